"""`edition diff`: what a reviewer is shown, and that nothing of a contribution is live in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import lxml.html
import pytest
from tests.golden_cases import FOLDER as GOLDEN
from tests.golden_cases import git

from critical_edition.commands import diff, showing
from critical_edition.commands import main as cli
from critical_edition.sources.project import Project

COMMENT = """\
:::{comment} dredgers-scrap
:on: 2.1 "for scrap"
:kind: context
:by: ada-kestrel
:date: 2026-11-03

See @somebody and #1 at https://example.org <img src=x onerror=alert(1)> [x](javascript:y) `code`
{cite:p}`marlow1948{p. 9}`.
:::
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "edition"
    shutil.copytree(GOLDEN / "base", root)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "base")
    return Project(root)


def change(project: Project, name: str, old: str, new: str) -> None:
    path = project.root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def changed(project: Project) -> Project:
    folder = project.docs / "commentary" / "2"
    folder.mkdir()
    (folder / "dredgers.md").write_text(COMMENT, "utf-8")
    change(project, "docs/commentary/1/harbour.md", "in full by Kestrel", "in part by Kestrel")
    change(project, "references.bib", "title = {Tides}", "title = {Tides and Moons}")
    page = project.docs / "arguments" / "silt.md"
    text = page.read_text("utf-8")
    page.write_text(text[: text.index(":::{parallel}")], "utf-8")
    (project.docs / "conf.py").write_text("raise SystemExit\n", "utf-8")
    return project


def test_nothing(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--project", str(project.root), "diff", "main"]) == 0
    assert capsys.readouterr().out == (
        "# What changes as an edition\n\nSince main: nothing changes.\n"
    )


def test_what_changes(changed: Project) -> None:
    found = diff.compare(changed, "main")
    assert [(c.what, str(c.item.kind), c.item.name) for c in found.changes] == [
        ("Changed", "comment", "harbour-silt"),
        ("Removed", "parallel", "silt-and-scrap"),
        ("Added", "comment", "dredgers-scrap"),
        ("Changed", "source", "kestrel1931"),
    ]
    assert found.others == ("docs/conf.py",)
    assert diff.counted(found.changes) == (
        "1 comment added; 1 comment, 1 source changed; 1 parallel removed"
    )


def test_on_a_branch_only_its_own_changes_count(changed: Project) -> None:
    git(changed.root, "switch", "-q", "-c", "mine")
    git(changed.root, "add", "-A")
    git(changed.root, "commit", "-q", "-m", "mine")
    git(changed.root, "switch", "-q", "main")
    change(changed, "docs/essay/2-the-dredgers.md", "came too late", "were late")
    git(changed.root, "commit", "-q", "-a", "-m", "theirs")
    git(changed.root, "switch", "-q", "mine")
    names = [c.item.name for c in diff.compare(changed, "main").changes]
    assert "2.1" not in names
    assert "dredgers-scrap" in names


def test_markdown_is_not_live(changed: Project) -> None:
    text = diff.as_markdown(diff.compare(changed, "main"))
    assert "## Passage 2.1\n\n### Added: comment dredgers-scrap\n" in text
    assert (
        "\n> The soundings are printed in part by Kestrel (Kestrel, Tides and Moons, p. 14).\n"
        in text
    )
    for live in ("@somebody", " #1", "<img", "https://", "[x](", "`code`"):
        assert live not in text


def html_of(project: Project) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(diff.as_html(diff.compare(project, "main")))


def sides(page: lxml.html.HtmlElement, title: str) -> list[str]:
    """What the sides of a change hold, as HTML, by the change's title."""
    (heading,) = (e for e in page.iter("h3") if e.text_content() == title)
    holder = next(e for e in heading.itersiblings() if e.tag == "div")
    return [
        lxml.html.tostring(side, encoding="unicode", with_tail=False)
        for side in holder.find_class("side")
    ]


def test_html_is_not_live(changed: Project) -> None:
    page = html_of(changed)
    assert not page.xpath("//script | //img | //a | //@onerror")
    assert "<img src=x" in page.text_content()


def test_before_and_after_stand_apart(changed: Project) -> None:
    before, after = sides(html_of(changed), "Changed: comment harbour-silt")
    assert (
        "<p>The soundings are printed in <del>full</del> by Kestrel (Kestrel, Tides, p. 14)."
        in before
    )
    assert (
        "<p>The soundings are printed in <ins>part</ins> by Kestrel (Kestrel, "
        "Tides <ins>and Moons</ins>, p. 14)."
    ) in after
    assert before.startswith('<div class="side before"><h4>Before</h4>')
    assert "<ins>" not in before and "<del>" not in after
    (added,) = sides(html_of(changed), "Added: comment dredgers-scrap")
    assert "<h4>" not in added and "<ins>" not in added


def test_words_are_shown_as_they_read(project: Project) -> None:
    change(
        project,
        "docs/commentary/1/harbour.md",
        "in full by Kestrel {cite:p}`kestrel1931{p. 14}`.",
        'in *full*\nby [**her**](https://example.org/a "t"); so {edition:comment}`the owner '
        "<gazette-owners>`.\n\n1. One `a*b`\n2. Two\n\n| A |\n| - |\n| b |\n\n"
        "{cite:t}`marlow1948, {see}nobody{p. 1}`",
    )
    _, after = sides(html_of(project), "Changed: comment harbour-silt")
    text = after.partition("</p>")[2]
    for tag in ("ins",):
        text = text.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert text == (
        "<p>The soundings are printed in <em>full</em>\nby <strong>her</strong> "
        "⟨https://example.org/a “t”⟩; so the owner.</p><ol><li>\nOne <code>a*b</code>\n</li><li>\nTwo\n"
        "</li></ol><table><thead><tr><th>A</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>"
        "<p>Marlow, Silt; see nobody, p. 1</p></div>"
    )


def test_other_emphasis_is_marked_and_other_lines_are_not(project: Project) -> None:
    name = "docs/commentary/1/harbour.md"
    change(project, name, "printed in full", "printed\nin full")
    page = html_of(project)
    assert not page.xpath("//ins | //del")
    assert "No word is marked" in page.text_content()
    change(project, name, "in full", "in *full*")
    assert [e.text for e in html_of(project).xpath("//del | //ins")] == ["full", "full"]


def test_nothing_is_hidden(project: Project) -> None:
    """Neither what Markdown takes in without a word, nor what cannot be seen."""
    change(
        project,
        "docs/commentary/1/harbour.md",
        "in full by",
        "[in][a] &#x202e;full\n% unsaid\nby\n\n[a]: https://example.org/secret\n[b]: <javascript:x>\n\n"
        "![alt](https://example.org/p.png)\n\n```{include} /etc/passwd\n```\n\n",
    )
    text = html_of(project).text_content()
    for shown in (
        *("in ⟨https://example.org/secret⟩", "[a]: https://example.org/secret", "⟨U+202E⟩full"),
        *("% unsaid", "[b]: <javascript:x>", "picture: alt ⟨https://example.org/p.png⟩"),
        "```{include} /etc/passwd",
    ):
        assert shown in text


def test_fields_are_shown_as_they_are_written(changed: Project) -> None:
    before, after = sides(html_of(changed), "Changed: source kestrel1931")
    assert "title = {Tides},\npublisher" in before.replace("<del>", "").replace("</del>", "")
    assert "title = {Tides <ins>and Moons</ins>},\n" in after


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ("author = {Kestrel, Ada},\ntitle = {Tides: A Study},", "Kestrel, Tides"),
        ("author = {Kestrel, Ada and Marlow, B.},\nshorttitle = {On {T}ides\\emph{, again}}",
         "Kestrel and Marlow, On Tides, again"),
        ("editor = {A, B and C, D and E, F},\ntitle = \"Silt\"", "A and C et al., Silt"),
        ("author = {Kestrel, Ada},\nshorthand = {Tides},", "Tides"),
        ("year = 1931,", "key"),
    ],
)  # fmt: skip
def test_short_names(fields: str, name: str) -> None:
    assert showing.short_name("key", fields) == name


def test_unknown_commits(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--project", str(project.root), "diff", "no-such-branch"]) == 1
    assert "git knows no commit “no-such-branch” here" in capsys.readouterr().err
    with pytest.raises(ValueError, match="is no commit"):
        diff.compare(project, "--output=x")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1", "git config --global --add safe.directory"),
        ("PATH", "", "edition: git cannot be run (No such file or directory): install it"),
    ],
)
def test_why_git_reads_nothing(
    changed: Project,
    name: str,
    value: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(name, value)
    assert cli.main(["--project", str(changed.root), "diff", "main"]) == 1
    assert said in capsys.readouterr().err


def test_to_a_file(changed: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "diff.html"
    arguments = ["diff", "main", "--format", "html", "--output", str(target)]
    assert cli.main(["--project", str(changed.root), *arguments]) == 0
    assert target.read_text("utf-8").startswith("<!doctype html>")
    assert "1 comment added" in capsys.readouterr().out


def test_the_base_is_named(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--project", str(project.root), "diff", ""]) == 1
    assert capsys.readouterr().err == (
        "edition: name a commit or a branch to compare with, such as main\n"
    )
