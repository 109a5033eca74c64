"""Persons and terms that a summary or a comment names lead to the registers, on the screen.

The first mention in a summary, and in the comments on a passage, becomes a link, where the register
says that the text names the entry in the very passage or note. What the text names everywhere
needs no explanation, and neither do towns and countries. In headings, links, quotations and titles
nothing is linked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from critical_edition.domain import lists as sources
from critical_edition.domain.commentary_nodes import comment_list, editorial_comment
from critical_edition.domain.edition import EditionDomain, get_domain
from critical_edition.domain.nodes import gloss, passage, passage_head, passage_text
from critical_edition.domain.parts import reference
from critical_edition.model.places import PassageId, Place
from critical_edition.model.records import Reference, Target
from critical_edition.model.registers import Entry, find_occurrences
from critical_edition.outputs.html.arrange import BUILDERS, ENTRY
from critical_edition.sources import mentions

_COMPOUND, _JOINED = re.compile(r"\w[-–]\Z"), re.compile(r"-\w")
_QUOTED = re.compile("“[^”]*”")
_APART = (nodes.reference, addnodes.pending_xref, nodes.literal, nodes.Titular)
_HEADS = {"comment-head", "descent"}


class LinkEntries(SphinxPostTransform):
    """Make links of the first mentions in summaries and comments."""

    # After weaving; before references are resolved.
    default_priority = 6
    builders = BUILDERS

    def run(self, **kwargs: Any) -> None:
        """Link the page."""
        holders = list(self.document.findall(passage))
        if not holders:
            return
        domain: EditionDomain = get_domain(self.env)
        self.known: Mapping[Reference, Target] = domain.data["published"]
        self.entries = mentions.explained(sources.of(self.env).registers, domain.passages())
        commentary = domain.commentary()
        for holder in holders:
            self._link(_summary(holder), [PassageId.parse(holder["number"])], set())
            told: set[Reference] = set()
            for group in holder.findall(comment_list):
                for comment in group.findall(editorial_comment):
                    on = commentary.comments[comment["cid"]].on
                    body = [c for c in comment.children if not _is_head(c)]
                    self._link(body, commentary.spoken_of(on), told)

    def _link(
        self, blocks: Iterable[nodes.Node], places: Iterable[Place], told: set[Reference]
    ) -> None:
        """Link the first mention of each entry in some blocks, but for those that are told."""
        docname = self.env.current_document.docname
        wanted = {
            ref: entry
            for place in places
            for ref, entry in self.entries.get(place, {}).items()
            if ref in self.known and ref not in told
        }
        for block in list(blocks):
            for text, emphasised in list(_prose(block)):
                found = _mentions(text, wanted, whole=emphasised)
                if not found:
                    continue
                words, at = text.astext(), 0
                parts: list[nodes.Node] = []
                for start, end, ref in found:
                    del wanted[ref]
                    told.add(ref)
                    shown = nodes.inline("", words[start:end], classes=[ENTRY])
                    parts += [nodes.Text(words[at:start])] if start > at else []
                    link = reference(ref.type, ref.target, shown, docname)
                    link["refexplicit"] = True
                    parts.append(link)
                    at = end
                parts += [nodes.Text(words[at:])] if at < len(words) else []
                text.parent.replace(text, parts)


def _mentions(
    text: nodes.Text, wanted: Mapping[Reference, Entry], *, whole: bool
) -> list[tuple[int, int, Reference]]:
    """Return the first mention of each entry, in order and without overlaps."""
    words = text.astext()
    quoted = [m.span() for m in _QUOTED.finditer(words)]
    found: list[tuple[int, int, Reference]] = []
    for ref, entry in wanted.items():
        for span in find_occurrences(words, entry.forms, not_in=entry.not_in):
            if any(start <= span.start < end for start, end in quoted):
                continue
            if whole and (span.start, span.end) != (0, len(words)):
                continue
            if _COMPOUND.search(words, max(0, span.start - 2), span.start) or (
                _JOINED.match(words, span.end)
            ):
                continue  # half of a word is no way to anywhere
            found.append((span.start, span.end, ref))
    apart: list[tuple[int, int, Reference]] = []
    for start, end, ref in sorted(found, key=lambda f: (f[0], -f[1], str(f[2]))):
        if (not apart or start >= apart[-1][1]) and all(ref != other for *_, other in apart):
            apart.append((start, end, ref))
    return apart


def _summary(holder: passage) -> Iterator[nodes.Node]:
    for child in holder.children:
        if isinstance(child, gloss):
            yield from child.children
        elif isinstance(child, nodes.paragraph) and not isinstance(
            child, passage_head | passage_text
        ):
            yield child


def _is_head(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and bool(_HEADS & {*node["classes"]})


def _prose(node: nodes.Node, *, emphasised: bool = False) -> Iterator[tuple[nodes.Text, bool]]:
    """Yield the texts of a block, and whether they are in italics: mostly titles of works."""
    if isinstance(node, nodes.Text):
        yield node, emphasised
    elif isinstance(node, nodes.Element) and not isinstance(
        node, (*_APART, nodes.block_quote, editorial_comment)
    ):
        for child in node.children:
            yield from _prose(child, emphasised=emphasised or isinstance(child, nodes.emphasis))
