"""Citing a passage, by its button and by selected words; what a page's head tells machines."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.conftest import ROOTS, Built, Edition

_PAGE = "essay/1-the-harbour.html"
CONTRIBUTORS = """\
[[contributor]]
id = "editors"
name = "The editors"
roles = ["software"]
licence = "CC-BY-4.0"
editor = true
collective = true

[[contributor]]
id = "plover"
name = "Ina Plover"
roles = ["writing-original-draft"]
licence = "CC-BY-4.0"
"""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The full invented edition, its essay given as the work ``marlow1948``."""
    work = tmp_path_factory.mktemp("sharing")
    shutil.copytree(ROOTS / "test-edition", work / "source")
    edition = Edition(work / "source", work / "work")
    edition.establish()
    (work / "source" / "contributors.toml").write_text(CONTRIBUTORS, encoding="utf-8")
    site = edition.build(
        edition_work="marlow1948", html_baseurl="https://example.org/edition/", release="2.1"
    )
    assert site.warnings == []
    return site


def _meta(built: Built, page: str) -> dict[str, str]:
    tags: Any = built.page(page).xpath("//meta[@content]")
    return {t.get("name") or t.get("property"): t.get("content") for t in tags}


def test_reference_managers_are_told_of_the_edited_work(built: Built) -> None:
    tags = _meta(built, _PAGE)
    assert tags["citation_title"] == "Silt"
    assert tags["citation_author"]
    assert tags["citation_publication_date"] == "1948"
    assert tags["og:url"] == "https://example.org/edition/essay/1-the-harbour.html"
    links: Any = built.page(_PAGE).xpath('//link[@rel="cite-as"]/@href')
    assert links == ["https://example.org/edition/essay/1-the-harbour.html"]


def test_structured_data_parse_and_name_the_edition(built: Built) -> None:
    scripts: Any = built.page(_PAGE).xpath('//script[@type="application/ld+json"]')
    [data] = [json.loads(s.text_content()) for s in scripts]
    assert data["@type"] == "Chapter"
    assert data["isPartOf"]["version"] == "2.1"
    assert data["isPartOf"]["exampleOfWork"]["name"] == "Silt"
    assert data["isPartOf"]["contributor"] == [{"@type": "Person", "name": "Ina Plover"}]


def test_a_new_contributor_is_named_on_every_page(tmp_path: Path) -> None:
    shutil.copytree(ROOTS / "test-edition", tmp_path / "source")
    edition = Edition(tmp_path / "source", tmp_path / "work")
    before = edition.build(edition_work="marlow1948")
    assert "Ina Plover" not in (before.out / _PAGE).read_text("utf-8")
    (tmp_path / "source" / "contributors.toml").write_text(CONTRIBUTORS, encoding="utf-8")
    after = edition.build(edition_work="marlow1948")
    assert "Ina Plover" in (after.out / _PAGE).read_text("utf-8")
    printed = edition.build("typst", release="2.1")
    book = "".join(path.read_text("utf-8") for path in sorted(printed.out.glob("*.typ")))
    assert "With contributions by Ina Plover." in book
    assert "with contributions by Ina Plover, version 2.1." in book


def test_without_an_address_nothing_absolute_is_said(tmp_path: Path, invented: Edition) -> None:
    site = invented.build(edition_work="marlow1948")
    source = (site.out / _PAGE).read_text("utf-8")
    assert "cite-as" not in source
    assert str(tmp_path) not in source


def test_without_a_work_nothing_is_offered(invented: Edition) -> None:
    site = invented.build()
    assert "edition-cit" not in (site.out / _PAGE).read_text("utf-8")


@pytest.fixture
def page(chromium: Browser, built: Built) -> Any:
    """The first section's page, opened from disk; no message may reach its console."""
    said: list[str] = []
    opened = chromium.new_page()
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto((built.out / _PAGE).as_uri())
    yield opened
    opened.close()
    assert said == []


def _forms(page: Page) -> dict[str, str]:
    shown = page.locator("dialog.cite-dialog pre").all()
    return {s.get_attribute("aria-label") or "": s.inner_text() for s in shown}


def test_a_passage_is_cited_by_its_button(page: Page) -> None:
    button = page.get_by_role("button", name="Cite 1.1")
    button.focus()
    page.keyboard.press("Enter")
    forms = _forms(page)
    assert forms["Link"] == "https://example.org/edition/essay/1-the-harbour.html#p1.1"
    edition = "An invented edition, with contributions by Ina Plover, version 2.1"
    assert f"(¶ 1.1), {edition}, https://example.org" in forms["Chicago"]
    assert forms["BibTeX"].startswith("@article{marlow1948,")
    [item] = json.loads(forms["CSL-JSON"])
    assert item["note"] == f"Cited as ¶ 1.1 from {edition}"
    page.keyboard.press("Escape")
    assert page.locator("dialog.cite-dialog").count() == 0
    assert button.evaluate("b => b === document.activeElement")


def test_selected_words_are_cited_by_their_lemma(page: Page) -> None:
    text = page.locator('[id="p1.1"] .essay-text')
    text.evaluate(
        """element => {
            const words = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
            let node = words.nextNode();
            while (node && node.data.trim().split(' ').length < 12) node = words.nextNode();
            const range = document.createRange();
            range.setStart(node, 0);
            range.setEnd(node, node.data.trimEnd().length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    page.get_by_role("button", name="Cite these words").click()
    [lemma] = page.locator("dialog.cite-dialog h2").all_inner_texts()
    assert lemma.startswith("Cite 1.1 “")
    words = lemma.removeprefix("Cite 1.1 “").removesuffix("”").replace(" … ", " ").split()
    assert len(words) == 8
    assert lemma.removeprefix("Cite ") in _forms(page)["Chicago"]


def test_a_citation_can_be_copied(page: Page) -> None:
    page.get_by_role("button", name="Cite 1.1").click()
    page.get_by_role("button", name="Copy BibTeX").click()
    page.get_by_text("BibTeX copied.").wait_for(state="attached")
