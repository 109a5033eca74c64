"""HTML: visitors, the theme's templates, styles, scripts and the data of previews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from critical_edition.model.established import Mode
from critical_edition.outputs.html import (
    arrange,
    assets,
    describing,
    entries,
    layers,
    places,
    previews,
)
from critical_edition.outputs.html.transforms import AnchorsOfOnePage, BreakAddresses

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

# Docutils' own; the theme has it already.
_VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1" />'
_CAPTION = '<p class="caption" role="heading"'


def setup_html(app: Sphinx) -> None:
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
    context["edition_is_full"] = app.config.edition_mode == Mode.FULL
    context["edition_is_screen"] = arrange.for_screen(app.builder)
    context["edition_rare_letters"] = assets.rare_letters(str(context.get("body", "")))
    shown = doctree is not None and arrange.for_screen(app.builder)
    found = layers.of_page(doctree, app.config.edition_profile) if doctree and shown else ()
    context["edition_layers"] = found
    if found:
        # Notes stand where the theme would have the contents of the page, which has but one heading.
        context["furo_hide_toc"] = True
