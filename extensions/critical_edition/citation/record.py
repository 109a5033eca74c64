"""Records of ``references.bib`` as plain data. What is pybtex's is handled here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pybtex.database import Entry, Person  # type: ignore[import-untyped]
from pybtex.database.input.bibtex import Parser  # type: ignore[import-untyped]
from pybtex.textutils import normalize_whitespace  # type: ignore[import-untyped]

from critical_edition.citation import latex
from critical_edition.citation.names import NAME_FIELDS, Name, Names, split_commas, split_names
from critical_edition.reading import files

MARRIED = {
    "address": "location",
    "journal": "journaltitle",
    "school": "institution",
    "key": "sortkey",
}
"""BibTeX's names of fields that biblatex calls otherwise; the record has biblatex's."""


@dataclass(frozen=True, slots=True)
class Record:
    """An entry as it stands: its type and fields in small letters, values with their LaTeX.

    ``fields`` has no names and no ``crossref``, which have attributes of their own; ``year``,
    ``month`` and ``day`` stay as they are where there is no ``date``.
    """

    key: str
    type: str
    fields: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Names] = field(default_factory=dict)
    crossref: str = ""

    def text(self, name: str) -> str:
        """Return a field's content without markup, empty where it is missing."""
        return latex.text(self.fields.get(name, ""))

    def date(self, name: str) -> str:
        """Return a field that is a date, in which ``~`` and ``%`` are signs of doubt."""
        return bare_date(self.fields.get(name, ""))


def bare_date(value: str) -> str:
    """Return a date as it stands, but for LaTeX’s braces and its longer dash."""
    return re.sub(r"[{}]", "", value).replace("\\%", "%").strip()


def from_entry(entry: Entry, key: str = "") -> Record:
    """Return what a pybtex entry holds; ``key`` where the entry does not know its own."""
    fields: dict[str, str] = {}
    names: dict[str, Names] = {}
    for role, persons in entry.persons.items():
        names[role.lower()] = _names(persons)
    for given, value in entry.fields.items():
        name = MARRIED.get(given.lower(), given.lower())
        if name in NAME_FIELDS:
            names[name] = parse_names(value)
        elif normalize_whitespace(value).strip():
            fields[name] = normalize_whitespace(value).strip()
    crossref = fields.pop("crossref", "")
    return Record(entry.key or key, entry.type.lower(), fields, names, crossref)


_PART_OF_NAME = re.compile(
    r"\s*(family|given|prefix|suffix|useprefix|id)\s*=\s*(.*?)\s*", re.DOTALL
)


def parse_names(value: str) -> Names:
    """Read names parted by “and”; “and others” says that there are more.

    biblatex’s form with named parts, ``family=Gogh, given=Vincent``, is read too.
    """
    return _names([_named(part) or Person(part) for part in split_names(value)])


def _named(text: str) -> Name | None:
    """Read ``family=Gogh, given=Vincent, prefix=van``; None where a name is not of that form."""
    parts = [_PART_OF_NAME.fullmatch(part) for part in split_commas(text)]
    if not all(parts):
        return None
    given = {match[1]: latex.text(match[2].strip('"')) for match in parts if match}
    if not given.get("family"):
        return None
    rest = (given.get(name, "") for name in ("given", "prefix", "suffix"))
    return Name(given["family"], next(rest), next(rest), next(rest))


def _names(persons: Iterable[Person | Name]) -> Names:
    found = [p if isinstance(p, Name) else _named(str(p)) or _name(p) for p in persons]
    others = bool(found) and found[-1] == Name("others")
    return Names(tuple(found[:-1] if others else found), others)


def _name(person: Person) -> Name:
    last = " ".join(person.last_names)
    given = " ".join((*person.first_names, *person.middle_names))
    if not given and not person.prelast_names and last.startswith("{") and last.endswith("}"):
        return Name(latex.text(last), literal=True)
    return Name(
        latex.text(last),
        latex.text(given),
        latex.text(" ".join(person.prelast_names)),
        latex.text(" ".join(person.lineage_names)),
    )


def load(path: Path) -> dict[str, Record]:
    """Read a BibTeX file in UTF-8; raise OSError, UnicodeDecodeError or pybtex's PybtexError."""
    return parse(files.text(path))


def parse(source: str) -> dict[str, Record]:
    """Read a BibTeX file's content; raise pybtex's PybtexError where it cannot be."""
    entries = Parser().parse_string(source).entries
    return {key: from_entry(entry, key) for key, entry in entries.items()}
