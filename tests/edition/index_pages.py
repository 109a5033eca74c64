"""The pages that the printed indexes give, and those on which the places stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.pdf.conftest import MM, SetBook
from tests.printed import printed

from critical_edition.model.registers import Entry, occurrences

_PLACE = r"n?\d+(?:\.\d+)?"
_PAGES = r"\d+(?:–\s?\d+)?n?"
_ENTRY = re.compile(rf"\b[Ii]n ({_PLACE}(?:,\s{_PLACE})*): pages? ({_PAGES}(?:,\s{_PAGES})*)")


@dataclass(frozen=True, slots=True)
class Indexed:
    """An entry's places and the pages that it gives for them, of the text and of notes."""

    places: tuple[str, ...]
    pages: frozenset[int]
    note_pages: frozenset[int]


class PrintedIndexes:
    """A PDF's indexes, and where its passages and notes stand; pages are as they are printed."""

    def __init__(self, path: Path) -> None:
        book = printed(path)
        reader = book.reader
        labels = reader.page_labels
        ids = {page.indirect_reference: n for n, page in enumerate(reader.pages)}
        self.starts = {
            name: int(labels[ids[target.page]])
            for name, target in reader.named_destinations.items()
            if re.fullmatch(r"p\d+\.\d+|n\d+", name)
        }
        text = "\n".join(book.texts)
        self.entries = tuple(self._entries(re.sub(r"\s+", " ", text)))

    def _entries(self, text: str) -> Iterator[Indexed]:
        for places, pages in _ENTRY.findall(text):
            found: dict[bool, set[int]] = {True: set(), False: set()}
            for run in pages.replace("– ", "–").split(", "):
                first, _, last = run.removesuffix("n").partition("–")
                found[run.endswith("n")].update(range(int(first), int(last or first) + 1))
            names = tuple(p if p.startswith("n") else f"p{p}" for p in places.split(", "))
            yield Indexed(names, frozenset(found[False]), frozenset(found[True]))

    def ends(self, name: str) -> int:
        """Return the last page that a passage can stand on: where the next one begins."""
        section, number = map(int, name[1:].split("."))
        after = self.starts.get(f"p{section}.{number + 1}")
        # The last of a section ends before the next section; some pages hold carried comments.
        return after if after is not None else self.starts[name] + 2

    def wrong(self) -> list[Indexed]:
        """Return the entries that lack a page, or give one on which none of their places is."""
        return [entry for entry in self.entries if not self._is_right(entry)]

    def _is_right(self, entry: Indexed) -> bool:
        passages = [name for name in entry.places if name.startswith("p")]
        notes = [self.starts[name] for name in entry.places if name.startswith("n")]
        spans = [range(self.starts[name], self.ends(name) + 1) for name in passages]
        over = [range(start, start + 2) for start in notes]
        return (
            all(any(page in span for page in entry.pages) for span in spans)
            and all(any(page in span for span in spans) for page in entry.pages)
            and all(any(page in entry.note_pages | entry.pages for page in span) for span in over)
            and all(any(page in span for span in over) for page in entry.note_pages)
        )


_EDGE = 60
"""How many characters of the pages before and after are looked at for a name that a page parts."""


class NamesOnPages:
    """On which pages of the text, and of the notes at its foot, names stand in a full edition."""

    def __init__(self, book: SetBook) -> None:
        labels = book.reader.page_labels
        numbers = {p.page for n, p in book.places.items() if re.fullmatch(r"p\d+\.\d+|n\d+", n)}
        pages = range(min(numbers), max(numbers) + 2)
        self.text = {int(labels[n - 1]): _column(book, n, 9.9, 10.6) for n in pages}
        self.foot = {int(labels[n - 1]): _column(book, n, 8.0, 9.9) for n in pages}

    def wrong(self, entry: Entry, given: Indexed) -> list[str]:
        """Return what is wrong with the pages that an index gives for a name's places."""
        found = [f"{p}: it is not there" for p in given.pages if not self._may(self.text, p, entry)]
        found += [
            f"{p}n: it is not there" for p in given.note_pages if not self._may(self.foot, p, entry)
        ]
        return found + [f"{p}: it is left out" for p in self._stands(entry) if p not in given.pages]

    def _may(self, columns: dict[int, str], page: int, entry: Entry) -> bool:
        """Say whether the letters of a form stand on a page, or begin there and go on overleaf."""
        here = _letters(columns[page]) + _letters(columns.get(page + 1, "")[:_EDGE])
        return any(_letters(form) in here for form in entry.forms)

    def _stands(self, entry: Entry) -> Iterator[int]:
        """Yield the pages in whose text a form stands for certain, as words of their own."""
        for page, words in self.text.items():
            before = self.text.get(page - 1, "")[-_EDGE:]
            if any(span.start >= len(before) for span in occurrences(entry, before + words)):
                yield page


def _letters(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).casefold()
    return "".join(char for char in plain if char.isalpha())


def _column(book: SetBook, number: int, least: float, most: float) -> str:
    """Return the words of a page's text of some sizes; the ends of lines leave no trace."""
    left, right = book.text(number)
    found, y, apart = "", 0.0, False
    for words in book.words(number):
        beside = not left - 8 <= words.x <= right + 1 or words.y < book.page.top * MM - 6
        if beside or not least <= words.size < most:
            apart = True
            continue
        if abs(words.y - y) > 4:
            found = found.rstrip("-\u00ad\u2010")
        elif apart:
            found += " "
        found, y, apart = found + words.text.replace("\n", ""), words.y, False
    return found
