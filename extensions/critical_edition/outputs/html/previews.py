"""Previews: what each page has to show of a place when a reference to it is pointed at.

For every page with such places a script is written beside the static files, which another page
loads when it is first asked for one of them: that works from disk too, where nothing can be fetched.
The text is cut from the page's own HTML, so that a preview never says anything else than the page.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lxml.html
from lxml import etree

from critical_edition.outputs.html.arrange import for_screen

if TYPE_CHECKING:
    from docutils import nodes
    from lxml.html import HtmlElement as Element
    from sphinx.application import Sphinx

FOLDER = "_static/previews"
_PLACE = re.compile(
    r"p\d+\.\d+|n\d+|(comment|argument|parallel|work|person|place|event|term|emendation)-.+"
)
_LEFT_OUT = (
    "passage-tools",
    "comments",
    "parallels",
    "gloss-fold",
    "lemma-sign",
    "headerlink",
    "copy-citation",
    "note-backlink",
)
_BARE = ("id", "data-refs", "aria-describedby", "aria-labelledby", "title")


def setup(app: Sphinx) -> None:
    """Connect to the pages as they are written."""
    app.connect("html-page-context", _collect, priority=900)
    app.connect("build-finished", _drop_lost)


def name_of(uri: str) -> str:
    """Return the name of a page's script, from the page's address: ``text/2.html`` or ``text/2/``."""
    return f"{uri}index.js" if uri == "" or uri.endswith("/") else f"{uri}.js"


def script(key: str, places: dict[str, str]) -> str:
    """Return the script that hands over the places of a page, one on a line."""
    lines = ",\n".join(
        f"{json.dumps(anchor)}: {json.dumps(html, ensure_ascii=False)}"
        for anchor, html in places.items()
    ).replace("\u2028", " ")
    return f"window.editionPreviews?.({json.dumps(key)}, {{\n{lines}\n}});\n"


def places(body: str) -> dict[str, str]:
    """Return the places of a page's body by their IDs, as HTML without IDs."""
    if 'id="' not in body:
        return {}
    tree = lxml.html.fragment_fromstring(body, create_parent="div")
    found: dict[str, str] = {}
    for element in tree.iter():
        anchor = element.get("id") if isinstance(element.tag, str) else None
        if anchor is None or not _PLACE.fullmatch(anchor) or anchor.endswith("-ref"):
            continue
        found[anchor] = "".join(_html(part) for part in _parts(element)).strip()
    return {anchor: html for anchor, html in found.items() if html}


def _parts(element: Element) -> Iterator[Element]:
    """Yield the elements that say what is at a place."""
    following = element.getnext()
    empty = not len(element) and not (element.text or "").strip()
    holder = element.getparent() if empty else element
    if holder is not None and "parallel-pair" in (holder.get("class") or "").split():
        # At a parallel's address its passages come first; what it has to say is why they are a pair.
        both = element.get("id") == f"{holder.get('id')}-passages"
        yield from [holder] if both else holder.xpath("./div[contains(@class, 'relation-')]")
    elif element.tag == "dt":
        yield from element.xpath("self::dt")
        if following is not None and following.tag == "dd":
            yield following
    elif empty:
        # A point at the head of what it names; in a table, its date or number stands before it.
        yield from element.xpath("parent::*/parent::td/preceding-sibling::td")
        yield from element.xpath("parent::*")
    else:
        yield element


def _is_noise(element: Element, classes: Collection[str]) -> bool:
    """Whether an element has no place in a preview: a tool, a sign, a point without words."""
    empty = element.tag == "span" and not len(element) and not element.text
    return any(name in _LEFT_OUT for name in classes) or (empty and "page-break" not in classes)


def _html(element: Element) -> str:
    part = copy.deepcopy(element)
    part.tail = None
    for inner in [e for e in part.iter() if isinstance(e.tag, str)]:
        classes = (inner.get("class") or "").split()
        if inner is not part and _is_noise(inner, classes):
            inner.drop_tree()
            continue
        for name in _BARE:
            inner.attrib.pop(name, None)
        bare = inner.tag == "span" and not inner.attrib
        if inner is not part and (bare or "lemma-span" in classes):
            inner.drop_tag()
    if part.tag in ("dt", "dd", "li", "td"):
        part.tag = "div"
    html: str = etree.tostring(part, method="html", encoding="unicode")
    return html


def _collect(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if doctree is None or not for_screen(app.builder):
        return
    key = name_of(app.builder.get_target_uri(pagename))
    path = Path(app.outdir) / FOLDER / key
    found = places(str(context.get("body") or ""))
    if found:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script(key, found), "utf-8")
    else:
        path.unlink(missing_ok=True)


def _drop_lost(app: Sphinx, exception: Exception | None) -> None:
    """Remove the scripts of pages that are no more."""
    if exception is not None or not for_screen(app.builder):
        return
    folder = Path(app.outdir) / FOLDER
    kept = {name_of(app.builder.get_target_uri(docname)) for docname in app.env.found_docs}
    for path in folder.rglob("*.js"):
        if path.relative_to(folder).as_posix() not in kept:
            path.unlink()
