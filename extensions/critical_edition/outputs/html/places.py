"""Where every anchor is: so that ``#p2.6`` or ``#page566`` leads there from whatever page it is on.

Who cites an anchor with the address of the edition alone, or with a page from which it has moved, is
led on by a script, which loads this list when a page lacks the anchor.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from critical_edition.domain.edition import EditionDomain, get_domain
from critical_edition.domain.targets import reference_of
from critical_edition.outputs.html.arrange import for_screen

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SCRIPT = "edition-places.js"


def setup(app: Sphinx) -> None:
    """Connect to the end of a build."""
    app.connect("build-finished", _write)


def anchors(domain: EditionDomain) -> dict[str, list[str]]:
    """Return the anchors of each document, by its name; every anchor stands once."""
    found: dict[str, str] = {}
    targets = domain.targets()
    for target in targets.values():
        found.setdefault(target.anchor, target.docname)
    for anchor, to in domain.retired().items():
        if successor := targets.get(reference_of(to)):
            found.setdefault(anchor, successor.docname)
    for _, record in sorted(domain.passages().items()):
        for page in record.pages:
            found.setdefault(f"page{page}", record.docname)
    grouped = defaultdict(list)
    for anchor, docname in sorted(found.items()):
        if anchor:
            grouped[docname].append(anchor)
    return dict(sorted(grouped.items()))


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or not for_screen(app.builder):
        return
    listed = {
        app.builder.get_target_uri(docname): " ".join(names)
        for docname, names in anchors(get_domain(app.env)).items()
    }
    content = f"window.editionPlaces?.({json.dumps(listed, indent=0)});\n"
    path = Path(app.outdir) / "_static" / SCRIPT
    if not path.is_file() or path.read_text("utf-8") != content:
        path.write_text(content, "utf-8")
