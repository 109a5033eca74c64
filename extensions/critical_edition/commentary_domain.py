"""The domain's part that keeps comments, arguments and parallels: gathering, checks, affected pages."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from critical_edition import graphs
from critical_edition.anchor import Anchor
from critical_edition.codes import Code
from critical_edition.commentary import Argument, Comment, Parallel, Relation
from critical_edition.lemma import LemmaError, find
from critical_edition.model import EstablishedText, NoteId, PassageId, Place
from critical_edition.records import NoteRecord, Reference, Target
from critical_edition.text.recorded import Recorded, Verdict
from critical_edition.text.sentences import count_words

KEYS = ("comments", "arguments", "parallels", "generated")

DESCENT = 9
"""How many passages of an argument are named at each of its passages."""

_R = TypeVar("_R", Comment, Argument, Parallel)
Warn = Callable[[Code, str, tuple[str, int]], None]


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

    def of_passage(self, passage: PassageId, notes: Sequence[Place]) -> tuple[Comment, ...]:
        """Return the comments of a passage (a range is shown at its first) and of its notes.

        A reply is not before what it answers.
        """
        return with_replies(c for place in (passage, *notes) for c in self._on.get(place, ()))

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
        """Return the passages through which an argument goes, in the order of the essay."""
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


def targets(commentary: Commentary, home: Callable[[Place], str | None]) -> dict[Reference, Target]:
    """Return where comments, arguments and parallels are shown; ``home`` is a place's page."""
    found: dict[Reference, Target] = {}
    for comment in commentary.comments.values():
        docname = home(comment.on.first)
        if docname:
            tooltip = f"{comment.kind} on {comment.on}"
            found[Reference("comment", comment.id)] = Target(docname, comment.anchor, tooltip)
    for argument in commentary.arguments.values():
        target = Target(argument.docname, argument.anchor, argument.title)
        found[Reference("argument", argument.id)] = target
    for parallel in commentary.parallels.values():
        tooltip = f"{parallel.start} {parallel.relation.label} {parallel.end}"
        target = Target(commentary.page_of(parallel), parallel.anchor, tooltip)
        found[Reference("parallel", parallel.id)] = target
    return found


def reference_of(anchor: str) -> Reference:
    """Return what an anchor such as ``comment-war-scare``, ``p2.6`` or ``n7`` is the anchor of."""
    kind, hyphen, name = anchor.partition("-")
    if hyphen:
        return Reference(kind, name)
    return Reference(
        "passage" if anchor.startswith("p") else "authornote", anchor.removeprefix("p")
    )


def successors(retired: Mapping[str, str]) -> dict[str, str]:
    """Return for each retired anchor what takes its place in the end; rings lead nowhere."""
    found: dict[str, str] = {}
    for anchor in retired:
        seen = {anchor}
        end = retired[anchor]
        while end in retired and end not in seen:
            seen.add(end)
            end = retired[end]
        if end not in retired:
            found[anchor] = end
    return found


@dataclass(frozen=True, slots=True)
class Grounds:
    """What records are held against.

    ``places`` says whether the essay has a place; ``text`` is what is established of it, and
    ``recorded`` which lemmata were found by someone who has it (None: nobody has recorded any).
    """

    places: Callable[[Place], bool]
    text: EstablishedText
    recorded: Recorded | None = None


def check(
    data: Mapping[str, Any],
    grounds: Grounds,
    warn: Warn,
    homes: Mapping[NoteId, PassageId] | None = None,
) -> None:
    """Warn of records that are given twice, lead nowhere, or contradict themselves."""
    for key, code in (
        ("comments", Code.COMMENT_ID),
        ("arguments", Code.ARGUMENT_ID),
        ("parallels", Code.PARALLEL_ID),
    ):
        _check_single(key[:-1], code, data[key], warn)
    commentary = Commentary.of(data, homes)
    for comment in commentary.comments.values():
        where = (comment.docname, comment.line)
        _check_anchor(comment.on, comment.anchor, ":on:", where, grounds, warn)
        if comment.replies_to == comment.id:
            warn(Code.COMMENT_REPLY, f"the comment “{comment.id}” answers itself", where)
        elif comment.replies_to and comment.replies_to not in commentary.comments:
            message = f"the comment “{comment.id}” answers “{comment.replies_to}”, which is none"
            warn(Code.COMMENT_REPLY, message, where)
    _check_replies(commentary, warn)
    pairs: dict[tuple[str, ...], str] = {}
    for parallel in commentary.parallels.values():
        where = (parallel.docname, parallel.line)
        for end, option in ((parallel.start, ":from:"), (parallel.end, ":to:")):
            ref = f"{parallel.anchor}-{option.strip(':')}"
            _check_anchor(end, ref, option, where, grounds, warn)
        _check_parallel(parallel, commentary, pairs, where, warn)
    _check_rings(commentary, warn)


def anchors(commentary: Commentary) -> Iterator[tuple[str, Anchor]]:
    """Yield what hangs on words or places, by the name under which its lemma is recorded."""
    for comment in commentary.comments.values():
        yield comment.anchor, comment.on
    for parallel in commentary.parallels.values():
        yield f"{parallel.anchor}-from", parallel.start
        yield f"{parallel.anchor}-to", parallel.end


def _check_replies(commentary: Commentary, warn: Warn) -> None:
    answers = {
        c.id: [c.replies_to]
        for c in commentary.comments.values()
        if c.replies_to in commentary.comments and c.replies_to != c.id
    }
    if found := graphs.ring(answers):
        first = commentary.comments[min(found)]
        at = found.index(first.id)
        names = ", ".join(f"“{name}”" for name in (*found[at:], *found[:at]))
        message = f"the comments {names} answer one another in a ring"
        warn(Code.COMMENT_REPLY, message, (first.docname, first.line))


def _check_rings(commentary: Commentary, warn: Warn) -> None:
    """Warn of passages each of which takes up the next, and the last the first."""
    for aid in commentary.arguments:
        for relation in Relation:
            if relation is Relation.CONTRASTS or relation.backwards is not None:
                continue
            arrows: dict[str, list[str]] = {}
            records: dict[tuple[str, str], Parallel] = {}
            for parallel in commentary.of_argument(aid):
                start, end = str(parallel.start), str(parallel.end)
                if parallel.relation is relation and start != end:
                    arrows.setdefault(start, []).append(end)
                    records[start, end] = parallel
            ring = graphs.ring(arrows)
            if not ring:
                continue
            found = [records[pair] for pair in zip(ring, (*ring[1:], ring[0]), strict=True)]
            first = min(found, key=lambda p: p.id)
            names = ", ".join(f"“{p.id}”" for p in sorted(found, key=lambda p: p.id))
            message = f"the parallels {names} go in a ring: each passage {relation.label} the next"
            warn(Code.PARALLEL_ORDER, message, (first.docname, first.line))


def _check_single(what: str, code: Code, data: Mapping[str, Sequence[Any]], warn: Warn) -> None:
    seen: dict[str, Any] = {}
    for _, records in sorted(data.items()):
        for record in records:
            first = seen.setdefault(record.id, record)
            if first is not record:
                message = f"the {what} “{record.id}” is given twice, first in {first.docname}:{first.line}"
                warn(code, message, (record.docname, record.line))


def _check_anchor(
    anchor: Anchor, ref: str, option: str, where: tuple[str, int], grounds: Grounds, warn: Warn
) -> None:
    for place in dict.fromkeys((anchor.first, anchor.last)):
        if not grounds.places(place):
            warn(Code.ANCHOR, f"{option} the essay has no {place}", where)
            return
    if anchor.lemma is None:
        return
    at = f"{option} {anchor.first}:"
    unit = grounds.text.get(anchor.first)
    verified = unit is not None and unit.verified
    if unit and verified:
        try:
            find(unit.content.text, anchor.lemma)
        except LemmaError as error:
            warn(Code.LEMMA, f"{at} {error}", where)
            return
    if grounds.recorded is None:
        return
    verdict = grounds.recorded.verdict(ref, anchor)
    if verdict is Verdict.CHANGED and not verified:
        message = (
            f"{at} “{anchor.lemma}” is not the lemma that was found in the text; restore that, or "
            "have someone with a copy run `edition text lemmata`"
        )
        warn(Code.LEMMA, message, where)
    elif verdict is not Verdict.VERIFIED:
        why = "stands in the text, but is not recorded" if verified else "is not recorded yet"
        warn(Code.LEMMA_UNRECORDED, f"{at} “{anchor.lemma}” {why}", where)


def _check_parallel(
    parallel: Parallel,
    commentary: Commentary,
    pairs: dict[tuple[str, ...], str],
    where: tuple[str, int],
    warn: Warn,
) -> None:
    if parallel.argument not in commentary.arguments:
        message = (
            f"the parallel “{parallel.id}” belongs to “{parallel.argument}”, which is no argument"
        )
        warn(Code.PARALLEL_ARGUMENT, message, where)
    if str(parallel.start) == str(parallel.end):
        warn(Code.PARALLEL_ENDS, f"the parallel “{parallel.id}” joins a place with itself", where)
    first = pairs.setdefault(_says(parallel), parallel.id)
    if first != parallel.id:
        message = f"the parallel “{parallel.id}” says what “{first}” says already"
        warn(Code.PARALLEL_ENDS, message, where)
    backwards = parallel.relation.backwards
    start, end = commentary.passages(parallel.start), commentary.passages(parallel.end)
    if backwards is None or not start or not end or start[0] == end[0]:
        return
    if (start[0] > end[0]) != backwards:
        side = "later" if backwards else "earlier"
        message = (
            f"the parallel “{parallel.id}”: what {parallel.relation} stands {side} in the essay than the "
            f"other passage; turn :from: and :to: round, or write {parallel.relation.inverse}"
        )
        warn(Code.PARALLEL_ORDER, message, where)


def _says(parallel: Parallel) -> tuple[str, ...]:
    """Return what a parallel says, the same whichever way round it is written."""
    ends = [str(parallel.start), str(parallel.end)]
    relation = parallel.relation
    if relation is Relation.FULFILS:
        relation = Relation.ANTICIPATES
        ends.reverse()
    elif relation is Relation.CONTRASTS:
        ends.sort()
    return (parallel.argument, str(relation), *ends)
