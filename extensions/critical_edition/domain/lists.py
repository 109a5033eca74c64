"""What the generated pages are read from beside the pages and the records: registers and lock.

All is read once a build and process, before Sphinx forks, so that faults are warned of once. A process
that builds again and again (the preview) reads again what has changed.
"""

from __future__ import annotations

import hashlib
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from critical_edition.domain.warnings import warn_of
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.model.registers import Registers
from critical_edition.sources import registers
from critical_edition.text import lock as locks
from critical_edition.text import marks
from critical_edition.text.marks import Mark, MarkKind

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True, slots=True)
class Sources:
    """What was read, and the files that it was read from."""

    registers: Registers
    lock: locks.Lock | None
    register_files: tuple[Path, ...]
    record_files: tuple[Path, ...]
    faulty: bool
    contents: str
    """A digest of the files' contents."""


_READ: weakref.WeakKeyDictionary[BuildEnvironment, Sources] = weakref.WeakKeyDictionary()


def of(env: BuildEnvironment) -> Sources:
    """Return the sources, read when first asked for."""
    if env not in _READ:
        _READ[env] = _read(env)
    return _READ[env]


def read_anew(env: BuildEnvironment) -> Sources:
    """Read the sources at the beginning of a build."""
    before = _READ.pop(env, None)
    # Faults are warned of in each build.
    if before and not before.faulty and before.contents == _contents(*_paths(env)):
        _READ[env] = before
    return of(env)


def _paths(env: BuildEnvironment) -> tuple[tuple[Path, ...], Path]:
    """Return where the registers and the lock are."""
    srcdir = Path(env.srcdir)
    folder = srcdir / env.config.edition_registers
    files = tuple(folder / f"{stem}.toml" for stem in ("persons", "places", "events", "terms"))
    return files, (srcdir / env.config.edition_marks).parent / "text.lock"


def _contents(files: tuple[Path, ...], lock: Path) -> str:
    return digest([path.read_bytes() if path.is_file() else None for path in (*files, lock)])


def _read(env: BuildEnvironment) -> Sources:
    srcdir = Path(env.srcdir)
    folder = srcdir / env.config.edition_registers
    files, lock = _paths(env)
    contents = _contents(files, lock)
    found, faults = registers.read(folder)
    for fault in faults:
        warn_of(fault.finding)
    return Sources(
        found,
        _lock(lock),
        files,
        tuple(srcdir / name for name in env.config.bibtex_bibfiles),
        bool(faults),
        contents,
    )


def _lock(path: Path) -> locks.Lock | None:
    """Return the lock, or None where there is none that can be read: then it tells no offsets."""
    if not path.is_file():
        return None
    try:
        return locks.load(path)
    except locks.LockError:
        return None


def digest(what: object) -> str:
    """Return a digest of plain data."""
    return hashlib.blake2b(repr(what).encode(), digest_size=16).hexdigest()


def marker_pages(
    lock: locks.Lock | None, found: Mapping[Place, tuple[Mark, ...]]
) -> dict[NoteId, int | None]:
    """Return the printed page on which each note's marker stands, as the marks and the lock tell.

    None where the marker stands before the first page break of its passage that is marked, or
    where the lock does not know these marks: then the page is the passage's first.
    """
    pages: dict[NoteId, int | None] = {}
    for place, of_place in found.items():
        if not isinstance(place, PassageId) or lock is None or place not in lock:
            continue
        locked = lock[place]
        if len(locked.marks) != len(of_place) or locked.marks_digest != marks.digest(of_place):
            continue
        breaks = sorted(
            (span.start, int(mark.value))
            for span, mark in zip(locked.marks, of_place, strict=True)
            if mark.kind is MarkKind.PAGE
        )
        for span, mark in zip(locked.marks, of_place, strict=True):
            if mark.kind is MarkKind.MARKER:
                before = [page for at, page in breaks if at <= span.start]
                pages[NoteId(int(mark.value))] = before[-1] if before else None
    return pages
