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


def gaps(folder: Path, line: str) -> list[float]:
    """Return the white spaces within a line of Typst markup, from the left, in points."""
    names = Path(sphinx_typst.__file__).parent / "templates" / "sphinx-typst.typ"
    edition = (Path(critical_edition.outputs.pdf.__file__).parent / "edition.typ").read_text(
        "utf-8"
    )
    page = literal(geometry("book", "margin").as_values())
    source = (
        f"{names.read_text('utf-8')}\n#let geometry = {page}\n"
        f"#let foot-room = {literal(ROOM)}\n{edition}\n"
        "#set page(width: auto, height: auto, margin: 4pt)\n"
        '#set text(font: "Libertinus Serif", size: 10pt)\n'
        f"{line}\n"
    )
    path = folder / "line.typ"
    path.write_text(source, encoding="utf-8")
    made = typst.compile(path, format="png", ppi=PPI)
    assert isinstance(made, bytes)
    image = Image.open(io.BytesIO(made)).convert("L")
    dark = image.point(lambda value: 255 if value < 200 else 0)
    columns = [
        x for x in range(dark.width) if dark.crop((x, 0, x + 1, dark.height)).getbbox() is not None
    ]
    return [(b - a) / POINT for a, b in pairwise(columns) if b - a > 1]


@pytest.mark.parametrize("letter", list("abcdefghijk"))
def test_a_sign_touches_no_stop_and_no_other_sign(letter: str, tmp_path: Path) -> None:
    alone = f"#lemma-sign(false)[{letter}]"
    for after in (",", ".", ":", "#lemma-sign(true)[∥]", "#lemma-sign(true)[b]"):
        (gap, *_) = gaps(tmp_path, alone + after)
        assert gap > 0.15, (letter, after)


@pytest.mark.parametrize("letter", list("abcdefghijk"))
def test_a_sign_is_nearer_to_the_word_before_it(letter: str, tmp_path: Path) -> None:
    before, after = gaps(tmp_path, f"l#lemma-sign(false)[{letter}] l")[:2]
    assert before < after / 2
