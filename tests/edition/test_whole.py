"""The edition itself: its sources are whole, and a reader's copy gives the whole essay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from critical_edition.checking import edition as check
from critical_edition.commands import main as cli
from critical_edition.model.findings import Finding
from critical_edition.model.lemma import fold
from critical_edition.sources import read as source
from critical_edition.sources.pages import shown
from critical_edition.sources.project import Project

PASSAGES = (6, 12, 10, 13, 16, 12, 15)
NOTES = 68
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def exported(established: Project) -> Any:
    target = established.root / "edition.json"
    arguments = ["--project", str(established.root), "export", "json", str(target), "--with-text"]
    assert cli.main(arguments) == 0
    return json.loads(target.read_text("utf-8"))


def told(findings: list[Finding], root: Path) -> list[str]:
    return [f"{shown(f.path, root)}:{f.line}: {f.message} [{f.code}]" for f in findings]


def test_nothing_is_wrong_with_the_sources(checkout: Path) -> None:
    project = Project(checkout)
    assert told(check.findings(source.read(project)), checkout) == []


def test_nothing_is_wrong_where_the_text_is_established(established: Project) -> None:
    found = check.findings(source.read(established))
    assert told(found, established.root) == []


def test_all_passages_and_notes_are_there(checkout: Path) -> None:
    edition = source.read(Project(checkout))
    assert tuple(len(s.passages) for s in edition.sections) == PASSAGES
    assert [n.note.number for n in edition.notes] == list(range(1, NOTES + 1))


def test_the_whole_text_is_exported(exported: Any) -> None:
    assert exported["mode"] == "full"
    assert len(exported["passages"]) == sum(PASSAGES)
    assert all(p["text"] and p["verified"] for p in exported["passages"])
    assert len(exported["notes"]) == NOTES
    assert all(n["text"] for n in exported["notes"])


def test_passages_begin_with_their_incipits(exported: Any) -> None:
    def begins(passage: Any) -> bool:
        incipit = fold(passage["incipit"]).rstrip(".,;: ")
        return fold(passage["text"]).startswith(incipit)

    # A failing test names places; it does not print the essay.
    assert [p["id"] for p in exported["passages"] if not begins(p)] == []


def test_markers_stand_once_in_order_in_their_notes_passages(exported: Any) -> None:
    markers = [(m["note"], p["id"]) for p in exported["passages"] for m in p["markers"]]
    assert markers == [(n["number"], n["passage"]) for n in exported["notes"]]
    after_space = [
        marker["note"]
        for passage in exported["passages"]
        for marker in passage["markers"]
        if passage["text"][marker["at"] - 1].isspace()
    ]
    assert after_space == []


def test_every_page_begins_once_in_order(exported: Any) -> None:
    breaks = [b["page"] for p in exported["passages"] for b in p["page_breaks"]]
    assert breaks == sorted(set(breaks))
    work = Project(ROOT).profile.work
    assert set(breaks) >= set(range(work.first_page + 1, work.last_page + 1))
    for passage in exported["passages"]:
        assert {b["page"] for b in passage["page_breaks"]} <= set(passage["pages"])


@pytest.mark.parametrize("damage", ["  ", "\n", "&amp;", "^{", "[^", "\u00ad", '"', " ,", " ."])
def test_nothing_of_the_copys_damage_is_left(exported: Any, damage: str) -> None:
    damaged = [p["id"] for p in exported["passages"] if damage in without_ellipses(p["text"])]
    damaged += [n["number"] for n in exported["notes"] if damage in without_ellipses(n["text"])]
    assert damaged == []


def without_ellipses(text: str) -> str:
    """Return the text without spaced dots, before which a space stands rightly."""
    return text.replace(" . . . .", "…").replace(" . . .", "…").replace(". . .", "…")
