"""A comment out of the hosting site's form."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from tests.golden_cases import FOLDER as GOLDEN
from tests.golden_cases import git

from critical_edition.checking import edition as check
from critical_edition.checking.authorship import Against
from critical_edition.commands import form
from critical_edition.commands import main as cli
from critical_edition.sources import read as source
from critical_edition.sources.project import Project

FIELDS = {
    "Passage": "2.1",
    "Words": "“sold them for scrap”",
    "Kind": "context: people, events, institutions",
    "Comment": "The bill of sale survives.",
    "Sources": "marlow1948, p. 9\n- kestrel1931",
    "Your name": "Bartholomew Marlow",
    "ORCID": "_No response_",
    "Licence": "- [X] I wrote this myself, and it may be published under CC BY 4.0.",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "edition"
    shutil.copytree(GOLDEN / "base", root)
    return Project(root)


def event(changes: dict[str, str] | None = None, login: str = "bmarlow") -> dict[str, Any]:
    fields = FIELDS | (changes or {})
    body = "\r\n\r\n".join(f"### {label}\r\n\r\n{value}" for label, value in fields.items())
    return {"issue": {"number": 7, "user": {"login": login}, "body": body}}


def send(project: Project, data: Any) -> tuple[int, dict[str, str]]:
    path = project.root / "event.json"
    report = project.root / "report.json"
    path.write_text(json.dumps(data), "utf-8")
    status = cli.main(
        ["--project", str(project.root), "new", "form", str(path), "--report", str(report)]
    )
    return status, json.loads(report.read_bytes()) if report.is_file() else {}


def test_somebody_new(project: Project) -> None:
    status, report = send(project, event())
    assert status == 0
    assert report == {
        "path": "docs/commentary/2/sold-them-for-scrap.md",
        "branch": "form/7-sold-them-for-scrap",
        "title": "Comment on 2.1, by Bartholomew Marlow",
        "body": "Sent by the form, and closes #7. The author is @bmarlow.",
        "author": "Bartholomew Marlow <bmarlow@users.noreply.github.com>",
    }
    text = (project.root / report["path"]).read_text("utf-8")
    assert "The bill of sale survives. {cite:p}`marlow1948{p. 9}, kestrel1931`.\n" in text
    assert check.findings(source.read(project)) == []
    assert 'accounts = ["github:bmarlow"]' in project.contributors.read_text("utf-8")


def test_somebody_known_keeps_the_name(project: Project) -> None:
    status, report = send(project, event({"Your name": "Somebody Else"}, login="Kestrel"))
    assert status == 0
    assert report["author"] == "Ada Kestrel <Kestrel@users.noreply.github.com>"
    assert ":by: ada-kestrel\n" in (project.root / report["path"]).read_text("utf-8")


def test_what_the_action_proposes_is_nobodys_to_refuse(project: Project) -> None:
    """It is the action that opens the pull request; the account has been matched here."""
    git(project.root, "init", "-q", "-b", "main")
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "base")
    assert send(project, event(login="kestrel"))[0] == 0

    def faults(account: str) -> list[str]:
        found = check.findings(source.read(project), Against("main", account))
        return [str(f.code) for f in found]

    assert faults("") == faults("github:kestrel") == []
    # Were it compared as the bot's own, every comment by somebody listed would be refused.
    assert faults("github:github-actions[bot]") == ["authorship"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"Passage": "9.9"}, "the text has no 9.9"),
        ({"Passage": "2.1\n:by: editors"}, "is written on one line"),
        ({"Kind": "gossip"}, "is no kind of comment"),
        ({"Sources": "marlow1984"}, "Did you mean “marlow1948”?"),
        ({"Sources": "_No response_"}, "the form names no source"),
        ({"Licence": "- [ ] I wrote this myself"}, "does not consent"),
        ({"Your name": "<b>Bold</b>"}, "“name” is to be a name"),
        ({"Your name": "A --exec=x <a@b.c>"}, "“name” is to be a name"),
        ({"ORCID": "0000-0002-1825-0098"}, "is no ORCID"),
        ({"Comment": "<script>x</script>"}, "HTML is not permitted"),
        ({"Comment": "Words.\n:::\n\n```{include} /etc/passwd\n```"}, "cannot be taken as it is"),
        ({"Words": 'x"\n:by: editors\n:kind: "'}, "is not an anchor"),
    ],
)
def test_what_cannot_be_taken(
    project: Project, changes: dict[str, str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = project.contributors.read_bytes()
    assert send(project, event(changes))[0] == 1
    assert message in capsys.readouterr().err
    assert project.contributors.read_bytes() == before
    assert sorted(p.name for p in (project.docs / "commentary").rglob("*.md")) == ["harbour.md"]


@pytest.mark.parametrize("data", [[], {}, {"issue": {}}, {"issue": {"user": {"login": "a b"}}}])
def test_other_files(project: Project, data: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert send(project, data)[0] == 1
    assert capsys.readouterr().err.startswith("edition: ")


def test_the_form_asks_for_what_is_read(checkout: Path) -> None:
    template = yaml.safe_load(
        (checkout / ".github" / "ISSUE_TEMPLATE" / "comment.yml").read_text("utf-8")
    )
    labels = [b["attributes"]["label"] for b in template["body"] if "id" in b]
    assert labels == [*form.FIELDS, "Licence"]
    kind = next(b["attributes"] for b in template["body"] if b.get("id") == "kind")
    profile = Project(checkout).profile
    assert kind["options"] == [f"{kind}: {kind.about}" for kind in profile.kinds]
