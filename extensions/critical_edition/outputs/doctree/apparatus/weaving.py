"""Fills the index locorum and the concordance of notes when their pages are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from critical_edition.citation import chicago
from critical_edition.citation import locator as locators
from critical_edition.citation.chicago import Cited, Form
from critical_edition.citation.doctree import render
from critical_edition.citation.rich import Emphasis, Rich, plain, rich
from critical_edition.citation.work import Work
from critical_edition.domain import lists as sources
from critical_edition.domain.citations import shelf
from critical_edition.domain.config import profile_of
from critical_edition.domain.edition import EditionDomain, get_domain
from critical_edition.domain.parts import reference
from critical_edition.model.citations import Citation
from critical_edition.model.i18n import _
from critical_edition.model.places import NoteId, PassageId
from critical_edition.outputs.doctree.apparatus import concordance, locorum, setting
from critical_edition.outputs.doctree.apparatus.locorum import Locus, proposals
from critical_edition.outputs.doctree.apparatus.nodes import apparatus_part
from critical_edition.outputs.doctree.tables import table
from critical_edition.outputs.doctree.weave import keep_introduction
from critical_edition.text.apparatus import of_place
from critical_edition.text.marks import Mark, MarkKind


def locorum_of(domain: EditionDomain) -> tuple[locorum.CitedWork, ...]:
    """Return the index locorum of all pages."""
    return locorum.index(domain.cited(), shelf(domain.env).works)


def concordance_of(domain: EditionDomain) -> tuple[concordance.Row, ...]:
    """Return the concordance of all pages."""
    marked = sources.marker_pages(sources.of(domain.env).lock, domain.marks)
    return concordance.rows(domain.notes(), domain.passages(), domain.cited(), marked)


def shown(domain: EditionDomain, what: str) -> str:
    """Return a digest of all that a part shows when its page is written."""
    if what not in _FILL:
        return ""
    works, shared = shelf(domain.env).works, shelf(domain.env).shared
    names = [
        (key, plain(chicago.short(works[key], shared)), plain(works[key].title.main))
        for key in sorted(works)
    ]
    # Where links lead: to places and readings proposed, and to works in the bibliography.
    kinds = ("passage", "authornote", "emendation")
    targets = sorted(
        (reference.type, reference.target, repr(target))
        for reference, target in domain.targets().items()
        if reference.type in kinds
    )
    entries = sorted(
        (c.key, c.bibliography_key.docname, c.citation_id)
        for c in domain.env.get_domain("cite").data["citations"]
    )
    readings = [
        (str(place), mark.lemma, mark.value)
        for place, marks in domain.marks.items()
        for mark in marks
        if mark.kind is MarkKind.EMENDATION
    ]
    data = locorum_of(domain) if what == "locorum" else concordance_of(domain)
    return sources.digest((data, names, targets, entries, readings))


class FillApparatus(SphinxPostTransform):
    """Puts the index locorum and the concordance where their directives stand."""

    # Before references are resolved.
    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        """Fill the places of the page, or of the whole book where the builder joins all pages."""
        for place in list(self.document.findall(apparatus_part)):
            keep_introduction(place)
            filled = _FILL[place["what"]](_Filler(get_domain(self.env), self._docname(place)))
            place.replace_self(list(filled))

    def _docname(self, node: nodes.Node) -> str:
        parent: nodes.Node | None = node
        while parent is not None:
            if isinstance(parent, addnodes.start_of_file):
                return str(parent["docname"])
            parent = parent.parent
        return self.env.current_document.docname


class _Filler:
    def __init__(self, domain: EditionDomain, docname: str) -> None:
        self.domain = domain
        self.docname = docname
        self.works = shelf(domain.env).works
        self.shared = shelf(domain.env).shared

    def locorum(self) -> Iterator[nodes.Node]:
        """Yield for each work its name and the table of its places."""
        works = locorum_of(self.domain)
        if not works:
            yield nodes.paragraph("", _("No note cites a collection or a serial yet."))
        for work in works:
            heading = nodes.rubric("", "")
            heading["heading-level"] = 2
            title = self._title(self.works[work.key])
            heading += self._source(work.key, render(title, links=False))
            yield heading
            if len(work.loci) == 1:
                yield self._place(work.key, *work.loci[0])
                continue
            rows: list[list[list[nodes.Node]]] = []
            for locus, citing in work.loci:
                rows.append(
                    [
                        self._locus(work.key, locus, citing),
                        setting.place_links(citing, self.docname),
                        setting.place_links(self._homes(citing), self.docname),
                    ]
                )
            yield table((_("Place cited"), _("Notes"), _("Passages")), rows, (3, 1, 1), ["locorum"])

    def _place(self, key: str, locus: Locus, citing: Sequence[NoteId]) -> nodes.paragraph:
        """Return the only place of a work as a line: a table would have more head than body."""
        line = nodes.paragraph("", "", *self._locus(key, locus, citing), classes=["locorum"])
        line += [nodes.Text(": "), *setting.place_links(citing, self.docname)]
        if homes := self._homes(citing):
            line += [nodes.Text(" ("), *setting.place_links(homes, self.docname), nodes.Text(")")]
        return line

    def _locus(self, key: str, locus: Locus, citing: Iterable[NoteId]) -> list[nodes.Node]:
        return [nodes.Text(locus.label or _("as a whole")), *self._proposed(key, locus, citing)]

    def _homes(self, citing: Iterable[NoteId]) -> list[PassageId]:
        """Return the passages to which notes belong, in order."""
        notes = self.domain.notes()
        homes = [notes[n].passage for n in citing if n in notes]
        return sorted({p for p in homes if p is not None})

    def _title(self, work: Work) -> Rich:
        """Return a work's short form, and after a siglum or an abbreviation what it stands for."""
        found, title = chicago.short(work, self.shared), work.title
        told = plain(title.main).startswith(plain(title.short)) and not work.siglum
        if told or plain(title.main) in plain(found):
            return found
        return rich(found, " (", Emphasis(title.main, title.lang), ")")

    def _proposed(self, key: str, locus: Locus, citing: Iterable[NoteId]) -> Iterator[nodes.Node]:
        """Yield the readings that the editors propose for the locator where notes give it."""
        cited = self.domain.cited()
        for note in citing:
            given = [c for c in cited.get(note, ()) if c.key == key]
            for name, mark in self._emendations(note):
                found = [proposals(c.locator, mark.lemma, mark.value) for c in given]
                for readings in found:
                    if locus.label in readings:
                        yield from self._reading(name, readings[locus.label])

    def _emendations(self, note: NoteId) -> Iterator[tuple[str, Mark]]:
        """Yield a note's emendations, each with its name in the list of them."""
        for entry in of_place(self.domain.marks.get(note, ())):
            if entry.mark.kind is MarkKind.EMENDATION:
                yield entry.name, entry.mark

    def _reading(self, name: str, reading: str) -> Iterator[nodes.Node]:
        yield nodes.Text(" (proposed: ")
        yield reference("emendation", name, nodes.inline("", reading), self.docname)
        yield nodes.Text(")")

    def concordance(self) -> Iterator[nodes.Node]:
        """Yield the table of notes."""
        rows: list[list[list[nodes.Node]]] = [
            [
                setting.place_links([row.note], self.docname),
                [nodes.Text(row.printed)],
                setting.place_links([row.passage] if row.passage else [], self.docname),
                self._citations(row.note, row.citations)
                or [nodes.Text(_("— (the note cites no work)"))],
            ]
            for row in concordance_of(self.domain)
        ]
        if not rows:
            yield nodes.paragraph("", _("There are no notes yet."))
            return
        printing = profile_of(self.domain.env.config).work.printing
        page = _("Page in {printing}").format(printing=printing) if printing else _("Page")
        head = (_("Note"), page, _("Passage"), _("Works cited"))
        yield table(head, rows, (1, 1, 1, 6), ["concordance"])

    def _citations(self, note: NoteId, citations: Iterable[Citation]) -> list[nodes.Node]:
        found: list[nodes.Node] = []
        for citation in citations:
            found += [nodes.Text("; ")] if found else []
            work = self.works.get(citation.key)
            if work is None:
                found.append(nodes.Text(citation.key))
                continue
            form = Form.IBID if citation.ibid else Form.SHORT
            cited = Cited(work=work, locator=citation.locator, form=form)
            words = render(chicago.cite(cited, self.shared), links=False)
            found.append(self._source(citation.key, words))
            for name, mark in self._emendations(note):
                if proposals(citation.locator, mark.lemma, mark.value):
                    reading = citation.locator.replace(mark.lemma, mark.value, 1)
                    found += self._reading(name, locators.parse(reading).text)
        return found

    def _source(self, key: str, words: list[nodes.Node]) -> nodes.Node:
        return reference("source", key, nodes.inline("", "", *words), self.docname)


_FILL = {"locorum": _Filler.locorum, "concordance": _Filler.concordance}
