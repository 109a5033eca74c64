"""Tables as docutils nodes, for the generated pages."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

_LETTERS = 72
"""How wide a table is where columns are counted in letters, as in plain text."""


def table(
    head: Iterable[str | list[nodes.Node]],
    rows: Iterable[list[list[nodes.Node]]],
    widths: tuple[int, ...],
    classes: Iterable[str] = (),
) -> nodes.table:
    """Return a table with a row of headings; each cell a list of inline or of block nodes.

    ``widths`` are the columns' shares of its width.
    """
    group = nodes.tgroup("", cols=len(widths))
    share = _LETTERS // sum(widths)
    group += [nodes.colspec("", colwidth=width * share) for width in widths]
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
