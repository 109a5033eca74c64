"""Both editions built whole, and what of the one is left in the other."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path

import lxml.html
import pikepdf
import pytest
from tests.edition.index_pages import NamesOnPages, PrintedIndexes
from tests.edition.printed_pages import faults
from tests.pdf.conftest import SetBook
from tests.printed import printed

from critical_edition.model.sentences import word_forms, words
from critical_edition.outputs.pdf.geometry import geometry
from critical_edition.sources import read as source
from critical_edition.sources import registers
from critical_edition.sources.project import Project
from critical_edition.text import store


def edition(project: Project, *arguments: str) -> list[str]:
    """Run the command, which must succeed; return the lines that it prints."""
    command = [
        sys.executable,
        "-m",
        "critical_edition.commands.main",
        "--project",
        str(project.root),
    ]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stderr == ""
    return done.stdout.splitlines()


def forms(text: str) -> str:
    """Return a text's words alone, so that markup and line ends count for nothing."""
    return " ".join(word_forms(text))


def runs(project: Project) -> Iterator[str]:
    """Yield twelve consecutive words of each established passage that has as many in one piece.

    Where a note's marker or a page's number stands, print has more than the words.
    """
    # What a note says of a work may stand in the bibliography too; passages stand nowhere else.
    for unit in store.load(project.text).passages.values():
        content = unit.content
        cuts = sorted([m.at for m in content.markers] + [b.at for b in content.page_breaks])
        pieces = [content.text[a:b] for a, b in pairwise([0, *cuts, len(content.text)])]
        longest = forms(max(pieces, key=len)).split()
        if len(longest) >= 20:
            yield " ".join(longest[8:20])


def built(project: Project) -> str:
    """Return the words of all that stands in the build folder: pages, PDF, caches."""
    parts: list[str] = []
    for path in project.build.rglob("*"):
        if path.suffix == ".html":
            parts.append(page_text(path))
        elif path.suffix == ".pdf":
            parts.append(pdf_text(path))
        elif path.is_file():
            parts.append(path.read_bytes().decode("utf-8", "ignore"))
    return forms("\n".join(parts))


def page_text(path: Path) -> str:
    tree = lxml.html.parse(path)
    for noise in tree.xpath("//script | //style"):
        noise.drop_tree()
    return str(tree.getroot().text_content())


def pdf_text(path: Path) -> str:
    return re.sub(r"(?<=\w)[-\u00ad]\n", "", "\n".join(printed(path).texts))


def anchors(project: Project) -> set[str]:
    """Return the IDs that permanent links to the pages may name, with their pages."""
    found: set[str] = set()
    for path in (project.build / "html" / "essay").glob("*.html"):
        for name in lxml.html.parse(path).xpath("//@id"):
            if re.fullmatch(r"p\d+\.\d+|n\d+|page\d+|n\d+-ref", name):
                found.add(f"{path.name}#{name}")
    return found


def attached(project: Project) -> set[str]:
    """Return the names of the PDF's attachments, once the data is seen to be without the text."""
    (book,) = (project.build / "pdf").glob("*.pdf")
    files = printed(book).reader.attachments
    (content,) = files["edition.json"]
    data = json.loads(content)
    assert len(data["passages"]) == 84
    assert not any("text" in place for place in (*data["passages"], *data["notes"]))
    assert files["references.bib"] == [(project.root / "references.bib").read_bytes()]
    return set(files)


def weights(project: Project) -> dict[str, int]:
    """Return how many bytes of HTML are ours on each section's page, the theme's own left out."""
    found = {}
    for path in (project.build / "html" / "essay").glob("*.html"):
        tree = lxml.html.parse(path)
        found[path.name] = sum(
            len(lxml.html.tostring(e, encoding="utf-8")) for e in tree.xpath("//article")
        )
    return found


OF_SCREEN = (
    "Its prose is set in Source Serif",
    "offers this note, a link and records",
    "has no room is folded to a line that opens",
    "In the picture the editors’ dates are hollow",
)
OF_BOOK = (
    "It is set in Libertinus Serif",
    "parallels stand in the outer margin",
    "a note on page 7",
    "A comment’s kind and date are not printed",
)
OF_COMPANION = ("This is the companion edition", "You are reading the companion edition")
OF_FULL = (
    "This is the full edition",
    "could not be verified in this copy",
    "You are reading the full edition",
)


def misplaced(project: Project, *, full: bool) -> list[str]:
    """Return which words about the edition are missing for its readers, or said to the wrong ones."""
    pages = forms("\n".join(page_text(p) for p in (project.build / "html").rglob("*.html")))
    (path,) = (project.build / "pdf").glob("*.pdf")
    book = forms(pdf_text(path))
    true = {*(OF_FULL if full else OF_COMPANION)}
    said = (*OF_SCREEN, *OF_BOOK, *OF_COMPANION, *OF_FULL)
    return [
        f"{name}: {words}"
        for name, text, own in (("screen", pages, OF_SCREEN), ("book", book, OF_BOOK))
        for words in said
        if (forms(words) in text) is not (words in own or words in true)
    ]


def misnamed(project: Project, book: Path, indexes: PrintedIndexes) -> list[str]:
    """Return what is wrong with the pages of the names that stand in the text's very words."""
    names = NamesOnPages(SetBook(book, geometry("book", "margin"), (), printed(book)))
    held, faults = registers.read(project.registers)
    assert not faults
    entries = [
        entry
        for kind in (held.persons, held.places, held.terms)
        for entry in kind.values()
        if not entry.also
    ]
    found = []
    for entry in entries:
        places = tuple(place.anchor for place in entry.places)
        # Two entries may have the same places: one of them is right for this.
        wrong = [names.wrong(entry, given) for given in indexes.entries if given.places == places]
        if all(wrong):
            found.append(f"{entry.id}: {wrong}")
    assert len(entries) > 200
    return found


def unsound(book: Path) -> list[str]:
    """Return what qpdf finds wrong with a PDF's syntax, and what labels its pages lack."""
    with pikepdf.open(book) as document:
        problems = document.check_pdf_syntax()
        unlabelled = [
            f"page {n} has no label" for n, p in enumerate(document.pages, 1) if not p.label
        ]
    return [*problems, *unlabelled]


def out_of_order(project: Project, book: Path) -> list[str]:
    """Return the passages that a reader of the PDF's text alone does not come to in their order."""
    read = letters("".join(printed(book).texts))
    found, last = [], 0
    for place, unit in sorted(store.load(project.text).passages.items()):
        # The signs of comments stand between the words, and are letters too.
        begins = "[a-z]{0,3}".join(
            letters(word.form) for word in islice(words(unit.content.text), 6)
        )
        match = re.compile(begins).search(read, last)
        if match is None:
            found.append(str(place))
        last = match.start() if match else last
    return found


def letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalpha())


@pytest.mark.parametrize(
    "options",
    [["--commentary", "foot"], ["--paper", "a4"], ["--paper", "letter", "--commentary", "end"]],
    ids=["foot", "a4", "letter-end"],
)
def test_other_layouts_have_whole_pages(sources: Project, options: list[str]) -> None:
    edition(sources, "build", "pdf", "--text", "none", *options)
    (book,) = (sources.build / "pdf").glob("*.pdf")
    assert [*faults(book, least=3), *unsound(book)] == []


def test_the_full_edition_with_its_commentary_at_the_foot_has_whole_pages(
    established: Project,
) -> None:
    edition(established, "build", "pdf", "--commentary", "foot")
    (book,) = (established.build / "pdf").glob("*.pdf")
    # A line with more comments than its page has room for may have its note overleaf.
    found = faults(book, least=3, apart=1)
    assert [*found, *unsound(book), *out_of_order(established, book)] == []


def test_both_editions(sources: Project, request: pytest.FixtureRequest) -> None:
    """Companion, then full, then companion again: same links, and no sentence left behind."""
    lines = edition(sources, "build", "--text", "none")
    assert lines[-1] == "Built html and pdf of the companion edition in build/html, build/pdf."
    assert len(list((sources.build / "pdf").glob("*.pdf"))) == 1
    assert attached(sources) == {"edition.json", "references.bib"}
    (book,) = (sources.build / "pdf").glob("*.pdf")
    assert [*faults(book), *unsound(book)] == []
    assert PrintedIndexes(book).wrong() == []
    assert misplaced(sources, full=False) == []
    companion = anchors(sources)
    pages = source.read(sources)
    assert {f"{Path(p.docname).name}.html#{p.passage.anchor}" for p in pages.passages} <= companion
    assert {f"{Path(n.docname).name}.html#{n.note.anchor}" for n in pages.notes} <= companion

    established = request.getfixturevalue("established")
    lines = edition(established, "build")
    assert lines[-1] == "Built html and pdf of the full edition in build/html, build/pdf."
    assert misplaced(established, full=True) == []
    assert companion <= anchors(established)
    sentences = list(runs(established))
    assert len(sentences) > 60
    everything = built(established)
    assert [s for s in sentences if s not in everything] == []
    (book,) = (established.build / "pdf").glob("*.pdf")
    assert attached(established) == {"edition.json", "references.bib"}
    indexes = PrintedIndexes(book)
    assert len(indexes.entries) > 200
    assert indexes.wrong() == []
    assert misnamed(established, book, indexes) == []
    assert [*faults(book), *unsound(book)] == []
    assert out_of_order(established, book) == []
    sizes = weights(established)
    assert sizes
    assert {name: size for name, size in sizes.items() if size >= 150_000} == {}

    edition(established, "text", "forget")
    edition(established, "build")
    everything = built(established)
    assert [s for s in sentences if s in everything] == []
    assert anchors(established) == companion
