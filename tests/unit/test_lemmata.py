"""Lemmata set apart in a paragraph: whole words, no text lost, overlaps and links, the signs."""

from __future__ import annotations

from itertools import pairwise

from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from sphinx import addnodes

from critical_edition.domain.nodes import (
    lemma_sign,
    lemma_span,
    note_marker,
    page_break,
    passage_number,
    passage_text,
)
from critical_edition.model.established import Span
from critical_edition.model.lemma import Lemma
from critical_edition.outputs.doctree import marking
from critical_edition.weaving import lemmata
from critical_edition.weaving.lemmata import COMMENT, PARALLEL, Hanging


def _paragraph() -> passage_text:
    """Return “The *grain ships* lay at anchor⁵ off the outer mole.” with a link and a page break."""
    text = passage_text("", "", passage_number("", "2.6 "), nodes.Text("The "))
    text += nodes.emphasis("", "grain ships")
    text += nodes.Text(" lay at ")
    link = addnodes.pending_xref("", nodes.inline("", "anchor off"))
    text += [link, note_marker("", "5"), nodes.Text(" the "), page_break("", "outer", page=9, at=2)]
    text += nodes.Text(" mole.")
    return text


def _hang(words: str, ref: str, kind: str = COMMENT) -> Hanging:
    return Hanging(ref, f"{ref}-ref", kind, Lemma.parse(words) if words else None)


def _mark(text: passage_text, *hanging: Hanging) -> list[Hanging]:
    placed = lemmata.place(hanging, marking.text_of(text))
    marking.mark(text, placed, [h.ref[-1] if h.kind == COMMENT else "∥" for h in placed])
    return list(placed)


def _parts(text: passage_text) -> list[tuple[str, tuple[str, ...]]]:
    return [(n.astext(), tuple(n["refs"])) for n in text.findall(lemma_span)]


def test_the_text_stays_as_it_was() -> None:
    text = _paragraph()
    before = marking.text_of(text)
    assert before == "The grain ships lay at anchor off the outer mole."
    _mark(text, _hang("grain ships lay", "x-a"), _hang("ships lay at anchor", "x-b"))
    assert marking.text_of(text) == before


def test_lemmata_that_overlap_are_parted_at_every_edge() -> None:
    text = _paragraph()
    _mark(text, _hang("grain ships lay", "x-a"), _hang("ships lay at anchor", "x-b"))
    assert _parts(text) == [
        ("grain ", ("x-a",)),
        ("ships", ("x-a", "x-b")),
        (" lay", ("x-a", "x-b")),
        (" at ", ("x-b",)),
        ("anchor", ("x-b",)),
    ]
    assert not any(list(span.findall(lemma_span))[1:] for span in text.findall(lemma_span))


def test_a_sign_stands_after_the_last_word_and_outside_links_and_emphasis() -> None:
    text = _paragraph()
    _mark(text, _hang("The grain ships", "x-a"), _hang("lay at anchor", "x-b"))
    children = [type(child).__name__ for child in text.children]
    assert children == [
        "passage_number",
        "lemma_span",
        "emphasis",
        "lemma_sign",
        "Text",
        "lemma_span",
        "pending_xref",
        "lemma_sign",
        "note_marker",
        "Text",
        "page_break",
        "Text",
    ]
    first, second = text.findall(lemma_sign)
    assert (first["sign"], first["ref"], first["ids"]) == ("a", "x-a", ["x-a-ref"])
    [link] = second.findall(nodes.reference)
    assert link["refid"] == "x-b"


def test_a_word_that_a_page_divides_is_wrapped_whole() -> None:
    text = _paragraph()
    _mark(text, _hang("outer mole", "x-a"))
    assert _parts(text) == [("outer", ("x-a",)), (" mole", ("x-a",))]
    [divided] = text.findall(page_break)
    assert (divided.astext(), divided["at"]) == ("outer", 2)


def test_parallels_at_one_point_share_a_sign_behind_the_letters() -> None:
    text = _paragraph()
    _mark(
        text,
        _hang("grain ships", "x-p", PARALLEL),
        _hang("ships", "x-q", PARALLEL),
        _hang("grain ships", "x-a"),
    )
    signs = list(text.findall(lemma_sign))
    assert [s["sign"] for s in signs] == ["a", "∥"]
    assert sorted(signs[1]["refs"]) == ["x-p", "x-q"]
    assert sorted(signs[1]["ids"]) == ["x-p-ref", "x-q-ref"]


def test_what_hangs_on_the_whole_place_has_its_sign_after_the_number() -> None:
    text = _paragraph()
    placed = _mark(
        text,
        _hang("mole", "x-b"),
        _hang("", "x-a"),
        _hang("", "x-p", PARALLEL),
        _hang("pier", "x-c"),
    )
    assert [h.ref for h in placed] == ["x-a", "x-p", "x-c", "x-b"]
    assert [s["ref"] for s in text.findall(lemma_sign)] == ["x-a", "x-c", "x-b"]
    assert isinstance(text[1], lemma_sign)


def test_letters() -> None:
    assert [lemmata.letter(n) for n in (0, 1, 25, 26, 51, 52)] == ["a", "b", "z", "aa", "az", "ba"]


_WORDS = st.lists(
    st.sampled_from(["tide", "mole", "the", "ships", "of grain", "Korrin"]), min_size=1, max_size=12
)


@given(words=_WORDS, cuts=st.lists(st.integers(0, 60), max_size=4), data=st.data())
def test_any_lemmata_leave_the_text_and_cover_their_words(
    words: list[str], cuts: list[int], data: st.DataObject
) -> None:
    """However the text is nested and however lemmata overlap, each covers its own words."""
    text = " ".join(words)
    edges = sorted({0, len(text), *(c for c in cuts if c < len(text))})
    paragraph = passage_text("", "", passage_number("", "1.1 "))
    for number, (start, end) in enumerate(pairwise(edges)):
        piece = nodes.Text(text[start:end])
        paragraph += nodes.emphasis("", "", piece) if number % 2 else piece
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 12)).map(
        lambda s: Span(s[0], min(s[0] + s[1], len(text)))
    )
    chosen = data.draw(st.lists(spans, max_size=4))
    hanging = [Hanging(f"r{n}", f"r{n}-ref", COMMENT, None, span) for n, span in enumerate(chosen)]
    marking.mark(paragraph, hanging, [lemmata.letter(n) for n in range(len(hanging))])
    assert marking.text_of(paragraph) == text
    for item in hanging:
        assert item.span is not None
        covered = "".join(
            n.astext() for n in paragraph.findall(lemma_span) if item.ref in n["refs"]
        )
        assert covered == text[item.span.start : item.span.end]
    assert sum(1 for _ in paragraph.findall(lemma_sign)) == len(hanging)


def test_a_sign_follows_what_ends_a_word_though_its_lemma_ends_before() -> None:
    text = passage_text("", "", passage_number("", "2.6 "), nodes.Text("the gatherer of Rus’ and "))
    text += nodes.Text("Peter’s fleet")
    _mark(text, _hang("gatherer of Rus", "a"), _hang("Peter", "b"))
    assert "Rus’a and" in text.astext()
    assert "Peter’sb fleet" in text.astext()
