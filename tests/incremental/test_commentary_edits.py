"""One comment or parallel is changed, added or taken away: what is written anew, and what it gives.

After any such edit a build gives what a clean build gives, byte for byte, and writes only the pages
whose bytes change by it, beside the page on which the record is written.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.conftest import ROOTS, Edition

ENDS = ["1.1", '1.1 "seven winters"', "1.2", "2.1", "2.2", "n2"]
"""In the order of the essay, but for the note."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as its source has it."""

    name: str
    on: str = "1.1"
    kind: str = "context"
    date: str = "2026-11-23"
    words: str = "It was so."
    answers: str = ""

    @property
    def file(self) -> str:
        return f"commentary/{self.name[0]}.md"

    def source(self) -> str:
        reply = f":replies-to: {self.answers}\n" if self.answers else ""
        return (
            f":::{{comment}} {self.name}\n:on: {self.on}\n:kind: {self.kind}\n:by: editors\n"
            f":date: {self.date}\n:uncited: invented\n{reply}\n{self.words}\n:::\n"
        )


@dataclass(frozen=True, slots=True)
class Parallel:
    """A parallel as its source has it."""

    name: str
    argument: str = "silt"
    start: str = "1.1"
    end: str = "2.1"
    relation: str = "develops"
    words: str = "They are alike."
    file: str = "silt.md"

    def source(self) -> str:
        return (
            f":::{{parallel}} {self.name}\n:argument: {self.argument}\n:from: {self.start}\n"
            f":to: {self.end}\n:relation: {self.relation}\n:by: editors\n\n{self.words}\n:::\n"
        )


Record = Comment | Parallel

BASE: dict[str, Record] = {
    r.name: r
    for r in (
        Comment("a-winters", '1.1 "seven winters"'),
        Comment("a-doubt", "1.1", "historiography", words="See {edition:passage}`2.2`."),
        Comment("b-note", "n2", "text"),
        Parallel("silt-again", end="2.1"),
        Parallel("silt-still", start="2.1", end="2.2", words="As {edition:comment}`a-doubt` says."),
        Parallel("tide-turns", "tide", "1.2", "2.2", "contrasts", file="tide.md"),
        Parallel("tide-apart", "tide", "n2", "2.1", "restates", file="commentary/apart.md"),
    )
}
ARGUMENTS = {"silt": "The silt", "tide": "The tide"}

comment_changes = st.one_of(
    st.sampled_from(ENDS).map(lambda v: {"on": v}),
    st.sampled_from(["source", "text", "argument"]).map(lambda v: {"kind": v}),
    st.sampled_from(["It was otherwise.", "Compare {edition:passage}`1.2`."]).map(
        lambda v: {"words": v}
    ),
    st.just({"date": "2026-12-01"}),
    st.just({"answers": "a-winters"}),
)
parallel_changes = st.one_of(
    st.tuples(st.sampled_from(ENDS[:4]), st.sampled_from(["2.2", "n2"])).map(
        lambda v: {"start": v[0], "end": v[1]}
    ),
    st.sampled_from(["qualifies", "illustrates", "draws-on"]).map(lambda v: {"relation": v}),
    st.sampled_from(sorted(ARGUMENTS)).map(lambda v: {"argument": v}),
    st.just({"words": "They are not alike."}),
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[dict[str, Record], dict[str, Record]]:
    """Return the records before and after one edit."""
    before = dict(BASE)
    # Comments refer to this one; what refers to nothing is another test's matter.
    name = draw(st.sampled_from(sorted(before.keys() - {"a-doubt"})))
    record = before[name]
    match draw(st.sampled_from(["change", "delete", "add"])):
        case "change":
            changed: Record
            if isinstance(record, Comment):
                changed = replace(record, **draw(comment_changes))
            else:
                changed = replace(record, **draw(parallel_changes))
            return before, {**before, name: changed}
        case "delete":
            return before, {k: v for k, v in before.items() if k != name}
        case _:
            return {k: v for k, v in before.items() if k != name}, before


def write(edition: Edition, records: dict[str, Record]) -> set[str]:
    """Write the sources; return the names of those that changed."""
    files = {f"{aid}.md": _argument(aid, title) for aid, title in ARGUMENTS.items()}
    for name in ("a", "b", "apart"):
        files[f"commentary/{name}.md"] = f"---\norphan: true\n---\n\n# Written here: {name}\n"
    for record in records.values():
        files[record.file] += "\n" + record.source()
    changed = set()
    for name, content in files.items():
        path = edition.source / name
        if not path.is_file() or path.read_text("utf-8") != content:
            edition.write(name, content)
            changed.add(name.removesuffix(".md"))
    return changed


def _argument(aid: str, title: str) -> str:
    return f"# {title}\n\n:::{{argument}} {aid}\n:title: {title}\n\nIt explains everything.\n:::\n"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("edits")
    shutil.copytree(ROOTS / "test-edition", folder / "source")
    edition = Edition(folder / "source", folder / "work")
    (edition.source / "commentary").mkdir()
    pages = []
    for name in ("comment-index", "parallels", "argument-map"):
        edition.write(f"all-{name}.md", f"# All {name}\n\n```{{{name}}}\n```\n")
        pages.append(f"all-{name}")
    edition.edit("index.md", "emendations\n", "\n".join(["emendations", *ARGUMENTS, *pages, ""]))
    return edition


def pages(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix().removesuffix(".html"): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not path.name.startswith(".buildinfo")
    }


@settings(
    max_examples=7,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(edit=edits(), full=st.booleans(), parallel=st.sampled_from([0, 2]))
def test_an_edit_writes_what_shows_it_and_no_more(
    base: Edition, edit: tuple[dict[str, Record], dict[str, Record]], full: bool, parallel: int
) -> None:
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1000000000")
    before, after = edit
    shutil.rmtree(base.work, ignore_errors=True)
    if full != (base.source / "essay" / "text").is_dir():
        base.establish() if full else base.forget()
    write(base, before)
    for path in base.source.rglob("*"):
        os.utime(path, (10**9, 10**9))  # Sphinx writes anew what is older than its source.
    first = base.build(to="kept")
    old = pages(first.out)
    stamps = {path: path.stat().st_mtime_ns for path in first.out.rglob("*.html")}
    written = write(base, after)
    kept = base.build(to="kept", parallel=parallel)
    clean = base.build(to="clean")
    new = pages(clean.out)
    assert first.warnings == kept.warnings == clean.warnings == []
    now = pages(kept.out)
    assert [n for n in now.keys() | new.keys() if now.get(n) != new.get(n)] == []
    rewritten = {
        path.relative_to(kept.out).as_posix().removesuffix(".html")
        for path, stamp in stamps.items()
        if path.stat().st_mtime_ns != stamp
    } - {"genindex", "search"}  # Sphinx writes these each time.
    changed = {name for name in new if old.get(name) != new[name]}
    assert rewritten - changed <= written


def test_a_page_that_is_no_text_is_left_out_until_it_is_mended(invented: Edition) -> None:
    invented.establish()
    page = invented.source / "commentary" / "a.md"
    page.parent.mkdir()
    page.write_text("# A\n\n" + Comment("a").source(), "utf-8")
    whole = invented.build(to="one")
    assert "comment-a" in (whole.out / "essay/1-the-harbour.html").read_text("utf-8")
    page.write_bytes(page.read_bytes().replace(b"so.", b"\xed\xa0\x80."))
    for _ in range(2):  # as long as it stays so, each build says it
        built = invented.build(to="one")
        (said,) = (w for w in built.warnings if "edition.unreadable" in w)
        assert said.startswith("commentary/a.md:10: WARNING: the page is unreadable: half of")
        assert "comment-a" not in (built.out / "essay/1-the-harbour.html").read_text("utf-8")
    invented.write("commentary/a.md", "# A\n\n" + Comment("a").source())
    again = invented.build(to="one")
    assert again.warnings == whole.warnings
    assert "comment-a" in (again.out / "essay/1-the-harbour.html").read_text("utf-8")
