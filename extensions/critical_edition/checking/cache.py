"""Findings kept from one check to the next, so that only what has changed is checked again.

Findings are kept by a digest of all that they follow from: contents, and the code that finds them.
The file lies in the project's git-ignored ``.cache``; without it, or where it cannot be read or
written, everything is checked.
"""

from __future__ import annotations

import contextlib
import enum
import functools
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from critical_edition.model.findings import Finding, Severity
from critical_edition.model.messages import Message

_Row = list[Any]


class Cache:
    """Findings by digest. ``save`` keeps those that were asked for since, and no others."""

    def __init__(self, root: Path, registers: Sequence[type[enum.StrEnum]]) -> None:
        self._root = root
        self._file = root / ".cache" / "edition-check.json"
        self._codes = {code.value: code for register in registers for code in register}
        self._kept: dict[str, list[_Row]] = {}
        self._used: dict[str, list[_Row]] = {}
        with contextlib.suppress(OSError, ValueError, RecursionError):
            data = json.loads(self._file.read_text("utf-8"))
            if isinstance(data, dict) and data.get("code") == _version():
                self._kept = data["findings"]

    def has(self, what: str, parts: Sequence[bytes]) -> bool:
        """Say whether the findings that follow from these parts are kept."""
        return _digest(what, parts) in self._kept

    def findings(
        self, what: str, parts: Sequence[bytes], find: Callable[[], Iterable[Finding]]
    ) -> list[Finding]:
        """Return the findings kept for the parts; where there are none, find them."""
        key = _digest(what, parts)
        if key in self._kept:
            with contextlib.suppress(KeyError, ValueError, TypeError):
                rows = self._kept[key]
                found = [self._finding(*row) for row in rows]
                self._used[key] = rows
                return found
        found = list(find())
        self._used[key] = [self._row(f) for f in found]
        return found

    def save(self) -> None:
        """Write what was used; a cache that cannot be written is none."""
        if self._used == self._kept:
            return
        data = json.dumps(
            {"code": _version(), "findings": self._used}
        )  # ASCII: names may be no UTF-8
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._file.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(data)
            Path(name).replace(self._file)

    def _row(self, f: Finding) -> _Row:
        path = f.path.relative_to(self._root).as_posix()
        return [
            f.code.value,
            path,
            f.line,
            f.column,
            f.said.as_data(),
            f.advice.as_data(),
            f.severity.value,
        ]

    def _finding(
        self,
        code: str,
        path: str,
        line: int,
        column: int,
        said: list[Any],
        advice: list[Any],
        severity: str,
    ) -> Finding:
        words = Message.of_data(said), Message.of_data(advice)
        where = self._root / path
        return Finding(self._codes[code], where, line, column, *words, Severity(severity))


def _digest(what: str, parts: Iterable[bytes]) -> str:
    digest = hashlib.blake2b(what.encode(), digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


@functools.cache
def _version() -> str:
    """Return what changes with the code."""
    package = Path(__file__).parent.parent
    found = [
        (path.relative_to(package).as_posix(), stat.st_size, stat.st_mtime_ns)
        for path in sorted(package.rglob("*.py"))
        for stat in (path.stat(),)
    ]
    return hashlib.blake2b(repr(found).encode(), digest_size=16).hexdigest()
