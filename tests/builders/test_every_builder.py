"""Every builder writes both editions without a warning, and what it must not lose."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import lxml.etree
import lxml.html
import pypdf
import pytest

if TYPE_CHECKING:
    from tests.conftest import Edition

PASSAGES = {"p1.1", "p1.2", "p2.1", "p2.2"}
NOTES = {"n1", "n2", "n3", "n4"}
MARKERS = {"n1-ref", "n2-ref", "n3-ref", "n4-ref"}
PAGES = {"page563", "page564", "page565", "page566"}


def strings(tree: lxml.etree._Element, expression: str) -> list[str]:
    """Return attributes of a tree that an XPath finds."""
    found = tree.xpath(expression)
    assert isinstance(found, list)
    return [str(one) for one in found]


def read_html(out: Path, name: str) -> tuple[str, set[str]]:
    tree = lxml.html.parse(str(out / name)).getroot()
    return tree.text_content(), set(tree.xpath("//@id"))


def read_all_html(out: Path) -> tuple[str, set[str]]:
    parts = [read_html(path.parent, path.name) for path in sorted(out.rglob("*.html"))]
    return "\n".join(text for text, _ in parts), set().union(*(ids for _, ids in parts))


def read_epub(out: Path) -> tuple[str, set[str]]:
    (path,) = out.glob("*.epub")
    with zipfile.ZipFile(path) as book:
        pages = [name for name in book.namelist() if name.endswith(".xhtml")]
        # Well-formed, or this raises.
        trees = [lxml.etree.fromstring(book.read(name)) for name in pages]
    text = "\n".join("".join(str(part) for part in tree.itertext()) for tree in trees)
    return text, {name for tree in trees for name in strings(tree, "//@id")}


def read_text(out: Path) -> tuple[str, set[str]]:
    return "\n".join(p.read_text("utf-8") for p in sorted(out.rglob("*.txt"))), set()


def read_xml(out: Path) -> tuple[str, set[str]]:
    trees = [lxml.etree.parse(path).getroot() for path in sorted(out.rglob("*.xml"))]
    text = "\n".join("".join(str(part) for part in tree.itertext()) for tree in trees)
    ids = {n for tree in trees for ids in strings(tree, "//@ids") for n in ids.split()}
    return text, ids


def read_latex(out: Path) -> tuple[str, set[str]]:
    source = (out / "edition.tex").read_text("utf-8")
    labels = set(re.findall(r"\\label\{\\detokenize\{[^{}]*:([^{}:]+)\}\}", source))
    text = re.sub(r"\\hyperlink\{[^{}]*\}\{([^{}]*)\}", r"\1", source)
    return text.replace("\\textendash{}", "–"), labels


def read_man(out: Path) -> tuple[str, set[str]]:
    # The writer prints the addresses of links, too.
    return re.sub(r" ?\\%<[^>]*>", "", (out / "edition.7").read_text("utf-8")), set()


def read_pdf(out: Path) -> tuple[str, set[str]]:
    reader = pypdf.PdfReader(out / "edition.pdf")
    text = "\n".join(page.extract_text() for page in reader.pages)
    return re.sub(r"(?<=\w)[-\u00ad]\n", "", text), set(reader.named_destinations)


READERS: dict[str, Callable[[Path], tuple[str, set[str]]]] = {
    "html": read_all_html,
    "dirhtml": read_all_html,
    "singlehtml": lambda out: read_html(out, "index.html"),
    "epub": read_epub,
    "text": read_text,
    "xml": read_xml,
    "latex": read_latex,
    "man": read_man,
    "typstpdf": read_pdf,
}
"""For each builder, its text and the names of places in it; none where the format has none."""

WITHOUT_PLACES = {"text", "man"}


@pytest.mark.parametrize("full", [False, True], ids=["companion", "full"])
@pytest.mark.parametrize("builder", READERS)
def test_both_editions(invented: Edition, builder: str, full: bool) -> None:
    if full:
        invented.establish()
    built = invented.look(builder)
    assert built.warnings == []
    text, places = READERS[builder](built.out)
    text = " ".join(text.split())
    for number in ("1.1", "1.2", "2.1", "2.2"):
        assert number in text
    # Of the essay's words the one has all, the other none beyond its first eight.
    assert ("harbour would close within seven winters" in text) is full
    assert ("would close" in text) is full
    assert ("The engineers, for their part, blamed" in text) is True
    assert ("the moon, the river" in text) is full
    # Our own are in both, and so are the works.
    for words in (
        "The engineers blamed the tides.",
        "The pilots went elsewhere.",
        "Of the pilots nothing more was",
    ):
        assert words in text
    assert re.search(r"Marlow[^.;]*,[”’']* p\. 40", text)
    assert ("another account of the same meeting" in text) is full
    assert ("The minutes of the meeting are lost" in text) is not full
    if builder not in WITHOUT_PLACES:
        assert (PASSAGES | NOTES | MARKERS | PAGES) - places == set()


@pytest.mark.parametrize("builder", sorted(set(READERS) - {"typstpdf", "latex"}))
def test_a_word_that_a_page_divides_is_whole(invented: Edition, builder: str) -> None:
    invented.establish()
    text, _ = READERS[builder](invented.look(builder).out)
    assert "as long as the breakwater" in " ".join(text.split())


def test_plain_text_says_where_pages_begin_and_notes_stand(invented: Edition) -> None:
    invented.establish()
    out = invented.look("text").out
    harbour = " ".join((out / "essay/1-the-harbour.txt").read_text("utf-8").split())
    assert "winters.°[1] The *Westhaven Gazette*" in harbour
    assert "the breakwater [564] stood" in harbour
    assert "the equinoxe [read: equinox]. Their report was never read.[3]" in harbour
    dredgers = " ".join((out / "essay/2-the-dredgers.txt").read_text("utf-8").split())
    assert "[2.1] [565] When the dredgers" in dredgers
    assert "great dignity [566] for eleven years." in dredgers


def test_latex_escapes_what_it_prints(invented: Edition) -> None:
    invented.establish()
    source = (invented.look("latex").out / "edition.tex").read_text("utf-8")
    assert "open, \\& said so" in source
    assert "the break\\phantomsection\\label" in source
    assert "\\marginpar{\\scriptsize\\textbar 564}water stood" in source


def test_notes_are_footnotes_with_their_own_numbers_in_print(invented: Edition) -> None:
    invented.establish()
    reader = pypdf.PdfReader(invented.look("typstpdf").out / "edition.pdf")
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    (page,) = (page for page in pages if "Nobody in Westhaven had" in page)
    for note in (
        "1 Ada Kestrel, Tides (Westhaven, 1931)",
        "2 Marlow gives another account",
        "3 Kestrel, p. 99.",
    ):
        assert note.replace(" ", "") in page.replace(" ", "")
    assert "Notes" not in page.split("Ada Kestrel")[0].split("The Harbour")[1]
    # A note whose passage is in companion form stands under it.
    (other,) = (page for page in pages if "The pilots went elsewhere." in page)
    assert other.index("The pilots went elsewhere.") < other.index("p. 40")


def test_epub_leaves_out_what_sphinx_has_read(invented: Edition) -> None:
    kept = invented.work / "first" / "epub" / ".doctrees"
    kept.mkdir(parents=True)
    for name in ("index.doctree", "picture.png"):
        (kept / name).write_bytes(b"kept")
    built = invented.look("epub")
    assert built.warnings == []
    (path,) = built.out.glob("*.epub")
    with zipfile.ZipFile(path) as book:
        assert "index.xhtml" in book.namelist()
        assert [name for name in book.namelist() if "doctree" in name] == []


def test_epub_names_no_file_twice_and_leads_nowhere_outside(invented: Edition) -> None:
    invented.establish()
    (path,) = invented.look("epub").out.glob("*.epub")
    with zipfile.ZipFile(path) as book:
        names = book.namelist()
        assert len(names) == len(set(names))
        trees = {n: lxml.etree.fromstring(book.read(n)) for n in names if n.endswith(".xhtml")}
        ids = {name: strings(tree, "//@id") for name, tree in trees.items()}
        checked = 0
        for name, tree in trees.items():
            for href in strings(tree, "//*[local-name()='a']/@href"):
                target, _, anchor = href.partition("#")
                if "://" in target:
                    continue
                page = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
                page = page if target else name
                assert page in names, (name, href)
                assert not anchor or anchor in ids[page], (name, href)
                checked += 1
        assert checked > 30
