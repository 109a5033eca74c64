"""Compiling a written Typst file, in passes if an extension asks for them."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .config import Book

_PLACE = re.compile(r"┌─ (?P<file>.+?):(?P<line>\d+):\d+")


@dataclass(frozen=True, slots=True)
class Layout:
    """A laid-out book, handed to the handlers of the event ``typst-layout``.

    *number* counts the passes from 1; *inputs* are the ``sys.inputs`` it was laid out with.
    """

    book: Book
    number: int
    inputs: Mapping[str, str]
    _compiler: typst.Compiler

    def evaluate(self, expression: str) -> Any:
        """Return the value of the Typst *expression* in the laid-out document, through JSON.

        ``layout.evaluate("query(<m>).map(m => m.location().page())")`` gives a list of numbers.
        Raises typst.TypstError (a RuntimeError) if it cannot be evaluated.
        """
        return json.loads(self._compiler.eval(expression))


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What Typst says: the *message* with its hints, and where.

    *file* is relative to the root, *line* from 1; both are None where Typst names no place.
    *places* are all places it names, the innermost first.
    """

    message: str
    places: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, problem: typst.TypstError | typst.TypstWarning) -> Diagnostic:
        """Return what *problem* says."""
        text = "\n".join([problem.diagnostic or "", *problem.trace])
        places = tuple((match["file"], int(match["line"])) for match in _PLACE.finditer(text))
        hints = "".join(f" (hint: {hint})" for hint in problem.hints)
        return cls(f"{problem.message}{hints}", places)


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
    next_inputs: Callable[[Layout], Mapping[str, str] | None],
) -> Compiled:
    """Compile the file *path*, whose folder is the root, with the wheel's own fonts.

    After each pass *next_inputs* gets the layout and returns the ``sys.inputs`` that it asks
    for.  None, or the inputs that the pass had, ends the passes.  Raises CompileError.
    """
    compiler = typst.Compiler(
        str(path),
        root=str(path.parent),
        font_paths=[str(folder) for folder in font_paths],
        ignore_system_fonts=True,
    )
    inputs: dict[str, str] = {}
    for number in range(1, max_passes + 1):
        try:
            pdf, problems = compiler.compile_with_warnings(
                format="pdf",
                sys_inputs=inputs,
                timestamp=timestamp,
                pdf_standards=list(book.standards),  # type: ignore[arg-type]
            )
        except typst.TypstError as error:
            raise CompileError(Diagnostic.of(error)) from error
        layout = Layout(book, number, dict(inputs), compiler)
        wanted = next_inputs(layout)
        settled = wanted is None or dict(wanted) == inputs
        if settled:
            break
        inputs = dict(wanted or {})
    assert isinstance(pdf, bytes)
    return Compiled(pdf, tuple(Diagnostic.of(item) for item in problems), layout, settled)
