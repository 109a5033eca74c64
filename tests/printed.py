"""A PDF as tests read it: the words of each page are taken out once, which costs more than all else."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pypdf


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words on a page: its baseline's start from the upper left, and its size; in points."""

    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Printed:
    """A PDF, and what stands on its pages, as far as anybody has asked for it."""

    reader: pypdf.PdfReader
    _read: dict[int, tuple[str, list[Words]]] = field(default_factory=dict)

    def text(self, number: int) -> str:
        """Return the text of a page, from 1."""
        return self._page(number)[0]

    def words(self, number: int) -> list[Words]:
        """Return the words of a page, from 1, with their places."""
        return self._page(number)[1]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The text of every page."""
        return tuple(self.text(number) for number in range(1, len(self.reader.pages) + 1))

    def _page(self, number: int) -> tuple[str, list[Words]]:
        if number in self._read:
            return self._read[number]
        page = self.reader.pages[number - 1]
        height = float(page.mediabox.height)
        found: list[Words] = []

        def visit(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
            if text.strip():
                x = tm[4] * cm[0] + cm[4]
                y = tm[5] * cm[3] + cm[5]
                found.append(Words(text, x, height - y, abs(size * tm[3] * cm[3])))

        self._read[number] = page.extract_text(visitor_text=visit), found
        return self._read[number]


def printed(path: Path) -> Printed:
    """Return a PDF; who asks again for the same one, unchanged, has what was read before."""
    return _printed(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _printed(path: Path, _written: int) -> Printed:
    return Printed(pypdf.PdfReader(path))
