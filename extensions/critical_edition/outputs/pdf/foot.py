"""The order of the series at the foot of a page: author's notes, apparatus, commentary.

Typst stacks what stands at the foot in the order of the places it belongs to. What is to stand in
another order is moved within the stack, whose height stays: the room above each entry of the apparatus
is gathered above the first. No Typst and no Sphinx here; lengths are in points, downwards from the top
of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

ROOM = {"apparatus": 6.5, "comment": 1.5}
"""The room above each entry of a series."""

_STEP = 12.0
"""About what an entry takes over and above the distance from its first line to its last."""

_BEGUN = 24.0
"""What an entry that may go on overleaf needs on the page where it begins."""

_LARGE = 160.0
"""What takes more than that together is not kept together."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as Typst stacks it: its series, and the baselines of its first and last lines.

    ``last_page`` is another than ``page`` where the entry goes on overleaf. ``room`` is what it has
    above its first line more than others.
    """

    id: str
    series: int
    page: int
    first: float
    last_page: int
    last: float
    room: float = 0.0

    @property
    def over(self) -> bool:
        """Whether it goes on overleaf."""
        return self.last_page != self.page


def moves(entries: Iterable[Entry], bottom: float) -> dict[str, float]:
    """Return how far down each entry is to be moved, of those that are to be.

    ``bottom`` is that of the pages, which what goes on overleaf reaches: of it the part on its first
    page is moved.
    """
    found: dict[str, float] = {}
    ordered = sorted(entries, key=lambda entry: (entry.page, entry.first))
    begun = {page for e in ordered for page in range(e.page + 1, e.last_page + 1)}
    for page, group in groupby(ordered, key=lambda entry: entry.page):
        found.update(_moves(list(group), bottom, page in begun))
    return found


def _moves(stack: list[Entry], bottom: float, begun: bool) -> Iterator[tuple[str, float]]:
    """Yield the moves of one page's stack, above which there may be the end of an entry."""
    wanted = sorted(stack, key=lambda entry: entry.series)
    # From the last line of one to the first of the next: everywhere the same.
    step = min((b.first - b.room - a.last for a, b in pairwise(stack)), default=0.0)
    top = stack[0].first - stack[0].room
    above = begun
    for _, group in groupby(wanted, key=lambda entry: entry.series):
        series = list(group)
        spare = sum(entry.room for entry in series)
        for at, entry in enumerate(series):
            # Below another series all the room is above the first; else it stays where it is.
            top += entry.room if not above else spare if at == 0 else 0.0
            if abs(distance := round(top - entry.first, 2)) >= 0.01:
                yield entry.id, distance
            top += (bottom if entry.over else entry.last) - entry.first + step
        above = True


def needs(
    entries: Iterable[Entry], lines: Iterable[Sequence[str]], breakable: Mapping[int, bool]
) -> dict[str, float]:
    """Return how much room entries need below themselves for others that belong to the same line.

    Typst moves a line with its first entry to the next page where that has no room, but not for
    another entry, which it then sets overleaf alone. ``lines`` are the entries of each line in
    order, ``breakable`` says which series have entries that may go on overleaf.
    """
    known = {entry.id: entry for entry in entries}

    def height(entry: Entry) -> float:
        return _LARGE if entry.over else entry.last - entry.first + _STEP + entry.room

    found: dict[str, float] = {}
    for line in lines:
        here = [known[name] for name in line if name in known]
        if len(here) < 2:
            continue
        first, *between, last = here
        needed = sum(height(entry) for entry in between)
        needed += min(height(last), _BEGUN) if breakable[last.series] else height(last)
        if height(first) + needed <= _LARGE:
            found[first.id] = round(needed, 2)
    return found
