"""The engine knows no edition: no word of this one's profile, no list that is one language's alone."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from critical_edition.sources.project import Project

EXTENSIONS = Path(__file__).resolve().parents[2] / "extensions"
PROJECT = Project(EXTENSIONS.parent)
BINARY = {".woff2", ".mo", ".pyc"}
FORBIDDEN = re.compile(
    r"tucker|slavic|emergence|robert c|\b1977\b|\b563\b|\b589\b|\bessay(?!-(?:blocks|text|words)\b)",
    re.I,
)
"""``essay-blocks``, ``-text`` and ``-words`` are classes of pages, which readers' own styles may name."""


def files() -> list[Path]:
    return sorted(
        path
        for path in EXTENSIONS.rglob("*")
        if path.is_file() and path.suffix not in BINARY and "__pycache__" not in path.parts
    )


def test_all_kinds_of_files_are_looked_at() -> None:
    assert {".py", ".html", ".css", ".js", ".typ", ".po", ".toml"} <= {p.suffix for p in files()}
    assert {p.relative_to(EXTENSIONS).parts[0] for p in files()} >= {
        "critical_edition",
        "sphinx_typst",
    }


def test_no_file_knows_this_edition() -> None:
    found = [
        f"{path.relative_to(EXTENSIONS)}:{number}: {line.strip()}"
        for path in files()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if FORBIDDEN.search(line)
    ]
    assert found == []


def strings(path: Path) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
        if token.type == tokenize.STRING:
            yield token.string


@pytest.mark.parametrize("listed", ["names", "spelling"])
def test_no_code_has_a_list_of_names_or_spellings(listed: str) -> None:
    if listed == "names":
        words = (PROJECT.docs / PROJECT.profile.style.names).read_text("utf-8").split()
    else:
        table = EXTENSIONS / "critical_edition" / "sources" / "tables" / "language-en-GB.toml"
        words = re.findall(r'^(\w+) = "', table.read_text("utf-8"), re.MULTILINE)
    assert len(words) > 30
    whole = {f'"{word}"' for word in words}
    found = {
        string: path.name
        for path in files()
        if path.suffix == ".py"
        for string in strings(path)
        if string in whole
    }
    # A word of the list may be code's own; a list of them may not.
    assert len(found) < 3, found
