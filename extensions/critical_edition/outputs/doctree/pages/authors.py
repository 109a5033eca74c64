"""The record of each author's comments and parallels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from docutils import nodes

from critical_edition.citation.dates import written_date
from critical_edition.domain import credit
from critical_edition.domain.commentary_nodes import screen_part
from critical_edition.outputs.doctree.pages.commentary import in_order
from critical_edition.outputs.doctree.pages.page import Page, lemma_words, section
from critical_edition.outputs.doctree.tables import table


def fill(page: Page) -> Iterator[nodes.Node]:
    """Yield a table of how much each author wrote, and a section for each with what it was."""
    comments = [c for found in in_order(page).values() for c in found]
    parallels = list(page.commentary.parallels.values())
    name_of = credit.listed(page.weave.env).name
    authors = {by: name_of(by) for by in {c.by for c in comments} | {p.by for p in parallels}}
    authors = dict(sorted(authors.items(), key=lambda item: (item[1].casefold(), item[0])))
    if not authors:
        yield nodes.paragraph("", "There are no comments yet.")
        return
    known = [kind.id for kind in page.weave.env.config.edition_profile.kinds]
    rows: list[list[list[nodes.Node]]] = []
    for author, name in authors.items():
        kinds = Counter(c.kind for c in comments if c.by == author)
        numbers = [*(kinds[k] for k in known), sum(p.by == author for p in parallels)]
        counts: list[list[nodes.Node]] = [[nodes.Text(str(n))] for n in numbers]
        rows.append([[nodes.Text(name)], *counts])
    head = ("Author", *known, "parallels")
    # No word of the head is to be divided.
    yield table(head, rows, (14, *(max(len(words), 7) for words in head[1:])), ["authors"])
    for number, (author, name) in enumerate(authors.items(), 1):
        items = nodes.bullet_list("", classes=["author-record"])
        for record in comments:
            if record.by != author:
                continue
            line = nodes.paragraph("", "", *page.places(record.on), nodes.Text(" "))
            words = lemma_words(record.on)
            line += page.link("comment", record.id, f"“{words}”" if words else "on the whole")
            line += nodes.Text(f" · {record.kind} · {written_date(record.date)}")
            items += nodes.list_item("", line)
        for link in parallels:
            if link.by != author:
                continue
            line = nodes.paragraph("", "", *page.places(link.start))
            line += nodes.Text(f" {link.relation.label} ")
            line += [*page.places(link.end), nodes.Text(" · ")]
            line += page.link("parallel", link.id, "parallel")
            items += nodes.list_item("", line)
        yield screen_part("", section(f"comments-by-{number}", [nodes.Text(name)], items))
