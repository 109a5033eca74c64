"""Sphinx to PDF through Typst: the builders `typst` and `typstpdf`.

Offline: the compiler and the fonts are those of the ``typst`` wheel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .builder import TypstBuilder, TypstPdfBuilder
from .config import add_values

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register builders, configuration and events.

    ``typst-preamble`` (app, book) may return Typst definitions to put before the text.
    ``typst-layout`` (app, layout) may return ``sys.inputs`` to lay the book out again with.
    """
    add_values(app)
    app.add_builder(TypstBuilder)
    app.add_builder(TypstPdfBuilder)
    app.add_event("typst-preamble")
    app.add_event("typst-layout")
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
