"""A static tree in the manner of the Distributed Text Services 1.0.

Static files answer no query: the addresses are templates of RFC 6570 that name files, as the
specification allows for static sites. There is the entry, a collection of one resource, navigation
by ``ref`` and ``down`` (absent, 0, 1 or -1), and the document, whole or by ``ref``, as TEI. There are
neither ``start`` and ``end`` nor errors.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from critical_edition.model.i18n import N_
from critical_edition.outputs.data.edition import dumps
from critical_edition.outputs.data.format import Format
from critical_edition.outputs.data.source import Edition
from critical_edition.outputs.data.tei import document
from critical_edition.outputs.data.tei.elements import ID, el
from critical_edition.outputs.data.tei.elements import dumps as written

CONTEXT = "https://dtsapi.org/context/v1.0.json"
VERSION = "1.0"
_WRAPPER = "{https://w3id.org/api/dts#}wrapper"
_TREE = [
    {
        "@type": "CitationTree",
        "citeStructure": [
            {
                "@type": "CiteStructure",
                "citeType": "section",
                "citeStructure": [{"@type": "CiteStructure", "citeType": "passage"}],
            }
        ],
    }
]


@dataclass(frozen=True, slots=True)
class Unit:
    """A citable unit: its reference, what it is called, and the units in it."""

    ref: str
    title: str
    language: str
    parent: str = ""
    units: tuple[Unit, ...] = field(default=())

    def data(self) -> dict[str, Any]:
        """Return it as the specification has it."""
        title = {"dublinCore": {"title": [{"lang": self.language, "value": self.title}]}}
        return {
            "identifier": self.ref,
            "@type": "CitableUnit",
            "level": 2 if self.parent else 1,
            "parent": self.parent or None,
            "citeType": "passage" if self.parent else "section",
            **(title if self.title else {}),
        }


def units(edition: Edition) -> tuple[Unit, ...]:
    """Return the sections with their passages."""
    language = edition.profile.style.language or "und"
    return tuple(
        Unit(
            str(section.number),
            section.title,
            language,
            units=tuple(
                Unit(str(p.passage), p.incipit, language, str(section.number))
                for p in section.passages
            ),
        )
        for section in edition.sources.sections
    )


class _Tree:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.key = edition.profile.work.key or "work"
        self.base = f"{edition.base(0)}data/dts/" if edition.base(0) else ""
        self.units = units(edition)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield all files by their names."""
        yield "entry.json", self._written("entry.json", "EntryPoint", self._templates())
        members = [self._resource(whole=True)]
        about = {"title": self.edition.title, "totalParents": 0, "totalChildren": 1}
        said = {**about, "collection": self._templates()["collection"], "member": members}
        yield "collection/root.json", self._written("root", "Collection", said)
        resource = self._resource(whole=True)
        name = f"collection/{self.key}.json"
        yield name, dumps({"@context": CONTEXT, **resource})
        yield from self._navigation()
        yield from self._documents()

    def _documents(self) -> Iterator[tuple[str, bytes]]:
        """Yield the document, whole and by reference: its words alone, in TEI."""
        whole = document(self.edition)
        yield f"document/{self.key}.xml", written(whole)
        by_id = {node.get(ID, ""): node for node in whole.iter()}
        for top in self.units:
            for unit in (top, *top.units):
                found = copy.deepcopy(
                    by_id[f"p{unit.ref}" if unit.parent else f"section-{unit.ref}"]
                )
                found.tail = None
                wrapper = etree.Element(_WRAPPER, nsmap={"dts": _WRAPPER[1:-8]})
                wrapper.append(found)
                root = el("TEI", el("text", el("body", wrapper)))
                yield f"document/{self.key}/{unit.ref}.xml", written(root)

    def _written(self, name: str, kind: str, data: dict[str, Any]) -> bytes:
        head = {"@context": CONTEXT, "dtsVersion": VERSION, "@id": f"{self.base}{name}"}
        return dumps({**head, "@type": kind, **data})

    def _templates(self, resource: str = "{resource}") -> dict[str, str]:
        collection = "{id}" if resource == "{resource}" else resource
        return {
            "collection": f"{self.base}collection/{collection}.json",
            "navigation": f"{self.base}navigation/{resource}{{;down}}{{/ref}}.json",
            "document": f"{self.base}document/{resource}{{/ref}}.xml",
        }

    def _resource(self, *, whole: bool = False) -> dict[str, Any]:
        about: dict[str, Any] = {"@id": self.key, "@type": "Resource"}
        if whole:
            about |= {"dtsVersion": VERSION, "title": self.edition.title}
            about |= {"totalParents": 1, "totalChildren": 0, "mediaTypes": ["application/tei+xml"]}
        return {**about, **self._templates(self.key), "citationTrees": _TREE}

    def _navigation(self) -> Iterator[tuple[str, bytes]]:
        """Yield what there is to navigate: from the root, and from each unit."""
        everything = [unit for top in self.units for unit in (top, *top.units)]
        yield self._answer(1, None, self.units)
        yield self._answer(-1, None, everything)
        for siblings in (self.units, *(top.units for top in self.units)):
            for unit in siblings:
                yield self._answer(None, unit, None)
                yield self._answer(0, unit, siblings)
                for down in (1, -1):
                    yield self._answer(down, unit, (unit, *unit.units))

    def _answer(self, down: int | None, unit: Unit | None, members: Any) -> tuple[str, bytes]:
        name = f"navigation/{self.key}"
        name += f";down={down}" if down is not None else ""
        name += f"/{unit.ref}.json" if unit else ".json"
        said: dict[str, Any] = {"resource": self._resource()}
        if unit:
            said["ref"] = unit.data()
        if members is not None:
            said["member"] = [member.data() for member in members]
        return name, self._written(name, "Navigation", said)


def files(edition: Edition) -> dict[str, bytes]:
    """Return the tree's files by their paths."""
    return dict(_Tree(edition).files())


FORMAT = Format(
    "dts",
    "dts",
    "application/ld+json",
    "DTS",
    N_("sections and passages by reference, in the manner of the Distributed Text Services"),
    files,
    "entry.json",
)
