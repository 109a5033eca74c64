"""Rich text as doctree nodes: emphasis, citations and signs nested, markers and page breaks set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from docutils import nodes

from critical_edition.domain.nodes import page_break
from critical_edition.model.established import Marker, PageBreak, RichText, Span, pieces

Wrap = Callable[[int, bool], tuple[nodes.Element, nodes.Element]]
"""From the index of a span in its layer, and whether this is its last part, to a node to set and
that node in it (or the same) at whose head the words belong."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Spans of one kind, in order and apart from one another, and how each is wrapped.

    Where a span crosses the edge of one in an outer layer, it is wrapped in parts.
    """

    spans: Sequence[Span]
    wrap: Wrap


def render(
    content: RichText,
    layers: Sequence[Layer],
    marker: Callable[[Marker], nodes.Node],
    page: Callable[[PageBreak], page_break],
) -> list[nodes.Node]:
    """Return a text as inline nodes: see :class:`Renderer`."""
    return Renderer(content, layers, marker, page).stretch(0, len(content.text))


class Renderer:
    """Sets stretches of a text as inline nodes, the first of ``layers`` outermost.

    ``marker`` and ``page`` make the (still empty) nodes of points. A point at the edge of a span
    stands outside it; a page that begins within a word takes the word as its child.
    """

    def __init__(
        self,
        content: RichText,
        layers: Sequence[Layer],
        marker: Callable[[Marker], nodes.Node],
        page: Callable[[PageBreak], page_break],
    ) -> None:
        self.text = content.text
        self.layers = layers
        self.marker = marker
        self.page = page
        self.points: dict[int, list[Marker | PageBreak]] = {}
        points: list[Marker | PageBreak] = [*content.markers, *content.page_breaks]
        for point in points:
            self.points.setdefault(point.at, []).append(point)

    def stretch(self, start: int, end: int) -> list[nodes.Node]:
        """Return a stretch of the text, with the points at its edges."""
        after = self._at(end) if end > start else []
        return [*self._at(start), *self._between(start, end, 0), *after]

    def _at(self, offset: int) -> list[nodes.Node]:
        return [self._point(p) for p in self.points.get(offset, ())]

    def _point(self, point: Marker | PageBreak) -> nodes.Node:
        if isinstance(point, Marker):
            return self.marker(point)
        node = self.page(point)
        follows_space = self.text[point.at : point.at + 1].isspace()
        node["space"] = "before" if follows_space else "after"
        return node

    def _between(self, start: int, end: int, depth: int) -> list[nodes.Node]:
        """Return what is strictly between two offsets; points at them belong to the caller."""
        if start == end:
            return []
        if depth == len(self.layers):
            return list(self._leaf(start, end))
        layer = self.layers[depth]
        found: list[nodes.Node] = []
        for left, right, index in pieces(layer.spans, start, end):
            if left > start:
                found += self._at(left)
            inner = self._between(left, right, depth + 1)
            if index is None:
                found += inner
            else:
                outer, holder = layer.wrap(index, right == layer.spans[index].end)
                # What the wrapping has put there already (a sign) stands behind the words.
                holder[0:0] = inner
                found.append(outer)
        return found

    def _leaf(self, start: int, end: int) -> Iterator[nodes.Node]:
        stops = [o for o in sorted(self.points) if start < o < end]
        at = start
        for stop, following in pairwise([*stops, end]):
            word = self._word(stop, at, following)
            if word is None:
                yield nodes.Text(self.text[at:stop])
                yield from self._at(stop)
                at = stop
                continue
            if word.start > at:
                yield nodes.Text(self.text[at : word.start])
            [point] = self.points[stop]
            node = self._point(point)
            assert isinstance(node, page_break)
            whole = self.text[word.start : word.end]
            node["at"] = stop - word.start
            node += nodes.Text(whole)
            yield node
            at = word.end
        if at < end:
            yield nodes.Text(self.text[at:end])

    def _word(self, at: int, start: int, end: int) -> Span | None:
        """Return the word in which a lone page break stands, or None where it is between words."""
        match self.points[at]:
            case [PageBreak()]:
                pass
            case _:
                return None
        left, right = at, at
        while left > start and not self.text[left - 1].isspace():
            left -= 1
        while right < end and not self.text[right].isspace():
            right += 1
        return Span(left, right) if left < at < right else None
