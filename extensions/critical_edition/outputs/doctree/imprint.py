"""The imprint of a book: which edition it is, who made it, from what, and how it is cited."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from critical_edition.citation.names import series
from critical_edition.domain.config import profile_of
from critical_edition.model.established import Mode
from critical_edition.model.i18n import _
from critical_edition.sources.revision import revision

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_TITLE = re.compile(r"\*([^*]+)\*")

Runs = list[str | dict[str, str]]
"""A line in pieces: words as they stand, and titles of works, as ``{"title": …}``."""


def form(config: Config) -> str:
    """Say which edition it is, where there are two."""
    profile = profile_of(config)
    if profile.work.rights != "restricted":
        return ""
    full = _("The full edition, with the {noun}’s text")
    companion = _("The companion edition, without the {noun}’s text")
    return (full if config.edition_mode == Mode.FULL else companion).format(noun=profile.noun)


def leave(config: Config) -> str:
    """Say which edition it is, and who may publish it."""
    if not (said := form(config)):
        return ""
    if config.edition_mode != Mode.FULL:
        return f"{said}."
    return _("{form}: only those who hold the rights in it may publish it.").format(form=said)


def lines(app: Sphinx, given: Iterable[str], made: str = "") -> list[Runs]:
    """Return the lines of the imprint, with those given among them; ``made`` says how it is set."""
    config = app.config
    version = _("version {number}").format(number=config.release) if config.release else ""
    built_from = revision(Path(app.srcdir))
    names = series(config.edition_contributors)
    found = [
        leave(config),
        f"{version.capitalize()}." if version else "",
        _("Revision {number}.").format(number=built_from) if built_from else "",
        _("With contributions by {names}.").format(names=names) if names else "",
        f"© {config.copyright}." if config.copyright else "",
        *given,
        _cited(config, version, names),
        made,
    ]
    return [_runs(line) for line in found if line]


def _runs(line: str) -> Runs:
    """Return a line in pieces; titles of works stand between asterisks."""
    pieces = _TITLE.split(line)
    return [{"title": p} if at % 2 else p for at, p in enumerate(pieces) if p]


def _cited(config: Config, version: str, names: str) -> str:
    """Return how to cite the edition as a whole."""
    by = _("with contributions by {names}").format(names=names) if names else ""
    parts = [config.author, f"*{config.project}*", by, version]
    return (
        _("To be cited as: {what}.").format(what=", ".join(filter(None, parts)))
        if config.author
        else ""
    )
