"""Which revision of its sources an edition is built from, as git tells."""

from __future__ import annotations

from pathlib import Path

from critical_edition.sources.history import git


def revision(folder: Path) -> str:
    """Return “38db565f12c4 of 2026-11-23”, with “, changed since” where files differ from it.

    ``folder`` is in the working tree. The date is the commit's, so that the same sources say the
    same. Empty where there is no git, no repository, no commit, or where the repository does not
    have the folder's files (which may lie within another project's).
    """
    head = git(folder, "log", "-1", "--abbrev=12", "--format=%h %cs")
    if not head or not git(folder, "ls-files", "--", "."):
        return ""
    name, date = head.decode().split()
    changed = git(folder, "status", "--porcelain", "--untracked-files=no")
    return f"{name} of {date}{', changed since' if changed else ''}"
