"""Named destinations, so that ``book.pdf#name`` leads to every place that has a name.

Typst writes them for headings only.  The rest is added to its file, whose content, tags and metadata
stay as they are; and links that name their place (see ``jump`` in the template) are made to lead there.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import pikepdf

from .escape import literal

if TYPE_CHECKING:
    from .compile import Layout

Position = tuple[int, float, float]
"""Page (from 1), x and y (points, from the page's upper left)."""

_SCHEME = "sphinx-typst-place:"
"""What the address of a link begins with that names a place of the book."""

_ROOM = 10
"""How far above a place its destination is, in points: as far as that of Typst's own links."""


def positions(layout: Layout, labels: Iterable[str]) -> dict[str, Position]:
    """Return where each of the *labels* stands.

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


class UnknownPlaceError(LookupError):
    """A link names a place that is not in the book."""


def add_destinations(
    pdf: bytes,
    places: Mapping[str, Position],
    find: Callable[[Iterable[str]], Mapping[str, Position]],
    describe: Callable[[str], str],
) -> bytes:
    """Return *pdf* with a named destination for each of the *places*, and its links led to theirs.

    *find* gives the positions of other names (as `positions` does); *describe* says of the label of
    a page what a reader hears of a link to it.  Raises UnknownPlaceError.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        links = list(_links(document))
        if not places and not links:
            return pdf
        sheets = list(document.pages)
        leaves = [(page.obj, float(page.mediabox[3])) for page in sheets]

        def destination(place: Position) -> pikepdf.Array:
            number, x, y = place
            leaf, height = leaves[number - 1]
            at = (Decimal(round(1000 * value)) / 1000 for value in (x, height - y + _ROOM))
            return pikepdf.Array([leaf, pikepdf.Name.XYZ, *at, None])

        described = cache(lambda number: describe(sheets[number - 1].label))
        other = find(sorted({name for _, name in links} - places.keys()))
        for annotation, name in links:
            place = places.get(name) or other.get(name)
            if place is None:
                message = f"a link leads to {name!r}, and no place has that label"
                raise UnknownPlaceError(message)
            del annotation["/A"]
            annotation.Dest = pikepdf.String(name) if name in places else destination(place)
            annotation.Contents = pikepdf.String(described(place[0]))
        if places:
            _name(document, {name: destination(place) for name, place in sorted(places.items())})
        written = io.BytesIO()
        document.save(
            written,
            # No date and no chance in the file's identifier; Typst's metadata as they are.
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        )
    return written.getvalue()


def _links(document: pikepdf.Pdf) -> Iterable[tuple[pikepdf.Object, str]]:
    """Yield the annotations whose links name a place, and the name."""
    for page in document.pages:
        for annotation in page.obj.get("/Annots", ()):
            action = annotation.get("/A")
            address = None if action is None else action.get("/URI")
            if address is not None and (name := bytes(address).decode("utf-8")).startswith(_SCHEME):
                yield annotation, name.removeprefix(_SCHEME)


def _name(document: pikepdf.Pdf, destinations: Mapping[str, pikepdf.Array]) -> None:
    names = document.Root.get("/Names")
    if names is None:
        names = document.Root.Names = pikepdf.Dictionary()
    # Typst's own names (of headings in raw content, or in a template) stay, unless we know better.
    tree = names.get("/Dests")
    known = pikepdf.NameTree.new(document) if tree is None else pikepdf.NameTree(tree)
    for name, destination in destinations.items():
        known[name] = destination
    names.Dests = known.obj
