"""Signs in the text, measured in ink: none touches another or a stop, each is nearer to its word."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

import critical_edition.outputs.pdf
import sphinx_typst
import typst
from critical_edition.outputs.pdf.foot import ROOM
from critical_edition.outputs.pdf.geometry import geometry
from sphinx_typst.escape import literal

PPI = 1200
POINT = PPI / 72


LETTERS = "abcdefghijk"
AFTER = (",", ".", ":", "#lemma-sign(true)[∥]", "#lemma-sign(true)[b]")


def sign(letter: str) -> str:
    return f"#lemma-sign(false)[{letter}]"


def between(letter: str) -> str:
    return f"l{sign(letter)} l"


@pytest.fixture(scope="module")
def gaps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[float]]:
    """The white spaces within each line of Typst markup, from the left, in points; set at once."""
    lines = [sign(letter) + after for letter in LETTERS for after in AFTER]
    lines += [between(letter) for letter in LETTERS]
    names = Path(sphinx_typst.__file__).parent / "templates" / "sphinx-typst.typ"
    edition = (Path(critical_edition.outputs.pdf.__file__).parent / "edition.typ").read_text(
        "utf-8"
    )
    page = literal(geometry("book", "margin").as_values())
    source = (
        f"{names.read_text('utf-8')}\n#let geometry = {page}\n"
        f"#let foot-room = {literal(ROOM)}\n{edition}\n"
        "#set page(width: auto, height: auto, margin: 4pt)\n"
        '#set text(font: "Libertinus Serif", size: 10pt)\n' + "\n#pagebreak()\n".join(lines) + "\n"
    )
    path = tmp_path_factory.mktemp("signs") / "lines.typ"
    path.write_text(source, encoding="utf-8")
    made: object = typst.compile(path, format="png", ppi=PPI)
    assert isinstance(made, list)
    return dict(zip(lines, map(spaces, made), strict=True))


def spaces(picture: bytes) -> list[float]:
    """Return how wide the white columns are between dark ones."""
    image = Image.open(io.BytesIO(picture)).convert("L")
    dark = image.point(lambda value: 255 if value < 200 else 0)
    columns = [x for x, inked in enumerate(dark.getprojection()[0]) if inked]
    return [(b - a) / POINT for a, b in pairwise(columns) if b - a > 1]


@pytest.mark.parametrize("letter", LETTERS)
def test_a_sign_touches_no_stop_and_no_other_sign(
    letter: str, gaps: dict[str, list[float]]
) -> None:
    for after in AFTER:
        (gap, *_) = gaps[sign(letter) + after]
        assert gap > 0.15, (letter, after)


@pytest.mark.parametrize("letter", LETTERS)
def test_a_sign_is_nearer_to_the_word_before_it(letter: str, gaps: dict[str, list[float]]) -> None:
    before, after = gaps[between(letter)][:2]
    assert before < after / 2
