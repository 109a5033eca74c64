"""A passage with more comments than any margin or foot of a page can hold."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from tests.benchmarks import scaled
from tests.conftest import Edition
from tests.edition.printed_pages import sizes
from tests.pdf.conftest import MM, open_book
from tests.pdf.test_page import baselines

from critical_edition.outputs.pdf.geometry import Commentary, geometry

if TYPE_CHECKING:
    from pathlib import Path

MANY = 300


def crowded() -> list[scaled.Paragraph]:
    """Return three passages, of which the second has all the comments; each names itself."""
    before, passage, after = scaled.paragraphs(1, comments=0)[:3]
    words = passage.words.split()
    lemmata: dict[str, None] = {}
    for length in (4, 5, 6, 7):
        for start in range(len(words) - length):
            lemma = " ".join(words[start : start + length]).strip(",.")
            if passage.words.count(lemma) == 1:
                lemmata[lemma] = None
    comments = tuple(
        scaled.Comment(lemma, f"Number{index}. Seen from here, the harbour looks another.")
        for index, lemma in zip(range(MANY), lemmata, strict=False)
    )
    assert len(comments) == MANY
    return [before, replace(passage, comments=comments), after]


@pytest.mark.parametrize("place", ["margin", "foot"])
def test_none_is_lost_and_nothing_overlaps(place: Commentary, tmp_path: Path) -> None:
    made = crowded()
    scaled.write(tmp_path / "source", made, parallels=1)
    built = Edition(tmp_path / "source", tmp_path / "work").build(
        "typstpdf", edition_pdf_commentary=place
    )
    assert built.warnings == []
    book = open_book(built.out, geometry("book", place), made)
    assert sizes(book.reader) == []
    text = "".join(book.printed.texts)
    numbers = [int(n) for n in re.findall(r"Number\s*(\d+)\.", text)]
    assert sorted(numbers) == list(range(MANY))
    if place == "margin":
        number = book.places["p1.2"].page
        rows = baselines(book.words(number), *book.margin(number), least=7)
        rows = [y for y in rows if y > book.page.top * MM - 1]
        assert min((b - a for a, b in pairwise(rows)), default=99) > 7.5
        assert rows[-1] <= (book.page.height - book.page.bottom) * MM + 1
