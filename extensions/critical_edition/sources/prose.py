"""Bodies of Markdown as prose: what a record, an abstract or a note says, read into its tree.

Read with the parser of the edition, which reads as MyST does. What the tree cannot say is refused
elsewhere (:mod:`critical_edition.sources.refusal`); here it is kept as words, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.tree import SyntaxTreeNode

from critical_edition.model import prose
from critical_edition.model.citations import parse_citations
from critical_edition.model.prose import Block, Inline, Prose
from critical_edition.sources import myst

_TITLED = re.compile(r"(?P<words>.+?)\s*(?<!\\)<(?P<target>[^<>]*)>", re.DOTALL)
_ALIGNED = re.compile(r"text-align:\s*(left|center|right)")


def read(body: str, first: int = 1) -> Prose:
    """Return a body as prose; ``first`` is the line of the page on which it begins.

    A citation that cannot be read is one of no works.
    """
    tree = SyntaxTreeNode(list(myst.tokens(body)))
    return _blocks(tree.children, first)


def _blocks(children: Sequence[SyntaxTreeNode], first: int) -> Prose:
    return tuple(block for node in children for block in _block(node, first))


def _block(node: SyntaxTreeNode, first: int) -> tuple[Block, ...]:
    line = first + (node.map[0] if node.map else 0)
    match node.type:
        case "paragraph" | "heading":
            return (prose.Paragraph(_inlines(node.children), line),)
        case "bullet_list" | "ordered_list":
            start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
            items = tuple(_blocks(item.children, first) for item in node.children)
            return (prose.Items(items, start, line),)
        case "blockquote":
            return (prose.Quotation(_blocks(node.children, first), line),)
        case "table":
            head, *bodies = node.children
            rows = [row for part in bodies for row in part.children]
            return (prose.Table(_row(head.children[0]), tuple(map(_row, rows)), line),)
        case "myst_line_comment" | "front_matter" | "myst_target" | "hr":
            return ()
        case _:
            return (prose.Paragraph((prose.Text(node.content),), line),) if node.content else ()


def _row(row: SyntaxTreeNode) -> tuple[prose.Cell, ...]:
    cells = []
    for cell in row.children:
        match = _ALIGNED.search(str(cell.attrs.get("style", "")))
        cells.append(prose.Cell(_inlines(cell.children), match[1] if match else ""))
    return tuple(cells)


def _inlines(nodes: Sequence[SyntaxTreeNode]) -> tuple[Inline, ...]:
    found: list[Inline] = []
    for node in nodes:
        if node.type == "inline":
            found += _inlines(node.children)
        else:
            found += _inline(node)
    joined: list[Inline] = []
    for part in found:
        before = joined[-1] if joined else None
        if isinstance(part, prose.Text) and isinstance(before, prose.Text):
            joined[-1] = prose.Text(before.text + part.text)
        else:
            joined.append(part)
    return tuple(joined)


def _inline(node: SyntaxTreeNode) -> tuple[Inline, ...]:
    match node.type:
        case "text" | "text_special":
            return (prose.Text(node.content),)
        case "softbreak":
            return (prose.Text("\n"),)
        case "hardbreak":
            return (prose.Break(),)
        case "code_inline":
            return (prose.Code(node.content),)
        case "em":
            return (prose.Emphasis(_inlines(node.children)),)
        case "strong":
            return (prose.Strong(_inlines(node.children)),)
        case "link":
            return (prose.Link(str(node.attrs.get("href", "")), _inlines(node.children)),)
        case "myst_role":
            return (_role(str(node.meta["name"]), node.content),)
        case "span":
            return _inlines(node.children)
        case _:
            return (prose.Text(node.content),) if node.content else ()


def _role(name: str, content: str) -> Inline:
    family, _colon, variety = name.partition(":")
    if family == "cite":
        try:
            works = parse_citations(content)
        except ValueError:
            works = ()
        return prose.Cite(works, variety or "p", content)
    kind = variety or family
    match = _TITLED.fullmatch(content)
    words, target = (match["words"], match["target"]) if match else ("", content)
    return prose.Mention(kind, _target(kind, target.strip()), words)


def _target(kind: str, target: str) -> str:
    """Return a target as the edition has it: places with or without the letter of their anchors."""
    if kind == "passage":
        return target.removeprefix("p")
    return f"n{target.removeprefix('n')}" if kind == "authornote" else target
