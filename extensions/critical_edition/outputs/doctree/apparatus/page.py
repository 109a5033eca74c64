"""A page on which a part of the apparatus is being made: gives IDs, records entries and links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from docutils import nodes

from critical_edition.domain.config import profile_of
from critical_edition.domain.edition import EditionDomain
from critical_edition.domain.entries import EntryRecord
from critical_edition.domain.lists import Sources
from critical_edition.domain.parts import give_id
from critical_edition.model.places import NoteId, Place
from critical_edition.model.profile import Profile
from critical_edition.model.records import Reference
from critical_edition.model.registers import Entry
from critical_edition.outputs.doctree.apparatus import setting


@dataclass(frozen=True, slots=True)
class Page:
    """A page while it is read; ``source`` and ``line`` say where its directive stands."""

    domain: EditionDomain
    sources: Sources
    docname: str
    document: nodes.document
    source: str
    line: int

    @property
    def profile(self) -> Profile:
        """What is particular to the edition."""
        return profile_of(self.domain.env.config)

    def enter(self, node: nodes.Element, record: EntryRecord) -> None:
        """Give a node an entry's ID, and let the entry be referred to."""
        give_id(node, record.anchor, self.document)
        self.domain.note_entry(self.docname, record)

    def links(self, places: Iterable[Place]) -> list[nodes.Node]:
        """Return links to places; should one of them move, the page is written anew."""
        places = list(places)
        for place in places:
            kind = "authornote" if isinstance(place, NoteId) else "passage"
            self.domain.note_reference(self.docname, Reference(kind, str(place)))
        return setting.place_links(places, self.docname)

    def locate(self, node: nodes.Element, entry: Entry | None = None) -> None:
        """Let what is wrong with a node be reported at its entry, or else at the directive."""
        node.source = str(entry.path) if entry else self.source
        node.line = entry.line if entry else self.line

    def empty(self, words: str) -> list[nodes.Node]:
        """Return a paragraph that says that there is nothing yet."""
        paragraph = nodes.paragraph("", words)
        self.locate(paragraph)
        return [paragraph]
