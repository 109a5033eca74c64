"""The established text on disk: one MyST file a section in a git-ignored folder.

A file holds the units (passages and notes) of a section, each headed by a MyST target line::

    (p2.6)=
    % unverified: 130-255
    The scene looked …[^n5] …

    (n5)=
    …

``% unverified:`` and ``% mended:`` give stretches of the unit's plain text, half-open in code
points: a sentence that touches one has that status.
:func:`write` replaces the folder as a whole or not at all.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from critical_edition.model.established import (
    EstablishedText,
    EstablishedUnit,
    Sentence,
    SentenceStatus,
    Span,
)
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.model.sentences import split
from critical_edition.text import richtext

_TARGET = re.compile(r"\((?:p(?P<passage>\d+\.\d+)|(?P<note>n\d+))\)=")
_STATUS = re.compile(r"% (?P<status>unverified|mended): (?P<spans>\d+-\d+(?:, \d+-\d+)*)")

_HEAD = """\
% Established from a reader's own copy by `edition text import`. Do not edit, do not publish:
% the text is under copyright, and this folder is ignored by git for that reason.
"""


class StoreError(Exception):
    """The folder of the established text cannot be read; ``path`` and ``line`` say where."""

    def __init__(self, message: str, path: Path, line: int) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path = path
        self.line = line


def files(folder: Path) -> tuple[Path, ...]:
    """Return the section files of the folder in order; none where nothing is established."""
    return tuple(sorted(folder.glob("[0-9]*.md"))) if folder.is_dir() else ()


def load(folder: Path) -> EstablishedText:
    """Read the established text; empty where the folder is absent. Raise :class:`StoreError`."""
    recover(folder)
    passages: dict[PassageId, EstablishedUnit] = {}
    notes: dict[NoteId, EstablishedUnit] = {}
    for path in files(folder):
        try:
            source = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"cannot be read ({error})", path, 1) from error
        for unit in _units(path, source):
            if isinstance(unit.place, PassageId):
                passages[unit.place] = unit
            else:
                notes[unit.place] = unit
    return EstablishedText(dict(sorted(passages.items())), dict(sorted(notes.items())))


def _units(path: Path, source: str) -> Iterable[EstablishedUnit]:
    place: Place | None = None
    statuses: list[Sentence] = []
    for number, line in enumerate(source.splitlines(), 1):
        if match := _TARGET.fullmatch(line):
            place = (
                PassageId.parse(match["passage"])
                if match["passage"]
                else NoteId.parse(match["note"])
            )
            statuses = []
        elif match := _STATUS.fullmatch(line):
            status = SentenceStatus(match["status"])
            for span in match["spans"].split(", "):
                start, end = map(int, span.split("-"))
                statuses.append(Sentence(start, end, status))
        elif not line or line.startswith(("%", "# ")):
            continue
        elif place is None:
            raise StoreError(
                "text stands before the first target line, such as (p1.1)=", path, number
            )
        else:
            try:
                content = richtext.parse(line)
            except richtext.RichTextError as error:
                raise StoreError(f"{error} (column {error.at + 1})", path, number) from error
            sentences = tuple(
                Sentence(s.start, s.end, _status(s, statuses)) for s in split(content.text)
            )
            yield EstablishedUnit(place, content, sentences)
            place = None


def _status(sentence: Span, recorded: Iterable[Sentence]) -> SentenceStatus:
    touching = {r.status for r in recorded if r.start < sentence.end and sentence.start < r.end}
    for status in (SentenceStatus.UNVERIFIED, SentenceStatus.MENDED):
        if status in touching:
            return status
    return SentenceStatus.VERIFIED


def dumps(title: str, units: Iterable[EstablishedUnit]) -> str:
    """Return a section's file: its title, then the units in the order given."""
    parts = [f"# {title}\n\n{_HEAD}"]
    for unit in units:
        lines = [f"({unit.place.anchor})="]
        for status in (SentenceStatus.MENDED, SentenceStatus.UNVERIFIED):
            spans = [f"{s.start}-{s.end}" for s in unit.sentences if s.status is status]
            if spans:
                lines.append(f"% {status}: {', '.join(spans)}")
        lines.append(richtext.serialise(unit.content))
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def write(folder: Path, contents: Mapping[str, str]) -> bool:
    """Make ``folder`` hold exactly the files of ``contents`` (name → text); say if it changed.

    The new folder is made whole beside the old one and takes its place by renaming, so that an
    interruption at any moment leaves either the old text or the new, never a mixture. What an
    earlier interruption left beside the folder is cleared away.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    recover(folder)
    if folder.is_dir() and _holds(folder, contents):
        return False
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}.new-", dir=folder.parent))
    try:
        for name, text in contents.items():
            with (fresh / name).open("w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
        fresh.chmod(0o755)
        old = folder.with_name(f".{folder.name}.old")
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        recover(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
    return True


def recover(folder: Path) -> None:
    """Undo what an import left that was killed while it wrote: the old text is put back."""
    old = folder.with_name(f".{folder.name}.old")
    if old.is_dir() and not folder.exists():
        old.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    for stale in folder.parent.glob(f".{folder.name}.new-*"):
        shutil.rmtree(stale, ignore_errors=True)


def forget(folder: Path) -> bool:
    """Remove the established text; say whether there was any."""
    recover(folder)
    if not folder.exists():
        return False
    shutil.rmtree(folder)
    return True


def _holds(folder: Path, contents: Mapping[str, str]) -> bool:
    names = {p.name for p in folder.iterdir()}
    return names == set(contents) and all(
        (folder / name).read_text("utf-8") == text for name, text in contents.items()
    )
