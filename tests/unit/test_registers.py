"""The registers: what is read, what is refused and where, and how a form is found. Invented text."""

from __future__ import annotations

from pathlib import Path

import pytest

from critical_edition.model import registers as model
from critical_edition.model.established import (
    EstablishedText,
    EstablishedUnit,
    RichText,
    Sentence,
    SentenceStatus,
    Span,
)
from critical_edition.model.places import NoteId, PassageId, Place, parse_place
from critical_edition.model.registers import Fault, PartialDate, RegisterCode
from critical_edition.sources import registers as reg
from critical_edition.text import lock, store

PERSON = """\
[[person]]
id = "anna-quill"
name = "Anna Quill"
sort = "Quill, Anna"
was = "A clerk of the harbour."
forms = ["Quill"]
passages = ["1.2", "n1"]
"""
EVENT = """\
[[event]]
id = "treaty-of-dunmere"
name = "Treaty of Dunmere"
kind = "treaty"
date = "1721-03-04"
precision = "day"
gloss = "Two towns agree on a ferry."
passages = ["1.2"]
"""


def write(folder: Path, name: str, source: str) -> Path:
    path = folder / f"{name}.toml"
    path.write_text(source, "utf-8")
    return path


def found(text: str, *forms: str, not_in: tuple[str, ...] = ()) -> list[str]:
    return [text[s.start : s.end] for s in model.find_occurrences(text, forms, not_in=not_in)]


def unit(
    place: str, text: str, status: SentenceStatus = SentenceStatus.VERIFIED
) -> EstablishedUnit:
    return EstablishedUnit(parse_place(place), RichText(text), (Sentence(0, len(text), status),))


def established(*units: EstablishedUnit) -> EstablishedText:
    passages = {u.place: u for u in units if isinstance(u.place, PassageId)}
    notes = {u.place: u for u in units if isinstance(u.place, NoteId)}
    return EstablishedText(passages, notes)


# --- occurrences


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("Quill went; then Quill's boat.", "Quill", ["Quill", "Quill"]),
        ("Quill’s boat and the Quills’ dog", "Quill", ["Quill"]),
        ("the Quills’ dog", "Quills", ["Quills"]),
        ("Quilling, Tranquill, quill", "Quill", []),
        ("a Quill-like nib; Dun—Quill—spoke", "Quill", ["Quill", "Quill"]),
        ("the journal Mar'ka and Mar’ka’s staff", "Mar'ka", ["Mar'ka", "Mar’ka"]),
        ("the journal Mar'ka", "Mar", []),
        ("the journal Mar'ka", "ka", []),
        ("the town of Rus’ and Rus'", "Rus'", ["Rus’", "Rus'"]),
        ("“Quill”, ‘Quill’, (Quill)", "Quill", ["Quill", "Quill", "Quill"]),
        ("Anna\u00a0Quill, Anna  Quill", "Anna Quill", ["Anna\u00a0Quill", "Anna  Quill"]),
        ("J. P. Quill, J.P. Quill", "J. P. Quill", ["J. P. Quill"]),
        ("Ébène and bène", "bène", ["bène"]),
        ("a (b)+ c", "(b)+", ["(b)+"]),
    ],
)
def test_a_form_is_found_as_whole_words(text: str, form: str, expected: list[str]) -> None:
    assert found(text, form) == expected


def test_offsets_count_code_points_of_the_text_as_given() -> None:
    text = "“𝔛” – Quill’s"
    assert model.find_occurrences(text, ["Quill"]) == [Span(6, 11)]


def test_the_longer_form_wins_and_nothing_overlaps() -> None:
    assert found("Anna Quill and Quill", "Quill", "Anna Quill") == ["Anna Quill", "Quill"]


def test_a_phrase_that_means_something_else_hides_the_form() -> None:
    text = "Berta Quill-Dunn met Quill at Quill Street."
    spans = model.find_occurrences(text, ["Quill"], not_in=["Quill-Dunn", "Quill Street"])
    assert [s.start for s in spans] == [text.index("met Quill") + 4]


def test_without_forms_nothing_is_found_and_an_empty_form_is_refused() -> None:
    assert found("anything") == []
    with pytest.raises(ValueError, match="empty"):
        model.find_occurrences("anything", [" "])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A. Quill, Nibs (Dunmere, 1901), p. 3", ["(Dunmere, 1901)"]),
        ("in [Dunmere and Wick, 1901–1904]", ["[Dunmere and Wick, 1901–1904]"]),
        ("Ferries, 3 vols. (Wick, Fife, 1901-04), 2:5", ["(Wick, Fife, 1901-04)"]),
        ("the pact (August 1901) of Dunmere", []),
        ("(Records of Dunmere, vol. 2, May 1, 1901, p. 8)", []),
    ],
)
def test_imprints_are_told_from_other_brackets(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in model.imprints(text)] == expected


def test_a_place_of_publication_is_no_mention_of_the_place(tmp_path: Path) -> None:
    write(
        tmp_path,
        "places",
        '[[place]]\nid = "dunmere"\nname = "Dunmere"\nkind = "place"\ngloss = "A port."\n'
        'forms = ["Dunmere"]\npassages = ["n1"]\n',
    )
    place = reg.load(tmp_path).places["dunmere"]
    text = "A. Quill, Dunmere and its Ferries (Dunmere, 1901)."
    assert [s.start for s in model.occurrences(place, text)] == [text.index("Dunmere")]


# --- dates


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1934", "1934-01-01", "1934-12-31"),
        ("1924-02", "1924-02-01", "1924-02-29"),
        ("1900-12-31", "1900-12-31", "1900-12-31"),
    ],
)
def test_a_partial_date_knows_the_days_it_may_mean(text: str, first: str, last: str) -> None:
    date = PartialDate.parse(text)
    assert (str(date), date.first.isoformat(), date.last.isoformat()) == (text, first, last)


@pytest.mark.parametrize("text", ["1934-13", "1900-02-29", "1934-7", "34", "July 1934", "0000"])
def test_an_impossible_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        PartialDate.parse(text)


# --- reading


def test_a_full_entry_is_read_with_its_place_in_the_file(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "persons",
        "# comment\n\n"
        + PERSON
        + 'role = "both"\nborn = "1690"\ndied = "1750-06"\nnative = "Анна"\n'
        + 'also = ["2.1"]\nverified = "parish register"\nwikidata = "Q42"\n',
    )
    person = reg.load(tmp_path).persons["anna-quill"]
    assert person == model.Person(
        id="anna-quill",
        name="Anna Quill",
        sort="Quill, Anna",
        was="A clerk of the harbour.",
        forms=("Quill",),
        passages=(PassageId(1, 2), NoteId(1)),
        also=(PassageId(2, 1),),
        role=model.Role.BOTH,
        native="Анна",
        born=PartialDate(1690),
        died=PartialDate(1750, 6),
        verified="parish register",
        wikidata="Q42",
    )
    assert (person.path, person.line) == (path, 3)
    assert [str(p) for p in person.places] == ["1.2", "2.1", "n1"]


def test_no_files_are_empty_registers(tmp_path: Path) -> None:
    assert list(reg.load(tmp_path)) == []


@pytest.mark.parametrize(
    ("addition", "code", "line", "part"),
    [
        ('colour = "red"', RegisterCode.FIELD, 8, "no field “colour”"),
        ('note = "  "', RegisterCode.FIELD, 8, "note is a string that is not blank"),
        ('role = "king"', RegisterCode.FIELD, 8, "role is one of actor, author, both"),
        ('verified = "x"\nborn = "1690-02-30"', RegisterCode.DATE, 9, "impossible"),
        ('verified = "x"\nborn = 1690', RegisterCode.DATE, 9, "quotation marks"),
        ('verified = "x"\nborn = "1690"\ndied = "1689"', RegisterCode.DATE, 10, "1690 to 1689"),
        ('born = "1690"', RegisterCode.VERIFIED, 8, "what born rests on"),
        ('verified = "x"\nwikidata = "42"', RegisterCode.FIELD, 9, "wikidata: “42”"),
        ('verified = "x"\nviaf = "0123"', RegisterCode.FIELD, 9, "viaf: “0123”"),
        ('verified = "x"\ngnd = "11854023"', RegisterCode.FIELD, 9, "gnd: “11854023”"),
        ('gnd = "118540238"', RegisterCode.VERIFIED, 8, "what gnd rests on"),
        ('also = ["n1"]', RegisterCode.PASSAGES, 8, "repeats what passages has: n1"),
        ('not_in = ["Quill Street", "Quill Street"]', RegisterCode.FORMS, 8, "twice"),
    ],
)
def test_a_fault_of_a_field_has_its_code_line_and_entry(
    tmp_path: Path, addition: str, code: RegisterCode, line: int, part: str
) -> None:
    path = write(tmp_path, "persons", PERSON + addition + "\n")
    registers, (fault,) = reg.read(tmp_path)
    assert (fault.code, fault.path, fault.line, fault.entry) == (code, path, line, "anna-quill")
    assert part in fault.message
    assert not registers.persons


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "part"),
    [
        ('forms = ["Quill"]', "forms = []", RegisterCode.FORMS, 6, "no form"),
        ('forms = ["Quill"]', 'forms = ["Quill", ""]', RegisterCode.FORMS, 6, "empty"),
        ('forms = ["Quill"]', 'forms = "Quill"', RegisterCode.FIELD, 6, "list of strings"),
        ('forms = ["Quill"]\n', "", RegisterCode.FIELD, 1, "“forms” is missing"),
        ('["1.2", "n1"]', '["n1", "1.2"]', RegisterCode.PASSAGES, 7, "write 1.2, n1"),
        ('["1.2", "n1"]', '["1.2", "1.2"]', RegisterCode.PASSAGES, 7, "twice"),
        ('["1.2", "n1"]', '["one"]', RegisterCode.PASSAGES, 7, "“one”"),
        ('["1.2", "n1"]', "[]", RegisterCode.PASSAGES, 7, "no passage"),
        ('id = "anna-quill"', 'id = "Anna Quill"', RegisterCode.ID, 2, "small ASCII letters"),
    ],
)
def test_a_field_that_every_entry_has_is_checked(
    tmp_path: Path, old: str, new: str, code: RegisterCode, line: int, part: str
) -> None:
    write(tmp_path, "persons", PERSON.replace(old, new))
    _, (fault,) = reg.read(tmp_path)
    assert (fault.code, fault.line) == (code, line)
    assert part in fault.message


def test_a_duplicate_id_is_refused_and_the_first_kept(tmp_path: Path) -> None:
    write(tmp_path, "persons", PERSON + "\n" + PERSON.replace("clerk", "cook"))
    registers, (fault,) = reg.read(tmp_path)
    assert (fault.code, fault.line, fault.entry) == (RegisterCode.ID, 10, "anna-quill")
    assert "line 1" in fault.message
    assert registers.persons["anna-quill"].was == "A clerk of the harbour."


def test_every_fault_is_found_at_once_and_load_raises_them(tmp_path: Path) -> None:
    write(tmp_path, "persons", "[[person]]\ncolour = 1\n" + PERSON.replace('"1.2", ', '"x", '))
    write(tmp_path, "terms", "[[person]]\n")
    with pytest.raises(model.RegisterError) as raised:
        reg.load(tmp_path)
    faults = raised.value.faults
    assert [f.code for f in faults] == [
        *[RegisterCode.FIELD] * 7,
        RegisterCode.PASSAGES,
        RegisterCode.FILE,
    ]
    assert faults[0].entry == "person 1"
    assert str(faults[-1]) in str(raised.value)


@pytest.mark.parametrize(
    ("content", "part"),
    [(b"[[person", "end of an array"), (b"\xff", "UTF-8"), (b"person = 3", "[[person]]")],
)
def test_a_file_that_is_no_register_is_one_fault(tmp_path: Path, content: bytes, part: str) -> None:
    path = tmp_path / "persons.toml"
    path.write_bytes(content)
    _, (fault,) = reg.read(tmp_path)
    assert (fault.code, fault.path, fault.entry) == (RegisterCode.FILE, path, "")
    assert part in fault.message


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ('"1721-03-04"\nprecision', '"1721-03-04"\nend = "1721-03-03"\nprecision', "ends before"),
        ('precision = "day"', 'precision = "month"', "not of the precision"),
        ('"1721-03-04"', '"1721-03"', "not of the precision"),
        ('"1721-03-04"\nprecision = "day"', '"1721-03"\nprecision = "season"', "end is missing"),
        ('precision = "day"', 'precision = "day"\nauthors_date = "1720"', "needs a note"),
        ('precision = "day"', 'precision = "day"\nadded = true', "added rests on"),
        ('precision = "day"', 'precision = "day"\nadded = "yes"', "true or false"),
    ],
)
def test_the_dates_of_an_event_agree(tmp_path: Path, old: str, new: str, part: str) -> None:
    write(tmp_path, "events", EVENT.replace(old, new))
    _, (fault,) = reg.read(tmp_path)
    assert part in fault.message
    assert fault.entry == "treaty-of-dunmere"


def test_the_chronology_is_in_order_of_time_wide_before_narrow(tmp_path: Path) -> None:
    def event(name: str, date: str, precision: str, end: str = "") -> str:
        source = EVENT.replace("treaty-of-dunmere", name).replace("1721-03-04", date)
        return source.replace('"day"', f'"{precision}"') + (f'end = "{end}"\n' if end else "")

    write(
        tmp_path,
        "events",
        event("later", "1722", "year")
        + event("day", "1721-03-01", "day")
        + event("month", "1721-03", "month")
        + event("spring", "1721-03", "season", "1721-05"),
    )
    assert [e.id for e in reg.load(tmp_path).chronology()] == ["spring", "month", "day", "later"]


def test_the_language_of_a_term_is_a_tag(tmp_path: Path) -> None:
    term = (
        '[[term]]\nid = "nib"\nname = "nib"\nlang = "{}"\ngloss = "A point."\n'
        'forms = ["nib"]\npassages = ["1.1"]\n'
    )
    write(tmp_path, "terms", term.format("ru-Latn"))
    assert reg.load(tmp_path).terms["nib"].lang == "ru-Latn"
    write(tmp_path, "terms", term.format("Russian"))
    _, (fault,) = reg.read(tmp_path)
    assert (fault.code, fault.line) == (RegisterCode.FIELD, 4)


# --- against the text


def compared(tmp_path: Path, *units: EstablishedUnit, source: str = PERSON) -> list[Fault]:
    write(tmp_path, "persons", source)
    return model.compare(reg.load(tmp_path), established(*units))


def test_a_true_record_agrees_with_the_text(tmp_path: Path) -> None:
    units = (unit("1.1", "Rain."), unit("1.2", "Quill's rain."), unit("n1", "See Quill."))
    assert compared(tmp_path, *units) == []


def test_what_is_not_recorded_and_what_is_not_there_are_told_apart(tmp_path: Path) -> None:
    units = (unit("1.1", "Quill."), unit("1.2", "Rain."), unit("n1", "See Quill."))
    (fault,) = compared(tmp_path, *units)
    assert (fault.code, fault.entry, fault.line) == (RegisterCode.OCCURRENCE, "anna-quill", 1)
    assert fault.message == "not recorded: 1.1; recorded without a form: 1.2"


def test_a_form_that_never_occurs_is_reported(tmp_path: Path) -> None:
    source = PERSON.replace('["Quill"]', '["Quill", "Quil"]')
    units = (unit("1.2", "Quill."), unit("n1", "See Quill."))
    (fault,) = compared(tmp_path, *units, source=source)
    assert (fault.code, fault.message) == (RegisterCode.FORM_UNUSED, "the form “Quil” never occurs")


def test_a_form_that_only_stands_within_a_longer_one_is_reported(tmp_path: Path) -> None:
    source = PERSON.replace('["Quill"]', '["Quill", "Anna Quill"]')
    units = (unit("1.2", "Anna Quill."), unit("n1", "See Anna Quill."))
    (fault,) = compared(tmp_path, *units, source=source)
    assert "“Quill”" in fault.message


@pytest.mark.parametrize("missing", ["1.2", "n1"])
def test_a_place_that_is_not_established_proves_nothing(tmp_path: Path, missing: str) -> None:
    units = [unit("1.2", "Quill."), unit("n1", "See Quill.")]
    assert compared(tmp_path, *(u for u in units if str(u.place) != missing)) == []


def test_a_damaged_sentence_proves_nothing_of_absence(tmp_path: Path) -> None:
    damaged = unit("1.2", "Qu1ll.", SentenceStatus.UNVERIFIED)
    assert compared(tmp_path, damaged, unit("n1", "See Quill.")) == []


def test_an_event_without_forms_is_not_compared(tmp_path: Path) -> None:
    write(tmp_path, "events", EVENT)
    assert model.compare(reg.load(tmp_path), established(unit("1.1", "Rain."))) == []


def test_places_sort_passages_before_notes() -> None:
    places: tuple[Place, ...] = (NoteId(2), PassageId(1, 10), PassageId(1, 2))
    entry = model.Entry(id="x", name="x", forms=(), passages=places)
    assert [str(p) for p in entry.places] == ["1.2", "1.10", "n2"]


# --- the edition's own registers

ROOT = Path(__file__).parents[2]


def test_the_editions_registers_have_no_fault_and_name_places_of_the_essay() -> None:
    known = lock.load(ROOT / "docs/essay/text.lock")
    registers = reg.load(ROOT / "docs/registers")
    assert all((registers.persons, registers.places, registers.events, registers.terms))
    assert [(e.id, p) for e in registers for p in e.places if p not in known] == []


@pytest.mark.skipif(not (ROOT / "docs/essay/text").is_dir(), reason="needs the established text")
def test_the_editions_registers_agree_with_the_established_text() -> None:
    text = store.load(ROOT / "docs/essay/text")
    assert [str(f) for f in model.compare(reg.load(ROOT / "docs/registers"), text)] == []
