"""The series at the foot of a page."""

from __future__ import annotations

from critical_edition.outputs.pdf.foot import Entry, moves, needs

NOTE, APPARATUS, COMMENT = 0, 1, 2
BOTTOM = 650.0
ROOM = {NOTE: 0.0, APPARATUS: 5.0, COMMENT: 0.0}


def stack(*entries: tuple[str, int, int], page: int = 4, first: float = 500.0) -> list[Entry]:
    """Return entries of some lines each (10 points a line), 12 points from one to the next.

    Above each of the apparatus there are 5 points more.
    """
    found = []
    for name, series, lines in entries:
        first += ROOM[series]
        last = first + 10 * (lines - 1)
        found.append(Entry(name, series, page, first, page, last, ROOM[series]))
        first = last + 12
    return found


def moved(entries: list[Entry]) -> list[tuple[str, float]]:
    """Return where the first lines stand after the moves, downwards."""
    down = moves(entries, BOTTOM)
    return sorted(((e.id, e.first + down.get(e.id, 0.0)) for e in entries), key=lambda i: i[1])


def test_what_is_in_order_stays_as_it_is() -> None:
    assert moves(stack(("n1", NOTE, 1), ("n2", NOTE, 3)), BOTTOM) == {}
    assert moves(stack(("n1", NOTE, 1), ("n2", NOTE, 3), ("e1", APPARATUS, 1)), BOTTOM) == {}
    assert moves(stack(("e1", APPARATUS, 1), ("e2", APPARATUS, 3)), BOTTOM) == {}
    assert moves([], BOTTOM) == {}


def test_the_apparatus_stands_below_the_notes_in_the_same_room() -> None:
    entries = stack(("e1", APPARATUS, 1), ("n1", NOTE, 3), ("e2", APPARATUS, 2), ("n2", NOTE, 1))
    # The room above both entries of the apparatus is above the first.
    assert moved(entries) == [("n1", 500), ("n2", 532), ("e1", 554), ("e2", 566)]
    last = max(entry.last for entry in entries)
    down = moves(entries, BOTTOM)
    assert max(e.last + down.get(e.id, 0) for e in entries) == last


def test_all_the_room_is_between_the_series() -> None:
    entries = stack(("n1", NOTE, 1), ("e1", APPARATUS, 1), ("e2", APPARATUS, 1))
    assert moved(entries) == [("n1", 500), ("e1", 522), ("e2", 534)]


def test_the_commentary_stands_last() -> None:
    entries = stack(("c1", COMMENT, 2), ("e1", APPARATUS, 1), ("n1", NOTE, 1))
    assert [name for name, _ in moved(entries)] == ["n1", "e1", "c1"]


def test_what_goes_on_overleaf_reaches_as_far_down_as_there_is_room() -> None:
    entries = stack(("e1", APPARATUS, 1), ("n1", NOTE, 2), ("n2", NOTE, 1))
    first = entries[-1].last + 12
    overleaf = Entry("n3", NOTE, 4, first, 5, 480.0)
    assert [name for name, _ in moved([*entries, overleaf])] == ["n1", "n2", "n3", "e1"]
    down = moves([*entries, overleaf], BOTTOM)
    # The whole is as high as before: what stood above the note stands below it.
    assert down["n3"] == -(12 + ROOM[APPARATUS])
    assert entries[0].last + down["e1"] == BOTTOM


def test_below_what_comes_from_the_page_before_the_room_is_kept() -> None:
    from_before = Entry("n1", NOTE, 3, 600.0, 4, 470.0)
    entries = stack(("e1", APPARATUS, 1), ("e2", APPARATUS, 1))
    down = moves([from_before, *entries], BOTTOM)
    assert down == {"e1": ROOM[APPARATUS]}


def test_each_page_has_its_own_order() -> None:
    first = stack(("e1", APPARATUS, 1), ("n1", NOTE, 1))
    second = stack(("n2", NOTE, 1), ("e2", APPARATUS, 1), page=5)
    assert moves([*first, *second], BOTTOM) == {"e1": 12, "n1": -17}


def test_the_first_of_a_line_keeps_room_for_the_others() -> None:
    entries = stack(("n1", NOTE, 2), ("e1", APPARATUS, 1), ("n2", NOTE, 1), ("c1", COMMENT, 5))
    breakable = {NOTE: True, APPARATUS: False, COMMENT: True}
    lines = [["n1", "e1"], ["n2", "c1"], ["c1"]]
    found = needs(entries, lines, breakable)
    # The whole of what may not be broken; two lines of what may.
    assert found == {"n1": 17.0, "n2": 24.0}


def test_what_is_too_large_to_be_kept_together_is_not() -> None:
    entries = stack(("n1", NOTE, 20), ("e1", APPARATUS, 1))
    assert needs(entries, [["n1", "e1"]], {NOTE: True, APPARATUS: False}) == {}
