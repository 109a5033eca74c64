"""The apparatus criticus as nodes: at its passage, at the foot of a printed page, and as a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from docutils import nodes

from critical_edition.domain.nodes import apparatus_criticus, apparatus_entry, emendation_sign
from critical_edition.domain.parts import give_id
from critical_edition.model.i18n import _
from critical_edition.model.places import NoteId, Place
from critical_edition.outputs.doctree.page import Page
from critical_edition.text.marks import Alteration
from critical_edition.weaving.criticism import CriticismView, EntryView


def fill(page: Page, entries: Iterable[EntryView], texts: Mapping[Place, nodes.Element]) -> None:
    """Tell the signs in the words of a passage and its notes what their entries say.

    For print each gets its entry, which comes to stand at the foot; elsewhere the entries of each
    place stand under it.
    """
    known = {entry.name: entry for entry in entries}
    for place, text in texts.items():
        shown = []
        for sign in text.findall(emendation_sign):
            entry = known[sign["entry"]]
            sign["says"], sign["proposed"] = entry.summary, entry.proposed
            if page.printed:
                sign["on-note"] = str(place.number) if isinstance(place, NoteId) else ""
                sign.append(_entry(entry, printed=True))
            else:
                shown.append(entry)
        if shown:
            block = apparatus_criticus("", classes=["apparatus"], support_smartquotes=False)
            for index, entry in enumerate(shown):
                node = _entry(entry)
                node["ids"].append(entry.here)
                block += [nodes.Text(" "), node] if index else [node]
            text.parent.insert(text.parent.index(text) + 1, block)


def _entry(entry: EntryView, *, printed: bool = False) -> apparatus_entry:
    """Return a lemma, a bracket, the readings, and what is remarked."""
    words = "".join(f"\N{NO-BREAK SPACE}{name}" for name in entry.witnesses)
    node = apparatus_entry("", "", nodes.Text(f"{entry.printed}{words}] "), name=entry.name)
    if entry.proposed and printed:
        node += [nodes.emphasis("", _("read")), nodes.Text(" ")]
    for said, own in entry.parts():
        node += nodes.emphasis("", said) if own else nodes.Text(said)
    if entry.remarks:
        node += nodes.Text(f" ({'; '.join(entry.remarks)})")
    node["readings"] = dict(_instead(entry))
    return node


def _instead(entry: EntryView) -> Iterator[tuple[str, str]]:
    """Yield for each witness what it has in the place of the lemma."""
    for reading in entry.readings:
        added = reading.kind is Alteration.ADDITION
        for name in reading.witnesses:
            yield name, f"{entry.printed} {reading.text}" if added else reading.text


def listed(page: Page, view: CriticismView, document: nodes.document) -> Iterator[nodes.Node]:
    """Yield the witnesses by their sigla, and all entries in the order of their places."""
    if view.sigla:
        sigla = nodes.bullet_list("", bullet="*", classes=["sigla"])
        for siglum in view.sigla:
            line = nodes.paragraph("", "", nodes.strong("", siglum.id), nodes.Text(" "))
            if siglum.work:
                line += page.link("source", siglum.work, siglum.label or siglum.work)
            else:
                line += nodes.Text(siglum.label)
            sigla += nodes.list_item("", line)
        yield sigla
    if not view.entries:
        yield nodes.paragraph("", _("The editors propose no other reading."))
        return
    entries = nodes.bullet_list("", bullet="*")
    for entry in view.entries:
        place = entry.place
        if isinstance(place, NoteId):
            words = _("note {number}").format(number=place.number)
            link = page.link("authornote", str(place), words)
        else:
            link = page.passage(place)
        text = nodes.paragraph("", "", link, nodes.Text(": "), support_smartquotes=False)
        text += _entry(entry).children
        item = nodes.list_item("", text)
        give_id(item, entry.anchor, document)
        entries += item
    yield entries
