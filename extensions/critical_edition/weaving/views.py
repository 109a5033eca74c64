"""Views: what is shown of a passage, an argument, an index. Frozen; equal data, equal view.

Every output reads views and nothing else of the commentary, so that what a page shows follows from
them: a page's digest is that of its views and of what they refer to (:mod:`.digests`).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from critical_edition.model.anchor import Anchor
from critical_edition.model.commentary import Argument
from critical_edition.model.established import EstablishedUnit
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.model.profile import Relation
from critical_edition.model.prose import Prose
from critical_edition.model.records import Reference
from critical_edition.sources.people import Contributor
from critical_edition.weaving.criticism import EntryView
from critical_edition.weaving.lemmata import Hanging


@dataclass(frozen=True, slots=True)
class Where:
    """An anchor as it is shown: a note is named with its passage, ``home``."""

    anchor: Anchor
    home: PassageId | None = None

    @property
    def note(self) -> NoteId | None:
        """The note, if it is one."""
        return self.anchor.first if isinstance(self.anchor.first, NoteId) else None

    @property
    def words(self) -> str:
        """The lemma as it is shown: without the index of its occurrence; may be empty."""
        lemma = self.anchor.lemma
        if lemma is None:
            return ""
        return f"{lemma.words} … {lemma.last}" if lemma.last else lemma.words


@dataclass(frozen=True, slots=True)
class Named:
    """Who wrote something: the ID, the name that is shown, and whether a page says more of them."""

    id: str
    name: str
    listed: bool


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment as a list has it: a line. ``sign`` is its letter at its passage."""

    id: str
    on: Where
    sign: str
    kind: str
    by: Named
    date: datetime.date

    @property
    def reference(self) -> Reference:
        """What a link to it refers to."""
        return Reference("comment", self.id)


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment at its passage, whole. ``back`` is the ID of the sign after its words, if any."""

    line: CommentLine
    body: Prose
    back: str
    answers: CommentLine | None
    """The comment that it answers, if it does."""
    answered_elsewhere: str = ""
    """The ID of an answered comment that nobody has given."""

    @property
    def anchor(self) -> str:
        """The permalink's fragment."""
        return f"comment-{self.line.id}"


@dataclass(frozen=True, slots=True)
class Titled:
    """An argument by its title, which is its ID where there is no such argument."""

    id: str
    title: str
    known: bool

    @property
    def reference(self) -> Reference:
        """What a link to it refers to."""
        return Reference("argument", self.id)


@dataclass(frozen=True, slots=True)
class ParallelLine:
    """A parallel as it is read from one place on: how that stands to ``other``.

    ``ref`` is the ID of the line at its passage, ``back`` that of the sign after its words, if any.
    """

    id: str
    own: Where
    label: str
    other: Where
    argument: Titled
    ref: str = ""
    back: str = ""

    @property
    def reference(self) -> Reference:
        """What a link to it refers to."""
        return Reference("parallel", self.id)


@dataclass(frozen=True, slots=True)
class Way:
    """The way of an argument through a passage: the passages near it, and if there are more."""

    argument: Titled
    steps: tuple[PassageId, ...]
    before: bool
    after: bool


@dataclass(frozen=True, slots=True)
class EntryMention:
    """An entry of a register to which words may lead: by which forms it is found."""

    reference: Reference
    forms: tuple[str, ...]
    not_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteView:
    """An author's note: its own words where they are established, and what the edition says of it."""

    note: NoteId
    ibid: tuple[str, ...]
    body: Prose
    unit: EstablishedUnit | None


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage with all that is shown with it.

    ``hanging`` is by place (the passage, then its notes) what hangs there, in the order of its signs;
    ``comments`` stand in the order of their letters, an answer behind what it answers. ``apparatus``
    has the entries of the passage, then those of its notes.
    """

    number: PassageId
    pages: tuple[int, ...]
    incipit: str
    abstract: Prose
    unit: EstablishedUnit | None
    notes: tuple[NoteView, ...]
    hanging: tuple[tuple[Place, tuple[Hanging, ...]], ...]
    comments: tuple[CommentView, ...]
    parallels: tuple[ParallelLine, ...]
    ways: tuple[Way, ...]
    entries: tuple[tuple[Place, tuple[EntryMention, ...]], ...]
    apparatus: tuple[EntryView, ...]

    @property
    def reference(self) -> Reference:
        """What a link to it refers to."""
        return Reference("passage", str(self.number))

    @property
    def signs(self) -> dict[str, str]:
        """The letters of its comments, by their anchors."""
        return {comment.anchor: comment.line.sign for comment in self.comments}


@dataclass(frozen=True, slots=True)
class SideView:
    """One of the two passages of a parallel: its words if they are established, or our abstract."""

    where: Where
    unit: EstablishedUnit | None
    body: Prose
    comments: tuple[CommentLine, ...]


@dataclass(frozen=True, slots=True)
class PairView:
    """A parallel where it is told: both its sides in the order of the text, and the reason.

    ``label`` is read from the first side to the second.
    """

    id: str
    first: SideView
    label: str
    second: SideView
    relation: Relation
    by: Named
    reason: Prose

    @property
    def reference(self) -> Reference:
        """What a link to it refers to."""
        return Reference("parallel", self.id)

    @property
    def anchor(self) -> str:
        """The permalink's fragment."""
        return f"parallel-{self.id}"


@dataclass(frozen=True, slots=True)
class Joined:
    """A parallel as it is drawn: its two ends, and the passages of each."""

    id: str
    start: Anchor
    relation: Relation
    end: Anchor
    first: tuple[PassageId, ...]
    last: tuple[PassageId, ...]

    @property
    def reference(self) -> Reference:
        """What a link to it refers to."""
        return Reference("parallel", self.id)


@dataclass(frozen=True, slots=True)
class Drawn:
    """An argument as it is drawn: through which passages it goes; by itself, with its parallels."""

    argument: Titled
    steps: tuple[PassageId, ...]
    parallels: tuple[Joined, ...] = ()


@dataclass(frozen=True, slots=True)
class ArgumentView:
    """An argument's own page: the statement, its drawing, its parallels in the order of the text."""

    argument: Argument
    drawn: Drawn
    passages: tuple[PassageId, ...]
    """All passages of the edition: the ground of the drawing."""
    pairs: tuple[PairView, ...]


@dataclass(frozen=True, slots=True)
class MapView:
    """The map: all arguments that have parallels, in the order of the contents."""

    arguments: tuple[Drawn, ...]
    passages: tuple[PassageId, ...]


@dataclass(frozen=True, slots=True)
class ContributorView:
    """Somebody who contributed, with what they wrote; parallels are read from their first end."""

    person: Contributor
    comments: tuple[CommentLine, ...]
    parallels: tuple[ParallelLine, ...]


@dataclass(frozen=True, slots=True)
class CommentIndex:
    """All comments in the order of the text, a line each."""

    comments: tuple[CommentLine, ...]


@dataclass(frozen=True, slots=True)
class ParallelIndex:
    """For each passage that argues in parallel with others: how, and with which."""

    passages: tuple[tuple[PassageId, str, tuple[ParallelLine, ...]], ...]
    """The passage, its first words, its parallels in the order of their other ends."""
