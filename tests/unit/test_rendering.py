"""Rich text as nodes: nothing lost, everything at its place, whatever nests in whatever."""

from __future__ import annotations

from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st

from critical_edition.domain.nodes import page_break
from critical_edition.domain.rendering import Layer, render
from critical_edition.model.established import Marker, PageBreak, RichText, Span


def mark(point: Marker) -> nodes.Node:
    return nodes.inline("", "", note=point.note)


def begin_page(point: PageBreak) -> page_break:
    return page_break("", page=point.page)


def wrap(name: str, index: int, last: bool) -> tuple[nodes.Element, nodes.Element]:
    node = nodes.inline(classes=[name], index=index, last=last)
    return node, node


def emphasise(_index: int, _last: bool) -> tuple[nodes.Element, nodes.Element]:
    node = nodes.emphasis()
    return node, node


def markup(children: list[nodes.Node]) -> str:
    """Return nodes in a short form: <e>…</e>, [n1] for markers, |564| for pages."""
    out = []
    for child in children:
        match child:
            case nodes.Text():
                out.append(child.astext())
            case page_break() if child.children:
                word, at = child.astext(), child["at"]
                out.append(f"{word[:at]}|{child['page']}|{word[at:]}")
            case page_break():
                out.append(f"|{child['page']}|")
            case nodes.Element() if "note" in child:
                out.append(f"[{child['note']}]")
            case nodes.Element():
                out.append(f"<e>{markup(child.children)}</e>")
    return "".join(out)


def shown(content: RichText, *layers: Layer) -> str:
    return markup(render(content, layers, mark, begin_page))


def test_points_at_the_edge_of_emphasis_stand_outside_it() -> None:
    content = RichText("one two three", (Marker(4, 1), Marker(7, 2)), emphasis=(Span(4, 7),))
    assert shown(content, Layer(content.emphasis, emphasise)) == "one [1]<e>two</e>[2] three"


def test_points_at_both_ends_of_the_text() -> None:
    content = RichText("one", (Marker(0, 1), Marker(3, 2)))
    assert shown(content) == "[1]one[2]"
    assert shown(RichText("", (Marker(0, 1),))) == "[1]"


def test_a_page_within_a_word_takes_the_word() -> None:
    content = RichText(
        "a break\u00adwater, she", page_breaks=(PageBreak(7, 564), PageBreak(15, 565))
    )
    found = render(content, (), mark, begin_page)
    assert [n.astext() for n in found] == ["a ", "break\u00adwater,", " ", "", "she"]
    inside, between = (n for n in found if isinstance(n, page_break))
    assert (inside["at"], between["space"]) == (5, "after")


def test_a_page_between_words_says_where_the_space_is() -> None:
    content = RichText("one two", page_breaks=(PageBreak(3, 564),))
    (point,) = (n for n in render(content, (), mark, begin_page) if isinstance(n, page_break))
    assert point["space"] == "before"


def test_two_points_at_one_place_part_the_word() -> None:
    content = RichText("word", (Marker(2, 1),), (PageBreak(2, 564),))
    assert shown(content) == "wo[1]|564|rd"


def test_a_span_that_crosses_an_outer_one_is_cut() -> None:
    content = RichText("abcdef")
    outer = Layer([Span(1, 4)], lambda i, last: wrap("outer", i, last))
    inner = Layer([Span(3, 6)], lambda i, last: wrap("inner", i, last))
    found = render(content, (outer, inner), mark, begin_page)
    assert markup(found) == "a<e>bc<e>d</e></e><e>ef</e>"
    parts = [n for r in found for n in r.findall(nodes.inline) if n["classes"] == ["inner"]]
    assert [part["last"] for part in parts] == [False, True]


@st.composite
def spans(draw: st.DrawFn, size: int) -> list[Span]:
    """Spans in order and apart."""
    edges = sorted(draw(st.sets(st.integers(0, size), max_size=8)))
    return [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]


@given(st.data())
def test_nothing_is_lost_and_every_point_is_where_it_was(data: st.DataObject) -> None:
    text = data.draw(st.text("ab .,\u2014", max_size=30))
    offsets = st.integers(0, len(text))
    markers = sorted(Marker(at, i) for i, at in enumerate(data.draw(st.lists(offsets, max_size=4))))
    at = data.draw(st.lists(offsets, max_size=4))
    pages = sorted(PageBreak(offset, 600 + i) for i, offset in enumerate(at))
    layers = [
        Layer(data.draw(spans(len(text))), emphasise),
        Layer(data.draw(spans(len(text))), emphasise),
    ]
    content = RichText(text, tuple(markers), tuple(pages))
    found = render(content, layers, mark, begin_page)
    assert "".join(node.astext() for node in found) == text
    places: dict[str, int] = {}
    offset = 0
    for root in found:
        for node in root.findall():
            if isinstance(node, page_break):
                places[f"page {node['page']}"] = offset + node.get("at", 0)
            elif isinstance(node, nodes.Element) and "note" in node:
                places[f"note {node['note']}"] = offset
            elif isinstance(node, nodes.Text):
                offset += len(node.astext())
    expected = {f"page {p.page}": p.at for p in pages} | {f"note {m.note}": m.at for m in markers}
    assert places == expected
