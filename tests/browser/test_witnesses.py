"""The choice of a witness: what it has instead stands in the text, and goes again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.browser.conftest import Open

from critical_edition.commands import main

LAMPS = Path(__file__).parents[1] / "editions" / "lamps"


@pytest.fixture(scope="module")
def section(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a page whose text has three witnesses."""
    project = tmp_path_factory.mktemp("witnesses") / "lamps"
    shutil.copytree(LAMPS, project)
    assert main.main(["--project", str(project), "build", "html"]) == 0
    return (project / "build/html/text/1-of-darkness.html").as_uri()


def test_a_witness_is_read_in_place(section: str, open_page: Open) -> None:
    page = open_page(section)

    def words() -> str:
        return " ".join(page.locator("article").inner_text().split())

    before = words()
    page.locator(".edition-layers summary").click()
    choose = page.locator("input[name=witness]")
    assert choose.count() == 3
    page.locator("input[name=witness][value=B]").check()
    assert "contrary for thirty years" in words()
    assert "we light them for the drover’s song" in words()
    assert "the moon is wise and mild" in words()
    # An entry that overlaps another is replaced as a whole, and its note's marker stays.
    page.locator("input[name=witness][value=C]").check()
    assert "for the watchman’s song we light them" in words()
    assert "we light them for the drover’s song 2" not in words()
    assert "contrary for forty years" in words()
    assert "a moon on paper" not in words()
    assert page.locator("[id='p1.2'] .note-marker").is_visible()
    choose.first.check()
    page.locator(".edition-layers summary").click()
    assert words() == before


def test_all_readings_are_there_without_scripts(section: str, open_page: Open) -> None:
    page = open_page(section, java_script_enabled=False)
    entry = page.locator("[id='apparatus-1.2-1']")
    assert entry.is_visible()
    assert "watchman’s song A C] drover’s song B" in " ".join(entry.inner_text().split())
