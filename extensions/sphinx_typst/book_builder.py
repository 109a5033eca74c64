"""What the translator and the indexes ask of the builder that writes a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.builders import Builder

if TYPE_CHECKING:
    from .config import Book


class BookBuilder(Builder):
    """A builder of books, one of which is in hand."""

    book: Book
    docnames: set[str]
    """The documents that the book has."""
