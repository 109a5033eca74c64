"""What the commentary asks of graphs, with types: who is joined, who goes in a ring, lanes.

Everything here is the same for the same input in the same order. networkx is imported where it is
used: it takes a tenth of a second, and the check of the commentary asks for rings only.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TypeVar

_T = TypeVar("_T", bound=Hashable)


def joined(links: Iterable[Sequence[_T]]) -> tuple[frozenset[_T], ...]:
    """Return the sets of things that links join, directly or through others, as they first come."""
    import networkx as nx  # type: ignore[import-untyped]

    graph = nx.Graph()
    for link in links:
        graph.add_nodes_from(link)
        graph.add_edges_from(pairwise(link))
    return tuple(frozenset(found) for found in nx.connected_components(graph))


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

    The graph of overlaps is coloured from left to right, which for stretches takes as few lanes as
    can be.
    """
    import networkx as nx

    graph = nx.Graph()
    order = sorted(range(len(stretches)), key=lambda i: (*stretches[i], i))
    graph.add_nodes_from(order)
    graph.add_edges_from(
        (one, other)
        for at, one in enumerate(order)
        for other in order[at + 1 :]
        if stretches[other][0] < stretches[one][1]
    )
    colours: dict[int, int] = nx.greedy_color(graph, strategy=lambda _graph, _colours: order)
    return tuple(colours[index] for index in range(len(stretches)))
