"""A section's page: notes in the margin, in place, and plain."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import COMMENTS, SECTION_PAGE, Open, Site

OVERLAPS = """() => {
    const notes = [...document.querySelectorAll('.beside')].filter(e => e.offsetParent);
    const boxes = notes.map(e => e.getBoundingClientRect());
    const texts = [...document.querySelectorAll('.essay-text')]
        .filter(e => !e.closest('.beside')).map(e => e.getBoundingClientRect());
    const cross = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
        && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    const found = [];
    boxes.forEach((a, i) => {
        for (let j = i + 1; j < boxes.length; j++) {
            if (cross(a, boxes[j])) found.push([notes[i].id || 'i' + i, notes[j].id || 'j' + j]);
        }
        if (texts.some(t => cross(a, t))) found.push([notes[i].id, 'text']);
        if (a.right > innerWidth || a.left < 0) found.push([notes[i].id, 'window']);
    });
    return {count: notes.length, found};
}"""


@pytest.fixture(scope="module")
def widths() -> list[int]:
    """Widths of wide windows, those about the changes of layout among them."""
    return [1000, 1007, 1009, 1100, 1250, 1343, 1345, 1551, 1553, 1700, 2000]


def test_no_notes_overlap_at_any_width(site: Site, open_page: Open, widths: list[int]) -> None:
    page = open_page(site.url(SECTION_PAGE))
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(f"innerWidth === {width} && !({OVERLAPS})().found.length")
        # What is laid out stays so: nothing is moved over something else afterwards.
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        seen = page.evaluate(OVERLAPS)
        assert seen["found"] == [], width
        # Comments, author's notes, parallels; summaries beside the text.
        assert seen["count"] >= COMMENTS + 8, width
    page.locator("#comment-many-3 > .fold, #comment-winters > .fold").last.click()
    assert page.evaluate(OVERLAPS)["found"] == []


def test_notes_stand_beside_the_text_at_the_height_of_their_signs(
    full: Site, open_page: Open
) -> None:
    page = open_page(full.url(SECTION_PAGE))
    text = page.locator('[id="p1.2"] .essay-text').bounding_box()
    # Within two lines; the comment comes after the note, whose lines it has above it.
    for note, sign, most in (("n2", "n2-ref", 48), ("comment-copy", "comment-copy-ref", 96)):
        beside = page.locator(f"#{note}").bounding_box()
        at = page.locator(f"#{sign}").bounding_box()
        assert text and beside and at
        assert beside["x"] > text["x"] + text["width"]
        assert abs(beside["y"] - at["y"]) < most


@pytest.mark.parametrize("width", [1000, 1400, 2000])
def test_tucker_s_notes_are_never_folded_and_none_is_above_its_passage(
    full: Site, open_page: Open, width: int
) -> None:
    page = open_page(full.url(SECTION_PAGE), width=width)
    for note in ("n1", "n2"):
        assert page.locator(f"#{note} p").last.is_visible()
    above = page.evaluate(
        """() => [...document.querySelectorAll('.passage .beside')].filter(e =>
            e.getBoundingClientRect().top
                < e.closest('.passage').getBoundingClientRect().top - 1).map(e => e.id)"""
    )
    assert above == []


def test_a_folded_line_shows_that_it_opens(full: Site, open_page: Open) -> None:
    fold = open_page(full.url(SECTION_PAGE)).locator("#comment-many-5 > .fold")
    mark = "e => getComputedStyle(e, '::before').content"
    assert "\u25b8" in fold.evaluate(mark)
    fold.focus()
    assert fold.evaluate("e => e === document.activeElement")
    fold.press("Enter")
    assert fold.get_attribute("aria-expanded") == "true"
    assert "\u25b8" not in fold.evaluate(mark)


def test_a_crowded_note_opens_on_a_click_and_from_its_sign(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE))
    note = page.locator("#comment-many-5")
    fold = note.locator("> .fold")
    assert fold.get_attribute("aria-expanded") == "false"
    assert not note.locator("p").last.is_visible()
    fold.click()
    assert fold.get_attribute("aria-expanded") == "true"
    assert note.locator("p").last.is_visible()
    assert page.evaluate(OVERLAPS)["found"] == []
    fold.click()
    assert not note.locator("p").last.is_visible()
    page.locator("#comment-many-7-ref").focus()
    page.keyboard.press("Enter")
    assert page.locator("#comment-many-7").evaluate("e => e === document.activeElement")
    assert page.locator("#comment-many-7 p").last.is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#comment-many-7-ref").evaluate("e => e === document.activeElement")


def lit(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('.lit')].map(e => e.id || e.textContent)"
    )
    return found


def test_words_and_their_notes_light_one_another(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE))
    page.locator("#comment-winters").hover()
    assert "comment-winters" in lit(page)
    assert "seven winters" in lit(page)
    page.locator(".lemma-span", has_text="want of oil").hover()
    assert "comment-oil" in lit(page)
    assert "comment-winters" not in lit(page)
    page.locator("#n1-ref a").focus()
    assert "n1" in lit(page)


def test_the_address_of_a_note_opens_it(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE) + "#comment-many-9")
    assert page.locator("#comment-many-9 p").last.is_visible()
    page = open_page(full.url(SECTION_PAGE) + "#comment-many-9", width=390)
    assert page.locator("#comment-many-9 p").last.is_visible()


@pytest.mark.parametrize("width", [390, 800])
def test_on_narrow_windows_a_tap_opens_a_note_under_its_line(
    full: Site, open_page: Open, width: int
) -> None:
    page = open_page(full.url(SECTION_PAGE, disk=True), width=width, has_touch=True)
    note = page.locator("#comment-paid")
    assert not note.is_visible()
    sign = page.locator("#comment-paid-ref")
    sign.tap()
    assert note.is_visible()
    at, opened = sign.bounding_box(), note.bounding_box()
    text = page.locator('[id="p1.1"] .essay-text').bounding_box()
    assert at and opened and text
    assert at["y"] < opened["y"] < at["y"] + 60
    assert opened["y"] + opened["height"] < text["y"] + text["height"]
    assert sign.get_attribute("aria-expanded") == "true"
    sign.tap()
    assert not note.is_visible()
    page.locator("#n1-ref a").tap()
    at, opened = page.locator("#n1-ref").bounding_box(), page.locator("#n1").bounding_box()
    assert at and opened
    assert at["y"] < opened["y"] < at["y"] + 60
    # However long the reader stays: no preview of the note comes over it.
    page.wait_for_timeout(400)
    assert page.locator(".preview").count() == 0
    page.keyboard.press("Escape")
    expect(page.locator(".note-list #n1")).to_have_count(1)


def test_what_hangs_on_a_passage_is_shown_by_its_buttons(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE), width=390)
    passage = page.locator('[id="p1.1"]')
    button = passage.get_by_role("button", name="5 comments on 1.1")
    assert button.get_attribute("aria-expanded") == "false"
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    assert page.locator("#comment-oil").is_visible()
    passage.get_by_role("button", name="summary on 1.1").click()
    assert passage.locator(".gloss").is_visible()
    button.click()
    assert not page.locator("#comment-oil").is_visible()


@pytest.mark.parametrize("width", [390, 1400])
@pytest.mark.parametrize("disk", [False, True], ids=["http", "disk"])
def test_without_scripts_notes_are_there_to_follow_and_come_back_from(
    site: Site, open_page: Open, width: int, disk: bool
) -> None:
    page = open_page(site.url(SECTION_PAGE, disk=disk), width=width, java_script_enabled=False)
    for name in ("comment-winters", "comment-many-39", "n1"):
        assert page.locator(f"#{name}").is_visible()
    if site.full:
        page.locator("#comment-oil-ref").click()
        assert page.url.endswith("#comment-oil")
        page.locator("#comment-oil .comment-head a").first.click()
        assert page.url.endswith("#comment-oil-ref")
        page.locator('[id="p1.1-parallel-report-ref"]').click()
        assert page.url.endswith("#p1.1-parallel-report")


def test_an_error_in_the_script_hides_nothing(full: Site, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    # The browser lacks something in the middle of the work: half of it is done.
    page.add_init_script("delete window.ResizeObserver")
    page.goto(full.url(SECTION_PAGE))
    page.wait_for_function("!('js' in document.documentElement.dataset)")
    assert any("ResizeObserver" in message for message in said)
    for name in ("comment-winters", "comment-many-39", "n1"):
        assert page.locator(f"#{name} p").last.is_visible()
        style = page.locator(f"#{name}").evaluate("e => getComputedStyle(e).position")
        assert style != "absolute"
    assert page.locator(".fold").first.is_hidden()
    context.close()


def test_the_text_has_the_edition_s_own_letters_and_measure(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE, disk=True), width=1400)
    seen = page.evaluate(
        """() => {
            const text = document.querySelector('.essay-text');
            const style = getComputedStyle(text);
            const probe = document.createElement('span');
            probe.textContent = 'the harbour would close within seven winters. '.repeat(20);
            probe.style.whiteSpace = 'nowrap';
            text.append(probe);
            const width = probe.getBoundingClientRect().width / probe.textContent.trimEnd().length;
            const measure = parseFloat(style.width);
            probe.remove();
            return {
                font: document.fonts.check('16px "Edition Serif"')
                    && [...document.fonts].some(f => f.status === 'loaded'),
                figures: style.fontVariantNumeric, characters: measure / width,
            };
        }"""
    )
    assert seen["font"]
    assert "oldstyle-nums" in seen["figures"]
    assert 60 <= seen["characters"] <= 70
