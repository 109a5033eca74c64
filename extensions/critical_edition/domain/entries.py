"""What the domain keeps for the generated pages: frozen and without nodes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """An entry of a generated page that can be referred to.

    ``type`` is ``person``, ``place``, ``event`` or ``term``; ``title`` is what a
    reference shows, ``tooltip`` says in a line what the entry is.
    """

    type: str
    id: str
    anchor: str
    title: str
    tooltip: str


@dataclass(frozen=True, slots=True)
class GeneratedPart:
    """What a page generates (a directive's name), and a digest of the files that it was read from.

    The digest is empty for a part that is filled when the page is written.
    """

    what: str
    digest: str
