"""Whatever a page holds: no traceback, no hang, and what is left of it holds nothing refused."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.golden_cases import FOLDER as GOLDEN

from critical_edition import check, source
from critical_edition.contributing import checks, fixing, people, refusal, retired
from critical_edition.contributing.checks import Page
from critical_edition.project import Project

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
QUICK = settings(max_examples=120, deadline=timedelta(seconds=5), derandomize=True)


@QUICK
@given(PAGES)
def test_what_is_left_is_permitted(page: str) -> None:
    left, found = refusal.cleaned(page, "commentary/1/page")
    assert not refusal.refusals(left, "commentary/1/page")
    for refused in found:
        assert refused.line >= 1
        assert refused.column >= 1


@QUICK
@given(PAGES)
def test_style_and_fixing(page: str) -> None:
    list(checks.check_page(Page("commentary/1/page", Path("page.md"), page)))
    mended, _ = fixing.mended(page)
    assert len(mended.splitlines()) == len(page.splitlines())


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


@settings(
    max_examples=25,
    deadline=timedelta(seconds=5),
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(PAGES, PAGES)
def test_the_whole_check(project: Project, page: str, other: str) -> None:
    data = page.encode("utf-8", "surrogatepass")
    (project.docs / "commentary" / "9" / "page.md").write_bytes(data)
    project.retired.write_bytes(other.encode("utf-8", "surrogatepass"))
    retired.read(project.retired)
    for finding in check.findings(project, source.read(project)):
        assert finding.line >= 1
        assert finding.message
