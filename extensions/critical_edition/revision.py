"""Which revision of its sources an edition is built from, as git tells."""

from __future__ import annotations

import subprocess
from pathlib import Path


def revision(folder: Path) -> str:
    """Return “38db565f12c4 of 2026-11-23”, with “, changed since” where files differ from it.

    ``folder`` is in the working tree. The date is the commit's, so that the same sources say the
    same. Empty where there is no git, no repository, no commit, or where the repository does not
    have the folder's files (which may lie within another project's).
    """
    if not _git(folder, "ls-files", "--", "."):
        return ""
    head = _git(folder, "log", "-1", "--abbrev=12", "--format=%h %cs")
    if not head:
        return ""
    name, date = head.split()
    changed = _git(folder, "status", "--porcelain", "--untracked-files=no")
    return f"{name} of {date}{', changed since' if changed else ''}"


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return found.stdout.strip()
