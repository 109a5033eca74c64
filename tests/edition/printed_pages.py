"""What is wrong with the pages of the printed edition, as far as a PDF library can see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdf
from tests.printed import printed

_FRONT = 4
"""How many pages the titles and the imprint take."""


def faults(path: Path, least: int = 5, apart: int = 0) -> list[str]:
    """Return what should be on no page, and what is on the wrong one.

    A page is to have at least ``least`` lines below its running head, and a note to be on its number's
    page or at most ``apart`` pages after it.
    """
    book = printed(path)
    return [*sizes(book.reader), *_thin(book.texts, least), *_notes(book.reader, apart)]


def sizes(reader: pypdf.PdfReader) -> list[str]:
    """Return which pages have a size of their own: Typst enlarges one on which a note is lost."""
    first = tuple(reader.pages[0].mediabox)
    return [
        f"page {number} has a size of its own"
        for number, page in enumerate(reader.pages, 1)
        if tuple(page.mediabox) != first
    ]


def _thin(pages: Iterable[str], least: int) -> Iterator[str]:
    for number, text in enumerate(pages, 1):
        lines = [line for line in text.splitlines() if line.strip()]
        # One line is the running head. A page without any is the blank verso before the text.
        if number > _FRONT and 0 < len(lines) < least + 1:
            yield f"page {number} has {len(lines)} lines only"
        if any("??" in line for line in lines):
            yield f"page {number} has a sign of something that is not there"


def _notes(reader: pypdf.PdfReader, apart: int) -> Iterator[str]:
    pages = {page.indirect_reference: number for number, page in enumerate(reader.pages, 1)}
    places = {
        name: pages[target.raw_get("/Page")] for name, target in reader.named_destinations.items()
    }
    for number in range(1, 69):
        if places[f"n{number}"] - places[f"n{number}-ref"] not in range(apart + 1):
            yield f"note {number} is not on the page of its number"
