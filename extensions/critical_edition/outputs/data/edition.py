"""JSON: the whole edition as data.

The same sources and the same established text give the same bytes. Offsets into texts are code
points from 0; spans are half-open.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from critical_edition.model.anchor import Anchor
from critical_edition.model.established import Block, EstablishedUnit
from critical_edition.model.i18n import N_
from critical_edition.model.records import NoteRecord, PassageRecord
from critical_edition.model.registers import Entry
from critical_edition.outputs.data.format import Format
from critical_edition.outputs.data.source import Edition
from critical_edition.sources.read import Sources


def dumps(data: Mapping[str, Any]) -> bytes:
    """Return the export's bytes: UTF-8, two spaces of indentation, a newline at the end."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def as_data(edition: Edition) -> dict[str, Any]:
    """Return the export as JSON data, its keys in a fixed order.

    A place that a partial text lacks has no ``text`` and none of the keys that go with it.
    """
    sources, text = edition.sources, edition.text
    commentary, entries = sources.commentary, sources.registers
    return {
        "mode": str(edition.mode),
        "sections": [{"number": s.number, "title": s.title} for s in sources.sections],
        "passages": [_passage(p, sources, text.get(p.passage)) for p in sources.passages],
        "notes": [_note(n, text.get(n.note)) for n in sources.notes],
        "comments": [
            {
                "id": c.id,
                "on": _place(c.on),
                "lemma": _lemma(c.on),
                "kind": str(c.kind),
                "by": c.by,
                "date": c.date.isoformat(),
                "cites": list(c.cites),
            }
            for c in commentary.comments.values()
        ],
        "arguments": [
            {"id": a.id, "title": a.title, "passages": [str(p) for p in commentary.steps(a.id)]}
            for a in commentary.arguments.values()
        ],
        "parallels": [
            {
                "id": p.id,
                "argument": p.argument,
                "relation": str(p.relation),
                "from": {"passage": _place(p.start), "lemma": _lemma(p.start)},
                "to": {"passage": _place(p.end), "lemma": _lemma(p.end)},
                "by": p.by,
            }
            for p in commentary.parallels.values()
        ],
        "registers": {
            "persons": _entries(entries.persons),
            "places": _entries(entries.places),
            "events": _entries(entries.events),
            "terms": _entries(entries.terms),
        },
    }


def _place(anchor: Anchor) -> str:
    """Return an anchor's place or range as it is written."""
    return str(anchor.first) if anchor.first == anchor.last else f"{anchor.first}-{anchor.last}"


def _lemma(anchor: Anchor) -> str:
    """Return an anchor's lemma as it is written, empty where it has none."""
    return str(anchor.lemma) if anchor.lemma else ""


def _entries(register: Mapping[str, Entry]) -> list[dict[str, Any]]:
    return [
        {"id": e.id, "name": e.name, "passages": [str(place) for place in e.places]}
        for e in register.values()
    ]


def _passage(
    passage: PassageRecord, sources: Sources, unit: EstablishedUnit | None
) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": str(passage.passage),
        "section": passage.passage.section,
        "pages": list(passage.pages),
        "incipit": passage.incipit,
        "summary": passage.summary,
        "notes": [n.note.number for n in sources.notes if n.passage == passage.passage],
    }
    if unit:
        content = unit.content
        data |= {
            "text": content.text,
            "markers": [{"note": m.note, "at": m.at} for m in content.markers],
            "page_breaks": [{"page": b.page, "at": b.at} for b in content.page_breaks],
            "emphasis": [[s.start, s.end] for s in content.emphasis],
            "verified": unit.verified,
        }
        if content.blocks:
            data["blocks"] = [_block(block) for block in content.blocks]
    return data


def _note(note: NoteRecord, unit: EstablishedUnit | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "number": note.note.number,
        "passage": str(note.passage) if note.passage else None,
        "citations": [{"key": c.key, "locator": c.locator, "ibid": c.ibid} for c in note.citations],
    }
    if unit:
        data |= {
            "text": unit.content.text,
            "emphasis": [[s.start, s.end] for s in unit.content.emphasis],
        }
    return data


def _block(block: Block) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": str(block.kind), "at": [block.start, block.end]}
    given = {"number": block.number, "align": block.align}
    data |= {name: value for name, value in given.items() if value}
    return data | ({"blocks": [_block(b) for b in block.blocks]} if block.blocks else {})


FORMAT = Format(
    "json",
    "edition.json",
    "application/json",
    "JSON",
    N_("everything that the edition has, in one file"),
    lambda edition: dumps(as_data(edition)),
)
