"""Hostile pages beside those of the commentary: one list of what is permitted holds for all.

``pages`` holds one page a file, named by the code that refuses it. Each is tried in a section's folder,
among the arguments' and among the guides, against the check, the build and the reviewer's summary.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.conftest import ROOTS, Built, Edition
from tests.golden_cases import FOLDER as GOLDEN
from tests.golden_cases import git
from tests.hostile.test_hostile import BEACON, SECRET

from critical_edition.checking import edition as check
from critical_edition.commands import diff
from critical_edition.sources import read as source
from critical_edition.sources import refusal
from critical_edition.sources.project import Project

PAGES = sorted((Path(__file__).parent / "pages").glob("*.md"))
NAMES = [path.stem for path in PAGES]


def expected(path: Path) -> str:
    return path.name.split("--")[0]


def test_there_are_many() -> None:
    assert len(PAGES) >= 40


@pytest.mark.parametrize("docname", ["essay/x", "index", "contributing/x", "arguments/index"])
@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_refused_on_every_page(path: Path, docname: str) -> None:
    text = path.read_text("utf-8")
    assert expected(path) in {str(r.code) for r in refusal.refusals(text, docname)}
    left, _ = refusal.cleaned(text, docname)
    assert not refusal.refusals(left, docname)


def test_the_check_and_the_reviewers_summary(tmp_path: Path) -> None:
    root = tmp_path / "edition"
    shutil.copytree(GOLDEN / "base", root)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "base")
    for path in PAGES:
        shutil.copy(path, root / "docs" / "essay")
    project = Project.find(root)
    codes: dict[str, set[str]] = {}
    for finding in check.findings(source.read(project)):
        codes.setdefault(finding.path.name, set()).add(str(finding.code))
    difference = diff.compare(project, "main")
    # A passage is shown as such; of all others every line is.
    text = diff.as_html(difference) + diff.as_markdown(difference)
    lines = {one.path: one.lines for one in difference.others}
    for path in PAGES:
        assert expected(path) in codes.get(path.name, set()), path.name
        assert path.name in text
        if path.stem != "refused-directive--in-a-passage":
            written = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
            assert len(lines[f"docs/essay/{path.name}"]) == len(written), path.name


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("pages")
    shutil.copytree(ROOTS / "test-edition", folder / "source")
    edition = Edition(folder / "source", folder / "work")
    (edition.source / "secret.txt").write_text(f"{SECRET}\n", "utf-8")
    for path in PAGES:
        shutil.copy(path, edition.source / "essay")
    (edition.source / "essay" / "linked.png").symlink_to("../secret.txt")
    (edition.source / "essay" / "picture.md").write_text("# A page\n\n![A](linked.png)\n", "utf-8")
    raw = f".. raw:: html\n\n   <script src='http://{BEACON}'></script>\n"
    include = ".. include:: ../secret.txt\n\n.. literalinclude:: ../secret.txt\n\n"
    (edition.source / "essay" / "page.rst").write_text(
        f"A page\n======\n\n{include}{raw}\n.. csv-table::\n   :file: ../secret.txt\n", "utf-8"
    )
    return edition.build("html")


def test_the_build_refuses_each(html: Built) -> None:
    for path in PAGES:
        here = [w for w in html.warnings if f"essay/{path.name}" in w]
        assert [w for w in here if f"[edition.{expected(path)}]" in w], (path.name, here)
    assert [w for w in html.warnings if "a picture is a link to another file, secret.txt" in w]


def test_nothing_of_the_machine_is_published(html: Built) -> None:
    for file in html.files():
        data = file.read_bytes()
        assert SECRET.encode() not in data, file
        if file.suffix == ".html":
            assert f"src='http://{BEACON}".encode() not in data, file
            assert b"window.pwned" not in data, file
            assert b'href="javascript:' not in data, file
