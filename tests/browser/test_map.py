"""The map of arguments: zoom, panning, the keyboard, one argument lit."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Open, Site

MAP = "map.html"
FRAME = ".argument-map-frame >> nth=0"
LINKS = ".argument-map >> nth=0 >> a"


def width(page: Page) -> float:
    box = page.locator(".argument-map").first.bounding_box()
    assert box
    return box["width"]


@pytest.mark.parametrize("disk", [False, True], ids=["http", "disk"])
def test_it_zooms_by_buttons_and_keys(full: Site, open_page: Open, disk: bool) -> None:
    page = open_page(full.url(MAP, disk=disk))
    whole = width(page)
    page.get_by_role("button", name="Zoom in").click()
    assert width(page) > whole * 1.2
    page.locator(FRAME).focus()
    page.keyboard.press("+")
    assert width(page) > whole * 1.6
    page.keyboard.press("-")
    page.keyboard.press("0")
    assert abs(width(page) - whole) < 1
    expect(page.get_by_role("button", name="Zoom out")).to_be_disabled()


def test_it_is_moved_by_dragging_and_a_drag_follows_no_link(full: Site, open_page: Open) -> None:
    page = open_page(full.url(MAP))
    where = page.url
    for _ in range(4):
        page.get_by_role("button", name="Zoom in").click()
    frame = page.locator(FRAME)
    link = page.locator(LINKS).last
    link.scroll_into_view_if_needed()
    start = frame.evaluate("e => e.scrollLeft")
    assert start > 60
    box = link.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=3)
    page.mouse.up()
    assert frame.evaluate("e => e.scrollLeft") == start - 60
    assert page.url == where


def focused(page: Page) -> tuple[str, float, float]:
    name, x, y = page.evaluate(
        """() => {
            const e = document.activeElement, box = e.getBoundingClientRect();
            return [e.textContent, box.left + box.width / 2, box.top + box.height / 2];
        }"""
    )
    return name, x, y


def test_arrow_keys_go_through_it_which_has_one_stop(full: Site, open_page: Open) -> None:
    page = open_page(full.url(MAP))
    stops = page.locator(".argument-map >> nth=0 >> a[tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    first = focused(page)
    page.keyboard.press("ArrowRight")
    right = focused(page)
    assert right[1] > first[1]
    page.keyboard.press("ArrowDown")
    down = focused(page)
    assert down[2] > right[2]
    page.keyboard.press("ArrowUp")
    assert focused(page)[2] < down[2]
    page.keyboard.press("End")
    last = page.locator(LINKS).last
    expect(last).to_be_focused()
    expect(last).to_have_attribute("tabindex", "0")
    expect(stops).to_have_count(1)
    # What is at a passage is shown there, as at any reference.
    page.locator(".preview").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.wait_for_url("**/essay/1-the-harbour.html#*")


def test_one_argument_is_lit(full: Site, open_page: Open) -> None:
    page = open_page(full.url(MAP))
    row = page.locator("[data-argument=silt]")
    other = page.locator("[data-argument=moon]")
    opacity = "e => parseFloat(getComputedStyle(e).opacity)"
    page.get_by_role("combobox", name="Light").select_option(label="The silt")
    assert row.evaluate(opacity) == 1
    assert other.evaluate(opacity) < 0.5
    other.locator("a").last.hover()
    assert other.evaluate(opacity) == 1
    assert row.evaluate(opacity) < 0.5
    page.mouse.move(2, 2)
    assert row.evaluate(opacity) == 1
    page.get_by_role("combobox", name="Light").select_option(label="all arguments")
    assert other.evaluate(opacity) == 1


def test_it_is_worked_by_touch_on_a_phone(site: Site, open_page: Open) -> None:
    page = open_page(site.url(MAP, disk=site.full), width=390, has_touch=True)
    whole = width(page)
    closer = page.get_by_role("button", name="Zoom in")
    box = closer.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    closer.tap()
    assert width(page) > whole * 1.2
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Whole map").tap()
    assert abs(width(page) - whole) < 1
    page.get_by_role("combobox", name="Light").select_option(label="The moon")
    expect(page.locator("[data-argument=moon]")).to_have_class("lit")
    page.locator("[data-argument=silt] a >> nth=-1").tap()
    page.locator(".preview").get_by_role("link", name="Open its page").tap()
    page.wait_for_url("**/essay/*.html#*")


def test_without_scripts_it_is_a_picture_with_links(full: Site, open_page: Open) -> None:
    page = open_page(full.url(MAP, disk=True), java_script_enabled=False)
    expect(page.locator(".map-tools")).to_be_hidden()
    page.locator(LINKS).last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/essay/1-the-harbour.html#*")
