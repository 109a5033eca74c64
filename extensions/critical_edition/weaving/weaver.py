"""Weaving: from the records and the established text to views. No Sphinx, no docutils."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from critical_edition.model.anchor import Anchor
from critical_edition.model.collection import DESCENT, Commentary, with_replies
from critical_edition.model.commentary import Argument, Comment, Parallel
from critical_edition.model.established import EstablishedText
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.model.profile import Siglum
from critical_edition.model.records import NoteRecord, PassageRecord, Reference
from critical_edition.model.registers import Entry
from critical_edition.sources.people import People
from critical_edition.weaving import lemmata
from critical_edition.weaving.criticism import CriticismView, EntryView
from critical_edition.weaving.lemmata import Hanging
from critical_edition.weaving.views import (
    ArgumentView,
    CommentIndex,
    CommentLine,
    CommentView,
    ContributorView,
    Drawn,
    EntryMention,
    Joined,
    MapView,
    Named,
    NoteView,
    PairView,
    ParallelIndex,
    ParallelLine,
    PassageView,
    SideView,
    Titled,
    Way,
    Where,
)


@dataclass(frozen=True, slots=True)
class Weaver:
    """Makes the views of an edition, each once.

    ``pages`` are the documents in the order of the contents, ``entries`` by place what of the
    registers its words may lead to.
    """

    commentary: Commentary
    passages: Mapping[PassageId, PassageRecord]
    notes: Mapping[NoteId, NoteRecord]
    text: EstablishedText
    people: People
    entries: Mapping[Place, Mapping[Reference, Entry]]
    pages: Sequence[str] = ()
    apparatus: Mapping[Place, tuple[EntryView, ...]] = field(default_factory=dict)
    sigla: tuple[Siglum, ...] = ()
    _views: dict[PassageId, PassageView] = field(default_factory=dict, repr=False)
    _signs: dict[PassageId, Mapping[str, str]] = field(default_factory=dict, repr=False)

    # -- passages ------------------------------------------------------------------------------

    def passage(self, number: PassageId) -> PassageView:
        """Return a passage with all that is shown with it; raise KeyError where there is none."""
        if number not in self._views:
            self._views[number] = self._passage(self.passages[number])
        return self._views[number]

    def _passage(self, record: PassageRecord) -> PassageView:
        number = record.passage
        notes = self.commentary.notes(number)
        parallels = self.commentary.touching(number)
        hanging = self._hanging(number, notes, parallels)
        places: tuple[Place, ...] = (number, *notes)
        backs = {
            item.ref: item.back
            for place, items in hanging.items()
            if self.text.get(place) is not None
            for item in items
            if item.span or item.kind == lemmata.COMMENT
        }
        comments = with_replies(self._placed(hanging))
        about = {place for comment in comments for place in self.commentary.spoken_of(comment.on)}
        return PassageView(
            number,
            record.pages,
            record.incipit,
            record.body,
            self.text.get(number),
            tuple(self._note(note) for note in notes if note in self.notes),
            tuple(hanging.items()),
            tuple(self._comment(comment, backs) for comment in comments),
            tuple(self._parallel_at(number, record, backs) for record in parallels),
            tuple(self._ways(number, parallels)),
            tuple((place, self._entries(place)) for place in sorted({number, *about}, key=str)),
            tuple(e for place in places for e in self.apparatus.get(place, ())),
        )

    def _note(self, note: NoteId) -> NoteView:
        record = self.notes[note]
        return NoteView(note, record.ibid, record.body, self.text.get(note))

    def _entries(self, place: Place) -> tuple[EntryMention, ...]:
        found = self.entries.get(place, {})
        return tuple(EntryMention(ref, entry.forms, entry.not_in) for ref, entry in found.items())

    def _hanging(
        self, number: PassageId, notes: Sequence[NoteId], parallels: Iterable[Parallel]
    ) -> dict[Place, tuple[Hanging, ...]]:
        """Return what hangs on a passage and on its notes, in the order of its places."""
        places: tuple[Place, ...] = (number, *notes)
        found: dict[Place, list[Hanging]] = {place: [] for place in places}
        for where, items in found.items():
            for comment in self.commentary.on(where):
                ref = comment.anchor
                items.append(Hanging(ref, f"{ref}-ref", lemmata.COMMENT, comment.on.lemma))
        for record in parallels:
            ref = parallel_at(number, record.id)
            here = [a for a in (record.start, record.end) if a.first in found and a.lemma]
            for back, side in zip((f"{ref}-ref", f"{ref}-ref-2"), here, strict=False):
                found[side.first].append(Hanging(ref, back, lemmata.PARALLEL, side.lemma))
        return {place: lemmata.place(items, self._words(place)) for place, items in found.items()}

    def _words(self, place: Place) -> str:
        unit = self.text.get(place)
        return unit.content.text if unit else ""

    def _placed(self, hanging: Mapping[Place, Iterable[Hanging]]) -> list[Comment]:
        """Return the comments in the order in which their signs stand."""
        return [
            self.commentary.comments[item.ref.removeprefix("comment-")]
            for items in hanging.values()
            for item in items
            if item.kind == lemmata.COMMENT
        ]

    def signs(self, number: PassageId) -> Mapping[str, str]:
        """Return the letters of a passage's comments and its notes', by their IDs, in their order.

        They run as the signs do, also where one comment answers a later one.
        """
        if number not in self._signs:
            placed = self._placed(self._hanging(number, self.commentary.notes(number), ()))
            self._signs[number] = {c.id: lemmata.letter(at) for at, c in enumerate(placed)}
        return self._signs[number]

    def _comment(self, record: Comment, backs: Mapping[str, str]) -> CommentView:
        answered = self.commentary.comments.get(record.replies_to)
        return CommentView(
            self.line(record),
            record.body,
            backs.get(record.anchor, ""),
            self.line(answered) if answered else None,
            "" if answered else record.replies_to,
        )

    def _parallel_at(
        self, number: PassageId, record: Parallel, backs: Mapping[str, str]
    ) -> ParallelLine:
        ref = parallel_at(number, record.id)
        away = self.commentary.starts(record, number)
        return self._read_from(record, ref, backs.get(ref, ""), away=away)

    def _read_from(
        self, record: Parallel, ref: str = "", back: str = "", *, away: bool
    ) -> ParallelLine:
        own, other = (record.start, record.end) if away else (record.end, record.start)
        label = record.relation.label if away else record.relation.inverse
        argument = self.titled(record.argument)
        return ParallelLine(
            record.id, self.where(own), label, self.where(other), argument, ref, back
        )

    def _ways(self, number: PassageId, parallels: Iterable[Parallel]) -> Iterable[Way]:
        for argument in dict.fromkeys(p.argument for p in parallels):
            steps, before, after = self.commentary.nearby(number, argument, DESCENT)
            if len(steps) > 2:
                yield Way(self.titled(argument), steps, before, after)

    # -- what is named -------------------------------------------------------------------------

    def where(self, anchor: Anchor) -> Where:
        """Return an anchor as it is shown."""
        first = anchor.first
        return Where(
            anchor, self.commentary.homes.get(first) if isinstance(first, NoteId) else None
        )

    def named(self, by: str) -> Named:
        """Return who wrote something; the editors together are named as they are written."""
        found = self.people.contributors.get(by)
        if found is None:
            return Named(by, by, listed=False)
        return Named(by, by if found.collective else found.name, listed=True)

    def titled(self, aid: str) -> Titled:
        """Return an argument by its title."""
        found = self.commentary.arguments.get(aid)
        return Titled(aid, found.title if found else aid, found is not None)

    def line(self, record: Comment) -> CommentLine:
        """Return a comment as a list has it."""
        homes = self.commentary.passages(record.on)
        sign = self.signs(homes[0]).get(record.id, "") if homes else ""
        by = self.named(record.by)
        return CommentLine(record.id, self.where(record.on), sign, record.kind, by, record.date)

    # -- arguments -----------------------------------------------------------------------------

    def argument(self, aid: str) -> ArgumentView:
        """Return an argument's own page."""
        record = self.commentary.arguments[aid]
        return ArgumentView(
            record,
            self.drawn(aid),
            tuple(self.passages),
            tuple(self._pair(p) for p in self._told(aid)),
        )

    def _told(self, aid: str) -> list[Parallel]:
        """Return an argument's parallels by the earlier of their ends, then the other."""
        return sorted(
            self.commentary.of_argument(aid),
            key=lambda p: (*sorted((self._at(p.start), self._at(p.end))), p.id),
        )

    def _at(self, anchor: Anchor) -> tuple[object, ...]:
        """Return by what an anchor is sorted: its passage, then what hangs on a note of that."""
        homes = self.commentary.passages(anchor)
        return (homes[0] if homes else PassageId(10_000, 1), anchor.order)

    def drawn(self, aid: str) -> Drawn:
        """Return an argument as it is drawn by itself, with its parallels."""
        joined = self.commentary.passages
        return Drawn(
            self.titled(aid),
            self.commentary.steps(aid),
            tuple(
                Joined(p.id, p.start, p.relation, p.end, joined(p.start), joined(p.end))
                for p in self.commentary.of_argument(aid)
            ),
        )

    def _pair(self, record: Parallel) -> PairView:
        first, second, label = record.start, record.end, record.relation.label
        if self._at(first) > self._at(second):
            first, second, label = second, first, record.relation.inverse
        return PairView(
            record.id,
            self._side(first),
            label,
            self._side(second),
            record.relation,
            self.named(record.by),
            record.body,
        )

    def _side(self, anchor: Anchor) -> SideView:
        first = anchor.first
        record = self.notes.get(first) if isinstance(first, NoteId) else self.passages.get(first)
        body = record.body if record else ()
        return SideView(self.where(anchor), self.text.get(first), body, self._comments(anchor))

    def _comments(self, anchor: Anchor) -> tuple[CommentLine, ...]:
        """Return the comments on an anchor's own places, in the order of their letters."""
        places: tuple[Place, ...] = anchor.passages or (anchor.first,)
        found = (
            self.commentary.comments[name]
            for home in self.commentary.passages(anchor)
            for name in self.signs(home)
        )
        return tuple(self.line(c) for c in found if c.on.first in places)

    # -- indexes -------------------------------------------------------------------------------

    def map(self) -> MapView:
        """Return the map of all arguments."""
        found = in_order(self.commentary, self.pages)
        ways = (Drawn(self.titled(a.id), self.commentary.steps(a.id)) for a in found)
        return MapView(tuple(ways), tuple(self.passages))

    def criticism(self) -> CriticismView:
        """Return the apparatus criticus as a list: the entries of passages, then those of notes."""
        return CriticismView(
            self.sigla, tuple(e for found in self.apparatus.values() for e in found)
        )

    def comments(self) -> CommentIndex:
        """Return the index of all comments on places that there are."""
        found = []
        for number in self.passages:
            comments = self.commentary.comments
            found += [self.line(comments[name]) for name in self.signs(number)]
        return CommentIndex(tuple(found))

    def contributors(self) -> tuple[ContributorView, ...]:
        """Return who made the edition, each with what they wrote, in the order of the list."""
        comments, parallels = self.commentary.comments, self.commentary.parallels
        return tuple(
            ContributorView(
                one,
                tuple(self.line(c) for c in comments.values() if c.by == one.id),
                tuple(self._read_from(p, away=True) for p in parallels.values() if p.by == one.id),
            )
            for one in self.people.listed()
        )

    def parallels(self) -> ParallelIndex:
        """Return the index of parallels by passage."""
        found = []
        for number, record in self.passages.items():
            lines = [
                self._read_from(link, away=away)
                for link in self.commentary.touching(number)
                for away in (True, False)
                if number in self.commentary.passages(link.start if away else link.end)
            ]
            lines.sort(key=lambda line: (self._at(line.other.anchor), line.label, line.id))
            if lines:
                found.append((number, record.incipit, tuple(lines)))
        return ParallelIndex(tuple(found))


def parallel_at(number: PassageId, pid: str) -> str:
    """Return the ID of a parallel's line at one of its passages."""
    return f"{number.anchor}-parallel-{pid}"


def in_order(commentary: Commentary, pages: Sequence[str]) -> tuple[Argument, ...]:
    """Return the arguments that have a passage, in the order of ``pages``, on which they stand.

    It is the order of the contents, so that a reader finds them in one order everywhere.
    """
    at = {docname: index for index, docname in enumerate(pages)}
    found = [a for a in commentary.arguments.values() if commentary.steps(a.id)]
    return tuple(sorted(found, key=lambda a: (at.get(a.docname, len(at)), a.docname, a.line, a.id)))
