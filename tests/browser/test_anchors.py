"""Anchors lead to their place from any page, and never break."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from tests.browser.conftest import SECTION_PAGE, Open, Site

OTHER_PAGE = "about.html"
ANCHORS = {
    "p1.2": SECTION_PAGE,
    "p2.1": "essay/2-the-dredgers.html",
    "n2": SECTION_PAGE,
    "page564": SECTION_PAGE,
    "comment-copy": "commentary/editors.html",
    "parallel-report": "arguments/silt.html",
    "argument-silt": "arguments/silt.html",
    "person-kestrel": "persons.html",
    # Given up; what takes its place bears it.
    "comment-copies": "commentary/editors.html",
    "parallel-reports": "arguments/silt.html",
    "argument-sand": "arguments/silt.html",
}

IN_BOTH = ("p1.2", "n2", "page564", "comment-copy", "parallel-reports")
"""Of those, some to look for in the companion edition too."""


def test_an_anchor_is_found_from_any_page(site: Site, open_page: Open) -> None:
    page = open_page(site.url(OTHER_PAGE, disk=site.full))
    for anchor, name in ANCHORS.items():
        if not site.full and anchor not in IN_BOTH:
            continue
        # A new document each time: the same address again would only change the anchor.
        page.goto(site.url(OTHER_PAGE, disk=site.full) + f"?{anchor}#{anchor}")
        there = site.url(name, disk=site.full) + f"#{anchor}"
        if name.startswith(("commentary/", "arguments/")):
            page.wait_for_url(re.compile(rf"^(?!.*\?).*#{re.escape(anchor)}$"))
        else:
            page.wait_for_url(there)
        expect(page.locator(f'[id="{anchor}"]:target')).to_have_count(1)


def test_anchors_of_a_page_are_on_it_without_scripts(site: Site, open_page: Open) -> None:
    page = open_page(site.url(SECTION_PAGE), java_script_enabled=False)
    for anchor in ("p1.2", "n2", "page564", "n2-ref", "comment-copy"):
        assert page.locator(f'[id="{anchor}"]').count() == 1, anchor


def test_an_anchor_that_is_nowhere_leaves_the_page(full: Site, open_page: Open) -> None:
    page = open_page(full.url("bibliography.html#p9.9"))
    page.wait_for_function("[...document.scripts].some(s => s.src.endsWith('edition-places.js'))")
    page.wait_for_load_state("networkidle")
    assert page.url == full.url("bibliography.html#p9.9")
