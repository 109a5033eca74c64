"""The page of data: what there is to take away, in which form, how large, under which licence.

``edition-data`` lists the formats; what ``edition build data`` has written beside the pages is copied
to them, and listed with its size and its SHA-256.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.osutil import relative_uri

from critical_edition.domain.config import profile_of
from critical_edition.domain.edition import get_domain
from critical_edition.model.established import Mode
from critical_edition.model.i18n import N_, _
from critical_edition.outputs.data.formats import FORMATS
from critical_edition.outputs.data.writing import SUMS
from critical_edition.outputs.html.arrange import for_screen

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

DIRECTIVE = "edition-data"
FOLDER = "data"
"""The folder of the data, beside the pages' own and in it."""

BOOKS = {
    "pdf": ("PDF", N_("the edition as a book, to be printed or read")),
    "epub": ("EPUB", N_("the edition as a book for e-readers")),
}
"""What other outputs have built, by the folder and the ending of its file."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Something to take away: where it was built, and where the site has it, from its first page.

    ``size`` is in bytes, ``checksum`` its SHA-256, which a folder does not have.
    """

    label: str
    about: str
    path: Path
    address: str
    size: int
    checksum: str = ""


def _beside(app: Sphinx) -> Path | None:
    beside = str(app.config.edition_downloads)
    return Path(app.outdir, beside) if beside else None


def books(app: Sphinx) -> tuple[Taken, ...]:
    """Return the books that were built beside the pages."""
    folder = _beside(app)
    return tuple(
        Taken(label, about, path, f"_downloads/{path.name}", path.stat().st_size, _sum(path))
        for kind, (label, about) in BOOKS.items()
        for path in (sorted(folder.glob(f"{kind}/*.{kind}")) if folder else ())
    )


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def data(app: Sphinx) -> tuple[Taken, ...]:
    """Return the formats of the data that were built beside the pages."""
    beside = _beside(app)
    sums = beside / FOLDER / SUMS if beside else None
    if beside is None or sums is None or not sums.is_file():
        return ()
    lines = (line.split("  ", 1) for line in sums.read_text("utf-8").splitlines())
    checksums = {name: checksum for checksum, name in lines}
    return tuple(_taken(beside / FOLDER, checksums))


def _taken(folder: Path, checksums: dict[str, str]) -> Iterator[Taken]:
    for found in FORMATS:
        path = folder / found.name
        size = sum(p.stat().st_size for p in (path.rglob("*") if path.is_dir() else [path]))
        address = f"{FOLDER}/{found.name}"
        if path.is_dir():
            address += f"/{found.entry}"
        yield Taken(found.label, found.about, path, address, size, checksums.get(found.name, ""))


def fill(app: Sphinx, docname: str) -> nodes.Node:
    """Return the list of what there is; of formats that were not built, what they are for.

    What is no page of its own on a screen has nothing beside it, and lists what the formats are.
    """
    screen = for_screen(app.builder)
    taken = (*books(app), *data(app)) if screen else ()
    built = {one.label for one in taken}
    here = app.builder.get_target_uri(docname)
    listed = nodes.definition_list("", classes=[DIRECTIVE])
    for one in taken:
        link = nodes.reference("", "", refuri=relative_uri(here, one.address), internal=False)
        link += nodes.Text(_(one.label))
        facts = nodes.inline("", f" {size(one.size)} · {licence(app)}", classes=["facts"])
        listed += _item([link, facts], one.about, one.checksum)
    absent = [(label, about) for label, about in BOOKS.values() if label not in built]
    absent += [(found.label, found.about) for found in FORMATS if found.label not in built]
    for label, about in absent:
        facts = nodes.inline("", " " + _("not built here"), classes=["facts"])
        listed += _item([nodes.Text(_(label)), *([facts] if screen else [])], about)
    return listed


def _item(head: list[nodes.Node], about: str, checksum: str = "") -> nodes.definition_list_item:
    definition = nodes.definition("", nodes.paragraph("", _(about)))
    if checksum:
        summed = f"<details><summary>SHA-256</summary><code>{checksum}</code></details>"
        definition += nodes.raw("", summed, format="html")
    return nodes.definition_list_item("", nodes.term("", "", *head), definition)


def size(count: int) -> str:
    """Return a size as pages say it: “14 kB”, “1.2 MB”."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(count // 1000, 1)} kB"


def licence(app: Sphinx) -> str:
    """Return the licence of what was built; what has a text that is somebody's has none."""
    profile = profile_of(app.config)
    if app.config.edition_mode == Mode.FULL and profile.work.rights == "restricted":
        return _("not for publication")
    return re.sub(r"^CC-(.+)-(\d\.\d)$", r"CC \1 \2", profile.edition.licence)


def shown(app: Sphinx) -> tuple[tuple[str, int, str], ...]:
    """Return what the pages say of all that was built, to be compared with what they said before."""
    return tuple((one.address, one.size, one.checksum) for one in (*books(app), *data(app)))


def pages(env: BuildEnvironment) -> list[str]:
    """Return the pages that list the data."""
    generated = get_domain(env).data["generated"]
    return sorted(docname for docname, found in generated.items() if DIRECTIVE in found)


def copy(app: Sphinx) -> None:
    """Copy the data to the pages, and remove what earlier builds copied there and is no more."""
    target = Path(app.outdir) / FOLDER
    taken = data(app)
    source = taken[0].path.parent if taken else None
    old = target / SUMS
    for line in old.read_text("utf-8").splitlines() if old.is_file() else ():
        (target / line.split("  ", 1)[1]).unlink(missing_ok=True)
    old.unlink(missing_ok=True)
    if source:
        shutil.copytree(source, target, dirs_exist_ok=True)
