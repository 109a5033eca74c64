"""The table of parallels: a concordance of passages with passages, and a table by argument."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes

from critical_edition.commentary import Parallel
from critical_edition.generated.page import Page, by_place, section
from critical_edition.model import PassageId
from critical_edition.tables import table


def fill(page: Page) -> Iterator[nodes.Node]:
    """Yield the concordance, and then the parallels of each argument."""
    if not page.commentary.parallels:
        yield nodes.paragraph("", "There are no parallels yet.")
        return
    yield section("parallels-by-passage", [nodes.Text("Passage by passage")], *_concordance(page))
    yield section("parallels-by-argument", [nodes.Text("By argument")], *_arguments(page))


def _concordance(page: Page) -> Iterator[nodes.Node]:
    yield nodes.paragraph(
        "",
        "Each passage with the passages that argue in parallel with it, in the order of the essay; "
        "the relation is read from the first to the second, and leads to its reason.",
    )
    rows: list[list[list[nodes.Node]]] = []
    for passage in page.domain.passages():
        found = page.commentary.touching(passage)
        for other, label, record in sorted(
            (seen for link in found for seen in _from(page, passage, link)),
            key=lambda seen: (seen[0], seen[1], seen[2].id),
        ):
            rows.append(
                [
                    [page.passage(passage)],
                    [page.link("parallel", record.id, label)],
                    [page.passage(other)],
                    [page.argument(record.argument)],
                ]
            )
    yield table(
        ("Passage", "Relation", "Parallel passage", "Argument"), rows, (2, 3, 3, 6), ["concordance"]
    )


def _from(
    page: Page, passage: PassageId, record: Parallel
) -> Iterator[tuple[PassageId, str, Parallel]]:
    """Yield what a parallel says from one passage on: the other passage, and the label."""
    start, end = page.commentary.passages(record.start), page.commentary.passages(record.end)
    if passage in start:
        yield from ((other, record.relation.label, record) for other in end)
    if passage in end and start != end:
        yield from ((other, record.relation.inverse, record) for other in start)


def _arguments(page: Page) -> Iterator[nodes.Node]:
    for aid in page.arguments():
        yield section(
            f"parallels-of-{aid}",
            [page.argument(aid)],
            _table(page, by_place(page.commentary.of_argument(aid))),
        )


def _table(page: Page, parallels: Iterable[Parallel]) -> nodes.table:
    rows: list[list[list[nodes.Node]]] = [
        [
            page.where(record.start),
            [page.link("parallel", record.id, record.relation.label)],
            page.where(record.end),
        ]
        for record in parallels
    ]
    return table(("From", "Relation", "To"), rows, (4, 2, 4), ["parallels-table"])
