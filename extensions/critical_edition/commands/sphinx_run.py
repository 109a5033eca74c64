"""One run of Sphinx, strict and with progress."""

from __future__ import annotations

import atexit
import gc
import os
import re
import sys
import traceback
from collections.abc import Mapping
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ConfigError, SphinxError
from sphinx.util import console
from sphinx.util.docutils import docutils_namespace, patch_docutils

from critical_edition.checking.reporting import said
from critical_edition.model.codes import Code
from critical_edition.model.findings import Finding
from critical_edition.model.messages import _
from critical_edition.reading import undecodable
from critical_edition.sources.pages import shown

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

LOG = "build-error.log"
"""The file beside the outputs that holds an error's traceback."""

_PLACE = re.compile(r"(?P<path>[^:]+):(?P<line>[1-9]\d*): (?P<said>.+)")

_COLLECT_AFTER = (100_000, 20, 50)
"""How many new objects there are before Python looks for rings of objects that nobody refers to.

A doctree is such a ring, of thousands of objects that live as long as their page is in hand: with
Python's own threshold of 700 a sixth of a build (a fourth of one of few pages) is spent on looking,
and nothing is found. With this one a process takes about 20 MB more.
"""


def look_seldom_for_garbage() -> None:
    """Let Python look seldom, and not at all when the program ends and the system takes all back."""
    gc.set_threshold(*_COLLECT_AFTER)
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)


def run(
    *, source: Path, target: Path, doctrees: Path, builder: str, settings: Mapping[str, str]
) -> bool:
    """Build ``source`` with the named builder into ``target``; say if it went without a warning.

    References must resolve and every warning counts as an error, but the build goes to its end so
    that all of them are seen. Sphinx prints progress to stdout and warnings to stderr; an error
    that ends the build is reported as a finding in two lines, its traceback in a file beside the
    outputs. ``settings`` override conf.py.
    """
    look_seldom_for_garbage()
    if not console.color_terminal():
        console.nocolor()
    try:
        with patch_docutils(source), docutils_namespace():
            app = Sphinx(
                source,
                source,
                target,
                doctrees,
                builder,
                confoverrides={**settings, "nitpicky": True},
                status=sys.stdout,
                warning=sys.stderr,
                warningiserror=True,
                parallel=os.cpu_count() or 1,
            )
            app.connect("env-before-read-docs", remove_pages)
            app.build()
            return app.statuscode == 0
    except Exception as error:  # whatever an extension or a builder may raise
        report(error, source, target.parent)
        return False


def remove_pages(app: Sphinx, env: BuildEnvironment, docnames: object) -> None:
    """Remove what earlier builds have written of documents that there are no more, failed ones too.

    Which there were stands beside the doctrees, which a failed build takes away, and for each output.
    """
    record = app.doctreedir.parent / f"{app.outdir.name}.documents"
    known = record.read_text("utf-8").split("\n") if record.is_file() else []
    for docname in filter(None, set(known) - env.found_docs):
        if isinstance(app.builder, StandaloneHTMLBuilder):
            app.builder.get_output_path(docname).unlink(missing_ok=True)
        elif suffix := getattr(app.builder, "out_suffix", ""):
            (app.outdir / f"{docname}{suffix}").unlink(missing_ok=True)
        for source in (app.outdir / "_sources").glob(f"{escape(docname)}.*"):
            source.unlink()
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text("\n".join(sorted(env.found_docs)), "utf-8")


def report(error: Exception, source: Path, folder: Path) -> None:
    """Print what ended a build as `edition check` prints findings; its traceback goes to a file."""
    log = folder / LOG
    folder.mkdir(parents=True, exist_ok=True)
    log.write_text("".join(traceback.format_exception(error)), "utf-8")
    kind = error.category if isinstance(error, SphinxError) else type(error).__name__
    message = " ".join(str(error).split())
    # Sphinx gives the traceback of a fault in conf.py as its message: its last line says what it is.
    if "Traceback (most recent call last)" in message:
        message = str(error).strip().splitlines()[-1].strip()
    told = getattr(error, "finding", None)
    if not isinstance(told, Finding):
        told = _undecodable(error, source.parent / "references.bib")
    located = told or _located(kind, message)
    found = located or Finding(
        Code.BUILD, source / "conf.py", 1, 1, _("{kind}: {message}", kind=kind, message=message)
    )
    root = source.parent
    if located:
        where = f"{shown(found.path, root)}:{found.line}:{found.column}"
    elif isinstance(error, ConfigError) or message.startswith("Could not import extension"):
        where = shown(found.path, root)
    else:
        where = "edition"  # no file is known to be at fault
    print(f"{where}: error: {said(found)} [{found.code}]", file=sys.stderr)
    print(f"    {found.remedy}", file=sys.stderr)
    print(f"    Where it happened in the program is in {shown(log, root)}.", file=sys.stderr)


def _located(kind: str, message: str) -> Finding | None:
    """Return what a message says of the file and line with which it begins, if it does."""
    match = _PLACE.match(message)
    if match is None or not Path(match["path"]).is_file():
        return None
    what = _("{kind}: {said}", kind=kind, said=match["said"])
    return Finding(Code.BUILD, Path(match["path"]), int(match["line"]), 1, what)


def _undecodable(error: BaseException | None, bibliography: Path) -> Finding | None:
    """Return where the bibliography is no text, if that is what an error comes from."""
    while error is not None:
        if (
            isinstance(error, UnicodeDecodeError)
            and bibliography.is_file()
            and error.object == bibliography.read_bytes()
        ):
            return undecodable.finding(bibliography, "the bibliography", error)
        error = error.__cause__ or error.__context__
    return None
