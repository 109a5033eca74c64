"""Every kind of copy gives the same text: whole, in parts, damaged, and what is no copy gives none."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from critical_edition.model.places import NoteId, PassageId
from critical_edition.text.report import Outcome, Problem
from critical_edition.text.verify import verify

from . import copies, oracle
from .conftest import Case
from .copies import LAYOUTS, Essay


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_whole_copy_in_any_layout(name: str, case: Case, tmp_path: Path) -> None:
    copy = tmp_path / name
    copy.write_bytes(LAYOUTS[name](case.essay))
    done = case.establish(copy)
    sentences = done.report.sentences
    assert done.report.status is Outcome.ESTABLISHED, places(done.report.problems)
    assert sentences.verified >= 0.99 * sentences.total, places(done.report.problems)
    verdict = oracle.judge(case.truth, done.text, done.report)
    assert verdict.misplaced == []
    assert verdict.absent == []
    assert verdict.foreign == []
    assert verdict.falsely_verified == []
    assert verdict.unnamed == []
    # What is proved is the text itself, with every mark: nothing is left to tolerance.
    for place, true in case.truth.items():
        unit = done.text.get(place)
        assert unit is not None
        assert not unit.verified or unit.content == true, str(place)


def test_the_report_agrees_with_a_later_verification(case: Case, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text(copies.damage(copies.plain_endnotes(case.essay), 0.002, 3), "utf-8")
    done = case.establish(copy)
    again = verify(done.text, case.lock)
    assert again.sentences.verified == done.report.sentences.verified
    assert again.sentences.unverified == done.report.sentences.unverified
    assert done.report.sentences.unverified > 0


# --- damage -------------------------------------------------------------------------------------

DAMAGED: dict[str, Callable[[Essay], str]] = {
    "endnotes": copies.plain_endnotes,
    "paged": copies.paged_text,
    "interleaved": lambda essay: copies.wrapped(copies.interleaved(essay)),
}


@pytest.mark.parametrize(
    ("layout", "seed"), [("endnotes", 1), ("endnotes", 2), ("paged", 3), ("interleaved", 4)]
)
def test_a_hundredth_of_the_characters_damaged(
    layout: str, seed: int, case: Case, tmp_path: Path
) -> None:
    copy = tmp_path / "damaged.txt"
    copy.write_text(copies.damage(DAMAGED[layout](case.essay), 0.01, seed), "utf-8")
    done = case.establish(copy)
    verdict = oracle.judge(case.truth, done.text, done.report)
    assert [p for p in verdict.absent if not p.startswith("n")] == []
    assert [p for p in verdict.foreign if not p.startswith("n")] == []
    assert verdict.misplaced == []
    assert verdict.falsely_verified == []
    assert verdict.unnamed == []
    # Notes of two words may be beyond recognition; no more of them are than damage explains.
    assert len(verdict.absent) + len(verdict.foreign) <= 4
    marked = sum(len(r.markers) + len(r.page_breaks) for r in case.truth.values())
    lost = [mark for mark in verdict.lost if "markers" in mark or "page_breaks" in mark]
    assert len(lost) <= 0.15 * marked
    assert {p.code for p in done.report.problems} <= {
        "unverified", "missing", "missing-sentence", "mark-lost",
    }  # fmt: skip


def test_a_lost_mark_is_reported(invented_case: Case, tmp_path: Path) -> None:
    case = invented_case
    place, true = next(
        (p, r) for p, r in case.truth.items() if isinstance(p, PassageId) and r.emphasis
    )
    span = true.emphasis[0]
    words = true.text[span.start : span.end]
    copy = tmp_path / "copy.txt"
    text = copies.plain_endnotes(case.essay)
    lead = true.text[max(0, span.start - 12) : span.start]
    copy.write_text(text.replace(lead + words, lead + "Zxqv", 1), "utf-8")
    done = case.establish(copy)
    unit = done.text.get(place)
    assert unit is not None
    assert len(unit.content.emphasis) == len(true.emphasis) - 1
    assert {p.place for p in done.report.problems if p.code == "mark-lost"} == {str(place)}


# --- parts --------------------------------------------------------------------------------------


def judge_part(case: Case, copy: Path) -> tuple[oracle.Verdict, Outcome]:
    done = case.establish(copy)
    verdict = oracle.judge(case.truth, done.text, done.report)
    assert verdict.misplaced == []
    assert verdict.falsely_verified == []
    assert verdict.unnamed == []
    sentences = done.report.sentences
    assert sentences.verified + sentences.unverified + sentences.missing == sentences.total
    return verdict, done.report.status


@pytest.mark.parametrize("layout", DAMAGED)
def test_a_copy_cut_off_after_two_thirds(layout: str, case: Case, tmp_path: Path) -> None:
    copy = tmp_path / "cut.txt"
    text = DAMAGED[layout](case.essay)
    cut = text[: len(text) * 2 // 3]
    copy.write_text(cut, "utf-8")
    verdict, status = judge_part(case, copy)
    assert status is Outcome.PARTIAL
    # Cut off is the end: a passage is absent, and all after it.
    order = [str(p) for p in case.lock._by_place if isinstance(p, PassageId)]
    absent = [p for p in order if p in verdict.absent]
    assert absent == order[len(order) - len(absent) :]
    assert 1 <= len(absent) <= len(order) // 2


@pytest.mark.parametrize("first", [3, 8, 14])
def test_two_pages_missing_in_the_middle(first: int, case: Case, tmp_path: Path) -> None:
    copy = tmp_path / "gap.txt"
    pages = copies.paged(case.essay)
    gone = "\f".join(pages[first : first + 2])
    copy.write_text("\f".join(pages[:first] + pages[first + 2 :]), "utf-8")
    verdict, status = judge_part(case, copy)
    assert status is Outcome.PARTIAL
    assert 1 <= len(verdict.absent) <= 20
    letters = re.sub(r"[\W\d]", "", gone)
    for place, true in case.truth.items():
        if str(place) in verdict.absent and isinstance(place, PassageId):
            words = re.sub(r"[\W\d]", "", true.text)
            parts = [words[i : i + 20] for i in range(0, len(words) - 19, 20)]
            assert sum(part in letters for part in parts) >= 0.3 * len(parts), f"{place} is there"


@pytest.mark.parametrize("order", ["two swapped", "reversed", "shuffled"])
def test_pages_in_the_wrong_order(order: str, case: Case, tmp_path: Path) -> None:
    copy = tmp_path / "order.txt"
    pages = copies.paged(case.essay)
    if order == "two swapped":
        text = copies.pages_in_wrong_order(pages)
    elif order == "reversed":
        text = "\f".join(reversed(pages))
    else:
        random.Random(5).shuffle(pages)
        text = "\f".join(pages)
    copy.write_text(text, "utf-8")
    verdict, _ = judge_part(case, copy)
    # A note that runs over a page's end has no number on the next: its end may be lost.
    assert [p for p in verdict.absent if not p.startswith("n")] == []
    assert len(verdict.absent) <= 5


def test_pages_and_whole_texts_that_stand_twice(case: Case, tmp_path: Path) -> None:
    pages = copies.paged(case.essay)
    text = copies.plain_endnotes(case.essay)
    for name, doubled in (
        ("pages", "\f".join(pages[:6] + pages[4:])),
        ("all", f"{text}\n\n{text}"),
    ):
        copy = tmp_path / f"{name}.txt"
        copy.write_text(doubled, "utf-8")
        done = case.establish(copy)
        assert done.report.status is Outcome.ESTABLISHED
        assert done.report.sentences.verified >= 0.98 * done.report.sentences.total


def test_only_the_notes_or_only_the_passages(case: Case, tmp_path: Path) -> None:
    body, _, notes = copies.plain_endnotes(case.essay, "none").partition("\n\nNotes\n\n")
    copy = tmp_path / "body.txt"
    copy.write_text(body, "utf-8")
    done = case.establish(copy)
    assert done.report.status is Outcome.PARTIAL
    assert done.report.passages.established == done.report.passages.total
    assert done.report.notes.established == 0
    copy.write_text(notes, "utf-8")
    assert case.establish(copy).report.passages.established == 0


def test_the_essay_in_a_volume_with_others(case: Case, tmp_path: Path) -> None:
    """What stands before and after is left out, though it has notes of the same numbers."""
    other = other_text(400)
    notes = "\n\n".join(f"{n}. Somebody, Another Book, p. {n + 100}." for n in range(1, 30))
    copy = tmp_path / "volume.txt"
    copy.write_text(
        f"{other}\n\n{notes}\n\n{copies.plain_endnotes(case.essay)}\n\n{other}", "utf-8"
    )
    done = case.establish(copy)
    verdict = oracle.judge(case.truth, done.text, done.report)
    assert verdict.misplaced == []
    assert [p for p in verdict.absent + verdict.foreign if not p.startswith("n")] == []
    assert done.report.sentences.verified >= 0.98 * done.report.sentences.total


# --- no copies ----------------------------------------------------------------------------------


def other_text(sentences: int) -> str:
    rng = random.Random(8)
    stock = (
        "Rain fell on the allotments and nobody minded the clock in the signal box",
        "A committee of gardeners wrote to the newspaper about marrows",
        "The prize for the longest bean went to a retired engine driver",
        "Visitors admired the greenhouses but were not allowed to touch the levers",
    )
    return " ".join(f"{rng.choice(stock)} {rng.randrange(100)} times." for _ in range(sentences))


def test_another_text_is_refused(case: Case, tmp_path: Path) -> None:
    copy = tmp_path / "other.txt"
    copy.write_text(other_text(900), "utf-8")
    done = case.establish(copy)
    assert done.report.status is Outcome.REFUSED
    assert not done.text
    assert "not a copy of the text" in done.report.reason


def test_a_review_that_quotes_two_paragraphs_is_refused(case: Case, tmp_path: Path) -> None:
    quoted = [r.text for p, r in case.truth.items() if isinstance(p, PassageId)][20:22]
    copy = tmp_path / "review.txt"
    copy.write_text("\n\n".join([other_text(300), *quoted, other_text(300)]), "utf-8")
    done = case.establish(copy)
    assert done.report.passages.established <= 2
    for place, unit in done.text.passages.items():
        assert unit.content.text == case.truth[place].text
    assert done.text.notes == {}


def test_a_single_passage_is_established_as_a_part(case: Case, tmp_path: Path) -> None:
    place, true = max(
        ((p, r) for p, r in case.truth.items() if isinstance(p, PassageId)),
        key=lambda item: len(item[1].text),
    )
    copy = tmp_path / "passage.txt"
    copy.write_text(true.text, "utf-8")
    done = case.establish(copy)
    assert set(done.text.passages) <= {place}
    if done.text:
        assert done.report.status is Outcome.PARTIAL
        assert done.text.passages[place].content.text == true.text


def places(problems: Iterable[Problem]) -> list[str]:
    """The places of problems: what a failing test may print of the essay."""
    return [f"{p.place} {p.code}" for p in problems]


def test_the_oracle_sees_a_mark_that_is_off(invented_case: Case, tmp_path: Path) -> None:
    """The judge is no yes-man: a mark moved by three characters is misplaced."""
    from dataclasses import replace

    copy = tmp_path / "copy.txt"
    copy.write_text(copies.plain_endnotes(invented_case.essay), "utf-8")
    done = invented_case.establish(copy)
    moved = {
        place: replace(true, markers=tuple(replace(m, at=m.at - 3) for m in true.markers))
        for place, true in invented_case.truth.items()
    }
    verdict = oracle.judge(moved, done.text, done.report)
    markers = sum(len(r.markers) for r in moved.values())
    assert len(verdict.misplaced) == markers > 0
    wrong = {**invented_case.truth, NoteId(2): invented_case.truth[NoteId(3)]}
    assert oracle.judge(wrong, done.text, done.report).foreign == ["n2"]
