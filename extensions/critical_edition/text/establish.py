"""Establishing the text: read → segment → align → mend → verify, for a whole copy.

Pure but for the time it takes: lines in, an established text and a report out.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from critical_edition.model.established import (
    EstablishedText,
    EstablishedUnit,
    Sentence,
    SentenceStatus,
    Span,
)
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.model.sentences import split
from critical_edition.text import align, mend, placing
from critical_edition.text.lock import GramIndex, Hasher, Lock, PlaceLock, Unit
from critical_edition.text.marks import Mark
from critical_edition.text.read import Line
from critical_edition.text.report import Count, Outcome, Problem, Report, SentenceCount
from critical_edition.text.segment import Shape, pieces, segment
from critical_edition.text.typography import educate

GAP = "[…]"
"""Stands in a passage for a stretch that the copy lacks."""

_FEWEST_HITS = 12
_LEAST_SHARE = 0.04
_SPELLINGS = 2500
_SLACK = 24
"""Characters by which the readings of one stretch may differ; more, and it is not the unit's."""
_FEW = 4
"""Characters that a unit's readings may be longer or shorter than it before respelling."""
_SPELLINGS_IN_ALL = 20_000


@dataclass(frozen=True, slots=True)
class _Proof:
    """A unit as established: its folded text, how far it is proved; ``text`` empty where missing."""

    unit: Unit
    text: str
    status: SentenceStatus


class _Prover:
    """Finds, for a raw stretch, the reading that a fingerprint proves."""

    def __init__(self, lock: Lock, vocabulary: Mapping[str, int]) -> None:
        self._hasher = Hasher(lock.salt, lock.iterations)
        self._vocabulary = vocabulary
        self._spellings_left = _SPELLINGS_IN_ALL

    def prove(
        self, raws: Sequence[str], unit: Unit, *, note: bool, lead: str = ""
    ) -> _Proof | None:
        """Return the unit as proved, or None.

        ``raws`` are the stretches it may be, the likeliest first. A reading that only takes away
        what no print has (markers, line ends) counts as verified, any other as mended.
        """
        for raw in raws:
            for number, text in enumerate(
                mend.candidates(raw, note=note, vocabulary=self._vocabulary)
            ):
                if len(text) != unit.characters:
                    if abs(len(text) - unit.characters) > _SLACK:
                        break
                    continue
                if self._hasher.unit(text, lead) == unit.fingerprint:
                    status = SentenceStatus.MENDED if number else SentenceStatus.VERIFIED
                    return _Proof(unit, text, status)
        return None

    def respell(self, raw: str, unit: Unit, *, note: bool, lead: str = "") -> _Proof | None:
        """Try other spellings of single words in the likeliest reading of ``raw``."""
        plain = self.plain(raw, note=note)
        if abs(len(plain) - unit.characters) > _FEW:
            return None
        # Few readings are made of known words: they are always tried. All others share a budget.
        for text in itertools.islice(mend.known_words(plain, self._vocabulary), _SPELLINGS):
            if self._is(text, unit, lead):
                return _Proof(unit, text, SentenceStatus.MENDED)
        limit = min(_SPELLINGS, self._spellings_left)
        for text in mend.spellings(plain, self._vocabulary, limit):
            self._spellings_left -= len(text) == unit.characters
            if self._is(text, unit, lead):
                return _Proof(unit, text, SentenceStatus.MENDED)
        return None

    def _is(self, text: str, unit: Unit, lead: str) -> bool:
        return len(text) == unit.characters and self._hasher.unit(text, lead) == unit.fingerprint

    def plain(self, raw: str, *, note: bool) -> str:
        """Return the likeliest reading of a raw stretch, folded."""
        return next(iter(mend.candidates(raw, note=note, vocabulary=self._vocabulary)), "")


@dataclass(frozen=True, slots=True)
class Establishment:
    """The established text and the report on it; the text is empty where the copy is refused."""

    text: EstablishedText
    report: Report


def establish(
    lines: Sequence[Line],
    lock: Lock,
    marks: Mapping[Place, Sequence[Mark]],
    headings: Sequence[str] = (),
) -> Establishment:
    """Establish the text from the lines of a copy.

    ``headings`` are titles and names that stand in running heads, besides the sections' titles.
    """
    shape = Shape.of(lock, headings)
    items = pieces(lines, GramIndex(lock), shape)
    hits = sum(len(p.hits) for p in items)
    all_grams = sum(map(len, lock.grams.values()))
    size = sum(len(p.words) for p in items)
    # A gram stands for STEP words: by hits alone, before anything dear is done.
    if hits < min(_FEWEST_HITS, all_grams) or hits * 7 < _LEAST_SHARE * size:
        return _refused(min(1.0, hits * 7 / size) if size else 0.0, lock)
    found = segment(items, shape)
    vocabulary: Counter[str] = Counter(w.form for p in items for w in p.words)
    prover = _Prover(lock, vocabulary)
    body = align.body(found)
    proofs: dict[Place, tuple[_Proof | None, ...]] = {}
    for place in lock.passages:
        base = shape.section_starts[place.stream] + place.start
        proofs[place.place] = _prove_place(place, body, base, prover)
    for number, streams in align.notes(found).items():
        place = lock[NoteId(number)]
        tried = [_prove_note(place, stream, prover, proofs) for stream in streams]
        proofs[place.place] = max(tried, key=_proved)
    share = found.recognised / found.total if found.total else 0.0
    return _assemble(lock, proofs, marks, share)


def _proved(proofs: Sequence[_Proof | None]) -> tuple[int, int]:
    """Return how many words of a place are proved, and how many are there."""
    sizes = [(p.unit.words, p.status) for p in proofs if p and p.text]
    return (
        sum(size for size, status in sizes if status is not SentenceStatus.UNVERIFIED),
        sum(size for size, _ in sizes),
    )


def _refused(share: float, lock: Lock) -> Establishment:
    reason = (
        f"this is not a copy of the text: {share:.0%} of its words were recognised"
        if share
        else "this is not a copy of the text: none of its words were recognised"
    )
    total = SentenceCount(missing=lock.sentences, total=lock.sentences)
    report = Report(
        Outcome.REFUSED,
        reason,
        share,
        Count(0, len(lock.passages)),
        Count(0, len(lock.notes)),
        total,
        (Problem("not-the-text", "copy", reason),),
    )
    return Establishment(EstablishedText(), report)


def _prove_place(
    place: PlaceLock, stream: align.Stream, base: int, prover: _Prover, *, note: bool = False
) -> tuple[_Proof | None, ...]:
    """Prove a place's units; None for a unit that the copy lacks.

    Each unit is looked for between the words at which it may begin and end. What is proved fixes
    its edges for its neighbours, so that a damaged unit neither takes nor loses a proved word.
    """
    edges = [base]
    for unit in place.units:
        edges.append(edges[-1] + unit.words)
    openings = [stream.openings(at) for at in edges]
    if note:
        openings[0] = [0]
        openings[-1] = [len(stream.starts)]
    fixed: dict[int, int] = {}
    proofs: list[_Proof | None] = []
    for number, unit in enumerate(place.units):
        starts = [fixed[number]] if number in fixed else openings[number]
        found = _search(unit, stream, starts, openings[number + 1], prover, note=note)
        if found is None and number in fixed:
            found = _search(unit, stream, openings[number], openings[number + 1], prover, note=note)
        if found:
            _, fixed[number], fixed[number + 1] = found
        proofs.append(found[0] if found else None)
    for number, unit in enumerate(place.units):
        if proofs[number] is None:
            start = fixed.get(number, next(iter(openings[number]), None))
            end = fixed.get(number + 1, next(iter(openings[number + 1]), None))
            if start is not None and end is not None:
                fixed[number], fixed[number + 1] = start, end
                raw = stream.raw[stream.cut(start) : stream.cut(end)].strip()
                proofs[number] = _as_it_stands(unit, raw, end - start, prover, note=note)
    return tuple(proofs)


def _search(
    unit: Unit,
    stream: align.Stream,
    starts: Sequence[int],
    ends: Sequence[int],
    prover: _Prover,
    *,
    note: bool,
) -> tuple[_Proof, int, int] | None:
    """Return the unit's proof with the words at which it and the next unit begin."""
    spans = [(s, e) for s in starts for e in ends if s < e]
    # The pair whose length is nearest to the unit's is the likeliest, then the order given.
    spans.sort(key=lambda p: abs((p[1] - p[0]) - unit.words))
    for start, end in spans:
        raw = stream.raw[stream.cut(start) : stream.cut(end)].strip()
        if proof := prover.prove([raw], unit, note=note):
            return proof, start, end
    return None


def _as_it_stands(unit: Unit, raw: str, size: int, prover: _Prover, *, note: bool) -> _Proof | None:
    """Return an unproved unit respelt and proved, or as the copy has it; None if most is missing."""
    if not raw or size < unit.words * 0.5:
        return None
    if proof := prover.respell(raw, unit, note=note):
        return proof
    return _Proof(unit, prover.plain(raw, note=note), SentenceStatus.UNVERIFIED)


def _prove_note(
    place: PlaceLock,
    stream: align.Stream,
    prover: _Prover,
    proofs: Mapping[Place, tuple[_Proof | None, ...]],
) -> tuple[_Proof | None, ...]:
    if not place.lead:
        return _prove_place(place, stream, 0, prover, note=True)
    passage, index = place.lead
    leads = proofs.get(passage, ())
    lead = leads[index] if index < len(leads) else None
    unit = place.units[0]
    raw = stream.raw.strip()
    if lead and lead.status is not SentenceStatus.UNVERIFIED:
        if proof := prover.prove([raw], unit, note=True, lead=lead.text):
            return (proof,)
        if proof := prover.respell(raw, unit, note=True, lead=lead.text):
            return (proof,)
    if abs(len(stream.starts) - unit.words) > max(1, unit.words // 4):
        return (
            None,
        )  # Without a gram in it, its number and its length are all that speaks for it.
    return (_Proof(unit, prover.plain(raw, note=True), SentenceStatus.UNVERIFIED),)


def _assemble(
    lock: Lock,
    proofs: Mapping[Place, tuple[_Proof | None, ...]],
    marks: Mapping[Place, Sequence[Mark]],
    share: float,
) -> Establishment:
    passages: dict[PassageId, EstablishedUnit] = {}
    notes: dict[NoteId, EstablishedUnit] = {}
    problems: list[Problem] = []
    counts: Counter[str] = Counter()
    for place in lock.places:
        proved = proofs.get(place.place, tuple(None for _ in place.units))
        present = sum(p.unit.words for p in proved if p)
        if present * 2 < place.words or not any(p and p.text for p in proved):
            counts["missing"] += len(place.sentence_words)
            if any(proved):
                what = f"only {present} of {place.words} words are in the copy"
            else:
                what = "not in the copy"
            problems.append(
                Problem("missing", str(place.place), f"{what}; shown in companion form")
            )
            continue
        unit, found = _unit(place, proved, tuple(marks.get(place.place, ())))
        problems += found
        for proof, size in zip(proved, (u.sentences for u in place.units), strict=True):
            status = str(proof.status) if proof else "missing"
            counts[status] += size
        if isinstance(unit.place, PassageId):
            passages[unit.place] = unit
        else:
            notes[unit.place] = unit
    sentences = SentenceCount(
        counts["verified"] + counts["mended"],
        counts["mended"],
        counts["unverified"],
        counts["missing"],
        lock.sentences,
    )
    whole = len(passages) == len(lock.passages) and len(notes) == len(lock.notes)
    whole = whole and not sentences.missing
    outcome = Outcome.ESTABLISHED if whole else Outcome.PARTIAL
    reason = "" if whole else "the copy lacks a part of the text"
    if not passages:
        outcome, reason = Outcome.REFUSED, "no whole passage of the text is in this copy"
        passages, notes = {}, {}
    report = Report(
        outcome,
        reason,
        share,
        Count(len(passages), len(lock.passages)),
        Count(len(notes), len(lock.notes)),
        sentences,
        tuple(problems),
    )
    return Establishment(EstablishedText(passages, notes), report)


def _unit(
    place: PlaceLock, proved: Sequence[_Proof | None], marks: tuple[Mark, ...]
) -> tuple[EstablishedUnit, list[Problem]]:
    """Put a place's units together, tell its sentences, set its marks."""
    problems: list[Problem] = []
    parts: list[str] = []
    blocks: list[placing.Block] = []
    recorded: list[Sentence] = []
    size = locked = first = 0
    for unit, proof in zip(place.units, proved, strict=True):
        text = proof.text if proof else GAP
        status = proof.status if proof else SentenceStatus.UNVERIFIED
        start = size + (1 if parts else 0)
        proven = status is not SentenceStatus.UNVERIFIED
        blocks.append(
            placing.Block(
                Span(start, start + len(text)), Span(locked, locked + unit.characters), proven
            )
        )
        recorded.append(Sentence(start, start + len(text), status))
        last = first + unit.sentences
        which = f"sentence {first + 1}" if last == first + 1 else f"sentences {first + 1}–{last}"
        if not proof:
            problems.append(
                Problem("missing-sentence", str(place.place), f"{which} not in the copy")
            )
        elif not proven:
            problems.append(
                Problem("unverified", str(place.place), f"{which}: “{_head(text)} …” is not proved")
            )
        first = last
        parts.append(text)
        size = start + len(text)
        locked += unit.characters + 1
    text = educate(" ".join(parts))
    rich, lost = placing.place_marks(text, blocks, place, marks)
    problems += [Problem("mark-lost", str(place.place), message) for message in lost]
    sentences = tuple(Sentence(s.start, s.end, _touching(s, recorded)) for s in split(text))
    return EstablishedUnit(place.place, rich, sentences), problems


def _head(text: str) -> str:
    return " ".join(text.split()[:4])


def _touching(sentence: Span, recorded: Sequence[Sentence]) -> SentenceStatus:
    statuses = {r.status for r in recorded if r.start < sentence.end and sentence.start < r.end}
    for status in (SentenceStatus.UNVERIFIED, SentenceStatus.MENDED):
        if status in statuses:
            return status
    return SentenceStatus.VERIFIED
