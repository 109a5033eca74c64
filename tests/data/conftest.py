"""The editions that are exported: the first, in both its forms, and another whose text is free."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from critical_edition.commands import main as cli
from critical_edition.model.established import EstablishedText
from critical_edition.outputs.data import source
from critical_edition.outputs.data.source import Edition
from critical_edition.sources import texts
from critical_edition.sources.project import Project

EDITIONS = ("companion", "full", "lamps")


@pytest.fixture(scope="session")
def companion(checkout: Path) -> Edition:
    """The first edition in companion form, whatever is established in the checkout."""
    return source.load(Project(checkout), EstablishedText(), with_text=False)


@pytest.fixture(scope="session")
def full(checkout: Path, reader_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The first edition with its text."""
    project = Project(tmp_path_factory.mktemp("full"))
    shutil.copytree(checkout / "docs", project.docs, ignore=shutil.ignore_patterns("text"))
    shutil.copy(checkout / "references.bib", project.root)
    assert cli.main(["--project", str(project.root), "text", "import", str(reader_copy)]) == 0
    return source.load(project, texts.load(project), with_text=True)


@pytest.fixture(scope="session")
def lamps(checkout: Path) -> Edition:
    """The second edition, whose text stands in its pages."""
    project = Project(checkout / "tests" / "editions" / "lamps")
    return source.load(project, texts.load(project), with_text=True)


@pytest.fixture(params=EDITIONS)
def edition(request: pytest.FixtureRequest) -> Edition:
    """Each of them."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Edition)
    return found
