"""Passages and author's notes: their records, made of what their directives give."""

from __future__ import annotations

import re

from critical_edition.model.codes import Code
from critical_edition.model.messages import NotReadError, _
from critical_edition.model.places import NoteId, PassageId, Place, parse_pages
from critical_edition.model.records import NoteRecord, PassageRecord
from critical_edition.model.sentences import count_words
from critical_edition.sources import author_text
from critical_edition.sources.options import Reader


def passage(reader: Reader) -> PassageRecord | None:
    """Return a passage; None where its number is none."""
    directive = reader.directive
    try:
        number = PassageId.parse(directive.argument)
    except NotReadError as error:
        reader.find(Code.PASSAGE_ID, error.what)
        return None
    incipit = directive.value("incipit")
    words, most = count_words(incipit), reader.block.profile.quoted
    # Where the text stands in its pages, these follow from it.
    derived = _stands(reader, number)
    if not incipit and not derived:
        message = _("passage {passage} has no incipit", passage=number)
        reader.find(Code.INCIPIT_MISSING, message)
    elif words > most:
        message = _(
            "the incipit of {passage} has {words} words; {most} are allowed",
            passage=number,
            words=words,
            most=most,
        )
        reader.at(Code.INCIPIT_LENGTH, "incipit", message)
        incipit = " ".join(incipit.split()[:most])  # no more may be shown
    pages: tuple[int, ...] = ()
    if "pages" not in directive.options:
        if not derived:
            reader.find(Code.PAGES, _("passage {passage} has no pages", passage=number))
    else:
        try:
            work = reader.block.profile.work
            pages = parse_pages(directive.options["pages"].value, work.first_page, work.last_page)
        except NotReadError as error:
            reader.at(Code.PAGES, "pages", error.what)
    reader.cites()
    summary = "\n\n".join(p.text for p in reader.block.paragraphs)
    if not summary and not derived:
        reader.find(Code.SUMMARY_MISSING, _("passage {passage} has no summary", passage=number))
    return PassageRecord(
        number,
        pages,
        incipit,
        reader.block.docname,
        directive.line,
        reader.block.body,
        summary,
        directive.spots,
    )


def authornote(reader: Reader, after: PassageId | None) -> NoteRecord | None:
    """Return an author's note, which stands after a passage of its page; None without a number."""
    directive = reader.directive
    try:
        note = NoteId.parse(f"n{directive.argument.removeprefix('n')}")
    except NotReadError:
        message = _(
            "“{argument}” is not the number of an author's note", argument=directive.argument
        )
        reader.find(Code.NOTE_ID, message)
        return None
    stands = _stands(reader, note)
    ibid = tuple(key for key in re.split(r"[\s,]+", directive.value("ibid")) if key)
    cited = reader.cites()
    summary = "\n\n".join(p.text for p in reader.block.paragraphs if re.search(r"[^\W_]", p.text))
    if not cited and not summary and not stands:
        message = _("note {note} has neither a citation nor a summary", note=note)
        reader.find(Code.NOTE_EMPTY, message)
    keys = {citation.key for citation in cited}
    for key in ibid:
        if key not in keys:
            message = _(
                "note {note} does not cite “{key}”, which is under :ibid:", note=note, key=key
            )
            reader.find(Code.IBID, message, (directive.options["ibid"].line, 1))
    return NoteRecord(
        note,
        after,
        ibid,
        reader.block.docname,
        directive.line,
        reader.block.body,
        summary,
        directive.spots,
    )


def _stands(reader: Reader, place: Place) -> bool:
    """Say whether the author's text stands in the body; find what cannot be read of it."""
    if reader.block.profile.text.source != "pages":
        return False
    for fault in author_text.read(reader.directive.body, reader.directive.body_line).faults:
        message = _("{place}: {what}", place=place, what=fault.message)
        reader.find(Code.TEXT_SYNTAX, message, (fault.line, 1))
    return True
