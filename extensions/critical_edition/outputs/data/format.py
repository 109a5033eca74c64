"""What a format of the edition's data is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from critical_edition.outputs.data.source import Edition


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what commands and pages call it, and how an edition is written in it.

    ``name`` is that of the file, or of the folder where ``write`` returns files by their paths in
    it. The same edition gives the same bytes; without a text in it, none of its words but incipits
    and lemmata.
    """

    id: str
    """As the command line has it: ``json``."""

    name: str
    """The file or the folder: ``edition.json``."""

    media: str
    """The media type of the file, or of the folder's files."""

    label: str
    """What pages call it, marked for translation: ``JSON``."""

    about: str
    """What it is for, in a line, marked for translation."""

    write: Callable[[Edition], bytes | Mapping[str, bytes]]

    entry: str = ""
    """Of a folder, the file from which the others are found."""
