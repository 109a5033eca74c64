"""Lemmata: a few words of a passage or note that something hangs on.

Written as in an apparatus: ``war scare`` (it must occur once), ``Pravda [2]`` (its second
occurrence), ``For the President … C. Bullitt`` (from the first words to the last). Words, stops and
capitals must agree; quotation marks, apostrophes and kinds of dash may differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from critical_edition.model.established import Span
from critical_edition.model.messages import Message, NotReadError, _

MAX_WORDS = 8
_INDEX = re.compile(r"\s*\[([1-9]\d{0,3})\]$")
_FOLD = str.maketrans("“”„«»‘’‚–—‑\u00a0", '"""""\'\'\'--- ')
_GAP = re.compile(r"\s+…\s+")
_ODD_SPACE = re.compile(r"\s\s|[^\S ]")


class LemmaError(NotReadError):
    """A lemma cannot be read or found."""


class LemmaNotFoundError(LemmaError):
    """The words do not stand in the text, or not that often."""


class LemmaAmbiguousError(LemmaError):
    """The words stand more than once and the lemma does not say which is meant."""

    def __init__(self, message: Message, count: int) -> None:
        super().__init__(message)
        self.count = count


@dataclass(frozen=True, slots=True)
class Lemma:
    """The words, the last words where it is a stretch, and the occurrence (None: the only one)."""

    words: str
    last: str = ""
    occurrence: int | None = None

    def __str__(self) -> str:
        index = f" [{self.occurrence}]" if self.occurrence else ""
        return f"{self.words} … {self.last}{index}" if self.last else f"{self.words}{index}"

    @classmethod
    def parse(cls, source: str) -> Lemma:
        """Read a lemma; raise :class:`LemmaError` where it is empty."""
        source = source.strip()
        occurrence = None
        if match := _INDEX.search(source):
            occurrence = int(match[1])
            source = source[: match.start()]
        first, *rest = _GAP.split(source, maxsplit=1)
        if not first.strip():
            raise LemmaError(_("the lemma is empty"))
        return cls(first.strip(), rest[0].strip() if rest else "", occurrence)


@lru_cache(maxsize=512)
def fold(text: str) -> str:
    """Fold what may differ between a lemma and the text; the length stays the same.

    Kept, since the lemmata of one passage are looked for one after another.
    """
    return text.translate(_FOLD)


def occurrences(text: str, lemma: Lemma) -> list[Span]:
    """Return every stretch of ``text`` where the lemma's words stand as whole words, in order."""
    haystack = fold(text)
    found = list(_spans(haystack, lemma.words))
    if not lemma.last:
        return found
    return [
        Span(span.start, last.end)
        for span in found
        if (last := next(_spans(haystack, lemma.last, span.end), None))
    ]


def _spans(haystack: str, words: str, start: int = 0) -> Iterator[Span]:
    """Yield where words stand in a folded text: letters and digits do not touch their ends.

    What parts them in the text may be any white space.
    """
    needle = " ".join(fold(words).split())
    if _ODD_SPACE.search(haystack):
        pattern = _pattern(words, needle)
        yield from (Span(m.start(), m.end()) for m in re.compile(pattern).finditer(haystack, start))
        return
    # A pattern for each lemma would take far longer to make than to look for.
    while (at := haystack.find(needle, start)) >= 0:
        end = at + len(needle)
        joined = words[0].isalnum() and haystack[at - 1 : at].isalnum()
        if joined or (words[-1].isalnum() and haystack[end : end + 1].isalnum()):
            start = at + 1
        else:
            yield Span(at, end)
            start = end


def _pattern(words: str, needle: str) -> str:
    body = r"\s+".join(re.escape(word) for word in needle.split())
    head = r"(?<![^\W_])" if words[0].isalnum() else ""
    tail = r"(?![^\W_])" if words[-1].isalnum() else ""
    return f"{head}{body}{tail}"


def find(text: str, lemma: Lemma) -> Span:
    """Return where the lemma stands; raise :class:`LemmaNotFoundError` or :class:`LemmaAmbiguousError`."""
    spans = occurrences(text, lemma)
    if not spans:
        raise LemmaNotFoundError(_("“{lemma}” does not occur", lemma=lemma))
    if lemma.occurrence is None:
        if len(spans) > 1:
            raise LemmaAmbiguousError(
                _(
                    "“{lemma}” occurs {count} times; say which with [1] to [{count}]",
                    lemma=lemma,
                    count=len(spans),
                ),
                len(spans),
            )
        return spans[0]
    if lemma.occurrence > len(spans):
        raise LemmaNotFoundError(
            _("“{lemma}”: it occurs only {count} times", lemma=lemma, count=len(spans))
        )
    return spans[lemma.occurrence - 1]
