"""How the domain of citations resolves a role: in its order, every place of a work, at little cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pybtex.plugin  # type: ignore[import-untyped]

if TYPE_CHECKING:
    import pytest
    from tests.conftest import Edition


def test_works_stand_in_the_order_of_the_role_and_each_as_often_as_it_is_cited(
    invented: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    searches = 0
    search = pybtex.plugin.find_plugin

    def counted(*args: object, **kwargs: object) -> object:
        nonlocal searches
        searches += 1
        return search(*args, **kwargs)

    monkeypatch.setattr(pybtex.plugin, "find_plugin", counted)
    cited = "{cite:p}`marlow1948{p. 3},{see}kestrel1931{p. 9},kestrel1931{pp. 12–15}`"
    invented.write("more.md", "# More\n\n" + "\n\n".join([cited] * 20) + "\n")
    invented.edit("index.md", "bibliography", "bibliography\nmore")
    built = invented.build()
    assert built.warnings == []
    spans = built.page("more.html").xpath("//span[@class='bibtex-citation']")
    assert {span.text_content() for span in spans} == {
        "Marlow, “Silt,” p. 3; see Kestrel, Tides, p. 9; Kestrel, Tides, pp. 12–15"
    }
    assert [a.get("href") for a in spans[0].xpath("a")] == [
        "bibliography.html#work-marlow1948",
        "bibliography.html#work-kestrel1931",
        "bibliography.html#work-kestrel1931",
    ]
    # One style for the bibliography, and none for any of the sixty citations.
    assert searches < 10


def test_an_unknown_work_is_said_once_and_the_others_stand(invented: Edition) -> None:
    invented.edit(
        "essay/1-the-harbour.md", "{cite:p}`kestrel1931{p. 99}`", "{cite:p}`kestrell,kestrel1931`"
    )
    built = invented.build()
    assert built.warnings == [
        'essay/1-the-harbour.md:30: WARNING: could not find bibtex key "kestrell" [bibtex.key_not_found]'
    ]
    (note,) = built.page("essay/1-the-harbour.html").xpath("//*[@id='n3']")
    assert "Kestrel, Tides" in note.text_content()
