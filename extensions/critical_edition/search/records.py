"""What can be found: a record for each passage's text and summary, note, comment, work, entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from critical_edition import registers
from critical_edition.bibliography import parse_citations
from critical_edition.citation.chicago import Cited, Form, bibliography, cite
from critical_edition.citation.rich import plain
from critical_edition.citations import Shelf, shelf
from critical_edition.commentary_domain import Commentary
from critical_edition.commentary_nodes import argument, editorial_comment, parallel
from critical_edition.domain import EditionDomain, get_domain
from critical_edition.model import Place
from critical_edition.nodes import (
    authornote,
    note_backlink,
    note_number,
    passage,
    passage_head,
    passage_number,
    passage_text,
)
from critical_edition.records import Reference

TEXT, SUMMARY, NOTE, COMMENT, ARGUMENT, SOURCE, REGISTER = (
    "text",
    "summary",
    "note",
    "comment",
    "argument",
    "source",
    "register",
)
_APART = (passage_number, note_number, note_backlink, passage_head)


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
        self.commentary = Commentary.of(domain.data)
        self._pages: dict[str, nodes.document] = {}

    def _page(self, docname: str) -> nodes.document:
        if docname not in self._pages:
            self._pages[docname] = self.env.get_doctree(docname)
        return self._pages[docname]

    def texts(self) -> Iterator[SearchRecord]:
        """Yield the passages' established texts."""
        for place, record in self.domain.passages().items():
            unit = self.domain.text.get(place)
            if unit:
                title = self._title(place, record.docname)
                words = unit.content.text
                yield SearchRecord(TEXT, title, record.docname, place.anchor, words)

    def summaries(self) -> Iterator[SearchRecord]:
        """Yield our summaries."""
        found: dict[str, str] = {}
        for docname in {r.docname: None for r in self.domain.passages().values()}:
            for node in self._page(docname).findall(passage):
                blocks = (p for p in node.findall(nodes.paragraph) if _is_summary(p))
                found.setdefault(node["number"], " ".join(self.words(p) for p in blocks))
        for place, record in self.domain.passages().items():
            words = found.get(str(place), "")
            if words:
                title = self._title(place, record.docname)
                yield SearchRecord(SUMMARY, title, record.docname, place.anchor, words)

    def notes(self) -> Iterator[SearchRecord]:
        """Yield the author's notes, in the author's words or in ours."""
        found: dict[int, str] = {}
        for docname in {r.docname: None for r in self.domain.notes().values()}:
            for node in self._page(docname).findall(authornote):
                found.setdefault(node["number"], self.words(node))
        for note, record in self.domain.notes().items():
            words = found.get(note.number, "")
            if words:
                title = f"Note {note.number}"
                yield SearchRecord(NOTE, title, record.docname, note.anchor, words)

    def comments(self) -> Iterator[SearchRecord]:
        """Yield the comments, where they are shown."""
        written = self._written(editorial_comment, "cid")
        for comment in self.commentary.comments.values():
            home = self.domain.home(comment.on.first)
            if home and comment.id in written:
                lemma = comment.on.lemma
                title = _place(comment.on.first) + (f" {lemma.words}]" if lemma else "")
                words = written[comment.id]
                yield SearchRecord(COMMENT, title, home, comment.anchor, words)

    def arguments(self) -> Iterator[SearchRecord]:
        """Yield the arguments' statements and the parallels' reasons."""
        stated = self._written(argument, "aid")
        for found in self.commentary.arguments.values():
            words = stated.get(found.id, "")
            yield SearchRecord(ARGUMENT, found.title, found.docname, found.anchor, words)
        reasons = self._written(parallel, "pid")
        for link in self.commentary.parallels.values():
            title = f"{_place(link.start.first)} {link.relation.label} {_place(link.end.first)}"
            words = reasons.get(link.id, "")
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

    def _written(self, kind: type[nodes.Element], key: str) -> dict[str, str]:
        """Return the words of all comments, or all statements, by ID."""
        found: dict[str, str] = {}
        pages = {
            record.docname: None
            for group in (
                self.commentary.comments,
                self.commentary.arguments,
                self.commentary.parallels,
            )
            for record in group.values()
        }
        for docname in sorted(pages):
            for node in self._page(docname).findall(kind):
                heads = ("comment-head", "parallel-head")
                blocks = (
                    b
                    for b in node.children
                    if isinstance(b, nodes.Element) and not set(heads) & set(b["classes"])
                )
                found.setdefault(node[key], " ".join(self.words(b) for b in blocks))
        return found

    def words(self, node: nodes.Element) -> str:
        """Return a node's words, its citations in their short form."""
        return re.sub(r"\s+", " ", "".join(_words(node, self.shelf))).strip()


def _is_summary(node: nodes.Element) -> bool:
    if isinstance(node, passage_head | passage_text):
        return False
    parent = node.parent
    while parent is not None and not isinstance(parent, passage):
        if isinstance(parent, authornote | editorial_comment):
            return False
        parent = parent.parent
    return True


def _words(node: nodes.Node, found: Shelf) -> Iterator[str]:
    if isinstance(node, nodes.Text):
        yield node.astext()
    elif isinstance(node, _APART):
        return
    elif isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite":
        cited = []
        for citation in parse_citations(node["reftarget"]):
            one = found.works.get(citation.key)
            if one is not None:
                form = Cited(work=one, locator=citation.locator, form=Form.SHORT)
                cited.append(plain(cite(form, found.shared)))
        yield "; ".join(cited)
    elif isinstance(node, nodes.Element):
        for child in node.children:
            yield from _words(child, found)
        if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
            yield " "


def _place(place: Place) -> str:
    text = str(place)
    return f"Note {text[1:]}" if text.startswith("n") else text


def _forms(env: BuildEnvironment) -> Mapping[Reference, tuple[str, ...]]:
    """Return every name that the registers have of an entry; none where they cannot be read."""
    try:
        found = registers.load(Path(env.srcdir) / env.config.edition_registers)
    except registers.RegisterError:
        return {}  # Warned of when the registers' pages were read.
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
