"""What can be found: a record for each passage's text and summary, note, comment, work, entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sphinx.environment import BuildEnvironment

from critical_edition.citation.chicago import bibliography
from critical_edition.citation.rich import plain
from critical_edition.citation.short import short
from critical_edition.domain import lists as sources
from critical_edition.domain.citations import shelf
from critical_edition.domain.edition import EditionDomain, get_domain
from critical_edition.model import prose, registers
from critical_edition.model.i18n import _
from critical_edition.model.places import Place
from critical_edition.model.prose import Prose
from critical_edition.model.records import Reference

TEXT, SUMMARY, NOTE, COMMENT, ARGUMENT, SOURCE, REGISTER = (
    "text",
    "summary",
    "note",
    "comment",
    "argument",
    "source",
    "register",
)


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """Something to be found: its kind, how it is called, where it is, and its words."""

    kind: str
    title: str
    docname: str
    anchor: str
    words: str


def records(env: BuildEnvironment) -> tuple[SearchRecord, ...]:
    """Return all records, by kind, within a kind in the edition's order."""
    domain = get_domain(env)
    collector = _Collector(env, domain)
    return (
        *collector.texts(),
        *collector.summaries(),
        *collector.notes(),
        *collector.comments(),
        *collector.arguments(),
        *collector.sources(),
        *collector.entries(),
    )


class _Collector:
    def __init__(self, env: BuildEnvironment, domain: EditionDomain) -> None:
        self.env = env
        self.domain = domain
        self.shelf = shelf(env)
        self.commentary = domain.commentary()

    def texts(self) -> Iterator[SearchRecord]:
        """Yield the passages' established texts."""
        for place, record in self.domain.passages().items():
            unit = self.domain.text.get(place)
            if unit:
                title = self._title(place, record.docname)
                words = unit.content.text
                yield SearchRecord(TEXT, title, record.docname, place.anchor, words)

    def summaries(self) -> Iterator[SearchRecord]:
        """Yield our abstracts."""
        for place, record in self.domain.passages().items():
            if words := self.words(record.body):
                title = self._title(place, record.docname)
                yield SearchRecord(SUMMARY, title, record.docname, place.anchor, words)

    def notes(self) -> Iterator[SearchRecord]:
        """Yield the author's notes: the author's words with the works, or ours."""
        for note, record in self.domain.notes().items():
            unit = self.domain.text.get(note)
            words = " ".join(
                filter(None, (unit.content.text if unit else "", self.words(record.body)))
            )
            if words:
                title = _("Note {number}").format(number=note.number)
                yield SearchRecord(NOTE, title, record.docname, note.anchor, words)

    def comments(self) -> Iterator[SearchRecord]:
        """Yield the comments, where they are shown."""
        homes = self.domain.homes()
        for comment in self.commentary.comments.values():
            if home := homes.get(comment.on.first):
                lemma = comment.on.lemma
                title = _place(comment.on.first) + (f" {lemma.words}]" if lemma else "")
                words = self.words(comment.body)
                yield SearchRecord(COMMENT, title, home, comment.anchor, words)

    def arguments(self) -> Iterator[SearchRecord]:
        """Yield the arguments' statements and the parallels' reasons."""
        for found in self.commentary.arguments.values():
            words = self.words(found.body)
            yield SearchRecord(ARGUMENT, found.title, found.docname, found.anchor, words)
        for link in self.commentary.parallels.values():
            title = f"{_place(link.start.first)} {_(link.relation.label)} {_place(link.end.first)}"
            words = self.words(link.body)
            yield SearchRecord(ARGUMENT, title, self.commentary.page_of(link), link.anchor, words)

    def sources(self) -> Iterator[SearchRecord]:
        """Yield the works of the bibliographies."""
        listed: dict[str, tuple[str, str]] = {}
        for citation in self.env.get_domain("cite").data["citations"]:
            where = (citation.bibliography_key.docname, citation.citation_id)
            listed.setdefault(citation.key, where)
        for key, (docname, anchor) in sorted(listed.items()):
            one = self.shelf.works.get(key)
            if one is None:
                continue
            names = one.authors or one.editors
            title = (
                f"{names.short()}, {plain(one.title.short)}" if names else plain(one.title.short)
            )
            yield SearchRecord(SOURCE, title, docname, anchor, plain(bibliography(one)))

    def entries(self) -> Iterator[SearchRecord]:
        """Yield the registers' entries with all their names."""
        forms = _forms(self.env)
        for reference, (docname, entry) in self.domain.entries().items():
            words = " · ".join(dict.fromkeys((*forms.get(reference, ()), entry.tooltip)))
            yield SearchRecord(REGISTER, entry.title, docname, entry.anchor, words)

    def _title(self, place: Place, docname: str) -> str:
        heading = self.env.titles.get(docname)
        return f"{place} {heading.astext()}" if heading else str(place)

    def words(self, body: Prose) -> str:
        """Return what a body says as it is found, citations in their short form."""
        return " ".join(prose.plain(body, self._short).split())

    def _short(self, said: prose.Cite) -> str:
        return short(said, self.shelf.works, self.shelf.shared)


def _place(place: Place) -> str:
    text = str(place)
    return _("Note {number}").format(number=text[1:]) if text.startswith("n") else text


def _forms(env: BuildEnvironment) -> Mapping[Reference, tuple[str, ...]]:
    """Return every name that the registers have of an entry."""
    found = sources.of(env).registers
    out: dict[Reference, tuple[str, ...]] = {}
    groups: tuple[tuple[str, Mapping[str, registers.Entry]], ...] = (
        ("person", found.persons),
        ("place", found.places),
        ("event", found.events),
        ("term", found.terms),
    )
    for kind, entries in groups:
        for entry in entries.values():
            names = (
                entry.name,
                getattr(entry, "standard", ""),
                getattr(entry, "native", ""),
                *entry.forms,
            )
            out[Reference(kind, entry.id)] = tuple(filter(None, names))
    return out
