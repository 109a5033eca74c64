"""How the edition's nodes are written for Typst.

A passage's number stands in the margin, and so do the pages of 1977. An author's note is a footnote
where its marker stands, with Tucker's number; in companion form it stands under its passage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from critical_edition.nodes import (
    authornote,
    emendation_sign,
    gloss,
    lemma_sign,
    marker_list,
    note_backlink,
    note_list,
    note_marker,
    note_number,
    note_sources,
    page_break,
    passage,
    passage_head,
    passage_incipit,
    passage_number,
    passage_pages,
    unverified,
    unverified_legend,
)
from critical_edition.plain import marker_list_label

if TYPE_CHECKING:
    from sphinx_typst.translator import TypstTranslator


def close(self: TypstTranslator, node: nodes.Element) -> None:
    """Close what the visitor opened."""
    self.flush_anchors()
    self.end()


def typst_pass(self: TypstTranslator, node: nodes.Element) -> None:
    """Write the children alone."""


def visit_passage(self: TypstTranslator, node: passage) -> None:
    """Open a passage."""
    self.begin("passage", node["form"])


def visit_passage_head(self: TypstTranslator, node: passage_head) -> None:
    """Open the line that heads a passage in companion form."""
    self.begin("passage-head")


def visit_passage_number(self: TypstTranslator, node: passage_number) -> None:
    """Write a passage's number in the margin; it bears the labels of its passage."""
    self.flush_anchors()
    self.begin("passage-number")
    self.text(node.astext().strip())
    self.end()
    raise nodes.SkipNode


def visit_incipit(self: TypstTranslator, node: passage_incipit) -> None:
    """Open a passage's first words."""
    self.begin("incipit")


def visit_pages(self: TypstTranslator, node: passage_pages) -> None:
    """Open a passage's pages."""
    self.begin("printed-pages")


def visit_marker_list(self: TypstTranslator, node: marker_list) -> None:
    """Open the numbers of a passage's notes."""
    self.begin("note-markers")
    self.text(marker_list_label(node))


def visit_gloss(self: TypstTranslator, node: gloss) -> None:
    """Open our summary."""
    self.begin("gloss", node["number"])


def visit_page_break(self: TypstTranslator, node: page_break) -> None:
    """Write the point at which a page begins, within its word if need be."""
    word, at = node.astext(), node.get("at", 0)
    # Words keep no anchor but this one.
    self.text(word[:at])
    self.flush_anchors()
    self.begin("printed-page")
    self.text(str(node["page"]))
    self.end()
    self.text(word[at:])
    raise nodes.SkipNode


def visit_note_marker(self: TypstTranslator, node: note_marker) -> None:
    """Open a marker: in a passage's head a link, in the text the footnote itself."""
    if isinstance(node.parent, marker_list):
        self.begin("plain")
    elif any(isinstance(child, authornote) for child in node):
        self.flush_anchors()
        self.begin("plain")
    else:
        # Of a note that is on no page, which has been warned of.
        self.begin("super")


def visit_authornote(self: TypstTranslator, node: authornote) -> None:
    """Open a note: a footnote at its marker, else a paragraph of its own."""
    if isinstance(node.parent, note_marker):
        node["typst_inline_paragraphs"] = True
        self.begin("note", label=self.take_label(), number=str(node["number"]))
    else:
        self.begin("author-note", str(node["number"]))


def visit_note_number(self: TypstTranslator, node: note_number) -> None:
    """Open a note's number."""
    self.begin("strong")


def visit_note_list(self: TypstTranslator, node: note_list) -> None:
    """Open the notes whose markers the text has lost."""
    self.begin("note-list")


def visit_note_sources(self: TypstTranslator, node: note_sources) -> None:
    """Open the works that a note names."""
    self.begin("note-sources")


def skip(self: TypstTranslator, node: note_backlink) -> None:
    """Write nothing: a footnote leads back by itself."""
    raise nodes.SkipNode


def visit_unverified(self: TypstTranslator, node: unverified) -> None:
    """Open an unverified sentence."""
    self.begin("unverified")


def visit_unverified_legend(self: TypstTranslator, node: unverified_legend) -> None:
    """Open the legend."""
    self.begin("unverified-legend")


def visit_emendation_sign(self: TypstTranslator, node: emendation_sign) -> None:
    """Open the sign after emended words."""
    self.begin("super")


def visit_lemma_sign(self: TypstTranslator, node: lemma_sign) -> None:
    """Open the sign after a lemma, which bears the label that what hangs there leads back to."""
    self.flush_anchors()
    self.begin("super")
