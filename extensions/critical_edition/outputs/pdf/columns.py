"""Setting notes in a margin: each beside its words, none over another, none lost.

No Typst and no Sphinx here. Lengths are in points, downwards from the top of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """Something that asks for a place in a column.

    ``wanted`` is where its top would stand best; ``rank`` says what gives way first where not all
    have room (the highest does); None never gives way. ``group`` names what shares one pointer
    to what was carried off; what has none gives way without a pointer. ``opening`` is the height of
    what says of which group it is, as the first of its group does in a column of several.
    """

    id: str
    wanted: float
    height: float
    rank: int | None
    group: str | None
    opening: float = 0.0


@dataclass(frozen=True, slots=True)
class Pointer:
    """A line that leads to what was carried off: the ``ids`` of a ``group``, in order.

    ``opens`` says that it is the first of its group in a column of several.
    """

    group: str
    ids: tuple[str, ...]
    wanted: float
    height: float
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A set column: the tops of the items that stand in it, and of its pointers.

    ``opening`` are the items that say of which group they and those that follow are.
    """

    tops: dict[str, float]
    pointers: tuple[tuple[Pointer, float], ...]
    opening: frozenset[str] = frozenset()


PointerHeight = Callable[[tuple[str, ...], bool], float]
"""The height of a pointer to the items with these names, which may open its group."""


def set_column(
    items: Sequence[Item],
    top: float,
    bottom: float,
    gap: float,
    pointer_height: PointerHeight,
    *,
    several: bool = False,
    carried: AbstractSet[str] = frozenset(),
) -> Column:
    """Set a page's items in order between ``top`` and ``bottom``, at least ``gap`` apart.

    Items are pushed down below the one before, and pulled up from the bottom. While they are too
    many, the tallest of the highest rank gives way to a pointer, of which a group has one. What
    has no room even so stands above the top. ``several`` says that the column is to name its groups;
    ``carried`` are items that give way whether there is room or not.
    """
    ordered = sorted(items, key=lambda i: i.wanted)
    away = {i.id for i in ordered if i.id in carried}

    def fits(without: set[str]) -> bool:
        entries = _entries(ordered, without, pointer_height, several)
        needed = sum(e.height for e in entries) + gap * (len(entries) - 1)
        return needed <= bottom - top

    # By rank, and the tallest first; then what is small enough for the room that was made returns.
    yielding = [
        (i.rank, i.height, i.id) for i in ordered if i.rank is not None and i.id not in away
    ]
    for _, _, name in sorted(yielding, reverse=True):
        if fits(away):
            break
        away.add(name)
    for _, _, name in sorted(y for y in yielding if y[2] in away):
        if fits(away - {name}):
            away.remove(name)
    entries = _entries(ordered, away, pointer_height, several)
    tops = _tops(entries, top, bottom, gap)
    placed = list(zip(entries, tops, strict=True))
    return Column(
        {e.what.id: y for e, y in placed if isinstance(e.what, Item)},
        tuple((e.what, y) for e, y in placed if isinstance(e.what, Pointer)),
        frozenset(e.what.id for e in entries if isinstance(e.what, Item) and e.opens),
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """What stands in a column, its height there, and whether it opens its group."""

    what: Item | Pointer
    wanted: float
    height: float
    opens: bool


def _entries(
    items: Sequence[Item], away: set[str], height: PointerHeight, several: bool
) -> list[_Entry]:
    """Return the items that stay, and where the first of each group stood, its pointer."""
    carried: dict[str, list[Item]] = {}
    for item in items:
        if item.id in away and item.group is not None:
            carried.setdefault(item.group, []).append(item)
    found: list[_Entry] = []
    before: str | None = None
    for item in items:
        opens = several and item.group is not None and item.group != before
        if item.id not in away:
            stands = max(item.height, item.opening) if opens else item.height
            found.append(_Entry(item, item.wanted, stands, opens))
        elif item.group is not None and (group := carried[item.group])[0] is item:
            ids = tuple(i.id for i in group)
            pointer = Pointer(item.group, ids, item.wanted, height(ids, opens), opens)
            found.append(_Entry(pointer, item.wanted, pointer.height, opens))
        else:
            continue
        before = item.group
    return found


def _tops(entries: Sequence[_Entry], top: float, bottom: float, gap: float) -> list[float]:
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
