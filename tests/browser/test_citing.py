"""What is offered to be cited, in both forms, by touch and over http (tests/sharing has the words)."""

from __future__ import annotations

import json

import lxml.html
import pytest
from playwright.sync_api import expect
from tests.browser.conftest import SECTION_PAGE, Open, Site
from tests.browser.test_sound import violations


def test_a_passage_is_cited_by_a_tap(site: Site, open_page: Open) -> None:
    page = open_page(site.url(SECTION_PAGE), width=390, has_touch=True)
    button = page.get_by_role("button", name="Cite 1.2")
    box = button.bounding_box()
    assert box
    assert box["height"] >= 24
    button.tap()
    dialog = page.get_by_role("dialog", name="Cite 1.2")
    link = f"{site.url(SECTION_PAGE)}#p1.2"
    expect(dialog.get_by_role("group", name="Link")).to_have_text(link)
    expect(dialog.get_by_role("group", name="Chicago")).to_contain_text("1948, p. 564 (¶ 1.2)")
    [item] = json.loads(dialog.get_by_role("group", name="CSL-JSON").inner_text())
    assert (item["page"], item["URL"]) == ("564", link)
    assert violations(page) == []
    dialog.get_by_role("button", name="Close").tap()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Cite 1.1").tap()
    expect(page.get_by_role("group", name="Chicago")).to_contain_text("1948, pp. 563–64 (¶ 1.1)")


def test_words_that_are_marked_are_cited_by_them(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE))
    page.locator('[id="p1.2"] .lemma-span', has_text="A copy of it").dblclick()
    page.get_by_role("button", name="Cite these words").click()
    expect(page.get_by_role("dialog")).to_have_accessible_name("Cite 1.2 “copy”")


@pytest.mark.parametrize("reading", ["notes", "clean"])
def test_the_focus_comes_back_from_citing_words(full: Site, open_page: Open, reading: str) -> None:
    page = open_page(full.url(SECTION_PAGE))
    page.evaluate("reading => { document.documentElement.dataset.reading = reading; }", reading)
    page.evaluate(SELECT, ["ightship", "towed aw"])
    page.get_by_role("button", name="Cite these words").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    if reading == "notes":
        expect(page.get_by_role("button", name="Cite 1.1")).to_be_focused()
    else:
        expect(page.locator('[id="p1.1"]')).to_be_focused()


SELECT = """([from, to]) => {
    const text = document.querySelector('[id="p1.1"] .essay-text');
    const range = document.createRange();
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    let begun = false;
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (!begun && node.data.includes(from)) {
            range.setStart(node, node.data.indexOf(from));
            begun = true;
        }
        if (begun && node.data.includes(to)) {
            range.setEnd(node, node.data.indexOf(to) + to.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
        }
    }
}"""


@pytest.mark.parametrize(
    ("start", "end", "lemma", "pages"),
    [
        ("eseen that", "the har", "foreseen that the harbour", "p. 563"),
        ("ightship", "towed aw", "lightship was towed away", "p. 564"),
        ("said nothing", "the thi", "said nothing. In the third", "pp. 563–64"),
    ],
)
def test_words_are_cited_whole_and_by_their_own_pages(
    full: Site, open_page: Open, start: str, end: str, lemma: str, pages: str
) -> None:
    page = open_page(full.url(SECTION_PAGE))
    page.evaluate(SELECT, [start, end])
    page.get_by_role("button", name="Cite these words").click()
    expect(page.get_by_role("dialog")).to_have_accessible_name(f"Cite 1.1 “{lemma}”")
    chicago = page.get_by_role("group", name="Chicago")
    expect(chicago).to_contain_text(f"1948, {pages} (¶ 1.1 “{lemma}”)")


def test_a_file_on_the_reader_s_disk_is_no_address_to_cite(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE, disk=True))
    page.get_by_role("button", name="Cite 1.2").click()
    for name in ("Chicago", "BibTeX", "CSL-JSON"):
        assert "file:" not in page.get_by_role("group", name=name).inner_text()
    assert page.get_by_role("group", name="Chicago").inner_text().endswith(".")
    [item] = json.loads(page.get_by_role("group", name="CSL-JSON").inner_text())
    assert "URL" not in item


def test_reference_managers_find_the_essay_on_every_section(site: Site) -> None:
    """What Zotero's translator for embedded metadata asks: a title, an author, a date, a journal."""
    for name in (SECTION_PAGE, "essay/2-the-dredgers.html", "index.html"):
        tags = lxml.html.parse(site.out / name).xpath("//meta[starts-with(@name, 'citation_')]")
        found = {tag.get("name"): tag.get("content") for tag in tags}
        assert found["citation_title"] == "Silt"
        assert found["citation_author"] == "B. Marlow"
        assert found["citation_publication_date"] == "1948"
        assert found["citation_journal_title"] == "Harbours"
        assert all(found.values())


def test_every_page_says_what_it_is_about_in_our_words(site: Site) -> None:
    said = {}
    for path in site.out.rglob("*.html"):
        for content in lxml.html.parse(path).xpath("//meta[@name='description']/@content"):
            said[path.relative_to(site.out).as_posix()] = content
    assert said[SECTION_PAGE] == "The town did not expect the harbour to silt up."
    assert said["essay/2-the-dredgers.html"].startswith("The dredgers came too late")
    assert all(len(words) <= 160 for words in said.values())
    assert len(said) > 15
