"""Commands in odd surroundings, and numbers that are too long to be any: no traceback ever."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest
from tests.golden_cases import FOLDER as GOLDEN
from tests.hostile.test_files import codes, comment, found

from critical_edition.checking import edition as check
from critical_edition.citation import dates, locator, numbers
from critical_edition.commands import main as cli
from critical_edition.commands import preview
from critical_edition.model.codes import Code
from critical_edition.model.places import PassageId
from critical_edition.sources.project import Project

LONG = "9" * 5000
PEOPLE = "docs/contributors.toml"
MARKS = "docs/essay/marks/1.toml"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(GOLDEN / "base", tmp_path / "edition")
    return Project(tmp_path / "edition")


def shell(project: Project, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the edition's in a shell, which can close its streams."""
    edition = f"{sys.executable} -m critical_edition.commands.main --project {project.root}"
    return subprocess.run(
        ["bash", "-c", command.replace("edition", edition, 1)],
        capture_output=True,
        env={**os.environ, **environment},
        encoding="utf-8",
        errors="replace",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("edition new comment <&-", 1),
        ("edition check >&-", 0),
        ("edition check 2>&-", 0),
        ("edition check <&- >&- 2>&-", 0),
        ("edition new comment --on 1.1 --kind context --by editors --text $'\\xff' </dev/null", 1),
        ("edition serve --port 99999", 2),
        ("edition serve --port -1", 2),
        ("edition serve --port ²", 2),
    ],
)
def test_odd_surroundings(project: Project, command: str, status: int) -> None:
    done = shell(project, command)
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == status, done.stderr


def test_a_terminal_of_few_characters(project: Project) -> None:
    path = project.docs / "commentary" / "2" / "x.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(comment("x", '"So" it is.'), "utf-8")
    done = shell(project, "edition check", PYTHONIOENCODING="ascii")
    assert "Traceback" not in done.stdout + done.stderr
    assert r"a straight \" stands for \u201c".replace(r"\"", '"') in done.stdout


def test_what_nobody_foresaw_is_a_line_and_a_file(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> int:
        raise ZeroDivisionError("two\nlines \x1b")

    monkeypatch.setattr(check, "run_check", fail)
    assert cli.main(["--project", str(project.root), "check"]) == 1
    said = capsys.readouterr().err
    assert said == (
        "edition: ZeroDivisionError: two\\nlines \\x1b; "
        "where it happened in the program is in build/edition-error.log\n"
    )
    assert "ZeroDivisionError" in (project.build / "edition-error.log").read_text("utf-8")


@pytest.mark.parametrize("path", ["/%00", "/x%00.html", "/" + "x" * 5000, "/%ff%fe.html"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_names_that_no_file_has_are_not_found(
    tmp_path: Path, path: str, method: str, capfd: pytest.CaptureFixture[str]
) -> None:
    server = preview.make_server(tmp_path, preview.Viewers(), 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        port = server.server_address[1]
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request(method, path, headers={"Host": f"127.0.0.1:{port}"})
        assert connection.getresponse().status == 404
        connection.close()
    finally:
        server.shutdown()
        server.server_close()
    assert "Traceback" not in capfd.readouterr().err


def test_an_interrupted_layout_says_nothing_itself(tmp_path: Path) -> None:
    """The process that lays out a book gets Ctrl+C as well."""
    book = tmp_path / "long.typ"
    book.write_text("#for i in range(400000) [#i #h(1fr) words of a paragraph. ]", "utf-8")
    code = (
        "import sys; from pathlib import Path; from sphinx_typst.compile import Worker\n"
        "worker = Worker(Path(sys.argv[1]), [])\n"
        "print('begun', flush=True)\n"
        "try: worker.ask('compile', {'pdf_standards': []})\n"
        "except (KeyboardInterrupt, OSError): worker.stop(); print('stopped', flush=True)\n"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", code, str(book)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "begun\n"
    time.sleep(1)
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=30)
    assert out == "stopped\n"
    assert err == ""


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [LONG, f"p. {LONG}", f"1-{LONG}", f"{LONG}:1", f"1({LONG}):2", f"vol. {LONG}", f"1n{LONG}"],
)
def test_locators_of_long_numbers(project: Project, text: str) -> None:
    locator.parse(text)
    numbers.pages_of(text)
    name = "docs/commentary/1/harbour.md"
    path = project.root / name
    before = path.read_text("utf-8")
    key = next(
        line
        for line in (project.bibliography.read_text("utf-8")).splitlines()
        if line.startswith("@book")
    )
    path.write_text(
        before
        + "\n"
        + comment("long", f"So {{cite:p}}`{key.partition('{')[2].rstrip(',')}{{{text}}}`."),
        "utf-8",
    )
    assert "locator" in codes(project, name)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("docs/commentary/1/harbour.md", ":on: 1.1", f":on: {LONG}.1"),
        ("docs/commentary/1/harbour.md", ":on: 1.1", f":on: n{LONG}"),
        ("docs/commentary/1/harbour.md", ":on: 1.1", f':on: 1.1 "harbour" [{LONG}]'),
    ],
)
def test_places_of_long_numbers(project: Project, name: str, old: str, new: str) -> None:
    path = project.root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert codes(project, name)


@pytest.mark.parametrize("field", ["pages", "volume", "volumes", "year", "date", "edition", "month",
                                   "day", "number", "origdate", "part", "mentioned"])  # fmt: skip
@pytest.mark.parametrize("value", [LONG, f"{LONG}--{LONG}", "²", f"{'9' * 30}--{'8' * 30}"])
def test_records_with_long_numbers(project: Project, field: str, value: str) -> None:
    text = project.bibliography.read_text("utf-8")
    project.bibliography.write_text(
        f"{text}\n@book{{long1, author = {{A, B}}, title = {{T}}, keywords = {{editors}},\n"
        f"  verified = {{it}}, {field} = {{{value}}} }}\n",
        "utf-8",
    )
    assert codes(project, "references.bib")


@pytest.mark.parametrize(
    ("old", "new"),
    [("note = 1", f"note = {LONG}"), ("note = 1", "note = " + "9" * 3000), ("note = 1", "note = -1"),
     ("note = 1", "note = true"), ("page = 564", "page = " + "9" * 100)],
)  # fmt: skip
def test_marks_with_long_numbers(project: Project, old: str, new: str) -> None:
    path = project.marks / "1.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert Code.MARK.value in {str(f.code) for f in found(project)}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        (PEOPLE, '[[contributor]]\nid = "a"\nname = "A"\nroles = [["a"]]\n', Code.CONTRIBUTORS),
        (PEOPLE, "contributor = 3\n", Code.CONTRIBUTORS),
        (MARKS, '[[mark]]\non = "1.1"\nkind = "emphasis"\nlemma = "x"\nreason = ["title"]\n',
         Code.MARK),
        (MARKS, '[[mark]]\non = "1.1"\nkind = ["emphasis"]\n', Code.MARK),
        (MARKS, "mark = 3\n", Code.MARK),
        (MARKS, "mark = [3]\n", Code.MARK),
    ],
)  # fmt: skip
def test_tables_of_other_types(project: Project, name: str, content: str, code: Code) -> None:
    (project.root / name).write_text(content, "utf-8")
    assert code.value in codes(project, name)


def test_python_reads_the_numbers_there_are() -> None:
    assert PassageId.parse("12.345") == PassageId(12, 345)
    with pytest.raises(ValueError, match="is not a passage number"):
        PassageId.parse(f"1.{LONG}")
    with pytest.raises(ValueError, match="is not a date"):
        dates.read(LONG)
