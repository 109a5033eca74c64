"""Scripts and styles for the screen: one script and one stylesheet made of the small ones; the fonts.

A page is painted when the last of its stylesheets has come, on a slow line each by a connection of
its own: so the one stylesheet has the theme's in it too. Nothing else of the theme is touched.
Modules of JavaScript do not load from disk (``file://`` has no origin to share them in), so the
scripts are joined in the order of their names into one, within one function.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from critical_edition.model.i18n import _
from critical_edition.model.profile import Profile
from critical_edition.outputs.html.arrange import for_screen

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

SCRIPT = "edition.js"
WORDS = "edition-words.js"
STYLES = "edition-page.css"
_HERE = Path(str(files("critical_edition.outputs.html")))
JOINED = (
    *("static/citations.css", "static/edition.css", "static/commentary.css"),
    *("screen/edition-fonts.css", "screen/edition-screen.css"),
    "sharing/static/edition-cite.css",
)
"""Our stylesheets of every page."""
_THEME_FIRST, _THEME_LAST = ("styles/furo.css",), ("styles/furo-extensions.css",)
_THEME_SCRIPT = "scripts/furo.js"
_UNUSED = ("documentation_options.js", "doctools.js", "sphinx_highlight.js")
"""Sphinx's scripts for its own search and for keys of one letter, which the edition has not."""
_OF_KINDS = re.compile(r"^.*@KIND@.*\n", re.MULTILINE)
"""A selector in our stylesheets that there is one of for each kind of comments."""
_SAID = re.compile(r'\bt\("((?:[^"\\]|\\.)+)"')
"""Words of ours in a script."""
_COMMENTS = re.compile(r"\s*/\*.*?\*/\s*", re.DOTALL)
_RARE = re.compile(
    "(?![\u0102-\u0107\u010c\u010d\u0118\u0119\u0131\u0141-\u0144\u0152\u0153\u015a\u015b\u0160\u0161]"
    "|[\u0179-\u017e\u02c6\u02da\u02dc])[\u0100-\u052f\u1e00-\u1eff]"
)
"""Letters that are in the second file of a font: see ``edition-fonts.css``."""


def bundle(profile: Profile) -> str:
    """Return the script of all pages, which begins with what it has to know of the edition."""
    folder = _HERE / "scripts"
    known = json.dumps([kind.id for kind in profile.kinds])
    parts = [path.read_text("utf-8").strip() for path in sorted(folder.glob("*.js"))]
    return (
        '(() => {\n"use strict";\n'
        + f"const KINDS = {known};\n\n"
        + "\n\n".join(parts)
        + "\n})();\n"
    )


def words(translate: Callable[[str], str]) -> str:
    """Return a script with the words of the scripts in the edition's language; none in English."""
    found: dict[str, str] = {}
    for path in sorted(_HERE.rglob("*.js")):
        for match in _SAID.finditer(path.read_text("utf-8")):
            if (said := translate(match[1])) != match[1]:
                found[match[1]] = said
    return f"window.editionWords = {json.dumps(found, ensure_ascii=False)};\n" if found else ""


def styles(builder: StandaloneHTMLBuilder) -> str:
    """Return the stylesheet of all pages: the theme's and ours, in the order that they stand in."""
    kinds = [kind.id for kind in builder.config.edition_profile.kinds]

    def for_each(line: re.Match[str]) -> str:
        return "".join(line[0].replace("@KIND@", kind) for kind in kinds)

    parts = [_of_theme(builder, name) for name in _THEME_FIRST]
    parts += [_OF_KINDS.sub(for_each, (_HERE / name).read_text("utf-8")) for name in JOINED]
    parts += [_of_theme(builder, name) for name in _THEME_LAST]
    return "\n".join(_COMMENTS.sub("\n", part) for part in parts)


def rare_letters(body: str) -> str:
    """Return a letter of a page's words whose font is asked for besides; mostly there is none."""
    found = _RARE.search(body)
    return found[0] if found else ""


def _of_theme(builder: StandaloneHTMLBuilder, name: str) -> str:
    """Return a stylesheet of the theme; nothing where the theme is another than ours."""
    for folder in builder.theme.get_theme_dirs():
        path = Path(folder) / "static" / name
        if path.is_file():
            return path.read_text("utf-8")
    return ""


def setup(app: Sphinx) -> None:
    """Connect to the builders for the screen."""
    app.connect("builder-inited", _prepare)
    app.connect("html-page-context", _choose, priority=900)


def _prepare(app: Sphinx) -> None:
    builder = app.builder
    if not for_screen(builder) or not isinstance(builder, StandaloneHTMLBuilder):
        return
    static = Path(app.outdir) / "_static"
    static.mkdir(parents=True, exist_ok=True)
    # Written before the pages are: they name them with their checksums.
    script = bundle(app.config.edition_profile)
    for path, content in ((static / SCRIPT, script), (static / STYLES, styles(builder))):
        if not path.is_file() or path.read_text("utf-8") != content:
            path.write_text(content, "utf-8")
    if said := words(_):
        (static / WORDS).write_text(said, "utf-8")
        app.add_js_file(WORDS, priority=100)
    here = _HERE
    # Not for EPUB, for which Sphinx does not know the fonts' format.
    folders = (str(here / "screen"), str(here / "fonts"))
    app.config.html_static_path = [
        *app.config.html_static_path,
        *(folder for folder in folders if folder not in app.config.html_static_path),
    ]
    app.add_css_file(STYLES)
    app.add_js_file(SCRIPT, loading_method="defer")
    if _of_theme(builder, _THEME_SCRIPT):
        app.add_js_file(_THEME_SCRIPT, priority=200, loading_method="defer")


def _choose(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Leave to a page one stylesheet, that of code only where there is some, and deferred scripts."""
    if not for_screen(app.builder):
        return
    joined = {Path(name).name for name in (*JOINED, *_THEME_FIRST, *_THEME_LAST)}
    left_out = {f"_static/{name}" for name in joined}
    left_out |= {f"_static/styles/{name}" for name in joined}
    if 'class="highlight' not in str(context.get("body", "")):
        left_out.add("_static/pygments.css")
    context["css_files"] = [css for css in context["css_files"] if _name(css) not in left_out]
    unused = {f"_static/{name}" for name in _UNUSED}
    scripts = [js for js in context["script_files"] if _name(js) not in unused]
    theme = f"_static/{_THEME_SCRIPT}"
    if any(_name(js) == theme and _is_deferred(js) for js in scripts):
        scripts = [js for js in scripts if _name(js) != theme or _is_deferred(js)]
    context["script_files"] = scripts


def _name(asset: object) -> str:
    return str(getattr(asset, "filename", asset))


def _is_deferred(asset: object) -> bool:
    return "defer" in getattr(asset, "attributes", {})
