"""One run of Sphinx, strict and with progress."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sphinx.cmd.build import build_main


def run(
    *, source: Path, target: Path, doctrees: Path, builder: str, settings: Mapping[str, str]
) -> bool:
    """Build ``source`` with the named builder into ``target``; say if it went without a warning.

    References must resolve and every warning counts as an error, but the build goes to its end so
    that all of them are seen. Sphinx prints progress to stdout and warnings to stderr; an exception
    is reported by it in a few lines, its traceback in a file that it names. ``settings`` override
    conf.py.
    """
    arguments = ["-b", builder, "-n", "-W", "--keep-going", "-j", "auto", "-d", str(doctrees)]
    for name, value in settings.items():
        arguments += ["-D", f"{name}={value}"]
    return build_main([*arguments, str(source), str(target)]) == 0
