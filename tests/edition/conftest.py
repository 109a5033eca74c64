"""A copy of the edition's sources, in which a reader's copy can be established."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from critical_edition.commands import main as cli
from critical_edition.sources.project import Project


@pytest.fixture(scope="module")
def sources(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sources alone, as in a fresh clone."""
    project = Project(tmp_path_factory.mktemp("edition"))
    shutil.copytree(checkout / "docs", project.docs, ignore=shutil.ignore_patterns("text"))
    for name in ("references.bib", "CHANGELOG.md"):
        shutil.copy(checkout / name, project.root)
    return project


@pytest.fixture(scope="module")
def established(sources: Project, reader_copy: Path) -> Project:
    """The sources, and the reader's copy established."""
    assert cli.main(["--project", str(sources.root), "text", "import", str(reader_copy)]) == 0
    return sources
