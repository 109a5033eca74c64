"""Which characters no font at hand can print.

Without a PDF standard Typst prints such a character as an empty box and says nothing; with one
that asks for every glyph it refuses, and names the first.  So a page of nothing but the characters
in question is tried against such a standard.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import typst

from .escape import string


def missing(characters: Iterable[str], font_paths: Sequence[Path]) -> list[str]:
    """Return those of the *characters* that neither the wheel's fonts nor *font_paths* have."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(path) for path in font_paths])
    return _search(sorted(set(characters)), fonts)


def _search(characters: list[str], fonts: typst.Fonts) -> list[str]:
    if not characters or _printable(characters, fonts):
        return []
    if len(characters) == 1:
        return characters
    middle = len(characters) // 2
    return _search(characters[:middle], fonts) + _search(characters[middle:], fonts)


def _printable(characters: list[str], fonts: typst.Fonts) -> bool:
    # A box each, so that no two are combined into one glyph.
    boxes = "\n".join(f"#box({string(character)})" for character in characters)
    source = f"#set document(date: datetime(year: 2000, month: 1, day: 1))\n{boxes}"
    try:
        typst.Compiler(source.encode(), font_paths=fonts).compile(
            format="pdf", pdf_standards=["a-2u"], timestamp=0
        )
    except typst.TypstError:
        return False
    return True
