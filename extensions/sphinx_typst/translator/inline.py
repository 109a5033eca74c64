"""What stands within a line: emphasis, literals, links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from docutils import nodes
from sphinx import addnodes

from ..escape import encoded, literal, string
from ..warnings import TypstWarnings
from .base import BaseTranslator, classes_of

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


#: Nodes that are their children, wrapped in one function of Typst or of the runtime.
WRAPPERS: Mapping[str, str] = MappingProxyType(
    {
        "emphasis": "emph",
        "strong": "strong",
        "superscript": "super",
        "subscript": "sub",
        "title_reference": "emph",
        "problematic": "problematic",
        "system_message": "problematic",
        "generated": "plain",
        "classifier": "emph",
        "substitution_reference": "plain",
        "pending_xref": "plain",
        "download_reference": "plain",
        "acks": "acks",
    }
)


def _text_after(node: nodes.Node) -> str:
    """Return the text that follows *node* in its line, as far as it has one look."""
    parent = node.parent
    if parent is None:
        return ""
    following = parent.children[parent.index(node) + 1 :]
    if not following:
        outer: nodes.Node = parent
        return _text_after(outer) if isinstance(parent, nodes.Inline) else ""
    return following[0].astext() if isinstance(following[0], nodes.Text) else ""


class InlineVisitors(BaseTranslator):
    """Spans of text."""

    _abbreviations: frozenset[str] = frozenset()

    def visit_wrapped(self, node: nodes.Element) -> None:
        """Open the function that `WRAPPERS` gives for *node*'s class, or its nearest base."""
        names = (base.__name__ for base in type(node).__mro__)
        function = next(WRAPPERS[name] for name in names if name in WRAPPERS)
        self.begin(function)

    def depart_wrapped(self, node: nodes.Element) -> None:
        """Close it."""
        self.flush_anchors()
        self.end()

    def visit_emphasis(self, node: nodes.Element) -> None:
        """Open emphasised words, in their language if a class of theirs says it."""
        if any(name.startswith("language-") for name in classes_of(node)):
            self.begin("foreign-emph", classes_of(node))
        else:
            self.visit_wrapped(node)

    def depart_emphasis(self, node: nodes.Element) -> None:
        """Close them; before a space they have room for the lean of their last letter."""
        self.depart_wrapped(node)
        if node.astext()[-1:].isalpha() and _text_after(node)[:1].isspace():
            self.code("lean")

    visit_strong, depart_strong = visit_wrapped, depart_wrapped
    visit_superscript, depart_superscript = visit_wrapped, depart_wrapped
    visit_subscript, depart_subscript = visit_wrapped, depart_wrapped
    visit_title_reference, depart_title_reference = visit_wrapped, depart_wrapped
    visit_problematic, depart_problematic = visit_wrapped, depart_wrapped
    visit_system_message, depart_system_message = visit_wrapped, depart_wrapped
    visit_generated, depart_generated = visit_wrapped, depart_wrapped
    visit_classifier, depart_classifier = visit_wrapped, depart_wrapped
    visit_substitution_reference, depart_substitution_reference = visit_wrapped, depart_wrapped
    visit_pending_xref, depart_pending_xref = visit_wrapped, depart_wrapped
    visit_download_reference, depart_download_reference = visit_wrapped, depart_wrapped
    visit_acks, depart_acks = visit_wrapped, depart_wrapped

    def visit_literal_emphasis(self, node: nodes.Element) -> None:
        """Write emphasised code."""
        self.begin("emph")
        self.begin_code()

    def visit_literal_strong(self, node: nodes.Element) -> None:
        """Write strong code."""
        self.begin("strong")
        self.begin_code()

    def depart_literal_emphasis(self, node: nodes.Element) -> None:
        """Close it."""
        self.end_code()
        self.end()

    depart_literal_strong = depart_literal_emphasis
    visit_manpage, depart_manpage = visit_literal_emphasis, depart_literal_emphasis

    def visit_inline(self, node: nodes.inline) -> None:
        """Write a span with classes."""
        classes = classes_of(node)
        if classes:
            self.flush_anchors()
            self.begin("span", classes)
        else:
            self.begin("plain")

    def depart_inline(self, node: nodes.inline) -> None:
        """Close it."""
        self.flush_anchors()
        self.end()

    def visit_literal(self, node: nodes.literal) -> None:
        """Write literal text; a role's class (`kbd`, `file`) is handed on."""
        self.flush_anchors()
        classes = classes_of(node)
        if self._in_mono:
            self.begin_code()
            return
        if any(
            isinstance(child, nodes.Element)
            for child in node.findall(nodes.Element)
            if child is not node and not isinstance(child, nodes.inline)
        ):
            self.begin_code(classes)
            return
        self.code(f"literal-raw({literal(classes)}, {string(self.unhyphenated(node.astext()))})")
        raise nodes.SkipNode

    def depart_literal(self, node: nodes.literal) -> None:
        """Close literal text that holds other nodes."""
        self.end_code()

    def visit_abbreviation(self, node: nodes.Element) -> None:
        """Write an abbreviation; its explanation follows where it first occurs."""

    def depart_abbreviation(self, node: nodes.Element) -> None:
        """Explain it once."""
        explanation = node.get("explanation")
        if explanation and node.astext() not in self._abbreviations:
            self._abbreviations |= {node.astext()}
            self.text(f" ({explanation})")

    visit_acronym, depart_acronym = visit_abbreviation, depart_abbreviation

    # -- links ---------------------------------------------------------------------------------

    def visit_reference(self, node: nodes.reference) -> None:
        """Write a link: to a place in this book, or to an address outside."""
        uri = node.get("refuri")
        if node.get("refid"):
            self.begin_link(self.place_name(self.docname, node["refid"]), node)
        elif uri is None:
            self.begin("plain")
        elif uri.startswith("%"):
            docname, _, node_id = uri[1:].partition("#")
            name = self.place_name(docname, node_id) if node_id else f"doc:{docname}"
            self.begin_link(name, node)
        elif uri.startswith("#"):
            self.begin_link(self.place_name(self.docname, uri[1:]), node)
        elif _SCHEME.match(uri):
            self.flush_anchors()
            shows = node.astext() in {uri, encoded(uri)} or encoded(node.astext()) == uri
            self.begin("external-link", encoded(uri), shows_address=shows)
            if shows:
                self.address(uri)
                self.end()
                raise nodes.SkipNode
        else:
            self.warn(
                TypstWarnings.MISSING_TARGET,
                f"a PDF cannot lead to {uri!r}; the link is left off",
                node,
            )
            self.begin("plain")

    def depart_reference(self, node: nodes.reference) -> None:
        """Close the link; print the address of one that leads outside, if that is wanted."""
        self.end()
        uri = str(node.get("refuri", ""))
        address = uri.removeprefix("mailto:")
        shown = self.builder.book.options.show_urls
        if shown == "no" or self._in_title or not _SCHEME.match(uri):
            return
        if any(isinstance(child, nodes.image) for child in node) or node.astext() == address:
            return
        if shown == "inline":
            self.text(" (")
        self.begin("note" if shown == "footnote" else "plain")
        self.begin("external-link", encoded(uri), shows_address=True)
        self.address(address)
        self.end()
        self.end()
        if shown == "inline":
            self.text(")")

    visit_number_reference, depart_number_reference = visit_reference, depart_reference

    def visit_target(self, node: nodes.target) -> None:
        """Its IDs are noted; it may hold text."""

    def depart_target(self, node: nodes.target) -> None:
        """Nothing is open."""

    def visit_index(self, node: addnodes.index) -> None:
        """Skip it: the index is made from the environment when all is written."""
        raise nodes.SkipNode
