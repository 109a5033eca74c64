"""Weaving: comments and parallels are put where they are read, when the pages are written.

What is shown is copied from the page on which it was written; nothing that the environment keeps
is changed.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from critical_edition.anchor import Anchor
from critical_edition.commentary import Comment, Parallel
from critical_edition.commentary_domain import Commentary
from critical_edition.commentary_nodes import (
    comment_list,
    editorial_comment,
    parallel,
    parallel_list,
    woven_place,
)
from critical_edition.directives.commentary import place_links
from critical_edition.directives.parts import reference
from critical_edition.domain import EditionDomain, get_domain
from critical_edition.model import PassageId, Place
from critical_edition.nodes import gloss, passage, passage_head

_N = TypeVar("_N", bound=nodes.Element)
_KEPT: weakref.WeakKeyDictionary[BuildEnvironment, dict[str, nodes.document]] = (
    weakref.WeakKeyDictionary()
)


def forget(env: BuildEnvironment) -> None:
    """Drop the pages kept for copying; they are read anew when next needed."""
    _KEPT.pop(env, None)


class Weave(SphinxPostTransform):
    """Put comments and parallels under their passages, and fill the generated pages."""

    # Before references are resolved, so that those of the copies are resolved with the page's own.
    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        """Weave the page, or the whole book where the builder joins all pages."""
        self.domain: EditionDomain = get_domain(self.env)
        self.commentary = Commentary.of(self.domain.data)
        for node in list(self.document.findall(passage)):
            self._passage(node)
        for place in list(self.document.findall(woven_place)):
            filled = list(_Generated(self, place).fill())
            place.replace_self(filled)

    # -- passages ------------------------------------------------------------------------------

    def _passage(self, node: passage) -> None:
        number = PassageId.parse(node["number"])
        notes: list[Place] = [n.note for n in self.domain.notes().values() if n.passage == number]
        comments = self.commentary.of_passage(number, notes)
        docname = self.docname_of(node)
        if comments:
            holder = comment_list("", classes=["comments"])
            for record in comments:
                copied = self.copy(editorial_comment, "cid", record, docname)
                if copied is not None:
                    copied["ids"] = [record.anchor]
                    holder += copied
            node += holder
        parallels = self.commentary.touching(number)
        if parallels:
            node += self._parallels(number, parallels, docname)

    def _parallels(
        self, number: PassageId, parallels: Iterable[Parallel], docname: str
    ) -> parallel_list:
        holder = parallel_list("", classes=["parallels"])
        items = nodes.bullet_list("", classes=["parallels"])
        for record in parallels:
            away = number in record.start.passages
            other: Anchor = record.end if away else record.start
            label = record.relation.label if away else record.relation.inverse
            line = nodes.paragraph("", "", nodes.inline("", "∥ ", classes=["sign"]))
            line += nodes.inline("", f"{label} ", classes=["relation"])
            line += place_links(other, docname)
            if other.lemma:
                line += nodes.Text(f" “{other.lemma.words}”")
            line += nodes.Text(" · ")
            line += self.argument_link(record.argument, docname)
            line += nodes.Text(" · ")
            line += reference("parallel", record.id, nodes.inline("", "why"), docname)
            items += nodes.list_item("", line)
        holder += items
        for argument in dict.fromkeys(p.argument for p in parallels):
            way = self.commentary.descent(number, argument)
            if len(way) > 2:
                line = nodes.paragraph("", "", classes=["descent"])
                line += self.argument_link(argument, docname)
                line += nodes.Text(": ")
                for index, step in enumerate(way):
                    line += [nodes.Text(" → ")] if index else []
                    if step == number:
                        line += nodes.strong("", str(step))
                    else:
                        line += reference(
                            "passage", str(step), nodes.inline("", str(step)), docname
                        )
                holder += line
        return holder

    def argument_link(self, aid: str, docname: str) -> nodes.Node:
        """Return a link to an argument by its title."""
        found = self.commentary.arguments.get(aid)
        if found is None:
            return nodes.Text(aid)
        return reference("argument", aid, nodes.inline("", found.title), docname)

    # -- copies --------------------------------------------------------------------------------

    def docname_of(self, node: nodes.Node) -> str:
        """Return the page that a node belongs to, also where all pages are joined."""
        parent: nodes.Node | None = node
        while parent is not None:
            if isinstance(parent, addnodes.start_of_file):
                return str(parent["docname"])
            parent = parent.parent
        return self.env.current_document.docname

    def page(self, docname: str) -> nodes.document:
        """Return a page as it was read; not to be changed."""
        kept = _KEPT.setdefault(self.env, {})
        if docname not in kept:
            kept[docname] = self.env.get_doctree(docname)
        return kept[docname]

    def copy(self, kind: type[_N], key: str, record: Comment | Parallel, docname: str) -> _N | None:
        """Return a copy of a record's node for a page, without IDs."""
        for node in self.page(record.docname).findall(kind):
            if node[key] == record.id:
                return adapt(node.deepcopy(), docname)
        return None

    def summary(self, number: PassageId, docname: str) -> Iterator[nodes.Node]:
        """Yield copies of the paragraphs of our summary of a passage."""
        record = self.domain.passages().get(number)
        if record is None:
            return
        for node in self.page(record.docname).findall(passage):
            if node["number"] != str(number):
                continue
            inner: Iterable[nodes.Node] = node.children
            for child in node.children:
                if isinstance(child, gloss):
                    inner = child.children
            for child in inner:
                if isinstance(child, nodes.paragraph) and not isinstance(child, passage_head):
                    yield adapt(child.deepcopy(), docname)


def adapt(node: _N, docname: str) -> _N:
    """Make a copy fit for another page: no IDs, and its references made from there."""
    for inner in node.findall(nodes.Element):
        if inner.get("ids"):
            inner["ids"] = []
        if isinstance(inner, addnodes.pending_xref):
            inner["refdoc"] = docname
    return node


class _Generated:
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


def table(
    head: Iterable[str | list[nodes.Node]],
    rows: Iterable[list[list[nodes.Node]]],
    widths: tuple[int, ...],
    classes: Iterable[str] = (),
) -> nodes.table:
    """Return a table with a row of headings; each cell a list of inline or of block nodes."""
    group = nodes.tgroup("", cols=len(widths))
    group += [nodes.colspec("", colwidth=width) for width in widths]
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
