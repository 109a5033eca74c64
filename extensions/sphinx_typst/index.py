"""The general index: collected and sorted here, its page numbers by Typst."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.locale import _

from .escape import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.builders import Builder

    from .translator import TypstTranslator


def _labels(
    translator: TypstTranslator, links: Sequence[tuple[str | None, str | bool]]
) -> list[object]:
    """Return ``(label, is main)`` for each of the *links* that leads into this book."""
    found: list[object] = []
    for main, uri in links:
        if not isinstance(uri, str):
            continue
        docname, _sep, node_id = uri.removeprefix("%").partition("#")
        label = translator.labels.resolve(translator.place_name(docname, node_id))
        entry = [label, bool(main)]
        if label is not None and entry not in found:
            found.append(entry)
    return found


def write_index(translator: TypstTranslator, builder: Builder) -> None:
    """Write the index of this book, if anything in it is indexed."""
    groups: list[list[object]] = []
    for letter, entries in IndexEntries(builder.env).create_index(builder):
        written: list[object] = []
        for name, (links, subentries, _key) in entries:
            subs: list[object] = []
            for subname, sublinks in subentries:
                sublabels = _labels(translator, sublinks)
                # “see …” has no links at all; what leads to other books has links that fail.
                if sublabels or not sublinks:
                    subs.append([subname, sublabels])
            labels = _labels(translator, links)
            if labels or subs:
                written.append([name, labels, subs])
        if written:
            groups.append([letter, written])
    if groups:
        translator.code(f"general-index({literal(_('Index'))}, {literal(groups)})")
