"""What pages refer to in the registers, by roles such as ``{edition:person}``. No Sphinx."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from critical_edition.registers import Entry, Registers

_ROLE = re.compile(
    r"(?<![`\\])(?:\{edition:(?P<role>person|place|event|term)\}"
    r"|:edition:(?P<rest>person|place|event|term):)`(?P<content>[^`]+)`(?!`)"
)
_TITLED = re.compile(r".*<(?P<target>[^<>]*)>\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RegisterReference:
    """A role: the kind of entry, its ID, and the offset of the role in its page."""

    kind: str
    target: str
    start: int


def references(content: str) -> Iterator[RegisterReference]:
    """Yield the references of a page, Markdown or reStructuredText, in order."""
    for match in _ROLE.finditer(content):
        words = match["content"]
        titled = _TITLED.fullmatch(words)
        target = (titled["target"] if titled else words).strip().removeprefix("~")
        if not words.startswith("!"):  # so a writer asks for no link
            yield RegisterReference(match["role"] or match["rest"], target, match.start())


def ids(registers: Registers) -> Mapping[str, Mapping[str, Entry]]:
    """Return the entries by the kind that a role names."""
    return {
        "person": registers.persons,
        "place": registers.places,
        "event": registers.events,
        "term": registers.terms,
    }
