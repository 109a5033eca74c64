"""Comments, arguments and parallels as data. No Sphinx."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from critical_edition.model.anchor import Anchor
from critical_edition.model.messages import NotReadError, _
from critical_edition.model.profile import Relation
from critical_edition.model.prose import Prose, keys
from critical_edition.model.records import Spots

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


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


@dataclass(frozen=True, slots=True)
class Comment:
    """An editor's note; ``uncited`` is the reason why it names no source.

    ``docname`` and ``line`` say where it is written, ``spots`` where its options' values stand: that
    changes nothing of what it says.
    """

    id: str
    on: Anchor
    kind: str
    by: str
    date: datetime.date
    body: Prose = ()
    replies_to: str = ""
    uncited: str = ""
    docname: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)
    spots: Spots = field(default_factory=dict, repr=False, compare=False)

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
    """A line of reasoning that the text returns to; its body is our statement of it."""

    id: str
    title: str
    body: Prose = ()
    docname: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)
    spots: Spots = field(default_factory=dict, repr=False, compare=False)

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
    spots: Spots = field(default_factory=dict, repr=False, compare=False)

    @property
    def anchor(self) -> str:
        """The permalink's fragment."""
        return f"parallel-{self.id}"
