"""An invented essay, locked, and the transcript where there is one: each as a case to import into."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from critical_edition.commands import text as commands
from critical_edition.model.established import RichText
from critical_edition.model.places import Place
from critical_edition.sources.project import Project
from critical_edition.text import lock, marks, store
from critical_edition.text.establish import Establishment, establish
from critical_edition.text.lock import Hasher
from critical_edition.text.read import read

from .copies import Essay
from .invented import Invented, invent, lay_own_profile, make_project, write_folder


@dataclass(frozen=True, slots=True)
class Case:
    """An essay to be established: its lock and marks, and what must come out."""

    project: Project
    lock: lock.Lock
    marks: Mapping[Place, Sequence[marks.Mark]]
    # A failing test does not print an essay.
    truth: Mapping[Place, RichText] = field(repr=False)
    essay: Essay = field(repr=False)

    @classmethod
    def of(cls, project: Project, gold: Path) -> Case:
        text = store.load(gold)
        units = [*text.passages.values(), *text.notes.values()]
        return cls(
            project,
            lock.load(project.lock),
            marks.load(project.marks),
            {unit.place: unit.content for unit in units},
            Essay.load(gold),
        )

    def establish(self, copy: Path) -> Establishment:
        return establish(read(copy), self.lock, self.marks, self.project.profile.text.heads)


@pytest.fixture(scope="session", autouse=True)
def fingerprints() -> Iterator[None]:
    """What one copy has hashed, slowly by design, no other of the same essay hashes again."""
    made: dict[tuple[Any, ...], bytes] = {}
    slowly = Hasher._stretch

    def once(self: Hasher, data: bytes, size: int) -> bytes:
        key = (data, size, self._salt, self._iterations)
        if key not in made:
            made[key] = slowly(self, data, size)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Hasher, "_stretch", once)
        yield


@pytest.fixture(scope="session")
def invented() -> Invented:
    return invent()


@pytest.fixture(scope="session")
def invented_case(invented: Invented, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The invented essay; never written to by a test."""
    root = tmp_path_factory.mktemp("invented")
    project = make_project(invented, root)
    write_folder(invented, root / "gold")
    return Case.of(project, root / "gold")


@pytest.fixture(scope="session")
def transcript_case(
    checkout: Path, reader_copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> Case:
    """The essay itself, as established from the reader's copy; skipped without one."""
    project = Project(tmp_path_factory.mktemp("transcript"))
    project.docs.mkdir()
    shutil.copy(checkout / "docs" / "edition.toml", project.docs)
    shutil.copytree(checkout / "docs" / "style", project.docs / "style")
    project.sections.mkdir(parents=True)
    shutil.copy(checkout / "docs" / "essay" / "text.lock", project.lock)
    shutil.copytree(checkout / "docs" / "essay" / "marks", project.marks)
    assert commands.run_import(project, reader_copy, as_json=True) == 0
    return Case.of(project, project.text)


@pytest.fixture(params=["invented", "transcript"])
def case(request: pytest.FixtureRequest) -> Case:
    """Each of the two."""
    found = request.getfixturevalue(f"{request.param}_case")
    assert isinstance(found, Case)
    return found


@pytest.fixture
def project(invented_case: Case, tmp_path: Path) -> Project:
    """A project of its own for the invented essay, with no text established."""
    own = Project(tmp_path / "project")
    lay_own_profile(own)
    own.sections.mkdir(parents=True)
    shutil.copy(invented_case.project.lock, own.lock)
    shutil.copytree(invented_case.project.marks, own.marks)
    return own
