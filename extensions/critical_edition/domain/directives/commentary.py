"""The directives ``comment``, ``argument`` and ``parallel``.

They may stand on any page. What they say is recorded in the domain; it is shown at the passages and
with the arguments that they speak of.
"""

from __future__ import annotations

import datetime
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from critical_edition.domain.commentary_nodes import argument, woven_place
from critical_edition.domain.config import profile_of
from critical_edition.domain.directives.body import BodyDirective
from critical_edition.domain.edition import EditionDomain, get_domain
from critical_edition.domain.parts import give_id
from critical_edition.domain.prose import note_citations
from critical_edition.domain.warnings import warn
from critical_edition.model.anchor import Anchor
from critical_edition.model.codes import Code
from critical_edition.model.commentary import (
    Argument,
    Comment,
    Parallel,
    parse_date,
    parse_id,
)
from critical_edition.model.profile import Profile, Relation


class _Record(BodyDirective):
    """What the three have in common: an ID, options that must be right, a body."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    failed = False

    @property
    def profile(self) -> Profile:
        """What is particular to the edition."""
        return profile_of(self.config)

    @property
    def domain(self) -> EditionDomain:
        """The edition's domain."""
        return get_domain(self.env)

    def fault(self, code: Code, message: str) -> None:
        """Warn at the directive, and take the record as failed."""
        self.failed = True
        warn(code, message, self.get_location())

    def id(self, code: Code) -> str:
        """Return the ID; warn where it is none."""
        try:
            return parse_id(self.arguments[0])
        except ValueError as error:
            self.fault(code, str(error))
            return ""

    def anchor(self, option: str, code: Code) -> Anchor | None:
        """Return the anchor of an option; warn where it is missing or none."""
        source = self.options.get(option, "")
        if not source:
            self.fault(code, f"“{self.arguments[0]}” lacks :{option}:")
            return None
        try:
            return Anchor.parse(source, self.profile.quoted)
        except ValueError as error:
            self.fault(code, f":{option}: {error}")
            return None

    def place(self, what: str, of: str) -> woven_place:
        """Return a place that is filled when the page is written."""
        node = woven_place("", what=what, of=of)
        self.set_source_info(node)
        return node

    def orphan(self) -> None:
        """Let a page that holds records alone stand outside the contents."""
        if self.docname.startswith("commentary/"):
            self.env.metadata[self.docname].setdefault("orphan", "")


class CommentDirective(_Record):
    """``comment ID`` with ``:on:``, ``:kind:``, ``:by:``, ``:date:`` and the comment as body."""

    option_spec: ClassVar[OptionSpec] = {
        "on": directives.unchanged,
        "kind": directives.unchanged,
        "by": directives.unchanged,
        "date": directives.unchanged,
        "replies-to": directives.unchanged,
        "uncited": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the place of a line that leads to the comment; where it is faulty, its body."""
        self.orphan()
        body = self.prose()
        cid = self.id(Code.COMMENT_ID)
        on = self.anchor("on", Code.ANCHOR)
        kind = self._kind()
        date = self._date()
        if not body:
            self.fault(Code.COMMENT_EMPTY, f"the comment “{cid}” says nothing")
        if self.failed or on is None or kind is None or date is None:
            return self.blocks(body)
        uncited = self.options.get("uncited", "").strip()
        record = Comment(
            cid,
            on,
            kind,
            self.options.get("by", "").strip() or "editors",
            date,
            body,
            self.options.get("replies-to", "").strip(),
            uncited,
            self.docname,
            self.lineno,
        )
        if not record.cites and not uncited:
            message = f"the comment “{cid}” names no source"
            warn(Code.COMMENT_UNCITED, message, self.get_location())
        self.domain.note_record("comments", record)
        note_citations(self.env, self.docname, body)
        return [self.place("comment", cid)]

    def _kind(self) -> str | None:
        source: str = self.options.get("kind", "").strip()
        if self.profile.kind(source):
            return source
        self.fault(Code.COMMENT_KIND, self.profile.not_a_kind(source))
        return None

    def _date(self) -> datetime.date | None:
        try:
            return parse_date(self.options.get("date", ""))
        except ValueError as error:
            self.fault(Code.COMMENT_DATE, str(error))
            return None


class ArgumentDirective(_Record):
    """``argument ID`` with ``:title:`` and its statement as body."""

    option_spec: ClassVar[OptionSpec] = {"title": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return the statement, and the place of the argument's parallels."""
        body = self.prose()
        aid = self.id(Code.ARGUMENT_ID)
        title = self.options.get("title", "").strip()
        if not title:
            self.fault(Code.ARGUMENT_TITLE, f"the argument “{aid}” lacks :title:")
        if self.failed:
            return self.blocks(body)
        record = Argument(aid, title, body, self.docname, self.lineno)
        self.domain.note_record("arguments", record)
        node = argument("", aid=aid, classes=["argument"])
        self.set_source_info(node)
        give_id(node, record.anchor, self.state.document)
        node += self.blocks(body)
        return [node, self.place("argument", aid)]


class ParallelDirective(_Record):
    """``parallel ID`` with ``:argument:``, ``:from:``, ``:to:``, ``:relation:``, ``:by:``."""

    option_spec: ClassVar[OptionSpec] = {
        "argument": directives.unchanged,
        "from": directives.unchanged,
        "to": directives.unchanged,
        "relation": directives.unchanged,
        "by": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return nothing: a parallel is shown with its argument; where it is faulty, its body."""
        self.orphan()
        body = self.prose()
        pid = self.id(Code.PARALLEL_ID)
        start = self.anchor("from", Code.ANCHOR)
        end = self.anchor("to", Code.ANCHOR)
        relation = self._relation()
        if not body:
            self.fault(Code.PARALLEL_REASON, f"the parallel “{pid}” gives no reason")
        if self.failed or start is None or end is None or relation is None:
            return self.blocks(body)
        record = Parallel(
            pid,
            self.options.get("argument", "").strip(),
            start,
            end,
            relation,
            self.options.get("by", "").strip() or "editors",
            body,
            self.docname,
            self.lineno,
        )
        self.domain.note_record("parallels", record)
        note_citations(self.env, self.docname, body)
        return []

    def _relation(self) -> Relation | None:
        source = self.options.get("relation", "").strip()
        relation = self.profile.relation(source)
        if not relation:
            self.fault(Code.PARALLEL_RELATION, self.profile.not_a_relation(source))
        return relation


class GeneratedDirective(SphinxDirective):
    """``comment-index``, ``parallels``, ``argument-map``: all of a kind, in order, on one page."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Return the place to be filled when the pages are written."""
        node = woven_place("", what=self.name)
        self.set_source_info(node)
        get_domain(self.env).note_generated(self.env.current_document.docname, self.name)
        return [node]
