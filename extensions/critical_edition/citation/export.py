"""A single record to take away: as BibTeX and as CSL-JSON, the same for the same record, always."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from critical_edition.citation.dates import SEASONS, Date, Day
from critical_edition.citation.languages import language_tag
from critical_edition.citation.names import Name, Names
from critical_edition.citation.numbers import page_ranges
from critical_edition.citation.record import MARRIED, Record
from critical_edition.citation.rich import plain
from critical_edition.citation.work import Kind, Work

OURS = frozenset({"keywords", "verified", "added", "mentioned", "sortkey", "shorthand"})
"""Fields of use to this edition alone."""

_BIBTEX = {modern: old for old, modern in MARRIED.items() if old in ("address", "journal")}

_FIRST = (
    "author",
    "editor",
    "translator",
    "title",
    "subtitle",
    "booktitle",
    "journal",
    "series",
    "volume",
    "volumes",
    "number",
    "part",
    "edition",
    "pages",
    "address",
    "publisher",
    "date",
    "year",
)
_INHERITED = ("volumes", "series", "edition", "location", "publisher", "date", "year", "editortype")

_CSL_TYPES: Mapping[Kind, str] = {
    Kind.BOOK: "book",
    Kind.PART: "chapter",
    Kind.ARTICLE: "article-journal",
    Kind.NEWSPAPER: "article-newspaper",
    Kind.PERIODICAL: "periodical",
    Kind.LOOSE: "document",
}
_CSL_SPECIAL = {
    "thesis": "thesis",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "report": "report",
    "techreport": "report",
    "booklet": "pamphlet",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "unpublished": "manuscript",
    "letter": "personal_communication",
}


def bibtex(record: Record, whole: Record | None = None) -> str:
    """Return an entry that stands by itself, in the fields' customary order, in UTF-8.

    What it takes from ``whole`` (its ``crossref``) is written out; what only this edition needs is
    left out. Values are written as the record has them.
    """
    fields = {k: v for k, v in record.fields.items() if k not in OURS}
    names = {role: _bibtex_names(n) for role, n in record.names.items()}
    if whole is not None:
        _inherit(fields, names, record, whole)
    values = {**names, **{_BIBTEX.get(name, name): value for name, value in fields.items()}}
    order = [*(f for f in _FIRST if f in values), *sorted(values.keys() - set(_FIRST))]
    width = max((len(f) for f in order), default=0)
    lines = [f"  {field:<{width}} = {{{values[field]}}}," for field in order]
    return "\n".join([f"@{record.type}{{{record.key},", *lines, "}"]) + "\n"


def _inherit(fields: dict[str, str], names: dict[str, str], record: Record, whole: Record) -> None:
    fields.setdefault("booktitle", whole.fields.get("title", ""))
    published = "location" in fields or "publisher" in fields
    if not published and "date" in fields and "date" in whole.fields:
        fields.setdefault("origdate", fields.pop("date"))
        fields.pop("year", None)
    for name in _INHERITED:
        if name in whole.fields:
            fields.setdefault(name, whole.fields[name])
    for role in ("editor", "translator"):
        if role in whole.names and role not in names:
            names[role] = _bibtex_names(whole.names[role])
    author = whole.names.get("author")
    if author and author != record.names.get("author"):
        names.setdefault("bookauthor", _bibtex_names(author))


def _bibtex_names(names: Names) -> str:
    written = [_bibtex_name(n) for n in names.names]
    return " and ".join([*written, *(["others"] if names.others else [])])


def _bibtex_name(name: Name) -> str:
    if name.literal:
        return f"{{{name.family}}}"
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(p for p in (family, name.suffix, name.given) if p)


def csl(work: Work) -> dict[str, Any]:
    """Return a work as an item of CSL-JSON 1.0.2, its names as the record has them."""
    whole = work.container
    publication = work.date
    item: dict[str, Any] = {
        "id": work.key,
        "type": _CSL_SPECIAL.get(work.type, _CSL_TYPES[work.kind]),
        "title": plain(work.title.whole),
        "title-short": plain(work.title.short) if work.title.given_short else "",
        "author": _csl_names(work.authors),
        "editor": _csl_names(whole.editors if whole else work.editors),
        "translator": _csl_names(work.translators),
        "container-author": _csl_names(whole.authors) if whole else [],
        "container-title": plain(whole.title.whole if whole else work.journal.whole),
        "original-title": plain(work.title.original),
        "edition": (whole or work).edition,
        "volume": work.volume or (whole.volume if whole else ""),
        "number-of-volumes": (whole or work).volumes,
        "issue": work.number if work.kind in (Kind.ARTICLE, Kind.NEWSPAPER) else "",
        "collection-title": work.series,
        "collection-number": work.series_number,
        "page": re.sub("–", "-", page_ranges(work.pages)),
        "publisher": work.publisher,
        "publisher-place": "; ".join(work.places),
        "issued": _csl_date(publication),
        "original-date": _csl_date(work.dated),
        "language": (work.title.lang or language_tag("english", "") or "en"),
        "DOI": work.doi,
        "URL": work.url,
    }
    return {name: value for name, value in item.items() if value}


def csl_json(work: Work) -> str:
    """Return CSL-JSON's text: a list of one item, indented, in UTF-8."""
    return json.dumps([csl(work)], ensure_ascii=False, indent=2) + "\n"


def _csl_names(names: Names) -> list[dict[str, str]]:
    found = []
    for name in names.names:
        if name.literal:
            found.append({"literal": name.family})
            continue
        parts = {
            "family": name.family,
            "given": name.given,
            "non-dropping-particle": name.particle,
            "suffix": name.suffix,
        }
        found.append({k: v for k, v in parts.items() if v})
    return found


def _csl_date(date: Date) -> dict[str, Any]:
    if date.first is None:
        return {"literal": date.literal} if date.literal else {}
    days = [date.first] if date.last in (None, date.first) else [date.first, date.last]
    found: dict[str, Any] = {"date-parts": [_csl_day(d) for d in days if d is not None]}
    if date.first.month in SEASONS:
        found["season"] = date.first.month - 20
    elif date.literal:
        found["literal"] = date.literal
    return found


def _csl_day(day: Day) -> list[int]:
    if day.month in SEASONS:
        return [day.year]
    return [part for part in (day.year, day.month, day.day) if part]
