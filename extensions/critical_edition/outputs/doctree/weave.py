"""Weaving pages: what views show is put where it is read, when the pages are written."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from critical_edition.domain import credit, lists
from critical_edition.domain.citations import shelf
from critical_edition.domain.commentary_nodes import woven_place
from critical_edition.domain.config import profile_of
from critical_edition.domain.edition import CONTRIBUTORS, EMENDATIONS, EditionDomain, get_domain
from critical_edition.domain.freshness import reading_order
from critical_edition.domain.nodes import WORDING, authornote, passage
from critical_edition.domain.targets import reference_of
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.model.records import Reference
from critical_edition.outputs.doctree import at_passage, criticism, told
from critical_edition.outputs.doctree.page import PRINT, SCREEN, Page
from critical_edition.sources import mentions
from critical_edition.weaving import criticism as criticism_views
from critical_edition.weaving.digests import digest
from critical_edition.weaving.weaver import Weaver

_WEAVERS: weakref.WeakKeyDictionary[BuildEnvironment, Weaver] = weakref.WeakKeyDictionary()


def weaver(env: BuildEnvironment) -> Weaver:
    """Return what makes the build's views, made once all pages have been read."""
    if env not in _WEAVERS:
        domain = get_domain(env)
        passages = domain.passages()
        _WEAVERS[env] = Weaver(
            domain.commentary(),
            passages,
            domain.notes(),
            domain.text,
            credit.listed(env),
            mentions.explained(lists.of(env).registers, passages),
            reading_order(env),
            criticism_views.entries(domain.marks, profile_of(env.config)),
            profile_of(env.config).sigla,
        )
    return _WEAVERS[env]


def forget(env: BuildEnvironment) -> None:
    """Drop the views: what they are made of has changed."""
    _WEAVERS.pop(env, None)


# -- which pages have to be written anew ---------------------------------------------------------


def changed(env: BuildEnvironment) -> set[str]:
    """Return the pages whose views, or what these refer to, are not as they were last built."""
    forget(env)
    domain = get_domain(env)
    targets = domain.data["published"]
    works = shelf(env)

    def look(reference: Reference) -> object:
        if reference.type == "anchor":
            reference = reference_of(reference.target.removeprefix("#"))
        return targets.get(reference)

    before: dict[str, str] = domain.data["woven"]
    now = {
        docname: digest(views, look, works.says)
        for docname, views in sorted(_views(env, domain).items())
    }
    domain.data["woven"] = now
    return {docname for docname in now if docname in before and now[docname] != before[docname]}


def _views(env: BuildEnvironment, domain: EditionDomain) -> dict[str, list[object]]:
    """Return the views that each page shows."""
    found: dict[str, list[object]] = {}
    made = weaver(env)
    for number, record in domain.passages().items():
        found.setdefault(record.docname, []).append(made.passage(number))
    for argument in domain.commentary().arguments.values():
        found.setdefault(argument.docname, []).append(made.argument(argument.id))
    for comment in domain.commentary().comments.values():
        found.setdefault(comment.docname, []).append(made.line(comment))
    for docname, parts in domain.data["generated"].items():
        shown = [_INDEXES[part](made) for part in parts if part in _INDEXES]
        found.setdefault(docname, []).extend(shown)
    return found


_INDEXES: dict[str, Any] = {
    "comment-index": Weaver.comments,
    "parallels": Weaver.parallels,
    "argument-map": Weaver.map,
    EMENDATIONS: Weaver.criticism,
    CONTRIBUTORS: Weaver.contributors,
}
"""By the name of a directive, what its page shows."""

DIRECTIVES = ("comment-index", "parallels", "argument-map", EMENDATIONS)


# -- the pages -----------------------------------------------------------------------------------


class ForPrint(SphinxPostTransform):
    """Note of a document that it is set as a book."""

    # Before the weaving.
    default_priority = 3
    formats = ("typst",)

    def run(self, **kwargs: Any) -> None:
        """Note it at the document."""
        self.document["edition_medium"] = PRINT


class ForScreen(SphinxPostTransform):
    """Note of a document that it is a page of its own on a screen."""

    default_priority = 3
    builders = ("html", "dirhtml")

    def run(self, **kwargs: Any) -> None:
        """Note it at the document."""
        self.document["edition_medium"] = SCREEN


class Weave(SphinxPostTransform):
    """Put comments and parallels under their passages, and fill the generated pages."""

    # Before references are resolved, so that those of views are resolved with the page's own.
    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        """Weave the page, or the whole book where the builder joins all pages."""
        self.domain: EditionDomain = get_domain(self.env)
        self.weaver = weaver(self.env)
        notes = {NoteId(n["number"]): n for n in self.document.findall(authornote)}
        records = self.domain.commentary().comments
        for node in list(self.document.findall(passage)):
            number = PassageId.parse(node["number"])
            texts: dict[Place, nodes.Element] = {}
            holders: dict[Place, nodes.Element | None] = {number: node}
            for own in self.weaver.commentary.notes(number):
                holders[own] = notes.get(own)
            for at, holder in holders.items():
                if holder is not None and (text := _text(holder)) is not None:
                    texts[at] = text
            view = self.weaver.passage(number)
            at_passage.fill(self._page(node), node, view, texts, records)
        for place in list(self.document.findall(woven_place)):
            keep_introduction(place)
            place.replace_self(list(self._filled(place)))
        self._retired()

    def _page(self, node: nodes.Node) -> Page:
        return Page(self.env, docname_of(self.env, node), self.document.get("edition_medium", ""))

    def _filled(self, place: woven_place) -> Iterator[nodes.Node]:
        page = self._page(place)
        commentary = self.domain.commentary()
        match place["what"]:
            case "argument":
                view = self.weaver.argument(place["of"])
                yield from told.argument(page, view, commentary.parallels)
            case "comment":
                record = commentary.comments[place["of"]]
                if self.domain.home(record.on.first) != page.docname:
                    line = told.comment_line(page, self.weaver.line(record))
                    yield nodes.container("", line, classes=["comment"])
            case "comment-index":
                yield from told.comment_index(page, self.weaver.comments())
            case "parallels":
                yield from told.parallel_index(page, self.weaver.parallels())
            case "argument-map":
                yield from told.overview(page, self.weaver.map())
            case "emendations":
                yield from criticism.listed(page, self.weaver.criticism(), self.document)

    def _retired(self) -> None:
        """Give what takes the place of a retired ID its anchor too."""
        former: dict[str, list[str]] = {}
        for anchor, to in sorted(self.domain.retired().items()):
            former.setdefault(to, []).append(anchor)
        if former:
            for node in self.document.findall(nodes.Element):
                names: list[str] = node.get("ids", [])
                node["ids"] = [*names, *(old for name in names for old in former.get(name, []))]


def _text(holder: nodes.Element) -> nodes.Element | None:
    return next((c for c in holder.children if isinstance(c, WORDING)), None)


def docname_of(env: BuildEnvironment, node: nodes.Node) -> str:
    """Return the page that a node belongs to, also where all pages are joined."""
    parent: nodes.Node | None = node
    while parent is not None:
        if isinstance(parent, addnodes.start_of_file):
            return str(parent["docname"])
        parent = parent.parent
    return env.current_document.docname


def keep_introduction(place: nodes.Element) -> None:
    """Let no page of a book part a short introduction from what it introduces."""
    before = place.parent[place.parent.index(place) - 1] if place.parent is not None else None
    if isinstance(before, nodes.paragraph):
        before["typst_lead_in"] = True
