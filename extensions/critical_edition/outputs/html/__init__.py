"""HTML: visitors, the theme's templates, styles, scripts and the data of previews."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from docutils.nodes import Element, citation, label

from critical_edition.domain import commentary_nodes as said
from critical_edition.domain import nodes as own
from critical_edition.model.established import Mode
from critical_edition.model.i18n import _
from critical_edition.outputs.doctree.apparatus.nodes import native_form, timeline
from critical_edition.outputs.html import (
    arrange,
    assets,
    comment_here,
    describing,
    drawings,
    entries,
    front,
    layers,
    places,
    previews,
    search,
    sharing,
    visitors,
    works,
)
from critical_edition.outputs.html.transforms import AnchorsOfOnePage, BreakAddresses
from critical_edition.outputs.output import Output, Visitors, pass_by

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

# Docutils' own; the theme has it already.
_VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1" />'
_CAPTION = '<p class="caption" role="heading"'


def _setup(app: Sphinx) -> None:
    """Register the styles and scripts, and what the templates need to know."""
    app.add_css_file("edition.css")
    app.add_css_file("commentary.css")
    app.add_post_transform(AnchorsOfOnePage)
    app.add_post_transform(BreakAddresses)
    app.add_post_transform(entries.LinkEntries)
    arrange.setup(app)
    assets.setup(app)
    previews.setup(app)
    places.setup(app)
    describing.setup(app)
    front.setup(app)
    search.setup(app)
    sharing.setup(app)
    works.setup(app)
    comment_here.setup(app)
    # After the theme's own, which decides on the column of contents.
    app.connect("html-page-context", _add_context, priority=900)


def _add_context(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    for name in ("body", "furo_navigation_tree"):
        if name in context:
            # Sphinx's captions of lists are headings that do not say of what level.
            context[name] = str(context[name]).replace(_CAPTION, f'{_CAPTION} aria-level="2"')
    context["metatags"] = str(context.get("metatags") or "").replace(_VIEWPORT, "").strip("\n")
    work = app.config.edition_profile.work
    context["edition_"] = _
    context["edition_notice"] = ""
    if app.config.edition_mode == Mode.FULL and work.rights == "restricted":
        context["edition_notice"] = _(
            "This is the full edition, built from a reader’s own copy of the {noun}, which is under "
            "copyright. Only those who hold the rights may publish it."
        ).format(noun=app.config.edition_profile.noun)
    context["edition_is_screen"] = arrange.for_screen(app.builder)
    context["edition_rare_letters"] = assets.rare_letters(str(context.get("body", "")))
    shown = doctree is not None and arrange.for_screen(app.builder)
    found = layers.of_page(doctree, app.config.edition_profile) if doctree and shown else ()
    context["edition_layers"] = found
    context["edition_witnesses"] = (
        layers.witnesses(doctree, app.config.edition_profile) if doctree and found else ()
    )
    if found:
        # Notes stand where the theme would have the contents of the page, which has but one heading.
        context["furo_hide_toc"] = True


_VISITORS: Mapping[type[Element], Visitors] = {
    own.passage: (visitors.visit_passage, visitors.depart_block),
    own.passage_head: (visitors.visit_passage_head, visitors.depart_paragraph),
    own.passage_number: (visitors.visit_number, None),
    own.passage_incipit: (visitors.visit_incipit, visitors.depart_span),
    own.passage_pages: (visitors.visit_pages, visitors.depart_span),
    own.passage_text: (visitors.visit_passage_text, visitors.depart_paragraph),
    own.passage_blocks: (visitors.visit_passage_blocks, visitors.depart_block),
    own.gloss: (visitors.visit_gloss, visitors.depart_block),
    own.page_break: (visitors.visit_page_break, None),
    own.note_marker: (visitors.visit_note_marker, None),
    own.marker_list: (visitors.visit_marker_list, visitors.depart_span),
    own.authornote: (visitors.visit_authornote, visitors.depart_block),
    own.note_number: (visitors.visit_number, None),
    own.note_backlink: (visitors.visit_note_backlink, None),
    own.note_sources: (visitors.visit_note_sources, visitors.depart_paragraph),
    own.note_list: (visitors.visit_note_list, visitors.depart_note_list),
    own.unverified: (visitors.visit_unverified, visitors.depart_unverified),
    own.unverified_legend: (visitors.visit_unverified_legend, visitors.depart_paragraph),
    own.emendation: (visitors.visit_emendation, visitors.depart_span),
    own.emendation_sign: (visitors.visit_emendation_sign, None),
    own.apparatus_entry: (visitors.visit_apparatus_entry, visitors.depart_span),
    own.apparatus_criticus: (visitors.visit_apparatus_criticus, visitors.depart_paragraph),
    own.lemma_span: (visitors.visit_lemma_span, visitors.depart_span),
    own.lemma_sign: (visitors.visit_lemma_sign, None),
    said.comment_list: (arrange.visit_plain, arrange.depart_block),
    said.editorial_comment: (arrange.visit_plain, arrange.depart_block),
    said.parallel_list: (arrange.visit_plain, arrange.depart_block),
    said.comment_letter: (arrange.visit_letter, arrange.depart_letter),
    said.argument_map: (drawings.visit_map, None),
    said.kind_filter: (drawings.visit_filter, None),
    said.screen_part: (drawings.visit_screen_part, pass_by),
    said.screen_words: (drawings.visit_screen_part, pass_by),
    said.synopsis_part: (drawings.visit_part, drawings.depart_part),
    timeline: (drawings.visit_timeline, None),
    native_form: (pass_by, pass_by),
}

OUTPUT = Output(
    "html",
    ("html",),  # EPUB too, but for a few: see critical_edition.outputs.epub
    _VISITORS,
    {
        citation: (visitors.visit_citation, visitors.depart_citation),
        label: (visitors.visit_label, visitors.depart_label),
    },
    _setup,
)
