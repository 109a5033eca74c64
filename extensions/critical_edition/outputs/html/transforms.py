"""What pages of HTML need changed in the doctree: printed addresses, and IDs of one for all."""

from __future__ import annotations

from itertools import count
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from critical_edition.citation.doctree import UNBROKEN
from sphinx_typst.escape import address_parts


class BreakAddresses(SphinxPostTransform):
    """Let printed addresses break where those of the PDF do, not within a word or after a hyphen."""

    # After references have been resolved.
    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Put places to break a line between the parts of each address."""
        for link in self.document.findall(nodes.reference):
            address = link.astext()
            if not address or address != link.get("refuri") or len(link) != 1:
                continue
            first, *rest = address_parts(address)
            broken: list[nodes.Node] = [nodes.Text(first)]
            for part in rest:
                # After these a browser would break by itself.
                words = nodes.inline("", part, classes=[UNBROKEN])
                broken.append(nodes.raw("", "<wbr>", format="html"))
                broken.append(words if part[0] in "-?" else nodes.Text(part))
            link.clear()
            link.extend(broken)


class AnchorsOfOnePage(SphinxPostTransform):
    """Make ``#p2.6`` of ``#document-text/2-…#p2.6``, which no browser follows; let IDs stand once.

    Sphinx has left the one undone since its version 9, and the other always: the IDs that docutils
    counts out (``id1``) are the same in every document. Our own are the edition's throughout.
    """

    # After references have been resolved.
    default_priority = 900
    builders = ("singlehtml",)

    def run(self, **kwargs: Any) -> None:
        """Change the links and IDs of the page."""
        seen: set[str] = set()
        for node in self.document.findall(nodes.Element):
            if node.get("ids"):
                names = [name for name in node["ids"] if name not in seen]
                if not names and isinstance(node, nodes.section):
                    # Sphinx's writer wants one of every section: the next that is free.
                    names = [
                        next(n for i in count(2) if (n := f"{node['ids'][0]}-{i}") not in seen)
                    ]
                node["ids"] = names
                seen.update(names)
        for link in self.document.findall(nodes.reference):
            target = link.get("refuri", "")
            if target.startswith("#document-") and target.count("#") > 1:
                link["refuri"] = "#" + target.rpartition("#")[2]
