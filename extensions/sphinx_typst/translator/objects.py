"""Descriptions of objects: functions, classes, options, grammars."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from .base import BaseTranslator


def _is_first(node: nodes.Element) -> bool:
    """Tell whether *node* is the first parameter of its list, optional groups seen through."""
    current: nodes.Element = node
    while not isinstance(current, addnodes.desc_parameterlist | addnodes.desc_type_parameter_list):
        parent = current.parent
        if parent is None or parent.index(current):
            return False
        current = parent
    return True


class ObjectVisitors(BaseTranslator):
    """Sphinx's ``desc_*`` family."""

    _multi_line = False

    def visit_desc(self, node: addnodes.desc) -> None:
        """Begin a description."""
        self.begin("description", str(node.get("objtype", "")))

    def depart_desc(self, node: addnodes.desc) -> None:
        """End it."""
        self.flush_anchors()
        self.end()

    def visit_desc_signature(self, node: addnodes.desc_signature) -> None:
        """Begin a signature."""
        self.begin("signature")
        self.begin_code()
        self.flush_anchors()

    def depart_desc_signature(self, node: addnodes.desc_signature) -> None:
        """End it."""
        self.end_code()
        self.end()

    def visit_desc_signature_line(self, node: addnodes.desc_signature_line) -> None:
        """Begin a line of a long signature."""
        if node.parent.index(node):
            self.code("linebreak()")

    def visit_desc_content(self, node: addnodes.desc_content) -> None:
        """Begin what is said of the object."""
        self.begin("description-body")

    def depart_desc_content(self, node: addnodes.desc_content) -> None:
        """End it."""
        self.flush_anchors()
        self.end()

    def visit_desc_name(self, node: addnodes.desc_name) -> None:
        """Write the name."""
        self.begin("strong")

    def depart_desc_name(self, node: addnodes.desc_name) -> None:
        """Close it."""
        self.end()

    def _visit_plain(self, node: nodes.Element) -> None:
        """Write nothing for the node itself."""

    visit_desc_addname = depart_desc_addname = _visit_plain
    visit_desc_type = depart_desc_type = _visit_plain
    visit_desc_inline = depart_desc_inline = _visit_plain
    depart_desc_signature_line = _visit_plain
    visit_desc_sig_element = depart_desc_sig_element = _visit_plain

    def visit_desc_annotation(self, node: addnodes.desc_annotation) -> None:
        """Write an annotation."""
        self.begin("emph")

    depart_desc_annotation = depart_desc_name

    def visit_desc_returns(self, node: addnodes.desc_returns) -> None:
        """Write the arrow before a return type (in ASCII, as the source has it)."""
        self.text(" -> ")

    depart_desc_returns = _visit_plain

    def visit_desc_parameterlist(self, node: addnodes.desc_parameterlist) -> None:
        """Open the parenthesis."""
        self._multi_line = bool(node.get("multi_line_parameter_list"))
        self.text("(")

    def depart_desc_parameterlist(self, node: addnodes.desc_parameterlist) -> None:
        """Close it."""
        if self._multi_line and node.children:
            if node.get("multi_line_trailing_comma"):
                self.text(",")
            self.code("linebreak()")
        self._multi_line = False
        self.text(")")

    def visit_desc_type_parameter_list(self, node: addnodes.desc_type_parameter_list) -> None:
        """Open the bracket."""
        self.text("[")

    def depart_desc_type_parameter_list(self, node: addnodes.desc_type_parameter_list) -> None:
        """Close it."""
        self.text("]")

    def visit_desc_parameter(self, node: addnodes.desc_parameter) -> None:
        """Write a parameter, after a comma if it is not the first."""
        if not _is_first(node):
            self.text(", " if not self._multi_line else ",")
        if self._multi_line:
            self.code("linebreak()")
            self.text("\u00a0\u00a0\u00a0\u00a0")

    depart_desc_parameter = _visit_plain
    visit_desc_type_parameter, depart_desc_type_parameter = visit_desc_parameter, _visit_plain

    def visit_desc_optional(self, node: addnodes.desc_optional) -> None:
        """Open a bracket."""
        self.text("[")

    def depart_desc_optional(self, node: addnodes.desc_optional) -> None:
        """Close it."""
        self.text("]")

    # -- grammars ------------------------------------------------------------------------------

    def visit_productionlist(self, node: addnodes.productionlist) -> None:
        """Begin a grammar."""
        self.begin("grammar")
        self.begin_code()
        self._preserve_space += 1

    def depart_productionlist(self, node: addnodes.productionlist) -> None:
        """End it."""
        self._preserve_space -= 1
        self.end_code()
        self.end()

    def visit_production(self, node: addnodes.production) -> None:
        """Write a production, on a line of its own."""
        index = node.parent.index(node)
        if index and not node.parent.children[index - 1].astext().endswith("\n"):
            self.code("linebreak()")

    depart_production = _visit_plain
