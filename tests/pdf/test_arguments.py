"""Arguments and the index of parallels in a companion edition's book: each thing once, and whole."""

from __future__ import annotations

import re
from itertools import groupby

import pytest
from tests.benchmarks import scaled
from tests.conftest import Edition
from tests.pdf.conftest import MM, SetBook, open_book

from critical_edition.outputs.pdf.geometry import geometry

PASSAGES = 18
PARALLELS = 80
LEAST = 3

HEAD = re.compile(r"\d+\.\d+ \(\d+\) (restates|restated by) \d+\.\d+ \(\d+\)")
REASON = re.compile(r"Reason (\d+): both say so\.")
TITLE = re.compile(r"(\d+ )?(Argument line-\d+|Parallels|All parallels)")
ROW = re.compile(r"\d+\.\d+ “")


@pytest.fixture(scope="module")
def companion(tmp_path_factory: pytest.TempPathFactory) -> SetBook:
    """A book of many arguments, and an index of their parallels that is longer than a page."""
    folder = tmp_path_factory.mktemp("companion")
    made = scaled.paragraphs(1)[:PASSAGES]
    source = folder / "source"
    scaled.write(source, made, parallels=PARALLELS)
    edition = Edition(source, folder / "work")
    edition.forget()
    edition.write(
        "parallels.md", "# All parallels\n\nA line of introduction.\n\n```{parallels}\n```\n"
    )
    edition.edit("index.md", "\nbibliography\n", "\nparallels\nbibliography\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1000000000")
        built = edition.build("typstpdf")
    assert built.warnings == []
    return open_book(built.out, geometry("book", "margin"), made)


def lines(book: SetBook, number: int) -> list[str]:
    """Return the lines of a page under its head, from the top, without its number."""
    words = [w for w in book.words(number) if w.y > book.page.top * MM]
    words.sort(key=lambda w: (round(w.y), w.x))
    rows = (" ".join(w.text for w in row) for _, row in groupby(words, key=lambda w: round(w.y)))
    found = [re.sub(r"\( (\d+) \)", r"(\1)", " ".join(row.split())) for row in rows]
    return found[:-1] if found and found[-1].isdigit() else found


@pytest.fixture(scope="module")
def pages(companion: SetBook) -> dict[int, list[str]]:
    """The lines of the arguments' pages and of the index."""
    found = {n: lines(companion, n) for n in range(1, len(companion.reader.pages) + 1)}
    first = min(n for n, page in found.items() if any("Argument line-" in line for line in page))
    return {
        n: page
        for n, page in found.items()
        if n >= first and page and not any("Sources" in line for line in page)
    }


def test_no_page_ends_with_a_heading_or_a_parallel_without_its_reason(
    pages: dict[int, list[str]],
) -> None:
    assert len(pages) > 6
    for number, page in pages.items():
        assert not HEAD.match(page[-1]), (number, page[-1])
        assert not TITLE.fullmatch(page[-1]), (number, page[-1])
        assert page[-1] != "A line of introduction.", number


def test_each_parallel_stands_once_with_its_reason_under_it(pages: dict[int, list[str]]) -> None:
    told = [line for page in pages.values() for line in page]
    heads = [at for at, line in enumerate(told) if HEAD.match(line)]
    reasons = [match[1] for at in heads if (match := REASON.fullmatch(told[at + 1]))]
    assert sorted(map(int, reasons)) == list(range(PARALLELS))
    assert sum(bool(REASON.search(line)) for line in told) == PARALLELS


def test_the_index_has_a_row_for_each_passage_and_three_on_each_page(
    pages: dict[int, list[str]],
) -> None:
    begin = next(n for n, page in pages.items() if any("All parallels" in line for line in page))
    rows = [sum(bool(ROW.match(line)) for line in page) for n, page in pages.items() if n >= begin]
    assert sum(rows) == PASSAGES
    assert len(rows) > 1
    assert min(rows) >= LEAST, rows
