"""``edition check``: everything that can be checked without building.

Each check is a function from what was read to findings; :func:`findings` runs them all. A check
that cannot run, because what it needs is missing, says so in a finding of its own.
"""

from __future__ import annotations

import dataclasses
import datetime
import gc
import os
import re
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from critical_edition.checking import commentary as commentary_checks
from critical_edition.checking import contributions as checks
from critical_edition.checking import fixing, letters, style
from critical_edition.checking.cache import Cache
from critical_edition.checking.contributions import Against
from critical_edition.checking.leaks import LeakSearch
from critical_edition.checking.reporting import Style, write
from critical_edition.model import citations as bibliography
from critical_edition.model import graphs, suggest
from critical_edition.model.anchor import Anchor
from critical_edition.model.codes import Code, Finding, Severity
from critical_edition.model.commentary import Comment, Parallel
from critical_edition.model.established import EstablishedText
from critical_edition.model.lemma import Lemma, LemmaError, LemmaNotFoundError
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.model.sentences import count_words
from critical_edition.reading import files, undecodable
from critical_edition.sources import commentary as commentary_source
from critical_edition.sources import pages as source
from critical_edition.sources import people, profile, refusal, registers, retired
from critical_edition.sources import references as register_references
from critical_edition.sources.commentary import CommentarySource
from critical_edition.sources.pages import EditionSource
from critical_edition.sources.project import Project
from critical_edition.sources.registers import RegisterCode
from critical_edition.text import lock, marks, recorded, store
from critical_edition.text.lock import Lock
from critical_edition.text.marks import Mark, MarkKind

_COLLECT_AFTER = 100_000
"""How many objects more there are before Python looks for those to take back: a check lasts a second."""

REGISTERS = (Code, RegisterCode)
"""The registers of message codes that findings may have."""


def run_check(
    project: Project, style: Style, *, against: Against | None = None, fix: bool = False
) -> int:
    """Check, print the findings to stdout in the style; 1 if there are errors, else 0.

    With ``fix`` what can be mended safely is mended first.
    """
    start = time.monotonic()
    gc.set_threshold(_COLLECT_AFTER)
    mended = fixing.fix(project) if fix else ()
    edition = source.read(project)
    try:
        found = findings(project, edition, against or Against())
    except ValueError as error:
        print(f"edition: {error}")
        return 1
    for line in write(found, project.root, style):
        print(line)
    errors = sum(f.severity is Severity.ERROR for f in found)
    if style is not Style.JSON:
        for path, count in mended:
            print(f"Mended {count} in {source.shown(path, project.root)}.")
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


def findings(
    project: Project, edition: EditionSource, against: Against | None = None
) -> list[Finding]:
    """Return all findings in order of file and line."""
    cache = Cache(project.root, REGISTERS)
    compared = against or Against()
    fingerprints: Lock | None = None
    leaks: LeakSearch | None = None
    no_lock = ""
    try:
        if project.profile.work.rights == "restricted" or project.lock.is_file():
            fingerprints = lock.load(project.lock)
        # Wherever a contribution is decided on: what is trusted there is not for it to say.
        whole = bool(compared.base) or "CI" in os.environ
        if fingerprints and project.profile.work.rights == "restricted":
            leaks = LeakSearch(project, fingerprints, cache, whole=whole)
    except lock.LockError as error:
        no_lock = str(error)
    said = commentary_source.read(project)
    every = checks.read_pages(project)
    # Of a page that is too large its size is told, and nothing else is done with it.
    pages = [page for page in every if not refusal.unreadable(page.content, page.docname)]
    listed, faults = people.read(project.contributors)
    if faults and not listed.contributors:
        listed = people.People({}, present=False)  # what the list lacks says nothing of who writes
    found = [*profile.read(project.profile_file)[1], *edition.findings, *said.findings, *faults]
    found += check_sections(edition)
    found += check_passages(edition, project.profile.quoted)
    found += check_notes(edition)
    found += check_citations(project, edition, said, pages, cache)
    found += check_marks(project, edition)
    found += check_commentary(project, edition, said, listed)
    found += checks.check_files(project)
    rules = style.house(project)
    for page in every:
        if not page.docname.startswith("contributing/"):
            content = page.content.encode("utf-8", "surrogatepass")
            parts = (page.docname.encode(), content, rules.written.encode())
            found += cache.findings("page", parts, lambda page=page: checks.check_page(page, rules))  # type: ignore[misc]
    found += checks.check_history(project, pages, compared)
    found += check_registers(project, cache)
    found += check_references(project, edition, said, pages, fingerprints)
    if no_lock:
        found.append(Finding(Code.LOCK, project.lock, 1, 1, no_lock))
    if fingerprints:
        found += check_complete(edition, fingerprints, project)
    if leaks:
        # Works may be named anywhere: without the bibliography their titles would seem to be leaks.
        leaked = [*leaks.findings()]
        found += leaked if _has_works(project) else ()
    cache.save()
    return list(checks.capped(set(found)))


# --- the commentary ---------------------------------------------------------------------------


def check_commentary(
    project: Project, edition: EditionSource, said: CommentarySource, listed: people.People
) -> Iterator[Finding]:
    """Check comments, arguments and parallels: their places, lemmata, IDs and authors."""
    found: list[Finding] = []
    known: set[Place] = {p.passage for p in edition.passages} | {n.note for n in edition.notes}
    try:
        text = store.load(project.text)
    except store.StoreError:
        text = EstablishedText()  # check_registers says so
    lines: dict[Path, list[str]] = {}

    def warn(code: Code, message: str, where: tuple[str, int], remedy: str = "") -> None:
        if any(f"“{name}”, which is" in message for name in said.faulty):
            return  # what it leads to is there, and a finding of its own says what is wrong with it
        path = project.docs / f"{where[0]}.md"
        if path not in lines:
            lines[path] = files.text(path).splitlines()
        line, column = _place_of(code, message, lines[path], where[1])
        if hint := _suggestion(code, message, said, known, text, where):
            message = f"{message.rstrip('.')}. {hint}"
        if first := re.search(r"first in (\S+):\d+$", message):
            name = source.shown(project.docs / f"{first[1]}.md", project.root)
            message = message.replace(f"first in {first[1]}:", f"first in {name}:")
        if code is Code.ANCHOR:
            remedy = "Name a passage or a note that the text has."
        severity = Severity.WARNING if code in _WARNED else Severity.ERROR
        found.append(Finding(code, path, line, column, message, remedy, severity))

    try:
        record = recorded.load(project.lemmata)
    except recorded.RecordError as error:
        record = None
        found.append(Finding(Code.LOCK, project.lemmata, 1, 1, str(error)))
    grounds = commentary_checks.Grounds(known.__contains__, text, record)
    commentary_checks.check(said.data, grounds, warn, edition.homes)
    checks.check_people(listed, (*said.comments, *said.parallels), warn)
    tomorrow = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1)
    for comment in said.comments:
        if comment.date > tomorrow:
            message = f"the date of the comment “{comment.id}” is still to come"
            remedy = "Write the day on which the comment was written: today, or before."
            warn(Code.COMMENT_DATE, message, (comment.docname, comment.line), remedy)
        home: Place | None = comment.on.first
        if isinstance(home, NoteId):
            home = edition.homes.get(home)
        folder = re.match(r"commentary/(\d+)/", comment.docname)
        if folder and isinstance(home, PassageId) and int(folder[1]) != home.section:
            message = (
                f"the comment “{comment.id}” is on {comment.on.first}, of section {home.section}"
            )
            remedy = f"Move it to a page in docs/commentary/{home.section}."
            warn(Code.COMMENT_PLACE, message, (comment.docname, comment.line), remedy)
    yield from found


_WARNED = frozenset({Code.LEMMA_UNRECORDED, Code.COMMENT_PLACE})


_OPTION_OF = {
    Code.COMMENT_REPLY: "replies-to",
    Code.COMMENT_DATE: "date",
    Code.CONTRIBUTOR_UNKNOWN: "by",
    Code.PARALLEL_ARGUMENT: "argument",
    Code.PARALLEL_RELATION: "relation",
    Code.PARALLEL_ORDER: "relation",
    Code.PARALLEL_ENDS: "from",
}
"""The option that a finding is about; for anchors and lemmata, the message begins with it."""


def _place_of(code: Code, message: str, lines: Sequence[str], line: int) -> tuple[int, int]:
    """Return where the option stands (from 1) that a finding at a directive's line is about."""
    match = re.match(r":([a-z-]+):", message)
    option = match[1] if match else _OPTION_OF.get(code)
    if not option:
        return line, 1
    for number in range(line, len(lines)):
        text = lines[number].lstrip()
        if not text.startswith(":") or text.startswith(":::"):
            break
        if text.startswith(f":{option}:"):
            value = lines[number].index(f":{option}:") + len(option) + 2
            rest = lines[number][value:]
            return number + 1, value + len(rest) - len(rest.lstrip()) + 1
    return line, 1


def _suggestion(
    code: Code,
    message: str,
    said: CommentarySource,
    known: Iterable[Place],
    text: EstablishedText,
    where: tuple[str, int],
) -> str:
    """Return “Did you mean …?”, or nothing."""
    records: list[Comment | Parallel] = [*said.comments, *said.parallels]
    here = [r for r in records if (r.docname, r.line) == where]
    if not here:
        return ""
    record = here[0]
    match code:
        case Code.COMMENT_REPLY if isinstance(record, Comment):
            others = [c.id for c in said.comments if c.id != record.id]
            if record.replies_to in (record.id, *others):
                return ""  # It is there: they answer in a ring.
            return suggest.did_you_mean(record.replies_to, others)
        case Code.PARALLEL_ARGUMENT if isinstance(record, Parallel):
            return suggest.did_you_mean(record.argument, (a.id for a in said.arguments))
        case Code.ANCHOR:
            return _nearest_place(message, known)
        case Code.LEMMA if "does not occur" in message:
            anchor = _anchor_of(record, message)
            if anchor.lemma:
                return suggest.lemma_elsewhere(anchor.lemma, anchor.first, text)
    return ""


def _anchor_of(record: Comment | Parallel, message: str) -> Anchor:
    if isinstance(record, Comment):
        return record.on
    return record.start if message.startswith(":from:") else record.end


def _nearest_place(message: str, known: Iterable[Place]) -> str:
    """Return the last passage of the section, or the last note, for one beyond it."""
    match = re.search(r"the text has no (n?)(\d+)", message)
    if not match:
        return ""
    if match[1]:
        last = max((p for p in known if isinstance(p, NoteId)), default=None)
        return f"Its last note is {last}" if last else ""
    of_section = [p for p in known if isinstance(p, PassageId) and p.section == int(match[2])]
    if of_section:
        return f"The last of its section is {max(of_section)}"
    final = max((p for p in known if isinstance(p, PassageId)), default=None)
    return f"Its last passage is {final}" if final else ""


# --- the pages --------------------------------------------------------------------------------


def check_sections(edition: EditionSource) -> Iterator[Finding]:
    """Check that sections are numbered from 1 without a gap."""
    for expected, section in enumerate(edition.sections, 1):
        if section.number != expected:
            message = f"section {expected} was expected here, not section {section.number}"
            yield Finding(Code.SECTION_NUMBER, section.path, 1, 1, message)
            return


def check_passages(edition: EditionSource, most: int) -> Iterator[Finding]:
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
        if words > most:
            message = f"the incipit of {passage.passage} has {words} words; {most} are allowed"
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


def _has_works(project: Project) -> bool:
    try:
        return bool(bibliography.keys_of(files.text(project.bibliography)))
    except (OSError, UnicodeDecodeError):
        return False


def check_citations(
    project: Project,
    edition: EditionSource,
    said: CommentarySource,
    pages: Iterable[checks.Page],
    cache: Cache,
) -> Iterator[Finding]:
    """Check that every key cited is in the bibliography, the bibliography itself, and locators."""
    path = project.bibliography
    try:
        content = files.text(path)
        keys = bibliography.keys_of(files.text(path))
    except (OSError, UnicodeDecodeError) as error:
        yield undecodable.finding(path, "the bibliography", error)
        return
    keys |= {m["key"] for m in _NO_COMMA.finditer(content)}
    if not keys and not content.strip():
        yield Finding(Code.RECORD_SYNTAX, path, 1, 1, "the bibliography is empty", _RESTORE)
        return
    uses = [(u.citation, n.path, u.line, u.column) for n in edition.notes for u in n.uses]
    uses += [(u.citation, u.path, u.line, u.column) for u in said.uses]
    for citation, where, line, column in uses:
        if citation.key not in keys:
            hint = suggest.did_you_mean(citation.key, keys)
            message = f"“{citation.key}” is cited, an unknown work{'. ' if hint else ''}{hint}"
            yield Finding(Code.CITATION_KEY, where, line, column, message)
    elsewhere = tuple(dict.fromkeys(checks.cited_elsewhere(pages)))
    rows = [(c.key, c.locator, source.shown(p, project.root), n, m) for c, p, n, m in uses]

    given = project.profile.bibliography

    def validate() -> list[Finding]:
        # Imported here: pybtex is slow to load, and what it says is kept.
        from critical_edition.citation import bounds

        if faults := list(bounds.faults(content)):
            return [Finding(f.code, path, f.line, f.column, f.message) for f in faults]
        from critical_edition.citation.validate import Use
        from critical_edition.citation.validate import validate as validated

        cited = [Use(key, locator, project.root / w, n, m) for key, locator, w, n, m in rows]
        cited += [Use(key, "", path, 1, 1) for key in elsewhere]
        found = [_said_of_record(f) for f in validated(content, path, cited, given)]
        return [
            *found,
            *check_addresses(content, path),
            *check_records(content, path),
            *check_letters(content, path),
        ]

    yield from cache.findings(
        "bibliography", (content.encode(), repr((rows, elsewhere, given)).encode()), validate
    )


_RESTORE = "Take it from version control."
# pybtex reads on without the comma, but the key is then found by nothing else.
_NO_COMMA = re.compile(
    r"^[ \t]*@(?!(?:string|comment|preamble)\b)\w+\s*[{(]\s*(?P<key>[^\s,{}()=]+)(?P<end>)\s+\w+\s*=",
    re.MULTILINE | re.IGNORECASE,
)
_CROSSREF = re.compile(
    r"^\s*crossref\s*=\s*[{\"]\s*([^\s}\"]+)|,\s*crossref\s*=\s*[{\"]\s*([^\s}\"]+)", re.M
)


def _said_of_record(finding: Finding) -> Finding:
    """Say of an abbreviation that is not defined what it is: the parser says its name alone."""
    if finding.code is Code.RECORD_SYNTAX and re.fullmatch(r"[\w.:+/-]+", finding.message):
        message = f"there is no @string “{finding.message}”"
        remedy = "Define it before, or write the value itself, in braces."
        return dataclasses.replace(finding, message=message, remedy=remedy)
    return finding


def check_records(content: str, path: Path) -> Iterator[Finding]:
    """Check that a comma follows each key, and that no works are parts of one another in a ring."""

    def finding(code: Code, at: int, message: str) -> Finding:
        line = content.count("\n", 0, at) + 1
        return Finding(code, path, line, at - content.rfind("\n", 0, at), message)

    for match in _NO_COMMA.finditer(content):
        message = f"a comma is missing after the key “{match['key']}”"
        yield finding(Code.RECORD_SYNTAX, match.end("key"), message)
    wholes: dict[str, list[str]] = {}
    places: dict[str, int] = {}
    for entry in re.finditer(
        r"^[ \t]*@\w+\s*[{(]\s*([^\s,{}()]+)(?:(?!^[ \t]*@)[\s\S])*", content, re.M
    ):
        if crossref := _CROSSREF.search(content, entry.end(1), entry.end()):
            wholes[entry[1]] = [crossref[1] or crossref[2]]
            places[entry[1]] = crossref.start(1 if crossref[1] else 2)
    ring = graphs.ring({key: [w for w in named if w != key] for key, named in wholes.items()})
    if ring:
        first = min(ring, key=places.__getitem__)
        names = ", ".join(f"“{key}”" for key in sorted(ring))
        message = f"the works {names} are parts of one another in a ring"
        yield finding(Code.RECORD_CROSSREF, places[first], message)


def check_letters(content: str, path: Path) -> Iterator[Finding]:
    """Check that the PDF's fonts have the letters of the bibliography."""
    for offset, char in letters.unprintable(content):
        line = content.count("\n", 0, offset) + 1
        column = offset - content.rfind("\n", 0, offset)
        yield Finding(Code.REFUSED_CHARACTER, path, line, column, letters.message(char))


def check_addresses(content: str, path: Path) -> Iterator[Finding]:
    """Check that addresses in the bibliography are of the web."""
    for match in re.finditer(r"^\s*url\s*=\s*[{\"]\s*([^}\"]*)", content, re.MULTILINE | re.I):
        if not re.match(r"https?://[^\s/@]+(/|$)", match[1].strip(), re.IGNORECASE):
            line = content.count("\n", 0, match.start(1)) + 1
            column = match.start(1) - content.rfind("\n", 0, match.start(1))
            message = f"“{match[1][:40]}” is no address of the web"
            yield Finding(Code.RECORD_LINK, path, line, column, message)


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
            path = pages.get(place.section, project.sections)
            message = f"{_named(place.place)} is missing"
            yield Finding(Code.PASSAGE_MISSING, path, 1, 1, message)
    for place_id, (path, line) in present.items():
        if place_id not in known:
            message = f"the text has no {_named(place_id)}"
            yield Finding(Code.PASSAGE_UNKNOWN, path, line, 1, message)


def _named(place: PassageId | NoteId) -> str:
    return f"passage {place}" if isinstance(place, PassageId) else f"note {place}"


# --- the marks --------------------------------------------------------------------------------


def check_marks(project: Project, edition: EditionSource) -> Iterator[Finding]:
    """Check that marks can be read, stand on places that there are, and agree with the pages."""
    try:
        known = marks.load(project.marks, project.profile.quoted)
    except marks.MarkError as error:
        line, column = error.place or (_mark_line(error.path, error.number), 1)
        yield Finding(Code.MARK, error.path, line, column, error.message)
        return
    everything = [mark for of_place in known.values() for mark in of_place]
    places = {p.passage for p in edition.passages} | {n.note for n in edition.notes}
    for place in known.keys() - places:
        path, line = _first_mark(project, str(place))
        message = f"a mark stands on {place}, which is on no page"
        yield Finding(Code.MARK, path, line, 1, message)
    yield from check_markers(edition, everything)
    yield from check_page_breaks(edition, everything)
    yield from check_emendations(project, everything)


def _first_mark(project: Project, place: str, lemma: str = "") -> tuple[Path, int]:
    """Return the file and line of the first mark that stands on a place (and has the lemma)."""
    for path in sorted(project.marks.glob("*.toml")):
        text = files.text(path)
        on = rf"""^[ \t]*on\s*=\s*["']{re.escape(place)}["']"""
        for match in re.finditer(on, text, re.MULTILINE):
            if not lemma or lemma in text[match.end() :].partition("[[mark]]")[0].replace("\\", ""):
                return path, text.count("\n", 0, match.start()) + 1
    return project.marks, 1


def _mark_line(path: Path, number: int | None) -> int:
    """Return the line on which a file's mark begins, counted from 1; 1 where it is not found."""
    if number is None or not files.is_file(path):
        return 1
    text = files.data(path).decode("utf-8", "replace")
    starts = [m.start() for m in re.finditer(r"^[ \t]*\[\[mark\]\]", text, re.MULTILINE)]
    return text.count("\n", 0, starts[number - 1]) + 1 if number <= len(starts) else 1


def check_emendations(project: Project, known: Sequence[Mark]) -> Iterator[Finding]:
    """Check that the words of emendations stand where a text is established that says so."""
    emended = [mark for mark in known if mark.kind is MarkKind.EMENDATION]
    try:
        text = store.load(project.text)
    except store.StoreError:
        return  # check_registers says so
    for mark in emended:
        unit = text.get(mark.place)
        if unit is None or not unit.verified:
            continue
        try:
            mark.span(unit.content.text)
        except LemmaNotFoundError as error:
            lemma = Lemma.parse(mark.lemma)
            hint = suggest.lemma_elsewhere(lemma, mark.place, text)
            path, line = _first_mark(project, str(mark.place), mark.lemma)
            message = f"the emendation of {mark.place}: {error}{'. ' if hint else ''}{hint}"
            yield Finding(Code.MARK, path, line, 1, message)
        except LemmaError as error:
            path, line = _first_mark(project, str(mark.place), mark.lemma)
            yield Finding(Code.MARK, path, line, 1, f"the emendation of {mark.place}: {error}")


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


def check_registers(project: Project, cache: Cache) -> Iterator[Finding]:
    """Check that the registers can be read and, where a text is established, that they agree."""
    try:
        text = store.load(project.text)
    except store.StoreError as error:
        yield Finding(Code.UNREADABLE, error.path, error.line, 1, str(error))
        text = EstablishedText()

    def compare() -> Iterator[Finding]:
        entries, faults = registers.read(project.registers)
        for fault in (*faults, *registers.compare(entries, text)):
            message = f"{fault.entry}: {fault.message}" if fault.entry else fault.message
            yield Finding(fault.code, fault.path, fault.line, 1, message)

    sources = [*sorted(project.registers.glob("*")), *(store.files(project.text) if text else ())]
    try:
        parts = [part for f in sources for part in (os.fsencode(f.name), files.data(f))]
    except OSError:
        yield from compare()
        return
    yield from cache.findings("registers", parts, compare)


_ANCHORED = ("comment", "argument", "parallel")


def check_references(
    project: Project,
    edition: EditionSource,
    said: CommentarySource,
    pages: Iterable[checks.Page],
    fingerprints: Lock | None,
) -> Iterator[Finding]:
    """Check that roles of the edition refer to places, records and entries that there are."""
    entries, faults = registers.read(project.registers)
    # Of a register that cannot be read a finding of its own says so, not one for each reference.
    unread = {f.path.stem for f in faults if f.code is RegisterCode.FILE}
    known: dict[str, Collection[str]] = dict(register_references.ids(entries))
    # What the lock has is in the text: where its page lacks it, a finding of its own says so.
    places = {*_places(edition), *(f.place for f in (fingerprints.places if fingerprints else ()))}
    known["passage"] = {str(place) for place in places if isinstance(place, PassageId)}
    known["authornote"] = {str(place) for place in places if isinstance(place, NoteId)}
    known["comment"] = {c.id for c in said.comments}
    known["argument"] = {a.id for a in said.arguments}
    known["parallel"] = {p.id for p in said.parallels}
    successors, _ = retired.read(project.retired)
    for page in pages:
        if page.docname.startswith("contributing/"):
            continue
        for found in register_references.references(page.content):
            line = page.content.count("\n", 0, found.start) + 1
            column = found.start - page.content.rfind("\n", 0, found.start)
            if not found.known:
                # Outside commentary Sphinx's own role for its glossaries may stand.
                if refusal.is_commentary(page.docname) or found.kind != "term":
                    message = f"there is no role “{found.kind}”; write {{edition:{found.kind}}}"
                    yield Finding(Code.REFUSED_ROLE, page.path, line, column, message)
            elif found.target not in known[found.kind]:
                broken = found.kind in _ANCHORED and found.target in said.faulty
                if broken or _STEMS.get(found.kind) in unread:
                    continue  # a finding of its own says what is wrong with it
                where, code = "", Code.REFERENCE
                if found.kind in register_references.REGISTERED:
                    where, code = " in the registers", Code.REGISTER_UNKNOWN
                what = _REFERRED.get(found.kind, found.kind)
                hint = suggest.did_you_mean(found.target, known[found.kind])
                if (anchor := f"{found.kind}-{found.target}") in successors:
                    hint = f"It was retired, and {successors[anchor][0]} takes its place"
                elif found.kind in ("passage", "authornote"):
                    hint = _nearest_place(f"the text has no {found.target}", places)
                message = f"there is no {what} “{found.target}”{where}{'. ' if hint else ''}{hint}"
                yield Finding(code, page.path, line, column, message)


_STEMS = {"person": "persons", "place": "places", "event": "events", "term": "terms"}
_REFERRED = {"authornote": "author's note"}


def _places(edition: EditionSource) -> list[Place]:
    return [*(p.passage for p in edition.passages), *(n.note for n in edition.notes)]
