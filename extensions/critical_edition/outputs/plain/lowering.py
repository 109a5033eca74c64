"""Lowering: what the edition's nodes are in docutils' own, for writers that know no others.

Plain text, manual pages, LaTeX and Texinfo need no visitors of the edition: once references are
resolved, each node becomes what such a page can show. IDs become targets, where links lead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from critical_edition.domain import commentary_nodes as said
from critical_edition.domain import nodes as own
from critical_edition.model.i18n import _
from critical_edition.outputs.doctree.apparatus import setting
from critical_edition.outputs.doctree.apparatus.nodes import native_form, timeline
from critical_edition.outputs.doctree.bibliography import works_entry, works_ways

Lowered = list[nodes.Node]


class Lower(SphinxPostTransform):
    """Replace the edition's nodes by docutils' own."""

    # After references are resolved, and all that looks for the edition's nodes.
    default_priority = 990
    formats: tuple[str, ...] = ("text", "man", "texinfo")

    def run(self, **kwargs: Any) -> None:
        """Lower the document, what stands within a node before the node."""
        table = self.table()
        for node in reversed(list(self.document.findall(nodes.Element))):
            lower = table.get(type(node))
            if lower is None or node.parent is None:
                continue
            if lower is _paragraph and not node.children:
                node.parent.remove(node)
                continue
            parent = node.parent
            index = parent.index(node)
            before = [] if lower is _margin_break else _targets(node)
            parent[index : index + 1] = [*before, *lower(node)]

    def table(self) -> Mapping[type[nodes.Element], Callable[[Any], Lowered]]:
        """Return what becomes of each node."""
        return _LOWER


class LowerForLatex(Lower):
    """The same for LaTeX, which has room for more."""

    formats = ("latex",)

    def table(self) -> Mapping[type[nodes.Element], Callable[[Any], Lowered]]:
        """Return what becomes of each node."""
        return {**_LOWER, **_LATEX}


def _targets(node: nodes.Element) -> Lowered:
    return [nodes.target("", "", ids=[name]) for name in node["ids"]]


def _nothing(node: nodes.Element) -> Lowered:
    return []


def _children(node: nodes.Element) -> Lowered:
    return list(node.children)


def _paragraph(node: nodes.Element) -> Lowered:
    return [_placed(node, nodes.paragraph("", "", *node.children))]


def _placed(node: nodes.Element, new: nodes.Element) -> nodes.Element:
    new.source, new.line = node.source, node.line
    return new


def _number(node: nodes.Element) -> Lowered:
    number = node.astext().strip()
    return [nodes.Text(f"[{number}] " if isinstance(node, own.passage_number) else f"{number}. ")]


def _gloss(node: nodes.Element) -> Lowered:
    head = nodes.paragraph("", _("Summary:"))
    return [nodes.block_quote("", head, *node.children)]


def _page_break(node: nodes.Element) -> Lowered:
    number = f"[{node['page']}]"
    if word := node.astext():
        return [nodes.Text(f"{word} {number}")]
    return [nodes.Text(f" {number}" if node["space"] == "before" else f"{number} ")]


def _margin_break(node: nodes.Element) -> Lowered:
    """Return a bar at which the page begins, within its word if need be, its number in the margin."""
    word, at = node.astext(), node.get("at", 0)
    bar = f"\\textbar{{}}\\marginpar{{\\scriptsize\\textbar {node['page']}}}"
    around = [nodes.Text(part) for part in (word[:at], word[at:])]
    return [around[0], *_targets(node), nodes.raw("", bar, format="latex"), around[1]]


def _marker(node: nodes.Element) -> Lowered:
    number = str(node["note"])
    return [nodes.Text(number if isinstance(node.parent, own.marker_list) else f"[{number}]")]


def markers_label(count: int) -> str:
    """Return the word before the numbers of a passage's notes."""
    return f"{_('note')} " if count == 1 else f"{_('notes')} "


def _markers(node: nodes.Element) -> Lowered:
    numbers = node.astext()
    return [nodes.Text(markers_label(numbers.count(",") + 1)), *node.children]


def _sources(node: nodes.Element) -> Lowered:
    return [_placed(node, nodes.paragraph("", "", nodes.Text(_("Sources: ")), *node.children))]


def _unverified(node: nodes.Element) -> Lowered:
    return [*node.children, nodes.Text("°")]


def _emendation_sign(node: nodes.Element) -> Lowered:
    says: str = _(" [read: {reading}]") if node["proposed"] else " [{reading}]"
    return [nodes.Text(says.format(reading=node["says"]))]


def _lemma_sign(node: nodes.Element) -> Lowered:
    # The sign of a parallel would not help here: parallels are named under the passage.
    return [nodes.Text(f"[{node['sign']}]")] if node["kind"] == "comment" else []


def _native_form(node: nodes.Element) -> Lowered:
    return list(node.children) if node["script"] in setting.PRINTED else []


_LIST = (
    "\n\\begin{list}{}{\\setlength{\\leftmargin}{1.5em}\\setlength{\\itemindent}{-1.5em}"
    "\\setlength{\\topsep}{0pt}}\n\\item\\relax "
)


def _latex(before: str, node: nodes.Element, after: str) -> Lowered:
    """Return a node's children between what LaTeX alone reads."""
    raw = [nodes.raw("", words, format="latex") for words in (before, after)]
    return [raw[0], *node.children, raw[1]]


def _entry(node: nodes.Element) -> Lowered:
    return _latex(_LIST, node, "\n\\end{list}\n")


def _ways(node: nodes.Element) -> Lowered:
    return _latex("\n\n{\\small ", node, "\\par}\n")


_LOWER: Mapping[type[nodes.Element], Callable[[Any], Lowered]] = {
    own.passage: _children,
    own.passage_head: _paragraph,
    own.passage_number: _number,
    own.passage_incipit: _children,
    own.passage_pages: _children,
    own.passage_text: _paragraph,
    own.passage_blocks: _children,
    own.gloss: _gloss,
    own.page_break: _page_break,
    own.note_marker: _marker,
    own.marker_list: _markers,
    own.authornote: _children,
    own.note_number: _number,
    own.note_backlink: _nothing,
    own.note_sources: _sources,
    own.note_list: _children,
    own.unverified: _unverified,
    own.unverified_legend: _paragraph,
    own.emendation: _children,
    own.emendation_sign: _emendation_sign,
    own.apparatus_entry: _children,
    own.apparatus_criticus: _nothing,
    own.lemma_span: _children,
    own.lemma_sign: _lemma_sign,
    said.editorial_comment: _children,
    said.comment_list: _children,
    said.comment_letter: _children,
    said.argument: _children,
    said.parallel: _children,
    said.parallel_list: _children,
    said.argument_map: _nothing,
    said.kind_filter: _nothing,
    said.screen_part: _nothing,
    said.screen_words: _nothing,
    native_form: _native_form,
    timeline: _nothing,
    works_entry: _entry,
    works_ways: _ways,
}

_LATEX: Mapping[type[nodes.Element], Callable[[Any], Lowered]] = {own.page_break: _margin_break}
"""What LaTeX has room for, and the others have not."""
