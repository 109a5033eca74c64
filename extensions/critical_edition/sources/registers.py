"""The registers: persons, places and institutions, events, terms, as frozen dataclasses.

In: ``docs/registers/{persons,places,events,terms}.toml``, arrays of tables ``[[person]]``,
``[[place]]``, ``[[event]]`` and ``[[term]]``. Out: a :class:`Registers` and every fault found, each
with its code, file, line and the id of its table. No Sphinx.

Each entry lists the *forms* by which the text names it and records the *passages* in which one of
them stands, so that an index can be made without the text; where the text is established,
:func:`compare` holds the record against it. The rule by which a form is found is
:func:`find_occurrences`'s.
"""

from __future__ import annotations

import calendar
import datetime
import enum
import functools
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from critical_edition.model.established import EstablishedText, Span
from critical_edition.model.lemma import fold
from critical_edition.model.places import PassageId, Place, parse_place
from critical_edition.reading import files, undecodable


class RegisterCode(enum.StrEnum):
    """What can be wrong with a register."""

    FILE = "register-file"
    """A register cannot be read.

    Save it as UTF-8 and as valid TOML, with its entries as an array of tables.
    """

    FIELD = "register-field"
    """An entry has a field that its register does not know, lacks one, or has one of another kind.

    The message names the field and what belongs there.
    """

    ID = "register-id"
    """An entry's id is malformed or given twice.

    Ids are small ASCII letters, digits and hyphens; each stands once in the four registers' files
    of its kind, and is never changed.
    """

    FORMS = "register-forms"
    """An entry lists no form by which the text names it, or the same one twice.

    Give the words exactly as they stand, without a possessive ending.
    """

    DATE = "register-date"
    """A date is not one, or stands before one that it cannot precede.

    Write ``1934``, ``1934-07`` or ``1934-07-19``; nobody dies before birth, nothing ends before
    it begins.
    """

    PASSAGES = "register-passages"
    """An entry's list of passages is empty, malformed, out of order or names one twice.

    Write ``2.6`` for a passage and ``n7`` for a note, passages first, each in the text's order.
    """

    VERIFIED = "register-verified"
    """An entry gives dates or identifiers and does not say what they were checked against.

    Name the source under ``verified``, or leave out what was not checked.
    """

    FORM_UNUSED = "register-form-unused"
    """A form never occurs in the established text.

    Take it off the entry's forms, or correct its spelling.
    """

    OCCURRENCE = "register-occurrence"
    """The passages that an entry records are not those in which the text has its forms.

    Correct ``passages``; name under ``not_in`` the phrases in which a form means something else.
    """


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a register: in ``path`` at ``line`` (from 1), in the table ``entry``.

    ``entry`` is the table's id, or ``person 3`` (the third such table) where it has none, or empty
    where the fault is the file's.
    """

    code: RegisterCode
    path: Path
    line: int
    entry: str
    message: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}: {self.entry}: " if self.entry else f"{self.path}: "
        return f"{where}{self.message} [{self.code}]"


class RegisterError(Exception):
    """The registers have faults; ``faults`` lists them all in the order of the files."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, month or day of the Gregorian calendar, as exact as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``1934``, ``1934-07`` or ``1934-07-19``; raise ValueError for what is no date."""
        match = _ISO.fullmatch(text)
        if not match:
            raise ValueError(f"“{text}” is not a date; write 1934, 1934-07 or 1934-07-19")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        try:
            datetime.date(year, month or 1, day or 1)
        except ValueError as error:
            raise ValueError(f"“{text}” is impossible: {error}") from error
        return cls(year, month, day)

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def first(self) -> datetime.date:
        """The first day that it may mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> datetime.date:
        """The last day that it may mean."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


class Role(enum.StrEnum):
    """Why a person stands in the text."""

    ACTOR = "actor"
    """The text tells of the person."""

    AUTHOR = "author"
    """The person wrote, edited or translated a work that the text cites, or helped its author."""

    BOTH = "both"
    """The text tells of the person and cites a work of theirs."""


class PlaceKind(enum.StrEnum):
    """What the register of places holds."""

    INSTITUTION = "institution"
    PLACE = "place"


class EventKind(enum.StrEnum):
    """What sort of thing happened, for the chronology."""

    TREATY = "treaty"
    CONGRESS = "congress"
    SPEECH = "speech"
    WRITING = "writing"
    TALK = "talk"
    CONFLICT = "conflict"
    POLITICS = "politics"


class Precision(enum.StrEnum):
    """How exactly an event is dated."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    """A season or part of a year, given by its first and last month."""
    YEAR = "year"
    CIRCA = "circa"
    """The date given is near, not exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every entry of a register has.

    ``name`` is the author's spelling. ``passages`` are the places where one of ``forms`` stands
    (``not_in`` lists phrases in which a form means something else); ``also``, those that speak of
    the entry in other words. ``verified`` says what the facts were checked against, ``note`` what
    is unsure.
    """

    id: str
    name: str
    forms: tuple[str, ...]
    passages: tuple[Place, ...]
    not_in: tuple[str, ...] = ()
    also: tuple[Place, ...] = ()
    verified: str = ""
    note: str = ""
    path: Path = field(default=Path(), compare=False)
    line: int = field(default=0, compare=False)

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place that belongs in an index: passages, then notes, each in order."""
        return tuple(sorted({*self.passages, *self.also}, key=_order))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Entry):
    """A person; ``was`` says in a line who they were at the time, ``sort`` orders the index."""

    sort: str
    was: str
    role: Role = Role.ACTOR
    standard: str = ""
    native: str = ""
    born: PartialDate | None = None
    died: PartialDate | None = None
    viaf: str = ""
    wikidata: str = ""
    gnd: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace(Entry):
    """A place or an institution; ``gloss`` explains it in a line."""

    kind: PlaceKind
    gloss: str
    standard: str = ""
    native: str = ""
    began: PartialDate | None = None
    ended: PartialDate | None = None
    wikidata: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Entry):
    """Something dated; ``end`` is the last day, month or year of an interval.

    ``added`` says that the date is the editors' and not in the text. ``authors_date`` is the date
    that the text gives where it differs from ``date``.
    """

    kind: EventKind
    date: PartialDate
    precision: Precision
    gloss: str
    end: PartialDate | None = None
    added: bool = False
    authors_date: str = ""
    native: str = ""
    wikidata: str = ""

    @property
    def sort_key(self) -> tuple[datetime.date, datetime.date, str]:
        """Orders a chronology: by the first day meant, then the longer interval, then the id."""
        last = (self.end or self.date).last
        return (self.date.first, datetime.date.max - (last - datetime.date.min), self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Entry):
    """A term; ``lang`` is its language as a BCP 47 tag, ``gloss`` explains it in a line or two."""

    lang: str
    gloss: str
    standard: str = ""
    native: str = ""


@dataclass(frozen=True, slots=True)
class Registers:
    """The four registers, each by id in the order of its file."""

    persons: Mapping[str, Person] = field(default_factory=dict)
    places: Mapping[str, NamedPlace] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Entry]:
        """Every entry of every register."""
        yield from self.persons.values()
        yield from self.places.values()
        yield from self.events.values()
        yield from self.terms.values()

    def chronology(self) -> tuple[Event, ...]:
        """Return the events in order of time."""
        return tuple(sorted(self.events.values(), key=lambda event: event.sort_key))


def _order(place: Place) -> tuple[int, int, int]:
    if isinstance(place, PassageId):
        return (0, place.section, place.paragraph)
    return (1, place.number, 0)


# --- occurrences -------------------------------------------------------------------------------

_LETTER = r"[^\W_]"
# A word may hold apostrophes (Bol'shevik, don't); a final 's is a possessive ending and no part of
# the name, so it may follow a form where other letters may not.
_BEFORE = rf"(?<!{_LETTER})(?<!{_LETTER}')"
_AFTER = rf"(?!{_LETTER})(?!'(?!s(?!{_LETTER})){_LETTER})"
_IMPRINT = re.compile(r"[(\[][^()\[\]\d]*, \d{4}(?:-\d{2,4})?[)\]]")


def find_occurrences(text: str, forms: Iterable[str], *, not_in: Iterable[str] = ()) -> list[Span]:
    """Return where any of ``forms`` stands in a plain text, in order and without overlaps.

    The rule: a form stands where its very words do, capitals included, as whole words. Kinds of
    quotation mark, apostrophe and dash don't matter, nor does how much space parts the words. A
    hyphen or dash ends a word (``Ost-`` stands in ``Ost-West``), an apostrophe within a word does
    not; but a possessive ending (``'s``, or ``'`` alone) may follow, and is no part of the span.
    Where forms overlap, the one that begins first counts, of those the longest. Nothing is found
    inside a phrase of ``not_in``, which are found by the same rule.

    Offsets are code points of ``text`` as given.
    """
    search = _search(tuple(forms), tuple(not_in))
    folded = _folded(text)
    # Most forms stand in few texts: a look for their first words spares the others the search.
    if search is None or not any(word in folded for word in search.first_words):
        return []
    return [
        Span(match.start(), match.end())
        for match in search.pattern.finditer(folded)
        if match.lastindex is not None and search.counts[match.lastindex - 1]
    ]


@dataclass(frozen=True, slots=True)
class _Search:
    """Forms made ready: every one a group of the pattern, and whether that group counts."""

    pattern: re.Pattern[str]
    counts: tuple[bool, ...]
    first_words: tuple[str, ...]


@functools.lru_cache(maxsize=2048)
def _search(forms: tuple[str, ...], not_in: tuple[str, ...]) -> _Search | None:
    wanted = dict.fromkeys(forms, True) | dict.fromkeys(not_in, False)
    if not wanted:
        return None
    ordered = sorted(wanted.items(), key=lambda item: (-len(item[0]), item[1], item[0]))
    return _Search(
        re.compile("|".join(f"({_pattern(form)})" for form, _ in ordered)),
        tuple(counts for _, counts in ordered),
        tuple({fold(form).split()[0] for form, counts in ordered if counts}),
    )


@functools.lru_cache(maxsize=2048)
def _folded(text: str) -> str:
    return fold(text)


def _pattern(form: str) -> str:
    folded = fold(form).strip()
    if not folded:
        raise ValueError("a form is empty")
    words = r"\s+".join(re.escape(word) for word in folded.split())
    before = _BEFORE if folded[0].isalnum() else ""
    after = _AFTER if folded[-1].isalnum() else rf"(?!{_LETTER})"
    return f"{before}{words}{after}"


def imprints(text: str) -> list[Span]:
    """Return the brackets that say where and when a cited work was published: ``(Ulm, 1901)``."""
    return [Span(m.start(), m.end()) for m in _IMPRINT.finditer(_folded(text))]


def occurrences(entry: Entry, text: str) -> list[Span]:
    """Return where the entry's forms stand in a plain text.

    A place of publication is no mention of the place: those within :func:`imprints` don't count.
    """
    found = find_occurrences(text, entry.forms, not_in=entry.not_in)
    if not isinstance(entry, NamedPlace):
        return found
    brackets = imprints(text)
    return [f for f in found if not any(b.start <= f.start and f.end <= b.end for b in brackets)]


def compare(registers: Registers, text: EstablishedText) -> list[Fault]:
    """Hold the recorded passages against the established text; return what disagrees.

    Only what is established counts: places that are missing, or hold an unverified sentence, can
    not show that a form does not stand there. Entries without forms have nothing to compare.
    """
    units = [*text.passages.values(), *text.notes.values()]
    whole = bool(units) and all(unit.verified for unit in units)
    faults: list[Fault] = []
    for entry in registers:
        if not entry.forms:
            continue
        recorded = frozenset(entry.passages)
        found = {u.place for u in units if occurrences(entry, u.content.text)}
        lacking = found - recorded
        idle = {u.place for u in units if u.verified and u.place in recorded} - found
        if lacking or idle:
            parts = []
            if lacking:
                parts.append(f"not recorded: {_list(lacking)}")
            if idle:
                parts.append(f"recorded without a form: {_list(idle)}")
            faults.append(_fault(entry, RegisterCode.OCCURRENCE, "; ".join(parts)))
        if whole and recorded <= {u.place for u in units}:
            faults += [
                _fault(entry, RegisterCode.FORM_UNUSED, f"the form “{form}” never occurs")
                for form in entry.forms
                if not any(_stands(form, entry, u.content.text) for u in units)
            ]
    return faults


def _stands(form: str, entry: Entry, text: str) -> bool:
    others = tuple(other for other in entry.forms if other != form)
    return bool(find_occurrences(text, (form,), not_in=(*entry.not_in, *others)))


def _list(places: Iterable[Place]) -> str:
    return ", ".join(str(place) for place in sorted(places, key=_order))


def _fault(entry: Entry, code: RegisterCode, message: str) -> Fault:
    return Fault(code, entry.path, entry.line, entry.id, message)


# --- reading -----------------------------------------------------------------------------------

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LANG = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?(?:-[a-z0-9]{5,8})*")
_IDENTIFIERS = {
    "viaf": re.compile(r"[1-9]\d+"),
    "wikidata": re.compile(r"Q[1-9]\d*"),
    "gnd": re.compile(r"1[0-9]\d{6,8}[0-9X]|[1-9]\d{0,8}-[0-9X]"),
}

E = TypeVar("E", bound=Entry)


class _FieldError(ValueError):
    """A field of a table is wrong."""

    def __init__(self, code: RegisterCode, key: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.key = key


@dataclass(frozen=True, slots=True)
class _Register(Generic[E]):
    """How one register's file is read: its tables' name, its fields and what makes an entry."""

    stem: str
    table: str
    required: frozenset[str]
    optional: frozenset[str]
    make: Callable[[_Table], E]
    forms_needed: bool = True


class _Table:
    """A table being read: takes its fields one by one, each checked for its kind."""

    __slots__ = ("_data", "line", "path")

    def __init__(self, data: Mapping[str, Any], path: Path, line: int) -> None:
        self._data = data
        self.path = path
        self.line = line

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def text(self, key: str) -> str:
        """Return a string, not blank where it is given; empty where the field is absent."""
        if key not in self._data:
            return ""
        value = self._data[key]
        if not isinstance(value, str) or not value.strip():
            raise _FieldError(RegisterCode.FIELD, key, f"{key} is a string that is not blank")
        return value.strip()

    def texts(self, key: str, code: RegisterCode) -> tuple[str, ...]:
        """Return a list of strings, none blank and none twice."""
        value = self._data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise _FieldError(RegisterCode.FIELD, key, f"{key} is a list of strings")
        seen: set[str] = set()
        for item in value:
            if not item.strip():
                raise _FieldError(code, key, f"{key} has an empty string")
            if item in seen:
                raise _FieldError(code, key, f"{key} has “{item}” twice")
            seen.add(item)
        return tuple(value)

    def flag(self, key: str) -> bool:
        """Return a boolean; false where the field is absent."""
        value = self._data.get(key, False)
        if not isinstance(value, bool):
            raise _FieldError(RegisterCode.FIELD, key, f"{key} is true or false")
        return value

    def choice(self, key: str, kinds: type[K], default: K | None = None) -> K:
        """Return a member of an enumeration, by its value."""
        if key not in self._data and default is not None:
            return default
        try:
            return kinds(self.text(key))
        except ValueError as error:
            if isinstance(error, _FieldError):
                raise
            known = ", ".join(member.value for member in kinds)
            raise _FieldError(RegisterCode.FIELD, key, f"{key} is one of {known}") from error

    def date(self, key: str) -> PartialDate | None:
        """Return a date, or None where the field is absent."""
        if key not in self._data:
            return None
        value = self._data[key]
        if not isinstance(value, str):
            raise _FieldError(RegisterCode.DATE, key, f"{key} is a date in quotation marks")
        try:
            return PartialDate.parse(value)
        except ValueError as error:
            raise _FieldError(RegisterCode.DATE, key, f"{key}: {error}") from error

    def places(self, key: str) -> tuple[Place, ...]:
        """Return passages and notes, in the text's order, none twice."""
        found: list[Place] = []
        for item in self.texts(key, RegisterCode.PASSAGES):
            try:
                found.append(parse_place(item))
            except ValueError as error:
                raise _FieldError(RegisterCode.PASSAGES, key, f"{key}: {error}") from error
        if found != sorted(found, key=_order):
            message = f"{key} is out of order; write {_list(found)}"
            raise _FieldError(RegisterCode.PASSAGES, key, message)
        return tuple(found)

    def identifier(self, key: str) -> str:
        """Return an identifier of an authority file, checked for its form."""
        value = self.text(key)
        if value and not _IDENTIFIERS[key].fullmatch(value):
            raise _FieldError(RegisterCode.FIELD, key, f"{key}: “{value}” has not that form")
        return value


K = TypeVar("K", bound=enum.StrEnum)


def _person(table: _Table) -> Person:
    born, died = table.date("born"), table.date("died")
    _in_order(born, died, "died", "dies before being born")
    return Person(
        **_common(table),
        sort=table.text("sort"),
        was=table.text("was"),
        role=table.choice("role", Role, Role.ACTOR),
        standard=table.text("standard"),
        native=table.text("native"),
        born=born,
        died=died,
        viaf=table.identifier("viaf"),
        wikidata=table.identifier("wikidata"),
        gnd=table.identifier("gnd"),
    )


def _place(table: _Table) -> NamedPlace:
    began, ended = table.date("began"), table.date("ended")
    _in_order(began, ended, "ended", "ends before it begins")
    return NamedPlace(
        **_common(table),
        kind=table.choice("kind", PlaceKind),
        gloss=table.text("gloss"),
        standard=table.text("standard"),
        native=table.text("native"),
        began=began,
        ended=ended,
        wikidata=table.identifier("wikidata"),
    )


def _event(table: _Table) -> Event:
    date, end = table.date("date"), table.date("end")
    assert date is not None
    _in_order(date, end, "end", "ends before it begins")
    precision = table.choice("precision", Precision)
    _exactness(date, end, precision)
    if "authors_date" in table and "note" not in table:
        message = "authors_date needs a note that says why the date is another"
        raise _FieldError(RegisterCode.FIELD, "authors_date", message)
    return Event(
        **_common(table),
        kind=table.choice("kind", EventKind),
        date=date,
        end=end,
        precision=precision,
        gloss=table.text("gloss"),
        added=table.flag("added"),
        authors_date=table.text("authors_date"),
        native=table.text("native"),
        wikidata=table.identifier("wikidata"),
    )


def _term(table: _Table) -> Term:
    lang = table.text("lang")
    if not _LANG.fullmatch(lang):
        raise _FieldError(RegisterCode.FIELD, "lang", f"“{lang}” is not a BCP 47 tag, such as ru")
    return Term(
        **_common(table),
        lang=lang,
        gloss=table.text("gloss"),
        standard=table.text("standard"),
        native=table.text("native"),
    )


def _common(table: _Table) -> dict[str, Any]:
    """Return the fields that every entry has; each is checked by the table."""
    entry_id = table.text("id")
    if not _ID.fullmatch(entry_id):
        message = f"the id “{entry_id}” is not of small ASCII letters, digits and single hyphens"
        raise _FieldError(RegisterCode.ID, "id", message)
    passages = table.places("passages")
    also = table.places("also")
    if not passages and not also:
        raise _FieldError(RegisterCode.PASSAGES, "passages", "no passage is recorded")
    if both := set(passages) & set(also):
        message = f"also repeats what passages has: {_list(both)}"
        raise _FieldError(RegisterCode.PASSAGES, "also", message)
    return {
        "id": entry_id,
        "name": table.text("name"),
        "forms": table.texts("forms", RegisterCode.FORMS),
        "not_in": table.texts("not_in", RegisterCode.FORMS),
        "passages": passages,
        "also": also,
        "verified": table.text("verified"),
        "note": table.text("note"),
        "path": table.path,
        "line": table.line,
    }


def _in_order(start: PartialDate | None, end: PartialDate | None, key: str, complaint: str) -> None:
    if start is not None and end is not None and end.last < start.first:
        message = f"{complaint}: {start} to {end}"
        raise _FieldError(RegisterCode.DATE, key, message)


def _exactness(date: PartialDate, end: PartialDate | None, precision: Precision) -> None:
    exact = {Precision.DAY: 3, Precision.MONTH: 2, Precision.SEASON: 2, Precision.YEAR: 1}
    if precision is Precision.SEASON and end is None:
        message = "a season is given by its first and last month: end is missing"
        raise _FieldError(RegisterCode.DATE, "precision", message)
    wanted = exact.get(precision)
    for key, given in (("date", date), ("end", end)):
        if given is None or wanted is None:
            continue
        # An interval may be known more exactly at one end: the less exact end decides.
        parts = str(given).count("-") + 1
        if parts < wanted or (key == "date" and end is None and parts > wanted):
            message = f"{key} {given} is not of the precision “{precision}”"
            raise _FieldError(RegisterCode.DATE, key, message)


_COMMON_REQUIRED = frozenset({"id", "name", "forms", "passages"})
_COMMON_OPTIONAL = frozenset({"not_in", "also", "verified", "note"})

_PERSONS = _Register(
    "persons",
    "person",
    _COMMON_REQUIRED | {"sort", "was"},
    _COMMON_OPTIONAL | {"role", "standard", "native", "born", "died", "viaf", "wikidata", "gnd"},
    _person,
)
_PLACES = _Register(
    "places",
    "place",
    _COMMON_REQUIRED | {"kind", "gloss"},
    _COMMON_OPTIONAL | {"standard", "native", "began", "ended", "wikidata"},
    _place,
)
_EVENTS = _Register(
    "events",
    "event",
    (_COMMON_REQUIRED - {"forms"}) | {"kind", "date", "precision", "gloss"},
    _COMMON_OPTIONAL | {"forms", "end", "added", "authors_date", "native", "wikidata"},
    _event,
    forms_needed=False,
)
_TERMS = _Register(
    "terms",
    "term",
    _COMMON_REQUIRED | {"lang", "gloss"},
    _COMMON_OPTIONAL | {"standard", "native"},
    _term,
)
_CHECKED = ("born", "died", "began", "ended", "viaf", "wikidata", "gnd")


def read(folder: Path) -> tuple[Registers, tuple[Fault, ...]]:
    """Read the registers of ``folder``; return what can be read of them, and every fault.

    An entry with a fault is left out; a missing file is a register without entries.
    """
    faults: list[Fault] = []
    registers = Registers(
        persons=_read(folder, _PERSONS, faults),
        places=_read(folder, _PLACES, faults),
        events=_read(folder, _EVENTS, faults),
        terms=_read(folder, _TERMS, faults),
    )
    return registers, tuple(faults)


def load(folder: Path) -> Registers:
    """Read the registers of ``folder``; raise :class:`RegisterError` if they have any fault."""
    registers, faults = read(folder)
    if faults:
        raise RegisterError(faults)
    return registers


def _read(folder: Path, register: _Register[E], faults: list[Fault]) -> dict[str, E]:
    path = folder / f"{register.stem}.toml"
    if not os.path.lexists(path):
        return {}
    source = ""
    try:
        if folder.is_symlink():
            raise OSError(f"{folder.name} is a link to another folder")
        source = files.text(path)
        data = files.toml(source)
    except UnicodeDecodeError as error:
        line, _ = undecodable.place(error)
        faults.append(Fault(RegisterCode.FILE, path, line, "", undecodable.said(error)))
        return {}
    except OSError as error:
        faults.append(Fault(RegisterCode.FILE, path, 1, "", error.strerror or str(error)))
        return {}
    except tomllib.TOMLDecodeError as error:
        line, _ = undecodable.toml_place(error, source)
        faults.append(Fault(RegisterCode.FILE, path, line, "", f"this is no TOML: {error}"))
        return {}
    for unknown in sorted(data.keys() - {register.table}):
        message = f"unknown “{unknown}”; entries are [[{register.table}]] tables"
        faults.append(Fault(RegisterCode.FILE, path, 1, "", message))
    tables = data.get(register.table, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        message = f"entries are [[{register.table}]] tables"
        faults.append(Fault(RegisterCode.FILE, path, 1, "", message))
        return {}
    lines = _Lines(source, register.table)
    entries: dict[str, E] = {}
    for number, table in enumerate(tables, 1):
        found = list(_faults_of_fields(register, table))
        entry: E | None = None
        if not found:
            try:
                entry = register.make(_Table(table, path, lines.of(number)))
            except _FieldError as error:
                found.append(error)
        if entry is not None and entry.id in entries:
            message = f"the id “{entry.id}” is taken: line {entries[entry.id].line}"
            found.append(_FieldError(RegisterCode.ID, "id", message))
        label = table.get("id")
        label = label if isinstance(label, str) and label else f"{register.table} {number}"
        faults += [
            Fault(fault.code, path, lines.of(number, fault.key), label, str(fault))
            for fault in found
        ]
        if entry is not None and not found:
            entries[entry.id] = entry
    return entries


def _faults_of_fields(register: _Register[E], table: Mapping[str, Any]) -> Iterator[_FieldError]:
    for key in sorted(table.keys() - register.required - register.optional):
        yield _FieldError(RegisterCode.FIELD, key, f"a {register.table} has no field “{key}”")
    for key in sorted(register.required - table.keys()):
        yield _FieldError(RegisterCode.FIELD, key, f"the field “{key}” is missing")
    if register.forms_needed and table.get("forms") == []:
        yield _FieldError(RegisterCode.FORMS, "forms", "no form is listed")
    if "verified" not in table:
        checked = [key for key in _CHECKED if key in table]
        if table.get("added") is True:
            checked.append("added")
        if checked:
            message = f"verified must say what {', '.join(checked)} rests on"
            yield _FieldError(RegisterCode.VERIFIED, checked[0], message)


class _Lines:
    """Where the tables of an array, and their fields, stand in a TOML source."""

    __slots__ = ("_lines", "_starts")

    def __init__(self, source: str, table: str) -> None:
        self._lines = source.splitlines()
        header = re.compile(rf"\s*\[\[\s*{re.escape(table)}\s*\]\]\s*(?:#.*)?")
        self._starts = [n for n, line in enumerate(self._lines, 1) if header.fullmatch(line)]

    def of(self, number: int, key: str = "") -> int:
        """Return the line of the ``number``-th table (from 1), or of its field ``key``."""
        if number > len(self._starts):  # an inline array of tables: no headers to go by
            return 1
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self._lines) + 1
        assignment = re.compile(rf"\s*\"?{re.escape(key)}\"?\s*=")
        if key:
            for line in range(start + 1, end):
                if assignment.match(self._lines[line - 1]):
                    return line
        return start
