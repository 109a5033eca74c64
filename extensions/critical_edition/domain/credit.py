"""Who wrote a record: the list of contributors, and an author as a link to its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from critical_edition.domain.parts import reference
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


def credit(env: BuildEnvironment, by: str, docname: str) -> nodes.Node:
    """Return a record's author as a link to the contributors' page.

    The editors together are named as they are written; a person by name.
    """
    if file(env).is_file():  # What is not there would have every page read anew each time.
        env.note_dependency(str(file(env)))
    found = listed(env).contributors.get(by)
    if found is None:
        return nodes.Text(by)
    name = by if found.collective else found.name
    link = reference("contributor", by, nodes.inline("", name), docname)
    link["refwarn"] = False
    return link
