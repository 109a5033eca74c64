"""Rich text as docutils nodes. Knows docutils, and nothing of Sphinx.

A language is a class ``language-…``, which docutils' HTML writer turns into the attribute ``lang``
and writers without languages pass over.
"""

from __future__ import annotations

from docutils import nodes

from critical_edition.citation.rich import (
    CLOSING,
    OPENING,
    Emphasis,
    Foreign,
    Link,
    Node,
    Quoted,
    Rich,
    Supplied,
    Text,
    Unbroken,
    at_depth,
)

UNBROKEN = "unbroken"
"""The class of words that stand on one line."""
SUPPLIED = "supplied"
"""The class of words that the editors supply within an author's form."""


def render(content: Rich, *, links: bool = True, depth: int = 0) -> list[nodes.Node]:
    """Return inline nodes; without ``links`` (within a reference) only their words.

    ``depth`` counts the quotation marks around the content.
    """
    return [found for node in content for found in _render(node, links, depth)]


def _render(node: Node, links: bool, depth: int) -> list[nodes.Node]:
    match node:
        case Text(text):
            return [nodes.Text(at_depth(text, depth))]
        case Emphasis(children, lang):
            inner = render(children, links=links, depth=depth)
            return [nodes.emphasis("", "", *inner, classes=_language(lang))]
        case Foreign(children, lang):
            inner = render(children, links=links, depth=depth)
            return [nodes.inline("", "", *inner, classes=_language(lang))]
        case Quoted(children, lang):
            inner = render(children, links=links, depth=depth + 1)
            words = [nodes.inline("", "", *inner, classes=_language(lang))] if lang else inner
            opening, closing = nodes.Text(OPENING[depth % 2]), nodes.Text(CLOSING[depth % 2])
            return [opening, *words, closing]
        case Supplied(children):
            inner = render(children, links=links, depth=depth)
            return [nodes.inline("", "[", *inner, nodes.Text("]"), classes=[SUPPLIED])]
        case Unbroken(children):
            inner = render(children, links=links, depth=depth)
            return [nodes.inline("", "", *inner, classes=[UNBROKEN])]
        case Link(children, url):
            inner = render(children, links=links, depth=depth)
            return [nodes.reference("", "", *inner, refuri=url)] if links else inner


def _language(lang: str) -> list[str]:
    return [f"language-{lang.lower()}"] if lang else []
