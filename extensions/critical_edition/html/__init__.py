"""HTML: visitors, the theme's templates and the styles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from critical_edition.html.transforms import AnchorsOfOnePage
from critical_edition.model import Mode

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def setup_html(app: Sphinx) -> None:
    """Register the styles, and what the templates need to know."""
    app.add_css_file("edition.css")
    app.add_css_file("commentary.css")
    app.add_post_transform(AnchorsOfOnePage)
    app.connect("html-page-context", _add_context)


def _add_context(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    context["edition_is_full"] = app.config.edition_mode == Mode.FULL
