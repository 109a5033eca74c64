"""Prose that means harm, or merely has the wrong shape, is printed as prose or refused with its line."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import unquote

import pypdf
import pytest

from sphinx_typst.builder import TypstCompileError
from sphinx_typst.escape import breakable

from .conftest import Build, Built

INDEX = "Hostile\n=======\n\n"
Run = tuple[float, float, float, str]
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


def _runs(page: pypdf.PageObject) -> list[Run]:
    """Return where each run of text begins, its size in points, and its words."""
    found: list[Run] = []

    def note(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((x, y, size * abs(tm[0] * cm[0]), text.strip().strip("\u200b")))

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


#: Things that would be code in markup, in strings, or in both.
POISON = '"]); #eval("1+1") #read("/etc/passwd") #import "x.typ": * ]]} \\ $1$ `'
MARK = re.compile(r'#eval\("1\+1"\)')


def escaped(text: str) -> str:
    """Return *text* as reStructuredText that means it literally."""
    return re.sub(r"([\\`*_|<>:\[\]])", r"\\\1", text)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("{}\n", id="prose"),
        pytest.param("{}\n" + "-" * 120 + "\n\nText.\n", id="title"),
        pytest.param(".. figure:: dot.svg\n\n   {}\n", id="caption"),
        pytest.param("Text [#a]_.\n\n.. [#a] {}\n", id="note"),
        pytest.param("term {}\n   {}\n", id="definition"),
        pytest.param(".. list-table::\n   :header-rows: 1\n\n   * - {}\n   * - {}\n", id="cell"),
        pytest.param(".. admonition:: {}\n\n   {}\n", id="admonition"),
        pytest.param("| {}\n", id="verse"),
        pytest.param(":name {}: {}\n", id="field"),
        pytest.param(".. rubric:: {}\n", id="rubric"),
        pytest.param("`{} <https://example.org/>`__\n", id="link"),
    ],
)
def test_code_is_words_wherever_it_stands(build: Build, source: str) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    text = source.replace("{}", escaped(POISON))
    built = build({"index.rst": INDEX + text, "dot.svg": svg}, smartquotes=False)
    assert built.warnings == []
    words = built.text.replace("- ", "")
    assert len(MARK.findall(words)) >= source.count("{}")
    assert '#read("/etc/passwd")' in words
    assert "root:" not in words


def test_code_is_words_where_none_are_printed(build: Build) -> None:
    """Alternative texts, addresses, entries of the index, names of targets, and metadata."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    poison = POISON.replace("`", "").replace("\\", "")
    text = (
        f".. image:: dot.svg\n   :alt: {poison}\n\n"
        f".. index:: single: {poison}\n\n"
        f".. _{poison.replace(':', '')}:\n\nA target.\n\n"
        'An `address <https://example.org/"#eval(1)])}}>`__.\n\n'
        f".. code-block:: python\n   :caption: {escaped(poison)}\n\n   {POISON}\n\n"
        f".. math:: \\text{{{poison.replace('$', '')}}}\n"
    )
    built = build(
        {"index.rst": INDEX + text, "dot.svg": svg},
        smartquotes=False,
        project=poison,
        author=poison,
        release=poison,
        typst_options={
            "description": poison,
            "subtitle": poison,
            "keywords": [poison],
            "x": poison,
        },
        suppress_warnings=["typst.math"],
    )
    assert built.warnings == []
    assert built.pdf.metadata is not None
    assert built.pdf.metadata.title == poison
    assert built.pdf.metadata.author == poison
    assert "root:" not in built.text
    index = built.text[built.text.rindex("Index") :]
    assert MARK.search(index)
    addresses = [
        item.get_object()["/A"]["/URI"]
        for page in built.pdf.pages
        for item in page.get("/Annots", [])
        if "/A" in item.get_object()
    ]
    assert 'https://example.org/"#eval(1)])}' in unquote(addresses[0])


LONG = "abcdefghij" * 14
WIDE = "   * " + "\n     ".join(f"- averylongcell{number}" for number in range(12)) + "\n"

NESTED = "   * - .. list-table::\n\n" + "".join(
    f"          {line}\n"
    for line in WIDE.replace("   * ", "* ", 1).replace("\n     ", "\n  ").splitlines()
)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(f"``{LONG}``\n", id="literal"),
        pytest.param(f":kbd:`{LONG}`\n", id="role"),
        pytest.param(f".. code-block:: python\n\n   x = '{LONG}'\n", id="code"),
        pytest.param(f".. code-block:: python\n\n   {'=' * 140} abc\n", id="rule"),
        pytest.param(f".. csv-table::\n   :header: A, B\n\n   {LONG}, ``{LONG}``\n", id="cell"),
        pytest.param(f".. list-table::\n   :widths: auto\n\n{WIDE}", id="columns"),
        pytest.param(f".. list-table::\n\n{NESTED}     - abc\n", id="nested"),
        pytest.param(f"[{LONG}]_\n\n.. [{LONG}] A work.\n", id="citation"),
        pytest.param(f":{LONG}: body\n", id="field"),
        pytest.param(f".. index:: {LONG.replace('j', '_')}\n", id="index"),
        pytest.param(f".. py:function:: {LONG}({LONG}: int)\n", id="signature"),
        pytest.param(f".. math:: {' + '.join(f'x_{{{n}}}' for n in range(40))}\n", id="formula"),
        pytest.param(f"{LONG}\n{'-' * 140}\n", id="title"),
    ],
)
def test_nothing_runs_off_the_page_or_into_the_next_column(build: Build, source: str) -> None:
    built = build({"index.rst": f"{INDEX}{source}\nEnd.\n"})
    assert built.warnings == []
    assert built.pages
    for page in built.pdf.pages:
        width = float(page.mediabox.width)
        lines: dict[int, list[tuple[float, float]]] = {}
        for x, y, size, text in _runs(page):
            # No letter of these fonts is so narrow but i, j and l, of which there are few.
            lines.setdefault(round(y), []).append((x, x + 0.38 * size * len(text)))
        for line in lines.values():
            line.sort()
            assert 0.12 * width < line[0][0]
            assert line[-1][1] < 0.88 * width
            for before, after in pairwise(line):
                assert before[1] < after[0] + 4


def test_a_lead_in_is_not_parted_from_its_list(build: Build) -> None:
    text = "".join(
        "| verse\n" * (number % 5 + 1) + f"\nThings {number}z:\n\n* item {number}z\n* other\n\n"
        for number in range(120)
    )
    pages = build({"index.rst": f"{INDEX}{text}"}).pages
    for number in range(120):
        (page,) = (text for text in pages if f"Things {number}z:" in text)
        assert f"item {number}z" in page


def test_the_note_of_a_lead_in_stands_on_its_page(build: Build) -> None:
    text = "".join(
        "| verse\n" * (number % 5 + 1)
        + f"\nThings {number}z [#n{number}]_:\n\n* item\n\n.. [#n{number}] Note {number}z.\n\n"
        for number in range(60)
    )
    pages = build({"index.rst": f"{INDEX}{text}"}).pages
    for number in range(60):
        (page,) = (text for text in pages if f"Things {number}z" in text)
        assert f"Note {number}z." in page


def test_pages_part_no_option_from_what_it_does(build: Build) -> None:
    options = "".join(f"-{letter}   does {letter}\n" for letter in "abcdefghijklmnopqrstuvwxyz")
    pages = build({"index.rst": f"{INDEX}{options}"}).pages
    for letter in "abcdefghijklmnopqrstuvwxyz":
        (page,) = (text for text in pages if f"does {letter}" in text)
        assert f"-{letter} does {letter}" in page


def test_a_table_in_a_table_leaves_the_outer_one_whole(build: Build) -> None:
    table = (
        ".. list-table::\n   :header-rows: 1\n\n   * - .. list-table::\n          :header-rows: 1\n\n"
        "          * - inner\n            - other\n          * - low\n            - last\n"
        "     - beside\n   * - under\n     - corner\n"
    )
    built = build({"index.rst": INDEX + table})
    assert built.warnings == []
    words = ("inner", "other", "low", "last", "beside", "under", "corner")
    assert all(word in built.text for word in words)
    # The outer head goes on after the inner table.
    assert 'cell-head({\npar({\n"beside"' in built.typst


def test_a_diagram_is_refused_at_its_line(build: Build) -> None:
    conf = 'extensions = ["sphinx_typst", "sphinx.ext.graphviz"]\nproject = "Trial"\n'
    graph = '.. graphviz::\n\n   digraph g { a -> "#eval" }\n\n'
    built = build({"conf.py": conf, "index.rst": INDEX + graph + "After.\n"})
    # docutils gives this node the line on which its directive ends.
    assert built.warnings == [
        "index.rst:7: WARNING: diagrams of Graphviz are not drawn; what stands for this one is "
        "printed [typst.diagram]"
    ]
    assert 'digraph g { a -> "#eval" }' in built.text


def test_dates_and_numbers_are_never_broken() -> None:
    for whole in ("[1918–1920]", "(1926–27),", "1.234.567,89", "5–6/7–8"):
        assert breakable(whole, 4, hyphenated=False) == whole
    assert breakable("Kriegsschuldfrage–1918", 6, hyphenated=False) != "Kriegsschuldfrage–1918"
