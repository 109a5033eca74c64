"""The leak guard over all files under version control, beside the other checks where it can."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from critical_edition.checking.cache import Cache
from critical_edition.model import citations as bibliography
from critical_edition.model.codes import Code
from critical_edition.model.findings import Finding
from critical_edition.model.messages import _
from critical_edition.reading import files
from critical_edition.sources import history
from critical_edition.sources.project import Project
from critical_edition.text import guard
from critical_edition.text.lock import GRAM, Lock

_MANY = 40
"""Files from which on it is worth while to search in processes of their own."""


class LeakSearch:
    """Searches what has changed since the last check; begins at once, ``findings`` waits.

    What is as the published main branch has it was searched when it came there: only the ``whole``
    is searched again. Any other lock or bibliography makes everything new.
    """

    def __init__(self, project: Project, lock: Lock, cache: Cache, *, whole: bool) -> None:
        self._project = project
        self._cache = cache
        self._lock = lock
        self._works = _works(project)
        # Hashed once: each file's findings follow from these too.
        fixed = hashlib.blake2b(self._works.encode() + b"\0" + project.lock.read_bytes()).digest()
        self._parts: dict[str, tuple[bytes, ...]] = {}
        searched = frozenset() if whole else _published(project)
        for name in guard.tracked(project.root) or _pages(project):
            if name in searched:
                continue
            try:
                content = files.data(project.root / name)
            except OSError:
                continue
            self._parts[name] = (name.encode("utf-8", "surrogateescape"), content, fixed)
        unknown = [name for name, parts in self._parts.items() if not cache.has("leaks", parts)]
        self._here: list[str] = []
        self._pool: ProcessPoolExecutor | None = None
        self._there: list[Future[dict[str, list[Finding]]]] = []
        self._begin(unknown)

    def _begin(self, names: Sequence[str]) -> None:
        """Search in processes of their own where there are many files, else when asked for."""
        workers = min(os.cpu_count() or 1, 4)
        # A process is copied safely only while it has one thread.
        alone = threading.active_count() == 1
        if (
            len(names) < _MANY
            or workers < 2
            or not alone
            or "fork" not in multiprocessing.get_all_start_methods()
        ):
            self._here = list(names)
            return
        # The largest first, dealt round, so that all have about as much to do.
        by_size = sorted(names, key=lambda name: len(self._parts[name][1]), reverse=True)
        self._pool = ProcessPoolExecutor(workers, multiprocessing.get_context("fork"))
        given = (self._project, self._lock, self._works)
        self._there = [
            self._pool.submit(_search, *given, by_size[start::workers]) for start in range(workers)
        ]

    def findings(self) -> Iterator[Finding]:
        """Yield the leaks, file by file."""
        found = _search(self._project, self._lock, self._works, self._here) if self._here else {}
        for future in self._there:
            found |= future.result()
        if self._pool:
            self._pool.shutdown()
        for name, parts in self._parts.items():
            yield from self._cache.findings("leaks", parts, lambda name=name: found[name])  # type: ignore[misc]


def _search(
    project: Project, lock: Lock, works: str, names: Sequence[str]
) -> dict[str, list[Finding]]:
    searcher = guard.Searcher(lock, works, [_named(project, p) for p in _settings(project)])
    found: dict[str, list[Finding]] = {}
    for name in names:
        found[name] = []
        for leak in searcher.leaks(project.root, name):
            where = f"note {leak.place}" if leak.place[0] == "n" else f"section {leak.place[1:]}"
            message = _(
                "{what} or more words of the text ({where}) stand here",
                what=GRAM * leak.grams,
                where=where,
            )
            path: Path = project.root / leak.path
            found[name].append(Finding(Code.LEAK, path, leak.line, leak.column, message))
    return found


def _published(project: Project) -> frozenset[str]:
    """Return the files that need no search: none where the search itself would be another."""
    found = history.published(project.root)
    same = all(_named(project, path) in found for path in _settings(project))
    return found if same else frozenset()


def _settings(project: Project) -> tuple[Path, Path]:
    """Return the files by which others are searched, and which are not searched themselves."""
    return project.lock, project.bibliography


def _named(project: Project, path: Path) -> str:
    return Path(os.path.relpath(path, project.root)).as_posix()


def _works(project: Project) -> str:
    """Return what may be named anywhere: the bibliography's names and titles."""
    try:
        records = files.text(project.bibliography)
    except (OSError, UnicodeDecodeError):
        return ""
    return "\n".join((records, *bibliography.names_and_titles(records)))


def _pages(project: Project) -> list[str]:
    """Return the files to search where nothing is under version control: all of ``docs``."""
    return sorted(
        path.relative_to(project.root).as_posix()
        for path in project.docs.rglob("*")
        if files.is_file(path) and not path.is_relative_to(project.text)
    )
