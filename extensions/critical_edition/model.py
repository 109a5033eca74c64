"""The edition's vocabulary as plain data: passages, notes, and text with its marks.

Nothing here knows of Sphinx, of files or of output formats. All offsets are counted in Unicode
code points from 0 at the start of the plain text they belong to; all spans are half-open,
``[start, end)``.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

FIRST_PAGE = 563
LAST_PAGE = 589

_PASSAGE = re.compile(r"([1-9]\d{0,3})\.([1-9]\d{0,3})")
_NOTE = re.compile(r"n([1-9]\d{0,3})")


@dataclass(frozen=True, slots=True, order=True)
class PassageId:
    """A paragraph of the essay, cited ``section.paragraph``; both count from 1."""

    section: int
    paragraph: int

    def __str__(self) -> str:
        return f"{self.section}.{self.paragraph}"

    @property
    def anchor(self) -> str:
        """The permalink's fragment, the same in every edition and format: ``p2.6``."""
        return f"p{self}"

    @classmethod
    def parse(cls, text: str) -> PassageId:
        """Read ``2.6``; raise ValueError for anything else."""
        if match := _PASSAGE.fullmatch(text.strip()):
            return cls(int(match[1]), int(match[2]))
        raise ValueError(f"“{text}” is not a passage number (section.paragraph, such as 2.6)")


@dataclass(frozen=True, slots=True, order=True)
class NoteId:
    """An author's note, cited ``n7``; numbered through the essay from 1."""

    number: int

    def __str__(self) -> str:
        return f"n{self.number}"

    @property
    def anchor(self) -> str:
        """The permalink's fragment: ``n7``."""
        return str(self)

    @classmethod
    def parse(cls, text: str) -> NoteId:
        """Read ``n7``; raise ValueError for anything else."""
        if match := _NOTE.fullmatch(text.strip()):
            return cls(int(match[1]))
        raise ValueError(f"“{text}” is not an author's note (n and its number, such as n7)")


Place = PassageId | NoteId
"""What a mark, a comment or a parallel can stand on."""


def parse_place(text: str) -> Place:
    """Read ``2.6`` or ``n7``; raise ValueError for anything else."""
    return NoteId.parse(text) if text.strip().startswith("n") else PassageId.parse(text)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a plain text, ``[start, end)`` in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Marker:
    """Where the marker of author's note ``note`` stands: between code points at-1 and at."""

    at: int
    note: int


@dataclass(frozen=True, slots=True, order=True)
class PageBreak:
    """Printed page ``page`` begins at offset ``at`` (0: the text opens the page)."""

    at: int
    page: int


@dataclass(frozen=True, slots=True, order=True)
class CitationSpan:
    """Words of a note that stand for the work ``key`` of references.bib."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class RichText:
    """A passage's or note's plain text with what belongs to its wording.

    ``markers``, ``page_breaks``, ``emphasis`` and ``citations`` are in order of their offsets;
    emphasis spans do not overlap one another, nor do citation spans.
    """

    text: str
    markers: tuple[Marker, ...] = ()
    page_breaks: tuple[PageBreak, ...] = ()
    emphasis: tuple[Span, ...] = ()
    citations: tuple[CitationSpan, ...] = ()


class SentenceStatus(enum.StrEnum):
    """What verification says of a sentence of the established text."""

    VERIFIED = "verified"
    MENDED = "mended"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """A sentence's stretch of its place's plain text, and how far it is proved."""

    start: int
    end: int
    status: SentenceStatus


@dataclass(frozen=True, slots=True)
class EstablishedUnit:
    """A passage or a note as established: its text, and its sentences in order."""

    place: Place
    content: RichText
    sentences: tuple[Sentence, ...]

    @property
    def verified(self) -> bool:
        """Whether every sentence is what the printer set (mended ones count as verified)."""
        return all(s.status is not SentenceStatus.UNVERIFIED for s in self.sentences)


@dataclass(frozen=True, slots=True)
class EstablishedText:
    """What was established of the essay; places that are absent are shown in companion form."""

    passages: Mapping[PassageId, EstablishedUnit] = field(default_factory=dict)
    notes: Mapping[NoteId, EstablishedUnit] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.passages or self.notes)

    def get(self, place: Place) -> EstablishedUnit | None:
        """Return the place as established, or None where it is missing."""
        if isinstance(place, PassageId):
            return self.passages.get(place)
        return self.notes.get(place)


class Mode(enum.StrEnum):
    """Which edition a build makes."""

    COMPANION = "companion"
    FULL = "full"
