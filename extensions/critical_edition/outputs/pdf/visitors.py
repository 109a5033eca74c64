"""How the edition's nodes are written for Typst.

A passage's number stands in the margin, and so do the pages of the printing. An author's note is a footnote
where its marker stands, with the author's number; in companion form it stands under its passage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from critical_edition.domain import commentary_nodes
from critical_edition.domain.nodes import (
    apparatus_entry,
    authornote,
    book_part,
    carried_notes,
    emendation_sign,
    gloss,
    lemma_sign,
    lemma_span,
    margin_note,
    margin_slot,
    margin_spot,
    margin_store,
    marker_list,
    named_here,
    note_backlink,
    note_list,
    note_marker,
    note_number,
    note_sources,
    page_break,
    page_reference,
    passage,
    passage_blocks,
    passage_head,
    passage_incipit,
    passage_number,
    passage_pages,
    unverified,
    unverified_legend,
)
from critical_edition.model.i18n import _
from critical_edition.outputs.doctree.apparatus import setting
from critical_edition.outputs.doctree.drawing import draw
from critical_edition.outputs.output import Visitors
from critical_edition.outputs.plain.lowering import markers_label
from sphinx_typst.escape import literal, string

if TYPE_CHECKING:
    from sphinx_typst.translator import TypstTranslator


def close(self: TypstTranslator, node: nodes.Element) -> None:
    """Close what the visitor opened."""
    self.flush_anchors()
    self.end()


def typst_pass(self: TypstTranslator, node: nodes.Element) -> None:
    """Write the children alone."""


def visit_passage(self: TypstTranslator, node: passage) -> None:
    """Open a passage."""
    self.begin("passage", node["form"], str(node["number"]))


def visit_passage_blocks(self: TypstTranslator, node: passage_blocks) -> None:
    """Write the children alone; those of a footnote begin beside its number."""
    holder = node.parent
    node["typst_inline_paragraphs"] = bool(holder.get("typst_inline_paragraphs"))
    first = node.children[0]
    if isinstance(holder, passage) and isinstance(first, nodes.paragraph):
        # As all passages that do not open a section.
        first["typst_indented"] = not str(holder["number"]).endswith(".1")


def visit_passage_head(self: TypstTranslator, node: passage_head) -> None:
    """Open the line that heads a passage in companion form."""
    self.begin("passage-head")


def visit_passage_number(self: TypstTranslator, node: passage_number) -> None:
    """Write a passage's number at its head; it bears the labels of its passage."""
    number = node.astext().strip()
    self.begin("passage-number", label=self.take_label())
    self.text(number)
    self.end()
    self.code(f"mark({string('passage')}, {string(number)})")
    raise nodes.SkipNode


def visit_incipit(self: TypstTranslator, node: passage_incipit) -> None:
    """Open a passage's first words."""
    self.begin("incipit")


def visit_pages(self: TypstTranslator, node: passage_pages) -> None:
    """Open a passage's pages."""
    self.begin("printed-pages")


def visit_marker_list(self: TypstTranslator, node: marker_list) -> None:
    """Open the numbers of a passage's notes."""
    self.begin("note-markers")
    self.text(markers_label(sum(1 for __ in node.findall(note_marker))))


def visit_gloss(self: TypstTranslator, node: gloss) -> None:
    """Open our summary."""
    self.begin("gloss", node["number"])


def visit_page_break(self: TypstTranslator, node: page_break) -> None:
    """Write the point at which a page begins, within its word if need be."""
    word, at = node.astext(), node.get("at", 0)
    # Words keep no anchor but this one.
    self.text(word[:at])
    self.flush_anchors()
    note = _within(node, authornote)
    number = str(note["number"]) if note is not None else ""
    space = "" if word else str(node.get("space", "after"))
    self.code(f"printed-page({node['page']}, {literal(space)}, {literal(number)})")
    self.text(word[at:])
    raise nodes.SkipNode


def visit_note_marker(self: TypstTranslator, node: note_marker) -> None:
    """Open a marker: the footnote itself, or a link to a note that is elsewhere."""
    if any(isinstance(child, authornote) for child in node):
        self.flush_anchors()
        self.begin("plain")
    else:
        # Of a note that is on no page, which has been warned of.
        self.begin("super")


def visit_authornote(self: TypstTranslator, node: authornote) -> None:
    """Open a note: a footnote at its marker, else a paragraph of its own."""
    if isinstance(node.parent, note_marker):
        node["typst_inline_paragraphs"] = True
        self.begin("author-footnote", str(node["number"]))
        # Links lead to the note itself, not to its number in the text.
        self.flush_anchors()
    else:
        self.begin("author-note", str(node["number"]))


def visit_note_number(self: TypstTranslator, node: note_number) -> None:
    """Open a note's number."""
    self.begin("strong")


def visit_note_list(self: TypstTranslator, node: note_list) -> None:
    """Open the notes whose markers the text has lost."""
    self.begin("note-list")


def visit_note_sources(self: TypstTranslator, node: note_sources) -> None:
    """Open the works that a note names."""
    self.begin("note-sources")


def skip(self: TypstTranslator, node: note_backlink) -> None:
    """Write nothing: a footnote leads back by itself."""
    raise nodes.SkipNode


def visit_unverified(self: TypstTranslator, node: unverified) -> None:
    """Open an unverified sentence."""
    self.begin("unverified")


def visit_unverified_legend(self: TypstTranslator, node: unverified_legend) -> None:
    """Open the legend."""
    self.begin("unverified-legend")


def visit_emendation_sign(self: TypstTranslator, node: emendation_sign) -> None:
    """Write the sign after emended words: the apparatus at the foot of the page."""
    self.flush_anchors()
    if _within(node, note_marker) is not None:
        # Its entry follows the note.
        self.code(f"apparatus-again({literal(node['entry'])})")
    else:
        _apparatus_note(self, node)
    raise nodes.SkipNode


def _apparatus_note(self: TypstTranslator, node: emendation_sign) -> None:
    self.begin_call("apparatus-note", node["entry"], node["on-note"])
    self.begin_arg()
    self.walk([*next(node.findall(apparatus_entry)).children])
    self.end_arg()
    self.end_call()


def _within(node: nodes.Node, kind: type[nodes.Element]) -> nodes.Element | None:
    """Return what of a kind a node stands in, if it does."""
    parent = node.parent
    while parent is not None and not isinstance(parent, kind):
        parent = parent.parent
    return parent


def depart_note_marker(self: TypstTranslator, node: note_marker) -> None:
    """Close a marker; write the apparatus of its note."""
    self.end()
    for sign in node.findall(emendation_sign):
        self.begin("silent-note")
        _apparatus_note(self, sign)
        self.end()


def visit_lemma_span(self: TypstTranslator, node: lemma_span) -> None:
    """Note where lemmata begin."""
    starts: list[str] = node.get("starts", [])
    if starts:
        self.flush_anchors()
    for ref in starts:
        self.code(f"mark({string('start')}, {string(ref)})")


def visit_lemma_sign(self: TypstTranslator, node: lemma_sign) -> None:
    """Open the sign after a lemma, which bears the label that what hangs there leads back to."""
    self.flush_anchors()
    for ref in node["refs"]:
        self.code(f"mark({string('end')}, {string(ref)})")
    parent = node.parent
    assert parent is not None
    at = parent.index(node)
    self.begin("lemma-sign", at > 0 and isinstance(parent[at - 1], lemma_sign))


def visit_book_part(self: TypstTranslator, node: book_part) -> None:
    """Open a part of the book with pages of one look."""
    # Flushed first: the place is that of the part's first page.
    self.begin("book-part", node["style"], node["numbering"], node["first"])


def visit_margin_store(self: TypstTranslator, node: margin_store) -> None:
    """Begin the store, which the slots of the same section read."""
    self.code("let edition-notes = (:)")


def depart_margin_store(self: TypstTranslator, node: margin_store) -> None:
    """Wrap it, in content: of that Typst keeps the digest, which it asks for at every call."""
    self.code("let edition-notes = metadata(edition-notes)")


def visit_margin_note(self: TypstTranslator, node: margin_note) -> None:
    """Put a note into the store, with its head."""
    node["typst_inline_paragraphs"] = True
    back = node.get("backref") or node["passage"]
    name = str(back) if node.get("backref") else f"p{back}"
    facts = {
        "kind": node["kind"],
        "passage": node["passage"],
        "section": node["section"],
        "note": node.get("note", ""),
        "sign": node.get("sign", ""),
        "lemma": node.get("lemma", ""),
        "on": node.get("on", ""),
        "author": node.get("author", ""),
    }
    self.begin("edition-notes.insert", node["nid"])
    self.begin_call("margin-note", node["nid"], facts, self.place_name(self.docname, name))
    self.begin_arg()
    self.flush_anchors()
    self.end_arg()
    self.begin_arg()


def depart_margin_note(self: TypstTranslator, node: margin_note) -> None:
    """Close it."""
    self.end_arg()
    self.end_call()
    self.end()


def visit_margin_slot(self: TypstTranslator, node: margin_slot) -> None:
    """Write the end of a passage, from which its notes are placed."""
    self.flush_anchors()
    self.code(
        "margin-slot(edition-notes, "
        f"{literal(node['passage'])}, {literal(node['nids'])}, {literal(node['facts'])})"
    )
    raise nodes.SkipNode


def visit_margin_spot(self: TypstTranslator, node: margin_spot) -> None:
    """Write a point from which notes on an earlier page are placed."""
    self.code(f"margin-spot(edition-notes, {literal(node['nids'])})")
    raise nodes.SkipNode


def visit_carried_notes(self: TypstTranslator, node: carried_notes) -> None:
    """Write what the margins of a section had no room for."""
    self.flush_anchors()
    self.code(f"carried-notes(edition-notes, {literal(node['section'])})")
    raise nodes.SkipNode


def visit_named_here(self: TypstTranslator, node: named_here) -> None:
    """Mark a point in a name."""
    self.code(f"mark({literal('named')}, {literal(node['ref'])})")
    raise nodes.SkipNode


def visit_page_reference(self: TypstTranslator, node: page_reference) -> None:
    """Write the printed pages of places."""
    given = {name: node[name] for name in ("before", "before-one", "after") if name in node}
    words = "".join(f", {name}: {literal(value)}" for name, value in given.items())
    self.code(f"page-of({literal(node['targets'])}{words})")
    raise nodes.SkipNode


def visit_citation(self: TypstTranslator, node: nodes.citation) -> None:
    """Open a work of the bibliography, without its key."""
    self.begin("bibliography-entry")


def skip_label(self: TypstTranslator, node: nodes.label) -> None:
    """Leave out the key of a work, by which nobody cites it."""
    raise nodes.SkipNode


# -- drawings and arguments ----------------------------------------------------------------------

PRINT_WIDTHS = {"strip": 470, "overview": 560}
"""How wide a map is for a book, in the units in which its type is 10 high."""

INK = "#1a1a1a"


def visit_map_typst(self: TypstTranslator, node: commentary_nodes.argument_map) -> None:
    """Set the map as a picture as wide as the text."""
    noun = self.config.edition_profile.noun
    if drawn := draw(node, noun, PRINT_WIDTHS[node["what"]]):
        drawn = drawn.replace("currentColor", INK)
        alt = (
            _("Arguments and passages, drawn through the {noun}; a list says the same.")
            if node["what"] == "overview"
            else _("The argument's parallels, drawn through the {noun}; a list says the same.")
        )
        self.out.begin_call("argument-map", drawn, alt=alt.format(noun=noun))
        self.out.end_call()
    raise nodes.SkipNode


def visit_argument(self: TypstTranslator, node: commentary_nodes.argument) -> None:
    """Open an argument's statement, which stays with the drawing that follows."""
    self.begin("argument-statement")


def depart_argument(self: TypstTranslator, node: commentary_nodes.argument) -> None:
    """Close it."""
    self.flush_anchors()
    self.end()


def visit_printed_form(self: TypstTranslator, node: nodes.Element) -> None:
    """Leave out a form that the fonts cannot show."""
    if node["script"] not in setting.PRINTED:
        raise nodes.SkipNode


def by_function(function: str) -> Visitors:
    """Return the visitors that set a node by a function of ``edition.typ``."""

    def visit(self: TypstTranslator, node: nodes.Element) -> None:
        self.begin(function)

    return visit, close
