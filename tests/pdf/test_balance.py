"""Columns of one height on the last page of what is carried to the end of a section."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from critical_edition.outputs.pdf.balance import Entry, Spot, second_column

TOP, BOTTOM, LINE = 50.0, 650.0, 10.0


def laid_out(heights: list[float], second: str | None) -> list[Entry]:
    """Return entries as Typst sets them: whole, column after column, the second from ``second``."""
    found: list[Entry] = []
    page, column, y = 1, 0, TOP
    for index, height in enumerate(heights):
        if str(index) == second or y + height > BOTTOM:
            page, column, y = page + column, 1 - column, TOP
        found.append(Entry(str(index), Spot(page, column, y), Spot(page, column, y + height)))
        y += height
    return found


def difference(entries: list[Entry]) -> float:
    """Return by how much one column of the last page is higher than the other."""
    page = entries[-1].end.page
    ends = [
        max((e.end.y for e in entries if e.end == Spot(page, c, e.end.y)), default=TOP)
        for c in (0, 1)
    ]
    return abs(ends[0] - ends[1])


@given(st.lists(st.floats(20, 200), min_size=1, max_size=12))
def test_columns_become_more_equal_and_stay_so(heights: list[float]) -> None:
    before = laid_out(heights, None)
    second = second_column(before, TOP, BOTTOM, LINE)
    after = laid_out(heights, second)
    assert after[-1].end.page == before[-1].end.page
    assert difference(after) <= difference(before) + LINE
    assert second_column(after, TOP, BOTTOM, LINE) in (second, None)


def test_half_of_the_entries_go_to_the_second_column() -> None:
    assert second_column(laid_out([100.0] * 4, None), TOP, BOTTOM, LINE) == "2"


def test_an_entry_that_comes_from_the_page_before_stays_whole() -> None:
    entries = [
        Entry("long", Spot(1, 1, 400), Spot(2, 0, 250)),
        Entry("a", Spot(2, 0, 250), Spot(2, 0, 350)),
        Entry("b", Spot(2, 0, 350), Spot(2, 0, 450)),
    ]
    assert second_column(entries, TOP, BOTTOM, LINE) == "a"


def test_one_entry_has_one_column() -> None:
    assert second_column(laid_out([300.0], None), TOP, BOTTOM, LINE) is None
