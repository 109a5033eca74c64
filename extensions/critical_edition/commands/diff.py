"""``edition diff BASE``: what changes as an edition, for reviewers.

Both sides are read as data: the base from git's objects into a folder of its own, so that nothing
of it is run. What is shown is escaped: a contribution is a stranger's until it is reviewed.
"""

from __future__ import annotations

import argparse
import enum
import html
import re
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from critical_edition.commands import showing
from critical_edition.model.anchor import Anchor
from critical_edition.model.places import NoteId, PassageId, Place, parse_place
from critical_edition.reading import files
from critical_edition.sources import history, people
from critical_edition.sources.myst import Directive
from critical_edition.sources.project import Project
from critical_edition.sources.read import read_pages

if TYPE_CHECKING:
    from critical_edition.commands import Commands


class Kind(enum.StrEnum):
    """What an edition is made of, in the order in which changes are listed."""

    PASSAGE = "passage"
    NOTE = "note"
    COMMENT = "comment"
    PARALLEL = "parallel"
    ARGUMENT = "argument"
    MARK = "mark"
    ENTRY = "register entry"
    SOURCE = "source"
    CONTRIBUTOR = "contributor"
    RETIRED = "retired ID"


@dataclass(frozen=True, slots=True)
class Item:
    """A part of the edition: its name, what it is on (None: nothing), what its head and text say."""

    kind: Kind
    name: str
    on: Place | None
    head: str
    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an item: ``before`` is None where it is new, ``after`` where it is gone."""

    before: Item | None
    after: Item | None

    @property
    def item(self) -> Item:
        """The item as it is now, or was."""
        found = self.after or self.before
        assert found
        return found

    @property
    def what(self) -> str:
        """``Added``, ``Removed`` or ``Changed``."""
        if self.before is None:
            return "Added"
        return "Changed" if self.after else "Removed"


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes in the order of the text, and other files that change with them.

    ``works`` are the short names of the works that may be cited, by key: before, and after.
    """

    base: str
    changes: tuple[Change, ...]
    others: tuple[str, ...]
    works: tuple[Mapping[str, str], Mapping[str, str]] = field(default=({}, {}))

    def sides(self, change: Change) -> Sequence[tuple[str, Item, Mapping[str, str]]]:
        """Return the sides of a change that there are: what it is called, the item, the works."""
        sides = (("Before", change.before), ("After", change.after))
        return [
            (label, item, works)
            for (label, item), works in zip(sides, self.works, strict=True)
            if item is not None
        ]


def add_parser(commands: Commands) -> None:
    """Add what the command line may say."""
    diff = commands.add_parser("diff", help="what changes as an edition since a commit")
    diff.set_defaults(run=run)
    diff.add_argument("base", metavar="BASE", help="a commit or branch, such as main")
    diff.add_argument("--format", choices=["markdown", "html"], default="markdown")
    diff.add_argument("--contributors", action="store_true", help="list too who wrote what is new")
    diff.add_argument("--output", type=Path, metavar="FILE", help="default: standard output")


def run(project: Project, options: argparse.Namespace) -> int:
    """Write what changes since a commit as Markdown or HTML; 1 where there is no such commit."""
    try:
        if not options.base.strip():
            raise ValueError("name a commit or a branch to compare with, such as main")
        found = compare(project, options.base)
    except ValueError as error:
        print(f"edition: {error}", file=sys.stderr)
        return 1
    who = by_contributor(project, found) if options.contributors else ()
    text = as_html(found) if options.format == "html" else as_markdown(found, who)
    if options.output is None:
        sys.stdout.write(text)
    else:
        options.output.write_text(text, "utf-8")
        print(f"Wrote {options.output}: {counted(found.changes)}.")
    return 0


def compare(project: Project, base: str) -> Difference:
    """Compare the project as it lies with where it left ``base``; raise ValueError."""
    commit = history.base_of(project.root, base)
    if not commit:
        raise ValueError(history.refusal(project.root) or f"git knows no commit “{base}” here")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in _files(project, commit):
            path = root / name
            if path.resolve().is_relative_to(root.resolve()):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, "utf-8", errors="replace")
        before = {(i.kind, i.name): i for i in items(Project(root))}
    after = {(i.kind, i.name): i for i in items(project)}
    changes = [
        Change(before.get(key), after.get(key))
        for key in before.keys() | after.keys()
        if not _same(before.get(key), after.get(key))
    ]
    changes.sort(key=lambda change: _order(change.item))
    works = (_works(before.values()), _works(after.values()))
    return Difference(base, tuple(changes), tuple(_others(project, commit)), works)


def _works(found: Iterable[Item]) -> Mapping[str, str]:
    """Return the short names of the works among the items, by their keys."""
    return {i.name: showing.short_name(i.name, i.text) for i in found if i.kind is Kind.SOURCE}


def _same(one: Item | None, other: Item | None) -> bool:
    if one is None or other is None:
        return False
    return (one.on, one.head, one.text) == (other.on, other.head, other.text)


def _files(project: Project, commit: str) -> Iterator[tuple[str, str]]:
    for suffix in (".md", ".toml"):
        yield from history.files(project.root, commit, "docs", suffix).items()
    yield from history.files(project.root, commit, "references.bib", ".bib").items()


def _order(item: Item) -> tuple[int, tuple[int, ...], int, str]:
    match item.on:
        case PassageId(section, paragraph):
            place: tuple[int, ...] = (section, paragraph)
            group = 0
        case NoteId(number):
            place, group = (number,), 1
        case _:
            place, group = (), 2
    return (group, place, list(Kind).index(item.kind), item.name)


def _others(project: Project, commit: str) -> Iterator[str]:
    """Yield the files that change and are no part of the edition itself: code, settings, pages."""
    changed = history.git(project.root, "diff", "--name-only", "-z", commit) or b""
    new = history.git(project.root, "ls-files", "-z", "--others", "--exclude-standard") or b""
    names = sorted({*_names(changed), *_names(new)} - {""})
    for name in names:
        if not _is_edition(project, name) or (project.root / name).is_symlink():
            yield name


def _names(listed: bytes) -> list[str]:
    return listed.decode("utf-8", "surrogateescape").split("\0")


# What is of the edition is listed as such if it is read at all: nothing hidden or oddly named is.
def _is_edition(project: Project, name: str) -> bool:
    folders = "|".join(
        ("commentary", "arguments", "registers", re.escape(project.profile.text.sections))
    )
    bibliography = re.escape(project.bibliography.relative_to(project.root).as_posix())
    pattern = (
        rf"docs/(?:{folders})/(?:{files.NAME.pattern}/)*{files.NAME.pattern}\.(?:md|toml)"
        rf"|{bibliography}|docs/(?:contributors|retired)\.toml"
    )
    return re.fullmatch(pattern, name) is not None


# --- reading ----------------------------------------------------------------------------------


def items(project: Project) -> Iterator[Item]:
    """Yield the parts of an edition; what cannot be read is passed over, as the check reports it."""
    for page in read_pages(project):
        if page.is_guide:
            continue
        path = page.path.relative_to(project.root).as_posix()
        for entry in page.entries:
            yield _directive(entry.block.directive, path)
    yield from _tables(project)
    try:
        records = files.text(project.bibliography)
    except (OSError, UnicodeDecodeError):
        records = ""
    for match in re.finditer(r"^@(\w+)\s*\{\s*([^,\s]+)\s*,(.*?)(?=^@|\Z)", records, re.M | re.S):
        fields = match[3].strip().rstrip("}").strip()
        text = "\n".join(line.strip() for line in fields.splitlines())
        yield Item(Kind.SOURCE, match[2], None, match[1], text, "references.bib")


def _directive(directive: Directive, path: str) -> Item:
    kinds = {
        "passage": Kind.PASSAGE,
        "authornote": Kind.NOTE,
        "comment": Kind.COMMENT,
        "parallel": Kind.PARALLEL,
        "argument": Kind.ARGUMENT,
    }
    kind = kinds[directive.name]
    name = directive.argument.strip()
    values = {key: option.value.strip() for key, option in directive.options.items()}
    if kind is Kind.NOTE and not name.startswith("n"):
        name = f"n{name}"
    place = (
        name if kind in (Kind.PASSAGE, Kind.NOTE) else values.get("on") or values.get("from", "")
    )
    head = " · ".join(f"{key}: {value}" for key, value in values.items())
    return Item(kind, name, _place(place), head, directive.body.strip(), path)


def _place(text: str) -> Place | None:
    for read in (lambda t: Anchor.parse(t).first, parse_place):
        try:
            return read(text)
        except ValueError:
            continue
    return None


def _tables(project: Project) -> Iterator[Item]:
    """Yield the entries of the files of tables: registers, marks, contributors, retired IDs."""
    sources: list[tuple[Path, Kind]] = [
        *((path, Kind.ENTRY) for path in sorted(project.registers.glob("*.toml"))),
        *((path, Kind.MARK) for path in sorted(project.marks.glob("*.toml"))),
        (project.contributors, Kind.CONTRIBUTOR),
        (project.retired, Kind.RETIRED),
    ]
    for path, kind in sources:
        try:
            data = files.toml(files.text(path))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            continue
        shown = path.relative_to(project.root).as_posix()
        for table, entries in data.items():
            for entry in entries if isinstance(entries, list) else []:
                if isinstance(entry, dict):
                    yield _entry(entry, table, kind, shown)


def _entry(entry: Mapping[str, object], table: str, kind: Kind, path: str) -> Item:
    text = "\n".join(f"{key}: {_value(value)}" for key, value in entry.items())
    if kind is Kind.MARK:
        parts = (entry.get(n, "") for n in ("on", "kind", "lemma", "after", "note", "at", "page"))
        return Item(
            kind, " ".join(str(p) for p in parts if p), _place(str(entry.get("on"))), "", text, path
        )
    name = str(entry.get("id", ""))
    # A file's entries may be of several sorts, such as persons; a contributor is of one.
    return Item(kind, name if table == kind else f"{table} {name}", None, "", text, path)


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


# --- showing ----------------------------------------------------------------------------------

_PROSE = frozenset({Kind.PASSAGE, Kind.NOTE, Kind.COMMENT, Kind.PARALLEL, Kind.ARGUMENT})
"""What has words in Markdown; of the others there are fields and their values, a line each."""


def counted(changes: Iterable[Change]) -> str:
    """Return how many of what are added, changed and removed, as a phrase."""
    counts: dict[tuple[str, Kind], int] = {}
    for change in changes:
        key = (change.what, change.item.kind)
        counts[key] = counts.get(key, 0) + 1
    parts = []
    for what in ("Added", "Changed", "Removed"):
        named = [f"{n} {_plural(kind, n)}" for kind in Kind if (n := counts.get((what, kind), 0))]
        if named:
            parts.append(f"{', '.join(named)} {what.lower()}")
    return "; ".join(parts) or "nothing changes"


def _plural(kind: Kind, count: int) -> str:
    if count == 1:
        return str(kind)
    return "register entries" if kind is Kind.ENTRY else f"{kind}s"


def _title(change: Change) -> str:
    item = change.item
    return f"{change.what}: {item.kind} {item.name}"


def _groups(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    groups: dict[str, list[Change]] = {}
    for change in changes:
        on = change.item.on
        name = (
            "The edition as a whole"
            if on is None
            else f"Note {on.number}"
            if isinstance(on, NoteId)
            else f"Passage {on}"
        )
        groups.setdefault(name, []).append(change)
    yield from groups.items()


_OTHERS = (
    "These files are no part of the edition itself: code, settings or pages about it. They can change "
    "what a build does; review them as code."
)


def by_contributor(project: Project, found: Difference) -> Sequence[str]:
    """Return for each contributor, by name, what is new of theirs: “Ada Kestrel: 2 comments”."""
    listed = people.read(project.contributors)[0]
    counts: dict[str, dict[Kind, int]] = {}
    for change in found.changes:
        item = change.item
        if change.what != "Added" or item.kind not in (Kind.COMMENT, Kind.PARALLEL):
            continue
        match = re.search(r"(?:^| · )by: ([^·]*?)(?: ·|$)", item.head)
        name = listed.name(match[1] if match else people.EDITORS)
        kinds = counts.setdefault(name, {})
        kinds[item.kind] = kinds.get(item.kind, 0) + 1
    return [
        f"{name}: {', '.join(f'{n} {_plural(kind, n)}' for kind, n in sorted(kinds.items()))}"
        for name, kinds in sorted(counts.items())
    ]


def as_markdown(found: Difference, who: Sequence[str] = ()) -> str:
    """Return the difference as Markdown in which nothing of a contribution is live.

    ``who`` are lines that say who wrote what is new.
    """
    lines = [
        "# What changes as an edition",
        "",
        f"Since {_md(found.base)}: {counted(found.changes)}.",
    ]
    if who:
        lines += ["", "## Contributors", "", *(f"- {_md(line)}" for line in who)]
    for name, changes in _groups(found.changes):
        lines += ["", f"## {name}"]
        for change in changes:
            lines += ["", f"### {_md(_title(change))}", "", f"In `{_code(change.item.path)}`."]
            lines += _md_sides(found, change)
    if found.others:
        lines += ["", "## Other files", "", _OTHERS, ""]
        lines += [f"- `{_code(name)}`" for name in found.others]
    return "\n".join(lines) + "\n"


def _md_sides(found: Difference, change: Change) -> Iterator[str]:
    sides = found.sides(change)
    for label, item, works in sides:
        yield ""
        if len(sides) > 1:
            yield f"{label}:"
            yield ""
        text = showing.without_roles(item.text, works) if item.kind in _PROSE else item.text
        for line in (item.head, "", *text.splitlines()):
            if line or item.head:
                yield f"> {_md(line)}".rstrip()


def _md(text: str) -> str:
    """Escape what Markdown or a hosting site would act upon: HTML, links, names, headings."""
    text = html.escape(showing.visible(text), quote=False)
    text = re.sub(r"([\\\[\]`!|~])", r"\\\1", text)
    text = re.sub(r"(?<![\w&])([@#])(?=\w)", "\\1\u2060", text)  # no mention, no issue's number
    text = re.sub(r"(?i)\b(https?|www)(?=[:.])", "\\1\u2060", text)  # no address to be followed
    return re.sub(r"^(\s*)([#>+=-])", r"\1\\\2", text)


def _code(text: str) -> str:
    return files.printable(text).replace("`", "ˋ")


def as_html(found: Difference) -> str:
    """Return the difference as one page of HTML, without scripts or links.

    What changes is shown as it reads, before and after apart, with the words marked that differ.
    """
    out = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">",
        f"<title>What changes as an edition</title><style>{showing.STYLE}</style></head><body><main>",
        "<h1>What changes as an edition</h1>",
        f"<p>Since {_esc(found.base)}: {_esc(counted(found.changes))}.</p>",
    ]
    for name, changes in _groups(found.changes):
        out.append(f"<h2>{_esc(name)}</h2>")
        for change in changes:
            out.append(f"<h3>{_esc(_title(change))}</h3>")
            out.append(f'<p class="path">{_esc(files.printable(change.item.path))}</p>')
            out += _html_sides(found, change)
    if found.others:
        out.append(f"<h2>Other files</h2><p>{_esc(_OTHERS)}</p><ul>")
        out += [f"<li><code>{_esc(files.printable(name))}</code></li>" for name in found.others]
        out.append("</ul>")
    out.append("</main></body></html>")
    return "\n".join(out) + "\n"


def _html_sides(found: Difference, change: Change) -> Iterator[str]:
    sides = found.sides(change)
    shown = [_pieces(item, works) for _, item, works in sides]
    marked = showing.differing(*shown) if len(shown) == 2 else [frozenset()]
    yield f'<div class="sides{" two" if len(sides) == 2 else ""}">'
    for (label, _, _), pieces, numbers in zip(sides, shown, marked, strict=True):
        title = f"<h4>{label}</h4>" if len(sides) == 2 else ""
        words = showing.written(pieces, numbers, "del" if label == "Before" else "ins")
        yield f'<div class="side {label.lower()}">{title}{words}</div>'
    yield "</div>"
    if len(sides) == 2 and not any(marked):
        yield '<p class="path">No word is marked: lines, markup, or very much.</p>'


def _pieces(item: Item, works: Mapping[str, str]) -> list[showing.Piece]:
    """Return what an item says as words and tags: its head, and its text as it reads."""
    found: list[showing.Piece] = []
    texts = [("head", item.head)]
    if item.kind not in _PROSE:
        texts.append(("lines", item.text))
    for name, text in texts:
        if text:
            found.append(showing.Piece(f'<p class="{name}">', tag=True))
            found += [*showing.lines(text), showing.Piece("</p>", tag=True)]
    return found + (showing.prose(item.text, works) if item.kind in _PROSE else [])


def _esc(text: str) -> str:
    return showing.escaped(text)
