"""The bibliography in a browser: its parts, the ways back, the reader's order, copies to take."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from tests.conftest import ROOTS, Edition

if TYPE_CHECKING:
    import lxml.html
    from playwright.sync_api import Browser, Page
    from tests.conftest import Built

RECORDS = """
@book{tern1920, author = {Tern, Ola}, title = {Sand}, address = {Oslo}, year = 1920,
  keywords = {editors}}
@article{dunlin1911, author = {Dunlin, Ib}, title = {Mud}, journal = {Shores}, year = 1911,
  keywords = {editors}}
@article{dunlin1912, author = {Dunlin, Ib}, title = {Silt}, journal = {Shores}, year = 1912,
  keywords = {editors}}
@book{undated, author = {Avocet, Una}, title = {Shingle}, keywords = {editors}, address = {Ulm},
  url = {https://a.example.org/b-c/9?d=1}}
@article{itself, author = {Nobody}, title = {The Essay}, journal = {Coasts}, year = 1977,
  keywords = {edition}}
"""
COMMENTS = """# More

:::{comment} of-passage
:on: 1.1
:kind: source
:by: editors
:date: 2026-01-01

So says {cite:p}`tern1920{p. 3}`, and again {cite:p}`tern1920{p. 4}`.
:::

:::{comment} of-note
:on: n2
:kind: source
:by: editors
:date: 2026-01-01

So says {cite:p}`tern1920`.
:::
"""


@pytest.fixture
def listed(invented: Edition) -> Edition:
    """The invented edition with works of all parts, cited in notes, comments and on a page."""
    return _listing(invented)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The same, built once for the tests that only look at it."""
    work = tmp_path_factory.mktemp("listed")
    shutil.copytree(ROOTS / "test-edition", work / "source")
    return _listing(Edition(work / "source", work / "work")).build()


def _listing(invented: Edition) -> Edition:
    invented.write(
        "references.bib", (invented.source / "references.bib").read_text("utf-8") + RECORDS
    )
    invented.write("bibliography.md", "# Bibliography\n\n```{works}\n```\n")
    invented.write("more.md", COMMENTS)
    about = "# About\n\nSee {cite:p}`tern1920` and {cite:p}`itself`.\n\n"
    invented.write("about.md", f"{about}<https://a.example.org/b-c/9?d=1>\n")
    invented.edit("index.md", "bibliography\n", "bibliography\nmore\nabout\n")
    return invented


def headings(page: lxml.html.HtmlElement) -> list[tuple[str, str]]:
    found = page.xpath("//article//*[self::h1 or self::h2 or self::h3]")
    return [(h.tag, h.text) for h in found]


def test_parts_are_sections_with_headings_and_stand_in_the_contents(built: Built) -> None:
    assert built.warnings == []
    page = built.page("bibliography.html")
    assert headings(page) == [
        ("h1", "Bibliography"),
        ("h2", "The essay"),
        ("h2", "Works that Marlow cites"),
        ("h3", "Scholarship"),
        ("h2", "The editors’ literature"),
    ]
    scholarship = page.xpath("//section[@id='works-scholarship']//li/@id")
    assert scholarship == ["work-kestrel1931", "work-marlow1948"]
    editors = page.xpath("//section[@id='works-the-editors-literature']//li/@id")
    assert editors == ["work-undated", "work-dunlin1911", "work-dunlin1912", "work-tern1920"]
    assert page.xpath("//*[contains(@class, 'toc-tree')]//a[@href='#works-scholarship']")


def test_each_work_leads_back_to_notes_comments_and_pages(built: Built) -> None:
    page = built.page("bibliography.html")
    (line,) = page.xpath("//li[@id='work-tern1920']/p[@class='cited-in']")
    assert line.text_content() == "Cited in comments on 1.1, n2; About"
    assert [a.get("href") for a in line.xpath("a")] == [
        "essay/1-the-harbour.html#comment-of-passage",
        "essay/1-the-harbour.html#comment-of-note",
        "about.html",
    ]
    (of_notes,) = page.xpath("//li[@id='work-kestrel1931']/p[@class='cited-in']")
    assert of_notes.text_content() == "Cited in n1, n3"
    assert not page.xpath("//li[@id='work-undated']/p[@class='cited-in']")


def test_a_title_leads_to_its_work_in_place_of_the_address(built: Built) -> None:
    (entry,) = built.page("bibliography.html").xpath("//li[@id='work-undated']/p")
    assert entry.text_content() == "Avocet, Una. Shingle. Ulm."
    (link,) = entry.xpath(".//a")
    assert link.get("href") == "https://a.example.org/b-c/9?d=1"
    assert link.text_content() == "Shingle"


def test_a_dash_stands_for_names_that_the_entry_before_has_too(built: Built, opened: Page) -> None:
    page = built.page("bibliography.html")
    abbreviated = page.xpath("//li[contains(@class, 'same-lead')]/@id")
    assert abbreviated == ["work-dunlin1912"]
    # They can still be heard, and found.
    (entry,) = page.xpath("//li[@id='work-dunlin1912']/p[1]")
    assert entry.text_content() == "Dunlin, Ib. “Silt.” Shores, 1912."
    later = opened.locator("#work-dunlin1912 p").first

    def dash() -> str:
        return str(later.evaluate("e => getComputedStyle(e, '::before').content"))

    assert "———" in dash()
    # By year another entry comes between.
    opened.get_by_label("by kind").check()
    assert "———" in dash()
    opened.get_by_label("by year").check()
    assert "———" in dash()
    assert opened.locator(".same-lead").count() == 1


def test_an_address_has_places_to_break(built: Built) -> None:
    (link,) = built.page("about.html").xpath("//article//a[contains(@href, 'example')]")
    assert link.get("href") == link.text_content() == "https://a.example.org/b-c/9?d=1"
    source = (built.out / "about.html").read_text("utf-8")
    shown = source.partition('href="https://a.example.org/b-c/9?d=1">')[2].partition("</a>")[0]
    assert shown == (
        'https://<wbr>a<wbr>.example<wbr>.org/<wbr>b<wbr><span class="unbroken">-c/</span>'
        '<wbr>9<wbr><span class="unbroken">?d</span><wbr>=1'
    )


def test_the_way_back_goes_when_the_comment_cites_no_longer(listed: Edition) -> None:
    listed.build()
    listed.edit("more.md", "So says {cite:p}`tern1920`.", "So say {cite:p}`dunlin1911`.")
    page = listed.build().page("bibliography.html")
    (line,) = page.xpath("//li[@id='work-tern1920']/p[@class='cited-in']")
    assert line.text_content() == "Cited in comment on 1.1; About"


@pytest.mark.parametrize("builder", ["latex", "text"])
def test_other_builders_have_the_parts(listed: Edition, builder: str) -> None:
    built = listed.look(builder)
    assert built.warnings == []
    if builder == "text":
        content = (built.out / "bibliography.txt").read_text("utf-8")
        assert content.index("Scholarship") < content.index("Kestrel, Ada")
        assert content.index("The editors’ literature") < content.index("Avocet, Una")
        assert "[undated]" not in content
    else:
        content = (built.out / "edition.tex").read_text("utf-8")
        entry = content[content.index("Tern, Ola") :]
        assert "itemindent}{-1.5em" in content
        assert "[undated]" not in content
        assert "comments on" in entry[:2000]


@pytest.fixture
def opened(built: Built, chromium: Browser) -> Iterator[Page]:
    """The page in a browser, from the disk."""
    page = chromium.new_page(viewport={"width": 1200, "height": 900})
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto((built.out / "bibliography.html").as_uri())
    yield page
    page.close()
    assert failures == []


def order(page: Page) -> list[str]:
    found = page.locator("#works-the-editors-literature li").evaluate_all("e => e.map(x => x.id)")
    return [str(name).removeprefix("work-") for name in found]


def test_the_reader_orders_the_works(opened: Page) -> None:
    given = opened.locator("article").inner_text()
    assert order(opened) == ["undated", "dunlin1911", "dunlin1912", "tern1920"]
    opened.get_by_label("by year").check()
    assert order(opened) == ["dunlin1911", "dunlin1912", "tern1920", "undated"]
    assert opened.locator("#works-the-editors-literature h3").all_inner_texts() == [
        "1910–19",
        "1920–29",
        "Without a year",
    ]
    assert opened.get_by_role("status").inner_text() == "The works are in order by year."
    assert not opened.get_by_role("heading", name="Scholarship").is_visible()
    opened.get_by_label("by kind").check()
    assert order(opened) == ["undated", "tern1920", "dunlin1911", "dunlin1912"]
    opened.get_by_label("by author").check()
    assert order(opened) == ["undated", "dunlin1911", "dunlin1912", "tern1920"]
    opened.get_by_label("by group").check()
    assert opened.locator("article").inner_text() == given


def test_the_reader_finds_works_by_their_words(opened: Page) -> None:
    field = opened.get_by_label("with the words")
    field.fill("SHÓRES dunlin")
    assert opened.locator("li[id^=work-]:visible").count() == 2
    assert opened.get_by_role("status").inner_text() == "2 of 7 works."
    assert opened.locator("h2:visible, h3:visible").all_inner_texts() == ["The editors’ literature"]
    # The first that is left has its names.
    field.fill("silt 1912")
    assert opened.locator("li[id^=work-]:visible").count() == 1
    assert opened.locator(".same-lead:visible").count() == 0
    opened.get_by_label("by year").check()
    assert opened.locator("h3:visible").all_inner_texts() == ["1910–19"]
    field.fill("")
    assert opened.locator("li[id^=work-]:visible").count() == 7
    assert opened.locator(".same-lead").count() == 1


def test_many_works_by_author_are_parted_by_letters(listed: Edition, chromium: Browser) -> None:
    names = [f"{letter}{more}" for letter in "abcde" for more in "abcde"]
    many = [
        f"@book{{many{name}, author = {{{name.title()}, One}}, title = {{Of {name}}}, year = 1900,"
        " keywords = {editors}}\n"
        for name in names
    ]
    records = (listed.source / "references.bib").read_text("utf-8")
    listed.write("references.bib", records + "".join(many))
    page = chromium.new_page()
    page.goto((listed.build().out / "bibliography.html").as_uri())
    page.get_by_label("by author").check()
    part = page.locator("#works-the-editors-literature")
    assert part.locator("h3:visible").all_inner_texts() == ["A", "B", "C", "D", "E", "T"]
    part.locator(".works-letters").get_by_role("link", name="T").click()
    assert page.evaluate("document.querySelector(':target').textContent") == "T"
    page.get_by_label("with the words").fill("of ca")
    assert part.locator("h3:visible, .works-letters a:visible").all_inner_texts() == ["C", "C"]
    page.close()


def test_a_record_is_copied_from_a_file_with_its_italics(opened: Page) -> None:
    work = opened.locator("#work-tern1920")
    work.get_by_text("Copy citation").click()
    work.get_by_role("button", name="Copy BibTeX of Sand").click()
    work.get_by_role("button", name="Copied BibTeX of Sand").wait_for()
    opened.evaluate(
        """() => {
             const pasted = document.createElement('div');
             pasted.contentEditable = 'true';
             pasted.id = 'pasted';
             document.body.prepend(pasted);
             pasted.focus();
           }"""
    )
    opened.keyboard.press("Control+V")
    assert "@book{tern1920," in opened.locator("#pasted").inner_text()
    work.get_by_role("button", name="Copy Chicago of Sand").click()
    work.get_by_role("button", name="Copied Chicago of Sand").wait_for()
    opened.locator("#pasted").focus()
    opened.keyboard.press("Control+A")
    opened.keyboard.press("Control+V")
    pasted = opened.locator("#pasted")
    assert pasted.inner_text().strip() == "Tern, Ola. Sand. Oslo, 1920."
    assert pasted.locator("em, i").inner_text() == "Sand"


@pytest.mark.parametrize("chosen", ["group", "kind"])
def test_axe_finds_nothing_in_the_bibliography(opened: Page, chosen: str) -> None:
    opened.get_by_label(f"by {chosen}").check()
    for summary in opened.get_by_text("Copy citation").all():
        summary.click()
    opened.locator("#work-tern1920 pre").first.wait_for()
    found = Axe().run(opened, context="article")
    assert [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]] == []


def test_without_script_nothing_is_lost(built: Built, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built.out / "bibliography.html").as_uri())
    assert page.locator("li[id^=work-]").count() == 7
    assert page.locator(".copy-button, .copy-citation:visible, .works-order:visible").count() == 0
    files = {
        link.inner_text(): link.get_attribute("href")
        for link in page.locator(".works-records a").all()
    }
    assert [*files] == ["BibTeX", "CSL-JSON"]
    bibtex, csl = ((built.out / str(href)).read_text("utf-8") for href in files.values())
    assert "@book{tern1920," in bibtex
    assert {"tern1920", "undated", "itself"} <= {item["id"] for item in json.loads(csl)}
    context.close()


def test_records_weigh_nothing_until_they_are_asked_for(built: Built, opened: Page) -> None:
    assert "<pre" not in (built.out / "bibliography.html").read_text("utf-8")
    assert opened.evaluate("window.editionWorks") is None
    opened.locator("#work-tern1920 summary").click()
    opened.locator("#work-tern1920 pre").first.wait_for()
    assert opened.locator("pre").count() == 2
    # Again, and nothing is there twice.
    opened.locator("#work-tern1920 summary").click()
    opened.locator("#work-tern1920 summary").click()
    assert opened.locator("pre").count() == 2
