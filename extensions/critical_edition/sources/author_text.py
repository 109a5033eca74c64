"""The author's words where they stand in the pages, in MyST, as a text with its blocks. No Sphinx.

What a passage's body may hold: paragraphs, quotations, lists, tables, and the directives ``verse``
(a line a line, stanzas parted by an empty one), ``letter`` with ``opener`` and ``closer``; in words
emphasis, ``[^7]`` for a note's marker, ``{page}`564``` where a printed page begins,
``[words]{lang=la}`` for another language, ``[words](cite:key "locator")`` for a work. A line that
ends in a backslash ends there. What else there is is found, and its words are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from critical_edition.model.citations import Citation, parse_citations
from critical_edition.model.established import (
    Block,
    BlockKind,
    CitationSpan,
    ForeignSpan,
    Marker,
    PageBreak,
    RichText,
    Span,
)
from critical_edition.sources import myst
from critical_edition.text import richtext

ABSTRACT = "abstract"
"""The directive, and the option, that holds the editors' abstract of a passage."""

_LEAVES = {BlockKind.OPENER, BlockKind.CLOSER}
_DIRECTIVE = re.compile(r"\{(?P<name>[a-z]+)\}")
_ALIGNED = re.compile(r"text-align:\s*(left|center|right)")
_HELD = {"em", "strong", "span", "link", "inline"}
_SILENT = {"myst_line_comment", "front_matter", "myst_target"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot stand in an author's words, and the line of the page on which it does."""

    message: str
    line: int


@dataclass(frozen=True, slots=True)
class Body:
    """What a passage's or a note's body says: the author's words, our abstract, the works cited.

    ``abstract_line`` is the page's line on which the abstract begins; each work cited has its line.
    """

    content: RichText
    abstract: str = ""
    abstract_line: int = 0
    cited: tuple[tuple[Citation, int], ...] = ()
    faults: tuple[Fault, ...] = ()


def read(body: str, first: int = 1) -> Body:
    """Read a body; ``first`` is the line of the page on which it begins."""
    reader = _Reader()
    blocks = reader.blocks(myst.parse(body), first)
    plain = len(blocks) == 1 and blocks[0].kind is BlockKind.PARAGRAPH
    content = RichText(
        "".join(reader.parts),
        tuple(reader.markers),
        tuple(reader.pages),
        tuple(reader.emphasis),
        tuple(reader.works),
        tuple(sorted(reader.foreign)),
        () if plain else blocks,
    )
    return Body(
        richtext.normalise(content), *reader.abstract, tuple(reader.cited), tuple(reader.faults)
    )


@dataclass(slots=True)
class _Reader:
    """Grows the plain text, block by block, and gathers what belongs to its words."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    gap: str = ""
    """The white space that stands before the next words, if any stand before it."""
    markers: list[Marker] = field(default_factory=list)
    pages: list[PageBreak] = field(default_factory=list)
    emphasis: list[Span] = field(default_factory=list)
    works: list[CitationSpan] = field(default_factory=list)
    foreign: list[ForeignSpan] = field(default_factory=list)
    cited: list[tuple[Citation, int]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    abstract: tuple[str, int] = ("", 0)

    # -- blocks --------------------------------------------------------------------------------

    def blocks(self, tokens: Sequence[Token], first: int) -> tuple[Block, ...]:
        """Return the blocks of parsed text whose first line is ``first``."""
        return self._blocks(SyntaxTreeNode(tokens).children, first)

    def _blocks(self, children: Sequence[SyntaxTreeNode], first: int) -> tuple[Block, ...]:
        return tuple(block for node in children for block in self._block(node, first))

    def _block(self, node: SyntaxTreeNode, first: int) -> Iterator[Block]:
        line = first + (node.map[0] if node.map else 0)
        match node.type:
            case "paragraph":
                yield self._words(BlockKind.PARAGRAPH, node.children, line)
            case "blockquote":
                yield from self._holder(BlockKind.QUOTATION, self._blocks(node.children, first))
            case "bullet_list" | "ordered_list":
                start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
                items = tuple(
                    item
                    for child in node.children
                    for item in self._holder(BlockKind.ITEM, self._blocks(child.children, first))
                )
                yield from self._holder(BlockKind.LIST, items, start)
            case "table":
                yield from self._table(node, first)
            case "colon_fence" | "fence":
                yield from self._directive(node, line)
            case kind if kind in _SILENT:
                pass
            case kind:
                what = kind.replace("_", " ")
                self._fault(f"this ({what}) has no place in an author's words", line)
                yield self._words(BlockKind.PARAGRAPH, node.children, line)

    def _holder(
        self, kind: BlockKind, blocks: tuple[Block, ...], number: int = 0
    ) -> Iterator[Block]:
        if blocks:
            yield Block(kind, blocks[0].start, blocks[-1].end, blocks, number)

    def _table(self, table: SyntaxTreeNode, first: int) -> Iterator[Block]:
        rows: list[Block] = []
        for part in table.children:
            for row in part.children:
                line = first + (row.map[0] if row.map else 0)
                cells: list[Block] = []
                for cell in row.children:
                    match = _ALIGNED.search(str(cell.attrs.get("style", "")))
                    between = "\t" if cells else "\n" if rows else "\n\n"
                    align = match[1] if match else ""
                    cells.append(
                        self._words(BlockKind.CELL, cell.children, line, between, align=align)
                    )
                rows += self._holder(BlockKind.ROW, tuple(cells), int(part.type == "thead"))
        yield from self._holder(BlockKind.TABLE, tuple(rows))

    def _directive(self, node: SyntaxTreeNode, line: int) -> Iterator[Block]:
        match = _DIRECTIVE.fullmatch(node.info.strip())
        name = match["name"] if match else ""
        if name == ABSTRACT:
            self.abstract = (node.content, line + 1)
        elif name == BlockKind.VERSE:
            yield from self._verse(node.content, line + 1)
        elif name in _LEAVES:
            tokens = myst.parse(node.content)
            words = [n for n in SyntaxTreeNode(tokens).children if n.type == "paragraph"]
            yield from (self._words(BlockKind(name), n.children, line + 1) for n in words)
        elif name == BlockKind.LETTER:
            inner = self.blocks(myst.parse(node.content), line + 1)
            yield from self._holder(BlockKind.LETTER, inner)
        else:
            what = f"the directive “{name}”" if name else "a block of code"
            self._fault(f"{what} has no place in an author's words", line)

    def _verse(self, content: str, first: int) -> Iterator[Block]:
        stanzas: list[tuple[Block, ...]] = []
        lines: list[Block] = []
        for number, line in enumerate([*content.split("\n"), ""], first):
            if line.strip():
                words = SyntaxTreeNode(myst.parser().parseInline(line.strip())).children
                between = "\n" if lines else "\n\n"
                indent = len(line) - len(line.lstrip())
                made = self._words(BlockKind.LINE, words, number, between, number=indent)
                lines.append(made)
            elif lines:
                stanzas.append(tuple(lines))
                lines = []
        held = tuple(b for s in stanzas for b in self._holder(BlockKind.STANZA, s))
        yield from self._holder(BlockKind.VERSE, held)

    def _words(
        self,
        kind: BlockKind,
        children: Sequence[SyntaxTreeNode],
        line: int,
        between: str = "\n\n",
        *,
        number: int = 0,
        align: str = "",
    ) -> Block:
        """Add a block of words; one of several lines holds these as blocks."""
        if self.size:
            self._add(between)
        start = self.size
        self._inlines(children, line)
        text = "".join(self.parts)[start:]
        if "\n" not in text:
            return Block(kind, start, self.size, (), number, align)
        lines = []
        for words in text.split("\n"):
            lines.append(Block(BlockKind.LINE, start, start + len(words)))
            start += len(words) + 1
        if kind in _LEAVES:
            return Block(kind, lines[0].start, self.size, tuple(lines))
        stanza = Block(BlockKind.STANZA, lines[0].start, self.size, tuple(lines))
        return Block(BlockKind.VERSE, stanza.start, stanza.end, (stanza,))

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.size += len(text)

    def _fault(self, message: str, line: int) -> None:
        self.faults.append(Fault(message, line))

    # -- words ---------------------------------------------------------------------------------

    def _inlines(self, children: Sequence[SyntaxTreeNode], line: int) -> None:
        for node in children:
            start = self.size
            match node.type:
                case "text" | "text_special":
                    self._add(node.content)
                case "softbreak":
                    self._add(" ")
                    line += 1
                case "hardbreak":
                    self._add("\n")
                    line += 1
                case "footnote_ref":
                    self._marker(str(node.meta["label"]), line)
                case "myst_role":
                    self._role(str(node.meta["name"]), node.content, line)
                case kind if kind in _HELD:
                    self._inlines(node.children, line)
                    line += sum(n.type in {"softbreak", "hardbreak"} for n in node.walk())
                    self._mark(node, Span(start, self.size), line)
                case _:
                    what = node.type.replace("_", " ")
                    self._fault(f"this ({what}) has no place in an author's words", line)
                    self._add(node.content)

    def _mark(self, node: SyntaxTreeNode, span: Span, line: int) -> None:
        """Note what is said of words that have been added."""
        if node.type in {"em", "strong"}:
            self.emphasis.append(span)
        if language := str(node.attrs.get("lang", "")):
            self.foreign.append(ForeignSpan(span.start, span.end, language))
        if node.type == "link":
            address = str(node.attrs.get("href", ""))
            key = address.removeprefix("cite:")
            if key == address:
                self._fault(f"the link to {address} has no place in an author's words", line)
                return
            self.works.append(CitationSpan(span.start, span.end, key))
            self.cited.append((Citation(key, str(node.attrs.get("title", ""))), line))

    def _marker(self, label: str, line: int) -> None:
        number = label.removeprefix("n")
        if number.isascii() and number.isdigit() and not number.startswith("0"):
            self.markers.append(Marker(self.size, int(number)))
        else:
            self._fault(f"[^{label}] is not the marker of a note, such as [^7]", line)

    def _role(self, name: str, content: str, line: int) -> None:
        if name == "page" and re.fullmatch(r"[1-9][0-9]{0,8}", content.strip()):
            self.pages.append(PageBreak(self.size, int(content)))
            return
        if name.partition(":")[0] == "cite":
            # What he names in other words than those of a link: it stands after the note.
            if self.parts and (not self.markers or self.markers[-1].at < self.size):
                last = self.parts.pop()
                self.size -= len(last)
                self._add(last.rstrip(" "))
            try:
                self.cited += [(citation, line) for citation in parse_citations(content)]
            except ValueError as error:
                self._fault(str(error), line)
            return
        self._fault(f"the role “{name}” has no place in an author's words", line)
        self._add(content)
