"""The search of the HTML edition: over text, summaries, notes, comments, sources and registers.

It works without a network and from disk: the index is a script that the search page loads. It
replaces the theme's search page, whose index knows words but neither phrases nor kinds.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader, SphinxFileSystemLoader

from critical_edition.domain.edition import get_domain
from critical_edition.model.i18n import _
from critical_edition.model.profile import Profile
from critical_edition.outputs.html.places import anchors as anchors_of
from critical_edition.outputs.html.search.records import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

_HERE = Path(__file__).parent
INDEX = "edition-search-index.js"
_STATIC = ("edition-fold.js", "edition-search.js", "edition-search.css")
_SCRIPTS = ("edition-fold.js", INDEX, "edition-search.js")
_PAGE = "edition-search.html"
_NUMBERED = re.compile(r"p\d+\.\d+|n\d+|page\d+")
"""Places that are cited by a number, which leads to them."""


def _kinds(profile: Profile) -> dict[str, tuple[str, str]]:
    """Return what can be searched: how it is called in a list of choices, and over what is found."""
    registers = ", ".join(_(register.label or register.id) for register in profile.registers)
    text = profile.text_label
    return {
        "text": (text[:1].lower() + text[1:], text),
        "summary": (_("summaries"), _("Summaries")),
        "note": (profile.notes_label, profile.notes_label),
        "comment": (_("commentary"), _("Commentary")),
        "argument": (_("arguments and parallels"), _("Arguments and parallels")),
        "source": (_("sources"), _("Sources")),
        "register": (registers, registers[:1].upper() + registers[1:]),
    }


def setup(app: Sphinx) -> None:
    """Connect the search page and its index to the HTML builders."""
    app.connect("builder-inited", _prepare)
    app.connect("html-collect-pages", _page)
    app.connect("build-finished", _write_index)


def _has_search(app: Sphinx) -> bool:
    return app.builder.name in ("html", "dirhtml")


def _prepare(app: Sphinx) -> None:
    builder = app.builder
    if not _has_search(app) or not isinstance(builder, StandaloneHTMLBuilder):
        return
    # Sphinx's own index takes a fifth of a build, and nothing would read it.
    builder.search = False
    if isinstance(builder.templates, BuiltinTemplateLoader):
        # Not by templates_path: an absolute path there would be told in the build's own record.
        builder.templates.loaders.append(SphinxFileSystemLoader(_HERE / "templates"))


def _page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    if not _has_search(app):
        return
    domain = get_domain(app.env)
    absent = {
        kind
        for kind, there in (
            ("text", domain.text),
            ("comment", domain.data["comments"]),
            ("argument", domain.data["arguments"]),
            ("register", domain.data["entries"]),
        )
        if not there
    }
    kinds = _kinds(app.config.edition_profile)
    context = {
        "edition_search_scripts": _SCRIPTS,
        "edition_search_kinds": [(k, v) for k, v in kinds.items() if k not in absent],
        "edition_search_page": app.config.edition_profile.page_label,
    }
    yield "search", context, _PAGE


def _write_index(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or not _has_search(app):
        return
    static = Path(app.outdir) / "_static"
    static.mkdir(parents=True, exist_ok=True)
    for name in _STATIC:
        _replace(static / name, (_HERE / "static" / name).read_text("utf-8"))
    domain = get_domain(app.env)
    found = [
        [r.kind, r.title, app.builder.get_target_uri(r.docname) + f"#{r.anchor}", r.words]
        for r in records(app.env)
    ]
    # One record a line: a line that a later build changes is easily found.
    lines = ",\n".join(
        json.dumps(r, ensure_ascii=False).replace("\u2028", " ").replace("\u2029", " ")
        for r in found
    )
    places = {
        anchor: f"{app.builder.get_target_uri(docname)}#{anchor}"
        for docname, anchors in anchors_of(domain).items()
        for anchor in anchors
        if _NUMBERED.fullmatch(anchor)
    }
    _replace(
        static / INDEX,
        f"window.editionSearchIndex = [\n{lines}\n];\n"
        f"window.editionSearchPlaces = {json.dumps(places, indent=0, sort_keys=True)};\n",
    )


def _replace(path: Path, content: str) -> None:
    """Write a file where it would change."""
    if not path.is_file() or path.read_text("utf-8") != content:
        path.write_text(content, "utf-8")
