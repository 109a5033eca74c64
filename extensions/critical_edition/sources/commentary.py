"""Comments, arguments and parallels as the pages give them, read without Sphinx from all of docs/."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from critical_edition.model import citations as bibliography
from critical_edition.model.anchor import Anchor
from critical_edition.model.codes import Code, Finding
from critical_edition.model.collection import Commentary
from critical_edition.model.commentary import (
    Argument,
    Comment,
    Parallel,
    parse_date,
    parse_id,
)
from critical_edition.model.places import NoteId, PassageId
from critical_edition.model.profile import Profile
from critical_edition.model.suggest import did_you_mean, nearest
from critical_edition.reading import files, undecodable
from critical_edition.sources import myst, prose, refusal
from critical_edition.sources.project import Project

_OPTIONS = {
    "comment": {"on", "kind", "by", "date", "replies-to", "uncited"},
    "argument": {"title"},
    "parallel": {"argument", "from", "to", "relation", "by"},
}


@dataclass(frozen=True, slots=True)
class CitationUse:
    """A citation, the page that has it, and where the role or its paragraph stands (from 1)."""

    citation: bibliography.Citation
    path: Path
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class CommentarySource:
    """Everything that was read, duplicates too, in order of files and lines; and what is wrong.

    The records' ``docname`` is the page's path from docs/ without its suffix.
    """

    comments: tuple[Comment, ...]
    arguments: tuple[Argument, ...]
    parallels: tuple[Parallel, ...]
    findings: tuple[Finding, ...]
    uses: tuple[CitationUse, ...] = ()
    """Every citation in a comment, a statement or a reason, with its page."""
    faulty: frozenset[str] = frozenset()
    """IDs of what stands on the pages but cannot be used, as something is wrong with it."""

    @property
    def data(self) -> dict[str, dict[str, list[Comment] | list[Argument] | list[Parallel]]]:
        """The records by kind and docname, as the domain keeps them."""
        out: dict[str, dict[str, list[Comment] | list[Argument] | list[Parallel]]] = {
            "comments": {},
            "arguments": {},
            "parallels": {},
        }
        for kind, records in (
            ("comments", self.comments),
            ("arguments", self.arguments),
            ("parallels", self.parallels),
        ):
            for record in records:
                out[kind].setdefault(record.docname, []).append(record)  # type: ignore[arg-type]
        return out

    def commentary(self, homes: Mapping[NoteId, PassageId]) -> Commentary:
        """Return the records, each ID once, in the order of the edition.

        ``homes`` are the passages of the author's notes.
        """
        return Commentary.of(self.data, homes)


def pages(project: Project) -> Iterator[Path]:
    """Yield the pages of docs/ in order, the established text's left out."""
    found = (e.path for e in files.walk(project.docs, project.text) if not e.odd)
    yield from sorted(path for path in found if path.suffix == ".md")


def read(project: Project, *, clean: bool = False) -> CommentarySource:
    """Read all pages; with ``clean``, without what commentary may not hold, as a build does."""
    reader = _Reader(project, clean=clean)
    for path in pages(project):
        reader.page(path)
    return CommentarySource(
        tuple(reader.comments),
        tuple(reader.arguments),
        tuple(reader.parallels),
        tuple(reader.findings),
        tuple(reader.uses),
        frozenset(reader.given)
        - {c.id for c in reader.comments}
        - {a.id for a in reader.arguments}
        - {p.id for p in reader.parallels},
    )


@dataclass(slots=True)
class _Reader:
    project: Project
    clean: bool = False
    comments: list[Comment] = field(default_factory=list)
    arguments: list[Argument] = field(default_factory=list)
    parallels: list[Parallel] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    uses: list[CitationUse] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    excused: set[str] = field(default_factory=set)
    """Options of the directive at hand of which a finding says why they are not read."""
    path: Path = Path()
    lines: list[str] = field(default_factory=list)

    @property
    def profile(self) -> Profile:
        """What is particular to the edition."""
        return self.project.profile

    def page(self, path: Path) -> None:
        """Read a page."""
        self.path = path
        try:
            content = files.text(path)
        except (OSError, UnicodeDecodeError) as error:
            self.findings.append(undecodable.finding(path, "the page", error))
            return
        if not any(f"{{{name}}}" in content for name in _OPTIONS):
            return
        if refusal.unreadable(content, self._docname):
            return  # a refusal says why; nothing else is done with it
        if self.clean:
            content, _ = refusal.cleaned(content, self._docname)
        self.lines = content.splitlines() or [""]
        for directive in myst.read_page(content).directives:
            if directive.name not in _OPTIONS:
                continue
            self.given.append(directive.argument)
            self._form(directive)
            {"comment": self._comment, "argument": self._argument, "parallel": self._parallel}[
                directive.name
            ](directive)

    def _find(self, code: Code, line: int, message: str, column: int = 1, remedy: str = "") -> None:
        self.findings.append(Finding(code, self.path, line, column, message, remedy))

    @property
    def _docname(self) -> str:
        return self.path.relative_to(self.project.docs).with_suffix("").as_posix()

    def _form(self, directive: myst.Directive) -> None:
        """Find what is wrong with a directive's options; what is lacking for it is not lacking too."""
        what = f"{directive.name} {directive.argument}"
        self.excused = set()
        if directive.fault:
            fault = directive.fault
            line, column = fault.line, fault.column
            message, remedy = f"{what}: {fault.message}", ""
            head = range(directive.line, directive.body_line - 1)
            if wide := [n for n in head if _WIDE.match(self.lines[n])]:
                # The parser finds it where the next option begins.
                message, remedy = f"{what}: an option has a full-width colon (：)", _COLONS
                line, column = wide[0] + 1, 1
            self._find(Code.OPTION, line, message, column, remedy)
            self.excused = set(_OPTIONS[directive.name])
        for name, option in directive.options.items():
            if name not in _OPTIONS[directive.name]:
                hint = did_you_mean(name, _OPTIONS[directive.name])
                self.excused.update(nearest(name, _OPTIONS[directive.name]))
                self._find(
                    Code.OPTION,
                    option.line,
                    f"{what} has no option “{name}”{'. ' if hint else ''}{hint}",
                )
        self._late(directive, what)

    def _late(self, directive: myst.Directive, what: str) -> None:
        """Find options that stand in the body, where they are read as words of the comment."""
        names: list[str] = []
        wide = False
        for text in directive.body.splitlines():
            match = _LATE.match(text)
            if not match:
                break
            names.append(match["name"])
            wide = wide or "：" in match[0]
        if not {*names} & _OPTIONS[directive.name]:
            return
        self.excused.update(names)
        if wide:
            message = f"{what}: an option has a full-width colon (：)"
            self._find(Code.OPTION, directive.body_line, message, 1, _COLONS)
        else:
            message = f"{what}: its options stand after a blank line and are not read"
            remedy = (
                "Take out the blank line: options follow at once the line that opens the directive."
            )
            self._find(Code.OPTION, directive.body_line, message, 1, remedy)

    def _lacks(self, directive: myst.Directive, name: str) -> bool:
        """Say whether an option is not there, and another finding says why."""
        return not self._value(directive, name) and name in self.excused

    def _value(self, directive: myst.Directive, name: str) -> str:
        option = directive.options.get(name)
        return option.value.strip() if option else ""

    def _at(
        self, code: Code, directive: myst.Directive, name: str, message: str, remedy: str = ""
    ) -> None:
        """Find something at an option's value, or at the directive where it lacks the option."""
        if self._lacks(directive, name):
            return
        option = directive.options.get(name)
        line, column = (option.line, option.column) if option else (directive.line, 1)
        self._find(code, line, message, column, remedy)

    def _id(self, directive: myst.Directive, code: Code) -> str:
        try:
            return parse_id(directive.argument)
        except ValueError as error:
            self._find(code, directive.line, str(error))
            return ""

    def _anchor(self, directive: myst.Directive, name: str) -> Anchor | None:
        source = self._value(directive, name)
        if not source:
            self._at(Code.ANCHOR, directive, name, f"“{directive.argument}” lacks :{name}:")
            return None
        try:
            return Anchor.parse(source, self.profile.quoted)
        except ValueError as error:
            # What the error says to do is the remedy, which would else say it again, or another thing.
            what, remedy = str(error), ""
            if match := re.search(r"(?:; (?=write |quote )|: (?=both ))", what):
                what, remedy = what[: match.start()], what[match.end() :]
                remedy = f"{remedy[0].upper()}{remedy[1:]}."
            self._at(Code.ANCHOR, directive, name, f":{name}: {what}", remedy)
            return None

    def _comment(self, directive: myst.Directive) -> None:
        cid = self._id(directive, Code.COMMENT_ID)
        on = self._anchor(directive, "on")
        date = None
        kind = self._value(directive, "kind")
        if not self.profile.kind(kind):
            hint = did_you_mean(kind, map(str, self.profile.kinds))
            message, kind = f"{self.profile.not_a_kind(kind)}. {hint}", ""
            self._at(Code.COMMENT_KIND, directive, "kind", message.rstrip(" ."))
        try:
            date = parse_date(self._value(directive, "date"))
        except ValueError as error:
            what = str(error).partition("; write ")[0]
            if not self._value(directive, "date"):
                what = f"the comment “{cid}” lacks :date:"
            self._at(Code.COMMENT_DATE, directive, "date", what)
        empty = _is_empty(directive.body)
        if empty:
            self._find(Code.COMMENT_EMPTY, directive.line, f"the comment “{cid}” says nothing")
        cites = tuple(self._cites(directive))
        body = prose.read(directive.body, directive.body_line)
        uncited = self._value(directive, "uncited")
        if not cites and not uncited and not empty and not self._lacks(directive, "uncited"):
            message = f"the comment “{cid}” names no source"
            self._find(Code.COMMENT_UNCITED, directive.line, message)
        if not (cid and on and kind and date):
            return
        by = self._value(directive, "by") or "editors"
        replies = self._value(directive, "replies-to")
        place = (self._docname, directive.line)
        self.comments.append(Comment(cid, on, kind, by, date, body, replies, uncited, *place))

    def _cites(self, directive: myst.Directive) -> Iterator[str]:
        seen: set[str] = set()
        for paragraph in myst.paragraphs(directive.body, directive.body_line):
            for role in paragraph.roles:
                if myst.role_family(role.name) != "cite":
                    continue
                try:
                    found = bibliography.parse_citations(role.content)
                except ValueError as error:
                    # One line of it is looked for: the words may be broken over several.
                    words = role.content.strip().split("\n")[0]
                    column = self.lines[role.line - 1].find(words) + 1
                    self._find(Code.CITATION_SYNTAX, role.line, str(error), max(column, 1))
                    continue
                for citation in found:
                    column = self.lines[role.line - 1].find(citation.key) + 1
                    use = CitationUse(citation, self.path, role.line, max(column, 1))
                    self.uses.append(use)
                    if citation.key not in seen:
                        seen.add(citation.key)
                        yield citation.key

    def _argument(self, directive: myst.Directive) -> None:
        aid = self._id(directive, Code.ARGUMENT_ID)
        title = self._value(directive, "title")
        if not title:
            self._at(Code.ARGUMENT_TITLE, directive, "title", f"the argument “{aid}” lacks :title:")
        list(self._cites(directive))
        if aid and title:
            body = prose.read(directive.body, directive.body_line)
            self.arguments.append(Argument(aid, title, body, self._docname, directive.line))

    def _parallel(self, directive: myst.Directive) -> None:
        pid = self._id(directive, Code.PARALLEL_ID)
        start = self._anchor(directive, "from")
        end = self._anchor(directive, "to")
        given = self._value(directive, "relation")
        relation = self.profile.relation(given)
        if not relation:
            hint = did_you_mean(given, map(str, self.profile.relations))
            message = f"{self.profile.not_a_relation(given)}. {hint}".rstrip()
            self._at(Code.PARALLEL_RELATION, directive, "relation", message)
        if _is_empty(directive.body):
            message = f"the parallel “{pid}” gives no reason"
            self._find(Code.PARALLEL_REASON, directive.line, message)
        list(self._cites(directive))
        if not (pid and start and end and relation):
            return
        by = self._value(directive, "by") or "editors"
        argument = self._value(directive, "argument")
        body = prose.read(directive.body, directive.body_line)
        place = (self._docname, directive.line)
        self.parallels.append(Parallel(pid, argument, start, end, relation, by, body, *place))


_LATE = re.compile(r"[ \t]*[:：](?P<name>[a-z-]+)[:：](?:\s|$)")
_WIDE = re.compile(r"[ \t]*[:：][\w-]+：|[ \t]*：[\w-]+:")
_COLONS = "Write it with plain colons: `:name: value`."


def _is_empty(body: str) -> bool:
    """Whether a body has nothing but lines that are not printed, such as those of a template."""
    return all(line.lstrip().startswith("%") for line in body.splitlines() if line.strip())
