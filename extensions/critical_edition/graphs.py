"""What the commentary asks of a library of graphs, with types: who is joined, who goes in a ring, lanes.

Everything here is the same for the same input in the same order.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

import networkx as nx  # type: ignore[import-untyped]

_T = TypeVar("_T", bound=Hashable)


def joined(links: Iterable[Sequence[_T]]) -> tuple[frozenset[_T], ...]:
    """Return the sets of things that links join, directly or through others, as they first come."""
    graph = nx.Graph()
    for link in links:
        graph.add_nodes_from(link)
        graph.add_edges_from(pairwise(link))
    return tuple(frozenset(found) for found in nx.connected_components(graph))


def ring(arrows: Mapping[_T, Iterable[_T]]) -> tuple[_T, ...]:
    """Return things each of which has an arrow to the next, and the last to the first; or none."""
    graph = nx.DiGraph()
    for start, ends in arrows.items():
        graph.add_edges_from((start, end) for end in ends)
    try:
        return tuple(start for start, *_ in nx.find_cycle(graph))
    except nx.NetworkXNoCycle:
        return ()


def lanes(stretches: Sequence[tuple[float, float]]) -> tuple[int, ...]:
    """Return a lane from 0 for each stretch of a line, so that none overlaps another in its lane.

    The graph of overlaps is coloured from left to right, which for stretches takes as few lanes as
    can be.
    """
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
