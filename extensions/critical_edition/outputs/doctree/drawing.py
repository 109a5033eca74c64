"""The drawing of a map that stands on a page."""

from __future__ import annotations

from collections.abc import Collection

from docutils import nodes

from critical_edition.domain.commentary_nodes import argument_map as map_node
from critical_edition.weaving import argument_map
from critical_edition.weaving.views import MapView


def draw(
    node: map_node,
    noun: str,
    width: float = argument_map.WIDTH,
    *,
    linked: Collection[str] = (),
    stacked: bool = False,
) -> str:
    """Return the map of a node as SVG, ``width`` wide.

    ``linked`` are the kinds of its marks that are links (``passage``, ``argument``, ``parallel``);
    ``stacked`` is as in :func:`.argument_map.draw_overview`.
    """
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
        return addresses.get(mark, "") if mark.partition(":")[0] in linked else ""

    if node["what"] == "overview":
        return argument_map.draw_overview(
            view.arguments, view.passages, address_of, width, noun, stacked=stacked
        )
    return argument_map.draw_strip(view.arguments[0], view.passages, address_of, width, noun)
