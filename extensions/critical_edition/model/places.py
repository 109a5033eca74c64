"""Places of the edited work: its passages and its author's notes, by the numbers that cite them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PASSAGE = re.compile(r"([1-9]\d{0,3})\.([1-9]\d{0,3})")
_NOTE = re.compile(r"n([1-9]\d{0,3})")


@dataclass(frozen=True, slots=True, order=True)
class PassageId:
    """A paragraph of the text, cited ``section.paragraph``; both count from 1."""

    section: int
    paragraph: int

    def __str__(self) -> str:
        return f"{self.section}.{self.paragraph}"

    @property
    def anchor(self) -> str:
        """The permalink's fragment, the same in every edition and format: ``p2.6``."""
        return f"p{self}"

    @classmethod
    def parse(cls, text: str) -> PassageId:
        """Read ``2.6``; raise ValueError for anything else."""
        if match := _PASSAGE.fullmatch(text.strip()):
            return cls(int(match[1]), int(match[2]))
        raise ValueError(f"“{text}” is not a passage number (section.paragraph, such as 2.6)")


@dataclass(frozen=True, slots=True, order=True)
class NoteId:
    """An author's note, cited ``n7``; numbered through the text from 1."""

    number: int

    def __str__(self) -> str:
        return f"n{self.number}"

    @property
    def anchor(self) -> str:
        """The permalink's fragment: ``n7``."""
        return str(self)

    @classmethod
    def parse(cls, text: str) -> NoteId:
        """Read ``n7``; raise ValueError for anything else."""
        if match := _NOTE.fullmatch(text.strip()):
            return cls(int(match[1]))
        raise ValueError(f"“{text}” is not an author's note (n and its number, such as n7)")


Place = PassageId | NoteId
"""What a mark, a comment or a parallel can stand on."""


def parse_place(text: str) -> Place:
    """Read ``2.6`` or ``n7``; raise ValueError for anything else."""
    return NoteId.parse(text) if text.strip().startswith("n") else PassageId.parse(text)
