"""The steps of establishing, one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from critical_edition.model.established import Marker, Span
from critical_edition.model.places import PassageId
from critical_edition.text import align, mend
from critical_edition.text.lock import GramIndex, PlaceLock
from critical_edition.text.marks import Mark, MarkKind, digest
from critical_edition.text.placing import Block, place_marks
from critical_edition.text.read import read
from critical_edition.text.segment import Segmented, Shape, note_head, pieces, segment
from critical_edition.text.typography import fold

from . import copies
from .conftest import Case

# --- segmenting and aligning --------------------------------------------------------------------


def segmented(text: str, case: Case, tmp_path: Path) -> Segmented:
    path = tmp_path / "copy.txt"
    path.write_text(text, "utf-8")
    shape = Shape.of(case.lock, case.project.profile.text.heads)
    return segment(pieces(read(path), GramIndex(case.lock), shape), shape)


def test_body_notes_and_furniture_are_told_apart(invented_case: Case, tmp_path: Path) -> None:
    pages = copies.downloaded(copies.paged(invented_case.essay, cover=True))
    found = segmented("\f".join(pages), invented_case, tmp_path)
    for piece, label in zip(found.pieces, found.labels, strict=True):
        text = piece.line.text
        if "Slavic Review" in text or "library" in text or "downloaded" in text:
            assert label.kind == "furniture", text
    numbers = {label.note for label in found.labels if label.kind == "note"}
    assert numbers == set(invented_case.essay.notes)


def test_body_lines_know_where_they_stand(invented_case: Case, tmp_path: Path) -> None:
    """The estimate of every body line's position in the essay is right to a few words."""
    case = invented_case
    found = segmented(copies.wrapped(copies.plain_endnotes(case.essay)), case, tmp_path)
    position = 0
    for piece, label in zip(found.pieces, found.labels, strict=True):
        if label.kind == "body":
            assert abs(label.position - position) <= 3, piece.line.text
            position += len(piece.words)
    assert abs(position - Shape.of(case.lock, ()).body_words) <= 3


def test_streams_hold_the_notes_without_their_numbers(invented_case: Case, tmp_path: Path) -> None:
    found = segmented(copies.plain_endnotes(invented_case.essay), invented_case, tmp_path)
    notes = align.notes(found)
    assert notes
    for number, streams in notes.items():
        assert [fold(s.raw) for s in streams] == [fold(invented_case.essay.notes[number].text)]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("12. Quist", "12"),
        ("12 Quist", "12"),
        ("12Quist", "12"),
        ("[12] Quist", "12"),
        ("(12) Quist", "12"),
        ("12) Žitný", "12"),
        ("¹² “Quist", "¹²"),
        ("¹²Quist", "¹²"),
        ("  12.\tQuist", "12"),
        ("12", None),
        ("1927–28", None),
        ("Quist, 12", None),
        ("4:227", None),
    ],
)
def test_the_numbers_that_notes_begin_with(line: str, number: str | None) -> None:
    match = note_head(line)
    assert (match and (match["sup"] or match["plain"])) == number


# --- mending ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "right"),
    [
        ("So it was war.8 Then", "So it was war. Then"),
        ("So it was war?8", "So it was war?"),
        ('the mill."80" Then', 'the mill." Then'),
        ("the mill³. Then", "the mill. Then"),
        ("the mill [3]. Then", "the mill. Then"),
        ("the mill, (3) then", "the mill, then"),
        ("the mill 12 Then", "the mill Then"),
        ("by the mil-\nler", "by the miller"),
        ("a half-\nbuilt mill", "a half-built mill"),
        ("the mill—\nthe old", "the mill—the old"),
        ("the mill-the old", "the mill—the old"),
        ("it went [p. 564] on", "it went on"),
        ("it went /564/ on", "it went on"),
        ("it went 564 on", "it went on"),
        ("THE OLD MILL stood", "The old mill stood"),
        ("THE OLD KILBRIDE stood", "The old Kilbride stood"),
        ("the mill , then", "the mill, then"),
        ("a mill,then it", "a mill, then it"),
        ("he said ``so'' then", 'he said "so" then'),
        ("of Rus'' besides", "of Rus'' besides"),
    ],
)
def test_repairs_are_among_the_candidates(raw: str, right: str) -> None:
    found = list(mend.candidates(raw, note=False, vocabulary={"half": 2, "built": 2, "miller": 1}))
    assert right in found
    assert len(found) == len(set(found)) <= 400


@pytest.mark.parametrize("raw", ["vol. 1(14):2–10.", "pp. 96–98 [sic], 12.", "9:322."])
def test_figures_of_notes_stay(raw: str) -> None:
    assert fold(raw) in mend.candidates(raw, note=True, vocabulary={})


@example(raw="⁸⁸.", note=False)
@given(st.text(st.sampled_from("abcAB019 .,-–—'\"\n⁸[](){}"), max_size=40), st.booleans())
def test_any_text_has_folded_candidates(raw: str, note: bool) -> None:
    for text in mend.candidates(raw, note=note, vocabulary={}, limit=40):
        assert "\n" not in text
        assert "⁸" not in text


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("the milller stood", "the miller stood"),
        ("the mller stood", "the miller stood"),
        ("the mxller stood", "the miller stood"),
        ("the imller stood", "the miller stood"),
        ("The Mxller and teh weiver", "The Miller and the weaver"),
    ],
)
def test_words_that_the_copy_has_elsewhere(damaged: str, right: str) -> None:
    vocabulary = {"miller": 3, "the": 9, "stood": 2, "weaver": 2, "and": 5}
    vocabulary |= dict.fromkeys(damaged.casefold().split(), 1) | {"stood": 2, "the": 9, "and": 5}
    assert right in mend.known_words(damaged, vocabulary)


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("the rnill stood", "the mill stood"),
        ("the mi ll stood", "the mill stood"),
        ("themill stood", "the mill stood"),
        ("the mitl stood", "the mill stood"),
    ],
)
def test_other_spellings(damaged: str, right: str) -> None:
    vocabulary = {"the": 5, "mill": 2, "stood": 3}
    assert right in mend.spellings(damaged, vocabulary, 3000)


# --- placing marks ------------------------------------------------------------------------------

TEXT = "The old mill stood by the weir, and nobody mended it. The new mill ran."
PLACE = PassageId(1, 1)


def placed(
    here: str, *marks: Mark, proven: bool = False, there: str = TEXT
) -> tuple[list[object], list[str]]:
    lock = PlaceLock(PLACE, 1, 0, (16,), (), tuple(m.span(there) for m in marks), digest(marks))
    block = Block(Span(0, len(here)), Span(0, len(there)), proven)
    rich, lost = place_marks(here, [block], lock, marks)
    return [*rich.markers, *rich.page_breaks, *rich.emphasis, *rich.citations], lost


def marker(lemma: str, note: int = 1) -> Mark:
    return Mark(PLACE, MarkKind.MARKER, lemma, str(note))


def test_in_proved_text_marks_stand_where_the_lock_says() -> None:
    assert placed(TEXT, marker("mended it."), proven=True) == ([Marker(53, 1)], [])


@pytest.mark.parametrize(
    ("here", "at"),
    [
        (TEXT.replace("mended", "mnded"), "mnded it."),
        (TEXT.replace("mended it.", "mended lt."), "mended lt."),
        (TEXT.replace("The old", "The very old"), "mended it."),
        (TEXT.replace("mended it.", "mended it"), "mended it"),
    ],
)
def test_in_damaged_text_they_follow_their_lemma(here: str, at: str) -> None:
    found, lost = placed(here, marker("mended it."))
    assert found == [Marker(here.index(at) + len(at), 1)]
    assert lost == []


@pytest.mark.parametrize(
    "here",
    [
        "The old mill stood by the weir. The new mill ran.",
        "The old mill stood by the weir, and nobody tended to that. The new mill ran.",
        "Nothing of all that.",
        "",
    ],
)
def test_a_mark_without_its_words_is_lost_not_shifted(here: str) -> None:
    found, lost = placed(here, marker("mended it."))
    assert found == []
    assert len(lost) == 1
    assert "“mended it.” is left off" in lost[0]


def test_of_two_occurrences_the_one_at_the_place_is_taken() -> None:
    mark = Mark(PLACE, MarkKind.EMPHASIS, "mill [2]", "title")
    here = TEXT.replace("weir", "wier")
    assert placed(here, mark) == ([Span(here.rindex("mill"), here.rindex("mill") + 4)], [])
    gone = TEXT.replace("new mill", "new xxxx")
    found, _ = placed(gone, mark)
    assert Span(gone.index("mill"), gone.index("mill") + 4) not in found


def test_a_page_that_parts_a_damaged_word_is_lost() -> None:
    mark = Mark(PLACE, MarkKind.PAGE, "nobody men|ded it", "564")
    assert placed(TEXT.replace("mended", "mneded"), mark)[0] == []
    assert len(placed(TEXT, mark)[0]) == 1
