"""`edition build`, with real runs of Sphinx on a page of invented text."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.golden_cases import git

from critical_edition.commands import build
from critical_edition.commands import main as cli
from critical_edition.model.established import Mode
from critical_edition.sources.project import Project
from critical_edition.text import store

CONF = """\
import os
import re
from pathlib import Path

project = "An edition"
extensions = ["myst_parser"]
exclude_patterns = ["essay"]
html_show_copyright = False


def read(app, docname, content):
    # Stands for what shows the established text: it puts the whole of it on the page.
    folder = Path(app.srcdir, app.config.edition_text or "nowhere")
    for path in sorted(folder.glob("*.md")):
        content[0] += re.sub(r"[`*]|\\[\\^n\\d+\\]", "", path.read_text("utf-8").split("(p", 1)[1])
    content[0] += "\\n\\nDated " + os.environ["SOURCE_DATE_EPOCH"]


def setup(app):
    app.add_config_value("edition_text", "essay/text", "env", str)
    app.connect("source-read", read)
"""
SECRET = "there was nothing left for them to do"


@pytest.fixture
def buildable(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (project.docs / "conf.py").write_text(CONF, "utf-8")
    (project.docs / "index.md").write_text("# An edition\n\nWelcome.\n", "utf-8")
    return project


def built_text(project: Project) -> str:
    """All that the build folder holds, its pickles included, as one string."""
    files = [p for p in project.build.rglob("*") if p.is_file()]
    assert files
    return "\n".join(p.read_bytes().decode("utf-8", "ignore") for p in files)


def test_companion(buildable: Project, capfd: pytest.CaptureFixture[str]) -> None:
    assert build.run_build(buildable, ["html", "text"]) == 0
    assert (buildable.build / "html" / "index.html").is_file()
    lines = capfd.readouterr().out.splitlines()
    assert lines[-3].startswith("html: build/html/index.html (")
    assert lines[-2].startswith("text: build/text/index.txt (")
    assert lines[-1] == "Built html and text of the companion edition in build/html, build/text."


def test_full_then_forgotten_leaves_no_sentence(
    buildable: Project, proofread: dict[str, str]
) -> None:
    store.write(buildable.text, proofread)
    (buildable.build / "kept").mkdir(parents=True)
    (buildable.build / "kept" / "a.txt").write_text("mine", "utf-8")
    assert build.run_build(buildable, ["html", "text", "singlehtml"]) == 0
    assert SECRET in built_text(buildable)
    store.forget(buildable.text)
    assert build.run_build(buildable, ["text"]) == 0
    assert SECRET not in built_text(buildable)
    assert not (buildable.build / "html").exists()
    assert (buildable.build / "kept" / "a.txt").is_file()


def test_data_are_of_the_edition_that_is_built(
    buildable: Project, proofread: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    """With the text, then without it: though it is there, and after it is forgotten."""
    store.write(buildable.text, proofread)
    assert build.run_build(buildable, ["data"]) == 0
    assert SECRET in built_text(buildable)
    assert build.run_build(buildable, ["data"], build.NO_TEXT) == 0
    assert "data of the companion edition in build/data" in capfd.readouterr().out
    assert SECRET not in built_text(buildable)
    assert '"mode": "companion"' in (buildable.build / "data" / "edition.json").read_text("utf-8")
    assert build.run_build(buildable, ["data"]) == 0
    store.forget(buildable.text)
    assert build.run_build(buildable, ["text"]) == 0
    assert not (buildable.build / "data").exists()


def test_data_are_not_built_of_faulty_sources(
    buildable: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    page = buildable.sections / "1-the-harbour.md"
    page.write_text(page.read_text("utf-8").replace("563-564", "5-6"), "utf-8")
    assert build.run_build(buildable, ["data"]) == 1
    said = capfd.readouterr().err
    assert "docs/essay/1-the-harbour.md:5: 5-6: " in said
    assert "data: not built" in said


def test_a_preview_is_of_either_edition(buildable: Project) -> None:
    assert build.run_build(buildable, ["text"]) == 0
    preview = buildable.build / "preview"
    preview.mkdir()
    (preview / "index.html").write_text(SECRET, "utf-8")
    assert build.run_build(buildable, ["text"]) == 0
    assert SECRET not in built_text(buildable)


def test_forgetting_the_text_forgets_what_was_built_of_it(
    buildable: Project, proofread: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    store.write(buildable.text, proofread)
    assert build.run_build(buildable, ["text"]) == 0
    forget = ["--project", str(buildable.root), "text", "forget"]
    assert cli.main(forget) == 0
    assert [p.name for p in buildable.build.iterdir()] == [".mode"]
    assert capfd.readouterr().out.endswith("What was built of the full edition is removed too.\n")
    assert build.run_build(buildable, ["text"]) == 0
    assert cli.main(forget) == 0
    assert (buildable.build / "text" / "index.txt").is_file()


def test_companion_although_a_text_is_established(
    buildable: Project, proofread: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    store.write(buildable.text, proofread)
    assert build.run_build(buildable, ["text"], build.NO_TEXT) == 0
    assert SECRET not in built_text(buildable)
    assert "of the companion edition" in capfd.readouterr().out
    assert store.load(buildable.text)


def test_another_folder_with_a_text(
    buildable: Project, proofread: dict[str, str], tmp_path: Path
) -> None:
    store.write(tmp_path / "other text", proofread)
    assert build.run_build(buildable, ["text"], str(tmp_path / "other text")) == 0
    assert SECRET in (buildable.build / "text" / "index.txt").read_text("utf-8").replace("\n", " ")


def test_a_folder_without_a_text(
    buildable: Project, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert build.run_build(buildable, ["text"], str(tmp_path)) == 1
    assert "holds no established text" in capfd.readouterr().err
    assert not buildable.build.exists()


def test_a_warning_fails_the_build_after_showing_all(
    buildable: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    (buildable.docs / "index.md").write_text("# One\n\n{ref}`no-1` {ref}`no-2`\n", "utf-8")
    assert build.run_build(buildable, ["text"]) == 1
    error = capfd.readouterr().err
    assert "no-1" in error
    assert "no-2" in error
    assert error.splitlines()[-1] == "edition: text could not be built"


def test_what_failed_fails_again_and_in_each_format(
    buildable: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    (buildable.docs / "index.md").write_text("# One\n\n{no-such-role}`x`\n", "utf-8")
    for _ in range(2):
        assert build.run_build(buildable, ["text", "xml"]) == 1
        assert capfd.readouterr().err.splitlines()[-1] == "edition: text, xml could not be built"


def test_a_fault_in_conf_is_no_traceback(
    buildable: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    (buildable.docs / "conf.py").write_text("extensions = ['no_such_extension']\n", "utf-8")
    assert build.run_build(buildable, ["text"]) == 1
    error = capfd.readouterr().err
    assert error.startswith("docs/conf.py: error: ") and "no_such_extension" in error
    assert "Traceback (most recent call last)" not in error


def test_a_second_build_reads_nothing_anew(
    buildable: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    assert build.run_build(buildable, ["text"]) == 0
    capfd.readouterr()
    assert build.run_build(buildable, ["text"]) == 0
    assert "0 added, 0 changed, 0 removed" in capfd.readouterr().out


def test_formats_share_what_was_read(buildable: Project, capfd: pytest.CaptureFixture[str]) -> None:
    assert build.run_build(buildable, ["text", "xml"]) == 0
    assert capfd.readouterr().out.count("reading sources") == 1


def test_the_date_of_the_last_commit(buildable: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    date = "2001-02-03T04:05:06+00:00"
    monkeypatch.setenv("GIT_COMMITTER_DATE", date)
    git(buildable.root, "init", "-q")
    git(buildable.root, "commit", "-q", "--allow-empty", "-m", "One")
    assert build.source_date(buildable.root) == datetime.fromisoformat(date).timestamp()


def test_the_date_of_the_changelog_where_there_is_no_history(buildable: Project) -> None:
    log = "# Changelog\n\n## 1.1 – 2002-03-04\n\n## 1.0 – 2001-02-03\n"
    (buildable.root / "CHANGELOG.md").write_text(log, "utf-8")
    assert build.source_date(buildable.root) == datetime(2002, 3, 4, tzinfo=UTC).timestamp()


def test_a_build_is_dated_by_its_sources(
    buildable: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (buildable.root / "CHANGELOG.md").write_text("## 1.0 – 1970-01-02\n", "utf-8")
    assert build.run_build(buildable, ["text"]) == 0
    assert "Dated 86400" in (buildable.build / "text" / "index.txt").read_text("utf-8")


def test_a_date_that_is_given_counts(buildable: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "123")
    assert build.run_build(buildable, ["text"]) == 0
    assert "Dated 123" in (buildable.build / "text" / "index.txt").read_text("utf-8")


def test_the_record_precedes_the_output(buildable: Project, proofread: dict[str, str]) -> None:
    """A build that stops midway has already said that its folder holds the full edition."""
    store.write(buildable.text, proofread)
    (buildable.docs / "conf.py").write_text("raise SystemExit(3)\n", "utf-8")
    assert build.run_build(buildable, ["text"]) == 1
    assert (buildable.build / ".mode").read_text("utf-8").strip() == Mode.FULL


def test_a_fault_of_no_known_file_is_not_laid_on_conf(
    buildable: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    from critical_edition.commands import sphinx_run

    sphinx_run.report(OSError("no space is left"), buildable.docs, buildable.build)
    assert capfd.readouterr().err.startswith("edition: error: OSError: no space is left [build]\n")


def test_a_fault_that_names_its_line_is_reported_there(
    buildable: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    from sphinx.errors import SphinxError

    from critical_edition.commands import sphinx_run

    page = buildable.docs / "index.md"
    error = SphinxError(f"{page}:7: no font has it")
    sphinx_run.report(error, buildable.docs, buildable.build)
    said = "docs/index.md:7:1: error: Sphinx error: no font has it [build]\n"
    assert capfd.readouterr().err.startswith(said)


def test_the_page_of_a_document_that_is_no_more_goes(
    buildable: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    page = buildable.docs / "other.md"
    page.write_text("# Other\n\nA note that is nowhere[^n].\n", "utf-8")
    (buildable.docs / "index.md").write_text("# An edition\n\n```{toctree}\nother\n```\n", "utf-8")
    assert build.run_build(buildable, ["html", "text"]) == 1
    outputs = [
        buildable.build / name
        for name in ("html/other.html", "html/_sources/other.md.txt", "text/other.txt")
    ]
    assert all(output.is_file() for output in outputs)
    page.unlink()
    (buildable.docs / "index.md").write_text("# An edition\n\nWelcome.\n", "utf-8")
    assert build.run_build(buildable, ["html", "text"]) == 0
    assert not any(output.exists() for output in outputs)
    assert (buildable.build / "html" / "index.html").is_file()
    assert (buildable.build / "html" / "search.html").is_file()
