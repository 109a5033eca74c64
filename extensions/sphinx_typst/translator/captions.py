"""Captions and numbers of figures, tables and blocks of code."""

from __future__ import annotations

from docutils import nodes

from .base import BaseTranslator


class CaptionVisitors(BaseTranslator):
    """What figures of every kind have in common."""

    def figure_number(self, node: nodes.Element) -> str | None:
        """Return the number Sphinx gives *node* (``Fig. 2.1``), or None without `numfig`."""
        if not self.config.numfig:
            return None
        kind = self._domains.standard_domain.get_enumerable_node_type(node)
        if not kind:
            return None
        numbers = self.builder.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        for node_id in node["ids"]:
            if node_id in numbers:
                pattern = self.config.numfig_format.get(kind, "%s")
                return str(pattern % ".".join(map(str, numbers[node_id])))
        return None

    def begin_captioned(self, node: nodes.Element, kind: str) -> None:
        """Open a figure of *kind* with the caption (and legend) found among *node*'s children.

        A caption that stands above is kept with what follows.
        """
        heads = (nodes.caption, nodes.title, nodes.legend)
        captions = [child for child in node.children if isinstance(child, heads)]
        noted = any(True for child in captions for _ in child.findall(nodes.footnote_reference))
        self.begin_call(
            "captioned",
            kind,
            label=self.take_label(),
            number=self.figure_number(node),
            align=node.get("align"),
            kept=kind != "image",
            noted=noted,
        )
        if captions:
            self.begin_arg("caption")
            for child in captions:
                if isinstance(child, nodes.legend):
                    self.begin("legend")
                    self.walk(list(child.children))
                    self.end()
                else:
                    self.walk(list(child.children))
                node.remove(child)
            self.end_arg()
        self.begin_arg()

    def end_captioned(self) -> None:
        """Close what `begin_captioned` opened."""
        self.end_arg()
        self.end_call()

    def visit_caption(self, node: nodes.caption) -> None:
        """Write a caption that stands alone, outside a figure."""
        self.begin("rubric")

    def depart_caption(self, node: nodes.caption) -> None:
        """Close it."""
        self.end()

    def visit_legend(self, node: nodes.legend) -> None:
        """Write a legend that stands alone."""
        self.begin("legend")

    def depart_legend(self, node: nodes.legend) -> None:
        """Close it."""
        self.end()
