"""Whether first words and lemmata, set at their recorded places, join into a run of the text.

Each is short enough to be quoted; side by side they might give a sentence. Where a lemma stands is
recorded (:mod:`critical_edition.text.recorded`), so that nobody needs the text for this. The lemmata
of marks are not recorded: they count where the text is established.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from critical_edition.model.anchor import Anchor
from critical_edition.model.codes import Code
from critical_edition.model.commentary import Comment, Parallel
from critical_edition.model.established import EstablishedText
from critical_edition.model.findings import Finding
from critical_edition.model.lemma import Lemma, LemmaError, find
from critical_edition.model.messages import _
from critical_edition.model.places import Place
from critical_edition.model.sentences import count_words
from critical_edition.sources.read import Sources
from critical_edition.text.guard import LEAST
from critical_edition.text.recorded import Recorded, Verdict


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """Words of a place that the edition tells: from its word ``first`` to ``last``, from 0.

    ``called`` is what has them, ``path`` and ``spot`` (line and column from 1) where.
    """

    first: int
    last: int
    called: str
    path: Path
    spot: tuple[int, int]


def check_joined(
    sources: Sources, recorded: Recorded | None, text: EstablishedText
) -> Iterator[Finding]:
    """Find runs of :data:`~critical_edition.text.guard.LEAST` or more words, each once."""
    found: dict[Place, list[Piece]] = {}
    for place, piece in (*_incipits(sources), *_lemmata(sources, recorded), *_marks(sources, text)):
        found.setdefault(place, []).append(piece)
    for place, pieces in found.items():
        for run in _runs(pieces):
            size = max(piece.last for piece in run) - run[0].first + 1
            if size < LEAST:
                continue
            called = ", ".join(dict.fromkeys(piece.called for piece in run))
            message = _(
                "{place}: {size} words of the text can be joined from {called}",
                place=place,
                size=size,
                called=called,
            )
            yield Finding(Code.JOINED, run[-1].path, *run[-1].spot, message)


def _runs(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces that touch or overlap one another, in the order of their words."""
    run: list[Piece] = []
    end = -1
    for piece in sorted(pieces):
        if run and piece.first > end + 1:
            yield run
            run = []
        end = max(end, piece.last) if run else piece.last
        run.append(piece)
    if run:
        yield run


def _incipits(sources: Sources) -> Iterator[tuple[Place, Piece]]:
    for record in sources.passages:
        if size := count_words(record.incipit):
            path = sources.path(record.docname)
            spot = record.spots.get("incipit", (record.line, 1))
            yield record.passage, Piece(0, size - 1, "the incipit", path, spot)


def _lemmata(sources: Sources, recorded: Recorded | None) -> Iterator[tuple[Place, Piece]]:
    """Yield the lemmata of the commentary that are where they were recorded."""
    if recorded is None:
        return
    anchored: list[tuple[str, Anchor, Comment | Parallel, str]] = [
        (c.anchor, c.on, c, "on") for c in sources.comments
    ]
    for p in sources.parallels:
        anchored += [(f"{p.anchor}-from", p.start, p, "from"), (f"{p.anchor}-to", p.end, p, "to")]
    for ref, anchor, record, option in anchored:
        entry = recorded.entries.get(ref)
        if entry is None or anchor.lemma is None:
            continue
        if recorded.verdict(ref, anchor) is not Verdict.VERIFIED or entry.place != anchor.first:
            continue
        path = sources.path(record.docname)
        spot = record.spots.get(option, (record.line, 1))
        lemma = anchor.lemma
        ends = [(entry.word, entry.word + count_words(lemma.words) - 1)]
        if entry.last is not None:
            ends.append((entry.last - count_words(lemma.last) + 1, entry.last))
        for first, last in ends:
            yield anchor.first, Piece(first, last, record.anchor, path, spot)


def _marks(sources: Sources, text: EstablishedText) -> Iterator[tuple[Place, Piece]]:
    """Yield the words on which marks hang, where the text says which they are."""
    for place, marks in sources.marks.items():
        unit = text.get(place)
        for mark in marks if unit else ():
            words = unit.content.text if unit else ""
            lemma = Lemma.parse(mark.lemma.replace("|", "", 1))
            try:
                span = find(words, lemma)
            except LemmaError:
                continue  # a finding of its own says so
            first = count_words(words[: span.start])
            last = first + count_words(words[span.start : span.end]) - 1
            ends = [(first, last)]
            if lemma.last:
                ends = [
                    (first, first + count_words(lemma.words) - 1),
                    (last - count_words(lemma.last) + 1, last),
                ]
            for start, end in ends:
                yield place, Piece(start, end, f"a mark ({mark.kind})", mark.path, (mark.line, 1))
