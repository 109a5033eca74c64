"""What `edition check` finds, code by code."""

from __future__ import annotations

import enum
import json
import subprocess
from pathlib import Path

import pytest
from tests.golden_cases import git

from critical_edition.checking import edition as check
from critical_edition.checking.authorship import Against
from critical_edition.checking.reporting import Style
from critical_edition.model.codes import Code
from critical_edition.model.findings import Severity, explanations
from critical_edition.model.registers import RegisterCode
from critical_edition.sources import read as source
from critical_edition.sources.pages import shown
from critical_edition.sources.project import Project
from critical_edition.text import store

PAGE_1 = "docs/essay/1-the-harbour.md"
PAGE_2 = "docs/essay/2-the-dredgers.md"
MARKS_1 = "docs/essay/marks/1.toml"


def found(project: Project) -> list[tuple[enum.StrEnum, str, int]]:
    findings = check.findings(source.read(project))
    return [(f.code, shown(f.path, project.root), f.line) for f in findings]


def change(project: Project, name: str, old: str, new: str) -> None:
    path = project.root / name
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def track(project: Project) -> None:
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", "-C", project.root, *command], check=True)


def test_nothing_is_wrong(project: Project) -> None:
    track(project)
    assert found(project) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (PAGE_1, "Nobody in Westhaven had foreseen that", "not a soul had thought it would be so",
         [(Code.INCIPIT_LENGTH, 4)]),
        (PAGE_1, "kestrel1931{pp. 12–15}", "kestrel1932", [(Code.CITATION_KEY, 11)]),
        (PAGE_1, ":ibid: marlow1948", ":ibid: kestrel1931", [(Code.IBID, 22)]),
        (PAGE_1, ":pages: 563-564", ":pages: 563", [(Code.PAGE_MARK, 5)]),
        (PAGE_1, ":pages: 564\n", ":pages: 564-565\n", [(Code.PAGE_MARK, 16)]),
        (PAGE_1, "The engineers blamed the tides. Compare {edition:passage}`2.1`.", "",
         [(Code.SUMMARY_MISSING, 14)]),
        (PAGE_1, "{cite:p}`kestrel1931{pp. 12–15}`; {cite:p}`{see also}marlow1948`", "",
         [(Code.NOTE_EMPTY, 10)]),
        (PAGE_2, ":pages: 565", ":pages: 567", [(Code.PAGE_MARK, 5), (Code.PAGE_ORDER, 5)]),
        (PAGE_2, ":pages: 565", ":pages: 563", [(Code.PAGE_MARK, 5), (Code.PAGE_ORDER, 5)]),
        (PAGE_2, "{passage} 2.1", "{passage} 2.2",
         [(Code.PASSAGE_MISSING, 1), (Code.PASSAGE_ORDER, 3), (Code.PASSAGE_UNKNOWN, 3)]),
        (PAGE_2, "{passage} 2.1", "{passage} 3.1",
         [(Code.PASSAGE_MISSING, 1), (Code.PASSAGE_ID, 3), (Code.PASSAGE_UNKNOWN, 3)]),
        (PAGE_1, "{authornote} 2", "{authornote} 1",
         [(Code.PASSAGE_MISSING, 1), (Code.NOTE_ORDER, 21), (Code.NOTE_PLACE, 21)]),
        (PAGE_1, "{authornote} 2", "{authornote} 3",
         [(Code.PASSAGE_MISSING, 1), (Code.NOTE_MARKER, 21), (Code.NOTE_ORDER, 21),
          (Code.PASSAGE_UNKNOWN, 21)]),
    ],
)  # fmt: skip
def test_pages(
    project: Project, name: str, old: str, new: str, expected: list[tuple[Code, int]]
) -> None:
    change(project, name, old, new)
    here = [(code, line) for code, path, line in found(project) if path == name]
    assert here == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('[[mark]]\non = "1.2"\nkind = "marker"\nnote = 2\nafter = "equinox."\n', "",
         [(Code.NOTE_MARKER, PAGE_1, 21)]),
        ('on = "1.2"', 'on = "1.1"', [(Code.NOTE_PLACE, PAGE_1, 21)]),
        ('on = "n1"', 'on = "n9"', [(Code.MARK, MARKS_1, 26)]),
        ("note = 2\n", 'note = "two"\n', [(Code.MARK, MARKS_1, 19)]),
        ("note = 2\n", "note =\n", [(Code.MARK, MARKS_1, 22)]),
        ("page = 564", "page = 566", [(Code.PAGE_MARK, PAGE_1, 5)] * 2),
    ],
)  # fmt: skip
def test_marks(project: Project, old: str, new: str, expected: list[tuple[Code, str, int]]) -> None:
    change(project, MARKS_1, old, new)
    assert found(project) == expected


def test_a_note_before_any_passage(project: Project) -> None:
    page = project.root / PAGE_1
    text = page.read_text("utf-8")
    head, rest = text.split("\n\n", 1)
    first = rest.split(":::\n\n")[1] + ":::\n\n"
    page.write_text(f"{head}\n\n{first}{rest.replace(first, '', 1)}", "utf-8")
    assert (Code.NOTE_PLACE, PAGE_1, 3) in found(project)


def test_a_missing_section(project: Project) -> None:
    (project.root / PAGE_1).unlink()
    assert (Code.SECTION_NUMBER, PAGE_2, 1) in found(project)


def test_no_lock(project: Project) -> None:
    project.lock.write_text("version = 0", "utf-8")
    assert found(project) == [(Code.LOCK, "docs/essay/text.lock", 1)]


def test_no_bibliography(project: Project) -> None:
    project.bibliography.unlink()
    assert found(project) == [(Code.UNREADABLE, "references.bib", 1)]


PERSON = """\
[[person]]
id = "kestrel"
name = "Ada Kestrel"
sort = "Kestrel, Ada"
was = "Hydrographer."
forms = ["Kestrel"]
passages = ["1.1"]
"""


def test_registers_are_read(project: Project) -> None:
    project.registers.mkdir()
    path = project.registers / "persons.toml"
    path.write_text(PERSON, "utf-8")
    assert found(project) == []
    path.write_text(PERSON.replace('"1.1"', '"one"'), "utf-8")
    name = "docs/registers/persons.toml"
    assert [(c, p) for c, p, _ in found(project)] == [(RegisterCode.PASSAGES, name)]


def test_registers_are_held_against_an_established_text(
    project: Project, proofread: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    project.registers.mkdir()
    (project.registers / "persons.toml").write_text(PERSON, "utf-8")
    store.write(project.text, proofread)
    assert found(project) == [(RegisterCode.OCCURRENCE, "docs/registers/persons.toml", 1)]
    assert check.run_check(project, Style.TEXT) == 1
    assert "    Correct `passages`" in capsys.readouterr().out


# --- the leak guard -----------------------------------------------------------------------------


def words_of(proofread: dict[str, str], count: int, start: str) -> str:
    text = proofread["2-the-dredgers.md"].replace("\\\n", "")
    return " ".join(text[text.index(start) :].split()[:count])


@pytest.mark.parametrize("start", ["When", "dredgers", "came", "was", "lie", "which"])
def test_twelve_words_are_found_wherever_they_begin(
    project: Project, proofread: dict[str, str], start: str
) -> None:
    text = proofread["2-the-dredgers.md"].split("(p2.1)=")[1]
    run = " ".join(text[text.index(start) :].split()[:12])
    (project.root / "notes.txt").write_text(f"As he says,\n{run.upper()}\n", "utf-8")
    track(project)
    assert (Code.LEAK, "notes.txt", 2) in found(project)


def test_words_broken_over_lines_and_emphasised(project: Project) -> None:
    (project.root / "notes.md").write_text(
        "nothing *left* for\n  them to do but to **lie** at the\n  quay and rust\n", "utf-8"
    )
    track(project)
    assert [(c, p) for c, p, _ in found(project)] == [(Code.LEAK, "notes.md")]


def test_what_the_published_main_branch_has_is_searched_where_a_contribution_is_decided_on(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    words = "nothing left for them to do but to lie at the quay and rust\n"
    old, new = project.root / "old.md", project.root / "new.md"
    old.write_text(words, "utf-8")
    track(project)
    git(project.root, "commit", "-qm", "what was published")
    git(project.root, "update-ref", "refs/remotes/origin/main", "HEAD")
    new.write_text(words, "utf-8")
    git(project.root, "add", "--all")

    def leaking(base: str = "") -> list[str]:
        edition = source.read(project)
        against = Against(base)
        every = check.findings(edition, against)
        return [f.path.name for f in every if f.code is Code.LEAK]

    assert leaking() == ["new.md"]
    assert leaking("HEAD") == ["new.md", "old.md"]
    monkeypatch.setenv("CI", "true")
    assert leaking() == ["new.md", "old.md"]
    monkeypatch.delenv("CI")
    # Another bibliography, as another lock, may make a leak of what was none.
    project.bibliography.write_text(f"{project.bibliography.read_text('utf-8')}\n", "utf-8")
    assert leaking() == ["new.md", "old.md"]
    git(project.root, "checkout", "-q", "--", project.bibliography.name)
    old.write_text(f"Again: {words}", "utf-8")
    assert leaking() == ["new.md", "old.md"]


def test_new_files_are_searched_but_for_what_git_ignores(
    project: Project, proofread: dict[str, str]
) -> None:
    (project.root / ".gitignore").write_text("private.md\n", "utf-8")
    track(project)
    (project.root / "private.md").write_text(proofread["1-the-harbour.md"], "utf-8")
    assert found(project) == []
    (project.root / "pasted.md").write_text(proofread["1-the-harbour.md"], "utf-8")
    assert {(c, p) for c, p, _ in found(project)} == {(Code.LEAK, "pasted.md")}


def test_without_version_control_the_pages_are_searched(
    project: Project, proofread: dict[str, str]
) -> None:
    store.write(project.text, proofread)
    assert found(project) == []
    (project.docs / "draft.md").write_text(proofread["2-the-dredgers.md"], "utf-8")
    assert {(c, p) for c, p, _ in found(project)} == {(Code.LEAK, "docs/draft.md")}


def test_permitted_quotations(project: Project) -> None:
    """Every eight words of a passage may be an incipit or a lemma; at six the lock knows some."""
    text = "When the dredgers came at last there was nothing left for them to do but to lie"
    words = text.split()
    for at in range(len(words) - 8):
        quotation = " ".join(words[at : at + 8])
        (project.root / "a.toml").write_text(
            f'lemma = "{quotation}"\nafter = "{quotation} [2]"\n', "utf-8"
        )
        (project.root / "a.md").write_text(
            f':incipit: {quotation}\n:on: 2.1 "{quotation}"\n', "utf-8"
        )
        track(project)
        assert found(project) == []


def test_a_lemma_of_nine_words_is_not_permitted(project: Project) -> None:
    for at in ("dredgers came at last there was nothing left for them to do but",):
        (project.root / "a.toml").write_text(f'lemma = "{at}"\n', "utf-8")
    track(project)
    assert found(project) == [(Code.LEAK, "a.toml", 1)]


def test_six_words_may_stand_in_a_short_quotation_alone(project: Project) -> None:
    page = project.root / "a.md"
    page.write_text("There “was nothing left for them to do” boats.\n", "utf-8")
    track(project)
    edition = source.read(project)
    quoted = [f.severity for f in check.findings(edition)]
    page.write_text("There was nothing left for them to do boats.\n", "utf-8")
    plain = [f.severity for f in check.findings(edition)]
    assert (quoted, plain) == ([], [Severity.ERROR])


# --- printing -----------------------------------------------------------------------------------


def test_text(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    change(project, PAGE_1, ":ibid: marlow1948", ":ibid: kestrel1931")
    assert check.run_check(project, Style.TEXT) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0] == (
        f"{PAGE_1}:22:1: error: note n2 does not cite “kestrel1931”, which is under :ibid: [ibid]"
    )
    assert out[1] == "    Name under `:ibid:` only works that the note's body cites."
    assert out[2].startswith("Checked 3 passages and 2 notes in ")
    assert out[2].endswith(": 1 error.")


def test_nothing_to_print(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.run_check(project, Style.TEXT) == 0
    assert capsys.readouterr().out.endswith(": nothing is wrong.\n")


def test_json(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    change(project, PAGE_1, ":pages: 563-564", ":pages: none")
    assert check.run_check(project, Style.JSON) == 1
    (row,) = json.loads(capsys.readouterr().out)["findings"]
    assert row.pop("message").startswith("“none” is not a page")
    assert row.pop("remedy")
    assert row == {
        "code": "pages", "severity": "error", "file": PAGE_1, "line": 5, "column": 9,
    }  # fmt: skip


def test_github(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    change(project, PAGE_1, ":pages: 563-564", ":pages: 100%")
    assert check.run_check(project, Style.GITHUB) == 1
    line = capsys.readouterr().out.splitlines()[0]
    assert line.startswith(f"::error file={PAGE_1},line=5,col=9,title=pages::“100%25” is not")


@pytest.mark.parametrize("register", [Code, RegisterCode])
def test_every_code_is_explained(register: type[enum.StrEnum]) -> None:
    explained = explanations(register)
    assert explained.keys() == set(register)
    assert all(what.endswith(".") and todo.endswith(".") for what, todo in explained.values())


def test_no_code_means_two_things() -> None:
    assert not {c.value for c in Code} & {c.value for c in RegisterCode}


def test_a_file_that_cannot_be_read_is_no_leak(project: Project) -> None:
    (project.root / "picture.png").write_bytes(bytes(range(256)))
    track(project)
    Path(project.root / "picture.png").chmod(0)
    assert found(project) == []
