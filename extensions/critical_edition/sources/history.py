"""What the main branch has: IDs and who wrote what they stand for, read with git alone. No Sphinx."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from critical_edition.sources import myst, people
from critical_edition.sources.refusal import RECORDS, unreadable

BRANCHES = ("origin/main", "main")
"""Where the main branch is looked for, in this order."""


@dataclass(frozen=True, slots=True)
class Known:
    """A record as a page writes it: its kind, ID and author, its place and its words.

    ``signed`` is whether it says its author itself; else it is by the editors.
    """

    kind: str
    id: str
    by: str
    path: str
    line: int
    words: str
    signed: bool = True

    @property
    def anchor(self) -> str:
        """The permalink's fragment."""
        return f"{self.kind}-{self.id}"


def scan(content: str, path: str) -> list[Known]:
    """Return the records of a page as a build reads them, wherever on it they stand.

    Of a page that is too much to be read nothing is returned: it is published by nobody.
    """
    docname = path.removeprefix("docs/").removesuffix(".md")
    if unreadable(content, docname):
        return []
    found: list[Known] = []
    for directive in myst.directives(content):
        if directive.name in RECORDS:
            by = directive.value("by")
            words = " ".join((*directive.head, directive.body)).split()
            found.append(
                Known(
                    directive.name,
                    directive.argument,
                    by or people.EDITORS,
                    path,
                    directive.line,
                    " ".join(words),
                    bool(by),
                )
            )
    return found


def git(root: Path, *arguments: str, data: bytes | None = None) -> bytes | None:
    """Run git in a checkout; None where it fails or is not there."""
    command = ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments]
    try:
        run = subprocess.run(command, input=data, capture_output=True, check=False)
    except OSError:
        return None
    return run.stdout if run.returncode == 0 else None


def refusal(root: Path) -> str:
    """Return why git reads nothing of a checkout, in its own words with its hint; else nothing."""
    command = ["git", "-C", str(root), "rev-parse", "--git-dir"]
    try:
        run = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    except OSError as error:
        return f"git cannot be run ({error.strerror}): install it, or see that it is on PATH"
    return run.stderr.strip() if run.returncode else ""


def base_of(root: Path, base: str = "") -> str:
    """Return the commit to compare with: where ``base`` (or the main branch) and this one parted.

    Empty where there is no such branch. Raise ValueError where a ``base`` that was asked for is
    none.
    """
    if base.startswith("-"):
        raise ValueError(f"“{base}” is no commit")
    for name in (base,) if base else BRANCHES:
        if git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") is None:
            continue
        merged = git(root, "merge-base", name, "HEAD")
        return merged.decode().strip() if merged else name
    if base:
        raise ValueError(refusal(root) or f"git knows no commit “{base}” here")
    return ""


def published(root: Path) -> frozenset[str]:
    """Return the files, as paths from ``root``, that are as the published main branch has them.

    None where no such branch is known here; a local one may hold what nobody has checked.
    """
    listed = git(root, "ls-tree", "-r", "-z", "--name-only", BRANCHES[0])
    changed = git(
        root, "diff", "-z", "--name-only", "--relative", "--no-renames", BRANCHES[0], "--"
    )
    if listed is None or changed is None:
        return frozenset()
    names, other = (out.decode("utf-8", "surrogateescape").split("\0") for out in (listed, changed))
    return frozenset(filter(None, names)).difference(other)


def blobs(root: Path, commit: str, folder: str = ".") -> Mapping[str, bytes]:
    """Return the files of a commit below a folder, by path from ``root``, as git keeps them.

    A symbolic link is given as words that say so; other repositories are left out.
    """
    listed = git(root, "ls-tree", "-r", "-z", commit, "--", folder)
    if listed is None:
        return {}
    rows: list[tuple[str, str, str]] = []
    for row in listed.decode("utf-8", "surrogateescape").split("\0"):
        meta, _, name = row.partition("\t")
        fields = meta.split()
        if len(fields) == 3 and fields[1] == "blob":
            rows.append((name, fields[0], fields[2]))
    data = "\n".join(blob for _name, _mode, blob in rows).encode() + b"\n"
    contents = git(root, "cat-file", "--batch", data=data)
    if not rows or contents is None:
        return {}
    found: dict[str, bytes] = {}
    at = 0
    for name, mode, _blob in rows:
        end = contents.index(b"\n", at)
        size = int(contents[at:end].split()[-1])
        content = contents[end + 1 : end + 1 + size]
        found[name] = b"a link to " + content if mode == "120000" else content
        at = end + size + 2
    return found


def files(root: Path, commit: str, folder: str, suffix: str) -> Mapping[str, str]:
    """Return the files of a commit below a folder, by path from ``root``, as text."""
    return {
        name: content.decode("utf-8", "replace").replace("\r\n", "\n")
        for name, content in blobs(root, commit, folder).items()
        if name.endswith(suffix) and not content.startswith(b"a link to /")
    }


def records(root: Path, commit: str) -> Mapping[str, Known]:
    """Return the records of a commit by anchor; of those given twice, the first."""
    found: dict[str, Known] = {}
    for path, content in sorted(files(root, commit, "docs", ".md").items()):
        for known in scan(content, path):
            found.setdefault(known.anchor, known)
    return found
