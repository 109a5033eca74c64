"""What Sphinx would leave stale in an incremental build.

Every HTML page shows the contents of the whole edition and its neighbours, which Sphinx does not
count as a reason to write it anew; and a word that no page has any longer stays in the index of
the search.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sphinx import addnodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
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


def drop_lost_words(app: Sphinx) -> Iterable[tuple[str, dict[str, Any], str]]:
    """Take out of the search's index the words that no page has: they may be the essay's."""
    indexer = getattr(app.builder, "indexer", None)
    if indexer is not None:
        # Sphinx has no public way to these; without them there is nothing to do.
        for name in ("_mapping", "_title_mapping"):
            words: dict[str, set[str]] = getattr(indexer, name, {})
            for word in [word for word, docnames in words.items() if not docnames]:
                del words[word]
    return ()
