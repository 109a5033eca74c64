"""From labelled pieces to raw stretches: each stream's text as the copy has it, and where units lie.

The pieces of a stream are joined in the text's order, whatever the copy's; every word gets an
estimate of its position in the text, from the grams around it, so that each unit's beginning can
be looked for among a few words.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from critical_edition.model.sentences import words
from critical_edition.text.segment import NO_SUPERSCRIPTS, Hit, Piece, Segmented, note_head

_OPENERS = "\"'([{“‘"
_STOP_BEFORE = re.compile(r"[.?!][\"')\]]*\s*(?:[\[({^]*[⁰¹²³⁴⁵⁶⁷⁸⁹\d]{0,3}[\])}\"']*)?\s*$")
_MARKER_WORD = re.compile(r"\d{1,2}")
_REACH = 2


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream's raw text in the text's order.

    ``starts`` and ``ends`` are the words' offsets in ``raw``; ``positions`` estimates each word's
    position in the text's stream; ``drift`` says how far that may be wrong there.
    """

    raw: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    positions: tuple[float, ...]
    drift: tuple[int, ...]

    def openings(self, position: int, limit: int = 4) -> list[int]:
        """Return the words at which a unit that begins at ``position`` may begin, likeliest first.

        Empty where the copy has nothing near that position.
        """
        low = bisect.bisect_left(self.positions, position - 12)
        ranked: list[tuple[float, int]] = []
        # Where the copy breaks off, or leaps over what it lacks, a unit ends with the word before.
        edge = bisect.bisect_left(self.positions, position - 0.5)
        if edge and abs(self.positions[edge - 1] + 1 - position) <= _REACH:
            ranked.append((abs(self.positions[edge - 1] + 1 - position) + 1.0, edge))
        for index in range(low, len(self.positions)):
            off = abs(self.positions[index] - position)
            if self.positions[index] > position + 12:
                break
            if off <= _REACH + self.drift[index]:
                ranked.append((off + (0.0 if self._opens(index) else 2.5), index))
        return list(dict.fromkeys(index for _, index in sorted(ranked)))[:limit]

    def _opens(self, index: int) -> bool:
        """Whether the word looks like the first of a sentence."""
        cut = self.cut(index)
        if not cut:
            return True
        if _MARKER_WORD.fullmatch(self.raw[self.starts[index] : self.ends[index]]):
            return False
        return (
            bool(_STOP_BEFORE.search(self.raw[max(0, cut - 16) : cut]))
            and not self.raw[self.starts[index]].islower()
        )

    def cut(self, index: int) -> int:
        """Return the offset in ``raw`` where a unit beginning with that word begins."""
        if index >= len(self.starts):
            return len(self.raw)
        at = self.starts[index]
        while at and self.raw[at - 1] in _OPENERS:
            at -= 1
        # An opening mark glued to the stop before it is that sentence's closing mark.
        if (
            at < self.starts[index]
            and at
            and not self.raw[at - 1].isspace()
            and self.raw[at - 1] not in "—-"
        ):
            at = self.starts[index]
        return at


def body(found: Segmented) -> Stream:
    """Join the body's pieces in the order of their positions."""
    chosen = [
        (label.position, piece)
        for piece, label in zip(found.pieces, found.labels, strict=True)
        if label.kind == "body"
    ]
    return _join(sorted(chosen, key=lambda c: c[0]), None)


def notes(found: Segmented) -> dict[int, list[Stream]]:
    """Join each note's pieces; the number it begins with is taken off.

    A note that begins more than once in the copy (there may be notes that are not the text's) has
    a stream for each.
    """
    pieces: dict[int, list[tuple[int, Piece]]] = {}
    for piece, label in zip(found.pieces, found.labels, strict=True):
        if label.kind == "note" and label.note is not None:
            pieces.setdefault(label.note, []).append((label.position, piece))
    return {
        note: [_join(sorted(part, key=lambda c: c[0]), note) for part in _beginnings(own)]
        for note, own in sorted(pieces.items())
    }


def _beginnings(pieces: Sequence[tuple[int, Piece]]) -> list[list[tuple[int, Piece]]]:
    parts: list[list[tuple[int, Piece]]] = [[]]
    for position, piece in pieces:
        if position == 0 and any(at == 0 for at, _ in parts[-1]):
            parts.append([])
        parts[-1].append((position, piece))
    return parts


def _join(chosen: Sequence[tuple[int, Piece]], note: int | None) -> Stream:
    raw: list[str] = []
    size = 0
    starts: list[int] = []
    ends: list[int] = []
    known: list[tuple[int, int]] = []
    covered = -1
    seen: set[tuple[int, str]] = set()
    for position, piece in chosen:
        text = piece.line.text
        if (position + len(piece.words) <= covered and len(piece.words) > 6) or (
            note is not None and (position, text) in seen
        ):
            continue  # The copy has these words twice; the first will do.
        seen.add((position, text))
        head = note_head(text) if note is not None and position == 0 and not starts else None
        skip = head.end() if head else 0
        if size:
            raw.append("\n")
            size += 1
        # Superscripts carry no words; a word broken at the line's end is one word.
        ws = list(words(text[skip:].translate(NO_SUPERSCRIPTS)))
        joined = bool(starts) and raw_ends_in_hyphen(raw) and text[skip : skip + 1].islower()
        first = len(starts)
        hit_at = _borne_out([h for h in piece.hits if h.note == note])
        dropped = len(piece.words) - len(ws)
        for number, word in enumerate(ws):
            if number == 0 and joined:
                ends[-1] = size + word.end
            else:
                starts.append(size + word.start)
                ends.append(size + word.end)
            if (at := hit_at.get(number + dropped)) is not None:
                known.append((len(starts) - 1, at))
        if first == len(starts) and not known:
            pass
        elif not hit_at and first < len(starts):
            known.append((first, -1 - position))  # Only an estimate: see _positions.
        raw.append(text[skip:])
        size += len(text) - skip
        covered = max(covered, position + len(piece.words))
    positions, drift = _positions(known, len(starts))
    return Stream("".join(raw), tuple(starts), tuple(ends), positions, drift)


def _borne_out(hits: Sequence[Hit]) -> dict[int, int]:
    """Return the position of each word with a gram, without phrases that stand elsewhere too.

    Where other hits of the piece agree on where it stands, one that agrees with none is no
    evidence; of two at a word, the one with which more agree is.
    """
    agreeing = {
        hit: sum(
            other is not hit
            and abs((other.position - hit.position) - (other.word - hit.word))
            <= 4 + abs(other.word - hit.word) // 8
            for other in hits
        )
        for hit in hits
    }
    best = max(agreeing.values(), default=0)
    found: dict[int, int] = {}
    for hit in sorted(hits, key=lambda h: agreeing[h]):
        if agreeing[hit] or best < 2:
            found[hit.word] = hit.position
    return dict(sorted(found.items()))


def raw_ends_in_hyphen(raw: Sequence[str]) -> bool:
    """Whether the last line before the line break just added ends in a broken word."""
    last = raw[-2] if len(raw) > 1 else ""
    return len(last) > 1 and last[-1] == "-" and last[-2].isalpha()


def _positions(
    known: Sequence[tuple[int, int]], size: int
) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """Spread the known positions over all words, never falling; say how far each may be off."""
    firm = _rising([k for k in known if k[1] >= 0])
    if not firm:
        guess = next((-1 - p for _, p in known if p < 0), 0)
        return tuple(float(guess + i) for i in range(size)), tuple(4 for _ in range(size))
    positions = [0.0] * size
    drift = [0] * size
    first_word, first_at = firm[0]
    for i in range(first_word + 1):
        positions[i] = float(first_at - (first_word - i))
        drift[i] = min(2, first_word - i)
    for (word, at), (next_word, next_at) in itertools.pairwise(firm):
        slack = (next_at - at) - (next_word - word)
        middle = word + (next_word - word) // 2
        for i in range(word, next_word):
            # What is missing or too much stands somewhere between: both ends are counted from.
            near = at + (i - word) if i <= middle else next_at - (next_word - i)
            positions[i] = float(near)
            drift[i] = min(abs(slack), 8)
    last_word, last_at = firm[-1]
    for i in range(last_word, size):
        positions[i] = float(last_at + (i - last_word))
        drift[i] = min(2, i - last_word)
    running = positions[0]
    for i, value in enumerate(positions):
        running = max(running, value)
        positions[i] = running
    return tuple(positions), tuple(drift)


def _rising(known: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of known positions that rises with the words (patience sorting)."""
    tails: list[int] = []
    heads: list[int] = []
    back: list[int] = [-1] * len(known)
    for i, (_, at) in enumerate(known):
        slot = bisect.bisect_left(tails, at)
        if slot == len(tails):
            tails.append(at)
            heads.append(i)
        else:
            tails[slot] = at
            heads[slot] = i
        back[i] = heads[slot - 1] if slot else -1
    out: list[tuple[int, int]] = []
    i = heads[-1] if heads else -1
    while i >= 0:
        out.append(known[i])
        i = back[i]
    return out[::-1]
