"""A process that lays out one file, pass by pass; `compile.py` speaks to it over its pipes.

Run by its path, with nothing of this package imported. Each message is a pickle: a request
``("begin", inputs)``, ``("evaluate", expression)`` or ``("compile", arguments)``, and its answer
``(True, value)`` or ``(False, problem)``, with problems as `as_data` makes them.
"""

from __future__ import annotations

import pickle
import signal
import sys
from functools import partial
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


class Laying:
    """A file, and the compiler that has laid it out with the inputs of the last request."""

    def __init__(self, path: str, root: str, fonts: list[str]) -> None:
        self._make = partial(
            typst.Compiler, path, root=root, font_paths=fonts, ignore_system_fonts=True
        )
        self._compiler = self._make()

    def answer(self, what: str, request: Any) -> Any:
        """Return the answer to a request."""
        if what == "begin":
            self._compiler = self._make(sys_inputs=request)
            return None
        if what == "evaluate":
            try:
                return self._compiler.eval(request)
            except RuntimeError:
                # Of a file that cannot be laid out this says less than compiling it does.
                self._compiler.compile(format="pdf")
                raise
        # What has been evaluated is laid out: only the writing remains.
        pdf, problems = self._compiler.compile_with_warnings(format="pdf", **request)
        return pdf, [as_data(problem) for problem in problems]


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more; the first names the file, its root and its fonts."""
    laying = Laying(*pickle.load(requests))
    while True:
        try:
            what, request = pickle.load(requests)
        except EOFError:
            return
        try:
            reply = (True, laying.answer(what, request))
        except typst.TypstError as error:
            reply = (False, as_data(error))
        except RuntimeError as error:
            reply = (False, (str(error), (), "", ()))
        pickle.dump(reply, answers)
        answers.flush()


if __name__ == "__main__":
    # Ctrl+C reaches this process too; to say that it was interrupted is the other's.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    serve(sys.stdin.buffer, sys.stdout.buffer)
