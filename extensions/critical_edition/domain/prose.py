"""Prose as docutils nodes: of a page that is read, or of one that is written and shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.roles import CitationRef

from critical_edition.domain.parts import reference
from critical_edition.domain.targets import reference_of
from critical_edition.domain.warnings import warn
from critical_edition.model import prose
from critical_edition.model.citations import parse_citations
from critical_edition.model.codes import Code
from critical_edition.model.prose import Block, Inline, Prose

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import BibtexDomain


@dataclass(frozen=True, slots=True)
class Setting:
    """Where prose is set: on the page ``docname``, from the source ``written``.

    ``document`` is the page's as it is read: its citations are recorded, to be led back to. What is
    shown on another page than its own has none. In running text citations are ``bracketed``, as no
    note's place is theirs.
    """

    env: BuildEnvironment
    docname: str
    written: str
    document: nodes.document | None = None
    bracketed: bool = False

    def blocks(self, body: Prose) -> list[nodes.Node]:
        """Return a body's blocks as nodes."""
        return [self._block(block) for block in body]

    def _block(self, block: Block) -> nodes.Element:
        node: nodes.Element
        match block:
            case prose.Paragraph(content):
                node = nodes.paragraph("", "", *self._inlines(content, block.line))
            case prose.Items(items, start):
                node = self._list(start)
                node += [nodes.list_item("", *self.blocks(item)) for item in items]
            case prose.Quotation(blocks):
                node = nodes.block_quote("", *self.blocks(blocks))
            case prose.Table():
                node = self._table(block)
        self._place(node, block.line)
        return node

    def _list(self, start: int) -> nodes.Element:
        if not start:
            return nodes.bullet_list("", bullet="-")
        numbered = nodes.enumerated_list("", enumtype="arabic", prefix="", suffix=".")
        if start > 1:
            numbered["start"] = start
        return numbered

    def _table(self, table: prose.Table) -> nodes.table:
        columns = len(table.head)
        group = nodes.tgroup("", cols=columns)
        group += [nodes.colspec("", colwidth=100 // columns) for _ in table.head]
        group += nodes.thead("", self._row(table.head, table.line))
        if table.rows:
            group += nodes.tbody("", *(self._row(row, table.line) for row in table.rows))
        return nodes.table("", group, classes=["colwidths-auto"])

    def _row(self, cells: Iterable[prose.Cell], line: int) -> nodes.row:
        row = nodes.row()
        for cell in cells:
            words = nodes.paragraph("", "", *self._inlines(cell.content, line))
            row += nodes.entry("", words, classes=[f"text-{cell.align}"] if cell.align else [])
        return row

    def _inlines(self, content: Iterable[Inline], line: int) -> Iterator[nodes.Node]:
        for part in content:
            match part:
                case prose.Text(text):
                    yield nodes.Text(text)
                case prose.Emphasis(inner):
                    yield nodes.emphasis("", "", *self._inlines(inner, line))
                case prose.Strong(inner):
                    yield nodes.strong("", "", *self._inlines(inner, line))
                case prose.Code(text):
                    yield nodes.literal(text, text)
                case prose.Break():
                    # As MyST writes it; what has no such line goes on.
                    yield nodes.raw("", "<br />\n", format="html")
                    yield nodes.raw("", "\\\\\n", format="latex")
                case prose.Link(address, inner):
                    yield self._link(address, list(self._inlines(inner, line)), line)
                case prose.Cite() if self.bracketed:
                    yield from (nodes.Text("("), self._citation(part, line), nodes.Text(")"))
                case prose.Cite():
                    yield self._citation(part, line)
                case prose.Mention():
                    yield self._mention(part, line)

    def _link(self, address: str, words: list[nodes.Node], line: int) -> nodes.Element:
        if not address.startswith("#"):
            return nodes.reference("", "", *words, refuri=address)
        target = reference_of(address.removeprefix("#"))
        link = reference(target.type, target.target, nodes.inline("", "", *words), self.docname)
        link["refexplicit"] = bool(words)
        if not words:
            link += nodes.inline("", target.target)
        self._place(link, line)
        return link

    def _mention(self, mention: prose.Mention, line: int) -> nodes.Element:
        words = mention.words or mention.target
        if mention.kind == "authornote" and not mention.words:
            words = f"note {mention.target.removeprefix('n')}"
        shown = nodes.inline("", words)
        link = reference(mention.kind, mention.target, shown, self.docname)
        link["refexplicit"] = bool(mention.words)
        self._place(link, line)
        return link

    def _citation(self, cite: prose.Cite, line: int) -> nodes.Node:
        if not cite.works:
            where = f"{self.env.doc2path(self.written)}:{line}"
            warn(Code.CITATION_SYNTAX, f"“{cite.source}” is not a citation", where)
            return nodes.Text(cite.source)
        link = addnodes.pending_xref(
            "",
            nodes.inline("", cite.source),
            refdomain="cite",
            reftype=cite.manner,
            reftarget=cite.source,
            refdoc=self.docname,
            refexplicit=False,
            refwarn=True,
        )
        self._place(link, line)
        if self.document is not None:
            self.document.note_explicit_target(link, link)
            _note(self.env, self.docname, cite, link["ids"][0], line)
        return link

    def _place(self, node: nodes.Element, line: int) -> None:
        if line:
            node.source, node.line = str(self.env.doc2path(self.written)), line


def note_citations(env: BuildEnvironment, docname: str, body: Prose) -> None:
    """Record what a body cites that is shown on another page than the one on which it is written."""
    for part in prose.inlines(body):
        if isinstance(part, prose.Cite) and part.works:
            _note(env, docname, part, "", 0)


def _note(env: BuildEnvironment, docname: str, cite: prose.Cite, name: str, line: int) -> None:
    domain = cast("BibtexDomain", env.get_domain("cite"))
    targets = list(parse_citation_targets(cite.source))
    domain.citation_refs.append(CitationRef(name, docname, line, targets))


def of_nodes(blocks: Iterable[nodes.Node]) -> Prose:
    """Return what was parsed of a page in reStructuredText as prose; what that cannot say is left out.

    The nodes hold what is permitted: see :mod:`critical_edition.domain.guarding`.
    """
    return tuple(block for node in blocks if (block := _of_block(node)) is not None)


def _of_block(node: nodes.Node) -> Block | None:
    line = getattr(node, "line", None) or 0
    match node:
        case nodes.paragraph():
            return prose.Paragraph(tuple(_of_inlines(node.children)), line)
        case nodes.bullet_list() | nodes.enumerated_list():
            start = int(node.get("start", 1)) if isinstance(node, nodes.enumerated_list) else 0
            items = tuple(of_nodes(cast("nodes.Element", item).children) for item in node.children)
            return prose.Items(items, start, line)
        case nodes.block_quote():
            return prose.Quotation(of_nodes(node.children), line)
        case nodes.table():
            head, *rows = (_of_row(row) for row in node.findall(nodes.row))
            return prose.Table(head, tuple(rows), line)
        case _:
            return None


def _of_row(row: nodes.row) -> tuple[prose.Cell, ...]:
    entries = [entry for entry in row.children if isinstance(entry, nodes.entry)]
    return tuple(
        prose.Cell(tuple(i for p in entry.children for i in _of_inlines(p.children)))
        for entry in entries
    )


def _of_inlines(children: Iterable[nodes.Node]) -> Iterator[Inline]:
    for node in children:
        match node:
            case nodes.Text():
                yield prose.Text(node.astext())
            case nodes.emphasis() | nodes.title_reference():
                yield prose.Emphasis(tuple(_of_inlines(node.children)))
            case nodes.strong():
                yield prose.Strong(tuple(_of_inlines(node.children)))
            case nodes.literal():
                yield prose.Code(node.astext())
            case addnodes.pending_xref() if node.get("refdomain") == "cite":
                target = str(node["reftarget"])
                yield prose.Cite(parse_citations(target), str(node["reftype"]), target)
            case addnodes.pending_xref():
                words = node.astext() if node.get("refexplicit") else ""
                yield prose.Mention(str(node["reftype"]), str(node["reftarget"]), words)
            case nodes.reference() if "refuri" in node:
                yield prose.Link(str(node["refuri"]), tuple(_of_inlines(node.children)))
            case nodes.Element():
                yield from _of_inlines(node.children)
