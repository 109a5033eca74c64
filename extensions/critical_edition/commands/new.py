"""``edition new``: a comment, a parallel or an emendation."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from critical_edition.commands import Commands
    from critical_edition.sources.project import Project


def add_parser(commands: Commands) -> None:
    """Add what the command line may say."""
    new = commands.add_parser("new", help="begin a comment, a parallel or an emendation")
    new.set_defaults(run=run)
    kinds = new.add_subparsers(dest="kind_of_record", required=True, metavar="KIND")
    comment = kinds.add_parser("comment", help="a comment, in a page of its own")
    parallel = kinds.add_parser("parallel", help="a parallel, on the page of its argument")
    emendation = kinds.add_parser("emendation", help="an emendation, among the marks")
    where = {"nargs": "+", "metavar": ("PLACE", "LEMMA")}
    for one in (comment, emendation):
        one.add_argument("--on", **where, help='2.6, 2.6 "war scare", 2.5-2.6 or n7')  # type: ignore[arg-type]
    parallel.add_argument("--argument", metavar="ID", help="the argument that it belongs to")
    parallel.add_argument("--from", **where, help="one end")  # type: ignore[arg-type]
    parallel.add_argument("--to", **where, help="the other end")  # type: ignore[arg-type]
    parallel.add_argument("--relation", help="how the first stands to the other")
    comment.add_argument("--kind", help="a kind of the profile, docs/edition.toml, such as context")
    comment.add_argument("--date", help="year-month-day (default: today)")
    comment.add_argument("--replies-to", metavar="ID", help="the comment that it answers")
    for one in (comment, parallel):
        one.add_argument("--by", metavar="ID", help="who writes (docs/contributors.toml)")
        one.add_argument("--id", metavar="ID", help="its ID (default: made of its words)")
        one.add_argument("--text", help="what it says (default: a line to be replaced)")
    emendation.add_argument("--reading", help="what to read instead")
    emendation.add_argument("--remark", help="why, with the source")
    form = kinds.add_parser("form", help="a comment out of the hosting site's form")
    form.add_argument("file", type=Path, metavar="EVENT", help="the event as JSON")
    form.add_argument("--report", type=Path, metavar="FILE", help="what a commit of it needs")


def run(project: Project, options: argparse.Namespace) -> int:
    """Make a record and say where it is and what comes next; 1 where it cannot be made."""
    from critical_edition.commands import form, records
    from critical_edition.sources.pages import shown

    kind = options.kind_of_record
    if kind == "form":
        return form.run(project, options.file, options.report)
    given = {k: v for k, v in vars(options).items() if k not in {"command", "project", "run"}}
    for name, value in given.items():
        words = " ".join(value) if isinstance(value, list) else str(value)
        if any("\ud800" <= char <= "\udfff" for char in words):
            print(f"edition: --{name.replace('_', '-')} is not UTF-8", file=sys.stderr)
            return 1
        if name in {"on", "from", "to"} and isinstance(value, list):
            given[name] = _anchor(value)
    makers = {
        "comment": records.comment,
        "parallel": records.parallel,
        "emendation": records.emendation,
    }
    try:
        desk = records.Desk.of(project, _ask if sys.stdin.isatty() else None)
        written = makers[kind](desk, given)
    except records.NewError as error:
        print(f"edition: {error}", file=sys.stderr)
        return 1
    except EOFError:
        print("\nedition: nothing was written", file=sys.stderr)
        return 1
    where = shown(written.path, project.root)
    print(f"Wrote the {kind} “{written.id}”: go on at {where}:{written.line}")
    print("`edition check` says what is still to be mended; `make serve` shows it in its place.")
    return 0


def _anchor(parts: Sequence[str]) -> str:
    """Return an anchor given as ``2.6 "war scare"`` or, unquoted by the shell, in two words."""
    place, *words = parts
    if not words:
        return place
    lemma = " ".join(words)
    return f"{place} {lemma}" if lemma.startswith(('"', "“")) else f'{place} "{lemma}"'


def _ask(question: str) -> str:
    return input(f"{question[0].upper()}{question[1:]}: ")
