"""Which entries of the registers a passage's summary and comments may lead to. No Sphinx."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from critical_edition.model.places import PassageId, Place
from critical_edition.model.records import Reference
from critical_edition.model.registers import Entry, PlaceKind, Registers

EVERYWHERE = 7
"""What stands in more than one of so many passages is no news to a reader; a few always may."""

_FEW = 3


def explained(
    registers: Registers, passages: Collection[PassageId]
) -> Mapping[Place, Mapping[Reference, Entry]]:
    """Return for each passage and note the entries that it names and a reader may not know.

    Persons, institutions, terms and events, but not towns and countries.
    """
    most = max(_FEW, len(passages) // EVERYWHERE)
    found: dict[Place, dict[Reference, Entry]] = {}
    for reference, entry in _entries(registers):
        if sum(isinstance(place, PassageId) for place in entry.passages) > most:
            continue
        for place in entry.passages:
            found.setdefault(place, {})[reference] = entry
    return found


def _entries(registers: Registers) -> Iterator[tuple[Reference, Entry]]:
    for person in registers.persons.values():
        yield Reference("person", person.id), person
    for place in registers.places.values():
        if place.kind is PlaceKind.INSTITUTION:
            yield Reference("place", place.id), place
    for event in registers.events.values():
        if event.forms:
            yield Reference("event", event.id), event
    for term in registers.terms.values():
        yield Reference("term", term.id), term
