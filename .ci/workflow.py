#!/usr/bin/env python3
"""Run the steps of a workflow of ``.github/workflows`` on this machine, in a clone of this checkout.

    .venv/bin/python .ci/workflow.py contribution.yml build

Steps that run commands are run as the hosting site runs them (bash, stopping at the first fault, the
event's values in the environment). Of the actions, a checkout is the clone, and an upload finds its
files or the step fails. What the site alone can do (publishing, pull requests) is left out by
naming other jobs, or by ``--skip STEP``.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parent.parent
VALUES = {
    "github.base_ref || 'main'": "main",
    "github.ref": "refs/pull/1/merge",
    "github.ref_name": "v0.0.0",
}
"""What the expressions of the workflows are here; those that are not listed are empty."""


class StepError(Exception):
    """A step failed; the message says which and how."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the jobs; 0 if all steps went well."""
    parser = argparse.ArgumentParser(description="Run a workflow's steps on this machine.")
    parser.add_argument("workflow", help="a file of .github/workflows")
    parser.add_argument("jobs", nargs="*", help="its jobs (default: all)")
    parser.add_argument(
        "--skip", action="append", default=[], metavar="STEP", help="leave a step out"
    )
    parser.add_argument("--set-up", metavar="COMMAND", help="run this for the steps named “Set up”")
    parser.add_argument(
        "--env", action="append", default=[], metavar="NAME=VALUE", help="set a variable"
    )
    options = parser.parse_args(arguments)
    path = ROOT / ".github" / "workflows" / options.workflow
    workflow = yaml.safe_load(path.read_text("utf-8"))
    extra = dict(pair.split("=", 1) for pair in options.env)
    for name in options.jobs or workflow["jobs"]:
        job = workflow["jobs"][name]
        with tempfile.TemporaryDirectory() as folder:
            clone = Path(folder) / "edition"
            run(["git", "clone", "--quiet", "--branch", branch(), str(ROOT), str(clone)])
            environment = environment_of(Path(folder), workflow, job, extra)
            try:
                for step in job["steps"]:
                    if step["name"] not in options.skip:
                        take(step, clone, environment, options.set_up)
            except StepError as error:
                print(f"{name}: {error}", file=sys.stderr)
                return 1
        print(f"{name}: all steps went well", flush=True)
    return 0


def environment_of(
    folder: Path, workflow: Mapping[str, Any], job: Mapping[str, Any], extra: Mapping[str, str]
) -> dict[str, str]:
    """Return the variables that the site sets, and those of the workflow and the job."""
    summary = folder / "summary.md"
    summary.touch()
    (folder / "temp").mkdir()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "GIT_", "PYTHON"))}
    given = {**(workflow.get("env") or {}), **(job.get("env") or {})}
    return {
        **kept,
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(summary),
        "RUNNER_TEMP": str(folder / "temp"),
        **{name: filled(str(value)) for name, value in given.items()},
        **extra,
    }


def take(
    step: Mapping[str, Any], clone: Path, environment: Mapping[str, str], set_up: str | None
) -> None:
    """Take one step; raise StepError."""
    start = time.monotonic()
    if action := step.get("uses"):
        if action.startswith("actions/upload-artifact@"):
            kept = re.sub(
                r"\$\{\{\s*runner\.temp\s*\}\}", environment["RUNNER_TEMP"], step["with"]["path"]
            )
            for pattern in kept.split():
                within = Path(pattern).is_absolute()
                if not (Path(pattern).exists() if within else [*clone.glob(pattern.rstrip("/"))]):
                    raise StepError(f"{step['name']}: there is no {pattern}")
        elif not action.startswith("actions/checkout@"):
            raise StepError(f"{step['name']}: {action} is not known here")
    else:
        command = set_up if set_up and step["name"] == "Set up" else step["run"]
        if "${{" in command:
            raise StepError(f"{step['name']}: an expression stands in the command")
        own = {k: filled(str(v)) for k, v in (step.get("env") or {}).items()}
        bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command]
        done = subprocess.run(bash, cwd=clone, env={**environment, **own}, check=False)
        if done.returncode:
            raise StepError(f"{step['name']}: exit {done.returncode}")
    print(f"  {step['name']}: {time.monotonic() - start:.1f} s", flush=True)


def filled(text: str) -> str:
    """Return a value with its expressions as they are here."""
    return re.sub(r"\$\{\{\s*(.*?)\s*\}\}", lambda m: VALUES.get(m[1], ""), text)


def branch() -> str:
    """Return the branch or commit that is checked out."""
    name = run(["git", "-C", str(ROOT), "branch", "--show-current"]).strip()
    return name or run(["git", "-C", str(ROOT), "rev-parse", "HEAD"]).strip()


def run(command: Sequence[str]) -> str:
    """Run a command that has to go well; return what it prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
