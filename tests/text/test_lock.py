"""The lock: what it records, that it is read as written, and that it gives no word away."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from critical_edition.model.established import RichText, Span
from critical_edition.model.lemma import Lemma, LemmaError, find, fold, occurrences
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.model.sentences import count_words, split, words
from critical_edition.sources import read as source
from critical_edition.sources.project import Project
from critical_edition.text import lock as locks
from critical_edition.text import typography
from critical_edition.text.lock import GRAM, STEP, GramIndex, Lock, LockError
from critical_edition.text.marks import Mark, MarkKind

from .conftest import Case

LEAST_HIDDEN = 8
"""Words of every proving fingerprint that nothing in the repository quotes."""


def test_a_lock_is_read_as_it_was_written(invented_case: Case) -> None:
    lock = invented_case.lock
    written = locks.dumps(lock)
    assert locks.loads(written) == lock
    assert locks.dumps(locks.loads(written)) == written


def test_the_same_text_and_salt_give_the_same_lock_and_another_salt_another() -> None:
    sections = [locks.SectionLock(1, "One", "1-one")]
    text = " ".join(f"Word{n} of the mill and {n} more." for n in range(40))
    sources = [locks.Source(PassageId(1, 1), 1, text, (), "")]
    one, two, three = (locks.build(sections, sources, s * 16) for s in (b"a", b"a", b"b"))
    assert locks.dumps(one) == locks.dumps(two)
    assert one.salt == b"a" * 16
    assert set(one.grams["s1"]).isdisjoint(three.grams["s1"])
    assert locks.build(sections, sources).salt != locks.build(sections, sources).salt


def test_marks_are_recorded_where_they_stand(case: Case) -> None:
    checked = 0
    for place in case.lock.places:
        rich = case.truth[place.place]
        own = case.marks.get(place.place, ())
        assert len(own) == len(place.marks)
        for mark, span in zip(own, place.marks, strict=True):
            assert mark.span(rich.text) == span
            checked += 1
    assert checked > 100


def test_sentences_and_words_are_counted_as_in_the_text(case: Case) -> None:
    assert case.lock.places
    for place in case.lock.places:
        text = typography.fold(case.truth[place.place].text)
        counts = tuple(count_words(text[s.start : s.end]) for s in split(text))
        assert place.sentence_words == counts
        assert sum(u.sentences for u in place.units) == len(counts)
        assert sum(u.characters for u in place.units) + len(place.units) - 1 == len(text)


DAMAGE: tuple[tuple[str, str], ...] = (
    (r"version = 1", "version = 2"),
    (r'salt = "\w+"', ""),
    (r'salt = "\w\w', 'salt = "zz'),
    (r'filter = "\w{8}', 'filter = "!!!!!'),
    (r"\[\[section\.place\]\]", "[[section.plaice]]"),
    (r'id = "1\.1"', 'id = "1.x"'),
    (r"units = \[\[", "units = [["[:-1]),
    (r"sentences = \[\d+", "sentences = [x"),
)


@pytest.mark.parametrize(("pattern", "damaged"), DAMAGE)
def test_a_damaged_lock_is_named_as_such(pattern: str, damaged: str, invented_case: Case) -> None:
    written = locks.dumps(invented_case.lock)
    broken, count = re.subn(pattern, damaged, written, count=1)
    assert count
    with pytest.raises(LockError, match=r"damaged|version"):
        locks.loads(broken)


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9])
def test_a_lock_cut_short_is_damaged(share: float, invented_case: Case) -> None:
    written = locks.dumps(invented_case.lock)
    with pytest.raises(LockError, match="damaged"):
        locks.loads(written[: int(len(written) * share)])


def test_an_absent_lock_is_named(tmp_path: Path) -> None:
    with pytest.raises(LockError, match="cannot be read"):
        locks.load(tmp_path / "text.lock")


def test_any_twelve_words_hold_exactly_one_gram(invented_case: Case) -> None:
    index = GramIndex(invented_case.lock)
    forms = section_forms(invented_case, 1)
    assert len(forms) > 100
    for start in range(0, len(forms) - 12 + 1):
        hits = [h for h in index.search(forms[start : start + 12]) if h.stream == "s1"]
        assert any(h.position == start + h.word for h in hits)
        assert len({h.word for h in hits if h.position == start + h.word}) == 1


def section_forms(case: Case, section: int) -> list[str]:
    return [
        word.form
        for place in case.lock.passages
        if place.section == section
        for word in words(typography.fold(case.truth[place.place].text))
    ]


def test_a_note_without_a_marker_before_it_cannot_be_locked() -> None:
    sources = [locks.Source(NoteId(1), 1, "Quist, 9:322.", (), "")]
    with pytest.raises(LockError, match="no marker in any passage"):
        locks.build([locks.SectionLock(1, "One", "1-one")], sources)


def test_a_passage_of_few_words_cannot_be_locked() -> None:
    sources = [locks.Source(PassageId(1, 1), 1, "The mill stood still that year.", (), "")]
    with pytest.raises(LockError, match="too few"):
        locks.build([locks.SectionLock(1, "One", "1-one")], sources)


# --- what the lock gives away -------------------------------------------------------------------


def test_no_fingerprint_covers_fewer_than_six_words(case: Case) -> None:
    assert GRAM >= 6
    assert case.lock.places
    for place in case.lock.places:
        for unit in place.units:
            lead = place.lead
            size = unit.words + (case.lock[lead[0]].units[lead[1]].words if lead else 0)
            assert size >= locks.MIN_UNIT, str(place.place)


def test_no_two_hashed_runs_touch(case: Case) -> None:
    """Between one hashed run and the next stands a word that neither holds.

    Whoever knows a hashed run has therefore to guess a word that is in no hash, and six more with
    it, before any fingerprint says whether the guess is right.
    """
    assert STEP > GRAM
    assert case.lock.grams
    for stream, grams in case.lock.grams.items():
        if stream.startswith("s"):
            size = sum(p.words for p in case.lock.passages if p.stream == stream)
        else:
            size = case.lock[NoteId(int(stream[1:]))].words
        assert len(grams) == max(0, len(range(0, size - GRAM + 1, STEP))), stream


def test_fingerprints_of_grams_are_of_runs_and_of_nothing_shorter(invented_case: Case) -> None:
    lock = invented_case.lock
    hasher = locks.Hasher(lock.salt, lock.iterations)
    forms = section_forms(invented_case, 1)
    known = set(lock.grams["s1"])
    for size in range(1, GRAM):
        assert not any(hasher.gram(forms[i : i + size]) in known for i in range(60))
    assert hasher.gram(forms[:GRAM]) in known


def test_every_unit_hides_words_that_nothing_quotes(
    case: Case, checkout: Path, request: pytest.FixtureRequest
) -> None:
    """Incipits and lemmata are in the repository: a unit must hold enough besides them."""
    transcript = "transcript" in request.node.callspec.id
    quoted = quotations(Project(checkout)) if transcript else {}
    short: list[str] = []
    # The invented notes are little else than titles, and every title is a lemma.
    for place in case.lock.places if transcript else case.lock.passages:
        rich = case.truth[place.place]
        covered = [
            *spans_of(rich, case.marks.get(place.place, ())),
            *(s for words_ in quoted.get(place.place, ()) for s in spans(rich.text, words_)),
        ]
        if isinstance(place.place, PassageId) and not transcript:
            covered.append(opening(rich.text))
        lead_hidden = 0
        if place.lead:
            home = case.truth[place.lead[0]]
            home_covered = [
                *spans_of(home, case.marks.get(place.lead[0], ())),
                *(s for q in quoted.get(place.lead[0], ()) for s in spans(home.text, q)),
            ]
            lead_hidden = hidden(case.lock, place.lead[0], home, home_covered)[place.lead[1]]
        for number, count in enumerate(hidden(case.lock, place.place, rich, covered), 1):
            if count + lead_hidden < LEAST_HIDDEN:
                short.append(f"{place.place}, unit {number}: {count + lead_hidden}")
    assert short == []


def quotations(project: Project) -> dict[Place, list[str]]:
    """Return what the pages quote of each place: incipits."""
    edition = source.read(project)
    return {p.passage: [p.incipit] for s in edition.sections for p in s.passages}


def opening(text: str) -> Span:
    """The first eight words: the most that an incipit may quote."""
    eighth = next(itertools.islice(words(text), 7, None), None)
    return Span(0, eighth.end if eighth else len(text))


def spans_of(rich: RichText, marks: Iterable[Mark]) -> Iterator[Span]:
    """Where the words of lemmata stand."""
    for mark in marks:
        if mark.kind is MarkKind.PAGE:
            plain = Lemma.parse(mark.lemma.replace("|", "", 1))
            at = mark.span(rich.text).start
            yield from (s for s in occurrences(rich.text, plain) if s.start <= at <= s.end)
        elif mark.kind is MarkKind.MARKER:
            yield find(rich.text, Lemma.parse(mark.lemma))
        else:
            lemma = Lemma.parse(mark.lemma)
            whole = mark.span(rich.text)
            if not lemma.last:
                yield whole
            else:  # Only the first and last words are quoted.
                yield Span(whole.start, whole.start + len(lemma.words))
                yield Span(whole.end - len(lemma.last), whole.end)


def spans(text: str, quoted: str) -> Iterator[Span]:
    try:
        yield from occurrences(text, Lemma(fold(quoted).rstrip(".,;: ")))
    except LemmaError:
        return


def hidden(lock: Lock, place: Place, rich: RichText, covered: Iterable[Span]) -> list[int]:
    """Return of each unit how many of its words no quotation covers."""
    covered = list(covered)
    counts: list[int] = []
    at = 0
    for unit in lock[place].units:
        own = [w for w in words(rich.text) if at <= w.start < at + unit.characters]
        counts.append(
            sum(not any(c.start <= w.start and w.end <= c.end for c in covered) for w in own)
        )
        at += unit.characters + 1
    return counts
