"""Malformed records, each found with its code and its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import ROOT

from critical_edition.citation import bounds
from critical_edition.citation.validate import Use, validate
from critical_edition.model.codes import Code
from critical_edition.model.findings import Finding, Severity
from critical_edition.sources.project import Project

PATH = Path("references.bib")
PAGE = Path("page.md")
GOOD = "keywords={author}, verified={a catalogue}"


def found(source: str, *uses: tuple[str, str], unused: bool = False) -> list[Finding]:
    cited = [Use(key, locator, PAGE, 7, 3) for key, locator in uses]
    return validate(source, PATH, cited, unused=unused)


@pytest.mark.parametrize(
    ("source", "code", "line", "column", "words"),
    [
        (f"@book{{a, title={{A}}, {GOOD}}}\n@book{{A, title={{B}}, {GOOD}}}",
         Code.RECORD_DUPLICATE, 2, 1, "“A” is given twice, first in line 1"),
        (f"@book{{a,\n  title={{A}},\n  title={{B}}, {GOOD}}}",
         Code.RECORD_DUPLICATE, 3, 3, "“a” has “title” twice"),
        (f"@bok{{a, title={{A}}, {GOOD}}}", Code.RECORD_TYPE, 1, 1, "of type “bok”"),
        (f"@book{{a, title={{A}},\n yaer={{1}}, {GOOD}}}", Code.RECORD_FIELD, 2, 2, "“yaer”"),
        (f"@book{{a, title={{A}}, langid={{martian}}, {GOOD}}}",
         Code.RECORD_FIELD, 1, 21, "“martian”"),
        (f"@book{{a, title={{On \\foreignlanguage{{martian}}{{A}}}}, {GOOD}}}",
         Code.RECORD_FIELD, 1, 10, "words in “martian”"),
        (f"@book{{a, title={{Watt}}, titletranslation={{Mudflat}}, {GOOD}}}",
         Code.RECORD_FIELD, 1, 24, "has “titletranslation” but does not say its language"),
        (f"@book{{a, title={{Vatty}}, origtitle={{Ватты}}, {GOOD}}}",
         Code.RECORD_FIELD, 1, 25, "has “origtitle” but does not say its language"),
        (f"@article{{a, journal={{Ватты}}, {GOOD}}}",
         Code.RECORD_FIELD, 1, 13, "has “journaltitle” but does not say its language"),
        (f"@book{{a, title={{A}}, added={{isbn}}, {GOOD}}}", Code.RECORD_FIELD, 1, 21, "“isbn”"),
        (f"@book{{a, title={{A}}, mentioned={{p9}}, {GOOD}}}", Code.RECORD_FIELD, 1, 21, "“p9”"),
        (f"@book{{a, author={{B}}, {GOOD}}}", Code.RECORD_MISSING, 1, 1, "has no title"),
        (f"@incollection{{a, title={{A}}, {GOOD}}}", Code.RECORD_MISSING, 1, 1, "in what book"),
        ("@book{a, title={A}, verified={x}}", Code.RECORD_MISSING, 1, 1, "whose source"),
        ("@book{a, title={A}, keywords={author}}", Code.RECORD_UNVERIFIED, 1, 1, "checked"),
        (f"@incollection{{a, title={{A}}, crossref={{b}}, {GOOD}}}",
         Code.RECORD_CROSSREF, 1, 29, "part of “b”, which there is not"),
        (f"@incollection{{a, title={{A}}, crossref={{a}}, {GOOD}}}",
         Code.RECORD_CROSSREF, 1, 29, "part of itself"),
        (f"@incollection{{a, title={{A}}, crossref={{b}}, {GOOD}}}\n"
         f"@article{{b, title={{B}}, journal={{J}}, {GOOD}}}",
         Code.RECORD_CROSSREF, 1, 29, "no book"),
        (f"@book{{a, title={{A}}, date={{1938-02-30}}, {GOOD}}}",
         Code.RECORD_DATE, 1, 21, "a day that there is not"),
        (f"@book{{a, title={{A}}, year={{1952–1946}}, {GOOD}}}",
         Code.RECORD_DATE, 1, 21, "ends before it begins"),
        (f"@book{{a, title={{A}}, date={{1938}}, year={{1939}}, {GOOD}}}",
         Code.RECORD_DATE, 1, 34, "1938 by its date and of 1939"),
        (f"@book{{a, title={{A}}, year={{1938}}, month={{brumaire}}, {GOOD}}}",
         Code.RECORD_DATE, 1, 34, "“brumaire”"),
        (f"@misc{{a, title={{A}}, howpublished={{Tidings, May 1941}}, year={{1941}}, {GOOD}}}",
         Code.RECORD_DATE, 1, 21, "gives 1941 twice"),
        (f"@book{{a, author={{B, C}}, title={{A: One}}, {GOOD}}}\n"
         f"@book{{d, author={{B, C}}, title={{A: Two}}, {GOOD}}}",
         Code.RECORD_SHORT, 2, 25, "“d” and “a” are both cited as B, A"),
        (f"@book{{a, title={{A}}, pages={{9–3}}, {GOOD}}}", Code.RECORD_PAGES, 1, 21, "9–3"),
        (f"@book{{a, title={{A}}, pages={{many}}, {GOOD}}}", Code.RECORD_PAGES, 1, 21, "“many”"),
        (f"@book{{a, title={{Fell by 50% in}}, {GOOD}}}", Code.RECORD_FIELD, 1, 10, "“%” in “title”"),
        (f"@book{{a, title={{A}},\n publisher={{B & C}}, {GOOD}}}",
         Code.RECORD_FIELD, 2, 2, "write “\\&”"),
        (f"@book{{a, title={{A \\foo{{b}}}}, {GOOD}}}", Code.RECORD_FIELD, 1, 10, "“\\foo”"),
        (f"@book{{a, title={{On $\\sqrt{{a}}$}}, {GOOD}}}", Code.RECORD_FIELD, 1, 10, "not known here"),
        (f"@online{{a, title={{A}}, url={{https://a.org/\\x{{y}}}}, {GOOD}}}",
         Code.RECORD_FIELD, 1, 23, "no address"),
        (f"@book{{a, title={{A}}, date={{1931??}}, {GOOD}}}", Code.RECORD_DATE, 1, 21, "[1938?]"),
        (f"@online{{a, title={{A}}, urldate={{May}}, {GOOD}}}", Code.RECORD_DATE, 1, 23, "“May”"),
        (f"@book{{a, title={{A}}, language={{martian}}, {GOOD}}}",
         Code.RECORD_FIELD, 1, 21, "“martian”"),
    ],
)  # fmt: skip
def test_records(source: str, code: Code, line: int, column: int, words: str) -> None:
    [finding] = found(source)
    assert finding.code is code
    assert (finding.path, finding.line, finding.column) == (PATH, line, column)
    assert words in finding.message


@pytest.mark.parametrize(
    "fields",
    [
        r"title={Mart\'{\i}nez, 50\% and \$5}, date={[1931?]}",
        r"title={H$_2$O}, howpublished={\url{https://example.org/a%20b}}",
        r"title={A}, url={\url{https://example.org/a\_b\%20c}}, doi={https://doi.org/10.1000/x_1}",
        "author={family=Gogh, given=Vincent}, title={A}, edition={Second}, date={1990/}",
        "title={A}, language={russian}, langid={english}, titleaddon={B}, organization={C}",
    ],
)
def test_what_other_programs_write_is_read(fields: str) -> None:
    assert found(f"@misc{{a, {fields}, {GOOD}}}") == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("family=Gogh, given=Vincent, prefix=van, useprefix=true", "Gogh, Vincent van"),
        ("A, B, C, D and E", "“and” between names"),
    ],
)
def test_a_name_of_many_commas_is_found_before_it_ends_a_build(name: str, words: str) -> None:
    source = f"@book{{one, author={{A, B}}}}\n@book{{a,\n  editor = {{{name}}}, title={{A}}}}"
    [fault] = bounds.faults(source)
    assert (fault.code, fault.line, fault.column) == (Code.RECORD_FIELD, 3, 3)
    assert words in fault.message


def test_a_short_title_tells_works_apart() -> None:
    volumes = [
        f"@book{{{key}, title={{Tides: {key}}}, shorttitle={{Tides\\emph{{, vol. {n}}}}}, {GOOD}}}"
        for n, key in enumerate("ab", 1)
    ]
    assert found("\n".join(volumes)) == []


def test_what_is_not_bibtex() -> None:
    [finding] = [f for f in found("\n@book{a, title={A") if f.code is Code.RECORD_SYNTAX]
    assert (finding.line, finding.column) == (2, 1)
    [missing] = [f for f in found("@book{a, title {A}}") if f.code is Code.RECORD_SYNTAX]
    assert missing.line == 1
    assert "'='" in missing.message


WORKS = f"""
@book{{one, title={{A}}, {GOOD}}}
@book{{many, title={{B}}, volumes={{13}}, {GOOD}}}
@incollection{{part, title={{C}}, crossref={{many}}, volume={{5}}, {GOOD}}}
"""


@pytest.mark.parametrize(
    ("key", "locator", "words"),
    [
        ("one", "7:12", "has no volumes"),
        ("many", "14:1", "13 volumes and none numbered 14"),
        ("many", "p. 12", "which volume"),
        ("many", "7:302-299", "302–299"),
        ("part", "6:1", "is in volume 5, not in 6"),
        ("one", "pp. 12, 30-20", "30–20"),
    ],
)
def test_locators(key: str, locator: str, words: str) -> None:
    [finding] = found(WORKS, (key, locator))
    assert finding.code is Code.LOCATOR
    assert (finding.path, finding.line, finding.column) == (PAGE, 7, 3)
    assert words in finding.message


@pytest.mark.parametrize(
    ("key", "locator"),
    [
        ("one", "pp. 158–66"),
        ("many", "7:12; 13:1"),
        ("part", "5:3"),
        ("part", "p. 3"),
        ("no", "1:1"),
    ],
)
def test_good_locators(key: str, locator: str) -> None:
    assert found(WORKS, (key, locator)) == []


def test_unused() -> None:
    works = f"{WORKS}@book{{named, title={{D}}, mentioned={{2.8, n4}}, {GOOD}}}\n"
    unused = found(works, ("part", ""), unused=True)
    assert [(f.code, f.message, f.severity) for f in unused] == [
        (Code.RECORD_UNUSED, "“one” is not cited anywhere", Severity.WARNING)
    ]


def test_the_editions_own_list() -> None:
    project = Project(ROOT)
    path = project.bibliography
    known = project.profile.bibliography
    listed = validate(path.read_text("utf-8"), path, known=known, unused=False)
    assert [f for f in listed if f.severity is Severity.ERROR] == []
