"""``edition build``: runs Sphinx for each output, into ``build/<format>``.

One build folder holds one edition. When the mode changes, everything that the other edition left
there is removed first, so that after ``edition text forget`` no build keeps a sentence of the
text. ``build/.mode`` records which edition the folder holds, before anything is written.
"""

from __future__ import annotations

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

from critical_edition.model.established import Mode
from critical_edition.sources import history
from critical_edition.sources.project import Project
from critical_edition.text import store

DEFAULT_FORMATS = ("html", "pdf")
NO_TEXT = "none"
"""The value of ``--text`` that builds the companion edition whatever is established."""

_RECORD = ".mode"
_DOCTREES = ".doctrees"
_PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Format:
    """An output: its Sphinx builder and the folder under ``build/``.

    ``opens`` is the pattern of the file that a reader opens; without it, the folder is the result.
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
        mode = _mode(folder)
        _prepare(project.build, mode)
        os.environ.setdefault("SOURCE_DATE_EPOCH", str(source_date(project.root)))
        # Imported here, not at the top: Sphinx reads SOURCE_DATE_EPOCH as it starts.
        from critical_edition.commands import sphinx_run
    except (BuildError, store.StoreError, OSError) as error:
        print(f"edition: {error}", file=sys.stderr)
        return 1
    done: list[Built] = []
    for name in dict.fromkeys(formats):
        output = FORMATS[name]
        target = project.build / output.folder
        doctrees = project.build / _DOCTREES / mode
        if done:
            gc.collect()  # what the last format has left: its pages are rings of objects
        print(f"Building {name} ({mode} edition) …", flush=True)
        start = time.monotonic()
        built = sphinx_run.run(
            source=project.docs,
            target=target,
            doctrees=doctrees,
            builder=output.builder,
            settings={**settings}
            if folder == project.text
            else {**settings, "edition_text": str(folder or "")},
        )
        if not built:
            # What Sphinx has read with a warning it would not read again, nor warn of it.
            shutil.rmtree(doctrees, ignore_errors=True)
        done.append(Built(name, output.result(target) if built else None, time.monotonic() - start))
    return _report(project.root, mode, done)


def _report(root: Path, mode: Mode, done: Sequence[Built]) -> int:
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
    print(f"Built {what} of the {mode} edition in {folders}.", flush=True)
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
