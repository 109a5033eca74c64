"""The command line: what it takes, its exit codes, its messages."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

from critical_edition.commands import main as cli
from critical_edition.sources.project import Project


def run(project: Project, *arguments: str) -> int:
    return cli.main(["--project", str(project.root), *arguments])


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        cli.main(["--version"])
    assert done.value.code == 0
    assert capsys.readouterr().out == f"edition {importlib.metadata.version('emergence-edition')}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["text"],
        ["text", "import"],
        ["text", "show"],
        ["build", "vellum"],
        ["check", "--format", "xml"],
        ["export"],
        ["export", "json"],
        ["no-such-command"],
    ],
)
def test_usage(project: Project, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        run(project, *arguments)
    assert done.value.code == 2
    assert "usage: edition" in capsys.readouterr().err


def test_an_unknown_format_names_those_there_are(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run(project, "build", "vellum")
    assert "no format “vellum”; there are html, pdf, " in capsys.readouterr().err


def test_outside_a_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--project", str(tmp_path), "check"]) == 1
    error = capsys.readouterr().err
    assert error.startswith("edition: ")
    assert error.count("\n") == 1


def test_inside_a_folder_of_the_project(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project.sections)
    assert cli.main(["check"]) == 0


def test_text_status_without_a_text(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(project, "text", "status") == 1
    assert "Nothing is established" in capsys.readouterr().out


def test_text_lock_show_and_forget(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = project.lock.read_bytes()
    assert run(project, "text", "lock", str(tmp_path / "proofread")) == 0
    assert project.lock.read_bytes() == before
    (tmp_path / "proofread").rename(project.text)
    capsys.readouterr()
    assert run(project, "text", "show", "2.1") == 0
    assert "the dredgers came at last" in capsys.readouterr().out
    assert run(project, "text", "show", "9.9") == 1
    assert run(project, "text", "show", "nine") == 1
    assert run(project, "text", "forget") == 0
    assert not project.text.exists()


def test_text_import(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(project, "text", "import", str(tmp_path / "no such copy.txt")) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_export_and_check(project: Project, tmp_path: Path) -> None:
    assert run(project, "export", "json", str(tmp_path / "e.json")) == 0
    assert (tmp_path / "e.json").is_file()
    assert run(project, "check") == 0
    (project.sections / "2-the-dredgers.md").unlink()
    assert run(project, "check") == 1


def test_a_reader_that_closes_the_pipe(project: Project) -> None:
    """As in `edition export json - | head -1`: no traceback, no message."""
    command = [
        sys.executable,
        "-m",
        "critical_edition.commands.main",
        "--project",
        str(project.root),
    ]
    with subprocess.Popen(
        [*command, "export", "json", "-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_the_installed_command() -> None:
    command = Path(sys.executable).with_name("edition")
    done = subprocess.run([command, "--help"], capture_output=True, text=True, check=True)
    assert "establish the text" in done.stdout


def test_a_folder_that_may_not_be_written_to_is_named_in_plain_words(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    # Where nobody makes a file, not even root.
    project.build.symlink_to("/sys/kernel", target_is_directory=True)
    assert run(project, "build", "text") == 1
    record = project.build / ".mode"
    assert capsys.readouterr().err == f"edition: {record}: may not be written to, or read\n"
