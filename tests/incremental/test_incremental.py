"""What is built after a change is what a clean build gives, byte for byte; nothing else is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from critical_edition.domain import processes

if TYPE_CHECKING:
    from tests.conftest import Edition

HARBOUR = "essay/1-the-harbour.md"
DREDGERS = "essay/2-the-dredgers.rst"


def contents(out: Path) -> dict[str, bytes]:
    """Return all files of a build by their names."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def differing(one: Path, other: Path) -> list[str]:
    """Return the names of files that are not the same in two builds."""
    left, right = contents(one), contents(other)
    assert len(left) > 3
    return sorted(n for n in left.keys() | right.keys() if left.get(n) != right.get(n))


def import_text(edition: Edition) -> None:
    edition.establish()


def forget_text(edition: Edition) -> None:
    edition.forget()


def mend_text(edition: Edition) -> None:
    edition.edit("essay/text/2-the-dredgers.md", "to lie at the quay", "to lie at anchor")


def lose_part_of_text(edition: Edition) -> None:
    (edition.source / "essay/text/2-the-dredgers.md").unlink()


def change_mark(edition: Edition) -> None:
    edition.edit("essay/marks/1.toml", 'reading = "equinox"', 'reading = "solstice"')


def move_mark(edition: Edition) -> None:
    edition.edit(
        "essay/marks/1.toml",
        'on = "1.2"\nkind = "marker"\nnote = 2',
        'on = "1.1"\nkind = "marker"\nnote = 2',
    )


def add_mark(edition: Edition) -> None:
    path = edition.source / "essay/marks/2.toml"
    mark = '\n[[mark]]\non = "2.1"\nkind = "emendation"\nlemma = "dignity"\nreading = "speed"\n'
    edition.write("essay/marks/2.toml", path.read_text("utf-8") + mark)


def change_incipit(edition: Edition) -> None:
    edition.edit(DREDGERS, "When the dredgers came at last", "When the dredgers came")


def move_passage(edition: Edition) -> None:
    """Take passage 1.2 and its notes to the other page, where links now have to lead."""
    path = edition.source / HARBOUR
    content = path.read_text("utf-8")
    at = content.index(":::{passage} 1.2")
    edition.write(HARBOUR, content[:at])
    edition.write("essay/2-the-dredgers.md", "# The Dredgers\n\n" + content[at:])
    (edition.source / DREDGERS).unlink()


def add_page(edition: Edition) -> None:
    edition.write(
        "essay/3-the-end.md",
        "# The End\n\n:::{passage} 3.1\n:incipit: In the end\n:pages: 567\n\nIt ended.\n:::\n",
    )
    edition.edit("index.md", "bibliography\n", "essay/3-the-end\nbibliography\n")


def add_heading(edition: Edition) -> None:
    """A page further up lists it, though that page's own source does not change."""
    path = edition.source / HARBOUR
    edition.write(HARBOUR, path.read_text("utf-8") + "\n## The lighthouse\n\nIt burned.\n")


def drop_list(edition: Edition) -> None:
    """Take away the page to which the signs of emendations lead."""
    edition.edit("index.md", "emendations\n", "")
    (edition.source / "emendations.md").unlink()


def drop_reference(edition: Edition) -> None:
    edition.edit("index.md", "{edition:passage}`1.1`", "there")


CHANGES: dict[str, tuple[bool, Callable[[Edition], None]]] = {
    "import": (False, import_text),
    "forget": (True, forget_text),
    "mend": (True, mend_text),
    "lose-part": (True, lose_part_of_text),
    "change-mark": (True, change_mark),
    "move-mark": (False, move_mark),
    "add-mark": (True, add_mark),
    "change-incipit": (False, change_incipit),
    "move-passage": (False, move_passage),
    "add-page": (False, add_page),
    "add-heading": (False, add_heading),
    "drop-list": (True, drop_list),
    "drop-reference": (False, drop_reference),
}
"""By name: whether the change is made to the full edition, and the change."""


@pytest.mark.parametrize("builder", ["html", "text"])
@pytest.mark.parametrize("name", CHANGES)
def test_an_incremental_build_is_a_clean_build(invented: Edition, name: str, builder: str) -> None:
    full, change = CHANGES[name]
    if full:
        invented.establish()
    before = contents(invented.build(builder).out)
    change(invented)
    after = invented.build(builder)
    clean = invented.build(builder, to="clean")
    stale = set(contents(after.out)) - set(contents(clean.out))
    # Sphinx never removes what it does not write again.
    assert stale <= {".buildinfo.bak", "emendations.html", "emendations.txt"}
    assert [n for n in differing(after.out, clean.out) if n not in stale] == []
    assert contents(after.out) != before
    assert after.warnings == clean.warnings


@pytest.mark.parametrize("full", [False, True], ids=["companion", "full"])
@pytest.mark.parametrize("builder", ["html", "singlehtml", "text", "latex", "xml"])
def test_a_parallel_build_is_a_serial_build(
    invented: Edition, builder: str, full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "FEW", 1)
    invented.write("picture.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    invented.write("z.md", "---\norphan: true\n---\n# Picture\n\n![A bank](picture.svg)\n")
    if full:
        invented.establish()
    serial = invented.build(builder, to="serial")
    parallel = invented.build(builder, to="parallel", parallel=2)
    assert differing(serial.out, parallel.out) == []
    assert serial.warnings == parallel.warnings == []


def test_two_passages_of_one_number_lead_to_the_same_page_however_they_are_read(
    invented: Edition,
) -> None:
    invented.edit(DREDGERS, "passage:: 2.2", "passage:: 1.2")
    serial = invented.build(to="serial")
    parallel = invented.build(to="parallel", parallel=2)
    assert differing(serial.out, parallel.out) == []
    assert serial.warnings == parallel.warnings != []


def test_nothing_is_read_where_nothing_has_changed(invented: Edition) -> None:
    invented.establish()
    out = invented.build("text").out
    stamps = {path: path.stat().st_mtime_ns for path in out.rglob("*.txt")}
    assert stamps
    invented.build("text")
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.txt")} == stamps


def test_a_change_of_one_section_rewrites_that_section_alone(invented: Edition) -> None:
    invented.establish()
    out = invented.build("text").out
    stamps = {path: path.stat().st_mtime_ns for path in out.rglob("*.txt")}
    mend_text(invented)
    invented.build("text")
    changed = {p.name for p, stamp in stamps.items() if p.stat().st_mtime_ns != stamp}
    assert changed == {"2-the-dredgers.txt"}


def test_a_passage_that_goes_is_missed_by_those_who_refer_to_it(invented: Edition) -> None:
    assert invented.build().warnings == []
    invented.edit(DREDGERS, ".. passage:: 2.1\n", ".. passage:: 2.3\n")
    invented.edit(DREDGERS, ".. passage:: 2.2\n", ".. passage:: 2.4\n")
    built = invented.build()
    assert sorted(built.warnings) == [
        f"{HARBOUR}:18: WARNING: no passage is called “2.1” [ref.passage]",
        "index.md:11: WARNING: no passage is called “2.1” [ref.passage]",
    ]
    page = built.page("essay/1-the-harbour.html")
    assert page.xpath("//a[contains(@href, 'p2.1')]") == []


def test_a_link_to_an_anchor_follows_what_it_names_to_another_page(invented: Edition) -> None:
    invented.write("z.md", "---\norphan: true\n---\n# Links\n\n[There](#p1.2) and [then](#n2).\n")
    page = invented.build().page("z.html")
    assert page.xpath("//article//a/@href")[-2:] == [
        "essay/1-the-harbour.html#p1.2",
        "essay/1-the-harbour.html#n2",
    ]
    move_passage(invented)
    page = invented.build().page("z.html")
    assert page.xpath("//article//a/@href")[-2:] == [
        "essay/2-the-dredgers.html#p1.2",
        "essay/2-the-dredgers.html#n2",
    ]


def test_a_page_that_goes_leaves_nothing_in_the_inventory(invented: Edition) -> None:
    from sphinx.util.inventory import InventoryFile

    def passages() -> set[str]:
        data = (invented.build().out / "objects.inv").read_bytes()
        inventory = InventoryFile.loads(data, uri="")
        return set(inventory.data["edition:passage"])

    assert passages() == {"1.1", "1.2", "2.1", "2.2"}
    (invented.source / DREDGERS).unlink()
    assert passages() == {"1.1", "1.2"}


def test_search_and_inventory_name_passages_and_notes(invented: Edition) -> None:
    from sphinx.util.inventory import InventoryFile

    data = (invented.build().out / "objects.inv").read_bytes()
    inventory = InventoryFile.loads(data, uri="")
    passage = inventory.data["edition:passage"]["2.1"]
    assert passage.uri == "essay/2-the-dredgers.html#p2.1"
    assert passage.display_name == "2.1: “When the dredgers came at last …”"
    assert inventory.data["edition:authornote"]["n4"].uri == "essay/2-the-dredgers.html#n4"
