"""What is told in one place: an argument with its parallels, the map, the indexes of commentary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docutils import nodes

from critical_edition.citation.dates import written_date
from critical_edition.domain.commentary_nodes import (
    argument_map,
    kind_filter,
    parallel,
    screen_part,
    synopsis,
    synopsis_part,
    synopsis_side,
)
from critical_edition.domain.nodes import page_break
from critical_edition.domain.parts import reference
from critical_edition.domain.rendering import Layer, render
from critical_edition.model.commentary import Parallel
from critical_edition.model.established import (
    CitationSpan,
    EstablishedUnit,
    Marker,
    PageBreak,
    Span,
)
from critical_edition.model.i18n import _
from critical_edition.model.lemma import LemmaError, find
from critical_edition.model.places import NoteId, PassageId
from critical_edition.outputs.doctree.at_passage import credit
from critical_edition.outputs.doctree.page import Page, incipit, section
from critical_edition.outputs.doctree.tables import table
from critical_edition.weaving.excerpt import excerpt, level
from critical_edition.weaving.views import (
    ArgumentView,
    CommentIndex,
    CommentLine,
    MapView,
    PairView,
    ParallelIndex,
    SideView,
)

# -- arguments ---------------------------------------------------------------------------------


def argument(
    page: Page, view: ArgumentView, records: Mapping[str, Parallel]
) -> Iterator[nodes.Node]:
    """Yield what follows an argument's statement: its drawing, and each of its parallels once.

    ``records`` say where each parallel is written.
    """
    if not view.pairs:
        return
    drawn = (view.drawn,)
    yield drawing(page, MapView(drawn, view.passages), view.argument.id)
    aid = view.argument.id
    pairs = [_pair(page, pair, records[pair.id]) for pair in view.pairs]
    found = section(f"parallels-{aid}", [nodes.Text(_("Parallels"))], *pairs)
    found["ids"] += [f"steps-{aid}", f"synopsis-{aid}"]  # what earlier editions had there
    yield found


def _pair(page: Page, pair: PairView, record: Parallel) -> nodes.Element:
    """Return a parallel: where, how, why, and on a screen both passages side by side."""
    reason = page.prose(pair.reason, record.docname)
    former = [f"{pair.anchor}-passages", f"synopsis-{pair.anchor}"]
    if not page.on_screen:
        head = nodes.paragraph("", "", *page.quoted(pair.first.where), classes=["parallel-head"])
        head["typst_lead_in"] = True
        head += [nodes.Text(" "), nodes.emphasis("", _(pair.label)), nodes.Text(" ")]
        head += page.quoted(pair.second.where)
        ids = [pair.anchor, *former]
        classes = ["parallel", f"relation-{pair.relation}"]
        line = parallel("", head, *reason, pid=pair.id, classes=classes, ids=ids)
        page.locate(line, record)
        return line
    title = [
        *page.places(pair.first.where),
        nodes.Text(f" {_(pair.label)} "),
        *page.places(pair.second.where),
    ]
    found = section(pair.anchor, title)
    page.locate(found, record)
    found["ids"] += former
    found["classes"].append("parallel-pair")
    classes = ["parallel", f"relation-{pair.relation}"]
    found += parallel("", *reason, pid=pair.id, classes=classes)
    found += synopsis("", _side(page, pair.first), _side(page, pair.second), classes=["synopsis"])
    return found


def _side(page: Page, view: SideView) -> synopsis_side:
    side = synopsis_side("", classes=["synopsis-side"])
    side += nodes.paragraph("", "", *page.quoted(view.where), classes=["synopsis-head"])
    for name, content in _parts(page, view):
        side += synopsis_part("", *content, level=name, classes=[f"synopsis-{name}"])
    foot = nodes.paragraph("", "", classes=["synopsis-comments"])
    if view.comments:
        foot += [nodes.Text(_("Comments: ")), *page.comments(view.comments)]
    side += foot
    return side


def _parts(page: Page, view: SideView) -> Iterator[tuple[str, list[nodes.Node]]]:
    """Yield the parts of a side's words, or what we say of it as the one that is level."""
    unit, lemma = view.unit, view.where.anchor.lemma
    if unit is None:
        yield "before", []
        yield "lemma", page.prose(view.body, page.docname)
        yield "after", []
        return
    span = None
    if lemma:
        try:
            span = find(unit.content.text, lemma)
        except LemmaError:
            span = None  # Warned of when the records were checked.
    for name, stretch in zip(("before", "lemma", "after"), level(unit, span), strict=True):
        words = _words(page, unit, stretch, span) if stretch.end > stretch.start else []
        yield name, [nodes.paragraph("", "", *words, classes=["essay-words"])] if words else []


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


# -- the map -----------------------------------------------------------------------------------


def overview(page: Page, view: MapView) -> Iterator[nodes.Node]:
    """Yield the map of all arguments, and a list that says the same."""
    if not view.arguments:
        yield nodes.paragraph("", _("There are no parallels yet."))
        return
    yield drawing(page, view)
    items = nodes.bullet_list("", classes=["map-list"])
    for drawn in view.arguments:
        title = page.link("argument", drawn.argument.id, drawn.argument.title)
        line = nodes.paragraph("", "", title, nodes.Text(": "))
        for index, step in enumerate(drawn.steps):
            line += [nodes.Text(", ")] if index else []
            line += page.passage(step)
        items += nodes.list_item("", line)
    yield section("map-passages", [nodes.Text(_("The passages of each argument"))], items)


def drawing(page: Page, view: MapView, aid: str = "") -> argument_map:
    """Return the place of a drawing with the links of its marks: of one argument, or of all."""
    found = argument_map("", what="strip" if aid else "overview", aid=aid)
    found.view = view
    passages = sorted({step for drawn in view.arguments for step in drawn.steps})
    marks = [("passage", str(p)) for p in passages]
    if aid:
        marks += [("parallel", p.id) for drawn in view.arguments for p in drawn.parallels]
    else:
        marks += [("argument", drawn.argument.id) for drawn in view.arguments]
    for kind, target in marks:
        found += nodes.inline("", "", page.link(kind, target, target), mark=f"{kind}:{target}")
    return found


# -- indexes -----------------------------------------------------------------------------------


def comment_index(page: Page, view: CommentIndex) -> Iterator[nodes.Node]:
    """Yield all comments, a line each, and on a screen the choice of kinds.

    In a book each can be read under its passage, and needs no list.
    """
    if not view.comments:
        yield nodes.paragraph("", _("There are no comments yet."))
        return
    yield kind_filter()
    items = nodes.bullet_list("", classes=["comment-index"])
    before: PassageId | None = None
    for line in view.comments:
        item = nodes.list_item("", comment_line(page, line))
        item["classes"] += ["comment", f"comment-{line.kind}"]
        here = line.on.home or line.on.anchor.first
        if isinstance(here, PassageId) and here != before:
            # What earlier editions had there.
            item["ids"].append(f"commentary-on-{here}")
            if before is None or before.section != here.section:
                item["ids"].append(f"commentary-{here.section}")
            before = here
        items += item
    yield screen_part("", items)


def comment_line(page: Page, line: CommentLine) -> nodes.paragraph:
    """Return a comment in a line: where, on which words, of which kind, by whom and when."""
    words = f"“{line.on.words}”" if line.on.words else _("on the whole")
    out = nodes.paragraph("", "", *page.places(line.on), nodes.Text(" "))
    out += page.link("comment", line.id, words)
    about = nodes.inline("", f" · {_(line.kind)} · ", classes=["comment-about"])
    about += credit(page, line.by)
    about += nodes.Text(f" · {written_date(line.date)}")
    out += about
    return out


def parallel_index(page: Page, view: ParallelIndex) -> Iterator[nodes.Node]:
    """Yield each passage with those that argue in parallel with it."""
    if not view.passages:
        yield nodes.paragraph("", _("There are no parallels yet."))
        return
    rows: list[list[list[nodes.Node]]] = []
    for number, words, lines in view.passages:
        others: list[nodes.Node] = []
        for line in lines:
            others += [nodes.Text("; ")] if others else []
            if line.own.note:
                others += [*page.places(line.own), nodes.Text(" ")]
            others += [page.link("parallel", line.id, _(line.label)), nodes.Text(" ")]
            others += page.places(line.other)
        rows.append([[page.passage(number)], [nodes.Text(incipit(words))], others])
    yield table(
        (_("Passage"), _("It begins"), _("Its parallels")), rows, (3, 8, 13), ["concordance"]
    )
