"""Prose as JSON: the tree of :mod:`critical_edition.model.prose`, as the schema documents it."""

from __future__ import annotations

from typing import Any

from critical_edition.model import prose
from critical_edition.model.citations import Citation
from critical_edition.model.prose import Block, Inline, Prose


def blocks(body: Prose) -> list[dict[str, Any]]:
    """Return a body's blocks, each an object with its ``type``."""
    return [_block(block) for block in body]


def _block(block: Block) -> dict[str, Any]:
    match block:
        case prose.Paragraph(content):
            return {"type": "paragraph", "content": inlines(content)}
        case prose.Items(items, start):
            number = {"start": start} if start else {}
            return {"type": "list", **number, "items": [blocks(item) for item in items]}
        case prose.Quotation(inner):
            return {"type": "quotation", "blocks": blocks(inner)}
        case prose.Table(head, rows):
            return {"type": "table", "head": _row(head), "rows": [_row(row) for row in rows]}


def _row(cells: tuple[prose.Cell, ...]) -> list[dict[str, Any]]:
    return [
        {"content": inlines(cell.content)} | ({"align": cell.align} if cell.align else {})
        for cell in cells
    ]


def inlines(content: tuple[Inline, ...]) -> list[str | dict[str, Any]]:
    """Return inlines: plain words as strings, all others as objects with their ``type``."""
    return [_inline(part) for part in content]


def _inline(part: Inline) -> str | dict[str, Any]:
    match part:
        case prose.Text(text):
            return text
        case prose.Emphasis(inner):
            return {"type": "emphasis", "content": inlines(inner)}
        case prose.Strong(inner):
            return {"type": "strong", "content": inlines(inner)}
        case prose.Code(text):
            return {"type": "code", "text": text}
        case prose.Break():
            return {"type": "break"}
        case prose.Link(address, inner):
            return {"type": "link", "address": address, "content": inlines(inner)}
        case prose.Cite(works, manner):
            return {"type": "citation", "manner": manner, "works": [work(one) for one in works]}
        case prose.Mention(kind, target, words):
            own = {"words": words} if words else {}
            return {"type": "mention", "kind": kind, "target": target, **own}


def work(cited: Citation) -> dict[str, Any]:
    """Return a work cited: its key, where in it, and the words before it if there are any."""
    prefix = {"prefix": cited.prefix} if cited.prefix else {}
    return {"key": cited.key, "locator": cited.locator, **prefix}
