"""``edition diff BASE``: what changes as an edition, for reviewers.

Both sides are read as data: the base from git's objects into a folder of its own, so that nothing
of it is run. What is shown is escaped: a contribution is a stranger's until it is reviewed.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from critical_edition.checking.authorship import Against
from critical_edition.commands import showing
from critical_edition.commands.escaping import code as ticked
from critical_edition.commands.escaping import inline, markdown, start
from critical_edition.commands.flags import flags
from critical_edition.commands.items import Item, Kind, items
from critical_edition.commands.loose import Loose, loose
from critical_edition.model.places import NoteId, PassageId
from critical_edition.reading import files
from critical_edition.sources import history, people
from critical_edition.sources.project import Project

if TYPE_CHECKING:
    from critical_edition.commands import Commands


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
    """All changes in the order of the text, and every other line that changes, code first.

    ``works`` are the short names of the works that may be cited, by key: before, and after; ``items``
    all that there is after, and ``names`` the contributors' by their IDs.
    """

    base: str
    changes: tuple[Change, ...]
    others: tuple[Loose, ...]
    works: tuple[Mapping[str, str], Mapping[str, str]] = field(default=({}, {}))
    items: tuple[Item, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    flags: Mapping[tuple[str, int], Sequence[str]] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """What changes, in a sentence; of other files first, which nobody may overlook."""
        parts = []
        for code, what in ((True, "CODE OR SETTINGS"), (False, "text beside the edition’s items")):
            if count := sum(one.code is code for one in self.others):
                parts.append(f"{what} in {count} file{'s' if count > 1 else ''}")
        if self.changes or not parts:
            parts.append(counted(self.changes))
        return "; ".join(parts)

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
    diff.add_argument("--account", type=people.account, help="who sent it, such as github:name")
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
    against = Against(options.base, options.account or "")
    flagged = flags(project, against, [(c.before, c.after) for c in found.changes])
    found = replace(found, flags=flagged)
    who = by_contributor(project, found) if options.contributors else ()
    text = as_html(found) if options.format == "html" else as_markdown(found, who)
    if options.output is None:
        sys.stdout.write(text)
    else:
        options.output.write_text(text, "utf-8")
        print(f"Wrote {options.output}: {found.summary}.")
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
        before = _numbered(items(Project(root)))
    after = _numbered(items(project))
    changes = [
        Change(before.get(key), after.get(key))
        for key in before.keys() | after.keys()
        if not _same(before.get(key), after.get(key))
    ]
    changes.sort(key=lambda change: _order(change.item))
    works = (_works(before.values()), _works(after.values()))
    shown = _lines(c.before for c in changes), _lines(c.after for c in changes)
    others = tuple(loose(project, commit, shown))
    names = {one.id: one.name for one in people.read(project.contributors)[0].listed()}
    return Difference(base, tuple(changes), others, works, tuple(after.values()), names)


def _numbered(found: Iterable[Item]) -> dict[tuple[Kind, str, int], Item]:
    """Return items by kind and name, and by number where several are called alike."""
    numbered: dict[tuple[Kind, str, int], Item] = {}
    for item in found:
        number = 1
        while (item.kind, item.name, number) in numbered:
            number += 1
        numbered[item.kind, item.name, number] = item
    return numbered


def _lines(found: Iterable[Item | None]) -> dict[str, set[int]]:
    """Return the lines of files that are shown with items."""
    lines: dict[str, set[int]] = {}
    for item in found:
        if item is not None:
            lines.setdefault(item.path, set()).update(item.lines)
    return lines


def _works(found: Iterable[Item]) -> Mapping[str, str]:
    """Return the short names of the works among the items, by their keys."""
    return {i.name: showing.short_name(i.name, i.text) for i in found if i.kind is Kind.SOURCE}


def _same(one: Item | None, other: Item | None) -> bool:
    if one is None or other is None:
        return False
    return (one.on, one.head, one.text, one.path) == (
        other.on,
        other.head,
        other.text,
        other.path,
    )


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


_CODE = (
    "These files can do on your machine what you can do, or change what a build does. Read every line "
    "before you build this branch."
)
_TEXT = "These lines are no part of an item below: prose of pages, headings, comments in files, odd files."
_HEADS = ((True, "Code and settings", _CODE), (False, "Text beside the edition’s items", _TEXT))
MOST = 900_000
"""Bytes of Markdown: hosting sites cut off, or refuse, more than 1 MiB."""


def by_contributor(project: Project, found: Difference) -> Sequence[str]:
    """Return for each contributor, by name, what is new of theirs: “Ada Kestrel: 2 comments”."""
    listed = people.read(project.contributors)[0]
    counts: dict[str, dict[Kind, int]] = {}
    for change in found.changes:
        item = change.item
        if change.what != "Added" or item.kind not in (Kind.COMMENT, Kind.PARALLEL):
            continue
        name = listed.name(item.by)
        kinds = counts.setdefault(name, {})
        kinds[item.kind] = kinds.get(item.kind, 0) + 1
    return [
        f"{name}: {', '.join(f'{n} {_plural(kind, n)}' for kind, n in sorted(kinds.items()))}"
        for name, kinds in sorted(counts.items())
    ]


def as_markdown(found: Difference, who: Sequence[str] = ()) -> str:
    """Return the difference as Markdown in which nothing of a contribution is live.

    ``who`` are lines that say who wrote what is new. Of what is more than :data:`MOST` bytes it is said
    how much is left out.
    """
    lines = [
        "# What changes as an edition",
        "",
        f"Since {markdown(found.base)}: {found.summary}.",
    ]
    if who:
        lines += ["", "## Contributors", "", *(f"- {markdown(line)}" for line in who)]
    if found.changes:
        lines += ["", "## Contents", ""]
        for name, changes in _groups(found.changes):
            listed = ", ".join(markdown(_title(change)) for change in changes)
            lines.append(f"- [{name}](#{_slug(name)}): {listed}")
    blocks = ["\n".join(_md_others(found, *head)) for head in _HEADS]
    for name, changes in _groups(found.changes):
        heading = ["", f"## {name}", *_md_context(found, changes[0])]
        for change in changes:
            shown = [
                *heading,
                "",
                f"### {markdown(_title(change))}",
                "",
                f"In `{_where(change)}`.",
            ]
            shown += [
                line for flag in _flags(found, change) for line in ("", f"⚠ {markdown(flag)}")
            ]
            blocks.append("\n".join([*shown, *_md_sides(found, change)]))
            heading = []
    text = "\n".join(lines)[: MOST // 4]
    kept = len(text.encode())
    for number, block in enumerate(blocks):
        kept += len(block.encode()) + 1
        if kept > MOST:
            text += (
                f"\n\n**{len(blocks) - number} parts are too long to be shown here: "
                "`edition diff --format html` has all of them.**"
            )
            break
        text += f"\n{block}" if block else ""
    return f"{text}\n"


def _md_others(found: Difference, code: bool, title: str, advice: str) -> Iterator[str]:
    others = [one for one in found.others if one.code is code]
    if not others:
        return
    yield from ("", f"## {'⚠ ' if code else ''}{title}", "", f"**{advice}**" if code else advice)
    for one in others:
        yield from (
            "",
            f"- `{ticked(one.path)}`{f' ({markdown(one.what)})' if one.what else ''}",
        )
        if one.lines:
            shown = [showing.visible(line) for line in one.lines]
            fence = "`" * max(3, *(len(m[0]) + 1 for m in re.finditer("`+", "\n".join(shown))), 3)
            yield from ("", f"{fence}diff", *shown, fence)


def _slug(title: str) -> str:
    """Return the anchor that a hosting site gives to a heading."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def _flags(found: Difference, change: Change) -> Sequence[str]:
    return found.flags.get((change.item.path, change.item.lines.start), ())


def _where(change: Change) -> str:
    paths = [i.path for i in (change.before, change.after) if i]
    return ticked(" → ".join(dict.fromkeys(paths)))


def _context(found: Difference, change: Change) -> tuple[str, str]:
    """Return the abstract of the passage that a change is on, and what else stands there."""
    on = change.item.on
    if on is None:
        return "", ""
    here = [i for i in found.items if i.on == on]
    abstract = next((i.text for i in here if i.kind in (Kind.PASSAGE, Kind.NOTE)), "")
    changed = {c.after.name for c in found.changes if c.after}
    others = [
        f"{i.kind} {i.name}"
        for i in here
        if i.kind in (Kind.COMMENT, Kind.PARALLEL) and i.name not in changed
    ]
    return abstract, ", ".join(others)


def _md_context(found: Difference, change: Change) -> Iterator[str]:
    abstract, others = _context(found, change)
    if abstract and change.item.kind not in (Kind.PASSAGE, Kind.NOTE):
        yield from ("", f"As it stands here: {markdown(' '.join(abstract.split()))}")
    if others:
        yield from ("", f"Beside it: {markdown(others)}.")


def _head(item: Item, found: Difference) -> str:
    """Return what an item's head says, with the name of who signs it."""
    name = found.names.get(item.by, "")
    return f"{item.head} · ({name})" if name else item.head


def _md_sides(found: Difference, change: Change) -> Iterator[str]:
    sides = found.sides(change)
    texts = [
        "\n".join(
            [
                _head(item, found),
                "",
                showing.without_roles(item.text, works) if item.kind in _PROSE else item.text,
            ]
        )
        for _, item, works in sides
    ]
    pieces = [showing.lines(text) for text in texts]
    marked = showing.differing(*pieces) if len(pieces) == 2 else [frozenset()]
    for (label, item, _), side, numbers in zip(sides, pieces, marked, strict=True):
        yield ""
        if len(sides) > 1:
            yield f"{label}:"
            yield ""
        sign = "~~" if label == "Before" else "**"
        text = (
            "".join(
                f"{sign}{inline(piece.text)}{sign}" if number in numbers else inline(piece.text)
                for number, piece in enumerate(side)
            )
            .replace(f"{sign} {sign}", " ")
            .replace(f"{sign}{sign}", "")
        )
        for line in text.splitlines():
            if line or item.head:
                yield f"> {start(line)}".rstrip()


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
        f"<p>Since {_esc(found.base)}: {_esc(found.summary)}.</p>",
    ]
    groups = [(f"p{n}", *group) for n, group in enumerate(_groups(found.changes), 1)]
    if groups:
        out.append("<h2>Contents</h2><ol>")
        for anchor, name, changes in groups:
            listed = _esc("; ".join(map(_title, changes)))
            out.append(f'<li><a href="#{anchor}">{_esc(name)}</a>: {listed}</li>')
        out.append("</ol>")
    for head in _HEADS:
        out += _html_others(found, *head)
    for anchor, name, changes in groups:
        out.append(f'<h2 id="{anchor}">{_esc(name)}</h2>')
        abstract, others = _context(found, changes[0])
        if abstract and changes[0].item.kind not in (Kind.PASSAGE, Kind.NOTE):
            out.append(f'<p class="aside">As it stands here: {_esc(abstract)}</p>')
        if others:
            out.append(f'<p class="aside">Beside it: {_esc(others)}.</p>')
        for change in changes:
            out.append(f"<h3>{_esc(_title(change))}</h3>")
            out.append(f'<p class="path">{_esc(_where(change))}</p>')
            out += [f'<p class="head">⚠ {_esc(flag)}</p>' for flag in _flags(found, change)]
            out += _html_sides(found, change)
    out.append("</main></body></html>")
    return "\n".join(out) + "\n"


def _html_others(found: Difference, code: bool, title: str, advice: str) -> Iterator[str]:
    others = [one for one in found.others if one.code is code]
    if not others:
        return
    said = f"<strong>{_esc(advice)}</strong>" if code else _esc(advice)
    yield f"<h2>{_esc(title)}</h2><p>{said}</p>"
    for one in others:
        what = f" ({_esc(one.what)})" if one.what else ""
        yield f"<p><code>{_esc(files.printable(one.path))}</code>{what}</p>"
        if one.lines:
            yield f"<pre>{_esc(chr(10).join(one.lines))}</pre>"


def _html_sides(found: Difference, change: Change) -> Iterator[str]:
    sides = found.sides(change)
    shown = [_pieces(item, works, found) for _, item, works in sides]
    marked = showing.differing(*shown) if len(shown) == 2 else [frozenset()]
    yield f'<div class="sides{" two" if len(sides) == 2 else ""}">'
    for (label, _, _), pieces, numbers in zip(sides, shown, marked, strict=True):
        title = f"<h4>{label}</h4>" if len(sides) == 2 else ""
        words = showing.written(pieces, numbers, "del" if label == "Before" else "ins")
        yield f'<div class="side {label.lower()}">{title}{words}</div>'
    yield "</div>"
    if len(sides) == 2 and not any(marked):
        yield '<p class="path">No word is marked: lines, markup, or very much.</p>'


def _pieces(item: Item, works: Mapping[str, str], difference: Difference) -> list[showing.Piece]:
    """Return what an item says as words and tags: its head, and its text as it reads."""
    found: list[showing.Piece] = []
    texts = [("head", _head(item, difference))]
    if item.kind not in _PROSE:
        texts.append(("lines", item.text))
    for name, text in texts:
        if text:
            found.append(showing.Piece(f'<p class="{name}">', tag=True))
            found += [*showing.lines(text), showing.Piece("</p>", tag=True)]
    return found + (showing.prose(item.text, works) if item.kind in _PROSE else [])


def _esc(text: str) -> str:
    return showing.escaped(text)
