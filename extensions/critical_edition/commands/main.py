"""The ``edition`` command: parses, calls, returns an exit code.

0: done; 1: the command says why not; 2: the command line is wrong. Each command is a module with its
parser (``add_parser``) and what it does (``run``), imported for that command alone.
"""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from critical_edition.model.version import __version__
from critical_edition.reading import files
from critical_edition.sources.project import Project, ProjectError

PROGRAM = "edition"
COMMANDS = ("init", "text", "build", "check", "serve", "new", "diff", "export")
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}
LOG = "edition-error.log"
"""The file in ``build`` that holds the traceback of what nobody foresaw."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    _open_streams()
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser(given).parse_args(given)
    project = None
    try:
        if options.command != "init":  # which makes a project
            project = Project.find(options.project)
        code: int = options.run(project, options)
        sys.stdout.flush()
    except (ProjectError, OSError) as error:
        if isinstance(error, BrokenPipeError):
            # The reader of our output (head, say) has had enough: no fault, nothing to say.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        print(f"{PROGRAM}: {_said(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"{PROGRAM}: interrupted", file=sys.stderr)
        return 130
    except Exception as error:  # whatever a file may have brought about that nobody foresaw
        return _unforeseen(error, project)
    return code


def _said(error: ProjectError | OSError) -> str:
    """Return what went wrong in plain words."""
    if not isinstance(error, OSError) or error.strerror is None:
        return str(error)
    words = "may not be written to, or read" if error.errno in _DENIED else error.strerror
    return f"{error.filename}: {words}" if error.filename else words


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


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser of the command that is given; of all of them where none is."""
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
    for name in [name for name in COMMANDS if name in given] or COMMANDS:
        import_module(f"{__package__}.{name}").add_parser(commands)
    return parser


def _version() -> str:
    return __version__


if __name__ == "__main__":
    sys.exit(main())
