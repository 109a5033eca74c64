"""Anchors lead to their place from any page, and never break."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import SECTION_PAGE, Open, Site

ANCHORS = {
    "p1.2": SECTION_PAGE,
    "p2.1": "essay/2-the-dredgers.html",
    "n2": SECTION_PAGE,
    "page564": SECTION_PAGE,
    "comment-copy": "commentary/editors.html",
    "parallel-report": "arguments/silt.html",
    "argument-silt": "arguments/silt.html",
    "person-kestrel": "persons.html",
}


@pytest.mark.parametrize("disk", [False, True], ids=["http", "disk"])
def test_an_anchor_is_found_from_any_page(site: Site, open_page: Open, disk: bool) -> None:
    page = open_page(site.url("index.html", disk=disk))
    for anchor, name in ANCHORS.items():
        page.goto(site.url("bibliography.html", disk=disk) + f"#{anchor}")
        page.wait_for_url(f"**/*#{anchor}")
        expect(page.locator(f'[id="{anchor}"]')).to_have_count(1)
        assert page.locator(f'[id="{anchor}"]').evaluate("e => e.matches(':target')")
        if anchor[0] in "pn" and "-" not in anchor:
            assert page.url == site.url(name, disk=disk) + f"#{anchor}"


def test_anchors_of_a_page_are_on_it_without_scripts(site: Site, open_page: Open) -> None:
    page = open_page(site.url(SECTION_PAGE), java_script_enabled=False)
    for anchor in ("p1.2", "n2", "page564", "n2-ref", "comment-copy"):
        assert page.locator(f'[id="{anchor}"]').count() == 1, anchor


def test_an_anchor_that_is_nowhere_leaves_the_page(full: Site, open_page: Open) -> None:
    page = open_page(full.url("bibliography.html#p9.9"))
    page.wait_for_function("[...document.scripts].some(s => s.src.endsWith('edition-places.js'))")
    page.wait_for_load_state("networkidle")
    assert page.url == full.url("bibliography.html#p9.9")
