"""Where a line of the written Typst file comes from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Origin:
    """A place in the project's sources: *path* of the file, *line* from 1 (0: unknown)."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


def origin_of(node: nodes.Node) -> Origin | None:
    """Return the origin of *node*, or of the nearest ancestor that knows its own."""
    path, line = "", 0
    current: nodes.Node | None = node
    while current is not None and not (path and line):
        if not line:
            line = current.line or 0
            # A line counts in the file of the node that has it, not of one below.
            path = (current.source or "") if line else path or (current.source or "")
        else:
            path = current.source or ""
        if not path and isinstance(current, nodes.document):
            path = str(current.get("source", ""))
        current = current.parent
    return Origin(path, line) if path else None


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Origins by line of the Typst file.

    ``starts[i]`` is the first line (from 1) of ``origins[i]``; *starts* ascends.
    """

    starts: Sequence[int]
    origins: Sequence[Origin | None]

    def find(self, line: int) -> Origin | None:
        """Return the origin of *line* of the Typst file, or None if nothing is known of it."""
        index = bisect_right(self.starts, line) - 1
        return self.origins[index] if index >= 0 else None
