"""Parallels whose end is a note, the order of arguments, and how an argument is drawn."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import lxml.html
import pytest
from tests.commentary.test_commentary import ARGUMENT, COMMENTS, snapshot, texts

from critical_edition.model.anchor import Anchor
from critical_edition.model.collection import DESCENT, Commentary
from critical_edition.model.commentary import Argument, Parallel
from critical_edition.model.established import EstablishedText
from critical_edition.model.places import PassageId
from critical_edition.model.profile import RELATIONS, Relation
from critical_edition.sources.people import People
from critical_edition.weaving import argument_map
from critical_edition.weaving.views import Drawn
from critical_edition.weaving.weaver import Weaver

if TYPE_CHECKING:
    from tests.conftest import Built, Edition

RELATION = {relation.id: relation for relation in RELATIONS}

OF_A_NOTE = """
:::{parallel} silt-in-a-note
:argument: silt
:from: n2
:to: 1.2
:relation: qualifies
:by: editors

The note takes back what its passage says.
:::
"""

EARLIER = """\
# Sand

:::{argument} zand
:title: The sand

Sand comes before silt.
:::

:::{parallel} sand-again
:argument: zand
:from: 1.2
:to: 2.2
:relation: contrasts
:by: editors

Sand stands against sand.
:::
"""


@pytest.fixture
def noted(invented: Edition) -> Edition:
    """An edition with two arguments, the later of the alphabet first in the contents."""
    (invented.source / "commentary").mkdir()
    invented.write("commentary/1.md", COMMENTS)
    invented.write("silt.md", ARGUMENT + OF_A_NOTE)
    invented.write("aand.md", EARLIER)
    names = ("parallels", "argument-map")
    for name in names:
        invented.write(f"all-{name}.md", f"# All\n\n```{{{name}}}\n```\n")
    pages = "\n".join(f"all-{name}" for name in names)
    invented.edit("index.md", "emendations\n", f"emendations\nsilt\naand\n{pages}\n")
    return invented


def rows(built: Built) -> dict[str, str]:
    table = built.page("all-parallels.html").xpath(
        '//table[contains(@class, "concordance")]//tbody/tr'
    )
    found = [texts(row.xpath("td")) for row in table]
    return {passage: others for passage, _, others in found}


def told(built: Built) -> lxml.html.HtmlElement:
    [section] = built.page("silt.html").xpath('//*[@id="parallel-silt-in-a-note"]')
    return section


def sides(built: Built) -> list[str]:
    return texts(told(built).xpath('.//div[contains(@class, "synopsis-side")]'))


def test_a_note_is_named_with_its_passage_at_each_end(noted: Edition) -> None:
    built = noted.look()
    assert built.warnings == []
    # The passage has both ends: the note qualifies it.
    assert rows(built)["1.2"] == "1.2 n2 qualifies 1.2; qualified by 1.2 n2; contrasts with 2.2"
    line = texts(built.page("essay/1-the-harbour.html").xpath('//*[@id="p1.2"]//li'))
    assert "∥ qualified by 1.2 n2 · The silt · why" in line
    [head] = texts(told(built).xpath("h3"))
    assert head.removesuffix("¶") == "1.2 qualified by 1.2 n2"
    heads = texts(told(built).xpath('.//*[@class="synopsis-head"]'))
    assert heads == ["1.2", "1.2 n2"]


@pytest.mark.parametrize("full", [False, True])
def test_a_note_s_end_shows_what_there_is_of_the_note(noted: Edition, full: bool) -> None:
    if full:
        noted.establish()
    passage, note = sides(noted.look())
    assert note.startswith("1.2 n2 ")
    assert "engineers" not in note
    assert ("The minutes of the meeting are lost." in note) is not full
    assert re.search(r"Comments: [a-z] on the whole \(text\)$", note)
    assert "engineers" in passage.lower()


def test_an_argument_s_page_follows_what_is_said_of_a_note(noted: Edition) -> None:
    noted.build()
    noted.edit("essay/1-the-harbour.md", "minutes of the meeting", "papers of the meeting")
    again = noted.build()
    assert "The papers of the meeting are lost." in sides(again)[1]
    assert snapshot(again.out) == snapshot(noted.build(to="second").out)


def test_the_reason_stands_before_the_passages(noted: Edition) -> None:
    words = told(noted.look()).text_content()
    assert 0 < words.index("The note takes back") < words.index("The minutes")


def test_arguments_stand_everywhere_in_the_order_of_the_contents(noted: Edition) -> None:
    def order(built: Built) -> list[list[str]]:
        page = built.page("all-argument-map.html")
        drawn = page.xpath("//@data-argument")
        listed = page.xpath('//section[@id="map-passages"]//li/p/a[1]')
        chosen = page.xpath("//select/option[@value!='']")
        return [
            [{"silt": "The silt", "zand": "The sand"}[name] for name in drawn],
            texts(listed),
            texts(chosen),
        ]

    assert order(noted.build()) == [["The silt", "The sand"]] * 3
    noted.edit("index.md", "silt\naand\n", "aand\nsilt\n")
    again = noted.build()
    assert order(again) == [["The sand", "The silt"]] * 3
    assert snapshot(again.out) == snapshot(noted.build(to="second").out)


# -- long arguments, and drawings ---------------------------------------------------------------


def commentary(pairs: list[tuple[int, int, Relation]]) -> Commentary:
    argument = Argument("line", "The line")
    parallels = {
        f"p{index}": Parallel(
            f"p{index}",
            "line",
            Anchor(PassageId(1, one), PassageId(1, one)),
            Anchor(PassageId(1, other), PassageId(1, other)),
            relation,
            "editors",
        )
        for index, (one, other, relation) in enumerate(pairs)
    }
    return Commentary({}, {"line": argument}, parallels)


def drawn(found: Commentary) -> Drawn:
    return Weaver(found, {}, {}, EstablishedText(), People({}), {}).drawn("line")


def test_a_passage_of_a_long_argument_names_those_around_it() -> None:
    found = commentary([(n, n + 1, RELATION["develops"]) for n in range(1, 300)])
    shown = [found.nearby(PassageId(1, n), "line", DESCENT) for n in (1, 2, 150, 300)]
    numbers = [[p.paragraph for p in way] for way, _, _ in shown]
    half = DESCENT // 2
    assert numbers[:2] == [list(range(1, DESCENT + 1))] * 2
    assert numbers[2] == list(range(150 - half, 151 + half))
    assert numbers[3] == list(range(301 - DESCENT, 301))
    assert [(before, after) for _, before, after in shown] == [
        (False, True),
        (False, True),
        (True, True),
        (True, False),
    ]
    whole, before, after = commentary([(1, 2, RELATION["develops"])]).nearby(
        PassageId(1, 2), "line", DESCENT
    )
    assert ([p.paragraph for p in whole], before, after) == ([1, 2], False, False)


CLOSE = [
    (n, n + step, RELATIONS[(n + step) % len(RELATIONS)]) for n in range(40, 48) for step in (1, 2)
]


@pytest.mark.parametrize("width", [470.0, 720.0])
@pytest.mark.parametrize("pairs", [CLOSE, [(n, n + 1, RELATION["restates"]) for n in range(1, 79)]])
def test_nothing_is_drawn_through_words_or_numbers(
    pairs: list[tuple[int, int, Relation]], width: float
) -> None:
    found = commentary(pairs)
    essay = [PassageId(section, n) for section in (1, 2) for n in range(1, 81)]
    svg = argument_map.draw_strip(drawn(found), essay, lambda _: "", width)
    root = lxml.html.fromstring(svg)
    numbers: list[tuple[float, ...]] = []
    words: list[tuple[float, ...]] = []
    for text in root.iter("text"):
        if text.get("font-weight"):
            continue
        size = float(text.attrib["font-size"])
        said = text.text or ""
        wide = len(said) * size * 0.5
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[
            str(text.attrib["text-anchor"])
        ]
        box = (left, left + wide, y - size * 0.7, y)
        (numbers if said[0].isdigit() else words).append(box)
    assert len(numbers) >= min(10, len(found.steps("line")))
    assert all(one[1] < other[0] for one, other in pairwise(sorted(numbers)))
    for line in root.iter("line"):
        x1, x2, y1, y2 = (float(line.attrib[name]) for name in ("x1", "x2", "y1", "y2"))
        for left, right, top, bottom in (*numbers, *words):
            across = (min(x1, x2) < right and left < max(x1, x2)) or left < x1 == x2 < right
            down = (min(y1, y2) < bottom and top < max(y1, y2)) or top < y1 == y2 < bottom
            assert not (across and down), (line.attrib, (left, right, top, bottom))


def test_an_arrow_is_not_cut_off_from_its_bar() -> None:
    for far in range(2, 80):
        found = commentary([(1, far, RELATION["anticipates"])])
        essay = [PassageId(1, n) for n in range(1, 81)]
        on = argument_map.axis(essay, 2, 468)
        [bar] = argument_map.strip(drawn(found), on).bars
        if bar.anchor == "middle":
            left = bar.label - len("anticipates") * 10 * 0.56 / 2
            assert left - bar.start > 12
