"""The generated pages of the commentary, filled when they are written.

A module each: all comments in order, the table of parallels, the synopsis, an argument's own page,
the map, and the record of authors. Each has a function from the page that is filled to its nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from docutils import nodes

from critical_edition.domain.commentary_nodes import woven_place
from critical_edition.outputs.doctree.pages import (
    authors,
    commentary,
    mapped,
    parallels,
    steps,
    synoptic,
)
from critical_edition.outputs.doctree.pages.page import Page

if TYPE_CHECKING:
    from critical_edition.outputs.doctree.weave import Weave

FILL: Mapping[str, Callable[[Page], Iterator[nodes.Node]]] = {
    "commentary": commentary.fill,
    "comment-authors": authors.fill,
    "parallels": parallels.fill,
    "synopsis": synoptic.fill,
    "argument-map": mapped.fill,
    "argument-steps": steps.fill,
}
"""By what a place says that it is filled with."""

DIRECTIVES = tuple(what for what in FILL if what != "argument-steps")
"""The directives of the generated pages; an argument's own part follows its statement."""


def fill(weave: Weave, place: woven_place) -> list[nodes.Node]:
    """Return what a place is filled with."""
    return list(FILL[place["what"]](Page(weave, place)))
