"""“Did you mean …”: the nearest of what there is to what was written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from critical_edition.model.established import EstablishedText
from critical_edition.model.lemma import Lemma, fold, occurrences
from critical_edition.model.messages import Message, _
from critical_edition.model.places import NoteId, PassageId, Place

_LEAST = 62
"""How alike, of 100, a suggestion must be."""


def nearest(word: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return up to ``count`` of the known words that are most like one that is not known."""
    # Imported here: a check that finds nothing wrong needs no suggestions.
    from rapidfuzz import fuzz, process

    found = process.extract(
        word, sorted(set(known)), scorer=fuzz.WRatio, limit=count, score_cutoff=_LEAST
    )
    best = found[0][1] if found else 0
    return tuple(name for name, score, _ in found if score >= best - 12)


def did_you_mean(word: str, known: Iterable[str]) -> Message:
    """Return “Did you mean …?” with what is nearest, or nothing where nothing is near."""
    found = [f"“{name}”" for name in nearest(word, known)]
    if not found:
        return Message()
    names = " or ".join(filter(None, [", ".join(found[:-1]), found[-1]]))
    return _("Did you mean {names}?", names=names)


def lemma_elsewhere(lemma: Lemma, place: Place, text: EstablishedText) -> Message:
    """Return where a lemma that its place does not have stands, or what there is most like it.

    At most eight words of the text are returned, and only to whom has established it.
    """
    units = [*text.passages.values(), *text.notes.values()]
    others = [u.place for u in units if u.place != place and occurrences(u.content.text, lemma)]
    if others:
        shown = ", ".join(map(str, others[:3]))
        return _("It stands in {shown}: is that the place?", shown=shown)
    unit = text.get(place)
    if unit is None:
        return Message()
    words = _nearest_words(unit.content.text, lemma.words)
    return _("Did you mean “{words}”?", words=words) if words else Message()


def nearest_place(place: Place, known: Iterable[Place]) -> Message:
    """Return the last passage of the section, or the last note, for one beyond it."""
    known = list(known)
    if isinstance(place, NoteId):
        notes = [p for p in known if isinstance(p, NoteId)]
        return _("Its last note is {place}", place=max(notes)) if notes else Message()
    passages = [p for p in known if isinstance(p, PassageId)]
    if of_section := [p for p in passages if p.section == place.section]:
        return _("The last of its section is {place}", place=max(of_section))
    return _("Its last passage is {place}", place=max(passages)) if passages else Message()


def _nearest_words(text: str, words: str) -> str:
    """Return the run of as many words of a text as are given that is most like them."""
    from rapidfuzz import fuzz, process

    spans = [m.span() for m in re.finditer(r"\S+", text)]
    size = min(len(words.split()), 8)
    runs = [
        text[spans[i][0] : spans[i + n - 1][1]]
        for n in (size, size + 1, size - 1)
        if 0 < n <= 8
        for i in range(len(spans) - n + 1)
    ]
    folded = [fold(run).casefold() for run in runs]
    best = process.extractOne(fold(words).casefold(), folded, scorer=fuzz.ratio, score_cutoff=70)
    return runs[best[2]].strip(',.;:!?“”‘’"()') if best else ""
