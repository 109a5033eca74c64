"""The pages that the printed indexes give, and those on which the places stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdf

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
        reader = pypdf.PdfReader(path)
        labels = reader.page_labels
        ids = {page.indirect_reference: n for n, page in enumerate(reader.pages)}
        self.starts = {
            name: int(labels[ids[target.page]])
            for name, target in reader.named_destinations.items()
            if re.fullmatch(r"p\d+\.\d+|n\d+", name)
        }
        text = "\n".join(page.extract_text() for page in reader.pages)
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
        notes = {self.starts[name] for name in entry.places if name.startswith("n")}
        spans = [range(self.starts[name], self.ends(name) + 1) for name in passages]
        return (
            all(span[0] in entry.pages for span in spans)
            and all(any(page in span for span in spans) for page in entry.pages)
            and entry.note_pages == notes - entry.pages
        )
