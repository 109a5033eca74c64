"""What an import got right: the established text against the text that the copy was made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from critical_edition.model.established import (
    EstablishedText,
    Marker,
    PageBreak,
    RichText,
    SentenceStatus,
)
from critical_edition.model.places import Place
from critical_edition.text.establish import GAP
from critical_edition.text.report import Report

TOLERANCE = 1
"""How far, in characters, a mark may stand from where the damage has carried its place."""


@dataclass(slots=True)
class Verdict:
    """Faults by kind, each naming its place; no fault quotes more than a few characters."""

    misplaced: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    """Places whose text is not that place's text."""

    falsely_verified: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    """Places with unproved sentences that the report doesn't name."""


def judge(truth: Mapping[Place, RichText], text: EstablishedText, report: Report) -> Verdict:
    """Compare every place, every mark and every claim of the report."""
    verdict = Verdict()
    named = {p.place for p in report.problems}
    for place, true in truth.items():
        unit = text.get(place)
        if unit is None:
            verdict.absent.append(str(place))
            if str(place) not in named:
                verdict.unnamed.append(str(place))
            continue
        here = unit.content
        _marks(str(place), true, here, verdict)
        pieces = here.text.split(GAP)
        if len(pieces) == 1 and Levenshtein.normalized_distance(true.text, here.text) > 0.12:
            verdict.foreign.append(str(place))
        for sentence in unit.sentences:
            words = here.text[sentence.start : sentence.end]
            if sentence.status is not SentenceStatus.UNVERIFIED and words not in true.text:
                verdict.falsely_verified.append(f"{place}: {words[:12]}…")
        if not unit.verified and str(place) not in named:
            verdict.unnamed.append(str(place))
    return verdict


def _marks(place: str, true: RichText, here: RichText, verdict: Verdict) -> None:
    ranges = _carried(true.text, here.text)

    def near(offset: int, found: int) -> bool:
        low, high = ranges(offset)
        return low - TOLERANCE <= found <= high + TOLERANCE

    for kind in ("markers", "page_breaks"):
        wanted = {_number(m): m.at for m in getattr(true, kind)}
        got = [(_number(m), m.at) for m in getattr(here, kind)]
        for number, at in got:
            if number not in wanted or not near(wanted.pop(number), at):
                verdict.misplaced.append(f"{place}: {kind} {number}")
        verdict.lost += [f"{place}: {kind} {number}" for number in wanted]
    for kind in ("emphasis", "citations"):
        left = list(getattr(true, kind))
        for span in getattr(here, kind):
            match = next(
                (s for s in left if near(s.start, span.start) and near(s.end, span.end)), None
            )
            if match is None:
                verdict.misplaced.append(f"{place}: {kind} at {span.start}")
            else:
                left.remove(match)
        verdict.lost += [f"{place}: {kind} at {span.start}" for span in left]


def _number(mark: Marker | PageBreak) -> int:
    return mark.note if isinstance(mark, Marker) else mark.page


def _carried(true: str, here: str) -> Callable[[int], tuple[int, int]]:
    ops = Levenshtein.opcodes(true, here)

    def ranges(offset: int) -> tuple[int, int]:
        """Return the least and greatest offset in ``here`` that ``offset`` in ``true`` may have."""
        ends = []
        for op in ops:
            if op.src_start <= offset <= op.src_end:
                if op.tag == "equal":
                    ends.append(op.dest_start + offset - op.src_start)
                else:
                    ends += [op.dest_start, op.dest_end]
        return (min(ends), max(ends)) if ends else (0, 0)

    return ranges
