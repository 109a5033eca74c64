"""Comments, arguments and parallels as data. No Sphinx."""

from __future__ import annotations

import datetime
import enum
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from critical_edition.model.anchor import Anchor
from critical_edition.model.messages import NotReadError, _
from critical_edition.model.suggest import did_you_mean

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
    """Return an ID of a comment, argument or parallel; raise NotReadError if it is none."""
    text = text.strip()
    if not _ID.fullmatch(text) or len(text) > 60:
        message = _(
            "“{text}” is not an ID: write words in lower case with hyphens, at most 60 characters, "
            "such as war-scare",
            text=text,
        )
        raise NotReadError(message)
    return text


def parse_date(text: str) -> datetime.date:
    """Return a date written as 2026-11-23; raise NotReadError if it is none or impossible."""
    remedy = _("Write year-month-day.")
    if not text.strip():
        raise NotReadError(_("the date is missing"), remedy)
    try:
        return datetime.date.fromisoformat(text.strip())
    except ValueError as error:
        raise NotReadError(_("“{text}” is not a date", text=text.strip()), remedy) from error


def parse_kind(text: str) -> Kind:
    """Return a comment's kind; raise NotReadError if it is none, or is not given."""
    kinds = ", ".join(Kind)
    if not text:
        raise NotReadError(_("the comment has no :kind:; it is one of {kinds}", kinds=kinds))
    try:
        return Kind(text)
    except ValueError as error:
        message = _("“{text}” is not a kind of comment; they are {kinds}", text=text, kinds=kinds)
        raise NotReadError(message.then(did_you_mean(text, Kind))) from error


def parse_relation(text: str) -> Relation:
    """Return a parallel's relation; raise NotReadError if it is none."""
    try:
        return Relation(text)
    except ValueError as error:
        known = ", ".join(Relation)
        message = _("“{text}” is not a relation; they are {known}", text=text, known=known)
        raise NotReadError(message.then(did_you_mean(text, Relation))) from error


def digest(source: str) -> str:
    """Return what changes with the words of a comment, a statement or a reason."""
    return hashlib.blake2b(source.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Comment:
    """An editor's note.

    ``cites`` are keys in the order of the text, ``uncited`` the reason why there are none.
    ``docname`` and ``line`` say where it is written, ``digest`` changes with its words; ``links``
    are their links into the edition: type and target. ``spots`` are where its options' values stand,
    by name (line and column from 1).
    """

    id: str
    on: Anchor
    kind: Kind
    by: str
    date: datetime.date
    cites: tuple[str, ...] = ()
    replies_to: str = ""
    uncited: str = ""
    docname: str = ""
    line: int = 0
    digest: str = ""
    links: tuple[tuple[str, str], ...] = ()
    spots: Mapping[str, tuple[int, int]] = field(default_factory=dict, repr=False, compare=False)

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
    spots: Mapping[str, tuple[int, int]] = field(default_factory=dict, repr=False, compare=False)

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
    spots: Mapping[str, tuple[int, int]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def anchor(self) -> str:
        """The permalink's fragment."""
        return f"parallel-{self.id}"
