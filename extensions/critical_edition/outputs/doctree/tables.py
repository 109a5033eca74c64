"""Tables as docutils nodes, for the generated pages."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes


_LINE = 72
"""How many letters a table of plain text has in a line, without its borders."""


def table(
    head: Iterable[str | list[nodes.Node]],
    rows: Iterable[list[list[nodes.Node]]],
    widths: tuple[int, ...],
    classes: Iterable[str] = (),
) -> nodes.table:
    """Return a table with a row of headings; each cell a list of inline or of block nodes."""
    group = nodes.tgroup("", cols=len(widths))
    # Plain text takes these for columns of letters; all others for shares of the whole.
    shares = [max(round(width * _LINE / sum(widths)), 2) for width in widths]
    group += [nodes.colspec("", colwidth=share) for share in shares]
    header = nodes.thead("", _row([[nodes.Text(h)] if isinstance(h, str) else h for h in head]))
    body = nodes.tbody("", *(_row(row) for row in rows))
    group += [header, body]
    return nodes.table("", group, classes=["edition-table", *classes])


def _row(cells: Iterable[list[nodes.Node]]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        blocks = bool(cell) and all(isinstance(n, nodes.paragraph) for n in cell)
        row += nodes.entry("", *(cell if blocks else [nodes.paragraph("", "", *cell)]))
    return row
