"""The registers as TEI: persons, institutions, places and events; the terms as a glossary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml.etree import _Element

from critical_edition.model.registers import (
    Entry,
    Event,
    NamedPlace,
    Person,
    PlaceKind,
    Precision,
    Registers,
    Term,
    authorities,
)
from critical_edition.outputs.data.tei.elements import el, name, pointer
from critical_edition.sources.people import EDITORS, anchor


def lists(registers: Registers) -> list[_Element]:
    """Return the registers that hold something."""
    places = registers.places.values()
    orgs = [_org(one) for one in places if one.kind is PlaceKind.INSTITUTION]
    terms = [part for one in registers.terms.values() for part in _term(one)]
    found = (
        ("listPerson", "", [_person(one) for one in registers.persons.values()]),
        ("listOrg", "", orgs),
        ("listPlace", "", [_place(one) for one in places if one.kind is PlaceKind.PLACE]),
        ("listEvent", "", [_event(one) for one in registers.events.values()]),
        ("list", "gloss", terms),
    )
    return [el(tag, *held, type=kind) for tag, kind, held in found if held]


def _person(one: Person) -> _Element:
    dates = (("birth", one.born), ("death", one.died))
    return el(
        "person",
        *_names("persName", one, sort=one.sort, standard=one.standard, native=one.native),
        *(el(tag, when=str(date)) for tag, date in dates if date),
        *_numbers(one),
        *_notes(one, one.was),
        id=name("person", one.id),
        role=one.role,
    )


def _org(one: NamedPlace) -> _Element:
    names = _names("orgName", one, standard=one.standard, native=one.native)
    numbers = list(_numbers(one))
    held = [*names, *_lasting(one), *numbers, *_notes(one, one.gloss)]
    return el("org", *held, id=name("place", one.id))


def _place(one: NamedPlace) -> _Element:
    names = _names("placeName", one, standard=one.standard, native=one.native)
    held = [*names, *_lasting(one), *_notes(one, one.gloss), *_numbers(one)]
    return el("place", *held, id=name("place", one.id))


def _lasting(one: NamedPlace) -> Iterator[_Element]:
    if one.began or one.ended:
        dates = {"from_": str(one.began or ""), "to": str(one.ended or "")}
        yield el("state", el("label", "existence"), type="existence", **dates)


def _event(one: Event) -> _Element:
    labels = [("name", one.name), ("native", one.native)]
    notes = _notes(one, one.gloss)
    if one.authors_date:
        notes.append(el("note", one.authors_date, type="authors-date"))
    return el(
        "event",
        *_numbers(one),
        *(el("label", words, type=kind) for kind, words in labels if words),
        *(el("label", form, type="form") for form in one.forms),
        *notes,
        id=name("event", one.id),
        type=one.kind,
        subtype=one.precision,
        resp=pointer(anchor(EDITORS)) if one.added else "",
        **_when(one),
    )


def _when(one: Event) -> dict[str, str]:
    if one.end is not None:
        within = one.precision is Precision.SEASON
        first, last = ("notBefore", "notAfter") if within else ("from_", "to")
        return {first: str(one.date), last: str(one.end)}
    return {"when": str(one.date)}


def _term(one: Term) -> Iterator[_Element]:
    others = (("standard", one.standard), ("native", one.native))
    yield el("label", el("term", one.name, lang=one.lang), id=name("term", one.id))
    said = [el("term", words, type=kind) for kind, words in others if words]
    said += [el("term", form, type="form", lang=one.lang) for form in one.forms]
    yield el("item", *said, *_notes(one, one.gloss))


# -- what all entries have -----------------------------------------------------------------------


def _names(tag: str, one: Entry, **others: str) -> Iterator[_Element]:
    yield el(tag, one.name)
    yield from (el(tag, words, type=kind) for kind, words in others.items() if words)
    yield from (el(tag, form, type="form") for form in one.forms)


def _numbers(one: Entry) -> Iterator[_Element]:
    return (el("idno", address, type=kind) for kind, address in authorities(one))


def _notes(one: Entry, gloss: str) -> list[_Element]:
    """Return what an entry is, where the text has it, and what was looked up."""
    said: Iterable[tuple[str, str]] = (
        ("gloss", gloss),
        ("verified", one.verified),
        ("remark", one.note),
    )
    found = [el("note", words, type=kind) for kind, words in said if words]
    if one.places:
        at = (el("ptr", target=pointer(place.anchor)) for place in one.places)
        found.append(el("note", *at, type="passages"))
    return found
