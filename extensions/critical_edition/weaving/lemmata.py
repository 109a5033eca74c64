"""What hangs on the words of a place: where it stands, in which order, and under which sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from critical_edition.model.established import Span
from critical_edition.model.lemma import Lemma, LemmaError, find

COMMENT, PARALLEL = "comment", "parallel"


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on words, or on the whole place where it has no lemma.

    ``ref`` is the ID of what hangs there, ``back`` the ID that its sign is to have, ``kind``
    :data:`COMMENT` or :data:`PARALLEL`; ``span`` is where its lemma stands, code points half-open.
    """

    ref: str
    back: str
    kind: str
    lemma: Lemma | None = None
    span: Span | None = None


def letter(index: int) -> str:
    """Return the sign of a passage's comment, counted from 0: a … z, aa, ab …."""
    sign = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        sign = chr(ord("a") + rest) + sign
    return sign


def place(hanging: Sequence[Hanging], text: str) -> tuple[Hanging, ...]:
    """Return all with the spans of their lemmata, in the order in which their signs stand.

    A sign stands after its lemma's last word; of lemmata that end together, the longer is first.
    What has no lemma, or one that the text lacks, comes first; otherwise the order given is kept.
    """
    placed = []
    for item in hanging:
        span = None
        if item.lemma is not None:
            try:
                span = find(text, item.lemma)
            except LemmaError:
                span = None  # Warned of when the records were checked.
        placed.append(replace(item, span=span))
    return tuple(sorted(placed, key=lambda h: (h.span.end, h.span.start) if h.span else (-1, -1)))
