"""How the edition's nodes are written as HTML; EPUB is written in the same way, but for a few.

What is not the text's or ours to search and copy (page numbers, signs, the arrow back) is put
there by the stylesheet, or marked so that a selection leaves it out.
"""

from __future__ import annotations

import json
from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from critical_edition.domain.nodes import (
    apparatus_criticus,
    apparatus_entry,
    authornote,
    emendation,
    emendation_sign,
    gloss,
    lemma_sign,
    lemma_span,
    marker_list,
    note_backlink,
    note_list,
    note_marker,
    note_number,
    note_sources,
    page_break,
    passage,
    passage_blocks,
    passage_head,
    passage_incipit,
    passage_number,
    passage_pages,
    passage_text,
    unverified,
    unverified_legend,
)
from critical_edition.model.i18n import _


def visit_passage(self: HTML5Translator, node: passage) -> None:
    """Open the passage's block, which bears its permalink's ID."""
    self.body.append(self.starttag(node, "div", CLASS=f"passage passage-{node['form']}"))


def depart_block(self: HTML5Translator, node: nodes.Element) -> None:
    """Close a block."""
    self.body.append("</div>\n")


def visit_passage_head(self: HTML5Translator, node: passage_head) -> None:
    """Open the line that heads a passage in companion form."""
    self.body.append(self.starttag(node, "p", "", CLASS="passage-head"))


def visit_passage_text(self: HTML5Translator, node: passage_text) -> None:
    """Open a paragraph of the text."""
    self.body.append(self.starttag(node, "p", "", CLASS="essay-text"))


def visit_passage_blocks(self: HTML5Translator, node: passage_blocks) -> None:
    """Open a text of several blocks."""
    self.body.append(self.starttag(node, "div", CLASS="essay-text essay-blocks"))


def depart_paragraph(self: HTML5Translator, node: nodes.Element) -> None:
    """Close a paragraph."""
    self.body.append("</p>\n")


def visit_number(self: HTML5Translator, node: passage_number | note_number) -> None:
    """Write a number that is its own permalink."""
    what = "passage" if isinstance(node, passage_number) else "note"
    number = node.astext().strip()
    attributes: dict[str, Any] = {
        "title": (
            _("Link to passage {number}") if what == "passage" else _("Link to note {number}")
        ).format(number=number)
    }
    link = self.starttag(
        node, "a", "", CLASS=f"{what}-number", href=f"#{node['anchor']}", **attributes
    )
    self.body.append(f"{link}{number}</a> ")
    raise nodes.SkipNode


def visit_incipit(self: HTML5Translator, node: passage_incipit) -> None:
    """Open the passage's first words."""
    self.body.append(self.starttag(node, "span", "", CLASS="incipit"))


def visit_pages(self: HTML5Translator, node: passage_pages) -> None:
    """Open the passage's pages; every page that begins in it has its ID here."""
    dot = _dot_before(self, node)
    self.body.append(self.starttag(node, "span", "", CLASS="printed-pages") + dot)


def visit_marker_list(self: HTML5Translator, node: marker_list) -> None:
    """Open the list of a passage's notes."""
    count = sum(1 for __ in node.findall(note_marker))
    label = _("note") if count == 1 else _("notes")
    dot = _dot_before(self, node)
    self.body.append(self.starttag(node, "span", "", CLASS="marker-list") + f"{dot}{label} ")


def _dot_before(self: HTML5Translator, node: nodes.Element) -> str:
    """Take the dot that parts an inline from what is before it: who hides the one hides the other."""
    before = node.previous_sibling()
    if not isinstance(before, nodes.Text) or before.strip() != "·":
        return ""
    dot = self.body.pop()
    self.body.append(" ")  # A line may break there.
    return dot.lstrip(" ")


def depart_span(self: HTML5Translator, node: nodes.Element) -> None:
    """Close an inline."""
    self.body.append("</span>")


def visit_gloss(self: HTML5Translator, node: gloss) -> None:
    """Open our summary beside the text.

    Where there is no margin for it, the stylesheet folds it behind the (empty) disclosure before
    it; without a stylesheet, and in a wide window, it is simply there.
    """
    number = self.attval(node["number"])
    self.body.append(
        '<details class="gloss-fold"><summary>'
        + _('Summary<span class="visually-hidden"> of {place}</span>').format(place=number)
        + "</summary></details>\n"
    )
    write_gloss(self, node)


def write_gloss(self: HTML5Translator, node: gloss) -> None:
    """Open a summary without a disclosure."""
    number = self.attval(node["number"])
    label: dict[str, Any] = {"aria-label": _("Summary of {place}").format(place=number)}
    self.body.append(self.starttag(node, "div", CLASS="gloss", role="note", **label))


def visit_page_break(self: HTML5Translator, node: page_break) -> None:
    """Write a point without width at which a printed page begins, within its word if need be."""
    number = node["page"]
    attributes: dict[str, Any] = {
        "role": "doc-pagebreak",
        # As the guidelines for EPUB have it; not all know the role as one that may have a label.
        "title": str(number),
        "data-page": str(number),
    }
    point = self.starttag(node, "span", "", CLASS="page-break", **attributes) + "</span>"
    word, at = node.astext(), node.get("at", 0)
    self.body.append(self.encode(word[:at]) + point + self.encode(word[at:]))
    raise nodes.SkipNode


def visit_note_marker(self: HTML5Translator, node: note_marker) -> None:
    """Write the link from the text to a note; in a passage's head it is an ordinary number."""
    tag = "span" if isinstance(node.parent, marker_list) else "sup"
    number = node["note"]
    link = next(iter(node.findall(nodes.reference)), None)
    self.body.append(self.starttag(node, tag, "", CLASS="note-marker"))
    if link is None:
        self.body.append(f"{number}</{tag}>")
    else:
        label: dict[str, Any] = {"aria-label": _("Note {number}").format(number=number)}
        opened = self.starttag(
            nodes.inline(), "a", "", href=target_of(link), role="doc-noteref", **label
        )
        self.body.append(f"{opened}{number}</a></{tag}>")
    raise nodes.SkipNode


def target_of(link: nodes.reference) -> str:
    """Return the address of a resolved link."""
    return str(link["refuri"]) if "refuri" in link else f"#{link['refid']}"


def visit_authornote(self: HTML5Translator, node: authornote) -> None:
    """Open an author's note."""
    self.body.append(
        self.starttag(
            node, "div", CLASS=f"authornote authornote-{node['form']}", role="doc-footnote"
        )
    )


def visit_note_sources(self: HTML5Translator, node: note_sources) -> None:
    """Open the list of works that a note names."""
    self.body.append(self.starttag(node, "p", "", CLASS="note-sources"))
    self.body.append('<span class="label">' + _("Sources: ") + "</span>")


def visit_note_backlink(self: HTML5Translator, node: note_backlink) -> None:
    """Write the way back; the stylesheet has the arrow."""
    label = _("Back to the marker of note {number}").format(number=node["note"])
    self.body.append(
        f' <a class="note-backlink" role="doc-backlink" href="#{node["backref"]}"'
        f' aria-label="{label}" title="{label}"></a>'
    )
    raise nodes.SkipNode


def visit_note_list(self: HTML5Translator, node: note_list) -> None:
    """Open the notes of a section."""
    label: dict[str, Any] = {"aria-label": _("Notes")}
    self.body.append(
        self.starttag(node, "section", CLASS="note-list", role="doc-endnotes", **label)
    )


def depart_note_list(self: HTML5Translator, node: note_list) -> None:
    """Close the notes."""
    self.body.append("</section>\n")


def visit_unverified(self: HTML5Translator, node: unverified) -> None:
    """Open an unverified sentence."""
    self.body.append(self.starttag(node, "span", "", CLASS="unverified"))


def depart_unverified(self: HTML5Translator, node: unverified) -> None:
    """Close it with a sign that leads to the legend; the stylesheet has the sign itself."""
    self.body.append(
        f'<a class="unverified-sign" href="#unverified" aria-label="{_("not verified")}"'
        f' title="{_("This sentence could not be verified")}"></a></span>'
    )


def visit_unverified_legend(self: HTML5Translator, node: unverified_legend) -> None:
    """Open the legend."""
    self.body.append(self.starttag(node, "p", "", CLASS="unverified-legend"))


def visit_emendation(self: HTML5Translator, node: emendation) -> None:
    """Open words that have an entry in the apparatus, as printed."""
    self.body.append(
        self.starttag(node, "span", "", CLASS="emendation", **{"data-entry": node["entry"]})
    )


def visit_apparatus_criticus(self: HTML5Translator, node: apparatus_criticus) -> None:
    """Open the entries of a passage or note."""
    self.body.append(self.starttag(node, "p", ""))


def visit_apparatus_entry(self: HTML5Translator, node: apparatus_entry) -> None:
    """Open an entry of the apparatus; ``data-readings`` has what witnesses have instead."""
    told = {"data-entry": node["name"]} if node["ids"] else {}
    if node["ids"] and node["readings"]:
        told["data-readings"] = json.dumps(node["readings"], ensure_ascii=False)
    self.body.append(self.starttag(node, "span", "", CLASS="apparatus-entry", **told))


def visit_emendation_sign(self: HTML5Translator, node: emendation_sign) -> None:
    """Write the sign after such words; the stylesheet has it."""
    target, label, title = map(self.attval, sign_of(node))
    self.body.append(
        f'<a class="emendation-sign" href="{target}" aria-label="{label}" title="{title}"></a>'
    )
    raise nodes.SkipNode


def sign_of(node: emendation_sign) -> tuple[str, str, str]:
    """Return where the sign of an entry leads, its name, and what it says.

    It leads to the list of all entries, or, where no page has that, to the entry under the passage.
    """
    link = next(iter(node.findall(nodes.reference)), None)
    target = f"#apparatus-{node['entry']}" if link is None else target_of(link)
    says = node["says"]
    if not node["proposed"]:
        return target, _("Variants: {readings}").format(readings=says), says
    label = _("Emendation: {reading}").format(reading=says)
    return target, label, _("The editors would read: {reading}").format(reading=says)


def visit_lemma_span(self: HTML5Translator, node: lemma_span) -> None:
    """Open words on which something hangs; ``data-refs`` has the IDs of what does."""
    refs: dict[str, Any] = {"data-refs": " ".join(node["refs"])}
    self.body.append(self.starttag(node, "span", "", CLASS="lemma-span", **refs))


def visit_lemma_sign(self: HTML5Translator, node: lemma_sign) -> None:
    """Write the sign after a lemma; the stylesheet has it, so that a search does not meet it."""
    is_comment = node["kind"] == "comment"
    first, *others = node["ids"]
    points = "".join(f'<span id="{self.attval(name)}"></span>' for name in others)
    label = _("Comment {sign}").format(sign=node["sign"]) if is_comment else _("Parallels")
    kinds = [] if is_comment else ["parallel-sign"]
    classes = " ".join(["lemma-sign", *kinds, *node["classes"]])
    self.body.append(
        f'{points}<a class="{classes}" id="{self.attval(first)}"'
        f' href="#{self.attval(node["ref"])}" role="doc-noteref" aria-label="{label}"'
        f' data-sign="{self.attval(node["sign"])}"></a>'
    )
    raise nodes.SkipNode


def visit_citation(self: HTML5Translator, node: nodes.citation) -> None:
    """Open a bibliography's entry, as an item of a list (docutils' role for it is deprecated)."""
    if not isinstance(node.previous_sibling(), nodes.citation):
        self.body.append('<ul class="citation-list">\n')
    given: dict[str, str] = node.get("order", {})
    order: dict[str, Any] = {f"data-{name}": value for name, value in given.items()}
    self.body.append(self.starttag(node, "li", **order))


def depart_citation(self: HTML5Translator, node: nodes.citation) -> None:
    """Close it, and the list after the last."""
    self.body.append("</li>\n")
    if not isinstance(node.next_node(descend=False, siblings=True), nodes.citation):
        self.body.append("</ul>\n")


def visit_label(self: HTML5Translator, node: nodes.label) -> None:
    """Leave out an entry's label, which is its key: the author's name leads the entry."""
    if isinstance(node.parent, nodes.citation):
        raise nodes.SkipNode
    HTML5Translator.visit_label(self, node)


def depart_label(self: HTML5Translator, node: nodes.label) -> None:
    """Close the label of a footnote."""
    HTML5Translator.depart_label(self, node)
