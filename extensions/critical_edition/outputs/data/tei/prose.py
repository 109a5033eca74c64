"""What the editors write, as TEI: the tree of :mod:`critical_edition.model.prose`, part by part.

A citation is a ``bibl`` with the words before the work, a ``ptr`` to it and a ``citedRange``; of
several works it holds such a ``bibl`` each. A reference within the edition is a ``ref`` around words
of its own, else a ``ptr``.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml.etree import _Element

from critical_edition.model import prose
from critical_edition.model.citations import Citation
from critical_edition.model.prose import Block, Inline, Prose
from critical_edition.outputs.data.tei.elements import Part, el, name, pointer

WORK = "work"
"""The kind of thing that a record of the bibliography is."""


def blocks(body: Prose) -> list[_Element]:
    """Return a body's blocks."""
    return [_block(block) for block in body]


def within(body: Prose) -> list[Part]:
    """Return a body for an element that may hold no paragraphs: a list does, where they are needed."""
    match body:
        case [prose.Paragraph(content)] if prose.Break() not in prose.inlines(content):
            return inlines(content)
        case []:
            return []
        case _:
            return [el("list", el("item", *blocks(body)), type="blocks")]


def _block(block: Block) -> _Element:
    match block:
        case prose.Paragraph(content):
            return el("p", *inlines(content))
        case prose.Items(items, start):
            held = (el("item", *blocks(item)) for item in items)
            return el("list", *held, rend=ORDERED if start else BULLETED, n=str(start or ""))
        case prose.Quotation(inner):
            return el("quote", *blocks(inner))
        case prose.Table(head, rows):
            return el("table", _row(head, "label"), *(_row(row) for row in rows))


ORDERED, BULLETED = "numbered", "bulleted"
"""How lists are rendered."""


def _row(cells: Iterable[prose.Cell], role: str = "") -> _Element:
    return el("row", *(el("cell", *inlines(c.content), rend=c.align) for c in cells), role=role)


def inlines(content: Iterable[Inline]) -> list[Part]:
    """Return inlines as mixed content."""
    return [_inline(part) for part in content]


def _inline(part: Inline) -> Part:
    match part:
        case prose.Text(text):
            return text
        case prose.Emphasis(inner):
            return el("hi", *inlines(inner), rend="italic")
        case prose.Strong(inner):
            return el("hi", *inlines(inner), rend="bold")
        case prose.Code(text):
            return el("code", text)
        case prose.Break():
            return el("lb")
        case prose.Link(address, inner):
            return el("ref", *inlines(inner), target=address)
        case prose.Cite(works, manner):
            return _cite(works, manner)
        case prose.Mention(kind, target, words):
            at = pointer(anchor(kind, target))
            return (
                el("ref", words, type=kind, target=at) if words else el("ptr", type=kind, target=at)
            )


def _cite(works: tuple[Citation, ...], manner: str) -> _Element:
    if len(works) == 1:
        return cited(works[0], manner)
    return el("bibl", *apart(map(cited, works)), type="citation", subtype=manner)


def apart(works: Iterable[_Element]) -> list[Part]:
    """Return works cited with semicolons between them."""
    held: list[Part] = []
    for one in works:
        held += ["; ", one] if held else [one]
    return held


def cited(one: Citation, manner: str = "") -> _Element:
    """Return a work cited, in the manner of a role, if it is one by itself."""
    parts: list[Part] = [one.prefix, " "] if one.prefix else []
    parts.append(el("ptr", target=pointer(name(WORK, one.key))))
    if one.locator:
        parts += [" ", el("citedRange", one.locator)]
    about = {"type": "citation", "subtype": manner} if manner else {}
    return el("bibl", *parts, **about)


def anchor(kind: str, target: str) -> str:
    """Return the ``xml:id`` of a thing of the edition, which is also that of its permalink."""
    if kind == "passage":
        return f"p{target}"
    return target if kind == "authornote" else name(kind, target)
