"""The folder of all formats: `edition build data`, what describes it, and `edition export`."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from critical_edition.commands import main as cli
from critical_edition.outputs.data import crate, formats, writing
from critical_edition.outputs.data.source import Edition


@pytest.fixture
def project(checkout: Path, tmp_path: Path) -> Path:
    """The second edition, to be built."""
    root = tmp_path / "lamps"
    shutil.copytree(checkout / "tests" / "editions" / "lamps", root)
    return root


@pytest.fixture
def built(project: Path) -> Path:
    assert cli.main(["--project", str(project), "build", "data"]) == 0
    return project / "build" / "data"


def test_everything_is_written_and_summed(built: Path) -> None:
    lines = (built / writing.SUMS).read_text("utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    files = {p.relative_to(built).as_posix(): p for p in built.rglob("*") if p.is_file()}
    assert files.keys() == {writing.SUMS, *sums}
    assert {n: hashlib.sha256(files[n].read_bytes()).hexdigest() for n in sums} == sums
    for found in formats.FORMATS:
        assert (built / found.name).exists(), found.id


def test_the_same_bytes_twice(built: Path, project: Path) -> None:
    before = (built / writing.SUMS).read_bytes()
    (built / "old.json").write_text("{}", "utf-8")
    script = (
        "import sys; from critical_edition.commands.main import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", script, "--project", str(project), "build", "data"]
    subprocess.run(command, check=True, capture_output=True)  # with another seed of its sets
    assert (built / writing.SUMS).read_bytes() == before
    assert not (built / "old.json").exists()


def test_the_crate_describes_the_folder(built: Path) -> None:
    data = json.loads((built / crate.NAME).read_text("utf-8"))
    base, added = data["@context"]
    assert base == "https://w3id.org/ro/crate/1.1/context"
    assert added == {"sha256": "https://schema.org/sha256"}  # which that context does not have
    entities = {one["@id"]: one for one in data["@graph"]}
    assert len(entities) == len(data["@graph"])
    about = entities[crate.NAME]
    assert about["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = entities[about["about"]["@id"]]
    assert root["@type"] == "Dataset"
    assert root.keys() >= {"name", "description", "datePublished", "license", "author", "hasPart"}
    assert entities[root["license"]["@id"]]["name"] == "CC-BY-4.0"
    parts = {part["@id"] for part in root["hasPart"]}
    assert {found.name for found in formats.FORMATS} <= {part.rstrip("/") for part in parts}
    for part in parts:
        assert (built / part).is_dir() == part.endswith("/")
        if entities[part]["@type"] == "File" and "sha256" in entities[part]:
            content = (built / part).read_bytes()
            assert entities[part]["sha256"] == hashlib.sha256(content).hexdigest()
            assert entities[part]["contentSize"] == str(len(content))
    refered = [v["@id"] for one in data["@graph"] for v in one.values() if isinstance(v, dict)]
    outside = [name for name in refered if name not in entities]
    assert outside == ["https://w3id.org/ro/crate/1.1"]


def test_a_full_edition_of_somebodys_text_has_no_licence(full: Edition) -> None:
    data = json.loads(crate.metadata(full, {}))
    (root,) = [one for one in data["@graph"] if one["@id"] == "./"]
    assert root["license"] == {"@id": "#rights"}


@pytest.mark.parametrize("form", [found.id for found in formats.FORMATS])
@pytest.mark.parametrize("with_text", [False, True])
def test_each_format_is_exported_in_both_forms(
    project: Path, tmp_path: Path, form: str, with_text: bool
) -> None:
    target = tmp_path / "out"
    given = ["--project", str(project), "export", form, str(target)]
    assert cli.main([*given, *(["--with-text"] if with_text else [])]) == 0
    found = formats.named(form)
    assert target.is_dir() == bool(found.entry)
    assert (target / found.entry if found.entry else target).stat().st_size > 100


def test_a_folder_is_not_written_to_standard_output(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--project", str(project), "export", "dts", "-"]) == 1
    assert "a folder of files" in capsys.readouterr().err


def test_nothing_is_exported_of_a_bibliography_that_cannot_be_read(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "references.bib").write_text("@book{x,\n title = {", "utf-8")
    target = tmp_path / "out.ris"
    assert cli.main(["--project", str(project), "export", "ris", str(target)]) == 1
    assert "bibliography" in capsys.readouterr().err
    assert not target.exists()
