"""The inline syntax is read as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from critical_edition.model.established import CitationSpan, Marker, PageBreak, RichText, Span
from critical_edition.text.richtext import RichTextError, normalise, parse, serialise

from .invented import Invented


@st.composite
def rich_texts(draw: st.DrawFn) -> RichText:
    text = draw(st.text(st.sampled_from("ab \\*[]{}`<>%()^n3:—“”é"), max_size=40))
    offset = st.integers(0, len(text))

    def spans() -> list[tuple[int, int]]:
        cuts = sorted(draw(st.lists(offset, max_size=6, unique=True)))
        return list(zip(cuts[::2], cuts[1::2], strict=False))

    numbers = st.integers(1, 99)
    return RichText(
        text,
        tuple(Marker(at, draw(numbers)) for at in draw(st.lists(offset, max_size=3))),
        tuple(PageBreak(at, draw(numbers)) for at in draw(st.lists(offset, max_size=3))),
        tuple(Span(*s) for s in spans()),
        tuple(CitationSpan(*s, draw(st.sampled_from(["a1", "b-2", "x:y"]))) for s in spans()),
    )


@given(rich_texts())
def test_what_is_written_is_read(rich: RichText) -> None:
    source = serialise(rich)
    assert "\n" not in source
    assert parse(source) == normalise(rich)


@given(st.text(st.sampled_from("ab \\*[]{}`()^n3:cite"), max_size=25))
def test_any_source_is_read_or_refused_with_its_place(source: str) -> None:
    try:
        rich = parse(source)
    except RichTextError as error:
        assert 0 <= error.at <= len(source)
        return
    assert parse(serialise(rich)) == rich


def test_the_invented_essay_survives(invented: Invented) -> None:
    for rich in invented.places.values():
        assert parse(serialise(rich)) == normalise(rich)


def test_the_syntax_is_as_documented() -> None:
    rich = parse(
        "*Vesti* said so.[^n3] The {page}`564`mill; see [Quist, p. 4](cite:quist1911). 3\\*4"
    )
    assert rich == RichText(
        "Vesti said so. The mill; see Quist, p. 4. 3*4",
        (Marker(14, 3),),
        (PageBreak(19, 564),),
        (Span(0, 5),),
        (CitationSpan(29, 40, "quist1911"),),
    )


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("a *b", "an emphasis begins that does not end"),
        ("a [b", "a citation begins that does not end"),
        ("b](cite:x)", "ends that did not begin"),
        ("[a [b](cite:x)](cite:y)", "inside another"),
        ("a } b", "must be written"),
        ("a [^n0] b", "must be written"),
    ],
)
def test_broken_sources_are_refused(source: str, message: str) -> None:
    with pytest.raises(RichTextError, match=message):
        parse(source)


def test_overlapping_citations_and_offsets_outside_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        serialise(RichText("abcdef", citations=(CitationSpan(0, 4, "x"), CitationSpan(2, 6, "y"))))
    with pytest.raises(ValueError, match="outside"):
        serialise(RichText("abc", markers=(Marker(4, 1),)))
