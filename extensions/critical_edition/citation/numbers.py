"""Ranges of numbers and years, shortened by the Chicago Manual's rule.

The rule, by the first number: below 100, or a multiple of 100, all digits (``71–72``,
``100–104``); ending in 01 to 09, the part that changes (``101–8``); else two digits, or as many
as change (``158–66``, ``498–532``). Years likewise, but in full where the century changes
(``1946–52``, ``1898–1903``).
"""

from __future__ import annotations

import re

_RANGE = re.compile(r"(?<![\d–—-])(\d{1,9})\s*(?:-{1,3}|[–—‒])\s*(\d{1,9})(?![\d–—-])")


def expand(first: str, last: str) -> str:
    """Return a shortened range's last number in full: 158, 66 → 166."""
    if len(last) < len(first):
        return first[: len(first) - len(last)] + last
    return last


def shorten(first: str, last: str) -> str:
    """Return the digits of the last number that are printed: 158, 166 → 66."""
    last = expand(first, last)
    number = int(first)
    if number < 100 or number % 100 == 0 or len(first) != len(last) or int(last) <= number:
        return last
    changed = next(i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a != b)
    needed = len(last) - changed
    return last[-max(needed, 1 if number % 100 < 10 else 2) :]


def page_ranges(text: str) -> str:
    """Shorten every range of Arabic numbers in a text, and set its dash; all else stays.

    >>> page_ranges("158-166, xii, 302–303")
    '158–66, xii, 302–3'
    """
    return _RANGE.sub(lambda m: f"{m[1]}–{shorten(m[1], m[2])}", text)


def years(first: str, last: str) -> str:
    """Return a range of years: 1946, 1952 → 1946–52."""
    last = expand(first, last)
    if first == last:
        return first
    if first[:-2] != last[:-2]:
        return f"{first}–{last}"
    return f"{first}–{shorten(first, last)}"


def pages_of(text: str) -> tuple[tuple[int, int], ...]:
    """Return the pages that a text names, each as its first and last: ``28, 158–66``.

    Only Arabic numbers are pages here, and none of more than nine digits.
    """
    found = []
    for match in re.finditer(
        r"(?<!\d)(\d{1,9})(?!\d)(?:\s*(?:-{1,3}|[–—‒])\s*(\d{1,9})(?!\d))?", text
    ):
        first, last = match[1], match[2] or match[1]
        found.append((int(first), int(expand(first, last))))
    return tuple(found)
