"""The generated pages of the commentary, filled when they are written: all comments, all parallels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes

from critical_edition.anchor import Anchor
from critical_edition.commentary import Comment, Parallel
from critical_edition.commentary_nodes import editorial_comment, parallel, woven_place
from critical_edition.directives.commentary import place_links
from critical_edition.directives.parts import reference
from critical_edition.model import PassageId
from critical_edition.tables import table

if TYPE_CHECKING:
    from critical_edition.weave import Weave


class Generated:
    """Fills a place of a generated page."""

    def __init__(self, weave: Weave, place: woven_place) -> None:
        self.weave = weave
        self.place = place
        self.docname = weave.docname_of(place)

    def fill(self) -> Iterator[nodes.Node]:
        """Yield what the place is filled with."""
        fillers = {
            "commentary": self._commentary,
            "parallels": self._parallels,
            "synopsis": self._synopsis,
            "argument-steps": self._steps,
        }
        yield from fillers[self.place["what"]]()

    def _commentary(self) -> Iterator[nodes.Node]:
        section = 0
        if not self.weave.commentary.comments:
            yield nodes.paragraph("", "There are no comments yet.")
        for record in self._in_order():
            number = self._section(record)
            if number != section:
                section = number
                yield nodes.rubric("", f"Section {section}")
            copied = self.weave.copy(editorial_comment, "cid", record, self.docname)
            if copied is not None:
                yield copied

    def _in_order(self) -> list[Comment]:
        homes = {n.note: n.passage for n in self.weave.domain.notes().values()}

        def place(record: Comment) -> tuple[Any, ...]:
            first = record.on.first
            if isinstance(first, PassageId):
                return (first, 0)
            return (homes.get(first) or PassageId(99, 0), first.number)

        return sorted(self.weave.commentary.comments.values(), key=place)

    def _section(self, record: Comment) -> int:
        first = record.on.first
        if isinstance(first, PassageId):
            return first.section
        home = self.weave.domain.notes().get(first)
        return home.passage.section if home and home.passage else 0

    def _steps(self) -> Iterator[nodes.Node]:
        aid = self.place["aid"]
        steps = self.weave.commentary.steps(aid)
        if not steps:
            return
        yield nodes.rubric("", "Through the essay")
        items = nodes.enumerated_list("", enumtype="arabic", prefix="", suffix=".")
        passages = self.weave.domain.passages()
        for step in steps:
            line = nodes.paragraph()
            line += reference("passage", str(step), nodes.inline("", str(step)), self.docname)
            record = passages.get(step)
            if record and record.incipit:
                line += nodes.Text(f" “{record.incipit} …”")
            items += nodes.list_item("", line)
        yield items

    def _parallels(self) -> Iterator[nodes.Node]:
        rows: list[list[list[nodes.Node]]] = [
            [
                [*place_links(record.start, self.docname)],
                [nodes.Text(record.relation.label)],
                [*place_links(record.end, self.docname)],
                [self.weave.argument_link(record.argument, self.docname)],
                [reference("parallel", record.id, nodes.inline("", "why"), self.docname)],
            ]
            for record in self.weave.commentary.parallels.values()
        ]
        if not rows:
            yield nodes.paragraph("", "There are no parallels yet.")
            return
        yield table(("From", "Relation", "To", "Argument", "Reason"), rows, (1, 2, 1, 4, 1))

    def _synopsis(self) -> Iterator[nodes.Node]:
        commentary = self.weave.commentary
        for aid, record in commentary.arguments.items():
            parallels = commentary.of_argument(aid)
            if not parallels:
                continue
            heading = nodes.rubric("", "")
            heading += self.weave.argument_link(record.id, self.docname)
            yield heading
            for link in parallels:
                sides = (link.start, link.end)
                heads = [self._side_head(link, side) for side in sides]
                cells: list[list[nodes.Node]] = [
                    [node for p in side.passages for node in self.weave.summary(p, self.docname)]
                    for side in sides
                ]
                yield table(heads, [cells], (1, 1), classes=["synopsis"])
                copied = self.weave.copy(parallel, "pid", link, self.docname)
                if copied is not None:
                    yield from copied.children[1:]

    def _side_head(self, link: Parallel, side: Anchor) -> list[nodes.Node]:
        out: list[nodes.Node] = [*place_links(side, self.docname)]
        if side is link.start:
            out.append(nodes.Text(f" {link.relation.label}"))
        else:
            out.append(nodes.Text(f" {link.relation.inverse}"))
        return out
