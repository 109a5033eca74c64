"""Sorting, dates, languages, the pages of markers and the picture."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from critical_edition.domain.lists import marker_pages
from critical_edition.model.established import Span
from critical_edition.model.places import NoteId, PassageId
from critical_edition.model.registers import Event, EventKind, PartialDate, Precision
from critical_edition.outputs.doctree.apparatus import picture, setting
from critical_edition.sources import registers
from critical_edition.text import marks
from critical_edition.text.lock import Lock, PlaceLock
from critical_edition.text.marks import Mark, MarkKind


def test_names_order_without_accents_capitals_and_signs() -> None:
    names = ["Ozanne, Jean", "Öhlund, Per", "O’Farrell, Kate", "ohlund, Ann", "Zara", "Álvarez"]
    assert sorted(names, key=setting.sort_key) == [
        "Álvarez",
        "O’Farrell, Kate",
        "ohlund, Ann",
        "Öhlund, Per",
        "Ozanne, Jean",
        "Zara",
    ]
    assert setting.letter("Álvarez") == "A"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("1934", None, "1934"),
        ("1934-07", None, "July 1934"),
        ("1934-07-09", None, "9 July 1934"),
        ("1928", "1932", "1928–1932"),
        ("1934-07", "1934-09", "July–September 1934"),
        ("1934-07-09", "1934-07-19", "9–19 July 1934"),
        ("1934-07-09", "1934-08-02", "9 July – 2 August 1934"),
        ("1934-12", "1935-01", "December 1934 – January 1935"),
        ("1934", "1935-01", "1934 – January 1935"),
        ("1934-07", "1934-07", "July 1934"),
    ],
)
def test_dates_are_written_without_saying_anything_twice(
    first: str, last: str | None, expected: str
) -> None:
    end = PartialDate.parse(last) if last else None
    assert setting.interval(PartialDate.parse(first), end) == expected


@pytest.mark.parametrize(
    ("words", "lang", "expected"),
    [
        ("плавни", "ru-Latn", "ru"),
        ("плавни", "en", "und-Cyrl"),
        ("Westler", "de", "de"),
        ("Volksentscheid", "en", "und"),
        ("蔣介石", "", "und-Hani"),
    ],
)
def test_the_language_of_a_native_form_is_not_guessed(words: str, lang: str, expected: str) -> None:
    assert setting.native_language(words, lang) == expected


def locked(found: tuple[Mark, ...], spans: tuple[Span, ...], digest: str = "") -> Lock:
    passage = found[0].place
    digest = digest or marks.digest(found)
    place = PlaceLock(passage, 1, 0, (), (), spans, digest)
    return Lock(b"", (), (place,), {}, b"")


PASSAGE = PassageId(1, 1)
MARKS = (
    Mark(PASSAGE, MarkKind.MARKER, "a", "2"),
    Mark(PASSAGE, MarkKind.PAGE, "b|c", "564"),
    Mark(PASSAGE, MarkKind.MARKER, "d", "1"),
    Mark(PASSAGE, MarkKind.PAGE, "e|f", "565"),
)


def test_a_marker_stands_on_the_page_that_last_began_before_it() -> None:
    spans = (Span(90, 90), Span(50, 50), Span(20, 20), Span(80, 80))
    pages = marker_pages(locked(MARKS, spans), {PASSAGE: MARKS})
    assert pages == {NoteId(2): 565, NoteId(1): None}


def test_a_lock_of_other_marks_says_nothing() -> None:
    spans = (Span(90, 90), Span(50, 50), Span(20, 20), Span(80, 80))
    assert marker_pages(locked(MARKS, spans, "another"), {PASSAGE: MARKS}) == {}
    assert marker_pages(None, {PASSAGE: MARKS}) == {}


def event(name: str, date: str, end: str | None = None, *, added: bool = False) -> Event:
    return Event(
        id=name.lower(),
        name=name,
        forms=(),
        passages=(PASSAGE,),
        kind=EventKind.POLITICS,
        date=PartialDate.parse(date),
        end=PartialDate.parse(end) if end else None,
        precision=Precision.DAY,
        gloss="x",
        added=added,
    )


def test_events_of_one_time_are_drawn_in_different_lanes() -> None:
    events = [event("A", "1929"), event("B", "1929-03-04"), event("C", "1929-09-04")]
    [(year, drawn)] = picture.years(events).items()
    assert year == 1929
    assert [d.lane for d in drawn] == [0, 1, 1]
    assert [d.dot for d in drawn] == [False, True, True]


def test_an_event_of_several_years_is_drawn_in_each_that_has_a_line() -> None:
    rows = picture.years([event("War", "1914-07-28", "1918-11-11"), event("Peace", "1918-03-03")])
    assert {year: [d.event.name for d in drawn] for year, drawn in rows.items()} == {
        1914: ["War"],
        1918: ["War", "Peace"],
    }
    assert rows[1918][0].start == 0


def test_the_picture_is_xml_that_names_itself_and_takes_the_colour_of_the_text() -> None:
    source = picture.svg([event("A & <B>", "1929-03-04"), event("C", "1931", added=True)])
    root = ET.fromstring(source)
    space = "{http://www.w3.org/2000/svg}"
    labels = {node.get("id") for node in root if node.tag in (f"{space}title", f"{space}desc")}
    assert set((root.get("aria-labelledby") or "").split()) == labels
    titles = [node.text for node in root.iter(f"{space}title")]
    assert titles == [
        "The events from 1929 to 1931, by year and month",
        "4 March 1929: A & <B>",
        "1931: C",
    ]
    colours = {v for node in root.iter() for k, v in node.items() if k in ("fill", "stroke")}
    assert colours == {"currentColor", "none"}


def test_no_events_no_picture() -> None:
    assert picture.svg([]) == ""


def test_the_register_of_the_root_is_sound() -> None:
    registers.load(Path(__file__).parent / "roots" / "apparatus" / "registers")
