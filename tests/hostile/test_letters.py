"""Characters that the PDF's fonts lack are found where they stand, before a PDF is made."""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path

import pytest
from tests.golden_cases import FOLDER as GOLDEN
from tests.hostile.test_files import comment, found

from critical_edition.checking import letters
from critical_edition.model.refused import Refused
from critical_edition.sources.project import Project
from sphinx_typst.glyphs import missing


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(GOLDEN / "base", tmp_path / "edition")
    return Project(tmp_path / "edition")


def test_the_fonts_have_what_is_not_asked_for() -> None:
    pattern = re.compile(f"[{letters.HAD}]")
    known = [
        char
        for char in map(chr, range(0x20, 0x3000))
        if pattern.match(char) and char.isprintable() and not unicodedata.combining(char)
    ]
    assert len(known) > 1700
    assert missing(known, []) == []


@pytest.mark.parametrize(
    ("body", "char", "column"),
    [
        ("The harbour 漢 was full.", "漢", 13),
        ("The harbour 😀 was full.", "😀", 13),
        ("The harbour &#28450; was full.", "漢", 13),
        ("The *harbour* was ｆull.", "ｆ", 19),
    ],
)
def test_letters_that_no_font_has(project: Project, body: str, char: str, column: int) -> None:
    path = project.docs / "commentary" / "1" / "x.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(comment("x", body), "utf-8")
    (only,) = (f for f in found(project) if f.path == path)
    assert (only.code, only.line, only.column) == (Refused.CHARACTER, 7, column)
    assert only.message == f"no font of the PDF has “{char}” (U+{ord(char):04X})"


def test_letters_of_a_record(project: Project) -> None:
    before = project.bibliography.read_text("utf-8")
    at = before.index("title = {") + len("title = {")
    project.bibliography.write_text(f"{before[:at]}漢{before[at:]}", "utf-8")
    here = [f for f in found(project) if f.code is Refused.CHARACTER]
    assert [(f.path, f.line) for f in here] == [
        (project.bibliography, before.count("\n", 0, at) + 1)
    ]


def test_each_letter_is_told_once() -> None:
    assert list(letters.unprintable("é漢漢 ж&#28450;")) == [(1, "漢")]
