"""Nothing that a source says is lost in silence, and no small thing of it ends the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest

from sphinx_typst.builder import TypstCompileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.typst.conftest import Build, Built

CONF = """\
project = "Trial"
extensions = ["sphinx_typst", "myst_parser"]
myst_enable_extensions = ["tasklist", "strikethrough"]
suppress_warnings = ["myst.strikethrough"]
"""
HEAD = "# Book\n\n## Chapter\n\n"
UA = ["ua-1"]


def markdown(build: Build, text: str, *standards: str) -> Built:
    files = {"conf.py": CONF, "index.md": HEAD + text}
    return build(files, typst_pdf_standards=standards)


def elements(built: Built) -> Iterator[tuple[str, str]]:
    """Yield the tags of the PDF's structure with the alternative texts that they have."""

    def walk(node: pikepdf.Object) -> Iterator[tuple[str, str]]:
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from walk(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node.S), str(node.get("/Alt", ""))
            yield from walk(node.get("/K", pikepdf.Array()))

    with pikepdf.open(built.pdf_path) as document:
        yield from walk(document.Root.StructTreeRoot.K)


def addresses(built: Built) -> set[str]:
    with pikepdf.open(built.pdf_path) as document:
        return {
            str(note.A.URI)
            for page in document.pages
            for note in page.get("/Annots", ())
            if "/A" in note and "/URI" in note.A
        }


# -- raw content -----------------------------------------------------------------------------------


def test_a_hard_break_breaks_the_line(build: Build) -> None:
    built = markdown(build, "First\\\nsecond  \nthird, <br>fourth.\n\n| a |\n|---|\n| x<br>y |\n")
    assert built.warnings == []
    assert built.typst.count("linebreak()\n") == 4
    assert "First second third, fourth." in built.text


def test_html_within_a_line_is_what_it_says(build: Build) -> None:
    built = markdown(
        build, "H<sub>2</sub>O, <b>bold <i>leaning</i></b>, ~~gone~~, </b>a <b>lone tag.\n"
    )
    assert built.warnings == []
    for function in ("sub", "strong", "emph", "strike"):
        assert built.typst.count(f"{function}({{\n") == 1
    assert "H2O, bold leaning, gone, a lone tag." in built.text


def test_other_html_is_printed_plain_and_said(build: Build) -> None:
    built = markdown(
        build,
        "<div>\nWords of <b>a</b> block &amp; more\n</div>\n\n"
        "A picture <img src='x.png'> here.\n\n<!-- never -->\n\n<script>never</script>\n",
    )
    assert built.warnings == [
        "index.md:5: WARNING: raw HTML: its words are printed plain [typst.raw]",
        "index.md:9: WARNING: <img> of HTML is left out of the PDF [typst.raw]",
    ]
    assert "Words of a block & more A picture here." in built.text
    assert "never" not in built.text


def test_raw_content_without_an_alternative_is_warned_of(build: Build) -> None:
    raw = "```{{raw}} {}\nwords for {}\n```\n"
    latex, html, typst = (raw.format(name, name) for name in ("latex", "html", "typst"))
    built = markdown(build, f"{latex}\nText.\n\n{latex}{html}\nText.\n\n{html}{typst}")
    assert built.warnings == [
        "index.md:5: WARNING: raw content for latex is left out of the PDF: it says nothing for it"
        " [typst.raw]",
        "index.md:14: WARNING: raw HTML: its words are printed plain [typst.raw]",
    ]
    assert "Text. words for html Text. words for typst" in built.text


def test_a_list_of_tasks_keeps_its_ticks(build: Build) -> None:
    built = markdown(build, "- [x] done\n- [ ] open\n", *UA)
    assert built.warnings == []
    assert "☑ done" in built.text
    assert "☐ open" in built.text


# -- addresses, images, glyphs ---------------------------------------------------------------------


@pytest.mark.parametrize("shown", ["words", "10.1000/a<1::b>2"])
def test_an_address_holds_only_what_addresses_hold(build: Build, shown: str) -> None:
    rst = (
        f"Book\n====\n\nChapter\n-------\n\n`{shown} <https://doi.org/10.1000/a\\<1::b\\>2%20ж>`_\n"
    )
    text = rst.replace("<1", "\\<1").replace("\\\\", "\\") if shown != "words" else rst
    built = build({"index.rst": text})
    assert built.warnings == []
    assert addresses(built) == {"https://doi.org/10.1000/a%3C1::b%3E2%20%D0%B6"}
    assert shown in built.text


def test_an_image_without_words_is_an_ornament(build: Build) -> None:
    ornament = "```{image} dot.svg\n:alt:\n```\n"
    files = {
        "conf.py": CONF,
        "index.md": f"{HEAD}![](dot.svg)\n\nIn a ![](dot.svg) line. ![A dot](dot.svg)\n\n{ornament}",
        "dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        '<rect width="9" height="9"/></svg>\n',
    }
    built = build(files, typst_pdf_standards=UA)
    assert built.warnings == []
    found = list(elements(built))
    assert [alt for tag, alt in found if tag == "/Figure"] == ["A dot"]


@pytest.mark.parametrize("standards", [(), ("ua-1",), ("a-2u",)])
def test_what_no_font_has_is_spelt_out(build: Build, standards: tuple[str, ...]) -> None:
    built = markdown(build, "A sign 日 of ours, `日` in code.\n", *standards)
    assert built.warnings == [
        "index.md:5: WARNING: no font has '日' (U+65E5, CJK UNIFIED IDEOGRAPH-65E5) [typst.glyph]"
    ]
    assert "A sign [U+65E5] of ours, [U+65E5] in code." in built.text


# -- headings --------------------------------------------------------------------------------------


def test_running_heads_repeat_the_words_of_headings_alone(build: Build) -> None:
    text = (
        "(here)=\n## One [link](https://example.org/), {ref}`two <here>`, a note[^n]\n\n"
        f"{'Some words of a long chapter. ' * 120}\n\n[^n]: The note.\n"
    )
    built = markdown(build, text, *UA)
    assert built.warnings == []
    heads = [page for page in built.pages if page.startswith("One link, two, a note Some")]
    assert len(heads) == 1
    assert addresses(built) == {"https://example.org/"}


def test_what_a_standard_refuses_is_traced_to_its_line(build: Build) -> None:
    template = (
        '#import "/sphinx-typst.typ": *\n'
        "#let template(values, body) = {\n"
        "  set document(title: values.title)\n"
        '  set page(header: link("https://example.org/")[x])\n'
        "  body\n}\n"
    )
    files = {"conf.py": CONF, "index.md": f"{HEAD}Text.\n", "own.typ": template}
    with pytest.raises(TypstCompileError, match=r"^\S+/out/template\.typ:4: "):
        build(files, typst_template="own.typ", typst_pdf_standards=UA)
    links = template.replace('link("https://example.org/")[x]', "context query(link).first()")
    files = {**files, "index.md": f"{HEAD}Text.\n\nA [link](https://example.org/).\n"}
    with pytest.raises(TypstCompileError, match=r"index\.md:7: PDF/UA-1 error: PDF artifacts"):
        build({**files, "own.typ": links}, typst_template="own.typ", typst_pdf_standards=UA)
