"""Works as a citation sees them: of what kind, by whom, in what; with what they inherit.

A record that names another by ``crossref`` is a part of it: a speech in collected works, a chapter
in a collection. Its place, publisher and date of publication are the whole's. The date of the part
itself (of a speech or a letter) is its ``origdate``; its ``date`` is then that of its volume. If it
has a ``date`` alone and no place, that is the date of the part.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from critical_edition.citation import dates, latex
from critical_edition.citation.dates import MONTHS, SEASONS, Date
from critical_edition.citation.languages import is_cyrillic, language_tag
from critical_edition.citation.names import Names
from critical_edition.citation.record import Record
from critical_edition.citation.rich import Emphasis, Rich, clauses, plain, rich


class Kind(enum.Enum):
    """How a work is published, which decides how it is cited."""

    BOOK = "book"
    """What stands by itself: a book, a pamphlet, a collection of documents, collected works."""
    PART = "part"
    """What stands in a book: a paper, a chapter, a speech or letter in collected works."""
    ARTICLE = "article"
    """An article in a journal."""
    NEWSPAPER = "newspaper"
    """A number of a newspaper or magazine, or an article in one, known by its date."""
    PERIODICAL = "periodical"
    """A newspaper or journal as a whole."""
    LOOSE = "loose"
    """What is not published in any of these ways: a manuscript, a thesis, a web page."""


class Dress(enum.Enum):
    """How a title is set."""

    ITALIC = "italic"
    QUOTED = "quoted"
    PLAIN = "plain"
    """Words that describe what has no title, such as “Report of April 28, 1933 from Khinchuk”."""


KINDS: Mapping[str, Kind] = {
    "book": Kind.BOOK,
    "mvbook": Kind.BOOK,
    "collection": Kind.BOOK,
    "mvcollection": Kind.BOOK,
    "proceedings": Kind.BOOK,
    "mvproceedings": Kind.BOOK,
    "reference": Kind.BOOK,
    "mvreference": Kind.BOOK,
    "booklet": Kind.BOOK,
    "manual": Kind.BOOK,
    "report": Kind.BOOK,
    "techreport": Kind.BOOK,
    "incollection": Kind.PART,
    "inproceedings": Kind.PART,
    "inreference": Kind.PART,
    "inbook": Kind.PART,
    "bookinbook": Kind.PART,
    "suppbook": Kind.PART,
    "suppcollection": Kind.PART,
    "letter": Kind.PART,
    "article": Kind.ARTICLE,
    "periodical": Kind.PERIODICAL,
    "thesis": Kind.LOOSE,
    "phdthesis": Kind.LOOSE,
    "mastersthesis": Kind.LOOSE,
    "unpublished": Kind.LOOSE,
    "misc": Kind.LOOSE,
    "online": Kind.LOOSE,
    "electronic": Kind.LOOSE,
    "www": Kind.LOOSE,
}
"""Every entry type that the edition knows."""

_NEWSPAPERS = frozenset({"newspaper", "magazine"})
_DESCRIBED = "described"
_BOOK = "book"

_SPAN = re.compile(r"(?<!\bof)(?<!\bin)(?<!\bfrom)(?<!\bsince),?\s\d{4}–\d{4}$")


@dataclass(frozen=True, slots=True)
class Title:
    """A title, its subtitle, its language (empty: English), and what the record adds to it.

    ``original`` is in the language's own script; ``translation`` is English; ``short`` is how a
    second citation gives it.
    """

    main: Rich
    sub: Rich = ()
    lang: str = ""
    original: Rich = ()
    original_lang: str = ""
    translation: str = ""
    given_short: Rich = ()

    def __bool__(self) -> bool:
        return bool(self.main)

    @property
    def whole(self) -> Rich:
        """Title and subtitle."""
        if not self.sub:
            return self.main
        colon = " " if plain(self.main)[-1:] in "?!" else ": "
        return rich(self.main, colon, self.sub)

    @property
    def short(self) -> Rich:
        """The title without subtitle and without the years with which it ends."""
        if self.given_short:
            return self.given_short
        if len(self.main) > 1 or ":" not in plain(self.main):
            return _without_years(self.main)
        return _without_years(rich(plain(self.main).partition(":")[0]))


def _without_years(title: Rich) -> Rich:
    text = plain(title)
    shorter = _SPAN.sub("", text)
    return rich(shorter) if shorter and shorter != text and len(title) == 1 else title


NOBODY = Names()
UNDATED = Date()
UNTITLED = Title(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A work with everything that its citation needs; texts are empty where there is none.

    ``container`` is the book in which a part stands; ``volume`` which volume that is, or which
    volume is meant of a work in several (``volumes``). ``dated`` is the date of a part itself.
    ``by_title`` says that notes cite the work by its title, though its author is known.
    """

    key: str
    kind: Kind
    dress: Dress
    type: str
    authors: Names
    title: Title
    editors: Names = NOBODY
    editor_role: str = ""
    translators: Names = NOBODY
    introduction: Names = NOBODY
    container: Work | None = None
    journal: Title = UNTITLED
    edition: str = ""
    volume: str = ""
    volumes: str = ""
    part: str = ""
    number: str = ""
    series: str = ""
    series_number: str = ""
    places: tuple[str, ...] = ()
    publisher: str = ""
    date: Date = UNDATED
    dated: Date = UNDATED
    issue: str = ""
    pages: str = ""
    chapter: str = ""
    medium: Rich = ()
    note: Rich = ()
    siglum: Rich = ()
    by_title: bool = False
    url: str = ""
    doi: str = ""
    accessed: Date = UNDATED
    sort_key: str = ""
    keywords: frozenset[str] = frozenset()

    @property
    def written_date(self) -> str:
        """The date of publication as it is set: empty where a description has said it.

        The title of what is not published as a work of its own (a letter, a telegram) is one.
        """
        first = self.date.first
        told = first is not None and str(first.year) in plain(self.title.main)
        describes = self.dress is Dress.PLAIN or self.kind is Kind.LOOSE
        return "" if describes and told else self.date.written

    @property
    def written_origin(self) -> str:
        """The date of a part itself, or of what a page on the web gives: empty where told."""
        first = self.dated.first
        told = first is not None and str(first.year) in plain(self.title.main)
        return "" if told else self.dated.written

    @property
    def authors_in_notes(self) -> Names:
        """The authors, unless notes cite the work by its title."""
        return NOBODY if self.by_title else self.authors

    @property
    def editors_lead(self) -> bool:
        """Whether a book's editors stand where its authors would: not those of a state's documents."""
        led = self.kind is Kind.BOOK and bool(self.editors) and not self.authors
        return led and "chief" not in self.editor_role.lower()

    @property
    def leaders(self) -> Names:
        """Those under whose names a bibliography has the work: its authors, or a book's editors."""
        return self.editors if self.editors_lead else self.authors

    @property
    def leaders_in_short(self) -> Names:
        """Those whose names a short form begins with, so that the work is found under them."""
        return NOBODY if self.by_title else self.leaders

    @property
    def multivolume(self) -> bool:
        """Whether pages are cited by volume and page (“7:12–13”)."""
        if self.container is not None:
            return self.container.multivolume
        return bool(self.volumes or self.volume)


class Library(Mapping[str, Work]):
    """The works of a file of records, each made when it is asked for."""

    def __init__(self, records: Mapping[str, Record]) -> None:
        self.records = dict(records)
        self._works: dict[str, Work] = {}

    def __getitem__(self, key: str) -> Work:
        if key not in self._works:
            self._works[key] = self._make(self.records[key], frozenset())
        return self._works[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def _make(self, record: Record, within: frozenset[str]) -> Work:
        parent = self.records.get(record.crossref)
        if parent is None or parent.key in within | {record.key}:
            return work(record)
        return work(record, self._make(parent, within | {record.key}))


def work(record: Record, whole: Work | None = None) -> Work:
    """Make a record into a work, a part of ``whole`` if that is given."""
    fields, text = record.fields, record.text
    langid = text("language") or text("langid")
    kind = _kind(record)
    own = date_of(record)
    container = whole or _container(record, langid)
    publishes = whole is None or bool(text("location") or text("publisher"))
    source = None if publishes else whole
    role = text("editortype")
    series = text("series")
    return Work(
        key=record.key,
        kind=kind,
        dress=_dress(record, kind),
        type=_type(record),
        authors=record.names.get("author", NOBODY),
        title=_title(record, "title", "subtitle", langid),
        editors=NOBODY if container else _editors(record, whole),
        editor_role=role or ("compiler" if "compiler" in record.names else ""),
        translators=record.names.get("translator", NOBODY),
        introduction=record.names.get("introduction", NOBODY),
        container=container if kind in (Kind.PART, Kind.LOOSE) else None,
        journal=_title(record, "journaltitle", "journalsubtitle", langid),
        edition=text("edition"),
        volume=text("volume"),
        volumes=text("volumes") or (whole.volumes if whole and kind is Kind.BOOK else ""),
        part=text("part"),
        number=text("number") if kind in (Kind.ARTICLE, Kind.NEWSPAPER) or not series else "",
        series=series,
        series_number=text("number") if series and kind is Kind.BOOK else "",
        places=source.places if source else _places(fields.get("location", "")),
        publisher=source.publisher if source else text("publisher") or text("institution"),
        date=source.date if source and not (own and record.date("origdate")) else own,
        dated=_date_of_part(record, own, source),
        issue=text("issue"),
        pages=text("pages"),
        chapter=text("chapter"),
        medium=latex.decode(fields.get("howpublished", "") or fields.get("organization", "")),
        note=clauses([_annex(record), latex.decode(fields.get("note", ""))], "."),
        siglum=_siglum(record, kind, langid),
        by_title="useauthor=false" in text("options").replace(" ", ""),
        url=latex.address(fields.get("url", "")),
        doi=latex.doi(fields.get("doi", "")),
        accessed=_read(record.date("urldate")),
        sort_key=text("sortkey"),
        keywords=frozenset(_listed(text("keywords"))),
    )


def _listed(value: str) -> Iterator[str]:
    return (part.strip() for part in value.split(",") if part.strip())


def _date_of_part(record: Record, own: Date, source: Work | None) -> Date:
    """Return a part's own date, unless it is its whole's or its title tells it.

    ``origdate`` is always that. A ``date`` is, where there is no ``origdate`` and the whole has its
    own; with one it is that of the volume in which the part stands.
    """
    first = _read(record.date("origdate"))
    if source is None:
        return first
    own = first or own
    told = own.first is not None and str(own.first.year) in record.text("title")
    return UNDATED if told or own == source.date else own


def _type(record: Record) -> str:
    """Return a record's type; an author's writings that others edited as documents are a collection."""
    edited = record.type == "book" and {"author", "editor"} <= record.names.keys()
    return (
        "collection" if edited and "documents" in _listed(record.text("keywords")) else record.type
    )


def _script(record: Record) -> str:
    """Return the annex of a title where it is the title in its own script.

    biblatex keeps it to the whole, while a part takes over its whole's ``origtitle``.
    """
    annex = record.fields.get("titleaddon", "")
    return annex if is_cyrillic(annex) else ""


def _annex(record: Record) -> Rich:
    """Return what a record says of its title beyond the title's script."""
    return () if _script(record) else latex.decode(record.fields.get("titleaddon", ""))


def _siglum(record: Record, kind: Kind, langid: str) -> Rich:
    """Return the shorthand, in italics where it is a title."""
    found = latex.decode(record.fields.get("shorthand", ""))
    if found and (kind is Kind.PERIODICAL or plain(found) == record.text("title")):
        return (
            Emphasis(found, language_tag(langid, plain(found)) if kind is Kind.PERIODICAL else ""),
        )
    return found


def _kind(record: Record) -> Kind:
    kind = KINDS.get(record.type, Kind.LOOSE)
    if record.type == "letter" and not (record.crossref or "booktitle" in record.fields):
        return Kind.LOOSE
    if kind is not Kind.ARTICLE:
        return kind
    subtype = record.text("entrysubtype").lower()
    if subtype in _NEWSPAPERS:
        return Kind.NEWSPAPER
    dated = date_of(record).has_day and not record.text("volume")
    return Kind.NEWSPAPER if dated else Kind.ARTICLE


def _dress(record: Record, kind: Kind) -> Dress:
    """Say how a title is set: one that the editors gave without a source is but a description."""
    subtype = record.text("entrysubtype").lower()
    if subtype == _DESCRIBED or ("title" in _listed(record.text("added")) and not verified(record)):
        return Dress.PLAIN
    if kind in (Kind.BOOK, Kind.PERIODICAL) or record.type == "bookinbook" or subtype == _BOOK:
        return Dress.ITALIC
    return Dress.QUOTED


def verified(record: Record) -> bool:
    """Whether a record was checked against something beyond what its author says."""
    said = record.text("verified").lower()
    return bool(said) and not said.startswith("not verified")


def _editors(record: Record, whole: Work | None) -> Names:
    return (
        record.names.get("editor")
        or record.names.get("compiler")
        or (whole.editors if whole else NOBODY)
    )


def _container(record: Record, langid: str) -> Work | None:
    if "booktitle" not in record.fields or KINDS.get(record.type) is Kind.BOOK:
        return None
    text = record.text
    return Work(
        key="",
        kind=Kind.BOOK,
        dress=Dress.ITALIC,
        type="collection",
        authors=record.names.get("bookauthor", NOBODY),
        title=_title(record, "booktitle", "booksubtitle", langid),
        editors=record.names.get("editor", NOBODY),
        editor_role=text("editortype"),
        edition=text("edition"),
        volumes=text("volumes"),
        places=_places(record.fields.get("location", "")),
        publisher=text("publisher"),
        date=date_of(record),
    )


def _title(record: Record, main: str, sub: str, langid: str) -> Title:
    value = record.fields.get(main, "")
    own = main == "title"
    # What has no translation is in English, whatever the language of the work: so the author cites it.
    given = own and not record.text("titletranslation")
    named = "origtitle" if own else f"orig{main.removesuffix('title')}"
    original = latex.decode(record.fields.get(named, "") or (_script(record) if own else ""))
    return Title(
        main=latex.decode(value),
        sub=latex.decode(record.fields.get(sub, "")),
        lang="" if given else language_tag(langid, latex.text(value)),
        original=original,
        original_lang=language_tag(langid, plain(original)),
        translation=record.text("titletranslation") if own else "",
        given_short=latex.decode(record.fields.get("shorttitle", "")) if own else (),
    )


def _places(value: str) -> tuple[str, ...]:
    """Part places of publication at “and” or a semicolon."""
    parts = re.split(r"\s+and\s+|\s*;\s*", value)
    return tuple(latex.text(p) for p in parts if p.strip())


def date_of(record: Record) -> Date:
    """Return a record's date, from ``date`` or ``year``, ``month`` and ``day``.

    What cannot be read as a date is one to the letter (“n.d.”), so that nothing is lost; the
    validator reports it.
    """
    if value := record.date("date"):
        return _issued(_read(value), record.text("issuedate"))
    year, month, day = record.date("year"), record.text("month"), record.text("day")
    number = month_number(month)
    if year and number:
        return _read(
            "-".join(
                (
                    year,
                    f"{number:02}",
                    *([f"{int(day):02}"] if re.fullmatch(r"[0-9]{1,2}", day) else []),
                )
            )
        )
    return _read(year)


def _issued(date: Date, issue: str) -> Date:
    """Refine a date by that of the issue as it is printed: “Winter 1956”."""
    name, _, year = issue.rpartition(" ")
    season = month_number(name) if not name.isdigit() else 0
    if season in SEASONS and date.first is not None and year == str(date.first.year):
        return Date(replace(date.first, month=season, day=0))
    return replace(date, literal=issue) if issue else date


def month_number(text: str) -> int:
    """Return a month's or season's number, from a number or a name; 0 for anything else."""
    if re.fullmatch(r"[0-9]{1,2}", text):
        return int(text)
    for number, name in (*enumerate(MONTHS, 1), *SEASONS.items()):
        if len(text) >= 3 and name.lower().startswith(text.lower().rstrip(".")):
            return number
    return 0


def _read(value: str) -> Date:
    if not value:
        return UNDATED
    try:
        return dates.read(value)
    except ValueError:
        return Date(literal=value)
