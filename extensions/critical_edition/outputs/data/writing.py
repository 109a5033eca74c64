"""Writing exports: one format to a file or a folder, or all of them for the page of data."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from critical_edition.model.established import EstablishedText
from critical_edition.outputs.data import crate, source
from critical_edition.outputs.data.format import Format
from critical_edition.outputs.data.formats import FORMATS
from critical_edition.outputs.data.source import ExportError
from critical_edition.sources import texts
from critical_edition.sources.project import Project
from critical_edition.text import store

STANDARD_OUTPUT = "-"
SUMS = "SHA256SUMS"
"""The checksums of a folder's files, as the programs that check them read them."""


def run_export(project: Project, kind: Format, file: str, *, with_text: bool) -> int:
    """Write a format to ``file`` (a folder, if the format is one) or to standard output.

    Return 0 if it was written, else 1.
    """
    try:
        text = texts.load(project)
        if with_text and not text:
            return _fail("no text is established; `edition text import FILE` establishes one")
        content = kind.write(source.load(project, text, with_text=with_text))
    except (store.StoreError, ExportError) as error:
        return _fail(str(error))
    if file == STANDARD_OUTPUT:
        if not isinstance(content, bytes):
            return _fail(f"{kind.id} is a folder of files: name one")
        sys.stdout.buffer.write(content)
        return 0
    path = Path(file).expanduser()
    try:
        _write(path, content)
    except OSError as error:
        return _fail(f"{path} cannot be written: {error.strerror}")
    what = "with its text" if with_text else "without the text"
    print(f"Wrote {path}: the edition as {kind.label}, {what}.")
    return 0


def write_all(project: Project, text: EstablishedText, folder: Path) -> None:
    """Write all formats into a folder that is made anew, with the text that is given.

    Raise ExportError, or OSError where the folder cannot be written to.
    """
    edition = source.load(project, text, with_text=True)
    formats = {found: _files(found, found.write(edition)) for found in FORMATS}
    made = {name: content for files in formats.values() for name, content in files.items()}
    made[crate.NAME] = crate.metadata(edition, formats)
    lines = (f"{hashlib.sha256(made[name]).hexdigest()}  {name}\n" for name in sorted(made))
    made[SUMS] = "".join(lines).encode()
    if folder.is_dir():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    _write(folder, made)


def _files(found: Format, content: bytes | Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what a format has written, by the paths in the folder of all of them."""
    if isinstance(content, bytes):
        return {found.name: content}
    return {f"{found.name}/{name}": part for name, part in content.items()}


def _fail(message: str) -> int:
    print(f"edition: {message}", file=sys.stderr)
    return 1


def _write(path: Path, content: bytes | Mapping[str, bytes]) -> None:
    """Write a file, or a folder of files; a file is replaced as a whole or not at all."""
    if isinstance(content, bytes):
        _replace(path, content)
        return
    for name, part in content.items():
        inner = path / name
        inner.parent.mkdir(parents=True, exist_ok=True)
        _replace(inner, part)


def _replace(path: Path, content: bytes) -> None:
    """Replace the file as a whole or not at all; a device or pipe is written to as it is."""
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)  # mkstemp's files are for their owner alone
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
