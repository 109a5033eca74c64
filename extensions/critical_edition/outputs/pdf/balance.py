"""Where the second column of a list's last page begins, so that both columns are as high.

No Typst and no Sphinx here. Typst fills one column and then the next. What a pass has set says how
high each entry is; the next pass is told before which entry to go on in the second column. Lengths
are in points, downwards from the top of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A point: its page, its column (0 or 1), its distance from the top of the page."""

    page: int
    column: int
    y: float


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the list, from its first line to its last."""

    name: str
    start: Spot
    end: Spot


def second_column(entries: Sequence[Entry], top: float, bottom: float, line: float) -> str | None:
    """Return the entry with which the second column of the last page is to begin, or None.

    ``entries`` may be in any order, ``top`` and ``bottom`` those of the columns, ``line`` the height of a
    line. None: the columns cannot be made more equal by a line or more. What a pass was told stays
    as it is unless another entry is better by more than a line, so that passes come to an end.
    """
    page = max(entry.end for entry in entries).page
    here = sorted((e for e in entries if e.end.page == page), key=lambda entry: entry.start)
    # One that goes on into the second column, or comes into it from another page, fills the first.
    over = any(e.end.column == 1 and e.start < Spot(page, 1, 0) for e in here)
    lowest = [max((e.end.y for e in here if e.end.column == c), default=top) for c in (0, 1)]
    first = (bottom if over else lowest[0]) - top
    whole = first + lowest[1] - top
    heights: dict[str, float] = {}
    for entry in here:
        above = entry.start.y - top + (first if entry.start.column else 0.0)
        if entry.start.page == page and above > line:
            heights[entry.name] = max(above, whole - above)
    if not heights:
        return None
    best = min(heights, key=lambda name: heights[name])
    begun = next((e.name for e in here if e.start.page == page and e.start.column == 1), None)
    if begun in heights and not over and heights[begun] <= heights[best] + line:
        return begun
    return best if heights[best] < max(first, whole - first) - line else None
