"""Text comes out of Typst as it went in."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import typst
from sphinx_typst.escape import (
    Code,
    address_parts,
    collapse,
    identifier,
    literal,
    string,
    with_dashes,
)

TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)
# What could be markup, a comment, a substitution or the end of a string.
TRICKY = st.lists(
    st.sampled_from(
        [
            '#eval("1")',
            "//",
            "/*",
            "*/",
            "= ",
            "- ",
            "+ ",
            "1. ",
            "/ t: ",
            "http://a.b/",
            "~",
            "--",
            "---",
            "...",
            '"',
            "'",
            "\\",
            "\\u{41}",
            "[",
            "]",
            "{",
            "}",
            "$",
            "@x",
            "<y>",
            "`",
            "*",
            "_",
            "#",
            "\n",
            "\t",
            "\u2028",
            "\u202e",
            "\x00",
            "é",
            "Ж",
            "日",
            "😀",
        ]
    )
).map("".join)


@pytest.fixture(scope="module")
def evaluator(tmp_path_factory: pytest.TempPathFactory) -> typst.Compiler:
    path = tmp_path_factory.mktemp("typst") / "empty.typ"
    path.write_text("", encoding="utf-8")
    return typst.Compiler(str(path), ignore_system_fonts=True)


@settings(max_examples=150, deadline=None)
@given(text=TEXT | TRICKY)
@example(text='"); #panic("x')
def test_a_string_evaluates_to_the_text(evaluator: typst.Compiler, text: str) -> None:
    written = string(text)
    assert "\n" not in written
    assert json.loads(evaluator.eval(written)) == text


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TRICKY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TRICKY, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=80, deadline=None)
@given(value=VALUES)
def test_a_literal_evaluates_to_the_value(evaluator: typst.Compiler, value: object) -> None:
    assert json.loads(evaluator.eval(literal(value))) == value


def test_lone_surrogates_become_the_replacement_character() -> None:
    assert string("a\ud800b") == '"a\ufffdb"'


def test_code_is_left_alone() -> None:
    assert literal([Code("1fr"), "1fr"]) == '(1fr, "1fr", )'


@pytest.mark.parametrize("value", [object(), float("nan"), {1, 2}])
def test_what_has_no_literal_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        literal(value)


@pytest.mark.parametrize(
    ("name", "expected"), [("col_span", "col-span"), ("align", "align"), ("class_", "class")]
)
def test_identifiers(name: str, expected: str) -> None:
    assert identifier(name) == expected


@pytest.mark.parametrize("name", ["", "1a", "a b", "a)"])
def test_what_is_no_identifier_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="identifier"):
        identifier(name)


@given(text=TEXT)
def test_collapsing_keeps_all_but_ascii_space(text: str) -> None:
    def words(value: str) -> str:
        return "".join(char for char in value if char not in " \t\r\n\f\v")

    assert words(collapse(text)) == words(text)
    assert "  " not in collapse(text)
    assert "\u00a0" not in text or "\u00a0" in collapse(text)


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("https://www.example.org/", ["https://", "www", ".example", ".org/"]),
        ("https://a.org/x-y_z.html", ["https://", "a", ".org/", "x", "-y", "_z", ".html"]),
        ("https://a.org/?q=1&r=2", ["https://", "a", ".org/", "?q", "=1", "&r", "=2"]),
        ("https://a.org/b_(c)/d", ["https://", "a", ".org/", "b", "_", "(c)/", "d"]),
        ("mailto:a@example.org", ["mailto:", "a", "@example", ".org"]),
        # What no line can keep together is cut, and nothing else is.
        ("https://a.org/" + "b" * 40, ["https://", "a", ".org/", *["bbbb"] * 10]),
        ("", []),
    ],
)
def test_addresses_break_at_their_own_signs(address: str, parts: list[str]) -> None:
    assert address_parts(address) == parts


@given(st.text(alphabet="ab1/.-_?&=%:#~()[], ", max_size=60), st.integers(4, 60))
def test_the_parts_of_an_address_are_the_address(address: str, room: int) -> None:
    parts = address_parts(address, room)
    assert "".join(parts) == address
    assert all(parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("the war—as it was—ended", ["the ", "war—", "as it ", "was—", "ended"]),
        ("he said “war”—and left", ["he said ", "“war”—", "and left"]),
        ("a — b, c –d, e—", ["a — b, c –d, e—"]),
        ("—as it began", ["—as it began"]),
        ("", [""]),
    ],
)
def test_a_dash_keeps_to_the_word_before_it(text: str, parts: list[str]) -> None:
    assert with_dashes(text) == parts
