"""The order of the series at the foot of a page: author's notes, apparatus, commentary.

Typst stacks what stands at the foot in the order of the places it belongs to. What is to stand in
another order is moved within the stack, whose height stays. No Typst and no Sphinx here; lengths are
in points, downwards from the top of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as Typst stacks it: its series, and the baselines of its first and last lines.

    ``last_page`` is another than ``page`` where the entry goes on overleaf.
    """

    id: str
    series: int
    page: int
    first: float
    last_page: int
    last: float


def moves(entries: Iterable[Entry]) -> dict[str, float]:
    """Return how far down each entry is to be moved, of those that are to be.

    What goes on overleaf, which is the last of its page, stays where it is.
    """
    found: dict[str, float] = {}
    ordered = sorted(entries, key=lambda entry: (entry.page, entry.first))
    for page, group in groupby(ordered, key=lambda entry: entry.page):
        found.update(_moves([entry for entry in group if entry.last_page == page]))
    return found


def _moves(stack: list[Entry]) -> Iterator[tuple[str, float]]:
    """Yield the moves of one page's stack."""
    wanted = sorted(stack, key=lambda entry: entry.series)
    if wanted == stack:
        return
    # From the last line of one to the first of the next: everywhere the same.
    step = min(after.first - before.last for before, after in pairwise(stack))
    top = stack[0].first
    for entry in wanted:
        if abs(distance := round(top - entry.first, 2)) >= 0.01:
            yield entry.id, distance
        top += entry.last - entry.first + step
