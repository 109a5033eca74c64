"""The search: what is indexed, and what a reader finds from disk, in a real browser."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import lxml.html
import pytest
from playwright.sync_api import Browser, Route
from tests.conftest import ROOTS, Edition

from critical_edition.model.places import PassageId
from critical_edition.text import store

_COMMENTARY = """\
# Commentary

:::{comment} pilots
:on: 1.1
:kind: context
:by: editors
:date: 2026-11-23

The pilots' chief was Jörg Thälmann; his office, the Наркоминдел of the harbour, kept “a full
breathing spell” of two days {cite:p}`marlow1948{p. 3}`. 2 < 3 & safe.
:::
"""


@dataclass(frozen=True, slots=True)
class Result:
    """What the search page shows: its status, and the titles and contexts by kind."""

    status: str
    found: dict[str, list[str]]


def _build(work: Path, *, full: bool) -> Path:
    """Return the invented edition as HTML, with a comment."""
    shutil.copytree(ROOTS / "test-edition", work / "source")
    edition = Edition(work / "source", work / "work")
    edition.write("commentary.md", _COMMENTARY)
    index = (edition.source / "index.md").read_text("utf-8")
    edition.write("index.md", index.replace("bibliography\n", "bibliography\ncommentary\n", 1))
    if full:
        edition.establish()
    built = edition.build()
    assert built.warnings == []
    return built.out


@pytest.fixture(scope="session")
def companion(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The companion edition."""
    return _build(tmp_path_factory.mktemp("search-companion"), full=False)


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The full edition."""
    return _build(tmp_path_factory.mktemp("search-full"), full=True)


@pytest.fixture(params=["companion", "full"])
def site(request: pytest.FixtureRequest) -> Path:
    """Each edition in turn."""
    found: Path = request.getfixturevalue(request.param)
    return found


def _index(site: Path) -> list[list[str]]:
    script = (site / "_static" / "edition-search-index.js").read_text("utf-8")
    data, _, _ = script.removeprefix("window.editionSearchIndex = ").partition("\n];\n")
    records: list[list[str]] = json.loads(f"{data}]")
    return records


def _search(chromium: Browser, site: Path, query: str, extra: str = "") -> Result:
    page = chromium.new_page()
    try:
        page.goto(f"{(site / 'search.html').as_uri()}?q={quote(query)}{extra}")
        page.wait_for_selector("form.edition-search:not([hidden])")
        found = {}
        for part in page.query_selector_all("#edition-search-results > section"):
            heading = part.query_selector("h2")
            assert heading
            items = [i.text_content() or "" for i in part.query_selector_all("li")]
            found[heading.inner_text().rsplit(" (", 1)[0]] = items
        return Result(page.locator("#edition-search-status").inner_text(), found)
    finally:
        page.close()


def test_every_kind_is_indexed_with_places_that_exist(site: Path) -> None:
    records = _index(site)
    kinds = {kind for kind, *_ in records}
    full = "full" in str(site)
    assert kinds - {"text"} == {"summary", "note", "comment", "source"}
    assert ("text" in kinds) == full
    for _, title, href, words in records:
        page, _, anchor = href.partition("#")
        assert title
        assert words
        html: Any = lxml.html.parse(site / page).getroot()
        assert html.xpath(f'//*[@id="{anchor}"]'), href


def test_the_companion_edition_has_no_word_of_the_text(site: Path) -> None:
    established = store.load(ROOTS / "established").get(PassageId(1, 1))
    assert established is not None
    run = " ".join(established.content.text.split()[10:18])
    words = [words for _, _, _, words in _index(site)]
    assert any(run in found for found in words) == ("full" in str(site))


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("Thaelmann", ["Commentary"]),
        ("thalmann", ["Commentary"]),
        ("Narkomindel", ["Commentary"]),
        ("наркоминдел", ["Commentary"]),
        ('"full breathing spell"', ["Commentary"]),
        ('"breathing full spell"', []),
        ("spell full breath", ["Commentary"]),
        ("zeppelin", []),
    ],
)
def test_what_a_reader_finds(
    chromium: Browser, companion: Path, query: str, kinds: list[str]
) -> None:
    result = _search(chromium, companion, query)
    assert list(result.found) == kinds
    expected = "1 place found." if kinds else "Nothing was found."
    assert result.status.startswith(expected)
    if kinds:
        [item] = result.found["Commentary"]
        assert item.startswith("1.1The pilots’ chief was Jörg Thälmann; his office")
        assert "2 < 3 & safe" in item


@pytest.mark.parametrize(
    ("query", "anchor"),
    [
        ("n1", "n1"),
        ("note 2", "n2"),
        ("1.2", "p1.2"),
        ("¶ 2.1", "p2.1"),
        ("p. 564", "page564"),
        ("564", "page564"),
        ("n999", ""),
        ("9.9", ""),
    ],
)
def test_a_number_leads_to_its_place(
    chromium: Browser, companion: Path, query: str, anchor: str
) -> None:
    page = chromium.new_page()
    page.goto((companion / "search.html").as_uri() + f"?q={quote(query)}")
    found = page.locator(".edition-search-places a")
    assert found.count() == bool(anchor)
    if anchor:
        assert "one press away" in page.locator("#edition-search-status").inner_text()
        found.click()
        page.wait_for_url(f"**/essay/*.html#{anchor}")
        assert page.locator(f'[id="{anchor}"]').count() == 1
    page.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_on_a_slow_line_the_end_of_the_page_stays_where_it_is(
    chromium: Browser, companion: Path, width: int
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    slow = (companion / "_static/edition-search-index.js").read_text("utf-8")

    def late(route: Route) -> None:
        page.wait_for_timeout(400)
        route.fulfill(body=slow, content_type="text/javascript")

    page.route("**/edition-search-index.js*", late)
    page.goto((companion / "search.html").as_uri() + "?q=the")
    page.locator("#edition-search-results section").first.wait_for()
    moved = page.evaluate(
        """() => new Promise(resolve => new PerformanceObserver(list => resolve(
            list.getEntries().reduce((sum, entry) => sum + entry.value, 0)
        )).observe({type: 'layout-shift', buffered: true}) || setTimeout(() => resolve(0), 300))"""
    )
    assert moved < 0.01
    page.close()


def test_kinds_can_be_chosen(chromium: Browser, full: Path) -> None:
    everything = _search(chromium, full, "the")
    notes = _search(chromium, full, "the", "&in=note")
    assert len(everything.found) > 1
    assert list(notes.found) == ["Marlow’s notes"]


def test_hostile_words_stay_words(chromium: Browser, companion: Path) -> None:
    result = _search(chromium, companion, '<img src=x onerror=alert(1)> "')
    assert result.status.startswith("Nothing was found")
