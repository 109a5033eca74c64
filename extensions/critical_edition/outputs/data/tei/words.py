"""A text's words as mixed content: spans nested, points between them, nothing added or lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml.etree import _Element

from critical_edition.model.established import Span, pieces
from critical_edition.outputs.data.tei.elements import Part, add


@dataclass(frozen=True, slots=True)
class Layer:
    """Spans of one kind, in order and apart from one another, and the element of each.

    Where a span crosses the edge of one in an outer layer, there is an element for each part.
    """

    spans: Sequence[Span]
    make: Callable[[int], _Element]


@dataclass(frozen=True, slots=True)
class Words:
    """Sets stretches of a text, the first of ``layers`` outermost.

    ``points`` are by offset the empty elements that stand there; each is set once, outside the
    spans at whose edge it stands.
    """

    text: str
    layers: Sequence[Layer]
    points: Mapping[int, Sequence[_Element]]

    def stretch(self, start: int, end: int) -> list[Part]:
        """Return a stretch of the text, with the points at its edges."""
        after = self._at(end) if end > start else []
        return [*self._at(start), *self._between(start, end, 0), *after]

    def _at(self, offset: int) -> Sequence[_Element]:
        return self.points.get(offset, ())

    def _between(self, start: int, end: int, depth: int) -> list[Part]:
        """Return what is strictly between two offsets."""
        if depth == len(self.layers):
            return self._leaf(start, end)
        layer = self.layers[depth]
        found: list[Part] = []
        for left, right, index in pieces(layer.spans, start, end):
            if left > start:
                found += self._at(left)
            inner = self._between(left, right, depth + 1)
            if index is None:
                found += inner
            else:
                node = layer.make(index)
                add(node, inner)
                found.append(node)
        return found

    def _leaf(self, start: int, end: int) -> list[Part]:
        stops = [start, *(at for at in sorted(self.points) if start < at < end), end]
        found: list[Part] = []
        for left, right in pairwise(stops):
            if left > start:
                found += self._at(left)
            found.append(self.text[left:right])
        return found
