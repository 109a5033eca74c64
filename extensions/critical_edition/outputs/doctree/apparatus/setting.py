"""How the generated pages set names, dates, languages, places and works as docutils nodes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from docutils import nodes
from sphinx import addnodes

from critical_edition.citation.dates import MONTHS
from critical_edition.domain.parts import reference
from critical_edition.model.i18n import _
from critical_edition.model.places import Place
from critical_edition.model.registers import Entry, Event, PartialDate, Precision, authorities
from critical_edition.outputs.doctree.apparatus.nodes import native_form

DOT = "\u00a0· "
"""What divides the forms of a name; no line begins with it."""
_ARTICLES = frozenset({"the", "a", "an"})


def sort_key(name: str) -> tuple[str, str]:
    """Return what orders names: letters and digits alone, without accents and capitals."""
    folded = "".join(
        char if char.isalnum() else " " if char.isspace() or char in "-–—" else ""
        for char in unicodedata.normalize("NFKD", name)
        if not unicodedata.combining(char)
    )
    return " ".join(folded.casefold().split()), name


def letter(name: str) -> str:
    """Return the letter under which a name stands in an index."""
    return sort_key(name)[0][:1].upper()


def filed(name: str) -> str:
    """Return a name as an index files it, its article after it: “East, the”.

    >>> filed("the East"), filed("Thälmann")
    ('East, the', 'Thälmann')
    """
    article, _, rest = name.partition(" ")
    return f"{rest}, {article.lower()}" if rest and article.lower() in _ARTICLES else name


def language(tag: str) -> list[str]:
    """Return the classes that give a node its language: docutils writes them as ``lang``."""
    return [f"language-{tag}"] if tag else []


PRINTED = frozenset({"Latn", "Cyrl"})
"""The scripts that the fonts of the PDFs have."""
_SCRIPTS = {"CYRILLIC": "Cyrl", "CJK": "Hani", "GREEK": "Grek", "HEBREW": "Hebr", "ARABIC": "Arab"}


def script(words: str) -> str:
    """Return the script of the first letter that is not Latin as ISO 15924 calls it, or ``Latn``."""
    for char in words:
        if char.isalpha() and (found := _SCRIPTS.get(unicodedata.name(char, "").partition(" ")[0])):
            return found
    return "Latn"


def native_language(words: str, lang: str = "") -> str:
    """Return the language of a native form; ``lang`` is that of the name, where it is known.

    The script alone is certain where nothing says which language it is.
    """
    primary = lang.partition("-")[0]
    if primary not in ("", "en"):
        return primary
    found = script(words)
    return "und" if found == "Latn" else f"und-{found}"


def native(words: str, lang: str, *, first: bool) -> native_form:
    """Return a native form with its language, after a dot where it is not the first of its line."""
    form = nodes.inline("", words, classes=["native", *language(native_language(words, lang))])
    return native_form("", "", *([] if first else [nodes.Text(DOT)]), form, script=script(words))


def written(date: PartialDate) -> str:
    """Return a date as prose has it: “19 July 1934”, “July 1934”, “1934”."""
    if not date.month:
        return str(date.year)
    form = _("{day} {month} {year}") if date.day else _("{month} {year}")
    return form.format(day=date.day, month=_(MONTHS[date.month - 1]), year=date.year)


def interval(first: PartialDate, last: PartialDate | None) -> str:
    """Return an interval without saying twice what its ends share: “3–19 July 1934”."""
    if last is None or last == first:
        return written(first)
    if first.year == last.year and first.month and last.month:
        if first.month == last.month and first.day and last.day:
            return _("{day}–{date}").format(day=first.day, date=written(last))
        start = month = _(MONTHS[first.month - 1])
        if first.day:
            start = _("{day} {month}").format(day=first.day, month=month)
        return f"{start} – {written(last)}" if first.day else f"{start}–{written(last)}"
    if first.month or last.month:
        return f"{written(first)} – {written(last)}"
    return f"{first.year}–{last.year}"


def event_date(event: Event) -> str:
    """Return when an event was, with “about” where that is near and not exact."""
    found = interval(event.date, event.end)
    return _("about {date}").format(date=found) if event.precision is Precision.CIRCA else found


def life(first: PartialDate | None, last: PartialDate | None, born: str, died: str) -> str:
    """Return the years of a life or of an institution: “1889–1945”, “born 1889”, or nothing."""
    if first and last:
        return f"{first.year}–{last.year}"
    if first:
        return f"{born} {first.year}"
    return f"{died} {last.year}" if last else ""


def place_link(place: Place, docname: str) -> addnodes.pending_xref:
    """Return a link to a passage or a note, by its number."""
    kind = "authornote" if str(place).startswith("n") else "passage"
    return reference(kind, str(place), nodes.inline("", str(place)), docname)


def place_links(places: Iterable[Place], docname: str) -> list[nodes.Node]:
    """Return links to places with commas between them."""
    found: list[nodes.Node] = []
    for place in places:
        found += [nodes.Text(", ")] if found else []
        found.append(place_link(place, docname))
    return found


def authority_links(entry: Entry) -> list[nodes.Node]:
    """Return links to the authority files in which an entry was looked up, each after a dot."""
    return [
        node
        for name, address in authorities(entry)
        for node in (nodes.Text(DOT), nodes.reference("", name, refuri=address, internal=False))
    ]
