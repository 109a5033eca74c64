"""What no page parts: a caption from its table, a paragraph from what it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.typst.conftest import Build

TABLES = 24


def table(number: int, note: str) -> str:
    rows = "".join(f"   * - row {number}.{row}\n     - other\n" for row in range(9))
    return (
        f".. list-table:: Caption {number}.{note}\n   :header-rows: 1\n\n"
        f"   * - head {number}.\n     - head\n{rows}\n"
    )


def lines(number: int) -> str:
    return "".join("| line\n" for _ in range(number % 7 + 1))


@pytest.mark.parametrize("noted", [False, True])
def test_a_caption_above_a_table_stays_with_it_and_with_its_note(build: Build, noted: bool) -> None:
    notes = [" [#]_" if noted else "" for _ in range(TABLES)]
    said = "".join(f".. [#] note {n}.\n" for n in range(TABLES)) if noted else ""
    body = "\n".join(f"{lines(number)}\n{table(number, note)}" for number, note in enumerate(notes))
    built = build({"index.rst": f"Book\n====\n\nChapter\n-------\n\n{body}\n{said}"})
    assert built.warnings == []
    assert len(built.pages) > 6
    begun_at_foot = 0
    for number in range(TABLES):
        (page,) = (p for p in built.pages if f"Caption {number}." in p)
        begun_at_foot += f"row {number}.8" not in page
        assert f"head {number}." in page
        assert f"row {number}.0" in page
        if noted:
            assert f"note {number}." in page
    assert begun_at_foot > 2
