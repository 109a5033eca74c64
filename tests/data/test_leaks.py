"""No companion export gives the text away: neither as it is, nor when its pieces are joined."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import lxml.etree
import pytest

from critical_edition.model import citations as bibliography
from critical_edition.model.collection import anchors
from critical_edition.model.lemma import Lemma, find
from critical_edition.model.places import PassageId
from critical_edition.model.sentences import word_forms, words
from critical_edition.outputs.data import formats
from critical_edition.outputs.data.source import Edition
from critical_edition.text import guard, lock
from critical_edition.text.lock import GramIndex

LEAST = guard.LEAST


@pytest.fixture(scope="module")
def exports(companion: Edition) -> dict[str, str]:
    """Every file of every format in companion form, by its path."""
    found: dict[str, str] = {}
    for form in formats.FORMATS:
        content = form.write(companion)
        parts = content if isinstance(content, Mapping) else {"": content}
        found |= {f"{form.name}/{name}".rstrip("/"): c.decode("utf-8") for name, c in parts.items()}
    assert len(found) > 500
    return found


def strings(data: Any) -> Iterator[str]:
    """Yield the strings of JSON data in order, without the keys."""
    if isinstance(data, str):
        yield data
    for value in (
        data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    ):
        yield from strings(value)


def joined(name: str, content: str) -> str:
    """Return the words of a file one after another, without the markup that parts them."""
    if name.endswith((".json", ".jsonld")):
        return " ".join(strings(json.loads(content)))
    if name.endswith((".xml", ".rng")):
        root = lxml.etree.fromstring(content.encode("utf-8"))
        return " ".join(str(part) for part in root.itertext())
    return re.sub(r"^\s*\w+\s*=|^\w\w  - |[{}]", " ", content, flags=re.MULTILINE)


def test_the_guard_finds_nothing(companion: Edition, exports: dict[str, str]) -> None:
    """Without a copy: no two runs of six that follow one another in the text, in any file."""
    project = companion.sources.project
    index = GramIndex(lock.load(project.lock))
    works = companion.sources.bibliography or ""
    titles = "\n".join((works, *bibliography.names_and_titles(works)))
    known = guard.facts(titles, index)
    found = [
        (name, place, grams)
        for name, content in exports.items()
        for text in (content, joined(name, content))
        for _offset, place, grams in guard.search(text, index, lambda: known)
        if grams > 1
    ]
    assert found == []


def runs(text: list[str], grams: dict[tuple[str, ...], str]) -> Iterator[tuple[str, str]]:
    """Yield each twelve words of a text that stand in the essay, with their place there."""
    for at in range(len(text) - LEAST + 1):
        run = tuple(text[at : at + LEAST])
        if run in grams:
            yield grams[run], " ".join(run)


def grams_of(full: Edition) -> dict[tuple[str, ...], str]:
    """Return each twelve consecutive words of the essay.

    Those of a note that tell a work's title, six words of it, are its reference and not prose.
    """
    units = [*full.text.passages.values(), *full.text.notes.values()]
    works = full.sources.bibliography or ""
    titles = " ".join(word_forms(" ".join((works, *bibliography.names_and_titles(works)))))
    found: dict[tuple[str, ...], str] = {}
    for unit in units:
        forms = word_forms(unit.content.text)
        for at in range(len(forms) - LEAST + 1):
            run = tuple(forms[at : at + LEAST])
            # Of a passage the whole run has to be a title's.
            size = LEAST if isinstance(unit.place, PassageId) else 6
            parts = (" ".join(run[start : start + size]) for start in range(LEAST - size + 1))
            if not any(part in titles for part in parts):
                found[run] = str(unit.place)
    return found


def test_no_twelve_words_stand_together(full: Edition, exports: dict[str, str]) -> None:
    """With a copy: exactly, also where a file's words are joined over its markup."""
    grams = grams_of(full)
    assert len(grams) > 10_000
    for name, content in exports.items():
        for text in (content, joined(name, content)):
            assert [place for place, _run in runs(word_forms(text), grams)] == [], name


def phrases(edition: Edition) -> Iterator[tuple[Any, str]]:
    """Yield all words of the text that the edition tells, with their places: the pieces."""
    sources = edition.sources
    for record in sources.passages:
        yield record.passage, record.incipit
    for _ref, anchor in anchors(sources.commentary):
        if anchor.lemma:
            yield anchor.first, str(anchor.lemma)
    for place, marks in sources.marks.items():
        for mark in marks:
            yield place, mark.lemma.replace("|", "")


def test_the_pieces_join_into_no_twelve_words(full: Edition) -> None:
    """Set where they stand in the essay, incipits, lemmata and marks leave gaps everywhere."""
    told: dict[Any, set[int]] = {}
    for place, phrase in phrases(full):
        unit = full.text.get(place)
        assert unit
        lemma = Lemma.parse(phrase)
        text = unit.content.text
        try:
            span = find(text, lemma)
        except ValueError:
            span = find(text, Lemma(lemma.words, lemma.last, 1))  # an incipit is the first
        ends = [(span.start, span.end)]
        if lemma.last:
            first, last = len(lemma.words), len(lemma.last)
            ends = [(span.start, span.start + first), (span.end - last, span.end)]
        for at, word in enumerate(words(text)):
            if any(start <= word.start and word.end <= end for start, end in ends):
                told.setdefault(place, set()).add(at)
    longest = 0
    for known in told.values():
        length = 0
        for number in range(max(known) + 1):
            length = length + 1 if number in known else 0
            longest = max(longest, length)
    assert 0 < longest < LEAST
