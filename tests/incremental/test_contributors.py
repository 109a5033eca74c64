"""The contributors' page built again shows what a clean build shows."""

from __future__ import annotations

import shutil

import pytest
from tests.conftest import Built, Edition
from tests.golden_cases import FOLDER as GOLDEN

ADA = """
[[contributor]]
id = "ada"
name = "Ada Kestrel"
sort = "Kestrel, Ada"
roles = ["writing-original-draft"]
licence = "CC-BY-4.0"
"""


def comment(cid: str, by: str, on: str) -> str:
    return (
        f"---\norphan: true\n---\n# On {on}\n\n:::{{comment}} {cid}\n:on: {on}\n:kind: context\n"
        f":by: {by}\n:date: 2026-01-01\n:uncited: an example\n\nWords.\n:::\n"
    )


@pytest.fixture
def credited(invented: Edition) -> Edition:
    listed = (GOLDEN / "base" / "docs" / "contributors.toml").read_text("utf-8")
    (invented.source / "commentary").mkdir(exist_ok=True)
    invented.write("contributors.toml", listed + ADA)
    invented.write("people.md", "---\norphan: true\n---\n# People\n\n```{contributors}\n```\n")
    invented.write("commentary/one.md", comment("one", "editors", "1.1"))
    invented.write("commentary/two.md", comment("two", "editors", "1.1"))
    invented.build(to="again")
    return invented


def pages(built: Built) -> dict[str, bytes]:
    return {str(p.relative_to(built.out)): p.read_bytes() for p in built.out.rglob("*.html")}


def test_who_wrote_what_and_under_which_name(credited: Edition) -> None:
    credited.write("commentary/two.md", comment("two", "ada", "1.2"))
    again = pages(credited.build(to="again"))
    assert b"1 comment" in again["people.html"]
    assert again == pages(credited.build(to="clean"))
    credited.edit("contributors.toml", "Ada Kestrel", "Ada Osprey")
    again = pages(credited.build(to="again"))
    assert b"Ada Osprey" in again["commentary/two.html"]
    shutil.rmtree(credited.work / "clean")
    assert again == pages(credited.build(to="clean"))


def test_the_page_of_a_comment_that_is_taken_back_goes_too(credited: Edition) -> None:
    (credited.source / "commentary/two.md").unlink()
    again = pages(credited.build(to="again"))
    assert "commentary/two.html" not in again
    assert again == pages(credited.build(to="clean"))
