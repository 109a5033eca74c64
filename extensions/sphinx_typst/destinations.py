"""Named destinations, so that ``book.pdf#name`` leads to every place that has a name.

Typst writes them for headings only.  The rest is added to its file, whose content, tags and metadata
stay as they are.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

import pikepdf

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
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = [(page.obj, float(page.mediabox[3])) for page in document.pages]
        names = document.Root.get("/Names")
        if names is None:
            names = document.Root.Names = pikepdf.Dictionary()
        # Typst's own names (of headings in raw content, or in a template) stay, unless we know better.
        tree = names.get("/Dests")
        known = pikepdf.NameTree.new(document) if tree is None else pikepdf.NameTree(tree)
        for name, (page, x, y) in sorted(places.items()):
            leaf, height = pages[page - 1]
            at = (Decimal(round(1000 * place)) / 1000 for place in (x, height - y + _ROOM))
            known[name] = pikepdf.Array([leaf, pikepdf.Name.XYZ, *at, None])
        names.Dests = known.obj
        written = io.BytesIO()
        document.save(
            written,
            # No date and no chance in the file's identifier; Typst's metadata as they are.
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        )
    return written.getvalue()
