"""Building small projects with the Typst builders."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any, Protocol

import pypdf
import pytest
import sphinx.domains.python  # noqa: F401 - else it speaks the language of the first project for good
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

ROOTS = Path(__file__).parent / "roots"
EPOCH = "1000000000"


@dataclass(frozen=True)
class Built:
    """A built project: folders, and what Sphinx said; what a property has read is kept."""

    source: Path
    out: Path
    warnings: list[str]
    """Warnings, one an item, with paths relative to the project."""

    @property
    def pdf_path(self) -> Path:
        """The only PDF."""
        (path,) = self.out.glob("*.pdf")
        return path

    @cached_property
    def pdf(self) -> pypdf.PdfReader:
        """The only PDF, read."""
        return pypdf.PdfReader(self.pdf_path)

    @cached_property
    def pages(self) -> list[str]:
        """The text of the PDF's pages, each with its white space collapsed."""
        return [" ".join(page.extract_text().split()) for page in self.pdf.pages]

    @cached_property
    def text(self) -> str:
        """The text of the whole PDF."""
        return " ".join(self.pages)

    @cached_property
    def typst(self) -> str:
        """The only book's Typst file."""
        (path,) = (
            path
            for path in self.out.glob("*.typ")
            if path.name not in {"template.typ", "sphinx-typst.typ"}
        )
        return path.read_text(encoding="utf-8")


class Build(Protocol):
    """Builds a root by its name, or files given as a mapping, in a fresh folder."""

    def __call__(
        self,
        root: str | Mapping[str, str],
        *,
        builder: str = "typstpdf",
        parallel: int = 0,
        prepare: Callable[[Sphinx], None] | None = None,
        **config: Any,
    ) -> Built: ...


def run(
    source: Path,
    out: Path,
    *,
    builder: str = "typstpdf",
    parallel: int = 0,
    prepare: Callable[[Sphinx], None] | None = None,
    **config: Any,
) -> Built:
    """Build the project in *source* into *out*; *config* overrides its configuration."""
    warnings = StringIO()
    with patch_docutils(source), docutils_namespace():
        app = Sphinx(
            source,
            source,
            out,
            out.parent / "doctrees",
            builder,
            confoverrides=config,
            status=None,
            warning=warnings,
            parallel=parallel,
        )
        if prepare:
            prepare(app)
        try:
            app.build()
        finally:
            # Else the next project would speak this one's language.
            locale.translators.clear()
    found = [
        re.sub(r"\x1b\[[0-9;]*m", "", line).replace(f"{source}/", "")
        for line in warnings.getvalue().splitlines()
        if line.strip()
    ]
    return Built(source, out, found)


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Return a function that builds a root, or files given as a mapping, in a fresh folder."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    count = 0

    def build(root: str | Mapping[str, str], **options: Any) -> Built:
        nonlocal count
        count += 1
        folder = tmp_path / str(count)
        source = folder / "source"
        if isinstance(root, str):
            shutil.copytree(ROOTS / f"test-{root}", source)
        else:
            source.mkdir(parents=True)
            files = {"conf.py": 'project = "Trial"\nextensions = ["sphinx_typst"]\n', **root}
            for name, text in files.items():
                path = source / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        return run(source, folder / "out", **options)

    return build


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The project of everything, built once."""
    folder = tmp_path_factory.mktemp("everything")
    shutil.copytree(ROOTS / "test-everything", folder / "source")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        return run(folder / "source", folder / "out")
