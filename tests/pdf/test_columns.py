"""Columns of notes: whatever asks for a place, nothing overlaps and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from critical_edition.outputs.pdf.columns import Item, set_column

TOP, BOTTOM, GAP, LINE = 50.0, 600.0, 6.0, 10.0

ITEMS = st.lists(
    st.tuples(
        st.floats(TOP, BOTTOM),
        st.floats(8, 200),
        st.sampled_from([None, 1, 2]),
        st.sampled_from(["1.1", "1.2", None]),
    ),
    max_size=40,
).map(
    lambda rows: [
        Item(f"i{n}", wanted, 9.0 if rank is None else height, rank, group)
        for n, (wanted, height, rank, group) in enumerate(rows)
    ]
)


@given(ITEMS)
def test_nothing_overlaps_and_nothing_is_lost(items: list[Item]) -> None:
    column = set_column(items, TOP, BOTTOM, GAP, lambda names, _: LINE * (1 + len(names) // 4))
    heights = {item.id: item.height for item in items}
    boxes = [(y, heights[name]) for name, y in column.tops.items()]
    boxes += [(y, pointer.height) for pointer, y in column.pointers]
    boxes.sort()
    for (y, height), (below, _) in pairwise(boxes):
        assert y + height <= below + 0.001
    assert all(y + height <= BOTTOM + 0.001 for y, height in boxes)
    pointed = [name for pointer, _ in column.pointers for name in pointer.ids]
    stays = {item.id for item in items if item.rank is None}
    assert stays <= set(column.tops)
    assert not set(pointed) & set(column.tops)
    grouped = {item.id for item in items if item.group is not None}
    assert grouped <= set(pointed) | set(column.tops)


@given(ITEMS)
def test_what_has_room_stays(items: list[Item]) -> None:
    needed = sum(i.height for i in items) + GAP * (len(items) - 1)
    column = set_column(items, TOP, BOTTOM, GAP, lambda *_: LINE)
    if needed <= BOTTOM - TOP:
        assert set(column.tops) == {item.id for item in items}
        assert all(y >= TOP - 0.001 for y in column.tops.values())


def test_a_note_stands_where_its_words_are() -> None:
    column = set_column(
        [Item("a", 100, 50, 1, "g"), Item("b", 300, 50, 1, "g")], 50, 600, 6, lambda *_: 10
    )
    assert column.tops == {"a": 100, "b": 300}


def test_notes_are_pushed_down_and_pulled_up() -> None:
    items = [Item("a", 500, 50, 1, "g"), Item("b", 510, 50, 1, "g"), Item("c", 520, 50, 1, "g")]
    assert set_column(items, 50, 600, 6, lambda *_: 10).tops == {"a": 438, "b": 494, "c": 550}


def test_the_tallest_gives_way_and_a_pointer_says_so() -> None:
    items = [Item("a", 60, 300, 1, "g"), Item("b", 70, 400, 1, "g"), Item("c", 80, 100, 1, "g")]
    column = set_column(items, 50, 600, 6, lambda *_: 10)
    assert set(column.tops) == {"a", "c"}
    assert [pointer.ids for pointer, _ in column.pointers] == [("b",)]


def heights(names: tuple[str, ...], opens: bool) -> float:
    """Return the height of a pointer: a line, and one more where it says whose notes it leads to."""
    return LINE * (1 + opens)


@given(ITEMS)
def test_each_run_of_a_group_says_whose_it_is(items: list[Item]) -> None:
    items = [replace(i, group=i.group or "1.3", opening=i.height + LINE) for i in items]
    column = set_column(items, TOP, BOTTOM, GAP, heights, several=True)
    known = {item.id: item for item in items}
    rows: list[tuple[float, float, str | None, bool]] = [
        (y, known[name].opening if name in column.opening else known[name].height,
         known[name].group, name in column.opening)
        for name, y in column.tops.items()
    ]  # fmt: skip
    rows += [(y, p.height, p.group, p.opens) for p, y in column.pointers]
    rows.sort()
    before = None
    for _, _, group, opens in rows:
        assert opens == (group != before)
        before = group
    for (y, height, _, _), (below, *_) in pairwise(rows):
        assert y + height <= below + 0.001


def test_what_was_carried_stays_so_though_there_is_room() -> None:
    items = [Item("a", 10, 20, 1, "1.1"), Item("b", 40, 20, 1, "1.1")]
    column = set_column(items, 0, 100, 5, lambda *_: 8, carried={"b"})
    assert column.tops == {"a": 10}
    assert [(pointer.ids, top) for pointer, top in column.pointers] == [(("b",), 40)]


def test_one_group_alone_says_nothing() -> None:
    items = [Item("a", 60, 300, 1, "g", 310), Item("b", 70, 400, 1, "g", 410)]
    column = set_column(items, 50, 600, 6, heights)
    assert not column.opening
    assert [pointer.opens for pointer, _ in column.pointers] == [False]
