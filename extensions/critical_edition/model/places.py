"""Places of the edited work: its passages and its author's notes, by the numbers that cite them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from critical_edition.model.messages import NotReadError, _

_PASSAGE = re.compile(r"([1-9]\d{0,3})\.([1-9]\d{0,3})")
_NOTE = re.compile(r"n([1-9]\d{0,3})")
_PAGES = re.compile(r"([0-9]{1,9})(?:\s*[-–]\s*([0-9]{1,9}))?")


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
        raise NotReadError(
            _("“{text}” is not a passage number (section.paragraph, such as 2.6)", text=text)
        )


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
        raise NotReadError(
            _("“{text}” is not an author's note (n and its number, such as n7)", text=text)
        )


Place = PassageId | NoteId
"""What a mark, a comment or a parallel can stand on."""


def parse_pages(text: str, opening: int, closing: int) -> tuple[int, ...]:
    """Read ``17`` or ``17-18`` as all pages from first to last; raise NotReadError otherwise.

    The printing has the pages from ``opening`` to ``closing``.
    """
    match = _PAGES.fullmatch(text.strip())
    if not match:
        message = _("“{text}” is not a page or a range of pages, such as 566 or 566-567", text=text)
        raise NotReadError(message)
    first = int(match[1])
    last = int(match[2] or first)
    if not opening <= first <= last <= closing:
        message = _(
            "{text}: the printing's pages go from {first} to {last}",
            text=text,
            first=opening,
            last=closing,
        )
        raise NotReadError(message)
    if last - first > 999:
        raise NotReadError(_("{text}: no passage has so many pages", text=text))
    return tuple(range(first, last + 1))


def parse_place(text: str) -> Place:
    """Read ``2.6`` or ``n7``; raise ValueError for anything else."""
    return NoteId.parse(text) if text.strip().startswith("n") else PassageId.parse(text)
