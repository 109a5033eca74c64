"""Which words of a sentence lead to an entry of the registers."""

from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes

from critical_edition.model.records import Reference
from critical_edition.outputs.html.entries import _mentions


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("The pilots of Mole stayed.", ["Mole"]),
        ("The Mole-Haven treaty", []),
        ("A Haven-Mole treaty, and a Haven–Mole one", []),
        ("The Mole-Haven treaty was signed at Mole.", ["Mole"]),
        ("Mole—so it was called", ["Mole"]),
    ],
)
def test_half_of_a_word_leads_nowhere(words: str, found: list[str]) -> None:
    entry: Any = SimpleNamespace(forms=("Mole",), not_in=())
    wanted = {Reference("place", "mole"): entry}
    spans = _mentions(nodes.Text(words), wanted, whole=False)
    assert [words[start:end] for start, end, _ in spans] == found
