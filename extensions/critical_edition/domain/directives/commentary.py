"""The directives ``comment``, ``argument`` and ``parallel``.

They may stand on any page. What they say is recorded in the domain; their bodies are shown where
they are written and, copied by :mod:`critical_edition.outputs.doctree.weave`, at the passages they speak of.
"""

from __future__ import annotations

import datetime
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from critical_edition.citation.dates import written_date
from critical_edition.domain import guarding
from critical_edition.domain.commentary_nodes import (
    argument,
    editorial_comment,
    parallel,
    screen_words,
    woven_place,
)
from critical_edition.domain.config import profile_of
from critical_edition.domain.credit import credit
from critical_edition.domain.edition import EditionDomain, get_domain
from critical_edition.domain.parts import give_id, links_of, reference
from critical_edition.domain.warnings import warn
from critical_edition.model.anchor import Anchor
from critical_edition.model.citations import parse_citations
from critical_edition.model.codes import Code
from critical_edition.model.commentary import (
    Argument,
    Comment,
    Parallel,
    digest,
    parse_date,
    parse_id,
)
from critical_edition.model.i18n import _
from critical_edition.model.places import PassageId
from critical_edition.model.profile import Profile, Relation


class _Record(SphinxDirective):
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

    @property
    def docname(self) -> str:
        """The page that is read."""
        return self.env.current_document.docname

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

    def orphan(self) -> None:
        """Let a page that holds records alone stand outside the contents."""
        if self.docname.startswith("commentary/"):
            self.env.metadata[self.docname].setdefault("orphan", "")

    def body(self) -> list[nodes.Node]:
        """Return the body, parsed, without what commentary may not hold."""
        with guarding.shut(self.state.document):
            body = self.parse_content_to_nodes()
        return guarding.permitted(body, self.get_location())

    def source(self) -> str:
        """Return all that the record says, for its digest."""
        options = sorted((k, str(v)) for k, v in self.options.items())
        return repr((self.arguments, options, list(self.content)))


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
        """Return the comment; where it is faulty, its body alone."""
        self.orphan()
        body = self.body()
        cid = self.id(Code.COMMENT_ID)
        on = self.anchor("on", Code.ANCHOR)
        kind = self._kind()
        date = self._date()
        if not body:
            self.fault(Code.COMMENT_EMPTY, f"the comment “{cid}” says nothing")
        if self.failed or on is None or kind is None or date is None:
            return body
        uncited = self.options.get("uncited", "").strip()
        cites = _keys(body)
        if not cites and not uncited:
            message = f"the comment “{cid}” names no source"
            warn(Code.COMMENT_UNCITED, message, self.get_location())
        record = Comment(
            cid,
            on,
            kind,
            self.options.get("by", "").strip() or "editors",
            date,
            cites,
            self.options.get("replies-to", "").strip(),
            uncited,
            self.docname,
            self.lineno,
            digest(self.source()),
            links_of(body),
        )
        self.domain.note_record("comments", record)
        node = editorial_comment("", cid=cid, kind=kind, classes=["comment", f"comment-{kind}"])
        self.set_source_info(node)
        node += self._head(record)
        _bracket(body)
        node += body
        return [node]

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

    def _head(self, record: Comment) -> nodes.paragraph:
        head = nodes.paragraph("", "", classes=["comment-head"])
        self.set_source_info(head)
        head += place_links(record.on, record.docname)
        if record.on.lemma:
            words = str(record.on.lemma.words)
            if record.on.lemma.last:
                words += f" … {record.on.lemma.last}"
            lemma = nodes.inline("", f"{words}]", classes=["lemma"])
            head += [nodes.Text(" "), lemma]
        about = nodes.inline("", f"{_(record.kind)} · ", classes=["comment-about"])
        about += credit(self.env, record.by, record.docname)
        about += nodes.Text(f" · {written_date(record.date)}")
        head += [nodes.Text(" "), about]
        link = reference("comment", record.id, nodes.inline("", _("permalink")), record.docname)
        head += screen_words("", "", nodes.Text(" · "), link)
        if record.replies_to:
            link = reference(
                "comment",
                record.replies_to,
                nodes.inline("", _("answers a comment")),
                record.docname,
            )
            head += [nodes.Text(" · "), link]
        return head


def place_links(anchor: Anchor, docname: str) -> list[nodes.Node]:
    """Return links to an anchor's place, or to both ends of its range."""
    out: list[nodes.Node] = []
    ends = [anchor.first] if anchor.first == anchor.last else [anchor.first, anchor.last]
    for place in ends:
        typ = "passage" if isinstance(place, PassageId) else "authornote"
        text = str(place) if typ == "passage" else _("note {number}").format(number=str(place)[1:])
        if out:
            out.append(nodes.Text("–"))
        out.append(reference(typ, str(place), nodes.inline("", text), docname))
    return out


def _bracket(body: list[nodes.Node]) -> None:
    """Set the citations of running text in brackets, as no note's place is theirs."""
    for node in body:
        for link in list(node.findall(addnodes.pending_xref)):
            if link.get("refdomain") == "cite":
                at = link.parent.index(link)
                link.parent.insert(at + 1, nodes.Text(")"))
                link.parent.insert(at, nodes.Text("("))


def _keys(body: list[nodes.Node]) -> tuple[str, ...]:
    keys: list[str] = []
    for node in body:
        for link in node.findall(addnodes.pending_xref):
            if link.get("refdomain") == "cite":
                keys += [c.key for c in parse_citations(link["reftarget"])]
    return tuple(dict.fromkeys(keys))


class ArgumentDirective(_Record):
    """``argument ID`` with ``:title:`` and its statement as body."""

    option_spec: ClassVar[OptionSpec] = {"title": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return the statement, and the place of the argument's way through the essay."""
        body = self.body()
        aid = self.id(Code.ARGUMENT_ID)
        title = self.options.get("title", "").strip()
        if not title:
            self.fault(Code.ARGUMENT_TITLE, f"the argument “{aid}” lacks :title:")
        if self.failed:
            return body
        record = Argument(
            aid, title, self.docname, self.lineno, digest(self.source()), links_of(body)
        )
        self.domain.note_record("arguments", record)
        node = argument("", aid=aid, classes=["argument"])
        self.set_source_info(node)
        give_id(node, record.anchor, self.state.document)
        node += body
        steps = woven_place("", what="argument-steps", aid=aid)
        self.set_source_info(steps)
        return [node, steps]


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
        """Return the parallel with its reason."""
        self.orphan()
        body = self.body()
        pid = self.id(Code.PARALLEL_ID)
        start = self.anchor("from", Code.ANCHOR)
        end = self.anchor("to", Code.ANCHOR)
        relation = self._relation()
        if not body:
            self.fault(Code.PARALLEL_REASON, f"the parallel “{pid}” gives no reason")
        if self.failed or start is None or end is None or relation is None:
            return body
        record = Parallel(
            pid,
            self.options.get("argument", "").strip(),
            start,
            end,
            relation,
            self.options.get("by", "").strip() or "editors",
            self.docname,
            self.lineno,
            digest(self.source()),
            links_of(body),
        )
        self.domain.note_record("parallels", record)
        node = parallel("", pid=pid, classes=["parallel", f"relation-{relation}"])
        self.set_source_info(node)
        head = nodes.paragraph("", "", classes=["parallel-head"])
        self.set_source_info(head)
        head += place_links(start, self.docname)
        head += _lemma(start)
        head += nodes.inline("", f" {_(relation.label)} ", classes=["relation"])
        head += place_links(end, self.docname)
        head += _lemma(end)
        node += head
        node += body
        return [node]

    def _relation(self) -> Relation | None:
        source = self.options.get("relation", "").strip()
        relation = self.profile.relation(source)
        if not relation:
            self.fault(Code.PARALLEL_RELATION, self.profile.not_a_relation(source))
        return relation


def _lemma(anchor: Anchor) -> list[nodes.Node]:
    if anchor.lemma is None:
        return []
    words = anchor.lemma.words + (f" … {anchor.lemma.last}" if anchor.lemma.last else "")
    return [nodes.Text(" "), nodes.inline("", f"“{words}”", classes=["lemma"])]


class GeneratedDirective(SphinxDirective):
    """``commentary``, ``parallels``, ``synopsis`` …: all of a kind, in order, on one page."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Return the place to be filled when the pages are written."""
        node = woven_place("", what=self.name)
        self.set_source_info(node)
        get_domain(self.env).note_generated(self.env.current_document.docname, self.name)
        return [node]
