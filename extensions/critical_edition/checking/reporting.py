"""How findings are printed: for people, as data, or as annotations of a pull request."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from critical_edition.model.findings import Finding
from critical_edition.model.messages import _
from critical_edition.reading import files
from critical_edition.sources.pages import shown


class Style(enum.StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


MOST = 20
"""Findings of one code in one file that are told one by one."""
_MORE = "and {count} more of this kind"


def capped(found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings in order, of those of one code in one file the first, and how many more."""
    groups: dict[tuple[Path, enum.StrEnum], list[Finding]] = {}
    for finding in found:
        groups.setdefault((finding.path, finding.code), []).append(finding)
    told: list[Finding] = []
    for group in groups.values():
        group.sort(key=lambda f: f.sort_key)
        whole = len(group) <= MOST + 1
        told += group if whole else group[:MOST]
        if not whole:
            # Some may stand for more already, as those of a page do that are kept.
            more = (f.said["count"] if f.said.template == _MORE else 1 for f in group[MOST:])
            told.append(replace(group[MOST], said=_(_MORE, count=sum(int(str(n)) for n in more))))
    yield from sorted(told, key=lambda f: f.sort_key)


def write(found: Iterable[Finding], root: Path, style: Style) -> Iterator[str]:
    """Yield the lines to be printed; files are named from ``root``."""
    return {Style.TEXT: _as_text, Style.JSON: _as_json, Style.GITHUB: _as_github}[style](
        found, root
    )


def said(finding: Finding) -> str:
    """Return what was found, fit to be printed: in one line, which is no longer than is read."""
    message = files.printable(finding.message)
    return message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"


_LONGEST = 600


def _as_text(found: Iterable[Finding], root: Path) -> Iterator[str]:
    for f in found:
        place = f"{shown(f.path, root)}:{f.line}:{f.column}"
        yield f"{place}: {f.severity}: {said(f)} [{f.code}]"
        yield f"    {f.remedy}"


def _as_json(found: Iterable[Finding], root: Path) -> Iterator[str]:
    rows = [
        {
            "code": str(f.code),
            "severity": str(f.severity),
            "file": shown(f.path, root),
            "line": f.line,
            "column": f.column,
            "message": said(f),
            "remedy": f.remedy,
        }
        for f in found
    ]
    yield json.dumps({"findings": rows}, ensure_ascii=False, indent=2)


def _as_github(found: Iterable[Finding], root: Path) -> Iterator[str]:
    for f in found:
        path = _escape(shown(f.path, root), also=":,")
        stop = "" if f.message.endswith((".", "?")) else "."
        message = _escape(f"{said(f)}{stop} {f.remedy}")
        place = f"file={path},line={f.line},col={f.column},title={f.code}"
        yield f"::{f.severity} {place}::{message}"


def _escape(text: str, also: str = "") -> str:
    """Escape what GitHub's workflow commands take for their own syntax."""
    for char in "%\r\n" + also:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
