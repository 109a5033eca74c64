"""What is checked of the marks: that they agree with the pages and with the established text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from critical_edition.model.codes import Code
from critical_edition.model.established import EstablishedText
from critical_edition.model.findings import Finding
from critical_edition.model.lemma import Lemma, LemmaError, LemmaNotFoundError
from critical_edition.model.messages import _
from critical_edition.model.places import PassageId, Place
from critical_edition.model.profile import Profile
from critical_edition.model.suggest import did_you_mean, lemma_elsewhere
from critical_edition.reading import files
from critical_edition.sources import profile as profiles
from critical_edition.sources.read import Sources
from critical_edition.text.marks import Mark, MarkKind


def check_marks(sources: Sources) -> Iterator[Finding]:
    """Check that marks stand on places that there are, and agree with the pages."""
    if any(f.code is Code.MARK for f in sources.faults):
        return
    for place in sources.marks.keys() - sources.places:
        mark = sources.marks[place][0]
        message = _("a mark stands on {place}, which is on no page", place=place)
        yield Finding(Code.MARK, mark.path, mark.line, 1, message)
    everything = [mark for of_place in sources.marks.values() for mark in of_place]
    yield from _check_markers(sources, everything)
    yield from _check_page_breaks(sources, everything)


def check_lemmata(
    marks: Mapping[Place, Iterable[Mark]], text: EstablishedText
) -> Iterator[Finding]:
    """Check that the words of marks stand where a text is established that says so."""
    for place, of_place in marks.items():
        unit = text.get(place)
        if unit is None or not unit.verified:
            continue
        for mark in of_place:
            try:
                mark.span(unit.content.text)
            except LemmaError as error:
                what = error.what
                if isinstance(error, LemmaNotFoundError):
                    what = what.then(lemma_elsewhere(Lemma.parse(mark.lemma), place, text))
                message = _("the {kind} of {place}: {what}", kind=mark.kind, place=place, what=what)
                yield Finding(Code.MARK, mark.path, mark.line, 1, message)


def check_witnesses(marks: Mapping[Place, Iterable[Mark]], profile: Profile) -> Iterator[Finding]:
    """Check that the profile has the sigla that marks name, and none is named twice in an entry."""
    known = [siglum.id for siglum in profile.sigla]
    for mark in (mark for of_place in marks.values() for mark in of_place):
        named = [*mark.witnesses, *(name for r in mark.readings for name in r.witnesses)]
        for name in dict.fromkeys(named):
            if name not in known:
                message = _("the profile declares no siglum “{name}”", name=name)
                hint = did_you_mean(name, known)
                yield Finding(Code.MARK, mark.path, mark.line, 1, message.then(hint))
            elif named.count(name) > 1:
                message = _("“{name}” is named for two readings of one entry", name=name)
                yield Finding(Code.MARK, mark.path, mark.line, 1, message)


def check_sigla(sources: Sources) -> Iterator[Finding]:
    """Check that the bibliography has the works of the witnesses."""
    path = sources.project.profile_file
    for siglum in sources.project.profile.sigla:
        if siglum.work and siglum.work not in sources.keys:
            line, column = profiles.place(files.text(path), ("sigla", siglum.id, "work"))
            message = _("the bibliography has no work “{key}”", key=siglum.work)
            yield Finding(Code.PROFILE, path, line, column, message)


def _check_markers(sources: Sources, known: Iterable[Mark]) -> Iterator[Finding]:
    """Check that each note has one marker and follows the passage in which that stands."""
    homes: dict[str, list[Place]] = {}
    for mark in known:
        if mark.kind is MarkKind.MARKER:
            homes.setdefault(mark.value, []).append(mark.place)
    for unit in sources.standing.text.passages.values():
        for marker in unit.content.markers:
            homes.setdefault(str(marker.note), []).append(unit.place)
    for note in sources.notes:
        path = sources.path(note.docname)
        found = homes.get(str(note.note.number), [])
        if len(found) != 1:
            message = _(
                "{count} marks say where the marker of {note} stands",
                count=len(found),
                note=note.note,
            )
            yield Finding(Code.NOTE_MARKER, path, note.line, 1, message)
        elif note.passage is not None and found[0] != note.passage:
            message = _(
                "note {note} follows passage {passage}, but its marker is in {home}",
                note=note.note,
                passage=note.passage,
                home=found[0],
            )
            yield Finding(Code.NOTE_PLACE, path, note.line, 1, message)


def _check_page_breaks(sources: Sources, known: Iterable[Mark]) -> Iterator[Finding]:
    """Check that each page that begins within a passage has its mark there, and no other has."""
    if sources.standing.text:
        return  # the pages of a passage follow from where they begin
    breaks: dict[PassageId, list[int]] = {}
    for mark in known:
        if mark.kind is MarkKind.PAGE and isinstance(mark.place, PassageId):
            breaks.setdefault(mark.place, []).append(int(mark.value))
    for passage in sources.passages:
        path = sources.path(passage.docname)
        line, _column = passage.spots.get("pages", (passage.line, 1))
        marked = breaks.get(passage.passage, [])
        for page in passage.pages[1:]:
            if marked.count(page) != 1:
                message = _(
                    "{count} marks say where in {passage} page {page} begins",
                    count=marked.count(page),
                    passage=passage.passage,
                    page=page,
                )
                yield Finding(Code.PAGE_MARK, path, line, 1, message)
        for page in marked:
            # A mark at the passage's first word may name the page that the passage opens.
            if passage.pages and page not in passage.pages:
                message = _(
                    "a mark lets page {page} begin in {passage}, which has no such page",
                    page=page,
                    passage=passage.passage,
                )
                yield Finding(Code.PAGE_MARK, path, line, 1, message)
