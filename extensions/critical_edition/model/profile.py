"""The profile: all that is particular to one edition, as ``docs/edition.toml`` gives it.

Each field's docstring is its entry on the reference page; its default is what an edition needs that
says nothing of it. :mod:`critical_edition.sources.profile` reads the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_N = TypeVar("_N", bound=_Named)


def by_id(found: Iterable[_N], given: str) -> _N | None:
    """Return what has an id, or None."""
    return next((one for one in found if one.id == given), None)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of comments."""

    id: str
    """What a comment gives as ``:kind:``, and the end of its class on the page."""

    label: str = ""
    """What the comments of the kind are called where they can be switched off."""

    about: str = ""
    """What the kind is for, as forms and the guide say it."""

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Relation:
    """How one passage of a parallel stands to the other."""

    id: str
    """What a parallel gives as ``:relation:``, and the end of its class on the page."""

    label: str = ""
    """What is read from the first passage to the second; if empty, the id with spaces."""

    inverse: str = ""
    """What is read from the second passage to the first; if empty, the label."""

    converse: str = ""
    """The relation that says the same with the passages exchanged, where there is one."""

    symmetric: bool = False
    """Whether it says the same whichever passage comes first."""

    order: Literal["any", "forwards", "backwards"] = "any"
    """Whether the first passage must stand before the second, behind it, or may do either."""

    weight: Literal["plain", "strong", "broken"] = "plain"
    """How the map draws it: a line, a thick one, or a broken one."""

    colour: Literal["text", "link", "muted"] = "text"
    """The role of the colour in which the map draws it on a screen."""

    def __post_init__(self) -> None:
        if not self.label:
            object.__setattr__(self, "label", self.id.replace("-", " "))
        if not self.inverse:
            object.__setattr__(self, "inverse", self.label)

    def __str__(self) -> str:
        return self.id

    @property
    def backwards(self) -> bool | None:
        """Whether the first passage must stand later in the text than the second.

        None where either order is right.
        """
        return None if self.order == "any" else self.order == "backwards"


KINDS = (
    Kind("context", "Comments on context", "people, events, institutions"),
    Kind(
        "source",
        "Comments on sources",
        "what a source is, what it says, where it is now printed, how it is translated",
    ),
    Kind(
        "historiography",
        "Comments on historiography",
        "what later scholarship has found or disputes",
    ),
    Kind("text", "Comments on the text", "wording, transmission, emendation"),
    Kind("argument", "Comments on the argument", "how the reasoning works"),
)

RELATIONS = (
    Relation("restates", inverse="restated by"),
    Relation(
        "anticipates", inverse="fulfils", converse="fulfils", order="forwards", weight="strong"
    ),
    Relation(
        "fulfils", inverse="anticipates", converse="anticipates", order="backwards", weight="strong"
    ),
    Relation("develops", inverse="developed in"),
    Relation("illustrates", inverse="illustrated by"),
    Relation("qualifies", inverse="qualified by", weight="broken"),
    Relation("contrasts", "contrasts with", symmetric=True, weight="broken"),
    Relation("draws-on", inverse="drawn on by"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """All that is particular to an edition."""

    kinds: tuple[Kind, ...] = KINDS
    """The kinds of comments, in the order of legends and filters."""

    relations: tuple[Relation, ...] = RELATIONS
    """The relations of parallels, in the order in which they are named."""

    def kind(self, given: str) -> Kind | None:
        """Return the kind of comments with an id, or None."""
        return by_id(self.kinds, given)

    def relation(self, given: str) -> Relation | None:
        """Return the relation with an id, or None."""
        return by_id(self.relations, given)

    def not_a_kind(self, given: str) -> str:
        """Return what is wrong with a comment whose kind is none, or is not given."""
        kinds = ", ".join(map(str, self.kinds))
        if not given:
            return f"the comment has no :kind:; it is one of {kinds}"
        return f"“{given}” is not a kind of comment; they are {kinds}"

    def not_a_relation(self, given: str) -> str:
        """Return what is wrong with a parallel whose relation is none."""
        return f"“{given}” is not a relation; they are {', '.join(map(str, self.relations))}"
