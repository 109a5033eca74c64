"""What is checked of sections, passages and author's notes: that they are complete and in order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from critical_edition.model.codes import Code
from critical_edition.model.findings import Finding
from critical_edition.model.messages import Message, _
from critical_edition.model.places import PassageId, Place
from critical_edition.sources.read import Sources
from critical_edition.text.lock import Lock


def check_sections(sources: Sources) -> Iterator[Finding]:
    """Check that sections are numbered from 1 without a gap."""
    for expected, section in enumerate(sources.sections, 1):
        if section.number != expected:
            message = _(
                "section {expected} was expected here, not section {number}",
                expected=expected,
                number=section.number,
            )
            yield Finding(Code.SECTION_NUMBER, section.path, 1, 1, message)
            return


def check_passages(sources: Sources) -> Iterator[Finding]:
    """Check that passages and their pages are in order without a gap."""
    for section in sources.sections:
        expected = 1
        for passage in section.passages:
            this = passage.passage
            if this.section != section.number:
                message = _(
                    "passage {this} stands on the page of section {number}",
                    this=this,
                    number=section.number,
                )
                yield Finding(Code.PASSAGE_ID, section.path, passage.line, 1, message)
                continue
            if this.paragraph != expected:
                wanted = PassageId(section.number, expected)
                message = _(
                    "passage {wanted} was expected here, not {this}", wanted=wanted, this=this
                )
                yield Finding(Code.PASSAGE_ORDER, section.path, passage.line, 1, message)
            expected = this.paragraph + 1
    for before, passage in pairwise(p for p in sources.passages if p.pages):
        if not 0 <= passage.pages[0] - before.pages[-1] <= 1:
            message = _(
                "{before} ends on page {last}, but {passage} begins on page {first}",
                before=before.passage,
                last=before.pages[-1],
                passage=passage.passage,
                first=passage.pages[0],
            )
            path, line = (
                sources.path(passage.docname),
                passage.spots.get("pages", (passage.line, 1))[0],
            )
            yield Finding(Code.PAGE_ORDER, path, line, 1, message)


def check_notes(sources: Sources) -> Iterator[Finding]:
    """Check that notes are in order without a gap and follow a passage."""
    expected = 1
    for note in sources.notes:
        path = sources.path(note.docname)
        if note.note.number != expected:
            message = _(
                "note n{expected} was expected here, not {note}", expected=expected, note=note.note
            )
            yield Finding(Code.NOTE_ORDER, path, note.line, 1, message)
        expected = note.note.number + 1
        if note.passage is None:
            message = _("note {note} stands before the first passage of its page", note=note.note)
            yield Finding(Code.NOTE_PLACE, path, note.line, 1, message)


def check_complete(sources: Sources, fingerprints: Lock) -> Iterator[Finding]:
    """Check that the pages have the passages and notes that the lock knows, and no others."""
    known = {place.place for place in fingerprints.places}
    pages = {section.number: section.path for section in sources.sections}
    present: dict[Place, tuple[str, int]] = {}
    for passage in sources.passages:
        present[passage.passage] = passage.docname, passage.line
    for note in sources.notes:
        present[note.note] = note.docname, note.line
    for place in fingerprints.places:
        if place.place not in present:
            path = pages.get(place.section, sources.project.sections)
            message = _("{place} is missing", place=_named(place.place))
            yield Finding(Code.PASSAGE_MISSING, path, 1, 1, message)
    for place_id, (docname, line) in present.items():
        if place_id not in known:
            message = _("the text has no {place}", place=_named(place_id))
            yield Finding(Code.PASSAGE_UNKNOWN, sources.path(docname), line, 1, message)


def _named(place: Place) -> Message:
    if isinstance(place, PassageId):
        return _("passage {place}", place=place)
    return _("note {place}", place=place)
