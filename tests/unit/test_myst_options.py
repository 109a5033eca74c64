"""Options that are read without MyST's parser are read as it reads them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from critical_edition.sources import myst

VALUES = st.text(alphabet="a1 -:#'\"|>&*!%@`“”…é\t[]{},?\\.\x85\u2028\x0c", max_size=14)
OPTIONS = st.tuples(
    st.sampled_from(["on", "kind", "a"]), st.sampled_from([": ", ":", ":  "]), VALUES
)


def test_most_are_simple() -> None:
    assert myst._simple('on: 1.1 "the harbour"\nby: editors', 3, 1) == {
        "on": myst.Option('1.1 "the harbour"', 3, 6),
        "by": myst.Option("editors", 4, 6),
    }
    assert myst._simple("on: a # b", 3, 1) is None


@settings(max_examples=300, deadline=None)
@given(st.lists(OPTIONS, max_size=3))
def test_they_are_read_alike(rows: list[tuple[str, str, str]]) -> None:
    content = "".join(f":{name}{space}{value}\n" for name, space, value in rows) + "\nWords.\n"
    found = myst._options(content, 3)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(myst, "_simple", lambda *_: None)
        assert myst._options(content, 3) == found
