"""The domain ``edition``: what every page says of passages and author's notes.

All data is kept by docname in frozen records, without nodes: purging a document is one ``pop``,
merging takes over whole documents, and what concerns several documents (duplicates, order) is
decided once all have been read, in sorted order of docnames.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.domains import Domain, ObjType
from sphinx.util.nodes import make_refnode

from critical_edition.checking import commentary as commentary_checks
from critical_edition.checking.marks import check_lemmata, check_witnesses
from critical_edition.domain import freshness
from critical_edition.domain import targets as record_targets
from critical_edition.domain.config import load_standing, load_text, profile_of, text_folder
from critical_edition.domain.entries import EntryRecord, GeneratedPart
from critical_edition.domain.roles import NoteRole, PassageRole, RecordRole
from critical_edition.domain.warnings import logger, warn, warn_of
from critical_edition.model import collection
from critical_edition.model.citations import Citation
from critical_edition.model.codes import Code
from critical_edition.model.collection import Commentary
from critical_edition.model.commentary import Argument, Comment, Parallel
from critical_edition.model.established import EstablishedText, EstablishedUnit
from critical_edition.model.i18n import _
from critical_edition.model.places import NoteId, PassageId, Place, parse_place
from critical_edition.model.records import NoteRecord, PassageRecord, Reference, Target
from critical_edition.sources import people, retired
from critical_edition.sources.texts import Standing
from critical_edition.text import apparatus, marks, store
from critical_edition.text.marks import Mark, MarkKind
from critical_edition.text.recorded import Recorded, RecordError
from critical_edition.text.recorded import load as load_recorded

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


CONTRIBUTORS = "contributors"
"""What a page is recorded to show that lists who made the edition."""

EMENDATIONS = "emendations"
"""The same of a page that has the apparatus criticus as a list."""

_BY_DOCNAME = (
    "passages",
    "notes",
    "references",
    "shown",
    "entries",
    "faulty",
    "parts",
    *collection.KEYS,
)


class EditionDomain(Domain):
    """Passages and author's notes, with their roles."""

    name = "edition"
    label = "Critical edition"
    data_version = 11
    object_types: ClassVar[dict[str, ObjType]] = {
        "passage": ObjType("passage", "passage"),
        "authornote": ObjType("author's note", "authornote"),
        "comment": ObjType("comment", "comment"),
        "argument": ObjType("argument", "argument"),
        "parallel": ObjType("parallel", "parallel"),
        "person": ObjType("person", "person"),
        "place": ObjType("place or institution", "place"),
        "event": ObjType("event", "event"),
        "term": ObjType("term", "term"),
    }
    roles: ClassVar[dict[str, Any]] = {
        "passage": PassageRole(),
        "authornote": NoteRole(),
        "comment": RecordRole(),
        "argument": RecordRole(),
        "parallel": RecordRole(),
        "person": RecordRole(),
        "place": RecordRole(),
        "event": RecordRole(),
        "term": RecordRole(),
    }
    dangling_warnings: ClassVar[dict[str, str]] = {
        "passage": "no passage is called “%(target)s”",
        "authornote": "no author's note is called “%(target)s”",
        "source": "the bibliography has no work “%(target)s”",
        "comment": "no comment is called “%(target)s”",
        "argument": "no argument is called “%(target)s”",
        "parallel": "no parallel is called “%(target)s”",
        "person": "the index of persons has no “%(target)s”",
        "place": "the index of places and institutions has no “%(target)s”",
        "event": "the chronology has no “%(target)s”",
        "term": "the glossary has no “%(target)s”",
    }
    initial_data: ClassVar[dict[str, Any]] = {
        "passages": {},
        "notes": {},
        "comments": {},
        "arguments": {},
        "parallels": {},
        "generated": {},
        "entries": {},
        "faulty": {},
        "parts": {},
        "parts_shown": {},
        "references": {},
        "shown": {},
        "published": {},
        "outline": "",
        "listed": {},
        "woven": {},
        "retired": set(),
        "positions": {},
        "lemmata": (None, {}),
    }

    # -- what is outside the pages: the established text and the marks ------------------------

    _standing: Standing | None = None
    _text: EstablishedText | None = None
    _record: Recorded | RecordError | None = None
    _marks: Mapping[Place, tuple[Mark, ...]] | None = None
    _passages: Mapping[PassageId, PassageRecord] | None = None
    _commentary: Commentary | None = None

    @property
    def standing(self) -> Standing:
        """What stands in the pages, read once a process."""
        if self._standing is None:
            self._standing = load_standing(self.env.config, Path(self.env.srcdir))
        return self._standing

    @property
    def text(self) -> EstablishedText:
        """What is established, read once a process."""
        if self._text is None:
            self._text = self.standing.text or load_text(self.env.config, Path(self.env.srcdir))
        return self._text

    @property
    def marks(self) -> Mapping[Place, tuple[Mark, ...]]:
        """The marks by place, read once a process; none, with a warning, where they are faulty."""
        if self._marks is None:
            try:
                self._marks = marks.load(
                    Path(self.env.srcdir) / self.env.config.edition_marks,
                    profile_of(self.env.config).quoted,
                )
            except marks.MarkError as error:
                self._marks = {}
                warn_of(error.finding)
        return self._marks

    @property
    def marked_pages(self) -> AbstractSet[int]:
        """The printed pages of which a mark, or the text itself, says where in it they begin."""
        units = self.standing.text.passages.values()
        return {point.page for unit in units for point in unit.content.page_breaks} | {
            int(mark.value)
            for place, found in self.marks.items()
            for mark in found
            if mark.kind is MarkKind.PAGE and isinstance(place, PassageId)
        }

    def show(self, docname: str, place: Place) -> EstablishedUnit | None:
        """Return what is established of a place, and record that the document shows it."""
        shown = self.data["shown"].setdefault(docname, {})
        shown[place] = self._digest(place)
        if isinstance(place, PassageId):
            srcdir = Path(self.env.srcdir)
            folder = text_folder(self.env.config, srcdir)
            files = store.files(folder) if folder else ()
            found = [p for p in files if p.name.startswith(f"{place.section}-")]
            mark_file = srcdir / self.env.config.edition_marks / f"{place.section}.toml"
            found += [mark_file] if mark_file.is_file() else []
            for path in found:
                self.env.note_dependency(path, docname=docname)
        return self.text.get(place)

    def _digest(self, place: Place) -> str:
        """Return a digest of all that is outside the page and shown at a place."""
        # The pages of the printing follow from where those before it end.
        pages = self.standing.pages.get(place) if isinstance(place, PassageId) else None
        state = (self.text.get(place), self.marks.get(place, ()), pages)
        return hashlib.blake2b(repr(state).encode(), digest_size=16).hexdigest()

    def outdated(self) -> set[str]:
        """Return the documents that show what has changed, come or gone since they were read."""
        # Read here, before Sphinx forks, so that faults are warned of once and not in each process.
        _ = (self.text, self.marks)
        outdated = {
            docname
            for docname, shown in self.data["shown"].items()
            if any(digest != self._digest(place) for place, digest in shown.items())
        }
        before, self.data["positions"] = self.data["positions"], self._positions()
        self._gather_anew()
        # What shows comments in their order follows once one of their pages has been read.
        return outdated if before == self.data["positions"] else outdated | {*self.data["comments"]}

    # -- what the pages say -----------------------------------------------------------------

    def note_passage(self, record: PassageRecord) -> None:
        """Record a passage."""
        self._gather_anew()
        self.data["passages"].setdefault(record.docname, []).append(record)

    def note_authornote(self, record: NoteRecord) -> None:
        """Record an author's note."""
        self._gather_anew()
        self.data["notes"].setdefault(record.docname, []).append(record)

    def note_record(self, kind: str, record: Comment | Argument | Parallel) -> None:
        """Record a comment, an argument or a parallel (``kind`` in the plural)."""
        self._gather_anew()
        self.data[kind].setdefault(record.docname, []).append(record)

    def note_generated(self, docname: str, what: str) -> None:
        """Record that a page shows what the domain gathers from all pages: what of it."""
        self.data["generated"].setdefault(docname, []).append(what)

    def generating(self, what: str) -> str | None:
        """Return the first page, in order of docnames, that shows what of it, if any does."""
        found = (d for d, shown in sorted(self.data["generated"].items()) if what in shown)
        return next(found, None)

    def note_place(self, docname: str, place: Place) -> None:
        """Record a reference to a passage or note."""
        kind = "passage" if isinstance(place, PassageId) else "authornote"
        self.note_reference(docname, Reference(kind, str(place)))

    def note_faulty(self, docname: str, name: str) -> None:
        """Record the ID of what stands on a page but cannot be used."""
        self.data["faulty"].setdefault(docname, set()).add(name)

    def note_entry(self, docname: str, entry: EntryRecord) -> None:
        """Record an entry of a generated page."""
        self.data["entries"].setdefault(docname, []).append(entry)

    def note_part(self, docname: str, part: GeneratedPart) -> None:
        """Record that a page shows a part of the apparatus."""
        self.data["parts"].setdefault(docname, []).append(part)

    def note_reference(self, docname: str, reference: Reference) -> None:
        """Record a reference, so that a change of its target brings the document up to date."""
        self.data["references"].setdefault(docname, set()).add(reference)

    def all_passages(self) -> Iterator[PassageRecord]:
        """Yield the records of all documents, these in sorted order; duplicates too."""
        for __, records in sorted(self.data["passages"].items()):
            yield from records

    def all_notes(self) -> Iterator[NoteRecord]:
        """Yield the records of all documents, these in sorted order; duplicates too."""
        for __, records in sorted(self.data["notes"].items()):
            yield from records

    def passages(self) -> Mapping[PassageId, PassageRecord]:
        """Return the passages in order; of one given twice, the first in order of docnames."""
        if self._passages is None:
            found: dict[PassageId, PassageRecord] = {}
            for record in self.all_passages():
                found.setdefault(record.passage, record)
            self._passages = dict(sorted(found.items()))
        return self._passages

    def commentary(self) -> Commentary:
        """Return the comments, arguments and parallels of all documents, in order."""
        if self._commentary is None:
            self._commentary = Commentary.of(self.data)
        return self._commentary

    def _gather_anew(self) -> None:
        """Note that a document has said something else, or has gone."""
        self._passages = self._commentary = None

    def notes(self) -> dict[NoteId, NoteRecord]:
        """Return the notes in order; of one given twice, the first in order of docnames."""
        found: dict[NoteId, NoteRecord] = {}
        for record in self.all_notes():
            found.setdefault(record.note, record)
        return dict(sorted(found.items()))

    def cited(self) -> dict[NoteId, tuple[Citation, ...]]:
        """Return what each note cites; of one given twice, the first in order of docnames."""
        return {note: record.citations for note, record in self.notes().items()}

    def entries(self) -> dict[Reference, tuple[str, EntryRecord]]:
        """Return the entries of the generated pages with their pages, the first of each."""
        found: dict[Reference, tuple[str, EntryRecord]] = {}
        for docname, entries in sorted(self.data["entries"].items()):
            for entry in entries:
                found.setdefault(Reference(entry.type, entry.id), (docname, entry))
        return found

    def clear_doc(self, docname: str) -> None:
        """Forget what a document said."""
        self._gather_anew()
        for key in _BY_DOCNAME:
            self.data[key].pop(docname, None)

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Record the references of a page that name no domain, as those of MyST to an anchor."""
        for node in document.findall(pending_xref):
            if not node.get("refdomain"):
                self.note_reference(docname, _named(node["reftarget"]))

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process has read of the documents."""
        self._gather_anew()
        for key in _BY_DOCNAME:
            for docname in docnames:
                if docname in otherdata[key]:
                    self.data[key][docname] = otherdata[key][docname]

    # -- once all have been read -----------------------------------------------------------

    def targets(self) -> dict[Reference, Target]:
        """Return everything that can be referred to, and where it is."""
        found = {
            Reference("passage", str(p)): Target(r.docname, p.anchor, r.tooltip)
            for p, r in self.passages().items()
        }
        named = profile_of(self.env.config).of_author(
            _("{author}'s note {{number}}"), _("Author's note {number}")
        )
        for note, record in self.notes().items():
            tooltip = named.format(number=note.number)
            found[Reference("authornote", str(note))] = Target(record.docname, note.anchor, tooltip)
        if listing := self.generating(EMENDATIONS):
            for entry in apparatus.in_order(self.marks):
                found[Reference("emendation", entry.name)] = Target(
                    listing, entry.anchor, _("Emendation")
                )
        found |= {
            reference: Target(docname, entry.anchor, entry.tooltip)
            for reference, (docname, entry) in self.entries().items()
        }
        found |= record_targets.targets(self.commentary(), self.homes().get)
        for anchor, to in self.retired().items():
            if target := found.get(record_targets.reference_of(to)):
                found.setdefault(record_targets.reference_of(anchor), target)
        return found

    def retired(self) -> dict[str, str]:
        """Return for each retired anchor the one that takes its place in the end."""
        listed, _ = retired.read(Path(self.env.srcdir) / "retired.toml")
        return record_targets.successors({anchor: to for anchor, (to, _) in listed.items()})

    def home(self, place: Place) -> str | None:
        """Return the page on which a place is shown, if any is."""
        if isinstance(place, PassageId):
            passage = self.passages().get(place)
            return passage.docname if passage else None
        note = self.notes().get(place)
        return note.docname if note else None

    def homes(self) -> dict[Place, str]:
        """Return the pages of all places, for who asks for many."""
        found: dict[Place, str] = {place: r.docname for place, r in self.passages().items()}
        return found | {place: r.docname for place, r in self.notes().items()}

    def update(self) -> set[str]:
        """Publish the targets; return the documents that refer to one that has changed.

        Where the edition's contents have changed, these are all documents.
        """
        old: dict[Reference, Target] = self.data["published"]
        new = self.targets()
        changed = {r for r in old.keys() | new.keys() if old.get(r) != new.get(r)}
        self.data["published"] = new
        now = set(self.retired().items())
        moved = now ^ self.data["retired"]
        self.data["retired"] = now
        self._digest_lemmata(self.commentary())
        affected = {d for d, refs in self.data["references"].items() if refs & changed}
        # The page of what takes the place of a retired ID has its anchor too.
        successors = (new.get(record_targets.reference_of(to)) for _, to in moved)
        affected |= {target.docname for target in successors if target}
        below = self.data["listed"]
        self.data["listed"] = freshness.listed(self.env)
        affected |= {d for d, what in self.data["listed"].items() if below.get(d, what) != what}
        contents, self.data["outline"] = self.data["outline"], freshness.outline(self.env)
        return affected if contents == self.data["outline"] else set(self.env.found_docs)

    def check_consistency(self) -> None:
        """Warn of passages and notes that are given twice or out of order."""
        seen: dict[Place, PassageRecord | NoteRecord] = {}
        for record in self.all_passages():
            self._check_single(Code.PASSAGE_ORDER, "passage", record.passage, record, seen)
        for note in self.all_notes():
            self._check_single(Code.NOTE_ORDER, "author's note", note.note, note, seen)
        for finding in commentary_checks.check(self.data, self.grounds()):
            # What can only be checked by someone with a copy is no fault.
            if finding.code is Code.LEMMA_UNRECORDED:
                logger.info("%s:%d: %s", finding.path, finding.line, finding.message)
            else:
                warn_of(finding)
        for finding in check_witnesses(self.marks, profile_of(self.env.config)):
            warn_of(finding)
        for finding in check_lemmata(self.marks, self.text):
            warn_of(finding)
        for docname in sorted(self.data["passages"]):
            self._check_order(self.data["passages"][docname])
        last = NoteId(0)
        for note in sorted(self.all_notes(), key=self._position):
            if note.note < last:
                message = f"author's note {note.note} comes after {last}"
                warn(Code.NOTE_ORDER, message, (note.docname, note.line))
            last = max(last, note.note)

    def grounds(self) -> commentary_checks.Grounds:
        """Return what the commentary is held against."""
        return commentary_checks.Grounds(
            {*self.passages(), *self.notes()},
            self.text,
            lambda docname: Path(self.env.doc2path(docname)),
            lambda docname: str(self.env.doc2path(docname, False)),
            self._recorded(),
            faulty={name for names in self.data["faulty"].values() for name in names},
        )

    def _positions(self) -> dict[str, tuple[int, int | None]]:
        """Return where lemmata were found, by what hangs on them.

        That is the position of the first word and, of a stretch, of the last.
        """
        record = self._read_record()
        # A fault is for the check of consistency to warn of.
        entries = record.entries if isinstance(record, Recorded) else {}
        return {ref: (entry.word, entry.last) for ref, entry in entries.items()}

    def _read_record(self) -> Recorded | RecordError | None:
        """Read, once a build, which lemmata were found in the text."""
        path = Path(self.env.srcdir, self.env.config.edition_marks).parent / "lemmata.lock"
        try:
            self._record = load_recorded(path)
        except RecordError as error:
            self._record = error
        return self._record

    def _digest_lemmata(self, commentary: Commentary) -> None:
        """Make the digests of all lemmata, and keep them with the environment: they take long."""
        if isinstance(self._record, Recorded):
            key = (self._record.salt, self._record.iterations)
            known: tuple[object, dict[tuple[str, str], str]] = self.data["lemmata"]
            if known[0] == key:
                self._record.know(known[1])
            anchors = [on for _, on in collection.anchors(commentary) if on.lemma]
            self.data["lemmata"] = (key, self._record.digests(anchors))

    def _recorded(self) -> Recorded | None:
        """Return which lemmata were found in the text; none, with a warning, where that is faulty."""
        record = self._record or self._read_record()
        if isinstance(record, RecordError):
            warn(Code.LOCK, str(record), None)
            return None
        return record

    def _position(self, record: NoteRecord) -> tuple[PassageId, str, int]:
        return (record.passage or PassageId(0, 0), record.docname, record.line)

    def _check_single(
        self,
        code: Code,
        what: str,
        place: Place,
        record: PassageRecord | NoteRecord,
        seen: dict[Place, PassageRecord | NoteRecord],
    ) -> None:
        first = seen.setdefault(place, record)
        if first is not record:
            where = f"{self.env.doc2path(first.docname, False)}:{first.line}"
            message = f"{what} {place} is given twice, first in {where}"
            warn(code, message, (record.docname, record.line))

    def _check_order(self, records: Iterable[PassageRecord]) -> None:
        last: PassageId | None = None
        for record in records:
            if last and record.passage < last:
                message = f"passage {record.passage} comes after {last}"
                warn(Code.PASSAGE_ORDER, message, (record.docname, record.line))
            last = max(last or record.passage, record.passage)

    # -- references ---------------------------------------------------------------------------

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Return a link to the place, or None where there is none."""
        if typ == "source":
            return self._resolve_source(fromdocname, builder, target, contnode)
        if typ == "contributor":
            return self._resolve_contributor(fromdocname, builder, target, contnode)
        published: dict[Reference, Target] = self.data["published"]
        found = published.get(Reference(typ, target))
        if found is None:
            return None
        if typ in ("person", "place", "event", "term") and not node.get("refexplicit"):
            # What the register calls it: the role was given its ID.
            contnode = nodes.inline("", self.entries()[Reference(typ, target)][1].title)
        return make_refnode(
            builder, fromdocname, found.docname, found.anchor, contnode, found.tooltip
        )

    def _resolve_contributor(
        self, fromdocname: str, builder: Builder, name: str, contnode: nodes.Element
    ) -> nodes.reference:
        """Return a link to who wrote something, or the name alone where no page lists who did."""
        if docname := self.generating(CONTRIBUTORS):
            return make_refnode(builder, fromdocname, docname, people.anchor(name), contnode)
        # Sphinx puts any node in the place of a reference, though it says that it is a link.
        return cast("nodes.reference", contnode)

    def _resolve_source(
        self, fromdocname: str, builder: Builder, key: str, contnode: nodes.Element
    ) -> nodes.reference | None:
        """Return a link to a work's entry in the bibliography."""
        for citation in self.env.get_domain("cite").data["citations"]:
            if citation.key == key:
                docname = citation.bibliography_key.docname
                return make_refnode(builder, fromdocname, docname, citation.citation_id, contnode)
        return None

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Return what ``2.6`` leads to, or an anchor (``p2.6``, ``n7``, ``comment-war-scare``)."""
        found = _named(target)
        if found not in self.data["published"]:
            return []
        link = self.resolve_xref(
            env, fromdocname, builder, found.type, found.target, node, contnode
        )
        return [(f"edition:{found.type}", link)] if link else []

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Yield passages and notes for the inventory and the search."""
        for passage, record in self.passages().items():
            name = str(passage)
            yield name, record.tooltip, "passage", record.docname, passage.anchor, 1
        for reference, target in record_targets.targets(
            self.commentary(), self.homes().get
        ).items():
            name, where = reference.target, target.docname
            yield (
                f"{reference.type}.{name}",
                target.tooltip,
                reference.type,
                where,
                target.anchor,
                1,
            )
        for docname, entry in self.entries().values():
            yield f"{entry.type}.{entry.id}", entry.title, entry.type, docname, entry.anchor, 1
        for note, note_record in self.notes().items():
            title = f"Author's note {note.number}"
            yield str(note), title, "authornote", note_record.docname, note.anchor, 1


def _named(target: str) -> Reference:
    """Return what ``2.6`` names, or an anchor, whether there is such a thing or not."""
    try:
        place = parse_place(target.removeprefix("p"))
    except ValueError:
        return record_targets.reference_of(target)
    typ = "passage" if isinstance(place, PassageId) else "authornote"
    return Reference(typ, str(place))


def get_domain(env: BuildEnvironment) -> EditionDomain:
    """Return the environment's domain."""
    domain = env.get_domain("edition")
    assert isinstance(domain, EditionDomain)
    return domain
