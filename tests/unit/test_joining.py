"""Words that the edition tells, set at their recorded places: which of them join."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.golden_cases import FOLDER, Case

from critical_edition.checking.edition import findings
from critical_edition.commands import main as cli
from critical_edition.model.codes import Code
from critical_edition.sources.project import Project
from critical_edition.sources.read import read

COMMENT = """\
:::{{comment}} {id}
:on: 1.1 "{lemma}"
:kind: context
:by: ada-kestrel
:date: 2026-11-01

They are counted by Kestrel {{cite:p}}`kestrel1931{{p. 15}}`.
:::
"""


def joined(root: Path, *lemmata: str, text: bool = False) -> list[str]:
    """Return what is found where comments on 1.1 hang on these words, once these are recorded."""
    Case(FOLDER / "no-such-code").lay_out(root)
    pages = (COMMENT.format(id=f"c{at}", lemma=lemma) for at, lemma in enumerate(lemmata))
    page = root / "docs" / "commentary" / "1" / "more.md"
    page.write_text("# More\n\n" + "\n".join(pages), "utf-8")
    established = root / "docs" / "essay" / "text"
    shutil.copytree(FOLDER / "text", established)
    assert cli.main(["--project", str(root), "text", "lemmata"]) == 0
    if not text:
        shutil.rmtree(established)
    found = findings(read(Project(root)))
    return [str(f.message) for f in found if f.code is Code.JOINED]


@pytest.mark.parametrize(
    ("lemmata", "size"),
    [
        (["the harbour would close within seven"], 12),  # after the incipit's six
        (["the harbour would close within"], 0),  # eleven
        (["harbour would close within seven winters"], 13),  # another lemma has “the”
        (["foreseen that the harbour", "close within seven winters"], 13),
        (["close within … Gazette took", "seven winters"], 13),
        (["as much in every issue", "that year and of the next"], 0),  # a word apart
        (["as much in every issue of", "that year and of the next"], 12),
    ],
)
def test_what_joins(lemmata: list[str], size: int, tmp_path: Path) -> None:
    found = joined(tmp_path / "edition", *lemmata)
    assert [f.split()[1] for f in found] == ([str(size)] if size else [])


def test_marks_count_where_the_text_is(tmp_path: Path) -> None:
    """A mark’s words join those of a lemma, as far as somebody can see where they are."""
    words = "The Westhaven Gazette took a view of", "pleased its owners more than its"
    assert joined(tmp_path / "without", words[0], "matter that pleased") == []
    (message,) = joined(
        tmp_path / "with", "The Westhaven Gazette took a", "the matter that", words[1], text=True
    )
    assert "a mark (page)" in message


def test_words_that_are_somebody_s_alone(tmp_path: Path) -> None:
    root = tmp_path / "edition"
    assert joined(root, "the harbour would close within seven winters")
    profile = root / "docs" / "edition.toml"
    free = profile.read_text("utf-8").replace("[work]", '[work]\nrights = "public-domain"')
    profile.write_text(free, "utf-8")
    assert not [f for f in findings(read(Project(root))) if f.code is Code.JOINED]
