"""Parallel passages side by side, level by lemma.

In the full edition a side shows the passage's own words in three parts (before the sentence with the
lemma, that sentence, after it), in the companion edition our summary, or what it has of a note. On a
page of the synopsis there is that sentence alone; the whole passages are on the page of each argument.

The reason comes first: it says what to look for in the columns under it. A reader of a book comes to
an argument's parallels one after the other, and finds a passage's summary once in each argument;
where the passage comes again, its first words stand, and where its summary is. On a screen, links lead
to each pair, so that both summaries stand there. Where but one side has a summary to show, that has
the width of both.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from critical_edition.domain.commentary_nodes import (
    parallel,
    screen_part,
    synopsis,
    synopsis_part,
    synopsis_side,
)
from critical_edition.domain.nodes import page_break, page_reference
from critical_edition.domain.parts import reference
from critical_edition.domain.rendering import Layer, render
from critical_edition.model.anchor import Anchor
from critical_edition.model.commentary import Parallel
from critical_edition.model.established import (
    CitationSpan,
    EstablishedUnit,
    Marker,
    PageBreak,
    Span,
)
from critical_edition.model.lemma import LemmaError, find
from critical_edition.model.places import NoteId, PassageId
from critical_edition.outputs.doctree.pages.page import Page, by_place, section
from critical_edition.weaving.excerpt import excerpt, level


def fill(page: Page) -> Iterator[nodes.Node]:
    """Yield a section for each argument with its parallels."""
    arguments = page.arguments()
    if not arguments:
        yield nodes.paragraph("", "There are no parallels yet.")
        return
    contents = nodes.bullet_list("", classes=["synopsis-contents"])
    for argument in arguments:
        link = nodes.reference("", argument.title, refid=_id(argument.id), internal=True)
        line = nodes.paragraph("", "", link)
        count = len(page.commentary.of_argument(argument.id))
        line += nodes.Text(f" ({count} parallel{'s' if count > 1 else ''})")
        contents += nodes.list_item("", line)
    yield screen_part("", contents)
    for argument in arguments:
        told: dict[PassageId, Parallel] = {}
        parallels = by_place(page.commentary.of_argument(argument.id))
        yield section(
            _id(argument.id),
            [page.argument(argument.id)],
            *(_parallel(page, record, told) for record in parallels),
        )


def _id(aid: str) -> str:
    return f"synopsis-{aid}"


def _parallel(page: Page, record: Parallel, told: dict[PassageId, Parallel]) -> nodes.section:
    """Return a pair; ``told`` are the passages of its argument whose summary stands already, and where."""
    found = section(_pair_id(record), title(page, record))
    copied = page.weave.copy(parallel, "pid", record, page.docname)
    if copied is not None:
        found += nodes.container("", *copied.children[1:], classes=["synopsis-reason"])
    both = sides(page, record, whole=False)
    if not page.on_screen:
        again = [
            _tell_once(page, side, anchor, record, told)
            for side, anchor in zip(both.children, _in_order(record), strict=True)
        ]
        both["stacked"] = again in ([True, False], [False, True])
    found += both
    more = nodes.paragraph("", "", classes=["synopsis-more"])
    more += page.link("parallel", record.id, "Its place in the argument")
    found += screen_part("", more)
    return found


def _pair_id(record: Parallel) -> str:
    return f"synopsis-{record.anchor}"


def _tell_once(
    page: Page,
    side: nodes.Node,
    anchor: Anchor,
    record: Parallel,
    told: dict[PassageId, Parallel],
) -> bool:
    """Say if the argument has had a passage's summary; if so, put in its place where that is."""
    passage = anchor.first
    if isinstance(passage, NoteId) or page.domain.text.get(passage) is not None:
        return False
    assert isinstance(side, synopsis_side)
    before = told.setdefault(passage, record)
    if before is record:
        if page.printed:
            side["ids"] = [_summary_id(record, passage)]
        return False
    words = nodes.paragraph("", "", nodes.Text(page.incipit(passage)))
    words += nodes.Text(" Its summary is above, under ")
    link = nodes.reference("", refid=_pair_id(before), internal=True)
    link += nodes.Text("".join(node.astext() for node in title(page, before)))
    words += link
    if page.printed:
        words += page_reference("", targets=[_summary_id(before, passage)])
    words += nodes.Text(".")
    part = next(part for part in side.findall(synopsis_part) if part["level"] == "lemma")
    part[:] = [words]
    # The comments too stand there.
    side[-1] = nodes.paragraph("", "", classes=["synopsis-comments"])
    return True


def _summary_id(record: Parallel, passage: PassageId) -> str:
    return f"at-{record.id}-{passage}"


def title(page: Page, record: Parallel) -> list[nodes.Node]:
    """Return a parallel's heading: its ends in the order of the essay, and the relation."""
    start, end, label = record.start, record.end, record.relation.label
    if start.order > end.order:
        start, end, label = end, start, record.relation.inverse
    return [*page.places(start), nodes.Text(f" {label} "), *page.places(end)]


def sides(page: Page, record: Parallel, *, whole: bool) -> synopsis:
    """Return both passages of a parallel, the earlier first."""
    both = (_side(page, anchor, whole=whole) for anchor in _in_order(record))
    return synopsis("", *both, classes=["synopsis"])


def _in_order(record: Parallel) -> list[Anchor]:
    return sorted((record.start, record.end), key=lambda a: a.order)


def _side(page: Page, anchor: Anchor, *, whole: bool) -> synopsis_side:
    side = synopsis_side("", classes=["synopsis-side"])
    side += nodes.paragraph("", "", *page.where(anchor), classes=["synopsis-head"])
    parts = dict(_parts(page, anchor))
    for name in ("before", "lemma", "after"):
        if name == "lemma" or whole:
            part = synopsis_part("", level=name, classes=[f"synopsis-{name}"])
            part += parts.get(name, [])
            side += part
    foot = nodes.paragraph("", "", classes=["synopsis-comments"])
    if comments := page.comments(anchor):
        foot += [nodes.Text("Comments: "), *page.comment_links(comments)]
    side += foot
    return side


def _parts(page: Page, anchor: Anchor) -> Iterator[tuple[str, list[nodes.Node]]]:
    """Yield the parts of an anchor's words, or our summary as the one that is level."""
    unit = page.domain.text.get(anchor.first)
    if unit is None:
        yield "lemma", list(page.weave.own(anchor.first, page.docname))
        return
    text = unit.content.text
    span = None
    if anchor.lemma:
        try:
            span = find(text, anchor.lemma)
        except LemmaError:
            span = None  # Warned of when the records were checked.
    for name, stretch in zip(("before", "lemma", "after"), level(unit, span), strict=True):
        if stretch.end > stretch.start:
            words = _words(page, unit, stretch, span)
            yield name, [nodes.paragraph("", "", *words, classes=["essay-words"])]


def _words(
    page: Page, unit: EstablishedUnit, stretch: Span, lemma: Span | None
) -> list[nodes.Node]:
    """Return established words as inline nodes; notes' markers lead to the notes."""
    content = excerpt(unit.content, stretch)
    citations: tuple[CitationSpan, ...] = content.citations
    hit: list[Span] = []
    if lemma and lemma.start < stretch.end and stretch.start < lemma.end:
        start, end = max(lemma.start, stretch.start), min(lemma.end, stretch.end)
        hit.append(Span(start - stretch.start, end - stretch.start))

    def cited(index: int, _last: bool) -> tuple[nodes.Element, nodes.Element]:
        words = nodes.inline()
        return reference("source", citations[index].key, words, page.docname), words

    def alone(node: nodes.Element) -> tuple[nodes.Element, nodes.Element]:
        return node, node

    def marker(point: Marker) -> nodes.Node:
        link = page.link("authornote", str(NoteId(point.note)), str(point.note))
        return nodes.superscript("", "", link)

    layers = (
        Layer(hit, lambda _index, _last: alone(nodes.strong("", classes=["lemma-here"]))),
        Layer([Span(c.start, c.end) for c in citations], cited),
        Layer(content.emphasis, lambda _index, _last: alone(nodes.emphasis())),
    )

    def page_point(point: PageBreak) -> page_break:
        return page_break("", page=point.page)

    return render(content, layers, marker, page_point)
