"""The parts that the style is made of: numbers, dates, names, LaTeX, punctuation, order."""

from __future__ import annotations

import doctest
import re
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from critical_edition.citation import dates, latex, locator, numbers, record
from critical_edition.citation.chicago import Cited, Form, bibliography, note
from critical_edition.citation.locator import Sort
from critical_edition.citation.names import Name, Names
from critical_edition.citation.order import fold, group, ordered
from critical_edition.citation.rich import (
    Emphasis,
    Foreign,
    Link,
    Quoted,
    Supplied,
    Text,
    html,
    mark,
    markdown,
    plain,
    rich,
    sentences,
)
from critical_edition.citation.work import Library
from critical_edition.model.profile import GROUPS, Group


def library(source: str) -> Library:
    return Library(record.parse(source))


# -- numbers: the examples are the Chicago Manual's own --------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (3, 10, "3–10"),
        (71, 72, "71–72"),
        (96, 117, "96–117"),
        (100, 104, "100–104"),
        (1100, 1113, "1100–1113"),
        (101, 108, "101–8"),
        (808, 833, "808–33"),
        (1103, 1104, "1103–4"),
        (321, 328, "321–28"),
        (498, 532, "498–532"),
        (1087, 1089, "1087–89"),
        (1496, 1500, "1496–500"),
        (11564, 11615, "11564–615"),
        (12991, 13001, "12991–3001"),
        (158, 166, "158–66"),
        (302, 303, "302–3"),
    ],
)
def test_ranges(first: int, last: int, written: str) -> None:
    assert numbers.page_ranges(f"{first}-{last}") == written
    assert numbers.page_ranges(written) == written


@given(st.integers(1, 20000), st.integers(1, 3000))
def test_a_shortened_range_can_be_read(first: int, more: int) -> None:
    written = numbers.page_ranges(f"{first}--{first + more}")
    assert numbers.pages_of(written) == ((first, first + more),)


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [("1946", "1952", "1946–52"), ("1898", "1903", "1898–1903"), ("1900", "1901", "1900–1901")],
)
def test_years(first: str, last: str, written: str) -> None:
    assert numbers.years(first, last) == written


# -- locators --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "sort", "text"),
    [
        ("pp. 89, 96–98", Sort.PAGES, "pp. 89, 96–98"),
        ("89", Sort.PAGES, "p. 89"),
        ("158-166", Sort.PAGES, "pp. 158–66"),
        ("pp. 61–62 n.", Sort.PAGES, "pp. 61–62 n."),
        ("pp. 204 and 207", Sort.PAGES, "pp. 204 and 207"),
        ("7:12–13, 28, 280", Sort.VOLUMES, "7:12–13, 28, 280"),
        ("11:248-249; 13:38-39", Sort.VOLUMES, "11:248–49; 13:38–39"),
        ("1(14):2–10", Sort.VOLUMES, "1(14):2–10"),
        ("5:43 and 45", Sort.VOLUMES, "5:43 and 45"),
        ("February 14, 1938", Sort.DATE, "February 14, 1938"),
        ("chapters 4, 12, and 13", Sort.OTHER, "chapters 4, 12, and 13"),
        ("no. 9 (May 1941)", Sort.OTHER, "no. 9 (May 1941)"),
        ("vol. 2, pp. 314-316", Sort.OTHER, "vol. 2, pp. 314–16"),
        ("February 30, 1938", Sort.OTHER, "February 30, 1938"),
        ("", Sort.NONE, ""),
    ],
)
def test_locators(given: str, sort: Sort, text: str) -> None:
    found = locator.parse(given)
    assert (found.sort, found.text) == (sort, text)
    assert locator.parse(found.text) == found


def test_volumes_and_pages() -> None:
    first, second = locator.parse("11:248–49; 13:38").volumes
    assert (first.volume, first.pages) == ("11", ((248, 249),))
    assert (second.volume, second.pages) == ("13", ((38, 38),))


def test_doctests() -> None:
    for module in (numbers, locator, latex):
        result = doctest.testmod(module)
        assert result.attempted
        assert not result.failed


# -- dates -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("1966", "1966"),
        ("1977-12", "December 1977"),
        ("1938-02-14", "February 14, 1938"),
        ("1956-24", "Winter 1956"),
        ("1946/1952", "1946–52"),
        ("1946–1952", "1946–52"),
        ("1946--52", "1946–52"),
        ("1933-05/1933-06", "May–June 1933"),
        ("1966~", "[ca. 1966]"),
        ("[ca. 1966]", "[ca. 1966]"),
        ("1931?", "[1931?]"),
        ("[1931?]", "[1931?]"),
        ("1931%", "[ca. 1931?]"),
        ("[1931]", "[1931]"),
        ("1938-02-14?", "[February 14, 1938?]"),
        ("1931?/1935", "[1931?]–1935"),
        ("1990/", "1990–"),
        ("1990/..", "1990–"),
    ],
)
def test_dates(given: str, written: str) -> None:
    assert dates.read(given).written == written
    if "[" in written and "/" not in given and "," not in written:
        assert dates.read(written).first == dates.read(given).first


@pytest.mark.parametrize(
    "given", ["1938-13", "1938-02-30", "n.d.", "1938-2-3", "1952/1946", "38", "1931??", "[]"]
)
def test_no_dates(given: str) -> None:
    with pytest.raises(ValueError, match=r"date|month|day|before"):
        dates.read(given)


# -- names -----------------------------------------------------------------------------------------


def test_names() -> None:
    [rauch] = record.parse_names("von Rauch, Georg").names
    assert (rauch.natural, rauch.inverted, rauch.short) == (
        "Georg von Rauch",
        "Rauch, Georg von",
        "von Rauch",
    )
    [ministry] = record.parse_names("{Ministry of War and Peace}").names
    assert ministry == Name("Ministry of War and Peace", literal=True)
    many = record.parse_names("A One and B Two and C Three and D Four")
    assert many.in_note() == "A One et al."
    assert many.in_bibliography() == "One, A, B Two, C Three, and D Four"
    assert record.parse_names("A One and others") == Names((Name("One", "A"),), others=True)
    assert record.parse_names(r"Br{\"u}ning, Heinrich").names[0].family == "Brüning"
    assert record.parse_names(r"Mart\'{\i}nez, B.").names[0].family == "Martínez"
    given = "family=Gogh, given=Vincent, prefix=van and given=Ada, family={De Witt}"
    assert record.parse_names(given).names == (
        Name("Gogh", "Vincent", "van"),
        Name("De Witt", "Ada"),
    )
    as_read = record.parse("@book{a, author={family=Gogh, given=Vincent}, title={T}}")["a"]
    assert as_read.names["author"].names == (Name("Gogh", "Vincent"),)


# -- LaTeX -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (r"A \emph{b {C}} d", "A *b C* d"),
        (r"\textit{A} -- {B}", "*A* – B"),
        (r"Br{\"u}ning \& \'Etat", "Brüning & État"),
        ("Bol'shevik, ``so''", "Bol’shevik, “so”"),
        (r"\enquote{A \enquote{b}}", "“A ‘b’”"),
        ("{Letter} to Me---rt", "Letter to Me—rt"),
        ("Сочинения", "Сочинения"),
        (r"\emph{open", "*open*"),
        (r"On \foreignlanguage{german}{\emph{Das Watt}}, 2", "On *Das Watt*, 2"),
        (r"\foreignlanguage{open", "open"),
        ("A\\", "A"),
        (r"\'\i lex \u{\i} \'{\i}", "ílex ĭ í"),
        ("Output fell by 50% in a year", "Output fell by 50% in a year"),
        (r"`x' \$5, 5\%", "‘x’ $5, 5%"),
        (r"H$_2$O, \textsubscript{2}, $10^{12}$, 1\textsuperscript{st}", "H₂O, ₂, 10¹², 1st"),
        (r"\texttt{a} {\it b {C}} d {\bf e}", "a *b C* d e"),
        (r"\LaTeX{} and \TeX", "LaTeX and TeX"),
        (r"See \url{https://example.org/a\_b%20c}, x", "See https://example.org/a_b%20c, x"),
        (r"\href{https://example.org/a_b}{here}.", "here."),
    ],
)
def test_latex(given: str, written: str) -> None:
    assert markdown(latex.decode(given)) == written
    assert latex.unread(given) == []


def test_an_address_in_a_field_is_a_link() -> None:
    assert html(latex.decode(r"\href{https://example.org/a\_b}{here}")) == (
        '<a href="https://example.org/a_b">here</a>'
    )


@pytest.mark.parametrize(
    ("given", "left"),
    [(r"A \foo{b} \bar", [r"\foo", r"\bar"]), (r"$\sqrt{a}$", ["$", r"\sqrt", "$"]), ("A", [])],
)
def test_what_is_not_read_is_told(given: str, left: list[str]) -> None:
    assert latex.unread(given) == left


@pytest.mark.parametrize(
    "given",
    [
        r"https://example.org/a\_b\%20c",
        r"\url{https://example.org/a_b%20c}",
        r"<https://example.org/a_b%20c>",
        r"\href{https://example.org/a\_b\%20c}{a page}",
    ],
)
def test_addresses(given: str) -> None:
    assert latex.address(given) == "https://example.org/a_b%20c"


@pytest.mark.parametrize(
    "given", ["10.1000/x_1", "https://doi.org/10.1000/x_1", r"doi: 10.1000/x\_1"]
)
def test_dois(given: str) -> None:
    assert latex.doi(given) == "10.1000/x_1"


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (r"On \foreignlanguage{german}{Das Watt}", 'On <span lang="de">Das Watt</span>'),
        (r"\emph{\foreignlanguage{russian}{Vatty}}", '<em><span lang="ru-Latn">Vatty</span></em>'),
        (r"\foreignlanguage{english}{Tides}", "Tides"),
    ],
)
def test_words_in_another_language(given: str, written: str) -> None:
    assert html(latex.decode(given)) == written


@given(st.text(alphabet="aZé Ж’.,:;-–()/’“”'`{}~&\\%$#^_<>\"\t\n", max_size=12))
def test_what_is_plain_is_taken_as_it_stands(written: str) -> None:
    quick = latex._characters(written)
    with mock.patch.object(latex, "_VERBATIM", re.compile(r"(?!)")):
        assert quick == latex._characters(written)


# -- punctuation and rendering ---------------------------------------------------------------------


def test_marks_go_within_quotation_marks() -> None:
    quoted = (Quoted(rich("A")),)
    assert plain(mark(quoted, ",")) == "“A,”"
    assert plain(mark(quoted, ".")) == "“A.”"
    assert plain(mark(quoted, ";")) == "“A”;"
    nested = (Quoted(rich("A ", Quoted(rich("B")))),)
    assert plain(mark(nested, ",")) == "“A ‘B,’”"
    assert plain(mark((Emphasis(rich("A")),), ",")) == "A,"


def test_a_sentence_ends_once() -> None:
    assert plain(sentences([rich("Degras, Jane, ed."), rich("1971")])) == "Degras, Jane, ed. 1971."
    assert plain(sentences([(Quoted(rich("Why?")),)])) == "“Why?”"
    assert sentences([]) == ()


def test_html_is_safe() -> None:
    content = rich(
        Emphasis(rich("<b>"), "ru-Latn"),
        " & ",
        Quoted(rich("q"), "de"),
        Foreign(rich("Ю"), "ru"),
        Supplied(rich("s")),
        Link(rich("x"), 'https://example.org/?a=1&b="'),
    )
    assert html(content) == (
        '<em lang="ru-Latn">&lt;b&gt;</em> &amp; “<span lang="de">q</span>”'
        '<span lang="ru">Ю</span><span class="supplied">[s]</span>'
        '<a href="https://example.org/?a=1&amp;b=&quot;">x</a>'
    )


def test_texts_that_meet_become_one() -> None:
    assert rich("a", "", (Text("b"), Text("c"))) == (Text("abc"),)


# -- works that the edition's own list does not have -----------------------------------------------

INVENTED = r"""
@book{plain, author={Ó Someone, Zed and others}, title={A Title: With More},
  publisher={A \& Sons}, address={Oslo}, year={1999}, edition={2}, keywords={editors}}
@book{question, author={Writer, A.}, title={Where Now?}, subtitle={An Answer}, year={2001}}
@book{within, author={Writer, A.}, title={On \emph{Candide} Again}, year={2002}, doi={10.1000/1}}
@collection{both, editor={Ed, I.}, translator={Ed, I.}, title={Letters}, date={1950/1961}}
@incollection{loose, author={Writer, A.}, title={Part}, booktitle={Whole}, editor={Ed, I.},
  volume={2}, pages={101-108}, address={Rome}, publisher={P}, date={1970}}
@article{journal, author={Writer, A.}, title={Is It So?}, journal={Review}, volume={3},
  number={2}, pages={158-166}, date={1975-01}}
@mvcollection{acts, editor={Chief, C.}, editortype={chief editor}, title={Acts of State},
  volumes={20}, location={Bern}, date={1930/}}
@thesis{thesis, author={Writer, A.}, title={Unprinted}, institution={A University}, date={1980}}
@online{web, author={Writer, A.}, title={A Page}, url={https://example.org/a}, date={2020-03-04}}
"""


@pytest.mark.parametrize(
    ("key", "full", "entry"),
    [
        (
            "plain",
            "Zed Ó Someone et al., *A Title: With More*, 2d ed. (Oslo, 1999).",
            "Ó Someone, Zed, et al. *A Title: With More*. 2d ed. Oslo: A & Sons, 1999.",
        ),
        (
            "question",
            "A. Writer, *Where Now? An Answer* (2001).",
            "Writer, A. *Where Now? An Answer*. 2001.",
        ),
        (
            "within",
            "A. Writer, *On *Candide* Again* (2002).",
            "Writer, A. *On *Candide* Again*. 2002. https://doi.org/10.1000/1.",
        ),
        (
            "both",
            "*Letters*, ed. and trans. I. Ed (1950–61).",
            "Ed, I., ed. *Letters*. Translated by I. Ed. 1950–61.",
        ),
        (
            "loose",
            "A. Writer, “Part,” in *Whole*, ed. I. Ed, vol. 2 (Rome, 1970).",
            "Writer, A. “Part.” In *Whole*, edited by I. Ed, 2:101–8. Rome: P, 1970.",
        ),
        (
            "journal",
            "A. Writer, “Is It So?,” *Review* 3, no. 2 (January 1975).",
            "Writer, A. “Is It So?” *Review* 3, no. 2 (January 1975): 158–66.",
        ),
        (
            "acts",
            "*Acts of State*, chief ed. C. Chief, 20 vols. (Bern, 1930–).",
            "*Acts of State*. Chief editor C. Chief. 20 vols. Bern, 1930–.",
        ),
        (
            "thesis",
            "A. Writer, “Unprinted,” A University, 1980.",
            "Writer, A. “Unprinted.” A University, 1980.",
        ),
        (
            "web",
            "A. Writer, “A Page,” March 4, 2020, https://example.org/a.",
            "Writer, A. “A Page.” March 4, 2020. https://example.org/a.",
        ),
    ],
)
def test_other_kinds(key: str, full: str, entry: str) -> None:
    work = library(INVENTED)[key]
    # Italics within italics are upright: their stars close and open again those around them.
    assert markdown(note([Cited(work=work)])) == full
    assert markdown(bibliography(work)) == entry


def test_italics_within_italics_are_upright() -> None:
    found = note([Cited(work=library(INVENTED)["within"], form=Form.SHORT)])
    assert found[1:4] == (Emphasis(rich("On ")), Text("Candide"), Emphasis(rich(" Again")))


# -- order -----------------------------------------------------------------------------------------


def test_order() -> None:
    works = library(r"""
@book{e, author={Éclair, A.}, title={X}, year={1990}}
@book{r, author={von Rauch, G.}, title={X}, year={1990}}
@book{q, author={Qu, G.}, title={X}, year={1990}}
@book{f, author={Eclat, A.}, title={X}, year={1990}}
@book{t, title={The Quiet}, year={1990}}
@book{b, author={Bor'ba, A.}, title={The Zebra}, year={1990}}
@book{c, author={Borba, A.}, title={An Apple}, year={1990}}
@book{s, author={Zz, A.}, title={X}, year={1990}, sortkey={Aa}}
@article{p, title={On B}, journal={Pravda}, date={1938-02-14}}
@article{o, title={On B}, journal={Pravda}, date={1938-02-13}}
""")
    assert [w.key for w in ordered(works.values())] == [
        "s", "c", "b", "e", "f", "o", "p", "q", "t", "r",
    ]  # fmt: skip


def test_fold() -> None:
    assert fold("Bol'shevik") == fold("Bolʹshevik") == fold("BOL’SHEVIK") == "bolshevik"
    assert fold("Buber-Neumann, Margarete") == "buber neumann margarete"
    assert fold("Łódź, Çelik; Ökonomie") == "lodz celik okonomie"


def test_groups() -> None:
    works = library(r"""
@book{a, author={A}, title={X}, keywords={author}}
@book{b, author={A}, title={X}, keywords={author, memoirs}}
@book{c, author={A}, title={X}, volumes={3}, keywords={author}}
@incollection{d, author={A}, title={X}, crossref={c}, keywords={author}}
@article{e, title={X}, journal={J}, date={1938-02-14}, keywords={author}}
@book{f, author={A}, title={X}, keywords={editors}}
""")
    groups = (*GROUPS, Group("memoirs"))
    found = [group(works[k], groups) for k in "abcdef"]
    assert [named and named.id for named in found] == [
        "scholarship",
        "memoirs",
        "documents",
        "documents",
        "periodicals",
        "editors",
    ]


def test_what_no_address_may_hold_is_encoded_where_it_leads() -> None:
    doi = "10.1002/(SICI)1097<1::AID-X>3.0.CO;2-#"
    work = library(f"@book{{odd, author={{Writer, A.}}, title={{T}}, doi={{{doi}}}}}")["odd"]
    shown = html(bibliography(work))
    assert 'href="https://doi.org/10.1002/(SICI)1097%3C1::AID-X%3E3.0.CO;2-#"' in shown
    assert ">https://doi.org/10.1002/(SICI)1097&lt;1::AID-X&gt;3.0.CO;2-#</a>" in shown
