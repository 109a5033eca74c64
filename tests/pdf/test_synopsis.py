"""The synopsis and the table of parallels in a companion edition's book: where pages part them."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from tests.benchmarks import scaled
from tests.conftest import Edition
from tests.pdf.conftest import MM, SetBook, open_book

from critical_edition.outputs.pdf.geometry import geometry

if TYPE_CHECKING:
    from tests.printed import Words

PASSAGES = 18
PARALLELS = 40
LEAST = 3

HEADING = re.compile(r"\d+\.\d+ (restates|restated by) \d+\.\d+")
REASON = re.compile(r"Reason \d+: ")
TITLE = re.compile(r"The line-\d+")


@pytest.fixture(scope="module")
def companion(tmp_path_factory: pytest.TempPathFactory) -> SetBook:
    """A book whose summaries have from one line to some forty."""
    folder = tmp_path_factory.mktemp("companion")
    made = scaled.paragraphs(1)[:PASSAGES]
    source = folder / "source"
    scaled.write(source, made, parallels=PARALLELS)
    edition = Edition(source, folder / "work")
    edition.forget()
    plain = [re.sub(r"[^a-z ]", "", p.words.lower()).split() for p in made]
    for page in sorted((source / "essay").glob("*.md")):
        number = 0

        def summary(_found: re.Match[str]) -> str:
            nonlocal number
            number += 1
            words = plain[number % len(plain)]
            return " ".join((words * 4)[: 9 + number * 53 % 330]).capitalize() + "."

        content = re.sub(r"A summary of the\s+passage[^.]*\.", summary, page.read_text("utf-8"))
        page.write_text(content, "utf-8")
    for name in ("parallels", "synopsis"):
        edition.write(
            f"{name}.md", f"# All {name}\n\nA line of introduction.\n\n```{{{name}}}\n```\n"
        )
    edition.edit("index.md", "\nbibliography\n", "\nparallels\nsynopsis\nbibliography\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1000000000")
        built = edition.build("typstpdf")
    assert built.warnings == []
    return open_book(built.out, geometry("book", "margin"), made)


Line = tuple[float, str, str]
"""A line's height on its page, its words left of the middle, and those of a column right of it."""

_COLUMN = (5.0, 20.0)
"""Where a line of the right column begins, from the middle: other lines only go on there."""

_LETTERS = 58
"""How many letters a line of a column has at most."""


def lines(book: SetBook, number: int) -> list[Line]:
    """Return the lines of a page under its head, from the top."""
    middle = book.page.width * MM / 2
    words = [w for w in book.words(number) if w.y > book.page.top * MM]
    words.sort(key=lambda w: (round(w.y), w.x))
    found = []
    for y, row in groupby(words, key=lambda w: round(w.y)):
        run = list(row)

        def said(side: list[Words]) -> str:
            return " ".join(" ".join(w.text for w in side).split())

        left, right = ([w for w in run if (w.x >= middle) is half] for half in (False, True))
        # A line as wide as both columns may have words that begin there.
        wide = len(said(left)) > _LETTERS or "summary is above, under" in said(left)
        if right and (wide or not _COLUMN[0] < right[0].x - middle < _COLUMN[1]):
            right = []
        found.append((y, said([w for w in run if w not in right]), said(right)))
    return found


def synopsis_pages(book: SetBook) -> dict[int, list[Line]]:
    pages = {n: lines(book, n) for n in range(1, len(book.reader.pages) + 1)}
    # Of the pages with a reason those after the table of parallels.
    first = max(
        n for n, page in pages.items() if any("All synopsis" in left for _, left, _ in page)
    )
    return {
        n: page
        for n, page in pages.items()
        if n >= first and not any(left.startswith("Sources") for _, left, _ in page)
    }


def is_head(line: Line) -> bool:
    return bool(HEADING.fullmatch(line[1]) or REASON.match(line[1]) or TITLE.fullmatch(line[1]))


def test_no_page_ends_with_a_heading_or_a_reason(companion: SetBook) -> None:
    pages = synopsis_pages(companion)
    assert len(pages) > 6
    for number, page in pages.items():
        assert not is_head(page[-1]), (number, page[-1])
        assert "All synopsis" not in page[-1][1]


def test_no_page_parts_fewer_than_three_lines_of_a_column_from_its_others(
    companion: SetBook,
) -> None:
    pages = synopsis_pages(companion)
    parted = 0
    for number, page in pages.items():
        top = []
        for line in page:
            if is_head(line):
                break
            top.append(line)
        if number - 1 not in pages or not top:
            continue
        parted += 1
        before = pages[number - 1]
        foot = before[max(at for at, line in enumerate(before) if is_head(line)) + 1 :]
        for part in (top, foot):
            for side in (1, 2):
                count = sum(bool(line[side]) for line in part)
                assert count == 0 or count >= LEAST, (number, side, part)
    assert parted > 3


def test_a_summary_stands_once_in_each_argument(companion: SetBook) -> None:
    pages = synopsis_pages(companion)
    text = "\n".join(f"{left} {right}" for page in pages.values() for _, left, right in page)
    parts = re.split(r"The line-\d+", text)[1:]
    assert parts
    for part in parts:
        ends = re.findall(r"(\d+\.\d+) (?:restates|restated by) (\d+\.\d+)(?=\s*\n)", part)
        again = 2 * len(ends) - len({end for pair in ends for end in pair})
        assert part.count("above,") == again


def test_an_argument_s_table_is_on_one_page_or_has_three_rows_on_each(companion: SetBook) -> None:
    found = 0
    for number in range(1, len(companion.reader.pages) + 1):
        page = lines(companion, number)
        heads = [at for at, line in enumerate(page) if line[1].startswith("From Relation")]
        for at in heads:
            rows = 0
            for line in page[at + 1 :]:
                if not re.match(r"\d+\.\d+ \(", line[1]):
                    break
                rows += 1
            found += 1
            assert rows >= LEAST or TITLE.fullmatch(page[at - 1][1]), (number, page[at:])
    assert found >= PARALLELS // 6
