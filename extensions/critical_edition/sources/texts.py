"""The edition's text, wherever it comes from: from a copy, or from the pages. No Sphinx."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from critical_edition.model.established import (
    Block,
    BlockKind,
    EstablishedText,
    EstablishedUnit,
    RichText,
    Sentence,
    SentenceStatus,
)
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.model.profile import Work
from critical_edition.model.sentences import split
from critical_edition.reading import files
from critical_edition.sources import author_text, myst
from critical_edition.sources.author_text import Body
from critical_edition.sources.project import Project
from critical_edition.text import store

INCIPIT = 8
"""How many first words of a passage name it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in the pages: the text, what each body says, and the pages of the printing."""

    text: EstablishedText = field(default_factory=EstablishedText)
    bodies: Mapping[Place, Body] = field(default_factory=dict)
    pages: Mapping[PassageId, tuple[int, ...]] = field(default_factory=dict)


def load(project: Project) -> EstablishedText:
    """Return the text of an edition; raise :class:`~critical_edition.text.store.StoreError`."""
    profile = project.profile
    if profile.text.source == "pages":
        return standing(project.sections, profile.work).text
    return store.load(project.text)


def standing(sections: Path, work: Work) -> Standing:
    """Read the text that stands in the sections' pages; what cannot be read is left out."""
    bodies: dict[Place, Body] = {}
    for path in sorted(sections.glob("[0-9]*.md"), key=_number):
        try:
            content = files.text(path)
        except (OSError, UnicodeDecodeError):
            continue  # who reads the page says so
        for place, directive in _places(myst.directives(content)):
            bodies.setdefault(place, author_text.read(directive.body, directive.body_line))
            option = directive.options.get(author_text.ABSTRACT)
            if option and option.value and not bodies[place].abstract:
                bodies[place] = dataclasses.replace(
                    bodies[place], abstract=option.value, abstract_line=option.line
                )
    units = {p: _unit(p, body.content) for p, body in bodies.items() if body.content.text}
    passages = {p: u for p, u in units.items() if isinstance(p, PassageId)}
    notes = {p: u for p, u in units.items() if isinstance(p, NoteId)}
    text = EstablishedText(dict(sorted(passages.items())), dict(sorted(notes.items())))
    return Standing(text, bodies, dict(_pages(text.passages, work)))


def incipit(content: RichText) -> str:
    """Return the first words of a passage."""
    first = next((leaf for block in content.blocks for leaf in block.leaves()), None)
    line = content.text[first.start : first.end] if first else content.text
    return " ".join(line.split()[:INCIPIT])


def _number(path: Path) -> tuple[int, str]:
    number = path.name.partition("-")[0]
    return int(number) if number.isascii() and number.isdigit() else 0, path.name


def _places(directives: Iterable[myst.Directive]) -> Iterator[tuple[Place, myst.Directive]]:
    for directive in directives:
        try:
            if directive.name == "passage":
                yield PassageId.parse(directive.argument), directive
            elif directive.name == "authornote":
                yield NoteId.parse(f"n{directive.argument.removeprefix('n')}"), directive
        except ValueError:
            continue  # who reads the page says so


def _unit(place: Place, content: RichText) -> EstablishedUnit:
    """Return a text with its sentences, all as its author wrote them."""
    found = [
        Sentence(start + span.start, start + span.end, SentenceStatus.VERIFIED)
        for start, end in _runs(content)
        for span in split(content.text[start:end].replace("\n", " "))
    ]
    return EstablishedUnit(place, content, tuple(found))


_RUNS = {BlockKind.STANZA, BlockKind.OPENER, BlockKind.CLOSER}


def _runs(content: RichText) -> Iterator[tuple[int, int]]:
    """Yield the stretches whose words run on, so that sentences do: paragraphs, stanzas, cells."""

    def walk(blocks: Iterable[Block]) -> Iterator[tuple[int, int]]:
        for block in blocks:
            if not block.blocks or block.kind in _RUNS:
                yield block.start, block.end
            else:
                yield from walk(block.blocks)

    return walk(content.blocks) if content.blocks else iter([(0, len(content.text))])


def _pages(
    passages: Mapping[PassageId, EstablishedUnit], work: Work
) -> Iterator[tuple[PassageId, tuple[int, ...]]]:
    """Yield the pages on which each passage stands, as far as the text says where pages begin."""
    page = work.first_page if work.pages else 0
    for place, unit in passages.items():
        breaks = unit.content.page_breaks
        opens = breaks[0].page if breaks and breaks[0].at == 0 else page
        page = breaks[-1].page if breaks else opens
        yield place, tuple(range(opens or page, page + 1)) if page else ()
