"""Formulas: what is known compiles; what is not is refused, never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import typst
from sphinx_typst.formula import SYMBOLS, UnsupportedFormulaError, to_typst

if TYPE_CHECKING:
    from tests.typst.conftest import Build


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"a^2 + b_{ij}", "a^(2) + b_(i j)"),
        (r"\frac{1}{x}", "frac(1, x)"),
        (r"\sqrt[3]{n}", "root(3, n)"),
        (r"\alpha \le \infty", "alpha ≤ ∞"),
        (r"\text{if it is not}", '"if it is not"'),
        (r"\mathbf{x}", "bold(upright(x))"),
        (r"f''(x)", r"f'' \( x \)"),
        ("a/b", r"a \/ b"),
        (r"\left( x \right]", r"lr(\( x \])"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", 'mat(delim: "(", a, b; c, d)'),
    ],
)
def test_translation(latex: str, expected: str) -> None:
    assert to_typst(latex) == expected


@pytest.mark.parametrize(
    "latex",
    [
        r"\foo",
        "a_",
        "{a",
        "a}",
        r"\begin{tikz}\end{tikz}",
        "a & b",
        r"\left x y",
        r"\frac{a}",
        "a^b^c",
        "x^{c}'",
        r"\begin{cases} a \end{matrix}",
        "$a$",
        r"\text{a \emph{b}}",
    ],
)
def test_what_is_not_known_is_refused(latex: str) -> None:
    with pytest.raises(UnsupportedFormulaError):
        to_typst(latex)


PIECES = st.sampled_from(
    [
        "a",
        "12",
        "+",
        "=",
        "<",
        "(",
        ")",
        "[",
        "]",
        "|",
        "/",
        ",",
        ";",
        '"',
        "`",
        "@",
        "!",
        "é",
        "^",
        "_",
        "'",
        "{",
        "}",
        "~",
        *(f"\\{name}" for name in sorted(SYMBOLS)),
        r"\frac",
        r"\sqrt",
        r"\left(",
        r"\right.",
        r"\left.",
        r"\right\rangle",
        r"\text{b c}",
        r"\mathbb",
        r"\begin{cases}",
        r"\end{cases}",
        "&",
        r"\\",
        r"\quad",
        r"\!",
        r"\sin",
        r"\varepsilon",
        " ",
    ]
)


@settings(max_examples=200, deadline=None)
@given(pieces=st.lists(PIECES, max_size=8))
def test_whatever_is_translated_compiles(pieces: list[str]) -> None:
    try:
        body = to_typst(" ".join(pieces))
    except UnsupportedFormulaError:
        return
    typst.Compiler(f"#{{ $ {body} $ }}".encode(), ignore_system_fonts=True).compile(format="svg")


def test_formulas_in_a_book(build: Build) -> None:
    text = (
        "Trial\n=====\n\nInline :math:`a^2` and :math:`\\nonesuch`, see :eq:`one`.\n\n"
        ".. math:: b = \\frac{1}{2}\n   :label: one\n"
    )
    built = build({"index.rst": text}, typst_pdf_standards=["ua-1"])
    assert built.warnings == [
        "index.rst:4: WARNING: the formula cannot be translated (the command \\nonesuch); its "
        "source is printed [typst.math]"
    ]
    assert "\\nonesuch, see (1)." in built.text
    assert built.text.count("(1)") == 2
