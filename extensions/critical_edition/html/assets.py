"""Scripts and styles for the screen: one script and one stylesheet made of the small ones; the fonts.

Modules of JavaScript do not load from disk (``file://`` has no origin to share them in), so the
scripts are joined in the order of their names into one, within one function.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from critical_edition.html.arrange import for_screen

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

SCRIPT = "edition.js"
STYLES = "edition-page.css"
_HERE = Path(str(files("critical_edition")))
JOINED = (
    *("html/static/citations.css", "html/static/edition.css", "html/static/commentary.css"),
    *("html/screen/edition-fonts.css", "html/screen/edition-screen.css"),
    "sharing/static/edition-cite.css",
)
"""The stylesheets of every page, which is painted when the last of them has come."""


def bundle() -> str:
    """Return the script of all pages."""
    folder = _HERE / "html" / "scripts"
    parts = [path.read_text("utf-8").strip() for path in sorted(folder.glob("*.js"))]
    return '(() => {\n"use strict";\n' + "\n\n".join(parts) + "\n})();\n"


def styles() -> str:
    """Return the stylesheet of all pages."""
    return "\n".join((_HERE / name).read_text("utf-8") for name in JOINED)


def setup(app: Sphinx) -> None:
    """Connect to the builders for the screen."""
    app.connect("builder-inited", _prepare)
    app.connect("html-page-context", _choose_styles, priority=900)


def _prepare(app: Sphinx) -> None:
    if not for_screen(app.builder):
        return
    static = Path(app.outdir) / "_static"
    static.mkdir(parents=True, exist_ok=True)
    # Written before the pages are: they name them with their checksums.
    for path, content in ((static / SCRIPT, bundle()), (static / STYLES, styles())):
        if not path.is_file() or path.read_text("utf-8") != content:
            path.write_text(content, "utf-8")
    here = _HERE / "html"
    # Not for EPUB, for which Sphinx does not know the fonts' format.
    folders = (str(here / "screen"), str(here / "fonts"))
    app.config.html_static_path = [
        *app.config.html_static_path,
        *(folder for folder in folders if folder not in app.config.html_static_path),
    ]
    app.add_css_file(STYLES)
    app.add_js_file(SCRIPT, loading_method="defer")


def _choose_styles(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Leave to a page one stylesheet of ours, and that of code only where there is some."""
    if not for_screen(app.builder):
        return
    left_out = {f"_static/{Path(name).name}" for name in JOINED}
    if 'class="highlight' not in str(context.get("body", "")):
        left_out.add("_static/pygments.css")
    context["css_files"] = [
        css for css in context["css_files"] if str(getattr(css, "filename", css)) not in left_out
    ]
