"""Who is joined with whom, and the fewest lanes for stretches of a line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from critical_edition.graphs import joined, lanes

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
