"""Names of places: what a document and an ID are called in the PDF.

An ID that stands once in a book is called by itself (``p2.6``), so that links from outside
(``book.pdf#p2.6``) last; so is the one that an author has set, if the same ID stands in other
documents as that of a title.  The others are called ``document#id``, and a document itself
``doc:name``.  Several names may belong to one place: the first is its Typst label, the others
are aliases; all of them become named destinations of the PDF.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def document_label(docname: str) -> str:
    """Return the name of the place where the document *docname* begins."""
    return f"doc:{docname}"


def walk_with_docname(tree: nodes.Element, docname: str) -> Iterator[tuple[str, nodes.Element]]:
    """Yield every element of an assembled *tree* with the name of the document it is from."""
    if isinstance(tree, addnodes.start_of_file):
        docname = tree["docname"]
    yield docname, tree
    for child in tree.children:
        if isinstance(child, nodes.Element):
            yield from walk_with_docname(child, docname)


def ids_of(node: nodes.Element) -> list[str]:
    """Return the IDs of *node*."""
    return cast("list[str]", node.get("ids", []))


class LabelTable:
    """The names of one book: which exist, which are aliases, and what `(docname, id)` is called."""

    def __init__(
        self,
        tree: nodes.document,
        docname: str,
        explicit: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Read the IDs of *tree*; *explicit* are those set by authors, as (document, ID)."""
        seen: set[tuple[str, str]] = set()
        for name, node in walk_with_docname(tree, docname):
            seen.update((name, node_id) for node_id in ids_of(node))
        self._count = Counter(node_id for _, node_id in seen)
        owned = seen.intersection(explicit)
        owners = Counter(node_id for _, node_id in owned)
        self._owned = {(name, node_id) for name, node_id in owned if owners[node_id] == 1}
        self._canonical: dict[str, str] = {}

    def name(self, docname: str, node_id: str) -> str:
        """Return what the place *node_id* of *docname* is called in this book."""
        plain = self._count[node_id] < 2 or (docname, node_id) in self._owned
        return node_id if plain else f"{docname}#{node_id}"

    def place(self, names: Iterable[str]) -> tuple[str | None, list[str]]:
        """Put *names* to one place; return its label (None: all were taken) and those taken."""
        label: str | None = None
        taken: list[str] = []
        for name in names:
            if name in self._canonical:
                taken.append(name)
                continue
            label = label or name
            self._canonical[name] = label
        return label, taken

    def resolve(self, name: str) -> str | None:
        """Return the label of the place called *name*, or None if there is none."""
        return self._canonical.get(name)

    def destinations(self) -> dict[str, str]:
        """Return every name and the label of its place."""
        return dict(sorted(self._canonical.items()))
