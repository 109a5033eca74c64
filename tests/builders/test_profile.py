"""The profile is what a build goes by: no conf.py says otherwise, and no fault of it is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest
from sphinx.errors import ConfigError
from tests.conftest import Edition
from tests.golden_cases import FOLDER

from critical_edition.commands import main as cli
from critical_edition.domain.config import FindingError
from critical_edition.model.codes import Code


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("edition_text", "elsewhere"),
        ("edition_text", ""),
        ("edition_marks", "marks"),
        ("edition_work", "kestrel1931"),
        ("bibtex_bibfiles", ["others.bib"]),
    ],
)
def test_a_conf_that_says_otherwise_is_refused(invented: Edition, name: str, value: object) -> None:
    conf = invented.source / "conf.py"
    content = conf.read_text("utf-8")
    invented.write("conf.py", f"{content}\n{name} = {value!r}\n")
    with pytest.raises(FindingError, match=f"{name} is ") as refused:
        invented.build("text")
    found = refused.value.finding
    assert (found.code, found.path) == (Code.PROFILE, conf)
    assert found.line == content.count("\n") + 2


def test_a_conf_that_says_the_same_is_none_the_worse(invented: Edition) -> None:
    conf = (invented.source / "conf.py").read_text("utf-8")
    invented.write("conf.py", f'{conf}\nedition_text = "essay/text"\n')
    invented.establish()
    built = invented.build("text")
    assert "to lie at the quay" in (built.out / "essay/2-the-dredgers.txt").read_text("utf-8")


def test_a_build_may_leave_the_text_out(invented: Edition) -> None:
    invented.establish()
    built = invented.build("text", edition_text="")
    assert "to lie at the quay" not in (built.out / "essay/2-the-dredgers.txt").read_text("utf-8")


def test_a_faulty_profile_stops_the_build_at_its_line(invented: Edition) -> None:
    content = (invented.source / "edition.toml").read_text("utf-8")
    invented.write("edition.toml", content.replace("noun =", "nuon ="))
    with pytest.raises(ConfigError, match=r"edition\.toml:3:1: work\.nuon: there is no such key"):
        invented.build("text")


def test_a_profile_that_changes_has_all_read_anew(invented: Edition) -> None:
    before = invented.build().page("search.html").xpath("//fieldset//label/text()")
    invented.edit("edition.toml", 'author = "Marlow"', 'author = "Kestrel"')
    after = invented.build().page("search.html").xpath("//fieldset//label/text()")
    assert " Marlow’s notes" in before
    assert " Kestrel’s notes" in after


def test_a_kind_that_is_a_line_of_the_profile_is_everywhere(invented: Edition) -> None:
    kinds = '\n[kinds]\npuns = { label = "Comments on puns" }\n'
    path = invented.source / "edition.toml"
    invented.write("edition.toml", path.read_text("utf-8") + kinds)
    comment = (
        "# Puns\n\n:::{comment} a-pun\n:on: 1.1\n:kind: puns\n:date: 2026-11-01\n"
        ":uncited: it is heard\n\nIt is a play on words.\n:::\n\n```{comment-index}\n```\n"
    )
    invented.write("puns.md", comment)
    invented.edit("index.md", "emendations\n", "emendations\npuns\n")
    built = invented.build()
    assert not [w for w in built.warnings if "comment-kind" in w]
    page = built.page("essay/1-the-harbour.html")
    assert page.xpath("//*[@id='comment-a-pun' and contains(@class, 'comment-puns')]")
    assert page.xpath("//input[@name='layer' and @value='puns']/..")[0].text_content().strip() == (
        "Comments on puns"
    )
    assert built.page("puns.html").xpath("//input[@id='kind-puns']")
    static = built.out / "_static"
    styles = (static / "edition-page.css").read_text("utf-8")
    assert "#kind-puns:checked" in styles
    assert '[data-off~="puns"]' in styles
    assert "@KIND@" not in styles
    assert 'const KINDS = ["puns"];' in (static / "edition.js").read_text("utf-8")


def test_the_commands_know_a_project_by_its_profile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--project", str(tmp_path), "check"]) != 0
    assert "no docs/edition.toml above it" in capsys.readouterr().err
    assert not (FOLDER / "base" / "docs" / "essay" / "text").exists()
