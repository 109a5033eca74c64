"""What the directives of the text share: the nodes of markers, page breaks and wording."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes
from sphinx import addnodes

from critical_edition.domain.blocks import set_blocks
from critical_edition.domain.edition import EditionDomain
from critical_edition.domain.nodes import (
    emendation,
    emendation_sign,
    note_marker,
    page_break,
    passage_blocks,
    passage_text,
    unverified,
)
from critical_edition.domain.rendering import Layer, Renderer
from critical_edition.model.established import (
    EstablishedUnit,
    Marker,
    PageBreak,
    SentenceStatus,
    Span,
)
from critical_edition.model.places import NoteId, PassageId
from critical_edition.model.records import Reference
from critical_edition.text.apparatus import ApparatusEntry, of_place, placed
from critical_edition.text.marks import languages


def reference(kind: str, target: str, text: nodes.Node, docname: str) -> addnodes.pending_xref:
    """Return a reference into the domain that is still to be resolved."""
    link = addnodes.pending_xref(
        "", refdomain="edition", reftype=kind, reftarget=target, refwarn=True, refdoc=docname
    )
    link += text
    return link


def marker(note: NoteId, document: nodes.document, docname: str) -> note_marker:
    """Return the marker of a note; the first one on the page bears the ID for the way back."""
    node = note_marker("", note=note.number)
    node += reference("authornote", str(note), nodes.inline("", str(note.number)), docname)
    give_id(node, marker_id(note), document)
    return node


def marker_id(note: NoteId) -> str:
    """Return the ID of a note's marker."""
    return f"{note.anchor}-ref"


def page_id(page: int) -> str:
    """Return the ID of the point at which a printed page begins."""
    return f"page{page}"


def give_id(node: nodes.Element, name: str, document: nodes.document) -> bool:
    """Give a node an ID as it stands (docutils would make ``p2-6`` of ``p2.6``); say if it was free.

    Where another node has it (a passage given twice), the node goes without: the domain warns.
    """
    if name in document.ids:
        return False
    node["ids"].append(name)
    document.note_explicit_target(node, node)
    return True


def wording(
    domain: EditionDomain,
    unit: EstablishedUnit,
    number: nodes.Node,
    document: nodes.document,
    docname: str,
) -> passage_text | passage_blocks:
    """Return the words of a passage or note, with its number at their head.

    Entries of the apparatus whose words the text does not have are left off: their list has them.
    """
    content = unit.content
    entries = placed(content.text, of_place(domain.marks.get(unit.place, ())))
    for found in (entry for layer in entries for _, entry in layer):
        domain.note_reference(docname, Reference("emendation", found.name))
    doubtful = [
        Span(s.start, s.end) for s in unit.sentences if s.status is SentenceStatus.UNVERIFIED
    ]

    def with_entry(layer: Sequence[tuple[Span, ApparatusEntry]]) -> Layer:
        def wrap(index: int, last: bool) -> tuple[nodes.Element, nodes.Element]:
            name = layer[index][1].name
            node = emendation("", entry=name)
            if last:
                sign = emendation_sign("", entry=name)
                sign += reference("emendation", name, nodes.inline("", "†"), docname)
                node += sign
            return node, node

        return Layer([span for span, _ in layer], wrap)

    def cited_words(index: int, _last: bool) -> tuple[nodes.Element, nodes.Element]:
        words = nodes.inline()
        return reference("source", content.citations[index].key, words, docname), words

    def emphasised(index: int, _last: bool) -> tuple[nodes.Element, nodes.Element]:
        language = tongues.get(content.emphasis[index], "").lower()
        return _alone(nodes.emphasis(classes=[f"language-{language}"] if language else []))

    tongues = languages(content.text, domain.marks.get(unit.place, ()))

    def foreign(index: int, _last: bool) -> tuple[nodes.Element, nodes.Element]:
        language = content.foreign[index].language.lower()
        return _alone(nodes.inline(classes=[f"language-{language}"]))

    layers = (
        Layer(doubtful, lambda _index, _last: _alone(unverified())),
        # These go around citations: the sign is a link, and no link stands in another.
        *map(with_entry, entries),
        Layer([Span(c.start, c.end) for c in content.citations], cited_words),
        Layer([Span(f.start, f.end) for f in content.foreign], foreign),
        Layer(content.emphasis, emphasised),
    )

    def page(point: PageBreak) -> page_break:
        node = page_break("", page=point.page)
        if isinstance(unit.place, PassageId):
            give_id(node, page_id(point.page), document)
        return node

    def set_marker(point: Marker) -> nodes.Node:
        return marker(NoteId(point.note), document, docname)

    rendered = Renderer(content, layers, set_marker, page)
    if not content.blocks:
        text = passage_text("", translatable=False, support_smartquotes=False)
        text += [number, *rendered.stretch(0, len(content.text))]
        return text
    blocks = set_blocks(content.blocks, lambda b: rendered.stretch(b.start, b.end))
    held = passage_blocks("", *blocks)
    first = next(leaf for leaf in held.findall(nodes.Element) if "offset" in leaf)
    first.insert(0, number)
    return held


def _alone(node: nodes.Element) -> tuple[nodes.Element, nodes.Element]:
    return node, node
