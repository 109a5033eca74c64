"""The concordance of notes as data: number, printed page, passage and works, one row a note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from critical_edition.model.citations import Citation
from critical_edition.model.places import NoteId, PassageId
from critical_edition.model.records import NoteRecord, PassageRecord


@dataclass(frozen=True, slots=True)
class Row:
    """A note: the printed pages on which its marker may stand, its passage, the works it cites."""

    note: NoteId
    pages: tuple[int, ...]
    passage: PassageId | None
    citations: tuple[Citation, ...]

    @property
    def printed(self) -> str:
        """The page, or first and last where it is not known on which the marker stands."""
        if len(self.pages) < 2:
            return "".join(map(str, self.pages))
        return f"{self.pages[0]}–{self.pages[-1]}"


def rows(
    notes: Mapping[NoteId, NoteRecord],
    passages: Mapping[PassageId, PassageRecord],
    cited: Mapping[NoteId, tuple[Citation, ...]],
    marked: Mapping[NoteId, int | None],
) -> tuple[Row, ...]:
    """Return the rows in the notes' order; ``marked`` is :func:`.sources.marker_pages`'s."""
    found = []
    for note, record in sorted(notes.items()):
        passage = passages.get(record.passage) if record.passage else None
        pages = passage.pages if passage else ()
        if note in marked:
            page = marked[note]
            pages = (page,) if page is not None else pages[:1]
        found.append(Row(note, pages, record.passage, cited.get(note, ())))
    return tuple(found)
