"""Stretches of a rich text, and the three parts of a passage that a synopsis sets level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from critical_edition.model.established import EstablishedUnit, RichText, Span


def excerpt(content: RichText, stretch: Span) -> RichText:
    """Return a stretch of a text as a text of its own, without page breaks.

    A marker at the stretch's end belongs to it, one at its start (but for the text's own) does not.
    """
    start, end = stretch.start, stretch.end
    return RichText(
        content.text[start:end],
        tuple(
            replace(m, at=m.at - start)
            for m in content.markers
            if start < m.at <= end or m.at == start == 0
        ),
        (),
        tuple(_cut(content.emphasis, stretch)),
        tuple(
            replace(c, start=max(c.start, start) - start, end=min(c.end, end) - start)
            for c in content.citations
            if c.start < end and start < c.end
        ),
    )


def _cut(spans: Iterable[Span], stretch: Span) -> Iterator[Span]:
    for span in spans:
        start, end = max(span.start, stretch.start), min(span.end, stretch.end)
        if start < end:
            yield Span(start - stretch.start, end - stretch.start)


def level(unit: EstablishedUnit, lemma: Span | None) -> tuple[Span, Span, Span]:
    """Return what stands before the sentences of a lemma, these, and what stands after them.

    Without a lemma, all is one part. The spaces between the parts belong to none.
    """
    size = len(unit.content.text)
    if lemma is None:
        return Span(0, 0), Span(0, size), Span(size, size)
    own = [s for s in unit.sentences if s.start < lemma.end and lemma.start < s.end]
    start, end = (own[0].start, own[-1].end) if own else (lemma.start, lemma.end)
    before = max((s.end for s in unit.sentences if s.end <= start), default=0)
    after = min((s.start for s in unit.sentences if s.start >= end), default=size)
    return Span(0, before), Span(start, end), Span(after, size)
