"""Emendations: the marks that propose another reading, each with a name to refer to it by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from critical_edition.model.established import Span
from critical_edition.model.lemma import Lemma, LemmaError
from critical_edition.model.places import PassageId, Place
from critical_edition.text.marks import Mark, MarkKind


@dataclass(frozen=True, slots=True)
class Emendation:
    """A mark of kind emendation, and which of its place's it is, from 1."""

    mark: Mark
    number: int

    @property
    def name(self) -> str:
        """What the domain calls it: ``4.5-1``."""
        return f"{self.mark.place}-{self.number}"

    @property
    def anchor(self) -> str:
        """The ID of its entry in the list of emendations."""
        return f"emendation-{self.name}"

    @property
    def printed(self) -> str:
        """The words as printed, without the count of the occurrence."""
        lemma = Lemma.parse(self.mark.lemma)
        return f"{lemma.words} … {lemma.last}" if lemma.last else lemma.words


def of_place(marks: Sequence[Mark]) -> tuple[Emendation, ...]:
    """Return the emendations among the marks of a place, in the order of the marks."""
    found = (mark for mark in marks if mark.kind is MarkKind.EMENDATION)
    return tuple(Emendation(mark, number) for number, mark in enumerate(found, 1))


def in_order(marks: Mapping[Place, Sequence[Mark]]) -> tuple[Emendation, ...]:
    """Return all emendations, those of passages in order and then those of notes."""

    def key(place: Place) -> tuple[int, int, int]:
        if isinstance(place, PassageId):
            return (0, place.section, place.paragraph)
        return (1, place.number, 0)

    return tuple(e for place in sorted(marks, key=key) for e in of_place(marks[place]))


def placed(text: str, emendations: Sequence[Emendation]) -> tuple[tuple[Span, Emendation], ...]:
    """Return the emendations whose words stand in a text, where they do, in order.

    What the text does not have is left off, and so is what overlaps another.
    """
    found: list[tuple[Span, Emendation]] = []
    for emendation in emendations:
        try:
            found.append((emendation.mark.span(text), emendation))
        except LemmaError:
            continue
    apart: list[tuple[Span, Emendation]] = []
    for span, emendation in sorted(found, key=lambda f: f[0]):
        if not apart or span.start >= apart[-1][0].end:
            apart.append((span, emendation))
    return tuple(apart)
