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
from pybtex.database.input.bibtex import (  # type: ignore[import-untyped]
    LowLevelParser,
    UndefinedMacro,
)
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
from critical_edition.model.codes import Code
from critical_edition.model.findings import Finding, Severity
from critical_edition.model.messages import NOTHING, Message, NotReadError, _, said
from critical_edition.model.places import parse_place
from critical_edition.model.profile import Bibliography
from critical_edition.reading.places import place

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
        self.errors: list[tuple[int, Message, Message]] = []
        self.starts: list[int] = []
        super().__init__(text, handle_error=self._keep)

    def _keep(self, error: Any) -> None:
        at, what, advice = self.pos, said(str(error.args[0])), NOTHING
        if isinstance(error, PrematureEOF):
            # What is missing is missing from the entry that began last.
            at = self.command_start or 0
            what = _("{what} in the entry that begins here", what=what)
        elif isinstance(error, UndefinedMacro):
            what = _("there is no @string “{name}”", name=what)
            advice = _("Define it before, or write the value itself, in braces.")
        self.errors.append((at, what, advice))

    def parse_entry_body(self, body_end: Any) -> None:
        self.starts = []
        super().parse_entry_body(body_end)

    def parse_field(self) -> None:
        self.eat_whitespace()
        start = self.pos
        super().parse_field()
        if self.current_field_name and self.current_value:
            self.starts.append(start)


def _scan(source: str) -> tuple[list[_Entry], list[tuple[int, Message, Message]]]:
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
        for at, what, advice in self.errors:
            yield Finding(Code.RECORD_SYNTAX, self.path, *place(self.source, at), what, advice)
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
        self, code: Code, at: int, message: Message, severity: Severity = Severity.ERROR
    ) -> Finding:
        return Finding(code, self.path, *place(self.source, at), message, severity=severity)

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
            message = _("“{key}” is given twice, first in line {line}", key=entry.key, line=line)
            yield self._finding(Code.RECORD_DUPLICATE, entry.at, message)
        if entry.type not in KINDS:
            message = _(
                "“{key}” is of type “{type}”, which is not known", key=entry.key, type=entry.type
            )
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
                message = _("“{key}” has “{name}” twice", key=entry.key, name=given.name)
                yield self._finding(Code.RECORD_DUPLICATE, given.at, message)
            elif given.name not in FIELDS:
                message = _(
                    "“{key}” has a field “{name}”, which is not known",
                    key=entry.key,
                    name=given.name,
                )
                yield self._finding(Code.RECORD_FIELD, given.at, message)
            seen.add(given.name)
        for name, given in entry.first.items():
            if name in NAME_FIELDS and _names(given.value) is None:
                message = _(
                    "“{key}” has a name in “{name}” with more than two commas",
                    key=entry.key,
                    name=name,
                )
                yield self._finding(Code.RECORD_FIELD, given.at, message)
        yield from self._languages(entry)
        yield from self._latex(entry)
        for name in _listed(entry.text("added")):
            if MARRIED.get(name, name) not in entry.first:
                message = _(
                    "“{key}” names “{name}” as added but does not have it", key=entry.key, name=name
                )
                yield self._finding(Code.RECORD_FIELD, entry.place("added"), message)
        for mentioned in _listed(entry.text("mentioned")):
            try:
                parse_place(mentioned)
            except NotReadError as error:
                yield self._finding(Code.RECORD_FIELD, entry.place("mentioned"), error.what)
        for keyword in _listed(entry.text("keywords")):
            if keyword not in (*self.known.owners, *(group.id for group in self.known.groups)):
                message = _(
                    "“{key}” has a keyword “{keyword}”, which is not known",
                    key=entry.key,
                    keyword=keyword,
                )
                yield self._finding(Code.RECORD_FIELD, entry.place("keywords"), message)

    def _latex(self, entry: _Entry) -> Iterator[Finding]:
        """Find what would be printed as it is typed, and what other programs would leave out."""
        for name, given in entry.first.items():
            message = NOTHING
            if name in _ADDRESSES:
                if re.search(r"[\\{}\s]", latex.address(given.value)):
                    message = _(
                        "“{key}” has “{value}” as “{name}”, which is no address",
                        key=entry.key,
                        value=given.value,
                        name=name,
                    )
            elif name in _VERBATIM:
                continue
            elif commands := latex.unread(given.value):
                message = _(
                    "“{key}” has LaTeX in “{name}” that is not known here: {commands}",
                    key=entry.key,
                    name=name,
                    commands=", ".join(f"“{command}”" for command in dict.fromkeys(commands)),
                )
            elif signs := latex.bare(given.value):
                message = _(
                    "“{key}” has {signs} in “{name}”: write {better}, as LaTeX wants",
                    key=entry.key,
                    signs=", ".join(f"“{sign}”" for sign in signs),
                    name=name,
                    better=", ".join(f"“\\{sign}”" for sign in signs),
                )
            if message:
                yield self._finding(Code.RECORD_FIELD, given.at, message)

    def _languages(self, entry: _Entry) -> Iterator[Finding]:
        """Find languages that are not known, and foreign titles whose language is not said."""
        named = {n: entry.text(n).lower() for n in ("language", "langid") if entry.text(n)}
        for name, language in named.items():
            if language not in LANGUAGES:
                message = _(
                    "“{key}” is in “{language}”, a language that is not known",
                    key=entry.key,
                    language=language,
                )
                yield self._finding(Code.RECORD_FIELD, entry.place(name), message)
        for given in entry.first.values():
            for name in latex.languages(given.value):
                if name not in LANGUAGES:
                    message = _(
                        "“{key}” has words in “{name}”, a language that is not known",
                        key=entry.key,
                        name=name,
                    )
                    yield self._finding(Code.RECORD_FIELD, given.at, message)
        if named:
            return
        for name in _TITLES:
            words = entry.text(name)
            if words and (name == _TRANSLATION or is_cyrillic(words)):
                message = _(
                    "“{key}” has “{name}” but does not say its language (language)",
                    key=entry.key,
                    name=name,
                )
                yield self._finding(Code.RECORD_FIELD, entry.place(name), message)
                return

    def _missing(self, entry: _Entry) -> Iterator[Finding]:
        kind = KINDS.get(entry.type)
        if "title" not in entry.first and not (kind is Kind.ARTICLE and entry.text("journaltitle")):
            yield self._finding(
                Code.RECORD_MISSING, entry.at, _("“{key}” has no title", key=entry.key)
            )
        if kind is Kind.PART and not {"booktitle", "crossref"} & entry.first.keys():
            message = _(
                "“{key}” does not say in what book it stands (crossref or booktitle)", key=entry.key
            )
            yield self._finding(Code.RECORD_MISSING, entry.at, message)
        if kind is Kind.ARTICLE and not entry.text("journaltitle"):
            message = _("“{key}” does not say in what journal it stands", key=entry.key)
            yield self._finding(Code.RECORD_MISSING, entry.at, message, Severity.WARNING)
        if not set(self.known.owners) & set(_listed(entry.text("keywords"))):
            message = _("“{key}” does not say whose source it is (keywords)", key=entry.key)
            yield self._finding(Code.RECORD_MISSING, entry.at, message)
        if not entry.text("verified"):
            message = _("“{key}” does not say what it was checked against", key=entry.key)
            yield self._finding(Code.RECORD_UNVERIFIED, entry.at, message, Severity.WARNING)

    def _crossref(self, entry: _Entry) -> Iterator[Finding]:
        key = entry.text("crossref")
        if not key:
            return
        at = entry.place("crossref")
        whole = self.by_key.get(key.lower())
        if whole is None or whole.key != key:
            message = _("“{key}” is part of “{key2}”, which there is not", key=entry.key, key2=key)
            yield self._finding(Code.RECORD_CROSSREF, at, message)
        elif whole is entry:
            message = _("“{key}” is said to be part of itself", key=entry.key)
            yield self._finding(Code.RECORD_CROSSREF, at, message)
        elif KINDS.get(whole.type) is not Kind.BOOK:
            message = _(
                "“{key}” is part of “{key2}”, which is no book but “{type}”",
                key=entry.key,
                key2=key,
                type=whole.type,
            )
            yield self._finding(Code.RECORD_CROSSREF, at, message)

    def _dates(self, entry: _Entry) -> Iterator[Finding]:
        read: dict[str, dates.Date] = {}
        for name in ("date", "year", "origdate", "urldate"):
            if value := bare_date(entry.first[name].value if name in entry.first else ""):
                try:
                    read[name] = dates.read(value)
                except ValueError as error:
                    message = _("“{key}”: {error}", key=entry.key, error=error)
                    yield self._finding(Code.RECORD_DATE, entry.place(name), message)
        if {"date", "year"} <= read.keys() and read["date"].years != read["year"].years:
            date, year = read["date"].years, read["year"].years
            message = _(
                "“{key}” is of {date} by its date and of {year} by its year",
                key=entry.key,
                date=date,
                year=year,
            )
            yield self._finding(Code.RECORD_DATE, entry.place("year"), message)
        medium = entry.text("howpublished")
        year = read["date"].years if "date" in read else entry.text("year")
        finer = "date" in read and read["date"].first is not None and read["date"].first.month
        if re.fullmatch(r"\d{4}", year) and year in medium and not finer:
            message = _(
                "“{key}” gives {year} twice: in “howpublished”, and as its date",
                key=entry.key,
                year=year,
            )
            yield self._finding(Code.RECORD_DATE, entry.place("howpublished"), message)
        month = entry.text("month")
        if month and not 1 <= month_number(month) <= 24:
            message = _(
                "“{key}” has a month “{month}”, which there is not", key=entry.key, month=month
            )
            yield self._finding(Code.RECORD_DATE, entry.place("month"), message)

    def _pages(self, entry: _Entry) -> Iterator[Finding]:
        pages = entry.text("pages")
        if not pages:
            return
        if not _PAGES.fullmatch(pages):
            message = _("“{key}” is on “{pages}”, which are no pages", key=entry.key, pages=pages)
            yield self._finding(Code.RECORD_PAGES, entry.place("pages"), message)
        elif backward := _backward(pages_of(pages)):
            message = _(
                "“{key}” is on pages {backward}, which end before they begin",
                key=entry.key,
                backward=backward,
            )
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
                message = _(
                    "“{key}” and “{other}” are both cited as {words}",
                    key=key,
                    other=other,
                    words=words,
                )
                yield self._finding(Code.RECORD_SHORT, at, message)

    def _unused(self, uses: Iterable[Use]) -> Iterator[Finding]:
        used = {use.key for use in uses}
        used |= {e.key for e in self.entries if e.text("mentioned")}
        edited = {group.id for group in self.known.groups if group.part == "work"}
        used |= {e.key for e in self.entries if edited & set(_listed(e.text("keywords")))}
        used |= {e.text("crossref") for e in self.entries if e.key in used}
        for entry in self.by_key.values():
            if entry.key not in used:
                message = _("“{key}” is not cited anywhere", key=entry.key)
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
    where = locators.parse(use.locator)
    problem = NOTHING
    if long := re.search(r"\d{10,}", use.locator):
        problem = _(
            "a number of {count} digits is no page or volume of “{key}”",
            count=len(long[0]),
            key=work.key,
        )
    elif where.sort is Sort.VOLUMES:
        problem = _volumes(where.volumes, work)
    elif where.sort is Sort.PAGES and work.multivolume and not _volume_known(work):
        problem = _(
            "“{locator}” does not say which volume of “{key}”", locator=use.locator, key=work.key
        )
    pages = [*where.pages, *(p for v in where.volumes for p in v.pages)]
    if not problem and (backward := _backward(pages)):
        problem = _(
            "pages {backward} of “{key}” end before they begin", backward=backward, key=work.key
        )
    if problem:
        yield Finding(Code.LOCATOR, use.path, use.line, use.column, problem)


def _volume_known(work: Work) -> bool:
    return bool(work.volume or (work.container and work.container.volume))


def _volumes(given: Sequence[locators.VolumePages], work: Work) -> Message:
    if not work.multivolume:
        return _("“{key}” has no volumes for “{volume}:”", key=work.key, volume=given[0].volume)
    whole = work.container or work
    for volume in given:
        number = int(re.sub(r"\(.*", "", volume.volume))
        if _is_number(whole.volumes) and number > int(whole.volumes):
            return _(
                "“{key}” has {volumes} volumes and none numbered {volume}",
                key=whole.key,
                volumes=whole.volumes,
                volume=volume.volume,
            )
        if work.volume and not _has_volume(work.volume, number):
            return _(
                "“{key}” is in volume {own}, not in {volume}",
                key=work.key,
                own=work.volume,
                volume=volume.volume,
            )
    return NOTHING
