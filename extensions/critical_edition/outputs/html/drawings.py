"""Drawings in pages, and what only a page of its own on a screen has room for.

A map is drawn into a page of HTML with links, and into a book for print without; elsewhere its list
says the same. What only a page on a screen has room for is left out of books.
"""

from __future__ import annotations

import html

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from critical_edition.domain import commentary_nodes
from critical_edition.domain import lists as sources
from critical_edition.domain.commentary_nodes import (
    kind_filter,
    synopsis_part,
)
from critical_edition.model.i18n import _
from critical_edition.outputs.doctree.apparatus import picture
from critical_edition.outputs.doctree.apparatus.nodes import timeline
from critical_edition.outputs.doctree.drawing import draw
from critical_edition.weaving import argument_map
from critical_edition.weaving.views import MapView

MARKS = ("passage", "argument", "parallel")
"""The marks of a map that are links."""

# -- what is drawn -----------------------------------------------------------------------------


def visit_map(self: HTML5Translator, node: commentary_nodes.argument_map) -> None:
    """Draw the map into the page, in a frame that scrolls where the window is narrow."""
    if drawn := draw(node, self.config.edition_profile.noun, linked=MARKS):
        label = html.escape(_("Map: the list after it says the same"))
        style = ""
        if node["what"] == "overview" and on_screen(self):
            # Where there is little room, the stylesheet shortens the column of names.
            assert isinstance(node.view, MapView)
            end = argument_map.names_end(node.view.arguments)
            style = f' style="--names: {end / argument_map.WIDTH:.4f}"'
        self.body.append(
            f'{_map_tools(self, node)}<div class="argument-map-frame" role="group" tabindex="0"'
            f'{style} aria-label="{label}">\n{drawn}\n</div>\n'
        )
    raise nodes.SkipNode


def _map_tools(self: HTML5Translator, node: commentary_nodes.argument_map) -> str:
    """Return what moves the overview: hidden, for a script to answer and show.

    They are written here so that they have their place when the page is first painted.
    """
    if node["what"] != "overview" or not on_screen(self):
        return ""
    assert isinstance(node.view, MapView)
    options = "".join(
        f'<option value="{html.escape(drawn.argument.id)}">{html.escape(drawn.argument.title)}</option>'
        for drawn in node.view.arguments
    )
    return (
        '<div class="map-tools" hidden>\n'
        f'<button type="button" name="closer" aria-label="{_("Zoom in")}">+</button>\n'
        f'<button type="button" name="farther" aria-label="{_("Zoom out")}" disabled>\u2212</button>\n'
        f'<button type="button" name="whole" disabled>{_("Whole map")}</button>\n'
        f'<label>{_("Highlight")} <select autocomplete="off"><option value="">{_("all arguments")}</option>'
        f"{options}</select></label>\n"
        '<span class="map-hint">'
        + _("Arrow keys go from passage to passage; + and \u2212 zoom; drag to move.")
        + "</span>\n</div>\n"
    )


# -- pages on a screen -------------------------------------------------------------------------


def on_screen(self: HTML5Translator) -> bool:
    """Whether each document is a page of its own."""
    return self.builder.name in ("html", "dirhtml")


def visit_screen_part(self: HTML5Translator, node: nodes.Element) -> None:
    """Write the children, unless all pages are one."""
    if not on_screen(self):
        raise nodes.SkipNode


def visit_filter(self: HTML5Translator, node: kind_filter) -> None:
    """Write a choice that needs no script: the stylesheet hides what is not chosen."""
    if not on_screen(self):
        raise nodes.SkipNode
    choices = [
        ("all", _("all kinds")),
        *((kind.id, _(kind.id)) for kind in self.config.edition_profile.kinds),
    ]
    buttons = "".join(
        f'<label><input type="radio" name="kind" id="kind-{value}"'
        f"{' checked' if value == 'all' else ''}> {html.escape(words)}</label>\n"
        for value, words in choices
    )
    legend = f"<legend>{_('Show comments of')}</legend>"
    self.body.append(f'<fieldset class="kind-filter">{legend}\n{buttons}</fieldset>\n')
    raise nodes.SkipNode


# -- passages side by side ---------------------------------------------------------------------


def visit_part(self: HTML5Translator, node: synopsis_part) -> None:
    """Open a part of a passage."""
    self.body.append(self.starttag(node, "div", CLASS="synopsis-part"))


def depart_part(self: HTML5Translator, node: synopsis_part) -> None:
    """Close it."""
    self.body.append("</div>\n")


def visit_timeline(self: HTML5Translator, node: timeline) -> None:
    """Draw the picture into the page."""
    events = sources.of(self.builder.env).registers.chronology()
    self.body.append(f'<div class="timeline">\n{picture.svg(events)}\n</div>\n')
    raise nodes.SkipNode
