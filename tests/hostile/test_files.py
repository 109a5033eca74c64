"""Files that are more, or other, than files: links, pipes, odd names, hidden and huge pages."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tests.conftest import ROOTS, Edition
from tests.golden_cases import FOLDER as GOLDEN
from tests.golden_cases import git

from critical_edition.checking import edition as check
from critical_edition.checking.reporting import MOST
from critical_edition.commands import diff
from critical_edition.commands import main as cli
from critical_edition.model.codes import Code
from critical_edition.model.findings import Finding
from critical_edition.model.refused import Refused
from critical_edition.reading import files
from critical_edition.sources import read as source
from critical_edition.sources import refusal
from critical_edition.sources.project import Project
from critical_edition.sources.refusal import MAX_CELLS, MAX_COLUMNS, MAX_PAGE

SECRET = "swordfish-of-westhaven"
COMMENT = """\
:::{{comment}} {name}
:on: 1.1
:kind: context
:date: 2026-11-01
:uncited: it is said at once

{body}
:::
"""


def comment(name: str, body: str = "Said at once.") -> str:
    return COMMENT.format(name=name, body=body)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "edition"
    shutil.copytree(GOLDEN / "base", root)
    (tmp_path / "secret.txt").write_text(f"{SECRET} = [[\n@{SECRET}\n", "utf-8")
    return Project(root)


def found(project: Project) -> list[Finding]:
    return check.findings(source.read(project))


def codes(project: Project, name: str) -> set[str]:
    return {str(f.code) for f in found(project) if f.path == project.root / name}


# --- hidden and oddly named pages -----------------------------------------------------------------

ODD = [".hidden.md", ".h/x.md", "a b.md", "x\n\n<img src=x>\n\n@octocat.md", "\x1b[31m.md",
       "\u202egnp.md", "é.md", os.fsdecode(b"l\xe9.md")]  # fmt: skip


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("style", ["text", "json", "github"])
def test_odd_names_are_refused_and_printed_harmlessly(
    project: Project, name: str, style: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project.docs / "commentary" / "2" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(comment("odd"), "utf-8")
    assert cli.main(["--project", str(project.root), "check", "--format", style]) == 1
    out = capsys.readouterr().out
    assert Refused.FILE.value in out
    assert all(char == "\n" or char.isprintable() for char in out)
    assert "\n@octocat" not in out and "\n<img" not in out


@pytest.mark.parametrize("name", ODD)
def test_a_reviewer_is_shown_odd_names_and_nothing_of_them_acts(
    project: Project, name: str
) -> None:
    git(project.root, "init", "-q", "-b", "main")
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "base")
    path = project.docs / "commentary" / "2" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(comment("odd"), "utf-8")
    difference = diff.compare(project, "main")
    assert len(difference.others) == 1
    shown = diff.as_markdown(difference)
    assert all(char == "\n" or char.isprintable() for char in shown)
    assert len([line for line in shown.splitlines() if line.startswith("- `docs/")]) == 1
    assert not [line for line in shown.splitlines() if line.startswith(("<img", "@"))]
    diff.as_html(difference).encode()


# --- links, pipes and devices ---------------------------------------------------------------------

LINKED = ["docs/commentary/2/x.md", "docs/essay/1-the-harbour.md", "docs/contributors.toml",
          "docs/retired.toml", "references.bib", "docs/essay/marks/1.toml",
          "docs/registers/persons.toml", "docs/x.md", "docs/x.rst"]  # fmt: skip


@pytest.mark.within(10)
@pytest.mark.parametrize("name", LINKED)
@pytest.mark.parametrize("kind", ["secret", "device", "pipe", "folder"])
def test_nothing_but_a_regular_file_is_read(project: Project, name: str, kind: str) -> None:
    path = project.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    match kind:
        case "secret":
            path.symlink_to(project.root.parent / "secret.txt")
        case "device":
            path.symlink_to("/dev/zero")
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.symlink_to(project.root.parent, target_is_directory=True)
    here = [f for f in found(project) if f.path == path]
    assert here
    assert not [f for f in found(project) if SECRET in f.message]


def test_a_linked_folder_of_pages_is_not_read(project: Project) -> None:
    other = project.root.parent / "other"
    other.mkdir()
    (other / "x.md").write_text(comment("elsewhere"), "utf-8")
    (project.docs / "commentary" / "9").symlink_to(other, target_is_directory=True)
    assert codes(project, "docs/commentary/9") == {"refused-file"}
    assert not [p for p in source.read_pages(project) if "elsewhere" in p.content]


def test_the_build_leaves_all_of_them_out(tmp_path: Path) -> None:
    shutil.copytree(ROOTS / "test-edition", tmp_path / "source")
    edition = Edition(tmp_path / "source", tmp_path / "work")
    pages = edition.source / "commentary" / "9"
    pages.mkdir(parents=True)
    for number, name in enumerate(ODD):
        path = pages / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# Odd\n\n{comment(f'odd-{number}', SECRET)}", "utf-8")
    (tmp_path / "secret.md").write_text(f"# {SECRET}\n", "utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "x.md").write_text(f"# {SECRET}\n", "utf-8")
    (pages / "link.md").symlink_to(tmp_path / "secret.md")
    (pages / "zero.md").symlink_to("/dev/zero")
    os.mkfifo(pages / "pipe.md")
    (pages / "folder").symlink_to(tmp_path / "other", target_is_directory=True)
    built = edition.build("html")
    refused = [w for w in built.warnings if "[edition.refused-file]" in w]
    for name in ("link.md", "zero.md", "pipe.md", "folder/x.md", r"\x1b", r"\u202e", r"l\xe9"):
        assert [w for w in refused if name in w], name
    for path in built.files():
        assert SECRET.encode() not in path.read_bytes(), path
    assert not [p for p in built.out.rglob("*") if p.name.startswith((".h", "link", "zero"))]


# --- sizes ----------------------------------------------------------------------------------------


@pytest.mark.within(5)
@pytest.mark.parametrize(
    "content",
    ["x " * 5_000_000, "x " * 150_000, comment("many", "a  b -- c " * 30_000), "[a](" * 60_000],
    ids=["ten-megabytes", "words", "style", "brackets"],
)
def test_of_a_page_that_is_too_large_that_alone_is_said(project: Project, content: str) -> None:
    name = "docs/commentary/2/x.md"
    path = project.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    (only,) = found(project)
    assert (only.code, only.path) == (Refused.SIZE, path)


@pytest.mark.within(10)
@pytest.mark.parametrize(
    "piece",
    ["[a](", "![", "*a_", "<a ", "`", "a  b ", "x ", "((", "[[", "&#x", "|", "|-", " >", "- "],
)
def test_a_page_within_its_limit_takes_little_time(project: Project, piece: str) -> None:
    many = piece * (60_000 // len(piece))
    for number in range(4):
        path = project.docs / "commentary" / "2" / f"x{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(comment(f"x{number}", many), "utf-8")
    here = found(project)
    assert here
    for number in range(4):
        each = [f for f in here if f.path.name == f"x{number}.md"]
        for code in {f.code for f in each}:
            assert sum(f.code is code for f in each) <= MOST + 1


def test_many_findings_of_a_kind_are_told_as_a_number(project: Project) -> None:
    path = project.docs / "commentary" / "2" / "x.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(comment("x", "so  it " * 50), "utf-8")
    said = [f.message for f in found(project) if f.code is Code.STYLE_SPACE]
    assert len(said) == MOST + 1
    assert said[-1] == f"and {50 - MOST} more of this kind"


def table(columns: int, rows: int) -> str:
    return f"|{'a|' * columns}\n|{'-|' * columns}\n" + "|\n" * rows


@pytest.mark.within(5)
@pytest.mark.parametrize("page", ["commentary/2/x", "essay/1-the-harbour"])
def test_tables_have_bounds(page: str) -> None:
    for body in (table(400, 2000), table(MAX_COLUMNS + 1, 1), table(10, MAX_CELLS // 10 + 1)):
        text = comment("x", body)
        assert {r.code for r in refusal.refusals(text, page)} == {Refused.SIZE}
        assert "aaa" not in refusal.cleaned(text, page)[0]
    assert not refusal.refusals(comment("x", table(4, 10)), page)
    assert not refusal.refusals(comment("x", "> " + table(4, 10).replace("\n", "\n> ")), page)
    assert len(table(400, 2000)) < MAX_PAGE


# --- what is read is safe to parse ----------------------------------------------------------------


@pytest.mark.within(5)
@pytest.mark.parametrize(
    "content",
    [
        ".".join("a" * 20_000) + " = 1",
        "x = {" + ".".join("a" * 200) + " = 1}",
        "\n".join("[" + ".".join("a" * 1900) + f".b{n}]" for n in range(200)),
        "x = " + "[" * 3000,
        "x = " + "9" * 5000,
        "x = " + "9" * 3999 + "9" * 500,
        "x = 1\n" * 300_000,
        ("a" * 3999 + "\n") * 260,
        ("[ \t" * 1000 + "\n") * 260,
        ('"' * 3999 + "\n") * 260,
    ],
    ids=[
        "dotted",
        "inline",
        "headers",
        "nested",
        "number",
        "long",
        "large",
        "words",
        "brackets",
        "quotes",
    ],
)
@pytest.mark.parametrize(
    "name", ["docs/contributors.toml", "docs/retired.toml", "docs/essay/marks/1.toml",
             "docs/registers/persons.toml"],
)  # fmt: skip
def test_tables_that_take_long_are_not_parsed(project: Project, name: str, content: str) -> None:
    path = project.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    assert codes(project, name)


def test_printable() -> None:
    assert files.printable("Ünï “so” – 1917") == "Ünï “so” – 1917"
    assert files.printable("a\nb\x1b\u202e\u3164\udce9") == r"a\nb\x1b\u202e\u3164\xe9"
