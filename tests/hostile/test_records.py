"""Hostile bibliographies: what takes long, what cannot be seen, and names that are none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.conftest import ROOTS, Edition
from tests.golden_cases import FOLDER as GOLDEN
from tests.hostile.test_files import found

from critical_edition.citation import bounds
from critical_edition.commands import main as cli
from critical_edition.model.codes import Code
from critical_edition.model.refused import Refused
from critical_edition.sources.project import Project

DOUBLED = '@string{a0 = "' + "x" * 100 + '"}\n' + "".join(
    f"@string{{a{n + 1} = a{n}{f' # a{n}' * 9}}}\n" for n in range(8)
)  # fmt: skip
BOMBS = {
    "doubled": DOUBLED,
    "title": "@book{x, title = {" + "x" * 5_000_000 + "}}\n",
    "long": "@book{x, title = {" + "x" * 100_000 + "}}\n",
    "joined": '@string{a = "' + "x" * 400 + '"}\n@book{x, title = ' + " # ".join("a" * 500) + "}\n",
    "fields": '@string{a = "' + "x" * 400 + '"}\n@book{x, ' + "title = a, " * 1000 + "}\n",
    "used": '@string{a = "'
    + "x" * 1900
    + '"}\n'
    + ("@book{x, " + "title = a, " * 99 + "}\n") * 900,
    "nested": "@book{x, title = " + "{" * 5000 + "}" * 5000 + "}\n",
    "string": "@string{a = {" + "x" * 3000 + "}}\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(GOLDEN / "base", tmp_path / "edition")
    return Project(tmp_path / "edition")


@pytest.mark.within(5)
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_before_they_are_parsed(project: Project, name: str) -> None:
    before = project.bibliography.read_text("utf-8")
    project.bibliography.write_text(BOMBS[name] + before, "utf-8")
    here = [f for f in found(project) if f.path == project.bibliography]
    expected = Refused.SIZE if name == "title" else Code.RECORD_SYNTAX
    assert {f.code for f in here} == {expected}
    assert len(here) <= 21


@pytest.mark.parametrize("char", "\x1b\x00\u202e\u200b\u3164\uffa0\u2800")
def test_characters_that_cannot_be_seen(project: Project, char: str) -> None:
    before = project.bibliography.read_text("utf-8")
    at = before.index("title = {") + len("title = {")
    project.bibliography.write_text(f"{before[:at]}{char}{before[at:]}", "utf-8")
    line = before.count("\n", 0, at) + 1
    here = [(f.code, f.line) for f in found(project) if f.path == project.bibliography]
    assert here == [(Refused.CHARACTER, line)]


def test_the_edition_s_own_records_are_within_the_bounds() -> None:
    path = Path(__file__).parents[2] / "references.bib"
    assert not list(bounds.faults(path.read_text("utf-8")))


@pytest.mark.parametrize("field", ["author", "editor", "translator"])
def test_a_name_of_many_commas_is_told_at_its_place(project: Project, field: str) -> None:
    before = project.bibliography.read_text("utf-8")
    more = f"@book{{many,\n  {field} = {{a, b, c, d, e, f}}, title = {{T}}, keywords = {{editors}} }}\n"
    project.bibliography.write_text(before.rstrip("\n") + "\n" + more, "utf-8")
    (only,) = (f for f in found(project) if f.code is Code.RECORD_FIELD)
    assert only.line == before.rstrip("\n").count("\n") + 3
    assert field in only.message


@pytest.mark.within(20)
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("", DOUBLED, "[record-syntax]"), ("title = {", "title = {\x1b", "[refused-character]")],
)
def test_the_build_parses_none_of_them(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    root = tmp_path / "edition"
    shutil.copytree(GOLDEN / "base", root)
    shutil.copytree(ROOTS / "test-edition", tmp_path / "other")
    (root / "docs" / "conf.py").write_text(
        'extensions = ["myst_parser", "sphinxcontrib.bibtex", "critical_edition"]\n'
        'myst_enable_extensions = ["colon_fence"]\n',
        "utf-8",
    )
    path = root / "references.bib"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert cli.main(["--project", str(root), "build", "text", "--text", "none"]) == 1
    err = capfd.readouterr().err
    assert said in err
    assert "references.bib:" in err
    assert "Traceback" not in err


def test_a_citation_of_an_unknown_work_is_a_warning_alone(tmp_path: Path) -> None:
    shutil.copytree(ROOTS / "test-edition", tmp_path / "source")
    edition = Edition(tmp_path / "source", tmp_path / "work")
    page = next(
        p
        for p in sorted((edition.source / "essay").glob("*.md"))
        if "{comment}" in p.read_text("utf-8") or "{passage}" in p.read_text("utf-8")
    )
    text = page.read_text("utf-8")
    at = text.index(":::\n", text.index("{passage}"))
    page.write_text(f"{text[:at]}Compare {{cite:p}}`sontag1974`.\n{text[at:]}", "utf-8")
    built = edition.build("html")
    assert [w for w in built.warnings if "sontag1974" in w]
    assert not [w for w in built.warnings if "sontag1974" not in w]
