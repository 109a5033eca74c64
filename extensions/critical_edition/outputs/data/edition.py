"""JSON: the whole edition as data, of the form that ``edition.schema.json`` documents.

The same sources and the same established text give the same bytes. Offsets into texts are code
points from 0; spans are half-open. What the edition says in prose is there twice: as a tree
(:mod:`.tree`) and as plain text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from importlib.resources import files
from typing import Any

from critical_edition.model.anchor import Anchor
from critical_edition.model.commentary import Argument, Comment, Parallel
from critical_edition.model.established import Block, EstablishedUnit
from critical_edition.model.i18n import N_
from critical_edition.model.lemma import Lemma, LemmaError, find
from critical_edition.model.profile import Kind, Relation
from critical_edition.model.prose import Prose
from critical_edition.model.records import NoteRecord, PassageRecord
from critical_edition.model.registers import Entry, authorities
from critical_edition.outputs.data import tree
from critical_edition.outputs.data.format import Format
from critical_edition.outputs.data.source import Edition
from critical_edition.sources.people import LICENCE, Contributor
from critical_edition.text.apparatus import ApparatusEntry

SCHEMA = "edition.schema.json"


def dumps(data: Mapping[str, Any]) -> bytes:
    """Return the export's bytes: UTF-8, two spaces of indentation, a newline at the end."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def schema() -> bytes:
    """Return the JSON Schema of the export, as the package ships it."""
    return (files(__package__) / SCHEMA).read_bytes()


def as_data(edition: Edition) -> dict[str, Any]:
    """Return the export as JSON data, its keys in a fixed order.

    A place that a partial text lacks has no ``text`` and none of the keys that go with it.
    """
    from critical_edition.citation.export import csl

    sources, profile = edition.sources, edition.profile
    commentary, registers = sources.commentary, sources.registers
    return {
        "$schema": SCHEMA,
        "edition": {
            "title": edition.title,
            "version": profile.edition.version,
            "licence": profile.edition.licence,
            "address": profile.edition.address,
        },
        "mode": str(edition.mode),
        "work": {
            "key": profile.work.key,
            "pages": profile.work.pages,
            "printing": profile.work.printing,
            "rights": profile.work.rights,
        },
        "contributors": [_contributor(c) for c in sources.people.listed()],
        "kinds": [_kind(kind) for kind in profile.kinds],
        "relations": [_relation(relation) for relation in profile.relations],
        "sections": [{"number": s.number, "title": s.title} for s in sources.sections],
        "passages": [_passage(edition, p) for p in sources.passages],
        "notes": [_note(edition, n) for n in sources.notes],
        "comments": [_comment(edition, c) for c in commentary.comments.values()],
        "arguments": [_argument(edition, a) for a in commentary.arguments.values()],
        "parallels": [_parallel(edition, p) for p in commentary.parallels.values()],
        "emendations": [_emendation(edition, e) for e in sources.emendations],
        "registers": {
            "persons": [_entry(e) for e in registers.persons.values()],
            "places": [_entry(e) for e in registers.places.values()],
            "events": [_entry(e) for e in registers.events.values()],
            "terms": [_entry(e) for e in registers.terms.values()],
        },
        "works": [csl(work) for work in edition.works.values()],
        "retired": [{"id": old, "to": new} for old, (new, _line) in sources.retired.items()],
    }


def _given(**values: Any) -> dict[str, Any]:
    """Return what is not empty."""
    return {name: value for name, value in values.items() if value}


def _prose(edition: Edition, name: str, body: Prose) -> dict[str, Any]:
    """Return a body as a tree under its name, and as ``plain`` text."""
    return {name: tree.blocks(body), "plain": edition.words(body)}


# -- what the edition is made of -----------------------------------------------------------------


def _contributor(one: Contributor) -> dict[str, Any]:
    given = _given(
        orcid=one.orcid_address, note=one.note, editor=one.editor, collective=one.collective
    )
    who = {"id": one.id, "name": one.name, "sort": one.sort, "roles": list(one.roles)}
    return who | {"licence": LICENCE} | given


def _kind(kind: Kind) -> dict[str, Any]:
    return {"id": kind.id, "label": kind.label, "about": kind.about}


def _relation(relation: Relation) -> dict[str, Any]:
    said = {"id": relation.id, "label": relation.label, "inverse": relation.inverse}
    return said | _given(converse=relation.converse, symmetric=relation.symmetric)


def _entry(entry: Entry) -> dict[str, Any]:
    """Return an entry with all that its register has of it but phrases in which it is not meant."""
    unsaid = {"id", "name", "forms", "passages", "not_in", "also", "path", "line"}
    data: dict[str, Any] = {
        "id": entry.id,
        "name": entry.name,
        "passages": [str(place) for place in entry.places],
        "forms": list(entry.forms),
    }
    for field in fields(entry):
        value = getattr(entry, field.name)
        if field.name not in unsaid and value:
            data[field.name] = value if isinstance(value, bool) else str(value)
    return data | _given(same_as=[address for _name, address in authorities(entry)])


# -- the text and what is said of it -------------------------------------------------------------


def place(anchor: Anchor) -> str:
    """Return an anchor's place or range as it is written."""
    return str(anchor.first) if anchor.first == anchor.last else f"{anchor.first}-{anchor.last}"


def span(edition: Edition, at: Anchor) -> tuple[int, int] | None:
    """Return where an anchor's lemma stands in the text of its place, where that is told."""
    unit = edition.text.get(at.first)
    if unit is None or at.lemma is None:
        return None
    try:
        found = find(unit.content.text, at.lemma)
    except LemmaError:
        return None  # a damaged copy: the check says so
    return found.start, found.end


def _end(edition: Edition, anchor: Anchor, name: str) -> dict[str, Any]:
    """Return an anchor: its place under a name, its lemma, and where that stands in the text."""
    at = span(edition, anchor)
    lemma = str(anchor.lemma) if anchor.lemma else ""
    return {name: place(anchor), "lemma": lemma} | _given(at=list(at) if at else None)


def _passage(edition: Edition, passage: PassageRecord) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": str(passage.passage),
        "section": passage.passage.section,
        "pages": list(passage.pages),
        "incipit": passage.incipit,
        "summary": passage.summary,
        "abstract": tree.blocks(passage.body),
        "notes": [note.number for note in edition.sources.commentary.notes(passage.passage)],
    }
    unit = edition.text.get(passage.passage)
    return data | (_unit(unit) if unit else {})


def _unit(unit: EstablishedUnit) -> dict[str, Any]:
    content = unit.content
    data: dict[str, Any] = {
        "text": content.text,
        "markers": [{"note": m.note, "at": m.at} for m in content.markers],
        "page_breaks": [{"page": b.page, "at": b.at} for b in content.page_breaks],
        "emphasis": [[s.start, s.end] for s in content.emphasis],
        "verified": unit.verified,
    }
    return data | _given(
        foreign=[{"language": f.language, "at": [f.start, f.end]} for f in content.foreign],
        works=[{"key": c.key, "at": [c.start, c.end]} for c in content.citations],
        blocks=[_block(block) for block in content.blocks],
    )


def _block(block: Block) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": str(block.kind), "at": [block.start, block.end]}
    inner = [_block(b) for b in block.blocks]
    return data | _given(number=block.number, align=block.align, blocks=inner)


def _note(edition: Edition, note: NoteRecord) -> dict[str, Any]:
    data: dict[str, Any] = {
        "number": note.note.number,
        "passage": str(note.passage) if note.passage else None,
        "citations": [tree.work(c) | {"ibid": c.ibid} for c in note.citations],
        "summary": note.summary,
        "body": tree.blocks(note.body),
    }
    unit = edition.text.get(note.note)
    return data | (_unit(unit) if unit else {})


def _comment(edition: Edition, comment: Comment) -> dict[str, Any]:
    data = {
        "id": comment.id,
        **_end(edition, comment.on, "on"),
        "kind": comment.kind,
        "by": comment.by,
        "date": comment.date.isoformat(),
        "cites": list(comment.cites),
    }
    answers = _given(replies_to=comment.replies_to, uncited=comment.uncited)
    return data | answers | _prose(edition, "body", comment.body)


def _argument(edition: Edition, argument: Argument) -> dict[str, Any]:
    steps = edition.sources.commentary.steps(argument.id)
    data = {"id": argument.id, "title": argument.title, "passages": [str(p) for p in steps]}
    return data | _prose(edition, "statement", argument.body)


def _parallel(edition: Edition, parallel: Parallel) -> dict[str, Any]:
    data = {
        "id": parallel.id,
        "argument": parallel.argument,
        "relation": str(parallel.relation),
        "from": _end(edition, parallel.start, "passage"),
        "to": _end(edition, parallel.end, "passage"),
        "by": parallel.by,
    }
    return data | _prose(edition, "reason", parallel.body)


def _emendation(edition: Edition, emendation: ApparatusEntry) -> dict[str, Any]:
    mark = emendation.mark
    at = Anchor(mark.place, mark.place, Lemma.parse(mark.lemma))
    data = {"id": emendation.name, **_end(edition, at, "on"), "reading": mark.value}
    return data | _given(remark=mark.remark, certainty=mark.certainty)


FORMAT = Format(
    "json",
    "edition.json",
    "application/json",
    "JSON",
    N_("everything that the edition has, in one file"),
    lambda edition: dumps(as_data(edition)),
)
SCHEMA_FORMAT = Format(
    "schema",
    SCHEMA,
    "application/schema+json",
    "JSON Schema",
    N_("what the JSON has, key by key, for programs that read or check it"),
    lambda _edition: schema(),
)
