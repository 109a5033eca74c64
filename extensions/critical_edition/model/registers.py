"""The registers: persons, places and institutions, events, terms, as frozen dataclasses.

Each entry lists the *forms* by which the text names it and records the *passages* in which one of
them stands, so that an index can be made without the text; where the text is established,
:func:`compare` holds the record against it. The rule by which a form is found is
:func:`find_occurrences`'s. They are read by :mod:`critical_edition.sources.registers`.
"""

from __future__ import annotations

import calendar
import datetime
import enum
import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from critical_edition.model.established import EstablishedText, Span
from critical_edition.model.findings import Finding
from critical_edition.model.lemma import fold
from critical_edition.model.messages import Message, NotReadError, _
from critical_edition.model.places import PassageId, Place


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
    said: Message

    @property
    def message(self) -> str:
        """What is wrong, in words."""
        return str(self.said)

    @property
    def finding(self) -> Finding:
        """The fault as a finding, which names the entry."""
        said = _("{entry}: {what}", entry=self.entry, what=self.said) if self.entry else self.said
        return Finding(self.code, self.path, self.line, 1, said)

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}: {self.entry}: " if self.entry else f"{self.path}: "
        return f"{where}{self.said} [{self.code}]"


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
        """Read ``1934``, ``1934-07`` or ``1934-07-19``; raise NotReadError for what is no date."""
        match = _ISO.fullmatch(text)
        if not match:
            raise NotReadError(
                _("“{text}” is not a date; write 1934, 1934-07 or 1934-07-19", text=text)
            )
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        try:
            datetime.date(year, month or 1, day or 1)
        except ValueError as error:
            raise NotReadError(
                _("“{text}” is impossible: {error}", text=text, error=error)
            ) from error
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
        return tuple(sorted({*self.passages, *self.also}, key=order))


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
    viaf: str = ""
    wikidata: str = ""
    gnd: str = ""


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


_AUTHORITIES = {
    "viaf": ("VIAF", "https://viaf.org/viaf/{}"),
    "gnd": ("GND", "https://d-nb.info/gnd/{}"),
    "wikidata": ("Wikidata", "https://www.wikidata.org/entity/{}"),
}


def authorities(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return the authority files that somebody has looked an entry up in, and its addresses there."""
    return tuple(
        (name, address.format(given))
        for field, (name, address) in _AUTHORITIES.items()
        if (given := getattr(entry, field, ""))
    )


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


def order(place: Place) -> tuple[int, int, int]:
    """Return what sorts places in an index: passages, then notes."""
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
            both = [
                _("not recorded: {places}", places=listed(lacking)) if lacking else Message(),
                _("recorded without a form: {places}", places=listed(idle)) if idle else Message(),
            ]
            first, *second = filter(None, both)
            what = _("{first}; {second}", first=first, second=second[0]) if second else first
            faults.append(_fault(entry, RegisterCode.OCCURRENCE, what))
        if whole and recorded <= {u.place for u in units}:
            faults += [
                _fault(
                    entry, RegisterCode.FORM_UNUSED, _("the form “{form}” never occurs", form=form)
                )
                for form in entry.forms
                if not any(_stands(form, entry, u.content.text) for u in units)
            ]
    return faults


def _stands(form: str, entry: Entry, text: str) -> bool:
    others = tuple(other for other in entry.forms if other != form)
    return bool(find_occurrences(text, (form,), not_in=(*entry.not_in, *others)))


def listed(places: Iterable[Place]) -> str:
    """Return places in words, in order."""
    return ", ".join(str(place) for place in sorted(places, key=order))


def _fault(entry: Entry, code: RegisterCode, said: Message) -> Fault:
    return Fault(code, entry.path, entry.line, entry.id, said)
