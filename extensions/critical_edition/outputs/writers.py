"""Which visitors write which node, for every builder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from docutils.nodes import citation, label

from critical_edition.domain import nodes
from critical_edition.outputs.html import visitors as html
from critical_edition.outputs.pdf import visitors as typst
from critical_edition.outputs.plain import latex
from critical_edition.outputs.plain import text as plain

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx

Visitor = Callable[[Any, Any], None]
Visitors = tuple[Visitor, Visitor | None]

HTML: Mapping[type[Element], Visitors] = {
    nodes.passage: (html.visit_passage, html.depart_block),
    nodes.passage_head: (html.visit_passage_head, html.depart_paragraph),
    nodes.passage_number: (html.visit_number, None),
    nodes.passage_incipit: (html.visit_incipit, html.depart_span),
    nodes.passage_pages: (html.visit_pages, html.depart_span),
    nodes.passage_text: (html.visit_passage_text, html.depart_paragraph),
    nodes.passage_blocks: (html.visit_passage_blocks, html.depart_block),
    nodes.gloss: (html.visit_gloss, html.depart_block),
    nodes.page_break: (html.visit_page_break, None),
    nodes.note_marker: (html.visit_note_marker, None),
    nodes.marker_list: (html.visit_marker_list, html.depart_span),
    nodes.authornote: (html.visit_authornote, html.depart_block),
    nodes.note_number: (html.visit_number, None),
    nodes.note_backlink: (html.visit_note_backlink, None),
    nodes.note_sources: (html.visit_note_sources, html.depart_paragraph),
    nodes.note_list: (html.visit_note_list, html.depart_note_list),
    nodes.unverified: (html.visit_unverified, html.depart_unverified),
    nodes.unverified_legend: (html.visit_unverified_legend, html.depart_paragraph),
    nodes.emendation: (html.visit_emendation, html.depart_span),
    nodes.emendation_sign: (html.visit_emendation_sign, None),
    nodes.lemma_span: (html.visit_lemma_span, html.depart_span),
    nodes.lemma_sign: (html.visit_lemma_sign, None),
}

TEXT: Mapping[type[Element], Visitors] = {
    nodes.passage: (plain.text_pass, plain.text_pass),
    nodes.passage_number: (plain.text_number, None),
    nodes.passage_incipit: (plain.text_pass, plain.text_pass),
    nodes.passage_pages: (plain.text_pass, plain.text_pass),
    nodes.gloss: (plain.text_visit_gloss, plain.text_depart_gloss),
    nodes.page_break: (plain.text_page_break, None),
    nodes.note_marker: (plain.text_marker, None),
    nodes.marker_list: (plain.text_marker_list, plain.text_pass),
    nodes.authornote: (plain.text_pass, plain.text_pass),
    nodes.note_number: (plain.text_number, None),
    nodes.note_backlink: (plain.skip, None),
    nodes.note_sources: (plain.text_visit_sources, plain.text_depart_sources),
    nodes.note_list: (plain.text_pass, plain.text_pass),
    nodes.unverified: (plain.text_pass, plain.text_depart_unverified),
    nodes.emendation: (plain.text_pass, plain.text_pass),
    nodes.emendation_sign: (plain.text_emendation_sign, None),
    nodes.lemma_span: (plain.text_pass, plain.text_pass),
    nodes.lemma_sign: (plain.text_lemma_sign, None),
}

MAN: Mapping[type[Element], Visitors] = {
    nodes.passage: (plain.man_pass, plain.man_pass),
    nodes.passage_number: (plain.man_number, None),
    nodes.passage_incipit: (plain.man_pass, plain.man_pass),
    nodes.passage_pages: (plain.man_pass, plain.man_pass),
    nodes.gloss: (plain.man_visit_gloss, plain.man_depart_gloss),
    nodes.page_break: (plain.man_page_break, None),
    nodes.note_marker: (plain.man_marker, None),
    nodes.marker_list: (plain.man_marker_list, plain.man_pass),
    nodes.authornote: (plain.man_pass, plain.man_pass),
    nodes.note_number: (plain.man_number, None),
    nodes.note_backlink: (plain.skip, None),
    nodes.note_sources: (plain.man_visit_sources, plain.man_depart_sources),
    nodes.note_list: (plain.man_pass, plain.man_pass),
    nodes.unverified: (plain.man_pass, plain.man_depart_unverified),
    nodes.emendation: (plain.man_pass, plain.man_pass),
    nodes.emendation_sign: (plain.man_emendation_sign, None),
    nodes.lemma_span: (plain.man_pass, plain.man_pass),
    nodes.lemma_sign: (plain.man_lemma_sign, None),
}

LATEX: Mapping[type[Element], Visitors] = {
    nodes.passage: (latex.visit_block, latex.latex_pass),
    nodes.passage_head: (latex.visit_paragraph, latex.depart_paragraph),
    nodes.passage_number: (latex.visit_number, None),
    nodes.passage_incipit: (latex.latex_pass, latex.latex_pass),
    nodes.passage_pages: (latex.visit_pages, latex.depart_pages),
    nodes.passage_text: (latex.visit_paragraph, latex.depart_paragraph),
    nodes.gloss: (latex.visit_gloss, latex.depart_gloss),
    nodes.page_break: (latex.visit_page_break, None),
    nodes.note_marker: (latex.visit_note_marker, latex.depart_braces),
    nodes.marker_list: (latex.visit_marker_list, latex.latex_pass),
    nodes.authornote: (latex.visit_block, latex.latex_pass),
    nodes.note_number: (latex.visit_number, None),
    nodes.note_backlink: (latex.skip, None),
    nodes.note_sources: (latex.visit_note_sources, latex.depart_paragraph),
    nodes.note_list: (latex.latex_pass, latex.latex_pass),
    nodes.unverified: (latex.latex_pass, latex.depart_unverified),
    nodes.emendation: (latex.latex_pass, latex.latex_pass),
    nodes.emendation_sign: (latex.visit_emendation_sign, latex.depart_braces),
    nodes.lemma_span: (latex.latex_pass, latex.latex_pass),
    nodes.lemma_sign: (latex.visit_lemma_sign, None),
}

TYPST: Mapping[type[Element], Visitors] = {
    nodes.passage: (typst.visit_passage, typst.close),
    nodes.passage_head: (typst.visit_passage_head, typst.close),
    nodes.passage_number: (typst.visit_passage_number, None),
    nodes.passage_incipit: (typst.visit_incipit, typst.close),
    nodes.passage_pages: (typst.visit_pages, typst.close),
    nodes.passage_blocks: (typst.visit_passage_blocks, typst.typst_pass),
    nodes.gloss: (typst.visit_gloss, typst.close),
    nodes.page_break: (typst.visit_page_break, None),
    nodes.note_marker: (typst.visit_note_marker, typst.depart_note_marker),
    nodes.marker_list: (typst.visit_marker_list, typst.close),
    nodes.authornote: (typst.visit_authornote, typst.close),
    nodes.note_number: (typst.visit_note_number, typst.close),
    nodes.note_backlink: (typst.skip, None),
    nodes.note_sources: (typst.visit_note_sources, typst.close),
    nodes.note_list: (typst.visit_note_list, typst.close),
    nodes.unverified: (typst.visit_unverified, typst.close),
    nodes.unverified_legend: (typst.visit_unverified_legend, typst.close),
    nodes.emendation: (typst.typst_pass, typst.typst_pass),
    nodes.emendation_sign: (typst.visit_emendation_sign, typst.close),
    nodes.lemma_span: (typst.visit_lemma_span, typst.typst_pass),
    nodes.lemma_sign: (typst.visit_lemma_sign, typst.close),
    nodes.book_part: (typst.visit_book_part, typst.close),
    nodes.margin_store: (typst.visit_margin_store, typst.depart_margin_store),
    nodes.margin_note: (typst.visit_margin_note, typst.depart_margin_note),
    nodes.margin_slot: (typst.visit_margin_slot, None),
    nodes.margin_spot: (typst.visit_margin_spot, None),
    nodes.carried_notes: (typst.visit_carried_notes, None),
    nodes.named_here: (typst.visit_named_here, None),
    nodes.page_reference: (typst.visit_page_reference, None),
}

BUILDERS: Mapping[str, Mapping[type[Element], Visitors]] = {
    "html": HTML,  # EPUB too
    "text": TEXT,
    "man": MAN,
    "latex": LATEX,
    "typst": TYPST,
}
"""The XML writer writes every node under its own name, and needs no visitors."""


def add_nodes(app: Sphinx) -> None:
    """Register every node with its visitors; a builder without one treats it as its base class."""
    for node in dict.fromkeys([*HTML, *TYPST]):
        visitors: dict[str, Any] = {
            name: table[node] for name, table in BUILDERS.items() if node in table
        }
        app.add_node(node, **visitors)
    app.add_node(
        citation,
        override=True,
        html=(html.visit_citation, html.depart_citation),
        typst=(typst.visit_citation, typst.close),
    )
    app.add_node(
        label,
        override=True,
        html=(html.visit_label, html.depart_label),
        typst=(typst.skip_label, None),
    )
