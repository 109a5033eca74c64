"""Where what hangs on words stands in the text: paired anchors, which cross and nest as lemmata do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from critical_edition.model.anchor import Anchor
from critical_edition.model.collection import anchors
from critical_edition.model.lemma import Lemma
from critical_edition.model.places import Place
from critical_edition.outputs.data.edition import span
from critical_edition.outputs.data.source import Edition
from critical_edition.outputs.data.tei.elements import el, pointer


@dataclass(frozen=True, slots=True)
class Hanging:
    """By place and offset the anchors that end and that begin there; by name those of each thing."""

    ends: dict[Place, dict[int, list[_Element]]] = field(default_factory=dict)
    starts: dict[Place, dict[int, list[_Element]]] = field(default_factory=dict)
    pairs: dict[str, tuple[str, str]] = field(default_factory=dict)

    def words(self, name: str) -> str:
        """Return pointers to the two anchors of something, nothing where its words are not told."""
        return pointer(*self.pairs.get(name, ()))

    def hang(self, name: str, place: Place, start: int, end: int) -> None:
        """Put anchors around words."""
        first, last = f"{name}.start", f"{name}.end"
        self.pairs[name] = (first, last)
        for table, at, own in ((self.starts, start, first), (self.ends, end, last)):
            table.setdefault(place, {}).setdefault(at, []).append(el("anchor", id=own))


def of(edition: Edition) -> Hanging:
    """Return where the lemmata of an edition stand in the text that it has."""
    made = Hanging()
    for name, at in _anchors(edition):
        if found := span(edition, at):
            made.hang(name, at.first, *found)
    return made


def _anchors(edition: Edition) -> Iterator[tuple[str, Anchor]]:
    yield from anchors(edition.sources.commentary)
    for one in edition.sources.emendations:
        yield one.anchor, Anchor(one.mark.place, one.mark.place, Lemma.parse(one.mark.lemma))


def places(at: Anchor) -> str:
    """Return pointers to an anchor's passages, or to its note."""
    return pointer(*(place.anchor for place in at.passages or (at.first,)))


def label(at: Anchor, words: str = "", *, type_: str = "lemma") -> list[_Element]:
    """Return an anchor's lemma, if it has one; ``words`` point to it in the text."""
    if at.lemma is None:
        return []
    count = str(at.lemma.occurrence or "")
    said = f"{at.lemma.words} … {at.lemma.last}" if at.lemma.last else at.lemma.words
    return [el("label", said, type=type_, n=count, corresp=words)]
