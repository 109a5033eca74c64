"""What each page shows that is written on others: a page is written anew when that changes.

Only what can be seen counts: a passage shows of a parallel its relation, its other end and its
argument's title, but not its reason; the table of parallels shows no comment. The lines on which
records are written count for nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from critical_edition.model.anchor import Anchor
from critical_edition.model.collection import DESCENT, Commentary
from critical_edition.model.commentary import Argument, Comment, Parallel
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.model.records import NoteRecord, PassageRecord, Reference, Target
from critical_edition.model.registers import Entry
from critical_edition.sources.people import Contributor


@dataclass(frozen=True, slots=True)
class Shown:
    """What pages are made from; ``words`` gives a digest of what is established of a place.

    ``entries`` are those of the registers to which a place's summary and comments may lead.
    """

    commentary: Commentary
    passages: Mapping[PassageId, PassageRecord]
    notes: Mapping[NoteId, NoteRecord]
    targets: Mapping[Reference, Target]
    words: Callable[[Place], str]
    people: Mapping[str, Contributor]
    entries: Mapping[Place, Mapping[Reference, Entry]]

    def digests(self, generated: Mapping[str, Iterable[str]]) -> dict[str, str]:
        """Return for each page what changes with all that it shows of the commentary.

        ``generated`` says by page what parts of the apparatus it has.
        """
        lines: dict[str, list[str]] = {}
        for passage, record in self.passages.items():
            found = lines.setdefault(record.docname, [])
            found += self._passage(passage)
        for argument in self.commentary.arguments.values():
            lines.setdefault(argument.docname, []).extend(self._argument(argument))
        for docname, parts in generated.items():
            for part in parts:
                lines.setdefault(docname, []).extend(_PARTS[part](self))
        return {
            docname: hashlib.blake2b("\n".join(found).encode(), digest_size=16).hexdigest()
            for docname, found in sorted(lines.items())
        }

    # -- what is seen of a record ----------------------------------------------------------

    def _links(self, links: Iterable[tuple[str, str]]) -> Iterator[str]:
        """Yield where links lead, and what is read there."""
        for kind, target in links:
            yield f"{kind} {target} {self.targets.get(Reference(kind, target))}"

    def _place(self, anchor: Anchor) -> Iterator[str]:
        """Yield an anchor as it is written, and where its links lead."""
        yield f"{anchor} {self.commentary.passages(anchor)}"
        for place in (anchor.first, anchor.last):
            kind = "authornote" if isinstance(place, NoteId) else "passage"
            yield from self._links([(kind, str(place))])

    def _steps(self, passages: Iterable[PassageId]) -> Iterator[str]:
        yield from self._links(("passage", str(p)) for p in passages)

    def _title(self, aid: str) -> Iterator[str]:
        argument = self.commentary.arguments.get(aid)
        yield argument.title if argument else aid
        yield from self._links([("argument", aid)])

    def _comment(self, record: Comment) -> Iterator[str]:
        """Yield all of a comment."""
        yield f"{replace(record, docname='', line=0)!r} {self.people.get(record.by)}"
        yield from self._place(record.on)
        yield from self._links([("comment", record.id), *record.links])

    def _mention(self, record: Comment) -> Iterator[str]:
        """Yield what a link to a comment shows."""
        yield f"{record.id} {record.kind}"
        yield from self._place(record.on)
        yield from self._links([("comment", record.id)])

    def _relation(self, record: Parallel) -> Iterator[str]:
        """Yield what is seen of a parallel where its reason is not given."""
        yield f"{record.id} {record.relation} {record.argument}"
        yield from self._place(record.start)
        yield from self._place(record.end)
        yield from self._links([("parallel", record.id)])

    def _reason(self, record: Parallel) -> Iterator[str]:
        yield record.digest
        yield from self._links(record.links)

    def _sides(self, record: Parallel) -> Iterator[str]:
        """Yield what two passages side by side show: their words or summaries, their comments."""
        for anchor in (record.start, record.end):
            yield self.words(anchor.first)
            for passage in self.commentary.passages(anchor):
                yield from self._summary(passage)
                # The letters of comments depend on all that hang on the passage and its notes.
                notes = self.commentary.notes(passage)
                yield " ".join((self.words(passage), *map(self.words, notes)))
                for comment in self.commentary.of_passage(passage, notes):
                    yield from self._mention(comment)
            note = self.notes.get(anchor.first) if isinstance(anchor.first, NoteId) else None
            if note:
                yield note.digest
                yield from self._links(note.links)

    def _summary(self, passage: PassageId) -> Iterator[str]:
        record = self.passages.get(passage)
        if record:
            yield record.digest
            yield from self._links(record.links)

    def _incipit(self, passage: PassageId) -> str:
        record = self.passages.get(passage)
        return record.incipit if record else ""

    def _entries(self, place: Place) -> Iterator[str]:
        """Yield by what words a place's entries are found, and where they are."""
        for reference, entry in self.entries.get(place, {}).items():
            yield f"{entry.forms} {entry.not_in}"
            yield from self._links([(reference.type, reference.target)])

    # -- pages -----------------------------------------------------------------------------

    def _passage(self, passage: PassageId) -> Iterator[str]:
        yield from self._entries(passage)
        for comment in self.commentary.of_passage(passage, self.commentary.notes(passage)):
            yield from self._comment(comment)
            for place in self.commentary.spoken_of(comment.on):
                yield from self._entries(place)
        for record in self.commentary.touching(passage):
            yield from self._relation(record)
            yield from self._title(record.argument)
            way, before, after = self.commentary.nearby(passage, record.argument, DESCENT)
            yield f"{before} {after}"
            yield from self._steps(way)

    def _argument(self, argument: Argument) -> Iterator[str]:
        yield argument.title
        yield " ".join(map(str, self.passages))
        for step in self.commentary.steps(argument.id):
            yield self._incipit(step)
            yield from self._steps([step])
            yield from self._summary(step)
        for record in self.commentary.of_argument(argument.id):
            yield from self._relation(record)
            yield from self._reason(record)
            yield from self._sides(record)

    def _commentary(self) -> Iterator[str]:
        for passage in self.passages:
            yield f"{passage} {self._incipit(passage)}"
            yield from self._steps([passage])
        for comment in self.commentary.comments.values():
            yield from self._comment(comment)
        yield repr(sorted(self.commentary.homes.items()))

    def _authors(self) -> Iterator[str]:
        for comment in self.commentary.comments.values():
            yield from self._mention(comment)
            yield f"{comment.by} {comment.date} {self.people.get(comment.by)}"
        for record in self.commentary.parallels.values():
            yield from self._relation(record)
            yield f"{record.by} {self.people.get(record.by)}"
        yield repr(sorted(self.commentary.homes.items()))

    def _order(self) -> Iterator[str]:
        """Yield the arguments of each page in their order; that of pages is not to be seen here."""
        found = self.commentary.arguments.values()
        yield from (a.id for a in sorted(found, key=lambda a: (a.docname, a.line)))

    def _parallels(self) -> Iterator[str]:
        yield " ".join(map(str, self.passages))
        yield from self._order()
        for record in self.commentary.parallels.values():
            yield from self._relation(record)
            yield from self._title(record.argument)
            yield from self._steps(self.commentary.joined(record))

    def _synopsis(self) -> Iterator[str]:
        yield from self._order()
        for record in self.commentary.parallels.values():
            yield from self._relation(record)
            yield from self._title(record.argument)
            yield from self._reason(record)
            yield from self._sides(record)


_PARTS: Mapping[str, Callable[[Shown], Iterator[str]]] = {
    "commentary": Shown._commentary,
    "comment-authors": Shown._authors,
    "contributors": Shown._authors,
    "parallels": Shown._parallels,
    "synopsis": Shown._synopsis,
    "argument-map": Shown._parallels,
}
