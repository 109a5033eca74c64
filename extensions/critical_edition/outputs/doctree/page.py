"""A page that is being woven: what all that is set on it needs, and its links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from critical_edition.domain.nodes import page_reference
from critical_edition.domain.parts import reference
from critical_edition.domain.prose import Setting
from critical_edition.model.anchor import Anchor
from critical_edition.model.commentary import Comment, Parallel
from critical_edition.model.i18n import _
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.model.prose import Prose
from critical_edition.weaving.views import CommentLine, Titled, Where

PRINT, SCREEN = "print", "screen"


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is written; ``medium`` is :data:`PRINT`, :data:`SCREEN` or nothing."""

    env: BuildEnvironment
    docname: str
    medium: str = ""

    @property
    def printed(self) -> bool:
        """Whether it is of a book with pages."""
        return self.medium == PRINT

    @property
    def on_screen(self) -> bool:
        """Whether it is a page of its own on a screen."""
        return self.medium == SCREEN

    def prose(self, body: Prose, written: str, *, bracketed: bool = False) -> list[nodes.Node]:
        """Return what is written on another page, or this."""
        return Setting(self.env, self.docname, written, bracketed=bracketed).blocks(body)

    def locate(self, node: nodes.Element, record: Comment | Parallel) -> None:
        """Let what is wrong within a node be reported where its record is written."""
        node.source, node.line = str(self.env.doc2path(record.docname)), record.line

    def link(self, kind: str, target: str, words: str) -> addnodes.pending_xref:
        """Return a link to something of the edition."""
        return reference(kind, target, nodes.inline("", words), self.docname)

    def passage(self, number: PassageId) -> addnodes.pending_xref:
        """Return a link to a passage by its number."""
        return self.link("passage", str(number), str(number))

    def ends(self, anchor: Anchor) -> list[nodes.Node]:
        """Return links to an anchor's place, or to both ends of its range."""
        out: list[nodes.Node] = []
        for place in _ends(anchor):
            if out:
                out.append(nodes.Text("–"))
            if isinstance(place, PassageId):
                out.append(self.passage(place))
            else:
                out.append(
                    self.link(
                        "authornote", str(place), _("note {number}").format(number=place.number)
                    )
                )
        return out

    def places(self, where: Where) -> list[nodes.Node]:
        """Return links to a place, a note named with its passage, as in 4.11 n33."""
        note = where.note
        if note is None or where.home is None:
            return self.ends(where.anchor)
        return [self.link("authornote", str(note), f"{where.home}\N{NO-BREAK SPACE}{note}")]

    def paged(self, where: Where) -> list[nodes.Node]:
        """Return links to a place, in a printed book with the pages on which it stands."""
        out = self.places(where)
        if self.printed:
            targets = [_target(place) for place in _ends(where.anchor)]
            out.append(page_reference("", targets=targets))
        return out

    def quoted(self, where: Where) -> list[nodes.Node]:
        """Return links to a place with its pages, and its lemma in quotation marks."""
        out = self.paged(where)
        if where.words:
            out += [nodes.Text(" "), nodes.inline("", f"“{where.words}”", classes=["lemma"])]
        return out

    def argument(self, argument: Titled) -> nodes.Node:
        """Return a link to an argument by its title."""
        if not argument.known:
            return nodes.Text(argument.id)
        return self.link("argument", argument.id, argument.title)

    def comments(self, comments: Iterable[CommentLine]) -> Iterator[nodes.Node]:
        """Yield links to comments, each by its letter, and its lemma if it has one."""
        for index, line in enumerate(comments):
            if index:
                yield nodes.Text("; ")
            said = f"“{line.on.words}”" if line.on.words else _("on the whole")
            text = nodes.inline("", "", nodes.emphasis("", line.sign, classes=["comment-sign"]))
            text += nodes.Text(f"\N{NO-BREAK SPACE}{said}")
            yield reference("comment", line.id, text, self.docname)
            yield nodes.Text(f" ({_(line.kind)})")


def incipit(words: str) -> str:
    """Return a passage's first words in quotation marks, or nothing."""
    return f"“{words}\N{NO-BREAK SPACE}…”" if words else ""


def section(name: str, title: Iterable[nodes.Node], *children: nodes.Node) -> nodes.section:
    """Return a section with an ID and a title: a heading of the level below the place's."""
    found = nodes.section("", nodes.title("", "", *title), ids=[name])
    found += list(children)
    return found


def _ends(anchor: Anchor) -> tuple[Place, ...]:
    return tuple(dict.fromkeys((anchor.first, anchor.last)))


def _target(place: Place) -> str:
    return str(place) if isinstance(place, NoteId) else place.anchor
