"""Reading the pages without Sphinx."""

from __future__ import annotations

import enum
import subprocess
import sys
from pathlib import Path

import pytest

from critical_edition.model.citations import Citation, keys_of, parse_citations
from critical_edition.model.codes import Code
from critical_edition.model.places import NoteId, PassageId
from critical_edition.sources import read as source
from critical_edition.sources.project import Project


def edit(path: Path, old: str, new: str) -> None:
    """Replace what must stand exactly once in a file."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def first(project: Project) -> Path:
    return project.sections / "1-the-harbour.md"


def codes(edition: source.Sources) -> list[tuple[enum.StrEnum, int, int]]:
    return [(f.code, f.line, f.column) for f in edition.findings]


def test_sections_in_order(project: Project) -> None:
    edition = source.read(project)
    assert [(s.number, s.title, s.slug) for s in edition.sections] == [
        (1, "The Harbour", "the-harbour"),
        (2, "The Dredgers", "the-dredgers"),
    ]
    assert edition.findings == ()


def test_passage(project: Project) -> None:
    passage = source.read(project).passages[0]
    assert passage.passage == PassageId(1, 1)
    assert passage.pages == (563, 564)
    assert passage.incipit == "Nobody in Westhaven had foreseen that"
    assert (passage.line, passage.spots["incipit"]) == (3, (4, 11))


def test_summary_is_plain_text_without_citations(project: Project) -> None:
    summaries = [p.summary for p in source.read(project).passages]
    assert (
        summaries[0] == "The town did not expect the harbour to silt up, and Kestrel had said so."
    )
    assert summaries[1] == "The engineers blamed the tides. Compare 2.1."


def test_notes_belong_to_the_passage_before_them(project: Project) -> None:
    notes = source.read(project).notes
    assert [(n.note, n.passage) for n in notes] == [
        (NoteId(1), PassageId(1, 1)),
        (NoteId(2), PassageId(1, 2)),
    ]


def test_citations_and_what_is_said_besides(project: Project) -> None:
    one, two = source.read(project).notes
    assert one.citations == (
        Citation("kestrel1931", "pp. 12–15"),
        Citation("marlow1948", prefix="see also"),
    )
    assert one.summary == ""
    assert two.citations == (Citation("marlow1948", "p. 3", ibid=True),)
    assert two.summary == "We add that the minutes of the meeting are lost."


def test_citations_have_their_places(project: Project) -> None:
    (page,) = (p for p in source.read(project).pages if p.path == first(project))
    lines = page.content.splitlines()
    for use in page.uses:
        key = use.citation.key
        assert lines[use.line - 1][use.column - 1 :].startswith(key)
    assert [u.line for u in page.uses if 10 <= u.line <= 12] == [11, 11]


def test_ibid_marks_as_many_uses_as_it_names(project: Project) -> None:
    edit(
        first(project),
        "{cite:p}`marlow1948{p. 3}`",
        "{cite:p}`marlow1948{p. 3}`; {cite:p}`marlow1948{p. 9}`",
    )
    assert [c.ibid for c in source.read(project).notes[1].citations] == [True, False]
    edit(first(project), ":ibid: marlow1948", ":ibid: marlow1948, marlow1948")
    assert [c.ibid for c in source.read(project).notes[1].citations] == [True, True]


def test_options_as_yaml_block_and_backtick_fences(project: Project) -> None:
    path = project.sections / "2-the-dredgers.md"
    path.write_text(
        "# The Dredgers\n\n```{passage} 2.1\n---\npages: 565\n"
        'incipit: "When the dredgers: at last"\n---\nToo late.\n```\n',
        "utf-8",
    )
    edition = source.read(project)
    passage = edition.passages[-1]
    assert edition.findings == ()
    assert (passage.pages, passage.incipit) == ((565,), "When the dredgers: at last")
    assert passage.summary == "Too late."
    assert passage.spots["incipit"][0] == 6


def test_directives_inside_others_are_read(project: Project) -> None:
    path = project.sections / "2-the-dredgers.md"
    content = path.read_text("utf-8").split("\n", 1)[1].strip()
    path.write_text(f"# The Dredgers\n\n::::{{only}} html\n{content}\n::::\n", "utf-8")
    passage = source.read(project).passages[-1]
    assert (passage.passage, passage.line) == (PassageId(2, 1), 4)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (":pages: 563-564", ":pages: 563 to 564", (Code.PAGES, 5, 9)),
        (":pages: 563-564", ":pages: 564-563", (Code.PAGES, 5, 9)),
        (":pages: 563-564", ":pages: 562-563", (Code.PAGES, 5, 9)),
        (":pages: 563-564\n", "", (Code.PAGES, 3, 1)),
        (":incipit: Nobody in Westhaven had foreseen that\n", "", (Code.INCIPIT_MISSING, 3, 1)),
        ("{passage} 1.1", "{passage} one", (Code.PASSAGE_ID, 3, 1)),
        ("{authornote} 1", "{authornote} first", (Code.NOTE_ID, 10, 1)),
        (":ibid: marlow1948", ":ibis: marlow1948", (Code.OPTION, 22, 1)),
        (":ibid: marlow1948", ':ibid: "marlow1948', (Code.OPTION, 22, 19)),
        ("`kestrel1931{pp. 12–15}`", "`kestrel1931{pp. 12–15`", (Code.CITATION_SYNTAX, 11, 10)),
        ("# The Harbour", "The Harbour", (Code.SECTION_TITLE, 1, 1)),
        # an unclosed fence swallows what follows it
        ("said so {cite:p}`kestrel1931{p. 4}`.\n:::", "said so.", (Code.NESTED, 9, 1)),
    ],
)
def test_what_cannot_be_read_is_found_in_its_place(
    project: Project, old: str, new: str, found: tuple[Code, int, int]
) -> None:
    edit(first(project), old, new)
    assert codes(source.read(project)) == [found]


def test_a_page_that_is_not_utf8(project: Project) -> None:
    first(project).write_bytes("# Größe".encode("utf-16"))
    edition = source.read(project)
    assert codes(edition) == [(Code.UNREADABLE, 1, 1)]
    assert [s.number for s in edition.sections] == [2]


@pytest.mark.parametrize(
    ("content", "line", "column", "said"),
    [
        (b"# Gr\xf6\xdfe", 1, 5, "0xF6"),
        (b"\xef\xbb\xbf# \xc3\xb6\r\n\r\n\xc3\xb6 \xed\xa0\x80", 3, 3, "surrogates"),
        (b"one\rtwo\nthree \xe2\x82", 3, 7, "within a character"),
    ],
)
def test_where_a_page_stops_being_utf8(
    project: Project, content: bytes, line: int, column: int, said: str
) -> None:
    first(project).write_bytes(content)
    (found,) = source.read(project).findings
    assert (found.code, found.line, found.column) == (Code.UNREADABLE, line, column)
    assert said in found.message


def test_no_pages(tmp_path: Path) -> None:
    found = source.read(Project(tmp_path)).findings
    assert [f.code for f in found] == [Code.UNREADABLE, Code.NO_SECTIONS]
    assert [f.path for f in found] == [tmp_path / "references.bib", tmp_path / "docs" / "text"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a", (Citation("a"),)),
        ("{see}a{p. 1, 3}", (Citation("a", "p. 1, 3", "see"),)),
        ("{see} a {p. 1}, b", (Citation("a", "p. 1", "see"), Citation("b"))),
        ("a{pp. 1\n  2}", (Citation("a", "pp. 1 2"),)),
    ],
)
def test_citation_syntax(content: str, expected: tuple[Citation, ...]) -> None:
    assert parse_citations(content) == expected


@pytest.mark.parametrize("content", ["", "a b", "a,", "{see}", "a{p. 1"])
def test_citation_syntax_errors(content: str) -> None:
    with pytest.raises(ValueError, match="is not a citation"):
        parse_citations(content)


def test_bibliography_keys(project: Project) -> None:
    assert keys_of((project.bibliography).read_text("utf-8")) == {"kestrel1931", "marlow1948"}


def test_neither_sphinx_nor_docutils_is_imported() -> None:
    """Reading and checking start fast because they load neither."""
    script = (
        "import sys; import critical_edition.checking.edition, critical_edition.commands.main,"
        " critical_edition.outputs.data.edition,"
        " critical_edition.commands.build;"
        "print([m for m in ('sphinx', 'docutils', 'pybtex') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
