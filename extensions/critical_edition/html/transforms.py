"""What one page of HTML for all documents needs changed in the doctree."""

from __future__ import annotations

from itertools import count
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class AnchorsOfOnePage(SphinxPostTransform):
    """Make ``#p2.6`` of ``#document-essay/2-…#p2.6``, which no browser follows; let IDs stand once.

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
