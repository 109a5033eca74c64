"""How a citation reads (“Dyck 1966, pp. 89, 96–98”), and by what the bibliography's entries go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pybtex.database import Entry  # type: ignore[import-untyped]
from pybtex.plugin import register_plugin as register_pybtex_plugin  # type: ignore[import-untyped]
from pybtex.style.formatting.plain import Style as PlainStyle  # type: ignore[import-untyped]
from pybtex.style.labels import BaseLabelStyle  # type: ignore[import-untyped]
from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

STYLE = "edition"
"""The value of ``bibtex_reference_style`` and of ``bibtex_default_style``."""


def _no_brackets() -> BracketStyle:
    return BracketStyle(left="", right="", sep="; ")


@dataclass
class AuthorYearStyle(AuthorYearReferenceStyle):
    """Author and year without brackets, as in a note."""

    bracket_parenthetical: BracketStyle = field(default_factory=_no_brackets)
    author_year_sep: str = " "


class KeyLabels(BaseLabelStyle):  # type: ignore[misc]
    """Labels that cannot clash, whatever bibliography an entry stands in: the keys."""

    def format_labels(self, sorted_entries: Iterable[Entry]) -> Iterator[str]:
        """Yield the keys."""
        return (entry.key for entry in sorted_entries)


class EntryStyle(PlainStyle):  # type: ignore[misc]
    """Entries in order of authors."""

    default_label_style = KeyLabels


def register() -> None:
    """Make the styles known to sphinxcontrib-bibtex and to pybtex."""
    register_pybtex_plugin("pybtex.style.formatting", STYLE, EntryStyle)
    register_plugin("sphinxcontrib.bibtex.style.referencing", STYLE, AuthorYearStyle)
