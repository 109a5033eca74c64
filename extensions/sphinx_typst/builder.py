"""The builders: `typst` writes Typst files, `typstpdf` compiles them too."""

from __future__ import annotations

import gc
import os
import re
import shutil
import unicodedata
from collections.abc import Iterable, Mapping, Set
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.errors import ExtensionError, NoUri, SphinxError
from sphinx.locale import _, __
from sphinx.util import logging
from sphinx.util.display import progress_message
from sphinx.util.osutil import ensuredir

from .assemble import assemble
from .book_builder import BookBuilder
from .compile import CompileError, Diagnostic, Layout, compile_book
from .config import Book, default_template, read_books, timestamp
from .destinations import Position, UnknownPlaceError, add_destinations, positions
from .escape import literal, string
from .glyphs import missing
from .index import write_domain_indices, write_index
from .source_map import Origin, SourceMap
from .translator import TypstTranslator
from .warnings import TypstWarnings, warn

if TYPE_CHECKING:
    from collections.abc import Mapping

logger = logging.getLogger(__name__)

# Of a POSIX locale, what Typst takes: `sr_RS@latin` is Serbian in Serbia.
_LANGUAGE = re.compile(r"(?P<lang>[a-z]{2,3})(?:[_-](?P<region>[A-Za-z]{2})\b)?")
_DEFINITION = re.compile(r"#let ([\w-]+)\(")
_MISSING_GLYPH = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed')
RUNTIME = "sphinx-typst.typ"


def _origin_of(words: str, text: str, source_map: SourceMap) -> Origin | None:
    """Return the first place in the sources that gave the file's *text* the *words*."""
    for number, line in enumerate(text.splitlines(), 1):
        if words in line and (origin := source_map.find(number)) is not None:
            return origin
    return None


def _callers(file: Path, line: int, text: str, source_map: SourceMap) -> list[Origin]:
    """Return the places in the sources for which *text* calls the function that *line* is within.

    Of what a PDF standard refuses Typst names the line of the runtime that has made it.
    """
    lines = file.read_text(encoding="utf-8").splitlines()[:line] if file.is_file() else []
    name = next((found[1] for code in reversed(lines) if (found := _DEFINITION.match(code))), None)
    if name is None:
        return []
    call = re.compile(rf"(?<![\w-]){re.escape(name)}\(")
    numbers = (number for number, code in enumerate(text.splitlines(), 1) if call.match(code))
    return list(dict.fromkeys(filter(None, map(source_map.find, numbers))))


class TypstCompileError(SphinxError):
    """A book could not be compiled."""

    category = "Typst error"


class TypstBuilder(BookBuilder):
    """Writes each book of `typst_documents` as a Typst file, with all it needs beside it."""

    name = "typst"
    format = "typst"
    epilog = __("The Typst files are in %(outdir)s.")
    default_translator_class: ClassVar[type[nodes.NodeVisitor]] = TypstTranslator
    supported_image_types: ClassVar[list[str]] = [
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "application/pdf",
    ]
    # Not fetched: Sphinx would download them otherwise.  The translator warns of each.
    supported_remote_images = True

    compiles = False

    def init(self) -> None:
        """Prepare."""
        self.docnames = set()
        self.books: list[Book] = []

    def get_outdated_docs(self) -> str:
        """Books are written whole each time."""
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return ``%docname``, which the translator resolves; NoUri if it is not in the book."""
        if docname not in self.docnames:
            raise NoUri(docname, typ)
        return "%" + docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the target's own address: all documents are in one file."""
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Read which books are wanted."""
        self.books = read_books(
            self.config, {name: self.env.titles[name].astext() for name in self.env.all_docs}
        )

    def write_documents(self, docnames: Set[str]) -> None:
        """Write every book, whichever documents have changed."""
        ensuredir(self.outdir)
        self._copy_support()
        for book in self.books:
            self.write_book(book)

    def write_book(self, book: Book) -> None:
        """Write *book*; with `typstpdf`, compile it."""
        path, source_map, destinations = self._write_file(book)
        if self.compiles:
            # A doctree is a ring of references. Typst is to have the memory that a book's takes.
            gc.collect()
            with progress_message(__("compiling %s.pdf") % book.stem):
                self._compile(book, path, source_map, destinations)

    def _write_file(self, book: Book) -> tuple[Path, SourceMap, Mapping[str, str]]:
        """Write the Typst of *book*; return where, and what its lines and its labels come from."""
        self.book = book
        self.images = {}
        with progress_message(__("processing %s") % book.stem, nonl=False):
            tree = self.assemble(book)
            self.post_process_images(tree)
            self._copy_images()
        with progress_message(__("writing %s.typ") % book.stem):
            translator = self._translate(tree)
            if self.config.typst_use_index:
                write_index(translator, self)
            write_domain_indices(translator, self, self.config.typst_domain_indices)
            text, source_map = self._finish(translator, book)
            path = Path(self.outdir, f"{book.stem}.typ")
            path.write_text(text, encoding="utf-8", newline="\n")
        return path, source_map, translator.labels.destinations()

    def _translate(self, tree: nodes.document) -> TypstTranslator:
        translator = self.create_translator(tree, self)
        if not isinstance(translator, TypstTranslator):
            message = f"{type(translator).__name__} is no TypstTranslator"
            raise ExtensionError(message)
        tree.walkabout(translator)
        return translator

    def assemble(self, book: Book) -> nodes.document:
        """Return one doctree of all documents of *book*, its references resolved."""
        tree, self.docnames = assemble(self.env, book)
        self.env.resolve_references(tree, book.start, self)
        return tree

    def _finish(self, translator: TypstTranslator, book: Book) -> tuple[str, SourceMap]:
        """Return the file and the map of its lines; what no font can print is spelt out in it.

        A PDF standard refuses the book for one such character; else an empty box would be printed.
        """
        text, source_map = translator.finish(self._head(book))
        lacking = ""
        if self.compiles:
            lacking = "".join(missing({c for c in text if c > "\x7f"}, self._font_paths))
        for character in lacking:
            origin = _origin_of(character, text, source_map)
            name = unicodedata.name(character, "unnamed")
            warn(
                TypstWarnings.GLYPH,
                f"no font has {character!r} (U+{ord(character):04X}, {name})",
                location=str(origin) if origin else None,
            )
        return translator.finish(self._head(book, lacking)) if lacking else (text, source_map)

    # -- files beside the book -----------------------------------------------------------------

    def _copy_support(self) -> None:
        templates = Path(__file__).parent / "templates"
        shutil.copyfile(templates / RUNTIME, Path(self.outdir, RUNTIME))
        template = default_template()
        if self.config.typst_template:
            template = Path(self.confdir, self.config.typst_template)
            if not template.is_file():
                message = f"typst_template: there is no file {self.config.typst_template!r}"
                raise SphinxError(message)
        shutil.copyfile(template, Path(self.outdir, "template.typ"))
        for name in self.config.typst_additional_files:
            source = Path(self.confdir, name)
            if source.is_dir():
                shutil.copytree(source, Path(self.outdir, source.name), dirs_exist_ok=True)
            elif source.is_file():
                shutil.copyfile(source, Path(self.outdir, source.name))
            else:
                warn(TypstWarnings.CONFIG, f"typst_additional_files: there is no {name!r}")

    def _copy_images(self) -> None:
        folder = Path(self.outdir, "images")
        for uri, name in sorted(self.images.items()):
            ensuredir(folder)
            try:
                shutil.copyfile(Path(self.srcdir, uri), folder / name)
            except OSError as error:
                warn(TypstWarnings.IMAGE, f"the image {uri!r} cannot be copied: {error}")
                del self.images[uri]

    def values(self, book: Book) -> dict[str, object]:
        """Return the values that the template gets as its first argument."""
        options = book.options
        moment = timestamp(self.config)
        spoken = _LANGUAGE.match(self.config.language)
        return {
            "title": book.title,
            "subtitle": options.subtitle,
            "author": book.author,
            "description": options.description,
            "keywords": options.keywords,
            "release": self.config.release,
            "copyright": self.config.copyright,
            "year": moment.year,
            "month": moment.month,
            "day": moment.day,
            "lang": spoken["lang"] if spoken else "en",
            "region": spoken["region"] if spoken else None,
            "paper": options.paper,
            "font": options.font,
            "mono-font": options.mono_font,
            "font-size": options.font_size,
            "toc-depth": options.toc_depth,
            "toc-title": _("Table of Contents"),
            "hyphenate": options.hyphenate,
            "justify": options.justify,
            "footnotes-by-chapter": options.footnote_numbering == "chapter",
            "show-urls": options.show_urls,
            "extra": dict(options.extra),
        }

    def _head(self, book: Book, lacking: str = "") -> str:
        preamble = [self.config.typst_preamble]
        preamble += [text for text in self.events.emit("typst-preamble", book) if text]
        body = "template(book-values, it)"
        body = f"spell-out({string(lacking)}, {body})" if lacking else body
        return (
            f'#import "/{RUNTIME}": *\n'
            '#import "/template.typ": *\n'
            f"#let book-values = {literal(self.values(book))}\n"
            + "".join(f"{text.rstrip()}\n" for text in preamble if text.strip())
            + f"#show: it => {body}\n"
        )

    # -- compiling -----------------------------------------------------------------------------

    @property
    def _font_paths(self) -> list[Path]:
        return [Path(self.confdir, name) for name in self.config.typst_font_paths]

    def _compile(
        self, book: Book, path: Path, source_map: SourceMap, labels: Mapping[str, str]
    ) -> None:
        try:
            compiled = compile_book(
                path,
                book,
                timestamp=timestamp(self.config),
                font_paths=self._font_paths,
                max_passes=self.config.typst_max_passes,
                next_inputs=self._next_inputs if self.events.listeners["typst-layout"] else None,
            )
        except CompileError as error:
            place = self._locate(error.diagnostic, path, source_map)
            message = f"{place}: {error}"
            raise TypstCompileError(message) from error
        except OSError as error:
            raise TypstCompileError(f"{path.name}: {error}") from error
        for diagnostic in compiled.warnings:
            warn(
                TypstWarnings.COMPILE,
                diagnostic.message,
                location=self._locate(diagnostic, path, source_map),
            )
        if not compiled.settled:
            warn(
                TypstWarnings.LAYOUT,
                f"the layout of {book.stem} did not settle in {compiled.layout.number} passes",
            )
        find = partial(positions, compiled.layout)

        def find_last(names: Iterable[str]) -> Mapping[str, Position]:
            """Find places, and give the layout's memory back before the file is taken apart."""
            found = find(names)
            compiled.layout.close()
            return found

        places = find(labels.values())
        named = {name: places[label] for name, label in labels.items() if label in places}
        try:
            pdf = add_destinations(
                compiled.pdf, named, find_last, lambda page: _("page") + f" {page}"
            )
        except UnknownPlaceError as error:
            raise TypstCompileError(f"{path.name}: {error}") from error
        finally:
            compiled.layout.close()
        path.with_suffix(".pdf").write_bytes(pdf)

    def _next_inputs(self, layout: Layout) -> dict[str, str] | None:
        merged: dict[str, str] | None = None
        for given in self.events.emit("typst-layout", layout):
            if given is None:
                continue
            merged = {} if merged is None else merged
            for key, value in given.items():
                if merged.setdefault(key, value) != value:
                    warn(TypstWarnings.LAYOUT, f"two handlers give the input {key!r}")
        return merged

    def _locate(self, diagnostic: Diagnostic, path: Path, source_map: SourceMap) -> str:
        """Return the place in the sources that *diagnostic* goes back to, or in Typst's file."""
        for file, line in diagnostic.places:
            if Path(file).name == path.name:
                origin = source_map.find(line)
                if origin is not None:
                    return str(origin)
        text = path.read_text(encoding="utf-8")
        # Typst says which glyph is missing, but not where.
        quoted = _MISSING_GLYPH.search(diagnostic.message)
        origin = _origin_of(quoted["text"], text, source_map) if quoted else None
        if origin is not None:
            return str(origin)
        for file, line in diagnostic.places:
            # Typst names files from the folder that one is in.
            here = Path(os.path.normpath(Path.cwd() / file))
            within = here if here.is_file() else Path(self.outdir, file)
            origins = _callers(within, line, text, source_map)
            others = " (or where else the like stands)" if len(origins) > 1 else ""
            return f"{origins[0]}{others}" if origins else f"{within}:{line}"
        return str(path)


class TypstPdfBuilder(TypstBuilder):
    """Writes each book and compiles it to PDF."""

    name = "typstpdf"
    epilog = __("The PDF files are in %(outdir)s.")
    compiles = True
