"""Segmenting and aligning a copy: which of its lines are the text's, which a note's, which neither.

Copies are laid out in every way: notes at the feet of pages, between paragraphs or at the end;
running heads, page numbers, library covers; lines of any length; pages missing or out of order. So
nothing is read off the layout. Lines are labelled by a beam search over the copy: a hypothesis
says for each line whether it is body, some note, or furniture, and where in the text it stands;
the lock's grams found in the line bear it out or contradict it, and between grams the words are
counted. Layout (a leading number, a short line, a known running head) only tips the balance.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz

from critical_edition.model.places import NoteId
from critical_edition.model.sentences import Word, count_words, words
from critical_edition.text.lock import STEP, GramIndex, Lock
from critical_edition.text.read import Line

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
NO_SUPERSCRIPTS = str.maketrans(dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹", "\u2009"))
_NOTE_HEAD = re.compile(
    r"[\s\-•*]*(?:(?P<sup>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})[.)]?\s*|[\[({^]*(?P<plain>\d{1,3})(?:[\])}.:]+\s*|\s+|(?=[A-Z\"“])))"
    r"(?=[\"'“‘(\[]*(?:[^\W\d_]|&))"
)
_NOTE_INSIDE = re.compile(
    r"(?:(?<=[.?!\"')\]])|(?<=[\d])|(?<=\bNotes)|(?<=\bNOTES))\s+(?=(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|[\[(]?\d{1,2}[\])]?[.)])\s*[\"“(]*[A-Z])"
)
# A page number; with a full stop after it, it is rather the last line of a note.
_NUMBER_ONLY = re.compile(r"[\W_]*(?:\d{0,4}[^\w.,;:?!\"')]*|[\divxlc]{1,6}[^\w.,;:?!\"')]*)")
# What a library's web site or a reader's program adds to every page.
_IMPRINT = re.compile(
    r"https?://|\bwww\.|\bdownloaded (?:from|by|on)\b|\ball use subject to\b", re.I
)
_NUMBER_ALONE = re.compile(r"[\[(]?(?P<number>\d{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})[\])]?[.:]?")
_BEAM = 24
_TOLERANCE = 4
_DRY = (30, 90)
"""Words of body in which a gram should have turned up: in a faultless copy, and in any."""
_UNLIKELY = 1e-4
_FURNITURE = ("furniture", None, 0)


@dataclass(frozen=True, slots=True)
class Hit:
    """A gram found in a line: at word ``word`` of the line, standing at ``position``.

    ``note`` is None for the body, whose positions are counted in words from the text's first.
    """

    word: int
    note: int | None
    position: int


@dataclass(frozen=True)
class Piece:
    """A line of the copy, or a part of one, with its words and the grams found in them.

    What the search asks of it again and again is kept.
    """

    line: Line
    words: tuple[Word, ...]
    hits: tuple[Hit, ...]
    number: int | None
    """The note number that the line begins with, if it does."""

    furniture: bool
    """Whether it looks like a page number, a running head or a heading."""

    @cached_property
    def own(self) -> dict[int | None, tuple[Hit, ...]]:
        """Its hits by note, None for the body."""
        notes = dict.fromkeys(hit.note for hit in self.hits)
        return {note: tuple(h for h in self.hits if h.note == note) for note in notes}

    @cached_property
    def grams(self) -> int:
        """How many of its words begin a gram."""
        return len({hit.word for hit in self.hits})

    @cached_property
    def broken(self) -> bool:
        """Whether it ends in a broken word."""
        return _ends_in_hyphen(self.line.text)

    @cached_property
    def goes_on(self) -> bool:
        """Whether it begins as the end of a broken word does."""
        return self.line.text[:1].islower()

    @cached_property
    def numbered_plainly(self) -> bool:
        """Whether its number is a word of its own; one glued to the first word makes one with it."""
        match = note_head(self.line.text)
        return match is not None and match["plain"] is not None and match.end() > match.end("plain")

    def foreign(self, note: int | None) -> int:
        """Return how many grams speak against its being ``note``'s (None: the body's).

        Several notes may cite the same work in the same words: a gram that is the note's too is no
        evidence against it.
        """
        return self.grams - len({hit.word for hit in self.own.get(note, ())})


@dataclass(frozen=True, slots=True)
class Label:
    """What a piece is: ``note`` None and ``position`` set for body, both None for furniture."""

    kind: str
    note: int | None = None
    position: int = 0
    """Words before the piece in the body (from the text's first) or in the note."""


@dataclass(frozen=True, slots=True)
class Segmented:
    """The copy's pieces in its own order, each with its label, and how many words were known."""

    pieces: tuple[Piece, ...]
    labels: tuple[Label, ...]
    recognised: int
    total: int


@dataclass(frozen=True, slots=True)
class Shape:
    """What the search needs to know of the text: where its sections begin, how long notes are."""

    section_starts: dict[str, int]
    body_words: int
    note_words: dict[int, int]
    headings: tuple[str, ...]
    dry: int = _DRY[0]
    """Words of body in which a gram should have turned up, so damaged as the copy is."""

    @classmethod
    def of(cls, lock: Lock, headings: Sequence[str]) -> Shape:
        """Read the shape off the lock; ``headings`` are titles and names used in running heads."""
        starts: dict[str, int] = {}
        total = 0
        for section in lock.sections:
            starts[f"s{section.number}"] = total
            total += sum(p.words for p in lock.passages if p.section == section.number)
        notes = {p.place.number: p.words for p in lock.notes if isinstance(p.place, NoteId)}
        titles = tuple(s.title for s in lock.sections)
        return cls(starts, total, notes, tuple(h.casefold() for h in (*titles, *headings)))


def pieces(lines: Sequence[Line], index: GramIndex, shape: Shape) -> list[Piece]:
    """Cut the lines where one holds several streams, and find the grams in each."""
    lines = _with_numbers(lines, shape)
    found: list[tuple[Line, tuple[Word, ...]]] = [(ln, _words(ln.text)) for ln in lines]
    hits = _hits(found, index, shape)
    cut: list[Line] = []
    changed = False
    for (line, _), line_hits in zip(found, hits, strict=True):
        parts = list(_cut(line, line_hits))
        changed = changed or len(parts) > 1
        cut.extend(parts)
    if changed:
        found = [(ln, _words(ln.text)) for ln in cut]
        hits = _hits(found, index, shape)
    return [
        Piece(line, ws, tuple(h), _leading_number(line.text), _is_furniture(line.text, h, shape))
        for (line, ws), h in zip(found, hits, strict=True)
    ]


def _with_numbers(lines: Sequence[Line], shape: Shape) -> list[Line]:
    """Set note numbers that stand on lines of their own before the notes' text.

    Such a number is known from a page's by what follows it, up to the next: as many words as the
    note has.
    """
    alone = [
        (at, int(match["number"].translate(_SUPERSCRIPTS)))
        for at, line in enumerate(lines)
        if (match := _NUMBER_ALONE.fullmatch(line.text))
    ]
    sizes = [count_words(line.text.translate(NO_SUPERSCRIPTS)) for line in lines]
    heads: dict[int, int] = {}
    for (at, number), (end, _) in itertools.pairwise([*alone, (len(lines), 0)]):
        size = shape.note_words.get(number, 0)
        if size and abs(sum(sizes[at + 1 : end]) - size) <= 1 + size // 20:
            heads[at] = number
    # What follows the last of the notes need not belong to it.
    for (before, _), (at, number) in itertools.pairwise(alone):
        if heads.get(before) == number - 1 and number in shape.note_words and at + 1 < len(lines):
            heads[at] = number
    if len(heads) < 2:
        return list(lines)
    out: list[Line] = []
    head = 0
    for at, line in enumerate(lines):
        if at in heads:
            head = heads[at]
        else:
            out.append(Line(f"{head}. {line.text}", line.page, True) if head else line)
            head = 0
    return out


def _words(text: str) -> tuple[Word, ...]:
    return tuple(words(text.translate(NO_SUPERSCRIPTS)))


def _hits(
    found: Sequence[tuple[Line, tuple[Word, ...]]], index: GramIndex, shape: Shape
) -> list[list[Hit]]:
    """Return the hits of each line; a gram that runs over a line's end belongs to the line it begins in.

    A word parted by a hyphen at the line's end is joined for the search.
    """
    forms: list[str] = []
    origin: list[tuple[int, int]] = []
    for number, (line, ws) in enumerate(found):
        joined = bool(number) and _ends_in_hyphen(found[number - 1][0].text) and bool(forms)
        for at, word in enumerate(ws):
            if at == 0 and joined and line.text[:1].islower():
                forms[-1] += word.form
                continue
            forms.append(word.form)
            origin.append((number, at))
    out: list[list[Hit]] = [[] for _ in found]
    for hit in index.search(forms):
        number, at = origin[hit.word]
        note = None if hit.stream.startswith("s") else int(hit.stream[1:])
        base = shape.section_starts[hit.stream] if note is None else 0
        out[number].append(Hit(at, note, base + hit.position))
    return out


def _ends_in_hyphen(text: str) -> bool:
    return len(text) > 1 and text[-1] == "-" and text[-2].isalpha()


def _cut(line: Line, hits: Sequence[Hit]) -> Iterator[Line]:
    """Cut a line that holds words of several streams before the numbers that notes begin with."""
    streams = {h.note for h in hits}
    if len(streams) < 2:
        yield line
        return
    start = 0
    for match in _NOTE_INSIDE.finditer(line.text):
        yield Line(line.text[start : match.start()].strip(), line.page, line.opens and not start)
        start = match.end()
    yield Line(line.text[start:].strip(), line.page, line.opens and not start)


def note_head(text: str) -> re.Match[str] | None:
    """Match the number with which a note's line begins, and the space after it."""
    return _NOTE_HEAD.match(text)


def _leading_number(text: str) -> int | None:
    if match := note_head(text):
        return int((match["sup"] or match["plain"]).translate(_SUPERSCRIPTS))
    return None


def _is_furniture(text: str, hits: Sequence[Hit], shape: Shape) -> bool:
    if hits:
        return False
    if _NUMBER_ONLY.fullmatch(text) or _IMPRINT.search(text):
        return True
    bare = re.sub(r"[\d\W_]+", " ", text).strip().casefold()
    if not bare or len(bare) > 60:
        return False
    return any(fuzz.ratio(bare, h, score_cutoff=89) for h in shape.headings)


class _State(NamedTuple):
    """A hypothesis after some pieces: its cost, where body and notes have got to, how it came.

    ``dry`` counts the words of body since the last gram; ``broken`` and ``parted`` say whether the
    last line of the note and of the body ended in a broken word, ``turned`` whether the line before
    looks like the head or foot of a page. ``label`` is that of the last piece.
    """

    cost: float
    kind: str = "start"
    body: int = 0
    note: int = 0
    note_at: int = 0
    dry: int = _DRY[1]
    broken: bool = False
    parted: bool = False
    turned: bool = False
    label: tuple[str, int | None, int] | None = None
    back: _State | None = None


def segment(items: Sequence[Piece], shape: Shape) -> Segmented:
    """Label every piece; the cheapest hypothesis of the beam at the copy's end is taken."""
    shape = replace(shape, dry=_dry(items))
    beam = [_State(0.0)]
    for item in items:
        best: dict[tuple[str, int, int, int], _State] = {}
        for state in beam:
            for after in _steps(state, item, shape):
                # Of those that have come equally far, the cheapest.
                known = best.get(after[1:5])
                if known is None or after.cost < known.cost:
                    best[after[1:5]] = after
        beam = sorted(best.values(), key=lambda s: s.cost)[:_BEAM]
    labels: list[Label] = []
    last: _State | None = beam[0]
    while last is not None and last.label is not None:
        labels.append(Label(*last.label))
        last = last.back
    labels.reverse()
    recognised = sum(
        len(p.words)
        for p, b in zip(items, labels, strict=True)
        if b.kind != "furniture" and (p.hits or len(p.words) < 14)
    )
    total = sum(len(p.words) for p in items if not p.furniture)
    return Segmented(tuple(items), tuple(labels), recognised, total)


def _dry(items: Sequence[Piece]) -> int:
    """Return in how many words of the text a gram should turn up, from how many of them survive.

    A gram survives if the one before it in the text, found in the copy, is followed by it.
    """
    found = {(h.note, h.position) for p in items for h in p.hits if h.note is None}
    followed = sum((note, position + STEP) in found for note, position in found)
    lost = 1 - followed / len(found) if found else 1.0
    if lost >= 1:
        return _DRY[1]
    grams = math.log(_UNLIKELY) / math.log(lost) if lost > 0 else 1
    return int(min(max(STEP * grams, _DRY[0]), _DRY[1]))


def _steps(state: _State, item: Piece, shape: Shape) -> Iterator[_State]:
    yield _furniture(state, item)
    yield from _body(state, item, shape)
    yield from _note(state, item, shape)


def _furniture(state: _State, item: Piece) -> _State:
    cost = 0.1 if item.furniture else 0.5 + 0.16 * len(item.words)
    cost += 5.0 * item.grams
    return state._replace(
        cost=state.cost + cost,
        turned=state.turned or item.furniture,
        label=_FURNITURE,
        back=state,
    )


def _body(state: _State, item: Piece, shape: Shape) -> Iterator[_State]:
    size = len(item.words)
    cost = _leaving(state, shape)
    if item.furniture:
        cost += 3.0
    if item.number is not None and item.number == state.note + 1:
        cost += 1.5
    own = item.own.get(None, ())
    cost += 4.0 * item.foreign(None)
    cost += _mismatch(item, state.parted)
    # The end of a word that the line before began is no word more.
    joined = int(state.parted and item.goes_on and size > 0)
    starts = {h.position - h.word + joined for h in own}
    if all(abs(start - state.body) > _TOLERANCE for start in starts):
        # Nothing bears out that the body goes on here; a phrase may stand twice in the text.
        start = state.body
        cost_here = cost + 3.0 * len(own)
        over = start + size - shape.body_words
        cost_here += (0.2 if state.dry < shape.dry else 0.6) * size
        cost_here += 0.5 * over if over > _TOLERANCE else 0.0
        yield _after_body(state, item, cost_here, start, start + size - joined, state.dry + size)
    for start in sorted(starts):
        borne = [
            h for h in own if abs(h.position - h.word + joined - start) <= _TOLERANCE + h.word // 12
        ]
        reward = -2.0 * len(borne) + 3.0 * (len(own) - len(borne))
        end = borne[-1].position + size - borne[-1].word
        dry = size - borne[-1].word
        cost_here = cost + reward + _jump(start - state.body)
        yield _after_body(state, item, cost_here, start, end, dry)


def _after_body(state: _State, item: Piece, cost: float, start: int, end: int, dry: int) -> _State:
    return _State(
        state.cost + cost,
        "body",
        max(end, 0),
        state.note,
        state.note_at,
        dry,
        state.broken,
        item.broken,
        False,
        ("body", None, max(start, 0)),
        state,
    )


def _leaving(state: _State, shape: Shape) -> float:
    """Return what it costs to leave the note begun last, if it is not at its end."""
    if state.kind != "note":
        return 0.0
    missing = max(shape.note_words.get(state.note, 0) - state.note_at, 0)
    cost = 0.3 * min(missing, 3) + 0.12 * min(max(missing - 3, 0), 25) + (1.0 * state.broken)
    # A note that fills the foot of its page goes on at the foot of the next.
    return 0.4 * cost if state.turned else cost


def _jump(distance: int) -> float:
    if abs(distance) <= _TOLERANCE:
        return 0.3 * abs(distance)
    # Forward over what is missing, or anywhere where pages stand out of order.
    # However far, it must not cost so much that the beam loses the hypothesis at once.
    return 5.0 + min((0.002 if distance > 0 else 0.004) * abs(distance), 3.0)


def _note(state: _State, item: Piece, shape: Shape) -> Iterator[_State]:
    size = len(item.words)
    base = 3.0 if item.furniture else 0.0
    # Further lines of the note begun last, perhaps after a page's body.
    if state.note in shape.note_words:
        size_here = size - 1 if state.broken and size else size
        missing = shape.note_words[state.note] - state.note_at
        own = item.own.get(state.note, ())
        over = max(0, size_here - max(missing, 0))
        cost = base + 4.0 * item.foreign(state.note) - 2.0 * len(own)
        cost += 0.25 * over + 0.45 * max(0, over - 2)
        cost += 1.0 if state.kind == "body" and not state.broken else 0.0
        if state.kind == "body" and abs(missing - size_here) <= 1:
            cost -= 1.0  # Just what was left over from the page before.
        cost += _mismatch(item, state.broken)
        cost += 1.5 if item.number == state.note + 1 else 0.0
        cost += 0.0 if own else 0.2 * size
        at = state.note_at
        if own:
            start = own[0].position - own[0].word
            cost += _jump(start - at) if abs(start - at) > _TOLERANCE else 0.0
            at = start
        if missing > 0 or state.broken:
            yield _after_note(state, item, cost, state.note, at, at + size_here)
    # A note's first line.
    candidates = {state.note + 1}
    if item.number is not None:
        candidates.add(item.number)
    candidates.update(note for note in item.own if note is not None)
    for note in sorted(candidates & shape.note_words.keys()):
        own = item.own.get(note, ())
        lead = 1 if item.number is not None else 0
        text_size = size - (1 if item.numbered_plainly else 0)
        over = max(0, text_size - shape.note_words[note] - 2)
        cost = base + 4.0 * item.foreign(note) - 2.0 * len(own) + 0.7 * over
        cost += {True: -1.0, False: 2.5}[item.number == note] if lead else 3.0
        if not lead and not own and item.line.opens and _follows(state, note, shape):
            # Notes without numbers, one after the other: short ones are known by their length.
            cost -= 2.4 if text_size == shape.note_words[note] else 0.0
        cost += 0.0 if note == state.note + 1 else 3.0 + 0.02 * abs(note - state.note - 1)
        if not own:
            cost += 0.15 * text_size
            short = shape.note_words[note] - text_size
            # A short note has no gram to bear it out: its length must.
            cost += 0.0 if abs(short) <= 2 else 1.0
            cost -= 1.5 if item.number == note and not short else 0.0
        begins = 0
        if own and own[0].position > own[0].word + 8:
            # Where pages stand out of order, a note's end may come before its beginning.
            cost += 3.0
            begins = own[0].position - own[0].word
        cost += _leaving(state, shape)
        yield _after_note(state, item, cost, note, begins, begins + text_size)


def _mismatch(item: Piece, parted: bool) -> float:
    """Return what it costs that the piece follows a line that ended in a broken word, or did not."""
    return 1.0 if parted and not item.goes_on else 0.0


def _follows(state: _State, note: int, shape: Shape) -> bool:
    """Whether the note would begin just where the one before it, or for the first the body, ends."""
    if note == 1 and state.kind == "body":
        return state.body >= shape.body_words - _TOLERANCE
    return (
        state.kind == "note"
        and note == state.note + 1
        and state.note_at == shape.note_words[state.note]
    )


def _after_note(state: _State, item: Piece, cost: float, note: int, start: int, end: int) -> _State:
    return _State(
        state.cost + cost,
        "note",
        state.body,
        note,
        max(end, 0),
        state.dry,
        item.broken,
        state.parted,
        False,
        ("note", note, max(start, 0)),
        state,
    )
