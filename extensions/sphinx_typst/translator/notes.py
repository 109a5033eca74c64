"""Footnotes at the foot of the page, and citations."""

from __future__ import annotations

from docutils import nodes

from ..escape import literal
from ..warnings import TypstWarnings
from .base import BaseTranslator


class NoteVisitors(BaseTranslator):
    """Notes stand where they are first referred to; later references repeat the number."""

    def visit_footnote_reference(self, node: nodes.footnote_reference) -> None:
        """Write the note itself, or a further reference to it."""
        key = (self.docname, node.get("refid", ""))
        footnote = self.footnotes.get(key)
        if footnote is None:
            self.warn(TypstWarnings.FOOTNOTE, f"no footnote for {node.astext()!r}", node)
            self.begin("super")
            return
        self.flush_anchors()
        names = [self.place_name(self.docname, node_id) for node_id in footnote["ids"]]
        placed = self.labels.resolve(names[0])
        if placed is None and self._inner_notes is not None:
            placed, _ = self.labels.place(names)
            self._inner_notes.append(footnote)
        if placed is not None:
            number = self._note_number(footnote)
            again = f"note-again({literal(placed)}, number: {literal(number)})"
            self.code(f"in-text-only({again})" if self._in_title else again)
            raise nodes.SkipNode
        label, _ = self.labels.place(names)
        in_title, self._in_title = self._in_title, 0
        if in_title:
            # A heading is laid out again in the contents, running heads and bookmarks.
            self.begin("in-text-only")
        self._note_with_inner(footnote, label)
        if in_title:
            self.end()
        self._in_title = in_title
        raise nodes.SkipNode

    def _note_with_inner(self, footnote: nodes.footnote, label: str | None) -> None:
        """Write a note, and after it those that it refers to."""
        waiting: list[nodes.footnote] = []
        self._inner_notes = waiting
        self._note(footnote, label)
        for inner in waiting:
            self.begin("silent-note")
            name = self.place_name(self.docname, inner["ids"][0])
            self._note(inner, self.labels.resolve(name))
            self.end()
        self._inner_notes = None

    def _note(self, footnote: nodes.footnote, label: str | None) -> None:
        self.begin("note", label=label, number=self._note_number(footnote))
        self.walk([child for child in footnote.children if not isinstance(child, nodes.label)])
        self.end()

    def _note_number(self, footnote: nodes.footnote) -> str | None:
        """Return what the source calls *footnote*, if that is to be printed."""
        if self.builder.book.options.footnote_numbering != "source":
            return None
        return next((item.astext() for item in footnote if isinstance(item, nodes.label)), None)

    def depart_footnote_reference(self, node: nodes.footnote_reference) -> None:
        """Close a reference that leads nowhere."""
        self.end()

    def visit_footnote(self, node: nodes.footnote) -> None:
        """Leave out what is printed at its reference; print an unreferenced note here."""
        if any((self.docname, node_id) in self.footnote_references for node_id in node["ids"]):
            names = {self.place_name(self.docname, node_id) for node_id in node["ids"]}
            self._pending = [name for name in self._pending if name not in names]
            raise nodes.SkipNode
        self.begin_call("labelled-entry")
        self.begin_arg()
        label = node.children[0] if node.children else None
        if isinstance(label, nodes.label):
            self.text(label.astext())
        self.end_arg()
        self.begin_arg()
        node["typst_inline_paragraphs"] = True

    def depart_footnote(self, node: nodes.Element) -> None:
        """Close it."""
        self.flush_anchors()
        self.end_arg()
        self.end_call()

    def visit_citation(self, node: nodes.citation) -> None:
        """Write an entry of a list of works: label and text."""
        self.begin_call("labelled-entry")
        self.begin_arg()
        label = node.children[0] if node.children else None
        if isinstance(label, nodes.label):
            self.text(f"[{label.astext()}]")
        self.end_arg()
        self.begin_arg()
        node["typst_inline_paragraphs"] = True

    depart_citation = depart_footnote

    def visit_label(self, node: nodes.label) -> None:
        """Skip it: the note's visitor has written it."""
        raise nodes.SkipNode

    def visit_citation_reference(self, node: nodes.citation_reference) -> None:
        """Write a reference to a citation that Sphinx has not resolved."""
        self.text(f"[{node.astext()}]")
        raise nodes.SkipNode
