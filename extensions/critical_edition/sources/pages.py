"""The edition's own pages as data: sections, passages and author's notes, read without Sphinx.

Nothing here raises for what an editor may have mistyped: what cannot be read is a
:class:`~critical_edition.model.codes.Finding`, and the rest is read all the same. Whether what was read
is complete and in order is for :mod:`critical_edition.checking.edition` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from critical_edition.model import citations as bibliography
from critical_edition.model.citations import Citation
from critical_edition.model.codes import Code, Finding
from critical_edition.model.places import NoteId, PassageId
from critical_edition.model.profile import Work
from critical_edition.reading import files, undecodable
from critical_edition.sources import myst
from critical_edition.sources.project import Project

_PAGES = re.compile(r"([0-9]{1,9})(?:\s*[-–]\s*([0-9]{1,9}))?")
_FILE = re.compile(r"(?P<number>[0-9]{1,9})-(?P<slug>[^.]+)\.md")
_CITATION_ROLES = frozenset({"cite"})
_PASSAGE_OPTIONS = frozenset({"incipit", "pages"})
_NOTE_OPTIONS = frozenset({"ibid"})


@dataclass(frozen=True, slots=True)
class CitationUse:
    """A citation in a note, and where its key stands (line and column from 1)."""

    citation: Citation
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class NoteSource:
    """An author's note as its page gives it.

    ``passage`` is the one after which it stands, None where none does; ``ibid`` the keys that
    the author gives as “Ibid.”; ``summary`` plain text, empty for a note of citations alone.
    """

    note: NoteId
    passage: PassageId | None
    uses: tuple[CitationUse, ...]
    ibid: tuple[str, ...]
    summary: str
    path: Path
    line: int
    ibid_line: int

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The works cited in order; the first use of each key under ``:ibid:`` is marked so.

        A key that stands under ``:ibid:`` twice marks its first two uses.
        """
        return bibliography.mark_ibid((use.citation for use in self.uses), self.ibid)


@dataclass(frozen=True, slots=True)
class PassageSource:
    """A passage as its page gives it: ``pages`` of the printing, summary as plain text.

    ``incipit`` and ``pages`` are empty where the page lacks them (a finding says so).
    """

    passage: PassageId
    pages: tuple[int, ...]
    incipit: str
    summary: str
    path: Path
    line: int
    incipit_line: int
    incipit_column: int
    pages_line: int


@dataclass(frozen=True, slots=True)
class SectionSource:
    """A section's page; passages and notes in the order in which they stand."""

    number: int
    title: str
    slug: str
    path: Path
    passages: tuple[PassageSource, ...]
    notes: tuple[NoteSource, ...]


@dataclass(frozen=True, slots=True)
class EditionSource:
    """All sections in order of their numbers, and what could not be read."""

    sections: tuple[SectionSource, ...]
    findings: tuple[Finding, ...]

    @property
    def passages(self) -> tuple[PassageSource, ...]:
        """The passages of all sections in the order in which they stand."""
        return tuple(p for s in self.sections for p in s.passages)

    @property
    def notes(self) -> tuple[NoteSource, ...]:
        """The author's notes of all sections in the order in which they stand."""
        return tuple(n for s in self.sections for n in s.notes)

    @property
    def homes(self) -> dict[NoteId, PassageId]:
        """The passages of the author's notes."""
        return {n.note: n.passage for n in reversed(self.notes) if n.passage}


def parse_pages(text: str, work: Work) -> tuple[int, ...]:
    """Read ``17`` or ``17-18`` as all pages from first to last; raise ValueError otherwise."""
    match = _PAGES.fullmatch(text.strip())
    if not match:
        raise ValueError(f"“{text}” is not a page or a range of pages, such as 566 or 566-567")
    first = int(match[1])
    last = int(match[2] or first)
    if not work.first_page <= first <= last <= work.last_page:
        raise ValueError(
            f"{text}: the printing's pages go from {work.first_page} to {work.last_page}"
        )
    if last - first > 999:
        raise ValueError(f"{text}: no passage has so many pages")
    return tuple(range(first, last + 1))


def read(project: Project) -> EditionSource:
    """Read the pages of all sections."""
    sections: list[SectionSource] = []
    findings: list[Finding] = []
    for path in sorted(project.sections.glob("[0-9]*.md")):
        match = _FILE.fullmatch(path.name)
        if not match or files.odd_name(path.name) or project.sections.is_symlink():
            continue  # a finding of its own says so
        try:
            content = files.text(path)
        except (OSError, UnicodeDecodeError) as error:
            findings.append(undecodable.finding(path, "the page", error))
            continue
        reader = _PageReader(path, int(match["number"]), project.profile.work)
        sections.append(reader.section(content, match["slug"]))
        findings.extend(reader.findings)
    if not sections:
        message = "there is no page of a section"
        findings.append(Finding(Code.NO_SECTIONS, project.sections, 1, 1, message))
    return EditionSource(tuple(sorted(sections, key=lambda s: s.number)), tuple(findings))


class _PageReader:
    """Reads one section's page and gathers what is wrong with it."""

    def __init__(self, path: Path, number: int, work: Work) -> None:
        self.work = work
        self.path = path
        self.number = number
        self.findings: list[Finding] = []

    def section(self, content: str, slug: str) -> SectionSource:
        """Read the page."""
        page = myst.read_page(content)
        title = next((h.text for h in page.headings if h.level == 1), "")
        if not title:
            self._find(Code.SECTION_TITLE, 1, 1, f"section {self.number} has no title")
        passages: list[PassageSource] = []
        notes: list[NoteSource] = []
        for directive in page.directives:
            if directive.name not in {"passage", "authornote"}:
                continue
            self._check_form(directive)
            if directive.name == "passage":
                if passage := self._passage(directive):
                    passages.append(passage)
            elif note := self._note(directive, passages[-1].passage if passages else None):
                notes.append(note)
        return SectionSource(self.number, title, slug, self.path, tuple(passages), tuple(notes))

    def _find(self, code: Code, line: int, column: int, message: str, remedy: str = "") -> None:
        self.findings.append(Finding(code, self.path, line, column, message, remedy))

    def _check_form(self, directive: myst.Directive) -> None:
        what = f"{directive.name} {directive.argument}"
        if directive.fault:
            fault = directive.fault
            self._find(Code.OPTION, fault.line, fault.column, f"{what}: {fault.message}")
        known = _PASSAGE_OPTIONS if directive.name == "passage" else _NOTE_OPTIONS
        for name, option in directive.options.items():
            if name not in known:
                self._find(Code.OPTION, option.line, 1, f"{what} has no option “{name}”")
        outer = next((n for n in directive.inside if n in {"passage", "authornote"}), None)
        if outer:
            message = f"{what} stands inside the {outer} before it, which is not closed"
            self._find(Code.NESTED, directive.line, 1, message)

    def _passage(self, directive: myst.Directive) -> PassageSource | None:
        try:
            passage = PassageId.parse(directive.argument)
        except ValueError as error:
            self._find(Code.PASSAGE_ID, directive.line, 1, str(error))
            return None
        incipit = directive.options.get("incipit")
        if not (incipit and incipit.value.strip()):
            message = f"passage {passage} has no incipit"
            self._find(Code.INCIPIT_MISSING, directive.line, 1, message)
        option = directive.options.get("pages")
        pages: tuple[int, ...] = ()
        if option is None:
            self._find(Code.PAGES, directive.line, 1, f"passage {passage} has no pages")
        else:
            try:
                pages = parse_pages(option.value, self.work)
            except ValueError as error:
                self._find(Code.PAGES, option.line, option.column, str(error))
        summary = "\n\n".join(
            p.text for p in myst.paragraphs(directive.body, directive.body_line, _CITATION_ROLES)
        )
        return PassageSource(
            passage,
            pages,
            incipit.value.strip() if incipit else "",
            summary,
            self.path,
            directive.line,
            incipit.line if incipit else directive.line,
            incipit.column if incipit else 1,
            option.line if option else directive.line,
        )

    def _note(self, directive: myst.Directive, passage: PassageId | None) -> NoteSource | None:
        number = directive.argument.removeprefix("n")
        try:
            note = NoteId.parse(f"n{number}")
        except ValueError:
            message = f"“{directive.argument}” is not the number of an author's note"
            self._find(Code.NOTE_ID, directive.line, 1, message)
            return None
        ibid = directive.options.get("ibid")
        paragraphs = myst.paragraphs(directive.body, directive.body_line, _CITATION_ROLES)
        uses = tuple(u for p in paragraphs for u in self._uses(p, directive))
        words = (p.text for p in paragraphs if re.search(r"[^\W_]", p.text))
        return NoteSource(
            note,
            passage,
            uses,
            tuple(re.split(r"[\s,]+", ibid.value.strip())) if ibid and ibid.value.strip() else (),
            "\n\n".join(words),
            self.path,
            directive.line,
            ibid.line if ibid else directive.line,
        )

    def _uses(self, paragraph: myst.Paragraph, directive: myst.Directive) -> Iterator[CitationUse]:
        lines = directive.body.split("\n")
        # Roles come in order, so that each is looked for behind the one before it.
        at = (paragraph.line, 0)
        for role in paragraph.roles:
            if myst.role_family(role.name) not in _CITATION_ROLES:
                continue
            try:
                citations = bibliography.parse_citations(role.content)
            except ValueError as error:
                self._find(Code.CITATION_SYNTAX, role.line, 1, str(error))
                continue
            for citation in citations:
                at = _locate(lines, directive.body_line, citation.key, at, role.last_line)
                yield CitationUse(citation, at[0], at[1] + 1)
                at = (at[0], at[1] + len(citation.key))


def _locate(
    lines: list[str], first: int, word: str, start: tuple[int, int], last: int
) -> tuple[int, int]:
    """Return (line from 1, offset) of the word's next place at or after ``start``."""
    pattern = re.compile(rf"(?<![^\s{{}},`]){re.escape(word)}(?![^\s{{}},`])")
    for line in range(start[0], last + 1):
        text = lines[line - first] if 0 <= line - first < len(lines) else ""
        if match := pattern.search(text, start[1] if line == start[0] else 0):
            return line, match.start()
    return start


def shown(path: Path, root: Path) -> str:
    """Return a path as messages give it: from the project's top folder."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    return files.printable(name)


def by_number(notes: Iterable[NoteSource]) -> dict[NoteId, NoteSource]:
    """Return the notes by their numbers; of notes given twice, the first."""
    found: dict[NoteId, NoteSource] = {}
    for note in notes:
        found.setdefault(note.note, note)
    return found
