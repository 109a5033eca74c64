"""How native forms and the chronology's picture are written.

The fonts of the PDFs have the Latin and Cyrillic letters: names in another script are left out of
them, since boxes tell nobody anything. The picture is written inline in HTML, not at all elsewhere: the
table that follows it says the same. EPUB has the table alone, since a page with inline SVG must
be declared in the package, which Sphinx's builder does not do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from critical_edition.domain import lists as sources
from critical_edition.outputs.doctree.apparatus import picture, setting
from critical_edition.outputs.doctree.apparatus.nodes import native_form, timeline

Visitors = tuple[Callable[[Any, Any], None], Callable[[Any, Any], None]]


def visit_timeline(self: HTML5Translator, node: timeline) -> None:
    """Draw the picture into the page."""
    if self.builder.name != "epub":
        events = sources.of(self.builder.env).registers.chronology()
        self.body.append(f'<div class="timeline">\n{picture.svg(events)}\n</div>\n')
    raise nodes.SkipNode


def skip(self: Any, node: timeline) -> NoReturn:
    """Leave the picture out."""
    raise nodes.SkipNode


def pass_by(self: Any, node: native_form) -> None:
    """Write the children alone."""


def visit_printed_form(self: Any, node: native_form) -> None:
    """Leave out a form that the fonts cannot show."""
    if node["script"] not in setting.PRINTED:
        raise nodes.SkipNode
