"""The layers of a page that a reader can switch off: which there are, and what they are called.

A layer is named by a word, which the stylesheet finds in ``data-off`` of the page's root.
"""

from __future__ import annotations

from docutils import nodes

from critical_edition.domain.commentary_nodes import editorial_comment, parallel_list
from critical_edition.domain.nodes import (
    apparatus_entry,
    authornote,
    emendation,
    gloss,
    page_break,
    passage,
    passage_pages,
    unverified,
)
from critical_edition.model.i18n import N_, _
from critical_edition.model.profile import Profile, Siglum
from critical_edition.outputs.html.arrange import ENTRY

_NODES: tuple[tuple[str, str, tuple[type[nodes.Element], ...]], ...] = (
    ("parallels", N_("Parallels"), (parallel_list,)),
    ("summaries", N_("Our summaries"), (gloss,)),
    ("pages", "", (page_break, passage_pages)),
    ("emendations", N_("Emendations and doubts"), (emendation, unverified)),
)


def of_page(document: nodes.document, profile: Profile) -> tuple[tuple[str, str], ...]:
    """Return the layers of a section's page, as word and label; none where no passage is shown."""
    if next(iter(document.findall(passage)), None) is None:
        return ()
    found = []
    if next(iter(document.findall(authornote)), None) is not None:
        found.append(("notes", _("Author’s notes")))
    kinds = {node["kind"] for node in document.findall(editorial_comment)}
    found += [(kind.id, _(kind.label or kind.id)) for kind in profile.kinds if kind.id in kinds]
    for word, label, classes in _NODES:
        if any(next(iter(document.findall(c)), None) is not None for c in classes):
            found.append((word, _(label) if label else profile.pages_label))
    if any(ENTRY in link["classes"] for link in document.findall(nodes.reference)):
        found.append(("entries", _("Links to persons and terms")))
    return tuple(found)


def witnesses(document: nodes.document, profile: Profile) -> tuple[Siglum, ...]:
    """Return the witnesses whose readings a page can show in its text."""
    found = {name for entry in document.findall(apparatus_entry) for name in entry["readings"]}
    return tuple(siglum for siglum in profile.sigla if siglum.id in found)
