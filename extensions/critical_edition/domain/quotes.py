"""Typographic quotation marks and dashes in prose, as Sphinx sets them where a page is read.

What a record says is set where it is shown, when pages are written: too late for Sphinx's transform.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from docutils.utils import normalize_language_tag, smartquotes
from sphinx.transforms import SphinxSmartQuotes

from critical_edition.model import prose
from critical_edition.model.prose import Inline, Prose


def educated(body: Prose, document: nodes.document) -> Prose:
    """Return a body with the quotation marks that Sphinx would give it on a page, if any."""
    transform = SphinxSmartQuotes(document, startnode=None)
    if not transform.is_available():
        return body
    tags = normalize_language_tag(document.settings.language_code)
    language = next(tag for tag in tags if tag in smartquotes.smartchars.quotes)
    rebuilt: Prose = _rebuilt(body, transform.config.smartquotes_action, language)
    return rebuilt


def _rebuilt(part: Any, action: str, language: str) -> Any:
    """Return blocks with all text in them set; a paragraph or cell is a unit, as quotes may span it."""
    if isinstance(part, tuple):
        return tuple(_rebuilt(one, action, language) for one in part)
    if isinstance(part, prose.Paragraph | prose.Cell):
        tokens = (_token(one) for one in prose.inlines(part.content))
        said = smartquotes.educate_tokens((t for t in tokens if t), action, language)
        return dataclasses.replace(part, content=tuple(_set(part.content, said)))
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        return dataclasses.replace(
            part,
            **{
                name: _rebuilt(value, action, language)
                for name in (field.name for field in dataclasses.fields(part))
                if isinstance(value := getattr(part, name), tuple)
            },
        )
    return part


def _token(inline: Inline) -> tuple[str, str] | None:
    match inline:
        case prose.Text(text):
            return "plain", text
        case prose.Emphasis() | prose.Strong() | prose.Link():
            return None  # What it holds is told apart.
        case prose.Mention(words=words) if words:
            return "plain", words
        case prose.Mention(target=words) | prose.Code(words) | prose.Cite(source=words):
            return "literal", words
        case prose.Break():
            return "literal", " "


def _set(content: tuple[Inline, ...], said: Iterator[str]) -> Iterator[Inline]:
    for inline in content:
        match inline:
            case prose.Text():
                yield prose.Text(next(said))
            case prose.Emphasis(inner) | prose.Strong(inner) | prose.Link(content=inner):
                yield dataclasses.replace(inline, content=tuple(_set(inner, said)))
            case prose.Mention(words=words):
                found = next(said)
                yield dataclasses.replace(inline, words=found if words else "")
            case _:
                next(said)
                yield inline
