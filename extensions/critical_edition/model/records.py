"""What the pages say of passages and notes, as the domain keeps it: frozen and without nodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from critical_edition.model.citations import Citation
from critical_edition.model.places import NoteId, PassageId


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage as a document gives it; ``pages`` of the 1977 printing, ``line`` from 1.

    ``digest`` changes with our summary, which is ``summary`` as plain text; ``links`` are its links into
    the edition: type and target. ``incipit`` and ``pages`` are empty where the page lacks them; ``spots``
    are where the options' values stand, by name (line and column from 1).
    """

    passage: PassageId
    pages: tuple[int, ...]
    incipit: str
    docname: str
    line: int
    digest: str = ""
    links: tuple[tuple[str, str], ...] = ()
    summary: str = ""
    spots: Mapping[str, tuple[int, int]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def tooltip(self) -> str:
        """Say in a line what the passage is."""
        return f"{self.passage}: “{self.incipit} …”" if self.incipit else str(self.passage)


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """An author's note as a document gives it, and the passage that it follows there.

    ``ibid`` are the keys of the works that Tucker gives as “Ibid.”. ``digest`` changes with what the
    document says of the note; ``links`` are that's links into the edition: type and target. ``summary`` is
    plain text, empty for a note of citations alone; of ``citations`` those are marked that are “Ibid.”.
    """

    note: NoteId
    passage: PassageId | None
    ibid: tuple[str, ...]
    docname: str
    line: int
    digest: str = ""
    links: tuple[tuple[str, str], ...] = ()
    summary: str = ""
    citations: tuple[Citation, ...] = ()
    spots: Mapping[str, tuple[int, int]] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a place: of which type (``passage``, ``authornote``), and to what."""

    type: str
    target: str


@dataclass(frozen=True, slots=True)
class Target:
    """Where a reference leads and what it shows there: a change concerns all who refer to it."""

    docname: str
    anchor: str
    tooltip: str
