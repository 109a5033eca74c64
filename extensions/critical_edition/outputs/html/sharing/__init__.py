"""Citing and sharing: what a page tells machines of itself, and what a passage offers to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from critical_edition.domain.citations import shelf
from critical_edition.domain.edition import get_domain
from critical_edition.outputs.html.sharing import citing, metadata

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register the event."""
    app.connect("html-page-context", _add)


def _add(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if app.builder.name not in ("html", "dirhtml") or doctree is None:
        return
    found = shelf(app.env)
    work = found.works.get(app.config.edition_work)
    if work is None:
        return  # no work is named, or one that is not there: pages offer nothing to cite
    title = doctree.next_node(nodes.title)
    page = metadata.Page(
        heading=title.astext() if title is not None else app.config.project,
        edition=app.config.project,
        editors=app.config.author,
        contributors=tuple(app.config.edition_contributors),
        version=app.config.release,
        language=app.config.language,
        address=str(context.get("pageurl") or ""),
        home=pagename == app.config.root_doc,
    )
    context["metatags"] = context.get("metatags", "") + metadata.tags(work, page)
    passages = [r for r in get_domain(app.env).passages().values() if r.docname == pagename]
    if passages:
        context["metatags"] += citing.script(work, passages, page, found.shared)
        app.add_css_file("edition-cite.css")
        app.add_js_file("edition-cite.js", loading_method="defer")
