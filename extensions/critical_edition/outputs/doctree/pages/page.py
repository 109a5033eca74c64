"""A page that is being filled: copies of what is written elsewhere, links, headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from critical_edition.domain.commentary_nodes import woven_place
from critical_edition.domain.edition import EditionDomain
from critical_edition.domain.freshness import reading_order
from critical_edition.domain.nodes import page_reference
from critical_edition.domain.parts import reference
from critical_edition.model.anchor import Anchor
from critical_edition.model.collection import Commentary
from critical_edition.model.commentary import Argument, Comment, Parallel
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.weaving.argument_map import in_order

if TYPE_CHECKING:
    from critical_edition.outputs.doctree.weave import Weave


class Page:
    """The page of a place that is being filled."""

    def __init__(self, weave: Weave, place: woven_place) -> None:
        self.weave = weave
        self.place = place
        self.docname = weave.docname_of(place)
        self.domain: EditionDomain = weave.domain
        self.commentary: Commentary = weave.commentary
        self.passages = self.domain.passages()
        medium = weave.document.get("edition_medium")
        self.printed = medium == "print"
        self.on_screen = medium == "screen"

    def link(self, kind: str, target: str, words: str) -> addnodes.pending_xref:
        """Return a link to something of the edition."""
        return reference(kind, target, nodes.inline("", words), self.docname)

    def passage(self, passage: PassageId) -> addnodes.pending_xref:
        """Return a link to a passage by its number."""
        return self.link("passage", str(passage), str(passage))

    def places(self, anchor: Anchor) -> list[nodes.Node]:
        """Return links to an anchor's place, or to both ends of its range."""
        return self.weave.places(anchor, self.docname)

    def paged(self, anchor: Anchor) -> list[nodes.Node]:
        """Return links to an anchor's place, in a printed book with the pages on which it stands."""
        out = self.places(anchor)
        if self.printed:
            out.append(page_reference("", targets=[_target(place) for place in _ends(anchor)]))
        return out

    def where(self, anchor: Anchor) -> list[nodes.Node]:
        """Return links to an anchor's place with its pages, and its lemma in quotation marks."""
        out = self.paged(anchor)
        if words := lemma_words(anchor):
            out += [nodes.Text(" "), nodes.inline("", f"“{words}”", classes=["lemma"])]
        return out

    def argument(self, aid: str) -> nodes.Node:
        """Return a link to an argument by its title."""
        return self.weave.argument_link(aid, self.docname)

    def incipit(self, passage: PassageId) -> str:
        """Return a passage's first words in quotation marks, or nothing."""
        record = self.passages.get(passage)
        return f"“{record.incipit}\N{NO-BREAK SPACE}…”" if record and record.incipit else ""

    def arguments(self) -> list[Argument]:
        """Return the arguments that have parallels, in the order of the contents."""
        return list(in_order(self.commentary, reading_order(self.weave.env)))

    def section_title(self, number: int) -> str:
        """Return the title of the page on which a section of the essay begins, or nothing."""
        for passage, record in self.passages.items():
            if passage.section == number:
                title = self.weave.env.titles.get(record.docname)
                return title.astext() if title else ""
        return ""

    def home(self, place: Place) -> PassageId | None:
        """Return the passage itself, or that of a note."""
        return self.commentary.homes.get(place) if isinstance(place, NoteId) else place

    def comments(self, anchor: Anchor) -> tuple[Comment, ...]:
        """Return the comments on an anchor's own places, without those on a passage's notes.

        They stand in the order of their letters, as under the passage.
        """
        places: tuple[Place, ...] = anchor.passages or (anchor.first,)
        found = (
            self.commentary.comments[name.removeprefix("comment-")]
            for home in self.commentary.passages(anchor)
            for name in self.weave.letters(home)
        )
        return tuple(c for c in found if c.on.first in places)

    def comment_links(self, comments: Iterable[Comment]) -> Iterator[nodes.Node]:
        """Yield links to comments, each by its letter, and its lemma if it has one."""
        for index, record in enumerate(comments):
            if index:
                yield nodes.Text("; ")
            home = self.home(record.on.first)
            letter = self.weave.letters(home)[record.anchor] if home else ""
            words = lemma_words(record.on)
            said = f"“{words}”" if words else "on the whole"
            text = nodes.inline("", "", nodes.emphasis("", letter, classes=["comment-sign"]))
            text += nodes.Text(f"\N{NO-BREAK SPACE}{said}")
            yield reference("comment", record.id, text, self.docname)
            yield nodes.Text(f" ({record.kind})")


def _ends(anchor: Anchor) -> tuple[Place, ...]:
    return tuple(dict.fromkeys((anchor.first, anchor.last)))


def _target(place: Place) -> str:
    return str(place) if isinstance(place, NoteId) else f"p{place}"


def lemma_words(anchor: Anchor) -> str:
    """Return an anchor's lemma as it is shown: without the index of its occurrence."""
    if anchor.lemma is None:
        return ""
    return (
        f"{anchor.lemma.words} … {anchor.lemma.last}" if anchor.lemma.last else anchor.lemma.words
    )


def section(name: str, title: Iterable[nodes.Node], *children: nodes.Node) -> nodes.section:
    """Return a section with an ID and a title: a heading of the level below the place's."""
    found = nodes.section("", nodes.title("", "", *title), ids=[name])
    found += list(children)
    return found


def by_place(parallels: Iterable[Parallel]) -> list[Parallel]:
    """Return parallels in the order of the essay: by the earlier of their ends, then the other."""
    return sorted(parallels, key=lambda p: (*sorted((p.start.order, p.end.order)), p.id))
