"""What every family of visitors stands on: places, text, and the interface for extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.util.docutils import SphinxTranslator

from ..emitter import Emitter
from ..escape import LINE, Code, address_parts, breakable, collapse, literal
from ..labels import LabelTable, document_label, ids_of, walk_with_docname
from ..source_map import SourceMap, origin_of
from ..warnings import TypstWarnings, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..book_builder import BookBuilder


def classes_of(node: nodes.Element) -> list[str]:
    """Return the classes of *node*."""
    return cast("list[str]", node.get("classes", []))


def _following(node: nodes.Node) -> nodes.Node | None:
    siblings = node.parent.children if node.parent is not None else []
    index = siblings.index(node) + 1
    return siblings[index] if index < len(siblings) else None


class BaseTranslator(SphinxTranslator):
    """Walks an assembled doctree and writes Typst code.

    Visitors of other extensions (``app.add_node(node, typst=(visit, depart))``) get it as
    *self* and use `begin`/`end`, `begin_call`/`begin_arg`, `text`, `code`, `link`,
    `take_label` and `paragraphs_inline`.
    """

    builder: BookBuilder

    def __init__(self, document: nodes.document, builder: BookBuilder) -> None:
        super().__init__(document, builder)
        self.out = Emitter()
        self.docname: str = document["docname"]
        self.labels = LabelTable(
            document, self.docname, self._domains.standard_domain.anonlabels.values()
        )
        self._docnames: list[str] = []
        self._pending: list[str] = []
        self._in_title = 0
        self._inner_notes: list[nodes.footnote] | None = None
        """Within a note, those that it is the first to refer to."""
        self._preserve_space = 0
        self._in_mono = 0
        self._room = LINE
        """How many letters a line holds at least, here."""
        self._warned: set[tuple[str, str]] = set()
        self.footnotes: dict[tuple[str, str], nodes.footnote] = {}
        self.footnote_references: set[tuple[str, str]] = set()
        for docname, node in walk_with_docname(document, self.docname):
            if isinstance(node, nodes.footnote):
                self.footnotes.update({(docname, node_id): node for node_id in node["ids"]})
            elif isinstance(node, nodes.footnote_reference):
                self.footnote_references.add((docname, node.get("refid", "")))

    # -- the interface for visitors ------------------------------------------------------------

    def text(self, text: str) -> None:
        """Print *text* as it stands, whatever characters it has."""
        self.flush_anchors()
        self.out.text(text, self._room, hyphenated=not self._in_mono)

    def address(self, address: str) -> None:
        """Print an address of the web, which breaks at its own signs."""
        self.flush_anchors()
        self.code(f"address({literal(address_parts(address, self._room))})")

    def unhyphenated(self, text: str) -> str:
        """Return *text* for a call that prints it as code, with places to break endless words."""
        return breakable(text, self._room, hyphenated=False)

    def code(self, code: str) -> None:
        """Write *code*, a whole Typst expression that gives content."""
        self.out.code(code)

    def begin(
        self, function: str, *args: object, label: str | None = None, **named: object
    ) -> None:
        """Open ``function(args, named, {body})``; what is written until `end` is the body."""
        self.out.begin(function, *args, label=label, **named)

    def end(self) -> None:
        """Close the last `begin`."""
        self.out.end()

    def begin_call(
        self, function: str, *args: object, label: str | None = None, **named: object
    ) -> None:
        """Open a call with several content arguments: `begin_arg` … `end_arg`, `end_call`."""
        self.out.begin_call(function, *args, label=label, **named)

    def begin_arg(
        self, name: str | None = None, function: str | None = None, **named: object
    ) -> None:
        """Open one content argument of the open call."""
        self.out.begin_arg(name, function, **named)

    def end_arg(self) -> None:
        """Close the last `begin_arg`."""
        self.out.end_arg()

    def end_call(self) -> None:
        """Close the last `begin_call`."""
        self.out.end_call()

    def begin_code(self, classes: Sequence[str] = ()) -> None:
        """Open text in the type of code, in which white space may be kept (`raw` has only text).

        Code within code is not set smaller once more.
        """
        if self._in_mono:
            self.begin("plain")
        else:
            fonts = self.builder.book.options.mono_font
            self.begin("literal-text", classes, font=fonts)
        self._in_mono += 1

    def end_code(self) -> None:
        """Close the last `begin_code`."""
        self._in_mono -= 1
        self.end()

    def take_label(self) -> str | None:
        """Return a label for the element about to be written, or None if nothing leads to it.

        It stands for all IDs met since the last text; without it, an anchor is written before
        the next text.
        """
        if not self._pending:
            return None
        label, taken = self.labels.place(self._pending)
        for name in taken:
            warn(
                TypstWarnings.DUPLICATE_LABEL,
                f"the label {name!r} is taken by another place; links lead there",
                location=self.docname,
            )
        self._pending.clear()
        return label

    def note_ids(self, node: nodes.Element) -> None:
        """Remember the IDs of *node* until the next text, or the next `take_label`."""
        for node_id in ids_of(node):
            name = self.labels.name(self.docname, node_id)
            if name not in self._pending:
                self._pending.append(name)

    def flush_anchors(self) -> None:
        """Write an anchor here for the IDs met so far (not in a heading, which bears a label)."""
        if self._pending and not self._in_title:
            label = self.take_label()
            if label is not None:
                self.out.code(f"anchor({literal(label)})")

    def begin_link(self, name: str, node: nodes.Node) -> None:
        """Open a link to the place called *name* in this book; close it with `end`.

        If the book turns out to have no such place, the body is printed unlinked, with a warning.
        """

        def resolve() -> str:
            label = self.labels.resolve(name)
            if label is None and ("link", name) not in self._warned:
                self._warned.add(("link", name))
                origin = origin_of(node)
                warn(
                    TypstWarnings.MISSING_TARGET,
                    f"nothing in this book is called {name!r}; the link is left off",
                    location=str(origin) if origin else None,
                )
            return literal(label)

        self.flush_anchors()
        self.out.begin_link("xref", resolve)

    def place_name(self, docname: str, node_id: str) -> str:
        """Return what the place *node_id* of the document *docname* is called in this book."""
        return self.labels.name(docname, node_id)

    def warn(self, subtype: TypstWarnings, message: str, node: nodes.Node) -> None:
        """Give a coded warning at *node*'s place in the source."""
        origin = origin_of(node)
        warn(subtype, message, location=str(origin) if origin else self.docname)

    def walk(self, children: list[nodes.Node]) -> None:
        """Visit *children* here and now."""
        for child in children:
            child.walkabout(self)

    # -- machinery -----------------------------------------------------------------------------

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Note where *node* comes from and what it is called, then visit it."""
        self.out.mark(origin_of(node))
        if isinstance(node, nodes.Element):
            self.note_ids(node)
        super().dispatch_visit(node)

    def enter_document(self, docname: str) -> None:
        """Say that what follows is from *docname*."""
        self._docnames.append(self.docname)
        self.docname = docname
        self._pending.append(document_label(docname))

    def leave_document(self) -> None:
        """Return to the document that was left by `enter_document`."""
        self.docname = self._docnames.pop()

    def finish(self, head: str) -> tuple[str, SourceMap]:
        """Return the whole file, which begins with *head*, and the map of its lines."""
        return self.out.finish(head + "#{\n", "}\n")

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802
        """Print text; white space is one space unless the surroundings keep it."""
        text = node.astext()
        if not self._preserve_space:
            text = collapse(text)
            if isinstance(_following(node), nodes.footnote_reference):
                # reStructuredText needs this space; a page does not want it.
                text = text.rstrip(" ")
            if text:
                self.text(text)
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                self.code("linebreak()")
            stripped = line.lstrip(" ")
            self.text("\u00a0" * (len(line) - len(stripped)) + stripped)

    def depart_Text(self, node: nodes.Text) -> None:  # noqa: N802
        """Nothing is open."""

    def unknown_visit(self, node: nodes.Node) -> None:
        """Warn, once a kind of node; the text of the node is printed all the same."""
        kind = type(node).__name__
        if ("node", kind) not in self._warned:
            self._warned.add(("node", kind))
            self.warn(
                TypstWarnings.UNKNOWN_NODE,
                f"no Typst visitor for the node {kind!r}; its text is printed plain",
                node,
            )
        if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
            self.begin("par")
        else:
            self.begin("plain")

    def unknown_departure(self, node: nodes.Node) -> None:
        """Close what `unknown_visit` opened."""
        self.end()


__all__ = ["BaseTranslator", "Code", "classes_of"]
