"""Text, manual pages, LaTeX, Texinfo: the edition's nodes are lowered to docutils' own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from critical_edition.outputs.output import Output
from critical_edition.outputs.plain.lowering import Lower, LowerForLatex

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _setup(app: Sphinx) -> None:
    app.add_post_transform(Lower)
    app.add_post_transform(LowerForLatex)


OUTPUT = Output("plain", setup=_setup)
