"""The theme's drawers, where they are out of the window: worked by keyboard, and no stop when closed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import SECTION_PAGE, Open, Site
from tests.browser.test_sound import violations

NAVIGATION = "Toggle site navigation sidebar"
CONTENTS = "Toggle table of contents sidebar"
FOCUSED = """() => {
    const e = document.activeElement, box = e.getBoundingClientRect();
    const seen = box.right > 0 && box.left < innerWidth && getComputedStyle(e).visibility === 'visible';
    return [e.id || e.className || e.tagName, seen, !!e.closest('.sidebar-drawer, .toc-drawer')];
}"""
RING = "e => getComputedStyle(e).outlineStyle"


def stops(page: Page, count: int) -> list[tuple[str, bool, bool]]:
    """Return what Tab goes to: its name, whether it is in the window, whether in a drawer."""
    found = []
    for _ in range(count):
        page.keyboard.press("Tab")
        name, seen, within = page.evaluate(FOCUSED)
        found.append((name, seen, within))
    return found


@pytest.mark.parametrize(
    ("name", "width", "scripts"),
    [
        (SECTION_PAGE, 390, True),
        (SECTION_PAGE, 390, False),
        (SECTION_PAGE, 1000, True),
        (SECTION_PAGE, 1000, False),
        # Without scripts there is no margin, and the sidebar has its room.
        (SECTION_PAGE, 1300, True),
        ("about.html", 390, True),
        ("about.html", 390, False),
    ],
)
def test_a_closed_drawer_is_no_stop(
    full: Site, open_page: Open, name: str, width: int, scripts: bool
) -> None:
    page = open_page(full.url(name), width=width, java_script_enabled=scripts)
    found = stops(page, 12)
    assert [stop for stop in found if not stop[1] or stop[2]] == []
    assert found[0][0].startswith("skip-to-content")
    assert found[1][0] == "__navigation"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_the_navigation_is_opened_by_keyboard(full: Site, open_page: Open, scripts: bool) -> None:
    page = open_page(full.url(SECTION_PAGE), width=390, java_script_enabled=scripts)
    stops(page, 2)
    toggle = page.get_by_role("checkbox", name=NAVIGATION)
    expect(toggle).to_be_focused()
    assert page.locator(".nav-overlay-icon").evaluate(RING) == "solid"
    page.keyboard.press("Space")
    expect(toggle).to_be_checked()
    brand = page.locator(".sidebar-brand")
    expect(brand).to_be_in_viewport(ratio=1)
    assert page.locator(".sidebar-drawer").evaluate(RING) == "solid"
    within = [stop for stop in stops(page, 6) if stop[2]]
    assert within
    assert all(seen for _, seen, _ in within)


@pytest.mark.parametrize("width", [390, 1000, 1300])
def test_an_open_drawer_is_entered_by_tab_and_left_by_escape(
    full: Site, open_page: Open, width: int
) -> None:
    page = open_page(full.url(SECTION_PAGE), width=width)
    toggle = page.get_by_role("checkbox", name=NAVIGATION)
    toggle.focus()
    page.keyboard.press("Enter")
    expect(toggle).to_be_checked()
    page.wait_for_timeout(300)
    assert violations(page) == []
    page.keyboard.press("Tab")
    expect(page.locator(".sidebar-brand")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(toggle).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".sidebar-search")).to_be_focused()
    assert page.locator(".sidebar-search").evaluate(RING) == "solid"
    page.keyboard.press("Escape")
    expect(toggle).to_be_focused()
    expect(toggle).not_to_be_checked()
    expect(page.locator(".sidebar-brand")).to_be_hidden()
    # Whoever goes on to the page does not read it under a drawer.
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    expect(toggle).not_to_be_checked()


@pytest.mark.parametrize("width", [390, 1200])
def test_the_contents_of_a_page_are_opened_by_keyboard(
    full: Site, open_page: Open, width: int
) -> None:
    page = open_page(full.url("about.html"), width=width)
    toggle = page.get_by_role("checkbox", name=CONTENTS)
    toggle.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(toggle).to_be_focused()
    signs = page.locator(".toc-overlay-icon").evaluate_all(
        "es => es.filter(e => e.getClientRects().length).map(e => getComputedStyle(e).outlineStyle)"
    )
    assert signs == ["solid"]
    assert violations(page) == []
    page.keyboard.press("Space")
    first = page.locator(".toc-tree a[href='#those-who']")
    expect(first).to_be_in_viewport(ratio=1)
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Escape")
    expect(toggle).to_be_focused()
    expect(first).to_be_hidden()


def test_what_has_no_drawer_has_no_stop_for_one(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE), width=390)
    expect(page.get_by_role("checkbox", name=CONTENTS)).to_have_count(0)
    page.set_viewport_size({"width": 1400, "height": 900})
    expect(page.get_by_role("checkbox", name=NAVIGATION)).to_have_count(0)
    expect(page.locator(".sidebar-brand")).to_be_visible()


def test_an_open_drawer_dims_the_layers_too(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE), width=390)
    page.locator(".nav-overlay-icon").click()
    expect(page.locator(".sidebar-brand")).to_be_in_viewport(ratio=1)
    box = page.locator(".edition-layers > summary").bounding_box()
    assert box
    over = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).className",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    )
    assert "overlay" in over
