"""What pages refer to in the edition, by roles such as ``{edition:passage}``. No Sphinx."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from critical_edition.model.registers import Entry, Registers

REGISTERED = ("person", "place", "event", "term")
"""The roles that refer to entries of the registers."""

_KINDS = "|".join(("passage", "authornote", "comment", "argument", "parallel", *REGISTERED))
_ROLE = re.compile(
    rf"(?<![`\\])(?:\{{(?P<domain>edition:)?(?P<role>{_KINDS})\}}|:edition:(?P<rest>{_KINDS}):)"
    r"`(?P<content>[^`]+)`(?!`)"
)
_TITLED = re.compile(r".*<(?P<target>[^<>]*)>\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class EditionReference:
    """A role: what kind it refers to, its target, and the offset of the role in its page.

    ``known`` is whether there is such a role: not where ``edition:`` is left out. A passage is named
    by its number, a note with its ``n``, everything else by its ID.
    """

    kind: str
    target: str
    start: int
    known: bool = True


def references(content: str) -> Iterator[EditionReference]:
    """Yield the references of a page, Markdown or reStructuredText, in order."""
    for match in _ROLE.finditer(content):
        words = match["content"]
        titled = _TITLED.fullmatch(words)
        target = (titled["target"] if titled else words).strip().removeprefix("~")
        if not words.startswith("!"):  # so a writer asks for no link
            kind = match["role"] or match["rest"]
            if kind == "passage":
                target = target.removeprefix("p")
            elif kind == "authornote":
                target = f"n{target.removeprefix('n')}"
            known = bool(match["domain"] or match["rest"])
            yield EditionReference(kind, target, match.start(), known)


def ids(registers: Registers) -> Mapping[str, Mapping[str, Entry]]:
    """Return the entries by the kind that a role names."""
    return {
        "person": registers.persons,
        "place": registers.places,
        "event": registers.events,
        "term": registers.terms,
    }
