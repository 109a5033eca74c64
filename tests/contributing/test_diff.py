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
    (other,) = found.others
    assert (other.path, other.code, other.lines) == (
        "docs/conf.py",
        True,
        ("+1 raise SystemExit",),
    )
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
    assert text.index("## ⚠ Code and settings") < text.index("## Passage 2.1")
    assert "\n- [Passage 2.1](#passage-21): " in text
    assert "\n### Added: comment dredgers-scrap\n" in text
    assert (
        "\n> The soundings are printed in **part** by Kestrel (Kestrel, Tides **and Moons** "
        "\\[kestrel1931\\], p. 14).\n"
    ) in text
    assert "in ~~full~~ by" in text
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
    assert not page.xpath("//script | //img | //@onerror")
    assert all(a.get("href", "").startswith("#p") and not a.get("title") for a in page.iter("a"))
    assert "<img src=x" in page.text_content()


def test_before_and_after_stand_apart(changed: Project) -> None:
    before, after = sides(html_of(changed), "Changed: comment harbour-silt")
    assert (
        "<p>The soundings are printed in <del>full</del> by Kestrel (Kestrel, Tides [kestrel1931], p. 14)."
        in before
    )
    assert (
        "<p>The soundings are printed in <ins>part</ins> by Kestrel (Kestrel, "
        "Tides <ins>and Moons</ins> [kestrel1931], p. 14)."
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
        "⟨https://example.org/a “t”⟩; so the owner ⟨gazette-owners⟩.</p>"
        "<ol><li>\nOne <code>a*b</code>\n</li><li>\nTwo\n"
        "</li></ol><table><thead><tr><th>A</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>"
        "<p>Marlow, Silt [marlow1948]; see nobody, p. 1</p></div>"
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


# --- every line of every file -------------------------------------------------------------------


def everything(project: Project) -> tuple[str, str]:
    """The difference in both forms; in neither may it say that nothing changes."""
    found = diff.compare(project, "main")
    texts = diff.as_markdown(found), html_of(project).text_content()
    assert all("nothing changes" not in text for text in texts)
    return texts


HIDDEN = {
    "prose outside records": ("docs/arguments/silt.md", "\nZebra prose.\n"),
    "heading": ("docs/essay/2-the-dredgers.md", "\n## Zebra\n"),
    "source in parentheses": ("references.bib", "\n@book(zebra,\n  title = {A zebra},\n)\n"),
    "source set in": ("references.bib", "\n  @book{zebra,\n  title = {A zebra},\n}\n"),
    "comment in a list": ("docs/contributors.toml", "\n# zebra\n"),
    "key at a list's end": ("docs/retired.toml", '\nzebra = "x"\n'),
    "string of the bibliography": ("references.bib", '\n@string{zebra = "Z"}\n'),
    "established text": ("docs/essay/text/1.md", "Zebra text.\n"),
    "a guide's page": ("docs/contributing/x.md", "Zebra.\n"),
    "a page in other markup": ("docs/essay/x.rst", ".. include:: /zebra\n"),
    "an orphan page": ("docs/essay/zebra.md", "# x\n\n```{include} /zebra\n```\n"),
    "the profile": ("docs/edition.toml", "# zebra\n"),
    "code": ("docs/conf.py", "import zebra\n"),
    "extension": ("extensions/critical_edition/x.py", "import zebra\n"),
    "settings of the parser": ("docs/docutils.conf", "[general]\nzebra: 1\n"),
    "attributes": (".gitattributes", "*.md zebra -diff\n"),
    "hidden": ("docs/.zebra.md", "zebra\n"),
    "a comment under a % line": ("docs/commentary/1/harbour.md", "\n% zebra\n"),
    "record in a footnote": (
        "docs/essay/x.md",
        "[^a]: Note.\n\n    :::{comment} zebra\n    :on: 1.1\n\n    Words.\n    :::\n",
    ),
    "second of its ID": (
        "docs/commentary/1/z.md",
        ":::{comment} harbour-silt\n:on: 1.1\n\nZebra words.\n:::\n",
    ),
    "comment in options": (
        "docs/commentary/1/z.md",
        ":::{comment} z\n:on: 1.1 # zebra\n\nWords.\n:::\n",
    ),
    "option twice": (
        "docs/commentary/1/z.md",
        ":::{comment} z\n:by: zebra\n:by: editors\n:on: 1.1\n\nWords.\n:::\n",
    ),
    "target of a role": (
        "docs/commentary/1/z.md",
        ":::{comment} z\n:on: 1.1\n\nSee {edition:comment}`this <zebra>`.\n:::\n",
    ),
    "key of a citation": (
        "docs/commentary/1/z.md",
        ":::{comment} z\n:on: 1.1\n\nSee {cite:p}`zebra`.\n:::\n",
    ),
    "fence of more colons": (
        "docs/commentary/1/z.md",
        "::::{note}\nzebra\n\n:::{comment} z\n:on: 1.1\n\nWords.\n:::\n::::\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HIDDEN)
def test_every_line_is_accounted_for(project: Project, name: str) -> None:
    path, text = HIDDEN[name]
    file = project.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.read_text("utf-8") if file.exists() else ""
    file.write_text(before + text, "utf-8")
    git(project.root, "add", "-f", "-A")
    assert all("zebra" in shown.lower() for shown in everything(project))
    git(project.root, "commit", "-q", "-m", "zebra")
    # And as surely what goes.
    file.write_text(before, "utf-8") if before else file.unlink()
    assert all("zebra" in shown.lower() for shown in everything(project))


def test_a_record_that_moves(project: Project) -> None:
    old = project.docs / "commentary" / "1" / "harbour.md"
    old.rename(old.with_name("zebra.md"))
    assert all("zebra.md" in shown for shown in everything(project))


def test_links_and_what_is_no_text(project: Project) -> None:
    (project.docs / "zebra.md").symlink_to("/etc/passwd")
    (project.docs / "picture.png").write_bytes(b"\x89PNG\0\0")
    for shown in everything(project):
        assert "a link to /etc/passwd" in shown
        assert "no text: 6 bytes" in shown


def test_code_comes_first(project: Project) -> None:
    for name in ("docs/conf.py", "extensions/x/y.py", ".github/workflows/x.yml", "docs/x.toml"):
        path = project.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# zebra\n", "utf-8")
    found = diff.compare(project, "main")
    assert [(one.path, one.code) for one in found.others] == [
        (".github/workflows/x.yml", True),
        ("docs/conf.py", True),
        ("extensions/x/y.py", True),
        ("docs/x.toml", False),
    ]
    assert found.summary.startswith("CODE OR SETTINGS in 3 files; text beside")


def test_what_attributes_hide_is_shown(project: Project) -> None:
    (project.root / ".gitattributes").write_text("*.md -diff binary ident\n", "utf-8")
    change(project, "docs/arguments/silt.md", "\n", "\nZebra.\n\n")
    assert all("Zebra." in shown for shown in everything(project))


def test_two_hundred_and_fifty_comments_fit(project: Project) -> None:
    folder = project.docs / "commentary" / "2"
    folder.mkdir()
    for number in range(250):
        text = COMMENT.replace("dredgers-scrap", f"d-{number}").replace("See", "Many words. " * 400)
        (folder / f"d-{number}.md").write_text(text, "utf-8")
    (project.docs / "conf.py").write_text("import zebra\n", "utf-8")
    found = diff.compare(project, "main")
    text = diff.as_markdown(found)
    assert len(text.encode()) < 2**20
    assert "import zebra" in text
    assert "parts are too long to be shown here" in text
    assert "comment d-249" in text  # in the contents
    assert "comment d-249" in diff.as_html(found)


def test_who_and_beside_what(project: Project) -> None:
    change(project, "docs/commentary/1/harbour.md", "in full", "in part")
    text = diff.as_markdown(diff.compare(project, "main"))
    assert "(Ada Kestrel)" in text
    extra = COMMENT.replace("dredgers-scrap", "z").replace("2.1", "1.1")
    (project.docs / "commentary" / "1" / "z.md").write_text(extra, "utf-8")
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "two")
    change(project, "docs/commentary/1/harbour.md", "in part", "in full")
    for text in everything(project):
        assert "Beside it: " in text and "comment z" in text
        assert "As it stands here: " in text


def test_flags_are_the_checks(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    change(project, "docs/commentary/1/harbour.md", "in full", "in part")
    page = project.docs / "arguments" / "silt.md"
    text = page.read_text("utf-8")
    page.write_text(text[: text.index(":::{parallel}")], "utf-8")
    with project.bibliography.open("a", encoding="utf-8") as stream:
        stream.write("\n@book{new1950,\n  title = {New},\n}\n")
    root = ["--project", str(project.root)]
    for style in ("markdown", "html"):
        assert cli.main([*root, "diff", "main", "--account", "github:x", "--format", style]) == 0
        shown = capsys.readouterr().out
        assert "but github:x changes its words" in shown
        assert "⚠ parallel-silt-and-scrap, which the main branch has" in shown
        assert "⚠ a new source" in shown
