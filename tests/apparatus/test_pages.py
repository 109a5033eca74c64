"""The generated pages as they are built: what stands where, links, roles, warnings, freshness."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import lxml.html
import pytest

if TYPE_CHECKING:
    from tests.conftest import Built, Edition


def words(node: lxml.html.HtmlElement) -> str:
    return " ".join(node.text_content().replace("¶", "").split())


def rows(built: Built, page: str) -> list[list[str]]:
    return [
        [words(cell) for cell in row.xpath("td")]
        for row in built.page(page).xpath("//article//tbody/tr")
    ]


def entries(built: Built, page: str) -> list[tuple[str, str, list[str]]]:
    """Return each entry's ID, head, and the paragraphs under it."""
    return [
        (term.get("id"), words(term), [words(p) for p in term.getnext().xpath("p")])
        for term in built.page(page).xpath("//article//dl/dt")
    ]


def links(built: Built, page: str, xpath: str) -> dict[str, str]:
    return {words(a): a.get("href") for a in built.page(page).xpath(f"//article{xpath}//a")}


@pytest.fixture
def html(made: Edition) -> Built:
    built = made.look()
    assert built.warnings == []
    return built


def test_places_cited_stand_in_the_order_of_each_work(html: Built) -> None:
    page = html.page("locorum.html")
    heads = [words(h) for h in page.xpath("//article//h2")]
    assert heads == ["Marlow (Collected Works)", "Vane, Papers of the Harbour Board", "Kestrel"]
    assert rows(html, "locorum.html") == [
        ["2:5 (proposed: 3:5)", "n1, n2", "1.1, 1.2"],
        ["2:38", "n1", "1.1"],
        ["11:248–49", "n1", "1.1"],
        ["vol. 1, p. 40", "n3", "1.2"],
        ["vol. 2, pp. 7–8", "n3", "1.2"],
        ["as a whole", "n3", "1.2"],
        ["November 2, 1929", "n2", "1.2"],
        ["March 15, 1931", "n2", "1.2"],
    ]
    found = links(html, "locorum.html", "//tbody")
    assert found["n2"] == "essay/1-the-harbour.html#n2"
    assert found["1.2"] == "essay/1-the-harbour.html#p1.2"


def test_an_only_place_is_a_line_and_an_abbreviation_is_explained(made: Edition) -> None:
    page = "essay/1-the-harbour.md"
    source = (made.source / page).read_text("utf-8")
    made.write(page, source.replace("; {cite:p}`papers1930{vol. 1, p. 40}`", ""))
    records = (made.source / "references.bib").read_text("utf-8")
    abbreviated = "title   = {Papers of the Harbour Board},\n  shorttitle = {PHB},"
    made.write(
        "references.bib", records.replace("title   = {Papers of the Harbour Board},", abbreviated)
    )
    built = made.build()
    assert built.warnings == []
    [line] = built.page("locorum.html").xpath("//article//p[contains(@class, 'locorum')]")
    assert words(line) == "vol. 2, pp. 7–8: n3 (1.2)"
    heads = [words(h) for h in built.page("locorum.html").xpath("//article//h2")]
    assert heads[1] == "Vane, PHB (Papers of the Harbour Board)"


def test_another_volume_is_proposed_for_all_pages_that_the_note_gives_in_it(made: Edition) -> None:
    page = "essay/1-the-harbour.md"
    source = (made.source / page).read_text("utf-8")
    assert "{2:5}" in source
    made.write(page, source.replace("{2:5}", "{2:5, 9; 2:12}"))
    built = made.build()
    assert built.warnings == []
    assert [row[0] for row in rows(built, "locorum.html")[:4]] == [
        "2:5 (proposed: 3:5)",
        "2:9 (proposed: 3:9)",
        "2:12",
        "2:38",
    ]
    [cited] = [row[3] for row in rows(built, "concordance.html") if row[0] == "n2"]
    assert cited.startswith("ibid. [Marlow], 2:5, 9; 2:12 (proposed: 3:5, 9; 2:12); ")


def test_works_lead_to_their_records(html: Built) -> None:
    target = links(html, "locorum.html", "//h2")["Vane, Papers of the Harbour Board"]
    page, _, anchor = target.partition("#")
    assert page == "bibliography.html"
    [entry] = html.page(page).xpath(f"//*[@id='{anchor}']")
    assert "Papers of the Harbour Board" in words(entry.getparent())


def test_the_concordance_resolves_ibid(html: Built) -> None:
    assert rows(html, "concordance.html") == [
        ["n1", "563–564", "1.1", "Marlow, 11:248–49; 2:38, 5; Brook, The Silt, p. 9"],
        [
            "n2",
            "564",
            "1.2",
            "ibid. [Marlow], 2:5 (proposed: 3:5); Kestrel, March 15, 1931; "
            "Kestrel, November 2, 1929",
        ],
        [
            "n3",
            "564",
            "1.2",
            "Vane, Papers of the Harbour Board, vol. 2, pp. 7–8; "
            "Vane, Papers of the Harbour Board, vol. 1, p. 40; Kestrel",
        ],
    ]


def test_persons_are_sorted_by_folded_names_under_their_letters(html: Built) -> None:
    assert entries(html, "persons.html") == [
        (
            "person-marlow",
            "Marlow, Ada (1881–1950)",
            ["Mayor of Westhaven.", "Ада Марлоу; in 1.1, n2"],
        ),
        (
            "person-ofarrell",
            "O’Farrell, Kate",
            ["Editor of Kestrel.", "In the essay K. O’Farrell; in n1"],
        ),
        ("person-ohlund", "Öhlund, Per", ["Engineer.", "In 1.2"]),
        ("person-ozanne", "Ozanne, Jean", ["Pilot.", "In 1.1, 1.2"]),
    ]
    assert [words(h) for h in html.page("persons.html").xpath("//article//h2")] == ["M", "O"]
    found = links(html, "persons.html", "//dd")
    assert found["n2"] == "essay/1-the-harbour.html#n2"
    assert found["1.2"] == "essay/1-the-harbour.html#p1.2"


def test_places_and_institutions_have_their_dates(html: Built) -> None:
    assert entries(html, "places.html") == [
        (
            "place-harbour-board",
            "Harbour Board (1880–1931)",
            ["The office that had the channel dredged.", "In 1.1, 1.2, n3"],
        ),
        ("place-westhaven", "Westhaven", ["A town on a silting river.", "In 1.1"]),
    ]


def test_terms_have_their_languages(html: Built) -> None:
    assert entries(html, "terms.html") == [
        ("term-plavni", "plavni", ["Reed beds along a river.", "плавни; in 1.1"]),
        ("term-slack", "slack water", ["The time between the tides.", "In 1.2"]),
    ]
    page = html.page("terms.html")
    found = {words(n): n.get("lang") for n in page.xpath("//article//*[@lang]")}
    assert found == {"plavni": "ru-Latn", "плавни": "ru"}


def test_articles_do_not_count_and_no_word_is_its_own_foreign_form(made: Edition) -> None:
    made.write(
        "registers/terms.toml",
        (made.source / "registers/terms.toml").read_text("utf-8")
        + """
[[term]]
id = "ebb"
name = "the Ebb"
lang = "en"
native = "落潮"
gloss = "The water that goes."
forms = ["the Ebb"]
passages = ["1.1"]

[[term]]
id = "watt"
name = "Watt"
lang = "de"
native = "Watt"
gloss = "Flat that the tide leaves."
forms = ["Watt"]
passages = ["1.2"]
""",
    )
    found = entries(made.look(), "terms.html")
    assert [head for _, head, _ in found] == ["Ebb, the", "plavni", "slack water", "Watt"]
    # What print has no letters for does not begin the line.
    assert found[0][2] == ["The water that goes.", "In 1.1 · 落潮"]
    assert found[3][2] == ["Flat that the tide leaves.", "In 1.2"]


def test_the_chronology_is_a_picture_and_a_table_in_order_of_time(html: Built) -> None:
    assert rows(html, "chronology.html") == [
        ["[9 March 1927]", "The Great Flood. The river takes the quay.", "1.1, n1"],
        ["about 1929", "Strike of the dredgers. Nobody knows how it ended.", "1.2"],
        ["May 1929 – February 1931", "Dredging of the channel. Two winters of work.", "1.2"],
    ]
    page = html.page("chronology.html")
    assert len(page.xpath("//article//svg[@role='group'][title][desc]")) == 1
    assert page.xpath("//article//*[@id='event-great-flood']/ancestor::tr//strong/text()") == [
        "The Great Flood"
    ]
    marks = page.xpath("//article//svg//a/@href")
    assert set(marks) == {f"#{name}" for name in page.xpath("//article//tr//@id")}
    assert page.xpath("//article//svg//a/@aria-label")[0] == "9 March 1927: The Great Flood"


def test_first_mentions_lead_to_the_registers_where_these_say_so(html: Built) -> None:
    """Not in quotations and titles, not twice, not what the register has of other passages alone."""
    page = html.page("essay/1-the-harbour.html")
    found = page.xpath("//a[@class='entry']")
    assert [(words(a), a.get("href").partition("#")[2]) for a in found] == [
        ("Öhlund", "person-ohlund"),
        ("slack water", "term-slack"),
        ("Harbour Board", "place-harbour-board"),
    ]
    before = found[0].getprevious()
    assert words(before) == "The Young Öhlund"
    assert "entries" in page.xpath("//input[@name='layer']/@value")


@pytest.mark.parametrize("builder", ["epub", "text"])
def test_where_there_are_no_previews_names_are_words(made: Edition, builder: str) -> None:
    for path in made.look(builder).files("*harbour*"):
        assert "person-ohlund" not in path.read_text("utf-8"), path


@pytest.mark.parametrize(
    ("builder", "file", "entry"),
    [
        ("singlehtml", "index.html", 'id="person-ohlund"'),
        ("typst", "edition.typ", 'anchor("person-ohlund")'),
    ],
)
def test_nor_do_they_lead_anywhere_in_a_single_file(
    made: Edition, builder: str, file: str, entry: str
) -> None:
    content = (made.look(builder).out / file).read_text("utf-8")
    at = content.index(entry)
    assert content.index('"p1.2"') < at
    assert "person-ohlund" not in content[:at]


def test_an_index_of_many_letters_has_a_way_to_each(made: Edition) -> None:
    made.write(
        "registers/persons.toml",
        "".join(
            f'[[person]]\nid = "{n.lower()}"\nname = "{n}"\nsort = "{n}"\nwas = "Pilot."\n'
            f'forms = ["{n}"]\npassages = ["1.1"]\n'
            for n in ("Ash", "Birch", "Elm", "Fir", "Larch", "Oak", "Pine")
        ),
    )
    page = made.look().page("persons.html")
    bar = page.xpath("//article//p[@class='letters']/a/@href")
    assert bar == [f"#letter-person-{letter}" for letter in "ABEFLOP"]
    assert bar == [f"#{name}" for name in page.xpath("//article//h2/@id")]


def test_roles_show_names_and_explain_them(html: Built) -> None:
    found = [
        (words(a), a.get("href"), a.get("title"))
        for a in html.page("index.html").xpath("//article//section/p[1]//a")
    ]
    assert found == [
        ("Ada Marlow", "persons.html#person-marlow", "Ada Marlow: Mayor of Westhaven."),
        ("plavni", "terms.html#term-plavni", "plavni: Reed beds along a river."),
        ("as he", "persons.html#person-marlow", "Ada Marlow: Mayor of Westhaven."),
        ("Westhaven", "places.html#place-westhaven", "Westhaven: A town on a silting river."),
        (
            "The Great Flood",
            "chronology.html#event-great-flood",
            "The Great Flood: The river takes the quay.",
        ),
    ]


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "man", "xml", "singlehtml", "typst"])
def test_every_builder_has_all_pages(made: Edition, builder: str) -> None:
    built = made.look(builder)
    assert built.warnings == []
    files = [
        f
        for f in built.out.rglob("*")
        if f.suffix in {".txt", ".tex", ".xhtml", ".7", ".xml", ".html", ".typ"}
    ]
    content = " ".join(" ".join(f.read_text("utf-8") for f in files).split())
    for said in (
        "Reed beds along a river",
        "11:248–49",
        "The Great Flood",
        "Mayor of Westhaven",
    ):
        # LaTeX writes the dash, and roff the spaces after periods, in their own ways.
        assert said.replace("–", r"\textendash{}" if builder == "latex" else "–") in content
    assert ("<svg" in content) == (builder == "singlehtml")


def test_unknown_ids_are_warned_of_where_they_stand(made: Edition) -> None:
    made.write(
        "index.md",
        (made.source / "index.md").read_text("utf-8")
        + "\n{edition:person}`nobody`\n\n{edition:term}`nothing`\n\n"
        "{edition:place}`nowhere`\n\n{edition:event}`never`\n",
    )
    assert made.build().warnings == [
        "index.md:17: WARNING: the index of persons has no “nobody” [ref.person]",
        "index.md:19: WARNING: the glossary has no “nothing” [ref.term]",
        "index.md:21: WARNING: the index of places and institutions has no “nowhere” [ref.place]",
        "index.md:23: WARNING: the chronology has no “never” [ref.event]",
    ]


def test_a_passage_that_there_is_not_is_reported_at_the_entry(made: Edition) -> None:
    made.edit("registers/terms.toml", 'passages = ["1.2"]', 'passages = ["1.9"]')
    line = (
        (made.source / "registers/terms.toml").read_text("utf-8").split("\n").index('id = "slack"')
    )
    assert made.build().warnings == [
        f"registers/terms.toml:{line}: WARNING: no passage is called “1.9” [ref.passage]"
    ]


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_faulty_register_is_reported_once_with_its_code(made: Edition, parallel: int) -> None:
    made.edit("registers/persons.toml", 'born = "1881"', 'born = "1881-13"')
    warnings = made.build(parallel=parallel).warnings
    assert [w for w in warnings if "register-date" in w] == [
        "registers/persons.toml:6:1: WARNING: marlow: born: “1881-13” is impossible: "
        "month must be in 1..12 [edition.register-date]"
    ]
    # The entry is left out, so that the roles find nothing.
    assert sum("[ref.person]" in w for w in warnings) == 2


CHANGES = {
    "a gloss": ("registers/persons.toml", "Mayor of Westhaven.", "Mayoress of Westhaven."),
    "a name": ("registers/terms.toml", 'name = "plavni"', 'name = "plavnia"'),
    "a date": ("registers/events.toml", 'date = "1927-03-09"', 'date = "1930-03-09"'),
    "a locator": ("essay/1-the-harbour.md", "2:38, 5", "2:39, 5"),
    "an ibid": ("essay/1-the-harbour.md", ":ibid: marlow-works\n", ":ibid: kestrel\n"),
    "a title": ("references.bib", "shorthand  = {Marlow}", "shorthand  = {AM}"),
    "a form": ("registers/terms.toml", 'forms = ["slack water"]', 'forms = ["slack"]'),
    "what is named": ("registers/persons.toml", 'passages = ["1.2"]', 'passages = ["1.1"]'),
    "a printed page": ("essay/1-the-harbour.md", ":pages: 564", ":pages: 565"),
    "an incipit": ("essay/1-the-harbour.md", "The engineers, for", "The pilots, for"),
    "a reading": ("essay/marks/1.toml", 'reading = "3:5"', 'reading = "4:5"'),
}


def contents(out: Path) -> dict[str, bytes]:
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}


@pytest.mark.parametrize("change", CHANGES)
def test_an_incremental_build_equals_a_clean_one(made: Edition, change: str) -> None:
    before = contents(made.build().out)
    made.edit(*CHANGES[change])
    again = made.build()
    assert again.warnings == []
    clean = made.build(to="clean")
    left, right = contents(again.out), contents(clean.out)
    assert sorted(n for n in left.keys() | right.keys() if left.get(n) != right.get(n)) == []
    assert before != right


def test_registers_that_come_or_go_are_noticed(made: Edition) -> None:
    folder = made.source / "registers"
    made.write("index.md", "# Index\n\n```{toctree}\npersons\n```\n")
    gone = (folder / "persons.toml").read_text("utf-8")
    (folder / "persons.toml").unlink()
    built = made.build()
    assert "There are no persons yet." in words(built.page("persons.html").xpath("//article")[0])
    made.write("registers/persons.toml", gone)
    assert len(entries(made.build(), "persons.html")) == 4


def test_parallel_builds_are_the_same(made: Edition) -> None:
    assert contents(made.build(parallel=2).out) == contents(made.build(to="serial").out)


def test_entries_lead_to_authority_files(made: Edition) -> None:
    """What somebody has looked up is led to, in the indexes and in the chronology."""
    given = 'viaf = "12345"\ngnd = "118540238"\nwikidata = "Q42"\n'
    for name, lines in (("persons", given), ("places", given), ("events", 'wikidata = "Q7"\n')):
        path = made.source / "registers" / f"{name}.toml"
        head, _, rest = path.read_text("utf-8").partition("verified = ")
        path.write_text(f"{head}{lines}verified = {rest}", "utf-8")
    built = made.look()
    assert built.warnings == []
    expected = {
        "VIAF": "https://viaf.org/viaf/12345",
        "GND": "https://d-nb.info/gnd/118540238",
        "Wikidata": "https://www.wikidata.org/entity/Q42",
    }
    for page in ("persons.html", "places.html"):
        found = links(built, page, "//dd")
        assert {name: found[name] for name in expected} == expected
    assert links(built, "chronology.html", "//tbody")["Wikidata"].endswith("/Q7")
