"""Every changed line of every file that is shown with no item of the edition.

Files are compared as bytes, those of git's objects with those that lie there: what attributes and
filters of a contribution make of them hides nothing.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from critical_edition.reading import files
from critical_edition.sources import history
from critical_edition.sources.project import Project
from critical_edition.text import guard

_MOST = 4_000_000
"""Pairs of lines that are compared; of longer parts all lines are given, old and new."""
_WORDS = re.compile(
    r"docs/(?:[\w-]+/)*(?:[\w-]+\.md|[\w-]+\.toml|(?:text|lemmata)\.lock)|[A-Z_]+(?:\.md)?|CITATION\.cff"
    r"|docs/.*\.po"
)
"""Files that hold words or lists; all others are code or settings."""


@dataclass(frozen=True, slots=True)
class Loose:
    """What changes in a file beside the edition's items: lines with their numbers, ``-`` gone, ``+`` new.

    ``what`` says what the file is where it is no text, or what became of it. ``code`` is whether it
    can change what a build does.
    """

    path: str
    code: bool
    what: str
    lines: tuple[str, ...]


def loose(
    project: Project,
    commit: str,
    shown: tuple[Mapping[str, Collection[int]], Mapping[str, Collection[int]]],
) -> Iterator[Loose]:
    """Yield the files that changed since a commit, code first.

    ``shown`` are the lines (from 1) of files that are shown with items: of the commit's, and of those
    that lie there.
    """
    old = history.blobs(project.root, commit)
    found = []
    for name in sorted({*old, *guard.tracked(project.root)}):
        before, after = old.get(name), _content(project.root / name)
        if _text(before) == _text(after):
            continue
        bibliography = project.bibliography == project.root / name
        link = any(side is not None and side.startswith(_LINK) for side in (before, after))
        code = link or not (bibliography or _WORDS.fullmatch(name))
        what = "" if before and after else "new" if after is not None else "removed"
        lines: tuple[str, ...] = ()
        if any(side is not None and b"\0" in side for side in (before, after)):
            size = len(after or b"")
            what = f"{what or 'changed'}, no text: {size} bytes"
        else:
            covered = (shown[0].get(name, ()), shown[1].get(name, ()))
            lines = tuple(_lines(_text(before), _text(after), covered))
        if lines or code or "bytes" in what or not any(shown[n].get(name) for n in (0, 1)):
            found.append(Loose(name, code, what, lines))
    yield from sorted(found, key=lambda one: (not one.code, one.path))


_LINK = b"a link to "


def _content(path: Path) -> bytes | None:
    """Return what lies there: bytes, a link as words that say so, None where there is nothing."""
    try:
        if path.is_symlink():
            return _LINK + str(path.readlink()).encode("utf-8", "surrogateescape")
        return files.data(path) if path.exists() else None
    except OSError as error:
        return f"it cannot be read: {error.strerror}".encode()


def _text(content: bytes | None) -> str:
    return (content or b"").decode("utf-8", "replace").replace("\r\n", "\n")


def _lines(
    before: str, after: str, covered: tuple[Collection[int], Collection[int]]
) -> Iterator[str]:
    old, new = before.splitlines(), after.splitlines()
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    a, b = old[start : len(old) - end], new[start : len(new) - end]
    if len(a) * len(b) > _MOST:
        parts = [(0, len(a), 0, len(b))]
    else:
        matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
        parts = [tuple(c[1:]) for c in matcher.get_opcodes() if c[0] != "equal"]  # type: ignore[misc]
    for i, j, k, m in parts:
        for sign, lines, first, last, seen in (
            ("-", a, i, j, covered[0]),
            ("+", b, k, m, covered[1]),
        ):
            for at in range(first, last):
                number = start + at + 1
                if lines[at].strip() and number not in seen:
                    yield f"{sign}{number} {lines[at]}"
