"""What is wrong with comments, arguments and parallels: whole lists of messages, with and without a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.golden_cases import FOLDER

from critical_edition.checking import edition as check
from critical_edition.commands import main as cli
from critical_edition.sources import read as source
from critical_edition.sources.project import Project

HARBOUR = "commentary/1/harbour.md"
SILT = "arguments/silt.md"


@pytest.fixture
def edition(tmp_path: Path) -> Project:
    """The base of the golden cases, whose lemmata someone with a copy has recorded."""
    project = Project(tmp_path / "edition")
    shutil.copytree(FOLDER / "base", project.root)
    shutil.copytree(FOLDER / "text", project.text)
    assert cli.main(["--project", str(project.root), "text", "lemmata"]) == 0
    shutil.rmtree(project.text)
    return project


def edit(project: Project, name: str, old: str, new: str) -> None:
    path = project.docs / name
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new), "utf-8")


def add(project: Project, name: str, content: str) -> None:
    path = project.docs / name
    path.write_text(path.read_text("utf-8") + "\n" + content, "utf-8")


def messages(project: Project) -> list[str]:
    found = check.findings(source.read(project))
    return [
        f"{f.path.relative_to(project.docs)}:{f.line}: {f.severity}: {f.message} [{f.code}]"
        for f in found
    ]


def parallel(name: str, start: str, end: str, relation: str, argument: str = "silt") -> str:
    return (
        f":::{{parallel}} {name}\n:argument: {argument}\n:from: {start}\n:to: {end}\n"
        f":relation: {relation}\n:by: ada-kestrel\n\nThey are alike.\n:::\n"
    )


def test_recorded_lemmata_are_right_without_a_copy(edition: Project) -> None:
    assert messages(edition) == []
    assert "harbour would close" not in edition.lemmata.read_text("utf-8")


def test_a_recorded_lemma_that_is_changed_is_wrong(edition: Project) -> None:
    edit(edition, HARBOUR, '"the harbour would close"', '"the harbour would shut"')
    assert messages(edition) == [
        f"{HARBOUR}:4: error: :on: 1.1: “the harbour would shut” is not the lemma that was found in "
        "the text; restore that, or have someone with a copy run `edition text lemmata` [lemma]"
    ]


def test_a_recorded_lemma_at_another_place_is_wrong(edition: Project) -> None:
    edit(edition, HARBOUR, '1.1 "pleased its owners"', '1.2 "pleased its owners"')
    assert [m.partition(" error: ")[2][:31] for m in messages(edition)] == [
        ":on: 1.2: “pleased its owners” "
    ]


def test_words_that_another_record_hangs_on_are_right(edition: Project) -> None:
    add(edition, SILT, parallel("silt-twice", '1.1 "the harbour would close"', "2.2", "develops"))
    assert messages(edition) == []


def test_a_new_lemma_waits_for_someone_with_a_copy(edition: Project) -> None:
    add(edition, SILT, parallel("silt-new", '1.1 "never seen"', "2.2", "develops"))
    assert messages(edition) == [
        f"{SILT}:21: warning: :from: 1.1: “never seen” is not recorded yet [lemma-unrecorded]"
    ]


def test_who_has_a_copy_is_told_of_what_is_not_recorded(edition: Project) -> None:
    shutil.copytree(FOLDER / "text", edition.text)
    add(edition, SILT, parallel("silt-new", '2.1 "for scrap"', "2.2", "develops"))
    assert messages(edition) == [
        f"{SILT}:21: warning: :from: 2.1: “for scrap” stands in the text, but is not recorded "
        "[lemma-unrecorded]"
    ]
    assert cli.main(["--project", str(edition.root), "text", "lemmata"]) == 0
    assert messages(edition) == []


def test_a_lemma_that_is_not_in_the_text_is_not_recorded(
    edition: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    before = edition.lemmata.read_text("utf-8")
    shutil.copytree(FOLDER / "text", edition.text)
    add(edition, SILT, parallel("silt-new", '2.1 "for sport"', "2.2", "develops"))
    assert cli.main(["--project", str(edition.root), "text", "lemmata"]) == 1
    assert "parallel-silt-new-from: 2.1: “for sport” does not occur" in capsys.readouterr().err
    assert edition.lemmata.read_text("utf-8") == before


def test_a_damaged_record_is_reported(edition: Project) -> None:
    edition.lemmata.write_text("version = 1\n", "utf-8")
    assert messages(edition) == [
        "essay/lemmata.lock:1: error: the record of lemmata is damaged ('lemmata') [lock]"
    ]


RECORDS = {
    "joined with itself": (
        parallel("silt-self", "2.2", "2.2", "develops"),
        ["21: error: the parallel “silt-self” joins a place with itself [parallel-ends]"],
    ),
    "said the other way round": (
        parallel(
            "silt-inverse", '2.1 "sold them for scrap"', '1.1 "the harbour would close"', "fulfils"
        ),
        [
            "21: error: the parallel “silt-inverse” says what “silt-and-scrap” says already "
            "[parallel-ends]"
        ],
    ),
    "a ring": (
        parallel("one", "1.1", "1.2", "develops")
        + parallel("two", "1.2", "2.2", "develops")
        + parallel("three", "2.2", "1.1", "develops"),
        [
            "23: error: the parallels “one”, “three”, “two” go in a ring: each passage develops the "
            "next [parallel-order]"
        ],
    ),
    "a promise after its fulfilment": (
        parallel("late", "2.1", "1.1", "anticipates"),
        [
            "23: error: the parallel “late”: what anticipates stands earlier in the text than the other "
            "passage; turn :from: and :to: round, or write fulfils [parallel-order]"
        ],
    ),
    "a note's promise": (
        parallel("noted", "n2", "1.1", "anticipates"),
        [
            "23: error: the parallel “noted”: what anticipates stands earlier in the text than the other "
            "passage; turn :from: and :to: round, or write fulfils [parallel-order]"
        ],
    ),
    "no argument": (
        parallel("lost", "1.1", "2.2", "develops", "sand"),
        [
            "20: error: the parallel “lost” belongs to “sand”, which is no argument [parallel-argument]"
        ],
    ),
}


@pytest.mark.parametrize("case", RECORDS)
def test_faults_of_parallels(edition: Project, case: str) -> None:
    content, expected = RECORDS[case]
    add(edition, SILT, content)
    assert messages(edition) == [f"{SILT}:{line}" for line in expected]


def test_replies_in_a_ring(edition: Project) -> None:
    edit(
        edition,
        HARBOUR,
        ":date: 2026-11-01\n",
        ":date: 2026-11-01\n:replies-to: gazette-owners\n",
    )
    assert messages(edition) == [
        f"{HARBOUR}:18: error: the comments “gazette-owners”, “harbour-silt” answer one another in a "
        "ring [comment-reply]"
    ]


def test_a_comment_does_not_answer_itself(edition: Project) -> None:
    edit(edition, HARBOUR, ":replies-to: harbour-silt", ":replies-to: gazette-owners")
    assert messages(edition) == [
        f"{HARBOUR}:17: error: the comment “gazette-owners” answers itself [comment-reply]"
    ]
