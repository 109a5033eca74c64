"""Words and sentences of a running text, counted alike in locks, copies and the guard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from critical_edition.model.established import Span

_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(r"[.?!][\"'”’)\]]*(?= +[\"'“‘(\[]*[A-Z0-9])")
_ABBREVIATION = re.compile(
    r"""(?:^|[\s(\["'“‘—–])
    (?: [A-Z] | [A-Z]\.[A-Z] | Dr | Mr | Mrs | Messrs | St | Mass | vols? | nos? | pp? | chaps?
      | eds? | trans | ser | cf | esp | n )\.$""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word's casefolded form and its stretch of the text, half-open in code points."""

    form: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text: runs of letters and digits, casefolded; all else parts them."""
    for match in _WORD.finditer(text):
        yield Word(match[0].casefold(), match.start(), match.end())


def word_forms(text: str) -> list[str]:
    """Return the casefolded forms of the words that :func:`words` finds, without their places."""
    if text.isascii():  # as most files are: all at once
        return _WORD.findall(text.casefold())
    return [word.casefold() for word in _WORD.findall(text)]


def count_words(text: str) -> int:
    """Return how many words :func:`words` finds."""
    return sum(1 for _ in _WORD.finditer(text))


def split(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text in order, without the spaces between them.

    A sentence ends at ``.``, ``?`` or ``!`` with its closing marks where a space and a capital or
    a figure follow, unless the stop belongs to an initial or a common abbreviation.
    """
    spans: list[Span] = []
    start = 0
    for match in _STOP.finditer(text):
        if match[0] == "." and _ABBREVIATION.search(text, max(0, start - 1), match.end()):
            continue
        spans.append(Span(start, match.end()))
        start = match.end()
        while start < len(text) and text[start] == " ":
            start += 1
    end = len(text.rstrip())
    if start < end:
        spans.append(Span(start, end))
    return tuple(spans)
