"""A small tree of rich text, neutral of every output, and its rendering to plain text and HTML.

A :data:`Rich` is a tuple of frozen nodes. Quotation marks are not characters of it but nodes
(:class:`Quoted`), so that a comma or a period can be put inside them (:func:`mark`), as American
usage wants, and so that marks within marks alternate. Languages are BCP 47 tags (``ru-Latn`` for
transliterated Russian); empty means the language of what is around.
"""

from __future__ import annotations

import html as _html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Text:
    """Characters, of which none has a meaning as markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """What is set in italics: the title of a work that stands by itself."""

    children: Rich
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """What stands in quotation marks: the title of a part of a work."""

    children: Rich
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words in another language that are neither italic nor quoted."""

    children: Rich
    lang: str


@dataclass(frozen=True, slots=True)
class Supplied:
    """Words of the editors within a form that the author gives, in square brackets."""

    children: Rich


@dataclass(frozen=True, slots=True)
class Unbroken:
    """Words that stand on one line: a name that a dash abbreviates, which no line may begin with."""

    children: Rich


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to ``url``."""

    children: Rich
    url: str


Branch = Emphasis | Quoted | Foreign | Supplied | Unbroken | Link
Node = Text | Branch
Rich = tuple[Node, ...]

OPENING = ("“", "‘")
CLOSING = ("”", "’")
_GERMAN = re.compile("„([^„“”]*)[“”]")
# A quotation that ends with the text: an apostrophe closes none.
_CLOSED = re.compile(r"”$|„[^„“”]*“$|‘[^‘’]*(?:’(?=\w)[^‘’]*)*’$")
_INNER = str.maketrans("“”", "‘’")


def rich(*parts: str | Node | Rich) -> Rich:
    """Put parts together; empty ones vanish and neighbouring texts become one."""
    found: list[Node] = []
    for part in parts:
        nodes: Rich = (
            part
            if isinstance(part, tuple)
            else ((Text(part),) if isinstance(part, str) else (part,))
        )
        for node in nodes:
            if not _has_content(node):
                continue
            if isinstance(node, Text) and found and isinstance(found[-1], Text):
                found[-1] = Text(found[-1].text + node.text)
            else:
                found.append(node)
    return tuple(found)


def _has_content(node: Node) -> bool:
    return bool(node.text if isinstance(node, Text) else node.children)


def join(parts: Iterable[Rich], separator: str, last: str | None = None) -> Rich:
    """Put parts together with a separator between them, ``last`` before the last of them."""
    given = [p for p in parts if p]
    found: Rich = ()
    for index, part in enumerate(given):
        between = "" if not index else separator
        if last is not None and index and index == len(given) - 1:
            between = last
        found = rich(found, between, part)
    return found


def mark(content: Rich, sign: str) -> Rich:
    """Put a punctuation mark after what is there, by the American rules.

    Commas and periods stand within closing quotation marks, other marks after them. A period that
    is there already (of an abbreviation, say) serves as the sentence's, and so do ``?`` and ``!``.
    """
    if not content:
        return content
    if sign == "." and _ends(content) in (".", "?", "!", "…"):
        return content
    final = content[-1]
    if sign in (",", ".") and isinstance(final, Quoted):
        return (*content[:-1], replace(final, children=mark(final.children, sign)))
    if isinstance(final, Link) and isinstance(final.children[-1], Quoted):
        return (*content[:-1], replace(final, children=mark(final.children, sign)))
    if sign in (",", ".") and isinstance(final, Text) and _CLOSED.search(final.text):
        return (*content[:-1], Text(f"{final.text[:-1]}{sign}{final.text[-1]}"))
    return rich(content, sign)


def _ends(content: Rich) -> str:
    text = plain(content).rstrip("”’“")
    return text[-1:]


def clauses(parts: Sequence[Rich], sign: str = ",") -> Rich:
    """Put parts together as the clauses of a sentence: ``sign`` and a space after each but the last."""
    given = [p for p in parts if p]
    found: Rich = ()
    for part in given:
        found = rich(mark(found, sign), " ", part) if found else part
    return found


def sentences(parts: Sequence[Rich]) -> Rich:
    """Put parts together as sentences, each with its period."""
    return mark(clauses(parts, "."), ".")


def capitalised(content: Rich) -> Rich:
    """Make the first letter a capital."""
    if not content:
        return content
    first = content[0]
    if isinstance(first, Text):
        return (Text(first.text[:1].upper() + first.text[1:]), *content[1:])
    return (replace(first, children=capitalised(first.children)), *content[1:])


def at_depth(text: str, depth: int) -> str:
    """Return characters as they are set within ``depth`` quotation marks.

    Marks that a record has as characters are double; within double ones they are single, and so
    are those of German.
    """
    if not depth % 2 or not ("“" in text or "”" in text):
        return text
    return _GERMAN.sub("‘\\1’", text).translate(_INNER)


def plain(content: Rich, depth: int = 0) -> str:
    """Return the text alone, with its quotation marks; ``depth`` counts those around it."""
    return "".join(_plain(node, depth) for node in content)


def _plain(node: Node, depth: int) -> str:
    match node:
        case Text(text):
            return at_depth(text, depth)
        case Quoted(children):
            return OPENING[depth % 2] + plain(children, depth + 1) + CLOSING[depth % 2]
        case Supplied(children):
            return f"[{plain(children, depth)}]"
        case Emphasis(children) | Foreign(children) | Unbroken(children) | Link(children):
            return plain(children, depth)


def markdown(content: Rich, depth: int = 0) -> str:
    """Return the text with ``*`` around what is italic: for messages and tests, not for parsing."""
    found = []
    for node in content:
        match node:
            case Emphasis(children):
                found.append(f"*{markdown(children, depth)}*")
            case Quoted(children):
                inner = markdown(children, depth + 1)
                found.append(OPENING[depth % 2] + inner + CLOSING[depth % 2])
            case Supplied(children):
                found.append(f"[{markdown(children, depth)}]")
            case Foreign(children) | Unbroken(children) | Link(children):
                found.append(markdown(children, depth))
            case Text(text):
                found.append(at_depth(text, depth))
    return "".join(found)


def html(content: Rich, depth: int = 0) -> str:
    """Return HTML, escaped: ``em``, ``span`` and ``a`` with their ``lang``."""
    return "".join(_html_of(node, depth) for node in content)


def _html_of(node: Node, depth: int) -> str:
    match node:
        case Text(text):
            return _html.escape(at_depth(text, depth), quote=False)
        case Emphasis(children, lang):
            return f"<em{_lang(lang)}>{html(children, depth)}</em>"
        case Quoted(children, lang):
            inner = html(children, depth + 1)
            words = f"<span{_lang(lang)}>{inner}</span>" if lang else inner
            return OPENING[depth % 2] + words + CLOSING[depth % 2]
        case Foreign(children, lang):
            return f"<span{_lang(lang)}>{html(children, depth)}</span>"
        case Supplied(children):
            return f'<span class="supplied">[{html(children, depth)}]</span>'
        case Unbroken(children):
            return f'<span class="unbroken">{html(children, depth)}</span>'
        case Link(children, url):
            return f'<a href="{_html.escape(url)}">{html(children, depth)}</a>'


def _lang(lang: str) -> str:
    return f' lang="{_html.escape(lang)}"' if lang else ""
