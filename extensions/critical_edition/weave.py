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
    parallel_list,
    woven_place,
)
from critical_edition.directives.commentary import place_links
from critical_edition.directives.parts import reference
from critical_edition.domain import EditionDomain, get_domain
from critical_edition.generated import Generated
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
            filled = list(Generated(self, place).fill())
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
