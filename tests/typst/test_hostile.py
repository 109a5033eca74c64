"""Prose that means harm, or merely has the wrong shape, is printed as prose or refused with its line."""

from __future__ import annotations

import re

import pypdf
import pytest

from sphinx_typst.builder import TypstCompileError
from sphinx_typst.escape import breakable

from .conftest import Build, Built

INDEX = "Hostile\n=======\n\n"
CODE = (
    '#eval("1+1")',
    '#import "other.typ"',
    '#read("/etc/passwd")',
    "]]] [[[ }}} {{{",
    "#set page(width: 1pt)",
    "$ integral $",
    "@nobody <label>",
    "#{ while true {} }",
)


def _edges(built: Built) -> list[tuple[float, float]]:
    """Return where each run with “abc” begins, and the width of its page, in points."""
    found: list[tuple[float, float]] = []
    for page in built.pdf.pages:
        width = float(page.mediabox.width)

        def note(
            text: str, cm: list[float], tm: list[float], *_: object, width: float = width
        ) -> None:
            if "abc" in text:
                found.append((tm[4] * cm[0] + tm[5] * cm[2] + cm[4], width))

        page.extract_text(visitor_text=note)
    return found


@pytest.mark.parametrize("code", CODE)
def test_code_in_prose_is_printed_not_run(build: Build, code: str) -> None:
    literal = code.replace("\\", "\\\\")
    built = build({"index.rst": f"{INDEX}``{literal}``\n"})
    assert built.warnings == []
    assert code in built.text


def test_a_word_without_end_is_broken_and_nothing_of_it_lost(build: Build) -> None:
    word = "abcdefghij" * 60
    built = build({"index.rst": f"{INDEX}{word}\n\n**{word}**\n"})
    assert built.warnings == []
    letters = re.sub(r"[\s\u200b\u00ad‐-]", "", built.text)
    assert letters.count(word) == 2
    starts = _edges(built)
    # No line of the page's width holds more of such words than this.
    assert len(starts) > 2 * len(word) / 120
    assert all(0 < x < 0.85 * width for x, width in starts)


def test_ordinary_words_are_not_touched() -> None:
    longest = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten"[:59]
    assert breakable(f"a {longest} b") == f"a {longest} b"
    assert breakable("x" * 61).replace("\u200b", "") == "x" * 61


def test_other_directions_and_signs_without_glyph(build: Build) -> None:
    built = build({"index.rst": f"{INDEX}שלום עולם and مرحبا then 😀.\n"})
    assert all("[typst.glyph]" in warning for warning in built.warnings)
    assert any("index.rst:4" in warning for warning in built.warnings)
    assert "then" in built.text


def test_an_image_that_is_not_there(build: Build) -> None:
    built = build({"index.rst": f"{INDEX}.. image:: ../../../../etc/passwd.png\n\nAfter.\n"})
    assert any("index.rst:4" in warning for warning in built.warnings)
    assert "After." in built.text


def test_nesting_without_end_is_refused_at_its_line(build: Build) -> None:
    lists = "".join("   " * depth + "* level\n\n" for depth in range(45))
    with pytest.raises(TypstCompileError, match=r"index\.rst:\d+"):
        build({"index.rst": INDEX + lists})


def test_a_book_of_one_endless_paragraph(build: Build) -> None:
    words = " ".join(["word"] * 20_000)
    built = build({"index.rst": f"{INDEX}{words}\n"})
    assert built.warnings == []
    assert isinstance(built.pdf, pypdf.PdfReader)
    assert built.text.count("word") == 20_000
