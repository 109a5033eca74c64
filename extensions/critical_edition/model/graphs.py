"""What the commentary asks of graphs, with types: who is joined, who goes in a ring, lanes.

Everything here is the same for the same input in the same order. These few lines stand for a library
of graphs because every build, and every check, asks: to start one took a fifth of a second.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TypeVar

_T = TypeVar("_T", bound=Hashable)


def joined(links: Iterable[Sequence[_T]]) -> tuple[frozenset[_T], ...]:
    """Return the sets of things that links join, directly or through others, as they first come."""
    groups: dict[_T, dict[_T, None]] = {}
    for link in links:
        for thing in link:
            groups.setdefault(thing, {thing: None})
        for one, other in pairwise(link):
            here, there = groups[one], groups[other]
            if here is not there:
                here |= there
                groups |= dict.fromkeys(there, here)
    distinct = {id(group): group for group in groups.values()}
    return tuple(frozenset(group) for group in distinct.values())


def ring(arrows: Mapping[_T, Iterable[_T]]) -> tuple[_T, ...]:
    """Return things each of which has an arrow to the next, and the last to the first; or none."""
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        # From each to what has an arrow to it, and the first once more at the end.
        found: list[_T] = error.args[1]
        return tuple(reversed(found[1:]))
    return ()


def lanes(stretches: Sequence[tuple[float, float]]) -> tuple[int, ...]:
    """Return a lane from 0 for each stretch of a line, so that none overlaps another in its lane.

    Each stretch, from left to right, has the first lane that is free: that takes as few lanes as
    can be. Of two that begin together the one that ends first comes first.
    """
    found = [0] * len(stretches)
    ends: list[float] = []
    for index in sorted(range(len(stretches)), key=lambda i: (*stretches[i], i)):
        start, end = stretches[index]
        lane = next((n for n, until in enumerate(ends) if until <= start), len(ends))
        ends[lane : lane + 1] = [end]
        found[index] = lane
    return tuple(found)


def spread(
    wanted: Sequence[float], widths: Sequence[float], low: float, high: float
) -> tuple[float, ...] | None:
    """Return the middles of things in a row between two ends, so that none overlaps another.

    ``wanted`` are the middles at which they would stand, from left to right. Those that would overlap
    stand close together, in their order, moved as little as can be. None if there is no room for all.
    """
    if sum(widths) > high - low:
        return None
    # Runs of things that touch: how many, how wide, and the sum of the starts that each of them wants.
    runs: list[tuple[int, float, float]] = []

    def start(run: tuple[int, float, float]) -> float:
        count, wide, starts = run
        return min(max(starts / count, low), high - wide)

    for middle, width in zip(wanted, widths, strict=True):
        run = (1, width, middle - width / 2)
        while runs and start(runs[-1]) + runs[-1][1] > start(run):
            count, wide, starts = runs.pop()
            run = (count + run[0], wide + run[1], starts + run[2] - run[0] * wide)
        runs.append(run)
    found: list[float] = []
    at = 0
    for run in runs:
        left = start(run)
        for width in widths[at : at + run[0]]:
            found.append(left + width / 2)
            left += width
        at += run[0]
    return tuple(found)
