"""The language of what readers see: words of the engine, and what they are in an edition's language.

What an edition is written in is known when it is built: so words are looked up when they are set, and
not when a module is loaded (:func:`N_` marks those that stand in a table until then). Whoever builds says
by :func:`use` where they are looked up; until then they stay as they are. No Sphinx.
"""

from __future__ import annotations

from collections.abc import Callable

CATALOGUE = "critical_edition"
"""The name of the catalogue: ``locale/…/LC_MESSAGES/critical_edition.po``."""

_found: list[Callable[[str], str]] = [str]


def use(translate: Callable[[str], str]) -> None:
    """Look words up with this from now on."""
    _found[:] = [translate]


def _(words: str) -> str:
    """Return what words are in the edition's language."""
    return str(_found[0](words))


def N_(words: str) -> str:  # noqa: N802 (so those who make catalogues call it)
    """Mark words that are looked up later, with :func:`_`."""
    return words


def ngettext(one: str, many: str, count: int) -> str:
    """Return what is said of one or of several; both are looked up by their own words."""
    return _(one if count == 1 else many)
