"""Proving an established text against the lock, as often as one likes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from critical_edition.model.established import EstablishedText, EstablishedUnit, SentenceStatus
from critical_edition.model.places import Place
from critical_edition.model.sentences import split
from critical_edition.text.lock import Hasher, Lock, PlaceLock
from critical_edition.text.report import Count, Outcome, Problem, Report, SentenceCount
from critical_edition.text.typography import fold

_OPENING = re.compile(r"(?<= )[\"'(\[]*[A-Z0-9]")


@dataclass(frozen=True, slots=True)
class Proof:
    """Which units of a place are proved, and the folded text of each that is."""

    texts: tuple[str | None, ...]


def prove(unit: EstablishedUnit, lock: PlaceLock, hasher: Hasher, lead: str = "") -> Proof:
    """Look for each of the place's units in the established text, from sentence to sentence.

    Where a stop is damaged, a sentence may begin within another: at a word, then, that may open one.
    """
    text = fold(unit.content.text)
    sentences = [s.start for s in split(text)]
    words = [m.start() for m in _OPENING.finditer(text)]
    starts = [*sentences, *sorted(set(words) - set(sentences))]
    at = 0
    texts: list[str | None] = []
    for part in lock.units:
        found = None
        for start in [s for s in starts if s >= at]:
            piece = text[start : start + part.characters]
            if len(piece) < part.characters or text[start + len(piece) :][:1].isalnum():
                continue
            if hasher.unit(piece, lead) == part.fingerprint:
                found = piece
                at = start + len(piece)
                break
        texts.append(found)
    return Proof(tuple(texts))


def verify(text: EstablishedText, lock: Lock) -> Report:
    """Report what of the text is established and proved; nothing is taken on trust."""
    hasher = Hasher(lock.salt, lock.iterations)
    proofs: dict[Place, Proof] = {}
    problems: list[Problem] = []
    counts: Counter[str] = Counter()
    for place in lock.places:
        unit = text.get(place.place)
        if unit is None:
            counts["missing"] += len(place.sentence_words)
            problems.append(Problem("missing", str(place.place), "not established"))
            continue
        lead = ""
        if place.lead:
            home = proofs.get(place.lead[0])
            lead = (home.texts[place.lead[1]] or "") if home else ""
        proof = prove(unit, place, hasher, lead)
        proofs[place.place] = proof
        first = 0
        for part, found in zip(place.units, proof.texts, strict=True):
            last = first + part.sentences
            if found is None:
                counts["unverified"] += part.sentences
                which = str(first + 1) if part.sentences == 1 else f"{first + 1}–{last}"
                problems.append(
                    Problem("unverified", str(place.place), f"sentence {which} is not proved")
                )
            else:
                counts["verified"] += part.sentences
            first = last
        counts["mended"] += sum(s.status is SentenceStatus.MENDED for s in unit.sentences)
    whole = not counts["missing"]
    outcome = Outcome.ESTABLISHED if whole else Outcome.PARTIAL if text else Outcome.REFUSED
    reason = "" if whole else "a part of the text is not established"
    if not text:
        reason = "no text is established; `edition text import FILE` makes one from your copy"
    return Report(
        outcome,
        reason,
        1.0 if text else 0.0,
        Count(len(text.passages), len(lock.passages)),
        Count(len(text.notes), len(lock.notes)),
        SentenceCount(
            counts["verified"],
            min(counts["mended"], counts["verified"]),
            counts["unverified"],
            counts["missing"],
            lock.sentences,
        ),
        tuple(problems),
    )
