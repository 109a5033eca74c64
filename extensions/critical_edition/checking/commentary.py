"""What is checked of comments, arguments and parallels as a whole, by the build and by ``edition check``."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from critical_edition.model import graphs
from critical_edition.model.anchor import Anchor
from critical_edition.model.codes import Code
from critical_edition.model.collection import Commentary
from critical_edition.model.commentary import Argument, Comment, Parallel
from critical_edition.model.established import EstablishedText
from critical_edition.model.findings import Finding, Severity
from critical_edition.model.lemma import LemmaError, LemmaNotFoundError, find
from critical_edition.model.messages import NOTHING, Message, _
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.model.suggest import did_you_mean, lemma_elsewhere, nearest_place
from critical_edition.sources.people import People
from critical_edition.text.recorded import Recorded, Verdict

Record = Comment | Argument | Parallel


@dataclass(frozen=True, slots=True)
class Grounds:
    """What records are held against.

    ``places`` are those of the text; ``text`` is what is established of it, and ``recorded`` which
    lemmata were found by someone who has it (None: nobody has recorded any). ``faulty`` are IDs of
    what is there but cannot be used: of these a finding of its own says what is wrong. ``path`` returns
    a page's file, ``name`` what messages call it.
    """

    places: Collection[Place]
    text: EstablishedText
    path: Callable[[str], Path]
    name: Callable[[str], str]
    recorded: Recorded | None = None
    homes: Mapping[NoteId, PassageId] | None = None
    faulty: Collection[str] = field(default=())

    def finding(
        self,
        code: StrEnum,
        record: Record,
        said: Message,
        option: str = "",
        advice: Message = NOTHING,
        severity: Severity = Severity.ERROR,
    ) -> Finding:
        """Return a finding at an option of a record, or at the record."""
        line, column = record.spots.get(option, (record.line, 1))
        return Finding(code, self.path(record.docname), line, column, said, advice, severity)


def check(data: Mapping[str, Any], grounds: Grounds) -> Iterator[Finding]:
    """Find records that are given twice, lead nowhere, or contradict themselves."""
    for key, code in (
        ("comments", Code.COMMENT_ID),
        ("arguments", Code.ARGUMENT_ID),
        ("parallels", Code.PARALLEL_ID),
    ):
        yield from _check_single(key[:-1], code, data[key], grounds)
    commentary = Commentary.of(data, grounds.homes)
    for comment in commentary.comments.values():
        yield from _check_anchor(comment.on, comment, comment.anchor, "on", grounds)
        yield from _check_reply(comment, commentary, grounds)
    yield from _check_replies(commentary, grounds)
    pairs: dict[tuple[str, ...], str] = {}
    for parallel in commentary.parallels.values():
        for end, option in ((parallel.start, "from"), (parallel.end, "to")):
            ref = f"{parallel.anchor}-{option}"
            yield from _check_anchor(end, parallel, ref, option, grounds)
        yield from _check_parallel(parallel, commentary, pairs, grounds)
    yield from _check_rings(commentary, grounds)


def check_people(
    listed: People, records: Sequence[Comment | Parallel], grounds: Grounds
) -> Iterator[Finding]:
    """Find records by somebody who is not listed. Without a list, everybody may write."""
    for record in records if listed.present else ():
        if record.by not in listed.contributors:
            what = "comment" if isinstance(record, Comment) else "parallel"
            message = _(
                "the {what} “{id}” is by “{by}”, who is not listed",
                what=what,
                id=record.id,
                by=record.by,
            ).then(did_you_mean(record.by, listed.contributors))
            yield grounds.finding(Code.CONTRIBUTOR_UNKNOWN, record, message, "by")


def check_places(comments: Sequence[Comment], grounds: Grounds) -> Iterator[Finding]:
    """Check that comments are not of the future, and stand in the folder of their section."""
    tomorrow = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1)
    for comment in comments:
        if comment.date > tomorrow:
            message = _("the date of the comment “{id}” is still to come", id=comment.id)
            advice = _("Write the day on which the comment was written: today, or before.")
            yield grounds.finding(Code.COMMENT_DATE, comment, message, "date", advice)
        home: Place | None = comment.on.first
        if isinstance(home, NoteId):
            home = (grounds.homes or {}).get(home)
        folder = re.match(r"commentary/(\d+)/", comment.docname)
        if folder and isinstance(home, PassageId) and int(folder[1]) != home.section:
            message = _(
                "the comment “{id}” is on {place}, of section {section}",
                id=comment.id,
                place=comment.on.first,
                section=home.section,
            )
            advice = _("Move it to a page in docs/commentary/{section}.", section=home.section)
            yield grounds.finding(
                Code.COMMENT_PLACE, comment, message, "", advice, Severity.WARNING
            )


def _check_single(
    what: str, code: Code, data: Mapping[str, Sequence[Any]], grounds: Grounds
) -> Iterator[Finding]:
    seen: dict[str, Any] = {}
    for _docname, records in sorted(data.items()):
        for record in records:
            first = seen.setdefault(record.id, record)
            if first is not record:
                message = _(
                    "the {what} “{id}” is given twice, first in {name}:{line}",
                    what=what,
                    id=record.id,
                    name=grounds.name(first.docname),
                    line=first.line,
                )
                yield grounds.finding(code, record, message)


def _check_reply(comment: Comment, commentary: Commentary, grounds: Grounds) -> Iterator[Finding]:
    to = comment.replies_to
    if to == comment.id:
        message = _("the comment “{id}” answers itself", id=comment.id)
        yield grounds.finding(Code.COMMENT_REPLY, comment, message, "replies-to")
    elif to and to not in commentary.comments and to not in grounds.faulty:
        message = _("the comment “{id}” answers “{to}”, which is none", id=comment.id, to=to)
        others = [other for other in commentary.comments if other != comment.id]
        said = message.then(did_you_mean(to, others))
        yield grounds.finding(Code.COMMENT_REPLY, comment, said, "replies-to")


def _check_replies(commentary: Commentary, grounds: Grounds) -> Iterator[Finding]:
    answers = {
        c.id: [c.replies_to]
        for c in commentary.comments.values()
        if c.replies_to in commentary.comments and c.replies_to != c.id
    }
    if found := graphs.ring(answers):
        first = commentary.comments[min(found)]
        at = found.index(first.id)
        names = ", ".join(f"“{name}”" for name in (*found[at:], *found[:at]))
        message = _("the comments {names} answer one another in a ring", names=names)
        yield grounds.finding(Code.COMMENT_REPLY, first, message, "replies-to")


def _check_rings(commentary: Commentary, grounds: Grounds) -> Iterator[Finding]:
    """Find passages each of which takes up the next, and the last the first."""
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
            message = _(
                "the parallels {names} go in a ring: each passage {relation} the next",
                names=", ".join(f"“{p.id}”" for p in sorted(found, key=lambda p: p.id)),
                relation=relation.label,
            )
            yield grounds.finding(Code.PARALLEL_ORDER, first, message, "relation")


def _check_anchor(
    anchor: Anchor, record: Comment | Parallel, ref: str, option: str, grounds: Grounds
) -> Iterator[Finding]:
    for place in dict.fromkeys((anchor.first, anchor.last)):
        if place not in grounds.places:
            message = _(":{option}: the text has no {place}", option=option, place=place)
            said = message.then(nearest_place(place, grounds.places))
            yield grounds.finding(Code.ANCHOR, record, said, option, _THERE)
            return
    if anchor.lemma is None:
        return

    def lemma(what: Message) -> Message:
        return _(":{option}: {place}: {what}", option=option, place=anchor.first, what=what)

    unit = grounds.text.get(anchor.first)
    verified = unit is not None and unit.verified
    if unit and verified:
        try:
            find(unit.content.text, anchor.lemma)
        except LemmaError as error:
            said = lemma(error.what)
            if isinstance(error, LemmaNotFoundError):
                said = said.then(lemma_elsewhere(anchor.lemma, anchor.first, grounds.text))
            yield grounds.finding(Code.LEMMA, record, said, option)
            return
    if grounds.recorded is None:
        return
    verdict = grounds.recorded.verdict(ref, anchor)
    if verdict is Verdict.CHANGED and not verified:
        message = _(
            "“{lemma}” is not the lemma that was found in the text; restore that, or have someone "
            "with a copy run `edition text lemmata`",
            lemma=anchor.lemma,
        )
        yield grounds.finding(Code.LEMMA, record, lemma(message), option)
    elif verdict is not Verdict.VERIFIED:
        message = _("“{lemma}” is not recorded yet", lemma=anchor.lemma)
        if verified:
            message = _("“{lemma}” stands in the text, but is not recorded", lemma=anchor.lemma)
        yield grounds.finding(
            Code.LEMMA_UNRECORDED, record, lemma(message), option, severity=Severity.WARNING
        )


_THERE = _("Name a passage or a note that the text has.")


def _check_parallel(
    parallel: Parallel,
    commentary: Commentary,
    pairs: dict[tuple[str, ...], str],
    grounds: Grounds,
) -> Iterator[Finding]:
    aid, pid = parallel.argument, parallel.id
    if aid not in commentary.arguments and aid not in grounds.faulty:
        message = _(
            "the parallel “{id}” belongs to “{argument}”, which is no argument",
            id=pid,
            argument=aid,
        ).then(did_you_mean(aid, commentary.arguments))
        yield grounds.finding(Code.PARALLEL_ARGUMENT, parallel, message, "argument")
    if str(parallel.start) == str(parallel.end):
        message = _("the parallel “{id}” joins a place with itself", id=pid)
        yield grounds.finding(Code.PARALLEL_ENDS, parallel, message, "from")
    first = pairs.setdefault(_says(parallel), pid)
    if first != pid:
        message = _("the parallel “{id}” says what “{first}” says already", id=pid, first=first)
        yield grounds.finding(Code.PARALLEL_ENDS, parallel, message, "from")
    backwards = parallel.relation.backwards
    start, end = commentary.passages(parallel.start), commentary.passages(parallel.end)
    if backwards is None or not start or not end or start[0] == end[0]:
        return
    if (start[0] > end[0]) != backwards:
        message = _(
            "the parallel “{id}”: what {relation} stands {side} in the text than the other passage; "
            "turn :from: and :to: round, or write {inverse}",
            id=pid,
            relation=parallel.relation,
            side="later" if backwards else "earlier",
            inverse=parallel.relation.inverse,
        )
        yield grounds.finding(Code.PARALLEL_ORDER, parallel, message, "relation")


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
