"""Layers, the clean text, everything open, and print."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from tests.browser.conftest import SECTION_PAGE, Open, Site

LAYERS = {
    "Author’s notes": "#n1, #n1-ref",
    "Comments on context": "#comment-winters, #comment-winters-ref",
    "Comments on sources": "#comment-paid, #comment-paid-ref",
    "Comments on historiography": "#comment-oil, #comment-oil-ref",
    "Comments on the argument": "#comment-whole, #comment-whole-ref",
    "Parallels": ".passage div.parallels, .parallel-sign",
    "Our summaries": ".gloss",
}
"""The layers of the full edition's page, and what each hides."""


def visible(page: Page, selector: str) -> list[bool]:
    return [found.is_visible() for found in page.locator(selector).all()]


def panel(page: Page) -> None:
    page.locator(".edition-layers > summary").click()


def test_each_layer_switches_off_and_stays_so(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE))
    for label, selector in LAYERS.items():
        assert all(visible(page, selector)), label
    panel(page)
    for label, selector in LAYERS.items():
        box = page.get_by_role("checkbox", name=label)
        box.uncheck()
        assert not any(visible(page, selector)), label
    page.reload()
    page.wait_for_function("'ready' in document.documentElement.dataset")
    for label, selector in LAYERS.items():
        assert not any(visible(page, selector)), label
    panel(page)
    for label, selector in LAYERS.items():
        page.get_by_role("checkbox", name=label).check()
        assert all(visible(page, selector)), label


def test_pages_of_the_printing_are_a_layer(site: Site, open_page: Open) -> None:
    page = open_page(site.url(SECTION_PAGE, disk=True), width=390)
    panel(page)
    page.get_by_role("checkbox", name="Pages of 1948").uncheck()
    if site.full:
        number = page.locator("#page564").evaluate("e => getComputedStyle(e, '::after').content")
        assert number == "none"
    else:
        assert not any(visible(page, ".printed-pages"))


def test_a_layer_chosen_holds_on_other_pages_from_disk(site: Site, open_page: Open) -> None:
    page = open_page(site.url(SECTION_PAGE, disk=True))
    panel(page)
    page.get_by_role("checkbox", name="Parallels").uncheck()
    page.goto(site.url("essay/2-the-dredgers.html", disk=True))
    page.wait_for_function("'ready' in document.documentElement.dataset")
    assert page.locator("html").get_attribute("data-off") == "parallels"
    assert not any(visible(page, ".passage div.parallels"))


def test_the_clean_text_has_nothing_but_text(site: Site, open_page: Open) -> None:
    page = open_page(site.url(SECTION_PAGE))
    panel(page)
    page.get_by_role("radio", name="Clean text").check()
    words = page.locator("article").inner_text()
    assert ("Nobody in Westhaven had foreseen" in words) or not site.full
    noise = ".beside, .lemma-sign, .note-marker, .passage-tools, .note-list, .passage-side"
    assert not any(visible(page, noise))
    page.get_by_role("radio", name="Text with its notes").check()
    assert page.locator("#comment-winters").is_visible()


def opened(page: Page) -> None:
    for name in ("comment-winters", "comment-many-39", "n1"):
        assert page.locator(f"#{name} p").last.is_visible(), name
    if page.locator(".passage-full").count():
        assert all(visible(page, ".gloss"))
    assert "Seven" not in page.locator(".fold").first.inner_text()
    shown = page.evaluate(
        """() => [...document.querySelectorAll('.comment, .authornote, div.parallels')]
            .map(e => getComputedStyle(e).position)"""
    )
    assert set(shown) <= {"static", "relative"}


def test_everything_can_be_open(site: Site, open_page: Open) -> None:
    for width in (390, 1400):
        page = open_page(site.url(SECTION_PAGE), width=width)
        panel(page)
        page.get_by_role("radio", name="Everything open").check()
        opened(page)
        page.keyboard.press("Escape")
        assert page.locator(".edition-layers").get_attribute("open") is None


def test_print_has_everything_under_its_passage(site: Site, open_page: Open) -> None:
    page = open_page(site.url(SECTION_PAGE))
    page.emulate_media(media="print")
    opened(page)
    hidden = (".edition-layers", ".fold", ".passage-tools", ".sidebar-drawer", ".facing-offer")
    for selector in hidden:
        assert not any(visible(page, selector)), selector
    page.close()


def test_the_panel_is_worked_by_keyboard(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE))
    summary = page.locator(".edition-layers > summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("html").get_attribute("data-off") == "notes"
    page.keyboard.press("Escape")
    assert summary.evaluate("e => e === document.activeElement && !e.parentElement.open")


def test_beside_the_clean_text_there_is_nothing_to_choose(site: Site, open_page: Open) -> None:
    page = open_page(site.url(SECTION_PAGE))
    panel(page)
    page.get_by_role("radio", name="Clean text").check()
    boxes = page.locator(".edition-layers [name=layer]")
    # Our summaries keep the pages at their heads.
    kept = [] if site.full else ["pages"]
    enabled = boxes.evaluate_all("es => es.filter(e => !e.disabled).map(e => e.value)")
    assert enabled == kept
    page.get_by_role("radio", name="Text with its notes").check()
    assert boxes.evaluate_all("es => es.every(e => !e.disabled)")


def test_no_dot_is_left_at_the_head_of_a_summary(companion: Site, open_page: Open) -> None:
    page = open_page(companion.url(SECTION_PAGE))
    head = page.locator('[id="p1.1"] .passage-head')
    words = "1.1 “Nobody in Westhaven had foreseen that …”"
    expect(head).to_have_text(f"{words} · pp. 563–564 · note 1", use_inner_text=True)
    page.evaluate("document.documentElement.dataset.off = 'notes'")
    expect(head).to_have_text(f"{words} · pp. 563–564", use_inner_text=True)
    page.evaluate("document.documentElement.dataset.off = 'pages'")
    expect(head).to_have_text(f"{words} · note 1", use_inner_text=True)
    page.evaluate("document.documentElement.dataset.off = 'notes pages'")
    expect(head).to_have_text(words, use_inner_text=True)
