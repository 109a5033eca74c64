"""What is checked of the edition's roles: that they refer to what there is."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from critical_edition.model.codes import Code
from critical_edition.model.findings import Finding
from critical_edition.model.messages import Message, _
from critical_edition.model.places import NoteId, PassageId, Place, parse_place
from critical_edition.model.refused import Refused
from critical_edition.model.registers import RegisterCode
from critical_edition.model.suggest import did_you_mean, nearest_place
from critical_edition.reading.places import place as place_of
from critical_edition.sources import refusal
from critical_edition.sources.read import Sources
from critical_edition.sources.references import REGISTERED, EditionReference, ids
from critical_edition.text.lock import Lock

_ANCHORED = ("comment", "argument", "parallel")
_STEMS = {"person": "persons", "place": "places", "event": "events", "term": "terms"}
_REFERRED = {"authornote": "author's note"}


def check_references(sources: Sources, fingerprints: Lock | None) -> Iterator[Finding]:
    """Check that roles of the edition refer to places, records and entries that there are."""
    # Of a register that cannot be read a finding of its own says so, not one for each reference.
    unread = {f.path.stem for f in sources.faults if f.code is RegisterCode.FILE}
    # What the lock has is in the text: where its page lacks it, a finding of its own says so.
    places = {*sources.places, *(f.place for f in (fingerprints.places if fingerprints else ()))}
    known: dict[str, Collection[str]] = {
        **ids(sources.registers),
        "passage": {str(place) for place in places if isinstance(place, PassageId)},
        "authornote": {str(place) for place in places if isinstance(place, NoteId)},
        "comment": {c.id for c in sources.comments},
        "argument": {a.id for a in sources.arguments},
        "parallel": {p.id for p in sources.parallels},
    }
    for page in sources.pages:
        if page.is_guide or not page.readable:
            continue
        for found in page.references:
            line, column = place_of(page.content, found.start)
            if not found.known:
                # Outside commentary Sphinx's own role for its glossaries may stand.
                if refusal.is_commentary(page.docname) or found.kind != "term":
                    message = _(
                        "there is no role “{kind}”; write {{edition:{kind}}}", kind=found.kind
                    )
                    yield Finding(Refused.ROLE, page.path, line, column, message)
            elif found.target not in known[found.kind]:
                broken = found.kind in _ANCHORED and found.target in sources.faulty
                if broken or _STEMS.get(found.kind) in unread:
                    continue  # a finding of its own says what is wrong with it
                what = _REFERRED.get(found.kind, found.kind)
                code = Code.REFERENCE
                message = _("there is no {what} “{target}”", what=what, target=found.target)
                if found.kind in REGISTERED:
                    code = Code.REGISTER_UNKNOWN
                    message = _(
                        "there is no {what} “{target}” in the registers",
                        what=what,
                        target=found.target,
                    )
                hint = _hint(found, sources, known[found.kind], places)
                yield Finding(code, page.path, line, column, message.then(hint))


def _hint(
    found: EditionReference, sources: Sources, known: Collection[str], places: Collection[Place]
) -> Message:
    if (anchor := f"{found.kind}-{found.target}") in sources.retired:
        to = sources.retired[anchor][0]
        return _("It was retired, and {to} takes its place", to=to)
    if found.kind in ("passage", "authornote"):
        try:
            return nearest_place(parse_place(found.target), places)
        except ValueError:
            return Message()
    return did_you_mean(found.target, known)
