"""The commentary as a whole: comments, arguments and parallels gathered, ordered and joined."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from critical_edition.model import graphs
from critical_edition.model.anchor import Anchor
from critical_edition.model.commentary import Argument, Comment, Parallel
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.model.records import NoteRecord
from critical_edition.model.sentences import count_words

KEYS = ("comments", "arguments", "parallels", "generated")

DESCENT = 9
"""How many passages of an argument are named at each of its passages."""

_R = TypeVar("_R", Comment, Argument, Parallel)


@dataclass(frozen=True, slots=True)
class Commentary:
    """All records of the pages, each ID once (the first in order of docnames), in a fixed order.

    ``homes`` are the passages in which the author's notes have their markers: what hangs on a note
    belongs to its passage too.
    """

    comments: Mapping[str, Comment]
    arguments: Mapping[str, Argument]
    parallels: Mapping[str, Parallel]
    homes: Mapping[NoteId, PassageId] = field(default_factory=dict)
    _on: dict[Place, list[Comment]] = field(default_factory=dict, repr=False, compare=False)
    _at: dict[PassageId, list[Parallel]] = field(default_factory=dict, repr=False, compare=False)
    _of: dict[str, list[Parallel]] = field(default_factory=dict, repr=False, compare=False)
    _ways: dict[str, tuple[frozenset[PassageId], ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    _notes: dict[PassageId, list[NoteId]] = field(default_factory=dict, repr=False, compare=False)
    _descents: dict[str, dict[PassageId, tuple[PassageId, ...]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for comment in self.comments.values():
            self._on.setdefault(comment.on.first, []).append(comment)
        for parallel in self.parallels.values():
            self._of.setdefault(parallel.argument, []).append(parallel)
            for passage in self.joined(parallel):
                self._at.setdefault(passage, []).append(parallel)

    @classmethod
    def of(cls, data: Mapping[str, Any], homes: Mapping[NoteId, PassageId] | None = None) -> Self:
        """Gather what the domain's data holds; ``homes`` where that does not hold the notes.

        Comments on one place stand in the order of their lemmata's last words, after which their
        signs are, as far as somebody has recorded their positions; a comment on the whole place
        comes first.
        """
        comments = _first(data["comments"])
        parallels = _first(data["parallels"])
        positions = data.get("positions", {})
        if homes is None:
            homes = _homes(data.get("notes", {}))
        return cls(
            dict(sorted(comments.items(), key=lambda i: _in_order(i[1], positions))),
            dict(sorted(_first(data["arguments"]).items())),
            dict(sorted(parallels.items(), key=lambda i: (i[1].start.order, i[1].end.order, i[0]))),
            homes,
        )

    def on(self, place: Place) -> tuple[Comment, ...]:
        """Return the comments on a passage or on a note (a range is its first passage's)."""
        return tuple(self._on.get(place, ()))

    def notes(self, passage: PassageId) -> Sequence[NoteId]:
        """Return the author's notes of a passage, in order."""
        if not self._notes:
            for note, home in sorted(self.homes.items()):
                self._notes.setdefault(home, []).append(note)
        return self._notes.get(passage, [])

    def passages(self, anchor: Anchor) -> tuple[PassageId, ...]:
        """Return the passages of an anchor; of a note, the one in which its marker stands."""
        if isinstance(anchor.first, NoteId):
            home = self.homes.get(anchor.first)
            return (home,) if home else ()
        return anchor.passages

    def spoken_of(self, anchor: Anchor) -> tuple[Place, ...]:
        """Return the passages and the note that an anchor is about."""
        return tuple(dict.fromkeys((anchor.first, *self.passages(anchor), anchor.last)))

    def joined(self, parallel: Parallel) -> tuple[PassageId, ...]:
        """Return the passages that a parallel joins, each once, in the order of its ends."""
        ends = (*self.passages(parallel.start), *self.passages(parallel.end))
        return tuple(dict.fromkeys(ends))

    def starts(self, parallel: Parallel, passage: PassageId) -> bool:
        """Tell whether a parallel of the passage is read from there on, and not towards it.

        One that joins the passage with a note of its own is read from the passage.
        """
        if passage not in self.passages(parallel.start):
            return False
        own_note = isinstance(parallel.start.first, NoteId)
        return not (own_note and passage in parallel.end.passages)

    def page_of(self, parallel: Parallel) -> str:
        """Return the page that shows a parallel's reason: its argument's, or else its own."""
        argument = self.arguments.get(parallel.argument)
        return argument.docname if argument else parallel.docname

    def touching(self, passage: PassageId) -> tuple[Parallel, ...]:
        """Return the parallels with one end at the passage or at one of its notes."""
        return tuple(self._at.get(passage, ()))

    def of_argument(self, argument: str) -> tuple[Parallel, ...]:
        """Return an argument's parallels in order."""
        return tuple(self._of.get(argument, ()))

    def steps(self, argument: str) -> tuple[PassageId, ...]:
        """Return the passages through which an argument goes, in the order of the text."""
        return tuple(sorted({p for link in self.of_argument(argument) for p in self.joined(link)}))

    def descent(self, passage: PassageId, argument: str) -> tuple[PassageId, ...]:
        """Return every passage that the argument's parallels join with this one, near or far."""
        if argument not in self._descents:
            ways = (tuple(sorted(way)) for way in self.ways(argument))
            self._descents[argument] = {p: way for way in ways for p in way}
        return self._descents[argument].get(passage, (passage,))

    def nearby(
        self, passage: PassageId, argument: str, most: int
    ) -> tuple[tuple[PassageId, ...], bool, bool]:
        """Return the ``most`` passages around one in its descent; whether any come before or after.

        Each passage of a long argument can say that much; all of it is said once, on its page.
        """
        way = self.descent(passage, argument)
        at = bisect_left(way, passage)
        first = max(min(at - most // 2, len(way) - most), 0)
        return way[first : first + most], first > 0, first + most < len(way)

    def ways(self, argument: str) -> tuple[frozenset[PassageId], ...]:
        """Return the sets of passages that the argument's parallels join, in order of the first."""
        if argument not in self._ways:
            links = [self.joined(link) for link in self.of_argument(argument)]
            self._ways[argument] = graphs.joined(links)
        return self._ways[argument]


def _homes(data: Mapping[str, Sequence[NoteRecord]]) -> dict[NoteId, PassageId]:
    found: dict[NoteId, PassageId] = {}
    for _, records in sorted(data.items()):
        for record in records:
            if record.passage:
                found.setdefault(record.note, record.passage)
    return found


def _in_order(
    record: Comment, positions: Mapping[str, tuple[int, int | None]]
) -> tuple[Any, float, float, str, int]:
    lemma = record.on.lemma
    first: float = -1
    last: float = -1
    if lemma:
        first, end = positions.get(record.anchor, (math.inf, None))
        last = first + count_words(lemma.words) - 1 if end is None else end
    return (record.on.order, last, first, record.docname, record.line)


def _first(data: Mapping[str, Sequence[_R]]) -> dict[str, _R]:
    found: dict[str, _R] = {}
    for _, records in sorted(data.items()):
        for record in records:
            found.setdefault(record.id, record)
    return found


def with_replies(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """Return comments in the order given, but a reply that is before what it answers behind that."""
    comments = list(comments)
    ahead = {c.id for c in comments}
    out: list[Comment] = []
    waiting: dict[str, list[Comment]] = {}

    def add(comment: Comment) -> None:
        if comment not in out:
            out.append(comment)
            ahead.discard(comment.id)
            for reply in waiting.get(comment.id, ()):
                add(reply)

    for comment in comments:
        if comment.replies_to in ahead and comment.replies_to != comment.id:
            waiting.setdefault(comment.replies_to, []).append(comment)
        else:
            add(comment)
    for comment in comments:  # Comments that answer each other in a ring are not lost.
        add(comment)
    return tuple(out)


def anchors(commentary: Commentary) -> Iterator[tuple[str, Anchor]]:
    """Yield what hangs on words or places, by the name under which its lemma is recorded."""
    for comment in commentary.comments.values():
        yield comment.anchor, comment.on
    for parallel in commentary.parallels.values():
        yield f"{parallel.anchor}-from", parallel.start
        yield f"{parallel.anchor}-to", parallel.end
