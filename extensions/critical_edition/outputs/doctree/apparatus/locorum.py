"""The places of the works cited, in the order of the works: no Sphinx, no docutils.

A citation's locator is read into :class:`Locus` objects, one for each page or range of pages, which
order as the source does: by series, volume, date, number and page. What cannot be read stands, as
it was written, before what can.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from critical_edition.citation.dates import MONTHS
from critical_edition.citation.locator import parse
from critical_edition.citation.numbers import expand
from critical_edition.citation.work import Kind, Work
from critical_edition.model.citations import Citation
from critical_edition.model.places import NoteId

_RANGE = (
    r"(?<!\d)\d{1,9}(?!\d)(?:\s*(?:-{1,3}|[–—‒])\s*\d{1,9}(?!\d))?(?:\s*n\.?(?:\s*\d{1,9}(?!\d))?)?"
)
_LIST = rf"{_RANGE}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+){_RANGE})*"
_BY_VOLUME = re.compile(rf"(?P<volume>\d{{1,9}}(?:\(\d{{1,9}}\))?)\s*:\s*(?P<pages>{_LIST})")
_LABELLED = re.compile(rf"(?:(?P<head>.*\S)\s*,\s*)?pp?\.\s*(?P<pages>{_LIST})")
_ONE = re.compile(_RANGE)
_MONTH = "|".join(MONTHS)
_DAY = re.compile(rf"\b(\d{{1,2}}) ({_MONTH}) (\d{{4}})\b")
_AMERICAN = re.compile(rf"\b({_MONTH}) (\d{{1,2}}), (\d{{4}})\b")
_MONTH_YEAR = re.compile(rf"\b({_MONTH}) (\d{{4}})\b")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_SERIES = re.compile(r"\bseries ([A-Z0-9]+)", re.IGNORECASE)
_VOLUME = re.compile(r"\b(?:vol\.|volume|part) (\d{1,9})(?!\d)", re.IGNORECASE)
_NUMBER = re.compile(r"\bno\. (\d{1,9})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Locus:
    """A place in a work. All but ``label``, which is how it is shown, only orders it.

    Numbers are 0 where a locator does not name them; ``volume`` has two where volumes are counted
    twice (“1(14)”); ``date`` is year, month and day.
    """

    series: str = ""
    volume: tuple[int, ...] = ()
    date: tuple[int, int, int] = (0, 0, 0)
    number: int = 0
    first: int = 0
    last: int = 0
    label: str = ""


def loci(locator: str) -> tuple[Locus, ...]:
    """Return the places that a locator names, in its order; one without label where it is empty.

    >>> [locus.label for locus in loci("11:248–49; 13:38")]
    ['11:248–49', '13:38']
    """
    locator = " ".join(locator.split())
    parts = [part.strip() for part in locator.split(";")]
    matches = [_BY_VOLUME.fullmatch(part) for part in parts]
    if all(matches):
        return tuple(locus for match in matches if match for locus in _by_volume(match))
    # As notes have it: dates in the American order, “p.” or “pp.” before pages.
    locator = parse(locator).text
    if match := _LABELLED.fullmatch(locator):
        head = _head(match["head"] or "")
        before = f"{match['head']}, " if match["head"] else ""
        return tuple(_at(head, page, f"{before}{_label(page)}") for page in _pages(match["pages"]))
    head = _head(locator)
    return (Locus(head.series, head.volume, head.date, head.number, label=locator),)


def proposals(locator: str, lemma: str, reading: str) -> dict[str, str]:
    """Return what a reading proposed for words of a locator makes of the places that it names.

    A volume holds for all pages after it, so that another volume moves them all.

    >>> proposals("7:357–58, 363", "7:357–58", "8:357–58")
    {'7:357–58': '8:357–58', '7:363': '8:363'}
    """
    if lemma not in locator:
        return {}
    before, after = loci(locator), loci(locator.replace(lemma, reading, 1))
    if len(before) != len(after):
        return {}
    pairs = zip(before, after, strict=True)
    return {old.label: new.label for old, new in pairs if old.label != new.label}


def _by_volume(match: re.Match[str]) -> Iterable[Locus]:
    volume = match["volume"]
    counted = Locus(volume=tuple(int(n) for n in re.findall(r"\d+", volume)))
    for page in _pages(match["pages"]):
        yield _at(counted, page, f"{volume}:{page}")


def _pages(text: str) -> list[str]:
    return [match[0].strip() for match in _ONE.finditer(text)]


def _label(page: str) -> str:
    return f"{'pp.' if re.search('[-–—‒]', page) else 'p.'} {page}"


def _at(head: Locus, page: str, label: str) -> Locus:
    numbers = re.findall(r"\d+", page.partition("n")[0])
    first, last = numbers[0], numbers[-1]
    end = int(expand(first, last))
    return Locus(head.series, head.volume, head.date, head.number, int(first), end, label)


def _head(text: str) -> Locus:
    series, volume, number = _SERIES.search(text), _VOLUME.search(text), _NUMBER.search(text)
    return Locus(
        series[1].upper() if series else "",
        (int(volume[1]),) if volume else (),
        _date(text),
        int(number[1]) if number else 0,
    )


def _date(text: str) -> tuple[int, int, int]:
    if day := _DAY.search(text):
        return int(day[3]), MONTHS.index(day[2]) + 1, int(day[1])
    if day := _AMERICAN.search(text):
        return int(day[3]), MONTHS.index(day[1]) + 1, int(day[2])
    if month := _MONTH_YEAR.search(text):
        return int(month[2]), MONTHS.index(month[1]) + 1, 0
    year = _YEAR.search(text)
    return (int(year[1]), 0, 0) if year else (0, 0, 0)


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work of the index: its places in order, each with the notes that cite it in order."""

    key: str
    loci: tuple[tuple[Locus, tuple[NoteId, ...]], ...]


@dataclass(slots=True)
class _Gathered:
    loci: dict[Locus, list[NoteId]] = field(default_factory=dict)


def index(
    cited: Mapping[NoteId, Iterable[Citation]], works: Mapping[str, Work]
) -> tuple[CitedWork, ...]:
    """Return the collected works, collections of documents and serials that notes cite, in order.

    Collected works are books that a note cites by volume and page; collections, edited ones and
    those that an office published. Works are in the order of their sort keys, first collected
    works, then collections, then serials.
    """
    collected = {
        citation.key
        for citations in cited.values()
        for citation in citations
        if any(_BY_VOLUME.fullmatch(part.strip()) for part in citation.locator.split(";"))
    }
    found: dict[str, _Gathered] = {}
    for note, citations in sorted(cited.items()):
        for citation in citations:
            work = works.get(citation.key)
            group = _group(work) if work else None
            if work is None or group is None or (group == 0 and work.key not in collected):
                continue
            gathered = found.setdefault(work.key, _Gathered())
            for locus in loci(citation.locator):
                notes = gathered.loci.setdefault(locus, [])
                if note not in notes:
                    notes.append(note)

    def order(key: str) -> tuple[int, str, str]:
        work = works[key]
        return (_group(work) or 0, (work.sort_key or key).casefold(), key)

    return tuple(
        CitedWork(
            key, tuple((locus, tuple(notes)) for locus, notes in sorted(found[key].loci.items()))
        )
        for key in sorted(found, key=order)
    )


def _group(work: Work) -> int | None:
    """Return 0 for what may be collected works, 1 for a collection, 2 for a serial, else None."""
    if work.kind is Kind.PERIODICAL:
        return 2
    official = any(name.literal for name in work.authors.names)
    if work.type in {"collection", "mvcollection"} or (work.type == "book" and official):
        return 1
    return 0 if work.type in {"book", "mvbook"} else None
