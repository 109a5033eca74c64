"""The apparatus criticus as views: each entry with its readings, and who has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from critical_edition.model.i18n import _
from critical_edition.model.places import Place
from critical_edition.model.profile import Profile, Siglum
from critical_edition.model.records import Reference
from critical_edition.text.apparatus import ApparatusEntry, in_order
from critical_edition.text.marks import Alteration, Mark, MarkKind, Reading

Part = tuple[str, bool]
"""Words of an entry, and whether they are the editors' own."""


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry: the words as printed, who has them if that is said, and the other readings.

    ``proposed`` says that it is an emendation: one reading, which the editors would have.
    """

    name: str
    anchor: str
    """The ID of the entry in the list of all."""
    place: Place
    printed: str
    witnesses: tuple[str, ...]
    readings: tuple[Reading, ...]
    remarks: tuple[str, ...]
    proposed: bool

    @property
    def here(self) -> str:
        """The ID of the entry at its passage."""
        return f"apparatus-{self.name}"

    @property
    def reference(self) -> Reference:
        """What a link to it refers to."""
        return Reference("emendation", self.name)

    @property
    def summary(self) -> str:
        """The readings in a line, without the lemma."""
        return "".join(words for words, _own in self.parts())

    def parts(self) -> Iterator[Part]:
        """Yield the readings, as an apparatus writes them: what the editors say is apart."""
        for index, reading in enumerate(self.readings):
            if index:
                yield "; ", False
            said = _SAID[reading.kind]
            conjecture = reading.kind is Alteration.CONJECTURE
            if said and not conjecture:
                yield _(said), True
                yield " ", False
            if reading.text:
                yield reading.text + (" " if reading.witnesses or reading.by else ""), False
            if conjecture and reading.by:
                yield _(said), True
                yield " " + reading.by, False
            yield " ".join(reading.witnesses), False
            if reading.remark:
                yield f" ({reading.remark.rstrip('.')})", False


_SAID = {
    Alteration.SUBSTITUTION: "",
    Alteration.ADDITION: "add.",
    Alteration.OMISSION: "om.",
    Alteration.TRANSPOSITION: "transp.",
    Alteration.CONJECTURE: "conj.",
}
"""What an apparatus calls each: Latin in every language."""


@dataclass(frozen=True, slots=True)
class CriticismView:
    """The list of all entries, under that of the witnesses."""

    sigla: tuple[Siglum, ...]
    entries: tuple[EntryView, ...]


def entries(
    marks: Mapping[Place, Sequence[Mark]], profile: Profile
) -> dict[Place, tuple[EntryView, ...]]:
    """Return the entries of each place that has some, those of passages before those of notes."""
    found: dict[Place, list[EntryView]] = {}
    for entry in in_order(marks):
        found.setdefault(entry.mark.place, []).append(_view(entry, profile))
    return {place: tuple(views) for place, views in found.items()}


def _view(entry: ApparatusEntry, profile: Profile) -> EntryView:
    mark = entry.mark
    having = mark.witnesses
    departing = {name for reading in mark.readings for name in reading.witnesses}
    if mark.kind is MarkKind.VARIANT and not having and profile.apparatus.form == "positive":
        having = tuple(s.id for s in profile.sigla if s.id not in departing)
    return EntryView(
        entry.name,
        entry.anchor,
        mark.place,
        entry.printed,
        having,
        mark.readings,
        tuple(note.rstrip(".") for note in (mark.certainty, mark.remark) if note),
        mark.kind is MarkKind.EMENDATION,
    )
