"""The series at the foot of a page."""

from __future__ import annotations

from critical_edition.pdf.foot import Entry, moves

NOTE, APPARATUS, COMMENT = 0, 1, 2


def stack(*entries: tuple[str, int, int], page: int = 4, first: float = 500.0) -> list[Entry]:
    """Return entries of some lines each (10 points a line), 12 points from one to the next."""
    found = []
    for name, series, lines in entries:
        last = first + 10 * (lines - 1)
        found.append(Entry(name, series, page, first, page, last))
        first = last + 12
    return found


def moved(entries: list[Entry]) -> list[tuple[str, float]]:
    """Return where the first lines stand after the moves, downwards."""
    down = moves(entries)
    return sorted(((e.id, e.first + down.get(e.id, 0.0)) for e in entries), key=lambda i: i[1])


def test_one_series_stays_as_it_is() -> None:
    assert moves(stack(("n1", NOTE, 1), ("n2", NOTE, 3))) == {}
    assert moves(stack(("n1", NOTE, 1), ("n2", NOTE, 3), ("e1", APPARATUS, 1))) == {}
    assert moves([]) == {}


def test_the_apparatus_stands_below_the_notes_in_the_same_room() -> None:
    entries = stack(("e1", APPARATUS, 1), ("n1", NOTE, 3), ("e2", APPARATUS, 2), ("n2", NOTE, 1))
    assert moved(entries) == [("n1", 500), ("n2", 532), ("e1", 544), ("e2", 556)]
    last = entries[-1].last
    down = moves(entries)
    assert max(e.last + down.get(e.id, 0) for e in entries) == last


def test_the_commentary_stands_last() -> None:
    entries = stack(("c1", COMMENT, 2), ("e1", APPARATUS, 1), ("n1", NOTE, 1))
    assert [name for name, _ in moved(entries)] == ["n1", "e1", "c1"]


def test_what_goes_on_overleaf_stays() -> None:
    entries = stack(("e1", APPARATUS, 1), ("n1", NOTE, 2), ("n2", NOTE, 1))
    overleaf = Entry("n3", NOTE, 4, entries[-1].last + 12, 5, 480.0)
    assert [name for name, _ in moved([*entries, overleaf])] == ["n1", "n2", "e1", "n3"]


def test_each_page_has_its_own_order() -> None:
    first = stack(("e1", APPARATUS, 1), ("n1", NOTE, 1))
    second = stack(("n2", NOTE, 1), ("e2", APPARATUS, 1), page=5)
    assert moves([*first, *second]) == {"e1": 12, "n1": -12}
