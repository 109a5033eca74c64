"""The revision that an edition is built from."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.golden_cases import git

from critical_edition.sources.revision import revision


def test_the_commit_and_its_date_and_whether_files_differ(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2001-02-03T04:05:06Z")
    page = tmp_path / "page.md"
    page.write_text("One.\n", encoding="utf-8")
    assert revision(tmp_path) == ""
    git(tmp_path, "init", "--quiet")
    assert revision(tmp_path) == ""
    git(tmp_path, "add", "page.md")
    git(tmp_path, "commit", "--quiet", "--message", "One")
    name, _, date = revision(tmp_path).partition(" of ")
    assert (len(name), date) == (12, "2001-02-03")
    page.write_text("Two.\n", encoding="utf-8")
    assert revision(tmp_path) == f"{name} of 2001-02-03, changed since"


def test_another_project_s_repository_says_nothing(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "theirs.txt").write_text("Theirs.\n", encoding="utf-8")
    git(tmp_path, "add", "theirs.txt")
    git(tmp_path, "commit", "--quiet", "--message", "Theirs")
    (tmp_path / "ours").mkdir()
    assert revision(tmp_path / "ours") == ""


def test_without_git_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert revision(tmp_path) == ""
