"""Findings: what is wrong, where, and what to do about it."""

from __future__ import annotations

import ast
import enum
import functools
import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from critical_edition.model.messages import NOTHING, Message


class Severity(enum.StrEnum):
    """Whether a finding makes ``edition check`` fail."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, and where: ``path`` as given, ``line`` and ``column`` from 1.

    ``code`` is a member of a register with documented members. ``advice`` says what to do; without
    it, the code's own says it.
    """

    code: enum.StrEnum
    path: Path
    line: int
    column: int
    said: Message
    advice: Message = NOTHING
    severity: Severity = Severity.ERROR

    @property
    def message(self) -> str:
        """What is wrong, in words."""
        return str(self.said)

    @property
    def remedy(self) -> str:
        """What to do about it."""
        if self.advice:
            return str(self.advice)
        return explanations(type(self.code))[self.code][1].replace("``", "`")

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Findings are listed by file, then by their place in it."""
        return (self.path.as_posix(), self.line, self.column, self.code.value, self.message)


@functools.cache
def explanations(register: type[enum.StrEnum]) -> Mapping[enum.StrEnum, tuple[str, str]]:
    """Return for each code what is wrong (one sentence) and what to do, from the docstrings."""
    body = ast.parse(inspect.getsource(register)).body[0]
    assert isinstance(body, ast.ClassDef)
    found: dict[enum.StrEnum, tuple[str, str]] = {}
    for statement, following in pairwise(body.body):
        match statement, following:
            case (
                ast.Assign(targets=[ast.Name(id=name)]),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                what, _, todo = inspect.cleandoc(text).partition("\n\n")
                found[register[name]] = (" ".join(what.split()), " ".join(todo.split()))
    return found
