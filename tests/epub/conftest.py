"""Editions as books for reading devices, each built once in a run and only looked at."""

from __future__ import annotations

import fcntl
import os
import posixpath
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

from critical_edition.sources import read as source
from critical_edition.sources.project import Project

NAMES = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
    "h": "http://www.w3.org/1999/xhtml",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
    "opf": "http://www.idpf.org/2007/opf",
    "svg": "http://www.w3.org/2000/svg",
}
FORMS = ("companion", "full", "lamps")


@dataclass(frozen=True)
class Book:
    """A book, and the project from which it was built."""

    path: Path
    project: Project
    full: bool

    @cached_property
    def files(self) -> dict[str, bytes]:
        """What is in it, in its order."""
        with zipfile.ZipFile(self.path) as book:
            return {name: book.read(name) for name in book.namelist()}

    @cached_property
    def package(self) -> etree._Element:
        """The package, which the container names."""
        container = etree.fromstring(self.files["META-INF/container.xml"])
        (name,) = find(container, "//c:rootfile/@full-path")
        return etree.fromstring(self.files[name])

    @cached_property
    def pages(self) -> dict[str, etree._Element]:
        """The pages in reading order, by their names."""
        hrefs = dict(
            zip(
                find(self.package, "//opf:item/@id"),
                find(self.package, "//opf:item/@href"),
                strict=True,
            )
        )
        order = [unquote(hrefs[name]) for name in find(self.package, "//opf:itemref/@idref")]
        return {name: etree.fromstring(self.files[name]) for name in order}

    @cached_property
    def navigation(self) -> etree._Element:
        """The navigation document."""
        (name,) = find(self.package, "//opf:item[@properties='nav']/@href")
        return self.pages[name]

    @cached_property
    def sources(self) -> source.Sources:
        """What the edition says."""
        return source.read(self.project)

    def metadata(self, name: str) -> list[str]:
        """Return what the package says of itself."""
        own = name.startswith("dc:")
        return find(
            self.package, f"//{name}/text()" if own else f"//opf:meta[@property='{name}']/text()"
        )

    def at(self, page: str, href: str) -> etree._Element:
        """Return what a link on a page leads to; there must be something, and but one."""
        target, _, anchor = href.partition("#")
        name = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(target)))
        tree = self.pages[name if target else page]
        if not anchor:
            return tree
        found = tree.xpath("//*[@id=$id]", id=anchor)
        assert isinstance(found, list)
        assert len(found) == 1, (page, href)
        element = found[0]
        assert isinstance(element, etree._Element)
        return element


def find(tree: etree._Element, expression: str) -> list[str]:
    """Return strings that an XPath finds."""
    found = tree.xpath(expression, namespaces=NAMES)
    assert isinstance(found, list)
    return [str(one) for one in found]


def elements(tree: etree._Element, expression: str) -> list[etree._Element]:
    """Return elements that an XPath finds."""
    found = tree.xpath(expression, namespaces=NAMES)
    assert isinstance(found, list)
    return [one for one in found if isinstance(one, etree._Element)]


def text(element: etree._Element) -> str:
    """Return the words of an element."""
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _run(project: Project, *arguments: str) -> None:
    """Run the command as its user does."""
    command = [sys.executable, "-m", "critical_edition.commands.main"]
    done = subprocess.run(
        [*command, "--project", str(project.root), *arguments],
        env={**os.environ, "SOURCE_DATE_EPOCH": "1000000000"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.fixture(scope="session", params=FORMS)
def book(request: pytest.FixtureRequest, checkout: Path, shared: Path) -> Book:
    """Each edition as a book: both of the first, and the second."""
    form: str = request.param
    copy: Path | None = request.getfixturevalue("reader_copy") if form == "full" else None
    folder = shared / "epub" / form
    folder.mkdir(parents=True, exist_ok=True)
    project = Project(folder / "edition")
    # The processes of a run share what one of them has built.
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not project.root.exists():
            if form == "lamps":
                shutil.copytree(checkout / "tests" / "editions" / form, project.root)
            else:
                ignored = shutil.ignore_patterns("text")
                shutil.copytree(checkout / "docs", project.docs, ignore=ignored)
                for name in ("references.bib", "CHANGELOG.md"):
                    shutil.copy(checkout / name, project.root)
            if copy:
                _run(project, "text", "import", str(copy))
            _run(project, "build", "epub")
    (path,) = (project.build / "epub").glob("*.epub")
    return Book(path, project, form != "companion")
