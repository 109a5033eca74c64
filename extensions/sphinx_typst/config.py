"""Configuration values, and the frozen records made of them."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from sphinx.util.osutil import make_filename_from_project

from .warnings import TypstWarnings, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

FootnoteNumbering = Literal["continuous", "chapter", "source"]
ShowUrls = Literal["no", "inline", "footnote"]

#: PDF standards that ask for an alternative text of each image.
_ACCESSIBLE = {"ua-1", "a-1a", "a-2a", "a-3a"}


@dataclass(frozen=True, slots=True)
class Options:
    """How a book is set.

    Keys of `typst_options` that no field has go to *extra*, for a project's own template.
    """

    paper: str = "a5"
    """A paper size that Typst knows."""
    font: tuple[str, ...] = ("Libertinus Serif",)
    """Families of the text, in order of preference."""
    mono_font: tuple[str, ...] = ("DejaVu Sans Mono",)
    """Families of code."""
    font_size: str = "10pt"
    """A Typst length."""
    toc_depth: int = 2
    """Levels of headings in the contents; 0 leaves the contents off."""
    hyphenate: bool = True
    """Whether words may be broken."""
    justify: bool = True
    """Whether lines are set to full width."""
    footnote_numbering: FootnoteNumbering = "continuous"
    """Through the book, afresh in each chapter, or the numbers of the sources."""
    show_urls: ShowUrls = "no"
    """Where the address of an outside link is printed, if it is not the link's text."""
    parts: bool = False
    """Whether captions of toctrees are printed, as names of parts."""
    subtitle: str = ""
    """Printed under the title."""
    description: str = ""
    """Goes into the PDF's metadata."""
    keywords: tuple[str, ...] = ()
    """Go into the PDF's metadata."""
    omit: tuple[str, ...] = ()
    """Documents of toctrees that are left out, with all that they bring in."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Further values for a project's own template."""

    def updated(self, values: Mapping[str, Any]) -> Options:
        """Return these options with *values* in their place; warn of what cannot be used."""
        known = {item.name for item in fields(self)} - {"extra"}
        choices = {
            "footnote_numbering": get_args(FootnoteNumbering),
            "show_urls": get_args(ShowUrls),
        }
        taken: dict[str, Any] = {}
        extra = dict(self.extra)
        for key, given in values.items():
            value = given
            if key not in known:
                extra[key] = value
                continue
            default = getattr(self, key)
            if isinstance(default, tuple):
                value = (value,) if isinstance(value, str) else tuple(value)
            if not isinstance(value, type(default)) or (
                key in choices and value not in choices[key]
            ):
                warn(TypstWarnings.CONFIG, f"typst_options: {key!r} cannot be {value!r}")
                continue
            taken[key] = value
        return replace(self, **taken, extra=extra)


@dataclass(frozen=True, slots=True)
class Book:
    """One PDF: an entry of `typst_documents`."""

    start: str
    """The document it begins with; toctrees bring in the others."""
    stem: str
    """The name of its files, without ending."""
    title: str
    author: str
    options: Options
    standards: tuple[str, ...]
    """PDF standards it has to meet."""
    toctree_only: bool = False
    """Leave out what the first document says apart from its toctrees."""
    appendices: tuple[str, ...] = ()
    """Documents to add at the end."""

    @property
    def wants_alternatives(self) -> bool:
        """Whether each image needs an alternative text."""
        return bool(_ACCESSIBLE.intersection(self.standards))


def default_documents(config: Config) -> list[tuple[str, str, str, str]]:
    """Return what `typst_documents` is where the project sets nothing."""
    stem = make_filename_from_project(config.project)
    # What Sphinx says where nobody has said anything.
    author = "" if config.author == "Author name not set" else config.author
    return [(config.root_doc, stem, config.project, author)]


def read_books(config: Config, titles: Mapping[str, str]) -> list[Book]:
    """Return the books that *config* asks for; warn of entries that cannot be used.

    *titles* are those of the project's documents, by their names.
    """
    base = Options().updated(config.typst_options)
    books: list[Book] = []
    for entry in config.typst_documents:
        if not 4 <= len(entry) <= 5:
            warn(
                TypstWarnings.CONFIG,
                f"typst_documents: {entry!r} is not (start, target, title, "
                "author) or (start, target, title, author, options)",
            )
            continue
        start, target, title, author = map(str, entry[:4])
        options = dict(entry[4]) if len(entry) == 5 else {}
        if start not in titles:
            warn(TypstWarnings.CONFIG, f"typst_documents: there is no document {start!r}")
            continue
        toctree_only = bool(options.pop("toctree_only", False))
        standards = tuple(options.pop("pdf_standards", config.typst_pdf_standards))
        wanted = tuple(options.pop("appendices", config.typst_appendices))
        for name in wanted:
            if name not in titles:
                warn(TypstWarnings.CONFIG, f"typst_appendices: there is no document {name!r}")
        stem = target.removesuffix(".pdf").removesuffix(".typ")
        books.append(
            Book(
                start,
                stem,
                title or titles[start],
                author,
                base.updated(options),
                standards,
                toctree_only,
                tuple(name for name in wanted if name in titles),
            )
        )
    if not books:
        warn(TypstWarnings.CONFIG, "typst_documents names no document: nothing will be written")
    return books


def timestamp(config: Config) -> dt.datetime:
    """Return the date of the PDF: `typst_date`, or SOURCE_DATE_EPOCH, or now; in UTC."""
    if config.typst_date:
        moment = dt.datetime.fromisoformat(config.typst_date)
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def default_template() -> Path:
    """Return the template that the builder comes with."""
    return Path(__file__).parent / "templates" / "book.typ"


def add_values(app: Sphinx) -> None:
    """Register the configuration values.

    None of them changes how sources are read, so no change asks for reading them again.
    """
    add = app.add_config_value
    add("typst_documents", default_documents, "", frozenset({list, tuple}))
    add("typst_options", {}, "", frozenset({dict}))
    add("typst_template", None, "", frozenset({str, type(None)}))
    add("typst_preamble", "", "", frozenset({str}))
    add("typst_pdf_standards", [], "", frozenset({list, tuple}))
    add("typst_additional_files", [], "", frozenset({list, tuple}))
    add("typst_appendices", [], "", frozenset({list, tuple}))
    add("typst_font_paths", [], "", frozenset({list, tuple}))
    add("typst_use_index", True, "", frozenset({bool}))
    add("typst_domain_indices", True, "", frozenset({bool, list, tuple, set}))
    add("typst_date", None, "", frozenset({str, type(None)}))
    add("typst_max_passes", 8, "", frozenset({int}))
