"""``edition export json``: the whole edition as data.

The same sources and the same established text give the same bytes. Offsets into texts are code
points from 0; spans are half-open.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from critical_edition.model.anchor import Anchor
from critical_edition.model.codes import Code
from critical_edition.model.established import Block, EstablishedText, EstablishedUnit, Mode
from critical_edition.model.records import NoteRecord, PassageRecord
from critical_edition.model.registers import Entry
from critical_edition.sources import texts
from critical_edition.sources.pages import shown
from critical_edition.sources.project import Project
from critical_edition.sources.read import Sources, read
from critical_edition.text import store

STANDARD_OUTPUT = "-"

_TOLERATED = frozenset(
    {
        Code.COMMENT_EMPTY,
        Code.COMMENT_UNCITED,
        Code.CONTRIBUTORS,
        Code.IBID,
        Code.INCIPIT_LENGTH,
        Code.MARK,
        Code.NOTE_EMPTY,
        Code.RETIRED,
        Code.SUMMARY_MISSING,
    }
)
"""What is wrong and yet leaves all data to be exported."""


class ExportError(Exception):
    """The edition cannot be exported; its message says why, and what to do."""


def run_export(project: Project, file: str, *, with_text: bool) -> int:
    """Write the export to ``file``, or to standard output; 0 if it was written, else 1."""
    try:
        text = texts.load(project)
        if with_text and not text:
            return _fail("no text is established; `edition text import FILE` establishes one")
        content = exported(project, text, with_text=with_text)
    except (store.StoreError, ExportError) as error:
        return _fail(str(error))
    if file == STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        return 0
    path = Path(file).expanduser()
    try:
        _write(path, content)
    except OSError as error:
        return _fail(f"{path} cannot be written: {error.strerror}")
    what = "with its text" if with_text else "without the text"
    print(f"Wrote {path}: the edition as JSON, {what}.")
    return 0


def exported(project: Project, text: EstablishedText, *, with_text: bool) -> bytes:
    """Return the export of the sources and of a text, which is empty for the companion edition.

    Raise ExportError if something in the sources is wrong that would leave a gap.
    """
    sources = read(project).clean
    if faulty := [f for f in sources.findings if f.code not in _TOLERATED]:
        worst = faulty[0]
        where = f"{shown(worst.path, project.root)}:{worst.line}"
        raise ExportError(
            f"{where}: {worst.message}; `edition check` lists all that keeps the edition from being "
            "exported"
        )
    return dumps(as_data(sources, text, with_text=with_text))


def _fail(message: str) -> int:
    print(f"edition: {message}", file=sys.stderr)
    return 1


def _write(path: Path, content: bytes) -> None:
    """Replace the file as a whole or not at all; a device or pipe is written to as it is."""
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)  # mkstemp's files are for their owner alone
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def dumps(data: Mapping[str, Any]) -> bytes:
    """Return the export's bytes: UTF-8, two spaces of indentation, a newline at the end."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def as_data(sources: Sources, text: EstablishedText, *, with_text: bool) -> dict[str, Any]:
    """Return the export as JSON data, its keys in a fixed order.

    A place that a partial text lacks has no ``text`` and none of the keys that go with it.
    """
    commentary, entries = sources.commentary, sources.registers
    return {
        "mode": str(Mode.FULL if text else Mode.COMPANION),
        "sections": [{"number": s.number, "title": s.title} for s in sources.sections],
        "passages": [
            _passage(p, sources, text.get(p.passage) if with_text else None)
            for p in sources.passages
        ],
        "notes": [_note(n, text.get(n.note) if with_text else None) for n in sources.notes],
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
