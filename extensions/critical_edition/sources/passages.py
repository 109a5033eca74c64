"""Passages and author's notes: their records, made of what their directives give."""

from __future__ import annotations

import re

from critical_edition.model.codes import Code
from critical_edition.model.established import RichText
from critical_edition.model.messages import NotReadError, _, said
from critical_edition.model.places import NoteId, PassageId, Place, parse_pages
from critical_edition.model.prose import Prose, citations, plain
from critical_edition.model.prose import cited as citing
from critical_edition.model.records import NoteRecord, PassageRecord
from critical_edition.model.sentences import count_words
from critical_edition.sources import author_text, prose
from critical_edition.sources.author_text import Body
from critical_edition.sources.options import Reader

INCIPIT = 8
"""How many first words of a passage name it."""


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
    standing = _standing(reader, number)
    if standing:
        incipit = incipit or first_words(standing.content)
    if not incipit and not standing:
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
        if not standing:
            reader.find(Code.PAGES, _("passage {passage} has no pages", passage=number))
    else:
        try:
            work = reader.block.profile.work
            pages = parse_pages(directive.options["pages"].value, work.first_page, work.last_page)
        except NotReadError as error:
            reader.at(Code.PAGES, "pages", error.what)
    if standing:
        body, summary = _abstract(reader, standing)
    else:
        reader.cites()
        body = reader.block.body
        summary = "\n\n".join(p.text for p in reader.block.paragraphs)
        if not summary:
            reader.find(Code.SUMMARY_MISSING, _("passage {passage} has no summary", passage=number))
    return PassageRecord(
        number,
        pages,
        incipit,
        reader.block.docname,
        directive.line,
        body,
        summary,
        directive.spots,
        standing.content if standing else None,
    )


def _standing(reader: Reader, place: Place) -> Body | None:
    """Return the author's words and what belongs to them, where these stand in the pages."""
    if reader.block.profile.text.source != "pages":
        return None
    directive = reader.directive
    body = author_text.read(directive.body, directive.body_line)
    for fault in body.faults:
        reader.find(Code.TEXT_SYNTAX, said(f"{place}: {fault.message}"), (fault.line, 1))
    if not body.content.text:
        reader.find(Code.TEXT_SYNTAX, _("{place} has no words", place=place))
    reader.named(body.cited)
    return body


def _abstract(reader: Reader, standing: Body) -> tuple[Prose, str]:
    """Return our abstract of a passage, from an option or a directive in it, and its plain words."""
    option = reader.directive.options.get(author_text.ABSTRACT)
    words, line = standing.abstract, standing.abstract_line
    if option and option.value and not words:
        words, line = option.value, option.line
    body = prose.read(words, line)
    reader.named((citation, line) for citation in citations(body))
    return body, plain(body)


def first_words(content: RichText) -> str:
    """Return the words by which a passage is named, of its first paragraph or line."""
    first = next((leaf for block in content.blocks for leaf in block.leaves()), None)
    line = content.text[first.start : first.end] if first else content.text
    return " ".join(line.split()[:INCIPIT])


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
    ibid = tuple(key for key in re.split(r"[\s,]+", directive.value("ibid")) if key)
    standing = _standing(reader, note)
    if standing:
        cited = tuple(citation for citation, _line in standing.cited)
        body, summary = citing(cited, directive.line), ""
    else:
        cited, body = reader.cites(), reader.block.body
        paragraphs = reader.block.paragraphs
        summary = "\n\n".join(p.text for p in paragraphs if re.search(r"[^\W_]", p.text))
        if not cited and not summary:
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
        body,
        summary,
        directive.spots,
        standing.content if standing else None,
    )
