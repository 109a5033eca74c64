"""EPUB 3: a book for reading devices, packed by a builder of our own on Sphinx's.

The pages are those of HTML but for what a reading device needs: types of EPUB beside the roles, notes
and comments that pop up, signs that are words and not styles, and no script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from critical_edition.outputs.epub.builder import EditionEpubBuilder
from critical_edition.outputs.epub.transforms import (
    AbbreviateNames,
    LeadNowhereOutside,
    ReferToComments,
)
from critical_edition.outputs.output import Output

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _setup(app: Sphinx) -> None:
    """Put the builder in the place of Sphinx's, and register what it changes in pages."""
    app.add_builder(EditionEpubBuilder, override=True)
    for transform in (ReferToComments, AbbreviateNames, LeadNowhereOutside):
        app.add_post_transform(transform)


# Sphinx takes visitors either of a builder or of its format: the builder adds its own to HTML's.
OUTPUT = Output("epub", setup=_setup)
