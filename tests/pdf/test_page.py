"""The set page, measured in the PDF: what stands where, and that nothing is lost or overlaps."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from tests.benchmarks import scaled
from tests.conftest import Edition
from tests.pdf.conftest import MM, SetBook, open_book

from critical_edition.outputs.pdf import furniture
from critical_edition.outputs.pdf.geometry import geometry

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pdf.conftest import Place
    from tests.printed import Words


def letters(text: str) -> str:
    """Return the letters alone, so that hyphens and the ends of lines do not count."""
    return re.sub(r"[^a-z]", "", text.lower())


def comment_names(book: SetBook) -> list[str]:
    return [
        f"comment-c-{p.section}-{p.number}-{index}"
        for p in book.made
        for index in range(len(p.comments))
    ]


def baselines(words: list[Words], left: float, right: float, least: float) -> list[float]:
    """Return the baselines of the words between two edges that are at least of a size."""
    found: list[float] = []
    for y in sorted(w.y for w in words if left - 1 <= w.x <= right and w.size >= least):
        if not found or y - found[-1] > 1:
            found.append(y)
    return found


def text_lines(book: SetBook, number: int) -> list[float]:
    """Return the baselines of the text's lines on a page, without headings, heads and notes."""
    words = [w for w in book.words(number) if w.y > book.page.top * MM and w.size < 10.5]
    return baselines(words, *book.text(number), least=9.9)


def beside(place: Place, edges: tuple[float, float]) -> bool:
    return edges[0] - 3 <= place.x <= edges[1] + 1


def near(one: Place, other: Place) -> bool:
    return one.page == other.page and abs(one.x - other.x) < 3 and abs(one.y - other.y) < 14


def test_every_comment_is_printed_once(book: SetBook) -> None:
    # Without running heads, between the columns and pages that a comment may go over.
    pages = letters(
        "".join(
            words.text
            for number in range(1, len(book.reader.pages) + 1)
            for words in book.words(number)
            if words.y > book.page.top * MM
        )
    )
    said = [letters(c.words) for p in book.made for c in p.comments]
    assert len(said) > 50
    assert [pages.count(words) for words in said] == [1] * len(said)


def test_a_comment_is_beside_its_words_or_carried_with_signs_at_both_places(book: SetBook) -> None:
    places = book.places
    carried = 0
    for name in comment_names(book):
        sign, body = places[f"{name}-ref"], places[name]
        # A lemma may go over to the next page, where its sign then is.
        if body.page in (sign.page, sign.page - 1):
            assert beside(body, book.margin(body.page)), name
            continue
        carried += 1
        assert 0 < body.page - sign.page < 8, name
        pointed = [
            start
            for start, end in book.links(sign.page)
            if near(end, body) and beside(start, book.margin(sign.page))
        ]
        assert pointed, f"nothing in the margin of page {sign.page} leads to {name}"
        back = [end for _, end in book.links(body.page) if near(end, sign)]
        assert back, f"nothing on page {body.page} leads back to {name}"
    # As many as make the test mean something, and fewer than stand in the margins.
    assert 2 < carried < len(comment_names(book)) / 2


def test_nothing_in_the_margin_overlaps(book: SetBook) -> None:
    places = book.places
    pages = {places[name].page for name in comment_names(book)}
    top, bottom = book.page.top * MM, (book.page.height - book.page.bottom) * MM
    measured = 0
    for number in sorted({places[f"{name}-ref"].page for name in comment_names(book)} & pages):
        lines = baselines(book.words(number), *book.margin(number), least=7)
        lines = [y for y in lines if y > top - 1]
        assert all(y <= bottom + 1 for y in lines)
        apart = [b - a for a, b in pairwise(lines)]
        assert min(apart, default=99) > 7.5, f"page {number}"
        measured += len(lines)
    assert measured > 250


def test_comments_are_keyed_to_the_lines_of_their_words(book: SetBook) -> None:
    places = book.places
    keyed = 0
    for name in comment_names(book):
        sign, body = places[f"{name}-ref"], places[name]
        if sign.page != body.page:
            continue
        words = book.words(sign.page)
        lines = text_lines(book, sign.page)
        row = [w for w in words if 0 <= w.y - body.y < 8 and beside_words(w, book, sign.page)]
        shown = " ".join(w.text for w in sorted(row, key=lambda w: w.x))
        label = re.match(
            r"\s*(?:\d\.\d+\s+)?[a-z]{1,2}\s+(\d+)(?:–(?:p\.\s+(\d+),\s+)?(\d+))?", shown
        )
        assert label, (name, shown)
        last = label[3] or label[1]
        at = min(range(len(lines)), key=lambda i: abs(lines[i] - sign.y))
        assert int(last) == at + 1, (name, shown)
        keyed += 1
    assert keyed > 25


def test_the_margin_says_whose_its_notes_are(book: SetBook) -> None:
    places = book.places
    by_page: dict[int, set[str]] = {}
    for passage in book.made:
        own = f"{passage.section}.{passage.number}"
        by_page.setdefault(places[f"p{own}"].page, set()).add(own)
    said = re.compile(r"\s*(\d\.\d+)\s+(?:[a-z]|∥|Summary)")
    checked: set[str] = set()
    for name in comment_names(book):
        body, sign = places[name], places[f"{name}-ref"]
        own = ".".join(name.split("-")[2:4])
        if body.page != sign.page or not by_page.get(body.page, set()) - {own}:
            continue  # carried off, or alone on its page
        words = [w for w in book.words(body.page) if beside_words(w, book, body.page)]
        numbers = []
        for y in sorted({round(w.y, 1) for w in words if w.y < body.y + 8}):
            row = sorted((w for w in words if abs(w.y - y) < 0.2), key=lambda w: w.x)
            if found := said.match(" ".join(w.text for w in row)):
                numbers.append(found[1])
        assert numbers, name
        assert numbers[-1] == own, (name, numbers)
        checked.add(own)
    assert len(checked) > 5


def beside_words(words: Words, book: SetBook, number: int) -> bool:
    left, right = book.margin(number)
    return left - 1 <= words.x <= right


def test_every_fifth_line_has_its_number(book: SetBook) -> None:
    number = book.places["p1.2"].page
    words = book.words(number)
    left, _ = book.text(number)
    lines = text_lines(book, number)
    numbers = {
        int(w.text): w.y for w in words if w.x < left - 3 and w.text.strip().isdigit() and w.y > 70
    }
    assert sorted(numbers) == list(range(5, len(lines) + 1, 5))
    for count, y in numbers.items():
        assert abs(lines[count - 1] - y) < 1


def test_notes_stand_at_the_foot_of_the_pages_of_their_markers(book: SetBook) -> None:
    places = book.places
    numbers = [n.number for p in book.made for n in p.notes]
    assert len(numbers) > 10
    overleaf = 0
    for number in numbers:
        marker, note = places[f"n{number}-ref"], places[f"n{number}"]
        if marker.page == note.page:
            assert marker.y < note.y
        else:
            overleaf += 1
    assert overleaf == 0


def test_the_apparatus_is_keyed_to_the_lines_of_its_words(book: SetBook) -> None:
    entry = re.compile(r"^(n\. )?(\d+) ([a-z]+)\] read ([a-z]+)\.$")
    found = {}
    for number, _ in enumerate(book.reader.pages, 1):
        # One word after another: where a line is broken, the entry goes on.
        words = [
            w for w in book.words(number) if book.text(number)[0] - 1 <= w.x <= book.text(number)[1]
        ]
        for line in foot(words):
            if said := entry.match(line):
                assert said[3] not in found
                found[said[3]] = (number, said)
    places = book.places
    wanted = scaled.emendations(list(book.made))
    assert len(wanted) > 10
    for emended in wanted:
        number, said = found.pop(emended.lemma)
        assert said[4] == emended.reading
        if emended.on.startswith("n"):
            assert f"n{said[2]}" == emended.on
            assert number == places[emended.on].page
        else:
            lines = text_lines(book, number)
            (at,) = (
                w.y
                for w in book.words(number)
                if emended.lemma in w.text and w.y < lines[-1] + 1 and w.size > 9
            )
            assert abs(lines[int(said[2]) - 1] - at) < 1
    assert found == {}


def test_the_apparatus_is_a_series_of_its_own_below_the_notes(book: SetBook) -> None:
    entry = re.compile(r"^(n\. )?\d+ [a-z]+\] read ")
    places = book.places
    notes = [places[f"n{n.number}"] for p in book.made for n in p.notes]
    both = 0
    bottom = (book.page.height - book.page.bottom) * MM
    for number, _ in enumerate(book.reader.pages, 1):
        left, right = book.text(number)
        words = [
            w
            for w in book.words(number)
            if left - 1 <= w.x <= right and w.size < 9.7 and 75 < w.y < bottom + 1
        ]
        rows = sorted({round(w.y) for w in words})
        lines = {
            y: "".join(w.text for w in sorted(words, key=lambda w: w.x) if round(w.y) == y).strip()
            for y in rows
        }
        first = next((y for y in rows if entry.match(lines[y])), None)
        above = [y for y in rows if first is not None and y < first]
        own = [note.y for note in notes if note.page == number]
        if first is None or not own:
            continue
        # No note begins below, and the space above is wider than that between lines or entries.
        assert max(own) < first, number
        assert first - above[-1] > 15, number
        assert all(b - a < 14 for a, b in pairwise([y for y in rows if y >= first]))
        both += 1
    assert both > 5


def foot(words: list[Words]) -> list[str]:
    """Return the lines of what stands at the foot, from words in the order of reading."""
    lines: dict[int, list[Words]] = {}
    for word in words:
        if word.size < 9.7:
            lines.setdefault(round(word.y), []).append(word)
    return [
        "".join(w.text for w in sorted(row, key=lambda w: w.x)).strip() for row in lines.values()
    ]


def test_all_pages_have_one_size(book: SetBook) -> None:
    assert len({tuple(page.mediabox) for page in book.reader.pages}) == 1


def test_places_have_the_names_that_they_have_on_the_screen(book: SetBook) -> None:
    assert {f"p{p.section}.{p.number}" for p in book.made} <= set(book.reader.named_destinations)
    titles = [str(item.title) for item in outline(book.reader.outline)]
    assert [f"{p.section}.{p.number}" for p in book.made] == [
        t for t in titles if re.fullmatch(r"\d\.\d+", t)
    ]


def outline(items: Any) -> list[Any]:
    return [one for item in items for one in (outline(item) if isinstance(item, list) else [item])]


def test_every_font_is_embedded(book: SetBook) -> None:
    seen = set()
    for page in book.reader.pages:
        resources: Any = page["/Resources"].get_object()
        for font in resources.get("/Font", {}).values():
            whole = font.get_object()
            for one in whole.get("/DescendantFonts", [whole]):
                descriptor = one.get_object().get("/FontDescriptor", {}).get_object()
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor), whole
                seen.add(whole["/BaseFont"])
    assert len(seen) >= 3


def test_words_are_hyphenated(book: SetBook) -> None:
    text = "".join(book.printed.texts[:12])
    assert len(re.findall(r"[a-z][\u00ad-]\n", text)) > 20


def test_the_same_sources_give_the_same_bytes_anywhere(book: SetBook, moved: Path) -> None:
    assert book.path.read_bytes() == moved.read_bytes()


def test_another_paper_and_the_commentary_after_its_section(
    project: tuple[Edition, list[Any]],
) -> None:
    edition, made = project
    page = geometry("a4", "end")
    built = edition.build("typstpdf", to="a4", edition_pdf_paper="a4", edition_pdf_commentary="end")
    assert built.warnings == []
    book = open_book(built.out, page, made)
    box = book.reader.pages[0].mediabox
    assert abs(float(box.width) - 210 * MM) < 0.1
    assert abs(float(box.height) - 297 * MM) < 0.1
    places = book.places
    for name in comment_names(book):
        assert places[name].page > places[f"{name}-ref"].page


def test_the_commentary_at_the_foot_of_the_pages_of_its_words(
    project: tuple[Edition, list[Any]],
) -> None:
    edition, made = project
    built = edition.build("typstpdf", to="foot", edition_pdf_commentary="foot")
    assert built.warnings == []
    book = open_book(built.out, geometry("book", "foot"), made)
    # A comment may go on at the foot of the next page, under other text.
    said = [letters(c.words) for p in book.made for c in p.comments]
    pages = letters("".join(book.printed.texts))
    assert [pages.count(words[:20]) for words in said] == [
        sum(other[:20] == words[:20] for other in said) for words in said
    ]
    places = book.places
    names = comment_names(book)
    there = [name for name in names if places[name].page == places[f"{name}-ref"].page]
    # At the turn of a page a comment's words and its sign may part.
    assert all(abs(places[name].page - places[f"{name}-ref"].page) <= 1 for name in names)
    assert len(there) > 0.8 * len(names)
    assert all(places[name].y > places[f"{name}-ref"].y for name in there)


def test_an_unknown_paper_is_refused(project: tuple[Edition, list[Any]]) -> None:
    edition, _ = project
    with pytest.raises(Exception, match="edition_pdf_paper is 'papyrus'"):
        edition.build("typst", to="papyrus", edition_pdf_paper="papyrus")


def test_what_is_not_measured_again_is_as_high_as_it_was(
    book: SetBook, project: tuple[Edition, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    spared: list[int] = []
    heights = furniture._heights

    def measured_anew(*marks: Any) -> dict[str, tuple[float, float]]:
        spared.append(len(heights(*marks)))
        return {}

    monkeypatch.setattr(furniture, "_heights", measured_anew)
    edition, _ = project
    built = Edition(edition.source, edition.work.parent / "measured").build("typstpdf")
    (path,) = built.out.glob("*.pdf")
    assert path.read_bytes() == book.path.read_bytes()
    assert max(spared) > 50
