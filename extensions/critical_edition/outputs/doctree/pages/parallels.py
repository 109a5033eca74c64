"""The table of parallels: a concordance of passages with passages, and a table by argument."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes

from critical_edition.model.anchor import Anchor
from critical_edition.model.commentary import Parallel
from critical_edition.model.places import NoteId, PassageId
from critical_edition.outputs.doctree.pages.page import Page, by_place, section
from critical_edition.outputs.doctree.tables import table


def fill(page: Page) -> Iterator[nodes.Node]:
    """Yield the concordance, and then the parallels of each argument."""
    if not page.commentary.parallels:
        yield nodes.paragraph("", "There are no parallels yet.")
        return
    yield section("parallels-by-passage", [nodes.Text("Passage by passage")], *_concordance(page))
    yield section("parallels-by-argument", [nodes.Text("By argument")], *_arguments(page))


def _concordance(page: Page) -> Iterator[nodes.Node]:
    introduction = nodes.paragraph(
        "",
        "Each passage with the passages that argue in parallel with it, in the order of the essay; "
        "the relation is read from the first to the second, and leads to its reason. A note stands "
        "with its passage: 1.1 n2 is note 2, whose number stands in 1.1.",
    )
    introduction["typst_lead_in"] = True
    yield introduction
    rows: list[list[list[nodes.Node]]] = []
    for passage in page.domain.passages():
        found = page.commentary.touching(passage)
        seen = [line for link in found for line in _from(page, passage, link)]
        for own, label, other, record in sorted(seen, key=lambda line: _order(page, line)):
            rows.append(
                [
                    page.places(own),
                    [page.link("parallel", record.id, label)],
                    page.paged(other),
                    [page.argument(record.argument)],
                ]
            )
    yield table(
        ("Passage", "Relation", "Parallel passage", "Argument"), rows, (2, 3, 3, 6), ["concordance"]
    )


_Line = tuple[Anchor, str, Anchor, Parallel]
"""A place, how it stands to another, that other, and the parallel that says so."""


def _from(page: Page, passage: PassageId, record: Parallel) -> Iterator[_Line]:
    """Yield what a parallel says from a passage, or from a note of it, on."""
    if passage in page.commentary.passages(record.start):
        own = _single(record.start, passage)
        for other in _singles(record.end):
            yield own, record.relation.label, other, record
    if passage in page.commentary.passages(record.end):
        own = _single(record.end, passage)
        for other in _singles(record.start):
            yield own, record.relation.inverse, other, record


def _single(anchor: Anchor, passage: PassageId) -> Anchor:
    """Return a note as it is, and of a range the one passage."""
    return anchor if isinstance(anchor.first, NoteId) else Anchor(passage, passage)


def _singles(anchor: Anchor) -> list[Anchor]:
    return [_single(anchor, passage) for passage in anchor.passages] or [anchor]


def _order(page: Page, line: _Line) -> tuple[object, ...]:
    """Sort by the place, the other place (what hangs on a note after its passage), the relation."""
    own, label, other, record = line
    homes = page.commentary.passages(other)
    return own.order, homes[:1], other.order, label, record.id


def _arguments(page: Page) -> Iterator[nodes.Node]:
    for record in page.arguments():
        yield section(
            f"parallels-of-{record.id}",
            [page.argument(record.id)],
            _table(page, by_place(page.commentary.of_argument(record.id))),
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
