"""A page of docs/, read once for all purposes: by ``edition check`` as by a build.

Reading is a pure function of a page's name, file and content, and of the profile. Nothing here raises
for what somebody may have mistyped: what cannot be read is a finding, and the rest is read all the
same. Whether what was read is complete and in order is for :mod:`critical_edition.checking` to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

from critical_edition.model.commentary import Argument, Comment, Parallel
from critical_edition.model.findings import Finding
from critical_edition.model.places import PassageId
from critical_edition.model.profile import Profile
from critical_edition.model.records import NoteRecord, PassageRecord
from critical_edition.reading import files
from critical_edition.sources import commentary, myst, passages, prose, refusal
from critical_edition.sources.options import OPTIONS, Block, CitationUse, Reader
from critical_edition.sources.permitted import Refusal
from critical_edition.sources.references import EditionReference, references

Record = PassageRecord | NoteRecord | Comment | Argument | Parallel


@dataclass(frozen=True, slots=True)
class Entry:
    """A directive of the edition, and what was made of it: no record where it is faulty."""

    block: Block
    record: Record | None
    uses: tuple[CitationUse, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: ``docname`` is its path from docs/ without suffix, ``title`` its first heading's text.

    ``readable`` is false where it is too large, or has too much markup, to be parsed.
    """

    docname: str
    path: Path
    content: str
    profile: Profile
    title: str = ""
    entries: tuple[Entry, ...] = ()
    readable: bool = True

    @property
    def is_guide(self) -> bool:
        """Whether the page tells how to contribute: its examples are none of the edition's."""
        return self.docname.startswith("contributing/")

    @property
    def records(self) -> tuple[Record, ...]:
        """The records of the page, duplicates too, in order."""
        return tuple(entry.record for entry in self.entries if entry.record)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the directives of the edition, in order."""
        return tuple(chain.from_iterable(entry.findings for entry in self.entries))

    @property
    def uses(self) -> tuple[CitationUse, ...]:
        """The citations in the directives of the edition, in order."""
        return tuple(chain.from_iterable(entry.uses for entry in self.entries))

    @property
    def references(self) -> tuple[EditionReference, ...]:
        """The roles of the edition, wherever they stand."""
        return tuple(references(self.content))

    @property
    def refusals(self) -> Sequence[Refusal]:
        """What is refused of the page."""
        return refusal.refusals(self.content, self.docname)

    @property
    def clean(self) -> Page:
        """The page without what is refused, as a build reads it."""
        content, found = refusal.cleaned(self.content, self.docname)
        return read_page(self.docname, self.path, content, self.profile) if found else self

    def entry(self, name: str, argument: str, line: int) -> Entry | None:
        """Return the directive that begins on a line."""
        for entry in self.entries:
            one = entry.block.directive
            if (one.name, one.argument, one.line) == (name, argument, line):
                return entry
        return None


@lru_cache(maxsize=512)
def read_page(docname: str, path: Path, content: str, profile: Profile) -> Page:
    """Read a page in MyST, of an edition with a profile."""
    if refusal.unreadable(content, docname):
        return Page(docname, path, content, profile, readable=False)
    title = next((h.text for h in myst.headings(content) if h.level == 1), "")
    if not any(f"{{{name}}}" in content for name in OPTIONS):
        return Page(docname, path, content, profile, title)
    lines = content.splitlines() or [""]
    entries: list[Entry] = []
    for directive in myst.directives(content):
        if directive.name in OPTIONS:
            block = block_of(directive, profile, docname, path, lines)
            entries.append(read_block(block, last_passage(e.record for e in entries)))
    return Page(docname, path, content, profile, title, tuple(entries))


def block_of(
    directive: myst.Directive,
    profile: Profile,
    docname: str,
    path: Path,
    lines: Sequence[str] = (),
) -> Block:
    """Return a directive of a page in MyST with what its body says."""
    text, first = directive.body, directive.body_line
    paragraphs = myst.paragraphs(text, first)
    return Block(directive, prose.read(text, first), paragraphs, profile, docname, path, lines)


def read_block(block: Block, after: PassageId | None = None) -> Entry:
    """Read a directive; ``after`` is the last passage before it on its page, for a note."""
    reader = Reader(block)
    record: Record | None
    match block.directive.name:
        case "passage":
            record = passages.passage(reader)
        case "authornote":
            record = passages.authornote(reader, after)
        case "comment":
            record = commentary.comment(reader)
        case "argument":
            record = commentary.argument(reader)
        case _:
            record = commentary.parallel(reader)
    return Entry(block, record, tuple(reader.uses), tuple(reader.findings))


def last_passage(records: Iterable[Record | None]) -> PassageId | None:
    """Return the last passage of records in order."""
    last = None
    for record in records:
        if isinstance(record, PassageRecord):
            last = record.passage
    return last


def shown(path: Path, root: Path) -> str:
    """Return a path as messages give it: from the project's top folder."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    return files.printable(name)
