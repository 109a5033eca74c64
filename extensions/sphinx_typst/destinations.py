"""Named destinations, so that ``book.pdf#name`` leads to every place that has a name.

Typst writes them for headings only.  The rest is appended as an incremental update, which
leaves Typst's own bytes, tags and metadata untouched.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    PdfObject,
    TextStringObject,
)

from .escape import literal

if TYPE_CHECKING:
    from .compile import Layout

_ROOM = 10
"""How far above a place its destination is, in points: as far as that of Typst's own links."""


def positions(layout: Layout, labels: Iterable[str]) -> dict[str, tuple[int, float, float]]:
    """Return page (from 1), x and y (points, from the page's upper left) of each of the *labels*.

    A label that stands nowhere is left out.
    """
    wanted = sorted(set(labels))
    if not wanted:
        return {}
    found = layout.evaluate(
        literal(wanted) + ".map(name => { let found = query(label(name)); "
        "if found.len() == 0 { none } else { let place = found.first().location(); "
        "let at = place.position(); (at.page, at.x.pt(), at.y.pt()) } })"
    )
    return {
        label: (int(at[0]), float(at[1]), float(at[2]))
        for label, at in zip(wanted, found, strict=True)
        if at is not None
    }


def add_destinations(pdf: bytes, places: Mapping[str, tuple[int, float, float]]) -> bytes:
    """Return *pdf* with a named destination for each of the *places* (as `positions` gives)."""
    if not places:
        return pdf
    stream = io.BytesIO(pdf)
    pages = PdfReader(io.BytesIO(pdf)).pages
    heights = [float(page.mediabox.top) for page in pages]
    writer = PdfWriter(stream, incremental=True)
    root = writer.root_object
    kept = root.get("/Names", DictionaryObject()).get_object()
    # Typst's own names (of headings in raw content, or in a template) stay, unless we know better.
    found = dict(_leaves(kept.get("/Dests", DictionaryObject())))
    for name, (page, x, y) in places.items():
        found[name] = ArrayObject(
            [
                writer.pages[page - 1].indirect_reference,
                NameObject("/XYZ"),
                FloatObject(round(x, 3)),
                FloatObject(round(heights[page - 1] - y + _ROOM, 3)),
                NullObject(),
            ]
        )
    names = ArrayObject()
    # A name tree is sorted by the bytes of its keys.
    for name in sorted(found, key=_key):
        names.extend([TextStringObject(name), found[name]])
    tree = writer._add_object(
        DictionaryObject(
            {
                NameObject("/Names"): names,
                NameObject("/Limits"): ArrayObject([names[0], names[-2]]),
            }
        )
    )
    root[NameObject("/Names")] = DictionaryObject(
        {
            **{key: value for key, value in kept.items() if key != "/Dests"},
            NameObject("/Dests"): DictionaryObject({NameObject("/Kids"): ArrayObject([tree])}),
        }
    )
    written = io.BytesIO()
    writer.write(written)
    return _sized(written.getvalue())


def _sized(pdf: bytes) -> bytes:
    """Return a PDF whose last cross-reference stream does not count itself, which it leaves out.

    pypdf counts it in, and checkers warn of the difference (``/Size`` is one more than the highest
    number in the table: ISO 32000-1, 7.5.5).
    """
    head, mark, tail = pdf.rpartition(b"/Size ")
    digits, end, rest = tail.partition(b"\n")
    size = str(int(digits) - 1).encode().rjust(len(digits))
    return b"".join((head, mark, size, end, rest))


def _leaves(tree: PdfObject) -> Iterator[tuple[str, PdfObject]]:
    """Yield names and destinations of a name tree."""
    node = tree.get_object()
    assert isinstance(node, DictionaryObject)
    for child in node.get("/Kids", ArrayObject()):
        yield from _leaves(child)
    names = list(node.get("/Names", ArrayObject()))
    yield from ((str(name), place) for name, place in zip(names[::2], names[1::2], strict=True))


def _key(name: str) -> bytes:
    try:
        return name.encode("ascii")
    except UnicodeEncodeError:
        return b"\xfe\xff" + name.encode("utf-16-be")
