"""Words of a stranger as Markdown in which nothing acts."""

from __future__ import annotations

import html
import re

from critical_edition.commands import showing
from critical_edition.reading import files


def markdown(text: str) -> str:
    """Escape what Markdown or a hosting site would act upon: HTML, links, names, headings."""
    return start(inline(text))


def inline(text: str) -> str:
    """Escape what acts within a line."""
    text = html.escape(showing.visible(text), quote=False)
    text = re.sub(r"([\\\[\]`!|~*_])", r"\\\1", text)
    text = re.sub(r"(?<![\w&])([@#])(?=\w|$)", "\\1\u2060", text)  # no mention, no issue's number
    text = re.sub(r"(?i)\b(https?|www)(?=[:.]|$)", "\\1\u2060", text)  # no address to be followed
    return text


def start(text: str) -> str:
    """Escape what begins a heading, a list or a quotation."""
    return re.sub(r"^(\s*)([#>+=-])", r"\1\\\2", text)


def code(text: str) -> str:
    """Return what stands between ticks."""
    return files.printable(text).replace("`", "ˋ")
