"""The Sphinx extension of the critical edition."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from critical_edition.model.version import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything the edition adds to Sphinx."""
    # Imported here: the command line and its parts do without Sphinx.
    from critical_edition import extension

    extension.register(app)
    return {
        "version": __version__,
        "env_version": _code_version(),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _code_version() -> int:
    """Return a number that changes with the extension's code.

    Much is kept from build to build that this code has made: where it changes, all is read anew.
    """
    folder = Path(__file__).parent
    found = sorted((p.relative_to(folder).as_posix(), p) for p in folder.rglob("*.py"))
    code = hashlib.blake2b(digest_size=8)
    for name, path in found:
        code.update(f"{name} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
    return int.from_bytes(code.digest(), "big")
