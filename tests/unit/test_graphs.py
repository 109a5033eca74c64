"""Who is joined with whom, and the fewest lanes for stretches of a line."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from critical_edition.model.graphs import joined, lanes, spread

LINKS = st.lists(st.lists(st.integers(0, 9), max_size=3), max_size=9)
STRETCHES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(1, 5)).map(lambda s: (s[0], s[0] + s[1])), max_size=12
)


def test_what_is_joined_comes_in_the_order_of_its_first() -> None:
    """Directly, through others, or with itself alone; the sets in the order of their first things."""
    found = joined([(5, 6), (1,), (2, 3), (8, 6), (3, 9)])
    assert found == (frozenset({5, 6, 8}), frozenset({1}), frozenset({2, 3, 9}))


@given(LINKS)
def test_each_thing_is_in_one_set_with_all_that_it_is_linked_with(links: list[list[int]]) -> None:
    """The sets are apart, and as small as the links let them be: none can be parted by a link."""
    found = joined(links)
    assert sorted(t for group in found for t in group) == sorted({t for li in links for t in li})
    home = {thing: group for group in found for thing in group}
    assert all(home[one] is home[other] for link in links for one in link for other in link)
    for group in found:
        reached = {min(group)}
        while more := {t for li in links if reached & {*li} for t in li} - reached:
            reached |= more
        assert reached == group


@given(STRETCHES)
def test_lanes_are_the_fewest_in_which_nothing_overlaps(
    stretches: list[tuple[float, float]],
) -> None:
    """As many as there are stretches at the fullest point, and in a lane none covers another."""
    laid = lanes(stretches)
    for one, (start, end) in enumerate(stretches):
        for other, (begin, stop) in enumerate(stretches):
            if one != other and laid[one] == laid[other]:
                assert end <= begin or stop <= start
    at_once = [sum(s <= start < e for s, e in stretches) for start, _ in stretches]
    assert max(laid, default=-1) + 1 == max(at_once, default=0)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(1, 12)), max_size=9))
def test_what_is_spread_keeps_its_order_and_touches_at_most(
    things: list[tuple[float, float]],
) -> None:
    """All stay between the ends, none overlaps the next; None is only for want of room."""
    things.sort()
    wanted, widths = [at for at, _ in things], [wide for _, wide in things]
    found = spread(wanted, widths, 0, 100)
    if sum(widths) > 100:
        assert found is None
        return
    assert found is not None
    edges = [(at - wide / 2, at + wide / 2) for at, wide in zip(found, widths, strict=True)]
    assert all(low >= -1e-6 and high <= 100 + 1e-6 for low, high in edges)
    assert all(one[1] <= other[0] + 1e-6 for one, other in pairwise(edges))


def test_what_has_room_where_it_is_stays_there() -> None:
    assert spread([10, 30, 32], [4, 6, 6], 0, 100) == (10, 28, 34)
