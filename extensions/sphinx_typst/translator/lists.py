"""Lists of every kind."""

from __future__ import annotations

from docutils import nodes

from ..warnings import TypstWarnings
from .base import BaseTranslator, classes_of

_ENUMERATORS = {
    "arabic": "1",
    "loweralpha": "a",
    "upperalpha": "A",
    "lowerroman": "i",
    "upperroman": "I",
}


def is_tight(node: nodes.Element) -> bool:
    """Tell whether every item of the list *node* holds one paragraph at most."""
    return all(
        sum(isinstance(child, nodes.paragraph) for child in item.children) <= 1
        for item in node.children
        if isinstance(item, nodes.Element)
    )


class ListVisitors(BaseTranslator):
    """Bullets, numbers, terms, fields and options."""

    def visit_bullet_list(self, node: nodes.Element) -> None:
        """Begin a list with bullets."""
        if not node.children:
            raise nodes.SkipNode
        self.begin_call("list", tight=is_tight(node))

    def depart_bullet_list(self, node: nodes.Element) -> None:
        """End it."""
        self.end_call()

    def visit_enumerated_list(self, node: nodes.enumerated_list) -> None:
        """Begin a list with numbers."""
        kind = node.get("enumtype", "arabic")
        if kind not in _ENUMERATORS:
            self.warn(TypstWarnings.CONFIG, f"unknown numbering of a list: {kind!r}", node)
        pattern = f"{node.get('prefix', '')}{_ENUMERATORS.get(kind, '1')}{node.get('suffix', '.')}"
        self.begin_call("enum", tight=is_tight(node), numbering=pattern, start=node.get("start", 1))

    depart_enumerated_list = depart_bullet_list

    def visit_list_item(self, node: nodes.Element) -> None:
        """Begin an item."""
        self.begin_arg()

    def depart_list_item(self, node: nodes.Element) -> None:
        """End it."""
        self.flush_anchors()
        self.end_arg()

    def visit_hlist(self, node: nodes.Element) -> None:
        """Begin a list in columns."""
        self.begin_call("columns-list")

    depart_hlist = depart_bullet_list
    visit_hlistcol = visit_list_item
    depart_hlistcol = depart_list_item

    # -- definitions ---------------------------------------------------------------------------

    def visit_definition_list(self, node: nodes.definition_list) -> None:
        """Begin a list of terms; with its classes, if it has any."""
        if classes := classes_of(node):
            self.begin_call("definition-list", classes=classes)
        else:
            self.begin_call("definition-list")

    depart_definition_list = depart_bullet_list

    def visit_definition_list_item(self, node: nodes.definition_list_item) -> None:
        """Write terms, classifiers and definition as the two parts of an item."""
        self.out.begin_group("terms.item")
        definitions = (nodes.definition,)
        self.begin_arg()
        self.walk([child for child in node.children if not isinstance(child, definitions)])
        self.flush_anchors()
        self.end_arg()
        self.begin_arg()
        self.walk([child for child in node.children if isinstance(child, definitions)])
        self.end_arg()
        self.end_call()
        raise nodes.SkipNode

    def visit_term(self, node: nodes.term) -> None:
        """Write a term; several terms of one definition stand on lines of their own."""
        if isinstance(node.parent.children[0], nodes.term) and node is not node.parent.children[0]:
            self.code("linebreak()")

    def depart_term(self, node: nodes.term) -> None:
        """Write its classifiers' colon, if one follows."""
        if isinstance(node.next_node(descend=False, siblings=True), nodes.classifier):
            self.text(" : ")

    def visit_definition(self, node: nodes.definition) -> None:
        """Nothing is opened."""

    def depart_definition(self, node: nodes.definition) -> None:
        """Place what is pending."""
        self.flush_anchors()

    def visit_glossary(self, node: nodes.Element) -> None:
        """Nothing: a glossary is a list of definitions."""

    depart_glossary = visit_glossary

    # -- fields --------------------------------------------------------------------------------

    def visit_field_list(self, node: nodes.Element) -> None:
        """Begin a list of fields."""
        self.begin_call("field-list")

    depart_field_list = depart_bullet_list
    visit_docinfo, depart_docinfo = visit_field_list, depart_bullet_list

    def visit_field(self, node: nodes.Element) -> None:
        """Begin a field: name and body."""
        self.out.begin_group("field")

    def depart_field(self, node: nodes.Element) -> None:
        """End it."""
        self.end_call()

    visit_field_name = visit_list_item
    depart_field_name = depart_list_item
    visit_field_body = visit_list_item
    depart_field_body = depart_list_item

    def _visit_bibliographic(self, node: nodes.Element) -> None:
        self.out.begin_group("field")
        self.begin_arg()
        self.out.text(type(node).__name__.capitalize())
        self.end_arg()
        self.begin_arg()

    def _depart_bibliographic(self, node: nodes.Element) -> None:
        self.flush_anchors()
        self.end_arg()
        self.end_call()

    visit_author = visit_organization = visit_address = visit_contact = _visit_bibliographic
    visit_version = visit_revision = visit_status = visit_date = _visit_bibliographic
    visit_copyright = visit_authors = _visit_bibliographic
    depart_author = depart_organization = depart_address = depart_contact = _depart_bibliographic
    depart_version = depart_revision = depart_status = depart_date = _depart_bibliographic
    depart_copyright = depart_authors = _depart_bibliographic

    # -- options -------------------------------------------------------------------------------

    def visit_option_list(self, node: nodes.option_list) -> None:
        """Begin a list of options."""
        self.begin_call("option-list")

    depart_option_list = depart_bullet_list

    def visit_option_list_item(self, node: nodes.option_list_item) -> None:
        """Begin an item: the spellings of an option, and what it does."""
        self.out.begin_group("terms.item")

    depart_option_list_item = depart_field

    visit_option_group = visit_list_item
    depart_option_group = depart_list_item
    visit_description = visit_list_item
    depart_description = depart_list_item

    def visit_option(self, node: nodes.option) -> None:
        """Write one spelling of an option."""
        if node.parent.index(node):
            self.text(", ")
        self.begin_code()

    def depart_option(self, node: nodes.option) -> None:
        """Close it."""
        self.end_code()

    def visit_option_string(self, node: nodes.Element) -> None:
        """Its text is enough."""

    depart_option_string = visit_option_string

    def visit_option_argument(self, node: nodes.option_argument) -> None:
        """Write the argument, after its delimiter."""
        self.text(node.get("delimiter", " "))
        self.begin("emph")

    def depart_option_argument(self, node: nodes.option_argument) -> None:
        """Close it."""
        self.end()
