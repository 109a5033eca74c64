"""Citations and the bibliography on the pages of an invented edition."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from critical_edition.citation.chicago import Form
from critical_edition.domain.citations import Manner

if TYPE_CHECKING:
    import lxml.html
    from tests.conftest import Edition


def text(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def note(edition: Edition, number: int, page: str = "1-the-harbour") -> str:
    (found,) = edition.build().page(f"essay/{page}.html").xpath(f"//*[@id='n{number}']")
    return text(found)


def test_first_ibid_and_again(invented: Edition) -> None:
    assert note(invented, 1).startswith(
        "1 Ada Kestrel, Tides (Westhaven, 1931), pp. 12–15; see also B. Marlow, “Silt,” "
        "Harbours, 1948."
    )
    assert note(invented, 2).startswith("2 Ibid. [Marlow, “Silt”], p. 3.")
    assert note(invented, 3).startswith("3 Kestrel, Tides, p. 99.")


def test_a_later_note_is_written_anew_when_the_first_changes(invented: Edition) -> None:
    invented.edit(
        "essay/1-the-harbour.md", "{cite:p}`{see also}marlow1948`", "{cite:p}`kestrel1931`"
    )
    invented.edit("essay/1-the-harbour.md", ":ibid: marlow1948\n\n", "")
    invented.edit("essay/1-the-harbour.md", "{cite:p}`marlow1948{p. 3}`", "{cite:p}`kestrel1931`")
    before = note(invented, 4, "2-the-dredgers")
    assert "B. Marlow, “Silt,” Harbours, 1948, p. 40" in before
    invented.edit("essay/1-the-harbour.md", "{cite:p}`kestrel1931`.", "{cite:p}`marlow1948`.")
    assert "Marlow, “Silt,” p. 40" in note(invented, 4, "2-the-dredgers")
    assert "B. Marlow" not in note(invented, 4, "2-the-dredgers")


def test_the_bibliography(invented: Edition) -> None:
    built = invented.look()
    assert built.warnings == []
    page = built.page("bibliography.html")
    kestrel, marlow = page.xpath("//ul[@class='citation-list']/li")
    assert text(kestrel.xpath("p[@class='bibliography-entry']")[0]) == (
        "Kestrel, Ada. Tides. Westhaven, 1931."
    )
    assert text(marlow.xpath("p[@class='bibliography-entry']")[0]) == (
        "Marlow, B. “Silt.” Harbours, 1948."
    )
    assert [a.get("href") for a in kestrel.xpath("p[@class='cited-in']/a")] == [
        "essay/1-the-harbour.html#n1",
        "essay/1-the-harbour.html#n3",
    ]
    assert kestrel.xpath("p/em/text()") == ["Tides"]
    assert not page.xpath("//*[@role='doc-biblioentry']")


def test_a_record_can_be_taken_away(invented: Edition) -> None:
    built = invented.look()
    page = built.page("bibliography.html")
    (copies,) = page.xpath("//li[@id='work-marlow1948']/details")
    assert text(copies.xpath("summary")[0]) == "Copy citation of Silt"
    (script,) = page.xpath("//*[@class='works-records']/@data-records")
    content = (built.out / script.partition("?")[0]).read_text("utf-8")
    records = json.loads(content.removeprefix("window.editionWorks = ").removesuffix(";\n"))
    chicago, bibtex, csl = records["marlow1948"]
    assert chicago == "Marlow, B. “Silt.” <em>Harbours</em>, 1948."
    assert bibtex.startswith("@article{marlow1948,\n")
    assert '"container-title": "Harbours"' in csl


@pytest.mark.parametrize(
    "manner",
    [Manner(), Manner(Form.IBID, begins=True), Manner(Form.FULL, declares=True, mark=",")],
)
def test_a_manner_is_written_as_a_role(manner: Manner) -> None:
    assert Manner.of(manner.role) == manner


def test_roles_of_authors_are_short_forms() -> None:
    assert Manner.of("p") == Manner.of("ts") == Manner(Form.SHORT)
