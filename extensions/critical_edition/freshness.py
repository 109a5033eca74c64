"""What Sphinx would leave stale in an incremental build.

Every HTML page shows the contents of the whole edition and its neighbours, which Sphinx does not
count as a reason to write it anew.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sphinx import addnodes

if TYPE_CHECKING:
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
