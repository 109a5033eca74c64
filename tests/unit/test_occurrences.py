"""Where a lemma's words stand in a text, compared with what a pattern finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from critical_edition.model.lemma import Lemma, occurrences

LETTERS = "ab é_1²-.“’\n\u00a0"
TEXTS = st.text(LETTERS, max_size=24)
WORDS = st.text(LETTERS, min_size=1, max_size=3).map(str.strip).filter(bool)


def by_pattern(text: str, words: str) -> list[tuple[int, int]]:
    """Whole words, parted by any white space; what letters and digits are is Python's to say."""
    same = str.maketrans("“’\u00a0", "\"' ")
    body = r"\s+".join(map(re.escape, words.translate(same).split()))
    before = r"(?<![^\W_])" if words[0].isalnum() else ""
    after = r"(?![^\W_])" if words[-1].isalnum() else ""
    found = re.finditer(before + body + after, text.translate(same))
    return [(m.start(), m.end()) for m in found]


@given(st.one_of(TEXTS, TEXTS.map(lambda text: " ".join(text.split()))), WORDS)
def test_words_are_found_where_a_pattern_finds_them(text: str, words: str) -> None:
    """In texts with single spaces, which are searched without one, and in any others."""
    assert [(s.start, s.end) for s in occurrences(text, Lemma(words))] == by_pattern(text, words)


def test_a_stretch_goes_to_the_next_last_words() -> None:
    """Each beginning has its own end; one without an end is none."""
    found = occurrences("The dyke, the sluice; the dyke, the weir", Lemma("dyke", "the"))
    assert [(s.start, s.end) for s in found] == [(4, 13), (26, 35)]
