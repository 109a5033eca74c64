"""The directives ``comment``, ``argument`` and ``parallel``.

They may stand on any page. What they say is recorded in the domain; their bodies are shown where
they are written and, copied by :mod:`critical_edition.outputs.doctree.weave`, at the passages they speak of.
"""

from __future__ import annotations

from dataclasses import replace

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from critical_edition.citation.dates import written_date
from critical_edition.domain import guarding
from critical_edition.domain.commentary_nodes import (
    argument,
    editorial_comment,
    parallel,
    screen_words,
    woven_place,
)
from critical_edition.domain.credit import credit
from critical_edition.domain.directives.block import RecordDirective
from critical_edition.domain.edition import get_domain
from critical_edition.domain.parts import give_id, links_of, reference
from critical_edition.model.anchor import Anchor
from critical_edition.model.commentary import Argument, Comment, Parallel
from critical_edition.model.places import PassageId
from critical_edition.sources.pages import Record


class _Commentary(RecordDirective):
    """What the three have in common: a body of prose, and a record under an ID."""

    def read(self) -> tuple[Record | None, list[nodes.Node]]:
        """Return what was read, and the body without what commentary may not hold."""
        if self.docname.startswith("commentary/"):
            # A page that holds records alone may stand outside the contents.
            self.env.metadata[self.docname].setdefault("orphan", "")
        with guarding.shut(self.state.document):
            parsed = self.parse_content_to_nodes()
        body = guarding.permitted(parsed, self.get_location())
        record = self.entry(body).record if body else None
        if record is None:
            self.domain.note_faulty(self.docname, self.arguments[0].strip())
        return record, body


class CommentDirective(_Commentary):
    """``comment ID`` with ``:on:``, ``:kind:``, ``:by:``, ``:date:`` and the comment as body."""

    def run(self) -> list[nodes.Node]:
        """Return the comment; where it is faulty, its body alone."""
        found, body = self.read()
        if not isinstance(found, Comment):
            return body
        record = replace(found, links=links_of(body))
        self.domain.note_record("comments", record)
        cid, kind = record.id, record.kind
        node = editorial_comment(
            "", cid=cid, kind=str(kind), classes=["comment", f"comment-{kind}"]
        )
        self.set_source_info(node)
        node += self._head(record)
        _bracket(body)
        node += body
        return [node]

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
        about = nodes.inline("", f"{record.kind} · ", classes=["comment-about"])
        about += credit(self.env, record.by, record.docname)
        about += nodes.Text(f" · {written_date(record.date)}")
        head += [nodes.Text(" "), about]
        link = reference("comment", record.id, nodes.inline("", "permalink"), record.docname)
        head += screen_words("", "", nodes.Text(" · "), link)
        if record.replies_to:
            link = reference(
                "comment", record.replies_to, nodes.inline("", "answers a comment"), record.docname
            )
            head += [nodes.Text(" · "), link]
        return head


def place_links(anchor: Anchor, docname: str) -> list[nodes.Node]:
    """Return links to an anchor's place, or to both ends of its range."""
    out: list[nodes.Node] = []
    ends = [anchor.first] if anchor.first == anchor.last else [anchor.first, anchor.last]
    for place in ends:
        typ = "passage" if isinstance(place, PassageId) else "authornote"
        text = str(place) if typ == "passage" else f"note {str(place)[1:]}"
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


class ArgumentDirective(_Commentary):
    """``argument ID`` with ``:title:`` and its statement as body."""

    def run(self) -> list[nodes.Node]:
        """Return the statement, and the place of the argument's way through the essay."""
        found, body = self.read()
        if not isinstance(found, Argument):
            return body
        record = replace(found, links=links_of(body))
        self.domain.note_record("arguments", record)
        aid = record.id
        node = argument("", aid=aid, classes=["argument"])
        self.set_source_info(node)
        give_id(node, record.anchor, self.state.document)
        node += body
        steps = woven_place("", what="argument-steps", aid=aid)
        self.set_source_info(steps)
        return [node, steps]


class ParallelDirective(_Commentary):
    """``parallel ID`` with ``:argument:``, ``:from:``, ``:to:``, ``:relation:``, ``:by:``."""

    def run(self) -> list[nodes.Node]:
        """Return the parallel with its reason."""
        found, body = self.read()
        if not isinstance(found, Parallel):
            return body
        record = replace(found, links=links_of(body))
        self.domain.note_record("parallels", record)
        pid, start, end, relation = record.id, record.start, record.end, record.relation
        node = parallel("", pid=pid, classes=["parallel", f"relation-{relation}"])
        self.set_source_info(node)
        head = nodes.paragraph("", "", classes=["parallel-head"])
        self.set_source_info(head)
        head += place_links(start, self.docname)
        head += _lemma(start)
        head += nodes.inline("", f" {relation.label} ", classes=["relation"])
        head += place_links(end, self.docname)
        head += _lemma(end)
        node += head
        node += body
        return [node]


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
