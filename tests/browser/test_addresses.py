"""What an address names is shown, whatever the reader has switched off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import SECTION_PAGE, Open, Site


def choose(page: Page, *, off: str = "", reading: str = "notes") -> None:
    page.evaluate(
        """([off, reading]) => {
            localStorage.setItem('edition-off', off);
            localStorage.setItem('edition-reading', reading);
        }""",
        [off, reading],
    )


def shown(page: Page, anchor: str) -> None:
    target = page.locator(f'[id="{anchor}"]')
    expect(target).to_be_visible()
    expect(target).to_be_in_viewport()


@pytest.mark.parametrize("width", [390, 1400])
@pytest.mark.parametrize(
    ("anchor", "off", "reading", "told"),
    [
        ("n2", "notes", "notes", "Author’s notes"),
        ("n2-ref", "notes pages", "notes", "Author’s notes"),
        ("comment-many-39", "context", "notes", "Comments on context"),
        ("comment-copy", "", "clean", "Notes beside the text"),
        ("comment-copy", "context", "clean", "Notes beside the text, Comments on context"),
        ("p1.2-parallel-report", "parallels", "notes", "Parallels"),
    ],
)
def test_what_is_off_is_switched_on_for_an_address(
    full: Site, open_page: Open, anchor: str, off: str, reading: str, told: str, width: int
) -> None:
    page = open_page(full.url("about.html"), width=width)
    choose(page, off=off, reading=reading)
    page.goto(f"{full.url(SECTION_PAGE)}#{anchor}")
    page.wait_for_function("'ready' in document.documentElement.dataset")
    shown(page, anchor)
    word = page.get_by_role("status").filter(has_text="Switched on for this page")
    expect(word).to_contain_text(f"names: {told}.")
    # The choice itself stays.
    assert page.evaluate("localStorage.getItem('edition-reading')") == reading
    assert page.evaluate("localStorage.getItem('edition-off')") == off
    word.get_by_role("button", name="Switch off again").click()
    expect(page.locator(f'[id="{anchor}"]')).to_be_hidden()
    expect(page.locator(".edition-word")).to_be_empty()
    assert page.evaluate("document.documentElement.dataset.reading") == reading
    assert page.evaluate("document.activeElement.matches('.passage')")


def test_the_panel_says_what_was_switched_on(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE))
    page.locator(".edition-layers > summary").click()
    box = page.get_by_role("checkbox", name="Author’s notes")
    box.uncheck()
    page.evaluate("location.hash = '#n1'")
    expect(box).to_be_checked()
    shown(page, "n1")
    box.uncheck()
    expect(page.locator("#n1")).to_be_hidden()
    assert page.evaluate("localStorage.getItem('edition-off')") == "notes"


def test_nothing_is_said_where_nothing_was_off(full: Site, open_page: Open) -> None:
    page = open_page(f"{full.url(SECTION_PAGE)}#n2")
    page.wait_for_timeout(200)
    expect(page.locator(".edition-word")).to_be_empty()


def test_a_passage_is_there_in_the_clean_text_too(full: Site, open_page: Open) -> None:
    page = open_page(full.url("about.html"))
    choose(page, reading="clean")
    page.goto(f"{full.url(SECTION_PAGE)}#p1.2")
    page.wait_for_function("'ready' in document.documentElement.dataset")
    assert page.evaluate("document.documentElement.dataset.reading") == "clean"
    shown(page, "p1.2")


@pytest.mark.parametrize("width", [390, 1200])
def test_a_parallel_s_address_leads_to_the_heading_of_its_passages(
    site: Site, open_page: Open, width: int
) -> None:
    page = open_page(site.url("about.html"), width=width, height=700)
    for anchor in ("parallel-report", "parallel-report-passages", "parallel-reports"):
        page.goto(site.url(f"arguments/silt.html?{anchor}#{anchor}"))
        page.wait_for_function("'ready' in document.documentElement.dataset")
        heading = page.get_by_role("heading", name="1.1 contrasts with 1.2")
        expect(heading).to_be_in_viewport(ratio=1)
        box = heading.bounding_box()
        assert box
        # Not below what belongs to the pair before it, nor under the head of the page.
        assert box["y"] < 200
        own = heading.locator("xpath=..")
        expect(own.locator(".synopsis-side").first).to_be_in_viewport()
        expect(own.locator(".parallel")).to_contain_text("The one was used, the other was not.")


def test_the_preview_of_a_parallel_gives_its_reason(site: Site, open_page: Open) -> None:
    page = open_page(site.url("parallels.html"))
    page.locator("a[href$='#parallel-report']").first.focus()
    card = page.locator(".preview-body")
    expect(card).to_contain_text("The one was used, the other was not.")
    expect(card.locator(".synopsis-side")).to_have_count(0)
