"""How findings are printed: for people, as data, or as annotations of a pull request."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from critical_edition.model.codes import Finding, explanations
from critical_edition.reading import files
from critical_edition.sources.pages import shown


class Style(enum.StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def write(found: Iterable[Finding], root: Path, style: Style) -> Iterator[str]:
    """Yield the lines to be printed; files are named from ``root``."""
    return {Style.TEXT: _as_text, Style.JSON: _as_json, Style.GITHUB: _as_github}[style](
        found, root
    )


def remedy(finding: Finding) -> str:
    """Return how to mend what was found."""
    return finding.remedy or explanations(type(finding.code))[finding.code][1].replace("``", "`")


def said(finding: Finding) -> str:
    """Return what was found, fit to be printed: in one line, which is no longer than is read."""
    message = files.printable(finding.message)
    return message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"


_LONGEST = 600


def _as_text(found: Iterable[Finding], root: Path) -> Iterator[str]:
    for f in found:
        place = f"{shown(f.path, root)}:{f.line}:{f.column}"
        yield f"{place}: {f.severity}: {said(f)} [{f.code}]"
        yield f"    {remedy(f)}"


def _as_json(found: Iterable[Finding], root: Path) -> Iterator[str]:
    rows = [
        {
            "code": str(f.code),
            "severity": str(f.severity),
            "file": shown(f.path, root),
            "line": f.line,
            "column": f.column,
            "message": said(f),
            "remedy": remedy(f),
        }
        for f in found
    ]
    yield json.dumps({"findings": rows}, ensure_ascii=False, indent=2)


def _as_github(found: Iterable[Finding], root: Path) -> Iterator[str]:
    for f in found:
        path = _escape(shown(f.path, root), also=":,")
        stop = "" if f.message.endswith((".", "?")) else "."
        message = _escape(f"{said(f)}{stop} {remedy(f)}")
        place = f"file={path},line={f.line},col={f.column},title={f.code}"
        yield f"::{f.severity} {place}::{message}"


def _escape(text: str, also: str = "") -> str:
    """Escape what GitHub's workflow commands take for their own syntax."""
    for char in "%\r\n" + also:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
