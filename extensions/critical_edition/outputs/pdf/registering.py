"""What the printed page registers with Sphinx: values, transforms, template and layout."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError

from critical_edition.citation.names import series
from critical_edition.model.i18n import _
from critical_edition.outputs.doctree import imprint
from critical_edition.outputs.pdf import furniture
from critical_edition.outputs.pdf.attachments import attach
from critical_edition.outputs.pdf.foot import ROOM
from critical_edition.outputs.pdf.geometry import COMMENTARY, PAPERS, Geometry, geometry
from critical_edition.outputs.pdf.transforms import (
    BookParts,
    IndexPages,
    KeepLast,
    MarginMatter,
    MarkNames,
    NotesToMarkers,
)
from sphinx_typst.config import Options
from sphinx_typst.escape import literal

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def setup_pdf(app: Sphinx) -> None:
    """Register values and transforms; give the book its template and its layout."""
    app.add_config_value("edition_pdf_paper", "book", "", frozenset({str}))
    app.add_config_value("edition_pdf_commentary", "margin", "", frozenset({str}))
    app.add_config_value("edition_pdf_gloss", True, "", frozenset({bool}))
    for transform in (
        NotesToMarkers,
        MarkNames,
        MarginMatter,
        IndexPages,
        KeepLast,
        BookParts,
    ):
        app.add_post_transform(transform)
    # After the mode has been derived.
    app.connect("config-inited", _prepare, priority=600)
    app.connect("builder-inited", _connect)


def page_of(config: Config) -> Geometry:
    """Return the page that the configuration asks for. Raise ConfigError."""
    paper, place = config.edition_pdf_paper, config.edition_pdf_commentary
    if paper not in PAPERS:
        raise ConfigError(f"edition_pdf_paper is {paper!r}, not one of {', '.join(PAPERS)}")
    if place not in COMMENTARY:
        known = ", ".join(COMMENTARY)
        raise ConfigError(f"edition_pdf_commentary is {place!r}, not one of {known}")
    return geometry(paper, place)


def _prepare(app: Sphinx, config: Config) -> None:
    """Give the book its template, unless the project has its own, and its page."""
    if "typst_template" not in config:
        return
    if config.typst_template is None:
        config.typst_template = str(files("critical_edition.outputs.pdf") / "book.typ")
    config.typst_options = {
        **config.edition_profile.book.options(),
        **config.typst_options,
        "geometry": page_of(config).as_values(),
        "form": imprint.form(config),
        "contents": _("Contents"),
    }


def _connect(app: Sphinx) -> None:
    """Listen to the builder, where it is there; give its books what they print of the edition."""
    if app.builder.format == "typst":
        names = series(app.config.edition_contributors)
        app.config.typst_options = {
            **app.config.typst_options,
            "imprint": imprint.lines(app, app.config.typst_options.get("imprint", ()), _set(app)),
            "editors": app.config.author,
            "contributors": _("With contributions by {names}").format(names=names) if names else "",
        }
    if "typst-preamble" in app.events.events:
        app.connect("typst-preamble", _preamble)
        app.connect("typst-layout", _layout)


def _set(app: Sphinx) -> str:
    """Return what the imprint says of how the book is set."""
    fonts = Options().updated(app.config.typst_options).font
    return _("Set with Typst in {fonts}.").format(fonts=_(" and ").join(fonts))


def _preamble(app: Sphinx, book: object) -> str:
    values = literal(page_of(app.config).as_values())
    code = (files("critical_edition.outputs.pdf") / "edition.typ").read_text("utf-8")
    words = literal(
        {
            "summary": _("Summary"),
            "summaries": _("Summaries"),
            "continued": _("Commentary on section {section}, continued"),
        }
    )
    given = {"words": words, "geometry": values, "foot-room": literal(ROOM)}
    lets = "".join(f"#let {name} = {value}\n" for name, value in given.items())
    return f"{lets}{code}{attach(app)}"


def _layout(app: Sphinx, layout: Any) -> dict[str, str]:
    page = page_of(app.config)
    return furniture.compute(layout, page, app.config.edition_pdf_commentary)
