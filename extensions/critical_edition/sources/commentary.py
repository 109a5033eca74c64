"""Comments, arguments and parallels: their records, made of what their directives give."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from critical_edition.model.anchor import Anchor
from critical_edition.model.codes import Code
from critical_edition.model.commentary import (
    Argument,
    Comment,
    Parallel,
    digest,
    parse_date,
    parse_id,
    parse_kind,
    parse_relation,
)
from critical_edition.model.messages import NotReadError, _
from critical_edition.sources.options import Reader

_T = TypeVar("_T")
_EDITORS = "editors"


def comment(reader: Reader) -> Comment | None:
    """Return a comment; None where something is wrong without which it cannot be shown."""
    directive = reader.directive
    cid = _id(reader, Code.COMMENT_ID)
    on = _anchor(reader, "on")
    kind = _option(reader, "kind", Code.COMMENT_KIND, parse_kind)
    date = None
    if directive.value("date"):
        date = _option(reader, "date", Code.COMMENT_DATE, parse_date)
    else:
        reader.at(Code.COMMENT_DATE, "date", _("the comment “{id}” lacks :date:", id=cid))
    if reader.empty:
        reader.find(Code.COMMENT_EMPTY, _("the comment “{id}” says nothing", id=cid))
    cites = tuple(dict.fromkeys(citation.key for citation in reader.cites()))
    uncited = directive.value("uncited")
    if not (cites or uncited or reader.empty or reader.lacks("uncited")):
        reader.find(Code.COMMENT_UNCITED, _("the comment “{id}” names no source", id=cid))
    if not (cid and on and kind and date):
        return None
    return Comment(
        cid,
        on,
        kind,
        directive.value("by") or _EDITORS,
        date,
        cites,
        directive.value("replies-to"),
        uncited,
        *_place(reader),
        spots=directive.spots,
    )


def argument(reader: Reader) -> Argument | None:
    """Return an argument; None where its ID is none or it has no title."""
    aid = _id(reader, Code.ARGUMENT_ID)
    title = reader.directive.value("title")
    if not title:
        message = _("the argument “{id}” lacks :title:", id=aid)
        reader.at(Code.ARGUMENT_TITLE, "title", message)
    reader.cites()
    if not (aid and title):
        return None
    return Argument(aid, title, *_place(reader), spots=reader.directive.spots)


def parallel(reader: Reader) -> Parallel | None:
    """Return a parallel; None where something is wrong without which it joins nothing."""
    directive = reader.directive
    pid = _id(reader, Code.PARALLEL_ID)
    start = _anchor(reader, "from")
    end = _anchor(reader, "to")
    relation = _option(reader, "relation", Code.PARALLEL_RELATION, parse_relation)
    if reader.empty:
        reader.find(Code.PARALLEL_REASON, _("the parallel “{id}” gives no reason", id=pid))
    reader.cites()
    if not (pid and start and end and relation):
        return None
    return Parallel(
        pid,
        directive.value("argument"),
        start,
        end,
        relation,
        directive.value("by") or _EDITORS,
        *_place(reader),
        spots=directive.spots,
    )


def _id(reader: Reader, code: StrEnum) -> str:
    try:
        return parse_id(reader.directive.argument)
    except NotReadError as error:
        reader.find(code, error.what)
        return ""


def _anchor(reader: Reader, name: str) -> Anchor | None:
    source = reader.directive.value(name)
    if not source:
        message = _("“{id}” lacks :{option}:", id=reader.directive.argument, option=name)
        reader.at(Code.ANCHOR, name, message)
        return None
    try:
        return Anchor.parse(source)
    except NotReadError as error:
        message = _(":{option}: {what}", option=name, what=error.what)
        reader.at(Code.ANCHOR, name, message, error.remedy)
        return None


def _option(reader: Reader, name: str, code: StrEnum, read: Callable[[str], _T]) -> _T | None:
    try:
        return read(reader.directive.value(name))
    except NotReadError as error:
        reader.at(code, name, error.what)
        return None


def _place(reader: Reader) -> tuple[str, int, str]:
    """Return docname and line, and a digest of all that the record says."""
    directive = reader.directive
    options = sorted((name, option.value) for name, option in directive.options.items())
    says = repr((directive.argument, options, directive.body))
    return reader.block.docname, directive.line, digest(says)
