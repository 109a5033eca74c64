"""What a printed page needs changed in the doctree: notes at the foot, commentary in the margin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from critical_edition.domain import credit
from critical_edition.domain import lists as sources
from critical_edition.domain.commentary_nodes import (
    argument,
    argument_map,
    comment_list,
    editorial_comment,
    parallel,
    parallel_list,
)
from critical_edition.domain.edition import get_domain
from critical_edition.domain.nodes import (
    WORDING,
    authornote,
    book_part,
    carried_notes,
    emendation_sign,
    gloss,
    lemma_sign,
    lemma_span,
    margin_note,
    margin_slot,
    margin_spot,
    margin_store,
    named_here,
    note_backlink,
    note_list,
    note_marker,
    note_number,
    page_reference,
    passage,
    passage_head,
    passage_number,
)
from critical_edition.domain.parts import reference
from critical_edition.model.commentary import Comment
from critical_edition.model.i18n import _
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.model.registers import Entry, occurrences
from critical_edition.outputs.doctree import marking


class NotesToMarkers(SphinxPostTransform):
    """Move each gathered note into its marker, from where it is printed at the foot of the page.

    A note whose marker the text has lost stays in the list; a list that has none left goes. In
    companion form the markers stand in the passage's head.
    """

    # Before references are resolved: a marker that is the note itself is no reference.
    default_priority = 4
    formats = ("typst",)

    def run(self, **kwargs: Any) -> None:
        """Move the notes of the whole book."""
        notes: dict[int, authornote] = {}
        for note in self.document.findall(authornote):
            notes.setdefault(note["number"], note)
        for marker in list(self.document.findall(note_marker)):
            own = notes.pop(marker["note"], None)
            if own is None:
                continue
            own.parent.remove(own)
            _strip_number(own)
            marker.clear()
            marker.append(own)
        for found in list(self.document.findall(note_list)):
            if not any(isinstance(child, authornote) for child in found):
                found.parent.remove(found)


def _strip_number(note: authornote) -> None:
    """Take off the number at a note's head, and its way back: a footnote has its own."""
    for number in list(note.findall(note_number)):
        if number.parent is not None:
            number.parent.remove(number)
    for back in list(note.findall(note_backlink)):
        parent = back.parent
        assert parent is not None
        parent.remove(back)
        if isinstance(parent, nodes.paragraph) and not parent.children:
            note.remove(parent)


class MarginMatter(SphinxPostTransform):
    """Move what stands beside the text into a store, and say where it may be written.

    Comments, parallels and summaries of a section are stored at its head. The end of each passage
    has a slot, from which everything is written that stands on the page where the passage ends;
    what stands on an earlier page is written from a spot between two words after its lemma.
    """

    # After weaving, before references are resolved.
    default_priority = 6
    formats = ("typst",)

    def run(self, **kwargs: Any) -> None:
        """Arrange the passages of the whole book, section by section."""
        domain = get_domain(self.env)
        self.commentary = domain.commentary()
        self.people = credit.listed(self.env)
        self.owners = {str(n.note): n.passage for n in domain.notes().values() if n.passage}
        self.signs = {
            f"comment-{node['cid']}": node["sign"]
            for node in self.document.findall(editorial_comment)
            if "sign" in node
        }
        sections: dict[nodes.Element, margin_store] = {}
        for node in list(self.document.findall(passage)):
            parent = node.parent
            assert parent is not None
            store = sections.get(parent)
            if store is None:
                store = sections[parent] = margin_store()
                parent.insert(parent.index(node), store)
            self._passage(node, store)
        for parent in sections:
            last = [child for child in parent.children if isinstance(child, passage)][-1]
            number = str(last["number"]).partition(".")[0]
            parent.insert(parent.index(last) + 1, carried_notes("", section=number))

    def _passage(self, node: passage, store: margin_store) -> None:
        number = str(node["number"])
        found: list[margin_note] = [
            *self._gloss(node, number),
            *self._parallels(node, number),
            *self._comments(node, number),
        ]
        for note in found:
            note["passage"] = number
            note["section"] = number.partition(".")[0]
            note.source, note.line = node.source, node.line
        store.extend(found)
        self._mark(node, {str(note["nid"]): note for note in found})
        facts = [
            {
                key: str(note.get(key, ""))
                for key in ("kind", "sign", "passage", "section", "note", "targets")
            }
            for note in found
        ]
        node += margin_slot(
            "", passage=number, nids=[str(note["nid"]) for note in found], facts=facts
        )

    # -- the notes -----------------------------------------------------------------------------

    def _gloss(self, node: passage, number: str) -> Iterator[margin_note]:
        for found in [child for child in node.children if isinstance(child, gloss)]:
            node.remove(found)
            if self.config.edition_pdf_gloss:
                yield margin_note(
                    "",
                    *found.children,
                    nid=f"gloss-{number}",
                    kind="gloss",
                    ids=[f"gloss-{number}"],
                )

    def _comments(self, node: passage, number: str) -> Iterator[margin_note]:
        for holder in [child for child in node.children if isinstance(child, comment_list)]:
            node.remove(holder)
            for comment in holder.children:
                if isinstance(comment, editorial_comment):
                    yield self._comment(comment, number)

    def _comment(self, comment: editorial_comment, number: str) -> margin_note:
        record = self.commentary.comments[comment["cid"]]
        head, *body = comment.children
        assert isinstance(head, nodes.Element)
        lemma = next((i for i in head.findall(nodes.inline) if "lemma" in i["classes"]), None)
        first = record.on.first
        note = margin_note(
            "",
            *body,
            nid=record.anchor,
            kind="comment",
            sign=str(comment.get("sign", "")),
            lemma=lemma.astext().removesuffix("]") if lemma is not None else "",
            on=_range(record, number),
            note=str(first.number) if isinstance(first, NoteId) else "",
            author="" if record.by == "editors" else self.people.name(record.by),
            ids=[record.anchor],
        )
        if "backref" in comment:
            note["backref"] = comment["backref"]
        answered = f"comment-{record.replies_to}"
        if record.replies_to and answered in self.signs:
            self._answer(note, record, answered)
        return note

    def _answer(self, note: margin_note, record: Comment, answered: str) -> None:
        """Begin an answer with the sign of what it answers, and its passage if that is another."""
        first = next(iter(note.findall(nodes.paragraph)), None)
        if first is None:
            return
        link = reference(
            "comment",
            record.replies_to,
            nodes.inline("", _("Answers {sign}").format(sign=self.signs[answered])),
            record.docname,
        )
        first[0:0] = [nodes.Text("["), link, nodes.Text("] ")]

    def _parallels(self, node: passage, number: str) -> Iterator[margin_note]:
        """Yield a note for each sign of parallels in the text, and one for those without sign."""
        lines: dict[str, nodes.paragraph] = {}
        for holder in [child for child in node.children if isinstance(child, parallel_list)]:
            node.remove(holder)
            for item in holder.findall(nodes.list_item):
                line = item[0]
                assert isinstance(line, nodes.paragraph)
                lines[line["ids"][0]] = line
        left = dict.fromkeys(lines)
        groups: list[tuple[list[str], str]] = []
        for sign in node.findall(lemma_sign):
            # One that hangs on two places of the passage stands at the first.
            refs = [ref for ref in sign["refs"] if ref in left]
            groups.append((refs, sign["ids"][0]))
            for ref in refs:
                del left[ref]
        groups.append((list(left), ""))
        for refs, back in groups:
            if refs:
                there = sorted(refs, key=lambda ref: _in_place(lines[ref], self.owners))
                yield _parallel_note([(ref, lines[ref]) for ref in there], back)

    # -- the places ----------------------------------------------------------------------------

    def _mark(self, node: passage, notes: dict[str, margin_note]) -> None:
        """Say where lemmata begin, and put spots after their signs and after notes' markers."""
        seen: set[str] = set()
        for span in node.findall(lemma_span):
            span["starts"] = [r for r in span["refs"] if r in notes and r not in seen]
            seen.update(span["starts"])
        text = next((child for child in node.children if isinstance(child, WORDING)), None)
        if text is None:
            # In companion form everything hangs on the passage.
            head = next(iter(node.findall(passage_head)), None)
            if head is not None:
                _part_head(head)
            if head is not None and notes:
                head += margin_spot("", nids=list(notes))
            return
        whole = [nid for nid, note in notes.items() if note["kind"] == "gloss"]
        after: list[tuple[nodes.Node, list[str]]] = []
        placed: set[str] = set()
        for sign in list(text.findall(lemma_sign)):
            refs = [r for r in sign["refs"] if r in notes and r not in placed]
            placed.update(refs)
            marker = _marker_around(sign, text)
            after.append((marker or sign, refs))
        whole += [nid for nid in notes if nid not in placed and nid not in whole]
        number = next(iter(text.findall(passage_number)), None)
        if number is not None and whole:
            after.append((number, whole))
        # At the end of the paragraph: what stands in the margin is written from the slot.
        at_foot = self.config.edition_pdf_commentary == "foot"
        for anchor, refs in after:
            if refs and not _put_spot(text, anchor, refs) and at_foot:
                _last_words(text).append(margin_spot("", nids=refs))


def _part_head(head: passage_head) -> None:
    """Part the words of a passage's head by space: a dot may come to stand at the head of a line."""
    for child in list(head.children):
        if isinstance(child, nodes.Text) and child.strip(" \N{NO-BREAK SPACE}") == "·":
            head.replace(child, nodes.Text("\N{EM SPACE}"))


def _range(record: Comment, number: str) -> str:
    """Return what a comment without a lemma is on: the passage, or a range of passages."""
    first, last = record.on.first, record.on.last
    if isinstance(first, NoteId):
        return _("note {number}").format(number=first.number)
    return number if first == last else f"{first}–{last}"


def _ends(line: nodes.paragraph) -> list[addnodes.pending_xref]:
    """Return the links to the place of a parallel's other side, or to both ends of its range."""
    return [
        node
        for node in line.children
        if isinstance(node, addnodes.pending_xref) and node["reftype"] in ("passage", "authornote")
    ]


def _in_place(line: nodes.paragraph, notes: Mapping[str, PassageId]) -> tuple[int, ...]:
    """Return what a parallel is ordered by: its place in the text, a note's after its passage's."""
    ends = _ends(line)
    if not ends:
        return ()
    target = str(ends[0]["reftarget"])
    if ends[0]["reftype"] == "passage":
        number = PassageId.parse(target)
        return number.section, number.paragraph, 0
    owner = notes.get(target)
    return (owner.section, owner.paragraph, int(target.lstrip("n"))) if owner else ()


def _parallel_note(lines: list[tuple[str, nodes.paragraph]], back: str) -> margin_note:
    """Return the marginal reference of the parallels at one sign: the places, with their pages."""
    paragraph = nodes.paragraph()
    targets: list[str] = []
    for __, line in lines:
        ends = _ends(line)
        target = "–".join(str(end["reftarget"]) for end in ends)
        if target in targets:
            continue
        paragraph += [nodes.Text(", ")] if targets else []
        targets.append(target)
        for at, end in enumerate(ends):
            paragraph += [nodes.Text("–")] if at else []
            paragraph += end.deepcopy()
        if ends:
            name = str(ends[0]["reftarget"])
            paragraph += page_reference("", targets=[name if name[0] == "n" else f"p{name}"])
    return margin_note(
        "",
        paragraph,
        nid=lines[0][0],
        kind="parallel",
        targets=" ".join(targets),
        backref=back,
        ids=[ref for ref, _ in lines],
    )


def _last_words(text: nodes.Element) -> nodes.Element:
    """Return what holds the last words of a text: the text itself where it is one paragraph."""
    return [leaf for leaf in text.findall(nodes.Element) if leaf is text or "offset" in leaf][-1]


def _marker_around(node: nodes.Node, text: nodes.Element) -> nodes.Node | None:
    """Return the note's marker in the text in which a node stands, if it does."""
    parent = node.parent
    while parent is not None and parent is not text:
        if isinstance(parent, note_marker):
            return parent
        parent = parent.parent
    return None


_APART = (
    passage_number,
    note_number,
    note_marker,
    emendation_sign,
    lemma_sign,
    nodes.reference,
    addnodes.pending_xref,
)


def _put_spot(text: nodes.Element, anchor: nodes.Node, refs: list[str]) -> bool:
    """Put a spot after the first space that follows a node; say if there is one."""
    leaves = _leaves_after(text, anchor)
    for leaf in leaves:
        words = str(leaf)
        at = words.find(" ")
        parent = leaf.parent
        if parent is None:
            continue
        index = parent.index(leaf)
        if at < 0 or not words[at + 1 :]:
            continue
        following = parent[index + 1] if index + 1 < len(parent.children) else None
        if at == 0 and isinstance(following, margin_spot):
            following["nids"] = [*following["nids"], *refs]
            return True
        spot = margin_spot("", nids=refs)
        parent.remove(leaf)
        parent.insert(index, nodes.Text(words[: at + 1]))
        parent.insert(index + 1, spot)
        parent.insert(index + 2, nodes.Text(words[at + 1 :]))
        return True
    return False


def _leaves_after(text: nodes.Element, anchor: nodes.Node) -> list[nodes.Text]:
    found: list[nodes.Text] = []
    started = False

    def walk(parent: nodes.Element) -> None:
        nonlocal started
        for child in parent.children:
            if child is anchor:
                started = True
                continue
            if isinstance(child, nodes.Text):
                if started:
                    found.append(child)
            elif isinstance(child, _APART):
                continue
            elif isinstance(child, nodes.Element):
                walk(child)

    walk(text)
    return found


class MarkNames(SphinxPostTransform):
    """Mark in the text the names that the indexes have, so that these give their very pages."""

    # Once the text has its signs; before the passages are taken apart.
    default_priority = 5
    formats = ("typst",)

    def run(self, **kwargs: Any) -> None:
        """Mark the names in the whole book."""
        held = sources.of(self.env).registers
        kinds = {"person": held.persons, "place": held.places, "term": held.terms}
        listed: dict[Place, list[tuple[str, Entry]]] = {}
        for kind, entries in kinds.items():
            for entry in entries.values():
                for place in entry.passages:
                    listed.setdefault(place, []).append((f"{kind}-{entry.id}", entry))
        for text in list(self.document.findall(lambda node: isinstance(node, WORDING))):
            assert isinstance(text, nodes.Element)
            holder = text.parent
            if isinstance(holder, passage):
                _mark_names(text, place := PassageId.parse(holder["number"]), listed.get(place, ()))
            elif isinstance(holder, authornote):
                _mark_names(text, place := NoteId(holder["number"]), listed.get(place, ()))


def _mark_names(text: nodes.Element, place: Place, entries: Sequence[tuple[str, Entry]]) -> None:
    words = marking.text_of(text)
    # Not before the name: a point there would stand at the end of the line above a name that begins one.
    points = [
        (_first_word(words, span.start), named_here("", ref=f"{place.anchor}/{name}"))
        for name, entry in entries
        for span in occurrences(entry, words)
    ]
    marking.insert(text, points)


_SPACE = re.compile(r"\s")


def _first_word(words: str, start: int) -> int:
    """Return the next space after an offset, or the end: a line could end at a point anywhere else."""
    space = _SPACE.search(words, start + 1)
    return space.start() if space else len(words)


class IndexPages(SphinxPostTransform):
    """Add to each entry of the indexes the pages of this book, after passages and notes."""

    default_priority = 7
    formats = ("typst",)

    def run(self, **kwargs: Any) -> None:
        """Add the pages in the whole book."""
        for item in self.document.findall(nodes.definition_list_item):
            for line in item.findall(nodes.paragraph):
                if "occurrences" in line["classes"]:
                    term = next(iter(item.findall(nodes.term)))
                    self._add(line, term["ids"])

    def _add(self, line: nodes.paragraph, ids: Sequence[str]) -> None:
        named = "".join(f"/{name}" for name in ids[:1])
        targets = [
            f"p{link['reftarget']}" if link["reftype"] == "passage" else link["reftarget"]
            for link in line.findall(addnodes.pending_xref)
            if link.get("reftype") in ("passage", "authornote")
        ]
        if targets:
            words = {"before": _(": pages "), "before-one": _(": page "), "after": ""}
            line.append(page_reference("", targets=[f"{t}{named}" for t in targets], **words))


WITH_NEXT = "with-next"
"""The class of what no page parts from what follows."""


class KeepLast(SphinxPostTransform):
    """Keep an argument's last two parallels together: one alone would have a page to itself."""

    # After the references in them are filled, whatever that changes.
    default_priority = 50
    formats = ("typst",)

    def run(self, **kwargs: Any) -> None:
        """Keep them in the whole book."""
        for page in self.document.findall(addnodes.start_of_file):
            for node in list(page.findall(parallel))[-2:-1]:
                node["classes"].append(WITH_NEXT)


_COLUMNS, _ROWS = 3, 20
"""How large a table may be that stands among prose."""

SHARED = frozenset({"columns", "prose", "wide"})


class BookParts(SphinxPostTransform):
    """Say of each document of the book how its pages look, where it is not like those around it.

    Indexes and tables that follow each other share their pages: the last of an index may be short.
    """

    # After Sphinx has left out what is for other builders alone: that says nothing of a page's look.
    default_priority = 51
    formats = ("typst",)

    def run(self, **kwargs: Any) -> None:
        """Wrap what the documents of the book say."""
        self._entitle_preface()
        numbering = "i"
        for file in list(self.document.findall(addnodes.start_of_file)):
            section = next((c for c in file.children if isinstance(c, nodes.section)), None)
            if section is None:
                continue
            style, around = _style(section), _around(file)
            # Prose among tables keeps their measure: a page or two of its own would look astray.
            if style == around or (style, around) == ("prose", "wide"):
                continue
            first = style == "text" and numbering == "i"
            numbering = "1" if first else numbering
            siblings = file.parent.children
            at = siblings.index(file)
            before = siblings[at - 1] if at else None
            if style in SHARED and isinstance(before, book_part) and before["style"] == style:
                siblings.remove(file)
                before.append(file)
            else:
                part = book_part("", style=style, numbering=numbering, first=first)
                file.replace_self(part)
                part.append(file)

    def _entitle_preface(self) -> None:
        """Give what stands before the first document a title, where it is text of its own."""
        start = next((c for c in self.document.children if isinstance(c, nodes.section)), None)
        root = start if start is not None else self.document
        first = next((i for i, c in enumerate(root.children) if _is_text(c)), None)
        last = next((i for i, c in enumerate(root.children) if _brings_documents(c)), None)
        if first is None or last is None or last < first:
            return
        own = root.children[first:last]
        preface = nodes.section("", nodes.title("", _("This edition")), ids=["this-edition"])
        for child in own:
            root.remove(child)
        preface += own
        root.insert(first, preface)


def _is_text(node: nodes.Node) -> bool:
    return isinstance(node, nodes.paragraph)


def _brings_documents(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and any(node.findall(addnodes.start_of_file))


def _around(node: nodes.Node) -> str:
    parent = node.parent
    while parent is not None:
        if isinstance(parent, book_part):
            return str(parent["style"])
        parent = parent.parent
    return ""


def _style(section: nodes.section) -> str:
    """Return the look of a document's pages, from what it holds.

    One that brings in others looks as they do, if they look alike, or, if it is but a title, as the
    first of them: its title stands on their page.
    """
    inner = [
        _style(child)
        for file in section.findall(addnodes.start_of_file)
        for child in file.children
        if isinstance(child, nodes.section)
    ]
    if len(set(inner)) == 1:
        return inner[0]
    if inner and not any(_own(n, section) for n in section.findall(nodes.paragraph)):
        return inner[0]
    own = [n for n in section.findall(nodes.Element) if _own(n, section)]
    if any(isinstance(n, passage) for n in own):
        return "text"
    listed = {"apparatus-index", "locorum", "works-entry"}
    if any(listed & set(n.get("classes", [])) for n in own):
        return "columns"
    if any(isinstance(n, argument | argument_map) or _is_large(n) for n in own):
        return "wide"
    return "prose"


def _is_large(node: nodes.Node) -> bool:
    """Say whether a node is a table for which the page has to be wide."""
    if not isinstance(node, nodes.table):
        return False
    columns = sum(1 for _ in node.findall(nodes.colspec))
    return columns > _COLUMNS or sum(1 for _ in node.findall(nodes.row)) > _ROWS


def _own(node: nodes.Node, section: nodes.section) -> bool:
    parent = node.parent
    while parent is not None and parent is not section:
        if isinstance(parent, addnodes.start_of_file):
            return False
        parent = parent.parent
    return True
