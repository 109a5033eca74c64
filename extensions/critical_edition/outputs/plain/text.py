"""How the edition's nodes are written as plain text; manual pages are written in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from critical_edition.domain.nodes import (
    emendation_sign,
    gloss,
    lemma_sign,
    marker_list,
    note_backlink,
    note_marker,
    note_number,
    note_sources,
    page_break,
    passage_number,
    unverified,
)
from critical_edition.model.i18n import N_, _

if TYPE_CHECKING:
    from sphinx.writers.manpage import ManualPageTranslator
    from sphinx.writers.text import TextTranslator


def page_break_text(node: page_break) -> str:
    """Return ``[564]`` with its white space; a word that the page divides stays whole."""
    number = f"[{node['page']}]"
    if word := node.astext():
        return f"{word} {number}"
    return f" {number}" if node["space"] == "before" else f"{number} "


def emendation_text(node: emendation_sign) -> str:
    """Return what the editors would read."""
    return f" [read: {node['reading']}]"


def marker_text(node: note_marker) -> str:
    """Return a note's marker: bare in a passage's head, else in brackets."""
    return f"{node['note']}" if isinstance(node.parent, marker_list) else f"[{node['note']}]"


def sign_text(node: lemma_sign) -> str:
    """Return the letter of a comment in brackets; that of a parallel would not help here."""
    return f"[{node['sign']}]" if node["kind"] == "comment" else ""


def marker_list_label(node: marker_list) -> str:
    """Return the word before the numbers of a passage's notes."""
    single = sum(1 for __ in node.findall(note_marker)) == 1
    return f"{_('note')} " if single else f"{_('notes')} "


def number_text(node: passage_number | note_number) -> str:
    """Return a number at the head of a passage or of a note."""
    number = node.astext().strip()
    return f"[{number}] " if isinstance(node, passage_number) else f"{number}. "


UNVERIFIED = "°"
SUMMARY = N_("Summary:")
SOURCES = N_("Sources: ")


def text_pass(self: TextTranslator, node: nodes.Element) -> None:
    """Write the children alone."""


def text_number(self: TextTranslator, node: passage_number | note_number) -> None:
    """Write a number."""
    self.add_text(number_text(node))
    raise nodes.SkipNode


def text_visit_gloss(self: TextTranslator, node: gloss) -> None:
    """Open our summary, indented."""
    self.new_state(4)
    self.add_text(_(SUMMARY))
    self.end_state(wrap=False)
    self.new_state(4)


def text_depart_gloss(self: TextTranslator, node: gloss) -> None:
    """Close our summary."""
    self.end_state()


def text_visit_sources(self: TextTranslator, node: note_sources) -> None:
    """Open the works that a note names."""
    self.new_state(0)
    self.add_text(_(SOURCES))


def text_depart_sources(self: TextTranslator, node: note_sources) -> None:
    """Close them."""
    self.end_state()


def text_page_break(self: TextTranslator, node: page_break) -> None:
    """Write the number of the page that begins."""
    self.add_text(page_break_text(node))
    raise nodes.SkipNode


def text_marker(self: TextTranslator, node: note_marker) -> None:
    """Write a note's number."""
    self.add_text(marker_text(node))
    raise nodes.SkipNode


def text_lemma_sign(self: TextTranslator, node: lemma_sign) -> None:
    """Write a comment's letter; parallels are named under the passage."""
    self.add_text(sign_text(node))
    raise nodes.SkipNode


def text_marker_list(self: TextTranslator, node: marker_list) -> None:
    """Write the word before the numbers."""
    self.add_text(marker_list_label(node))


def text_depart_unverified(self: TextTranslator, node: unverified) -> None:
    """Write the sign of an unverified sentence."""
    self.add_text(UNVERIFIED)


def text_emendation_sign(self: TextTranslator, node: emendation_sign) -> None:
    """Write what the editors would read."""
    self.add_text(emendation_text(node))
    raise nodes.SkipNode


def skip(self: TextTranslator | ManualPageTranslator, node: note_backlink) -> None:
    """Write nothing: paper has no way back but the number."""
    raise nodes.SkipNode


def man_pass(self: ManualPageTranslator, node: nodes.Element) -> None:
    """Write the children alone."""


def man_number(self: ManualPageTranslator, node: passage_number | note_number) -> None:
    """Write a number."""
    self.visit_Text(nodes.Text(number_text(node)))
    raise nodes.SkipNode


def man_visit_gloss(self: ManualPageTranslator, node: gloss) -> None:
    """Open our summary, indented."""
    self.visit_block_quote(node)


def man_depart_gloss(self: ManualPageTranslator, node: gloss) -> None:
    """Close our summary."""
    self.depart_block_quote(node)


def man_visit_sources(self: ManualPageTranslator, node: note_sources) -> None:
    """Open the works that a note names."""
    self.visit_paragraph(node)
    self.visit_Text(nodes.Text(_(SOURCES)))


def man_depart_sources(self: ManualPageTranslator, node: note_sources) -> None:
    """Close them."""
    self.depart_paragraph(node)


def man_page_break(self: ManualPageTranslator, node: page_break) -> None:
    """Write the number of the page that begins."""
    self.visit_Text(nodes.Text(page_break_text(node)))
    raise nodes.SkipNode


def man_marker(self: ManualPageTranslator, node: note_marker) -> None:
    """Write a note's number."""
    self.visit_Text(nodes.Text(marker_text(node)))
    raise nodes.SkipNode


def man_lemma_sign(self: ManualPageTranslator, node: lemma_sign) -> None:
    """Write a comment's letter."""
    self.visit_Text(nodes.Text(sign_text(node)))
    raise nodes.SkipNode


def man_marker_list(self: ManualPageTranslator, node: marker_list) -> None:
    """Write the word before the numbers."""
    self.visit_Text(nodes.Text(marker_list_label(node)))


def man_depart_unverified(self: ManualPageTranslator, node: unverified) -> None:
    """Write the sign of an unverified sentence."""
    self.visit_Text(nodes.Text(UNVERIFIED))


def man_emendation_sign(self: ManualPageTranslator, node: emendation_sign) -> None:
    """Write what the editors would read."""
    self.visit_Text(nodes.Text(emendation_text(node)))
    raise nodes.SkipNode
