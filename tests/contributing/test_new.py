"""`edition new`: what it writes, asks and refuses."""

from __future__ import annotations

import io
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.golden_cases import FOLDER as GOLDEN
from tests.golden_cases import git

from critical_edition.checking import edition as check
from critical_edition.commands import main as cli
from critical_edition.commands import records
from critical_edition.sources import read as source
from critical_edition.sources.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "edition"
    shutil.copytree(GOLDEN / "base", root)
    return Project(root)


def run(project: Project, *arguments: str) -> int:
    return cli.main(["--project", str(project.root), "new", *arguments])


def codes(project: Project) -> list[str]:
    return [str(f.code) for f in check.findings(source.read(project))]


def test_a_comment(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--on", "2.1", "The dredgers’ scrap", "--kind", "context", "--by", "ada-kestrel"]
    assert run(project, "comment", *given, "--date", "2026-11-20") == 0
    path = project.docs / "commentary" / "2" / "the-dredgers-scrap.md"
    assert capsys.readouterr().out.startswith(
        "Wrote the comment “the-dredgers-scrap”: go on at "
        "docs/commentary/2/the-dredgers-scrap.md:13\n"
    )
    text = path.read_text("utf-8")
    assert ':on: 2.1 "The dredgers’ scrap"\n:kind: context\n:by: ada-kestrel\n' in text
    assert text.splitlines()[12].startswith("% Write here")
    # The template says nothing yet, and the check says so and nothing else.
    assert codes(project) == ["comment-empty"]
    path.write_text(
        text.replace(text.splitlines()[12], "It was sold {cite:p}`marlow1948{p. 2}`."), "utf-8"
    )
    assert codes(project) == []


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--on", '2.1 "scrap\n:by: editors"', "--on: what a record is on is written on one line"),
        (
            "--on",
            '2.1 "scrap\u2028:by: editors"',
            "--on: what a record is on is written on one line",
        ),
        ("--date", "2999-01-01", "--date: “2999-01-01” is still to come"),
    ],
)
def test_what_would_be_refused_is_not_written(
    project: Project, option: str, value: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(project.docs.rglob("*"))
    given = {"--on": "2.1", "--kind": "context", "--by": "ada-kestrel", option: value}
    assert run(project, "comment", *(word for pair in given.items() for word in pair)) == 1
    assert message in capsys.readouterr().err
    assert sorted(project.docs.rglob("*")) == before


def test_the_guide_shows_what_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "edition"
    here = Path(__file__).parents[2]
    shutil.copytree(here / "docs", root / "docs", ignore=shutil.ignore_patterns("text"))
    shutil.copy(here / "references.bib", root)
    people = root / "docs" / "contributors.toml"
    guide = (root / "docs" / "contributing" / "people.md").read_text("utf-8")
    entry = guide.partition("```toml\n")[2].partition("```")[0]
    people.write_text(f"{people.read_text('utf-8')}\n{entry}", "utf-8")
    example = (root / "docs" / "contributing" / "commenting.md").read_text("utf-8")
    command, printed = example.partition("```text\n$ edition new ")[2].splitlines()[:2]
    assert run(Project(root), *shlex.split(command)) == 0
    assert capsys.readouterr().out.splitlines()[0] == printed


def test_an_id_is_not_used_twice(project: Project) -> None:
    for _ in range(2):
        assert run(project, "comment", "--on", "1.1", "harbour silt", "--kind", "text",
                   "--by", "ada-kestrel", "--text", "Words {cite:p}`marlow1948`.") == 0  # fmt: skip
    names = sorted(p.stem for p in (project.docs / "commentary" / "1").glob("harbour-silt*"))
    assert names == ["harbour-silt-2", "harbour-silt-3"]
    assert codes(project) == []


def test_an_id_of_the_main_branch_is_taken(project: Project) -> None:
    git(project.root, "init", "-q", "-b", "main")
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "base")
    (project.docs / "commentary" / "1" / "harbour.md").unlink()
    desk = records.Desk.of(project, None)
    assert desk.fresh_id("Harbour silt", "comment") == "harbour-silt-2"
    with pytest.raises(ValueError, match="is taken"):
        desk.own_id("gazette-owners", "comment")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["comment"], "--on is missing"),
        (["comment", "--on", "2.9"], "the text has no 2.9. Did you mean “2.1” or “2.2”?"),
        (["comment", "--on", "1.1"], "--kind is missing"),
        (["comment", "--on", "1.1", "--kind", "contxt"], "Did you mean “context”?"),
        (["comment", "--on", "1.1", "--kind", "text", "--by", "ada-kestral"],
         "Did you mean “ada-kestrel”?"),
        (["comment", "--on", "1.1", "--kind", "text", "--by", "editors", "--date", "today"],
         "“today” is not a date"),
        (["comment", "--on", "1.1", "--kind", "text", "--by", "editors", "--id", "harbour-silt"],
         "the ID “harbour-silt” is taken"),
        (["comment", "--on", "1.1", "--kind", "text", "--by", "editors", "--replies-to", "silt"],
         "there is no comment “silt”. Did you mean “harbour-silt”?"),
        (["parallel", "--argument", "slit"], "Did you mean “silt”?"),
        (["parallel", "--argument", "silt", "--from", "1.1", "--to", "1.1", "--relation",
          "restates", "--by", "editors"], "--to: a parallel joins two places"),
        (["emendation", "--on", "1.1", "--reading", "x", "--remark", "y"],
         "an emendation is of words in one place"),
    ],
)  # fmt: skip
def test_what_cannot_be(
    project: Project, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(project.docs.rglob("*"))
    assert run(project, *arguments) == 1
    assert message in capsys.readouterr().err
    assert sorted(project.docs.rglob("*")) == before


def test_a_parallel_and_an_emendation(project: Project) -> None:
    assert run(project, "parallel", "--argument", "silt", "--from", "1.2", "--to", "2.2",
               "--relation", "contrasts", "--by", "ada-kestrel", "--text", "They differ.") == 0  # fmt: skip
    text = (project.docs / "arguments" / "silt.md").read_text("utf-8")
    assert text.endswith(
        "\n\n:::{parallel} silt-1-2-2-2\n:argument: silt\n:from: 1.2\n:to: 2.2\n"
        ":relation: contrasts\n:by: ada-kestrel\n\nThey differ.\n:::\n"
    )
    assert run(project, "emendation", "--on", "1.2", 'the "moon"', "--reading", "the sun",
               "--remark", "A misprint.") == 1  # fmt: skip
    assert run(project, "emendation", "--on", "1.2", "the moon", "--reading", 'the "sun"',
               "--remark", "A misprint.") == 0  # fmt: skip
    marks = (project.marks / "1.toml").read_text("utf-8")
    assert marks.endswith('reading = "the \\"sun\\""\nremark = "A misprint."\n')
    assert codes(project) == []


def test_what_is_missing_is_asked_for(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["9.9", '2.1 "for scrap"', "context", "ada-kestrel"])
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return next(answers)

    written = records.comment(
        records.Desk.of(project, ask), {"text": "Words {cite:p}`marlow1948`."}
    )
    assert written.id == "for-scrap"
    assert len(asked) == 4
    assert "the text has no 9.9" in capsys.readouterr().out
    assert codes(project) == []
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run(project, "comment") == 1


def test_what_a_parallel_and_an_emendation_lack_is_asked_for(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["sand", "silt", "1.1", "1.1", "2.1", "echoes", "contrasts", "editors"])
    written = records.parallel(
        records.Desk.of(project, lambda _: next(answers)), {"text": "Compare."}
    )
    said = capsys.readouterr().out
    assert "there is no argument “sand”" in said
    assert "this is the one end again" in said
    assert "“echoes” is no relation" in said
    assert f":::{{parallel}} {written.id}\n" in written.path.read_text("utf-8")
    answers = iter(["1.1", '1.1 "the son"', "", "the sun", "A misprint."])
    written = records.emendation(records.Desk.of(project, lambda _: next(answers)), {})
    said = capsys.readouterr().out
    assert "an emendation is of words in one place" in said
    assert "write some words" in said
    assert 'reading = "the sun"\n' in written.path.read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="no terminals of this kind here")
def test_in_a_terminal(project: Project) -> None:
    """The command itself, with somebody who types."""
    import pty

    here, there = pty.openpty()
    os.write(here, b'1.1 "the son"\nthe sun\nA misprint.\n')
    command = [sys.executable, "-m", "critical_edition.commands.main", "new", "emendation"]
    done = subprocess.run(
        command, cwd=project.root, stdin=there, stdout=there, stderr=there, timeout=60, check=False
    )
    said = os.read(here, 100_000).decode().replace("\r", "")
    os.close(here)
    os.close(there)
    assert done.returncode == 0, said
    assert "What to read instead: " in said
    assert "go on at docs/essay/marks/1.toml:" in said


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The Rapallo Treaty!", "the-rapallo-treaty"),
        ("“Žižkov” in 1934", "zizkov-in-1934"),
        ("1934", "comment"),
        ("x" * 90, "x" * 60),
    ],
)
def test_slugs(words: str, expected: str) -> None:
    assert records.slug(words) == expected
