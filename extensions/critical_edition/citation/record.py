"""Records of ``references.bib`` as plain data. What is pybtex's is handled here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pybtex.database import Entry, Person  # type: ignore[import-untyped]
from pybtex.database.input.bibtex import Parser  # type: ignore[import-untyped]
from pybtex.textutils import normalize_whitespace  # type: ignore[import-untyped]

from critical_edition.citation import latex
from critical_edition.citation.names import Name, Names
from critical_edition.reading import files

NAME_FIELDS = (
    "author",
    "bookauthor",
    "editor",
    "editora",
    "editorb",
    "editorc",
    "translator",
    "annotator",
    "commentator",
    "compiler",
    "introduction",
    "foreword",
    "afterword",
)
"""The fields that hold names, parted by “and”."""

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


def parse_names(value: str) -> Names:
    """Read names parted by “and”; “and others” says that there are more."""
    return _names([Person(part) for part in _split(value)])


def _split(value: str) -> list[str]:
    """Part names at “and”, but not within braces."""
    parts: list[list[str]] = [[]]
    depth = 0
    for word in value.split():
        if word.lower() == "and" and not depth:
            parts.append([])
        else:
            parts[-1].append(word)
        depth += word.count("{") - word.count("}")
    return [" ".join(words) for words in parts if words]


def _names(persons: Iterable[Person]) -> Names:
    found = [_name(p) for p in persons]
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
