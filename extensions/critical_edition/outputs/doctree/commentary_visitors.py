"""How the nodes of the commentary's generated pages are written, where their base class would not do.

A map is drawn into a page of HTML with links, and into a book for print without; elsewhere its list
says the same. What only a page on a screen has room for is left out of books.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from critical_edition.domain import commentary_nodes
from critical_edition.domain.commentary_nodes import (
    kind_filter,
    screen_part,
    screen_words,
    synopsis_part,
)
from critical_edition.weaving import argument_map
from critical_edition.weaving.views import MapView

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinx_typst.translator import TypstTranslator

Visitors = tuple[Callable[[Any, Any], None], Callable[[Any, Any], None] | None]

PRINT_WIDTHS = {"strip": 470, "overview": 560}
"""How wide a map is for a book, in the units in which its type is 10 high."""

INK = "#1a1a1a"


def setup(app: Sphinx) -> None:
    """Register the nodes."""
    unseen: Visitors = (skip, None)
    books = ("text", "man", "latex", "texinfo", "typst")
    special: Mapping[type[nodes.Element], dict[str, Visitors]] = {
        commentary_nodes.argument_map: {
            "html": (visit_map, None),
            **dict.fromkeys(books, unseen),
            "typst": (visit_map_typst, None),
        },
        kind_filter: {"html": (visit_filter, None), **dict.fromkeys(books, unseen)},
        screen_part: {"html": (visit_screen_part, pass_by), **dict.fromkeys(books, unseen)},
        screen_words: {"html": (visit_screen_part, pass_by), **dict.fromkeys(books, unseen)},
        synopsis_part: {"html": (visit_part, depart_part)},
        commentary_nodes.argument: {"typst": (visit_argument, depart_argument)},
    }
    for plain in commentary_nodes.ALL:
        if plain not in special:
            app.add_node(plain)
    for node, visitors in special.items():
        app.add_node(node, **visitors)  # type: ignore[arg-type]


def skip(self: Any, node: nodes.Element) -> None:
    """Leave it out."""
    raise nodes.SkipNode


def pass_by(self: Any, node: nodes.Element) -> None:
    """Write the children alone."""


# -- what is drawn -----------------------------------------------------------------------------


def _draw(node: commentary_nodes.argument_map, width: float | None) -> str:
    view = node.view
    assert isinstance(view, MapView)
    addresses: dict[str, str] = {}
    for mark in node.findall(nodes.inline):
        if "mark" not in mark:
            continue
        for link in mark.findall(nodes.reference):
            address = link["refuri"] if "refuri" in link else f"#{link.get('refid', '')}"
            addresses[mark["mark"]] = address

    def address_of(mark: str) -> str:
        return "" if width else addresses.get(mark, "")

    wide = width or argument_map.WIDTH
    if node["what"] == "overview":
        return argument_map.draw_overview(view.arguments, view.passages, address_of, wide)
    return argument_map.draw_strip(view.arguments[0], view.passages, address_of, wide)


def visit_map(self: HTML5Translator, node: commentary_nodes.argument_map) -> None:
    """Draw the map into the page, in a frame that scrolls where the window is narrow.

    EPUB has the list alone: a page with inline SVG must be declared in the package, which Sphinx's
    builder does not do.
    """
    if self.builder.name != "epub" and (drawn := _draw(node, None)):
        label = "Map: the list after it says the same"
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
        '<button type="button" name="closer" aria-label="Zoom in">+</button>\n'
        '<button type="button" name="farther" aria-label="Zoom out" disabled>\u2212</button>\n'
        '<button type="button" name="whole" disabled>Whole map</button>\n'
        '<label>Highlight <select autocomplete="off"><option value="">all arguments</option>'
        f"{options}</select></label>\n"
        '<span class="map-hint">Arrow keys go from passage to passage; + and \u2212 zoom;'
        " drag to move.</span>\n</div>\n"
    )


def visit_map_typst(self: TypstTranslator, node: commentary_nodes.argument_map) -> None:
    """Set the map as a picture as wide as the text."""
    drawn = _draw(node, PRINT_WIDTHS[node["what"]])
    if drawn:
        drawn = drawn.replace("currentColor", INK)
        what = (
            "Arguments and passages" if node["what"] == "overview" else "The argument's parallels"
        )
        self.out.begin_call(
            "argument-map", drawn, alt=f"{what}, drawn through the essay; a list says the same."
        )
        self.out.end_call()
    raise nodes.SkipNode


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
        ("all", "all kinds"),
        *((kind.id, kind.id) for kind in self.config.edition_profile.kinds),
    ]
    buttons = "".join(
        f'<label><input type="radio" name="kind" id="kind-{value}"'
        f"{' checked' if value == 'all' else ''}> {html.escape(words)}</label>\n"
        for value, words in choices
    )
    self.body.append(
        f'<fieldset class="kind-filter"><legend>Show comments of</legend>\n{buttons}</fieldset>\n'
    )
    raise nodes.SkipNode


def visit_argument(self: TypstTranslator, node: commentary_nodes.argument) -> None:
    """Open an argument's statement, which stays with the drawing that follows."""
    self.begin("argument-statement")


def depart_argument(self: TypstTranslator, node: commentary_nodes.argument) -> None:
    """Close it."""
    self.flush_anchors()
    self.end()


# -- passages side by side ---------------------------------------------------------------------


def visit_part(self: HTML5Translator, node: synopsis_part) -> None:
    """Open a part of a passage."""
    self.body.append(self.starttag(node, "div", CLASS="synopsis-part"))


def depart_part(self: HTML5Translator, node: synopsis_part) -> None:
    """Close it."""
    self.body.append("</div>\n")
