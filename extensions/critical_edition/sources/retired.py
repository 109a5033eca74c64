"""``docs/retired.toml``: IDs that were given up, and what takes their place. No Sphinx."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from critical_edition.model.codes import Code
from critical_edition.model.findings import Finding
from critical_edition.model.messages import _
from critical_edition.reading import files, undecodable
from critical_edition.reading.places import TableLines

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
        return {}, (
            Finding(
                Code.RETIRED, path, line, column, _("the list is unreadable: {error}", error=error)
            ),
        )
    lines = TableLines(content, "retired")
    retired: dict[str, tuple[str, int]] = {}
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        line = lines.of(number + 1)
        anchor = entry.get("id") if isinstance(entry, dict) else None
        to = entry.get("to") if isinstance(entry, dict) else None
        if not isinstance(anchor, str) or not _ANCHOR.fullmatch(anchor):
            message = _(
                "“{anchor}” is no anchor of a comment, an argument or a parallel", anchor=anchor
            )
            found.append(Finding(Code.RETIRED, path, line, 1, message))
        elif not isinstance(to, str) or not (_ANCHOR.fullmatch(to) or _PLACE.fullmatch(to)):
            message = _(
                "“{to}” is no anchor that could take the place of {anchor}", to=to, anchor=anchor
            )
            found.append(Finding(Code.RETIRED, path, line, 1, message))
        elif anchor in retired:
            found.append(
                Finding(Code.RETIRED, path, line, 1, _("{anchor} is given twice", anchor=anchor))
            )
        else:
            retired[anchor] = (to, line)
    return retired, tuple(found)
