"""Tables, with spans, header rows and notes."""

from __future__ import annotations

from docutils import nodes

from ..escape import Code
from .base import classes_of
from .captions import CaptionVisitors


class TableVisitors(CaptionVisitors):
    """Docutils' exchange tables as Typst's."""

    _in_header = False

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
        automatic = "colwidths-auto" in table.get("classes", []) or any(
            not isinstance(width, int) for width in widths
        )
        columns = [Code("auto" if automatic else f"{width}fr") for width in widths]
        self._stubs = [bool(spec.get("stub")) for spec in specs]
        self._row_spans = [0] * len(specs)
        self.begin_call("data-table", columns=columns)

    def depart_tgroup(self, node: nodes.tgroup) -> None:
        """Close it."""
        self.end_call()

    def visit_thead(self, node: nodes.thead) -> None:
        """Open the header, repeated on each page unless it holds places, links or notes.

        A repetition is outside the reading order, where PDF allows no links, and a place cannot
        stand twice.
        """
        self._in_header = True
        single = any(
            isinstance(child, nodes.reference | nodes.footnote_reference) or child.get("ids")
            for child in node.findall(nodes.Element)
        )
        self.out.begin_group("table.header", repeat=not single)

    def depart_thead(self, node: nodes.thead) -> None:
        """Close it."""
        self.end_call()
        self._in_header = False
        self._row_spans = [0] * len(self._row_spans)

    def visit_tbody(self, node: nodes.tbody) -> None:
        """Nothing: rows follow one another."""

    depart_tbody = visit_tbody

    def visit_row(self, node: nodes.row) -> None:
        """Begin a row."""
        self._column = 0

    def depart_row(self, node: nodes.row) -> None:
        """Count down the cells that reach into later rows."""
        self._row_spans = [max(0, left - 1) for left in self._row_spans]

    def visit_entry(self, node: nodes.entry) -> None:
        """Open a cell."""
        while self._column < len(self._row_spans) and self._row_spans[self._column]:
            self._column += 1
        width, height = node.get("morecols", 0) + 1, node.get("morerows", 0) + 1
        stub = self._column < len(self._stubs) and self._stubs[self._column]
        for column in range(self._column, min(self._column + width, len(self._row_spans))):
            self._row_spans[column] = height
        self._column += width
        align: Code | None = None
        for side in ("left", "right", "center"):
            if {f"text-{side}", f"align-{side}"}.intersection(classes_of(node)):
                align = Code(side)
        self.begin_arg(
            function="table.cell", colspan=width, rowspan=height, align=align or Code("auto")
        )
        self._heads = getattr(self, "_heads", [])
        self._heads.append(stub or self._in_header)
        if self._heads[-1]:
            self.begin("cell-head")

    def depart_entry(self, node: nodes.entry) -> None:
        """Close it."""
        if self._heads.pop():
            self.end()
        self.end_arg()
