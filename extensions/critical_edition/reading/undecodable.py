"""Where a file stops being text, or TOML: the place of the first byte that is neither. No Sphinx."""

from __future__ import annotations

import errno
import re
from pathlib import Path

from critical_edition.model.codes import Code
from critical_edition.model.findings import Finding
from critical_edition.model.messages import Message, _
from critical_edition.model.refused import Refused

ENCODING = "utf-8"
_SURROGATES = range(0xA0, 0xC0)


def finding(
    path: Path, what: str, error: OSError | UnicodeDecodeError, code: Code = Code.UNREADABLE
) -> Finding:
    """Return the finding for a file that could not be read; ``what`` names it: “the page”."""
    if not isinstance(error, UnicodeDecodeError):
        if error.errno == errno.EFBIG and code is Code.UNREADABLE:
            return Finding(
                Refused.SIZE,
                path,
                1,
                1,
                _("{what}: {strerror}", what=what, strerror=error.strerror),
            )
        return Finding(
            code,
            path,
            1,
            1,
            _("{what} is unreadable: {why}", what=what, why=error.strerror or error),
        )
    line, column = place(error)
    return Finding(
        code, path, line, column, _("{what} is unreadable: {said}", what=what, said=said(error))
    )


def place(error: UnicodeDecodeError) -> tuple[int, int]:
    """Return line and column, from 1, of the first byte that is none of a character's.

    Every byte that ends a line in UTF-8 is a line's end here, and a mark of byte order at the
    start of the file is not counted, as editors count.
    """
    before = error.object[: error.start].decode(ENCODING, "replace").removeprefix("\ufeff")
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def toml_place(error: Exception, content: str) -> tuple[int, int]:
    """Return line and column, from 1, at which TOML cannot be read, as its parser's message has them."""
    if match := re.search(r"at line (\d+), column (\d+)", str(error)):
        return int(match[1]), int(match[2])
    if "at end of document" in str(error):
        lines = content.rstrip("\n").split("\n")
        return len(lines), len(lines[-1]) + 1
    return 1, 1


def said(error: UnicodeDecodeError) -> Message:
    """Return what is wrong with the bytes, in words."""
    found = error.object[error.start : error.start + 3]
    if found[:1] == b"\xed" and len(found) > 1 and found[1] in _SURROGATES:
        return _("half of a pair of surrogates stands alone here, which is no character")
    if error.reason == "unexpected end of data":
        return _("the file ends within a character")
    return _("the byte 0x{what} does not belong to UTF-8 text", what=f"{found[0]:02X}")
