"""The directive ``passage``: a paragraph of the text, by its number.

In the full edition it shows the paragraph itself with our summary beside it, in the companion
edition its first words and our summary.
"""

from __future__ import annotations

from dataclasses import replace

from docutils import nodes

from critical_edition.domain.config import profile_of
from critical_edition.domain.directives.block import RecordDirective
from critical_edition.domain.edition import EditionDomain
from critical_edition.domain.nodes import (
    COMPANION,
    FULL,
    gloss,
    passage,
    passage_head,
    passage_incipit,
    passage_number,
    passage_pages,
)
from critical_edition.domain.parts import give_id, page_id, wording
from critical_edition.model.established import EstablishedUnit
from critical_edition.model.places import PassageId
from critical_edition.model.records import PassageRecord
from critical_edition.text.marks import MarkKind


class PassageDirective(RecordDirective):
    """``passage`` with its number, ``:incipit:``, ``:pages:`` and our summary."""

    def run(self) -> list[nodes.Node]:
        """Return the passage; where its number is none, the summary alone."""
        entry = self.read()
        record, domain = entry.record, self.domain
        if not isinstance(record, PassageRecord):
            return self.blocks(entry.block.body)
        if not record.pages:
            record = replace(record, pages=domain.standing.pages.get(record.passage, ()))
        summary = self.blocks(record.body)
        number = record.passage
        previous: list[PassageRecord] = domain.data["passages"].get(record.docname, [])[-1:]
        starts = _page_starts(domain, record, previous[0] if previous else None)
        domain.note_passage(record)
        unit = domain.show(record.docname, number)
        node = passage("", number=str(number), form=FULL if unit else COMPANION)
        self.set_source_info(node)
        give_id(node, number.anchor, self.state.document)
        if unit:
            node += self._in_full(domain, record, unit, summary)
        else:
            node += [self._head(record), *summary]
        # A page whose break the text does not have begins somewhere in the passage all the same.
        bearer = next(iter(node.findall(passage_pages)), None) or next(
            iter(node.findall(passage_number))
        )
        for page in starts:
            give_id(bearer, page_id(page), self.state.document)
        return [node]

    def _number(self, number: PassageId) -> passage_number:
        return passage_number("", f"{number} ", anchor=number.anchor, support_smartquotes=False)

    def _in_full(
        self,
        domain: EditionDomain,
        record: PassageRecord,
        unit: EstablishedUnit,
        summary: list[nodes.Node],
    ) -> list[nodes.Node]:
        number = self._number(record.passage)
        text = wording(domain, unit, number, self.state.document, record.docname)
        self.set_source_info(text)
        return [text, gloss("", *summary, number=str(record.passage))] if summary else [text]

    def _head(self, record: PassageRecord) -> passage_head:
        head = passage_head("", translatable=False, support_smartquotes=False)
        self.set_source_info(head)
        head += self._number(record.passage)
        if record.incipit:
            head += [
                passage_incipit("", f"“{record.incipit}\N{NO-BREAK SPACE}…”"),
                nodes.Text(" ·\N{NO-BREAK SPACE}"),
            ]
        if record.pages:
            head += passage_pages("", _page_range(record.pages))
        return head


def _page_range(pages: tuple[int, ...]) -> str:
    if len(pages) == 1:
        return f"p.\N{NO-BREAK SPACE}{pages[0]}"
    return f"pp.\N{NO-BREAK SPACE}{pages[0]}–{pages[-1]}"


def _page_starts(
    domain: EditionDomain, record: PassageRecord, previous: PassageRecord | None
) -> tuple[int, ...]:
    """Return the printed pages that begin in a passage: by the marks, else by its own pages."""
    marked = [
        int(mark.value)
        for mark in domain.marks.get(record.passage, ())
        if mark.kind is MarkKind.PAGE
    ]
    elsewhere = domain.marked_pages
    if previous is not None and previous.pages:
        last = previous.pages[-1]
    else:
        # The section before may end on the page on which this one begins.
        last = (
            profile_of(domain.env.config).work.first_page - 1
            if record.passage == PassageId(1, 1)
            else max(record.pages[:1], default=0)
        )
    implied = [p for p in record.pages if p > last and p not in elsewhere]
    return tuple(sorted({*marked, *implied}))
