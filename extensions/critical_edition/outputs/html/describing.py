"""What a page is about, in a sentence or two of ours, for its head: search engines and shared links.

Of a section the first summary is taken, never the text's own words; of other pages the first
paragraph.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from critical_edition.domain.commentary_nodes import editorial_comment
from critical_edition.domain.nodes import authornote, gloss, passage, passage_head, passage_text
from critical_edition.outputs.html.arrange import for_screen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

LENGTH = 160
"""The most characters, which is what search engines show."""
_CITATION = re.compile(r"\s*\([^()]*\0[^()]*\)")
_NOT_OURS = (passage_head, passage_text, authornote, editorial_comment, gloss)


def setup(app: Sphinx) -> None:
    """Connect to the pages as they are written."""
    app.connect("html-page-context", _add)


def shortened(text: str, length: int = LENGTH) -> str:
    """Return the sentences that fit into a length; of a longer first one, its first words."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    ends = [at + 1 for at in range(1, length) if text[at] in ".?!" and text[at + 1] == " "]
    # An end early in the text is likelier to be that of an abbreviation.
    if ends and ends[-1] > length // 3:
        return text[: ends[-1]]
    return text[: text.rindex(" ", 0, length - 1)].rstrip(",;:") + " …"


def description(document: nodes.document) -> str:
    """Return a page's description; empty where it has no paragraph of ours."""
    for place in document.findall(passage):
        for summary in _paragraphs(place):
            return shortened(_said(summary))
        for found in place.findall(gloss):
            return shortened(" ".join(map(_said, found.children)))
    for paragraph in document.findall(nodes.paragraph):
        if text := _said(paragraph).strip():
            return shortened(text[0].upper() + text[1:])
    return ""


def _said(element: nodes.Node) -> str:
    """Return an element's words without citations in parentheses."""
    parts = []
    for text in element.findall(nodes.Text):
        link = text.parent
        while link is not None and not isinstance(link, nodes.reference):
            link = link.parent
        to = "" if link is None else str(link.get("refuri") or link.get("refid"))
        parts.append(f"\0{text}" if "work-" in to else str(text))
    return _CITATION.sub("", "".join(parts)).replace("\0", "")


def _paragraphs(place: passage) -> Iterator[nodes.paragraph]:
    """Yield a passage's own paragraphs: in companion form, the summary."""
    for child in place.children:
        if isinstance(child, nodes.paragraph) and not isinstance(child, _NOT_OURS):
            yield child


def _add(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if doctree is None or not for_screen(app.builder):
        return
    said = str(context.get("metatags") or "")
    if 'name="description"' in said:
        return  # The page has its own.
    if text := escape(description(doctree), quote=True):
        context["metatags"] = (
            f'{said}\n<meta name="description" content="{text}">'
            f'\n<meta property="og:description" content="{text}">\n'
        )
