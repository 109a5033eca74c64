"""The workflows: what they may do, that they are what the hosting site expects, and that they work."""

from __future__ import annotations

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
    for step in steps(path):
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
    workflow = load(ROOT / ".github" / "workflows" / "contribution.yml")
    assert set(workflow[True]) == {"pull_request", "push"}
    assert not [job for job in workflow["jobs"].values() if "permissions" in job]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no git checkout")
@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
def test_the_steps_of_the_check_work(tmp_path: Path) -> None:
    wrapper = tmp_path / "edition"
    wrapper.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m critical_edition.cli "$@"\n', "utf-8"
    )
    wrapper.chmod(0o755)
    set_up = f"mkdir -p ../trusted/.venv/bin && cp '{wrapper}' ../trusted/.venv/bin/edition"
    command = [sys.executable, str(ROOT / ".ci" / "workflow.py"), "contribution.yml", "check"]
    values = ["--env", "BASE=HEAD", "--env", f"PYTHONPATH={ROOT / 'extensions'}"]
    done = subprocess.run(
        [*command, "--set-up", set_up, *values], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "check: all steps went well" in done.stdout


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
