"""A process that lays out one file, pass by pass; `compile.py` speaks to it over its pipes.

Run by its path, with nothing of this package imported. Each message is a pickle: a request
``("compile", arguments)`` or ``("evaluate", expression)``, and its answer ``(True, value)`` or
``(False, problem)``, with problems as `as_data` makes them.
"""

from __future__ import annotations

import pickle
import sys
from typing import Any, BinaryIO

import typst

Problem = tuple[str, tuple[str, ...], str, tuple[str, ...]]
"""Message, hints, diagnostic, trace."""


def as_data(problem: typst.TypstError | typst.TypstWarning) -> Problem:
    """Return what a problem says as plain data."""
    return (
        str(problem.message),
        tuple(problem.hints),
        problem.diagnostic or "",
        tuple(problem.trace),
    )


def answer(compiler: typst.Compiler, what: str, request: Any) -> Any:
    """Return the answer to a request."""
    if what == "evaluate":
        return compiler.eval(request)
    pdf, problems = compiler.compile_with_warnings(format="pdf", **request)
    return pdf, [as_data(problem) for problem in problems]


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more; the first names the file, its root and its fonts."""
    path, root, fonts = pickle.load(requests)
    compiler = typst.Compiler(path, root=root, font_paths=fonts, ignore_system_fonts=True)
    while True:
        try:
            what, request = pickle.load(requests)
        except EOFError:
            return
        try:
            reply = (True, answer(compiler, what, request))
        except typst.TypstError as error:
            reply = (False, as_data(error))
        pickle.dump(reply, answers)
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
