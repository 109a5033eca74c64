"""The indexes of persons, of places and institutions, and the glossary, from the registers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from docutils import nodes

from critical_edition.domain.commentary_nodes import screen_part
from critical_edition.domain.entries import EntryRecord
from critical_edition.model.i18n import _
from critical_edition.model.registers import Entry, Event, NamedPlace, Person, Term
from critical_edition.outputs.doctree.apparatus import setting
from critical_edition.outputs.doctree.apparatus.nodes import native_form
from critical_edition.outputs.doctree.apparatus.page import Page

_FEW = 10
"""Letters, and the spaces between them, that need no way to each."""

E = TypeVar("E", Person, NamedPlace, Term)


@dataclass(frozen=True, slots=True)
class Shown:
    """How an entry is shown: under its ``head``, what it was, and its other ``forms``.

    ``sort`` is the name by which it is put in order.
    """

    sort: str
    head: Sequence[nodes.Node]
    gloss: str
    forms: Sequence[nodes.Node]


def persons(page: Page) -> Iterable[nodes.Node]:
    """Return the index of persons, in order of their sort names."""
    entries = page.sources.registers.persons.values()

    def named(person: Person) -> Shown:
        return _person(person, page.profile.noun)

    return _list(page, "person", entries, named) or page.empty(_("There are no persons yet."))


def places(page: Page) -> Iterable[nodes.Node]:
    """Return the index of places and institutions, by name."""
    entries = page.sources.registers.places.values()
    return _list(page, "place", entries, _place) or page.empty(_("There are no places yet."))


def terms(page: Page) -> Iterable[nodes.Node]:
    """Return the glossary, by term."""
    entries = page.sources.registers.terms.values()
    return _list(page, "term", entries, _term) or page.empty(_("There are no terms yet."))


def _person(person: Person, noun: str) -> Shown:
    dates = setting.life(person.born, person.died, _("born"), _("died"))
    own = _("In the {noun} {name}").format(noun=noun, name=person.name)
    given = "" if _told(person.name, person.sort) else own
    forms = _forms(person.sort, given, person.standard, person.native)
    return Shown(person.sort, _head(person.sort, dates), person.was, forms)


def _place(place: NamedPlace) -> Shown:
    dates = setting.life(place.began, place.ended, _("from"), _("until"))
    name = setting.filed(place.name)
    forms = _forms(place.name, "", place.standard, place.native)
    return Shown(name, _head(name, dates), place.gloss, forms)


def _term(term: Term) -> Shown:
    english = term.lang == "en"
    name = setting.filed(term.name) if english else term.name
    lang = [] if english else setting.language(term.lang)
    head = nodes.strong("", "", nodes.inline("", name, classes=lang))
    forms = _forms(term.name, "", term.standard, term.native, term.lang)
    return Shown(name, [head], term.gloss, forms)


def _head(name: str, dates: str) -> list[nodes.Node]:
    found: list[nodes.Node] = [nodes.strong("", name)]
    return [*found, nodes.Text(f" ({dates})")] if dates else found


def _told(words: str, head: str) -> bool:
    """Whether a form repeats words of an entry's head, which may have them turned round."""
    return set(head.replace(",", " ").split()).issuperset(words.split())


def _forms(head: str, first: str, standard: str, native: str, lang: str = "") -> list[nodes.Node]:
    """Return ``first``, the standard and the native form, with dots between them.

    What only repeats the head is left out: a word in its own language is its own foreign form.
    """
    found: list[nodes.Node] = []
    for words in (first, "" if _told(standard, head) else standard):
        if words:
            found += [nodes.Text(f"{setting.DOT}{words}" if found else words)]
    if native and not _told(native, head):
        found.append(setting.native(native, lang, first=not found))
    return found


def _list(
    page: Page, kind: str, entries: Iterable[E], show: Callable[[E], Shown]
) -> list[nodes.Node]:
    """Return the entries in order, under the letters with which they begin."""
    shown = [(show(entry), entry) for entry in entries]
    shown.sort(key=lambda pair: (setting.sort_key(pair[0].sort), pair[1].id))
    found: list[nodes.Node] = []
    bar = nodes.paragraph("", classes=["letters"])
    page.locate(bar)
    for letter, under in groupby(shown, lambda pair: setting.letter(pair[0].sort)):
        heading = nodes.rubric("", letter, classes=["letter"], ids=[f"letter-{kind}-{letter}"])
        heading["heading-level"] = 2
        bar += [nodes.Text(" ")] if bar.children else []
        bar += nodes.reference("", letter, refid=heading["ids"][0], internal=True)
        items = nodes.definition_list("", classes=["apparatus-index"])
        items += [_item(page, kind, entry, look) for look, entry in under]
        page.locate(heading)
        page.locate(items)
        found += [heading, items]
    return [screen_part("", bar), *found] if len(bar.children) > _FEW else found


def _item(page: Page, kind: str, entry: Entry, shown: Shown) -> nodes.definition_list_item:
    term = nodes.term("", "", *shown.head)
    gloss = nodes.paragraph("", shown.gloss)
    where = nodes.paragraph("", "", classes=["occurrences"])
    links = page.links(entry.places)
    unprinted = [
        form
        for form in shown.forms
        if isinstance(form, native_form) and form["script"] not in setting.PRINTED
    ]
    if len(unprinted) == len(shown.forms):
        # What print leaves out comes last, or its line would begin with nothing.
        where += [nodes.Text(_("In ")), *links]
        for form in unprinted:
            form.insert(0, nodes.Text(setting.DOT))
            where += form
    else:
        where += [*shown.forms, nodes.Text(_("; in ")), *links]
    where += setting.authority_links(entry)
    definition = nodes.definition("", gloss, where)
    item = nodes.definition_list_item("", term, definition)
    for node in (item, term, definition, gloss, where):
        page.locate(node, entry)
    page.enter(term, record(kind, entry.id, entry.name, shown.gloss))
    return item


def record(kind: str, entry_id: str, name: str, gloss: str) -> EntryRecord:
    """Return by what an entry is referred to: its name, and its explanation in a line."""
    return EntryRecord(kind, entry_id, f"{kind}-{entry_id}", name, f"{name}: {gloss}")


def event_record(event: Event) -> EntryRecord:
    """Return by what an event is referred to."""
    return record("event", event.id, event.name, event.gloss)
