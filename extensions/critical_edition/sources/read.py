"""Everything that an edition's project says, read once and without Sphinx."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from critical_edition.model import citations as bibliography
from critical_edition.model.codes import Code
from critical_edition.model.collection import Commentary
from critical_edition.model.commentary import Argument, Comment, Parallel
from critical_edition.model.established import EstablishedText
from critical_edition.model.findings import Finding
from critical_edition.model.messages import _
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.model.records import NoteRecord, PassageRecord
from critical_edition.model.registers import Registers
from critical_edition.reading import files, undecodable
from critical_edition.sources import people, profile, registers, retired
from critical_edition.sources.options import CitationUse
from critical_edition.sources.pages import Page, read_page
from critical_edition.sources.people import People
from critical_edition.sources.project import Project
from critical_edition.sources.texts import Standing, load, of_records
from critical_edition.text import marks
from critical_edition.text.apparatus import ApparatusEntry, in_order
from critical_edition.text.marks import Mark, MarkKind

_FILE = re.compile(r"(?P<number>[0-9]{1,9})-(?P<slug>[^.]+)\.md")
_R = TypeVar("_R", PassageRecord, NoteRecord, Comment, Argument, Parallel)


@dataclass(frozen=True, slots=True)
class Section:
    """A section's page; passages and notes in the order in which they stand."""

    number: int
    slug: str
    page: Page

    @property
    def title(self) -> str:
        """The page's title."""
        return self.page.title

    @property
    def path(self) -> Path:
        """The page's file."""
        return self.page.path

    @property
    def passages(self) -> tuple[PassageRecord, ...]:
        """The passages of the page."""
        return tuple(_of(PassageRecord, self.page))

    @property
    def notes(self) -> tuple[NoteRecord, ...]:
        """The author's notes of the page."""
        return tuple(_of(NoteRecord, self.page))


@dataclass(frozen=True)
class Sources:
    """What was read; ``faults`` are of the files that could not be, or not wholly.

    ``pages`` are those of docs/ that are text, in order; ``sections`` are in order of their numbers.
    ``retired`` says for each anchor what takes its place, and in which line; ``bibliography`` is the
    text of references.bib, None where it is none.
    """

    project: Project
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    registers: Registers
    people: People
    retired: Mapping[str, tuple[str, int]]
    marks: Mapping[Place, tuple[Mark, ...]]
    bibliography: str | None
    faults: tuple[Finding, ...]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What could not be read, of files and of what stands on the pages."""
        found = [*self.faults, *(f for page in self.pages for f in page.findings)]
        for section in self.sections:
            if section.page.readable and not section.title:
                message = _("section {number} has no title", number=section.number)
                found.append(Finding(Code.SECTION_TITLE, section.path, 1, 1, message))
        if not self.sections:
            message = _("there is no page of a section")
            found.append(Finding(Code.NO_SECTIONS, self.project.sections, 1, 1, message))
        return tuple(found)

    @cached_property
    def passages(self) -> tuple[PassageRecord, ...]:
        """The passages of all sections in the order in which they stand."""
        pages = self.standing.pages
        return tuple(
            p if p.pages else replace(p, pages=pages.get(p.passage, ()))
            for s in self.sections
            for p in s.passages
        )

    @cached_property
    def standing(self) -> Standing:
        """The text that stands in the pages."""
        records: list[PassageRecord | NoteRecord] = []
        for section in self.sections:
            records += [*section.passages, *section.notes]
        return of_records(records, self.project.profile.work)

    @property
    def text(self) -> EstablishedText:
        """The text, from the pages or from a copy; raise StoreError where that cannot be read."""
        return self.standing.text or load(self.project)

    @cached_property
    def notes(self) -> tuple[NoteRecord, ...]:
        """The author's notes of all sections in the order in which they stand."""
        return tuple(n for s in self.sections for n in s.notes)

    @cached_property
    def places(self) -> frozenset[Place]:
        """The places that the pages have."""
        return frozenset([*(p.passage for p in self.passages), *(n.note for n in self.notes)])

    @cached_property
    def homes(self) -> dict[NoteId, PassageId]:
        """The passages of the author's notes."""
        return {n.note: n.passage for n in reversed(self.notes) if n.passage}

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """The comments of all pages, duplicates too."""
        return tuple(c for page in self.pages for c in _of(Comment, page))

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        """The arguments of all pages, duplicates too."""
        return tuple(a for page in self.pages for a in _of(Argument, page))

    @cached_property
    def parallels(self) -> tuple[Parallel, ...]:
        """The parallels of all pages, duplicates too."""
        return tuple(p for page in self.pages for p in _of(Parallel, page))

    @cached_property
    def uses(self) -> tuple[CitationUse, ...]:
        """The citations of the notes and of the commentary, with their places."""
        return tuple(use for page in self.pages for use in page.uses)

    @cached_property
    def faulty(self) -> frozenset[str]:
        """IDs of what stands on the pages but cannot be used, as something is wrong with it."""
        given = {e.block.directive.argument for page in self.pages for e in page.entries}
        return frozenset(given).difference(
            (c.id for c in self.comments),
            (a.id for a in self.arguments),
            (p.id for p in self.parallels),
        )

    @cached_property
    def commentary(self) -> Commentary:
        """The comments, arguments and parallels, each ID once, in the order of the edition."""
        return Commentary.of(self.data, self.homes)

    @property
    def data(self) -> dict[str, dict[str, list[Comment] | list[Argument] | list[Parallel]]]:
        """The records of the commentary by kind and docname, as the domain keeps them."""
        kinds: list[tuple[str, type[Comment] | type[Argument] | type[Parallel]]] = [
            ("comments", Comment),
            ("arguments", Argument),
            ("parallels", Parallel),
        ]
        return {
            name: {
                page.docname: found  # type: ignore[misc]
                for page in self.pages
                if (found := [r for r in page.records if isinstance(r, kind)])
            }
            for name, kind in kinds
        }

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of the works in the bibliography."""
        return bibliography.keys_of(self.bibliography or "")

    @property
    def emendations(self) -> tuple[ApparatusEntry, ...]:
        """The readings that the editors propose."""
        return tuple(e for e in in_order(self.marks) if e.mark.kind is MarkKind.EMENDATION)

    def path(self, docname: str) -> Path:
        """Return the file of a page."""
        return self.project.docs / f"{docname}.md"

    @property
    def clean(self) -> Sources:
        """These without what commentary may not hold, as a build has them."""
        pages = tuple(page.clean for page in self.pages)
        return replace(self, pages=pages, sections=_sections(self.project, pages))


def _of(kind: type[_R], page: Page) -> Iterator[_R]:
    return (record for record in page.records if isinstance(record, kind))


def read(project: Project) -> Sources:
    """Read an edition's project."""
    found = [*profile.read(project.profile_file)[1]]
    pages = tuple(_pages(project, found))
    contributors, faults = people.read(project.contributors)
    found += faults
    if faults and not contributors.contributors:
        contributors = People({}, present=False)  # what it lacks says nothing of who writes
    successors, faults = retired.read(project.retired)
    found += faults
    entries, register_faults = registers.read(project.registers)
    found += [fault.finding for fault in register_faults]
    marked: Mapping[Place, tuple[Mark, ...]] = {}
    try:
        marked = marks.load(project.marks, project.profile.quoted)
    except marks.MarkError as error:
        found.append(error.finding)
    works = None
    try:
        works = files.text(project.bibliography)
    except (OSError, UnicodeDecodeError) as error:
        found.append(undecodable.finding(project.bibliography, "the bibliography", error))
    sections = _sections(project, pages)
    return Sources(
        project, pages, sections, entries, contributors, successors, marked, works, tuple(found)
    )


def docnames(project: Project) -> Iterator[tuple[str, Path]]:
    """Yield the pages of docs/ in order, with their names, the established text's left out."""
    found = (e.path for e in files.walk(project.docs, project.text) if not e.odd)
    for path in sorted(path for path in found if path.suffix == ".md"):
        yield path.relative_to(project.docs).with_suffix("").as_posix(), path


def read_pages(project: Project) -> tuple[Page, ...]:
    """Return the pages that are text; of the others a finding of :func:`read` says so."""
    return tuple(_pages(project, []))


def _pages(project: Project, found: list[Finding]) -> Iterator[Page]:
    for docname, path in docnames(project):
        try:
            yield read_page(docname, path, files.text(path), project.profile)
        except (OSError, UnicodeDecodeError) as error:
            found.append(undecodable.finding(path, "the page", error))


def _sections(project: Project, pages: tuple[Page, ...]) -> tuple[Section, ...]:
    found = [
        Section(int(match["number"]), match["slug"], page)
        for page in pages
        if (match := _FILE.fullmatch(page.path.name)) and page.path.parent == project.sections
    ]
    return tuple(sorted(found, key=lambda s: s.number))
