"""The builder's warnings: type ``typst``, and a subtype from a closed list.

Any of them can be silenced in ``conf.py``: ``suppress_warnings = ["typst.math"]``.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from docutils.nodes import Node

logger = logging.getLogger(__name__)


class TypstWarnings(Enum):
    """Subtypes of the warnings; each docstring-like comment says when it is given."""

    CONFIG = "config"
    """A configuration value, or an entry of `typst_documents`, cannot be used."""
    UNKNOWN_NODE = "unknown_node"
    """No visitor knows the node; its text is printed plain."""
    MISSING_TARGET = "missing_target"
    """A link within the project leads to nothing in this PDF; its text is printed unlinked."""
    DUPLICATE_LABEL = "duplicate_label"
    """Two places claim one label; the first keeps it."""
    IMAGE = "image"
    """An image cannot be read or set; its alternative text or address is printed."""
    IMAGE_ALT = "image_alt"
    """An image lacks the alternative text that the chosen PDF standard asks for."""
    DIAGRAM = "diagram"
    """A diagram of Graphviz is not drawn; its alternative text or source is printed."""
    MATH = "math"
    """A formula is not in the LaTeX that can be translated; its source is printed."""
    RAW = "raw"
    """Raw content is printed plain, or left out; only information where nothing of it is lost."""
    FOOTNOTE = "footnote"
    """A footnote reference leads to no footnote; its label is printed."""
    GLYPH = "glyph"
    """No font at hand has a character of the text; the page shows its number in its place."""
    COMPILE = "compile"
    """Typst gave a warning; it is shown with the place in the source it goes back to."""
    LAYOUT = "layout"
    """The layout passes did not settle, or two handlers gave one input different values."""


def warn(
    subtype: TypstWarnings,
    message: str,
    *,
    location: Node | str | tuple[str, int | None] | None = None,
) -> None:
    """Log *message* as a warning of *subtype*; Sphinx counts it and may turn it into an error.

    *location* is a node, a document's name, ``(document, line)`` or ``"path:line"``.
    """
    logger.warning(message, type="typst", subtype=subtype.value, location=location)
