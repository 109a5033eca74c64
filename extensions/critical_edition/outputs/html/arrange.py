"""Pages for the screen: what is beside a passage is one block, and signs say what they lead to.

Only for the builders whose pages have the edition's scripts and styles for the screen; EPUB and
the page of one piece are read as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders import Builder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from critical_edition.domain.commentary_nodes import (
    comment_letter,
    comment_list,
    editorial_comment,
    parallel_list,
)
from critical_edition.domain.nodes import COMPANION, authornote, gloss, lemma_sign, passage

if TYPE_CHECKING:
    from sphinx.application import Sphinx

BUILDERS = ("html", "dirhtml")
ENTRY = "entry"
"""The class of a mention that leads to the registers."""

_CLASSES = re.compile(r' class="reference internal"')
_SIDE = (authornote, comment_list, gloss, parallel_list)


def for_screen(builder: Builder) -> bool:
    """Whether a builder's pages have the scripts and styles for the screen."""
    return builder.name in BUILDERS


class passage_side(nodes.container):  # noqa: N801
    """All that stands beside a passage: summary, comments, parallels, notes in companion form."""


class passage_tools(nodes.container):  # noqa: N801
    """The (empty) place of a passage's buttons, which scripts fill without moving the text."""


class Arrange(SphinxPostTransform):
    """Gather what is beside each passage, and tell the signs of comments their kinds."""

    # After weaving; before the IDs of pages are looked at.
    default_priority = 890
    builders = BUILDERS

    def run(self, **kwargs: Any) -> None:
        """Arrange the page."""
        # One walk for all: of the page of all comments each takes as long as writing twenty comments.
        found = list(self.document.findall(nodes.Element))
        kinds = {
            f"comment-{n['cid']}": n["kind"] for n in found if isinstance(n, editorial_comment)
        }
        passages = [node for node in found if isinstance(node, passage)]
        for sign in found:
            if isinstance(sign, lemma_sign) and sign["ref"] in kinds:
                sign["classes"].append(f"kind-{kinds[sign['ref']]}")
        for node in passages:
            beside = [child for child in node.children if isinstance(child, _SIDE)]
            for child in beside:
                node.remove(child)
            tools = passage_tools()
            # The script of citing looks for its place among the passage's children.
            node.insert(len(node) if node["form"] == COMPANION else 1, tools)
            for comment in beside:
                for head in comment.findall(nodes.paragraph):
                    if "comment-head" in head["classes"]:
                        _unlink(head, node["ids"])
            if beside:
                node.append(passage_side("", *beside))
        if kinds or passages or any(isinstance(n, nodes.citation) for n in found):
            _lighten(self.document)


def _lighten(document: nodes.document) -> None:
    """Leave out what a section's page says many times over: previews say it at the link."""
    found = list(document.findall(nodes.Element))
    told: set[str] = set()
    for link in found:
        if not isinstance(link, nodes.reference):
            continue
        link.attributes.pop("reftitle", None)
        link["light"] = True
        words = link.children[0] if link.children else None
        if isinstance(words, nodes.inline) and ENTRY in words["classes"]:
            link["classes"].append(ENTRY)
            words["classes"] = []
        about = isinstance(link.parent, nodes.inline) and link.parent["classes"]
        if about == ["comment-about"]:
            # Who wrote dozens of comments is a link once.
            if link.get("refuri", "") in told:
                _unwrap(link)
            else:
                told.add(link.get("refuri", ""))
    for inner in found:
        if type(inner) is not nodes.inline:
            continue
        # The IDs that citations are given are counted out, and nothing leads to them.
        citation = inner["classes"] == ["bibtex-citation"]
        in_link = isinstance(inner.parent, nodes.reference) and not inner["classes"]
        if citation or (in_link and not inner["ids"]):
            inner["ids"], inner["classes"] = [], []
            _unwrap(inner)


def _unlink(head: nodes.Element, ids: list[str]) -> None:
    """Leave out the link from a comment's head to the passage under which it stands."""
    for link in list(head.findall(nodes.reference)):
        if link.get("refid") in ids or link.get("refuri", "").removeprefix("#") in ids:
            _unwrap(link)


def _unwrap(node: nodes.Element) -> None:
    """Put what an element holds, which may be nothing, in its place."""
    if node.children:
        node.replace_self(node.children)
    elif node.parent is not None:
        node.parent.remove(node)  # a citation of an unknown work, of which a warning tells


def visit_reference(self: HTML5Translator, node: nodes.reference) -> None:
    """Open a link; on a section's page, which has hundreds, without the classes of every link."""
    HTML5Translator.visit_reference(self, node)
    if node.get("light"):
        tag = _CLASSES.sub("", self.body[-1], count=1)
        self.body[-1] = tag.replace(f'class="{ENTRY} reference internal"', f'class="{ENTRY}"')


def depart_reference(self: HTML5Translator, node: nodes.reference) -> None:
    """Close a link."""
    HTML5Translator.depart_reference(self, node)


def visit_plain(self: HTML5Translator, node: nodes.Element) -> None:
    """Open a block with its own classes alone."""
    self.body.append(self.starttag(node, "div"))


def visit_letter(self: HTML5Translator, node: comment_letter) -> None:
    """Open the letter at the head of a comment."""
    self.body.append('<span class="letter">')


def depart_letter(self: HTML5Translator, node: comment_letter) -> None:
    """Close it."""
    self.body.append("</span>")


def visit_side(self: HTML5Translator, node: passage_side) -> None:
    """Open the block beside a passage."""
    self.body.append('<div class="passage-side">\n')


def visit_tools(self: HTML5Translator, node: passage_tools) -> None:
    """Open the place of buttons."""
    self.body.append('<div class="passage-tools">')


def depart_block(self: HTML5Translator, node: nodes.Element) -> None:
    """Close a block."""
    self.body.append("</div>\n")


def setup(app: Sphinx) -> None:
    """Register the nodes and the transform."""
    app.add_node(passage_side, html=(visit_side, depart_block))
    app.add_node(passage_tools, html=(visit_tools, depart_block))
    app.add_post_transform(Arrange)
    app.add_node(nodes.reference, override=True, html=(visit_reference, depart_reference))
