"""The order of a bibliography, and its groups."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from critical_edition.citation.names import Name
from critical_edition.citation.rich import plain
from critical_edition.citation.work import Kind, Work
from critical_edition.model.profile import Group

_ARTICLES = re.compile(r"(?:the|an?|der|die|das|ein|eine|les?|la|une?) (?=\S)|l(?=\s)")
_LETTERS = {"ь": "", "ъ": "", "ʹ": "", "ʺ": "", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae"}
_FIRST_VOLUME = 0


def group(work: Work, groups: Sequence[Group]) -> Group | None:
    """Return the group of a work: the one that a keyword names, or else the one of its kind.

    What a kind cannot tell (a memoir from a study, a collection of studies from one of documents)
    is for the keyword to say.
    """
    for named in groups:
        if named.id in work.keywords:
            return named
    kind = _kind(work)
    return next((g for g in groups if kind in g.takes), None)


def _kind(work: Work) -> str:
    if work.kind in (Kind.PERIODICAL, Kind.NEWSPAPER):
        return "periodicals"
    if work.kind is Kind.LOOSE or work.volumes:
        return "collections"
    if work.container is not None:
        return _kind(work.container)
    return "collections" if "collection" in work.type else "studies"


@dataclass(frozen=True, slots=True, order=True)
class SortKey:
    """What puts works in order: who, what, when; the key decides between equals."""

    name: str
    title: str
    volume: tuple[int, str]
    date: str
    key: str


def sort_key(work: Work) -> SortKey:
    """Return a work's place in the alphabet.

    Names are compared as they are inverted, letter by letter, without accents, soft signs,
    hyphens and particles; titles without their article. A record's ``sortkey`` overrides both.
    """
    title = _without_article(fold(plain(work.title.whole)))
    journal = _without_article(fold(plain(work.journal.whole)))
    if work.sort_key:
        name = fold(work.sort_key)
    elif work.leaders:
        name = " ".join(_folded_name(n) for n in work.leaders.names)
    elif work.kind is Kind.NEWSPAPER and journal:
        name = journal
    else:
        name = title or journal
    digits = re.match(r"\d{1,9}(?!\d)", work.volume)
    volume = (int(digits[0]) if digits else _FIRST_VOLUME, work.volume)
    first = work.dated.first or work.date.first
    date = f"{first.year:04}-{first.month:02}-{first.day:02}" if first else ""
    return SortKey(name, title, volume, date, work.key)


def _folded_name(name: Name) -> str:
    family = _without_article(fold(name.family)) if name.literal else fold(name.family)
    return f"{family} {fold(name.given)}".strip()


def _without_article(text: str) -> str:
    return _ARTICLES.sub("", text, count=1) if _ARTICLES.match(text) else text


def fold(text: str) -> str:
    """Return a text for comparing: small letters and digits, single spaces, no accents."""
    text = "".join(_LETTERS.get(c, c) for c in text.casefold())
    letters = unicodedata.normalize("NFKD", text)
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    letters = re.sub(r"[’'‘ʼ`]", "", letters)
    return " ".join(re.sub(r"[^\w]+", " ", letters).split())


def ordered(works: Iterable[Work]) -> list[Work]:
    """Return works in the order of a bibliography."""
    return sorted(works, key=sort_key)
