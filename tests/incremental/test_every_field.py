"""Whatever is changed alone, an incremental build gives what a clean one gives, byte for byte.

What can be changed is every field of every record, as the dataclasses have them: a new field is
tried too, and fails until :data:`CHANGES` says how it is changed and :data:`UNSEEN` whether a
reader sees it.
"""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Built, Edition

from critical_edition.citation.names import NAME_FIELDS
from critical_edition.citation.record import Record
from critical_edition.citation.validate import FIELDS
from critical_edition.model.commentary import Argument, Comment, Parallel
from critical_edition.model.records import NoteRecord, PassageRecord
from critical_edition.model.registers import Event, NamedPlace, Person, Term
from critical_edition.sources.people import Contributor
from critical_edition.text.marks import Mark

ROOT = Path(__file__).parent / "edition"
LAMPS = Path(__file__).parent.parent / "editions/lamps/docs"
"""An edition whose author's words stand in its pages."""

COMMENTS, OTHERS = "commentary/editors.md", "commentary/others.md"
HARBOUR, DREDGERS = "essay/1-the-harbour.md", "essay/2-the-dredgers.md"
MARKS, PEOPLE, WORKS = "essay/marks/1.toml", "contributors.toml", "references.bib"

Edit = tuple[str, str, str]
"""A page, words that it has once, and what takes their place; all the page where there are none."""

_MOVED = re.compile(r"\n:::\{comment\} moon.*?\n:::\n", re.DOTALL)
_STILL = re.compile(r"\n:::\{parallel\} silt-still.*?\n:::\n", re.DOTALL)


def _whole(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def _moved(block: re.Pattern[str] | str, source: str, target: str) -> list[Edit]:
    """Return the edits that take a part of a page to the end of another."""
    if isinstance(block, str):
        found = block
    else:
        match = block.search(_whole(source))
        assert match
        found = match[0]
    return [(source, found, ""), (target, "", _whole(target) + found)]


def _below(name: str) -> list[Edit]:
    """Return the edit that moves all of a page one line down."""
    return [(name, "", f"\n{_whole(name)}")]


def _register(file: str, entry: str, **also: str | list[Edit]) -> dict[str, list[Edit]]:
    """Return the changes of an entry's common fields and of others; a new field is added to it."""
    path = f"registers/{file}.toml"
    anew = {
        "not_in": 'not_in = ["Old Marlow"]',
        "also": 'also = ["1.2"]',
        "verified": 'verified = "a book"',
        "note": 'note = "It is unsure."',
        "standard": 'standard = "Other"',
        "native": 'native = "Иное"',
        "wikidata": 'wikidata = "Q42"',
        "viaf": 'viaf = "12345"',
        "gnd": 'gnd = "118540238"',
    }
    changes: dict[str, list[Edit]] = {
        "path": [(path, f'id = "{entry}"', f'\n# Written here.\nid = "{entry}"')],
        "line": _below(path),
    }
    for name, line in anew.items():
        changes[name] = [(path, f'id = "{entry}"', f'id = "{entry}"\n{line}')]
    for name, edit in also.items():
        if isinstance(edit, str):
            changes[name] = [(path, f'id = "{entry}"', f'id = "{entry}"\n{edit}')]
        else:
            changes[name] = [(path, old, new) for _, old, new in edit]
    return changes


CHANGES: dict[type[Any], dict[str, list[Edit]]] = {
    Comment: {
        "id": [(OTHERS, "{comment} pilots", "{comment} oarsmen")],
        "on": [(COMMENTS, ':on: 1.1 "seven winters"', ':on: 1.2 "seven more"')],
        "kind": [(COMMENTS, ":kind: text", ":kind: argument")],
        "by": [(COMMENTS, ":by: editors", ":by: ben")],
        "date": [(COMMENTS, "2026-11-24", "2026-12-24")],
        "body": [(COMMENTS, "The moon was new.", "The moon was *full* {cite:p}`report`.")],
        "replies_to": [(COMMENTS, ":replies-to: winters", ":replies-to: pilots")],
        "uncited": [(COMMENTS, "on the wording alone", "on the wording only")],
        "docname": _moved(_MOVED, COMMENTS, OTHERS),
        "line": _below(COMMENTS),
        "spots": [(COMMENTS, ":kind: text\n:by: editors", ":by: editors\n:kind: text")],
    },
    Argument: {
        "id": [
            ("silt.md", "{argument} silt", "{argument} mud"),
            ("silt.md", ":argument: silt\n:from: 1.1", ":argument: mud\n:from: 1.1"),
            ("silt.md", ":argument: silt\n:from: n1", ":argument: mud\n:from: n1"),
        ],
        "title": [("silt.md", ":title: The silt", ":title: The mud")],
        "body": [("silt.md", "Silt explains everything", "Silt explains {edition:passage}`1.2`")],
        "docname": _moved(_whole("tide.md").partition("\n\n")[2], "tide.md", "map.md"),
        "line": _below("silt.md"),
        "spots": [("silt.md", ":title: The silt", ":title:  The silt")],
    },
    Parallel: {
        "id": [("silt.md", "{parallel} silt-still", "{parallel} silt-yet")],
        "argument": [("silt.md", ":argument: silt\n:from: n1", ":argument: tide\n:from: n1")],
        "start": [("silt.md", ":from: n1", ":from: 1.2")],
        "end": [("silt.md", ":to: 2.2", ":to: 2.1")],
        "relation": [("silt.md", ":relation: develops", ":relation: qualifies")],
        "by": [("silt.md", ":by: editors", ":by: ben")],
        "body": [("silt.md", "And so does this.", "And so does {edition:comment}`moon`.")],
        "docname": _moved(_STILL, "silt.md", OTHERS),
        "line": _below("silt.md"),
        "spots": [("silt.md", ":from: n1\n:to: 2.2", ":to: 2.2\n:from: n1")],
    },
    PassageRecord: {
        "passage": [(DREDGERS, "{passage} 2.2", "{passage} 2.3")],
        "pages": [(DREDGERS, ":pages: 566", ":pages: 566-567")],
        "incipit": [(DREDGERS, "Of the pilots nothing", "Of the pilots")],
        "docname": _moved(
            _whole(DREDGERS)[_whole(DREDGERS).index("\n:::{passage} 2.2") :], DREDGERS, HARBOUR
        ),
        "line": _below(DREDGERS),
        "spots": [
            (
                DREDGERS,
                ":incipit: Of the pilots nothing\n:pages: 566",
                ":pages: 566\n:incipit: Of the pilots nothing",
            )
        ],
        "summary": [(DREDGERS, "The pilots went elsewhere.", "The pilots went home.")],
        "content": [("text/1-of-darkness.md", "a moon on paper", "a *moon* of paper")],
        "body": [(DREDGERS, "The pilots went elsewhere.", "The *pilots* {cite:p}`tides` went.")],
    },
    NoteRecord: {
        "note": [(DREDGERS, "{authornote} 3", "{authornote} 4")],
        "passage": [
            (
                DREDGERS,
                _whole(DREDGERS)[_whole(DREDGERS).index(":::{authornote} 3") :],
                _whole(DREDGERS)[_whole(DREDGERS).index(":::{passage} 2.2") :]
                + _whole(DREDGERS)[
                    _whole(DREDGERS).index(":::{authornote} 3") : _whole(DREDGERS).index(
                        ":::{passage} 2.2"
                    )
                ],
            )
        ],
        "ibid": [(HARBOUR, ":ibid: tides\n\n", "")],
        "docname": _moved(
            _whole(DREDGERS)[
                _whole(DREDGERS).index(":::{authornote} 3") : _whole(DREDGERS).index(
                    ":::{passage} 2.2"
                )
            ],
            DREDGERS,
            HARBOUR,
        ),
        "line": _below(DREDGERS),
        "spots": [(HARBOUR, ":ibid: tides", ":ibid:  tides")],
        "summary": [(DREDGERS, "Marlow was not there.", "Marlow was there.")],
        "content": [("text/1-of-darkness.md", "the chest of", "a *chest* of")],
        "body": [(DREDGERS, "Marlow was not there.", "Marlow was there {cite:p}`paper{p. 40}`.")],
    },
    Person: _register(
        "persons",
        "marlow",
        id=[("", 'id = "marlow"', 'id = "mayor"')],
        name=[("", 'name = "Ada Marlow"', 'name = "Ida Marlow"')],
        forms=[("", 'forms = ["Marlow"]', 'forms = ["Mayor Marlow"]')],
        passages=[("", 'passages = ["1.1"]', 'passages = ["1.2"]')],
        not_in='not_in = ["Mayor Marlow"]',
        sort=[("", 'sort = "Marlow, Ada"', 'sort = "Zander, Ada"')],
        was=[("", "Mayor of Westhaven.", "Mayoress of Westhaven.")],
        role='role = "author"',
        born='born = "1881"\nverified = "a book"',
        died='died = "1951"\nverified = "a book"',
    ),
    NamedPlace: _register(
        "places",
        "board",
        id=[("", 'id = "board"', 'id = "office"')],
        name=[("", 'name = "Harbour Board"', 'name = "Board of the Harbour"')],
        forms=[("", 'forms = ["Harbour Board"]', 'forms = ["Board"]')],
        passages=[
            (
                "",
                'forms = ["Harbour Board"]\npassages = ["1.1"]',
                'forms = ["Harbour Board"]\npassages = ["1.2"]',
            )
        ],
        not_in='not_in = ["the Harbour Board"]',
        kind=[("", 'kind = "institution"', 'kind = "place"')],
        gloss=[("", "The office of the harbour.", "The office of the port.")],
        began='began = "1881"\nverified = "a book"',
        ended='ended = "1951"\nverified = "a book"',
    ),
    Event: _register(
        "events",
        "flood",
        id=[("", 'id = "flood"', 'id = "deluge"')],
        name=[("", 'name = "The Flood"', 'name = "The Deluge"')],
        forms='forms = ["flood"]',
        passages=[("", 'passages = ["1.1"]', 'passages = ["1.2"]')],
        kind=[("", 'kind = "conflict"', 'kind = "speech"')],
        date=[("", 'date = "1927"', 'date = "1928"')],
        precision=[("", 'date = "1927"\nprecision = "year"', 'date = "1927"\nprecision = "circa"')],
        gloss=[("", "The river rises.", "The river falls.")],
        end='end = "1928"',
        added='added = true\nverified = "a book"',
        authors_date='authors_date = "1926"\nnote = "A slip."',
    ),
    Term: _register(
        "terms",
        "slack",
        id=[("", 'id = "slack"', 'id = "still"')],
        name=[("", 'name = "slack water"', 'name = "Slack Water"')],
        forms=[("", 'forms = ["slack water"]', 'forms = ["slack"]')],
        passages=[("", 'passages = ["1.1"]', 'passages = ["1.2"]')],
        not_in='not_in = ["at slack water"]',
        lang=[("", 'lang = "en"', 'lang = "fr"')],
        gloss=[("", "Between the tides.", "Between two tides.")],
    ),
    Contributor: {
        "id": [(PEOPLE, 'id = "ben"', 'id = "benjamin"')],
        "name": [(PEOPLE, 'name = "Ada Kestrel"', 'name = "Ada Osprey"')],
        "sort": [(PEOPLE, 'sort = "Kestrel, Ada"', 'sort = "Zander, Ada"')],
        "orcid": [(PEOPLE, 'id = "ada"', 'id = "ada"\norcid = "0000-0002-1825-0097"')],
        "roles": [(PEOPLE, 'roles = ["validation"]', 'roles = ["software"]')],
        "accounts": [(PEOPLE, "github:kestrel", "github:osprey")],
        "editor": [(PEOPLE, 'id = "ada"', 'id = "ada"\neditor = true')],
        "collective": [(PEOPLE, "collective = true\n", 'sort = "Editors"\n')],
        "note": [(PEOPLE, 'id = "ada"', 'id = "ada"\nnote = "She wrote."')],
        "line": _below(PEOPLE),
    },
    Mark: {
        "place": [(MARKS, 'on = "1.1"\nkind = "emendation"', 'on = "1.2"\nkind = "emendation"')],
        "kind": [
            (
                MARKS,
                'kind = "emphasis"\nlemma = "Harbour Board"\nreason = "foreign"\nlang = "de"',
                'kind = "emendation"\nlemma = "Harbour Board"\nreading = "Port Board"',
            )
        ],
        "lemma": [(MARKS, 'lemma = "equinoxe"', 'lemma = "the equinoxe"')],
        "value": [(MARKS, 'reading = "equinox"', 'reading = "solstice"')],
        "remark": [(MARKS, "A slip.", "A slip of the pen.")],
        "path": _moved(
            _whole(MARKS)[_whole(MARKS).index('\n[[mark]]\non = "1.1"\nkind = "emphasis"') :],
            MARKS,
            "essay/marks/2.toml",
        ),
        "line": _below(MARKS),
        "certainty": [(MARKS, 'certainty = "inferred"\n', "")],
        "lang": [(MARKS, 'lang = "de"', 'lang = "fr"')],
        "readings": [(MARKS, '"six winters", witnesses', '"five winters", witnesses')],
        "witnesses": [(MARKS, 'witnesses = ["A"]\n', "")],
    },
    Record: {
        "key": [
            (WORKS, "@online{report,", "@online{account,"),
            (OTHERS, "{cite:p}`report`", "{cite:p}`account`"),
        ],
        "type": [(WORKS, "@online{report,", "@report{report,")],
        "fields": [(WORKS, "title = {Tides}", "title = {Neap Tides}")],
        "names": [(WORKS, "Kestrel, Ada", "Osprey, Ada")],
        "crossref": [(WORKS, "  crossref = {papers},\n", "")],
    },
}

_BECOMES = {
    "added": "true",
    "annotation": "A note.",
    "chapter": "4",
    "crossref": "albums",
    "date": "1939",
    "day": "4",
    "doi": "10.1000/182",
    "editortype": "compiler",
    "entrysubtype": "newspaper",
    "keywords": "documents",
    "langid": "german",
    "language": "german",
    "month": "5",
    "number": "6",
    "options": "useauthor=false",
    "origdate": "1899",
    "pages": "50--54",
    "part": "2",
    "issuedate": "1939",
    "shorthand": "T",
    "url": "https://example.org/other",
    "urldate": "2020-01-02",
    "volume": "7",
    "volumes": "8",
    "year": "1939",
    "edition": "2",
}
"""What fields of a record become that no words fit; others become words."""

_WITHIN = {
    "crossref": "talk",
    "entrysubtype": "paper",
    "number": "paper",
    "issue": "paper",
    "pages": "paper",
    "volume": "paper",
    "journaltitle": "paper",
    "journalsubtitle": "paper",
    "origjournal": "paper",
    "booktitle": "letter",
    "booksubtitle": "letter",
    "bookauthor": "letter",
    "chapter": "letter",
    "urldate": "report",
    "url": "report",
    "howpublished": "report",
    "editor": "papers",
    "editortype": "papers",
}
"""In which record a field is changed that the book ``tides`` would not show."""


def _records() -> dict[str, str]:
    """Return the records of the edition by their keys."""
    found = re.finditer(r"^@\w+\{(\w+),\n.*?^\}\n", _whole(WORKS), re.M | re.DOTALL)
    return {match[1]: match[0] for match in found}


def _changed(record: str, name: str) -> str:
    """Return a record that has a field otherwise."""
    value = _BECOMES.get(name, "Heron, Ida" if name in NAME_FIELDS else "Other Words")
    lines = [line for line in record.splitlines() if not line.startswith(f"  {name} = ")]
    if name in ("year", "month", "day"):  # which stand for a date
        lines = [line for line in lines if not line.startswith("  date = ")]
        lines.insert(1, "  year = {1931}," if name != "year" else "")
    return "\n".join([lines[0], f"  {name} = {{{value}}},", *lines[1:], ""])


def _fields() -> Iterator[tuple[str, str]]:
    for kind in CHANGES:
        yield from ((kind.__name__, field.name) for field in dataclasses.fields(kind))


def changes(kind: str, name: str) -> list[Edit]:
    """Return the edits that change a field; fail where nobody has said how."""
    known = {k.__name__: found for k, found in CHANGES.items()}[kind]
    assert name in known, f"say in CHANGES how {kind}.{name} is changed in a page"
    return known[name]


UNSEEN = {
    *((kind, "line") for kind in (k.__name__ for k in CHANGES) if kind != "Record"),
    *(
        (kind, n)
        for kind in ("Person", "NamedPlace", "Event", "Term")
        for n in ("path", "verified", "note")
    ),
    ("Comment", "uncited"),
    *((k.__name__, "spots") for k in (Comment, Argument, Parallel, PassageRecord, NoteRecord)),
    ("Mark", "path"),
    ("Parallel", "docname"),
    ("Person", "role"),
    ("Event", "kind"),
    ("Event", "not_in"),
    ("Contributor", "accounts"),
    ("Contributor", "editor"),
}
"""What no page shows."""


@dataclasses.dataclass(frozen=True, slots=True)
class Base:
    """An edition that was built once into ``base``, to be copied from there."""

    edition: Edition

    @classmethod
    def of(cls, docs: Path, folder: Path) -> Base:
        """Copy an edition's sources, with its records where they lie beside them, and build it."""
        shutil.copytree(docs, folder / "docs")
        if (docs.parent / WORKS).is_file():
            shutil.copy(docs.parent / WORKS, folder)
        edition = Edition(folder / "docs", folder / "work")
        for path in edition.source.rglob("*"):
            os.utime(path, (10**9, 10**9))  # Sphinx writes anew what is older than its source.
        made = cls(edition)
        assert made.build("base").warnings == []
        return made

    def build(self, to: str) -> Built:
        """Build with the theme that has the least to write."""
        return self.edition.build(to=to, html_theme="basic")


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], Base]]:
    """Each edition that is asked for, built once."""
    made: dict[Path, Base] = {}

    def base(docs: Path) -> Base:
        if docs not in made:
            made[docs] = Base.of(docs, tmp_path_factory.mktemp("fields"))
        return made[docs]

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1000000000")
        yield base


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of a build."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".buildinfo")
    }


@pytest.mark.parametrize(("kind", "name"), list(_fields()))
def test_a_field_that_is_changed_alone_is_seen_wherever_it_is_shown(
    bases: Callable[[Path], Base], kind: str, name: str
) -> None:
    made = bases(LAMPS if name == "content" else ROOT)
    edition = made.edition
    before: dict[str, str] = {}
    base, again, anew = (edition.work / to for to in ("base", "kept", "clean"))
    for out in (again, anew):
        shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(base, again)
    # The compiled templates of the theme, which are half of the time.
    shutil.copytree(base / "doctrees/templates", anew / "doctrees/templates")
    try:
        for file, old, new in changes(kind, name):
            content = (edition.source / file).read_text("utf-8")
            before.setdefault(file, content)
            assert not old or content.count(old) == 1, (file, old)
            edition.write(file, content.replace(old, new) if old else new)
        kept, clean = made.build("kept"), made.build("clean")
    finally:
        for file, content in before.items():
            (edition.source / file).write_text(content, "utf-8")
            os.utime(edition.source / file, (10**9, 10**9))
    unchanged, left, right = (contents(out / "html") for out in (base, again, anew))
    assert len(right) > 15
    assert [n for n in left.keys() | right.keys() if left.get(n) != right.get(n)] == []
    assert sorted(kept.warnings) == sorted(clean.warnings)
    assert (unchanged != right) is ((kind, name) not in UNSEEN)


UNCITED = frozenset(
    [
        "added",
        "afterword",
        "annotation",
        "annotator",
        "commentator",
        "day",
        "editora",
        "editorb",
        "editorc",
        "foreword",
        "institution",
        "isbn",
        "issn",
        "keywords",
        "langid",
        "language",
        "mentioned",
        "organization",
        "origdate",
        "shorttitle",
        "sortkey",
        "type",
        "urldate",
        "verified",
    ]
)
"""The fields of a record that a note does not show which cites it."""

UNTOLD = UNCITED.union(
    [
        "chapter",
        "doi",
        "note",
        "origjournal",
        "origtitle",
        "pages",
        "publisher",
        "titleaddon",
        "titletranslation",
    ]
)
"""Those that it does not show on a page of HTML."""


@pytest.mark.parametrize(("made", "unseen"), [("html", UNTOLD), ("xml", UNCITED)])
def test_each_field_of_a_work_is_seen_by_those_who_cite_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: str, unseen: frozenset[str]
) -> None:
    """All at once, but alone for its page: each has a record of its own, cited on a page of its own."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    shutil.copytree(ROOT, tmp_path / "source")
    edition = Edition(tmp_path / "source", tmp_path / "work")
    before, after = [], []
    for number, name in enumerate(sorted(FIELDS), 10):
        kind = _WITHIN.get(name, "tides")
        record = _records()[kind].replace(f"{{{kind},", f"{{of-{name},")
        before.append(record)
        after.append(_changed(record, name))
        edition.write(
            f"essay/{number}-{name}.md",
            f"---\norphan: true\n---\n# {name}\n\n:::{{passage}} {number}.1\n:incipit: Words\n"
            f":pages: 566\n\nOf a field.\n:::\n\n:::{{authornote}} {number}\n"
            f"{{cite:p}}`of-{name}`.\n:::\n",
        )
    edition.write(WORKS, "\n".join([_whole(WORKS), *before]))
    for path in edition.source.rglob("*"):
        os.utime(path, (10**9, 10**9))
    first = edition.build(made, to="kept")
    assert first.warnings == []
    old = contents(first.out)
    edition.write(WORKS, "\n".join([_whole(WORKS), *after]))
    kept, clean = (edition.build(made, to=to) for to in ("kept", "clean"))
    left, right = contents(kept.out), contents(clean.out)
    assert [n for n in left.keys() | right.keys() if left.get(n) != right.get(n)] == []
    assert sorted(kept.warnings) == sorted(clean.warnings)
    pages = {n.split("-")[1].split(".")[0]: n for n in right if re.match(r"essay/\d\d-", n)}
    assert pages.keys() >= FIELDS
    assert {name for name in FIELDS if old[pages[name]] == right[pages[name]]} == unseen


def test_only_what_there_is_is_said_to_be_changed() -> None:
    there = set(_fields())
    for kind, known in CHANGES.items():
        shared = {"viaf", "wikidata", "gnd", "standard", "native"}  # of some registers' entries
        assert {n for n in known if (kind.__name__, n) not in there} <= shared
    assert there >= UNSEEN
