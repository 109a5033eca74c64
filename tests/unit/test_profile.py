"""The profile: what ``edition.toml`` may say, and what is found wrong with it and where."""

from __future__ import annotations

import dataclasses
import typing
from pathlib import Path
from typing import Any

import pytest
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from critical_edition.model.codes import Code
from critical_edition.model.profile import KINDS, RELATIONS, Kind, Profile, Relation
from critical_edition.outputs.doctree import profile_page
from critical_edition.sources import profile
from critical_edition.sources.project import Project

PATH = Path("docs/edition.toml")


def found(content: str) -> tuple[Profile, list[tuple[int, int, str]]]:
    read, findings = profile.parse(content, PATH)
    assert {f.code for f in findings} <= {Code.PROFILE}
    return read, [(f.line, f.column, f.message) for f in findings]


def test_what_is_not_said_is_as_a_first_edition_needs_it() -> None:
    assert found("") == (Profile(), [])
    assert profile.read(Path("nowhere/edition.toml")) == (Profile(), ())
    assert Profile().kinds == KINDS
    assert Profile().relations == RELATIONS


def test_every_key_is_explained() -> None:
    seen: list[type] = []
    todo: list[Any] = [Profile]
    while todo:
        kind = todo.pop()
        seen.append(kind)
        hints = typing.get_type_hints(kind)
        assert set(profile_page.meanings(kind)) == {f.name for f in dataclasses.fields(kind)}
        inner = [h for hint in hints.values() for h in (hint, *typing.get_args(hint))]
        todo += [h for h in inner if dataclasses.is_dataclass(h)]
    assert len(seen) > 8


def test_a_kind_is_a_line() -> None:
    read, wrong = found('[kinds]\npuns = { label = "Comments on puns", about = "wordplay" }\n')
    assert read.kinds == (Kind("puns", "Comments on puns", "wordplay"),)
    assert not wrong


def test_a_relation_is_a_line_and_has_labels_without_being_given_any() -> None:
    read, wrong = found('[relations]\ntakes-up = {}\nmocks = { inverse = "mocked by" }\n')
    assert [(str(r), r.label, r.inverse, r.backwards) for r in read.relations] == [
        ("takes-up", "takes up", "takes up", None),
        ("mocks", "mocks", "mocked by", None),
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("content", "line", "column", "message"),
    [
        (
            "[edition]\ndate = '1 March 2026'\n",
            2,
            1,
            "edition.date: “1 March 2026” is not a date; write 1934, 1934-07 or 1934-07-19",
        ),
        (
            "[kinds]\na = { lable = 'x' }\n",
            2,
            7,
            "kinds.a.lable: there is no such key. Did you mean",
        ),
        ("\n[kind]\n", 2, 1, "kind: there is no such key. Did you mean “kinds”"),
        ("[relations]\nis = { weight = 'bold' }\n", 2, 8, "“bold” is not one of plain, strong"),
        ("[relations.is]\nlabel = 'x'\nsymmetric = 'yes'\n", 3, 1, "true or false belongs here"),
        ("[relations]\nis = { converse = 'was' }\n", 2, 8, "there is no relation “was”"),
        ("[kinds]\n'A b' = {}\n", 2, 1, "an id is small letters, digits and hyphens"),
        ("kinds = 3\n", 1, 1, "a table of tables belongs here"),
        ("[kinds\n", 1, 7, "the profile is not TOML"),
    ],
)
def test_what_is_wrong_is_found_where_it_stands(
    content: str, line: int, column: int, message: str
) -> None:
    _, wrong = found(content)
    assert [(w[0], w[1]) for w in wrong] == [(line, column)]
    assert message in wrong[0][2]


def test_a_converse_says_the_same_the_other_way_round() -> None:
    for relation in RELATIONS:
        if relation.converse:
            other = Profile().relation(relation.converse)
            assert other is not None
            assert (other.converse, other.label) == (str(relation), relation.inverse)
    assert any(relation.converse for relation in RELATIONS)


def test_this_edition_has_a_profile_without_faults(checkout: Path) -> None:
    path = Project(checkout).profile_file
    read, findings = profile.read(path)
    assert path.is_file()
    assert findings == ()
    assert isinstance(read.relation("fulfils"), Relation)


def test_the_edition_says_its_title_version_and_address_once(tmp_path: Path) -> None:
    """What conf.py leaves out follows from the profile; what it says otherwise is refused."""
    (tmp_path / "edition.toml").write_text(
        "[edition]\ntitle = 'Harbours'\nversion = '2.0'\naddress = 'https://harbour.example/'\n"
        "[bibliography]\nfile = 'references.bib'\n",
        "utf-8",
    )
    (tmp_path / "index.md").write_text("# Harbours\n", "utf-8")
    (tmp_path / "references.bib").write_text("", "utf-8")
    conf = (
        "extensions = ['myst_parser', 'critical_edition']\nbibtex_bibfiles = ['references.bib']\n"
    )
    (tmp_path / "conf.py").write_text(conf, "utf-8")

    def config() -> Config:
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                tmp_path,
                tmp_path,
                tmp_path / "o",
                tmp_path / "d",
                "html",
                status=None,
                warning=None,
            )
            return app.config

    read = config()
    assert (read.project, read.release, read.version) == ("Harbours", "2.0", "2.0")
    assert read.html_baseurl == "https://harbour.example/"
    (tmp_path / "conf.py").write_text(f"{conf}release = '1.0'\n", "utf-8")
    with pytest.raises(ConfigError, match=r"release is '1.0', but edition.toml says '2.0'"):
        config()
