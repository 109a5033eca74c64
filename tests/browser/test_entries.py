"""Persons and terms in comments and summaries lead to the registers, quietly."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import expect
from tests.browser.conftest import SECTION_PAGE, Open, Site
from tests.browser.test_sound import RULES, violations

ENTRY = "#comment-oil a.entry"


def test_the_first_mention_has_a_preview(site: Site, open_page: Open) -> None:
    page = open_page(site.url(SECTION_PAGE, disk=site.full))
    page.goto(f"{page.url}#comment-oil")
    page.locator("#comment-oil > .fold").wait_for()
    expect(page.locator(ENTRY)).to_have_count(1)
    page.locator(ENTRY).hover()
    expect(page.locator(".preview")).to_contain_text("The wall that kept the sea out")
    colours = "e => [getComputedStyle(e).color, getComputedStyle(e.parentElement).color]"
    page.mouse.move(2, 2)
    page.locator(".preview").wait_for(state="detached")
    own, around = page.locator(ENTRY).evaluate(colours)
    assert own == around
    schemes: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(300)
        assert violations(page, RULES) == []
    page.close()


def test_they_are_a_layer(site: Site, open_page: Open) -> None:
    page = open_page(site.url(SECTION_PAGE))
    page.locator(".edition-layers > summary").click()
    box = page.get_by_role("checkbox", name="Links to persons and terms")
    box.uncheck()
    entry = page.locator(ENTRY)
    assert entry.get_attribute("href") is None
    assert entry.evaluate("e => getComputedStyle(e).textDecorationLine") == "none"
    page.reload()
    page.wait_for_function("'ready' in document.documentElement.dataset")
    assert entry.get_attribute("href") is None
    page.locator(".edition-layers > summary").click()
    box.check()
    assert (entry.get_attribute("href") or "").endswith("glossary.html#term-mole")
