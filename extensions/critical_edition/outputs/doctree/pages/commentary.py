"""All comments in the order of the essay: a heading for each section and each passage.

A book, in which each comment can be read under its passage, has a list of them alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes

from critical_edition.domain.commentary_nodes import editorial_comment, kind_filter, screen_part
from critical_edition.model.commentary import Comment
from critical_edition.model.places import PassageId
from critical_edition.outputs.doctree.pages.page import Page, section


def fill(page: Page) -> Iterator[nodes.Node]:
    """Yield the choice of kinds, and a section of the page for each of the essay's."""
    passages = in_order(page)
    if not passages:
        yield nodes.paragraph("", "There are no comments yet.")
        return
    yield kind_filter()
    numbers = sorted({p.section for p in passages})
    contents = nodes.paragraph("", "Section ", classes=["commentary-contents"])
    for index, number in enumerate(numbers):
        contents += [nodes.Text(" · ")] if index else []
        contents += nodes.reference("", str(number), refid=_id(number), internal=True)
    yield contents
    for number in numbers:
        title = f"Section {number}"
        if name := page.section_title(number):
            title += f". {name}"
        yield section(
            _id(number),
            [nodes.Text(title)],
            *(_passage(page, p, c) for p, c in passages.items() if p.section == number),
        )


def _id(number: int) -> str:
    return f"commentary-{number}"


def in_order(page: Page) -> dict[PassageId, tuple[Comment, ...]]:
    """Return each passage's comments and those of its notes, as they stand under it."""
    found: dict[PassageId, tuple[Comment, ...]] = {}
    for passage in page.domain.passages():
        notes = sorted(n for n, home in page.commentary.homes.items() if home == passage)
        if comments := page.commentary.of_passage(passage, notes):
            found[passage] = comments
    return found


def _passage(page: Page, passage: PassageId, comments: Iterable[Comment]) -> nodes.section:
    head: list[nodes.Node] = [page.passage(passage)]
    if incipit := page.incipit(passage):
        head.append(nodes.Text(f" {incipit}"))
    found = section(f"commentary-on-{passage}", head)
    found["classes"].append("on-passage")
    for record in comments:
        copied = page.weave.move(editorial_comment, "cid", record, page.docname)
        if copied is not None:
            body = copied.children[1:]
            del copied[1:]
            copied += screen_part("", *body)
            found += copied
    return found
