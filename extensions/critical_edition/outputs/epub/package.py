"""The package: what the book says of itself, its navigation, its cover, and the file that holds all."""

from __future__ import annotations

import json
import os
import posixpath
import time
import uuid
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import jinja2

import typst
from critical_edition.citation.chicago import bibliography
from critical_edition.citation.names import series
from critical_edition.citation.rich import plain
from critical_edition.domain.citations import shelf
from critical_edition.domain.config import profile_of
from critical_edition.model.established import Mode
from critical_edition.model.i18n import _
from critical_edition.outputs.doctree import imprint
from critical_edition.outputs.epub.pages import Entry, Page

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

STYLE = "edition.css"
COVER, COVER_PAGE, NAVIGATION = "cover.png", "cover.xhtml", "nav.xhtml"
_HERE = files("critical_edition.outputs.epub")
_TYPES = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".ncx": "application/x-dtbncx+xml",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".xhtml": "application/xhtml+xml",
}
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of the files in the package: the earliest that its format knows."""


@dataclass(frozen=True, slots=True)
class TitlePage:
    """The title page and the imprint, which stand before and after the words of the first document."""

    title: str
    author: str
    subtitle: str
    form: str
    editors: str
    contributors: str
    imprint: Sequence[imprint.Runs]


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the package."""

    id: str
    name: str
    properties: str = ""

    @property
    def address(self) -> str:
        """Its name as an address."""
        return quote(self.name)

    @property
    def media_type(self) -> str:
        """What it is."""
        return _TYPES[posixpath.splitext(self.name)[1].lower()]


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: (_HERE / "templates" / name).read_text("utf-8")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )


def render(template: str, **given: Any) -> str:
    """Return a template of the package, filled."""
    return _environment().get_template(template).render(given)


def title(config: Config) -> str:
    """Return the title of the book."""
    return str(config.epub_title)


def title_page(app: Sphinx) -> TitlePage:
    """Return what the title page says."""
    config = app.config
    book = profile_of(config).book
    author, editors = _author(app), str(config.author)
    names = series(config.edition_contributors)
    return TitlePage(
        title(config),
        author,
        book.subtitle,
        imprint.form(config),
        editors if editors != author else "",
        _("With contributions by {names}").format(names=names)
        if names not in ("", editors)
        else "",
        imprint.lines(app, book.imprint),
    )


def _author(app: Sphinx) -> str:
    """Return who wrote the book: the configuration's author, or else the work's, or the editors."""
    given = str(app.config.epub_author)
    work = shelf(app.env).works.get(profile_of(app.config).work.key)
    if given != app.config.author or work is None:
        return given
    return series([name.natural for name in work.authors.names]) or given


def identifier(config: Config) -> str:
    """Return the book's identifier: the configuration's, or one that its name makes.

    A UUID of version 5 (RFC 9562) is the same for the same title, editors, language and form of the
    edition, wherever and whenever it is built, and of other editions another.
    """
    if config.epub_identifier != "unknown":
        return str(config.epub_identifier)
    named = (config.project, config.author, config.epub_language, str(config.edition_mode))
    return uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(named, ensure_ascii=False)).urn


def _modified() -> str:
    """Return the date of the book: SOURCE_DATE_EPOCH, or now; in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = time.gmtime(int(epoch)) if epoch else time.gmtime()
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", moment)


def _licence(config: Config) -> str:
    """Return the address of the licence; none of a book with a text that is somebody's."""
    profile = profile_of(config)
    if config.edition_mode == Mode.FULL and profile.work.rights == "restricted":
        return ""
    return f"https://spdx.org/licenses/{profile.edition.licence}.html"


def _source(app: Sphinx) -> str:
    """Return the printing whose pages the book gives, as a bibliography has it."""
    work = shelf(app.env).works.get(profile_of(app.config).work.key)
    return plain(bibliography(work)) if work else ""


def _features(pages: Iterable[Page]) -> list[str]:
    """Return what makes the book accessible, in schema.org's terms."""
    found = {"ARIA", "displayTransformability", "readingOrder", "structuralNavigation"}
    found |= {"tableOfContents", "alternativeText"}
    if any(page.breaks for page in pages):
        found |= {"pageBreakMarkers", "pageNavigation"}
    return sorted(found)


def _landmarks(pages: Sequence[Page], config: Config) -> list[tuple[str, Entry]]:
    """Return where devices lead from anywhere: EPUB's type of each, its name and its page."""
    root = f"{config.root_doc}.xhtml"
    found = [
        ("cover", Entry(_("Cover"), COVER_PAGE)),
        ("titlepage", Entry(_("Title page"), root)),
        ("toc", Entry(_("Contents"), NAVIGATION)),
    ]
    chapters = [page for page in pages if "chapter" in page.kinds]
    found += [("bodymatter", Entry(profile_of(config).text_label, p.name)) for p in chapters[:1]]
    works = [page for page in pages if "bibliography" in page.kinds]
    return found + [("bibliography", Entry(page.title, page.name)) for page in works[:1]]


def cover(first: TitlePage) -> bytes:
    """Return the cover as a picture, which is black on white but for its band."""
    said = {
        "title": first.title,
        "author": first.author,
        "subtitle": first.subtitle,
        "form": first.form,
        "editors": first.editors,
    }
    drawn = typst.compile(
        (_HERE / "templates" / "cover.typ").read_bytes(),
        format="png",
        ppi=144.0,
        ignore_system_fonts=True,
        sys_inputs=said,
    )
    assert isinstance(drawn, bytes)
    return drawn


def pack(app: Sphinx, pages: Sequence[Page], contents: Sequence[Entry]) -> None:
    """Write the book of pages that stand in the builder's folder, and no other book beside it."""
    config, folder = app.config, Path(app.outdir)
    first = title_page(app)
    language = str(config.epub_language).replace("_", "-")
    images = {
        posixpath.normpath(posixpath.join(posixpath.dirname(page.name), image)): None
        for page in pages
        for image in page.images
    }
    items = [
        Item("cover", COVER_PAGE),
        Item("nav", NAVIGATION, "nav"),
        *(
            Item(f"page-{at}", page.name, " ".join(page.properties))
            for at, page in enumerate(pages, 1)
        ),
        Item("style", STYLE),
        Item("cover-image", COVER, "cover-image"),
        Item("ncx", "toc.ncx"),
        *(Item(f"image-{at}", name) for at, name in enumerate(images, 1)),
    ]
    given: dict[str, Any] = {
        "language": language,
        "title": first.title,
        "identifier": identifier(config),
        "contents": contents,
    }
    breaks = [entry for page in pages for entry in page.breaks]
    reading = [items[0], items[2], items[1], *items[3 : len(pages) + 2]]
    made: dict[str, str | bytes] = {
        "META-INF/container.xml": render("container.xml"),
        "package.opf": render(
            "package.opf",
            items=items,
            reading=reading,
            first=first,
            people=config.edition_contributors,
            publisher=config.epub_publisher,
            rights=" ".join(filter(None, (f"© {config.copyright}.", imprint.leave(config)))),
            description=profile_of(config).book.description,
            subjects=profile_of(config).book.keywords,
            licence=_licence(config),
            source=_source(app),
            modified=_modified(),
            features=_features(pages),
            summary=_(
                "All is text that follows the reader’s own type, colours and measure. Contents,"
                " landmarks and, where the printing has pages, a list of them lead through it. Each"
                " drawing is followed by a list that says the same. Nothing moves, sounds or needs"
                " colour to be understood."
            ),
            paged=bool(breaks),
            **given,
        ),
        COVER_PAGE: render(
            "cover.xhtml",
            style=STYLE,
            image=COVER,
            alt=_("Cover: {title}").format(title=first.title),
            **given,
        ),
        NAVIGATION: render(
            "nav.xhtml",
            style=STYLE,
            breaks=breaks,
            landmarks=_landmarks(pages, config),
            words={
                "contents": _("Contents"),
                "pages": profile_of(config).pages_label,
                "landmarks": _("Landmarks"),
            },
            **given,
        ),
        "toc.ncx": render("toc.ncx", **given),
        STYLE: (_HERE / "static" / STYLE).read_bytes(),
        COVER: cover(first),
    }
    for old in folder.glob("*.epub"):
        old.unlink()
    _write(folder / f"{config.epub_basename}.epub", made, folder, [i.name for i in items])


def _write(path: Path, made: Mapping[str, str | bytes], folder: Path, names: Sequence[str]) -> None:
    """Write the file: what it is first and not compressed, as the format has it, then all else."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as book:

        def add(name: str, content: str | bytes, kind: int = zipfile.ZIP_DEFLATED) -> None:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.create_system = kind, 3
            info.external_attr = 0o644 << 16
            book.writestr(info, content)

        add("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        inside = dict.fromkeys([*list(made)[:2], *names])
        for name in inside:
            content = made[name] if name in made else (folder / name).read_bytes()
            add(name, content)
