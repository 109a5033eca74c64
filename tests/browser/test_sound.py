"""Pages that any browser and reader can use: axe, the Nu checker, types, weight, stillness."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from playwright.sync_api import Page
from tests.browser.conftest import GENERATED, SECTION_PAGE, Open, Site

from critical_edition.outputs.html import assets

DIFFERENT = (
    "index.html",
    SECTION_PAGE,
    "essay/2-the-dredgers.html",
    "arguments/silt.html",
    "emendations.html",
)
"""Pages that are not the same in both editions."""
PAGES = (
    *DIFFERENT,
    "about.html",
    "commentary/editors.html",
    "search.html",
    *(f"{name}.html" for name in GENERATED),
)
"""Every kind of page."""


MORE_OF_THE_SAME = "dl > :nth-child(n + 9), tbody > tr:nth-child(n + 5), .comment:nth-child(n + 9)"
RULES = ("color-contrast", "link-in-text-block", "target-size")
"""What depends on colours and on the width of the window."""


def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """Return what axe objects to by all its rules (WCAG 2.2's size of targets too), or by some."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    options["rules"] = {"target-size": {"enabled": True}}
    if not page.evaluate("'axe' in window"):
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    # Of a list of many entries that are made alike, the first few.
    run = """async ([same, options]) => {
        const exclude = document.querySelector(same) ? [[same]] : [];
        return (await axe.run({include: [["html"]], exclude}, options)).violations;
    }"""
    found = page.evaluate(run, [MORE_OF_THE_SAME, options])
    return [
        f"{v['id']}: {' '.join(map(str, n['target']))} {n.get('failureSummary', '')[:200]}"
        for v in found
        for n in v["nodes"]
    ]


def test_axe_finds_nothing_on_any_kind_of_page(site: Site, open_page: Open) -> None:
    """In a wide window and light by all rules, on a phone in the dark by those that may differ.

    Nor is a page ever wider than the phone.
    """
    page = open_page(site.url("index.html"))
    for name in PAGES if site.full else DIFFERENT:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1400, "height": 900})
        page.goto(site.url(name))
        page.wait_for_function("'ready' in document.documentElement.dataset")
        assert violations(page) == [], name
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 390, "height": 844})
        assert violations(page, RULES) == [], f"{name}, dark"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    page.close()


def test_axe_finds_nothing_in_what_opens(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE), width=390)
    page.locator(".edition-layers > summary").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator("#comment-paid-ref").click()
    assert violations(page) == []
    page.locator("#comment-paid a[href$='#person-kestrel']").focus()
    page.locator(".preview").wait_for()
    assert violations(page) == []


def test_the_nu_checker_finds_nothing(full: Site, companion: Site) -> None:
    jar = os.environ.get("VNU_JAR", "")
    if not jar or not shutil.which("java"):
        pytest.skip("needs Java and the Nu checker: VNU_JAR names its vnu.jar (npm: vnu-jar)")
    done = subprocess.run(
        ["java", "-jar", jar, "--format", "json", "--errors-only"]
        + [str(full.out / name) for name in PAGES]
        + [str(companion.out / SECTION_PAGE)],
        capture_output=True,
        text=True,
        check=False,
    )
    said = json.loads(done.stderr or "{}").get("messages", [])
    assert [f"{m['url'].rsplit('/', 1)[-1]}: {m['message']}" for m in said] == []


def test_the_scripts_types_are_right() -> None:
    tsc = os.environ.get("TSC") or shutil.which("tsc")
    if not tsc:
        pytest.skip("needs TypeScript's tsc (npm: typescript), on the path or named by TSC")
    options = "--noEmit --allowJs --checkJs --strict --target es2022 --lib es2022,dom,dom.iterable"
    scripts = sorted(map(str, Path(str(files("critical_edition"))).rglob("*.js")))
    assert len(scripts) > 15
    done = subprocess.run(
        [*tsc.split(), *options.split(), "--types", "", *scripts],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    assert done.returncode == 0


def test_scripts_are_light(full: Site) -> None:
    page = (full.out / SECTION_PAGE).read_text("utf-8")
    static = full.out / "_static"
    loaded = [
        p for p in static.rglob("*.js") if f"_static/{p.relative_to(static).as_posix()}" in page
    ]
    assert {p.name for p in loaded} >= {"edition.js", "furo.js"}
    assert sum(len(gzip.compress(p.read_bytes())) for p in loaded) < 30_000


def test_few_files_hold_up_the_first_painting(site: Site) -> None:
    page = site.out / SECTION_PAGE
    links = lxml.html.parse(page).xpath("//link[@rel='stylesheet']/@href")
    names = [link.rsplit("/", 1)[-1].split("?")[0] for link in links]
    assert names == ["edition-page.css"]
    assert not lxml.html.parse(page).xpath("//script[@src][not(@defer)]")


RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")


def test_a_font_s_rare_letters_are_asked_for_where_a_page_has_some(
    full: Site, open_page: Open
) -> None:
    css = (full.out / "_static/edition-fonts.css").read_text("utf-8")
    common, rare, *_ = (
        {
            chr(n)
            for first, last in RANGE.findall(ranges)
            for n in range(int(first, 16), int(last or first, 16) + 1)
        }
        for ranges in re.findall(r"unicode-range:([^;]+);", css)
    )
    assert {"Ж", "ř", "é", "–", "ł"} < common | rare
    assert not common & rare
    assert [c for c in common if assets.rare_letters(c)] == []
    assert [c for c in rare if assets.rare_letters(c) != c] == []
    for name, loaded, disk in (
        (SECTION_PAGE, 2, False),
        ("places.html", 4, False),
        (SECTION_PAGE, 2, True),
    ):
        page = open_page(full.url(name, disk=disk))
        # Asked for together with the stylesheet, which a browser refuses a page from disk.
        assert page.locator("link[rel=preload][as=font]").count() == (not disk)
        page.wait_for_function(
            "n => [...document.fonts].filter(f => f.status === 'loaded').length === n", arg=loaded
        )


MOVED = """() => new Promise(resolve => {
    let total = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) total += entry.value;
    }).observe({type: 'layout-shift', buffered: true});
    document.fonts.ready.then(() => setTimeout(() => resolve(total), 150));
})"""


@pytest.mark.parametrize("width", [390, 1000, 1400])
def test_nothing_moves_after_it_is_painted(site: Site, open_page: Open, width: int) -> None:
    others = ("map.html", "bibliography.html", "arguments/silt.html") if site.full else ()
    for name in (SECTION_PAGE, *others):
        page = open_page(site.url(name), width=width)
        assert page.evaluate(MOVED) < 0.005, name


@pytest.mark.parametrize("width", [320, 640])
def test_no_line_is_cut_where_letters_are_large(site: Site, open_page: Open, width: int) -> None:
    """A window of 1280 at 200 and at 400 per cent."""
    page = open_page(site.url(SECTION_PAGE), width=width)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_motion_is_reduced_where_asked(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE), reduced_motion="reduce")
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter(e => {
            const style = getComputedStyle(e);
            return style.scrollBehavior !== 'auto' || style.animationName !== 'none'
                || style.transitionDuration.split(', ').some(d => d !== '0s');
        }).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert moving == []


def test_in_high_contrast_what_is_pointed_at_is_outlined(full: Site, open_page: Open) -> None:
    page = open_page(full.url(SECTION_PAGE), forced_colors="active")
    page.locator("#comment-winters").hover()
    outline = "e => getComputedStyle(e).outlineStyle"
    for lit in ("#comment-winters", '[data-refs~="comment-winters"]'):
        assert page.locator(lit).first.evaluate(outline) == "solid"
    assert page.locator("#comment-oil").evaluate(outline) == "none"
    page.locator('[id="p1.1-parallel-report-ref"]').click()
    page.locator(".facing .lemma-here").wait_for()
    assert page.locator(".facing .lemma-here").first.evaluate(outline) == "solid"
