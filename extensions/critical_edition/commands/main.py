"""The ``edition`` command: parses, calls, returns an exit code.

0: done; 1: the command says why not; 2: the command line is wrong. Modules are imported by the
command that needs them, so that only ``build`` loads Sphinx.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from critical_edition.reading import files
from critical_edition.sources.project import Project, ProjectError

PROGRAM = "edition"
LOG = "edition-error.log"
"""The file in ``build`` that holds the traceback of what nobody foresaw."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    _open_streams()
    options = _parser().parse_args(arguments)
    project = None
    try:
        project = Project.find(options.project)
        code = _dispatch(project, options)
        sys.stdout.flush()
    except (ProjectError, OSError) as error:
        if isinstance(error, BrokenPipeError):
            # The reader of our output (head, say) has had enough: no fault, nothing to say.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"{PROGRAM}: interrupted", file=sys.stderr)
        return 130
    except Exception as error:  # whatever a file may have brought about that nobody foresaw
        return _unforeseen(error, project)
    return code


def _open_streams() -> None:
    """Stand in for streams that are closed, and print what the terminal has no characters for."""
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115  # to the end
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _unforeseen(error: Exception, project: Project | None) -> int:
    """Say in a line what ended the command, and in which file its traceback is."""
    folder = project.build if project else Path(tempfile.gettempdir())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        log = folder / LOG
        log.unlink(missing_ok=True)  # it might lead elsewhere
        text = "".join(traceback.format_exception(error))
        log.write_text(text, "utf-8", errors="backslashreplace")
        where = str(log.relative_to(project.root)) if project else str(log)
        where = f"where it happened in the program is in {where}"
    except OSError as other:
        where = f"where it happened could not be written ({other.strerror})"
    said = files.printable(str(error))[:200]
    print(f"{PROGRAM}: {type(error).__name__}: {said}; {where}", file=sys.stderr)
    return 1


def _dispatch(project: Project, options: argparse.Namespace) -> int:
    match options.command:
        case "text":
            return _text(project, options)
        case "build":
            from critical_edition.commands import build

            formats = options.formats or build.DEFAULT_FORMATS
            return build.run_build(project, formats, options.text, _page_settings(options))
        case "check":
            from critical_edition.checking import edition as check
            from critical_edition.checking.authorship import Against
            from critical_edition.checking.reporting import Style

            return check.run_check(
                project,
                Style(options.format),
                against=Against(options.base, options.account or ""),
                fix=options.fix,
            )
        case "serve":
            from critical_edition.commands import build

            os.environ.setdefault("SOURCE_DATE_EPOCH", str(build.source_date(project.root)))
            # Imported here: Sphinx reads SOURCE_DATE_EPOCH as it starts.
            from critical_edition.commands import serve

            return serve.run(project, options.port)
        case "new":
            from critical_edition.commands import new

            if options.kind_of_record == "form":
                from critical_edition.commands import form

                return form.run(project, options.file, options.report)
            given = {k: v for k, v in vars(options).items() if k not in {"command", "project"}}
            for name, value in given.items():
                words = " ".join(value) if isinstance(value, list) else str(value)
                if any("\ud800" <= char <= "\udfff" for char in words):
                    print(f"{PROGRAM}: --{name.replace('_', '-')} is not UTF-8", file=sys.stderr)
                    return 1
            for name in ("on", "from", "to"):
                if isinstance(given.get(name), list):
                    given[name] = _anchor(given[name])
            return new.run(project, options.kind_of_record, given)
        case "diff":
            from critical_edition.commands import diff

            return diff.run(
                project,
                options.base,
                options.format,
                options.output,
                contributors=options.contributors,
            )
        case _:
            from critical_edition.outputs.data import edition as export

            return export.run_export(project, options.file, with_text=options.with_text)


def _anchor(parts: Sequence[str]) -> str:
    """Return an anchor given as ``2.6 "war scare"`` or, unquoted by the shell, in two words."""
    place, *words = parts
    if not words:
        return place
    lemma = " ".join(words)
    return f"{place} {lemma}" if lemma.startswith(('"', "“")) else f'{place} "{lemma}"'


def _page_settings(options: argparse.Namespace) -> dict[str, str]:
    """Return what the command line says of the printed page, as values of conf.py."""
    asked = {
        "edition_pdf_paper": options.paper,
        "edition_pdf_commentary": options.commentary,
        "edition_pdf_gloss": None if options.gloss else "0",
    }
    return {name: value for name, value in asked.items() if value is not None}


def _text(project: Project, options: argparse.Namespace) -> int:
    from critical_edition.commands import text as commands

    match options.text_command:
        case "import":
            return commands.run_import(project, options.file.expanduser(), options.json)
        case "status":
            return commands.run_status(project, options.json)
        case "show":
            return commands.run_show(project, options.id)
        case "lock":
            return commands.run_lock(project, options.folder)
        case "lemmata":
            return commands.run_lemmata(project)
        case _:
            from critical_edition.commands import build

            code = commands.run_forget(project)
            if code == 0 and build.forget_full(project.build):
                print("What was built of the full edition is removed too.")
            return code


def _parser() -> argparse.ArgumentParser:
    from critical_edition.commands.build import DEFAULT_FORMATS, FORMATS, NO_TEXT
    from critical_edition.outputs.pdf.geometry import COMMENTARY, PAPERS

    parser = argparse.ArgumentParser(
        prog=PROGRAM, description="A critical edition: establish its text, check it, build it."
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {_version()}")
    parser.add_argument(
        "--project",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="a folder in the edition's checkout (default: the current one)",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    text = commands.add_parser("text", help="establish the essay's text from your own copy")
    texts = text.add_subparsers(dest="text_command", required=True, metavar="COMMAND")
    importing = texts.add_parser("import", help="establish the text from a copy")
    importing.add_argument("file", type=Path, metavar="FILE", help="text, Markdown, HTML or PDF")
    importing.add_argument("--json", action="store_true", help="print the report as JSON")
    status = texts.add_parser("status", help="verify what is established, and report it")
    status.add_argument("--json", action="store_true", help="print the report as JSON")
    show = texts.add_parser("show", help="print a passage or note as established")
    show.add_argument("id", metavar="ID", help="2.6 for a passage, n7 for a note")
    texts.add_parser("forget", help="remove the established text")
    texts.add_parser("lemmata", help="record which words that comments hang on are in the text")
    locking = texts.add_parser("lock", help="make the fingerprints anew from a proofread text")
    locking.add_argument(
        "folder", type=Path, nargs="?", metavar="FOLDER", help="default: the established text"
    )

    build = commands.add_parser("build", help="build the edition")
    build.add_argument(
        "formats",
        nargs="*",
        metavar="FORMAT",
        type=_format,
        help=f"{', '.join(FORMATS)} (default: {' '.join(DEFAULT_FORMATS)})",
    )
    build.add_argument(
        "--text",
        metavar="FOLDER",
        help=f"another established text, or {NO_TEXT} for the companion edition",
    )

    page = build.add_argument_group("the page of the PDF")
    page.add_argument("--paper", choices=PAPERS, help="default: book, 176 by 250 mm")
    page.add_argument(
        "--commentary", choices=COMMENTARY, help="where the comments stand (default: margin)"
    )
    page.add_argument(
        "--no-gloss",
        dest="gloss",
        action="store_false",
        help="without the editors' summaries beside the essay's text",
    )

    check = commands.add_parser("check", help="check the edition's sources without building it")
    check.add_argument("--format", choices=["text", "json", "github"], default="text")
    check.add_argument(
        "--fix",
        action="store_true",
        help="mend first what needs no decision: dashes, quotation marks",
    )
    check.add_argument(
        "--base",
        default="",
        metavar="COMMIT",
        help="compare IDs and authors with this (default: origin/main or main, where there is one)",
    )
    check.add_argument(
        "--account",
        type=_account,
        metavar="SITE:NAME",
        help="who sends the contribution, such as github:name: new records are to be by them",
    )

    _add_contributing(commands)

    export = commands.add_parser("export", help="write the whole edition as data")
    exports = export.add_subparsers(dest="kind", required=True, metavar="KIND")
    json = exports.add_parser("json", help="as JSON")
    json.add_argument("file", metavar="FILE", help="the file to write; - for standard output")
    json.add_argument("--with-text", action="store_true", help="with the established text")
    return parser


def _add_contributing(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what contributors and reviewers use."""
    serving = commands.add_parser("serve", help="a preview that follows what you save")
    serving.add_argument("--port", type=_port, default=8000, help="default: 8000")

    new = commands.add_parser("new", help="begin a comment, a parallel or an emendation")
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

    diff = commands.add_parser("diff", help="what changes as an edition since a commit")
    diff.add_argument("base", metavar="BASE", help="a commit or branch, such as main")
    diff.add_argument("--format", choices=["markdown", "html"], default="markdown")
    diff.add_argument("--contributors", action="store_true", help="list too who wrote what is new")
    diff.add_argument("--output", type=Path, metavar="FILE", help="default: standard output")


def _account(text: str) -> str:
    from critical_edition.sources import people

    try:
        return people.account(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"“{text}” is no port; they go from 0 to 65535")
    return int(text)


def _format(name: str) -> str:
    from critical_edition.commands.build import FORMATS

    if name not in FORMATS:
        raise argparse.ArgumentTypeError(f"no format “{name}”; there are {', '.join(FORMATS)}")
    return name


def _version() -> str:
    return version("emergence-edition")


if __name__ == "__main__":
    sys.exit(main())
