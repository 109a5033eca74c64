"""``edition check --fix``: mends what can be mended without a decision of the author's."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from critical_edition.checking import style
from critical_edition.checking.prose import lapses
from critical_edition.model.codes import Code
from critical_edition.sources.project import Project
from critical_edition.sources.read import read_pages


def fix(project: Project) -> tuple[tuple[Path, int], ...]:
    """Mend the pages; return those that were changed, each with how many places were mended.

    Only the editors' prose is changed, never an author's note, a directive's options, a quotation, a
    citation, a link's address or title, code or a number that is no range; lines keep their ends. A page
    is replaced as a whole or not at all.
    """
    rules = style.house(project)
    done: list[tuple[Path, int]] = []
    for page in read_pages(project):
        if page.is_guide or not page.readable:
            continue
        content, count = mended(page.content, rules)
        if count:
            _replace(page.path, _with_ends(content, page.path.read_bytes().decode("utf-8")))
            done.append((page.path, count))
    return tuple(done)


def _with_ends(content: str, before: str) -> str:
    """Return mended content with the ends of lines that the file has: mending leaves lines alone."""
    ends = re.findall(r"\r\n|\r|\n", before)
    lines = content.split("\n")
    assert len(lines) == len(ends) + 1
    return "".join(map(str.__add__, lines, [*ends, ""]))


def mended(content: str, rules: style.House) -> tuple[str, int]:
    """Return a page's content with its lapses mended, and how many there were."""
    count = 0
    # Mending one lapse may show another beneath it (two spaces before a stop): go on until none.
    for _time in range(4):
        found = sorted(_safe(content, rules), key=lambda lapse: lapse.start, reverse=True)
        limit = len(content) + 1
        for lapse in found:
            if lapse.end <= limit and lapse.better is not None:
                content = content[: lapse.start] + lapse.better + content[lapse.end :]
                limit = lapse.start
                count += 1
        if not found:
            break
    return content, count


def _safe(content: str, rules: style.House) -> Iterator[style.Lapse]:
    """Yield the lapses that can be mended. A name may be of somebody else: never a name."""
    for lapse in lapses(content, rules):
        if lapse.better is not None and lapse.code is not Code.STYLE_NAME:
            yield lapse


def _replace(path: Path, content: str) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(content)
        Path(name).chmod(path.stat().st_mode & 0o777)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
