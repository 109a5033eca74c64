"""The `edition text` commands: exit codes, messages, and what they leave behind."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from critical_edition.commands import main as cli
from critical_edition.sources.project import Project
from critical_edition.text import store

from . import copies
from .conftest import Case

SHAPE = {
    "status": str,
    "reason": str,
    "recognised": float,
    "passages": {"established": int, "total": int},
    "notes": {"established": int, "total": int},
    "sentences": {"verified": int, "mended": int, "unverified": int, "missing": int, "total": int},
    "problems": [{"code": str, "place": str, "message": str}],
}


def fits(data: Any, shape: Any) -> bool:
    if isinstance(shape, dict):
        return list(data) == list(shape) and all(fits(data[k], shape[k]) for k in shape)
    if isinstance(shape, list):
        return isinstance(data, list) and all(fits(item, shape[0]) for item in data)
    return isinstance(data, shape)


def text(project: Project, *arguments: str) -> int:
    return cli.main(["--project", str(project.root), "text", *arguments])


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """The files of a folder with their bytes and times; empty where there is none."""
    found = sorted(folder.rglob("*")) if folder.is_dir() else []
    return {str(p): (p.read_bytes(), p.stat().st_mtime_ns) for p in found if p.is_file()}


@pytest.fixture
def whole(invented_case: Case, tmp_path: Path) -> Path:
    path = tmp_path / "whole copy.txt"
    path.write_text(copies.plain_endnotes(invented_case.essay), "utf-8")
    return path


@pytest.fixture
def other(invented_case: Case, tmp_path: Path) -> Path:
    """A copy that gives another established text: half of it."""
    path = tmp_path / "half.txt"
    whole_text = copies.interleaved(invented_case.essay)
    path.write_text(whole_text[: len(whole_text) // 2], "utf-8")
    return path


def test_import_then_status_then_show_then_forget(
    project: Project, whole: Path, invented_case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    assert text(project, "status") == 1
    assert "nothing is established" in capsys.readouterr().out.lower()
    assert text(project, "import", str(whole)) == 0
    out = capsys.readouterr().out.strip().splitlines()
    total = len(invented_case.lock.passages)
    assert out[-1].startswith(f"Established: {total} of {total} passages and ")
    assert text(project, "status") == 0
    assert capsys.readouterr().out.strip().splitlines()[-1] == out[-1]
    assert text(project, "show", "1.1") == 0
    assert capsys.readouterr().out.strip() != ""
    assert text(project, "show", "n2") == 0
    assert text(project, "forget") == 0
    assert "removed" in capsys.readouterr().out
    assert not project.text.exists()
    assert text(project, "forget") == 0
    assert text(project, "status") == 1


def test_json_is_as_documented(
    project: Project, whole: Path, other: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("Rain fell on the allotments. " * 200, "utf-8")
    for file, status, code in (
        (wrong, "refused", 1),
        (tmp_path, "refused", 1),
        (other, "partial", 0),
        (whole, "established", 0),
    ):
        assert text(project, "import", str(file), "--json") == code
        data = json.loads(capsys.readouterr().out)
        assert fits(data, SHAPE)
        assert data["status"] == status
        assert 0 <= data["recognised"] <= 1
        counts = data["sentences"]
        assert counts["verified"] + counts["unverified"] + counts["missing"] == counts["total"]
        assert counts["mended"] <= counts["verified"]
        assert bool(data["reason"]) is (status != "established")
    assert text(project, "status", "--json") == 0
    assert json.loads(capsys.readouterr().out)["status"] == "established"


def test_importing_again_changes_nothing(project: Project, whole: Path) -> None:
    assert text(project, "import", str(whole)) == 0
    before = state(project.text)
    assert text(project, "import", str(whole)) == 0
    assert state(project.text) == before


def test_a_partial_copy_replaces_what_was_there(project: Project, whole: Path, other: Path) -> None:
    assert text(project, "import", str(whole)) == 0
    assert text(project, "import", str(other)) == 0
    loaded = store.load(project.text)
    assert 0 < len(loaded.passages) < len(list(project.marks.glob("*"))) * 10
    assert text(project, "import", str(whole)) == 0
    assert len(store.load(project.text).passages) > len(loaded.passages)


def refused(kind: str, folder: Path) -> Path:
    path = folder / "refused.bin"
    match kind:
        case "another text":
            path.write_text("Rain fell on the allotments and stopped. " * 300, "utf-8")
        case "empty":
            path.touch()
        case "binary":
            path.write_bytes(random.Random(1).randbytes(50_000))
        case "folder":
            path.mkdir()
        case "huge":
            with path.open("wb") as stream:
                stream.truncate(200_000_000)
        case "absent":
            pass
        case "rtf":
            path.write_bytes(copies.RTF)
    return path


@pytest.mark.within(10)
@pytest.mark.parametrize(
    "kind", ["another text", "empty", "binary", "folder", "huge", "absent", "rtf"]
)
def test_what_is_refused_leaves_the_text_untouched(
    kind: str, project: Project, whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert text(project, "import", str(whole)) == 0
    before = state(project.root)
    path = refused(kind, tmp_path)
    capsys.readouterr()
    assert text(project, "import", str(path)) == 1
    captured = capsys.readouterr()
    assert "Refused: " in captured.err
    assert "Traceback" not in captured.err
    assert state(project.root) == before
    assert sorted(p.name for p in project.sections.iterdir()) == ["marks", "text", "text.lock"]


@pytest.mark.parametrize(
    ("damage", "message"),
    [("lock", "the lock is damaged"), ("marks", "1.toml"), ("none", "cannot be read")],
)
def test_a_damaged_project_is_named_and_nothing_is_written(
    damage: str, message: str, project: Project, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if damage == "lock":
        project.lock.write_text(project.lock.read_text("utf-8")[:5000], "utf-8")
    elif damage == "marks":
        (project.marks / "1.toml").write_text("[[mark]]\nkind = 3\n", "utf-8")
    else:
        project.lock.write_bytes(b"\xff\xfe\x00")
    assert text(project, "import", str(whole)) == 1
    captured = capsys.readouterr()
    assert message in captured.err
    assert not project.text.exists()


@pytest.mark.parametrize(
    ("place", "message"),
    [("99.1", "has no 99.1"), ("n999", "has no n999"), ("2,6", "not a passage number")],
)
def test_showing_what_is_not_there(
    place: str, message: str, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert text(project, "show", place) == 1
    assert message in capsys.readouterr().err


def test_a_lock_made_from_an_established_text_proves_it(
    project: Project, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert text(project, "import", str(whole)) == 0
    before = project.lock.read_text("utf-8")
    assert text(project, "lock") == 0
    assert project.lock.read_text("utf-8") == before
    capsys.readouterr()
    assert text(project, "status") == 0
    assert ", 0 unverified, 0 missing." in capsys.readouterr().out


@pytest.mark.parametrize("damaged", [None, "version = 1\n["])
def test_a_lock_is_made_where_there_is_none_that_can_be_read(
    damaged: str | None, project: Project, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert text(project, "import", str(whole)) == 0
    project.lock.unlink()
    if damaged:
        project.lock.write_text(damaged, "utf-8")
    assert text(project, "lock") == 0
    capsys.readouterr()
    assert text(project, "status") == 0
    assert ", 0 unverified, 0 missing." in capsys.readouterr().out


def test_a_mark_that_finds_no_place_stops_the_locking(
    project: Project, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert text(project, "import", str(whole)) == 0
    before = project.lock.read_bytes()
    with (project.marks / "1.toml").open("a", encoding="utf-8") as stream:
        stream.write(
            '\n[[mark]]\non = "1.1"\nkind = "emphasis"\nlemma = "Zxqv"\nreason = "title"\n'
        )
    capsys.readouterr()
    assert text(project, "lock") == 1
    assert "1.1, mark of kind emphasis: “Zxqv” does not occur" in capsys.readouterr().err
    assert project.lock.read_bytes() == before


def test_a_mark_newer_than_the_lock_is_set_by_its_lemma(project: Project, whole: Path) -> None:
    from critical_edition.model.places import PassageId

    assert text(project, "import", str(whole)) == 0
    unit = store.load(project.text).passages[PassageId(1, 1)]
    words = unit.content.text.split()[0]
    with (project.marks / "1.toml").open("a", encoding="utf-8") as stream:
        stream.write(
            f'\n[[mark]]\non = "1.1"\nkind = "emphasis"\nlemma = "{words} [1]"\nreason = "stress"\n'
        )
    assert text(project, "import", str(whole)) == 0
    after = store.load(project.text).passages[PassageId(1, 1)]
    assert after.content.text == unit.content.text
    assert len(after.content.emphasis) == len(unit.content.emphasis) + 1
    assert after.content.markers == unit.content.markers


def test_a_folder_that_may_not_be_written_is_named(
    project: Project,
    whole: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def denied(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(store, "write", denied)
    assert text(project, "import", str(whole)) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_killed_at_any_moment_the_old_or_the_new_text_stands(
    project: Project, whole: Path, other: Path
) -> None:
    """A real process, killed for good after random delays while it turns one text into another."""
    assert text(project, "import", str(other)) == 0
    old = {p.name: p.read_bytes() for p in project.text.iterdir()}
    assert text(project, "import", str(whole)) == 0
    new = {p.name: p.read_bytes() for p in project.text.iterdir()}
    assert old != new
    command = [
        sys.executable,
        "-m",
        "critical_edition.commands.main",
        "--project",
        str(project.root),
    ]
    start = time.perf_counter()
    subprocess.run([*command, "text", "import", str(whole)], check=True, capture_output=True)
    duration = time.perf_counter() - start
    rng = random.Random(3)
    killed = 0
    for round_ in range(12):
        shutil.rmtree(project.text)
        project.text.mkdir()
        for name, data in old.items():
            (project.text / name).write_bytes(data)
        process = subprocess.Popen(
            [*command, "text", "import", str(whole)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        # Half of them about the end, when it writes.
        share = rng.uniform(0.75, 1.05) if round_ % 2 else rng.uniform(0.05, 0.9)
        time.sleep(share * duration)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        store.recover(project.text)
        now = {p.name: p.read_bytes() for p in project.text.iterdir()}
        assert now in (old, new)
        assert sorted(p.name for p in project.sections.iterdir()) == ["marks", "text", "text.lock"]
    assert killed >= 3


@pytest.mark.parametrize("step", range(10))
def test_killed_between_any_two_steps_of_writing(
    step: int, project: Project, whole: Path, other: Path
) -> None:
    """The same, exactly: the process ends itself at its n-th step on the disk."""
    assert text(project, "import", str(other)) == 0
    old = {p.name: p.read_bytes() for p in project.text.iterdir()}
    program = f"""
import os, sys, pathlib, shutil
from critical_edition.commands import main as cli
steps = 0
def dying(function):
    def wrapped(*args, **kwargs):
        global steps
        if steps == {step}:
            os.kill(os.getpid(), 9)
        steps += 1
        return function(*args, **kwargs)
    return wrapped
os.fsync = dying(os.fsync)
pathlib.Path.rename = dying(pathlib.Path.rename)
pathlib.Path.chmod = dying(pathlib.Path.chmod)
shutil.rmtree = dying(shutil.rmtree)
sys.exit(cli.main(sys.argv[1:]))
"""
    command = [sys.executable, "-c", program, "--project", str(project.root)]
    run = subprocess.run([*command, "text", "import", str(whole)], capture_output=True, check=False)
    assert run.returncode == -signal.SIGKILL, run.stderr
    status = text(project, "status")
    assert status == 0
    now = {p.name: p.read_bytes() for p in project.text.iterdir()}
    assert text(project, "import", str(whole)) == 0
    new = {p.name: p.read_bytes() for p in project.text.iterdir()}
    assert now in (old, new)
    assert sorted(p.name for p in project.sections.iterdir()) == ["marks", "text", "text.lock"]
