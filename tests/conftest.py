"""What all tests share: the checkout, a reader's copy of the essay, an invented edition to build."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any
from warnings import catch_warnings, filterwarnings

import lxml.html
import pytest
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, sync_playwright
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.deprecation import RemovedInSphinx11Warning
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.util.docutils import docutils_namespace, patch_docutils

from critical_edition.domain import processes

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def plain_output() -> Iterator[None]:
    """No colours, which hosts of CI ask for: what is printed is compared as text."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_COLOR", "1")
        yield


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that all its processes share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session", autouse=True)
def templates(shared: Path) -> Iterator[None]:
    """Compile each template once in a run: that takes as long as all else in a small build."""
    compiled = FileSystemBytecodeCache(str(shared))
    begin = BuiltinTemplateLoader.init

    def begin_with_compiled(self: BuiltinTemplateLoader, *given: Any, **named: Any) -> None:
        begin(self, *given, **named)
        self.environment.bytecode_cache = compiled

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BuiltinTemplateLoader, "init", begin_with_compiled)
        # Beside its doctrees a build finds none that another has compiled.
        patch.setattr(processes, "FileSystemBytecodeCache", lambda _folder: compiled)
        yield


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top folder of the checkout that is tested."""
    return ROOT


@pytest.fixture(scope="session")
def reader_copy() -> Path:
    """A copy of the essay, which this repository does not have: skips the test without one."""
    named = os.environ.get("EDITION_TEST_COPY")
    path = Path(named) if named else ROOT.parent / "shared" / "text" / "transcript.txt"
    if not path.is_file():
        pytest.skip("no copy of the essay here; EDITION_TEST_COPY may name one")
    return path


ROOTS = Path(__file__).parent / "roots"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build left: its folder, and Sphinx's warnings, one an item, paths from the source."""

    out: Path
    warnings: list[str]

    def page(self, name: str) -> lxml.html.HtmlElement:
        """Return a page of an HTML build."""
        return lxml.html.parse(self.out / name).getroot()

    def files(self, pattern: str = "*") -> list[Path]:
        """Return the files of a pattern, of which there are some: a test of none tests nothing."""
        found = sorted(path for path in self.out.rglob(pattern) if path.is_file())
        assert found, f"no {pattern} in {self.out}"
        return found


@contextmanager
def others_deprecations() -> Iterator[None]:
    """Let other people's extensions use what Sphinx will remove; for ours it stays an error."""
    with catch_warnings():
        for name in ("myst_parser", "sphinxcontrib.bibtex", "furo"):
            filterwarnings(
                "ignore", message=rf"'{re.escape(name)}\.", category=RemovedInSphinx11Warning
            )
        yield


@dataclass(frozen=True, slots=True)
class Edition:
    """A copy of the root ``test-edition``, to be changed and built; ``work`` is for builds.

    In ``shared`` stand the builds that tests only look at.
    """

    source: Path
    work: Path
    shared: Path | None = None

    def establish(self) -> None:
        """Put the invented essay's text where the edition looks for it."""
        shutil.copytree(ROOTS / "established", self.source / "essay" / "text")

    def forget(self) -> None:
        """Remove the text."""
        shutil.rmtree(self.source / "essay" / "text")

    def write(self, name: str, content: str) -> None:
        """Write a source file, later than any build of it."""
        path = self.source / name
        path.write_text(content, "utf-8")
        later = time.time() + 2
        os.utime(path, (later, later))

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace words of a source file, which must be there."""
        content = (self.source / name).read_text("utf-8")
        assert old in content
        self.write(name, content.replace(old, new))

    def look(self, builder: str = "html", **config: Any) -> Built:
        """Return a build that is looked at alone: the same sources are built once in a run.

        Other builders write what the first has read, as those of one `edition build` do.
        """
        assert self.shared is not None
        made = hashlib.sha256(repr(sorted(config.items())).encode())
        for path in sorted(path for path in self.source.rglob("*") if path.is_file()):
            made.update(f"\0{path.relative_to(self.source)}\0".encode() + path.read_bytes())
        folder = self.shared / made.hexdigest()[:16]
        folder.mkdir(exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            said = folder / f"{builder}.json"
            if not said.exists():
                if not (folder / "source").exists():
                    shutil.copytree(self.source, folder / "source")
                # What reading warns of is warned of once: then each builder has to read for itself.
                silent = all(one.read_text("utf-8") == "[]" for one in folder.glob("*.json"))
                edition = Edition(folder / "source", folder / ("work" if silent else builder))
                built = edition.build(builder, **config)
                said.write_text(json.dumps(built.warnings), "utf-8")
        work = folder / (builder if (folder / builder).exists() else "work")
        return Built(work / "first" / builder, json.loads(said.read_text("utf-8")))

    def build(
        self, builder: str = "html", *, to: str = "first", parallel: int = 0, **config: str
    ) -> Built:
        """Build into the folder ``to``, anew where it is there already.

        Two builds into one folder are an incremental build; the doctrees lie beside it.
        """
        warnings = StringIO()
        with patch_docutils(self.source), docutils_namespace(), others_deprecations():
            app = Sphinx(
                self.source,
                self.source,
                self.work / to / builder,
                self.work / to / "doctrees",
                builder,
                confoverrides=dict(config),
                status=None,
                warning=warnings,
                parallel=parallel,
            )
            try:
                app.build()
            finally:
                # Else the next project would speak this one's language.
                locale.translators.clear()
        lines = re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue()).splitlines()
        found = [line.replace(f"{self.source}/", "") for line in lines if line.strip()]
        return Built(self.work / to / builder, found)


@pytest.fixture
def invented(tmp_path: Path, shared: Path, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """An edition of an invented essay, without its text: the companion edition."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    shutil.copytree(ROOTS / "test-edition", tmp_path / "source")
    return Edition(tmp_path / "source", tmp_path / "work", shared)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright; skips the test where it is not installed."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("needs Chromium (Debian's package chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
