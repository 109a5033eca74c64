"""Sentences, typography and lemmata: laws that hold for any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from critical_edition.model.established import Span
from critical_edition.model.lemma import (
    Lemma,
    LemmaAmbiguousError,
    LemmaError,
    LemmaNotFoundError,
    find,
    occurrences,
)
from critical_edition.model.sentences import count_words, split, words
from critical_edition.text.typography import educate, fold

from .invented import Invented

PROSE = st.text(
    st.sampled_from("abcdeABZ019 .,;:?!'\"“”‘’«»-–—…()[]&;#x\n\t\u00a0\u00ad\u200bﬁﬂée\u0301"),
    max_size=60,
)


@given(PROSE)
@example("... . . . . .")
@example("….")
@example("a -- b - c – d")
@example("1--2-3 – 4")
@example("&amp;amp;")
@example("&amp;lt;")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text)
    if "&" not in once:  # An entity of an entity is text that was escaped twice.
        assert fold(once) == once


@given(PROSE)
def test_the_quotation_marks_of_print_fold_away(text: str) -> None:
    folded = fold(text)
    if "&" in folded:
        return
    educated = educate(folded)
    assert len(educated) == len(folded)
    assert fold(educated) == folded
    assert not set(educated) & set("\"'")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("1927-28", "1927–28"),
        ("1927--28", "1927–28"),
        ("pp. 96 – 98", "pp. 96–98"),
        ("the mill -- old", "the mill—old"),
        ("the mill---old", "the mill—old"),
        ("the mill - old", "the mill—old"),
        ("the mill – old", "the mill—old"),
        ("half-built", "half-built"),
        ("well…", "well. . ."),
        ("well….", "well. . . ."),
        ("well....", "well. . . ."),
        ("well. . . .", "well. . . ."),
        ("“‘So,’ he”", "\"'So,' he\""),
        ("ﬁsh of\u00adﬁce", "fish office"),
        ("a\u00a0b\n c", "a b c"),
        ("Rus’", "Rus'"),
        ("&ldquo;x&rdquo; &#8212; y", '"x"—y'),
    ],
)
def test_folding(typed: str, plain: str) -> None:
    assert fold(typed) == plain


@pytest.mark.parametrize(
    ("plain", "printed"),
    [
        ("\"So 'he' said\"", "“So ‘he’ said”"),
        ("\"'So,' he\"", "“‘So,’ he”"),
        ('he said—"no"—and', "he said—“no”—and"),
        ('("no")', "(“no”)"),
        ("Rus' and millers'", "Rus’ and millers’"),
        ("don't", "don’t"),
    ],
)
def test_quotation_marks_of_print(plain: str, printed: str) -> None:
    assert educate(plain) == printed


@given(PROSE)
def test_sentences_part_a_text(text: str) -> None:
    text = fold(text)
    spans = split(text)
    at = 0
    for span in spans:
        assert span.start < span.end
        assert text[at : span.start].strip() == ""
        at = span.end
    assert text[at:].strip() == ""
    assert sum(count_words(text[s.start : s.end]) for s in spans) == count_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Zimin wrote.| He left.",
        "W. P. and Z. Coates left.| The mill stood.",
        "“Was it so?”| “No!”| He left.",
        "See vol. 3, pp. 4–5.| Then no. 7.",
        "It ended . . . in May.| The rest",
        "It ended. . . .| The rest",
        "In 1923.| 12 men came.",
        "the U.S. Government left.| Gone.",
    ],
)
def test_sentence_ends(text: str) -> None:
    plain = text.replace("|", "")
    assert [plain[s.start : s.end] for s in split(plain)] == [p.strip() for p in text.split("|")]


def test_words_are_letters_and_digits_without_case() -> None:
    assert [w.form for w in words("The “Mill’s” half-built, 1927–28: ŽITNÝ_x")] == [
        *("the", "mill", "s", "half", "built", "1927", "28", "žitný", "x")
    ]


TEXT = "The war scare grew. A war scare, “the ‘last’ one,” was no War scare—or was it?"


@pytest.mark.parametrize(
    ("lemma", "found"),
    [
        ("grew", "grew"),
        ("war scare [1]", "war scare"),
        ("war scare [2]", "war scare"),
        ("\"the 'last' one\"", ""),
        ("\"the 'last' one,\"", "“the ‘last’ one,”"),
        ("no War … it?", "no War scare—or was it?"),
        ("scare-or", "scare—or"),
    ],
)
def test_lemmata_are_found(lemma: str, found: str) -> None:
    if not found:
        with pytest.raises(LemmaNotFoundError):
            find(TEXT, Lemma.parse(lemma))
        return
    span = find(TEXT, Lemma.parse(lemma))
    assert TEXT[span.start : span.end] == found


def test_the_second_occurrence_is_the_second() -> None:
    assert find(TEXT, Lemma.parse("war scare [2]")).start == TEXT.index("war scare,")


def test_lemmata_that_fail_say_why() -> None:
    with pytest.raises(LemmaAmbiguousError, match=r"occurs 2 times; say which with \[1\] to \[2\]"):
        find(TEXT, Lemma.parse("war scare"))
    with pytest.raises(LemmaNotFoundError, match="does not occur"):
        find(TEXT, Lemma.parse("ar scare"))
    with pytest.raises(LemmaNotFoundError, match="only 2 times"):
        find(TEXT, Lemma.parse("war scare [3]"))
    with pytest.raises(LemmaError, match="empty"):
        Lemma.parse(" [2]")


@given(st.data())
def test_any_words_of_a_text_find_themselves(
    invented_places: list[str], data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from(invented_places))
    tokens = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    first = data.draw(st.integers(0, len(tokens) - 1))
    last = data.draw(st.integers(first, min(first + 7, len(tokens) - 1)))
    span = Span(tokens[first][0], tokens[last][1])
    lemma = Lemma(text[span.start : span.end])
    spans = occurrences(text, lemma)
    assert span in spans
    number = spans.index(span) + 1
    assert find(text, Lemma.parse(f"{lemma} [{number}]")) == span
    assert Lemma.parse(str(Lemma(lemma.words, "", number))) == Lemma(lemma.words, "", number)


@pytest.fixture(scope="module")
def invented_places(invented: Invented) -> list[str]:
    return [rich.text for rich in invented.places.values()]
