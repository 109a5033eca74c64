"""A record to take away."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from critical_edition.citation import export, record
from critical_edition.citation.work import Library

SOURCE = r"""
@incollection{part, author={{A Body} and von Rauch, Georg}, title={Über -- \emph{It}},
  booktitle={Writings}, crossref={whole}, volume={5}, pages={101--108}, date={1921-03-04},
  year={1921}, langid={german}, titletranslation={On It}, keywords={author}, verified={x}}
@collection{whole, editor={Ed, Ira}, title={Writings}, volumes={13}, address={Rome and London},
  publisher={P}, date={1946/1952}, year={1946–1952}, keywords={author}}
@article{winter, author={Writer, A.}, title={It}, journal={J}, date={1956}, year={1956},
  issuedate={Winter 1956}}
"""


def test_bibtex_stands_by_itself() -> None:
    records = record.parse(SOURCE)
    written = export.bibtex(records["part"], records["whole"])
    assert (
        written
        == r"""@incollection{part,
  author           = {{A Body} and von Rauch, Georg},
  editor           = {Ed, Ira},
  title            = {Über -- \emph{It}},
  booktitle        = {Writings},
  volume           = {5},
  volumes          = {13},
  pages            = {101--108},
  address          = {Rome and London},
  publisher        = {P},
  date             = {1946/1952},
  year             = {1946–1952},
  langid           = {german},
  origdate         = {1921-03-04},
  titletranslation = {On It},
}
"""
    )
    again = record.parse(written)["part"]
    assert again.names["author"] == records["part"].names["author"]
    assert export.bibtex(again) == written


def test_csl_json() -> None:
    [item] = json.loads(export.csl_json(Library(record.parse(SOURCE))["part"]))
    assert item == {
        "id": "part",
        "type": "chapter",
        "title": "Über – It",
        "author": [
            {"literal": "A Body"},
            {"family": "Rauch", "given": "Georg", "non-dropping-particle": "von"},
        ],
        "editor": [{"family": "Ed", "given": "Ira"}],
        "container-title": "Writings",
        "volume": "5",
        "number-of-volumes": "13",
        "page": "101-8",
        "publisher": "P",
        "publisher-place": "Rome; London",
        "issued": {"date-parts": [[1946], [1952]]},
        "original-date": {"date-parts": [[1921, 3, 4]]},
        "language": "de",
    }


def test_a_season() -> None:
    [item] = json.loads(export.csl_json(Library(record.parse(SOURCE))["winter"]))
    assert item["issued"] == {"date-parts": [[1956]], "season": 4}


def test_doubt_and_what_goes_on() -> None:
    works = Library(
        record.parse("@book{a, title={T}, date={1931?}}\n@book{b, title={T}, date={1990/}}")
    )
    assert export.csl(works["a"])["issued"] == {"date-parts": [[1931]], "circa": True}
    assert export.csl(works["b"])["issued"] == {"date-parts": [[1990], [0]]}


def test_biblatex_stands_by_itself() -> None:
    records = record.parse(SOURCE)
    assert (
        export.biblatex(records["part"], records["whole"])
        == r"""@incollection{part,
  author     = {{A Body} and von Rauch, Georg},
  editor     = {Ed, Ira},
  title      = {Über -- \emph{It}},
  booktitle  = {Writings},
  volume     = {5},
  volumes    = {13},
  pages      = {101--108},
  publisher  = {P},
  date       = {1946/1952},
  langid     = {german},
  location   = {Rome and London},
  origdate   = {1921-03-04},
  titleaddon = {[On It]},
}
"""
    )


MORE = r"""
@book{lone, editor={Ed, Ira}, title={Papers}, date={[1931]}, keywords={editors}, verified={x}}
@collection{theirs, author={Writer, A.}, editor={Ed, I.}, title={Papers}, year={1931}}
@inbook{piece, author={Writer, A.}, title={It}, crossref={theirs}, volume={1(14)},
  origdate={1921-03-04}}
@online{page, title={A \& B}, url={\url{https://example.org/a\_b}}, urldate={2026-11-23},
  date={1990/}}
@misc{letter, author={Writer, A.}, title={Letter}, publisher={P}, date={1931~}}
@misc{cable, author={Writer, A.}, title={Cable}, origdate={1929-08}}
@book{vatty, title={Vatty}, origtitle={Ватты}, titletranslation={Mudflats}, language={russian},
  author={Writer, A.}, note={N}}
"""


def test_biblatex_has_its_own_types_and_forms() -> None:
    records = record.parse(MORE)
    written = {
        key: record.parse(export.biblatex(one, records.get(one.crossref)))[key]
        for key, one in records.items()
    }
    assert {key: one.type for key, one in written.items()} == {
        "lone": "collection",
        "theirs": "book",
        "piece": "inbook",
        "page": "online",
        "letter": "misc",
        "cable": "misc",
        "vatty": "book",
    }
    assert written["lone"].fields == {"title": "Papers", "date": "1931"}
    piece = written["piece"].fields
    assert (piece["date"], piece["origdate"], piece["volume"]) == ("1931", "1921-03-04", "1")
    assert piece["note"] == "Vol. 1 is also numbered 14"
    page = written["page"].fields
    assert (page["url"], page["date"]) == ("https://example.org/a_b", "1990/")
    assert (written["letter"].fields["date"], written["letter"].fields["note"]) == ("1931~", "P")
    assert written["cable"].fields == {"title": "Cable", "date": "1929-08"}
    vatty = written["vatty"].fields
    assert (vatty["titleaddon"], vatty["langid"]) == ("Ватты [Mudflats]", "russian")


def test_signs_are_safe_for_latex() -> None:
    source = r"@misc{a, title={50% & more}, howpublished={\url{https://a.org/b%20c}}, url={https://a.org/%20}}"
    written = export.biblatex(record.parse(source)["a"])
    assert r"{50\% \& more}" in written
    assert r"\url{https://a.org/b%20c}" in written
    assert "{https://a.org/%20}" in written


def test_bibtex_is_for_the_standard_styles() -> None:
    records = record.parse(MORE)
    piece = record.parse(export.bibtex(records["piece"], records["theirs"]))["piece"]
    assert (piece.type, piece.fields["year"]) == ("incollection", "1931")
    theirs = record.parse(export.bibtex(records["theirs"]))["theirs"]
    assert (theirs.type, theirs.fields["note"]) == ("book", "Edited by I. Ed")
    page = export.bibtex(records["page"])
    assert page.startswith("@misc{page,")
    assert r"{A \& B}" in page


def test_ris() -> None:
    works = Library(record.parse(SOURCE + MORE))
    assert export.ris(works["part"]).split("\r\n") == [
        "TY  - CHAP",
        "ID  - part",
        "AU  - A Body",
        "AU  - von Rauch, Georg",
        "A2  - Ed, Ira",
        "TI  - Über – It",
        "TT  - On It",
        "T2  - Writings",
        "VL  - 5",
        "NV  - 13",
        "SP  - 101",
        "EP  - 108",
        "CY  - Rome; London",
        "PB  - P",
        "PY  - 1946",
        "DA  - 1946///1946–52",
        "LA  - de",
        "N1  - Dated March 4, 1921",
        "ER  - ",
        "",
    ]
    page = export.ris(works["page"])
    assert "TY  - ELEC\r\n" in page
    assert "Y2  - 2026/11/23/\r\n" in page
    assert "DA  - 1990///1990–\r\n" in page


_KNOWN = frozenset(
    {
        "author",
        "bookauthor",
        "editor",
        "editortype",
        "translator",
        "introduction",
        "title",
        "titleaddon",
        "booktitle",
        "journaltitle",
        "journaltitleaddon",
        "edition",
        "volume",
        "volumes",
        "part",
        "number",
        "series",
        "pages",
        "chapter",
        "location",
        "publisher",
        "institution",
        "organization",
        "howpublished",
        "date",
        "origdate",
        "urldate",
        "issue",
        "type",
        "language",
        "langid",
        "note",
        "url",
        "doi",
        "isbn",
        "shorttitle",
        "entrysubtype",
        "options",
    }
)
"""The fields of biblatex’s data model that the edition’s records use."""


@pytest.fixture(scope="module")
def whole_list() -> dict[str, record.Record]:
    return record.load(Path(__file__).parents[2] / "references.bib")


def test_all_records_are_what_biblatex_knows(whole_list: dict[str, record.Record]) -> None:
    again = record.parse(export.everything(Library(whole_list), "biblatex"))
    assert again.keys() == whole_list.keys() != set()
    for key, one in again.items():
        assert set(one.fields) | set(one.names) <= _KNOWN, key
        assert not one.crossref
        assert one.names.get("author") == whole_list[key].names.get("author")
        edited = "editor" in one.names or key in ("dgfp", "kommunisticheskii1933")
        assert one.type not in ("collection", "incollection") or edited, key
        assert one.type != "collection" or "author" not in one.names
        assert one.type != "online" or one.fields["url"]
        assert "\\url" not in "".join(one.fields.values())


def test_a_date_is_in_all_forms(whole_list: dict[str, record.Record]) -> None:
    library = Library(whole_list)
    again = Library(record.parse(export.everything(library, "biblatex")))
    assert again
    for key, one in library.items():
        [item] = json.loads(export.csl_json(one))
        assert item["id"] == key
        assert item["title"]
        dated = one.date or one.dated
        assert bool(dated) == ("issued" in item), key
        assert (again[key].date or again[key].dated).years == dated.years, key
        assert (f"PY  - {dated.first.year}" if dated.first else "TY") in export.ris(one)


def test_all_records_are_bibtex(whole_list: dict[str, record.Record]) -> None:
    again = record.parse(export.everything(Library(whole_list), "bibtex"))
    assert again.keys() == whole_list.keys()
    for key, one in again.items():
        assert one.type in ("article", "book", "incollection", "misc", "phdthesis"), key
        assert one.names.get("author") == whole_list[key].names.get("author")
        title = whole_list[key].fields["title"]
        # Whoever loads no languages would get an error for each.
        assert one.fields["title"] == re.sub(r"\\foreignlanguage\{\w+\}", "", title)
        assert not any("foreignlanguage" in value for value in one.fields.values()), key
        assert "year" in one.fields or not Library(whole_list)[key].date, key


def test_what_biblatex_does_not_have_is_declared(whole_list: dict[str, record.Record]) -> None:
    model = (Path(__file__).parents[2] / "references.dbx").read_text("utf-8")
    fields = model.partition("EntryFields")[0].partition("DeclareDatamodelFields")[2]
    declared = set(fields.partition("}")[0].partition("{")[2].replace(",", " ").split())
    used = {name for one in whole_list.values() for name in one.fields}
    common = {"keywords", "shorthand", "sortkey", "year", "month", "origtitle", "subtitle", "issn"}
    assert used - _KNOWN - common <= declared
