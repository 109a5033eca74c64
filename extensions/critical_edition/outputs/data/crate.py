"""What a folder of the edition's data holds, said in the manner of RO-Crate 1.1, for repositories."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from critical_edition.outputs.data import citations
from critical_edition.outputs.data.edition import dumps
from critical_edition.outputs.data.format import Format
from critical_edition.outputs.data.source import Edition
from critical_edition.sources.people import Contributor

if TYPE_CHECKING:
    from critical_edition.citation.work import Work

NAME = "ro-crate-metadata.json"
CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://schema.org/sha256"}]
"""The crate's own, and a term that it lacks."""
_WORK = "#work"
_RIGHTS = "#rights"

Entity = dict[str, Any]


def metadata(edition: Edition, formats: Mapping[Format, Mapping[str, bytes]]) -> bytes:
    """Return the metadata of a folder with files of formats, by their paths in it."""
    said = edition.profile.edition
    parts: list[Entity] = []
    for found, files in formats.items():
        parts += _format(found, files)
    people = [_person(one) for one in edition.sources.people.listed()]
    editors = [{"@id": _id(one)} for one in citations.editors(edition)]
    licence = _licence(edition)
    work = edition.works.get(edition.profile.work.key)
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": edition.title,
        "description": edition.profile.book.description or edition.title,
        "version": said.version,
        "datePublished": edition.date,
        "license": {"@id": licence["@id"]},
        "url": said.address,
        "author": _one(editors),
        "editor": _one(editors),
        "contributor": _one([{"@id": one["@id"]} for one in people]),
        "about": {"@id": _WORK} if work else None,
        "hasPart": [{"@id": one["@id"]} for one in parts],
    }
    descriptor = {
        "@id": NAME,
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    graph = [descriptor, _given(root), licence, *people, *parts]
    return dumps({"@context": CONTEXT, "@graph": [*graph, *([_work(work)] if work else [])]})


def _one(found: list[dict[str, str]]) -> list[dict[str, str]] | dict[str, str]:
    """Return a single value as such, as the crate wants it."""
    return found[0] if len(found) == 1 else found


def _given(entity: Entity) -> Entity:
    return {name: value for name, value in entity.items() if value}


def _licence(edition: Edition) -> Entity:
    """Return the licence; where words are told that are somebody's, there is none."""
    if edition.text and edition.profile.work.rights == "restricted":
        about = "Not for publication: the rights in the text are not the editors’."
        return {"@id": _RIGHTS, "@type": "CreativeWork", "name": about}
    name = edition.profile.edition.licence
    return {"@id": edition.licence, "@type": "CreativeWork", "name": name}


def _format(found: Format, files: Mapping[str, bytes]) -> list[Entity]:
    about = {"name": found.label, "description": found.about, "encodingFormat": found.media}
    if list(files) == [found.name]:
        content = files[found.name]
        return [
            {
                "@id": found.name,
                "@type": "File",
                **about,
                "contentSize": str(len(content)),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
        ]
    folder = {"@id": f"{found.name}/", "@type": "Dataset", **about}
    entry = {"@id": f"{found.name}/{found.entry}", "@type": "File", **about}
    return [{**folder, "hasPart": {"@id": entry["@id"]}}, entry]


def _id(one: Contributor) -> str:
    return one.orcid_address or f"#{one.anchor}"


def _person(one: Contributor) -> Entity:
    kind = "Organization" if one.collective else "Person"
    return {"@id": _id(one), "@type": kind, "name": one.name}


def _work(work: Work) -> Entity:
    from critical_edition.citation.rich import plain

    return _given(
        {
            "@id": _WORK,
            "@type": "CreativeWork",
            "name": plain(work.title.whole),
            "author": work.leaders.natural(),
            "datePublished": work.date.years,
            "sameAs": work.url,
        }
    )
