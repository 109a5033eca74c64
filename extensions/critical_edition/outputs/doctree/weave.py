"""Weaving: comments and parallels are put where they are read, when the pages are written.

What is shown is copied from the page on which it was written; nothing that the environment keeps
is changed.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from critical_edition.domain.commentary_nodes import (
    comment_letter,
    comment_list,
    editorial_comment,
    parallel_list,
    woven_place,
)
from critical_edition.domain.directives.commentary import place_links
from critical_edition.domain.edition import EditionDomain, get_domain
from critical_edition.domain.nodes import (
    authornote,
    gloss,
    note_backlink,
    note_number,
    passage,
    passage_head,
    passage_text,
)
from critical_edition.domain.parts import reference
from critical_edition.model.anchor import Anchor
from critical_edition.model.collection import DESCENT, with_replies
from critical_edition.model.commentary import Comment, Parallel
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.outputs.doctree import lemmata
from critical_edition.outputs.doctree import pages as generated

PARALLEL_SIGN = "∥"

_N = TypeVar("_N", bound=nodes.Element)


class _Read:
    """A page as it was read, and where on it the nodes are that are copied."""

    def __init__(self, document: nodes.document) -> None:
        self.document = document
        self.index: dict[tuple[type[nodes.Element], str], dict[str | int, Any]] = {}

    def find(self, kind: type[_N], key: str, value: str | int) -> _N | None:
        """Return the first node of a kind whose ``key`` has a value; not to be changed."""
        if (kind, key) not in self.index:
            by_value = self.index[kind, key] = {}
            for node in self.document.findall(kind):
                by_value.setdefault(node[key], node)
        found: _N | None = self.index[kind, key].get(value)
        return found


_KEPT: weakref.WeakKeyDictionary[BuildEnvironment, dict[str, _Read]] = weakref.WeakKeyDictionary()


def forget(env: BuildEnvironment) -> None:
    """Drop the pages kept for copying; they are read anew when next needed."""
    _KEPT.pop(env, None)


class ForPrint(SphinxPostTransform):
    """Note of a document that it is set as a book."""

    # Before the weaving.
    default_priority = 3
    formats = ("typst",)

    def run(self, **kwargs: Any) -> None:
        """Note it at the document."""
        self.document["edition_medium"] = "print"


class ForScreen(SphinxPostTransform):
    """Note of a document that it is a page of its own on a screen."""

    default_priority = 3
    builders = ("html", "dirhtml")

    def run(self, **kwargs: Any) -> None:
        """Note it at the document."""
        self.document["edition_medium"] = "screen"


class Weave(SphinxPostTransform):
    """Put comments and parallels under their passages, and fill the generated pages."""

    # Before references are resolved, so that those of the copies are resolved with the page's own.
    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        """Weave the page, or the whole book where the builder joins all pages."""
        self.domain: EditionDomain = get_domain(self.env)
        self.commentary = self.domain.commentary()
        self._notes: dict[int, authornote] | None = None
        self._own: dict[str, _Read] = {}
        self._lettered: dict[PassageId, Mapping[str, str]] = {}
        self._standing: dict[type[nodes.Element], dict[tuple[str, str], Any]] = {}
        for node in list(self.document.findall(passage)):
            self._passage(node)
        for place in list(self.document.findall(woven_place)):
            keep_introduction(place)
            place.replace_self(generated.fill(self, place))
        self._retired()

    def _retired(self) -> None:
        """Give what takes the place of a retired ID its anchor too."""
        former: dict[str, list[str]] = {}
        for anchor, to in sorted(self.domain.retired().items()):
            former.setdefault(to, []).append(anchor)
        if former:
            for node in self.document.findall(nodes.Element):
                names: list[str] = node.get("ids", [])
                node["ids"] = [*names, *(old for name in names for old in former.get(name, []))]

    # -- passages ------------------------------------------------------------------------------

    def _passage(self, node: passage) -> None:
        number = PassageId.parse(node["number"])
        notes = self.commentary.notes(number)
        docname = self.docname_of(node)
        texts = self._texts(node, notes)
        parallels = self.commentary.touching(number)
        words = {place: lemmata.text_of(text) for place, text in texts.items()}
        hanging = self._hanging(number, notes, words, parallels)
        placed = self._placed(hanging)
        signs = _letters(placed)
        comments = with_replies(placed)
        backs: dict[str, str] = {}
        for found, items in hanging.items():
            text = texts.get(found)
            if text is not None:
                lemmata.mark(text, items, [signs.get(item.ref, PARALLEL_SIGN) for item in items])
                backs |= {i.ref: i.back for i in items if i.span or i.kind == lemmata.COMMENT}
        if comments:
            holder = comment_list("", classes=["comments"])
            for record in comments:
                holder += self._comment(record, signs[record.anchor], backs, docname)
            node += holder
        if parallels:
            node += self._parallels(number, parallels, backs, docname)

    def letters(self, number: PassageId) -> Mapping[str, str]:
        """Return the letters of a passage's comments and its notes', by their IDs, in their order."""
        if number not in self._lettered:
            notes = self.commentary.notes(number)
            places: tuple[Place, ...] = (number, *notes)
            words = {
                place: unit.content.text
                for place in places
                if (unit := self.domain.text.get(place)) is not None
            }
            hanging = self._hanging(number, notes, words, ())
            self._lettered[number] = _letters(self._placed(hanging))
        return self._lettered[number]

    def _placed(self, hanging: Mapping[Place, Iterable[lemmata.Hanging]]) -> list[Comment]:
        """Return the comments in the order in which their signs stand."""
        return [
            self.commentary.comments[item.ref.removeprefix("comment-")]
            for items in hanging.values()
            for item in items
            if item.kind == lemmata.COMMENT
        ]

    def _texts(self, node: passage, notes: Iterable[Place]) -> dict[Place, passage_text]:
        """Return the words of a passage and of its notes, where they are on the page."""
        if self._notes is None:
            self._notes = {n["number"]: n for n in self.document.findall(authornote)}
        holders: list[tuple[Place, nodes.Element | None]] = [
            (PassageId.parse(node["number"]), node),
            *((n, self._notes.get(n.number)) for n in notes if isinstance(n, NoteId)),
        ]
        found: dict[Place, passage_text] = {}
        for where, holder in holders:
            children = holder.children if holder is not None else ()
            for child in children:
                if isinstance(child, passage_text):
                    found[where] = child
        return found

    def _hanging(
        self,
        number: PassageId,
        notes: Sequence[NoteId],
        words: Mapping[Place, str],
        parallels: Iterable[Parallel],
    ) -> dict[Place, tuple[lemmata.Hanging, ...]]:
        """Return what hangs on a passage and on its notes, in the order of its places."""
        places: tuple[Place, ...] = (number, *notes)
        found: dict[Place, list[lemmata.Hanging]] = {place: [] for place in places}
        for where, items in found.items():
            for comment in self.commentary.on(where):
                ref = comment.anchor
                items.append(lemmata.Hanging(ref, f"{ref}-ref", lemmata.COMMENT, comment.on.lemma))
        for record in parallels:
            ref = parallel_at(number, record)
            here = [a for a in (record.start, record.end) if a.first in found and a.lemma]
            for back, side in zip((f"{ref}-ref", f"{ref}-ref-2"), here, strict=False):
                found[side.first].append(lemmata.Hanging(ref, back, lemmata.PARALLEL, side.lemma))
        return {place: lemmata.place(items, words.get(place, "")) for place, items in found.items()}

    def _comment(
        self, record: Comment, sign: str, backs: Mapping[str, str], docname: str
    ) -> Iterator[editorial_comment]:
        copied = self.copy(editorial_comment, "cid", record, docname)
        if copied is None:
            return
        copied["ids"] = [record.anchor]
        copied["sign"] = sign
        copied["lemma"] = str(record.on.lemma or "")
        if record.anchor in backs:
            copied["backref"] = backs[record.anchor]
        head = copied[0]
        assert isinstance(head, nodes.Element)
        head[0:0] = [letter_of(sign, backs.get(record.anchor)), nodes.Text(" ")]
        yield copied

    def _parallels(
        self,
        number: PassageId,
        parallels: Iterable[Parallel],
        backs: Mapping[str, str],
        docname: str,
    ) -> parallel_list:
        holder = parallel_list("", classes=["parallels"])
        items = nodes.bullet_list("", classes=["parallels"])
        for record in parallels:
            away = self.commentary.starts(record, number)
            other: Anchor = record.end if away else record.start
            label = record.relation.label if away else record.relation.inverse
            ref = parallel_at(number, record)
            line = nodes.paragraph("", "", letter_of(PARALLEL_SIGN, backs.get(ref)), ids=[ref])
            line += nodes.Text(" ")
            line += nodes.inline("", f"{label} ", classes=["relation"])
            line += self.places(other, docname)
            if other.lemma:
                line += nodes.Text(f" “{other.lemma.words}”")
            line += nodes.Text(" · ")
            line += self.argument_link(record.argument, docname)
            line += nodes.Text(" · ")
            line += reference("parallel", record.id, nodes.inline("", "why"), docname)
            items += nodes.list_item("", line)
        holder += items
        for argument in dict.fromkeys(p.argument for p in parallels):
            way, before, after = self.commentary.nearby(number, argument, DESCENT)
            if len(way) > 2:
                line = nodes.paragraph("", "", classes=["descent"])
                line += self.argument_link(argument, docname)
                line += nodes.Text(": … → " if before else ": ")
                for index, step in enumerate(way):
                    line += [nodes.Text(" → ")] if index else []
                    if step == number:
                        line += nodes.strong("", str(step))
                    else:
                        line += reference(
                            "passage", str(step), nodes.inline("", str(step)), docname
                        )
                line += [nodes.Text(" → …")] if after else []
                holder += line
        return holder

    def places(self, anchor: Anchor, docname: str) -> list[nodes.Node]:
        """Return links to an anchor's place, or to both ends of its range.

        A note is named with its passage, as in 4.11 n33: it stands beside passages.
        """
        note = anchor.first
        home = self.commentary.homes.get(note) if isinstance(note, NoteId) else None
        if home is None:
            return place_links(anchor, docname)
        words = nodes.inline("", f"{home}\N{NO-BREAK SPACE}{note}")
        return [reference("authornote", str(note), words, docname)]

    def argument_link(self, aid: str, docname: str) -> nodes.Node:
        """Return a link to an argument by its title."""
        found = self.commentary.arguments.get(aid)
        if found is None:
            return nodes.Text(aid)
        return reference("argument", aid, nodes.inline("", found.title), docname)

    # -- copies --------------------------------------------------------------------------------

    def docname_of(self, node: nodes.Node) -> str:
        """Return the page that a node belongs to, also where all pages are joined."""
        parent: nodes.Node | None = node
        while parent is not None:
            if isinstance(parent, addnodes.start_of_file):
                return str(parent["docname"])
            parent = parent.parent
        return self.env.current_document.docname

    def page(self, docname: str) -> _Read:
        """Return a page as it was read; not to be changed."""
        kept = _KEPT.setdefault(self.env, {})
        if docname not in kept:
            kept[docname] = _Read(self.env.get_doctree(docname))
        return kept[docname]

    def copy(self, kind: type[_N], key: str, record: Comment | Parallel, docname: str) -> _N | None:
        """Return a copy of a record's node for a page, without IDs."""
        found = self.page(record.docname).find(kind, key, record.id)
        return None if found is None else adapt(found.deepcopy(), docname)

    def move(self, kind: type[_N], key: str, record: Comment | Parallel, docname: str) -> _N | None:
        """Return a record's node without IDs, for this page alone: each node once.

        What shows all comments takes them from a reading of its own, which is less work than copying.
        """
        if record.docname not in self._own:
            self._own[record.docname] = _Read(self.env.get_doctree(record.docname))
        found = self._own[record.docname].find(kind, key, record.id)
        if found is None or found.parent is None:
            return None
        found.parent.remove(found)
        return adapt(found, docname)

    def take(self, kind: type[_N], key: str, record: Comment | Parallel, docname: str) -> _N | None:
        """Return a record's own node, taken from where it stands on this page, or else a copy."""
        if kind not in self._standing:
            # Looked for once: a book has all pages in one document, and thousands of records.
            standing = self._standing[kind] = {}
            for node in self.document.findall(kind):
                standing.setdefault((self.docname_of(node), node[key]), node)
        found: _N | None = self._standing[kind].get((docname, record.id))
        if found is None or record.docname != docname:
            return self.copy(kind, key, record, docname)
        assert found.parent is not None
        found.parent.remove(found)
        return found

    def own(self, place: Place, docname: str) -> Iterator[nodes.Node]:
        """Yield copies of our summary of a passage, or of what stands of a note on its page."""
        if isinstance(place, NoteId):
            yield from self.note(place, docname)
        else:
            yield from self.summary(place, docname)

    def note(self, note: NoteId, docname: str) -> Iterator[nodes.Node]:
        """Yield copies of what stands of a note on its page, without its number."""
        record = self.domain.notes().get(note)
        node = self.page(record.docname).find(authornote, "number", note.number) if record else None
        if node is None:
            return
        copied = adapt(node.deepcopy(), docname)
        for part in list(copied.findall(lambda n: isinstance(n, note_number | note_backlink))):
            part.parent.remove(part)
        for child in list(copied.children):
            if isinstance(child, nodes.paragraph) and child.children:
                yield child

    def summary(self, number: PassageId, docname: str) -> Iterator[nodes.Node]:
        """Yield copies of the paragraphs of our summary of a passage."""
        record = self.domain.passages().get(number)
        if record is None:
            return
        node = self.page(record.docname).find(passage, "number", str(number))
        if node is None:
            return
        inner: Iterable[nodes.Node] = node.children
        for child in node.children:
            if isinstance(child, gloss):
                inner = child.children
        for child in inner:
            if isinstance(child, nodes.paragraph) and not isinstance(
                child, passage_head | passage_text
            ):
                yield adapt(child.deepcopy(), docname)


def keep_introduction(place: nodes.Element) -> None:
    """Let no page of a book part a short introduction from what it introduces."""
    before = place.parent[place.parent.index(place) - 1] if place.parent is not None else None
    if isinstance(before, nodes.paragraph):
        before["typst_lead_in"] = True


def parallel_at(number: PassageId, record: Parallel) -> str:
    """Return the ID of a parallel's line at one of its passages."""
    return f"{number.anchor}-parallel-{record.id}"


def _letters(placed: Iterable[Comment]) -> dict[str, str]:
    """Return letters by comments' IDs: they run as the signs do, also where one answers a later one."""
    return {comment.anchor: lemmata.letter(index) for index, comment in enumerate(placed)}


def letter_of(sign: str, back: str | None) -> comment_letter:
    """Return the sign at the head of what is shown at a passage, leading back to ``back``."""
    if back is None:
        return comment_letter("", sign)
    return comment_letter("", "", nodes.reference("", sign, refid=back, internal=True))


def adapt(node: _N, docname: str) -> _N:
    """Make a copy fit for another page: no IDs, and its references made from there."""
    for inner in node.findall(nodes.Element):
        if inner.get("ids"):
            inner["ids"] = []
        if isinstance(inner, addnodes.pending_xref):
            inner["refdoc"] = docname
    return node
