"""The directive ``authornote``: one of the author's notes, by its number.

In the full edition it shows the note in his words, in the companion edition its body: the works
that it cites and, where it says more, our summary.
"""

from __future__ import annotations

from docutils import nodes

from critical_edition.domain.directives.block import RecordDirective, citations
from critical_edition.domain.edition import EditionDomain
from critical_edition.domain.nodes import (
    COMPANION,
    FULL,
    authornote,
    note_number,
    note_sources,
)
from critical_edition.domain.parts import give_id, wording
from critical_edition.model.citations import parse_citations
from critical_edition.model.established import EstablishedUnit
from critical_edition.model.places import NoteId
from critical_edition.model.records import NoteRecord


class AuthorNoteDirective(RecordDirective):
    """``authornote`` with its number, ``:ibid:``, and its citations and our summary as body."""

    def run(self) -> list[nodes.Node]:
        """Return the note; where its number is none, the body alone."""
        entry = self.read()
        record, domain = entry.record, self.domain
        if not isinstance(record, NoteRecord):
            return self.blocks(entry.block.body)
        body = self.blocks(record.body)
        note = record.note
        domain.note_authornote(record)
        unit = domain.show(record.docname, note)
        node = authornote("", number=note.number, form=FULL if unit else COMPANION)
        self.set_source_info(node)
        give_id(node, note.anchor, self.state.document)
        node += self._in_full(domain, record, unit, body) if unit else self._in_brief(record, body)
        return [node]

    def _number(self, note: NoteId) -> note_number:
        return note_number("", f"{note.number} ", anchor=note.anchor, support_smartquotes=False)

    def _in_full(
        self,
        domain: EditionDomain,
        record: NoteRecord,
        unit: EstablishedUnit,
        body: list[nodes.Node],
    ) -> list[nodes.Node]:
        """Return the note's own words; the works that they do not lead to stand after them."""
        number = self._number(record.note)
        text = wording(domain, unit, number, self.state.document, record.docname)
        self.set_source_info(text)
        linked = {c.key for c in unit.content.citations}
        sources = note_sources()
        self.set_source_info(sources)
        for citation in citations(body):
            if {c.key for c in parse_citations(citation["reftarget"])} <= linked:
                # The bibliography leads back to the citation's place: that is now the text.
                text["ids"] += citation["ids"]
                for name in citation["ids"]:
                    self.state.document.ids[name] = text
                continue
            sources += [nodes.Text("; ")] if sources.children else []
            sources += citation
        return [text, sources] if sources.children else [text]

    def _in_brief(self, record: NoteRecord, body: list[nodes.Node]) -> list[nodes.Node]:
        if not (body and isinstance(body[0], nodes.paragraph)):
            first = nodes.paragraph()
            self.set_source_info(first)
            body = [first, *body]
        head = body[0]
        assert isinstance(head, nodes.paragraph)
        head.insert(0, self._number(record.note))
        return body
