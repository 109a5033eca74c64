"""Parallel passages side by side, level by lemma.

In the full edition a side shows the passage's own words in three parts (before the sentence with the
lemma, that sentence, after it), in the companion edition our summary. On a page of the synopsis
there is that sentence alone; the whole passages are on the page of each argument.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from critical_edition.anchor import Anchor
from critical_edition.commentary import Parallel
from critical_edition.commentary_nodes import (
    parallel,
    screen_part,
    synopsis,
    synopsis_part,
    synopsis_side,
)
from critical_edition.directives.parts import reference
from critical_edition.excerpt import excerpt, level
from critical_edition.generated.page import Page, by_place, section
from critical_edition.lemma import LemmaError, find
from critical_edition.model import CitationSpan, EstablishedUnit, Marker, NoteId, PageBreak, Span
from critical_edition.nodes import page_break
from critical_edition.rendering import Layer, render


def fill(page: Page) -> Iterator[nodes.Node]:
    """Yield a section for each argument with its parallels."""
    arguments = page.arguments()
    if not arguments:
        yield nodes.paragraph("", "There are no parallels yet.")
        return
    contents = nodes.bullet_list("", classes=["synopsis-contents"])
    for aid in arguments:
        title = page.commentary.arguments[aid].title
        line = nodes.paragraph("", "", nodes.reference("", title, refid=_id(aid), internal=True))
        count = len(page.commentary.of_argument(aid))
        line += nodes.Text(f" ({count} parallel{'s' if count > 1 else ''})")
        contents += nodes.list_item("", line)
    yield screen_part("", contents)
    for aid in arguments:
        yield section(
            _id(aid),
            [page.argument(aid)],
            *(_parallel(page, record) for record in by_place(page.commentary.of_argument(aid))),
        )


def _id(aid: str) -> str:
    return f"synopsis-{aid}"


def _parallel(page: Page, record: Parallel) -> nodes.section:
    found = section(f"synopsis-{record.anchor}", title(page, record))
    found += sides(page, record, whole=False)
    copied = page.weave.copy(parallel, "pid", record, page.docname)
    if copied is not None:
        found += copied.children[1:]
    more = nodes.paragraph("", "", classes=["synopsis-more"])
    more += page.link("parallel", record.id, "Its place in the argument")
    found += screen_part("", more)
    return found


def title(page: Page, record: Parallel) -> list[nodes.Node]:
    """Return a parallel's heading: its ends in the order of the essay, and the relation."""
    start, end, label = record.start, record.end, record.relation.label
    if start.order > end.order:
        start, end, label = end, start, record.relation.inverse
    return [*page.places(start), nodes.Text(f" {label} "), *page.places(end)]


def sides(page: Page, record: Parallel, *, whole: bool) -> synopsis:
    """Return both passages of a parallel, the earlier first."""
    ends = sorted((record.start, record.end), key=lambda a: a.order)
    return synopsis(
        "", *(_side(page, anchor, whole=whole) for anchor in ends), classes=["synopsis"]
    )


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
        home = page.home(anchor.first)
        yield "lemma", list(page.weave.summary(home, page.docname)) if home else []
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
