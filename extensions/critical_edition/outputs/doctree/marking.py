"""Lemmata in the text: the words that comments and parallels hang on, and the signs after them.

Lemmata may overlap, and cross emphasis and links. As in the annotation of web pages, the text is
therefore parted at every edge of a lemma, and each part says of which lemmata it is: parts never
nest or cross. The paragraph is changed in place; it must be a page's own copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from docutils import nodes
from sphinx import addnodes

from critical_edition.domain.nodes import (
    emendation_sign,
    lemma_sign,
    lemma_span,
    note_backlink,
    note_marker,
    note_number,
    page_break,
    passage_number,
)
from critical_edition.weaving.lemmata import COMMENT, PARALLEL, Hanging

_APART = (passage_number, note_number, note_marker, note_backlink, emendation_sign, lemma_sign)
"""Nodes in the paragraph whose words are not the text's."""

_LINKS = (addnodes.pending_xref, nodes.reference)
_CLOSING = re.compile(r"(?:['’]s|['’ʼʹ])(?!\w)")
"""What ends a word though a lemma may end before it: the possessive's ending, and the soft sign of
Russian, as it is transliterated."""


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A run of the text's words in the paragraph, and the offset at which it begins."""

    node: nodes.Text | page_break
    start: int
    end: int


def text_of(paragraph: nodes.Element) -> str:
    """Return the text's own words, without numbers, markers and signs."""
    text = ""
    for leaf in _leaves(paragraph):
        text += "\n" * (leaf.start - len(text)) + leaf.node.astext()
    return text


def mark(paragraph: nodes.Element, hanging: Sequence[Hanging], signs: Sequence[str]) -> None:
    """Set apart the lemmata in a paragraph, and put each sign after its lemma's last word.

    ``hanging`` is in the order of its places, ``signs`` the sign of each. Signs of comments on the
    whole place follow its number; parallels of the whole place have no sign. Parallels whose lemmata
    end at one point share one sign, with the IDs of all.
    """
    text = text_of(paragraph)
    ends = {item.span.end: _word_end(text, item.span.end) for item in hanging if item.span}
    for leaf in list(_leaves(paragraph)):
        _part(leaf, hanging, frozenset(ends.values()))
    after: dict[int, list[lemma_sign]] = {}
    whole: list[lemma_sign] = []
    for item, sign in zip(hanging, signs, strict=True):
        if item.span is None:
            if item.kind == COMMENT:
                whole.append(_sign(item, sign))
            continue
        here = after.setdefault(ends[item.span.end], [])
        shared = next((s for s in here if item.kind == PARALLEL == s["kind"]), None)
        if shared is None:
            here.append(_sign(item, sign))
        else:
            shared["refs"].append(item.ref)
            shared["ids"].append(item.back)
    for end, found in sorted(after.items(), reverse=True):
        found.sort(key=lambda s: str(s["kind"]))  # Letters before the sign of parallels.
        _insert_after(_last(paragraph, end), found)
    if whole:
        number = next(
            iter(paragraph.findall(lambda n: isinstance(n, passage_number | note_number)))
        )
        _insert_after(number, whole)


def insert(paragraph: nodes.Element, points: Sequence[tuple[int, nodes.Node]]) -> None:
    """Put nodes after the words that end at the offsets given with them (none at 0)."""
    # From the last on: what stands before a point keeps its offset.
    for offset, new in sorted(points, key=lambda point: point[0], reverse=True):
        leaf = next(found for found in _leaves(paragraph) if found.start < offset <= found.end)
        parent = leaf.node.parent
        index = parent.index(leaf.node)
        if offset == leaf.end or isinstance(leaf.node, page_break):
            parent.insert(index + 1, new)
            continue
        text = leaf.node.astext()
        at = offset - leaf.start
        parent[index : index + 1] = [nodes.Text(text[:at]), new, nodes.Text(text[at:])]


def _word_end(text: str, end: int) -> int:
    """Return where the word ends that a lemma ends with."""
    closing = _CLOSING.match(text, end)
    return closing.end() if closing else end


def _sign(item: Hanging, sign: str) -> lemma_sign:
    node = lemma_sign("", ids=[item.back], refs=[item.ref], ref=item.ref, sign=sign, kind=item.kind)
    node += nodes.reference("", sign, refid=item.ref, internal=True)
    return node


def _leaves(paragraph: nodes.Element) -> Iterator[_Leaf]:
    at = 0

    def walk(parent: nodes.Element) -> Iterator[nodes.Text | page_break]:
        nonlocal at
        at = parent.get("offset", at)
        for child in parent.children:
            if isinstance(child, _APART):
                continue
            if isinstance(child, nodes.Text):
                yield child
            elif isinstance(child, page_break):
                # A word that a page divides is not parted further.
                if child.children:
                    yield child
            elif isinstance(child, nodes.Element):
                yield from walk(child)

    for node in walk(paragraph):
        size = len(node.astext())
        yield _Leaf(node, at, at + size)
        at += size


def _part(leaf: _Leaf, hanging: Sequence[Hanging], ends: frozenset[int]) -> None:
    """Wrap the parts of a leaf that are of lemmata; part it where their signs come to stand."""
    spans = [(h.ref, h.span) for h in hanging if h.span]
    covering = [(r, s) for r, s in spans if s.start < leaf.end and s.end > leaf.start]
    inner = {end for end in ends if leaf.start < end < leaf.end}
    if not covering and not inner:
        return
    parent = leaf.node.parent
    index = parent.index(leaf.node)
    if isinstance(leaf.node, page_break):
        if not covering:
            return
        parent.remove(leaf.node)
        parent.insert(index, lemma_span("", "", leaf.node, refs=[r for r, _ in covering]))
        return
    edges = {leaf.start, leaf.end} | inner
    for _, span in covering:
        edges |= {max(span.start, leaf.start), min(span.end, leaf.end)}
    text = leaf.node.astext()
    ordered = sorted(edges)
    parts: list[nodes.Node] = []
    for start, end in pairwise(ordered):
        words = nodes.Text(text[start - leaf.start : end - leaf.start])
        refs = [r for r, s in covering if s.start <= start and end <= s.end]
        parts.append(lemma_span("", "", words, refs=refs) if refs else words)
    parent[index : index + 1] = parts


def _last(paragraph: nodes.Element, end: int) -> nodes.Node:
    """Return the outermost node that the words up to an offset close, outside any link."""
    leaf = next(found for found in _leaves(paragraph) if found.start < end <= found.end)
    node: nodes.Node = leaf.node
    best = node
    closing = True
    while node.parent is not paragraph and "offset" not in (node.parent or ()):
        parent = node.parent
        assert parent is not None
        closing = closing and parent[-1] is node
        node = parent
        if closing or isinstance(parent, _LINKS):
            best = node
    return best


def _insert_after(node: nodes.Node, new: Sequence[nodes.Node]) -> None:
    parent = node.parent
    assert parent is not None
    parent.insert(parent.index(node) + 1, new)
