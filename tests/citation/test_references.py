"""The edition's own records: what is not in English says in what language it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from critical_edition.citation import record
from critical_edition.citation.languages import LANGUAGES, is_cyrillic
from critical_edition.citation.rich import Foreign, Rich, Text
from critical_edition.citation.work import Library

REFERENCES = Path(__file__).parents[2] / "references.bib"

# Words that hardly a title does without in German, Russian, French, Italian and Polish, and that
# none in English has.
_FOREIGN = re.compile(
    r"\b(?:und|der|das|dem|zur|im|ins|wird|mit|als|für|wie"
    r"|[ovs]|ili|iz|na|ob|po|gg|tom|dlia|protiv|besede|perepiska|politiki|stalina"
    r"|des|les|du|et|della?|sullo|dello|przegląd)\b|[äöüßąęśż]",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"\b[A-Z]\.|’s\b")
NAMES = {
    "brockhausthaelmann",  # Thälmann
    "muellerhermann",  # Müller
    "oberlanderbio",  # Oberländer
    "stalin1923thalheimer",
    "gokay2017",
}
"""Works whose English titles, or whose titles of nothing but a name, have such letters."""


def unmarked(content: Rich) -> Iterator[str]:
    """Yield the words that stand in no other language than their surroundings."""
    for node in content:
        if isinstance(node, Text):
            yield node.text
        elif not isinstance(node, Foreign):
            yield from unmarked(node.children)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(record.load(REFERENCES))


def test_no_foreign_title_goes_without_its_language(library: Library) -> None:
    found = {}
    for key, one in library.items():
        parts = [] if one.title.lang else [*unmarked(one.title.whole)]
        parts += [] if one.journal.lang else [*unmarked(one.journal.whole)]
        parts += unmarked(one.medium)
        words = _INITIALS.sub("", " ".join(parts))
        if key not in NAMES and (told := _FOREIGN.search(words)):
            found[key] = (told[0], words)
    assert not found


def test_a_foreign_title_has_language_and_translation(library: Library) -> None:
    foreign = [one for one in library.values() if one.title.translation]
    assert len(foreign) > 40
    for one in foreign:
        assert one.title.lang, one.key
        assert is_cyrillic("".join(unmarked(one.title.whole))) is (one.title.lang == "ru"), one.key
    assert set(LANGUAGES.values()) >= {one.title.lang.partition("-")[0] for one in foreign}


def test_a_collection_of_documents_says_its_language_wherever_it_is_named(library: Library) -> None:
    assert library
    for one in library.values():
        for content in (one.title.whole, one.journal.whole, one.medium):
            if content and not one.title.lang:
                assert "Dokumenty" not in " ".join(unmarked(content)), one.key
        assert not any(n.family.startswith("Dokumenty") for n in one.authors.names), one.key


def test_what_stands_on_the_web_has_its_address(library: Library) -> None:
    encyclopaedias = [
        one for one in library.values() if any("Wikipedia" in n.family for n in one.authors.names)
    ]
    assert len(encyclopaedias) > 20
    assert [one.key for one in encyclopaedias if not one.url] == []
