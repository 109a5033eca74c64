"""The edition as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from critical_edition.model.established import EstablishedText
from critical_edition.outputs.data import edition as export
from critical_edition.outputs.data import formats, source, writing
from critical_edition.sources.project import Project
from critical_edition.text import store

JSON = formats.named("json")


@pytest.fixture
def established(project: Project, proofread: dict[str, str]) -> Project:
    store.write(project.text, proofread)
    return project


def exported(project: Project, target: Path, *, with_text: bool = False) -> Any:
    assert writing.run_export(project, JSON, str(target), with_text=with_text) == 0
    return json.loads(target.read_text("utf-8"))


def paragraph(*content: object) -> dict[str, object]:
    return {"type": "paragraph", "content": [*content]}


def cited(*works: dict[str, str]) -> dict[str, object]:
    return {"type": "citation", "manner": "p", "works": [*works]}


def test_companion(project: Project, tmp_path: Path) -> None:
    data = exported(project, tmp_path / "edition.json")
    of_edition = ("$schema", "edition", "work", "kinds", "relations", "works")
    apart = {name: data.pop(name) for name in of_edition}
    assert apart["$schema"] == "edition.schema.json"
    assert [work["id"] for work in apart["works"]] == ["kestrel1931", "marlow1948"]
    assert apart["relations"][1] == {
        "id": "anticipates",
        "label": "anticipates",
        "inverse": "fulfils",
        "converse": "fulfils",
    }
    kestrel = {"key": "kestrel1931", "locator": "pp. 12–15"}
    assert data == {
        "mode": "companion",
        "sections": [
            {"number": 1, "title": "The Harbour"},
            {"number": 2, "title": "The Dredgers"},
        ],
        "passages": [
            {
                "id": "1.1",
                "section": 1,
                "pages": [563, 564],
                "incipit": "Nobody in Westhaven had foreseen that",
                "summary": "The town did not expect the harbour to silt up, and Kestrel had said so.",
                "abstract": [
                    paragraph(
                        "The town did not expect the harbour to silt up, and ",
                        {"type": "emphasis", "content": ["Kestrel"]},
                        " had said so ",
                        cited({"key": "kestrel1931", "locator": "p. 4"}),
                        ".",
                    )
                ],
                "notes": [1],
            },
            {
                "id": "1.2",
                "section": 1,
                "pages": [564],
                "incipit": "The engineers, for their part, blamed",
                "summary": "The engineers blamed the tides. Compare 2.1.",
                "abstract": [
                    paragraph(
                        "The engineers blamed the tides. Compare ",
                        {"type": "mention", "kind": "passage", "target": "2.1"},
                        ".",
                    )
                ],
                "notes": [2],
            },
            {
                "id": "2.1",
                "section": 2,
                "pages": [565],
                "incipit": "When the dredgers came at last",
                "summary": "The dredgers came too late.",
                "abstract": [paragraph("The dredgers came too late.")],
                "notes": [],
            },
        ],
        "notes": [
            {
                "number": 1,
                "passage": "1.1",
                "citations": [
                    {**kestrel, "ibid": False},
                    {"key": "marlow1948", "locator": "", "prefix": "see also", "ibid": False},
                ],
                "summary": "",
                "body": [
                    paragraph(
                        cited(kestrel),
                        "; ",
                        cited({"key": "marlow1948", "locator": "", "prefix": "see also"}),
                    )
                ],
            },
            {
                "number": 2,
                "passage": "1.2",
                "citations": [{"key": "marlow1948", "locator": "p. 3", "ibid": True}],
                "summary": "We add that the minutes of the meeting are lost.",
                "body": [
                    paragraph(cited({"key": "marlow1948", "locator": "p. 3"})),
                    paragraph("We add that the minutes of the meeting are lost."),
                ],
            },
        ],
        "comments": [],
        "arguments": [],
        "parallels": [],
        "contributors": [],
        "emendations": [],
        "registers": {"persons": [], "places": [], "events": [], "terms": []},
        "retired": [],
    }


def test_text_with_its_marks(established: Project, tmp_path: Path) -> None:
    data = exported(established, tmp_path / "edition.json", with_text=True)
    passage = data["passages"][0]
    text = passage["text"]
    assert data["mode"] == "full"
    assert "[^" not in text
    assert "*" not in text
    assert [text[: m["at"]].rsplit(" ", 1)[-1] for m in passage["markers"]] == ["winters."]
    assert [(b["page"], text[b["at"] :][:2]) for b in passage["page_breaks"]] == [(564, "of")]
    assert [text[a:b] for a, b in passage["emphasis"]] == ["Westhaven Gazette"]
    assert passage["verified"] is True
    note = data["notes"][0]
    assert [note["text"][a:b] for a, b in note["emphasis"]] == ["Tides"]


def test_unverified_sentences_show(established: Project, tmp_path: Path) -> None:
    path = established.text / "2-the-dredgers.md"
    head, _, text = path.read_text("utf-8").partition("(p2.1)=\n")
    path.write_text(f"{head}(p2.1)=\n% unverified: 0-40\n{text}", "utf-8")
    data = exported(established, tmp_path / "edition.json", with_text=True)
    assert [p["verified"] for p in data["passages"]] == [True, True, False]


def test_a_partial_text_leaves_the_keys_out(established: Project, tmp_path: Path) -> None:
    (established.text / "2-the-dredgers.md").unlink()
    data = exported(established, tmp_path / "edition.json", with_text=True)
    assert "text" in data["passages"][1]
    assert (
        data["passages"][2]
        .keys()
        .isdisjoint({"text", "markers", "page_breaks", "emphasis", "verified"})
    )


def test_the_text_only_where_it_is_asked_for(established: Project, tmp_path: Path) -> None:
    target = tmp_path / "edition.json"
    data = exported(established, target)
    assert data["mode"] == "full"
    assert "letters which said" not in target.read_text("utf-8")


def test_refused_without_a_text(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "edition.json"
    assert writing.run_export(project, JSON, str(target), with_text=True) == 1
    assert not target.exists()
    assert "no text is established" in capsys.readouterr().err


def test_refused_where_a_page_cannot_be_read(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = project.sections / "1-the-harbour.md"
    page.write_text(page.read_text("utf-8").replace("563-564", "5-6"), "utf-8")
    assert writing.run_export(project, JSON, str(tmp_path / "e.json"), with_text=False) == 1
    assert "docs/essay/1-the-harbour.md:5: 5-6: " in capsys.readouterr().err


def test_the_same_bytes_each_time(established: Project) -> None:
    once, again, without = (
        export.dumps(export.as_data(source.load(established, text, with_text=True)))
        for text in (*(store.load(established.text) for _ in range(2)), EstablishedText())
    )
    assert once == again
    assert once.endswith(b"}\n")
    assert once != without


PERSON = """\
[[person]]
id = "kestrel"
name = "Ada Kestrel"
sort = "Kestrel, Ada"
was = "Hydrographer."
forms = ["Kestrel"]
passages = ["n1"]
also = ["1.1"]
born = "1890-07"
viaf = "12345"
verified = "the catalogue"
"""


def test_registers(established: Project, tmp_path: Path) -> None:
    established.registers.mkdir()
    (established.registers / "persons.toml").write_text(PERSON, "utf-8")
    data = exported(established, tmp_path / "edition.json")
    assert data["registers"] == {
        "persons": [
            {
                "id": "kestrel",
                "name": "Ada Kestrel",
                "passages": ["1.1", "n1"],
                "forms": ["Kestrel"],
                "verified": "the catalogue",
                "sort": "Kestrel, Ada",
                "was": "Hydrographer.",
                "role": "actor",
                "born": "1890-07",
                "viaf": "12345",
                "same_as": ["https://viaf.org/viaf/12345"],
            }
        ],
        "places": [],
        "events": [],
        "terms": [],
    }


def test_refused_where_a_register_has_a_fault(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project.registers.mkdir()
    (project.registers / "persons.toml").write_text(PERSON.replace("sort", "sorted"), "utf-8")
    assert writing.run_export(project, JSON, str(tmp_path / "e.json"), with_text=False) == 1
    assert "persons.toml:" in capsys.readouterr().err


def test_standard_output(project: Project, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert writing.run_export(project, JSON, "-", with_text=False) == 0
    assert json.loads(capfdbinary.readouterr().out)["mode"] == "companion"


def test_a_failed_write_leaves_the_old_file(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "edition.json"
    target.write_text("old", "utf-8")

    def fail(self: Path, other: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    assert writing.run_export(project, JSON, str(target), with_text=False) == 1
    assert target.read_text("utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".edition")] == []


def test_a_folder_that_is_not_there(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert writing.run_export(project, JSON, str(tmp_path / "no" / "e.json"), with_text=False) == 1
    assert "cannot be written" in capsys.readouterr().err
