"""Comments, arguments and parallels as data. No Sphinx."""

from __future__ import annotations

import datetime
import enum
import re
from dataclasses import dataclass, field

from critical_edition.model.anchor import Anchor
from critical_edition.model.prose import Prose, keys

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class Kind(enum.StrEnum):
    """What a comment is about."""

    CONTEXT = "context"
    """People, events, institutions."""

    SOURCE = "source"
    """What a source is, what it says, where it is now printed, how it is translated."""

    HISTORIOGRAPHY = "historiography"
    """What later scholarship has found or disputes."""

    TEXT = "text"
    """Wording, transmission, emendation."""

    ARGUMENT = "argument"
    """How the reasoning works."""


class Relation(enum.StrEnum):
    """How one passage of a parallel stands to the other."""

    RESTATES = "restates"
    ANTICIPATES = "anticipates"
    FULFILS = "fulfils"
    DEVELOPS = "develops"
    ILLUSTRATES = "illustrates"
    QUALIFIES = "qualifies"
    CONTRASTS = "contrasts"
    DRAWS_ON = "draws-on"

    @property
    def label(self) -> str:
        """What is read from the first passage to the second."""
        return str(self).replace("-", " ") + (" with" if self is Relation.CONTRASTS else "")

    @property
    def inverse(self) -> str:
        """What is read from the second passage to the first; derived, never authored."""
        return {
            Relation.RESTATES: "restated by",
            Relation.ANTICIPATES: "fulfils",
            Relation.FULFILS: "anticipates",
            Relation.DEVELOPS: "developed in",
            Relation.ILLUSTRATES: "illustrated by",
            Relation.QUALIFIES: "qualified by",
            Relation.CONTRASTS: "contrasts with",
            Relation.DRAWS_ON: "drawn on by",
        }[self]

    @property
    def backwards(self) -> bool | None:
        """Whether the first passage must stand later in the essay than the second.

        None where either order is right.
        """
        return {Relation.ANTICIPATES: False, Relation.FULFILS: True}.get(self)


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


def not_a_kind(given: str) -> str:
    """Return what is wrong with a comment whose kind is none, or is not given."""
    kinds = ", ".join(Kind)
    if not given:
        return f"the comment has no :kind:; it is one of {kinds}"
    return f"“{given}” is not a kind of comment; they are {kinds}"


@dataclass(frozen=True, slots=True)
class Comment:
    """An editor's note; ``uncited`` is the reason why it names no source.

    ``docname`` and ``line`` say where it is written, which changes nothing of what it says.
    """

    id: str
    on: Anchor
    kind: Kind
    by: str
    date: datetime.date
    body: Prose = ()
    replies_to: str = ""
    uncited: str = ""
    docname: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def anchor(self) -> str:
        """The permalink's fragment."""
        return f"comment-{self.id}"

    @property
    def cites(self) -> tuple[str, ...]:
        """The keys of the works that it cites, in the order of the text."""
        return keys(self.body)


@dataclass(frozen=True, slots=True)
class Argument:
    """A line of reasoning that the essay returns to; its body is our statement of it."""

    id: str
    title: str
    body: Prose = ()
    docname: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def anchor(self) -> str:
        """The permalink's fragment."""
        return f"argument-{self.id}"


@dataclass(frozen=True, slots=True)
class Parallel:
    """A typed, reasoned link between two places that argue in parallel; its body is the reason."""

    id: str
    argument: str
    start: Anchor
    end: Anchor
    relation: Relation
    by: str
    body: Prose = ()
    docname: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def anchor(self) -> str:
        """The permalink's fragment."""
        return f"parallel-{self.id}"
