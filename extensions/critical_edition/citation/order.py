"""The order of a bibliography, and the groups of Tucker's sources."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from critical_edition.citation.names import Name
from critical_edition.citation.rich import plain
from critical_edition.citation.work import Kind, Work

_ARTICLES = re.compile(r"(?:the|an?|der|die|das|ein|eine|les?|la|une?) (?=\S)|l(?=\s)")
_LETTERS = {"ь": "", "ъ": "", "ʹ": "", "ʺ": "", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae"}
_FIRST_VOLUME = 0


class Group(enum.Enum):
    """The parts of the bibliography, in its order; the value is the heading."""

    EDITION = "The essay"
    DOCUMENTS = "Collected works and documents"
    PERIODICALS = "Newspapers and journals"
    MEMOIRS = "Memoirs"
    SCHOLARSHIP = "Scholarship"
    EDITORS = "The editors’ literature"


_BY_KEYWORD = {
    "edition": Group.EDITION,
    "editors": Group.EDITORS,
    "documents": Group.DOCUMENTS,
    "periodicals": Group.PERIODICALS,
    "memoirs": Group.MEMOIRS,
    "scholarship": Group.SCHOLARSHIP,
}


def group(work: Work) -> Group:
    """Return the group of a work: the one that a keyword names, or else the one of its kind.

    What a kind cannot tell (a memoir from a study, a collection of essays from one of documents)
    is for the keyword to say.
    """
    for keyword, named in _BY_KEYWORD.items():
        if keyword in work.keywords:
            return named
    if work.kind in (Kind.PERIODICAL, Kind.NEWSPAPER):
        return Group.PERIODICALS
    if work.kind is Kind.LOOSE or work.volumes:
        return Group.DOCUMENTS
    if work.container is not None:
        return group(work.container)
    return Group.DOCUMENTS if "collection" in work.type else Group.SCHOLARSHIP


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


def grouped(works: Iterable[Work]) -> dict[Group, list[Work]]:
    """Return works by group, each in order; groups without works are left out."""
    found: dict[Group, list[Work]] = {g: [] for g in Group}
    for work in ordered(works):
        found[group(work)].append(work)
    return {g: members for g, members in found.items() if members}
