"""The established text on disk: written whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from critical_edition.model.established import SentenceStatus
from critical_edition.model.places import NoteId, PassageId
from critical_edition.text import store

from .invented import Invented, write_folder

OLD = {"1-one.md": "# One\n\n(p1.1)=\nThe old text.\n"}
NEW = {
    "1-one.md": "# One\n\n(p1.1)=\n% unverified: 0-3\nThe new text. Two.\n",
    "2-two.md": "# Two\n\n(p2.1)=\nMore of it.[^n1]\n\n(n1)=\nA note.\n",
}


def state(folder: Path) -> dict[str, str]:
    return {p.name: p.read_text("utf-8") for p in sorted(folder.iterdir())}


def left_over(folder: Path) -> list[str]:
    return [p.name for p in folder.parent.iterdir() if p != folder]


def test_what_is_written_is_loaded(invented: Invented, tmp_path: Path) -> None:
    folder = tmp_path / "text"
    write_folder(invented, folder)
    text = store.load(folder)
    units = {u.place: u.content for u in (*text.passages.values(), *text.notes.values())}
    assert units == {w.place: w.content for _, own in invented.sections for w in own}
    assert list(text.passages) == sorted(text.passages)
    assert list(text.notes) == sorted(text.notes)


def test_no_folder_is_an_empty_text(tmp_path: Path) -> None:
    assert not store.load(tmp_path / "text")
    assert store.files(tmp_path / "text") == ()


def test_statuses_are_of_the_sentences_they_touch(tmp_path: Path) -> None:
    store.write(tmp_path / "text", NEW)
    text = store.load(tmp_path / "text")
    statuses = [s.status for s in text.passages[PassageId(1, 1)].sentences]
    assert statuses == [SentenceStatus.UNVERIFIED, SentenceStatus.VERIFIED]
    assert NoteId(1) in text.notes


def test_writing_again_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "text"
    assert store.write(folder, NEW)
    before = {p: p.stat().st_mtime_ns for p in (folder, *folder.iterdir())}
    inode = folder.stat().st_ino
    assert not store.write(folder, NEW)
    assert {p: p.stat().st_mtime_ns for p in (folder, *folder.iterdir())} == before
    assert folder.stat().st_ino == inode
    assert left_over(folder) == []


def test_writing_replaces_the_folder_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "text"
    store.write(folder, NEW)
    store.write(folder, OLD)
    assert state(folder) == OLD
    assert left_over(folder) == []


@pytest.mark.parametrize("stage", ["new beside", "old aside", "new in place"])
def test_a_killed_writing_is_undone_or_completed(stage: str, tmp_path: Path) -> None:
    """Each state in which a killed process can leave the folders."""
    folder = tmp_path / "text"
    store.write(folder, OLD)
    fresh = tmp_path / ".text.new-abc"
    fresh.mkdir()
    for name, text in NEW.items():
        (fresh / name).write_text(text, "utf-8")
    if stage != "new beside":
        folder.rename(tmp_path / ".text.old")
    if stage == "new in place":
        fresh.rename(folder)
    loaded = store.load(folder)
    assert state(folder) == (NEW if stage == "new in place" else OLD)
    assert bool(loaded.notes) is (stage == "new in place")
    assert left_over(folder) == []


@pytest.mark.parametrize("call", [1, 2])
def test_a_failed_renaming_leaves_the_old(
    call: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "text"
    store.write(folder, OLD)
    rename = Path.rename
    calls = 0

    def failing(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == call:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(KeyboardInterrupt):
        store.write(folder, NEW)
    assert state(folder) == OLD
    assert left_over(folder) == []


def test_a_full_disk_leaves_the_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "text"
    store.write(folder, OLD)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.write(folder, NEW)
    assert state(folder) == OLD
    assert left_over(folder) == []


def test_forgetting(tmp_path: Path) -> None:
    folder = tmp_path / "text"
    assert not store.forget(folder)
    store.write(folder, OLD)
    assert store.forget(folder)
    assert not folder.exists()
    assert left_over(folder) == []
    # An import that was killed is forgotten too, not brought back.
    store.write(folder, OLD)
    shutil.move(folder, tmp_path / ".text.old")
    assert store.forget(folder)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("source", "message", "line"),
    [
        ("# One\n\nText without a place.\n", "before the first target", 3),
        ("# One\n\n(p1.1)=\nA *b\n", "an emphasis begins", 4),
        ("# One\n\n(p1.1)=\nOne.\nTwo.\n", "before the first target", 5),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    source: str, message: str, line: int, tmp_path: Path
) -> None:
    store.write(tmp_path / "text", {"1-one.md": source})
    with pytest.raises(store.StoreError, match=message) as caught:
        store.load(tmp_path / "text")
    assert caught.value.line == line
    assert caught.value.path.name == "1-one.md"


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "1-one.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(store.StoreError, match="cannot be read"):
        store.load(tmp_path / "text")
