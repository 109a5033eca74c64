"""The chronology: every event of the register in order of time, as a picture and as a table."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from critical_edition.model.i18n import _
from critical_edition.model.registers import Event
from critical_edition.outputs.doctree.apparatus import indexes, setting
from critical_edition.outputs.doctree.apparatus.nodes import timeline
from critical_edition.outputs.doctree.apparatus.page import Page
from critical_edition.outputs.doctree.tables import table


def chronology(page: Page) -> Iterable[nodes.Node]:
    """Return the picture, and the table that says the same in words."""
    events = page.sources.registers.chronology()
    if not events:
        return page.empty(_("The register has no events yet."))
    picture = timeline("")
    page.locate(picture)
    rows = [[_date(event), _event(page, event), page.links(event.places)] for event in events]
    listed = table(
        (_("Date"), _("Event"), _("Passages and notes")), rows, (2, 5, 2), ["chronology"]
    )
    page.locate(listed)
    return [picture, listed]


def _date(event: Event) -> list[nodes.Node]:
    words = setting.event_date(event)
    return [nodes.Text(f"[{words}]" if event.added else words)]


def _event(page: Page, event: Event) -> list[nodes.Node]:
    # A target, since not every builder gives a link somewhere to go in other inline nodes.
    target = nodes.target("", "")
    page.locate(target, event)
    page.enter(target, indexes.event_record(event))
    found: list[nodes.Node] = [target, nodes.strong("", event.name), nodes.Text(f". {event.gloss}")]
    if event.authors_date:
        named = page.profile.of_author(
            _("{author} dates it {{date}}."), _("The author dates it {date}.")
        )
        found.append(nodes.Text(f" {named.format(date=event.authors_date)}"))
    return [*found, *setting.authority_links(event)]
