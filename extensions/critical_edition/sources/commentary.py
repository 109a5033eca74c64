"""Comments, arguments and parallels: their records, made of what their directives give."""

from __future__ import annotations

from enum import StrEnum

from critical_edition.model.anchor import Anchor
from critical_edition.model.codes import Code
from critical_edition.model.commentary import (
    Argument,
    Comment,
    Parallel,
    parse_date,
    parse_id,
)
from critical_edition.model.messages import NotReadError, _
from critical_edition.model.profile import Relation
from critical_edition.model.records import Spots
from critical_edition.model.suggest import did_you_mean
from critical_edition.sources.options import Reader

_EDITORS = "editors"


def comment(reader: Reader) -> Comment | None:
    """Return a comment; None where something is wrong without which it cannot be shown."""
    directive = reader.directive
    cid = _id(reader, Code.COMMENT_ID)
    on = _anchor(reader, "on")
    kind = _kind(reader)
    date = None
    if directive.value("date"):
        try:
            date = parse_date(directive.value("date"))
        except NotReadError as error:
            reader.at(Code.COMMENT_DATE, "date", error.what)
    else:
        reader.at(Code.COMMENT_DATE, "date", _("the comment “{id}” lacks :date:", id=cid))
    if reader.empty:
        reader.find(Code.COMMENT_EMPTY, _("the comment “{id}” says nothing", id=cid))
    cites = reader.cites()
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
        reader.block.body,
        directive.value("replies-to"),
        uncited,
        *_place(reader),
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
    return Argument(aid, title, reader.block.body, *_place(reader))


def parallel(reader: Reader) -> Parallel | None:
    """Return a parallel; None where something is wrong without which it joins nothing."""
    directive = reader.directive
    pid = _id(reader, Code.PARALLEL_ID)
    start = _anchor(reader, "from")
    end = _anchor(reader, "to")
    relation = _relation(reader)
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
        reader.block.body,
        *_place(reader),
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
        return Anchor.parse(source, reader.block.profile.quoted)
    except NotReadError as error:
        message = _(":{option}: {what}", option=name, what=error.what)
        reader.at(Code.ANCHOR, name, message, error.remedy)
        return None


def _kind(reader: Reader) -> str:
    given, kinds = reader.directive.value("kind"), list(map(str, reader.block.profile.kinds))
    if given in kinds:
        return given
    known = ", ".join(kinds)
    message = _("the comment has no :kind:; it is one of {known}", known=known)
    if given:
        message = _(
            "“{given}” is not a kind of comment; they are {known}", given=given, known=known
        )
    reader.at(Code.COMMENT_KIND, "kind", message.then(did_you_mean(given, kinds)))
    return ""


def _relation(reader: Reader) -> Relation | None:
    given, profile = reader.directive.value("relation"), reader.block.profile
    relation = profile.relation(given)
    if not relation:
        known = list(map(str, profile.relations))
        message = _(
            "“{given}” is not a relation; they are {known}", given=given, known=", ".join(known)
        )
        hint = did_you_mean(given, known)
        reader.at(Code.PARALLEL_RELATION, "relation", message.then(hint))
    return relation


def _place(reader: Reader) -> tuple[str, int, Spots]:
    """Return docname and line, and where the options' values stand."""
    return reader.block.docname, reader.directive.line, reader.directive.spots
