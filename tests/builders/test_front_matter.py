"""The book's first pages, and names in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from tests.conftest import Edition

Fonts = list[tuple[str, str]]


def fonts(page: pypdf.PageObject) -> Fonts:
    """Return the words of a page with the names of their fonts."""
    found: Fonts = []

    def visit(text: str, _cm: Any, _tm: Any, font: dict[str, Any] | None, _size: float) -> None:
        if text.strip() and font:
            found.append((text.strip(), str(font["/BaseFont"])))

    page.extract_text(visitor_text=visit)
    return found


@pytest.fixture
def book(invented: Edition) -> Callable[..., pypdf.PdfReader]:
    """The book of an edition whose configuration has more lines."""

    def build(*lines: str) -> pypdf.PdfReader:
        added = "\n".join([*lines, "typst_documents ="])
        invented.edit("conf.py", "typst_documents =", added)
        built = invented.build("typstpdf")
        assert built.warnings == []
        return pypdf.PdfReader(built.out / "edition.pdf")

    return build


def test_the_title_page_names_who_made_the_edition_and_when(
    invented: Edition, book: Callable[..., pypdf.PdfReader]
) -> None:
    invented.write(
        "contributors.toml",
        '[[contributor]]\nid = "kestrel"\nname = "Ada Kestrel"\nsort = "Kestrel, Ada"\n'
        'roles = ["validation"]\nlicence = "CC-BY-4.0"\n',
    )
    reader = book()
    title = " ".join(reader.pages[2].extract_text().split())
    assert title.endswith("The companion edition, without the essay’s text Nobody, 2001")
    assert "With contributions by Ada Kestrel" in title
    assert "With contributions by Ada Kestrel." in reader.pages[3].extract_text()


def test_titles_in_the_imprint_are_italic(book: Callable[..., pypdf.PdfReader]) -> None:
    reader = book(
        'typst_options = {"imprint": ["It came out in *The Pilot* 7, and nowhere else."]}'
    )
    said = fonts(reader.pages[3])
    italic = {text for text, font in said if "Italic" in font}
    assert italic == {"The Pilot", "An invented edition"}
    assert "It came out in The Pilot 7, and nowhere else." in reader.pages[3].extract_text()


def test_initials_stay_together(invented: Edition, book: Callable[..., pypdf.PdfReader]) -> None:
    # Lines of every length, so that each place of the name comes to stand at an end.
    names = "\n\n".join(
        "tide " * 9 + "x" * n + " (J. V. T. Pilot, R. Q. Pilot)" for n in range(1, 30)
    )
    invented.edit("index.md", "It begins at", f"{names}\n\nIt begins at")
    text = "\n".join(page.extract_text() for page in book().pages)
    ends = re.findall(r"(\S+(?: \S+)?) *\n", text)
    assert any(end.endswith("Q.") for end in ends)
    assert any(end.endswith("T.") for end in ends)
    assert not [end for end in ends if end.endswith(("J.", "V.", "R."))]
