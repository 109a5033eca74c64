"""Documents, sections, paragraphs, quotations and boxes."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _, admonitionlabels

from ..assemble import toctree_caption
from .base import classes_of
from .captions import CaptionVisitors

#: Nodes whose title is a heading of the book.
_TITLED_BOXES = (nodes.topic, nodes.sidebar, nodes.admonition)
#: What a paragraph that ends with a colon leads to.
_LED_TO = (
    nodes.bullet_list,
    nodes.enumerated_list,
    nodes.definition_list,
    nodes.block_quote,
    nodes.literal_block,
    nodes.doctest_block,
    nodes.math_block,
    nodes.table,
)


def _leads_in(node: nodes.paragraph) -> bool:
    """Tell whether no page is to part the paragraph *node* from what follows it.

    An extension asks for it by ``node["typst_lead_in"] = True``. Where the paragraph refers to a note
    it may: Typst would leave the note on the page before.
    """
    following = node.next_node(descend=False, siblings=True)
    if next(node.findall(nodes.footnote_reference), None) is not None:
        return False
    if node.get("typst_lead_in"):
        return True
    return isinstance(following, _LED_TO) and node.astext().rstrip().endswith(":")


class StructureVisitors(CaptionVisitors):
    """The frame of a book."""

    _depth = 0

    # -- documents and sections ----------------------------------------------------------------

    def visit_document(self, node: nodes.document) -> None:
        """Begin; a document with one outer section has its title on the title page."""
        self._pending.append("doc:" + self.docname)
        sections = [child for child in node if isinstance(child, nodes.section)]
        if len(sections) == 1 and not node.get("typst_keep_title"):
            self._depth = -1

    def depart_document(self, node: nodes.document) -> None:
        """Place what is still pending."""
        self.flush_anchors()

    def visit_start_of_file(self, node: addnodes.start_of_file) -> None:
        """Enter a document brought in by a toctree."""
        self.enter_document(node["docname"])

    def depart_start_of_file(self, node: addnodes.start_of_file) -> None:
        """Leave it; a document without any text still has its place."""
        self.flush_anchors()
        self.leave_document()

    def visit_section(self, node: nodes.section) -> None:
        """Sections don't nest in Typst: only the level is counted."""
        self._depth += 1

    def depart_section(self, node: nodes.section) -> None:
        """Leave the section."""
        self._depth -= 1

    def visit_title(self, node: nodes.title) -> None:
        """Write a heading; titles of boxes and tables are written by their visitors."""
        parent = node.parent
        if isinstance(parent, nodes.section):
            if self._depth < 1:
                raise nodes.SkipNode  # The title page prints it.
            self._in_title += 1
            classes = classes_of(parent)
            self.begin_call(
                "chapter-heading",
                self._depth,
                label=self._heading_label(node),
                number=self._section_number(parent),
                classes=classes,
            )
            self.begin_arg()
            return
        self._in_title += 1
        self.begin("rubric")

    def depart_title(self, node: nodes.title) -> None:
        """Close the heading."""
        if isinstance(node.parent, nodes.section):
            self.end_arg()
            self.end_call()
        else:
            self.end()
        self._in_title -= 1
        # IDs met within the heading lead to it.
        self.flush_anchors()

    def _heading_label(self, title: nodes.title) -> str | None:
        """Return the label of a heading; all IDs within it become names of it.

        A heading is laid out in the contents and in running heads too, where a labelled part of
        it would stand twice.
        """
        for child in title.findall(nodes.Element):
            self.note_ids(child)
            child["ids"] = []
        return self.take_label()

    def _section_number(self, section: nodes.Element) -> str | None:
        numbers = self.builder.env.toc_secnumbers.get(self.docname, {})
        anchors = ["#" + node_id for node_id in section["ids"]]
        if section.parent is None or not isinstance(section.parent, nodes.section):
            anchors.append("")
        for anchor in anchors:
            if anchor in numbers:
                return ".".join(map(str, numbers[anchor]))
        return None

    def visit_subtitle(self, node: nodes.subtitle) -> None:
        """Write a subtitle."""
        self.begin("subtitle")

    def depart_subtitle(self, node: nodes.subtitle) -> None:
        """Close it."""
        self.end()

    def visit_toctree(self, node: addnodes.toctree) -> None:
        """Nothing: its documents stand in its place."""
        raise nodes.SkipNode

    def visit_toctree_caption(self, node: toctree_caption) -> None:
        """Write the caption of a toctree as the name of a part, if the book has parts.

        Most captions only head a site's navigation, so that the option `parts` is off at first.
        """
        if not self.builder.book.options.parts:
            raise nodes.SkipNode
        self.begin("part-page")

    def depart_toctree_caption(self, node: toctree_caption) -> None:
        """Close it."""
        self.end()

    def visit_rubric(self, node: nodes.rubric) -> None:
        """Write an informal heading; one over footnotes alone is left off with them."""
        if len(node) == 1 and node.astext() in {"Footnotes", _("Footnotes")}:
            siblings = node.parent.children[node.parent.index(node) + 1 :]
            if siblings and all(isinstance(item, nodes.footnote) for item in siblings):
                raise nodes.SkipNode
        self.begin("rubric")

    def depart_rubric(self, node: nodes.rubric) -> None:
        """Close it."""
        self.end()

    def visit_transition(self, node: nodes.transition) -> None:
        """Write a break; MyST's rule over the footnotes is left off, as they stand elsewhere."""
        if "footnotes" in node.get("classes", []):
            raise nodes.SkipNode
        self.flush_anchors()
        self.code("transition()")
        raise nodes.SkipNode

    # -- paragraphs ----------------------------------------------------------------------------

    def paragraphs_inline(self, node: nodes.Element) -> bool:
        """Tell whether the paragraphs of *node* are set as running text with breaks between.

        So it is in footnotes, where the first paragraph begins beside the number, and in what is
        said of terms and options, from which no page is to part them.  An
        extension's note node asks for it by ``node["typst_inline_paragraphs"] = True``.
        """
        return isinstance(node, nodes.footnote | nodes.definition | nodes.description) or bool(
            node.get("typst_inline_paragraphs")
        )

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        """Begin a paragraph."""
        if self.paragraphs_inline(node.parent):
            before = node.parent.children[: node.parent.index(node)]
            if any(not isinstance(child, nodes.label) for child in before):
                self.code("parbreak()")
            return
        if _leads_in(node):
            before = node.parent.children[: node.parent.index(node)]
            indented = bool(before) and type(before[-1]) is nodes.paragraph
            self.begin("lead-in", indented=node.get("typst_indented", indented))
        else:
            self.begin("par")

    def depart_paragraph(self, node: nodes.paragraph) -> None:
        """End the paragraph."""
        if not self.paragraphs_inline(node.parent):
            self.flush_anchors()
            self.end()

    def visit_centered(self, node: addnodes.centered) -> None:
        """Write a centred line."""
        self.begin("centred")

    def depart_centered(self, node: addnodes.centered) -> None:
        """Close it."""
        self.end()

    def visit_line_block(self, node: nodes.line_block) -> None:
        """Write verse; an inner block is indented."""
        self.begin("line-block", nested=isinstance(node.parent, nodes.line_block))

    def depart_line_block(self, node: nodes.line_block) -> None:
        """Close it."""
        self.end()

    def visit_line(self, node: nodes.line) -> None:
        """Write a line of verse, an empty one too."""
        self.begin("verse-line")

    def depart_line(self, node: nodes.line) -> None:
        """Close it."""
        self.end()

    def visit_block_quote(self, node: nodes.block_quote) -> None:
        """Write a displayed quotation, with its attribution if it has one."""
        self.begin_call("block-quote", classes=classes_of(node))
        for child in node.children:
            if isinstance(child, nodes.attribution):
                self.begin_arg("attribution")
                self.walk(list(child.children))
                self.end_arg()
        self.begin_arg()

    def depart_block_quote(self, node: nodes.block_quote) -> None:
        """Close it."""
        self.flush_anchors()
        self.end_arg()
        self.end_call()

    def visit_attribution(self, node: nodes.attribution) -> None:
        """Skip it: the quotation's visitor has written it."""
        raise nodes.SkipNode

    # -- boxes ---------------------------------------------------------------------------------

    def _begin_box(
        self, function: str, node: nodes.Element, *args: object, title: str | None = None
    ) -> None:
        """Open ``function(args, title: …, {`` with *title* or the node's own."""
        self.begin_call(function, *args, classes=classes_of(node))
        own = next((child for child in node.children if isinstance(child, nodes.title)), None)
        if own is not None:
            self.begin_arg("title")
            self.walk(list(own.children))
            self.end_arg()
            node.remove(own)
        elif title is not None:
            self.begin_arg("title")
            self.out.text(title)
            self.end_arg()
        self.begin_arg()

    def _end_box(self) -> None:
        self.flush_anchors()
        self.end_arg()
        self.end_call()

    def visit_topic(self, node: nodes.topic) -> None:
        """Write a topic; contents repeat the words of titles, but not the places in them."""
        if "contents" in classes_of(node):
            for entry in node.findall(nodes.reference):
                for child in entry.findall(nodes.Element):
                    child["ids"] = child["ids"] if child is entry else []
        self._begin_box("topic", node)

    def depart_topic(self, node: nodes.topic) -> None:
        """Close it."""
        self._end_box()

    def visit_sidebar(self, node: nodes.sidebar) -> None:
        """Write a sidebar, set in the text's column."""
        self._begin_box("sidebar", node)

    def depart_sidebar(self, node: nodes.sidebar) -> None:
        """Close it."""
        self._end_box()

    def visit_admonition(self, node: nodes.Element) -> None:
        """Write an admonition with its own title."""
        self._begin_box("admonition", node, "admonition")

    def depart_admonition(self, node: nodes.Element) -> None:
        """Close any admonition."""
        self._end_box()

    # Any node that calls itself an admonition (as `todo` does) and has no visitor of its own.
    visit_Admonition, depart_Admonition = visit_admonition, depart_admonition  # noqa: N815

    def _visit_named_admonition(self, node: nodes.Element) -> None:
        kind = type(node).__name__
        self._begin_box("admonition", node, kind, title=str(admonitionlabels[kind]))

    visit_attention = visit_caution = visit_danger = visit_error = _visit_named_admonition
    visit_hint = visit_important = visit_note = visit_tip = _visit_named_admonition
    visit_warning = visit_seealso = _visit_named_admonition
    depart_attention = depart_caution = depart_danger = depart_error = depart_admonition
    depart_hint = depart_important = depart_note = depart_tip = depart_admonition
    depart_warning = depart_seealso = depart_admonition

    def visit_versionmodified(self, node: addnodes.versionmodified) -> None:
        """Write a note on versions."""
        self.begin("version-modified", node["type"])

    def depart_versionmodified(self, node: addnodes.versionmodified) -> None:
        """Close it."""
        self.end()

    def visit_container(self, node: nodes.container) -> None:
        """Write a block with classes, or a captioned block of code."""
        if node.get("literal_block"):
            self.begin_captioned(node, "code")
            return
        self.begin("container", classes_of(node))

    def depart_container(self, node: nodes.container) -> None:
        """Close it."""
        if node.get("literal_block"):
            self.end_captioned()
            return
        self.flush_anchors()
        self.end()

    def visit_compound(self, node: nodes.compound) -> None:
        """Write a compound; its parts are paragraphs of their own."""
        self.begin("container", ["compound", *classes_of(node)])

    def depart_compound(self, node: nodes.compound) -> None:
        """Close it."""
        self.flush_anchors()
        self.end()

    def visit_header(self, node: nodes.Element) -> None:
        """Print docutils' header and footer where they stand: running heads are the template's."""
        self.begin("container", [type(node).__name__])

    visit_footer = visit_header

    def depart_header(self, node: nodes.Element) -> None:
        """Close it."""
        self.end()

    depart_footer = depart_header

    def visit_transparent(self, node: nodes.Element) -> None:
        """Write nothing for the node itself."""

    depart_transparent = visit_transparent
    visit_decoration = depart_decoration = visit_transparent
    visit_only = depart_only = visit_transparent
    visit_compact_paragraph = visit_paragraph
    depart_compact_paragraph = depart_paragraph

    def visit_comment(self, node: nodes.comment) -> None:
        """Leave out comments, but not what some extensions (autosummary) put into a kind of them."""
        if not any(isinstance(child, nodes.Element) for child in node.children):
            raise nodes.SkipNode

    def depart_comment(self, node: nodes.comment) -> None:
        """Nothing is open."""

    def visit_invisible(self, node: nodes.Element) -> None:
        """Leave out what docutils and Sphinx never print."""
        raise nodes.SkipNode

    visit_meta = visit_pending = visit_substitution_definition = visit_invisible
    visit_highlightlang = visit_tabular_col_spec = visit_colspec = visit_invisible
