"""The pages of both editions as HTML."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import lxml.html
import pytest

if TYPE_CHECKING:
    from tests.conftest import Edition

ANCHORS = {
    "p1.1": "1-the-harbour",
    "p1.2": "1-the-harbour",
    "p2.1": "2-the-dredgers",
    "p2.2": "2-the-dredgers",
    "n1": "1-the-harbour",
    "n2": "1-the-harbour",
    "n3": "1-the-harbour",
    "n4": "2-the-dredgers",
    "n1-ref": "1-the-harbour",
    "n2-ref": "1-the-harbour",
    "n3-ref": "1-the-harbour",
    "n4-ref": "2-the-dredgers",
    "page563": "1-the-harbour",
    "page564": "1-the-harbour",
    "page565": "2-the-dredgers",
    "page566": "2-the-dredgers",
}
"""The permanent addresses: name → page."""


def text(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def parts(passage: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    """Return what a passage consists of, in order; what is beside it is one block."""
    found = passage.xpath("./*[not(contains(@class, 'passage-'))] | ./*[@class='passage-head']")
    return [*found, *passage.xpath("./*[@class='passage-side']/*")]


def works(lines: list[str]) -> list[str]:
    """Leave of the works named only the author: how they are cited is for other tests."""
    named = [re.sub(r"Ibid\. \[(Kestrel|Marlow)[^]]*\]", r"\1", line) for line in lines]
    return [re.sub(r"(Kestrel|Marlow)[^:]*?,[”’]* (?=pp?\.)", r"\1, ", line) for line in named]


def one(tree: lxml.html.HtmlElement, selector: str) -> lxml.html.HtmlElement:
    (found,) = tree.xpath(selector)
    return found


@pytest.mark.parametrize("full", [False, True], ids=["companion", "full"])
def test_each_address_is_there_once_in_either_edition(invented: Edition, full: bool) -> None:
    if full:
        invented.establish()
    built = invented.look()
    assert built.warnings == []
    found = {
        page: built.page(f"essay/{page}.html").xpath("//@id") for page in set(ANCHORS.values())
    }
    assert {name: found[page].count(name) for name, page in ANCHORS.items()} == dict.fromkeys(
        ANCHORS, 1
    )
    for page, ids in found.items():
        assert len(ids) == len(set(ids)), page


@pytest.mark.parametrize("full", [False, True], ids=["companion", "full"])
@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_every_link_within_the_pages_leads_somewhere(
    invented: Edition, builder: str, full: bool
) -> None:
    if full:
        invented.establish()
    out = invented.look(builder).out
    pages = {path: lxml_page(path) for path in out.rglob("*.html")}
    checked = 0
    for path, tree in pages.items():
        for href in tree.xpath("//article//a/@href"):
            if "://" in href or href == "#":
                continue
            name, _, anchor = href.partition("#")
            target = (path.parent / name).resolve() if name else path
            if target.is_dir():
                target /= "index.html"
            if builder == "singlehtml" and anchor.startswith("document-"):
                assert tree.xpath("//*[@id=$id]", id=anchor), href
                continue
            if target.suffix in (".bib", ".json"):
                # Records to be taken away.
                assert target.is_file(), href
                continue
            assert target in pages, href
            if anchor:
                assert pages[target].xpath("//*[@id=$id]", id=anchor), href
            checked += 1
    assert checked > 30
    for tree in pages.values():
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))


def lxml_page(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.parse(str(path)).getroot()


def test_a_passage_of_the_companion_edition(invented: Edition) -> None:
    page = invented.look().page("essay/1-the-harbour.html")
    passage = one(page, "//*[@id='p1.2']")
    assert works([text(child) for child in parts(passage)]) == [
        "1.2 “The engineers, for their part, blamed …” · p. 564 · notes 2, 3",
        "The engineers blamed the tides. Compare 2.1.",
        "2 Marlow, p. 3. The minutes of the meeting are lost.",
        "3 Kestrel, p. 99.",
    ]
    assert passage.xpath(".//a[@class='passage-number']/@href") == ["#p1.2"]
    assert passage.xpath(".//*[@id='n2-ref']/a/@href") == ["#n2"]
    assert passage.xpath("./div/*[@id='n2']//a[@role='doc-backlink']/@href") == ["#n2-ref"]


def test_a_passage_of_the_full_edition(invented: Edition) -> None:
    invented.establish()
    page = invented.look().page("essay/1-the-harbour.html")
    paragraph = one(page, "//*[@id='p1.1']/p")
    assert text(paragraph) == (
        "1.1 Nobody in Westhaven had foreseen that the harbour would close within seven winters.1 "
        "The Westhaven Gazette held that as long as the breakwater stood the harbour would be "
        "open, & said so."
    )
    assert paragraph.xpath(".//em/text()") == ["Westhaven Gazette"]
    gloss = one(page, "//*[@id='p1.1']/div/*[@role='note']")
    assert gloss.get("aria-label") == "Summary of 1.1"
    assert text(gloss) == (
        "The town did not expect the harbour to silt up, and Kestrel had said so."
    )


def test_a_page_that_begins_within_a_word_leaves_the_word_whole(invented: Edition) -> None:
    invented.establish()
    built = invented.look()
    point = one(built.page("essay/1-the-harbour.html"), "//*[@id='page564']")
    assert point.text is None
    assert len(point) == 0
    assert (point.getprevious().tail or "").endswith("as the break")
    assert (point.tail or "").startswith("water stood")
    index = (built.out / "_static" / "edition-search-index.js").read_text("utf-8")
    assert "breakwater" in index


def test_a_marker_and_its_note_lead_to_one_another(invented: Edition) -> None:
    invented.establish()
    page = invented.look().page("essay/1-the-harbour.html")
    marker = one(page, "//*[@id='n2-ref']")
    assert marker.tag == "sup"
    # After the emphasised words, not within them.
    assert marker.getprevious().tag == "em"
    link = one(marker, "./a")
    assert (link.get("href"), link.get("role"), text(link)) == ("#n2", "doc-noteref", "2")
    notes = one(page, "//section[@role='doc-endnotes']")
    assert [note.get("id") for note in notes.xpath("./div")] == ["n1", "n2", "n3"]
    assert [text(heading) for heading in notes.xpath("./h2")] == ["Notes"]
    assert notes.xpath(".//*[@id='n2']//a[@role='doc-backlink']/@href") == ["#n2-ref"]
    # Text first: the notes stand after all passages.
    order = page.xpath("//*[@id='p1.2' or @role='doc-endnotes']")
    assert order[-1] is notes


def test_notes_in_their_own_words_lead_to_the_bibliography(invented: Edition) -> None:
    invented.establish()
    built = invented.look()
    page = built.page("essay/1-the-harbour.html")
    first = one(page, "//*[@id='n1']")
    assert text(first.xpath("./p")[0]) == (
        "1 Ada Kestrel, Tides (Westhaven, 1931), pp. 12–15; see also Marlow on silt."
    )
    link = one(first, "./p[1]/a[.//em]")
    target = one(built.page("bibliography.html"), f"//*[@id='{link.get('href').split('#')[1]}']")
    assert {"Ada", "Kestrel", "Tides"} <= set(re.findall(r"\w+", text(target)))
    # What the words do not lead to is named after them; what they do is not named again.
    assert text(first.xpath("./p")[1]).startswith("Sources: see also ")
    assert len(first.xpath("./p[2]//a[not(@role)]")) == 1
    assert len(page.xpath("//*[@id='n3']/p")) == 1


def test_an_unverified_sentence_has_a_sign_and_the_sign_a_legend(invented: Edition) -> None:
    invented.establish()
    built = invented.look()
    page = built.page("essay/1-the-harbour.html")
    sentence = one(page, "//*[@class='unverified']")
    assert text(sentence).endswith("within seven winters.")
    assert sentence.xpath("./a/@href") == ["#unverified"]
    assert text(one(page, "//*[@id='unverified']")).startswith("° This sentence could not be")
    other = built.page("essay/2-the-dredgers.html")
    assert other.xpath("//*[@class='unverified'] | //*[@id='unverified']") == []


def test_an_emendation_leaves_the_printed_words_and_says_the_reading(invented: Edition) -> None:
    invented.establish()
    built = invented.look()
    words = one(built.page("essay/1-the-harbour.html"), "//*[@class='emendation']")
    assert text(words) == "equinoxe"
    sign = one(words, "./a[@class='emendation-sign']")
    assert sign.get("aria-label") == "Emendation: equinox"
    assert sign.get("href") == "../emendations.html#emendation-1.2-1"
    entry = one(built.page("emendations.html"), "//*[@id='emendation-1.2-1']")
    assert text(entry) == "1.2: equinoxe] equinox (A slip of the compositor)"
    assert entry.xpath(".//a/@href") == ["essay/1-the-harbour.html#p1.2"]


def test_emphasised_words_say_their_language(invented: Edition) -> None:
    invented.establish()
    path = invented.source / "essay/marks/1.toml"
    mark = '\n[[mark]]\non = "1.2"\nkind = "emphasis"\nreason = "foreign"\nlang = "nl"\n'
    invented.write(
        "essay/marks/1.toml", path.read_text("utf-8") + mark + 'lemma = "herring fleet"\n'
    )
    page = invented.look().page("essay/1-the-harbour.html")
    assert [text(words) for words in page.xpath("//em[@lang='nl']")] == ["herring fleet"]


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_the_sign_of_an_emendation_stands_outside_a_citation(
    invented: Edition, builder: str
) -> None:
    invented.establish()
    path = invented.source / "essay/marks/1.toml"
    mark = '\n[[mark]]\non = "n1"\nkind = "emendation"\nlemma = "Tides"\nreading = "Ebbs"\n'
    invented.write("essay/marks/1.toml", path.read_text("utf-8") + mark)
    built = invented.look(builder)
    assert built.warnings == []
    if builder == "html":
        words = one(built.page("essay/1-the-harbour.html"), "//*[@id='n1']//*[@class='emendation']")
        assert [child.tag for child in words] == ["a", "a"]
        assert words[0].text_content() == "Tides"
        assert words[1].get("class") == "emendation-sign"


def test_an_emendation_that_no_page_lists_is_read_under_the_passage(
    invented: Edition,
) -> None:
    invented.establish()
    invented.edit("index.md", "emendations\n", "")
    (invented.source / "emendations.md").unlink()
    built = invented.look()
    assert built.warnings == []
    sign = one(built.page("essay/1-the-harbour.html"), "//*[@class='emendation-sign']")
    assert (sign.tag, sign.get("href")) == ("a", "#apparatus-1.2-1")
    entry = one(built.page("essay/1-the-harbour.html"), "//*[@id='apparatus-1.2-1']")
    assert text(entry) == "equinoxe] equinox (A slip of the compositor)"


def test_what_is_missing_of_a_text_is_shown_in_companion_form(invented: Edition) -> None:
    invented.establish()
    page = invented.look().page("essay/2-the-dredgers.html")
    passage = one(page, "//*[@id='p2.2']")
    assert works([text(child) for child in parts(passage)]) == [
        "2.2 “Of the pilots nothing more was …” · p. 566 · note 4",
        "The pilots went elsewhere.",
        "4 Marlow, p. 40.",
    ]
    assert one(page, "//*[@id='page566']").getparent().getparent().get("id") == "p2.1"
    assert page.xpath("//*[@role='doc-endnotes']") == []


def test_each_edition_says_which_it_is(invented: Edition) -> None:
    companion = invented.look().page("index.html").text_content()
    assert "This is the companion edition." in companion
    assert "full edition" not in companion
    invented.establish()
    full = invented.look()
    assert "This is the full edition." in full.page("index.html").text_content()
    for path in full.files("*.html"):
        assert "Only those who hold the rights may publish it." in path.read_text("utf-8"), (
            path.name
        )


def test_an_empty_folder_name_makes_the_companion_edition(invented: Edition) -> None:
    invented.establish()
    built = invented.look(edition_text="")
    assert built.warnings == []
    assert "This is the companion edition." in built.page("index.html").text_content()
    assert "foreseen that the harbour" not in "".join(
        path.read_text("utf-8") for path in built.files("*.html")
    )


def test_references_show_what_they_lead_to(invented: Edition) -> None:
    links = invented.look().page("index.html").xpath("//article//p/a")
    assert [(text(link), link.get("href"), link.get("title")) for link in links] == [
        ("1.1", "essay/1-the-harbour.html#p1.1", "1.1: “Nobody in Westhaven had foreseen that …”"),
        (
            "the dredgers",
            "essay/2-the-dredgers.html#p2.1",
            "2.1: “When the dredgers came at last …”",
        ),
        ("note 2", "essay/1-the-harbour.html#n2", "Marlow's note 2"),
        (
            "the quarrel",
            "essay/1-the-harbour.html#p1.2",
            "1.2: “The engineers, for their part, blamed …”",
        ),
        ("n1", "essay/1-the-harbour.html#n1", "Marlow's note 1"),
    ]


def test_pages_ask_for_nothing_from_elsewhere(invented: Edition) -> None:
    built = invented.look()
    for path in built.files("*.html"):
        tree = lxml_page(path)
        loaded = tree.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src")
        assert [address for address in loaded if "//" in address] == []
    assert [path for path in (built.out / "_sources").rglob("*") if path.is_file()] == []
