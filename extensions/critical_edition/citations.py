"""How a citation reads (“Dyck 1966, pp. 89, 96–98”), and by what the bibliography's entries go."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pybtex.database import Entry  # type: ignore[import-untyped]
from pybtex.plugin import register_plugin as register_pybtex_plugin  # type: ignore[import-untyped]
from pybtex.style import FormattedEntry  # type: ignore[import-untyped]
from pybtex.style.formatting.unsrt import Style as UnsrtStyle  # type: ignore[import-untyped]
from pybtex.style.labels import BaseLabelStyle  # type: ignore[import-untyped]
from pybtex.style.template import (  # type: ignore[import-untyped]
    field as bib_field,
)
from pybtex.style.template import (
    first_of,
    join,
    names,
    optional,
    optional_field,
    sentence,
    tag,
)
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

    bracket_parenthetical: BracketStyle = dataclasses.field(default_factory=_no_brackets)
    author_year_sep: str = " "


class KeyLabels(BaseLabelStyle):  # type: ignore[misc]
    """Labels that cannot clash, whatever bibliography an entry stands in: the keys."""

    def format_labels(self, sorted_entries: Iterable[Entry]) -> Iterator[str]:
        """Yield the keys."""
        return (entry.key for entry in sorted_entries)


class EntryStyle(UnsrtStyle):  # type: ignore[misc]
    """Entries of every type in order of authors, with whatever their records have."""

    default_sorting_style = "author_year_title"
    default_label_style = KeyLabels

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        """Return an entry; a field that its record lacks is left out."""
        container = first_of[optional_field("journal"), optional_field("booktitle")]
        template = sentence(sep=". ")[
            optional[names("author", sep=", ", sep2=" and ", last_sep=", and ")],
            tag("em")[bib_field("title")] if not _is_part(entry) else bib_field("title"),
            optional[tag("em")[container]] if _is_part(entry) else "",
            optional[join["vol. ", bib_field("volume")]],
            optional[join["ed. ", names("editor", sep=", ", sep2=" and ", last_sep=", and ")]],
            join(sep=", ")[optional_field("address"), optional_field("year")],
            optional[join["pp. ", bib_field("pages")]],
        ]
        context = {"entry": entry, "style": self, "bib_data": bib_data}
        return FormattedEntry(entry.key, template.format_data(context), label)


def _is_part(entry: Entry) -> bool:
    return "journal" in entry.fields or "booktitle" in entry.fields


def register() -> None:
    """Make the styles known to sphinxcontrib-bibtex and to pybtex."""
    register_pybtex_plugin("pybtex.style.formatting", STYLE, EntryStyle)
    register_plugin("sphinxcontrib.bibtex.style.referencing", STYLE, AuthorYearStyle)
