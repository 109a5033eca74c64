"""``edition check``: everything that can be checked without building.

Each check is a function from what was read to findings; :func:`findings` runs them all. A check
that cannot run, because what it needs is missing, says so in a finding of its own.
"""

from __future__ import annotations

import enum
import json
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from critical_edition import bibliography, commentary_domain, commentary_source, registers, source
from critical_edition.codes import Code, Finding, Severity, explanations
from critical_edition.lemma import MAX_WORDS
from critical_edition.model import EstablishedText, NoteId, PassageId, Place
from critical_edition.project import Project
from critical_edition.source import EditionSource
from critical_edition.text import guard, lock, marks, store
from critical_edition.text.lock import GRAM, Lock
from critical_edition.text.marks import Mark, MarkKind
from critical_edition.text.sentences import count_words


class Style(enum.StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def run_check(project: Project, style: Style) -> int:
    """Check, print the findings to stdout in the style; 1 if there are errors, else 0."""
    start = time.monotonic()
    edition = source.read(project)
    found = findings(project, edition)
    write = {Style.TEXT: _as_text, Style.JSON: _as_json, Style.GITHUB: _as_github}[style]
    for line in write(found, project.root):
        print(line)
    errors = sum(f.severity is Severity.ERROR for f in found)
    if style is not Style.JSON:
        counted = f"{len(edition.passages)} passages and {len(edition.notes)} notes"
        outcome = _counted(errors, len(found) - errors)
        seconds = time.monotonic() - start
        print(f"Checked {counted} in {seconds:.1f} s: {outcome}.")
    return 1 if errors else 0


def _counted(errors: int, warnings: int) -> str:
    parts = [
        f"{count} {what}{'s' if count > 1 else ''}"
        for count, what in ((errors, "error"), (warnings, "warning"))
        if count
    ]
    return ", ".join(parts) or "nothing is wrong"


def findings(project: Project, edition: EditionSource) -> list[Finding]:
    """Return all findings in order of file and line."""
    found = list(edition.findings)
    found += check_sections(edition)
    found += check_passages(edition)
    found += check_notes(edition)
    found += check_citations(project, edition)
    found += check_marks(project, edition)
    found += check_registers(project)
    found += check_commentary(project, edition)
    try:
        fingerprints = lock.load(project.lock)
    except lock.LockError as error:
        found.append(Finding(Code.LOCK, project.lock, 1, 1, str(error)))
    else:
        found += check_complete(edition, fingerprints, project)
        found += check_leaks(project, fingerprints)
    return sorted(set(found), key=lambda f: f.sort_key)


def check_commentary(project: Project, edition: EditionSource) -> Iterator[Finding]:
    """Check comments, arguments and parallels: their form, places, lemmata, IDs and citations."""
    said = commentary_source.read(project)
    yield from said.findings
    found: list[Finding] = []
    known: set[Place] = {p.passage for p in edition.passages} | {n.note for n in edition.notes}
    try:
        text = store.load(project.text)
    except store.StoreError:
        text = EstablishedText()

    def warn(code: Code, message: str, where: tuple[str, int]) -> None:
        path = project.docs / f"{where[0]}.md"
        found.append(Finding(code, path, where[1], 1, message))

    commentary_domain.check(said.data, lambda place: place in known, text, warn)
    try:
        keys = bibliography.read_keys(project.bibliography)
    except (OSError, UnicodeDecodeError):
        keys = None
    for comment in said.comments:
        for key in comment.cites:
            if keys is not None and key not in keys:
                message = (
                    f"the comment “{comment.id}” cites {key}, which the bibliography does not have"
                )
                warn(Code.CITATION_KEY, message, (comment.docname, comment.line))
    yield from found


# --- the pages --------------------------------------------------------------------------------


def check_sections(edition: EditionSource) -> Iterator[Finding]:
    """Check that sections are numbered from 1 without a gap."""
    for expected, section in enumerate(edition.sections, 1):
        if section.number != expected:
            message = f"section {expected} was expected here, not section {section.number}"
            yield Finding(Code.SECTION_NUMBER, section.path, 1, 1, message)
            return


def check_passages(edition: EditionSource) -> Iterator[Finding]:
    """Check that passages and their pages are in order without a gap, and incipits short."""
    for section in edition.sections:
        expected = 1
        for passage in section.passages:
            this = passage.passage
            if this.section != section.number:
                message = f"passage {this} stands on the page of section {section.number}"
                yield Finding(Code.PASSAGE_ID, passage.path, passage.line, 1, message)
                continue
            if this.paragraph != expected:
                message = f"passage {section.number}.{expected} was expected here, not {this}"
                yield Finding(Code.PASSAGE_ORDER, passage.path, passage.line, 1, message)
            expected = this.paragraph + 1
    for passage in edition.passages:
        words = count_words(passage.incipit)
        if words > MAX_WORDS:
            message = f"the incipit of {passage.passage} has {words} words; {MAX_WORDS} are allowed"
            line, column = passage.incipit_line, passage.incipit_column
            yield Finding(Code.INCIPIT_LENGTH, passage.path, line, column, message)
        if not passage.summary:
            message = f"passage {passage.passage} has no summary"
            yield Finding(Code.SUMMARY_MISSING, passage.path, passage.line, 1, message)
    for before, passage in pairwise(p for p in edition.passages if p.pages):
        if not 0 <= passage.pages[0] - before.pages[-1] <= 1:
            message = (
                f"{before.passage} ends on page {before.pages[-1]}, "
                f"but {passage.passage} begins on page {passage.pages[0]}"
            )
            yield Finding(Code.PAGE_ORDER, passage.path, passage.pages_line, 1, message)


def check_notes(edition: EditionSource) -> Iterator[Finding]:
    """Check that notes are in order without a gap, follow a passage and say something."""
    expected = 1
    for note in edition.notes:
        if note.note.number != expected:
            message = f"note n{expected} was expected here, not {note.note}"
            yield Finding(Code.NOTE_ORDER, note.path, note.line, 1, message)
        expected = note.note.number + 1
        if note.passage is None:
            message = f"note {note.note} stands before the first passage of its page"
            yield Finding(Code.NOTE_PLACE, note.path, note.line, 1, message)
        if not note.uses and not note.summary:
            message = f"note {note.note} has neither a citation nor a summary"
            yield Finding(Code.NOTE_EMPTY, note.path, note.line, 1, message)
        cited = {use.citation.key for use in note.uses}
        for key in note.ibid:
            if key not in cited:
                message = f"note {note.note} does not cite “{key}”, which is under :ibid:"
                yield Finding(Code.IBID, note.path, note.ibid_line, 1, message)


def check_citations(project: Project, edition: EditionSource) -> Iterator[Finding]:
    """Check that every key cited is in the bibliography."""
    try:
        keys = bibliography.read_keys(project.bibliography)
    except (OSError, UnicodeDecodeError) as error:
        message = f"the bibliography is unreadable: {error}"
        yield Finding(Code.UNREADABLE, project.bibliography, 1, 1, message)
        return
    for note in edition.notes:
        for use in note.uses:
            if use.citation.key not in keys:
                message = f"note {note.note} cites “{use.citation.key}”, an unknown work"
                yield Finding(Code.CITATION_KEY, note.path, use.line, use.column, message)


def check_complete(
    edition: EditionSource, fingerprints: Lock, project: Project
) -> Iterator[Finding]:
    """Check that the pages have the passages and notes that the lock knows, and no others."""
    known = {place.place for place in fingerprints.places}
    pages = {section.number: section.path for section in edition.sections}
    present = {p.passage: (p.path, p.line) for p in edition.passages} | {
        n.note: (n.path, n.line) for n in edition.notes
    }
    for place in fingerprints.places:
        if place.place not in present:
            path = pages.get(place.section, project.essay)
            message = f"{_named(place.place)} is missing"
            yield Finding(Code.PASSAGE_MISSING, path, 1, 1, message)
    for place_id, (path, line) in present.items():
        if place_id not in known:
            message = f"the essay has no {_named(place_id)}"
            yield Finding(Code.PASSAGE_UNKNOWN, path, line, 1, message)


def _named(place: PassageId | NoteId) -> str:
    return f"passage {place}" if isinstance(place, PassageId) else f"note {place}"


# --- the marks --------------------------------------------------------------------------------


def check_marks(project: Project, edition: EditionSource) -> Iterator[Finding]:
    """Check that marks can be read, stand on places that there are, and agree with the pages."""
    try:
        known = marks.load(project.marks)
    except marks.MarkError as error:
        line = _mark_line(error.path, error.number)
        yield Finding(Code.MARK, error.path, line, 1, str(error))
        return
    everything = [mark for of_place in known.values() for mark in of_place]
    places = {p.passage for p in edition.passages} | {n.note for n in edition.notes}
    for place in known.keys() - places:
        path, line = _first_mark(project, str(place))
        message = f"a mark stands on {place}, which is on no page"
        yield Finding(Code.MARK, path, line, 1, message)
    yield from check_markers(edition, everything)
    yield from check_page_breaks(edition, everything)


def _first_mark(project: Project, place: str) -> tuple[Path, int]:
    """Return the file and line of the first mark that stands on a place."""
    for path in sorted(project.marks.glob("*.toml")):
        text = path.read_text("utf-8")
        if match := re.search(
            rf"""^[ \t]*on\s*=\s*["']{re.escape(place)}["']""", text, re.MULTILINE
        ):
            return path, text.count("\n", 0, match.start()) + 1
    return project.marks, 1


def _mark_line(path: Path, number: int | None) -> int:
    """Return the line on which a file's mark begins, counted from 1; 1 where it is not found."""
    if number is None or not path.is_file():
        return 1
    text = path.read_text("utf-8", errors="replace")
    starts = [m.start() for m in re.finditer(r"^[ \t]*\[\[mark\]\]", text, re.MULTILINE)]
    return text.count("\n", 0, starts[number - 1]) + 1 if number <= len(starts) else 1


def check_markers(edition: EditionSource, known: Sequence[Mark]) -> Iterator[Finding]:
    """Check that each note has one marker and follows the passage in which that stands."""
    for note in edition.notes:
        homes = [
            m.place for m in known if m.kind is MarkKind.MARKER and m.value == str(note.note.number)
        ]
        if len(homes) != 1:
            message = f"{len(homes)} marks say where the marker of {note.note} stands"
            yield Finding(Code.NOTE_MARKER, note.path, note.line, 1, message)
        elif note.passage is not None and homes[0] != note.passage:
            message = (
                f"note {note.note} follows passage {note.passage}, but its marker is in {homes[0]}"
            )
            yield Finding(Code.NOTE_PLACE, note.path, note.line, 1, message)


def check_page_breaks(edition: EditionSource, known: Sequence[Mark]) -> Iterator[Finding]:
    """Check that each page that begins within a passage has its mark there, and no other has."""
    breaks: dict[PassageId, list[int]] = {}
    for mark in known:
        if mark.kind is MarkKind.PAGE and isinstance(mark.place, PassageId):
            breaks.setdefault(mark.place, []).append(int(mark.value))
    for passage in edition.passages:
        marked = breaks.get(passage.passage, [])
        for page in passage.pages[1:]:
            if marked.count(page) != 1:
                message = (
                    f"{marked.count(page)} marks say where in {passage.passage} page {page} begins"
                )
                yield Finding(Code.PAGE_MARK, passage.path, passage.pages_line, 1, message)
        for page in marked:
            # A mark at the passage's first word may name the page that the passage opens.
            if passage.pages and page not in passage.pages:
                message = (
                    f"a mark lets page {page} begin in {passage.passage}, which has no such page"
                )
                yield Finding(Code.PAGE_MARK, passage.path, passage.pages_line, 1, message)


# --- the registers ----------------------------------------------------------------------------


def check_registers(project: Project) -> Iterator[Finding]:
    """Check that the registers can be read and, where a text is established, that they agree."""
    entries, faults = registers.read(project.registers)
    try:
        text = store.load(project.text)
    except store.StoreError as error:
        yield Finding(Code.UNREADABLE, error.path, error.line, 1, str(error))
    else:
        faults += tuple(registers.compare(entries, text))
    for fault in faults:
        message = f"{fault.entry}: {fault.message}" if fault.entry else fault.message
        yield Finding(fault.code, fault.path, fault.line, 1, message)


# --- the leak guard ---------------------------------------------------------------------------


def check_leaks(project: Project, fingerprints: Lock) -> Iterator[Finding]:
    """Find runs of the essay's words in the files under version control.

    Quotations, options and titles of at most :data:`MAX_WORDS` words are permitted, and so are the
    titles of works that the bibliography has.
    """
    try:
        records = project.bibliography.read_text("utf-8")
        works = "\n".join((records, *bibliography.names_and_titles(records)))
    except (OSError, UnicodeDecodeError):
        works = ""
    names = guard.tracked(project.root) or _pages(project)
    for leak in guard.leaks(project.root, names, fingerprints, works):
        where = f"note {leak.place}" if leak.place[0] == "n" else f"section {leak.place[1:]}"
        message = f"{GRAM * leak.grams} or more words of the essay ({where}) stand here"
        yield Finding(Code.LEAK, project.root / leak.path, leak.line, leak.column, message)


def _pages(project: Project) -> list[str]:
    """Return the files to search where nothing is under version control: all of ``docs``."""
    return sorted(
        source.shown(path, project.root)
        for path in project.docs.rglob("*")
        if path.is_file() and not path.is_relative_to(project.text)
    )


# --- printing ---------------------------------------------------------------------------------


def _remedy(finding: Finding) -> str:
    return finding.remedy or explanations(type(finding.code))[finding.code][1].replace("``", "`")


def _as_text(found: Iterable[Finding], root: Path) -> Iterator[str]:
    for f in found:
        place = f"{source.shown(f.path, root)}:{f.line}:{f.column}"
        yield f"{place}: {f.severity}: {f.message} [{f.code}]"
        yield f"    {_remedy(f)}"


def _as_json(found: Iterable[Finding], root: Path) -> Iterator[str]:
    rows = [
        {
            "code": str(f.code),
            "severity": str(f.severity),
            "file": source.shown(f.path, root),
            "line": f.line,
            "column": f.column,
            "message": f.message,
            "remedy": _remedy(f),
        }
        for f in found
    ]
    yield json.dumps({"findings": rows}, ensure_ascii=False, indent=2)


def _as_github(found: Iterable[Finding], root: Path) -> Iterator[str]:
    for f in found:
        path = _escape(source.shown(f.path, root), also=":,")
        message = _escape(f"{f.message}. {_remedy(f)}")
        place = f"file={path},line={f.line},col={f.column},title={f.code}"
        yield f"::{f.severity} {place}::{message}"


def _escape(text: str, also: str = "") -> str:
    """Escape what GitHub's workflow commands take for their own syntax."""
    for char in "%\r\n" + also:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
