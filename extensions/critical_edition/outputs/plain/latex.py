"""How the edition's nodes are written as LaTeX: plain, as a fallback for the PDF made with Typst."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from critical_edition.domain.nodes import (
    authornote,
    emendation_sign,
    gloss,
    lemma_sign,
    marker_list,
    note_backlink,
    note_marker,
    note_number,
    note_sources,
    page_break,
    passage,
    passage_head,
    passage_number,
    passage_pages,
    passage_text,
    unverified,
)
from critical_edition.model.i18n import _

if TYPE_CHECKING:
    from sphinx.writers.latex import LaTeXTranslator


def visit_block(self: LaTeXTranslator, node: passage | authornote) -> None:
    """Write the place's label at its head."""
    self.body.append("\n" + self.hypertarget_to(node, anchor=True) + "%\n")


def latex_pass(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Write the children alone."""


def visit_paragraph(self: LaTeXTranslator, node: passage_head | passage_text) -> None:
    """Begin a paragraph, with the labels that it bears."""
    self.body.append("\n\\noindent " + self.hypertarget_to(node))


def depart_paragraph(self: LaTeXTranslator, node: nodes.Element) -> None:
    """End it."""
    self.body.append("\n\n")


def visit_number(self: LaTeXTranslator, node: passage_number | note_number) -> None:
    """Write a number in bold type."""
    labels = self.hypertarget_to(node)
    self.body.append(f"{labels}\\sphinxstylestrong{{{self.encode(node.astext().strip())}}} ")
    raise nodes.SkipNode


def visit_pages(self: LaTeXTranslator, node: passage_pages) -> None:
    """Begin a passage's pages, with the labels of those that begin in it."""
    self.body.append("(" + self.hypertarget_to(node))


def depart_pages(self: LaTeXTranslator, node: passage_pages) -> None:
    """End them."""
    self.body.append(")")


def visit_gloss(self: LaTeXTranslator, node: gloss) -> None:
    """Begin our summary, set off from the text."""
    self.body.append("\n\\begin{quote}\\small\n")


def depart_gloss(self: LaTeXTranslator, node: gloss) -> None:
    """End it."""
    self.body.append("\n\\end{quote}\n")


def visit_page_break(self: LaTeXTranslator, node: page_break) -> None:
    """Write a bar at which the page begins, within its word if need be, its number in the margin."""
    word, at = node.astext(), node.get("at", 0)
    number = f"\\marginpar{{\\scriptsize\\textbar {node['page']}}}"
    point = f"{self.hypertarget_to(node)}\\textbar{{}}{number}"
    self.body.append(f"{self.encode(word[:at])}{point}{self.encode(word[at:])}")
    raise nodes.SkipNode


def visit_marker_list(self: LaTeXTranslator, node: marker_list) -> None:
    """Write the word before the numbers of a passage's notes."""
    single = sum(1 for __ in node.findall(note_marker)) == 1
    self.body.append(f"{_('note')} " if single else f"{_('notes')} ")


def visit_note_marker(self: LaTeXTranslator, node: note_marker) -> None:
    """Begin a note's marker, raised but in a passage's head."""
    self.body.append(self.hypertarget_to(node, anchor=True) if node["ids"] else "")
    self.body.append("{" if isinstance(node.parent, marker_list) else "\\textsuperscript{")


def depart_braces(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Close a group."""
    self.body.append("}")


def visit_note_sources(self: LaTeXTranslator, node: note_sources) -> None:
    """Begin the works that a note names."""
    self.body.append(f"\n\\noindent {_('Sources: ')}")


def skip(self: LaTeXTranslator, node: note_backlink) -> None:
    """Write nothing: paper has no way back but the number."""
    raise nodes.SkipNode


def depart_unverified(self: LaTeXTranslator, node: unverified) -> None:
    """Write the sign of an unverified sentence."""
    self.body.append("\\textsuperscript{\\textdegree}")


def visit_emendation_sign(self: LaTeXTranslator, node: emendation_sign) -> None:
    """Begin the sign after emended words."""
    self.body.append("\\textsuperscript{")


def visit_lemma_sign(self: LaTeXTranslator, node: lemma_sign) -> None:
    """Write the sign after a lemma, with its label and the link to what hangs there."""
    link = f"\\hyperref[{self.idescape(self.curfilestack[-1])}:{self.idescape(node['ref'])}]"
    sign = self.encode(node["sign"])
    self.body.append(f"{self.hypertarget_to(node)}\\textsuperscript{{{link}{{{sign}}}}}")
    raise nodes.SkipNode
