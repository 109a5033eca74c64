"""The printed page: transforms and visitors for Typst, the template, and the layout."""

from __future__ import annotations

from collections.abc import Mapping

from docutils.nodes import Element, citation, label

from critical_edition.domain import commentary_nodes as said
from critical_edition.domain import nodes as own
from critical_edition.outputs.doctree.apparatus.nodes import native_form, timeline
from critical_edition.outputs.doctree.bibliography import works_entry, works_ways
from critical_edition.outputs.output import Output, Visitors, pass_by, skip
from critical_edition.outputs.pdf import visitors
from critical_edition.outputs.pdf.registering import setup_pdf

_VISITORS: Mapping[type[Element], Visitors] = {
    own.passage: (visitors.visit_passage, visitors.close),
    own.passage_head: (visitors.visit_passage_head, visitors.close),
    own.passage_number: (visitors.visit_passage_number, None),
    own.passage_incipit: (visitors.visit_incipit, visitors.close),
    own.passage_pages: (visitors.visit_pages, visitors.close),
    own.passage_blocks: (visitors.visit_passage_blocks, pass_by),
    own.gloss: (visitors.visit_gloss, visitors.close),
    own.page_break: (visitors.visit_page_break, None),
    own.note_marker: (visitors.visit_note_marker, visitors.depart_note_marker),
    own.marker_list: (visitors.visit_marker_list, visitors.close),
    own.authornote: (visitors.visit_authornote, visitors.close),
    own.note_number: (visitors.visit_note_number, visitors.close),
    own.note_backlink: (skip, None),
    own.note_sources: (visitors.visit_note_sources, visitors.close),
    own.note_list: (visitors.visit_note_list, visitors.close),
    own.unverified: (visitors.visit_unverified, visitors.close),
    own.unverified_legend: (visitors.visit_unverified_legend, visitors.close),
    own.emendation: (visitors.typst_pass, visitors.typst_pass),
    own.apparatus_entry: (visitors.typst_pass, visitors.typst_pass),
    own.apparatus_criticus: (skip, None),
    own.emendation_sign: (visitors.visit_emendation_sign, None),
    own.lemma_span: (visitors.visit_lemma_span, visitors.typst_pass),
    own.lemma_sign: (visitors.visit_lemma_sign, visitors.close),
    own.book_part: (visitors.visit_book_part, visitors.close),
    own.margin_store: (visitors.visit_margin_store, visitors.depart_margin_store),
    own.margin_note: (visitors.visit_margin_note, visitors.depart_margin_note),
    own.margin_slot: (visitors.visit_margin_slot, None),
    own.margin_spot: (visitors.visit_margin_spot, None),
    own.carried_notes: (visitors.visit_carried_notes, None),
    own.named_here: (visitors.visit_named_here, None),
    own.page_reference: (visitors.visit_page_reference, None),
    said.argument_map: (visitors.visit_map_typst, None),
    said.argument: (visitors.visit_argument, visitors.depart_argument),
    said.kind_filter: (skip, None),
    said.screen_part: (skip, None),
    said.screen_words: (skip, None),
    timeline: (skip, None),
    native_form: (visitors.visit_printed_form, pass_by),
    works_entry: visitors.by_function("works-entry"),
    works_ways: visitors.by_function("works-ways"),
}

OUTPUT = Output(
    "pdf",
    ("typst",),
    _VISITORS,
    {citation: (visitors.visit_citation, visitors.close), label: (visitors.skip_label, None)},
    setup_pdf,
)
