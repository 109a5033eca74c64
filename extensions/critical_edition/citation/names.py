"""Names of persons and bodies: as they stand in a note, in a bibliography and in its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from critical_edition.model.i18n import _

NAME_FIELDS = (
    "author",
    "bookauthor",
    "editor",
    "editora",
    "editorb",
    "editorc",
    "translator",
    "annotator",
    "commentator",
    "compiler",
    "introduction",
    "foreword",
    "afterword",
)
"""The fields that hold names, parted by “and”."""

MOST_IN_A_NOTE = 3
MOST_IN_A_BIBLIOGRAPHY = 10
_ET_AL_AFTER = 7
"""Of more than ten names a bibliography gives seven."""


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in its parts, or a body's (``literal``), which is ``family`` alone.

    ``particle`` is what the name does not begin with in an alphabet: “von”, “de la”.
    """

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: bool = False

    @property
    def natural(self) -> str:
        """“I. V. Stalin”."""
        name = " ".join(p for p in (self.given, self.particle, self.family) if p)
        return f"{name} {self.suffix}" if self.suffix else name

    @property
    def inverted(self) -> str:
        """“Stalin, I. V.”; the particle follows the given name."""
        given = " ".join(p for p in (self.given, self.particle) if p)
        return ", ".join(p for p in (self.family, given, self.suffix) if p)

    @property
    def short(self) -> str:
        """The surname with its particle, or a body's whole name."""
        return " ".join(p for p in (self.particle, self.family) if p)


@dataclass(frozen=True, slots=True)
class Names:
    """Names in order; ``others`` where there are more that the record does not give."""

    names: tuple[Name, ...] = ()
    others: bool = False

    def __bool__(self) -> bool:
        return bool(self.names)

    def in_note(self) -> str:
        """“Karl Marx and Friedrich Engels”; of four or more the first “et al.”."""
        return self._in_note([n.natural for n in self.names])

    def short(self) -> str:
        """“Hilger and Meyer”; of four or more the first “et al.”."""
        return self._in_note([n.short for n in self.names])

    def _in_note(self, names: Sequence[str]) -> str:
        if self.others or len(names) > MOST_IN_A_NOTE:
            return f"{names[0]} et al." if names else ""
        return series(names)

    def natural(self) -> str:
        """Return the names as they are read, for “Edited by …”."""
        return self._all([n.natural for n in self.names])

    def in_bibliography(self) -> str:
        """“Hilger, G., and A. G. Meyer”."""
        first, *rest = self.names
        written = [first.inverted, *(n.natural for n in rest)]
        if len(written) == 2 and not self.others and not first.literal:
            return f"{written[0]}, and {written[1]}"
        return self._all(written)

    def _all(self, names: Sequence[str]) -> str:
        if len(names) > MOST_IN_A_BIBLIOGRAPHY:
            return ", ".join(names[:_ET_AL_AFTER]) + ", et al."
        return ", ".join(names) + ", et al." if self.others else series(names)


def series(items: Sequence[str]) -> str:
    """Return “A”, “A and B”, “A, B, and C”."""
    if len(items) <= 2:
        return _(" and ").join(items)
    return ", ".join(items[:-1]) + _(", and ") + items[-1]


def split_commas(text: str) -> list[str]:
    """Part a name at its commas, but not within braces."""
    parts, depth = [""], 0
    for char in text:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if char == "," and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def split_names(value: str) -> list[str]:
    """Part names at “and”, but not within braces."""
    parts: list[list[str]] = [[]]
    depth = 0
    for word in value.split():
        if word.lower() == "and" and not depth:
            parts.append([])
        else:
            parts[-1].append(word)
        depth += word.count("{") - word.count("}")
    return [" ".join(words) for words in parts if words]
