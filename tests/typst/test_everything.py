"""A project with every kind of thing that Sphinx documents, built once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pypdf.generic import Destination, DictionaryObject

if TYPE_CHECKING:
    from tests.typst.conftest import Build, Built

# MyST-Parser uses an attribute that Sphinx has deprecated: said, not fatal.
pytestmark = pytest.mark.filterwarnings(
    r"default:'myst_parser\.:sphinx.deprecation.RemovedInSphinx11Warning"
)


def test_nothing_is_warned_of(everything: Built) -> None:
    assert everything.warnings == []


@pytest.mark.parametrize(
    "words",
    [
        # inlines
        'straight" and ‘curly’ quotes, #eval(1), [brackets], code -- with dashes, a tilde ~ and',
        "*not emphasis* _under_ $dollar$ @at <angle> = equals - minus + plus // comment /* more */ "
        "1. not a list; #show: none; \\backslash; \"double\" 'single'; https://example.org/a_b#c",
        "substituted words",
        "PDF (Portable Document Format), again PDF, ls(1)",
        "Printed for Typst only.",
        "Raw Typst here.",
        # blocks
        "term two : classifier",
        "— Somebody, Somewhere",
        "indented line",
        "after an empty line",
        "Own title Body of it.",
        "A sidebar Its subtitle Its text.",
        "Centred words",
        "Added in version 1.1: A thing.",
        "Deprecated since version 1.2.",
        "longer field: another value",
        "-b FILE",
        "Table 2.1. A caption with a note",
        "spans two columns",
        "Fig. 2.1. A figure’s caption. Its legend.",
        "Listing 2.1. A caption of code",
        '2 return "a\\n" * x # #comment',
        '"quotes" and \\backslashes',
        ">>> 1 + 1",
        "indented code",
        "[Kn84] A citation with a link.",
        'sentence ::= subject "verb" object',
        "An item with a note",
        "and a work [Zz99].",
        "A caption with a work [Kn84] and a note",
        "a point in a note",
        "and displayed, as (2.1) says:",
        "E. Upper letters F. go on.",
        "Todo A thing to do.",
        "Shown as configured.",
        "at the right auto",
        # objects
        'things.make(a: int, b="x", *, c[, d[, e]]) -> list[str]',
        "abstractmethod turn(self)",
        "template<typename T>",
        "--verbose, -v",
        # MyST and the rest
        "Definition in MyST.",
        "raw from MyST",
        "An outside page",
        "Part the Second",
        "see quince",
    ],
)
def test_it_is_printed(everything: Built, words: str) -> None:
    assert words.replace("’", "'") in everything.text.replace("’", "'")


@pytest.mark.parametrize("words", ["never in", "Printed for HTML only", "genindex]"])
def test_it_is_left_out(everything: Built, words: str) -> None:
    assert words not in everything.text


def test_notes_stand_at_the_foot_of_the_page_that_refers_to_them(everything: Built) -> None:
    (page,) = (
        text for text in everything.pages if "Inlines with a note" in text and "Plain" in text
    )
    foot = page[page.index("The note of a title") :]
    assert [
        words
        for words in (
            "The note of a title.",
            "Auto-numbered.",
            "Manually numbered.",
            "Named; it refers to another",
            "A note within a note.",
            "With a symbol.",
        )
        if words in foot
    ] == [
        "The note of a title.",
        "Auto-numbered.",
        "Manually numbered.",
        "Named; it refers to another",
        "A note within a note.",
        "With a symbol.",
    ]
    # One note, referred to twice.
    assert "named5 and again5" in page


@pytest.mark.parametrize(
    "note",
    [
        "The note of the opening",
        "In a box.",
        "In a caption.",
        "In a cell.",
        "In a header row.",
        "A MyST note.",
        "In a MyST table.",
        "The note of a title.",
        "Note of an item.",
        "Note of a term.",
        "Note of a definition.",
        "Note of a field.",
        "Note of a quotation.",
        "Note of a verse.",
        "Note of a figure",
        "Note of an inner cell.",
    ],
)
def test_each_note_is_printed_once(everything: Built, note: str) -> None:
    assert everything.text.count(note) == 1


def test_bookmarks_follow_the_headings_without_their_notes(everything: Built) -> None:
    def titles(items: list[object]) -> list[object]:
        return [
            titles(item) if isinstance(item, list) else getattr(item, "title", None)
            for item in items
        ]

    assert titles(list(everything.pdf.outline)) == [
        "1 Inlines with a note in the title",
        "2 Blocks",
        ["2.1 Lists", "2.2 Quotations", "2.3 Boxes", "2.4 Notes and works in every place [Kn84]"],
        "3 Objects",
        "MyST",
        ["Inlines"],
        "Index",
        "Python Module Index",
    ]


def test_every_place_has_a_named_destination(everything: Built) -> None:
    names = everything.pdf.named_destinations
    assert {
        "inlines",
        "inlines-again",
        "paragraph-target",
        "numbers",
        "picture",
        "code",
        "things.make",
        "term-quince",
        "kn84",
        "myst",
        "doc:sub/myst",
    } <= set(names)
    # The ID that an author set keeps its name; that of a title is told apart by its document.
    assert "sub/myst#inlines" in names
    place = names["paragraph-target"]
    assert isinstance(place, Destination)
    number = everything.pdf.get_destination_page_number(place)
    assert number is not None
    assert "A paragraph with a target" in everything.pages[number]


def test_each_link_leads_to_a_page_or_an_address(everything: Built) -> None:
    addresses: set[str] = set()
    inner = 0
    for page in everything.pdf.pages:
        for reference in page.get("/Annots", []):
            annotation = reference.get_object()
            if "/A" in annotation:
                addresses.add(annotation["/A"]["/URI"])
            else:
                assert annotation["/Dest"] is not None
                inner += 1
    assert {
        "https://example.org/",
        "https://example.org/outside",
        "https://example.org/circle",
        "https://example.org/kn",
        "https://example.org/auto",
        "mailto:someone@example.org",
    } <= addresses
    assert inner > 80


def test_the_index_is_sorted_with_the_pages_of_its_entries(everything: Built) -> None:
    index = everything.text[everything.text.rindex("Symbols --verbose") :]
    assert index.index("apple green") < index.index("étude") < index.index("Zebra")
    (page,) = (
        everything.pdf.page_labels[number]
        for number, text in enumerate(everything.pages)
        if "Zebra and pair: ox; yoke" in text
    )
    assert f"Zebra, {page}" in index


def test_the_pdf_is_tagged_and_says_what_it_is(everything: Built) -> None:
    root = everything.pdf.root_object
    marks = root["/MarkInfo"]
    assert isinstance(marks, DictionaryObject)
    assert marks["/Marked"]
    assert str(root["/Lang"]) == "en"
    assert everything.pdf.metadata is not None
    assert everything.pdf.metadata.title == "A Book of Everything"
    assert everything.pdf.metadata.author == "Ann Author"


def test_front_matter_has_roman_page_labels(everything: Built) -> None:
    assert everything.pdf.page_labels[1:4] == ["ii", "1", "2"]


def test_both_builders_write_the_same_file(everything: Built, build: Build) -> None:
    other = build("everything", builder="typst")
    assert other.typst == everything.typst
    assert list(other.out.glob("*.pdf")) == []


def test_another_folder_gives_the_same_bytes(everything: Built, build: Build) -> None:
    other = build("everything")
    assert other.out != everything.out
    assert other.pdf_path.read_bytes() == everything.pdf_path.read_bytes()
