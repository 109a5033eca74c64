"""What the reader holds: tags for ``{only}``, so that pages speak of themselves as they are.

Beside ``companion`` and ``full`` (:mod:`critical_edition.domain.config`) and Sphinx's own tags, which are the
names of builders and of their formats, there are:

``screen``
    each document is a page of its own with our scripts and styles (``html``, ``dirhtml``);
``book``
    the set book (``typst``, ``typstpdf``), with ``commentary_margin``, ``commentary_foot`` or
    ``commentary_end`` for where its commentary stands;
``drawn``
    the arguments are drawn, not only listed;
``summarised``
    the summaries are there, also where the text is;
``addressed``, ``hosted``
    the edition has an address (``html_baseurl``), and its sources have one (``edition_repository``).

EPUB, plain text and all others are neither ``screen`` nor ``book``.  With the tags come two roles, for
addresses that a configuration may have or lack:

``{edition-address}```p2.6``` is the permanent address of a place, or its end where the edition has none;
``{edition-sources}```words``` leads to where the sources are hosted, where that is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole

from critical_edition.sources.repository import Repository

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SCREENS = ("html", "dirhtml")
"""The builders that write a page for each document, to be read on a screen."""


class own_address(nodes.inline):  # noqa: N801
    """An address of the edition's own, to be said when pages are written; ``of``, ``what``."""


def setup(app: Sphinx) -> None:
    """Register roles and tags."""
    app.add_role("edition-address", AddressRole("place"))
    app.add_role("edition-sources", AddressRole("sources"))
    app.add_post_transform(PrintAddresses)
    app.add_post_transform(SayAddresses)
    app.connect("builder-inited", _tag)


def _tag(app: Sphinx) -> None:
    for tag in _tags(app):
        app.tags.add(tag)


def _tags(app: Sphinx) -> Iterator[str]:
    builder = app.builder
    book = builder.format == "typst"
    if builder.name in SCREENS:
        yield "screen"
    if book:
        yield "book"
        yield f"commentary_{app.config.edition_pdf_commentary}"
    if book or builder.format == "html":
        yield "drawn"
    if app.config.edition_mode == "companion" or not book or app.config.edition_pdf_gloss:
        yield "summarised"
    if app.config.html_baseurl:
        yield "addressed"
    if app.config.edition_repository:
        yield "hosted"


class AddressRole(SphinxRole):
    """An address of the edition's own: of a place, or of the sources."""

    def __init__(self, of: str) -> None:
        super().__init__()
        self.of = of

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return its place: what it is depends on the configuration when pages are written."""
        return [own_address("", of=self.of, what=self.text)], []


class PrintAddresses(SphinxPostTransform):
    """Print where the sources are after the words that lead there: paper has no links."""

    # Before the places of addresses are replaced.
    default_priority = 199
    formats = ("typst",)

    def run(self, **kwargs: Any) -> None:
        """Print it after each of the document's."""
        setting = self.config.edition_repository
        for found in list(self.document.findall(own_address)):
            if setting and found["of"] == "sources":
                after = nodes.Text(f" ({Repository.parse(setting).address})")
                found.parent.insert(found.parent.index(found) + 1, after)


class SayAddresses(SphinxPostTransform):
    """Say the addresses that the configuration has."""

    default_priority = 200

    def run(self, **kwargs: Any) -> None:
        """Replace the places of addresses in the document."""
        for found in list(self.document.findall(own_address)):
            said = self._place if found["of"] == "place" else self._sources
            found.replace_self(said(found["what"]))

    def _place(self, anchor: str) -> nodes.Node:
        """Return a permanent address; the edition's first page leads on to the page of the place."""
        home = str(self.config.html_baseurl).rstrip("/")
        if not home:
            return nodes.literal("", f"#{anchor}")
        address = f"{home}/#{anchor}"
        return nodes.reference("", address, refuri=address)

    def _sources(self, words: str) -> nodes.Node:
        setting = self.config.edition_repository
        if not setting:
            return nodes.Text(words)
        return nodes.reference("", words, refuri=Repository.parse(setting).address)
