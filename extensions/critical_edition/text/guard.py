"""The leak guard: finds runs of the text's words in files that are to be published.

It needs no copy of the text: any :data:`LEAST` consecutive words of a section or note hold one of
the lock's grams whole (see :mod:`critical_edition.text.lock`). One gram proves six words only, and
up to :data:`~critical_edition.model.lemma.MAX_WORDS` may be quoted; so a single gram passes where it stands
in a quotation, a title or an option of at most that many words, and nowhere else; nor do the titles
of works that the bibliography has count, nor six words of a note that are a bare reference.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from critical_edition.model.lemma import MAX_WORDS
from critical_edition.model.sentences import count_words, word_forms, words
from critical_edition.reading import files
from critical_edition.text.lock import GRAM, STEP, GramIndex, Lock

LEAST = GRAM + STEP - 1
"""The shortest run of words that is found for certain: 12."""

_MAX_BYTES = 4_000_000
_OPTION = re.compile(r"^\s*(?::[\w-]+:|[\w-]+\s*=)\s*")
_OCCURRENCE = re.compile(r"\s*\[\d+\]\s*[\"”]?\s*$")
_REFERENCE = frozenset(
    [
        "ed",
        "eds",
        "trans",
        "vol",
        "vols",
        "no",
        "nos",
        "p",
        "pp",
        "chapter",
        "chapters",
        "ibid",
        "see",
        "also",
    ]
)
_QUOTATIONS = (
    re.compile(r"“([^“”]*)”"),
    re.compile(r"«([^«»]*)»"),
    re.compile(r'"([^"]*)"'),
    re.compile(r"\*([^*]*)\*"),
    re.compile(r"`([^`]*)`"),
)


@dataclass(frozen=True, slots=True)
class Leak:
    """Words of the text in a file: ``grams`` runs of six words hashed in the lock stand there.

    ``line`` and ``column`` (from 1) say where the first begins; ``place`` names the stream of the
    text, ``s2`` for section 2 or ``n7``.
    """

    path: str
    line: int
    column: int
    place: str
    grams: int


def tracked(root: Path) -> tuple[str, ...]:
    """Return the files that git tracks, and those that it would: new ones that it is not to ignore."""
    run = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=False,
    )
    return tuple(
        dict.fromkeys(filter(None, run.stdout.decode("utf-8", "surrogateescape").split("\0")))
    )


def facts(bibliography: str, index: GramIndex) -> frozenset[tuple[str, int]]:
    """Return the (stream, position) of every gram of a note that the bibliography has too.

    They are titles of works, which may be named anywhere. Nothing in the text's body counts.
    """
    hits = index.search(word_forms(bibliography))
    return frozenset((h.stream, h.position) for h in hits if h.stream.startswith("n"))


def search(
    text: str, index: GramIndex, known: Callable[[], Collection[tuple[str, int]]] = frozenset
) -> Iterator[tuple[int, str, int]]:
    """Yield (offset, stream, grams) for each run of the text's words in another text.

    Hits that follow one another in the text and stand as near in the text make one run. Those of
    ``known()`` (see :func:`facts`) do not count; it is asked for only where there are hits.
    """
    hits = list(index.search(word_forms(text)))
    if hits:
        allowed = known()
        hits = [hit for hit in hits if (hit.stream, hit.position) not in allowed]
    found = list(words(text)) if hits else []
    run: tuple[int, str, int] | None = None
    last_word = last_position = -100
    for hit in hits:
        distance = hit.word - last_word
        if run and hit.stream == run[1] and 0 < distance <= 3 * STEP:
            moved = hit.position - last_position
            if 0 < moved <= 3 * STEP:
                run = (run[0], run[1], run[2] + 1)
                last_word, last_position = hit.word, hit.position
                continue
        if run:
            yield run
        run = (found[hit.word].start, hit.stream, 1)
        last_word, last_position = hit.word, hit.position
    if run:
        yield run


def _is_reference(text: str) -> bool:
    """Whether the six words at the text's beginning are an imprint or a locator, not prose."""
    forms = [w.form for w in islice(words(text), GRAM)]
    return sum(form.isdigit() or len(form) == 1 or form in _REFERENCE for form in forms) >= 2


def _quoted(text: str, offset: int) -> int:
    """Return how many words the quotation, title or option around ``offset`` has.

    Where it stands in none of these, all the words of its paragraph count.
    """
    start = text.rfind("\n\n", 0, offset) + 2 if "\n\n" in text[:offset] else 0
    end = text.find("\n\n", offset)
    line_start = text.rfind("\n", 0, offset) + 1
    line_end = text.find("\n", offset)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    if option := _OPTION.match(line):
        start, end = line_start + option.end(), line_start + len(line)
    paragraph = text[start : end if end >= 0 else len(text)]
    sizes = [_size(paragraph)] if option else [MAX_WORDS + 1]
    for pattern in _QUOTATIONS:
        sizes += [
            _size(match[1])
            for match in pattern.finditer(paragraph)
            if match.start(1) <= offset - start < match.end(1)
        ]
    return min(sizes)


def _size(quotation: str) -> int:
    """Return how many words are quoted; the index of an occurrence is none of them."""
    return count_words(_OCCURRENCE.sub("", quotation))


class Searcher:
    """Searches files for the text's words; ``bibliography`` holds what may be named anywhere."""

    def __init__(self, lock: Lock, bibliography: str = "", left_out: Collection[str] = ()) -> None:
        self._left_out = left_out
        self._index = GramIndex(lock)
        self._known = cache(lambda: facts(bibliography, self._index))

    def leaks(self, root: Path, name: str) -> Iterator[Leak]:
        """Yield the leaks of a file in order. One that is not UTF-8 text is passed over."""
        if name in self._left_out:
            return
        path = root / name
        try:
            text = files.text(path, _MAX_BYTES)
        except (OSError, UnicodeDecodeError):
            return
        for offset, stream, grams in search(text, self._index, self._known):
            if grams == 1 and _quoted(text, offset) <= MAX_WORDS:
                continue
            if grams == 1 and stream.startswith("n") and _is_reference(text[offset:]):
                continue
            line = text.count("\n", 0, offset) + 1
            column = offset - (text.rfind("\n", 0, offset) + 1) + 1
            yield Leak(name, line, column, stream, grams)


def leaks(root: Path, names: Iterable[str], lock: Lock, bibliography: str = "") -> Iterator[Leak]:
    """Yield the leaks of the files in order. Files that are not UTF-8 text are passed over."""
    searcher = Searcher(lock, bibliography)
    for name in names:
        yield from searcher.leaks(root, name)
