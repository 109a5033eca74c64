"""``docs/retired.toml``: IDs that were given up, and what takes their place. No Sphinx."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from critical_edition.model.codes import Code, Finding
from critical_edition.reading import files, undecodable

_ANCHOR = re.compile(r"(?:comment|argument|parallel)-[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_PLACE = re.compile(r"p[1-9]\d*\.[1-9]\d*|n[1-9]\d*")


def read(path: Path) -> tuple[Mapping[str, tuple[str, int]], tuple[Finding, ...]]:
    """Return for each retired anchor what takes its place, with its line; and what is wrong."""
    if not os.path.lexists(path):
        return {}, ()
    try:
        content = files.text(path)
    except (OSError, UnicodeDecodeError) as error:
        return {}, (undecodable.finding(path, "the list", error, Code.RETIRED),)
    return parse(content, path)


def parse(content: str, path: Path) -> tuple[Mapping[str, tuple[str, int]], tuple[Finding, ...]]:
    """Read the list from its content, as :func:`read` does; ``path`` is for messages."""
    found: list[Finding] = []
    try:
        entries = files.toml(content).get("retired", [])
    except tomllib.TOMLDecodeError as error:
        line, column = undecodable.toml_place(error, content)
        return {}, (Finding(Code.RETIRED, path, line, column, f"the list is unreadable: {error}"),)
    starts = [
        content.count("\n", 0, m.start()) + 1
        for m in re.finditer(r"^[ \t]*\[\[\s*retired\s*\]\]", content, re.MULTILINE)
    ]
    retired: dict[str, tuple[str, int]] = {}
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        line = starts[number] if number < len(starts) else 1
        anchor = entry.get("id") if isinstance(entry, dict) else None
        to = entry.get("to") if isinstance(entry, dict) else None
        if not isinstance(anchor, str) or not _ANCHOR.fullmatch(anchor):
            message = f"“{anchor}” is no anchor of a comment, an argument or a parallel"
            found.append(Finding(Code.RETIRED, path, line, 1, message))
        elif not isinstance(to, str) or not (_ANCHOR.fullmatch(to) or _PLACE.fullmatch(to)):
            message = f"“{to}” is no anchor that could take the place of {anchor}"
            found.append(Finding(Code.RETIRED, path, line, 1, message))
        elif anchor in retired:
            found.append(Finding(Code.RETIRED, path, line, 1, f"{anchor} is given twice"))
        else:
            retired[anchor] = (to, line)
    return retired, tuple(found)
