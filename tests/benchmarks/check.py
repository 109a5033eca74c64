"""What ``edition check`` takes: on this edition and on ten times it, with nothing kept and after a check.

Run by hand: ``python -m tests.benchmarks.check [--times 3]``. Each check is a process of its own, in a
copy of the checkout under version control of its own. ``10 times`` has each page of commentary, arguments
and our own words ten times over, with IDs and arguments of its own. ``cloned`` is a copy of which the
main branch is published: only what differs from it is searched for the essay's words. Printed are
seconds, and ratios to starting Python with what the command needs.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.benchmarks.commentary import ROOT, TIMES, written_in
from tests.benchmarks.measure import Measured, copy_tracked, measure, python, report

_ID = re.compile(r"^(?::::\{(?:comment|argument|parallel)\} |:(?:argument|replies-to): )\S+", re.M)
CHECK = python("-m", "critical_edition.commands.main", "check")


def copy(target: Path) -> None:
    """Copy what is under version control, and put it under version control there."""
    copy_tracked(ROOT, target)
    subprocess.run(["git", "init", "-q"], cwd=target, check=True)
    subprocess.run(["git", "add", "--all"], cwd=target, check=True)


def enlarge(project: Path) -> None:
    """Make the edition ten times as large."""
    docs = project / "docs"
    pages = [*(docs / "introduction").glob("*.md"), *(docs / "contributing").glob("*.md")]
    records = [p for p in written_in(docs) if _ID.search(p.read_text("utf-8"))]
    for number in range(2, TIMES + 1):
        for page in pages:
            shutil.copy(page, page.with_name(f"{page.stem}-{number}.md"))
        for page in records:
            content = _ID.sub(rf"\g<0>-{number}", page.read_text("utf-8"))
            page.with_name(f"{page.stem}-{number}.md").write_text(content, "utf-8")
    subprocess.run(["git", "add", "--all"], cwd=project, check=True)


def publish(project: Path) -> None:
    """Make what is there the published main branch, as it is in a clone."""
    identity = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]
    unsigned = ["-c", "commit.gpgsign=false"]
    commit = ["git", *identity, *unsigned, "commit", "-q", "-m", "published"]
    subprocess.run(commit, cwd=project, check=True)
    reference = ["git", "update-ref", "refs/remotes/origin/main", "HEAD"]
    subprocess.run(reference, cwd=project, check=True)


def both(project: Path, title: str, times: int) -> list[Measured]:
    """Measure the check with nothing kept, and when nothing has changed since."""
    kept = project / ".cache"
    forget = measure(
        f"{title}, cold", CHECK, project, lambda: shutil.rmtree(kept, ignore_errors=True), times
    )
    return [forget, measure(f"{title}, nothing changed", CHECK, project, lambda: None, times)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as folder:
        once, many = Path(folder) / "once", Path(folder) / "many"
        copy(once)
        copy(many)
        enlarge(many)
        start = python("-c", "import critical_edition.checking.edition")
        starting = measure("starting", start, once, lambda: None, times)
        found = [*both(once, "this edition", times), *both(many, f"{TIMES} times", times)]
        publish(once)
        found += both(once, "cloned", times)
    print(report([starting, *found], starting))


if __name__ == "__main__":
    main()
