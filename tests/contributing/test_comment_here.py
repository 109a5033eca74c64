"""“Comment on this”: where it leads, on which pages it stands, and what the script fills in."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser
from sphinx.errors import ConfigError
from tests.conftest import Edition

from critical_edition.model.places import PassageId
from critical_edition.sources.refusal import refusals
from critical_edition.sources.repository import Repository, Site, comment_template, free_id

PLACE = PassageId(2, 6)


@pytest.mark.parametrize(
    ("setting", "site", "address", "branch"),
    [
        (
            "https://github.com/owner/edition",
            Site.GITHUB,
            "https://github.com/owner/edition",
            "main",
        ),
        ("https://github.com/o/e.git#trunk", Site.GITHUB, "https://github.com/o/e", "trunk"),
        ("https://gitlab.com/group/sub/e/", Site.GITLAB, "https://gitlab.com/group/sub/e", "main"),
        ("https://codeberg.org/o/e", Site.FORGEJO, "https://codeberg.org/o/e", "main"),
        (
            "forgejo+https://git.example.org/o/e",
            Site.FORGEJO,
            "https://git.example.org/o/e",
            "main",
        ),
    ],
)
def test_settings(setting: str, site: Site, address: str, branch: str) -> None:
    assert Repository.parse(setting) == Repository(site, address, branch)


def test_the_settings_that_the_guide_names_are_read() -> None:
    guide = Path(__file__).parents[2] / "docs" / "contributing" / "reviewing.md"
    named = re.findall(r'^\| `"(.+?)"`', guide.read_text("utf-8"), re.MULTILINE)
    found = {setting: Repository.parse(setting) for setting in named}
    assert {repository.site for repository in found.values()} == set(Site)
    assert [r.branch for s, r in found.items() if "#" in s] == ["trunk"]
    assert Repository.parse("https://gitlab.example.org/o/e").site is Site.GITLAB
    assert Repository.parse("https://gitea.com/o/e").site is Site.FORGEJO


@pytest.mark.parametrize(
    "setting",
    ["owner/edition", "http://github.com/o/e", "https://github.com", "https://git.example.org/o/e",
     "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_repository(setting: str) -> None:
    with pytest.raises(ValueError, match=r"is not the address|does not say"):
        Repository.parse(setting)


@pytest.mark.parametrize(
    ("setting", "path", "parameter"),
    [
        ("https://github.com/o/e", "/o/e/new/main", "value"),
        ("https://codeberg.org/o/e", "/o/e/_new/main/", "value"),
        ("https://gitlab.com/o/e", "/o/e/-/issues/new", "issue[description]"),
    ],
)
def test_addresses(setting: str, path: str, parameter: str) -> None:
    parts = urlsplit(Repository.parse(setting).new_comment(PLACE, []))
    query = parse_qs(parts.query)
    assert parts.path == path
    assert comment_template(PLACE, "on-2-6-a") in query[parameter][0]
    if parameter == "value":
        assert query["filename"] == ["docs/commentary/2/on-2-6-a.md"]


def test_ids_are_free_and_the_template_is_permitted() -> None:
    assert free_id(PLACE, {"on-2-6-a", "on-2-6-b"}) == "on-2-6-c"
    assert not refusals(comment_template(PLACE, "on-2-6-a"), "commentary/2/on-2-6-a")


def test_pages(invented: Edition) -> None:
    with_links = invented.build("html", edition_repository="https://github.com/o/e")
    page = with_links.page("essay/1-the-harbour.html")
    links = page.xpath("//a[contains(@class, 'comment-here')]")
    assert [link.text_content() for link in links][:2] == ["Comment on 1.1", "Comment on 1.2"]
    assert page.xpath("//script[contains(@src, 'comment-here.js')]")
    without = invented.build("html")
    assert not without.page("essay/1-the-harbour.html").xpath(
        "//*[contains(@class,'comment-here')]"
    )
    text = invented.build("text", edition_repository="https://github.com/o/e", to="second")
    assert "Comment on 1.1" not in (text.out / "essay" / "1-the-harbour.txt").read_text("utf-8")
    with pytest.raises(ConfigError, match="edition_repository"):
        invented.build("text", edition_repository="nowhere", to="third")


def test_the_script_fills_in_the_day_and_the_words(invented: Edition, chromium: Browser) -> None:
    invented.establish()
    built = invented.build("html", edition_repository="https://github.com/o/e")
    page = chromium.new_page()
    page.goto(Path(built.out, "essay", "1-the-harbour.html").as_uri())
    page.evaluate(SELECT)
    page.evaluate(
        "document.querySelector('a.comment-here').dispatchEvent("
        "new PointerEvent('pointerdown', {bubbles: true}))"
    )
    address = page.get_attribute("a.comment-here >> nth=0", "href")
    day = page.evaluate("new Date().toLocaleDateString('sv')")
    page.close()
    assert address
    value = parse_qs(urlsplit(address).query)["value"][0]
    assert f":date: {day}\n" in value
    assert ':on: 1.1 "Nobody in Westhaven"\n' in value


SELECT = """() => {
  const walker = document.createTreeWalker(
    document.querySelector(".passage .essay-text"), NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  while (!node.data.includes("Nobody in Westhaven")) node = walker.nextNode();
  const start = node.data.indexOf("Nobody");
  document.getSelection().setBaseAndExtent(node, start, node, start + "Nobody in Westhaven".length);
}"""
