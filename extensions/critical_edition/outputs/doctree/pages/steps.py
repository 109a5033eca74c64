"""An argument's own page: its map, its way through the essay step by step, and its parallels."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from critical_edition.domain.commentary_nodes import parallel, screen_part
from critical_edition.model.commentary import Parallel
from critical_edition.model.places import NoteId, PassageId
from critical_edition.outputs.doctree.pages import mapped, synoptic
from critical_edition.outputs.doctree.pages.page import Page, by_place, lemma_words, section

_WHOLE = 8
"""How many relations a step may have that a page of a book is not to part."""


def fill(page: Page) -> Iterator[nodes.Node]:
    """Yield what follows an argument's statement; nothing where it has no parallels."""
    aid = page.place["aid"]
    steps = page.commentary.steps(aid)
    if not steps:
        return
    yield mapped.drawing(page, "strip", aid)
    items = nodes.enumerated_list("", enumtype="arabic", prefix="", suffix=".", classes=["steps"])
    for step in steps:
        parts: list[nodes.Node] = list(_step(page, aid, step))
        if page.printed and sum(1 for _ in parts[-1].findall(nodes.list_item)) <= _WHOLE:
            parts = [nodes.container("", *parts, classes=["whole"])]
        items += nodes.list_item("", *parts)
    yield section(f"steps-{aid}", [nodes.Text("Through the essay")], *_chains(page, aid), items)
    yield section(
        f"parallels-{aid}",
        [nodes.Text("Parallels")],
        *(_parallel(page, record) for record in by_place(page.commentary.of_argument(aid))),
    )


def _chains(page: Page, aid: str) -> Iterator[nodes.Node]:
    """Yield the chains of passages that parallels join, each in the order of the essay."""
    chains = sorted(sorted(way) for way in page.commentary.ways(aid))
    if len(chains) > 1:
        yield nodes.paragraph("", f"Parallels join its passages in {len(chains)} chains:")
    items = nodes.bullet_list("", classes=["chains"])
    for chain in chains:
        line = nodes.paragraph("", "" if len(chains) > 1 else "Parallels join all its passages: ")
        for at, passage in enumerate(chain):
            line += [nodes.Text(" → ")] if at else []
            line += page.passage(passage)
        if len(chains) == 1:
            yield line
            return
        items += nodes.list_item("", line)
    yield items


def _step(page: Page, aid: str, step: PassageId) -> Iterator[nodes.Node]:
    head = nodes.paragraph("", "", nodes.strong("", "", page.passage(step)))
    head["typst_lead_in"] = True
    if incipit := page.incipit(step):
        head += nodes.Text(f" {incipit}")
    yield head
    yield screen_part("", *page.weave.summary(step, page.docname))
    items = nodes.bullet_list("", classes=["relations"])
    for record in page.commentary.touching(step):
        if record.argument != aid:
            continue
        away = page.commentary.starts(record, step)
        mine, other = (record.start, record.end) if away else (record.end, record.start)
        label = record.relation.label if away else record.relation.inverse
        line = nodes.paragraph()
        if isinstance(mine.first, NoteId):
            line += [*page.places(mine), nodes.Text(" ")]
        if words := lemma_words(mine):
            line += [nodes.inline("", f"“{words}”", classes=["lemma"]), nodes.Text(" ")]
        line += page.link("parallel", record.id, label)
        line += [nodes.Text(" "), *page.where(other)]
        items += nodes.list_item("", line)
    yield items


def head_of(page: Page, record: Parallel) -> nodes.paragraph:
    """Return the line at a parallel's head: its ends with their words, and the relation."""
    head = nodes.paragraph("", "", *page.where(record.start), classes=["parallel-head"])
    head["typst_lead_in"] = True
    head += nodes.inline("", f" {record.relation.label} ", classes=["relation"])
    head += page.where(record.end)
    return head


def _parallel(page: Page, record: Parallel) -> nodes.section:
    """Return a parallel under a heading: both passages side by side, and the reason."""
    head = synoptic.title(page, record)
    found = section(f"{record.anchor}-passages", head)
    found += screen_part("", synoptic.sides(page, record, whole=True))
    own = page.weave.take(parallel, "pid", record, page.docname)
    if own is not None:
        own[0] = head_of(page, record)
        found += own
        if page.on_screen:
            # The reason stands below both passages: who comes by its address is to see those first.
            own["ids"] = []
            found["ids"].insert(0, record.anchor)
            found["classes"].append("parallel-pair")
        else:
            own["ids"] = [record.anchor]
    return found
