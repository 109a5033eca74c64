"""Hostile contributions are refused, or harmless in every output.

``corpus`` holds one contribution a file, named by the code that refuses it; ``harmless`` ones are
printed as they stand. The build is tested without `edition check`: it must be safe alone.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import lxml.etree
import lxml.html
import pytest
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser
from playwright.sync_api import Browser
from tests.conftest import ROOTS, Built, Edition
from tests.golden_cases import FOLDER as GOLDEN
from tests.golden_cases import git

from critical_edition.checking import edition as check
from critical_edition.commands import diff
from critical_edition.commands import main as cli
from critical_edition.model.codes import Code
from critical_edition.model.refused import Refused
from critical_edition.reading.characters import UNSEEN
from critical_edition.sources import read as source
from critical_edition.sources import refusal
from critical_edition.sources.myst import parser
from critical_edition.sources.project import Project

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.md"))
SECRET = "swordfish-of-westhaven"
BEACON = "127.0.0.1:9"
NAMES = [path.stem for path in CORPUS]


def expected(path: Path) -> str:
    return path.name.split("--")[0]


def content(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def test_the_corpus_is_large() -> None:
    assert len(CORPUS) >= 100
    assert {expected(p) for p in CORPUS} >= {
        c.value for c in Code if c.name.startswith("REFUSED")
    } - {Refused.FILE.value}


@pytest.mark.within(5)
@pytest.mark.parametrize("path", CORPUS, ids=NAMES)
def test_refused_before_anything_is_built(path: Path) -> None:
    text = content(path)
    found = {str(r.code) for r in refusal.refusals(text, "commentary/1/page")}
    code = expected(path)
    if code.startswith("refused-") or code == "nested":
        assert code in found
    elif code == "harmless":
        assert not found
    left, _ = refusal.cleaned(text, "commentary/1/page")
    assert not refusal.refusals(left, "commentary/1/page")
    assert left.count("\n") <= text.count("\n") + 1


def test_the_check_refuses_each(tmp_path: Path) -> None:
    root = tmp_path / "edition"
    shutil.copytree(GOLDEN / "base", root)
    folder = root / "docs" / "commentary" / "hostile"
    folder.mkdir()
    for path in CORPUS:
        shutil.copy(path, folder)
    project = Project(root)
    found = check.findings(source.read(project))
    codes: dict[str, set[str]] = {}
    for finding in found:
        codes.setdefault(finding.path.name, set()).add(str(finding.code))
    for path in CORPUS:
        if expected(path) != "harmless":
            # Of options that cannot be read the check says that, and not what is lacking therefore.
            unread = {"option"} if expected(path) == "comment-kind" else set()
            assert codes.get(path.name, set()) & {expected(path), *unread}, path.name


TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "h4", "p", "div"),
    *("ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td"),
    *("em", "strong", "code", "pre", "br", "hr", "ins", "del", "a"),
}


@pytest.mark.within(20)
def test_a_reviewer_is_shown_each_and_nothing_acts(tmp_path: Path) -> None:
    """`edition diff` as HTML: no tag or attribute but its own, whatever a contribution holds."""
    root = tmp_path / "edition"
    shutil.copytree(GOLDEN / "base", root)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "base")
    folder = root / "docs" / "commentary" / "hostile"
    folder.mkdir()
    for path in CORPUS:
        shutil.copy(path, folder)
    # A record may stand on an editors' page too, which has other bounds than those of commentary.
    crowd = ":::{comment} crowd\n:on: 1.1\n\n" + "*a **b " * 40_000 + "\n:::\n"
    (root / "docs" / "essay" / "crowd.md").write_text(crowd, "utf-8")
    shown = diff.as_html(diff.compare(Project(root), "main"))
    page: lxml.html.HtmlElement = lxml.html.document_fromstring(shown)
    elements = [e for e in page.iter() if isinstance(e.tag, str)]
    assert {e.tag for e in elements} <= TAGS
    body = page.body
    attributes = {(n, v) for e in body.iter() for n, v in e.attrib.items() if n != "start"}
    # Its own contents lead to its own headings, and nothing else leads anywhere.
    assert {n for n, _ in attributes} == {"class", "href", "id"}
    assert all(re.fullmatch(r"#?p\d+", v) for n, v in attributes if n in {"href", "id"})
    assert {v for n, v in attributes if n == "class"} <= {
        *("path", "head", "lines", "aside", "sides", "sides two", "side before", "side after")
    }
    assert not UNSEEN.search(body.text_content())
    text = body.text_content()
    for words in ("<script", "onerror=", "javascript:", "{include} ", "{raw} html", "crowd"):
        assert words in text


def edition_tokens(tokens: list[Token]) -> Iterator[tuple[str, int, str]]:
    for token in tokens:
        yield token.type, token.level, token.content
        yield from edition_tokens(token.children or [])


def myst() -> MarkdownIt:
    """MyST's own parser with the settings of docs/conf.py."""
    conf = (Path(__file__).parents[2] / "docs" / "conf.py").read_text("utf-8")
    match = re.search(r"^myst_enable_extensions = (\[.*\])", conf, re.MULTILINE)
    assert match
    return create_md_parser(
        MdParserConfig(enable_extensions=set(json.loads(match[1]))), RendererHTML
    )


@pytest.mark.parametrize(
    "path", [p for p in CORPUS if p.stat().st_size < 20_000], ids=lambda p: p.stem
)
def test_the_check_reads_as_the_build_does(path: Path) -> None:
    text = content(path)
    assert list(edition_tokens(parser().parse(text))) == list(edition_tokens(myst().parse(text)))


# --- the build, without the check -----------------------------------------------------------------


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The invented edition with all hostile contributions, and a file that none may read."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copytree(ROOTS / "test-edition", folder / "source")
    edition = Edition(folder / "source", folder / "work")
    conf = edition.source / "conf.py"
    text = conf.read_text("utf-8")
    conf.write_text(
        text.replace(
            '["colon_fence"]', '["attrs_block", "attrs_inline", "colon_fence", "deflist"]'
        ),
        "utf-8",
    )
    (edition.source / "secret.txt").write_text(f"{SECRET}\n", "utf-8")
    (edition.source / "contributors.toml").write_text(
        (GOLDEN / "base" / "docs" / "contributors.toml").read_text("utf-8"), "utf-8"
    )
    pages = edition.source / "commentary" / "9"
    pages.mkdir(parents=True)
    for path in CORPUS:
        shutil.copy(path, pages)
    raw = f".. raw:: html\n\n   <script src='http://{BEACON}'></script>\n"
    (pages / "page.rst").write_text(f".. include:: ../../secret.txt\n\n{raw}", "utf-8")
    (pages / "link.md").symlink_to(edition.source / "secret.txt")
    return edition


@pytest.fixture(scope="module")
def html(attacked: Edition) -> Built:
    return attacked.build("html")


def test_the_build_refuses_each(html: Built) -> None:
    for path in CORPUS:
        code = expected(path)
        here = [w for w in html.warnings if f"commentary/9/{path.name}" in w]
        if code == "harmless":
            assert not [w for w in here if "toctree" not in w], path.name
        else:
            assert [w for w in here if f"[edition.{code}]" in w], (path.name, here)
    for name in ("page.rst", "link.md"):
        assert [w for w in html.warnings if name in w and "[edition.refused-file]" in w]


def pages(html: Built) -> Iterator[tuple[str, lxml.html.HtmlElement]]:
    for path in sorted(html.out.rglob("*.html")):
        yield path.name, lxml.html.parse(path).getroot()


ACTING = {
    *("script", "style", "img", "iframe", "object", "embed", "base", "form", "input", "meta"),
    *("link", "svg", "video", "audio", "details", "button"),
}
ADDRESS = re.compile(r"\s*(javascript|data|vbscript|file|steam):", re.IGNORECASE)


def test_no_page_has_anything_of_theirs_that_acts(html: Built) -> None:
    seen = 0
    for name, page in pages(html):
        assert not page.xpath("//meta[@http-equiv='refresh'] | //base"), name
        for element in page.iter(lxml.etree.Element):
            assert not [a for a in element.attrib if str(a).startswith("on")], name
            values = " ".join(map(str, element.attrib.values()))
            assert BEACON not in values, name
            assert not ADDRESS.match(element.get("href", "")), name
        if "hostile" not in name and "--" not in name:
            continue
        for article in page.iter("article"):
            seen += 1
            assert not {e.tag for e in article.iter(lxml.etree.Element)} & ACTING, name
    assert seen >= len(CORPUS) - 2  # a page without a title has no article of its own


def test_no_output_has_the_secret_or_a_copied_file(attacked: Edition, html: Built) -> None:
    typst = attacked.build("typst")
    latex = attacked.build("latex")
    text = attacked.build("text")
    for built in (html, typst, latex, text):
        for path in built.files():
            data = path.read_bytes()
            assert SECRET.encode() not in data, path
            assert b"root:x:0" not in data, path
    assert not (html.out / "_downloads").exists()
    assert not list((html.out / "_images").glob("*")) if (html.out / "_images").exists() else True
    assert not list(attacked.source.rglob("pwned"))
    source_of_pdf = next(iter(typst.out.glob("*.typ"))).read_text("utf-8")
    # Where the words stand at all they are escaped: no call, no import.
    assert not re.search(r'(?<!\\)#(?:read|panic|import "x")', source_of_pdf)
    assert "\\input{/etc/passwd}" not in next(iter(latex.out.glob("*.tex"))).read_text("utf-8")


def test_the_pdf_is_made(attacked: Edition) -> None:
    built = attacked.build("typstpdf")
    assert next(iter(built.out.glob("*.pdf"))).read_bytes().startswith(b"%PDF")


HOVER = """document.querySelectorAll("article a").forEach(
  link => link.dispatchEvent(new MouseEvent("mouseover", {bubbles: true})))"""


def test_in_a_browser_nothing_runs_and_nothing_leaves(html: Built, chromium: Browser) -> None:
    asked: list[str] = []
    page = chromium.new_page()
    page.on("request", lambda request: asked.append(request.url))
    opened = [path for path in html.files("*.html") if path.parent.name in ("9", "essay")]
    assert len(opened) > len(CORPUS)
    for path in opened:
        page.goto(path.as_uri(), wait_until="load")
        assert page.evaluate("window.pwned") is None, path.name
        page.evaluate(HOVER)
        assert page.evaluate("window.pwned") is None, path.name
    page.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_the_export_has_what_the_build_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "edition"
    shutil.copytree(GOLDEN / "base", root)
    folder = root / "docs" / "commentary" / "hostile"
    folder.mkdir()
    # Of these a line alone is taken out, so that the export has something else to complain of.
    partly = ("refused-character", "refused-nesting", "refused-size")
    taken_out = [
        p
        for p in CORPUS
        if expected(p).startswith(("refused-", "nested", "harmless"))
        and not expected(p).startswith(partly)
    ]
    for path in taken_out:
        shutil.copy(path, folder)
    assert cli.main(["--project", str(root), "export", "json", str(tmp_path / "e.json")]) == 0
    data = json.loads((tmp_path / "e.json").read_bytes())
    ids = {c["id"] for c in data["comments"]}
    assert {"harbour-silt", "latex", "typst"} <= ids
    assert not ids & {
        p.stem.split("--")[1]
        for p in CORPUS
        if expected(p) != "refused-loose" and expected(p).startswith("refused")
    }
