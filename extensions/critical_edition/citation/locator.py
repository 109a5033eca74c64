"""Where in a work: pages, volume and page, chapters, dates; read, set, and kept as given.

A locator in the pages is what the author writes: ``pp. 89, 96–98``, ``7:12–13, 28, 280``,
``11:248–49; 13:38–39``, ``1(14):2–10``, ``chapters 4, 12, and 13``, ``February 14, 1938``.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from critical_edition.citation.dates import Day, american, read_written
from critical_edition.citation.numbers import page_ranges, pages_of

_PAGES = r"(?:[\divxlc]+(?:\s*(?:-{1,3}|[–—‒])\s*[\divxlc]+)?(?:\s*n\.?(?:\s*\d+)?)?)"
_PAGE_LIST = rf"{_PAGES}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+){_PAGES})*"
_BARE = re.compile(_PAGE_LIST)
_LABELLED = re.compile(rf"pp?\.\s*({_PAGE_LIST})")
_VOLUME = re.compile(rf"(?P<volume>\d{{1,9}}(?:\(\d{{1,9}}\))?):\s*(?P<pages>{_PAGE_LIST})")


class Sort(enum.Enum):
    """What a locator counts by."""

    NONE = "none"
    PAGES = "pages"
    VOLUMES = "volumes"
    DATE = "date"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class VolumePages:
    """Pages of one volume; ``volume`` as given, “1(14)” where volumes are counted twice."""

    volume: str
    pages: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a work: ``text`` as it is set, its ranges shortened; and what can be read of it.

    ``pages`` are the Arabic ones, each first and last; ``volumes`` those with their volumes.
    """

    sort: Sort
    text: str
    pages: tuple[tuple[int, int], ...] = ()
    volumes: tuple[VolumePages, ...] = ()
    day: Day | None = None

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def unlabelled(self) -> str:
        """The locator as it stands after a colon: without “p.” or “pp.”."""
        match = _LABELLED.fullmatch(self.text)
        return match[1] if match else self.text


def parse(text: str) -> Locator:
    """Read a locator; what is of no known form is kept to the letter but for its ranges' dashes.

    >>> parse("158-166").text
    'pp. 158–66'
    """
    text = american(" ".join(text.split()))
    if not text:
        return Locator(Sort.NONE, "")
    if day := read_written(text):
        return Locator(Sort.DATE, text, day=day)
    if volumes := _read_volumes(text):
        return Locator(Sort.VOLUMES, page_ranges(text), volumes=volumes)
    if match := _LABELLED.fullmatch(text):
        return Locator(Sort.PAGES, page_ranges(text), pages_of(match[1]))
    if _BARE.fullmatch(text):
        pages = page_ranges(text)
        several = "," in pages or "–" in pages or " and " in pages
        return Locator(Sort.PAGES, f"{'pp.' if several else 'p.'} {pages}", pages_of(text))
    return Locator(Sort.OTHER, _dashes(text))


def _read_volumes(text: str) -> tuple[VolumePages, ...]:
    found = []
    for part in text.split(";"):
        match = _VOLUME.fullmatch(part.strip())
        if not match:
            return ()
        found.append(VolumePages(match["volume"], pages_of(match["pages"])))
    return tuple(found)


def _dashes(text: str) -> str:
    """Shorten the ranges of pages that follow “p.” or a volume, and leave all else alone."""
    pattern = re.compile(rf"(?:\bpp?\.\s*|\d:){_PAGE_LIST}")
    return pattern.sub(lambda m: page_ranges(m[0]), text)
