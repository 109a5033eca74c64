"""Chicago's notes and bibliography.

Three forms of a work: the note that cites it first (:attr:`Form.FULL`), the note that cites it
again (:attr:`Form.SHORT`), and the bibliography's entry (:func:`bibliography`); and “Ibid.” where
the author writes it (:attr:`Form.IBID`), with the work that it stands for supplied in brackets, so
that both can be had from what is shown.

What is the author's manner and not the Manual's last edition's: notes give place and year without
the publisher (the bibliography gives it where the record has it); pages are labelled “p.” and
“pp.” wherever no volume or number stands before them; a work without an author is cited by its
title, its editor after it, in the note that cites it first (after that it begins with the editors'
surnames, as the Manual has it and the bibliography lists it); a second citation keeps a title's
article (“The Interregnum”); works with a siglum are cited by it from the second time on. Titles are
spelled and capitalised as the record has them.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from critical_edition.citation import locator as locators
from critical_edition.citation.locator import Locator, Sort
from critical_edition.citation.names import Names, series
from critical_edition.citation.numbers import page_ranges
from critical_edition.citation.rich import (
    Emphasis,
    Foreign,
    Link,
    Quoted,
    Rich,
    Supplied,
    capitalised,
    clauses,
    mark,
    plain,
    rich,
    sentences,
)
from critical_edition.citation.work import NOBODY, Dress, Kind, Title, Work


class Form(enum.StrEnum):
    """How a note cites a work."""

    FULL = "full"
    SHORT = "short"
    IBID = "ibid"
    TITLE = "title"
    """Of a part whose whole is cited right after it (“…, in Stalin, 5:109”): who and what alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One citation of a note: the work, where in it, the words before it, and its form.

    ``declares`` announces the work's siglum, where the full form has it for the first time.
    """

    work: Work
    locator: str = ""
    prefix: str = ""
    form: Form = Form.FULL
    declares: bool = False


@dataclass(frozen=True, slots=True)
class _Role:
    """How an editor is named: in a note, after a name (of one, of more), in a sentence."""

    note: str
    one: str
    more: str
    sentence: str


_ROLES = {
    "editor": _Role("ed.", "ed.", "eds.", "Edited by"),
    "compiler": _Role("comp.", "comp.", "comps.", "Compiled by"),
    "chief": _Role("chief ed.", "chief ed.", "chief eds.", "Chief editor"),
}


def _role(work: Work) -> _Role:
    given = work.editor_role.lower()
    if "chief" in given:
        return _ROLES["chief"]
    return _ROLES["compiler" if given == "compiler" else "editor"]


_NUMBERED = re.compile(r"(\d{1,9})(?:st|nd|rd|d|th)?(?: ed(?:ition|n|\.)?)?", re.IGNORECASE)
_IN_WORDS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth"),
)
_EDITIONS = {
    "revised": "rev. ed.",
    "enlarged": "enl. ed.",
    "new": "new ed.",
    "abridged": "abr. ed.",
}


# -- notes ----------------------------------------------------------------------------------------


def note(citations: Sequence[Cited], shared: Collection[str] = ()) -> Rich:
    """Return a note of citations alone: parted by semicolons, begun and ended as a sentence."""
    parts = [cite(c, shared) for c in citations]
    return capitalised(mark(clauses(parts, ";"), "."))


def cite(citation: Cited, shared: Collection[str] = ()) -> Rich:
    """Return one citation without closing punctuation, begun in small letters.

    ``shared`` are surnames that several authors have: a short form gives their whole names.
    """
    place = locators.parse(citation.locator)
    work = citation.work
    match citation.form:
        case Form.FULL:
            found = _full(work, _without_told(place, work))
            if citation.declares and plain(work.siglum) not in ("", plain(work.title.main)):
                found = rich(found, " (hereafter cited as ", work.siglum, ")")
        case Form.SHORT:
            found = _with_locator(short(work, shared), work, place)
        case Form.TITLE:
            authors = _author_apart(work, work.container) if work.container else ()
            found = _with_locator(clauses([authors, _titled(work)]), work, place)
        case Form.IBID:
            ibid = rich("ibid. ", Supplied(short(work, shared)))
            found = _with_locator(ibid, work, place)
    return rich(f"{citation.prefix} " if citation.prefix else "", found)


def _without_told(place: Locator, work: Work) -> Locator:
    """Take from a locator's head what the full form tells in any case: series, volume, part."""
    told = {work.series.lower(), f"vol. {work.volume}", f"part {work.part}"}
    segments = place.text.split(", ")
    while len(segments) > 1 and segments[0].lower() in told:
        segments = segments[1:]
    return locators.parse(", ".join(segments)) if place.sort is Sort.OTHER else place


def short(work: Work, shared: Collection[str] = ()) -> Rich:
    """Return what names a work that was cited before: its siglum, or who and its short title.

    Who is whom the bibliography has the work under: the editors where a book has no author. So the
    Manual shortens what a first note cites by its title, and a reader finds the entry.
    """
    if work.siglum:
        return work.siglum
    if work.kind in (Kind.NEWSPAPER, Kind.ARTICLE) and not work.title:
        return _newspaper_name(work)
    title = _dressed(work.title.short, work)
    if work.container is not None and work.container.siglum:
        within = rich("in ", work.container.siglum)
        return clauses([_author_apart(work, work.container), title, within])
    if work.leaders_in_short:
        return clauses([rich(_short_names(work.leaders_in_short, shared)), title])
    if work.kind is Kind.NEWSPAPER:
        return clauses([title, _newspaper_name(work)])
    return title


def _short_names(names: Names, shared: Collection[str]) -> str:
    if any(n.family in shared for n in names.names):
        return names.in_note()
    return names.short()


def _newspaper_name(work: Work) -> Rich:
    return clauses([_journal(work), rich(_issue_number(work)), rich(work.written_date)])


def _issue_number(work: Work) -> str:
    """Return “no. 210”, or “nos. 44–45”."""
    if not work.number:
        return ""
    number = page_ranges(work.number)
    return f"{'nos.' if re.search('[–,]', number) else 'no.'} {number}"


def _full(work: Work, place: Locator) -> Rich:
    match work.kind:
        case Kind.BOOK:
            return _with_locator(_book(work, place), work, place)
        case Kind.PART:
            return _part(work, place)
        case Kind.ARTICLE:
            return _article(work, place)
        case Kind.NEWSPAPER:
            head = [
                rich(work.authors_in_notes.in_note()) if work.authors_in_notes else (),
                _titled(work),
            ]
            return _with_locator(clauses([*head, _newspaper_name(work)]), work, place)
        case Kind.PERIODICAL:
            return _with_locator(_titled(work), work, place)
        case Kind.LOOSE:
            return _with_locator(_loose(work), work, place)


def _book(work: Work, place: Locator) -> Rich:
    found = clauses(
        [
            rich(work.authors_in_notes.in_note()) if work.authors_in_notes else (),
            _titled(work),
            *_helpers(work),
            rich(_edition(work)),
            *_series_and_volumes(_series(work), _volumes(work, place)),
        ]
    )
    return _with_facts(found, work)


def _helpers(work: Work) -> list[Rich]:
    """Return who edited and translated, as clauses of a note."""
    role = _role(work).note
    if work.editors and work.editors == work.translators:
        return [rich(f"{role} and trans. {work.editors.in_note()}")]
    found = []
    if work.editors:
        found.append(rich(f"{role} {work.editors.in_note()}"))
    if work.translators:
        found.append(rich(f"trans. {work.translators.in_note()}"))
    if work.introduction:
        found.append(rich(f"introduction by {work.introduction.in_note()}"))
    return found


def _edition(work: Work) -> str:
    """Return “5th ed.”, or an edition that is no number as the record has it."""
    if number := _NUMBERED.fullmatch(work.edition):
        return f"{ordinal(int(number[1]))} ed."
    word = re.sub(r" ed(?:ition|n|\.)?$", "", work.edition, flags=re.IGNORECASE).lower()
    if word in _IN_WORDS:
        return f"{ordinal(_IN_WORDS.index(word) + 1)} ed."
    return _EDITIONS.get(word, work.edition)


def ordinal(number: int) -> str:
    """Return “1st”, “2d”, “3d”, “11th”: with Chicago's short second and third."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'd', 3: 'd'}.get(number % 10, 'th') }"


def _volumes(work: Work, place: Locator) -> str:
    """Return “vol. 3”, or “13 vols.” where it is the whole work that is cited."""
    found = []
    if work.volume and place.sort is not Sort.VOLUMES:
        found.append(f"vol. {work.volume}")
    elif work.volumes:
        found.append(f"{work.volumes} vols.")
    if work.part:
        found.append(f"part {work.part}")
    return ", ".join(found)


def _series(work: Work) -> str:
    return f"{work.series} {work.series_number}".strip()


def _series_and_volumes(series_: str, volumes: str) -> list[Rich]:
    """Return both in order: the volume of a numbered series (“series C, vol. 2”) follows it."""
    if series_.lower().startswith("series "):
        return [rich(series_[:1].lower() + series_[1:]), rich(volumes)]
    return [rich(volumes), rich(series_)]


def _with_facts(found: Rich, work: Work) -> Rich:
    """Add place and year in parentheses."""
    facts = ", ".join(p for p in (series(work.places) or work.publisher, work.written_date) if p)
    return rich(found, f" ({facts})") if facts else found


def _part(work: Work, place: Locator) -> Rich:
    title, whole = _titled(work), work.container
    if whole is None:
        head = [rich(work.authors_in_notes.in_note()) if work.authors_in_notes else (), title]
        return _with_locator(_with_facts(clauses([*head, *_helpers(work)]), work), work, place)
    if whole.siglum:
        found = clauses([_author_apart(work, whole), title, rich("in ", whole.siglum)])
        return _with_locator(found, work, place)
    found = clauses(
        [
            rich(work.authors_in_notes.in_note()) if work.authors_in_notes else (),
            title,
            *_helpers(work),
            rich("in ", clauses([_author_apart(whole, work), _titled(whole)])),
            *_helpers(whole),
            rich(_edition(whole)),
            rich(_part_volume(work, whole, place)),
        ]
    )
    return _with_locator(_with_facts(found, work), work, place)


def _author_apart(work: Work, other: Work) -> Rich:
    """Return a work's authors, unless the other's are the same."""
    authors = work.authors_in_notes
    return () if authors in (other.authors_in_notes, NOBODY) else rich(authors.in_note())


def _part_volume(work: Work, whole: Work, place: Locator) -> str:
    if place.sort is Sort.VOLUMES:
        return _volumes(whole, place)
    return f"vol. {work.volume or whole.volume}" if work.volume or whole.volume else ""


def _article(work: Work, place: Locator) -> Rich:
    head = [rich(work.authors_in_notes.in_note()) if work.authors_in_notes else (), _titled(work)]
    found = clauses([*head, _numbered_journal(work, _journal(work))])
    if place and work_is_numbered(work) and place.sort is Sort.PAGES:
        return rich(mark(found, ":"), " ", place.unlabelled)
    return _with_locator(found, work, place)


def work_is_numbered(work: Work) -> bool:
    """Whether an article's journal is known by volume or number and not by its date alone."""
    return bool(work.volume or work.number)


def _numbered_journal(work: Work, name: Rich) -> Rich:
    """Return “*Russian Review* 34, no. 1 (January 1975)”, or with the date alone after a comma."""
    date = " ".join(p for p in (work.issue, work.written_date) if p)
    if not work_is_numbered(work):
        return clauses([name, rich(date)])
    if work.volume:
        name = rich(name, f" {work.volume}")
    if work.number:
        name = clauses([name, rich(_issue_number(work))])
    return rich(name, f" ({date})") if date else name


def _journal(work: Work) -> Rich:
    title = work.journal
    return (Emphasis(title.whole, title.lang),) if title else ()


def _journal_entry(work: Work) -> Rich:
    """Return a journal's title with its original script."""
    return _with_script(_journal(work), work.journal)


def _loose(work: Work) -> Rich:
    head = clauses(
        [
            rich(work.authors_in_notes.in_note()) if work.authors_in_notes else (),
            _titled(work),
            *_helpers(work),
            rich(work.written_origin),
            work.medium,
        ]
    )
    facts = ", ".join(p for p in (work.publisher, *work.places, work.written_date) if p)
    return clauses([head, rich(facts), _accessed(work), _address(work)])


def _accessed(work: Work) -> Rich:
    """Return when a page was seen: of what is on the web without a date, as the Manual asks."""
    seen = work.accessed if work.url and not (work.date or work.dated) else None
    return rich(f"accessed {seen.written}") if seen else ()


def _address(work: Work) -> tuple[Link, ...]:
    """Return the link to a work on the web."""
    url = f"https://doi.org/{work.doi}" if work.doi else work.url
    # What no address may hold (``<>`` in a DOI) is encoded where it leads, not where it is read.
    return (Link(rich(url), quote(url, safe="%:/?#[]@!$&'()*+,;=-._~")),) if url else ()


def _with_locator(found: Rich, work: Work, place: Locator) -> Rich:
    if not place:
        return found
    return clauses([found, rich(place.text)])


def _titled(work: Work) -> Rich:
    return _dressed(work.title.whole, work)


def _dressed(content: Rich, work: Work) -> Rich:
    """Set a title as its work's kind has it."""
    if not content:
        return ()
    lang = work.title.lang
    match work.dress:
        case Dress.ITALIC:
            return _italic(content, lang)
        case Dress.QUOTED:
            return (Quoted(content, lang),)
        case Dress.PLAIN:
            return (Foreign(content, lang),) if lang else content


def _italic(content: Rich, lang: str) -> Rich:
    """Set a title in italics, and what is italic within it upright."""
    found: Rich = ()
    for node in content:
        inner = node.children if isinstance(node, Emphasis) else Emphasis((node,), lang)
        found = rich(found, inner)
    return found


# -- the bibliography -----------------------------------------------------------------------------


def bibliography(work: Work, *, whole_listed: bool = False, linked: bool = False) -> Rich:
    """Return the bibliography's entry: inverted names first, sentences, the publisher if known.

    A title in a foreign script or language is followed by its original form and its translation,
    where the record has them. ``whole_listed`` says that the book in which a part stands has an
    entry of its own in the same list, so that its short form will do. ``linked`` lets the title lead
    to the work, in place of the address that is printed.
    """
    seen = capitalised(_accessed(work))
    entry, address = _entry(work, whole_listed), _address(work)
    if linked and address and (title := _title_entry(work)) in entry:
        (link,) = address
        entry[entry.index(title)] = (replace(link, children=title),)
        address = ()
    return sentences([*entry, _begun(work.note), seen, address])


def lead(work: Work) -> str:
    """Return the names with which a work's entry begins, or nothing: a dash stands for them again."""
    names = work.editors if work.editors_lead else work.authors
    return names.in_bibliography() if names else ""


def _begun(content: Rich) -> Rich:
    """Begin a sentence with a capital, unless it begins with an address (“johnriddell.com”)."""
    first = plain(content).partition(" ")[0].rstrip(".,;:")
    return content if "." in first else capitalised(content)


def _entry(work: Work, whole_listed: bool) -> list[Rich]:
    """Return an entry's sentences but for the last: a note on it and its address."""
    match work.kind:
        case Kind.BOOK:
            return _book_entry(work)
        case Kind.PART:
            return _part_entry(work, whole_listed)
        case Kind.ARTICLE | Kind.NEWSPAPER:
            return _article_entry(work)
        case Kind.PERIODICAL:
            return [_title_entry(work), rich(_facts(work))]
        case Kind.LOOSE:
            facts = clauses([work.medium, rich(_facts(work))])
            return [_authors(work), _title_entry(work), rich(work.written_origin), _begun(facts)]


def _authors(work: Work) -> Rich:
    return rich(work.authors.in_bibliography()) if work.authors else ()


def _book_entry(work: Work) -> list[Rich]:
    head = _authors(work)
    helpers = _helpers_entry(work)
    if work.editors_lead:
        role = _role(work)
        several = len(work.editors.names) > 1 or work.editors.others
        head = rich(f"{work.editors.in_bibliography()}, {role.more if several else role.one}")
        helpers = _helpers_entry(work, editors=False)
    return [
        head,
        _title_entry(work),
        *helpers,
        capitalised(rich(_edition(work))),
        *map(capitalised, _series_and_volumes(_series(work), _entry_volumes(work))),
        rich(_facts(work)),
    ]


def _entry_volumes(work: Work) -> str:
    volume = f"vol. {work.volume}" if work.volume else ""
    part = f"part {work.part}" if work.part else ""
    if volume or part:
        return ", ".join(p for p in (volume, part) if p)
    return f"{work.volumes} vols." if work.volumes else ""


def _helpers_entry(work: Work, *, editors: bool = True) -> list[Rich]:
    """Return who edited and translated, as sentences."""
    role = _role(work).sentence
    if editors and work.editors and work.editors == work.translators:
        return [rich(f"{role.removesuffix(' by')} and translated by {work.editors.natural()}")]
    found = []
    if editors and work.editors:
        found.append(rich(f"{role} {work.editors.natural()}"))
    if work.translators:
        found.append(rich(f"Translated by {work.translators.natural()}"))
    if work.introduction:
        found.append(rich(f"Introduction by {work.introduction.natural()}"))
    return found


def _facts(work: Work) -> str:
    """Return “New York: Viking, 1956”."""
    source = ": ".join(p for p in (series(work.places), work.publisher) if p)
    return ", ".join(p for p in (source, work.written_date) if p)


def _part_entry(work: Work, whole_listed: bool) -> list[Rich]:
    whole = work.container
    parts = [_authors(work), _title_entry(work), rich(work.written_origin), *_helpers_entry(work)]
    if whole is None:
        return [*parts, rich(_facts(work))]
    if whole_listed and whole.key:
        of = whole.leaders
        named = () if of in (work.authors, NOBODY) else rich(of.short())
        title = _dressed(whole.title.short, whole)
        place = rich(_entry_place(work, whole))
        return [*parts, clauses([rich("In ", clauses([named, title])), place])]
    by = "" if whole.authors in (work.authors, NOBODY) else f"by {whole.authors.natural()}"
    lower = [rich(plain(h)[:1].lower() + plain(h)[1:]) for h in _helpers_entry(whole)]
    within = clauses(
        [
            rich("In ", _titled(whole)),
            rich(by),
            *lower,
            rich(_edition(whole)),
            rich(_entry_place(work, whole)),
        ]
    )
    return [*parts, within, rich(_facts(work))]


def _entry_place(work: Work, whole: Work) -> str:
    """Return where in the whole a part stands: “5:101–15”, “vol. 5”, “96–117”."""
    pages, volume = page_ranges(work.pages), work.volume or whole.volume
    if volume and pages:
        return f"{volume}:{pages}"
    chapter = f"chapter {work.chapter}" if work.chapter else ""
    if work.part:
        return ", ".join(p for p in (f"part {work.part}", pages) if p)
    return pages or (f"vol. {volume}" if volume else chapter)


def _article_entry(work: Work) -> list[Rich]:
    pages = page_ranges(work.pages)
    title = _title_entry(work)
    if work.kind is Kind.NEWSPAPER:
        where = [rich(_issue_number(work)), rich(work.written_date), _page_label(pages)]
        if not work.authors and title:
            return [_journal_entry(work), title, capitalised(clauses(where))]
        return [_authors(work), title, clauses([_journal_entry(work), *where])]
    journal = _numbered_journal(work, _journal_entry(work))
    if pages and work_is_numbered(work):
        journal = rich(mark(journal, ":"), " ", pages)
    elif pages:
        journal = clauses([journal, _page_label(pages)])
    return [_authors(work), title, journal]


def _page_label(pages: str) -> Rich:
    return rich(locators.parse(pages).text) if pages else ()


def _title_entry(work: Work) -> Rich:
    """Return a title with its original script and its translation."""
    title = work.title
    found = _with_script(_titled(work), title)
    return rich(found, f" [{title.translation}]") if found and title.translation else found


def _with_script(found: Rich, title: Title) -> Rich:
    if not found or not title.original or plain(title.original) == plain(title.whole):
        return found
    return rich(found, " ", Foreign(title.original, title.original_lang))


def shared_surnames(works: Iterable[Work]) -> frozenset[str]:
    """Return the surnames that authors, or editors in their place, of different names share."""
    givens: dict[str, set[str]] = {}
    for work in works:
        for name in work.leaders.names:
            if not name.literal:
                givens.setdefault(name.family, set()).add(name.given)
    return frozenset(f for f, g in givens.items() if len(g) > 1 and not _one_person(g))


def _one_person(givens: set[str]) -> bool:
    """Whether given names can all be one person's: “V. I.” and “Vladimir Il’ich”."""
    initials = {tuple(word[:1] for word in re.split(r"[\s.]+", g) if word) for g in givens}
    longest = max(initials, key=len)
    return all(longest[: len(i)] == i for i in initials)
