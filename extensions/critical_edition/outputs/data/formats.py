"""The formats of the edition's data: one more is a line here, and commands and pages have it."""

from __future__ import annotations

from critical_edition.outputs.data import citations, dts, edition, passages, tei, webannotations
from critical_edition.outputs.data.format import Format

FORMATS: tuple[Format, ...] = (
    edition.FORMAT,
    edition.SCHEMA_FORMAT,
    passages.FORMAT,
    webannotations.FORMAT,
    tei.FORMAT,
    tei.SCHEMA_FORMAT,
    *citations.FORMATS,
    dts.FORMAT,
)
"""In the order in which pages and help list them."""


def named(given: str) -> Format:
    """Return the format with an id; raise KeyError where there is none."""
    return {found.id: found for found in FORMATS}[given]
