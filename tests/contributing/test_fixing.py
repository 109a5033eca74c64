"""`edition check --fix` mends prose, and leaves alone whatever is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.golden_cases import FOLDER, Case

from critical_edition.checking import fixing, style
from critical_edition.sources.project import Project

HOUSE = style.house(Project(FOLDER / "base"))
HEAD = ':::{comment} silt\n:on: 1.1 "the harbour"\n:by: ada-kestrel\n\n'


def page(body: str) -> str:
    return f"{HEAD}{body}\n:::\n"


@pytest.mark.parametrize(
    "body",
    [
        '[the chart](https://example.org/a "of 1931-33")',
        "[the chart](https://example.org/a 'of 1931-33')",
        "[the chart](<https://example.org/a b-c--d> \"t\")",
        "[the chart](https://example.org/a_(1931-33)_b)",
        '[chart]: https://example.org/1931-33 "t"',
        "See https://example.org/1931-33?color=a--b.",
        "See <https://example.org/1931-33>, www.example.org/1-2.",
        "ISBN 0-123-45-6, ISBN: 978-0-12-345678-9, 0-123-45-6.",
        "ISSN 1234-5678, and DOI 10.1234/abc-1-2, 10.1234/1-2, doi:10.1/3-4.",
        "In 1931-02, on 1931-02-14, and 1926-12.",
        "The T-34-85, and no. 3-B.",
        "`a -- b \"color\" 1-2`",
        "```\na -- b \"color\" 1-2\n\nit's  1-2\n```",
        "~~~text\na -- b\n\n1-2\n~~~",
        "Words.\n\n    code 1-2 \"a\"\n\n    1-3",
        'The <span class="a-b" title="1-2">word</span>.',
        '% a line "that" is not printed',
        "{cite:p}`kestrel1931{pp. 12-15}`",
    ],
)  # fmt: skip
def test_what_is_no_prose_is_left(body: str) -> None:
    assert fixing.mended(page(body), HOUSE) == (page(body), 0)


@pytest.mark.parametrize(
    ("body", "better"),
    [
        ("In 1926-27, 1926-7, pp. 12-15 and 1,000-2,000.",
         "In 1926–27, 1926–7, pp. 12–15 and 1,000–2,000."),
        ("1926/27-1928/29; 2.5-2.6; 7:12-13", "1926/27–1928/29; 2.5–2.6; 7:12–13"),
        ('- "One"\n\n    "two"', "- “One”\n\n    “two”"),
        ('[a "word"](https://example.org/a "t"), it\'s', '[a “word”](https://example.org/a "t"), it’s'),
        ("the color -- the  end .", "the colour – the end ."),
    ],
)  # fmt: skip
def test_prose_is_mended(body: str, better: str) -> None:
    assert fixing.mended(page(body), HOUSE)[0] == page(better)


def test_what_an_author_wrote_is_left() -> None:
    note = (
        ':::{authornote} 1\n\nOn February 14, 1927, "the color" of 1926-27  changed.\n:::\n\n'
        ':::{passage} 1.1\n:incipit: It wasn\'t  the "color"\n:pages: 563-564\n\nA summary.\n:::\n'
    )
    assert fixing.mended(note, HOUSE) == (note, 0)


def test_lines_keep_their_ends(tmp_path: Path) -> None:
    root = tmp_path / "edition"
    Case(FOLDER / "no-such-code").lay_out(root)
    path = root / "docs" / "commentary" / "1" / "mixed.md"
    path.write_bytes(page("It's\r\n1926-27\nand so on.").replace("\n:", "\r\n:").encode())
    before = path.read_bytes()
    fixing.fix(Project.find(root))
    after = path.read_bytes().decode()
    assert after.encode() == before.replace(b"'", "’".encode()).replace(b"6-2", "6–2".encode())
