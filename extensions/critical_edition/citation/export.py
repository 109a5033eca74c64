"""Records to take away: as BibLaTeX, BibTeX, CSL-JSON and RIS, the same for the same record, always.

What only this edition needs is left out, what a part takes from its whole is written out, and what
the other program knows by another name or in another form is translated, so that it reads the
record without complaint: BibLaTeX by its data model, BibTeX by its standard styles.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from critical_edition.citation import latex
from critical_edition.citation.dates import MONTHS, SEASONS, Date, Day, Doubt
from critical_edition.citation.names import Name, Names
from critical_edition.citation.numbers import page_ranges
from critical_edition.citation.record import MARRIED, Record
from critical_edition.citation.rich import plain
from critical_edition.citation.work import Kind, Library, Work, date_of, work

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


def biblatex(record: Record, whole: Record | None = None) -> str:
    """Return an entry that stands by itself, in the fields and types of biblatex's data model.

    A title's own script and its translation are the annex to the title (``titleaddon``).
    """
    made = work(record, work(whole) if whole is not None else None)
    fields = dict(record.fields)
    names = {role: _bibtex_names(n) for role, n in record.names.items()}
    if whole is not None:
        _inherit(fields, names, record, whole)
    kind = _biblatex_type(record, fields, names)
    if kind in ("misc", "online", "unpublished") and not (fields.get("date") or fields.get("year")):
        fields["date"] = fields.pop("origdate", "")
    if dates := {n: _edtf(_date(fields, n)) for n in ("date", "origdate", "urldate")}:
        for name in ("date", "year", "month", "day", "origdate", "urldate"):
            fields.pop(name, None)
        fields |= {name: value for name, value in dates.items() if value}
    if "langid" not in fields and made.title.translation and fields.get("language"):
        fields["langid"] = fields["language"]
    fields["titleaddon"] = _addition(record, made)
    if journal := fields.pop("origjournal", ""):
        fields["journaltitleaddon"] = f"[{journal}]"
    _volume(fields)
    if "doi" in fields:
        fields["doi"] = made.doi
    if "url" in fields:
        fields["url"] = made.url
    if kind == "online" and "howpublished" in fields:
        fields.setdefault("organization", fields.pop("howpublished"))
    if kind == "article" and made.kind is Kind.NEWSPAPER:
        fields.setdefault("entrysubtype", "newspaper")
    if kind in ("article", "misc", "online", "periodical", "unpublished"):
        place = ": ".join(fields.pop(n) for n in ("location", "publisher") if n in fields)
        if place:
            fields["note"] = f"{fields['note']}. {place}" if fields.get("note") else place
    if "compiler" in names:
        names.setdefault("editor", names.pop("compiler"))
        fields.setdefault("editortype", "compiler")
    if fields.get("editortype", "").replace(" ", "").startswith("chief"):
        del fields["editortype"]
    ours = {*OURS, "origtitle", "titletranslation", "issuedate", "options"}
    if fields.get("entrysubtype") in ("described", "book"):
        ours.add("entrysubtype")
    kept = {n: v for n, v in fields.items() if v and n not in ours}
    if "useauthor" in record.fields.get("options", ""):
        kept["options"] = record.fields["options"]
    return _entry(kind, record.key, {**names, **kept})


_LONE_EDITORS = frozenset({"book", "mvbook"})
_COLLECTIONS = {"collection": "book", "mvcollection": "mvbook", "reference": "book"}
_IN_COLLECTIONS = frozenset({"incollection", "suppcollection", "inreference", "letter"})


def _biblatex_type(record: Record, fields: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Return the type that biblatex has for such a work: an author's book, or an edited collection."""
    if record.type in _LONE_EDITORS and "author" not in names and "editor" in names:
        return "collection" if record.type == "book" else "mvcollection"
    if record.type in _COLLECTIONS and "author" in names:
        return _COLLECTIONS[record.type]
    if record.type in _IN_COLLECTIONS:
        if "booktitle" not in fields:
            return "misc"
        return record.type if "editor" in names and record.type != "letter" else "inbook"
    return {"electronic": "online", "www": "online", "techreport": "report"}.get(
        record.type, record.type
    )


def _date(fields: Mapping[str, str], name: str) -> Date:
    return date_of(
        Record(
            "",
            "",
            {"date": fields[name]}
            if name in fields
            else (
                {n: fields[n] for n in ("year", "month", "day") if n in fields}
                if name == "date"
                else {}
            ),
        )
    )


def _edtf(date: Date) -> str:
    """Return a date as ISO 8601 has it, with biblatex's signs of doubt; empty where it is none."""
    if date.first is None:
        return ""
    last = date.last if date.last not in (None, date.first) else None
    days = [_iso(date.first), *([_iso(last)] if last else [])]
    return "/".join(days) + ("/" if date.open else "")


def _iso(day: Day) -> str:
    parts = [f"{day.year:04}", *(f"{n:02}" for n in (day.month, day.day) if n)]
    return "-".join(parts) + (day.doubt if day.doubt is not Doubt.INFERRED else "")


def _addition(record: Record, made: Work) -> str:
    """Return what stands after a title here: its own script, its translation, and what is said of it."""
    annex = record.fields.get("titleaddon", "")
    script = record.fields.get("origtitle", "")
    if not script and made.title.original:
        script, annex = annex, ""
    translation = record.fields.get("titletranslation", "")
    told = " ".join(p for p in (script, f"[{translation}]" if translation else "") if p)
    return ". ".join(p for p in (told, annex) if p)


def _volume(fields: dict[str, str]) -> None:
    """Leave a volume that is counted twice, “1(14)”, its first number alone, and tell the other."""
    if match := re.fullmatch(r"(\d+)\s*\((\d+)\)", fields.get("volume", "")):
        fields["volume"] = match[1]
        told = f"Vol. {match[1]} is also numbered {match[2]}"
        fields["note"] = f"{fields['note']}. {told}" if fields.get("note") else told


def bibtex(record: Record, whole: Record | None = None) -> str:
    """Return an entry that stands by itself, for BibTeX's standard styles, in UTF-8.

    What it takes from ``whole`` (its ``crossref``) is written out; what only this edition needs is
    left out.
    """
    fields = {k: v for k, v in record.fields.items() if k not in OURS}
    names = {role: _bibtex_names(n) for role, n in record.names.items()}
    if whole is not None:
        _inherit(fields, names, record, whole)
    if fields.get("origdate") and not (fields.get("date") or fields.get("year")):
        fields["date"] = fields["origdate"]
    date = _date(fields, "date")
    if "year" not in fields and date.years:
        fields["year"] = date.years
    if "month" not in fields and date.first and date.first.month in range(1, 13) and not date.last:
        month = MONTHS[date.first.month - 1]
        fields["month"] = f"{month} {date.first.day}" if date.first.day else month
    kind = _BIBTEX_TYPES.get(record.type, record.type)
    if kind == "book" and "author" not in names and "editor" not in names:
        kind = "misc"
    if kind == "incollection" and "booktitle" not in fields:
        kind = "misc"
    if kind == "misc" and "organization" in fields:
        fields.setdefault("howpublished", fields.pop("organization"))
    for name, made in (("url", latex.address), ("doi", latex.doi)):
        if name in fields:
            fields[name] = made(fields[name])
    if "pages" in fields:
        fields["pages"] = re.sub(r"(?<=\w)\s*(?:–|-+)\s*(?=\w)", "--", fields["pages"])
    if kind == "book" and {"author", "editor"} <= names.keys():
        edited = f"Edited by {_escaped(record.names['editor'].natural())}"
        fields["note"] = f"{edited}. {fields['note']}" if fields.get("note") else edited
        del names["editor"]
    if kind.endswith("thesis") and "institution" in fields:
        fields["school"] = fields.pop("institution")
    if not {"author", "editor"} & names.keys() and "sortkey" not in record.fields:
        fields["key"] = latex.text(fields.get("title", "") or fields.get("journaltitle", ""))
    values = {**names, **{_BIBTEX.get(name, name): value for name, value in fields.items()}}
    return _entry(kind, record.key, values)


_BIBTEX_TYPES = {
    **dict.fromkeys(("collection", "mvcollection", "mvbook", "reference", "mvreference"), "book"),
    **dict.fromkeys(
        ("inbook", "bookinbook", "suppbook", "suppcollection", "letter"), "incollection"
    ),
    **dict.fromkeys(("online", "electronic", "www", "periodical"), "misc"),
    "inreference": "incollection",
    "report": "techreport",
    "thesis": "phdthesis",
    "mvproceedings": "proceedings",
}
"""What BibTeX's styles know, for the types that they do not."""


def _entry(kind: str, key: str, values: Mapping[str, str]) -> str:
    order = [*(f for f in _FIRST if f in values), *sorted(values.keys() - set(_FIRST))]
    width = max((len(f) for f in order), default=0)
    lines = [f"  {field:<{width}} = {{{_safe(field, values[field])}}}," for field in order]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"]) + "\n"


_IN_LANGUAGE = re.compile(r"\\foreignlanguage\s*\{[^{}]*\}\s*(?=\{)")


def _safe(field: str, value: str) -> str:
    """Return a value whose signs LaTeX does not take for more; an address stays as it is.

    The language of a few words is left out: a document need not have loaded it.
    """
    value = _IN_LANGUAGE.sub("", value)
    if field in ("url", "doi") or re.search(r"\\(?:url|href|nolinkurl|path)\s*\{", value):
        return value
    return re.sub(r"(?<!\\)[%&#]", lambda m: f"\\{m[0]}", value)


def _inherit(fields: dict[str, str], names: dict[str, str], record: Record, whole: Record) -> None:
    fields.setdefault("booktitle", whole.fields.get("title", ""))
    published = "location" in fields or "publisher" in fields
    if not published and "origdate" not in fields and "date" in fields and "date" in whole.fields:
        fields["origdate"] = fields.pop("date")
        fields.pop("year", None)
    dated = "date" in fields
    for name in _INHERITED:
        if name in whole.fields and not (dated and name == "year"):
            fields.setdefault(name, whole.fields[name])
    if fields.get("origdate") == fields.get("date"):
        fields.pop("origdate", None)
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
        return f"{{{_escaped(name.family)}}}"
    family = f"{name.particle} {name.family}".strip()
    return _escaped(", ".join(p for p in (family, name.suffix, name.given) if p))


def _escaped(text: str) -> str:
    return re.sub(r"[&%#$_]", lambda m: f"\\{m[0]}", text)


_RIS_TYPES = {
    Kind.BOOK: "BOOK",
    Kind.PART: "CHAP",
    Kind.ARTICLE: "JOUR",
    Kind.NEWSPAPER: "NEWS",
    Kind.PERIODICAL: "SER",
    Kind.LOOSE: "GEN",
}
_RIS_SPECIAL = {
    "thesis": "THES",
    "phdthesis": "THES",
    "mastersthesis": "THES",
    "report": "RPRT",
    "techreport": "RPRT",
    "online": "ELEC",
    "electronic": "ELEC",
    "www": "ELEC",
    "unpublished": "UNPB",
    "letter": "PCOMM",
    "collection": "EDBOOK",
    "mvcollection": "EDBOOK",
}


def ris(work: Work) -> str:
    """Return a work in RIS's tags, each on a line that ends as the format has it."""
    whole = work.container
    kind = _RIS_SPECIAL.get(work.type, _RIS_TYPES[work.kind])
    if kind == "EDBOOK" and work.authors:
        kind = "BOOK"
    first, last = _pages(work.pages)
    rows: list[tuple[str, str]] = [
        ("TY", kind),
        ("ID", work.key),
        *(("AU", _ris_name(n)) for n in work.authors.names),
        *(("ED" if not whole else "A2", _ris_name(n)) for n in (whole or work).editors.names),
        *(("A4", _ris_name(n)) for n in work.translators.names),
        ("TI", plain(work.title.whole)),
        ("ST", plain(work.title.short) if work.title.given_short else ""),
        ("OP", plain(work.title.original)),
        ("TT", work.title.translation),
        ("T2", plain(whole.title.whole if whole else work.journal.whole)),
        ("T3", work.series),
        ("ET", (whole or work).edition),
        ("VL", work.volume or (whole.volume if whole else "")),
        ("NV", (whole or work).volumes),
        ("IS", work.number if work.kind in (Kind.ARTICLE, Kind.NEWSPAPER) else ""),
        ("SP", first),
        ("EP", last),
        ("CY", "; ".join(work.places)),
        ("PB", work.publisher),
        ("PY", _ris_year(work.date or work.dated)),
        ("DA", _ris_day(work.date or work.dated)),
        ("Y2", _ris_day(work.accessed)),
        ("LA", _tag(work)),
        ("M3", plain(work.medium)),
        ("N1", plain(work.note)),
        ("N1", f"Dated {work.dated.written}" if work.date and work.dated else ""),
        ("DO", work.doi),
        ("UR", work.url),
        ("ER", ""),
    ]
    return "".join(
        f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in rows if value or tag == "ER"
    )


def _ris_name(name: Name) -> str:
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(p for p in (family, name.given, name.suffix) if p)


def _pages(pages: str) -> tuple[str, str]:
    match = re.fullmatch(r"(\w+)\s*(?:-{1,3}|–)\s*(\w+)", pages)
    return (match[1], match[2]) if match else (pages, "")


def _ris_year(date: Date) -> str:
    return f"{date.first.year:04}" if date.first else ""


def _ris_day(date: Date) -> str:
    """Return “1938/02/14/”: year, month, day, and what else there is to say of it."""
    day = date.first
    if day is None:
        return date.literal
    season = SEASONS.get(day.month, "")
    month = f"{day.month:02}" if day.month and not season else ""
    other = season or (
        date.written if date.last not in (None, day) or date.open or day.doubt else ""
    )
    return f"{day.year:04}/{month}/{f'{day.day:02}' if day.day else ''}/{other}"


def _tag(work: Work) -> str:
    return work.title.lang or "en"


def everything(library: Library, form: str) -> str:
    """Return all records of a library as one file: ``biblatex``, ``bibtex``, ``ris`` or ``csl-json``."""
    if form == "csl-json":
        items = [csl(one) for one in library.values()]
        return json.dumps(items, ensure_ascii=False, indent=2) + "\n"
    if form == "ris":
        return "".join(ris(one) for one in library.values())
    write = {"biblatex": biblatex, "bibtex": bibtex}[form]
    records = library.records
    return "\n".join(write(one, records.get(one.crossref)) for one in records.values())


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
        "issued": _csl_date(publication or work.dated),
        "original-date": _csl_date(work.dated) if publication else {},
        "language": work.title.lang or "en",
        "DOI": work.doi,
        "URL": work.url,
        "accessed": _csl_date(work.accessed),
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
    if date.open:
        found["date-parts"].append([0])
    if any(d.doubt not in ("", Doubt.INFERRED) for d in days if d is not None):
        found["circa"] = True
    if date.first.month in SEASONS:
        found["season"] = date.first.month - 20
    elif date.literal:
        found["literal"] = date.literal
    return found


def _csl_day(day: Day) -> list[int]:
    if day.month in SEASONS:
        return [day.year]
    return [part for part in (day.year, day.month, day.day) if part]
