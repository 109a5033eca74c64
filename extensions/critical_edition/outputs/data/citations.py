"""Citations: the whole bibliography and the edition itself for other programs, and ``CITATION.cff``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from critical_edition.model.i18n import N_
from critical_edition.outputs.data.format import Format
from critical_edition.outputs.data.source import Edition
from critical_edition.sources.people import Contributor

if TYPE_CHECKING:
    from critical_edition.citation.names import Name, Names
    from critical_edition.citation.record import Record
    from critical_edition.citation.work import Work

KEY = "edition"
"""The key of the edition's own record."""


def editors(edition: Edition) -> Sequence[Contributor]:
    """Return whose name the edition bears: its editors, or else all who contributed."""
    listed = edition.sources.people.listed()
    return [one for one in listed if one.editor] or list(listed)


def _names(edition: Edition) -> Names:
    from critical_edition.citation.names import Name, Names
    from critical_edition.citation.record import parse_names

    found: list[Name] = []
    for one in editors(edition):
        if one.collective:
            found.append(Name(one.name, literal=True))
        else:
            found += parse_names(one.sort if "," in one.sort else one.name).names
    return Names(tuple(found))


def record(edition: Edition) -> Record:
    """Return the edition's own record, by which it is cited."""
    from critical_edition.citation.record import Record

    said = edition.profile.edition
    fields = {
        "title": f"{{{edition.title}}}",
        "date": edition.date,
        "url": said.address,
        "note": f"Version {said.version}" if said.version else "",
    }
    given = {name: value for name, value in fields.items() if value}
    names = _names(edition)
    return Record(
        KEY, "online" if said.address else "misc", given, {"editor": names} if names else {}
    )


def _everything(edition: Edition, form: str) -> bytes:
    from critical_edition.citation.export import everything
    from critical_edition.citation.work import Library

    works = {KEY: record(edition), **edition.works.records}
    return everything(Library(works), form).encode()


def _csl(edition: Edition) -> bytes:
    items = json.loads(_everything(edition, "csl-json"))
    if edition.profile.edition.version:
        items[0]["version"] = edition.profile.edition.version
    return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode()


# -- CITATION.cff --------------------------------------------------------------------------------


def cff(edition: Edition) -> bytes:
    """Return a file of the Citation File Format 1.2.0: of the edition, and of the work edited."""
    import yaml  # type: ignore[import-untyped]

    class Plain(yaml.SafeDumper):  # type: ignore[misc]
        """Writes what stands twice twice."""

        def ignore_aliases(self, data: object) -> bool:
            return True

    said = edition.profile.edition
    about: dict[str, Any] = {
        "title": edition.title,
        "version": said.version,
        "date-released": said.date if len(said.date) == len("2026-12-01") else "",
        "url": said.address,
    }
    names = [_person(name) for name in _names(edition).names]
    cited = {"type": "edited-work", **about, "authors": names, "editors": names}
    del cited["date-released"]
    if said.date:
        cited["year"] = int(said.date[:4])
    work = edition.works.get(edition.profile.work.key)
    data = {
        "cff-version": "1.2.0",
        "message": "Cite the edition as below, and the edited work itself by its own pages.",
        "type": "dataset",
        **about,
        "abstract": edition.profile.book.description,
        "keywords": list(edition.profile.book.keywords),
        "authors": names,
        "license": [name for name in (said.code, said.licence) if name],
        "preferred-citation": _given(cited),
        "references": [_reference(work)] if work else [],
    }
    options = {"sort_keys": False, "allow_unicode": True, "width": 100}
    written = yaml.dump(_given(data), Dumper=Plain, **options)
    return f"# Made by `edition export cff CITATION.cff`; never edited by hand.\n{written}".encode()


def _given(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}


def _person(name: Name) -> dict[str, str]:
    if name.literal:
        return {"name": name.family}
    parts = {
        "family-names": name.family,
        "given-names": name.given,
        "name-particle": name.particle,
        "name-suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}


_TYPES = {"article": "article", "book": "book", "collection": "edited-work", "online": "website"}


def _reference(work: Work) -> dict[str, Any]:
    from critical_edition.citation.rich import plain

    first, _, last = work.pages.replace("–", "-").replace("--", "-").partition("-")
    day = work.date.first
    return _given(
        {
            "type": _TYPES.get(work.type, "generic"),
            "title": plain(work.title.whole),
            "authors": [_person(name) for name in work.leaders.names] or [{"name": "anonymous"}],
            "journal": plain(work.journal.whole),
            "volume": work.volume,
            "issue": work.number,
            "year": day.year if day else 0,
            "month": day.month if day and day.month in range(1, 13) else 0,
            "start": first.strip(),
            "end": last.strip(),
            "publisher": {"name": work.publisher} if work.publisher else {},
            "doi": work.doi,
            "url": work.url,
        }
    )


FORMATS = (
    Format(
        "csl-json",
        "bibliography.csl.json",
        "application/vnd.citationstyles.csl+json",
        "CSL-JSON",
        N_("all works, for Zotero, Pandoc and other programs that cite by CSL"),
        _csl,
    ),
    Format(
        "biblatex",
        "bibliography.bib",
        "application/x-bibtex",
        "BibLaTeX",
        N_("all works, for biblatex with biber"),
        lambda edition: _everything(edition, "biblatex"),
    ),
    Format(
        "bibtex",
        "bibliography.bibtex.bib",
        "application/x-bibtex",
        "BibTeX",
        N_("all works, for BibTeX and its standard styles"),
        lambda edition: _everything(edition, "bibtex"),
    ),
    Format(
        "ris",
        "bibliography.ris",
        "application/x-research-info-systems",
        "RIS",
        N_("all works, for EndNote and other reference managers"),
        lambda edition: _everything(edition, "ris"),
    ),
    Format(
        "cff",
        "CITATION.cff",
        "application/yaml",
        "CITATION.cff",
        N_("how the edition and the work are cited, for repositories"),
        cff,
    ),
)
