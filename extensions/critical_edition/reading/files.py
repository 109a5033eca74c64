"""Reading sources that strangers may have sent: regular files of a modest size alone. No Sphinx.

A contribution's file may be a link to what is no part of the edition, a pipe that never ends, or
larger than anybody writes. None of these is opened. TOML is looked at before it is parsed: its
parser takes minutes for keys of thousands of parts.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from critical_edition.reading.characters import BLANK, UNSEEN

MAX_FILE = 4 * 2**20
"""Bytes of any source."""
MAX_TOML = 2**20
"""Bytes of a file of tables."""
MAX_LINE = 4_000
"""Code points of a line of TOML; so no number has more digits than Python reads."""

NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
"""What files and folders may be called."""
_DEEP = re.compile(
    r"""(?:(?<![\w-])[\w-]++|"[^"\n]*"|'[^'\n]*')(?:[ \t]*\.[ \t]*(?:[\w-]++|"[^"\n]*"|'[^'\n]*')){19}"""
    r"|(?:[\[{]\s*){20}"
)

_ESCAPED = re.compile(rf"{UNSEEN.pattern}|\\(?:u([0-9A-Fa-f]{{4}})|U([0-9A-Fa-f]{{8}}))")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for its devices, with whatever suffix."""


def text(path: Path, limit: int = MAX_FILE) -> str:
    """Return a file's text, line ends as newlines.

    Raise OSError for what is no regular file or is too large, UnicodeDecodeError for what is no
    text.
    """
    return data(path, limit).decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def data(path: Path, limit: int = MAX_FILE) -> bytes:
    """Return a file's bytes; raise OSError for what is no regular file or too large."""
    if fault := irregular(path):
        raise OSError(errno.EINVAL, f"it is {fault}")
    # Whatever may have taken its place since: neither follow it nor wait for it.
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is no regular file")
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise OSError(errno.EFBIG, f"it has more than {limit} bytes, which is too many")
    return content


def irregular(path: Path) -> str:
    """Say what a path is if not a regular file; raise OSError where there is nothing."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return "a link to another file"
    return "" if stat.S_ISREG(mode) else "no regular file"


def is_file(path: Path) -> bool:
    """Whether there is a regular file, and no link to one."""
    try:
        return not irregular(path)
    except OSError:
        return False


def toml(content: str) -> dict[str, Any]:
    """Parse TOML; raise TOMLDecodeError, and nothing else, for what is none or is too much."""
    if len(content) > MAX_TOML:
        raise _fault(f"the file has {len(content)} characters; {MAX_TOML} are permitted", 1)
    for number, line in enumerate(content.split("\n"), 1):
        if len(line) > MAX_LINE:
            raise _fault(f"the line has {len(line)} characters; {MAX_LINE} are permitted", number)
    if match := _DEEP.search(content):
        number = content.count("\n", 0, match.start()) + 1
        raise _fault("twenty keys or brackets stand in one another", number)
    for match in _ESCAPED.finditer(content):
        # Also where an escape stands for one: whatever is read has no other characters than are seen.
        char = chr(min(int(digits, 16), 0x10FFFF)) if (digits := match[1] or match[2]) else match[0]
        if UNSEEN.fullmatch(char):
            number = content.count("\n", 0, match.start()) + 1
            raise _fault(f"the character U+{ord(char):04X} cannot be seen", number)
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError:
        raise
    except (ValueError, RecursionError) as error:
        raise tomllib.TOMLDecodeError(str(error)) from error


def _fault(message: str, line: int) -> tomllib.TOMLDecodeError:
    return tomllib.TOMLDecodeError(f"{message} (at line {line}, column 1)")


# --- the sources' folder ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """Something below a folder: its path, and what is odd about it (empty: nothing is)."""

    path: Path
    odd: str


def walk(folder: Path, without: Path | None = None) -> Iterator[Entry]:
    """Yield what lies below a folder, in order, but for one folder and folders that are regular.

    Of a folder that is odd nothing but the folder itself is given.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return
    names: dict[str, list[str]] = {}
    for entry in entries:
        names.setdefault(entry.name.casefold(), []).append(entry.name)
    for entry in entries:
        path = folder / entry.name
        if path == without:
            continue
        odd = odd_name(entry.name) or _twin(entry.name, names[entry.name.casefold()])
        if entry.is_symlink():
            odd = "a link to another file"
        elif entry.is_dir(follow_symlinks=False):
            if odd:
                yield Entry(path, odd)
            else:
                yield from walk(path, without)
            continue
        elif not entry.is_file(follow_symlinks=False):
            odd = "no regular file"
        yield Entry(path, odd)


def _twin(name: str, names: Sequence[str]) -> str:
    """Say which of a folder's other names differs by case alone, and so is the same elsewhere."""
    for other in names:
        # The small letters are the edition's own: a twin does not drive them out.
        if other != name and other.casefold() == name.casefold() and other > name:
            return f"called like {other} but for capital letters"
    return ""


def odd_twin(path: Path) -> str:
    """Say which of a folder's other names a path's differs from by case alone, or nothing."""
    try:
        return _twin(path.name, [other.name for other in path.parent.iterdir()])
    except OSError:
        return ""


def odd_name(name: str) -> str:
    """Say what is wrong with a file's or folder's name, or nothing."""
    if _RESERVED.fullmatch(name):
        return "called what Windows keeps for a device"
    if NAME.fullmatch(name) and not name.endswith("."):
        return ""
    if name.startswith("."):
        return "hidden: its name begins with a full stop"
    return "called what no file may be: letters (a–z), digits, “-”, “_” and “.” are permitted"


# --- what is printed --------------------------------------------------------------------------

_ODD = re.compile(f"[{BLANK}]")


def printable(text: str) -> str:
    """Return a text in one line in which nothing acts on a terminal or cannot be seen."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(char: str) -> str:
    if (char.isprintable() or char in "\u00a0\u202f\u2009") and not _ODD.match(char):
        return char
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return char.encode("unicode_escape", "backslashreplace").decode("ascii")
