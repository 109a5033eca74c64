"""The golden cases: a small edition, and for each message code a fault put into it.

``tests/golden/base`` is an edition with nothing wrong; ``tests/golden/text`` its invented essay, for
cases that need it established. A case is a folder named by its code:

``in/``       files that are put over the base's
``main/``     files that the main branch has besides (the case then has a history)
``case.toml`` ``removed`` files, ``arguments`` of the command, ``established``, and files to be
              saved in ``latin1``: all may be left out
``golden``    what the command prints, without times
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "golden"


@dataclass(frozen=True, slots=True)
class Case:
    """A case by its code."""

    folder: Path

    @property
    def settings(self) -> dict[str, Any]:
        """What ``case.toml`` says."""
        path = self.folder / "case.toml"
        return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}

    @property
    def arguments(self) -> list[str]:
        """The command's arguments."""
        return list(self.settings.get("arguments", ["check"]))

    @property
    def golden(self) -> str:
        """What is expected."""
        return (self.folder / "golden").read_text("utf-8")

    def lay_out(self, root: Path) -> None:
        """Write the edition with the fault into a folder that does not exist yet."""
        shutil.copytree(FOLDER / "base", root)
        if (self.folder / "main").is_dir():
            shutil.copytree(self.folder / "main", root, dirs_exist_ok=True)
            git(root, "init", "-q", "-b", "main")
            git(root, "add", "-A")
            git(root, "commit", "-q", "-m", "base")
        for name in self.settings.get("removed", []):
            (root / name).unlink()
        if (self.folder / "in").is_dir():
            shutil.copytree(self.folder / "in", root, dirs_exist_ok=True, symlinks=True)
        for name in self.settings.get("latin1", []):
            path = root / name
            path.write_text(path.read_text("utf-8"), "latin-1")
        if self.settings.get("established"):
            shutil.copytree(FOLDER / "text", root / "docs" / "essay" / "text")


def lay_profile(docs: Path) -> None:
    """Put the profile of the invented edition, and what it names, into a folder of sources."""
    for name in ("edition.toml", "names.txt"):
        docs.mkdir(parents=True, exist_ok=True)
        shutil.copy(FOLDER / "base" / "docs" / name, docs / name)


def git(root: Path, *arguments: str) -> None:
    """Run git as nobody in particular, whatever this machine's settings are."""
    identity = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]
    command = ["git", "-C", str(root), *identity, "-c", "commit.gpgsign=false", *arguments]
    subprocess.run(command, check=True, capture_output=True)


def without_times(printed: str, root: Path) -> str:
    """Return what was printed without what differs from run to run."""
    printed = printed.replace(f"{root}/", "").replace(str(root), ".")
    # What Sphinx says of itself changes with its version.
    printed = re.sub(r"^(?:Running Sphinx|loading translations).*\n", "", printed, flags=re.M)
    return re.sub(r" in \d+\.\d s:", " in – s:", printed)
