"""The directives ``comment``, ``argument`` and ``parallel``.

They may stand on any page. What they say is recorded in the domain; it is shown at the passages and
with the arguments that they speak of.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from critical_edition.domain.commentary_nodes import argument, woven_place
from critical_edition.domain.directives.block import RecordDirective
from critical_edition.domain.edition import get_domain
from critical_edition.domain.parts import give_id
from critical_edition.domain.prose import note_citations
from critical_edition.model.commentary import Argument, Comment, Parallel
from critical_edition.sources.pages import Entry


class _Commentary(RecordDirective):
    """What the three have in common: a record under an ID."""

    def read(self) -> Entry:
        """Return what was read; note what is faulty, so that who refers to it is not at fault."""
        entry = super().read()
        if entry.record is None:
            self.domain.note_faulty(self.docname, self.arguments[0].strip())
        if self.docname.startswith("commentary/"):
            # A page that holds records alone may stand outside the contents.
            self.env.metadata[self.docname].setdefault("orphan", "")
        return entry

    def place(self, what: str, of: str) -> woven_place:
        """Return a place that is filled when the page is written."""
        node = woven_place("", what=what, of=of)
        self.set_source_info(node)
        return node


class CommentDirective(_Commentary):
    """``comment ID`` with ``:on:``, ``:kind:``, ``:by:``, ``:date:`` and the comment as body."""

    def run(self) -> list[nodes.Node]:
        """Return the place of a line that leads to the comment; where it is faulty, its body."""
        entry = self.read()
        record, body = entry.record, entry.block.body
        if not body or not isinstance(record, Comment):
            return self.blocks(body)
        self.domain.note_record("comments", record)
        note_citations(self.env, self.docname, body)
        return [self.place("comment", record.id)]


class ArgumentDirective(_Commentary):
    """``argument ID`` with ``:title:`` and its statement as body."""

    def run(self) -> list[nodes.Node]:
        """Return the statement, and the place of the argument's parallels."""
        entry = self.read()
        record, body = entry.record, entry.block.body
        if not isinstance(record, Argument):
            return self.blocks(body)
        self.domain.note_record("arguments", record)
        node = argument("", aid=record.id, classes=["argument"])
        self.set_source_info(node)
        give_id(node, record.anchor, self.state.document)
        node += self.blocks(body)
        return [node, self.place("argument", record.id)]


class ParallelDirective(_Commentary):
    """``parallel ID`` with ``:argument:``, ``:from:``, ``:to:``, ``:relation:``, ``:by:``."""

    def run(self) -> list[nodes.Node]:
        """Return nothing: a parallel is shown with its argument; where it is faulty, its body."""
        entry = self.read()
        record, body = entry.record, entry.block.body
        if not body or not isinstance(record, Parallel):
            return self.blocks(body)
        self.domain.note_record("parallels", record)
        note_citations(self.env, self.docname, body)
        return []


class GeneratedDirective(SphinxDirective):
    """``comment-index``, ``parallels``, ``argument-map``: all of a kind, in order, on one page."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Return the place to be filled when the pages are written."""
        node = woven_place("", what=self.name)
        self.set_source_info(node)
        get_domain(self.env).note_generated(self.env.current_document.docname, self.name)
        return [node]
