"""Raw content: Typst as it stands, HTML by what it says, other formats by a warning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import takewhile
from types import MappingProxyType

from docutils import nodes
from sphinx.util import logging

from ..escape import collapse, literal
from ..source_map import origin_of
from ..warnings import TypstWarnings
from .base import BaseTranslator

logger = logging.getLogger(__name__)

#: What tags of HTML within a line are in Typst.
_TAGS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("b", "strong"), "strong"),
        **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "emph"),
        **dict.fromkeys(("u", "ins"), "underline"),
        **dict.fromkeys(("s", "del", "strike"), "strike"),
        "mark": "highlight",
        "sub": "sub",
        "sup": "super",
    }
)
#: What is more than its words.
_SHOWN = frozenset({"audio", "canvas", "embed", "iframe", "img", "math", "object", "svg", "video"})
_WORDLESS = frozenset({"script", "style", "template"})


class _Fragment(HTMLParser):
    """A piece of HTML: its ``parts`` are tags, ``/`` before those that end, and words in spaces."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._silent = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag; of a box to tick whether it is."""
        if tag == "input" and ("type", "checkbox") in attrs:
            tag = "ticked" if "checked" in dict(attrs) else "unticked"
        self._silent = self._silent or (tag if tag in _WORDLESS else "")
        self.parts.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a tag."""
        if tag == self._silent:
            self._silent = ""
        self.parts.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        """Note words."""
        if data.strip() and not self._silent:
            self.parts.append(f" {collapse(data).strip()} ")


def _formats(node: nodes.Node) -> list[str]:
    return str(node.get("format", "")).split() if isinstance(node, nodes.raw) else []


def _alternatives(node: nodes.raw) -> Iterator[str]:
    """Yield the formats of the raw nodes among which *node* stands: so a source says one thing twice."""
    siblings = node.parent.children
    index = siblings.index(node)
    for run in (reversed(siblings[:index]), siblings[index:]):
        for sibling in takewhile(lambda item: isinstance(item, nodes.raw), run):
            yield from _formats(sibling)


def _end_of(node: nodes.raw, tag: str) -> nodes.Node | None:
    """Return the sibling that ends the *tag* that *node* is, if nothing else ends in between."""
    opened = [tag]
    for sibling in node.parent.children[node.parent.index(node) + 1 :]:
        if "html" not in _formats(sibling):
            continue
        for part in _Fragment(sibling.astext()).parts:
            if part in _TAGS:
                opened.append(part)
            elif part.removeprefix("/") in _TAGS and part != f"/{opened.pop()}":
                return None
            if not opened:
                return sibling
    return None


class RawVisitors(BaseTranslator):
    """What sources say in the language of an output."""

    _ends: frozenset[int] = frozenset()
    """The nodes that end what HTML has opened, by their identity."""

    def visit_raw(self, node: nodes.raw) -> None:
        """Write what a raw node says; what cannot be written is told."""
        formats, among = _formats(node), set(_alternatives(node))
        if "typst" in formats:
            self.flush_anchors()
            self.code(f"[{node.astext()}]")
        elif "typst" not in among and "html" in formats:
            self._html(node)
        elif among & {"typst", "html"}:
            self._left_out(node, " ".join(formats))
        else:
            self.warn(
                TypstWarnings.RAW,
                f"raw content for {' '.join(formats)} is left out of the PDF: it says nothing for it",
                node,
            )
        raise nodes.SkipNode

    def _html(self, node: nodes.raw) -> None:
        parts = _Fragment(node.astext()).parts
        if id(node) in self._ends:
            self.flush_anchors()
            self.end()
            return
        if len(parts) == 1 and parts[0] in _TAGS and (end := _end_of(node, parts[0])):
            self._ends |= {id(end)}
            self.begin(_TAGS[parts[0]])
            return
        words = any(part.startswith(" ") for part in parts)
        block = words and not isinstance(node.parent, nodes.TextElement)
        if block:
            self.begin("par")
        for part in parts:
            if part == "br":
                self.code("linebreak()")
            elif part in {"ticked", "unticked"}:
                self.flush_anchors()
                self.code(f"tick-box({literal(part == 'ticked')})")
            elif part.startswith(" "):
                self.text(part)
        if block:
            self.end()
        if shown := sorted(_SHOWN.intersection(parts)):
            self.warn(TypstWarnings.RAW, f"<{shown[0]}> of HTML is left out of the PDF", node)
        elif words:
            self.warn(TypstWarnings.RAW, "raw HTML: its words are printed plain", node)
        elif not {"br", "ticked", "unticked"}.intersection(parts):
            self._left_out(node, "html")

    def _left_out(self, node: nodes.raw, formats: str) -> None:
        """Say for whom it may concern that something without words, or said otherwise, is left out."""
        origin = origin_of(node)
        logger.info(
            "raw content for %s left out of the PDF",
            formats,
            location=str(origin) if origin else self.docname,
            type="typst",
            subtype=TypstWarnings.RAW.value,
        )
