"""One doctree of all the documents of a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import new_document

if TYPE_CHECKING:
    from collections.abc import Collection

    from sphinx.environment import BuildEnvironment

    from .config import Book


class toctree_caption(nodes.General, nodes.TextElement):  # noqa: N801
    """The caption of a toctree, before the documents that it brings in."""


def assemble(env: BuildEnvironment, book: Book) -> tuple[nodes.document, set[str]]:
    """Return the doctree of *book*, and the names of the documents in it.

    References are still pending.  The environment's own doctrees are left as they are.
    """
    tree = env.get_doctree(book.start)
    if book.toctree_only:
        tree = _toctrees_of(tree, book.title)
    seen = [book.start, *book.appendices]
    omitted = frozenset(book.options.omit)
    _inline(env, tree, seen, omitted)
    tree["docname"] = book.start
    sections = [child for child in tree if isinstance(child, nodes.section)]
    # Beside the chapters: inside the outer section, if there is one.
    place: nodes.Element = sections[0] if len(sections) == 1 else tree
    for name in book.appendices:
        place.append(_file(env, name, seen, omitted))
    return tree, set(seen)


def _toctrees_of(tree: nodes.document, title: str) -> nodes.document:
    outer = new_document("<typst output>", tree.settings)
    section = nodes.section("", nodes.title("", title))
    section.extend(toctree.deepcopy() for toctree in tree.findall(addnodes.toctree))
    outer += section
    return outer


def _file(
    env: BuildEnvironment, name: str, seen: list[str], omitted: Collection[str]
) -> addnodes.start_of_file:
    tree = env.get_doctree(name)
    _inline(env, tree, seen, omitted)
    file = addnodes.start_of_file(docname=name)
    file.source, file.line = env.doc2path(name).__fspath__(), 1
    file.extend(tree.children)
    return file


def _inline(
    env: BuildEnvironment, tree: nodes.document, seen: list[str], omitted: Collection[str]
) -> None:
    """Put in place of each toctree of *tree* what it leads to; note the documents in *seen*."""
    for toctree in list(tree.findall(addnodes.toctree)):
        found: list[nodes.Node] = []
        links = nodes.bullet_list()
        for title, target in toctree["entries"]:
            if target in env.found_docs:
                if target in seen or target in omitted:
                    continue
                seen.append(target)
                found.append(_file(env, target, seen, omitted))
            elif "://" in target or target.startswith("mailto:"):
                link = nodes.reference("", title or target, refuri=target)
                links.append(nodes.list_item("", nodes.paragraph("", "", link)))
            # Else the document itself, or a page that only HTML has (`genindex`, `search`);
            # Sphinx has warned of what does not exist.
        if links.children:
            found.append(links)
        if found and toctree.get("caption"):
            caption = toctree_caption("", toctree["caption"])
            caption.source, caption.line = toctree.source, toctree.line
            found.insert(0, caption)
        toctree.replace_self(found)
