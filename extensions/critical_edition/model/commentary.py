"""Comments, arguments and parallels as data. No Sphinx."""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass

from critical_edition.model.anchor import Anchor
from critical_edition.model.profile import Relation

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def parse_id(text: str) -> str:
    """Return an ID of a comment, argument or parallel; raise ValueError if it is none."""
    text = text.strip()
    if not _ID.fullmatch(text) or len(text) > 60:
        raise ValueError(
            f"“{text}” is not an ID: write words in lower case with hyphens, at most 60 characters, "
            "such as war-scare"
        )
    return text


def parse_date(text: str) -> datetime.date:
    """Return a date written as 2026-11-23; raise ValueError if it is none or impossible."""
    if not text.strip():
        raise ValueError("the date is missing; write year-month-day")
    try:
        return datetime.date.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(f"“{text.strip()}” is not a date; write year-month-day") from error


def digest(source: str) -> str:
    """Return what changes with the words of a comment, a statement or a reason."""
    return hashlib.blake2b(source.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Comment:
    """An editor's note.

    ``cites`` are keys in the order of the text, ``uncited`` the reason why there are none.
    ``docname`` and ``line`` say where it is written, ``digest`` changes with its words; ``links``
    are their links into the edition: type and target.
    """

    id: str
    on: Anchor
    kind: str
    by: str
    date: datetime.date
    cites: tuple[str, ...] = ()
    replies_to: str = ""
    uncited: str = ""
    docname: str = ""
    line: int = 0
    digest: str = ""
    links: tuple[tuple[str, str], ...] = ()

    @property
    def anchor(self) -> str:
        """The permalink's fragment."""
        return f"comment-{self.id}"


@dataclass(frozen=True, slots=True)
class Argument:
    """A line of reasoning that the essay returns to."""

    id: str
    title: str
    docname: str = ""
    line: int = 0
    digest: str = ""
    links: tuple[tuple[str, str], ...] = ()

    @property
    def anchor(self) -> str:
        """The permalink's fragment."""
        return f"argument-{self.id}"


@dataclass(frozen=True, slots=True)
class Parallel:
    """A typed, reasoned link between two places that argue in parallel."""

    id: str
    argument: str
    start: Anchor
    end: Anchor
    relation: Relation
    by: str
    docname: str = ""
    line: int = 0
    digest: str = ""
    links: tuple[tuple[str, str], ...] = ()

    @property
    def anchor(self) -> str:
        """The permalink's fragment."""
        return f"parallel-{self.id}"
