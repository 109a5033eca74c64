"""Whatever a page holds: no traceback, no hang, and what is left of it holds nothing refused."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import lxml.html
import pytest
import yaml  # type: ignore[import-untyped]
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.conftest import Edition
from tests.golden_cases import FOLDER as GOLDEN
from tests.hostile.test_hostile import TAGS

from critical_edition.checking import edition as check
from critical_edition.checking import fixing, style
from critical_edition.checking.pages import check_page
from critical_edition.commands import showing
from critical_edition.model.profile import Profile
from critical_edition.sources import people, refusal, retired
from critical_edition.sources import read as source
from critical_edition.sources.pages import read_page
from critical_edition.sources.project import Project

HOUSE = style.house(Project(GOLDEN / "base"))

PIECES = [
    *(
        ":::",
        "::::",
        "```",
        "~~~",
        "{comment}",
        "{parallel}",
        "{argument}",
        "{include}",
        "{raw} html",
    ),
    *(":on: 1.1", ':on: 1.1 "the harbour"', ":kind: context", ":by: editors", ":date: 2026-11-01"),
    *(":from: 1.1", ":to: 2.1", ":relation: restates", ":argument: silt", ":replies-to: x", ":x:"),
    *("---", "+++", "% x", "(p1.1)=", "# ", "> ", "- ", "1. ", "    ", "\t", "|a|b|", "|---|---|"),
    *(
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<a@b.c>",
        "<https://x.y>",
        "&#60;",
        "\\",
        "{{",
        "}}",
    ),
    *(
        "[",
        "](",
        ")",
        "![",
        "[^1]",
        "[^1]: ",
        "[x]: ../y",
        "{#i .c a=b}",
        "{cite:p}`k`",
        "{download}`",
    ),
    *("`", "``", "*", "**", "_", "~", "$", "$$", '"', "'", "“", "”", "…", "...", " - ", "1-2"),
    *("\n", "\n\n", "\r\n", "\r", "\u2028", "\x0b", "\x0c", "\x00", "\u202e", "\ud800", "é", "𝔘"),
    *(
        "myst:",
        "nosearch: true",
        "orphan:",
        "[[contributor]]",
        "[[retired]]",
        "id = ",
        "harbour-silt",
    ),
]
PAGES = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=60).map(
    lambda parts: " ".join(parts).replace(" \n ", "\n")
)
WORDS = st.text(max_size=20) | st.sampled_from(PIECES)
KEYS = st.sampled_from(
    ["myst", "nosearch", "orphan", "tocdepth", "html_meta", "substitutions", "jupytext", "id"]
)
YAML = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
ODD_YAML = st.sampled_from(
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
        "!!python/object/apply:os.getcwd []",
        "? [a]\n: {b: c",
        "- " * 80,
        "a: |\n  x\n b: >",
        "2026-99-99: 0o9",
        "<<: *none",
        "%TAG ! x",
    ]
)
METADATA = (
    st.dictionaries(KEYS, YAML, max_size=4).map(lambda d: yaml.safe_dump(d, allow_unicode=True))
    | ODD_YAML
    | WORDS
)
"""What may stand between the lines of a page's front matter, or a directive's."""

DIRECTIVES = st.sampled_from(
    [
        *("comment", "parallel", "argument", "passage", "authornote", "contributors"),
        *("include", "raw", "only", "csv-table", "figure", "eval-rst", "note", "message-codes"),
    ]
)
OPTIONS = st.sampled_from(
    [
        *("on", "kind", "by", "date", "uncited", "replies-to", "from", "to", "relation"),
        *("argument", "title", "incipit", "pages", "class", "name", "file", "url", "ON", "", "é"),
    ]
)
VALUES = WORDS | st.sampled_from(
    [
        *("1.1", "1.1-2.1", 'n1 "x"', '1.1 "the harbour [2]"', '1.1 "a … b"', "9" * 400),
        *("0.0", "1.-1", "context", "2026-02-30", "restates", "silt", "|", ">-", "[", "{a: b}"),
    ]
)


@st.composite
def directives(draw: st.DrawFn, depth: int = 2) -> str:
    """A directive as it may be written, with any argument, options and content, some nested."""
    fence = draw(st.sampled_from([":::", "::::", "```", "~~~", "::"])) + ":" * depth
    options = draw(st.lists(st.tuples(OPTIONS, VALUES), max_size=6))
    if draw(st.booleans()):
        head = "".join(f":{name}: {value}\n" for name, value in options)
    else:
        head = f"---\n{draw(METADATA)}\n---\n"
    inner = directives(depth - 1) if depth else st.nothing()
    body = "\n\n".join(draw(st.lists(WORDS | inner, max_size=4)))
    close = fence if draw(st.integers(0, 5)) else ""
    return f"{fence}{{{draw(DIRECTIVES)}}} {draw(VALUES)}\n{head}\n{body}\n{close}\n"


WRITTEN = st.builds(
    lambda front, blocks: f"{front}# A page\n\n" + "\n".join(blocks),
    st.just("") | METADATA.map(lambda written: f"---\n{written}\n---\n"),
    st.lists(directives() | PAGES, max_size=4),
)
"""Pages that look as contributions do: front matter, and directives with options."""

PAGES = PAGES | WRITTEN
QUICK = settings(max_examples=120, deadline=None, derandomize=True)


@pytest.mark.within(60)
@QUICK
@given(PAGES)
def test_what_is_left_is_permitted(page: str) -> None:
    left, found = refusal.cleaned(page, "commentary/1/page")
    assert not refusal.refusals(left, "commentary/1/page")
    for refused in found:
        assert refused.line >= 1
        assert refused.column >= 1


@pytest.mark.within(60)
@QUICK
@given(PAGES)
def test_style_and_fixing(page: str) -> None:
    list(check_page(read_page("commentary/1/page", Path("page.md"), page, Profile()), HOUSE))
    mended, _ = fixing.mended(page, HOUSE)
    assert len(mended.splitlines()) == len(page.splitlines())


@pytest.mark.within(60)
@QUICK
@given(PAGES, PAGES)
def test_what_a_reviewer_is_shown(before: str, after: str) -> None:
    """Tags are closed in order, and are of those that the page writes itself."""
    sides = [showing.prose(text, {"k": "A <b>, &c."}) for text in (before, after)]
    for pieces, marked in zip(sides, showing.differing(*sides), strict=True):
        still_open: list[str] = []
        for end, name in re.findall(r"<(/?)([^>]*)>", showing.written(pieces, marked, "ins")):
            tag = name.partition(" ")[0]
            assert tag in TAGS
            if end:
                assert still_open.pop() == tag
            elif tag not in {"br", "hr"}:
                still_open.append(tag)
        assert not still_open


@pytest.mark.within(60)
@QUICK
@given(PAGES)
def test_lists(content: str) -> None:
    people.parse(content, Path("contributors.toml"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("fuzz") / "edition"
    shutil.copytree(GOLDEN / "base", root)
    (root / "docs" / "commentary" / "9").mkdir()
    return Project(root)


@pytest.mark.within(60)
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(PAGES, PAGES)
def test_the_whole_check(project: Project, page: str, other: str) -> None:
    data = page.encode("utf-8", "surrogatepass")
    (project.docs / "commentary" / "9" / "page.md").write_bytes(data)
    project.retired.write_bytes(other.encode("utf-8", "surrogatepass"))
    retired.read(project.retired)
    for finding in check.findings(source.read(project)):
        assert finding.line >= 1
        assert finding.message


@pytest.mark.within(100)
@settings(
    max_examples=4,  # the first is the simplest there is
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # builds are too slow to look for the smallest fault
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(PAGES, min_size=20, max_size=20))
def test_the_build(invented: Edition, written: list[str]) -> None:
    folder = invented.source / "commentary" / "9"
    folder.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(written):
        (folder / f"page-{number}.md").write_bytes(page.encode("utf-8", "surrogatepass"))
    built = invented.build()
    assert not [w for w in built.warnings if "Traceback" in w or "exception" in w.lower()]
    for number, page in enumerate(written):
        if any("\ud800" <= char <= "\udfff" for char in page):
            named = f"commentary/9/page-{number}.md:"
            assert any(named in w and "[edition.unreadable]" in w for w in built.warnings)
            continue
        path = built.out / "commentary" / "9" / f"page-{number}.html"
        for article in lxml.html.parse(path).getroot().iter("article"):
            assert not list(article.iter("script", "style", "iframe", "img", "form")), path.name
