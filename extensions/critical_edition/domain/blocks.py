"""A text's blocks as docutils' own nodes, so that every output has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from docutils import nodes

from critical_edition.model.established import Block, BlockKind

Words = Callable[[Block], list[nodes.Node]]
"""From a block to its words as inline nodes."""


def set_blocks(blocks: Iterable[Block], words: Words) -> list[nodes.Element]:
    """Return blocks as nodes; each that holds words says at which ``offset`` they begin."""
    return [node for block in blocks for node in _set(block, words)]


def _set(block: Block, words: Words) -> Iterator[nodes.Element]:
    match block.kind:
        case BlockKind.OPENER | BlockKind.CLOSER if block.blocks:
            yield nodes.line_block("", *_lines(block, words), classes=[block.kind])
        case BlockKind.OPENER | BlockKind.CLOSER:
            yield _leaf(nodes.paragraph(classes=[block.kind]), block, words)
        case BlockKind.QUOTATION:
            yield nodes.block_quote("", *set_blocks(block.blocks, words))
        case BlockKind.LETTER:
            yield nodes.block_quote("", *set_blocks(block.blocks, words), classes=["letter"])
        case BlockKind.VERSE:
            verse = nodes.block_quote("", classes=["verse"])
            verse += [nodes.line_block("", *_lines(s, words)) for s in block.blocks]
            yield verse
        case BlockKind.LIST:
            yield _list(block, words)
        case BlockKind.TABLE:
            yield _table(block, words)
        case _:
            yield _leaf(nodes.paragraph(), block, words)


def _leaf(node: nodes.Element, block: Block, words: Words) -> nodes.Element:
    node["offset"] = block.start
    node["translatable"] = node["support_smartquotes"] = False
    node += words(block)
    return node


def _lines(stanza: Block, words: Words) -> Iterator[nodes.Element]:
    """Yield the lines of a stanza, those that are indented in blocks of their own."""
    depths = sorted({line.number for line in stanza.blocks})
    for line in stanza.blocks:
        node = _leaf(nodes.line(), line, words)
        for _ in range(depths.index(line.number)):
            node = nodes.line_block("", node)
        yield node


def _list(block: Block, words: Words) -> nodes.Element:
    held: nodes.Element = nodes.bullet_list("", bullet="-")
    if block.number:
        held = nodes.enumerated_list("", enumtype="arabic", prefix="", suffix=".")
        if block.number > 1:
            held["start"] = block.number
    held += [nodes.list_item("", *set_blocks(item.blocks, words)) for item in block.blocks]
    return held


def _table(block: Block, words: Words) -> nodes.Element:
    columns = max(len(row.blocks) for row in block.blocks)
    group = nodes.tgroup("", cols=columns)
    group += [nodes.colspec("", colwidth=100 // columns) for _ in range(columns)]
    for part, head in ((nodes.thead, 1), (nodes.tbody, 0)):
        if rows := [_row(row, words) for row in block.blocks if row.number == head]:
            group += part("", *rows)
    return nodes.table("", group, classes=["colwidths-auto"])


def _row(block: Block, words: Words) -> nodes.row:
    row = nodes.row()
    for cell in block.blocks:
        held = _leaf(nodes.paragraph(), cell, words)
        row += nodes.entry("", held, classes=[f"text-{cell.align}"] if cell.align else [])
    return row
