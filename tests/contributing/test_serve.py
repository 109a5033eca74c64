"""`edition serve`: what is saved is shown, first where somebody looks, and to this machine alone."""

from __future__ import annotations

import shutil
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import others_deprecations
from tests.golden_cases import FOLDER as GOLDEN

from critical_edition.commands import preview as previewing
from critical_edition.sources.project import Project

CONF = """\
project = "An invented edition"
extensions = ["myst_parser", "critical_edition"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
html_theme = "furo"
bibtex_reference_style = "edition"
bibtex_default_style = "edition"
"""
INDEX = """\
# An edition

```{toctree}
:glob:

essay/*
arguments/*
```

```{bibliography}
```
"""
COMMENT = "commentary/1/harbour.md"
PAGE = "essay/1-the-harbour.html"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    root = tmp_path / "edition"
    shutil.copytree(GOLDEN / "base", root)
    (root / "docs" / "conf.py").write_text(CONF, "utf-8")
    (root / "docs" / "index.md").write_text(INDEX, "utf-8")
    return Project(root)


@pytest.fixture
def preview(project: Project) -> Iterator[previewing.Preview]:
    found = previewing.Preview(project, previewing.Viewers())
    with others_deprecations():
        yield found
    found.close()


def save(project: Project, old: str, new: str) -> None:
    path = project.docs / COMMENT
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_what_is_saved_is_shown(
    project: Project, preview: previewing.Preview, capsys: pytest.CaptureFixture[str]
) -> None:
    before = previewing.watched(project)
    assert preview.build()
    inbox = preview.viewers.join(PAGE)
    other = preview.viewers.join("essay/2-the-dredgers.html")
    save(project, "printed in full", "printed in part")
    after = previewing.follow(project, preview, before, "http://127.0.0.1:1/")
    assert after != before
    assert "printed in part" in (preview.target / PAGE).read_text("utf-8")
    assert inbox.get_nowait() == PAGE
    assert other.empty()
    out = capsys.readouterr().out
    assert out.startswith("harbour.md: ")
    assert f"  http://127.0.0.1:1/{PAGE}#comment-harbour-silt\n" in out
    assert previewing.follow(project, preview, after, "") == after


def test_a_fault_is_said_and_the_next_save_mends_it(
    project: Project, preview: previewing.Preview, capsys: pytest.CaptureFixture[str]
) -> None:
    conf = project.docs / "conf.py"
    conf.write_text(CONF + "raise ValueError\n", "utf-8")
    assert not preview.build()
    error = capsys.readouterr().err
    assert "[build]" in error
    assert "Traceback" not in error
    conf.write_text(CONF, "utf-8")
    assert preview.build()


def test_the_server(project: Project) -> None:
    target = project.build / "preview"
    target.mkdir(parents=True)
    (target / "index.html").write_text("<html><body>Words</body></html>", "utf-8")
    (project.root / "secret.txt").write_text("secret", "utf-8")
    viewers = previewing.Viewers()
    server = previewing.make_server(target, viewers, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        with urllib.request.urlopen(f"{root}/", timeout=5) as answer:
            assert answer.headers["Cache-Control"] == "no-store"
            assert b"EventSource" in answer.read()
        for path, host in (("/../../secret.txt", "127.0.0.1:1"), ("/index.html", "example.org:80")):
            request = urllib.request.Request(root + path, headers={"Host": host})
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(request, timeout=5)
            assert refused.value.code in {403, 404}
            refused.value.close()
        with urllib.request.urlopen(f"{root}{previewing.EVENTS}?page=%2F", timeout=5) as events:
            while not viewers.pages:
                pass
            assert viewers.pages == {"index.html"}
            viewers.tell("index.html")
            assert events.readline() == b"data: index.html\n"
    finally:
        server.shutdown()
        server.server_close()
