"""Works as ``biblStruct``: what the bibliography has of them, with what parts take from wholes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml.etree import _Element

from critical_edition.citation import rich
from critical_edition.citation.dates import SEASONS, Date, Day
from critical_edition.citation.names import Name, Names
from critical_edition.citation.rich import Rich
from critical_edition.citation.work import Kind, Title, Work
from critical_edition.outputs.data.tei.elements import Part, el, name
from critical_edition.outputs.data.tei.prose import WORK


def structure(work: Work) -> _Element:
    """Return a work as a bibliographic structure, under the name by which citations point to it."""
    whole = work.container
    within = whole or (work if work.journal else None)
    held: list[_Element] = []
    if within is not None and work.title:
        level = "a" if work.kind in (Kind.PART, Kind.ARTICLE, Kind.NEWSPAPER) else "u"
        own = _people(work, editors=whole is not None)
        held.append(el("analytic", *own, *_titles(work.title, level), *_dated(work)))
    held.append(_monograph(work, apart=bool(held)))
    series = whole or work
    if series.series:
        scope = [el("biblScope", series.series_number)] if series.series_number else []
        held.append(el("series", el("title", series.series, level="s"), *scope))
    notes = [el("note", *parts(said)) for said in (work.medium, work.note) if said]
    links = [el("ref", work.url, target=work.url)] if work.url else []
    return el("biblStruct", *held, *notes, *links, id=name(WORK, work.key), type=work.kind.value)


def _monograph(work: Work, *, apart: bool) -> _Element:
    """Return what is published by itself: the work, or what it is a part of (``apart``)."""
    whole = work.container if apart and work.container else work
    title, level = whole.title, "m"
    if work.journal and (apart or not title):
        title, level = work.journal, "j"
    elif whole.kind is Kind.PERIODICAL:
        level = "j"
    elif whole.kind is Kind.LOOSE:
        level = "u"
    journal = apart and level == "j"
    people = [] if journal else list(_people(whole))
    numbers = [el("idno", work.doi, type="DOI")] if work.doi else []
    edition = [el("edition", whole.edition)] if whole.edition else []
    titles = [*_titles(title, level)] or [el("title", level=level)]
    return el(
        "monogr", *people, *titles, *numbers, *edition, _imprint(work, apart=apart), *_scope(work)
    )


def _imprint(work: Work, *, apart: bool) -> _Element:
    """Return how a work is published, with the date of a part itself where nothing else has it."""
    held = [el("pubPlace", place) for place in work.places]
    held += [el("publisher", work.publisher)] if work.publisher else []
    held += [_date(work.date)] if work.date else []
    held += [_date(work.dated, "dated")] if work.dated and not apart else []
    held += [_date(work.accessed, "accessed")] if work.accessed else []
    return el("imprint", *held or [el("date")])


def _scope(work: Work) -> Iterator[_Element]:
    whole = work.container
    scopes = (
        ("volume", work.volume or (whole.volume if whole else "")),
        ("part", work.part),
        ("issue", work.number or work.issue),
        ("chapter", work.chapter),
        ("page", work.pages),
    )
    if volumes := (whole or work).volumes:
        yield el("extent", volumes, n="volumes")
    yield from (el("biblScope", words, unit=unit) for unit, words in scopes if words)


def _dated(work: Work) -> Iterator[_Element]:
    if work.dated:
        yield _date(work.dated)


# -- names, titles, dates ------------------------------------------------------------------------


def _people(work: Work, *, editors: bool = True) -> Iterator[_Element]:
    yield from _named("author", work.authors)
    if editors:
        yield from _named("editor", work.editors, work.editor_role)
    yield from _named("editor", work.translators, "translator")
    yield from _named("editor", work.introduction, "introduction")


def _named(tag: str, names: Names, role: str = "") -> Iterator[_Element]:
    role = "-".join(role.split())
    yield from (el(tag, person(one), role=role) for one in names.names)
    if names.others:
        yield el(tag, "et al.", role=role)


def person(one: Name) -> _Element:
    """Return a person's name in its parts, or a body's."""
    if one.literal:
        return el("orgName", one.family)
    parts = (
        ("forename", one.given),
        ("nameLink", one.particle),
        ("surname", one.family),
        ("genName", one.suffix),
    )
    held: list[Part] = []
    for tag, words in parts:
        if words:
            held += [" ", el(tag, words)] if held else [el(tag, words)]
    return el("persName", *held)


def _titles(title: Title, level: str) -> Iterator[_Element]:
    if title:
        yield el("title", *parts(title.whole), level=level, lang=title.lang)
    if title.original:
        original = parts(title.original)
        yield el("title", *original, level=level, type="original", lang=title.original_lang)
    if title.translation:
        yield el("title", title.translation, level=level, type="translation", lang="en")
    if title.given_short:
        yield el("title", *parts(title.short), level=level, type="short", lang=title.lang)


def _date(date: Date, kind: str = "") -> _Element:
    return el("date", date.written, type=kind, **_when(date))


def _when(date: Date) -> dict[str, str]:
    """Return a date in ISO 8601; a season's is its year alone."""
    if date.first is None:
        return {}
    first, doubt = _iso(date.first), {"cert": "medium"} if date.first.doubt else {}
    if date.open:
        return {"from_": first, **doubt}
    if date.last is None or date.last == date.first:
        return {"when": first, **doubt}
    return {"from_": first, "to": _iso(date.last), **doubt}


def _iso(day: Day) -> str:
    month = 0 if day.month in SEASONS else day.month
    parts = [f"{day.year:04}", *(f"{part:02}" for part in (month, day.day if month else 0) if part)]
    return "-".join(parts)


def parts(content: Rich, depth: int = 0) -> list[Part]:
    """Return rich text as mixed content, with its quotation marks."""
    return [part for node in content for part in _parts(node, depth)]


def _parts(node: rich.Node, depth: int) -> Iterable[Part]:
    match node:
        case rich.Text(text):
            return [rich.at_depth(text, depth)]
        case rich.Quoted(children):
            inner = parts(children, depth + 1)
            return [rich.OPENING[depth % 2], *inner, rich.CLOSING[depth % 2]]
        case rich.Emphasis(children, lang):
            return [el("hi", *parts(children, depth), rend="italic", lang=lang)]
        case rich.Foreign(children, lang):
            return [el("foreign", *parts(children, depth), lang=lang)]
        case rich.Supplied(children):
            return [el("supplied", *parts(children, depth))]
        case rich.Link(children, url):
            return [el("ref", *parts(children, depth), target=url)]
        case rich.Unbroken(children):
            return parts(children, depth)
