"""Import, HTML and PDF of this edition against Sphinx on the same words without our extension.

    python -m tests.benchmarks.builds COPY [--times 3]

``COPY`` is a reader's copy of the essay. Everything is made in a temporary folder from the tracked
files; all runs are cold (no doctrees), their median is taken. There are two plain projects, both
with furo. One has the words of the sources once, as plain MyST: the essay's paragraphs and notes,
with footnotes, summaries, comments, arguments and our other pages as they are written, the works
and the registers as the pages print them that are made of them. The other has the words of the
edition's pages, as many times as these show them (a sentence stands in the text, and with each
parallel to it at an argument), as headings and paragraphs without a link.
Then a build in which nothing has changed, and one after a word was added to a comment, each from a
build that is there.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import lxml.html
from lxml.html import HtmlElement
from tests.benchmarks.measure import Measured, copy_tracked, measure, python, report

from critical_edition.model.places import NoteId
from critical_edition.text import store

ROOT = Path(__file__).parents[2]
_CONF = """project = "plain"
extensions = ["myst_parser"]
html_theme = "furo"
suppress_warnings = []
"""
_BLOCKS = ("p", "li", "dt", "dd", "td", "th", "h1", "h2", "h3", "h4", "figcaption", "summary")
_HEADING = re.compile(r"h\d")
_OF_DATA = ("bibliography", "persons", "places", "glossary", "chronology", "notes", "index-locorum")
"""The pages that are made of the bibliography and the registers."""

_FENCE = re.compile(r"^(:::|```).*$|^:[a-z-]+:.*$", re.MULTILINE)
_ROLE = re.compile(r"\{[\w:+-]+\}`([^`]*)`")


def plain_words(source: str) -> str:
    """Return a page's own words without directives, options and roles."""
    return _ROLE.sub(lambda m: m[1].replace("{", "(").replace("}", ")"), _FENCE.sub("", source))


def make_plain(project: Path, pages: Path, target: Path) -> None:
    """Write the sources' words as a Sphinx project of plain MyST; ``pages`` is a build of them."""
    target.mkdir()
    (target / "conf.py").write_text(_CONF, encoding="utf-8")
    docs = project / "docs"
    established = store.load(docs / "essay" / "text")
    names = []
    for page in (pages / "apparatus" / f"{name}.html" for name in _OF_DATA):
        names.append(f"apparatus-{page.stem}")
        content = "\n\n".join([f"# {names[-1]}", *_of_page(page)])
        (target / f"{names[-1]}.md").write_text(content, encoding="utf-8")
    written = ("arguments", "introduction", "contributing")
    for page in sorted(path for name in written for path in docs.glob(f"{name}/*.md")):
        names.append(f"{page.parent.name}-{page.stem}")
        (target / f"{names[-1]}.md").write_text(
            plain_words(page.read_text(encoding="utf-8")), encoding="utf-8"
        )
    for page in sorted(docs.glob("essay/*.md")):
        number = int(page.name.split("-")[0])
        blocks = [plain_words(page.read_text(encoding="utf-8"))]
        notes: list[int] = []
        for place, unit in sorted(established.passages.items()):
            if place.section == number:
                text = unit.content.text
                for marker in sorted(unit.content.markers, key=lambda m: -m.at):
                    text = f"{text[: marker.at]}[^n{marker.note}]{text[marker.at :]}"
                    notes.append(marker.note)
                blocks.append(text)
        for note in sorted(set(notes)):
            unit_of_note = established.get(NoteId(note))
            if unit_of_note:
                blocks.append(f"[^n{note}]: {unit_of_note.content.text}")
        comments = sorted(docs.glob(f"commentary/{number}/*.md"))
        words = (plain_words(path.read_text(encoding="utf-8")) for path in comments)
        blocks += [re.sub(r"(?m)^#.*$", "", said) for said in words]
        names.append(page.stem)
        (target / f"{page.stem}.md").write_text("\n\n".join(blocks), encoding="utf-8")
    toc = "\n".join(names)
    (target / "index.md").write_text(f"# Plain\n\n```{{toctree}}\n{toc}\n```\n", encoding="utf-8")


def make_shown(pages: Path, target: Path) -> None:
    """Write the words that the HTML pages in a folder show as a Sphinx project of plain MyST."""
    target.mkdir()
    (target / "conf.py").write_text(_CONF, encoding="utf-8")
    names = []
    for page in sorted(pages.rglob("*.html")):
        if blocks := list(_of_page(page)):
            names.append("page-" + "-".join(page.relative_to(pages).with_suffix("").parts))
            content = "\n\n".join([f"# {names[-1]}", *blocks])
            (target / f"{names[-1]}.md").write_text(content, encoding="utf-8")
    toc = "\n".join(names)
    (target / "index.md").write_text(f"# Plain\n\n```{{toctree}}\n{toc}\n```\n", encoding="utf-8")


def _of_page(page: Path) -> Iterator[str]:
    """Yield the headings and paragraphs of an HTML page as MyST."""
    article = lxml.html.parse(str(page)).getroot().find(".//article")
    if article is not None:
        yield from _blocks(article)


def _blocks(element: HtmlElement) -> Iterator[str]:
    """Yield the headings and paragraphs of an element as MyST."""
    inner = next(element.iterdescendants(*_BLOCKS), None)
    if inner is not None:
        yield from filter(None, [_escaped(element.text or "")])
        for child in element.iterchildren():
            if isinstance(child.tag, str):
                yield from _blocks(child)
            yield from filter(None, [_escaped(child.tail or "")])
    elif words := _escaped(element.text_content()):
        yield f"## {words}" if _HEADING.fullmatch(str(element.tag)) else words


def _escaped(words: str) -> str:
    return re.sub(r"([^\w\s])", r"\\\1", " ".join(words.split()))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("copy", type=Path)
    parser.add_argument("--times", type=int, default=3)
    arguments = parser.parse_args()
    copy = str(arguments.copy.resolve())
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        project = work / "edition"
        copy_tracked(ROOT, project)
        edition = python("-m", "critical_edition.commands.main")
        build = project / "build"

        def clean() -> None:
            shutil.rmtree(build, ignore_errors=True)
            shutil.rmtree(work / "out", ignore_errors=True)

        def timed(title: str, command: list[str], cwd: Path = project) -> Measured:
            return measure(title, command, cwd, clean, arguments.times)

        start = (
            "from sphinx.application import Sphinx; "
            "Sphinx('docs', 'docs', 'build/o', 'build/d', 'html', status=None)"
        )
        starting = timed("starting Sphinx on these pages", python("-c", start))
        importing = timed("edition text import", [*edition, "text", "import", copy])
        print(report([starting, importing], starting), end="\n\n")
        subprocess.run([*edition, "build", "html"], cwd=project, check=True, capture_output=True)
        make_plain(project, build / "html", work / "plain")
        make_shown(build / "html", work / "shown")
        sphinx = python("-m", "sphinx", "-q", "-b", "html")
        plain = timed(
            "sphinx-build -b html, the sources' words", [*sphinx, ".", "../out"], work / "plain"
        )
        shown = timed(
            "sphinx-build -b html, the pages' words", [*sphinx, ".", "../out"], work / "shown"
        )
        full = [
            timed(f"edition build {output}, full", [*edition, "build", output])
            for output in ("html", "pdf")
        ]
        companion = [
            timed(
                f"edition build {output}, companion", [*edition, "build", output, "--text", "none"]
            )
            for output in ("html", "pdf")
        ]
        clean()
        print(report([plain, shown, *full, *companion], plain), end="\n\n")
        print(report([shown, *full, *companion], shown), end="\n\n")
        again = [*edition, "build", "html"]
        subprocess.run(again, cwd=project, check=True, capture_output=True)
        unchanged = measure("no change", again, project, lambda: None, arguments.times)
        comments = project / "docs" / "commentary" / "2" / "editors.md"

        def edit() -> None:
            before, end, after = comments.read_text(encoding="utf-8").rpartition("\n:::\n")
            comments.write_text(f"{before} More.{end}{after}", encoding="utf-8")

        edited = measure("a word added to a comment", again, project, edit, arguments.times)
        print(report([unchanged, edited], unchanged))


if __name__ == "__main__":
    main()
