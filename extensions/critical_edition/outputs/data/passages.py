"""A file of JSON beside each passage: it, and all that is shown with it."""

from __future__ import annotations

from typing import Any

from critical_edition.model.i18n import N_
from critical_edition.model.places import NoteId, Place
from critical_edition.outputs.data import edition as whole
from critical_edition.outputs.data.format import Format
from critical_edition.outputs.data.source import Edition

_KEPT = ("edition", "mode", "work")
_SCHEMA = f"../{whole.SCHEMA}#/$defs/"


def files(edition: Edition) -> dict[str, bytes]:
    """Return a file a passage, ``2.6.json``, and ``index.json``, which lists them."""
    data = whole.as_data(edition)
    by_id: dict[str, dict[str, Any]] = {
        kind: {record["id"]: record for record in data[kind]}
        for kind in ("passages", "comments", "parallels", "arguments", "works")
    }
    notes = {record["number"]: record for record in data["notes"]}
    said = {name: data[name] for name in _KEPT}
    listed: list[dict[str, str]] = []
    found: dict[str, bytes] = {}
    for record in edition.sources.passages:
        view = edition.weaver.passage(record.passage)
        places: list[Place] = [record.passage, *(note.note for note in view.notes)]
        parallels = [by_id["parallels"][line.id] for line in view.parallels]
        of = dict.fromkeys(parallel["argument"] for parallel in parallels)
        made: dict[str, Any] = {
            "$schema": f"{_SCHEMA}passage_file",
            **said,
            "address": edition.link(record.docname, record.passage.anchor, up=2),
            "passage": by_id["passages"][str(record.passage)],
            "notes": [notes[n.number] for n in places if isinstance(n, NoteId)],
            "comments": [by_id["comments"][comment.line.id] for comment in view.comments],
            "parallels": parallels,
            "arguments": [by_id["arguments"][name] for name in of if name in by_id["arguments"]],
        }
        made["works"] = [by_id["works"][key] for key in _cited(made) if key in by_id["works"]]
        name = f"{record.passage}.json"
        found[name] = whole.dumps(made)
        listed.append({"id": str(record.passage), "file": name, "incipit": record.incipit})
    index = {"$schema": f"{_SCHEMA}passage_index", **said, "passages": listed}
    return {"index.json": whole.dumps(index), **found}


def _cited(data: Any) -> list[str]:
    """Return the keys of the works that are cited anywhere in the data, each once, in order."""
    found: dict[str, None] = {}

    def look(part: Any) -> None:
        if isinstance(part, dict):
            if isinstance(part.get("key"), str) and "locator" in part:
                found[part["key"]] = None
            for value in part.values():
                look(value)
        elif isinstance(part, list):
            for value in part:
                look(value)

    look(data)
    return list(found)


FORMAT = Format(
    "passages",
    "passages",
    "application/json",
    N_("JSON by passage"),
    N_("each passage with all that is shown with it, a file a passage"),
    files,
    "index.json",
)
