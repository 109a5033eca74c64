"""What directives of the edition have in common as they are read: options, citations, faults."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from critical_edition.model import citations as bibliography
from critical_edition.model.codes import Code
from critical_edition.model.findings import Finding
from critical_edition.model.messages import NOTHING, Message, NotReadError, _
from critical_edition.model.profile import Profile
from critical_edition.model.prose import Prose
from critical_edition.model.suggest import did_you_mean, nearest
from critical_edition.sources import myst
from critical_edition.sources.myst import Directive, Paragraph

OPTIONS = {
    "passage": ("incipit", "pages", "abstract"),
    "authornote": ("ibid",),
    "comment": ("on", "kind", "by", "date", "replies-to", "uncited"),
    "argument": ("title",),
    "parallel": ("argument", "from", "to", "relation", "by"),
}
"""The directives of the edition, and the options of each."""

_ESSAY = ("passage", "authornote")
_LATE = re.compile(r"[ \t]*[:：](?P<name>[a-z-]+)[:：](?:\s|$)")
_WIDE = re.compile(r"[ \t]*[:：][\w-]+：|[ \t]*：[\w-]+:")


@dataclass(frozen=True, slots=True)
class CitationUse:
    """A citation, the page that has it, and where its key stands (line and column from 1)."""

    citation: bibliography.Citation
    path: Path
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Block:
    """A directive on its page; ``lines`` are the page's, or none where only the body is known.

    ``body`` is what it says, ``paragraphs`` its words, in whatever markup these are written.
    """

    directive: Directive
    body: Prose
    paragraphs: tuple[Paragraph, ...]
    profile: Profile
    docname: str
    path: Path
    lines: Sequence[str] = ()


class Reader:
    """Reads a directive, and gathers its citations and what is wrong with it."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.directive = block.directive
        self.findings: list[Finding] = []
        self.uses: list[CitationUse] = []
        self._excused: set[str] = set()
        """Options of which a finding says why they are not read."""
        self._check_form()

    @property
    def empty(self) -> bool:
        """Whether the body has nothing but lines that are not printed, as those of a template."""
        lines = self.directive.body.splitlines()
        return all(line.lstrip().startswith("%") for line in lines if line.strip())

    def find(
        self,
        code: StrEnum,
        said: Message,
        place: tuple[int, int] | None = None,
        advice: Message = NOTHING,
    ) -> None:
        """Find something at a place, or at the directive."""
        line, column = place or (self.directive.line, 1)
        self.findings.append(Finding(code, self.block.path, line, column, said, advice))

    def lacks(self, option: str) -> bool:
        """Say whether an option is not there, and another finding says why."""
        return not self.directive.value(option) and option in self._excused

    def at(self, code: StrEnum, option: str, said: Message, advice: Message = NOTHING) -> None:
        """Find something at an option's value, or at the directive where it lacks the option."""
        if not self.lacks(option):
            self.find(code, said, self.directive.spots.get(option), advice)

    def cites(self) -> tuple[bibliography.Citation, ...]:
        """Return what the body cites, in order."""
        first = len(self.uses)
        for paragraph in self.block.paragraphs:
            # Roles come in order, so that each is looked for behind the one before it.
            at = (paragraph.line, 0)
            for role in paragraph.roles:
                if myst.role_family(role.name) != "cite":
                    continue
                try:
                    found = bibliography.parse_citations(role.content)
                except NotReadError as error:
                    # One line of it is looked for: the words may be broken over several.
                    line, column = self._locate(
                        re.escape(role.content.strip().split("\n")[0]), at, role.last_line
                    )
                    self.find(Code.CITATION_SYNTAX, error.what, (line, column + 1))
                    continue
                for citation in found:
                    key = rf"(?<![^\s{{}},`]){re.escape(citation.key)}(?![^\s{{}},`])"
                    at = self._locate(key, at, role.last_line)
                    self.uses.append(CitationUse(citation, self.block.path, at[0], at[1] + 1))
                    at = (at[0], at[1] + len(citation.key))
        return tuple(use.citation for use in self.uses[first:])

    def named(self, cited: Iterable[tuple[bibliography.Citation, int]]) -> None:
        """Note what is cited in other ways than by roles: each work with its line."""
        for citation, line in cited:
            at = self._locate(re.escape(citation.key), (line, 0), line)
            self.uses.append(CitationUse(citation, self.block.path, at[0], at[1] + 1))

    def _locate(self, pattern: str, start: tuple[int, int], last: int) -> tuple[int, int]:
        """Return line (from 1) and offset of the pattern's next place at or after ``start``."""
        lines, first = self.block.lines, 1
        if not lines:
            lines, first = self.directive.body.split("\n"), self.directive.body_line
        for line in range(start[0], last + 1):
            text = lines[line - first] if 0 <= line - first < len(lines) else ""
            match = re.compile(pattern).search(text, start[1] if line == start[0] else 0)
            if match:
                return line, match.start()
        return start

    def _check_form(self) -> None:
        """Find what is wrong with the options; what is lacking for it is not lacking too."""
        directive, known = self.directive, OPTIONS[self.directive.name]
        what = f"{directive.name} {directive.argument}"
        wide = _("{what}: an option has a full-width colon (：)", what=what)
        if directive.fault:
            fault = directive.fault
            said, place = (
                _("{what}: {fault}", what=what, fault=fault.message),
                (fault.line, fault.column),
            )
            advice = NOTHING
            if found := [n for n, text in enumerate(directive.head, 1) if _WIDE.match(text)]:
                # The parser finds it where the next option begins.
                said, place, advice = wide, (directive.line + found[0], 1), _COLONS
            self.find(Code.OPTION, said, place, advice)
            self._excused.update(known)
        for name, option in directive.options.items():
            if name not in known:
                self._excused.update(nearest(name, known))
                message = _("{what} has no option “{name}”", what=what, name=name)
                self.find(Code.OPTION, message.then(did_you_mean(name, known)), (option.line, 1))
        late = []
        for text in directive.body.splitlines():
            if not (match := _LATE.match(text)):
                break
            late.append(match)
        if {match["name"] for match in late} & {*known}:
            self._excused.update(match["name"] for match in late)
            if any("：" in match[0] for match in late):
                self.find(Code.OPTION, wide, (directive.body_line, 1), _COLONS)
            else:
                message = _(
                    "{what}: its options stand after a blank line and are not read", what=what
                )
                self.find(Code.OPTION, message, (directive.body_line, 1), _AT_ONCE)
        outer = next((name for name in directive.inside if name in _ESSAY), None)
        if outer and directive.name in _ESSAY:
            message = _(
                "{what} stands inside the {outer} before it, which is not closed",
                what=what,
                outer=outer,
            )
            self.find(Code.NESTED, message)


_COLONS = _("Write it with plain colons: `:name: value`.")
_AT_ONCE = _("Take out the blank line: options follow at once the line that opens the directive.")
