"""The workflows: what they may do, that they are what the hosting site expects, and that they work."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from tests.contributing import expressions
from tests.golden_cases import FOLDER

from critical_edition.commands import main as cli
from critical_edition.model import citations as bibliography

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SCHEMAS = {
    "vendor.github-workflows": WORKFLOWS,
    "vendor.github-issue-forms": [
        ROOT / ".github" / "ISSUE_TEMPLATE" / name for name in ("comment.yml", "error.yml")
    ],
    "vendor.github-issue-config": [ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml"],
    "vendor.dependabot": [ROOT / ".github" / "dependabot.yml"],
}


def load(path: Path) -> dict[Any, Any]:
    return yaml.safe_load(path.read_text("utf-8"))  # type: ignore[no-any-return]


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in load(path)["jobs"].values():
        yield from job["steps"]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_they_are_what_the_site_expects(schema: str) -> None:
    pytest.importorskip("check_jsonschema")
    files = [str(path) for path in SCHEMAS[schema]]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.stem)
def test_what_they_may_do(path: Path) -> None:
    text = path.read_text("utf-8")
    workflow = load(path)
    # YAML 1.1 reads the key `on` as true.
    assert "pull_request_target" not in workflow[True]
    assert "workflow_run" not in workflow[True]
    assert workflow["permissions"] == {"contents": "read"}
    assert "secrets." not in text
    found = list(steps(path))
    assert found
    for step in found:
        if "uses" in step:
            assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", step["uses"])
        else:
            # Values of the event reach the shell through the environment alone.
            assert "${{" not in step["run"]
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 30


def test_a_pull_request_may_write_nothing() -> None:
    for name in ("contribution.yml", "review.yml"):
        workflow = load(ROOT / ".github" / "workflows" / name)
        assert set(workflow[True]) == {"pull_request", "push"}
        assert not [job for job in workflow["jobs"].values() if "permissions" in job]


def test_what_a_reviewer_takes_is_made_outside_the_contribution() -> None:
    """And in a run in which nothing of the contribution is run: no job of it can take its name."""
    workflow = load(ROOT / ".github" / "workflows" / "review.yml")
    assert set(workflow["jobs"]) == {"check"}
    found = workflow["jobs"]["check"]["steps"]
    for step in found:
        if step.get("uses", "").startswith("actions/upload-artifact@"):
            assert step["with"]["path"].startswith("${{ runner.temp }}/")
        for line in step.get("run", "").splitlines():
            # What is run is git's and the main branch's; what is written is the runner's.
            assert re.match(r"git |test |make -C \.\./trusted |mkdir |\.\./trusted/", line.strip())
            assert "--output" not in line or '--output "$RUNNER_TEMP/' in line
            assert "origin/" not in line or "refs/remotes/origin/" in line
    other = load(ROOT / ".github" / "workflows" / "contribution.yml")
    kept = [
        s["with"]["name"]
        for s in steps(ROOT / ".github/workflows/contribution.yml")
        if "upload" in s.get("uses", "")
    ]
    assert "what-changes" not in kept
    assert "check" not in other["jobs"]


def test_a_release_may_take_what_it_has_built() -> None:
    job = load(ROOT / ".github" / "workflows" / "release.yml")["jobs"]["publish"]
    assert job["permissions"] == {"actions": "read", "contents": "write"}


def sent(login: str, head: str | None) -> dict[str, Any]:
    """What the site says of a pull request from a branch of the repository ``head``."""
    repository = {"full_name": head} if head else None
    pull = {"user": {"login": login}, "head": {"repo": repository, "ref": "form/7-a"}}
    return {"repository": "harbour/edition", "event": {"pull_request": pull}}


FORM = "github-actions[bot]"


@pytest.mark.parametrize(
    ("github", "account"),
    [
        (sent(FORM, "harbour/edition"), ""),
        # A bot's pull request from elsewhere is a stranger's, as is one of which the fork is gone.
        (sent(FORM, "stranger/edition"), f"github:{FORM}"),
        (sent(FORM, None), f"github:{FORM}"),
        (sent("kestrel", "harbour/edition"), "github:kestrel"),
        (sent("stranger", "stranger/edition"), "github:stranger"),
        (sent("github-actions", "harbour/edition"), "github:github-actions"),
        (sent("dependabot[bot]", "harbour/edition"), "github:dependabot[bot]"),
        ({"repository": "harbour/edition", "event": {"ref": "refs/heads/main"}}, ""),
    ],
)
def test_whose_contribution_it_is(github: dict[str, Any], account: str) -> None:
    """Not said where the form's action proposes it, which a stranger cannot make it do."""
    workflow = load(ROOT / ".github" / "workflows" / "review.yml")
    assert expressions.value(workflow["env"]["ACCOUNT"], github) == account
    # Nothing else gives the check an account, and it is given wherever there is one.
    job = workflow["jobs"]["check"]
    assert "env" not in job
    (check,) = (step for step in job["steps"] if step["name"] == "Check")
    assert "env" not in check
    assert '${ACCOUNT:+--account "$ACCOUNT"}' in check["run"]


def test_only_the_forms_action_and_releases_may_write() -> None:
    """Which is why a branch of this repository that a bot proposes is the form's."""
    writing = {
        (path.stem, name)
        for path in WORKFLOWS
        for name, job in load(path)["jobs"].items()
        if "write" in job.get("permissions", {}).values()
    }
    assert writing == {("form", "propose"), ("release", "publish")}
    form = load(ROOT / ".github" / "workflows" / "form.yml")
    assert form[True] == {"issues": {"types": ["labeled"]}}  # a label is for editors to give
    assert form["jobs"]["propose"]["if"] == "${{ github.event.label.name == 'accepted' }}"


def take_steps(folder: Path, *arguments: str, **values: str) -> str:
    """Run a workflow's steps with this checkout's command; return what they print."""
    wrapper = folder / "edition"
    wrapper.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m critical_edition.commands.main "$@"\n', "utf-8"
    )
    wrapper.chmod(0o755)
    put = [f"mkdir -p {p}/.venv/bin && cp '{wrapper}' {p}/.venv/bin/" for p in (".", "../trusted")]
    command = [sys.executable, str(ROOT / ".ci" / "workflow.py"), *arguments]
    command += ["--set-up", " && ".join(put)]
    for name, value in {"PYTHONPATH": str(ROOT / "extensions"), **values}.items():
        command += ["--env", f"{name}={value}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no git checkout")
@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
def test_the_steps_of_the_check_work(tmp_path: Path) -> None:
    take_steps(tmp_path, "review.yml", "check", BASE="HEAD")


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no git checkout")
@pytest.mark.skipif(not (shutil.which("bash") and shutil.which("jq")), reason="no bash or jq here")
def test_the_steps_of_the_form_work(tmp_path: Path) -> None:
    """All but the last, which only the hosting site can take."""
    key = min(bibliography.keys_of((ROOT / "references.bib").read_text("utf-8")))
    fields = {
        "Passage": "2.6",
        "Words": "_No response_",
        "Kind": "context: people, events, institutions",
        "Comment": 'The harbour\'s clerk "$(touch pwned)" kept `no` minutes; not verified.',
        "Sources": key,
        "Your name": "Dora d'Étang",
        "ORCID": "_No response_",
        "Licence": "- [X] I wrote this myself, and it may be published under CC BY 4.0.",
    }
    body = "\n\n".join(f"### {label}\n\n{value}" for label, value in fields.items())
    event = tmp_path / "event.json"
    issue = {"number": 7, "user": {"login": "detang"}, "body": body}
    event.write_text(json.dumps({"label": {"name": "accepted"}, "issue": issue}), "utf-8")
    path = ROOT / ".github" / "workflows" / "form.yml"
    last = load(path)["jobs"]["propose"]["steps"][-1]["name"]
    printed = take_steps(
        tmp_path, "form.yml", "propose", "--skip", last, GITHUB_EVENT_PATH=str(event)
    )
    assert "[form/7-" in printed
    assert "Comment on 2.6, by Dora d'Étang\n" in printed
    assert " Author: Dora d'Étang <detang@users.noreply.github.com>\n 2 files changed" in printed
    assert last not in printed


def test_the_hook_before_a_commit_is_the_check_and_fetches_nothing(tmp_path: Path) -> None:
    config = load(ROOT / ".pre-commit-config.yaml")
    assert [repository["repo"] for repository in config["repos"]] == ["local"]
    (hook,) = config["repos"][0]["hooks"]
    # What pre-commit requires of a hook of one's own, and of what it knows besides what is used here.
    required = {"id", "name", "entry", "language"}
    assert required <= hook.keys() <= required | {"description", "pass_filenames", "always_run"}
    assert hook["language"] == "system" and hook["always_run"]
    # Names of files would be taken for arguments.
    assert hook["pass_filenames"] is False
    command, *arguments = hook["entry"].split()
    assert command == ".venv/bin/edition"
    root = tmp_path / "edition"
    shutil.copytree(FOLDER / "base", root)
    assert cli.main(["--project", str(root), *arguments]) == 0
    (root / "docs" / "commentary" / "1" / "harbour.md").write_text("Words.\n", "utf-8")
    assert cli.main(["--project", str(root), *arguments]) == 1


def test_the_citation_file_says_what_the_package_says() -> None:
    """Against the citation file's own rules as far as it goes, and against pyproject.toml."""
    cited = load(ROOT / "CITATION.cff")
    assert cited.keys() >= {"cff-version", "message", "title", "authors"}
    assert cited.keys() <= _CITED, "a key that the format does not know"
    assert cited["cff-version"] == "1.2.0"
    assert cited["type"] in {"software", "dataset"}
    for reference in (cited, *cited["references"]):
        assert all({"name", "family-names"} & author.keys() for author in reference["authors"])
    assert all({"type", "title", "authors"} <= one.keys() for one in cited["references"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert cited["version"] == project["version"]
    assert " AND ".join(cited["license"]) == project["license"]
    assert [a["name"] for a in cited["authors"]] == [a["name"] for a in project["authors"]]


_CITED = {
    *("abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi"),
    *("identifiers", "keywords", "license", "license-url", "message", "preferred-citation"),
    *("references", "repository", "repository-artifact", "repository-code", "title", "type"),
    *("url", "version"),
}
