"""What is checked of comments, arguments and parallels as a whole, by the build and by ``edition check``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from critical_edition.model import graphs
from critical_edition.model.anchor import Anchor
from critical_edition.model.codes import Code
from critical_edition.model.collection import Commentary
from critical_edition.model.commentary import Parallel
from critical_edition.model.established import EstablishedText
from critical_edition.model.lemma import LemmaError, find
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.text.recorded import Recorded, Verdict

Warn = Callable[[Code, str, tuple[str, int]], None]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What records are held against.

    ``places`` says whether the text has a place; ``text`` is what is established of it, and
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
        used = {p.relation for p in commentary.of_argument(aid)}
        for relation in sorted(used, key=str):
            if relation.symmetric or relation.backwards is not None:
                continue
            arrows: dict[str, list[str]] = {}
            records: dict[tuple[str, str], Parallel] = {}
            for parallel in commentary.of_argument(aid):
                start, end = str(parallel.start), str(parallel.end)
                if parallel.relation == relation and start != end:
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
            warn(Code.ANCHOR, f"{option} the text has no {place}", where)
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
            f"the parallel “{parallel.id}”: what {parallel.relation} stands {side} in the text than the "
            f"other passage; turn :from: and :to: round, or write {parallel.relation.inverse}"
        )
        warn(Code.PARALLEL_ORDER, message, where)


def _says(parallel: Parallel) -> tuple[str, ...]:
    """Return what a parallel says, the same whichever way round it is written."""
    ends = [str(parallel.start), str(parallel.end)]
    relation = parallel.relation
    said = str(relation)
    if relation.symmetric:
        ends.sort()
    elif relation.converse and relation.converse < said:
        said = relation.converse
        ends.reverse()
    return (parallel.argument, said, *ends)
