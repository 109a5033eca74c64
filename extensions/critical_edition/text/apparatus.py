"""The apparatus criticus: the marks that give other readings, each with a name to refer to it by.

An emendation is an entry with one reading, the editors' own; a variant has those of witnesses, and
conjectures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from critical_edition.model.established import Span
from critical_edition.model.lemma import Lemma, LemmaError
from critical_edition.model.places import PassageId, Place
from critical_edition.text.marks import READINGS, Mark


@dataclass(frozen=True, slots=True)
class ApparatusEntry:
    """A mark that gives other readings, and which of its place's it is, from 1."""

    mark: Mark
    number: int

    @property
    def name(self) -> str:
        """What the domain calls it: ``4.5-1``."""
        return f"{self.mark.place}-{self.number}"

    @property
    def anchor(self) -> str:
        """The ID of the entry in the list of all."""
        return f"emendation-{self.name}"

    @property
    def printed(self) -> str:
        """The words as printed, without the count of the occurrence."""
        lemma = Lemma.parse(self.mark.lemma)
        return f"{lemma.words} … {lemma.last}" if lemma.last else lemma.words


def of_place(marks: Sequence[Mark]) -> tuple[ApparatusEntry, ...]:
    """Return the entries among the marks of a place, in the order of the marks."""
    found = (mark for mark in marks if mark.kind in READINGS)
    return tuple(ApparatusEntry(mark, number) for number, mark in enumerate(found, 1))


def in_order(marks: Mapping[Place, Sequence[Mark]]) -> tuple[ApparatusEntry, ...]:
    """Return all entries, those of passages in order and then those of notes."""

    def key(place: Place) -> tuple[int, int, int]:
        if isinstance(place, PassageId):
            return (0, place.section, place.paragraph)
        return (1, place.number, 0)

    return tuple(e for place in sorted(marks, key=key) for e in of_place(marks[place]))


def placed(
    text: str, entries: Sequence[ApparatusEntry]
) -> tuple[tuple[tuple[Span, ApparatusEntry], ...], ...]:
    """Return the entries whose words stand in a text, where they do, in layers.

    Within a layer they are in order and none overlaps another: what overlaps stands in another layer.
    What the text does not have is left off: the list has it all the same.
    """
    found: list[tuple[Span, ApparatusEntry]] = []
    for entry in entries:
        try:
            found.append((entry.mark.span(text), entry))
        except LemmaError:
            continue
    layers: list[list[tuple[Span, ApparatusEntry]]] = []
    for span, entry in sorted(found, key=lambda f: (f[0].start, -f[0].end)):
        for layer in layers:
            if span.start >= layer[-1][0].end:
                layer.append((span, entry))
                break
        else:
            layers.append([(span, entry)])
    return tuple(map(tuple, layers))
