"""Pages made for the screen: sides level or stacked, anchors in sight, what a failed script leaves."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import SECTION_PAGE, Open, Site

PLACES = ("p1.2", "n2", "page564", "comment-copy", "p1.2-parallel-report", "p1.3", "comment-many-7")
IN_SIGHT = """id => {
    const named = document.getElementById(id);
    // An anchor that was given up is an empty one in what took its place.
    const box = (named.getBoundingClientRect().height ? named : named.parentElement)
        .getBoundingClientRect();
    const head = document.querySelector('.mobile-header');
    const sticky = getComputedStyle(head).position === 'sticky' && head.offsetHeight;
    const below = sticky ? head.getBoundingClientRect().bottom : 0;
    return box.top >= below - 1 && box.top < innerHeight - 20 && box.height > 0
        ? '' : `${id} from ${box.top} to ${box.bottom}, under ${below}`;
}"""


@pytest.mark.parametrize("width", [390, 1000, 1400])
def test_what_an_address_names_is_in_sight(site: Site, open_page: Open, width: int) -> None:
    page = open_page(site.url(SECTION_PAGE), width=width, height=700)
    for anchor in PLACES:
        page.evaluate("() => scrollTo(0, 0)")
        page.evaluate("id => { location.hash = id; }", anchor)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        assert page.evaluate(IN_SIGHT, anchor) == ""
    # On a page that is opened there too, whatever is folded or set while it comes.
    page = open_page(site.url(SECTION_PAGE) + "#comment-many-7", width=width, height=700)
    page.evaluate("() => document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    assert page.evaluate(IN_SIGHT, "comment-many-7") == ""


@pytest.mark.parametrize("width", [390, 1400])
@pytest.mark.parametrize("disk", [False, True], ids=["http", "disk"])
def test_the_address_of_a_parallel_or_an_argument_is_in_sight(
    site: Site, open_page: Open, width: int, disk: bool
) -> None:
    """Also one that was given up, and one that a reader follows from another page."""
    page = open_page(site.url("index.html", disk=disk), width=width, height=500)
    for anchor in ("parallel-report", "parallel-reports", "argument-silt", "parallel-silt-again"):
        page.goto(site.url("arguments/silt.html", disk=disk) + f"?{anchor}#{anchor}")
        page.wait_for_function("'ready' in document.documentElement.dataset")
        assert page.evaluate(IN_SIGHT, anchor) == ""
    page.goto(site.url("about.html", disk=disk) + "#parallel-moon-alone")
    page.wait_for_url("**/arguments/silt.html#parallel-moon-alone")
    page.wait_for_function("'ready' in document.documentElement.dataset")
    assert page.evaluate(IN_SIGHT, "parallel-moon-alone") == ""


@pytest.mark.parametrize("width", [390, 1000, 1400])
def test_a_parallel_s_sides_are_level_by_their_words_or_stacked(
    site: Site, open_page: Open, width: int
) -> None:
    for scripts in (True, False):
        page = open_page(site.url("arguments/silt.html"), width=width, java_script_enabled=scripts)
        pairs = page.locator("div.synopsis").all()
        assert pairs
        for pair in pairs:
            here, there = (
                side.locator(".synopsis-lemma, .synopsis-part").first.bounding_box()
                for side in pair.locator(".synopsis-side").all()
            )
            assert here and there
            if width == 390:
                assert there["y"] > here["y"] + here["height"]
                assert here["x"] == there["x"]
            else:
                assert there["x"] >= here["x"] + here["width"]
        if site.full and width != 390:
            lemmata = page.locator("div.synopsis").first.locator(".synopsis-lemma")
            first, second = (lemma.bounding_box() for lemma in lemmata.all())
            assert first and second
            assert abs(first["y"] - second["y"]) < 2
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [390, 1400])
def test_without_the_script_all_is_shown_and_stays(site: Site, open_page: Open, width: int) -> None:
    page = open_page(site.url("about.html"), width=width)
    page.route("**/_static/edition.js*", lambda route: route.fulfill(body=""))
    page.clock.install()
    page.goto(site.url(SECTION_PAGE))
    page.clock.run_for(6000)
    expect(page.locator("html[data-js]")).to_have_count(0)
    for name in ("comment-winters", "comment-many-39", "n1"):
        expect(page.locator(f"#{name} p").last).to_be_visible()
    expect(page.locator(".fold, .edition-layers:visible")).to_have_count(0)
    page.close()


def test_a_page_whose_script_has_come_stays_as_it_is(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE))
    page.clock.install()
    page.reload()
    page.wait_for_function("'ready' in document.documentElement.dataset")
    before = page.locator("#n1").bounding_box()
    page.clock.run_for(20_000)
    expect(page.locator("html")).to_have_attribute("data-js", "section")
    assert page.locator("#n1").bounding_box() == before
    page.close()


def test_on_a_phone_the_companion_s_notes_open_by_a_tap(companion: Site, open_page: Open) -> None:
    page = open_page(companion.url(SECTION_PAGE, disk=True), width=390, has_touch=True)
    note = page.locator("#comment-oil")
    fold = note.locator("> .fold")
    expect(fold).to_have_attribute("aria-expanded", "false")
    box = fold.bounding_box()
    assert box
    assert box["height"] >= 24
    fold.tap()
    expect(note.locator("p").last).to_be_visible()
    fold.tap()
    expect(note.locator("p").last).to_be_hidden()


def test_on_a_phone_notes_are_worked_by_keyboard(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE), width=390)
    for sign, note in (("#comment-paid-ref", "#comment-paid"), ("#n1-ref a", "#n1")):
        page.locator(sign).focus()
        page.keyboard.press("Enter")
        expect(page.locator(note)).to_be_focused()
        expect(page.locator(sign)).to_have_attribute("aria-expanded", "true")
        # What is announced: a reference to a note, and the way back from it.
        expect(page.locator(sign)).to_have_attribute("role", "doc-noteref")
        page.keyboard.press("Escape")
        expect(page.locator(sign)).to_be_focused()
        expect(page.locator(f".in-place {note}")).to_have_count(0)
    page.locator("#n1-ref a").press("Enter")
    expect(page.locator("#n1")).to_have_attribute("role", "doc-footnote")
    page.locator("#n1 [role=doc-backlink]").press("Enter")
    expect(page.locator("#n1-ref a")).to_be_focused()


@pytest.mark.parametrize("disk", [False, True], ids=["http", "disk"])
def test_the_search_is_worked_by_keyboard_and_leads_to_the_place(
    site: Site, open_page: Open, disk: bool
) -> None:
    page = open_page(site.url("index.html", disk=disk), width=390 if disk else 1000)
    page.goto(site.url("search.html", disk=disk))
    field = page.get_by_role("searchbox", name=re.compile("Words"))
    field.fill('"wrong side of the channel"')
    field.press("Enter")
    found = page.locator("#edition-search-results a[href*='#comment-winters']")
    expect(found).to_be_visible()
    assert page.url.endswith("q=%22wrong+side+of+the+channel%22") or "q=" in page.url
    found.press("Enter")
    page.wait_for_url("**#comment-winters*")
    expect(page.locator("#comment-winters p").last).to_be_visible()
