"""Which pages have a running head, and which heading it repeats.

No Typst and no Sphinx here, but for the expression that asks a layout for what is needed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

QUERY = (
    "(headings: query(heading.where(outlined: true)).map(it => (it.level, it.location().page())), "
    "breaks: query(<edition-break>).map(it => { let at = it.location().position(); "
    "(at.page, at.y.pt()) }), "
    "end: query(<edition-end>).map(it => it.location().page()))"
)
"""Gives what :func:`titles` takes, by its names."""


def openings(headings: Sequence[tuple[int, int]]) -> list[int]:
    """Return the pages (from 1) on which chapters open, whose numbers stand at the foot."""
    return sorted({page for level, page in headings if level == 1})


def titles(
    headings: Sequence[tuple[int, int]],
    breaks: Sequence[tuple[int, float]],
    end: Sequence[int],
    top: float,
) -> Mapping[str, int]:
    """Return by page (from 1) the heading that its running head repeats, as its index.

    ``headings`` are level and page of those that are in the contents, in order. A verso repeats the last of
    the first level, a recto the last of the first or the second. Pages on which a chapter opens have no
    running head; nor has the one that may be empty before the text, which begins on a recto: it comes
    after the first of the ``breaks``, the end of the front matter (page and y, in points from the
    page's upper left), or has it at its ``top``. ``end`` is the last page.
    """
    opening = openings(headings)
    empty = range(0)
    if len(breaks) == 2:
        (last, y), (text, _) = breaks
        empty = range(last if y <= top + 1 else last + 1, text)
    found: dict[str, int] = {}
    for parity, levels in ((0, {1}), (1, {1, 2})):
        known = [(page, index) for index, (level, page) in enumerate(headings) if level in levels]
        pages = [page for page, _ in known]
        for number in range(1, (end[0] if end else 0) + 1):
            at = bisect_right(pages, number)
            if number % 2 == parity and at and number not in opening and number not in empty:
                found[str(number)] = known[at - 1][1]
    return found
