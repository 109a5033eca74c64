"""The drawing of a map that stands on a page."""

from __future__ import annotations

from docutils import nodes

from critical_edition.domain.commentary_nodes import argument_map as map_node
from critical_edition.weaving import argument_map
from critical_edition.weaving.views import MapView


def draw(node: map_node, width: float | None, noun: str) -> str:
    """Return the map of a node as SVG, with the links of its marks or, in print, ``width`` wide."""
    view = node.view
    assert isinstance(view, MapView)
    addresses: dict[str, str] = {}
    for mark in node.findall(nodes.inline):
        if "mark" not in mark:
            continue
        for link in mark.findall(nodes.reference):
            address = link["refuri"] if "refuri" in link else f"#{link.get('refid', '')}"
            addresses[mark["mark"]] = address

    def address_of(mark: str) -> str:
        return "" if width else addresses.get(mark, "")

    wide = width or argument_map.WIDTH
    if node["what"] == "overview":
        return argument_map.draw_overview(view.arguments, view.passages, address_of, wide, noun)
    return argument_map.draw_strip(view.arguments[0], view.passages, address_of, wide, noun)
