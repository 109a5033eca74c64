"""Previews of what references lead to, by mouse, keyboard and touch."""

from __future__ import annotations

import re

from playwright.sync_api import Page
from tests.browser.conftest import SECTION_PAGE, Open, Site

from critical_edition.outputs.html import previews

CARD = ".preview"
REFERENCES = {
    "passage": ('a[href$="#p2.1"]', "The dredgers came too late"),
    "work": ('a[href$="#work-kestrel1931"]', "Tides"),
    "place": ('a[href$="#place-westhaven"]', "A town that had a harbour."),
    "term": ('a[href$="#term-mole"]', "The wall that kept the sea out"),
    "event": ('a[href$="#event-packet"]', "It lay over."),
    "person": ('a[href$="#person-kestrel"]', "Surveyor of tides."),
    "argument": ('a[href$="#argument-silt"]', "Silt explains everything."),
    "parallel": ('a[href$="#parallel-silt-again"]', "Seven winters are the eleven years"),
}


def scope(page: Page) -> Page:
    """Open all, so that every reference is in sight."""
    page.locator(".edition-layers > summary").click()
    page.get_by_role("radio", name="Everything open").check()
    page.keyboard.press("Escape")
    return page


def test_every_kind_of_reference_shows_what_it_leads_to(site: Site, open_page: Open) -> None:
    page = scope(open_page(site.url(SECTION_PAGE, disk=site.full)))
    for kind, (selector, words) in REFERENCES.items():
        link = page.locator(f"article {selector}").first
        link.scroll_into_view_if_needed()
        link.hover()
        card = page.locator(CARD)
        card.wait_for()
        assert words in card.inner_text(), kind
        assert link.get_attribute("title") is None
        page.keyboard.press("Escape")
        assert page.locator(CARD).count() == 0
        page.mouse.move(2, 2)
    if site.full:
        for selector, words in (("#n2-ref a", "another account"), ("#comment-oil-ref", "paid for")):
            page.locator(selector).hover()
            page.locator(CARD).wait_for()
            assert words in page.locator(CARD).inner_text()
            page.mouse.move(2, 2)
            page.locator(CARD).wait_for(state="detached")


def test_the_pointer_can_go_into_a_preview_and_its_links_lead_on(
    site: Site, open_page: Open
) -> None:
    page = scope(open_page(site.url(SECTION_PAGE)))
    page.locator(f"article {REFERENCES['argument'][0]}").first.hover()
    card = page.locator(CARD)
    card.wait_for()
    card.hover()
    page.wait_for_timeout(500)
    assert card.is_visible()
    card.get_by_role("link", name="Open its page").click()
    page.wait_for_url(re.compile(r"arguments/silt\.html#argument-silt$"))


def test_a_preview_is_read_by_keyboard(site: Site, open_page: Open) -> None:
    page = scope(open_page(site.url(SECTION_PAGE)))
    link = page.locator(f"article {REFERENCES['person'][0]}").first
    link.focus()
    card = page.get_by_role("dialog", name=re.compile("Preview"))
    card.wait_for()
    hint = page.locator(f"#{link.get_attribute('aria-describedby')}")
    assert "Tab enters" in (hint.text_content() or "")
    page.keyboard.press("Tab")
    assert page.locator(".preview-body").evaluate("e => e === document.activeElement")
    page.keyboard.press("Escape")
    assert card.count() == 0
    assert link.evaluate("e => e === document.activeElement")
    # Through the preview and on: the next stop is the one after the reference.
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    card.wait_for()
    for _ in range(card.locator("a[href], button, [tabindex='0']").count() + 1):
        page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.preview')")
    assert not link.evaluate("e => e === document.activeElement")


def test_a_tap_shows_and_the_link_in_it_goes(site: Site, open_page: Open) -> None:
    page = scope(open_page(site.url(SECTION_PAGE, disk=True), width=390, has_touch=True))
    link = page.locator(f"article {REFERENCES['work'][0]}").first
    link.tap()
    card = page.locator(CARD)
    card.wait_for()
    assert SECTION_PAGE in page.url
    box = card.bounding_box()
    assert box
    assert (box["x"], round(box["width"]), round(box["y"] + box["height"])) == (0, 390, 900)
    page.get_by_role("button", name="Close the preview").tap()
    assert card.count() == 0
    link.tap()
    card.wait_for()
    card.get_by_role("link", name="Open its page").tap()
    page.wait_for_url(re.compile(r"bibliography\.html#work-kestrel1931$"))


def test_a_preview_that_was_closed_stays_closed(site: Site, open_page: Open) -> None:
    page = scope(open_page(site.url(SECTION_PAGE), width=390, has_touch=True))
    link = page.locator(f"article {REFERENCES['work'][0]}").first
    link.tap()
    page.locator(CARD).wait_for()
    page.get_by_role("button", name="Close the preview").tap()
    page.wait_for_timeout(600)
    assert page.locator(CARD).count() == 0
    page = scope(open_page(site.url(SECTION_PAGE)))
    link = page.locator(f"article {REFERENCES['person'][0]}").first
    link.focus()
    page.locator(CARD).wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    page.wait_for_timeout(600)
    assert page.locator(CARD).count() == 0
    assert link.evaluate("e => e === document.activeElement")


def test_a_note_that_was_closed_leaves_no_preview(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE), width=390, has_touch=True)
    page.locator("#n2-ref a").tap()
    note = page.locator(".in-place #n2")
    note.wait_for()
    page.get_by_role("button", name="Close the note").tap()
    page.wait_for_timeout(600)
    assert note.count() == 0
    assert page.locator(CARD).count() == 0
    assert page.locator("#n2-ref a").evaluate("e => e === document.activeElement")


def test_an_emendation_is_shown_in_place(emended: Site, open_page: Open) -> None:
    page = open_page(emended.url(SECTION_PAGE))
    sign = page.locator(".emendation-sign").first
    assert "would read: herrings" in (sign.get_attribute("title") or "")
    sign.hover()
    page.locator(CARD).wait_for()
    assert "herring] herrings" in page.locator(CARD).inner_text()


def test_previews_stay_within_the_window_and_scroll(site: Site, open_page: Open) -> None:
    page = scope(open_page(site.url(SECTION_PAGE), width=700, height=420))
    links = page.locator(f"article {REFERENCES['work'][0]}").all()[:3]
    assert links
    for link in links:
        link.scroll_into_view_if_needed()
        link.hover()
        page.locator(CARD).wait_for()
        box = page.locator(CARD).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 700
        body = page.locator(".preview-body")
        assert body.evaluate("e => e.clientHeight <= 0.4 * innerHeight + 1")
        page.keyboard.press("Escape")
        page.mouse.move(1, 1)


def test_a_reference_that_has_no_preview_stays_a_link(full: Site, open_page: Open) -> None:
    page = scope(open_page(full.url(SECTION_PAGE)))
    page.route("**/previews/**", lambda route: route.fulfill(body="", status=200))
    link = page.locator(f"article {REFERENCES['argument'][0]}").first
    link.hover()
    page.wait_for_timeout(600)
    assert page.locator(CARD).count() == 0
    link.click()
    page.wait_for_url(re.compile(r"arguments/silt\.html#argument-silt$"))
    page.close()


def test_places_are_cut_from_the_page_without_its_tools() -> None:
    body = (
        '<div class="passage" id="p1.1"><p>Words <span class="lemma-span" data-refs="x">here</span>'
        '<a class="lemma-sign" id="x-ref" href="#x"></a>.</p><div class="passage-tools"></div></div>'
        '<dl><dt id="person-a">A</dt><dd><p>Who.</p></dd></dl>'
        '<p><span id="event-b"></span><strong>B</strong> happened.</p><h2 id="other">No</h2>'
        '<table><tr><td>1912</td><td><p><span id="event-c"></span>C</p></td><td>1.1</td></tr></table>'
    )
    assert previews.places(body) == {
        "p1.1": '<div class="passage"><p>Words here.</p></div>',
        "person-a": "<div>A</div><div><p>Who.</p></div>",
        "event-b": "<p><strong>B</strong> happened.</p>",
        "event-c": "<div>1912</div><p>C</p>",
    }


def test_a_page_that_goes_takes_its_places_with_it(full: Site) -> None:
    scripts = {p.relative_to(full.out) for p in (full.out / previews.FOLDER).rglob("*.js")}
    pages = {p.relative_to(full.out).as_posix() for p in full.out.rglob("*.html")}
    keys = {p.relative_to(previews.FOLDER).as_posix() for p in scripts}
    assert "essay/1-the-harbour.html.js" in keys
    assert {key.removesuffix(".js") for key in keys} <= pages
