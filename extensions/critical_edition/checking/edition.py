"""``edition check``: everything that can be checked without building.

Each check is a function from what was read to findings; :func:`findings` runs them all. A check
that cannot run, because what it needs is missing, says so in a finding of its own.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from critical_edition.checking import commentary, fixing, marks, passages, style
from critical_edition.checking.authorship import Against, check_history
from critical_edition.checking.bibliography import check_citations
from critical_edition.checking.cache import Cache
from critical_edition.checking.joining import check_joined
from critical_edition.checking.leaks import LeakSearch
from critical_edition.checking.lengths import check_lengths
from critical_edition.checking.names import check_names
from critical_edition.checking.pages import check_files, check_page
from critical_edition.checking.references import check_references
from critical_edition.checking.reporting import Style, capped, write
from critical_edition.model.codes import Code
from critical_edition.model.commentary import Comment, Parallel
from critical_edition.model.established import EstablishedText
from critical_edition.model.findings import Finding, Severity
from critical_edition.model.lengths import Length
from critical_edition.model.messages import said
from critical_edition.model.refused import Refused
from critical_edition.model.registers import RegisterCode, compare
from critical_edition.reading import files
from critical_edition.sources.pages import Page, shown
from critical_edition.sources.project import Project
from critical_edition.sources.read import Sources, read
from critical_edition.text import lock, recorded, store
from critical_edition.text.lock import Lock

REGISTERS = (Code, Refused, RegisterCode, Length)
"""The registers of message codes that findings may have."""


def run_check(
    project: Project, style: Style, *, against: Against | None = None, fix: bool = False
) -> int:
    """Check, print the findings to stdout in the style; 1 if there are errors, else 0.

    With ``fix`` what can be mended safely is mended first.
    """
    start = time.monotonic()
    mended = fixing.fix(project) if fix else ()
    sources = read(project)
    try:
        found = findings(sources, against or Against())
    except ValueError as error:
        print(f"edition: {error}")
        return 1
    for line in write(found, project.root, style):
        print(line)
    errors = sum(f.severity is Severity.ERROR for f in found)
    if style is not Style.JSON:
        for path, count in mended:
            print(f"Mended {count} in {shown(path, project.root)}.")
        counted = f"{len(sources.passages)} passages and {len(sources.notes)} notes"
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


def findings(sources: Sources, against: Against | None = None) -> list[Finding]:
    """Return all findings in order of file and line."""
    project = sources.project
    cache = Cache(project.root, REGISTERS)
    compared = against or Against()
    found = [*sources.findings]
    fingerprints: Lock | None = None
    leaks: LeakSearch | None = None
    restricted = project.profile.work.rights == "restricted"
    in_pages = project.profile.text.source == "pages"
    try:
        if (restricted and not in_pages) or project.lock.is_file():
            fingerprints = lock.load(project.lock)
        # Wherever a contribution is decided on: what is trusted there is not for it to say.
        whole = bool(compared.base) or "CI" in os.environ
        if fingerprints and restricted:
            leaks = LeakSearch(project, fingerprints, cache, whole=whole)
    except lock.LockError as error:
        found.append(Finding(Code.LOCK, project.lock, 1, 1, said(str(error))))
    text = EstablishedText()
    try:
        text = sources.text
    except store.StoreError as error:
        found.append(Finding(Code.UNREADABLE, error.path, error.line, 1, said(str(error))))
    found += passages.check_sections(sources)
    found += passages.check_passages(sources)
    found += passages.check_notes(sources)
    found += check_lengths(sources, fingerprints)
    found += check_citations(sources, cache)
    found += marks.check_marks(sources)
    found += marks.check_sigla(sources)
    found += marks.check_witnesses(sources.marks, project.profile)
    found += marks.check_lemmata(sources.marks, text)
    found += _check_commentary(sources, text)
    found += check_files(project)
    rules = style.house(project)
    for page in sources.pages:
        found += _check_page(page, rules, cache)
    found += check_names(sources)
    found += check_history(sources, compared)
    found += _check_registers(sources, text, cache)
    found += check_references(sources, fingerprints)
    if fingerprints is not None:
        found += passages.check_complete(sources, fingerprints)
    if leaks:
        # Works may be named anywhere: without the bibliography their titles would seem to be leaks.
        leaked = [*leaks.findings()]
        found += leaked if sources.keys else ()
    cache.save()
    return list(capped(set(found)))


def _check_page(page: Page, rules: style.House, cache: Cache) -> list[Finding]:
    content = page.content.encode("utf-8", "surrogatepass")
    parts = (page.docname.encode(), content, rules.written.encode())
    return cache.findings("page", parts, lambda: capped(check_page(page, rules)))


def _check_commentary(sources: Sources, text: EstablishedText) -> Iterator[Finding]:
    record = None
    try:
        record = recorded.load(sources.project.lemmata)
    except recorded.RecordError as error:
        yield Finding(Code.LOCK, sources.project.lemmata, 1, 1, said(str(error)))
    grounds = commentary.Grounds(
        sources.places,
        text,
        sources.path,
        lambda docname: shown(sources.path(docname), sources.project.root),
        record,
        sources.homes,
        sources.faulty,
    )
    yield from commentary.check(sources.data, grounds)
    records: list[Comment | Parallel] = [*sources.comments, *sources.parallels]
    yield from commentary.check_people(sources.people, records, grounds)
    yield from commentary.check_places(sources.comments, grounds)
    if sources.project.profile.work.rights == "restricted":
        yield from check_joined(sources, record, text)


def _check_registers(sources: Sources, text: EstablishedText, cache: Cache) -> list[Finding]:
    """Check that the registers agree with the text that is established."""
    if not text:
        return []
    project = sources.project
    read_from = [*sorted(project.registers.glob("*.toml")), *store.files(project.text)]
    if sources.standing.text:
        read_from += [section.path for section in sources.sections]
    try:
        parts = [part for f in read_from for part in (os.fsencode(f.name), files.data(f))]
    except OSError:
        return []  # a finding of its own says so
    return cache.findings(
        "registers", parts, lambda: [fault.finding for fault in compare(sources.registers, text)]
    )
