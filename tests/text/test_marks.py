"""Files of marks: read with all their fields, refused with the file and the number of the mark."""

from __future__ import annotations

from pathlib import Path

import pytest

from critical_edition.model.established import Span
from critical_edition.model.lemma import LemmaError
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.text import marks
from critical_edition.text.marks import Mark, MarkError, MarkKind

from .invented import Invented, marks_file, marks_of

GOOD = """\
[[mark]]
on = "1.2"
kind = "emphasis"
lemma = "Vesti [2]"
reason = "title"
lang = "ru-Latn"
certainty = "inferred"
remark = "As elsewhere."

[[mark]]
on = "n7"
kind = "citation"
lemma = "Quist"
key = "quist1911"

[[mark]]
on = "1.2"
kind = "page"
page = 564
at = "the wea|ver of"
"""


def load(source: str, tmp_path: Path) -> dict[Place, tuple[Mark, ...]]:
    (tmp_path / "1.toml").write_text(source, "utf-8")
    return marks.load(tmp_path)


def test_marks_are_read_by_place_in_their_order(tmp_path: Path) -> None:
    found = load(GOOD, tmp_path)
    assert set(found) == {PassageId(1, 2), NoteId(7)}
    emphasis, page = found[PassageId(1, 2)]
    assert emphasis == Mark(
        PassageId(1, 2),
        MarkKind.EMPHASIS,
        "Vesti [2]",
        "title",
        "As elsewhere.",
        "inferred",
        "ru-Latn",
    )
    assert page.value == "564"


def test_no_folder_holds_no_marks(tmp_path: Path) -> None:
    assert marks.load(tmp_path / "marks") == {}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('on = "1.2"\nkind = "emphasis"', 'on = "1.2"', "kind"),
        ('kind = "emphasis"', 'kind = "emphatic"', "kind is one of marker"),
        ('reason = "title"', 'reason = "because"', "reason is one of"),
        ('reason = "title"\n', "", "needs reason"),
        ('lang = "ru-Latn"', 'lang = "Russian"', "not a BCP 47 tag"),
        ('key = "quist1911"', 'key = "quist1911"\nlang = "de"', "has no field lang"),
        ('certainty = "inferred"', 'certainty = "sure"', "certainty is one of"),
        ('key = "quist1911"', 'key = "quist1911"\npage = 3', "has no field page"),
        ("page = 564", 'page = "564"', "page is a number"),
        ('key = "quist1911"', 'key = ["quist1911"]', "key is to be a text in quotation marks"),
        ('on = "n7"', "on = 2.6", "on is to be a text in quotation marks"),
        ("page = 564", "page = true", "page is a number"),
        ('on = "n7"', 'on = "7"', "not a passage number"),
        ('on = "n7"', 'on = "n0"', "not an author's note"),
    ],
)
def test_faults_are_named_with_the_mark(old: str, new: str, message: str, tmp_path: Path) -> None:
    assert old in GOOD
    with pytest.raises(MarkError, match=message) as caught:
        load(GOOD.replace(old, new, 1), tmp_path)
    found = caught.value.finding
    assert found.path.name == "1.toml"
    number = [n for n, line in enumerate(GOOD.splitlines(), 1) if line == "[[mark]]"].index(
        found.line
    )
    assert f"mark {number + 1}" in str(caught.value)


@pytest.mark.parametrize("source", ["[[mark]\n", 'x = "', "[marks]\na = 1\n"])
def test_a_file_that_is_no_file_of_marks(source: str, tmp_path: Path) -> None:
    with pytest.raises(MarkError, match=r"1\.toml"):
        load(source, tmp_path)


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ('[[mark]]\non = "1.1"\nkind =\n', (3, 7)),
        ('[[mark]]\nlemma = "', (2, 10)),
        ("mark = 3\n", None),
        ("mark = [3]\n", None),
    ],
)
def test_a_file_that_is_no_toml_says_where(
    source: str, place: tuple[int, int] | None, tmp_path: Path
) -> None:
    with pytest.raises(MarkError) as caught:
        load(source, tmp_path)
    found = caught.value.finding
    assert (found.line, found.column) == (place or (1, 1))
    assert str(tmp_path) not in found.message


EMENDATION = '[[mark]]\non = "1.1"\nkind = "emendation"\nlemma = {}\nreading = "the"\n'


@pytest.mark.parametrize(
    ("lemma", "message"),
    [
        ('"a b c d e f g h i"', "the lemma has 9 words; quote at most 8"),
        ("{ a = 1 }", "lemma is to be a text in quotation marks"),
        ('""', "the lemma is empty"),
    ],
)
def test_the_lemma_of_an_emendation(lemma: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(MarkError, match=message):
        load(EMENDATION.replace("{}", lemma, 1), tmp_path)


TEXT = "The weaver saw the weaver of Vesti; Vesti did not."


@pytest.mark.parametrize(
    ("kind", "lemma", "start", "end"),
    [
        (MarkKind.MARKER, "of Vesti;", 35, 35),
        (MarkKind.EMPHASIS, "Vesti [2]", 36, 41),
        (MarkKind.PAGE, "saw the |weaver", 19, 19),
        (MarkKind.PAGE, "saw the wea|ver", 22, 22),
        (MarkKind.PAGE, "|The weaver", 0, 0),
    ],
)
def test_where_marks_stand(kind: MarkKind, lemma: str, start: int, end: int) -> None:
    assert Mark(PassageId(1, 1), kind, lemma, "1").span(TEXT) == Span(start, end)


def test_a_page_without_its_bar_is_refused() -> None:
    with pytest.raises(LemmaError, match="lacks the bar"):
        Mark(PassageId(1, 1), MarkKind.PAGE, "saw the", "564").span(TEXT)


def test_digests_tell_marks_apart() -> None:
    one = Mark(PassageId(1, 1), MarkKind.MARKER, "of Vesti;", "1")
    other = Mark(PassageId(1, 1), MarkKind.MARKER, "of Vesti;", "2")
    assert marks.digest([]) == ""
    assert marks.digest([one]) == marks.digest([one])
    assert len({marks.digest(m) for m in ([one], [other], [one, other], [other, one])}) == 4


def test_every_mark_of_the_invented_essay_finds_its_place(
    invented: Invented, tmp_path: Path
) -> None:
    """The generator is not trusted either: marks say exactly what the rich texts say."""
    for _, places in invented.sections:
        for written in places:
            found = load(marks_file(marks_of(written)), tmp_path).get(written.place, ())
            rich = written.content
            spans = sorted(
                [(m.at, m.at) for m in rich.markers]
                + [(p.at, p.at) for p in rich.page_breaks]
                + [(s.start, s.end) for s in rich.emphasis]
            )
            others = [m for m in found if m.kind is not MarkKind.CITATION]
            got = sorted((s.start, s.end) for s in (m.span(rich.text) for m in others))
            assert got == spans, str(written.place)
