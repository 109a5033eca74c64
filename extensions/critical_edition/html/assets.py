"""Scripts and styles for the screen: one script made of the small ones, and the fonts.

Modules of JavaScript do not load from disk (``file://`` has no origin to share them in), so the
scripts are joined in the order of their names into one, within one function.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from critical_edition.html.arrange import for_screen

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SCRIPT = "edition.js"


def bundle() -> str:
    """Return the script of all pages."""
    folder = Path(str(files("critical_edition") / "html" / "scripts"))
    parts = [path.read_text("utf-8").strip() for path in sorted(folder.glob("*.js"))]
    return '(() => {\n"use strict";\n' + "\n\n".join(parts) + "\n})();\n"


def setup(app: Sphinx) -> None:
    """Connect to the builders for the screen."""
    app.connect("builder-inited", _prepare)


def _prepare(app: Sphinx) -> None:
    if not for_screen(app.builder):
        return
    static = Path(app.outdir) / "_static"
    static.mkdir(parents=True, exist_ok=True)
    script, content = static / SCRIPT, bundle()
    # Written before the pages are: they name it with its checksum.
    if not script.is_file() or script.read_text("utf-8") != content:
        script.write_text(content, "utf-8")
    here = Path(str(files("critical_edition") / "html"))
    # Not for EPUB, for which Sphinx does not know the fonts' format.
    folders = (str(here / "screen"), str(here / "fonts"))
    app.config.html_static_path = [
        *app.config.html_static_path,
        *(folder for folder in folders if folder not in app.config.html_static_path),
    ]
    app.add_css_file("edition-fonts.css")
    app.add_css_file("edition-screen.css")
    app.add_js_file(SCRIPT, loading_method="defer")
