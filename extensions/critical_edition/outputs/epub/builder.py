"""The builder ``epub``: Sphinx's, with pages, navigation and package of our own.

Of Sphinx's it keeps how documents are written one by one, and anew where they have changed. What is
packed is what the book's documents need and nothing else of the folder, in one order and with one
date, so that the same sources make the same bytes.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.builders.html import StandaloneHTMLBuilder

from critical_edition.domain.edition import get_domain
from critical_edition.model.places import PassageId
from critical_edition.outputs.doctree.page import incipit
from critical_edition.outputs.epub import package, pages
from critical_edition.outputs.epub.pages import Entry
from critical_edition.outputs.epub.transforms import SUFFIX, documents
from critical_edition.outputs.epub.writer import VISITORS, EpubTranslator


class EditionEpubBuilder(Epub3Builder):
    """Writes a page for each document of the book, and packs them."""

    default_translator_class = EpubTranslator

    def create_translator(self, *args: Any) -> nodes.NodeVisitor:
        """Return a translator that writes the edition's nodes for reading devices."""
        translator = super().create_translator(*args)
        for node, (visit, depart) in VISITORS.items():
            setattr(translator, f"visit_{node.__name__}", visit.__get__(translator))
            if depart:
                setattr(translator, f"depart_{node.__name__}", depart.__get__(translator))
        return translator

    def write_documents(self, docnames: Set[str]) -> None:
        """Write the documents of the book."""
        if wanted := docnames & set(documents(self.env)):
            super().write_documents(wanted)

    def copy_assets(self) -> None:
        """Copy nothing: the book has its own stylesheet."""

    def get_doc_context(self, docname: str, body: str, metatags: str) -> dict[str, Any]:
        """Return what the template of a page is filled with."""
        title = self.env.longtitles.get(docname)
        return {"title": title.astext() if title else docname, "body": pages.well_formed(body)}

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write a page. Sphinx would change IDs, which are permanent here, and print addresses."""
        StandaloneHTMLBuilder.write_doc(self, docname, doctree)

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "page.html",
        *,
        outfilename: Path | None = None,
        event_arg: Any = None,
    ) -> None:
        """Write a document's page from our template: those of themes are for browsers."""
        style = posixpath.relpath(package.STYLE, posixpath.dirname(pagename) or ".")
        first = package.title_page(self._app) if pagename == self.config.root_doc else None
        content = package.render(
            "page.xhtml", language=self.language, style=style, first=first, **addctx
        )
        path = self.get_output_path(pagename)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8", newline="\n")

    @property
    def language(self) -> str:
        """The book's language, as BCP 47 has it."""
        return str(self.config.epub_language).replace("_", "-")

    def finish(self) -> None:
        """Pack what was written, now or by an earlier build."""
        self.copy_image_files()
        self.write_buildinfo()
        known = get_domain(self.env).passages()

        def first_words(number: str) -> str:
            record = known.get(PassageId.parse(number))
            return incipit(record.incipit) if record else ""

        found = {
            docname: pages.read(
                f"{docname}{SUFFIX}", self.get_output_path(docname).read_bytes(), first_words
            )
            for docname in documents(self.env)
        }
        contents = tuple(self._contents(str(self.config.root_doc), found))
        package.pack(self._app, tuple(found.values()), contents)

    def _contents(self, docname: str, found: dict[str, pages.Page]) -> Iterator[Entry]:
        """Yield the entries of a document's pages and of those below it; the first is the title."""
        page = found[docname]
        below = [
            entry
            for name in self.env.toctree_includes.get(docname, ())
            if name in found and name != docname
            for entry in self._contents(name, found)
        ]
        if docname == self.config.root_doc:
            yield Entry(package.title(self.config), page.name)
            yield from below
        else:
            yield Entry(page.title, page.name, (*page.parts, *below))
