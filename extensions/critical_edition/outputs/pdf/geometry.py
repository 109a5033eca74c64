"""The proportions of the printed page, for each paper and each place of the commentary."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Literal, get_args

Paper = Literal["book", "a4", "letter"]
Commentary = Literal["margin", "foot", "end"]

PAPERS: tuple[Paper, ...] = get_args(Paper)
COMMENTARY: tuple[Commentary, ...] = get_args(Commentary)


@dataclass(frozen=True, slots=True)
class Geometry:
    """A page: lengths in millimetres, ``size`` the text's type size in points.

    Across, from the spine: ``inner``, the ``text``, a ``gap``, the ``margin`` that holds the
    commentary, and what is left. ``side`` is the margin on both sides of pages that are set in
    full width, ``prose`` the measure of those that are read through.
    """

    width: float
    height: float
    top: float
    bottom: float
    inner: float
    text: float
    gap: float
    margin: float
    side: float
    prose: float
    size: float
    small: float

    @property
    def outer(self) -> float:
        """All that is outside the text, in millimetres."""
        return self.width - self.inner - self.text

    def as_values(self) -> dict[str, float]:
        """Return the lengths by name, as the template takes them."""
        return asdict(self) | {"outer": round(self.outer, 3)}


_PAPERS = {
    "book": Geometry(176, 250, 23, 19, 17, 89, 7, 53, 18, 112, 10, 7.2),
    "a4": Geometry(210, 297, 28, 26, 22, 105, 8, 62, 22, 130, 11.2, 8),
    "letter": Geometry(215.9, 279.4, 26, 24, 23, 107, 8, 63, 23, 132, 11.2, 8),
}


def geometry(paper: Paper, commentary: Commentary) -> Geometry:
    """Return the page for a paper; without commentary in the margin the text is wider."""
    page = _PAPERS[paper]
    if commentary == "margin":
        return page
    text = page.prose
    return replace(page, inner=page.inner + 3, text=text, margin=0)
