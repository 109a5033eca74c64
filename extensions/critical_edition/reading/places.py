"""Where in a text something stands: line and column, from 1."""

from __future__ import annotations

import re


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


class TableLines:
    """Where the tables ``[[name]]`` of a TOML source, and their fields, stand."""

    def __init__(self, source: str, name: str) -> None:
        self._lines = source.split("\n")
        header = re.compile(rf"[ \t]*\[\[\s*{re.escape(name)}\s*\]\]")
        self._starts = [n for n, line in enumerate(self._lines, 1) if header.match(line)]

    def of(self, number: int, key: str = "") -> int:
        """Return the line of the ``number``-th table (from 1), or of its field ``key``."""
        if number > len(self._starts):  # an inline array of tables: no headers to go by
            return 1
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self._lines) + 1
        if key:
            assignment = re.compile(rf"\s*\"?{re.escape(key)}\"?\s*=")
            for line in range(start + 1, end):
                if assignment.match(self._lines[line - 1]):
                    return line
        return start
