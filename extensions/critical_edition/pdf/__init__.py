"""The printed page: visitors for Typst, and the functions of Typst that they write."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup_pdf(app: Sphinx) -> None:
    """Give the book the functions that the visitors write, where the builder is there."""
    if "typst-preamble" in app.events.events:
        app.connect("typst-preamble", _preamble)


def _preamble(app: Sphinx, book: object) -> str:
    return (files("critical_edition") / "pdf" / "edition.typ").read_text("utf-8")
