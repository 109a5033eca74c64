"""The map of arguments: zoom, panning, the keyboard, one argument lit."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Open, Site
from tests.browser.test_sound import RULES, violations

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


def test_it_is_entered_by_tab_and_by_the_arrows(full: Site, open_page: Open) -> None:
    page = open_page(full.url(MAP))
    page.locator(".map-tools select").focus()
    page.keyboard.press("Tab")
    expect(page.locator(FRAME)).to_be_focused()
    page.keyboard.press("Tab")
    first = page.locator(LINKS).first
    expect(first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(FRAME)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("!!document.activeElement.closest('.argument-map [data-argument]')")


def test_a_finger_near_a_dot_means_the_nearest(full: Site, open_page: Open) -> None:
    page = open_page(full.url(MAP), width=1400, has_touch=True)
    dot = page.locator("[data-argument=moon] circle").last
    box = dot.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.touchscreen.tap(x + 11, y + 1)
    page.locator(".preview").wait_for()
    assert "When it was over" in page.locator(".preview").inner_text()


@pytest.mark.parametrize("width", [390, 1400])
def test_the_names_of_rows_stay_in_sight(full: Site, open_page: Open, width: int) -> None:
    page = open_page(full.url(MAP), width=width)
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    frame = page.locator(FRAME)
    frame.evaluate("e => { e.scrollLeft = e.scrollWidth; }")
    name = page.locator(".map-names a", has_text="The silt")
    expect(name).to_be_in_viewport(ratio=1)
    row, shown = (
        page.locator("[data-argument=silt] circle").first.bounding_box(),
        name.bounding_box(),
    )
    assert row
    assert shown
    assert abs(row["y"] + row["height"] / 2 - shown["y"] - shown["height"] / 2) < 4


def test_on_a_phone_the_names_leave_room_for_the_passages(full: Site, open_page: Open) -> None:
    page = open_page(full.url(MAP), width=390)
    name = page.locator(".map-names a").first.bounding_box()
    dot = page.locator("[data-argument] circle").first.bounding_box()
    assert name
    assert dot
    assert name["width"] < 390 * 0.4
    assert name["x"] + name["width"] <= dot["x"] < 390 / 2


@pytest.mark.parametrize("width", [390, 1000, 1800])
def test_a_preview_of_the_map_leaves_its_rows_in_sight(
    full: Site, open_page: Open, width: int
) -> None:
    page = open_page(full.url(MAP), width=width)
    page.locator(FRAME).focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    page.locator(".preview").wait_for()
    rows = page.locator("[data-argument]").evaluate_all(
        "es => es.map(e => e.getBoundingClientRect().bottom)"
    )
    card = page.locator(".preview").bounding_box()
    frame = page.locator(FRAME).bounding_box()
    assert card
    assert frame
    beside = card["x"] >= frame["x"] + frame["width"] or width == 1800
    assert beside or card["y"] >= max(rows) or card["y"] + card["height"] <= min(rows)
    page.keyboard.press("Escape")
    page.close()


def test_one_argument_is_lit(full: Site, open_page: Open) -> None:
    page = open_page(full.url(MAP))
    row = page.locator("[data-argument=silt] circle").last
    other = page.locator("[data-argument=moon] circle").last
    opacity = "e => parseFloat(getComputedStyle(e).opacity)"
    page.get_by_role("combobox", name="Highlight").select_option(label="The silt")
    assert row.evaluate(opacity) == 1
    assert other.evaluate(opacity) < 0.5
    other.hover()
    assert other.evaluate(opacity) == 1
    assert row.evaluate(opacity) < 0.5
    page.mouse.move(2, 2)
    assert row.evaluate(opacity) == 1
    page.get_by_role("combobox", name="Highlight").select_option(label="all arguments")
    assert other.evaluate(opacity) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_names_of_the_others_are_still_to_be_read(
    full: Site, open_page: Open, scheme: Literal["light", "dark"]
) -> None:
    page = open_page(full.url(MAP))
    page.emulate_media(color_scheme=scheme)
    page.get_by_role("combobox", name="Highlight").select_option(label="The silt")
    name = page.locator("[data-argument=moon] text")
    opacities = """e => {
        const found = [];
        for (; e instanceof SVGElement; e = e.parentElement) found.push(getComputedStyle(e).opacity);
        return [...new Set(found)];
    }"""
    assert name.evaluate(opacities) == ["1"]
    assert violations(page, RULES) == []
    page.close()


CAPTION = "how many arguments meet"


@pytest.mark.parametrize("width", [390, 1400])
def test_what_the_columns_say_is_never_cut(full: Site, open_page: Open, width: int) -> None:
    page = open_page(full.url(MAP), width=width)
    kept = page.locator(".map-names").get_by_text(CAPTION)
    drawn = page.locator(".argument-map").first.get_by_text(CAPTION)
    for _ in range(4):
        page.get_by_role("button", name="Zoom in").click()
        page.locator(FRAME).evaluate("e => { e.scrollLeft = e.scrollWidth / 5; }")
        expect(page.locator(FRAME)).to_have_class(re.compile("pinned"))
        expect(kept).to_be_in_viewport(ratio=1)
        assert kept.evaluate("e => e.scrollWidth <= e.clientWidth")
        assert drawn.evaluate("e => getComputedStyle(e).opacity") == "0"


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
    page.get_by_role("combobox", name="Highlight").select_option(label="The moon")
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
