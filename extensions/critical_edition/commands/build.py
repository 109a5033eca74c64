"""``edition build``: runs Sphinx for each output, into ``build/<format>``.

One build folder holds one edition. When the mode changes, everything that the other edition left
there is removed first, so that after ``edition text forget`` no build keeps a sentence of the
text. ``build/.mode`` records which edition the folder holds, before anything is written.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from critical_edition.model.established import EstablishedText, Mode
from critical_edition.sources import history, texts
from critical_edition.sources.project import Project
from critical_edition.text import store

if TYPE_CHECKING:
    from critical_edition.commands import Commands

DEFAULT_FORMATS = ("html", "pdf")
PAGES = frozenset({"html", "dirhtml"})
"""The builders of pages that offer the other formats to be taken away."""
NO_TEXT = "none"
"""The value of ``--text`` that builds the companion edition whatever is established."""

_RECORD = ".mode"
_DOCTREES = ".doctrees"
_PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Format:
    """An output: its Sphinx builder and the folder under ``build/``.

    ``opens`` is the pattern of the file that a reader opens; without it, the folder is the result.
    One without a builder is written from the sources, not by Sphinx.
    """

    builder: str
    folder: str
    opens: str = ""

    def result(self, target: Path) -> Path | None:
        """Return what a build into the folder ``target`` has made to be opened, if it has."""
        if not self.opens:
            return target if target.is_dir() else None
        return next(iter(sorted(target.glob(self.opens))), None)


FORMATS: Mapping[str, Format] = {
    "html": Format("html", "html", "index.html"),
    "pdf": Format("typstpdf", "pdf", "*.pdf"),
    "epub": Format("epub", "epub", "*.epub"),
    "dirhtml": Format("dirhtml", "dirhtml", "index.html"),
    "singlehtml": Format("singlehtml", "singlehtml", "index.html"),
    "text": Format("text", "text", "index.txt"),
    "latex": Format("latex", "latex"),
    "typst": Format("typst", "typst"),
    "xml": Format("xml", "xml", "index.xml"),
    "data": Format("", "data"),
}
"""The outputs by the names that ``edition build`` takes."""


@dataclass(frozen=True, slots=True)
class Built:
    """One output's outcome: what can be opened, or None where the build failed."""

    format: str
    result: Path | None
    seconds: float


class BuildError(Exception):
    """The build cannot begin; the message says why."""


def add_parser(commands: Commands) -> None:
    """Add what the command line may say."""
    from critical_edition.outputs.pdf.geometry import COMMENTARY, PAPERS

    build = commands.add_parser("build", help="build the edition")
    build.set_defaults(run=run)
    build.add_argument(
        "formats",
        nargs="*",
        metavar="FORMAT",
        type=_format,
        help=f"{', '.join(FORMATS)} (default: {' '.join(DEFAULT_FORMATS)})",
    )
    build.add_argument(
        "--text",
        metavar="FOLDER",
        help=f"another established text, or {NO_TEXT} for the companion edition",
    )
    page = build.add_argument_group("the page of the PDF")
    page.add_argument("--paper", choices=PAPERS, help="default: book, 176 by 250 mm")
    page.add_argument(
        "--commentary", choices=COMMENTARY, help="where the comments stand (default: margin)"
    )
    page.add_argument(
        "--no-gloss",
        dest="gloss",
        action="store_false",
        help="without the editors' summaries beside the text",
    )


def _format(name: str) -> str:
    if name not in FORMATS:
        raise argparse.ArgumentTypeError(f"no format “{name}”; there are {', '.join(FORMATS)}")
    return name


def run(project: Project, options: argparse.Namespace) -> int:
    """Build what is asked for."""
    page = {
        "edition_pdf_paper": options.paper,
        "edition_pdf_commentary": options.commentary,
        "edition_pdf_gloss": None if options.gloss else "0",
    }
    settings = {name: value for name, value in page.items() if value is not None}
    return run_build(project, options.formats or DEFAULT_FORMATS, options.text, settings)


def run_build(
    project: Project,
    formats: Sequence[str],
    text: str | None = None,
    settings: Mapping[str, str] = MappingProxyType({}),
) -> int:
    """Build the formats in order and say what was built; 0 if all were built, else 1.

    ``text`` names another folder with an established text, or is :data:`NO_TEXT`; ``settings``
    override values of conf.py.
    """
    try:
        folder = _text_folder(project, text)
        in_pages = project.profile.text.source == "pages"
        if in_pages and text is not None:
            raise BuildError("the text stands in the pages; --text names none or another")
        mode = Mode.FULL if in_pages else _mode(folder)
        what = "edition" if in_pages else f"{mode} edition"
        _prepare(project.build, mode)
        os.environ.setdefault("SOURCE_DATE_EPOCH", str(source_date(project.root)))
        # Imported here, not at the top: Sphinx reads SOURCE_DATE_EPOCH as it starts.
        from critical_edition.commands import sphinx_run
    except (BuildError, store.StoreError) as error:
        print(f"edition: {error}", file=sys.stderr)
        return 1
    done: list[Built] = []
    # Pages last: they offer what the other formats have built.
    for name in sorted(dict.fromkeys(formats), key=lambda name: FORMATS[name].builder in PAGES):
        output = FORMATS[name]
        target = project.build / output.folder
        doctrees = project.build / _DOCTREES / mode
        if done:
            gc.collect()  # what the last format has left: its pages are rings of objects
        print(f"Building {name} ({what}) …", flush=True)
        start = time.monotonic()
        if output.builder:
            given = {} if folder == project.text else {"edition_text": str(folder or "")}
            built = sphinx_run.run(
                source=project.docs,
                target=target,
                doctrees=doctrees,
                builder=output.builder,
                settings={**settings, **given},
            )
        else:
            built = _write_data(project, folder, target)
        if not built:
            # What Sphinx has read with a warning it would not read again, nor warn of it.
            shutil.rmtree(doctrees, ignore_errors=True)
        done.append(Built(name, output.result(target) if built else None, time.monotonic() - start))
    done.sort(key=lambda built: list(formats).index(built.format))  # as they were asked for
    return _report(project.root, what, done)


def _write_data(project: Project, folder: Path | None, target: Path) -> bool:
    """Write the edition as data, with the text of the folder; say if it went well."""
    from critical_edition.outputs.data import source, writing

    try:
        in_pages = project.profile.text.source == "pages"
        text = texts.load(project) if in_pages else EstablishedText()
        writing.write_all(project, store.load(folder) if folder and not in_pages else text, target)
    except (source.ExportError, store.StoreError, OSError) as error:
        print(f"edition: {error}", file=sys.stderr)
        return False
    return True


def _report(root: Path, called: str, done: Sequence[Built]) -> int:
    for built in done:
        if built.result:
            where = built.result.relative_to(root)
            print(f"{built.format}: {where} ({built.seconds:.0f} s)")
        else:
            print(f"{built.format}: not built; the messages above say why", file=sys.stderr)
    failed = [b.format for b in done if not b.result]
    if failed:
        print(f"edition: {', '.join(failed)} could not be built", file=sys.stderr)
        return 1
    what = " and ".join(filter(None, [", ".join(b.format for b in done[:-1]), done[-1].format]))
    folders = ", ".join(f"build/{FORMATS[b.format].folder}" for b in done)
    print(f"Built {what} of the {called} in {folders}.", flush=True)
    return 0


def _text_folder(project: Project, text: str | None) -> Path | None:
    if text is None:
        return project.text
    if text == NO_TEXT:
        return None
    folder = Path(text).expanduser().resolve()
    if not store.files(folder):
        raise BuildError(
            f"{folder} holds no established text; `edition text import FILE` makes one"
        )
    return folder


def _mode(folder: Path | None) -> Mode:
    return Mode.FULL if folder is not None and store.load(folder) else Mode.COMPANION


def _prepare(build: Path, mode: Mode) -> None:
    """Clear ``build`` of another edition's outputs, and record which edition comes to lie there."""
    if mode is Mode.COMPANION:
        forget_full(build)
    elif _held(build) != mode:
        _clear(build)
    build.mkdir(parents=True, exist_ok=True)
    (build / _RECORD).write_text(f"{mode}\n", "utf-8")


def forget_full(build: Path) -> bool:
    """Remove whatever builds may have written of the full edition; say whether there was any.

    Files in the folder that are not of a build stay.
    """
    if _held(build) == Mode.COMPANION:
        # A preview follows the pages and the text as they change, and so is of either edition.
        return _clear(build, (_PREVIEW, f"{_DOCTREES}/{_PREVIEW}"))
    return _clear(build)


def _held(build: Path) -> str:
    record = build / _RECORD
    return record.read_text("utf-8").strip() if record.is_file() else ""


def _clear(build: Path, names: Sequence[str] = ()) -> bool:
    present = [
        build / name
        for name in names or (_DOCTREES, _PREVIEW, *(f.folder for f in FORMATS.values()))
        if (build / name).exists()
    ]
    for path in present:
        shutil.rmtree(path)
    return bool(present)


def source_date(root: Path) -> int:
    """Return the edition's date in seconds since 1970: of the last commit, else of the changelog.

    A build's outputs carry this date and not that of the build, so that the same sources give the
    same bytes.
    """
    # Nothing without git or a commit: in an archive of the sources, say.
    if log := history.git(root, "log", "-1", "--format=%ct"):
        return int(log)
    changelog = root / "CHANGELOG.md"
    content = changelog.read_text("utf-8") if changelog.is_file() else ""
    if match := re.search(r"^## .*(\d{4}-\d\d-\d\d)", content, re.MULTILINE):
        return int(datetime.fromisoformat(match[1]).replace(tzinfo=UTC).timestamp())
    return 0
