"""The parts of an edition as a reviewer is shown them: what they are, and in which lines they stand.

Whatever a reviewer is shown of a file is an item with its lines; all its other lines are
:mod:`critical_edition.commands.loose`'s.
"""

from __future__ import annotations

import enum
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from critical_edition.model.anchor import Anchor
from critical_edition.model.places import Place, parse_place
from critical_edition.reading import files
from critical_edition.sources.myst import Directive
from critical_edition.sources.project import Project
from critical_edition.sources.read import read_pages


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
    """A part of the edition: its name, what it is on (None: nothing), what its head and text say.

    ``lines`` are those of its file in which it stands, all of which is shown with it. ``by`` is who
    signs it, empty where nobody does.
    """

    kind: Kind
    name: str
    on: Place | None
    head: str
    text: str
    path: str
    lines: range = range(0)
    by: str = ""


def items(project: Project) -> Iterator[Item]:
    """Yield the parts of an edition; what cannot be read is passed over, as the check reports it."""
    for page in read_pages(project):
        path = page.path.relative_to(project.root).as_posix()
        for entry in page.entries:
            yield _directive(entry.block.directive, path)
    yield from _tables(project)
    try:
        records = files.text(project.bibliography)
    except (OSError, UnicodeDecodeError):
        records = ""
    path = project.bibliography.relative_to(project.root).as_posix()
    for match in _RECORD.finditer(records):
        fields = match[3].strip().rstrip("})").strip()
        text = "\n".join(line.strip() for line in fields.splitlines())
        first = records.count("\n", 0, match.start()) + 1
        last = first + match[0].rstrip().count("\n")
        yield Item(Kind.SOURCE, match[2], None, match[1], text, path, lines=range(first, last + 1))


_RECORD = re.compile(r"^[ \t]*@(\w+)\s*[{(]\s*([^,\s]+)\s*,(.*?)(?=^[ \t]*@|\Z)", re.M | re.S)


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
    plain = [f":{key}: {value}" for key, value in values.items()]
    written = [line.strip() for line in directive.head if line.strip()]
    if written != [line.strip() for line in plain]:
        # What a parser of options passes over, or reads as something else, is not to be hidden.
        head = " · ".join(filter(None, (head, f"written: {' / '.join(written)}")))
    last = directive.body_line + directive.body.count("\n") + 1
    signed = kind in (Kind.COMMENT, Kind.PARALLEL)
    return Item(
        kind,
        name,
        _place(place),
        head,
        directive.body.strip(),
        path,
        lines=range(directive.line, last + 1),
        by=(values.get("by") or "editors") if signed else "",
    )


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
            content = files.text(path)
            data = files.toml(content)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            continue
        shown = path.relative_to(project.root).as_posix()
        places = _tables_of(content)
        for table, entries in data.items():
            for number, entry in enumerate(entries if isinstance(entries, list) else []):
                if isinstance(entry, dict):
                    yield _entry(entry, table, kind, shown, places.get((table, number)))


def _tables_of(content: str) -> dict[tuple[str, int], tuple[range, dict[str, object]]]:
    """Return the lines of the tables of a file, by name and number, with what these lines say alone.

    A comment's line is nobody's: no item shows it.
    """
    starts = [m.start() for m in re.finditer(r"^\[\[\w+\]\]\s*$", content, re.MULTILINE)]
    found: dict[tuple[str, int], tuple[range, dict[str, object]]] = {}
    numbers: dict[str, int] = {}
    for start, end in pairwise([*starts, len(content)]):
        part = content[start:end].rstrip()
        try:
            ((table, entries),) = files.toml(part).items()
        except (ValueError, tomllib.TOMLDecodeError):
            continue
        number = numbers[table] = numbers.get(table, -1) + 1
        first = content.count("\n", 0, start) + 1
        if "#" not in part and isinstance(entries, list) and len(entries) == 1:
            found[table, number] = (range(first, first + part.count("\n") + 1), entries[0])
    return found


def _entry(
    entry: Mapping[str, object],
    table: str,
    kind: Kind,
    path: str,
    place: tuple[range, dict[str, object]] | None,
) -> Item:
    # Only lines that say this and nothing else are the entry's.
    lines = place[0] if place and place[1] == entry else range(0)
    text = "\n".join(f"{key}: {_value(value)}" for key, value in entry.items())
    if kind is Kind.MARK:
        parts = (entry.get(n, "") for n in ("on", "kind", "lemma", "after", "note", "at", "page"))
        return Item(
            kind,
            " ".join(str(p) for p in parts if p),
            _place(str(entry.get("on"))),
            "",
            text,
            path,
            lines,
        )
    name = str(entry.get("id", ""))
    # A file's entries may be of several sorts, such as persons; a contributor is of one.
    return Item(kind, name if table == kind else f"{table} {name}", None, "", text, path, lines)


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
