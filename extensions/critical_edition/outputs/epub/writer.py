"""How a page's nodes are written as XHTML for reading devices, where HTML's visitors do not serve.

EPUB's types follow from the roles of DPUB-ARIA, which HTML's visitors give: *EPUB Type to ARIA Role
Authoring Guide 1.1* has the table. What stylesheets write on a screen, signs and numbers, stands
in the page: not every device has generated content, and none reads it aloud.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from critical_edition.domain import commentary_nodes as said
from critical_edition.domain import nodes as own
from critical_edition.model.i18n import _
from critical_edition.outputs.doctree.apparatus.nodes import timeline
from critical_edition.outputs.doctree.drawing import draw
from critical_edition.outputs.epub.transforms import comment_signs
from critical_edition.outputs.html import comment_here, visitors
from critical_edition.outputs.output import Visitors, pass_by, skip

if TYPE_CHECKING:
    from docutils.nodes import Element

_TYPES = {
    "doc-backlink": "backlink",
    "doc-bibliography": "bibliography",
    "doc-chapter": "chapter",
    "doc-endnotes": "footnotes",
    "doc-footnote": "footnote",
    "doc-noteref": "noteref",
    "doc-pagebreak": "pagebreak",
}
"""EPUB's types by the roles that they go with; the notes of a section are footnotes, each of them."""

MAP_WIDTH = 300.0
"""How wide a map is drawn: on a telephone its type is then as large as that around it."""


class EpubTranslator(HTML5Translator):
    """HTML's translator, with EPUB's types."""

    def starttag(
        self,
        node: Any,
        tagname: str,
        suffix: str = "\n",
        empty: bool = False,
        **attributes: Any,
    ) -> str:
        """Return an opening tag, with the type that goes with its role, and the level of a heading.

        Sphinx's captions of lists of pages are headings that do not say of what level.
        """
        role = attributes.get("role") or attributes.get("ROLE", "")
        if kind := _TYPES.get(role):
            attributes["epub:type"] = kind
        elif role == "heading":
            attributes["aria-level"] = "2"
        return super().starttag(node, tagname, suffix, empty, **attributes)


def visit_section(self: EpubTranslator, node: nodes.section) -> None:
    """Open a section; that which is a page says of what kind it is."""
    self.section_level += 1
    role: dict[str, Any] = {}
    if isinstance(node.parent, nodes.document):
        if node.next_node(own.passage):
            role = {"role": "doc-chapter"}
        elif node.next_node(nodes.citation):
            role = {"role": "doc-bibliography"}
    self.body.append(self.starttag(node, "section", **role))


def depart_section(self: EpubTranslator, node: nodes.section) -> None:
    """Close it."""
    self.section_level -= 1
    self.body.append("</section>\n")


def visit_title(self: EpubTranslator, node: nodes.title) -> None:
    """Open a heading; that of the first document is on the title page, in larger letters."""
    page = node.parent
    if (
        self.builder.current_docname == self.config.root_doc
        and isinstance(page, nodes.section)
        and isinstance(page.parent, nodes.document)
    ):
        raise nodes.SkipNode
    HTML5Translator.visit_title(self, node)


def depart_title(self: EpubTranslator, node: nodes.title) -> None:
    """Close it."""
    HTML5Translator.depart_title(self, node)


def visit_number(self: EpubTranslator, node: own.passage_number | own.note_number) -> None:
    """Write a number, which on a page that nobody can refer to is no link to itself."""
    what = "passage" if isinstance(node, own.passage_number) else "note"
    breaks = _page_breaks(self, node)
    number = node.astext().strip()
    self.body.append(f"{breaks}{self.starttag(node, 'span', '', CLASS=f'{what}-number')}")
    self.body.append(f"{number}</span> ")
    raise nodes.SkipNode


def visit_pages(self: EpubTranslator, node: own.passage_pages) -> None:
    """Open a passage's pages, with a point at which each begins that begins in the passage."""
    breaks = _page_breaks(self, node)
    self.body.append(self.starttag(node, "span", breaks, CLASS="printed-pages"))


def _page_breaks(self: EpubTranslator, node: nodes.Element) -> str:
    """Return points for the pages that a node has IDs of, and take the IDs from it."""
    pages = [name for name in node["ids"] if name.startswith(PAGE)]
    node["ids"] = [name for name in node["ids"] if name not in pages]
    return "".join(_point(self, name, name.removeprefix(PAGE)) for name in pages)


PAGE = "page"
"""How the IDs of printed pages begin."""


def _point(self: EpubTranslator, name: str, number: str, **more: Any) -> str:
    named: dict[str, Any] = {"aria-label": number, **more}
    element = nodes.inline(ids=[name])
    return self.starttag(element, "span", "", role="doc-pagebreak", **named) + "</span>"


def visit_page_break(self: EpubTranslator, node: own.page_break) -> None:
    """Write a point at which a printed page begins, within its word if need be; styles show it."""
    number = str(node["page"])
    more: dict[str, Any] = {"data-page": number, "CLASS": "page-break"}
    points = "".join(_point(self, name, number, **more) for name in node["ids"][:1])
    word, at = node.astext(), node.get("at", 0)
    self.body.append(self.encode(word[:at]) + points + self.encode(word[at:]))
    raise nodes.SkipNode


def _pop_up(node: nodes.Element) -> str:
    """Return the element of what pops up.

    Some devices show an aside on demand alone, which leaves a text its page. In companion form
    the notes and comments are what there is to read.
    """
    form = node.get("form", "")
    holder: nodes.Element | None = node
    while holder is not None and not form:
        holder = holder.parent
        form = holder["form"] if isinstance(holder, own.passage) else ""
    return "aside" if form == own.FULL else "div"


def visit_authornote(self: EpubTranslator, node: own.authornote) -> None:
    """Open an author's note."""
    kind = f"authornote authornote-{node['form']}"
    self.body.append(self.starttag(node, _pop_up(node), CLASS=kind, role="doc-footnote"))


def visit_comment(self: EpubTranslator, node: said.editorial_comment) -> None:
    """Open a comment."""
    self.body.append(self.starttag(node, _pop_up(node), role="doc-footnote"))


def depart_pop_up(self: EpubTranslator, node: nodes.Element) -> None:
    """Close what pops up."""
    self.body.append(f"</{_pop_up(node)}>\n")


def visit_comment_signs(self: EpubTranslator, node: comment_signs) -> None:
    """Open the signs of comments on no words."""
    count = sum(1 for __ in node.findall(own.lemma_sign))
    label = _("comment") if count == 1 else _("comments")
    self.body.append(self.starttag(node, "span", f"{label} ", CLASS="marker-list"))


def visit_lemma_sign(self: EpubTranslator, node: own.lemma_sign) -> None:
    """Write the sign after a lemma; a comment's shows the comment."""
    is_comment = node["kind"] == "comment"
    label = _("Comment {sign}").format(sign=node["sign"]) if is_comment else _("Parallels")
    attributes: dict[str, Any] = {"aria-label": label, "href": f"#{node['ref']}"}
    if is_comment:
        attributes["role"] = "doc-noteref"
    opened = self.starttag(node, "a", "", CLASS="lemma-sign", **attributes)
    link = f"{opened}{self.encode(node['sign'])}</a>"
    self.body.append(link if isinstance(node.parent, comment_signs) else f"<sup>{link}</sup>")
    raise nodes.SkipNode


def visit_note_backlink(self: EpubTranslator, node: own.note_backlink) -> None:
    """Write the way back from a note."""
    label: dict[str, Any] = {
        "aria-label": _("Back to the marker of note {number}").format(number=node["note"])
    }
    opened = self.starttag({}, "a", "", href=f"#{node['backref']}", role="doc-backlink", **label)
    self.body.append(f" {opened}\N{LEFTWARDS ARROW WITH HOOK}\ufe0e</a>")
    raise nodes.SkipNode


def depart_unverified(self: EpubTranslator, node: own.unverified) -> None:
    """Close an unverified sentence with a sign that leads to the legend."""
    label: dict[str, Any] = {"aria-label": _("not verified")}
    opened = self.starttag({}, "a", "", href="#unverified", **label)
    self.body.append(f"{opened}<sup>°</sup></a></span>")


def visit_emendation_sign(self: EpubTranslator, node: own.emendation_sign) -> None:
    """Write the sign after words that have an entry in the apparatus."""
    target, name, _says = visitors.sign_of(node)
    label: dict[str, Any] = {"aria-label": name}
    opened = self.starttag({}, "a", "", href=target, **label)
    self.body.append(f"{opened}<sup>†</sup></a>")
    raise nodes.SkipNode


def visit_map(self: EpubTranslator, node: said.argument_map) -> None:
    """Draw the map into the page, as narrow as a telephone; its list, which follows, has the links."""
    noun = self.config.edition_profile.noun
    if drawn := draw(node, noun, MAP_WIDTH, linked=("argument",), stacked=True):
        self.body.append(f'<div class="argument-map-frame">\n{drawn}\n</div>\n')
    raise nodes.SkipNode


VISITORS: Mapping[type[Element], Visitors] = {
    nodes.section: (visit_section, depart_section),
    nodes.title: (visit_title, depart_title),
    own.passage_number: (visit_number, None),
    own.note_number: (visit_number, None),
    own.passage_pages: (visit_pages, visitors.depart_span),
    own.page_break: (visit_page_break, None),
    own.gloss: (visitors.write_gloss, visitors.depart_block),
    own.authornote: (visit_authornote, depart_pop_up),
    own.note_backlink: (visit_note_backlink, None),
    own.unverified: (visitors.visit_unverified, depart_unverified),
    own.emendation_sign: (visit_emendation_sign, None),
    own.lemma_span: (pass_by, pass_by),
    own.lemma_sign: (visit_lemma_sign, None),
    said.editorial_comment: (visit_comment, depart_pop_up),
    said.argument_map: (visit_map, None),
    comment_signs: (visit_comment_signs, visitors.depart_span),
    comment_here.comment_here: (skip, None),
    timeline: (skip, None),
}
"""By the node, how it is written in EPUB and not as in HTML."""
