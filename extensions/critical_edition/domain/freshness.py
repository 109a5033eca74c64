"""What Sphinx would leave stale in an incremental build, and what it would write for nothing.

Every HTML page shows the contents of the whole edition and its neighbours, which Sphinx does not
count as a reason to write it anew. It does write anew each page that lists the contents of one that
was written, though it lists the same as before.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def outline(env: BuildEnvironment) -> str:
    """Return a digest of the edition's contents: which page is under which, and their titles."""
    parts: list[object] = []
    for docname in sorted(env.found_docs):
        title = env.titles.get(docname)
        parts.append((docname, title.astext() if title else ""))
        contents = env.tocs.get(docname)
        toctrees = contents.findall(addnodes.toctree) if contents else ()
        parts += [(t["entries"], t.get("caption"), t.get("hidden")) for t in toctrees]
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def listed(env: BuildEnvironment) -> dict[str, str]:
    """Return for each page that lists the contents of others a digest of what it may list."""
    tocs = {docname: toc.pformat() for docname, toc in env.tocs.items()}
    found: dict[str, str] = {}
    for docname in env.toctree_includes:
        digest = hashlib.blake2b(digest_size=16)
        for below in _below(env, docname):
            digest.update(f"{below}\n{tocs.get(below, '')}\n".encode())
        found[docname] = digest.hexdigest()
    return found


def reading_order(env: BuildEnvironment) -> list[str]:
    """Return all pages that the tables of contents list, in the order in which they are read."""
    root = str(env.config.root_doc)
    return [root, *_below(env, root)]


def _below(env: BuildEnvironment, docname: str) -> list[str]:
    """Return the pages under a page, in the order in which it lists them."""
    found: dict[str, None] = {}
    left = list(reversed(env.toctree_includes.get(docname, ())))
    while left:
        name = left.pop()
        if name not in found:
            found[name] = None
            left += reversed(env.toctree_includes.get(name, ()))
    return list(found)


def forget_ancestors(app: Sphinx, builder: Builder) -> None:
    """Let Sphinx write no page only because it lists one that is written: see :func:`listed`."""
    builder.env.files_to_rebuild.clear()


def take_away(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> tuple[str, ...]:
    """Take away what was written of pages that are gone, which Sphinx would leave to be found."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        for docname in sorted(removed):
            app.builder.get_output_path(docname).unlink(missing_ok=True)
    return ()


def recall_ancestors(env: BuildEnvironment) -> None:
    """Undo :func:`forget_ancestors` before another build of the same process.

    What stands in no table of contents is found by that.
    """
    for docname, below in sorted(env.toctree_includes.items()):
        for name in below:
            env.files_to_rebuild.setdefault(name, set()).add(docname)
