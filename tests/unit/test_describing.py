"""A page's description: whole sentences where they fit, citations left out."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.utils import new_document

from critical_edition.outputs.html.describing import LENGTH, description, shortened


@pytest.mark.parametrize(
    ("text", "length", "kept"),
    [
        ("Short  and\nplain.", 40, "Short and plain."),
        ("The harbour closed. Nobody came back to it.", 30, "The harbour closed."),
        (
            "Vol. 2 of the harbour’s books was lost, with the rest of them",
            30,
            "Vol. 2 of the harbour’s …",
        ),
        ("The harbour, the mole, the lamp and the rest", 20, "The harbour, the …"),
    ],
)
def test_what_is_too_long_ends_with_a_sentence_or_a_word(text: str, length: int, kept: str) -> None:
    assert shortened(text, length) == kept
    assert len(shortened(text * 9)) <= LENGTH


def test_of_a_page_the_first_paragraph_is_said_without_its_citations() -> None:
    document = new_document("page")
    cited = nodes.reference("", "Kestrel, Tides", refuri="../books.html#work-kestrel1931")
    named = nodes.reference("", "Marlow’s Silt", refuri="../books.html#work-marlow1948")
    paragraph = nodes.paragraph()
    for part in ("it closed (in 1931) for good (", cited, "); see ", named, "."):
        paragraph += nodes.Text(part) if isinstance(part, str) else part
    document += paragraph
    assert description(document) == "It closed (in 1931) for good; see Marlow’s Silt."


def test_a_page_without_words_has_none() -> None:
    assert description(new_document("page")) == ""
