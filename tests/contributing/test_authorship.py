"""Who may write under which name, and who may change who is who."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.golden_cases import FOLDER, git

from critical_edition.checking import edition as check
from critical_edition.checking.authorship import Against
from critical_edition.commands import main as cli
from critical_edition.model.codes import Code
from critical_edition.model.findings import Severity
from critical_edition.sources import read as source
from critical_edition.sources.pages import shown
from critical_edition.sources.project import Project

EDITOR = 'licence = "CC-BY-4.0"\neditor = true\ncollective = true\n'
PEOPLE = "docs/contributors.toml"
SILT = "docs/commentary/1/harbour.md"


@pytest.fixture
def edition(tmp_path: Path) -> Project:
    root = tmp_path / "edition"
    shutil.copytree(FOLDER / "base", root)
    people = root / PEOPLE
    text = people.read_text("utf-8").replace(EDITOR, f'{EDITOR}accounts = ["github:the-editor"]\n')
    people.write_text(
        f'{text}\n[[contributor]]\nid = "b-marlow"\nname = "B. Marlow"\n'
        'roles = ["writing-original-draft"]\nlicence = "CC-BY-4.0"\n',
        "utf-8",
    )
    (root / "docs" / "retired.toml").write_text(
        '[[retired]]\nid = "comment-old"\nto = "comment-harbour-silt"\n', "utf-8"
    )
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "base")
    return Project.find(root)


def found(
    project: Project, account: str = "", severity: Severity = Severity.ERROR
) -> list[tuple[str, int, str]]:
    findings = check.findings(source.read(project), Against("", account))
    return [
        (shown(f.path, project.root), f.line, f.message)
        for f in findings
        if f.code is Code.AUTHORSHIP and f.severity is severity
    ]


def change(project: Project, name: str, old: str, new: str) -> None:
    path = project.root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


UNSIGNED = """\

:::{comment} unsigned
:on: 1.2
:kind: context
:date: 2026-11-01

The soundings are printed in full by Kestrel {cite:p}`kestrel1931{p. 14}`.
:::
"""


def test_who_does_not_sign_writes_for_the_editors(edition: Project) -> None:
    page = edition.root / SILT
    page.write_text(page.read_text("utf-8") + UNSIGNED, "utf-8")
    assert found(edition) == found(edition, "github:The-Editor") == []
    for account in ("github:kestrel", "github:stranger"):
        message = f"comment-unsigned lacks :by: and so is the editors’, but {account} sent it"
        assert found(edition, account) == [(SILT, 22, message)]


def test_a_record_in_a_quotation_is_not_overlooked(edition: Project) -> None:
    page = edition.root / SILT
    quoted = "".join(f"> {line}\n" for line in UNSIGNED.strip().splitlines())
    page.write_text(page.read_text("utf-8") + "\n" + quoted, "utf-8")
    assert [line for _, line, _ in found(edition, "github:stranger")] == [22]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "B. Marlow"', 'name = "B. Marlow"\naccounts = ["github:stranger"]',
         "the entry of “b-marlow” is changed"),
        ('name = "Ada Kestrel"', 'name = "Ada Marlow"', "the entry of “ada-kestrel” is changed"),
        ('"github:kestrel"', '"github:kestrel", "github:stranger"',
         "the entry of “ada-kestrel” is changed"),
        ('id = "b-marlow"', 'id = "c-marlow"',
         "“b-marlow”, whom the main branch lists, is left out"),
    ],
)  # fmt: skip
def test_entries_of_others(edition: Project, old: str, new: str, message: str) -> None:
    change(edition, PEOPLE, old, new)
    # Locally nobody knows whose the entry is: it may be one's own.
    assert found(edition) == []
    assert [m for _, _, m in found(edition, severity=Severity.WARNING)] == [
        f"{message}, and who sent it is not said"
    ]
    assert [m for _, _, m in found(edition, "github:stranger")] == [
        f"{message}, but github:stranger sent it"
    ]
    assert found(edition, "github:the-editor") == []


def test_an_entry_of_ones_own(edition: Project) -> None:
    change(edition, PEOPLE, 'name = "Ada Kestrel"', 'name = "Ada M. Kestrel"')
    assert found(edition, "github:kestrel") == []
    change(edition, PEOPLE, 'name = "Ada M. Kestrel"', 'name = "Ada M. Kestrel"\neditor = true')
    assert [m for _, _, m in found(edition, "github:kestrel")] == [
        "the entry of “ada-kestrel” is changed, but github:kestrel sent it"
    ]


def test_who_is_new_adds_an_entry_but_no_editor(edition: Project) -> None:
    path = edition.root / PEOPLE
    entry = (
        '\n[[contributor]]\nid = "d-new"\nname = "D. New"\nlicence = "CC-BY-4.0"\n'
        'roles = ["writing-original-draft"]\naccounts = ["github:stranger"]\n'
    )
    path.write_text(path.read_text("utf-8") + entry, "utf-8")
    assert found(edition, "github:stranger") == found(edition) == []
    path.write_text(path.read_text("utf-8") + "editor = true\n", "utf-8")
    assert [m for _, _, m in found(edition, "github:stranger")] == [
        "“d-new” is made an editor, but github:stranger sent it"
    ]


CAROL = """
[[contributor]]
id = "bartholomew"
name = "Bartholomew Marlow"
roles = ["writing-original-draft"]
licence = "CC-BY-4.0"
accounts = ["github:bmarlow"]
"""


def test_nobody_claims_the_account_of_somebody_else(edition: Project) -> None:
    path = edition.root / PEOPLE
    line = path.read_text("utf-8").count("\n") + 2
    path.write_text(path.read_text("utf-8") + CAROL, "utf-8")
    message = (
        "the entry of “bartholomew” claims the account github:bmarlow, but github:carol sent it"
    )
    assert found(edition, "github:carol") == [(PEOPLE, line, message)]
    assert found(edition) == found(edition, severity=Severity.WARNING) == []
    assert found(edition, "github:BMarlow") == found(edition, "github:the-editor") == []


def test_nor_with_the_own_one(edition: Project) -> None:
    """Neither in a new entry nor in one that the main branch has."""
    change(edition, PEOPLE, '"github:kestrel"', '"github:Kestrel", "github:bmarlow"')
    message = (
        "the entry of “ada-kestrel” claims the account github:bmarlow, but github:kestrel sent it"
    )
    assert [m for _, _, m in found(edition, "github:kestrel")] == [message]
    path = edition.root / PEOPLE
    path.write_text(path.read_text("utf-8").replace(', "github:bmarlow"', ""), "utf-8")
    assert found(edition, "github:kestrel") == []
    path.write_text(
        path.read_text("utf-8") + CAROL.replace('= ["github', '= ["github:carol", "github'), "utf-8"
    )
    assert [m.partition(",")[0] for _, _, m in found(edition, "github:carol")] == [
        "the entry of “ada-kestrel” is changed",
        "the entry of “bartholomew” claims the account github:bmarlow",
    ]


def test_the_list_may_not_go(edition: Project) -> None:
    (edition.root / PEOPLE).unlink()
    gone = "the list of contributors, which the main branch has, is gone"
    told = found(edition, severity=Severity.WARNING)
    assert told == [(PEOPLE, 1, f"{gone}, and who sent it is not said")]
    assert found(edition, "github:stranger") == [
        (PEOPLE, 1, f"{gone}, but github:stranger sent it")
    ]
    assert found(edition, "github:the-editor") == []


def test_ids_of_others_are_not_retired(edition: Project) -> None:
    change(edition, SILT, "{comment} gazette-owners", "{comment} gazette-readers")
    retired = edition.root / "docs" / "retired.toml"
    entry = '\n[[retired]]\nid = "comment-gazette-owners"\nto = "comment-harbour-silt"\n'
    retired.write_text(retired.read_text("utf-8") + entry, "utf-8")
    message = "comment-gazette-owners is by “ada-kestrel”, but github:stranger retires it"
    assert ("docs/retired.toml", 5, message) in found(edition, "github:stranger")
    assert found(edition, "github:kestrel") == found(edition, "github:the-editor") == []


def test_what_is_retired_stays_so(edition: Project) -> None:
    (edition.root / "docs" / "retired.toml").unlink()
    assert [m for _, _, m in found(edition, "github:stranger")] == [
        "comment-old is no longer retired here; github:stranger took that out"
    ]


@pytest.mark.parametrize("account", ["", "nonsense", "github:", ":name", "github:a b"])
def test_an_account_is_one(
    edition: Project, account: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--project", str(edition.root), "check", "--account", account])
    assert stopped.value.code == 2
    assert f"“{account}” is no account; write github:name" in capsys.readouterr().err
