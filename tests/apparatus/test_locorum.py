"""The index of places cited: reading locators, order, which works belong."""

from __future__ import annotations

import pytest

from critical_edition.citation.record import parse
from critical_edition.citation.work import Library
from critical_edition.model.citations import Citation
from critical_edition.model.places import NoteId
from critical_edition.outputs.doctree.apparatus import locorum
from critical_edition.outputs.doctree.apparatus.locorum import Locus, loci, proposals


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        (
            "7:12–13, 28, 280",
            (
                Locus(volume=(7,), first=12, last=13, label="7:12–13"),
                Locus(volume=(7,), first=28, last=28, label="7:28"),
                Locus(volume=(7,), first=280, last=280, label="7:280"),
            ),
        ),
        (
            "11:248–49; 13:38–39",
            (
                Locus(volume=(11,), first=248, last=249, label="11:248–49"),
                Locus(volume=(13,), first=38, last=39, label="13:38–39"),
            ),
        ),
        ("1(14):2–10", (Locus(volume=(1, 14), first=2, last=10, label="1(14):2–10"),)),
        (
            "5:43 and 45",
            (
                Locus(volume=(5,), first=43, last=43, label="5:43"),
                Locus(volume=(5,), first=45, last=45, label="5:45"),
            ),
        ),
        ("pp. 61–62 n.", (Locus(first=61, last=62, label="pp. 61–62 n."),)),
        (
            "series C, vol. 2, 1 November 1933, p. 81",
            (
                Locus(
                    "C",
                    (2,),
                    (1933, 11, 1),
                    first=81,
                    last=81,
                    label="series C, vol. 2, November 1, 1933, p. 81",
                ),
            ),
        ),
        ("part 2, p. 946", (Locus(volume=(2,), first=946, last=946, label="part 2, p. 946"),)),
        ("15 September 1927", (Locus(date=(1927, 9, 15), label="September 15, 1927"),)),
        ("September 15, 1927", (Locus(date=(1927, 9, 15), label="September 15, 1927"),)),
        ("no. 9 (May 1941)", (Locus(date=(1941, 5, 0), number=9, label="no. 9 (May 1941)"),)),
        ("12", (Locus(first=12, last=12, label="p. 12"),)),
        ("chapters 4, 12, and 13", (Locus(label="chapters 4, 12, and 13"),)),
        ("", (Locus(),)),
    ],
)
def test_locators_are_read_as_the_places_they_name(
    locator: str, expected: tuple[Locus, ...]
) -> None:
    assert loci(locator) == expected


def test_places_order_by_number_and_date_and_not_by_letters() -> None:
    volumes = [
        locus for text in ("10:5", "9:100", "9:20", "9:20–21", "2:3") for locus in loci(text)
    ]
    assert [locus.label for locus in sorted(volumes)] == ["2:3", "9:20", "9:20–21", "9:100", "10:5"]
    dates = [
        locus
        for text in ("2 May 1930", "15 March 1930", "30 December 1929", "")
        for locus in loci(text)
    ]
    assert [locus.label for locus in sorted(dates)] == [
        "",
        "December 30, 1929",
        "March 15, 1930",
        "May 2, 1930",
    ]


RECORDS = """
@book{works, author = {Marlow, Ada}, title = {Works}, volumes = {3}, date = {1940}}
@book{novel, author = {Brook, Tom}, title = {The Silt}, date = {1948}}
@book{office, author = {{Harbour Board}}, title = {Reports}, date = {1931}}
@collection{papers, title = {Papers}, editor = {Vane, Rose}, date = {1930}}
@periodical{kestrel, title = {Kestrel}}
"""


def test_only_collections_and_serials_belong_to_the_index() -> None:
    cited = {
        NoteId(2): (
            Citation("kestrel", "2 May 1930"),
            Citation("novel", "p. 3"),
            Citation("gone", "1"),
        ),
        NoteId(1): (
            Citation("papers", "p. 4"),
            Citation("office", "p. 5"),
            Citation("works", "2:5"),
        ),
        NoteId(3): (Citation("works", "2:5", ibid=True), Citation("works", "2:5")),
    }
    found = locorum.index(cited, Library(parse(RECORDS)))
    assert [work.key for work in found] == ["works", "office", "papers", "kestrel"]
    [(locus, notes)] = found[0].loci
    assert (locus.label, notes) == ("2:5", (NoteId(1), NoteId(3)))


def test_a_book_cited_by_page_alone_is_no_collected_works() -> None:
    cited = {NoteId(1): (Citation("works", "p. 5"),)}
    assert locorum.index(cited, Library(parse(RECORDS))) == ()


@pytest.mark.parametrize(
    ("locator", "lemma", "reading", "found"),
    [
        ("5:43 and 45", "5:43", "7:43", {"5:43": "7:43", "5:45": "7:45"}),
        ("5:43; 5:45", "5:43", "7:43", {"5:43": "7:43"}),
        ("5:43, 45", "43", "34", {"5:43": "5:34"}),
        ("5:43", "6:43", "7:43", {}),
        ("5:43", "5:43", "5:43 and 45", {}),
        ("", "5:43", "7:43", {}),
    ],
)
def test_a_reading_proposed_moves_what_hangs_on_it(
    locator: str, lemma: str, reading: str, found: dict[str, str]
) -> None:
    assert proposals(locator, lemma, reading) == found
