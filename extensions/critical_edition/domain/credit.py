"""The list of those who wrote the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from critical_edition.sources import people

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.environment import BuildEnvironment


def file(env: BuildEnvironment) -> Path:
    """Return the list of contributors, which need not be there."""
    return env.srcdir / "contributors.toml"


def listed(env: BuildEnvironment) -> people.People:
    """Return the contributors; what is wrong with the list is reported once, at the end."""
    return people.read(file(env))[0]
