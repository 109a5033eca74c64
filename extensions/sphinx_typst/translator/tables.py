"""Tables, with spans, header rows and notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes

from ..escape import Code
from .base import classes_of
from .captions import CaptionVisitors

if TYPE_CHECKING:
    from ..book_builder import BookBuilder


@dataclass(slots=True)
class _Grid:
    """How far the writing of a table has come."""

    rooms: list[int]
    """How many letters the lines of each column hold at least."""
    stubs: list[bool]
    spans: list[int]
    """How many rows, this one included, are taken in each column by cells that span rows."""
    room: int
    """The room around the table."""
    column: int = 0
    in_header: bool = False
    heads: list[bool] = field(default_factory=list)


class TableVisitors(CaptionVisitors):
    """Docutils' exchange tables as Typst's."""

    def __init__(self, document: nodes.document, builder: BookBuilder) -> None:
        super().__init__(document, builder)
        self._grids: list[_Grid] = []

    def visit_table(self, node: nodes.table) -> None:
        """Open a figure if the table has a title."""
        titled = any(isinstance(child, nodes.title) for child in node.children)
        node["typst_titled"] = titled
        if titled:
            self.begin_captioned(node, "table")
        else:
            # Before the table: a header row is laid out once a page, an anchor only once.
            self.flush_anchors()
            self.begin("bare-table", align=node.get("align"))

    def depart_table(self, node: nodes.table) -> None:
        """Close it."""
        if node["typst_titled"]:
            self.end_captioned()
        else:
            self.end()

    def visit_tgroup(self, node: nodes.tgroup) -> None:
        """Open the table proper, with its columns' widths."""
        specs = [child for child in node.children if isinstance(child, nodes.colspec)]
        table = node.parent
        widths = [spec.get("colwidth", "auto") for spec in specs]
        # The widths that `autosummary` gives are for nobody.
        automatic = not {"colwidths-auto", "autosummary"}.isdisjoint(classes_of(table)) or any(
            not isinstance(width, int) for width in widths
        )
        columns = [Code("auto" if automatic else f"{width}fr") for width in widths]
        self._grids.append(
            _Grid(
                self._rooms(node, None if automatic else [int(width) for width in widths]),
                [bool(spec.get("stub")) for spec in specs],
                [0] * len(specs),
                self._room,
            )
        )
        self.begin_call("data-table", columns=columns)

    def _rooms(self, group: nodes.tgroup, widths: list[int] | None) -> list[int]:
        """Return how many letters the lines of each column hold at least.

        *widths* are the columns' shares; None if Typst finds them, which it can do as long as the
        longest words have room beside one another.
        """
        count = max(1, group.get("cols", 1))
        if widths is not None:
            return [max(4, self._room * width // max(1, sum(widths)) - 2) for width in widths]
        longest = [0] * count
        for row in group.findall(nodes.row):
            cells = [cell for cell in row if isinstance(cell, nodes.entry)]
            for column, cell in enumerate(cells[:count]):
                words = map(len, cell.astext().split())
                longest[column] = max(longest[column], *words, 0)
        fits = sum(longest) + 2 * count <= self._room
        return [self._room if fits else max(4, self._room // count - 2)] * count

    def depart_tgroup(self, node: nodes.tgroup) -> None:
        """Close it."""
        self._grids.pop()
        self.end_call()

    def visit_thead(self, node: nodes.thead) -> None:
        """Open the header, repeated on each page unless it holds places, links or notes.

        A repetition is outside the reading order, where PDF allows no links, and a place cannot
        stand twice.
        """
        self._grids[-1].in_header = True
        single = any(
            isinstance(child, nodes.reference | nodes.footnote_reference) or child.get("ids")
            for child in node.findall(nodes.Element)
        )
        self.out.begin_group("table.header", repeat=not single)

    def depart_thead(self, node: nodes.thead) -> None:
        """Close it."""
        self.end_call()
        grid = self._grids[-1]
        grid.in_header = False
        grid.spans = [0] * len(grid.spans)

    def visit_tbody(self, node: nodes.tbody) -> None:
        """Nothing: rows follow one another."""

    depart_tbody = visit_tbody

    def visit_row(self, node: nodes.row) -> None:
        """Begin a row."""
        self._grids[-1].column = 0

    def depart_row(self, node: nodes.row) -> None:
        """Count down the cells that reach into later rows."""
        grid = self._grids[-1]
        grid.spans = [max(0, left - 1) for left in grid.spans]

    def visit_entry(self, node: nodes.entry) -> None:
        """Open a cell."""
        grid = self._grids[-1]
        while grid.column < len(grid.spans) and grid.spans[grid.column]:
            grid.column += 1
        width, height = node.get("morecols", 0) + 1, node.get("morerows", 0) + 1
        covered = range(grid.column, min(grid.column + width, len(grid.spans)))
        stub = any(grid.stubs[column] for column in covered[:1])
        for column in covered:
            grid.spans[column] = height
        self._room = min(grid.room, sum(grid.rooms[column] for column in covered) or grid.room)
        grid.column += width
        align: Code | None = None
        for side in ("left", "right", "center"):
            if {f"text-{side}", f"align-{side}"}.intersection(classes_of(node)):
                align = Code(side)
        self.begin_arg(
            function="table.cell", colspan=width, rowspan=height, align=align or Code("auto")
        )
        grid.heads.append(stub or grid.in_header)
        if grid.heads[-1]:
            self.begin("cell-head")

    def depart_entry(self, node: nodes.entry) -> None:
        """Close it."""
        grid = self._grids[-1]
        if grid.heads.pop():
            self.end()
        self.end_arg()
        self._room = grid.room
