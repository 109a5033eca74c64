"""Where the parts of an edition's project lie. No Sphinx."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from critical_edition.model.profile import Profile
from critical_edition.sources import profile


class ProjectError(Exception):
    """No edition's project is found at or above the folder."""


@dataclass(frozen=True, slots=True)
class Project:
    """A checkout of an edition, by its top folder."""

    root: Path

    @property
    def docs(self) -> Path:
        """The Sphinx sources."""
        return self.root / "docs"

    @property
    def profile_file(self) -> Path:
        """The profile, which makes a folder an edition's project."""
        return self.docs / profile.NAME

    @property
    def profile(self) -> Profile:
        """What is particular to the edition; what is wrong with the file is for a check to say."""
        return profile.read(self.profile_file)[0]

    @property
    def sections(self) -> Path:
        """The pages of the text's sections."""
        return self.docs / self.profile.text.sections

    @property
    def text(self) -> Path:
        """The established text; git-ignored, absent in a fresh clone."""
        return self.docs / self.profile.text.folder

    @property
    def lock(self) -> Path:
        """The fingerprints."""
        return self.marks.parent / "text.lock"

    @property
    def lemmata(self) -> Path:
        """The record of lemmata that were found in the text."""
        return self.marks.parent / "lemmata.lock"

    @property
    def marks(self) -> Path:
        """The marks, a TOML file a section."""
        given = self.profile.text.marks
        return self.docs / given if given else self.sections / "marks"

    @property
    def registers(self) -> Path:
        """The registers: persons, places and institutions, events, terms."""
        return self.docs / "registers"

    @property
    def bibliography(self) -> Path:
        """The records of sources, the author's and the editors'."""
        return Path(os.path.normpath(self.docs / self.profile.bibliography.file))

    @property
    def contributors(self) -> Path:
        """Who contributed, and in which roles."""
        return self.docs / "contributors.toml"

    @property
    def retired(self) -> Path:
        """IDs that were given up, and what takes their place; need not exist."""
        return self.docs / "retired.toml"

    @property
    def build(self) -> Path:
        """What builds write."""
        return self.root / "build"

    @classmethod
    def find(cls, start: Path) -> Project:
        """Return the project at ``start`` or the nearest folder above it that holds one."""
        start = start.resolve()
        for folder in (start, *start.parents):
            if (folder / "docs" / profile.NAME).is_file():
                return cls(folder)
        raise ProjectError(
            f"{start} is not in a checkout of an edition: no docs/{profile.NAME} above it"
        )
