"""The other side of a parallel, beside this one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import SECTION_PAGE, Open, Site
from tests.browser.test_sound import violations

SIGN = '[id="p1.1-parallel-report-ref"]'
REASON = "The one was used, the other was not."


LEVEL = """width => {
    const top = selector => document.querySelector(selector)?.getBoundingClientRect().top ?? NaN;
    const here = top('[data-refs~="p1.1-parallel-report"]'), there = top('.facing .lemma-here');
    return innerWidth === width && Math.abs(here - there) < 12;
}"""


def level(page: Page, width: int) -> None:
    """Wait until the words here and the words there are level, in a window of that width."""
    page.wait_for_function(LEVEL, arg=width)


@pytest.mark.parametrize(("width", "disk"), [(1000, True), (1400, False), (2000, True)])
def test_the_other_side_opens_beside_the_passage_with_its_words_level(
    full: Site, open_page: Open, width: int, disk: bool
) -> None:
    page = open_page(full.url(SECTION_PAGE, disk=disk), width=width)
    where = page.url
    page.locator(SIGN).click()
    facing = page.get_by_role("dialog", name="Parallel passage 1.2")
    expect(facing).to_be_focused()
    expect(facing).to_contain_text("Their report was never read")
    expect(facing).to_contain_text(REASON)
    level(page, width)
    text = page.locator('[id="p1.1"] .essay-text').bounding_box()
    box = facing.bounding_box()
    assert text and box
    assert box["x"] > text["x"] + text["width"]
    assert box["x"] + box["width"] <= width
    assert page.url == where
    page.set_viewport_size({"width": width + 90, "height": 900})
    level(page, width + 90)


def test_it_is_worked_by_keyboard(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE))
    sign = page.locator(SIGN)
    sign.focus()
    page.keyboard.press("Enter")
    facing = page.locator(".facing")
    expect(facing).to_be_focused()
    expect(sign).to_have_attribute("aria-expanded", "true")
    assert violations(page) == []
    page.keyboard.press("Tab")
    expect(facing.get_by_role("link", name="1.2")).to_be_focused()
    page.keyboard.press("Escape")
    if page.locator(".preview").count():  # The link's own preview closes first.
        page.keyboard.press("Escape")
    expect(facing).to_have_count(0)
    expect(sign).to_be_focused()
    page.keyboard.press("Enter")
    facing.get_by_role("button", name="Close").press("Enter")
    expect(facing).to_have_count(0)
    expect(sign).to_be_focused()


def test_on_a_phone_the_sides_are_stacked(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE), width=390, has_touch=True)
    page.locator(SIGN).tap()
    facing = page.locator(".facing")
    expect(facing).to_be_visible()
    sign = page.locator(SIGN).bounding_box()
    words = page.locator(".facing .lemma-here").first.bounding_box()
    assert sign and words
    assert sign["y"] < words["y"] < sign["y"] + 160
    assert not facing.locator(".synopsis-before").first.is_visible()
    facing.get_by_role("button", name="Whole passage").tap()
    assert facing.locator(".synopsis-before").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
    page.locator(SIGN).tap()
    expect(facing).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1400])
def test_a_line_of_the_list_opens_it_too(site: Site, open_page: Open, width: int) -> None:
    page = open_page(site.url(SECTION_PAGE), width=width)
    passage = page.locator('[id="p1.1"]')
    fold = passage.locator("div.parallels > .fold")
    rest = passage.get_by_role("button", name="2 parallels on 1.1")
    if rest.is_visible():
        rest.click()
    elif fold.get_attribute("aria-expanded") == "false":
        fold.click()
    passage.get_by_role("button", name="Show 2.1 beside this passage").click()
    facing = page.get_by_role("dialog", name="Parallel passage 2.1")
    expect(facing).to_contain_text("Seven winters are the eleven years, less four.")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(facing).to_have_count(0)


@pytest.mark.parametrize("width", [390, 900])
def test_more_is_offered_only_where_there_is_more(
    companion: Site, open_page: Open, width: int
) -> None:
    """Our summary, and the comments on its passage, stand there from the beginning."""
    page = open_page(companion.url(SECTION_PAGE), width=width)
    passage = page.locator('[id="p1.1"]')
    fold = passage.locator("div.parallels > .fold")
    if fold.get_attribute("aria-expanded") == "false":
        fold.click()
    passage.get_by_role("button", name="Show 1.2 beside this passage").click()
    facing = page.locator(".facing")
    expect(facing).to_contain_text("The engineers blamed the tides.")
    expect(facing.locator(".synopsis-comments")).to_be_visible()
    expect(facing.locator(".facing-rest")).to_have_count(0)
