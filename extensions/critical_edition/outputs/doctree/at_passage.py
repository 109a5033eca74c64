"""What stands with a passage: its comments and parallels as nodes, and the signs in its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docutils import nodes

from critical_edition.citation.dates import written_date
from critical_edition.domain.commentary_nodes import (
    comment_letter,
    comment_list,
    editorial_comment,
    parallel_list,
    screen_words,
)
from critical_edition.domain.nodes import passage
from critical_edition.domain.parts import reference
from critical_edition.model.commentary import Comment
from critical_edition.model.i18n import _
from critical_edition.model.places import Place
from critical_edition.outputs.doctree import criticism, marking
from critical_edition.outputs.doctree.page import Page
from critical_edition.weaving.views import CommentView, Named, PassageView, Way

PARALLEL_SIGN = "∥"


def fill(
    page: Page,
    node: passage,
    view: PassageView,
    texts: Mapping[Place, nodes.Element],
    records: Mapping[str, Comment],
) -> None:
    """Mark the words of a passage and its notes, and put below it what hangs there.

    ``texts`` are the paragraphs of the words that are on the page, ``records`` say where each
    comment is written.
    """
    criticism.fill(page, view.apparatus, texts)
    signs = view.signs
    for place, items in view.hanging:
        if (text := texts.get(place)) is not None:
            marking.mark(text, items, [signs.get(item.ref, PARALLEL_SIGN) for item in items])
    shown = {item.back for place, items in view.hanging if place in texts for item in items}
    if view.comments:
        holder = comment_list("", classes=["comments"])
        holder += [
            comment(page, one, one.back if one.back in shown else "", records[one.line.id])
            for one in view.comments
        ]
        node += holder
    if view.parallels:
        node += _parallels(page, view, shown)


def comment(page: Page, view: CommentView, back: str, record: Comment) -> editorial_comment:
    """Return a comment, whole; ``back`` is the ID of the sign after its words on this page."""
    line = view.line
    node = editorial_comment(
        "",
        cid=line.id,
        kind=str(line.kind),
        classes=["comment", f"comment-{line.kind}"],
        ids=[view.anchor],
        sign=line.sign,
        lemma=str(line.on.anchor.lemma or ""),
    )
    page.locate(node, record)
    if back:
        node["backref"] = back
    node += _head(page, view, back)
    node += page.prose(view.body, record.docname, bracketed=True)
    return node


def _head(page: Page, view: CommentView, back: str) -> nodes.paragraph:
    line = view.line
    head = nodes.paragraph("", "", classes=["comment-head"])
    head += [letter_of(line.sign, back), nodes.Text(" "), *page.ends(line.on.anchor)]
    if line.on.words:
        lemma = nodes.inline("", f"{line.on.words}]", classes=["lemma"])
        head += [nodes.Text(" "), lemma]
    about = nodes.inline("", f"{_(line.kind)} · ", classes=["comment-about"])
    about += credit(page, line.by)
    about += nodes.Text(f" · {written_date(line.date)}")
    head += [nodes.Text(" "), about]
    head += screen_words("", "", nodes.Text(" · "), page.link("comment", line.id, _("permalink")))
    if answered := view.answers.id if view.answers else view.answered_elsewhere:
        head += [nodes.Text(" · "), page.link("comment", answered, _("answers a comment"))]
    return head


def credit(page: Page, by: Named) -> nodes.Node:
    """Return who wrote something, leading to the page of contributors."""
    if not by.listed:
        return nodes.Text(by.name)
    link = page.link("contributor", by.id, by.name)
    link["refwarn"] = False
    return link


def letter_of(sign: str, back: str) -> comment_letter:
    """Return the sign at the head of what is shown at a passage, leading back to ``back``."""
    if not back:
        return comment_letter("", sign)
    return comment_letter("", "", nodes.reference("", sign, refid=back, internal=True))


def _parallels(page: Page, view: PassageView, shown: set[str]) -> parallel_list:
    holder = parallel_list("", classes=["parallels"])
    items = nodes.bullet_list("", classes=["parallels"])
    for one in view.parallels:
        back = one.back if one.back in shown else ""
        line = nodes.paragraph("", "", letter_of(PARALLEL_SIGN, back), ids=[one.ref])
        line += nodes.Text(" ")
        line += nodes.inline("", f"{_(one.label)} ", classes=["relation"])
        line += page.places(one.other)
        if one.other.words:
            line += nodes.Text(f" “{one.other.words}”")
        line += [nodes.Text(" · "), page.argument(one.argument), nodes.Text(" · ")]
        line += page.link("parallel", one.id, _("why"))
        items += nodes.list_item("", line)
    holder += items
    holder += [_way(page, view, way) for way in view.ways]
    return holder


def _way(page: Page, view: PassageView, way: Way) -> nodes.paragraph:
    line = nodes.paragraph("", "", classes=["descent"])
    line += page.argument(way.argument)
    line += nodes.Text(": … → " if way.before else ": ")
    line += list(_steps(page, view, way))
    line += [nodes.Text(" → …")] if way.after else []
    return line


def _steps(page: Page, view: PassageView, way: Way) -> Iterator[nodes.Node]:
    for index, step in enumerate(way.steps):
        if index:
            yield nodes.Text(" → ")
        if step == view.number:
            yield nodes.strong("", str(step))
        else:
            yield reference("passage", str(step), nodes.inline("", str(step)), page.docname)
