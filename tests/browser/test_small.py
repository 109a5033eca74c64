"""Signs as large as fingers need, measures, tables on a phone, print: what is small and wants care."""

from __future__ import annotations

import io
from typing import Literal

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from tests.browser.conftest import SECTION_PAGE, Open, Site

FINGER = """e => {
    const {left, top, width, height} = e.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const corners = [[-11, 0], [11, 0], [0, -11], [0, 11]];
    return corners.every(([dx, dy]) => {
        const hit = document.elementFromPoint(x + dx, y + dy);
        return hit === e || (hit && hit.matches('.lemma-sign, .note-marker a'));
    });
}"""


def test_a_sign_is_as_large_to_a_finger_as_fingers_need(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE), width=390, has_touch=True, is_mobile=True)
    for selector in ("#comment-paid-ref", "#n1-ref a", '[id="p1.1-parallel-silt-again-ref"]'):
        sign = page.locator(selector)
        sign.scroll_into_view_if_needed()
        assert sign.evaluate(FINGER), selector
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_of_signs_side_by_side_the_nearest_is_meant(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE), width=390, has_touch=True, is_mobile=True)
    page.evaluate(
        """() => {
            const sign = document.getElementById('comment-paid-ref');
            sign.after(document.getElementById('comment-oil-ref'));
            sign.scrollIntoView({block: 'center'});
        }"""
    )
    box = page.locator("#comment-paid-ref").bounding_box()
    assert box
    # On the later one's ground, which lies above; but nearer to the first.
    page.touchscreen.tap(box["x"] + box["width"] / 2 + 1, box["y"] + box["height"] / 2)
    expect(page.locator("#comment-paid-ref + .in-place")).to_be_visible()
    expect(page.locator(".in-place #comment-paid")).to_be_visible()


@pytest.mark.parametrize("page_name", ["arguments/silt.html", "bibliography.html"])
def test_lines_are_no_longer_than_eyes_find_back_from(
    full: Site, open_page: Open, page_name: str
) -> None:
    page = open_page(full.url(page_name), width=1440)
    selector = "article .argument > p, article .citation-list > li"
    widths = page.locator(selector).evaluate_all("es => es.map(e => e.clientWidth)")
    assert widths
    assert max(widths) <= 33 * 16 + 1


def test_a_table_of_places_cited_has_its_columns_on_a_phone(full: Site, open_page: Open) -> None:
    page = open_page(full.url("about.html"), width=390)
    page.evaluate(
        """() => {
            const cells = (tag, texts) => texts.map(t => `<${tag}><p>${t}</p></${tag}>`).join('');
            const many = '<a href="#">1.1</a>, <a href="#">2.10</a>, <a href="#">4.11</a>';
            document.querySelector('article').insertAdjacentHTML('beforeend',
                `<div class="table-wrapper edition-table locorum"><table class="edition-table locorum
                align-default"><thead><tr>${cells('th', ['Place cited', 'Notes', 'Passages'])}</tr>
                </thead><tbody><tr>${cells('td', ['42:56', many, many])}</tr></tbody></table></div>`);
        }"""
    )
    wrapper = page.locator(".table-wrapper.locorum")
    assert wrapper.evaluate("e => e.scrollWidth <= e.clientWidth")
    heads = page.locator("table.locorum th p").evaluate_all("es => es.map(e => e.clientHeight)")
    assert len(set(heads)) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_pointed_at_is_seen_on_what_the_address_names(
    full: Site, open_page: Open, scheme: Literal["light", "dark"]
) -> None:
    page = open_page(f"{full.url(SECTION_PAGE)}#p1.1")
    page.emulate_media(color_scheme=scheme)
    page.locator("#comment-paid").hover()
    page.wait_for_timeout(300)
    luminance = """e => {
        const ground = getComputedStyle(e).backgroundColor.match(/[\\d.]+/g).map(Number);
        const [r, g, b] = ground.slice(0, 3).map(v => {
            const c = v / 255;
            return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    }"""
    lit = page.locator('[data-refs~="comment-paid"]').first.evaluate(luminance)
    ground = page.locator('[id="p1.1"] > .essay-text').evaluate(luminance)
    assert max(lit, ground) / min(lit, ground) > 1.25
    page.close()


def test_a_lit_line_of_parallels_keeps_its_dots_as_they_are(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE))
    line = page.locator('[id="p1.2-parallel-report"]')
    page.locator('[id="p1.2-parallel-report-ref"]').hover()
    expect(line).to_have_class("lit")
    assert line.evaluate("e => getComputedStyle(e).textDecorationLine") == "none"
    assert line.evaluate("e => getComputedStyle(e).boxShadow") != "none"


@pytest.mark.parametrize("width", [390, 720])
def test_no_way_up_lies_on_the_text_of_a_narrow_window(
    full: Site, open_page: Open, width: int
) -> None:
    page = open_page(full.url(SECTION_PAGE), width=width)
    page.evaluate("document.documentElement.classList.add('show-back-to-top')")
    expect(page.locator(".back-to-top")).to_be_hidden()


def test_the_way_up_does_not_lie_on_the_title(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE), width=1200)
    # As a reader does who turns back: the theme shows it then, and hides it on the way down.
    page.evaluate("scrollTo(0, 900)")
    page.wait_for_function("scrollY > 800")
    page.evaluate("scrollTo(0, 400)")
    page.locator(".back-to-top").wait_for()
    up = page.locator(".back-to-top").bounding_box()
    head = page.locator(".mobile-header").bounding_box()
    assert up and head
    assert up["y"] >= head["y"] + head["height"]


def test_signs_at_the_head_of_a_page_are_apart(full: Site, open_page: Open) -> None:
    page = open_page(full.url("about.html"), width=390)
    theme = page.locator(".theme-toggle-header").bounding_box()
    contents = page.locator(".toc-header-icon").bounding_box()
    assert theme and contents
    assert contents["x"] - theme["x"] - theme["width"] >= 4


def test_a_page_s_number_in_the_line_is_apart_from_the_word_after_it(
    full: Site, open_page: Open
) -> None:
    page = open_page(full.url(SECTION_PAGE), width=390)
    margin = "e => parseFloat(getComputedStyle(e, '::after').marginRight)"
    assert page.locator("#page564").evaluate(margin) >= 4


def test_the_whole_passage_is_folded_by_another_word(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE), width=390)
    page.locator('[id="p1.1-parallel-report-ref"]').click()
    rest = page.locator(".facing-rest")
    expect(rest).to_have_text("Whole passage")
    rest.click()
    expect(rest).to_have_text("Parallel words alone")
    rest.click()
    expect(rest).to_have_text("Whole passage")


def test_the_contents_list_the_headings_that_are_there(full: Site, open_page: Open) -> None:
    page = open_page(full.url("bibliography.html"))
    page.evaluate(
        """() => {
            document.querySelector('article').insertAdjacentHTML('beforeend',
                '<div class="toc-tree"><ul><li><a href="#grouped">Group</a></li></ul></div>');
            const part = document.querySelector('section.works-part');
            part.insertAdjacentHTML('beforeend', '<section id="grouped"><h3>Group</h3></section>');
        }"""
    )
    line = page.locator(".toc-tree li").last
    page.get_by_role("radio", name="author").check()
    expect(line).to_be_hidden()
    page.locator(".works-order input").first.check()
    expect(line).to_be_visible()


def test_in_print_no_head_of_a_comment_is_left_alone(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE))
    page.emulate_media(media="print")
    heads = page.locator(".comment-head").first
    assert heads.evaluate("e => getComputedStyle(e).breakAfter") == "avoid"
    page.close()


def test_the_marks_of_the_chronology_lead_to_their_events(full: Site, open_page: Open) -> None:
    page = open_page(full.url("chronology.html"))
    mark = page.locator(".timeline a").last
    mark.hover()
    expect(page.locator(".preview")).to_contain_text("The last packet")
    mark.click()
    assert page.url.endswith("#event-packet")


@pytest.mark.parametrize(
    "name", ["bibliography.html", "arguments/silt.html", "parallels.html", "chronology.html"]
)
def test_in_print_a_list_begins_on_the_sheet_of_its_heading(
    site: Site, open_page: Open, name: str
) -> None:
    page = open_page(site.url(name))
    # As long as the edition's own are, so that they go over a sheet.
    page.evaluate(
        """() => {
            const many = 'article :is(.citation-list, section:has(> .parallel-pair), tbody)';
            for (const list of document.querySelectorAll(many)) {
                const line = list.lastElementChild;
                for (let at = 0; at < 80; at += 1) list.append(line.cloneNode(true));
            }
        }"""
    )
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    words = [len(sheet.extract_text().split()) for sheet in sheets]
    assert len(words) > 2
    assert words[0] > words[1] / 2, words
    page.close()
