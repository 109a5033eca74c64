"""What is wrong with ``references.bib``, and with the locators that cite its works.

Pure: from the file's content and the citations of the pages to findings with their places. The
file is read with pybtex's scanner, which says where each entry and field stands, so that it is
validated even where pybtex's parser would stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pybtex.database import InvalidNameString  # type: ignore[import-untyped]
from pybtex.database.input.bibtex import LowLevelParser  # type: ignore[import-untyped]
from pybtex.scanner import PrematureEOF, PybtexSyntaxError  # type: ignore[import-untyped]

from critical_edition.citation import chicago, dates, latex
from critical_edition.citation import locator as locators
from critical_edition.citation.languages import LANGUAGES, is_cyrillic
from critical_edition.citation.locator import Sort
from critical_edition.citation.names import NAME_FIELDS, Names
from critical_edition.citation.numbers import pages_of
from critical_edition.citation.record import MARRIED, Record, bare_date, parse_names
from critical_edition.citation.rich import plain
from critical_edition.citation.work import KINDS, Kind, Library, Work, month_number
from critical_edition.model.codes import Code, Finding, Severity
from critical_edition.model.places import parse_place
from critical_edition.model.profile import Bibliography

FIELDS = frozenset(
    {
        *NAME_FIELDS,
        "added",
        "annotation",
        "booksubtitle",
        "booktitle",
        "chapter",
        "crossref",
        "date",
        "day",
        "doi",
        "edition",
        "editortype",
        "entrysubtype",
        "howpublished",
        "institution",
        "isbn",
        "issn",
        "issue",
        "issuedate",
        "journalsubtitle",
        "journaltitle",
        "keywords",
        "langid",
        "language",
        "location",
        "mentioned",
        "month",
        "note",
        "options",
        "organization",
        "number",
        "origdate",
        "origjournal",
        "origtitle",
        "pages",
        "part",
        "publisher",
        "series",
        "shorthand",
        "shorttitle",
        "sortkey",
        "subtitle",
        "title",
        "titleaddon",
        "titletranslation",
        "type",
        "url",
        "urldate",
        "verified",
        "volume",
        "volumes",
        "year",
    }
)
"""The fields that a record may have, by biblatex's names (BibTeX's are taken for them)."""

_VERBATIM = frozenset(
    {
        *("url", "doi", "verified", "added", "mentioned", "keywords", "crossref", "options"),
        *("sortkey", "date", "origdate", "urldate", "year"),
    }
)
"""What is not set by LaTeX, or as it stands."""
_ADDRESSES = frozenset({"url", "doi"})
_TRANSLATION = "titletranslation"
_TITLES = (_TRANSLATION, "title", "origtitle", "journaltitle", "origjournal")
"""What tells by itself that a work is not in English: a translation, or Cyrillic letters."""
_ONE_PAGE = r"(?:[A-Za-z]{0,2}\d{1,9}[a-z]?|[ivxlcdm]+)"
_PAGES = re.compile(
    rf"{_ONE_PAGE}(?:\s*(?:-{{1,3}}|–)\s*{_ONE_PAGE})?"
    rf"(?:\s*,\s*{_ONE_PAGE}(?:\s*(?:-{{1,3}}|–)\s*{_ONE_PAGE})?)*"
)


@dataclass(frozen=True, slots=True)
class Use:
    """A citation in a page: the work's key, its locator, and where it stands (from 1)."""

    key: str
    locator: str
    path: Path
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    value: str
    at: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry as it stands in the file; ``at`` and the fields' are offsets in it."""

    key: str
    type: str
    at: int
    fields: tuple[_Field, ...]
    first: dict[str, _Field] = field(default_factory=dict)

    def text(self, name: str) -> str:
        found = self.first.get(name)
        return latex.text(found.value) if found else ""

    def place(self, name: str) -> int:
        found = self.first.get(name)
        return found.at if found else self.at


class _Scanner(LowLevelParser):  # type: ignore[misc]
    """pybtex's scanner, which also keeps where fields stand and goes on after an error."""

    def __init__(self, text: str) -> None:
        self.errors: list[tuple[int, str]] = []
        self.starts: list[int] = []
        super().__init__(text, handle_error=self._keep)

    def _keep(self, error: Any) -> None:
        message = str(error).rpartition(": ")[2]
        at = self.pos
        if isinstance(error, PrematureEOF):
            # What is missing is missing from the entry that began last.
            at, message = self.command_start or 0, f"{message} in the entry that begins here"
        self.errors.append((at, message))

    def parse_entry_body(self, body_end: Any) -> None:
        self.starts = []
        super().parse_entry_body(body_end)

    def parse_field(self) -> None:
        self.eat_whitespace()
        start = self.pos
        super().parse_field()
        if self.current_field_name and self.current_value:
            self.starts.append(start)


def _scan(source: str) -> tuple[list[_Entry], list[tuple[int, str]]]:
    scanner = _Scanner(source)
    found = []
    try:
        for command, body in scanner:
            if command.lower() in ("string", "preamble") or body[0] is None:
                continue
            key, given = body
            fields = tuple(
                _Field(
                    MARRIED.get(name.lower(), name.lower()), " ".join("".join(parts).split()), at
                )
                for (name, parts), at in zip(given, scanner.starts, strict=True)
            )
            first = {f.name: f for f in reversed(fields)}
            found.append(_Entry(key, command.lower(), scanner.command_start, fields, first))
    except PybtexSyntaxError as error:
        scanner._keep(error)
    return found, scanner.errors


def validate(
    source: str,
    path: Path,
    uses: Sequence[Use] = (),
    known: Bibliography = Bibliography(),  # noqa: B008 (frozen)
    *,
    unused: bool = True,
) -> list[Finding]:
    """Return what is wrong, in the file's order, then with the citations' locators.

    ``unused`` says whether ``uses`` are all that there are, so that a work without one is found.
    """
    return list(_Validator(source, path, known).run(uses, unused=unused))


class _Validator:
    def __init__(self, source: str, path: Path, known: Bibliography) -> None:
        self.known = known
        self.source = source
        self.path = path
        self.entries, self.errors = _scan(source)
        self.by_key: dict[str, _Entry] = {}
        for entry in self.entries:
            self.by_key.setdefault(entry.key.lower(), entry)

    def run(self, uses: Sequence[Use], *, unused: bool) -> Iterator[Finding]:
        for at, message in self.errors:
            yield self._finding(Code.RECORD_SYNTAX, at, message)
        for entry in self.entries:
            yield from self._entry(entry)
        library = self._library()
        yield from self._short(library)
        for use in uses:
            if use.key in library:
                yield from _locator(use, library[use.key])
        if unused:
            yield from self._unused(uses)

    def _finding(
        self, code: Code, at: int, message: str, severity: Severity = Severity.ERROR
    ) -> Finding:
        line = self.source.count("\n", 0, at) + 1
        column = at - (self.source.rfind("\n", 0, at) + 1) + 1
        return Finding(code, self.path, line, column, message, severity=severity)

    def _library(self) -> Library:
        records = {}
        for entry in self.by_key.values():
            fields = {n: f.value for n, f in entry.first.items() if n not in NAME_FIELDS}
            names = {
                n: found
                for n, f in entry.first.items()
                if n in NAME_FIELDS and (found := _names(f.value)) is not None
            }
            crossref = fields.pop("crossref", "")
            records[entry.key] = Record(entry.key, entry.type, fields, names, crossref)
        return Library(records)

    def _entry(self, entry: _Entry) -> Iterator[Finding]:
        first = self.by_key[entry.key.lower()]
        if first is not entry:
            line = self.source.count("\n", 0, first.at) + 1
            message = f"“{entry.key}” is given twice, first in line {line}"
            yield self._finding(Code.RECORD_DUPLICATE, entry.at, message)
        if entry.type not in KINDS:
            message = f"“{entry.key}” is of type “{entry.type}”, which is not known"
            yield self._finding(Code.RECORD_TYPE, entry.at, message)
        yield from self._fields(entry)
        yield from self._missing(entry)
        yield from self._crossref(entry)
        yield from self._dates(entry)
        yield from self._pages(entry)

    def _fields(self, entry: _Entry) -> Iterator[Finding]:
        seen: set[str] = set()
        for given in entry.fields:
            if given.name in seen:
                message = f"“{entry.key}” has “{given.name}” twice"
                yield self._finding(Code.RECORD_DUPLICATE, given.at, message)
            elif given.name not in FIELDS:
                message = f"“{entry.key}” has a field “{given.name}”, which is not known"
                yield self._finding(Code.RECORD_FIELD, given.at, message)
            seen.add(given.name)
        for name, given in entry.first.items():
            if name in NAME_FIELDS and _names(given.value) is None:
                message = f"“{entry.key}” has a name in “{name}” with more than two commas"
                yield self._finding(Code.RECORD_FIELD, given.at, message)
        yield from self._languages(entry)
        yield from self._latex(entry)
        for name in _listed(entry.text("added")):
            if MARRIED.get(name, name) not in entry.first:
                message = f"“{entry.key}” names “{name}” as added but does not have it"
                yield self._finding(Code.RECORD_FIELD, entry.place("added"), message)
        for place in _listed(entry.text("mentioned")):
            try:
                parse_place(place)
            except ValueError as error:
                yield self._finding(Code.RECORD_FIELD, entry.place("mentioned"), str(error))
        for keyword in _listed(entry.text("keywords")):
            if keyword not in (*self.known.owners, *(group.id for group in self.known.groups)):
                message = f"“{entry.key}” has a keyword “{keyword}”, which is not known"
                yield self._finding(Code.RECORD_FIELD, entry.place("keywords"), message)

    def _latex(self, entry: _Entry) -> Iterator[Finding]:
        """Find what would be printed as it is typed, and what other programs would leave out."""
        for name, given in entry.first.items():
            message = ""
            if name in _ADDRESSES:
                if re.search(r"[\\{}\s]", latex.address(given.value)):
                    message = f"“{entry.key}” has “{given.value}” as “{name}”, which is no address"
            elif name in _VERBATIM:
                continue
            elif commands := latex.unread(given.value):
                said = ", ".join(f"“{command}”" for command in dict.fromkeys(commands))
                message = f"“{entry.key}” has LaTeX in “{name}” that is not known here: {said}"
            elif signs := latex.bare(given.value):
                said = ", ".join(f"“{sign}”" for sign in signs)
                better = ", ".join(f"“\\{sign}”" for sign in signs)
                message = f"“{entry.key}” has {said} in “{name}”: write {better}, as LaTeX wants"
            if message:
                yield self._finding(Code.RECORD_FIELD, given.at, message)

    def _languages(self, entry: _Entry) -> Iterator[Finding]:
        """Find languages that are not known, and foreign titles whose language is not said."""
        named = {n: entry.text(n).lower() for n in ("language", "langid") if entry.text(n)}
        for name, language in named.items():
            if language not in LANGUAGES:
                message = f"“{entry.key}” is in “{language}”, a language that is not known"
                yield self._finding(Code.RECORD_FIELD, entry.place(name), message)
        for given in entry.first.values():
            for name in latex.languages(given.value):
                if name not in LANGUAGES:
                    message = f"“{entry.key}” has words in “{name}”, a language that is not known"
                    yield self._finding(Code.RECORD_FIELD, given.at, message)
        if named:
            return
        for name in _TITLES:
            words = entry.text(name)
            if words and (name == _TRANSLATION or is_cyrillic(words)):
                message = f"“{entry.key}” has “{name}” but does not say its language (language)"
                yield self._finding(Code.RECORD_FIELD, entry.place(name), message)
                return

    def _missing(self, entry: _Entry) -> Iterator[Finding]:
        kind = KINDS.get(entry.type)
        if "title" not in entry.first and not (kind is Kind.ARTICLE and entry.text("journaltitle")):
            yield self._finding(Code.RECORD_MISSING, entry.at, f"“{entry.key}” has no title")
        if kind is Kind.PART and not {"booktitle", "crossref"} & entry.first.keys():
            message = f"“{entry.key}” does not say in what book it stands (crossref or booktitle)"
            yield self._finding(Code.RECORD_MISSING, entry.at, message)
        if kind is Kind.ARTICLE and not entry.text("journaltitle"):
            message = f"“{entry.key}” does not say in what journal it stands"
            yield self._finding(Code.RECORD_MISSING, entry.at, message, Severity.WARNING)
        if not set(self.known.owners) & set(_listed(entry.text("keywords"))):
            message = f"“{entry.key}” does not say whose source it is (keywords)"
            yield self._finding(Code.RECORD_MISSING, entry.at, message)
        if not entry.text("verified"):
            message = f"“{entry.key}” does not say what it was checked against"
            yield self._finding(Code.RECORD_UNVERIFIED, entry.at, message, Severity.WARNING)

    def _crossref(self, entry: _Entry) -> Iterator[Finding]:
        key = entry.text("crossref")
        if not key:
            return
        at = entry.place("crossref")
        whole = self.by_key.get(key.lower())
        if whole is None or whole.key != key:
            message = f"“{entry.key}” is part of “{key}”, which there is not"
            yield self._finding(Code.RECORD_CROSSREF, at, message)
        elif whole is entry:
            message = f"“{entry.key}” is said to be part of itself"
            yield self._finding(Code.RECORD_CROSSREF, at, message)
        elif KINDS.get(whole.type) is not Kind.BOOK:
            message = f"“{entry.key}” is part of “{key}”, which is no book but “{whole.type}”"
            yield self._finding(Code.RECORD_CROSSREF, at, message)

    def _dates(self, entry: _Entry) -> Iterator[Finding]:
        read: dict[str, dates.Date] = {}
        for name in ("date", "year", "origdate", "urldate"):
            if value := bare_date(entry.first[name].value if name in entry.first else ""):
                try:
                    read[name] = dates.read(value)
                except ValueError as error:
                    message = f"“{entry.key}”: {error}"
                    yield self._finding(Code.RECORD_DATE, entry.place(name), message)
        if {"date", "year"} <= read.keys() and read["date"].years != read["year"].years:
            date, year = read["date"].years, read["year"].years
            message = f"“{entry.key}” is of {date} by its date and of {year} by its year"
            yield self._finding(Code.RECORD_DATE, entry.place("year"), message)
        medium = entry.text("howpublished")
        year = read["date"].years if "date" in read else entry.text("year")
        finer = "date" in read and read["date"].first is not None and read["date"].first.month
        if re.fullmatch(r"\d{4}", year) and year in medium and not finer:
            message = f"“{entry.key}” gives {year} twice: in “howpublished”, and as its date"
            yield self._finding(Code.RECORD_DATE, entry.place("howpublished"), message)
        month = entry.text("month")
        if month and not 1 <= month_number(month) <= 24:
            message = f"“{entry.key}” has a month “{month}”, which there is not"
            yield self._finding(Code.RECORD_DATE, entry.place("month"), message)

    def _pages(self, entry: _Entry) -> Iterator[Finding]:
        pages = entry.text("pages")
        if not pages:
            return
        if not _PAGES.fullmatch(pages):
            message = f"“{entry.key}” is on “{pages}”, which are no pages"
            yield self._finding(Code.RECORD_PAGES, entry.place("pages"), message)
        elif backward := _backward(pages_of(pages)):
            message = f"“{entry.key}” is on pages {backward}, which end before they begin"
            yield self._finding(Code.RECORD_PAGES, entry.place("pages"), message)

    def _short(self, library: Library) -> Iterator[Finding]:
        """Find works whose short citations are the same."""
        shared = chicago.shared_surnames(library.values())
        first: dict[str, str] = {}
        for key, work in library.items():
            words = plain(chicago.short(work, shared))
            if not words:
                continue
            other = first.setdefault(words, key)
            if other != key:
                entry = self.by_key[key.lower()]
                at = entry.place("shorttitle" if "shorttitle" in entry.first else "title")
                message = f"“{key}” and “{other}” are both cited as {words}"
                yield self._finding(Code.RECORD_SHORT, at, message)

    def _unused(self, uses: Iterable[Use]) -> Iterator[Finding]:
        used = {use.key for use in uses}
        used |= {e.key for e in self.entries if e.text("mentioned")}
        edited = {group.id for group in self.known.groups if group.part == "work"}
        used |= {e.key for e in self.entries if edited & set(_listed(e.text("keywords")))}
        used |= {e.text("crossref") for e in self.entries if e.key in used}
        for entry in self.by_key.values():
            if entry.key not in used:
                message = f"“{entry.key}” is not cited anywhere"
                yield self._finding(Code.RECORD_UNUSED, entry.at, message, Severity.WARNING)


def _names(value: str) -> Names | None:
    """Return the names of a field, or None where pybtex cannot read one of them."""
    try:
        return parse_names(value)
    except InvalidNameString:
        return None


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,9}", text) is not None


def _has_volume(given: str, number: int) -> bool:
    """Whether a work's volume, or its range of volumes such as 1–13, has that number."""
    first, _, last = given.partition("–")
    if not _is_number(first) or (last and not _is_number(last)):
        return given == str(number)
    return int(first) <= number <= int(last or first)


def _backward(pages: Iterable[tuple[int, int]]) -> str:
    for first, last in pages:
        if last < first:
            return f"{first}–{last}"
    return ""


def _locator(use: Use, work: Work) -> Iterator[Finding]:
    """Find what is wrong with a citation's locator."""
    place = locators.parse(use.locator)
    problem = ""
    if long := re.search(r"\d{10,}", use.locator):
        problem = f"a number of {len(long[0])} digits is no page or volume of “{work.key}”"
    elif place.sort is Sort.VOLUMES:
        problem = _volumes(place.volumes, work)
    elif place.sort is Sort.PAGES and work.multivolume and not _volume_known(work):
        problem = f"“{use.locator}” does not say which volume of “{work.key}”"
    pages = [*place.pages, *(p for v in place.volumes for p in v.pages)]
    if not problem and (backward := _backward(pages)):
        problem = f"pages {backward} of “{work.key}” end before they begin"
    if problem:
        yield Finding(Code.LOCATOR, use.path, use.line, use.column, problem)


def _volume_known(work: Work) -> bool:
    return bool(work.volume or (work.container and work.container.volume))


def _volumes(given: Sequence[locators.VolumePages], work: Work) -> str:
    if not work.multivolume:
        return f"“{work.key}” has no volumes for “{given[0].volume}:”"
    whole = work.container or work
    for volume in given:
        number = int(re.sub(r"\(.*", "", volume.volume))
        if _is_number(whole.volumes) and number > int(whole.volumes):
            return f"“{whole.key}” has {whole.volumes} volumes and none numbered {volume.volume}"
        if work.volume and not _has_volume(work.volume, number):
            return f"“{work.key}” is in volume {work.volume}, not in {volume.volume}"
    return ""
