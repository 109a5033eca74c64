"""The words of each page that can be found, gathered when it is read and kept with what it says.

So that an index is made without reading again what has not changed. Citations are kept as they are
written: how they read depends on other files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from critical_edition.domain.commentary_nodes import argument, editorial_comment, parallel
from critical_edition.domain.edition import get_domain
from critical_edition.domain.nodes import (
    authornote,
    note_backlink,
    note_number,
    passage,
    passage_head,
    passage_number,
    passage_text,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Words = tuple[str, ...]
"""Words and citations by turns: the second, fourth … are targets of the citing role."""

KEY = "found"
"""Where the domain keeps what is found, by docname."""

_APART = (passage_number, note_number, note_backlink, passage_head)
_HEADS = {"comment-head", "parallel-head"}


@dataclass(frozen=True, slots=True)
class Found:
    """What can be found on a page: by passage, by note, and by the IDs of records."""

    summaries: dict[str, Words] = field(default_factory=dict)
    notes: dict[int, Words] = field(default_factory=dict)
    comments: dict[str, Words] = field(default_factory=dict)
    arguments: dict[str, Words] = field(default_factory=dict)
    parallels: dict[str, Words] = field(default_factory=dict)


def keep(app: Sphinx, document: nodes.document) -> None:
    """Keep what can be found on a page that has been read."""
    found = found_on(document)
    if any((found.summaries, found.notes, found.comments, found.arguments, found.parallels)):
        get_domain(app.env).data[KEY][app.env.current_document.docname] = found


def found_on(document: nodes.document) -> Found:
    """Return what can be found on a page."""
    found = Found()
    for node in document.findall(nodes.Element):
        if isinstance(node, passage):
            blocks: list[nodes.Element] = [
                p for p in node.findall(nodes.paragraph) if _is_summary(p)
            ]
            found.summaries.setdefault(node["number"], _words(*blocks))
        elif isinstance(node, authornote):
            found.notes.setdefault(node["number"], _words(node))
        elif isinstance(node, editorial_comment):
            found.comments.setdefault(node["cid"], _words(*_body(node)))
        elif isinstance(node, argument):
            found.arguments.setdefault(node["aid"], _words(*_body(node)))
        elif isinstance(node, parallel):
            found.parallels.setdefault(node["pid"], _words(*_body(node)))
    return found


def joined(words: Words, read: Callable[[str], str]) -> str:
    """Return words as they are found; ``read`` says how a citation reads."""
    parts = (read(part) if index % 2 else part for index, part in enumerate(words))
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def _body(node: nodes.Element) -> Iterator[nodes.Element]:
    for child in node.children:
        if isinstance(child, nodes.Element) and not _HEADS & {*child["classes"]}:
            yield child


def _words(*blocks: nodes.Element) -> Words:
    found = [""]
    for index, block in enumerate(blocks):
        found[-1] += " " if index else ""
        _gather(block, found)
    return tuple(found)


def _gather(node: nodes.Node, found: list[str]) -> None:
    if isinstance(node, nodes.Text):
        found[-1] += node.astext()
    elif isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite":
        found += [node["reftarget"], ""]
    elif isinstance(node, nodes.Element) and not isinstance(node, _APART):
        for child in node.children:
            _gather(child, found)
        if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
            found[-1] += " "


def _is_summary(node: nodes.Element) -> bool:
    if isinstance(node, passage_head | passage_text):
        return False
    parent: Any = node.parent
    while parent is not None and not isinstance(parent, passage):
        if isinstance(parent, authornote | editorial_comment):
            return False
        parent = parent.parent
    return True
