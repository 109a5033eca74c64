"""`edition diff`: what a reviewer is shown, and that nothing of a contribution is live in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import lxml.html
import pytest
from tests.golden_cases import FOLDER as GOLDEN
from tests.golden_cases import git

from critical_edition import cli
from critical_edition.contributing import diff
from critical_edition.project import Project

COMMENT = """\
:::{comment} dredgers-scrap
:on: 2.1 "for scrap"
:kind: context
:by: ada-kestrel
:date: 2026-11-03

See @somebody and #1 at https://example.org <img src=x onerror=alert(1)> [x](javascript:y) `code`
{cite:p}`marlow1948{p. 9}`.
:::
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "edition"
    shutil.copytree(GOLDEN / "base", root)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "base")
    return Project(root)


def change(project: Project, name: str, old: str, new: str) -> None:
    path = project.root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def changed(project: Project) -> Project:
    folder = project.docs / "commentary" / "2"
    folder.mkdir()
    (folder / "dredgers.md").write_text(COMMENT, "utf-8")
    change(project, "docs/commentary/1/harbour.md", "in full by Kestrel", "in part by Kestrel")
    change(project, "references.bib", "title = {Tides}", "title = {Tides and Moons}")
    page = project.docs / "arguments" / "silt.md"
    text = page.read_text("utf-8")
    page.write_text(text[: text.index(":::{parallel}")], "utf-8")
    (project.docs / "conf.py").write_text("raise SystemExit\n", "utf-8")
    return project


def test_nothing(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--project", str(project.root), "diff", "main"]) == 0
    assert capsys.readouterr().out == (
        "# What changes as an edition\n\nSince main: nothing changes.\n"
    )


def test_what_changes(changed: Project) -> None:
    found = diff.compare(changed, "main")
    assert [(c.what, str(c.item.kind), c.item.name) for c in found.changes] == [
        ("Changed", "comment", "harbour-silt"),
        ("Removed", "parallel", "silt-and-scrap"),
        ("Added", "comment", "dredgers-scrap"),
        ("Changed", "source", "kestrel1931"),
    ]
    assert found.others == ("docs/conf.py",)
    assert diff.counted(found.changes) == (
        "1 comment added; 1 comment, 1 source changed; 1 parallel removed"
    )


def test_on_a_branch_only_its_own_changes_count(changed: Project) -> None:
    git(changed.root, "switch", "-q", "-c", "mine")
    git(changed.root, "add", "-A")
    git(changed.root, "commit", "-q", "-m", "mine")
    git(changed.root, "switch", "-q", "main")
    change(changed, "docs/essay/2-the-dredgers.md", "came too late", "were late")
    git(changed.root, "commit", "-q", "-a", "-m", "theirs")
    git(changed.root, "switch", "-q", "mine")
    names = [c.item.name for c in diff.compare(changed, "main").changes]
    assert "2.1" not in names
    assert "dredgers-scrap" in names


def test_markdown_is_not_live(changed: Project) -> None:
    text = diff.as_markdown(diff.compare(changed, "main"))
    assert "## Passage 2.1\n\n### Added: comment dredgers-scrap\n" in text
    assert "\n> The soundings are printed in part by Kestrel (kestrel1931 p. 14).\n" in text
    for live in ("@somebody", " #1", "<img", "https://", "[x](", "`code`"):
        assert live not in text


def test_html_is_not_live(changed: Project) -> None:
    text = diff.as_html(diff.compare(changed, "main"))
    page: lxml.html.HtmlElement = lxml.html.document_fromstring(text)
    assert not page.xpath("//script | //img | //a | //@onerror")
    assert [e.text for e in page.iter("del")][:1] == ["full"]
    assert [e.text for e in page.iter("ins")][:1] == ["part"]
    assert "<img src=x" in page.text_content()


def test_unknown_commits(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--project", str(project.root), "diff", "no-such-branch"]) == 1
    assert "git knows no commit “no-such-branch” here" in capsys.readouterr().err
    with pytest.raises(ValueError, match="is no commit"):
        diff.compare(project, "--output=x")


def test_to_a_file(changed: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "diff.html"
    arguments = ["diff", "main", "--format", "html", "--output", str(target)]
    assert cli.main(["--project", str(changed.root), *arguments]) == 0
    assert target.read_text("utf-8").startswith("<!doctype html>")
    assert "1 comment added" in capsys.readouterr().out


def test_the_base_is_named(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--project", str(project.root), "diff", ""]) == 1
    assert capsys.readouterr().err == (
        "edition: name a commit or a branch to compare with, such as main\n"
    )
