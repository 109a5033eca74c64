"""The general index: collected and sorted here, its page numbers by Typst."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.locale import _

from .escape import breakable, literal
from .labels import document_label

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sphinx.builders import Builder

    from .book_builder import BookBuilder
    from .translator import TypstTranslator


#: Letters that a column of the index has room for.
COLUMN = 26


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
                    subs.append([breakable(subname, COLUMN), sublabels])
            labels = _labels(translator, links)
            if labels or subs:
                written.append([breakable(name, COLUMN), labels, subs])
        if written:
            groups.append([letter, written])
    if groups:
        translator.code(f"general-index({literal(_('Index'))}, {literal(groups)})")


def write_domain_indices(
    translator: TypstTranslator, builder: BookBuilder, wanted: bool | Collection[str]
) -> None:
    """Write the indexes of domains (as ``py-modindex``): all, none, or those named in *wanted*."""
    for domain in builder.env.domains.sorted():
        for index_class in domain.indices:
            name = f"{domain.name}-{index_class.name}"
            if not wanted or (wanted is not True and name not in wanted):
                continue
            groups: list[list[object]] = []
            for letter, entries in index_class(domain).generate(builder.docnames)[0]:
                written: list[list[object]] = []
                for entry in entries:
                    place = (
                        translator.place_name(entry.docname, entry.anchor)
                        if entry.anchor
                        else document_label(entry.docname)
                    )
                    label = translator.labels.resolve(place) if entry.docname else None
                    labels = [[label, False]] if label is not None else []
                    if entry.subtype == 2 and written:
                        # An entry under the one before it.
                        parent = written[-1][2]
                        assert isinstance(parent, list)
                        parent.append([breakable(entry.name, COLUMN), labels])
                    else:
                        written.append([breakable(entry.name, COLUMN), labels, []])
                if written:
                    groups.append([letter.upper(), written])
            if groups:
                title = literal(str(index_class.localname))
                translator.code(f"general-index({title}, {literal(groups)})")
