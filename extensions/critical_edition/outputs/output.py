"""What an output is: for which of Sphinx's formats it writes which nodes, and what else it sets up.

Adding an output is a folder of its own with an :class:`Output`, and its name in
:data:`critical_edition.outputs.registry.OUTPUTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Visitor = Callable[[Any, Any], None]
Visitors = tuple[Visitor, Visitor | None]


@dataclass(frozen=True, slots=True)
class Output:
    """An output of the edition.

    ``formats`` are Sphinx's names of the formats that it writes; ``visitors`` say how a node is
    written in them, ``replaced`` the same of nodes that are not the edition's; a node without
    visitors is written as its base class. ``setup`` registers transforms, values and files.
    """

    name: str
    formats: tuple[str, ...] = ()
    visitors: Mapping[type[nodes.Element], Visitors] = field(default_factory=dict)
    replaced: Mapping[type[nodes.Element], Visitors] = field(default_factory=dict)
    setup: Callable[[Sphinx], None] | None = None


def skip(self: Any, node: nodes.Element) -> None:
    """Leave a node out."""
    raise nodes.SkipNode


def pass_by(self: Any, node: nodes.Element) -> None:
    """Write a node's children alone."""


def register(app: Sphinx, known: Iterable[type[nodes.Element]], outputs: Iterable[Output]) -> None:
    """Register all outputs, and every node once with what all of them say of it."""
    written: dict[type[nodes.Element], dict[str, Visitors]] = {node: {} for node in known}
    replaced: dict[type[nodes.Element], dict[str, Visitors]] = {}
    for output in outputs:
        for table, found in ((output.visitors, written), (output.replaced, replaced)):
            for node, visitors in table.items():
                found.setdefault(node, {}).update(dict.fromkeys(output.formats, visitors))
        if output.setup:
            output.setup(app)
    for node, by_format in written.items():
        app.add_node(node, override=False, **by_format)
    for node, by_format in replaced.items():
        app.add_node(node, override=True, **by_format)
