"""Prose as data: what a comment, an abstract or a reason says, as a small tree.

A body is a sequence of blocks, a block holds inlines or blocks. Every output sets the same tree; what
the tree cannot say cannot be written. Lines are of the page, from 1, and count for nothing when two
bodies are compared.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from critical_edition.model.citations import Citation


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words in italics."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """Words in bold."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Words as they would be typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line that is to end there."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address, or to an anchor of the edition (``#p2.6``)."""

    address: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Cite:
    """A citation of one work or several, none if it cannot be read; ``manner`` is the role's variety."""

    works: tuple[Citation, ...]
    manner: str = "p"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A reference within the edition: to a ``kind`` of thing, by its ID; ``words`` if it has its own."""

    kind: str
    target: str
    words: str = ""


Inline = Text | Emphasis | Strong | Code | Break | Link | Cite | Mention


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    content: tuple[Inline, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Items:
    """A list; a numbered one begins with ``start``, one with bullets has 0."""

    items: tuple[tuple[Block, ...], ...]
    start: int = 0
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Paragraphs set off as another's words."""

    blocks: tuple[Block, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; ``align`` is “left”, “center”, “right” or nothing."""

    content: tuple[Inline, ...]
    align: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its head and its rows."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    line: int = field(default=0, compare=False)


Block = Paragraph | Items | Quotation | Table
Prose = tuple[Block, ...]


def inlines(body: object) -> Iterator[Inline]:
    """Yield all inlines of a body, of a block or of inlines, outer ones before what they hold."""
    if isinstance(body, tuple):
        for part in body:
            yield from inlines(part)
    elif isinstance(body, Inline):
        yield body
        if isinstance(body, Emphasis | Strong | Link):
            yield from inlines(body.content)
    elif isinstance(body, Block | Cell):
        for part in dataclasses.fields(body):
            yield from inlines(getattr(body, part.name))


def cited(works: Iterable[Citation], line: int = 0) -> Prose:
    """Return a body of citations alone, each apart; nothing where no work is cited."""
    found = tuple(Cite((work,), "p", work.source) for work in works)
    return (Paragraph(found, line),) if found else ()


def citations(body: Prose) -> tuple[Citation, ...]:
    """Return the works cited in a body, in order, each as often as it is cited."""
    return tuple(c for inline in inlines(body) if isinstance(inline, Cite) for c in inline.works)


def keys(body: Prose) -> tuple[str, ...]:
    """Return the keys of the works cited in a body, each once, in order."""
    return tuple(dict.fromkeys(c.key for c in citations(body)))


def plain(body: Prose, cited: Callable[[Cite], str] = lambda _: "") -> str:
    """Return a body's words without markup, blocks parted by empty lines; ``cited`` sets citations."""
    return "\n\n".join(filter(None, (_plain_block(block, cited) for block in body)))


def _plain_block(block: Block, cited: Callable[[Cite], str]) -> str:
    match block:
        case Paragraph(content):
            return plain_inlines(content, cited)
        case Items(items):
            return "\n\n".join(filter(None, (plain(item, cited) for item in items)))
        case Quotation(blocks):
            return plain(blocks, cited)
        case Table(head, rows):
            lines = (
                " · ".join(plain_inlines(c.content, cited) for c in row) for row in (head, *rows)
            )
            return "\n".join(lines)


def plain_inlines(content: tuple[Inline, ...], cited: Callable[[Cite], str] = lambda _: "") -> str:
    """Return the words of inlines without markup."""
    words = "".join(_plain_inline(part, cited) for part in content)
    return re.sub(r" +(?=[.,;:)])|^ +| +$", "", re.sub(r"\s+", " ", words))


def _plain_inline(part: Inline, cited: Callable[[Cite], str]) -> str:
    match part:
        case Text(text) | Code(text):
            return text
        case Break():
            return " "
        case Cite():
            return cited(part)
        case Mention(_, target, words):
            return words or target
        case _:
            return "".join(_plain_inline(inner, cited) for inner in part.content)
