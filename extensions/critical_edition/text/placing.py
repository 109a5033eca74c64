"""Setting the marks in an established text, damaged or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from critical_edition.model.established import CitationSpan, Marker, PageBreak, RichText, Span
from critical_edition.model.lemma import Lemma, LemmaError, fold, occurrences
from critical_edition.text.lock import PlaceLock
from critical_edition.text.marks import READINGS, Mark, MarkKind, digest
from critical_edition.text.richtext import normalise

_REACH = 40
_LIKENESS = 78


@dataclass(frozen=True, slots=True)
class Block:
    """A unit of a place: where it stands in the text at hand, where in the proofread text.

    ``proven`` units are the same, character by character, in both.
    """

    here: Span
    there: Span
    proven: bool


def place_marks(
    text: str, blocks: Sequence[Block], lock: PlaceLock, marks: Sequence[Mark]
) -> tuple[RichText, list[str]]:
    """Return the text with its marks, and a sentence for each mark that could not be set.

    In a proven unit a mark stands where the lock recorded it. In a damaged one its lemma is looked
    for near that place, letter by letter, then allowing for damage; a mark is never set elsewhere.
    A mark that is newer than the lock is set by its lemma alone.
    """
    rich = RichText(text)
    lost: list[str] = []
    recorded: Sequence[Span | None] = lock.marks
    if digest(marks) != lock.marks_digest or len(marks) != len(lock.marks):
        recorded = [None] * len(marks)
    for mark, span in zip(marks, recorded, strict=True):
        if mark.kind in READINGS:
            continue  # Given in the apparatus; the text keeps the printed wording.
        found = _by_lemma(text, mark) if span is None else _by_lock(text, blocks, mark, span)
        if found is None:
            lost.append(f"the {mark.kind} “{mark.value}” at “{mark.lemma}” is left off: not found")
        else:
            rich = _with(rich, mark, found)
    return normalise(rich), lost


def _with(rich: RichText, mark: Mark, span: Span) -> RichText:
    match mark.kind:
        case MarkKind.MARKER:
            return replace(rich, markers=(*rich.markers, Marker(span.end, int(mark.value))))
        case MarkKind.PAGE:
            page = PageBreak(span.start, int(mark.value))
            return replace(rich, page_breaks=(*rich.page_breaks, page))
        case MarkKind.EMPHASIS:
            return replace(rich, emphasis=(*rich.emphasis, span))
        case _:
            cite = CitationSpan(span.start, span.end, mark.value)
            return replace(rich, citations=(*rich.citations, cite))


def _by_lemma(text: str, mark: Mark) -> Span | None:
    try:
        return mark.span(text)
    except LemmaError:
        return None


def _by_lock(text: str, blocks: Sequence[Block], mark: Mark, span: Span) -> Span | None:
    block = _block(blocks, span, ends=mark.kind is MarkKind.MARKER)
    if block is None:
        return None
    shift = block.here.start - block.there.start
    if block.proven:
        return Span(span.start + shift, span.end + shift)
    return _near(text, block, mark, Span(span.start + shift, span.end + shift))


def _block(blocks: Sequence[Block], span: Span, *, ends: bool) -> Block | None:
    """Return the unit that holds the span; a marker belongs to the unit that it ends."""
    for block in blocks:
        if ends and block.there.start < span.end <= block.there.end:
            return block
        if not ends and block.there.start <= span.start < block.there.end:
            return block
    return None


def _near(text: str, block: Block, mark: Mark, expected: Span) -> Span | None:
    """Find the mark's lemma near where it should be, in a damaged unit or over its edges."""
    start, end = block.here.start, block.here.end
    if mark.kind is MarkKind.PAGE and expected.start == block.here.start:
        return Span(start, start)
    lemma = Lemma.parse(mark.lemma)
    if (
        mark.kind is MarkKind.MARKER
        and block.there.end - block.there.start == expected.end - start
        and _tail_alike(text[start:end], lemma.last or lemma.words)
    ):
        return Span(end, end)
    needle = lemma.words.replace("|", "", 1)
    bar = lemma.words.partition("|")[0]
    offset = len(bar.rstrip()) + (bar != bar.rstrip()) if "|" in lemma.words else 0
    target = expected.start - offset
    if mark.kind is MarkKind.MARKER:
        target = expected.end - len(needle)
    plain = Lemma(needle, lemma.last)
    spans = [s for s in occurrences(text, plain) if abs(s.start - target) <= _REACH]
    if spans:
        best = min(spans, key=lambda s: abs(s.start - target))
    elif lemma.last or _in_word(mark, bar) or (fuzzy := _alike(text, needle, target)) is None:
        return None
    else:
        best = fuzzy
    match mark.kind:
        case MarkKind.MARKER:
            return _after_word(text, best.end, stop=not needle[-1].isalnum())
        case MarkKind.PAGE:
            at = best.start + offset
            # A page begins with a word, unless the printer broke the word itself.
            if bar != bar.rstrip() or not bar:
                at = _word_start(text, at, start)
            return Span(at, at)
        case _:
            return _whole_words(text, best)


def _in_word(mark: Mark, bar: str) -> bool:
    """Whether the printer broke a word at the mark: in a damaged word, its point is not known."""
    return mark.kind is MarkKind.PAGE and bool(bar) and bar == bar.rstrip() and bar[-1:].isalpha()


def _alike(text: str, needle: str, target: int) -> Span | None:
    low = max(0, target - _REACH)
    window = fold(text[low : max(0, target) + len(needle) + _REACH])
    if not window or len(needle) < 5:
        return None
    needle = fold(needle)
    found = fuzz.partial_ratio_alignment(needle, window, score_cutoff=_LIKENESS)
    if not found:
        return None
    # The alignment is as long as the lemma; what is lost or doubled in it moves its edges.
    spans = [
        (
            Levenshtein.distance(needle, window[start:end]),
            _inside_word(window, start) + _inside_word(window, end),
            abs(low + start - target),
            start,
            end,
        )
        for start in range(max(0, found.dest_start - 3), found.dest_start + 4)
        for end in range(found.dest_end - 3, min(len(window), found.dest_end + 3) + 1)
        if start < end
    ]
    distance, _, _, start, end = min(spans)
    return Span(low + start, low + end) if distance <= 1 + len(needle) // 12 else None


def _inside_word(text: str, at: int) -> bool:
    around = text[max(0, at - 1) : at + 2]
    return bool(re.match(r"[^\W_](?:[^\W_]|-[^\W_])|-[^\W_]", around)) and 0 < at < len(text)


def _tail_alike(text: str, words: str) -> bool:
    """Whether the text may well end in the words: else its true end is not in the copy."""
    tail = fold(text[-len(words) :])
    return Levenshtein.distance(tail, fold(words)) <= max(2, len(words) // 3)


def _after_word(text: str, at: int, *, stop: bool) -> Span | None:
    """Return the end of the word that ends nearest to ``at``, its stops included.

    ``stop`` says whether the marker stands after a stop: such an end is then preferred.
    """
    ends = [
        end
        for step in (0, 1, -1, 2, -2, 3, -3)
        if 0 < (end := at + step) <= len(text)
        and not text[end - 1].isspace()
        and (end == len(text) or text[end].isspace())
    ]
    if stop:
        ends.sort(key=lambda end: text[end - 1].isalnum())
    return Span(ends[0], ends[0]) if ends else None


def _word_start(text: str, at: int, least: int) -> int:
    """Return the beginning of the word nearest to ``at``, not before ``least``."""
    for step in range(8):
        for near in (at + step, at - step):
            if near == least or (least < near < len(text) and text[near - 1].isspace()):
                return near
    return at


def _whole_words(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return Span(start, end)
