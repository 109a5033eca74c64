"""What the pages say of passages and notes, and how one thing refers to another: frozen, without nodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from critical_edition.model.citations import Citation, mark_ibid
from critical_edition.model.established import RichText
from critical_edition.model.places import NoteId, PassageId
from critical_edition.model.prose import Prose, citations

Spots = Mapping[str, tuple[int, int]]
"""Where the values of a directive's options stand, by name (line and column from 1)."""


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage as a document gives it: its pages in the printing, its first words, our abstract.

    Pages and first words are empty where the document lacks them; ``summary`` is the abstract as plain
    text without its citations, ``content`` the author's words where they stand in the pages.
    """

    passage: PassageId
    pages: tuple[int, ...]
    incipit: str
    docname: str = field(compare=False)
    line: int = field(compare=False)
    body: Prose = ()
    summary: str = field(default="", repr=False, compare=False)
    spots: Spots = field(default_factory=dict, repr=False, compare=False)
    content: RichText | None = field(default=None, repr=False, compare=False)

    @property
    def tooltip(self) -> str:
        """Say in a line what the passage is."""
        return f"{self.passage}: “{self.incipit} …”" if self.incipit else str(self.passage)


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """An author's note as a document gives it, and the passage that it follows there.

    ``ibid`` are the keys of the works that the author gives as “Ibid.”; the body is what the document
    says of the note: its citations, and our abstract of it if it argues, which is ``summary`` as plain
    text. ``content`` are the author's words where they stand in the pages.
    """

    note: NoteId
    passage: PassageId | None
    ibid: tuple[str, ...]
    docname: str = field(compare=False)
    line: int = field(compare=False)
    body: Prose = ()
    summary: str = field(default="", repr=False, compare=False)
    spots: Spots = field(default_factory=dict, repr=False, compare=False)
    content: RichText | None = field(default=None, repr=False, compare=False)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The works that the note cites, in its order, those given as “Ibid.” marked."""
        return mark_ibid(citations(self.body), self.ibid)


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a thing of the edition: of which type (``passage``, ``comment``), and to what."""

    type: str
    target: str


@dataclass(frozen=True, slots=True)
class Target:
    """Where a reference leads and what it shows there: a change concerns all who refer to it."""

    docname: str
    anchor: str
    tooltip: str
