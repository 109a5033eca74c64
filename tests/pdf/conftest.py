"""A set book to be measured: an invented edition with its text, and what stands where in its PDF."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pypdf.generic import ArrayObject
from tests.benchmarks import scaled
from tests.conftest import Edition
from tests.printed import Printed, Words, printed

from critical_edition.outputs.pdf.geometry import Geometry, geometry

MM = 72 / 25.4
PASSAGES = 18


@dataclass(frozen=True, slots=True)
class Place:
    """A place: a page, from 1, and a point on it from the upper left, in points."""

    page: int
    x: float
    y: float


@dataclass(frozen=True)
class SetBook:
    """A PDF, the page it is set for, and what it was made from."""

    path: Path
    page: Geometry
    made: tuple[scaled.Paragraph, ...]
    printed: Printed

    @property
    def reader(self) -> pypdf.PdfReader:
        """What reads the PDF."""
        return self.printed.reader

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every named place; a destination has 10 points of room above it."""
        found: dict[str, Place] = {}
        for name, target in self.reader.named_destinations.items():
            number = self.reader.get_destination_page_number(target)
            assert number is not None
            height = float(self.reader.pages[number].mediabox.height)
            found[name] = Place(
                number + 1, float(target.left or 0), height - float(target.top or 0) + 10
            )
        return found

    def words(self, number: int) -> list[Words]:
        """Return the words of a page, from 1."""
        return self.printed.words(number)

    def links(self, number: int) -> list[tuple[Place, Place]]:
        """Return from where on a page, and to where, its links in the book lead."""
        page = self.reader.pages[number - 1]
        height = float(page.mediabox.height)
        numbers = {p.indirect_reference: n for n, p in enumerate(self.reader.pages, 1)}
        places = self.places
        found = []
        for annotation in page.get("/Annots", ArrayObject()):
            link = annotation.get_object()
            target = link.get("/Dest")
            target = target.get_object() if target is not None else None
            if isinstance(target, ArrayObject):
                there = numbers[list.__getitem__(target, 0)]
                top = float(self.reader.pages[there - 1].mediabox.height) - float(target[3])
                end = Place(there, float(target[2]), top)
            elif isinstance(target, str):
                named = places[target]
                end = Place(named.page, named.x, named.y - 10)
            else:
                continue
            box = [float(v) for v in link["/Rect"]]
            found.append((Place(number, min(box[0], box[2]), height - max(box[1], box[3])), end))
        return found

    def margin(self, number: int) -> tuple[float, float]:
        """Return where the margin with the commentary begins and ends on a page, from the left."""
        page = self.page
        if number % 2:
            left = page.inner + page.text + page.gap
        else:
            left = page.width - page.inner - page.text - page.gap - page.margin
        return left * MM, (left + page.margin) * MM

    def text(self, number: int) -> tuple[float, float]:
        """Return where the text begins and ends on a page."""
        page = self.page
        left = page.inner if number % 2 else page.width - page.inner - page.text
        return left * MM, (left + page.text) * MM


def open_book(folder: Path, page: Geometry, made: list[scaled.Paragraph]) -> SetBook:
    """Return the book that a build left in a folder."""
    (path,) = folder.glob("*.pdf")
    return SetBook(path, page, tuple(made), printed(path))


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Edition, list[Any]]]:
    """An invented edition with many comments, long enough that some find no room."""
    folder = tmp_path_factory.mktemp("book")
    made = scaled.paragraphs(1)[:PASSAGES]
    scaled.write(folder / "source", made, parallels=12)
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = "1000000000"
    yield Edition(folder / "source", folder / "work"), made
    if before is None:
        del os.environ["SOURCE_DATE_EPOCH"]
    else:
        os.environ["SOURCE_DATE_EPOCH"] = before


@pytest.fixture(scope="session")
def book(project: tuple[Edition, list[Any]]) -> SetBook:
    """The book as it is set without any option."""
    edition, made = project
    built = edition.build("typstpdf")
    assert built.warnings == []
    return open_book(built.out, geometry("book", "margin"), made)


@pytest.fixture(scope="session")
def moved(project: tuple[Edition, list[Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same book, built in another folder."""
    edition, _ = project
    folder = tmp_path_factory.mktemp("elsewhere and farther")
    shutil.copytree(edition.source, folder / "source")
    built = Edition(folder / "source", folder / "work").build("typstpdf")
    (path,) = built.out.glob("*.pdf")
    return path
