"""Compiling a written Typst file, in passes if an extension asks for them.

Typst keeps what it has laid out, for a next time that is nearly the same; of passes with other
inputs it keeps everything, some 0.7 GB a pass for a book of 200 pages, and gives none of it back.
So the passes are run in a process of their own, and in a new one where it has grown large.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .config import Book
    from .worker import Problem

_PLACE = re.compile(r"┌─ (?P<file>.+?):(?P<line>\d+):\d+")
_WORKER = Path(__file__).with_name("worker.py")
HINT = "-hint"
"""How the names of inputs end that only spare a pass work, and are no reason for another."""

NAMED_LINKS = {"sphinx-typst-links": "named"}
"""The input of a book that is laid out in passes; the template says what it is for."""

_CORES = os.cpu_count() or 1
_THREADS = {"RAYON_NUM_THREADS": str(max(_CORES, min(2 * _CORES, 16)))}
"""Typst shares out runs of pages in as many parts as it has threads, whatever there is to do in each:
of a book whose chapters stand together one thread of few would set most."""

LARGE = 256 * 2**20
"""The memory in bytes from which a process is not used for another pass."""


class WorkerError(RuntimeError):
    """Typst refused a request; `problem` is what it says."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem[0])
        self.problem = problem


class Worker:
    """A process with a file to lay out."""

    def __init__(self, path: Path, font_paths: Sequence[Path]) -> None:
        self._process = subprocess.Popen(
            # -P: the folder of the script has modules with names of the standard library's.
            [sys.executable, "-P", str(_WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**_THREADS, **os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self._send((str(path), str(path.parent), [str(folder) for folder in font_paths]))

    def ask(self, what: str, request: Any) -> Any:
        """Return the answer to a request; raise WorkerError, or OSError if the process has died."""
        self._send((what, request))
        assert self._process.stdout is not None
        try:
            done, value = pickle.load(self._process.stdout)
        except EOFError as error:
            code = self._process.wait()
            message = f"Typst ended before its time (exit code {code}): too little memory?"
            raise OSError(message) from error
        if not done:
            raise WorkerError(value)
        return value

    def _send(self, message: Any) -> None:
        assert self._process.stdin is not None
        pickle.dump(message, self._process.stdin)
        self._process.stdin.flush()

    @property
    def large(self) -> bool:
        """Whether the process has grown so much that the next pass had better have a new one."""
        try:
            pages = int(Path(f"/proc/{self._process.pid}/statm").read_text("ascii").split()[1])
        except (OSError, ValueError):
            return True  # no /proc: nobody knows
        return pages * os.sysconf("SC_PAGE_SIZE") > LARGE

    def close(self) -> None:
        """End the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        self._process.wait()

    def stop(self) -> None:
        """End the process whatever it is doing."""
        self._process.kill()
        self.close()


@dataclass(frozen=True, slots=True)
class Layout:
    """A laid-out book, handed to the handlers of the event ``typst-layout``.

    *number* counts the passes from 1; *inputs* are the ``sys.inputs`` it was laid out with.
    """

    book: Book
    number: int
    inputs: Mapping[str, str]
    _worker: Worker

    def evaluate(self, expression: str) -> Any:
        """Return the value of the Typst *expression* in the laid-out document, through JSON.

        ``layout.evaluate("query(<m>).map(m => m.location().page())")`` gives a list of numbers.
        Raises WorkerError (a RuntimeError) if it cannot be evaluated.
        """
        return json.loads(self._worker.ask("evaluate", expression))

    def close(self) -> None:
        """Give back what the layout takes; nothing more can be evaluated."""
        self._worker.close()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What Typst says: the *message* with its hints, and where.

    *file* is relative to the root, *line* from 1; both are None where Typst names no place.
    *places* are all places it names, the innermost first.
    """

    message: str
    places: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, problem: Problem) -> Diagnostic:
        """Return what *problem* says."""
        said, given_hints, shown, trace = problem
        text = "\n".join([shown, *trace])
        places = tuple((match["file"], int(match["line"])) for match in _PLACE.finditer(text))
        hints = "".join(f" (hint: {hint})" for hint in given_hints)
        return cls(f"{said}{hints}", places)


class CompileError(Exception):
    """Typst refused the file; `diagnostic` says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@dataclass(frozen=True, slots=True)
class Compiled:
    """A finished PDF."""

    pdf: bytes
    warnings: tuple[Diagnostic, ...]
    layout: Layout
    settled: bool
    """False if the passes ran out before a layout asked for what it had been given."""


def compile_book(
    path: Path,
    book: Book,
    *,
    timestamp: dt.datetime,
    font_paths: Sequence[Path],
    max_passes: int,
    next_inputs: Callable[[Layout], Mapping[str, str] | None] | None,
) -> Compiled:
    """Compile the file *path*, whose folder is the root, with the wheel's own fonts.

    After each pass *next_inputs* gets the layout and returns the ``sys.inputs`` that it asks
    for; None asks for none.  The passes end when one has had what it asks for, hints apart, or, if
    there is no *next_inputs*, with the first.  Raises CompileError, or OSError if Typst's process dies.  The
    layout of what is returned is to be closed.
    """
    inputs: dict[str, str] = {} if next_inputs is None or max_passes == 1 else dict(NAMED_LINKS)
    number = 0
    worker = Worker(path, font_paths)
    try:
        while True:
            number += 1
            worker.ask("begin", inputs)
            layout = Layout(book, number, dict(inputs), worker)
            wanted = inputs
            if next_inputs is not None:
                wanted = {**(next_inputs(layout) or {}), **NAMED_LINKS}
            settled = _without_hints(wanted) == _without_hints(inputs)
            if settled or number == max_passes:
                break
            inputs = wanted
            if worker.large:
                worker.close()
                worker = Worker(path, font_paths)
        pdf, problems = worker.ask(
            "compile", {"timestamp": timestamp, "pdf_standards": list(book.standards)}
        )
    except WorkerError as error:
        worker.close()
        raise CompileError(Diagnostic.of(error.problem)) from error
    except BaseException:
        worker.stop()
        raise
    return Compiled(pdf, tuple(Diagnostic.of(item) for item in problems), layout, settled)


def _without_hints(inputs: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in inputs.items() if not name.endswith(HINT)}
