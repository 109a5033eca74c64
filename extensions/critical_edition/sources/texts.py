"""The edition's text, wherever it comes from: from a copy, or from the pages. No Sphinx."""

from __future__ import annotations

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
from critical_edition.model.profile import Profile, Work
from critical_edition.model.records import NoteRecord, PassageRecord
from critical_edition.model.sentences import split
from critical_edition.reading import files
from critical_edition.sources.pages import read_page
from critical_edition.sources.project import Project
from critical_edition.text import store


@dataclass(frozen=True, slots=True)
class Standing:
    """A text that stands in the pages, and on which pages of the printing its passages stand."""

    text: EstablishedText = field(default_factory=EstablishedText)
    pages: Mapping[PassageId, tuple[int, ...]] = field(default_factory=dict)


def load(project: Project) -> EstablishedText:
    """Return the text of an edition; raise :class:`~critical_edition.text.store.StoreError`."""
    profile = project.profile
    if profile.text.source == "pages":
        return standing(project.docs, profile).text
    return store.load(project.text)


def sections(folder: Path) -> tuple[Path, ...]:
    """Return the pages of the sections in order of their numbers."""
    return tuple(sorted(folder.glob("[0-9]*.md"), key=_number))


def _number(path: Path) -> tuple[int, str]:
    number = path.name.partition("-")[0]
    return int(number) if number.isascii() and number.isdigit() else 0, path.name


def standing(docs: Path, profile: Profile) -> Standing:
    """Read the text that stands in the sections' pages; what cannot be read is left out."""
    records: list[PassageRecord | NoteRecord] = []
    for path in sections(docs / profile.text.sections):
        docname = path.relative_to(docs).with_suffix("").as_posix()
        try:
            page = read_page(docname, path, files.text(path), profile)
        except (OSError, UnicodeDecodeError):
            continue  # who reads the page says so
        records += [r for r in page.records if isinstance(r, PassageRecord | NoteRecord)]
    return of_records(records, profile.work)


def of_records(records: Iterable[PassageRecord | NoteRecord], work: Work) -> Standing:
    """Return the text that records hold; of a place given twice, the first."""
    passages: dict[PassageId, EstablishedUnit] = {}
    notes: dict[NoteId, EstablishedUnit] = {}
    for record in records:
        if not record.content or not record.content.text:
            continue
        if isinstance(record, PassageRecord):
            passages.setdefault(record.passage, _unit(record.passage, record.content))
        else:
            notes.setdefault(record.note, _unit(record.note, record.content))
    text = EstablishedText(dict(sorted(passages.items())), dict(sorted(notes.items())))
    return Standing(text, dict(_pages(text.passages, work)))


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
