"""A text with its marks, and what is established of it, as plain data.

Nothing here knows of Sphinx, of files or of output formats. All offsets are counted in Unicode
code points from 0 at the start of the plain text they belong to; all spans are half-open,
``[start, end)``.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from critical_edition.model.places import NoteId, PassageId, Place


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a plain text, ``[start, end)`` in code points."""

    start: int
    end: int


def pieces(spans: Sequence[Span], start: int, end: int) -> Iterator[tuple[int, int, int | None]]:
    """Part ``[start, end)`` at the edges of spans that stand apart: start, end, which span's, or None."""
    at = start
    for index, span in enumerate(spans):
        left, right = max(span.start, start), min(span.end, end)
        if left >= right:
            continue
        if left > at:
            yield at, left, None
        yield left, right, index
        at = right
    if at < end:
        yield at, end, None


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


@dataclass(frozen=True, slots=True, order=True)
class ForeignSpan:
    """Words in another language: ``language`` is its tag, such as ``la``."""

    start: int
    end: int
    language: str


class BlockKind(enum.StrEnum):
    """What a block of a text is."""

    PARAGRAPH = "paragraph"
    QUOTATION = "quotation"
    VERSE = "verse"
    STANZA = "stanza"
    LINE = "line"
    LETTER = "letter"
    OPENER = "opener"
    CLOSER = "closer"
    LIST = "list"
    ITEM = "item"
    TABLE = "table"
    ROW = "row"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a text: its stretch, and the blocks in it; one with none holds words.

    Between two blocks the plain text has white space that belongs to neither. ``number`` is the
    first of a numbered list (0 with bullets), the indentation of a line, 1 for a row that heads its
    table; ``align`` is a cell's: “left”, “center”, “right” or nothing.
    """

    kind: BlockKind
    start: int
    end: int
    blocks: tuple[Block, ...] = ()
    number: int = 0
    align: str = ""

    def leaves(self) -> Iterator[Block]:
        """Yield the blocks that hold words, in order."""
        if not self.blocks:
            yield self
        for block in self.blocks:
            yield from block.leaves()


@dataclass(frozen=True, slots=True)
class RichText:
    """A passage's or note's plain text with what belongs to its wording.

    ``markers``, ``page_breaks``, ``emphasis``, ``citations`` and ``foreign`` are in order of their
    offsets; emphasis spans do not overlap one another, nor do citation spans. A text that is one
    paragraph has no ``blocks``.
    """

    text: str
    markers: tuple[Marker, ...] = ()
    page_breaks: tuple[PageBreak, ...] = ()
    emphasis: tuple[Span, ...] = ()
    citations: tuple[CitationSpan, ...] = ()
    foreign: tuple[ForeignSpan, ...] = ()
    blocks: tuple[Block, ...] = ()


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
    """What was established of the text; places that are absent are shown in companion form."""

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
