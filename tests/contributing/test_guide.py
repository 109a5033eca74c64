"""What the pages for contributors say is what happens."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from tests.golden_cases import without_times

from critical_edition.commands import main as cli

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "contributing" / "commenting.md"
JANE = """
[[contributor]]
id = "jane-example"
name = "Jane Example"
roles = ["writing-original-draft"]
licence = "CC-BY-4.0"
"""


def steps(block: str) -> list[tuple[str, str]]:
    """The commands of a transcript, each with what it prints."""
    parts = re.split(r"^\$ edition (.*)\n", block, flags=re.MULTILINE)
    assert not parts[0]
    return list(zip(parts[1::2], parts[2::2], strict=True))


def test_the_transcript_is_true(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a new comment, and of one that is written, in a checkout without the essay's text."""
    root = tmp_path / "edition"
    left = shutil.ignore_patterns(".*", "text", "_*", "contributing")
    shutil.copytree(ROOT / "docs", root / "docs", ignore=left)
    shutil.copy(ROOT / "references.bib", root)
    people = root / "docs" / "contributors.toml"
    people.write_text(people.read_text("utf-8") + JANE, "utf-8")
    blocks = re.findall(r"^```text\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        found = list(steps(block))
        assert found
        for command, expected in found:
            if command.startswith("diff"):
                assert not expected
                continue
            cli.main(["--project", str(root), *shlex.split(command)])
            assert without_times(capsys.readouterr().out, root) == without_times(expected, root)
        written = root / "docs" / "commentary" / "2" / "war-scare.md"
        lines = written.read_text("utf-8").splitlines()
        # “go on at …:13”
        lines[12] = "It was told in full. {cite:p}`tucker1990{p. 12}`"
        written.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.mark.parametrize(
    "path", sorted((ROOT / ".github").rglob("*.*")), ids=lambda path: path.name
)
def test_files_that_are_named_exist(path: Path) -> None:
    for name in re.findall(r"\b(?:docs|extensions|tests)/[\w/.-]*\w", path.read_text("utf-8")):
        assert (ROOT / name).exists(), name
