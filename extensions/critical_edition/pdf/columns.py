"""Setting notes in a margin: each beside its words, none over another, none lost.

No Typst and no Sphinx here. Lengths are in points, downwards from the top of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """Something that asks for a place in a column.

    ``wanted`` is where its top would stand best; ``rank`` says what gives way first where not all
    have room (the highest does); None never gives way. ``group`` names what shares one pointer
    to what was carried off; what has none gives way without a pointer.
    """

    id: str
    wanted: float
    height: float
    rank: int | None
    group: str | None


@dataclass(frozen=True, slots=True)
class Pointer:
    """A line that leads to what was carried off: the ``ids`` of a ``group``, in order."""

    group: str
    ids: tuple[str, ...]
    wanted: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """A set column: the tops of the items that stand in it, and of its pointers."""

    tops: dict[str, float]
    pointers: tuple[tuple[Pointer, float], ...]


PointerHeight = Callable[[tuple[str, ...]], float]
"""The height of a pointer to the items with these names."""


def set_column(
    items: Sequence[Item], top: float, bottom: float, gap: float, pointer_height: PointerHeight
) -> Column:
    """Set a page's items in order between ``top`` and ``bottom``, at least ``gap`` apart.

    Items are pushed down below the one before, and pulled up from the bottom. While they are too
    many, the tallest of the highest rank gives way to a pointer, of which a group has one. What
    has no room even so stands above the top.
    """
    ordered = sorted(items, key=lambda i: i.wanted)
    away: set[str] = set()

    def fits(without: set[str]) -> bool:
        entries = _entries(ordered, without, pointer_height)
        needed = sum(e.height for e in entries) + gap * (len(entries) - 1)
        return needed <= bottom - top

    # By rank, and the tallest first; then what is small enough for the room that was made returns.
    yielding = [(i.rank, i.height, i.id) for i in ordered if i.rank is not None]
    for _, _, name in sorted(yielding, reverse=True):
        if fits(away):
            break
        away.add(name)
    for _, _, name in sorted(y for y in yielding if y[2] in away):
        if fits(away - {name}):
            away.remove(name)
    entries = _entries(ordered, away, pointer_height)
    tops = _tops(entries, top, bottom, gap)
    return Column(
        {e.id: y for e, y in zip(entries, tops, strict=True) if isinstance(e, Item)},
        tuple((e, y) for e, y in zip(entries, tops, strict=True) if isinstance(e, Pointer)),
    )


def _entries(items: Sequence[Item], away: set[str], height: PointerHeight) -> list[Item | Pointer]:
    """Return the items that stay, and where the first of each group stood, its pointer."""
    carried: dict[str, list[Item]] = {}
    for item in items:
        if item.id in away and item.group is not None:
            carried.setdefault(item.group, []).append(item)
    found: list[Item | Pointer] = []
    for item in items:
        if item.id not in away:
            found.append(item)
        elif item.group is not None and (group := carried[item.group])[0] is item:
            ids = tuple(i.id for i in group)
            found.append(Pointer(item.group, ids, item.wanted, height(ids)))
    return found


def _tops(entries: Sequence[Item | Pointer], top: float, bottom: float, gap: float) -> list[float]:
    tops: list[float] = []
    at = top
    for entry in entries:
        tops.append(max(at, entry.wanted))
        at = tops[-1] + entry.height + gap
    limit = bottom
    for index in range(len(entries) - 1, -1, -1):
        tops[index] = min(tops[index], limit - entries[index].height)
        limit = tops[index] - gap
    return tops
