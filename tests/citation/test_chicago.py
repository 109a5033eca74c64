"""Twenty works of different kinds, each in its note, its second note and the bibliography."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from critical_edition.citation import record
from critical_edition.citation.chicago import Cited, Form, bibliography, cite, note, shared_surnames
from critical_edition.citation.record import Record
from critical_edition.citation.rich import Emphasis, Rich, html, markdown, plain
from critical_edition.citation.work import Kind, Library

REFERENCES = Path(__file__).parents[2] / "references.bib"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a work's three forms are; ``{title}`` is the record's, ``{whole}`` its book's."""

    key: str
    locator: str
    full: str
    short: str
    entry: str


SAMPLE = (
    # a book with a subtitle, cited at pages
    Expected(
        "dyck1966",
        "14, 168-172",
        "Harvey Leonard Dyck, *{title}* (New York, 1966), pp. 14, 168–72.",
        "Dyck, *Weimar Germany and Soviet Russia*, pp. 14, 168–72.",
        "Dyck, Harvey Leonard. *{title}*. New York, 1966.",
    ),
    # collected works, with a siglum: several volumes, years, transliteration and Cyrillic
    Expected(
        "stalin-sochineniia",
        "7:101-106, 202",
        "I. V. Stalin, *Sochineniia*, 13 vols. (Moscow, 1946–52), 7:101–6, 202.",
        "Stalin, 7:101–6, 202.",
        "Stalin, I. V. *Sochineniia* Сочинения [Works]. 13 vols. Moscow, 1946–52.",
    ),
    # the same in a later edition
    Expected(
        "lenin-pss",
        "42:3, 9–11",
        "V. I. Lenin, *{title}*, 5th ed., 55 vols. (Moscow, 1958–65), 42:3, 9–11.",
        "Lenin, 42:3, 9–11.",
        "Lenin, V. I. *{title}* Полное собрание сочинений "
        "[Complete Collected Works]. 5th ed. 55 vols. Moscow, 1958–65.",
    ),
    # a piece in collected works: the siglum stands for these
    Expected(
        "stalin1921-party",
        "5:109",
        "“{title},” in Stalin, 5:109.",
        "“{title},” in Stalin, 5:109.",
        "Stalin, I. V. “{title}.” 1921. In *Sochineniia*, vol. 5. Moscow, 1947.",
    ),
    # a piece in an edition without siglum; volumes counted twice
    Expected(
        "stalin1934-engels",
        "1(14):104-106",
        "I. V. Stalin, “{title},” in *{whole}*, ed. Robert H. McNeal, 3 vols. "
        "(Stanford, 1967), 1(14):104–6.",
        "Stalin, “{title},” 1(14):104–6.",
        "Stalin, I. V. “{title}.” July 19, 1934. In *Sochineniia*, edited by Robert H. McNeal, "
        "1(14):2–10. Stanford, 1967.",
    ),
    # two authors and two editors
    Expected(
        "marx1952",
        "pp. 30-31",
        "Karl Marx and Friedrich Engels, *{title}*, ed. P. W. Blackstock and B. F. Hoselitz "
        "(Glencoe, 1952), pp. 30–31.",
        "Marx and Engels, *{title}*, pp. 30–31.",
        "Marx, Karl, and Friedrich Engels. *{title}*. Edited by P. W. Blackstock and "
        "B. F. Hoselitz. Glencoe, 1952.",
    ),
    # part of a book by others than its author
    Expected(
        "engels1890",
        "",
        "Friedrich Engels, “{title},” in Karl Marx and Friedrich Engels, *{whole}*, "
        "ed. P. W. Blackstock and B. F. Hoselitz (Glencoe, 1952).",
        "Engels, “{title}.”",
        "Engels, Friedrich. “{title}.” 1890. In *{whole}*, by Karl Marx and "
        "Friedrich Engels, edited by P. W. Blackstock and B. F. Hoselitz, 22–55. Glencoe, 1952.",
    ),
    # a volume of documents, without author
    Expected(
        "degras1971",
        "p. 42",
        "*{title}*, ed. Jane Degras, vol. 3 (London, 1971), p. 42.",
        "Degras, *The Communist International*, p. 42.",
        "Degras, Jane, ed. *{title}*. Vol. 3. London, 1971.",
    ),
    # two editors, two places, a run that loses a digit
    Expected(
        "eudin1966",
        "158-166",
        "*{title}*, ed. Xenia J. Eudin and Robert M. Slusser, vol. 1 "
        "(University Park and London, 1966), pp. 158–66.",
        "Eudin and Slusser, *Soviet Foreign Policy*, pp. 158–66.",
        "Eudin, Xenia J., and Robert M. Slusser, eds. *{title}*. Vol. 1. "
        "University Park and London, 1966.",
    ),
    # a state's documents, known by their title: their chief editor stands after it
    Expected(
        "dokumenty1970",
        "p. 271",
        "*{title}*, chief ed. A. A. Gromyko, vol. 16 (Moscow, 1970), p. 271.",
        "*Dokumenty vneshnei politiki*, p. 271.",
        "*{title}* Документы внешней политики СССР [Documents of the Foreign Policy of the USSR]. "
        "Chief editor A. A. Gromyko. Vol. 16. Moscow, 1970.",
    ),
    # a body as author
    Expected(
        "frus1952",
        "60-61",
        "U.S., Department of State, *{title}* (Washington, D.C., 1952), pp. 60–61.",
        "U.S., Department of State, *FRUS*, pp. 60–61.",
        "U.S., Department of State. *{title}*. Washington, D.C., 1952.",
    ),
    # an author whom the editors named: the author's own note has none
    Expected(
        "hitler1942",
        "2:1019",
        "*{title}*, ed. Norman H. Baynes, 2 vols. (Oxford, 1942), 2:1019.",
        "*{title}*, 2:1019.",
        "Hitler, Adolf. *{title}*. Edited by Norman H. Baynes. 2 vols. Oxford, 1942.",
    ),
    # a newspaper as a whole, cited by its date
    Expected(
        "pravda",
        "February 14, 1938",
        "*Pravda*, February 14, 1938.",
        "*Pravda*, February 14, 1938.",
        "*Pravda* Правда [Truth].",
    ),
    # an article in a newspaper, unsigned
    Expected(
        "izvestiia1933",
        "",
        "Editorial, *Izvestiia*, May 5, 1933.",
        "Editorial, *Izvestiia*, May 5, 1933.",
        "*Izvestiia*. Editorial. May 5, 1933.",
    ),
    # a memoir in German
    Expected(
        "buber1957",
        "284",
        "Margarete Buber-Neumann, *{title}* (Stuttgart, 1957), p. 284.",
        "Buber-Neumann, *Von Potsdam nach Moskau*, p. 284.",
        "Buber-Neumann, Margarete. *{title}* [From Potsdam to Moscow: Stations on a Wrong Road]. "
        "Stuttgart, 1957.",
    ),
    # a transliterated title
    Expected(
        "radek1934",
        "92-94",
        "Karl Radek, *{title}* (Moscow, 1934), pp. 92–94.",
        "Radek, *{title}*, pp. 92–94.",
        "Radek, Karl. *{title}* Подготовка борьбы за новый "
        "передел мира [The Preparation of the Struggle for a New Redivision of the World]. "
        "Moscow, 1934.",
    ),
    # a translated book
    Expected(
        "bracher1970",
        "chapter 4",
        "Karl Dietrich Bracher, *{title}*, trans. Jean Steinberg (New York, 1970), chapter 4.",
        "Bracher, *The German Dictatorship*, chapter 4.",
        "Bracher, Karl Dietrich. *{title}*. Translated by Jean Steinberg. New York, 1970.",
    ),
    # an essay in a collection
    Expected(
        "gross1966",
        "p. 117",
        "Babette L. Gross, “{title},” in *{whole}*, ed. Milorad M. "
        "Drachkovitch and Branko Lazitch (New York, 1966), p. 117.",
        "Gross, “{title},” p. 117.",
        "Gross, Babette L. “{title}.” In *{whole}*, edited by "
        "Milorad M. Drachkovitch and Branko Lazitch. New York, 1966.",
    ),
    # articles in journals: by volume and number, by numbers alone, by the season
    Expected(
        "sontag1975",
        "",
        "John P. Sontag, “{title},” *Russian Review* 34, no. 1 (January 1975).",
        "Sontag, “{title}.”",
        "Sontag, John P. “{title}.” *Russian Review* 34, no. 1 (January 1975).",
    ),
    Expected(
        "exinsider1962",
        "p. 162",
        "Ex-Insider, “Moscow-Berlin 1933,” *Survey*, nos. 44–45 (October 1962): 162.",
        "Ex-Insider, “Moscow-Berlin 1933,” p. 162.",
        "Ex-Insider. “Moscow-Berlin 1933.” *Survey*, nos. 44–45 (October 1962).",
    ),
    Expected(
        "ascher1956",
        "464-466",
        "Abraham Ascher and Guenter Lewy, “{title},” *Social Research*, Winter 1956, pp. 464–66.",
        "Ascher and Lewy, “National Bolshevism in Weimar Germany,” pp. 464–66.",
        "Ascher, Abraham, and Guenter Lewy. “{title}.” *Social Research*, Winter 1956.",
    ),
    # a journal's title in its own script; an English translation of the article's
    Expected(
        "nicolaevsky1942",
        "pp. 199–200",
        "Boris I. Nicolaevsky, “Vneshniaia politika Moskvy,” *Novyi zhurnal*, no. 3 (1942): "
        "199–200.",
        "Nicolaevsky, “Vneshniaia politika Moskvy,” pp. 199–200.",
        "Nicolaevsky, Boris I. “Vneshniaia politika Moskvy” Внешняя политика Москвы "
        "[Moscow’s Foreign Policy]. *Novyi zhurnal* Новый журнал, no. 3 (1942).",
    ),
    # what was never printed
    Expected(
        "engels1891",
        "",
        "Friedrich Engels, Letter to August Bebel, 1891.",
        "Engels, Letter to August Bebel.",
        "Engels, Friedrich. Letter to August Bebel. 1891.",
    ),
    # one of two authors of a surname
    Expected(
        "fischer-ruth1948",
        "pp. 287 and 313",
        "Ruth Fischer, *{title}* (Cambridge, Mass., 1948), pp. 287 and 313.",
        "Ruth Fischer, *Stalin and German Communism*, pp. 287 and 313.",
        "Fischer, Ruth. *{title}*. Cambridge, Mass., 1948.",
    ),
)


OTHERS_FACTS = frozenset(
    {"publisher", "pages", "volume", "number", "note", "titleaddon", "url", "doi", "part"}
)


@pytest.fixture(scope="module")
def complete() -> Library:
    """All that the records say."""
    return Library(record.load(REFERENCES))


@pytest.fixture(scope="module")
def library() -> Library:
    """The works with the facts of publication that their author gives, which will not change."""
    return Library({k: as_given(r) for k, r in record.load(REFERENCES).items()})


def as_given(given: Record) -> Record:
    added = {part.strip() for part in given.text("added").split(",")} & OTHERS_FACTS
    return replace(given, fields={k: v for k, v in given.fields.items() if k not in added})


@pytest.mark.parametrize("expected", SAMPLE, ids=lambda e: e.key)
def test_three_forms(library: Library, expected: Expected) -> None:
    work = library[expected.key]
    whole = work.container or work
    names = {"title": plain(work.title.whole), "whole": plain(whole.title.whole)}
    shared = shared_surnames(library.values())
    cited = Cited(work=work, locator=expected.locator)
    assert markdown(note([cited], shared)) == expected.full.format(**names)
    again = Cited(work=work, locator=expected.locator, form=Form.SHORT)
    assert markdown(note([again], shared)) == expected.short.format(**names)
    assert markdown(bibliography(work)) == expected.entry.format(**names)


def test_a_short_form_begins_as_the_entry_does(complete: Library) -> None:
    led = [w for w in complete.values() if w.leaders and not w.siglum and not w.by_title]
    assert any(w.editors_lead for w in led)
    for work in led:
        if work.container is not None and work.container.siglum:
            continue  # “…, in Stalin, 5:109”
        if work.kind is Kind.NEWSPAPER and not work.title:
            continue
        name = work.leaders.names[0].short
        assert plain(cite(Cited(work=work, form=Form.SHORT))).startswith(name), work.key
        assert plain(bibliography(work)).startswith(work.leaders.names[0].inverted), work.key


def test_several_works_in_a_note(library: Library) -> None:
    found = note(
        [
            Cited(work=library["hitler1942"], locator="2:7"),
            Cited(
                work=library["beloff1947"], locator="p. 9", prefix="as given in", form=Form.SHORT
            ),
        ]
    )
    assert markdown(found).startswith("*Hitler’s Speeches*, ed. Norman H. Baynes, 2 vols. (")
    assert markdown(found).endswith(
        ", 2:7; as given in Beloff, *The Foreign Policy of Soviet Russia*, p. 9."
    )


def test_ibid_shows_what_it_stands_for(library: Library) -> None:
    cited = Cited(work=library["dyck1966"], locator="pp. 9, 96–98", form=Form.IBID)
    shown = note([cited])
    assert markdown(shown) == "Ibid. [Dyck, *Weimar Germany and Soviet Russia*], pp. 9, 96–98."
    stalin = Cited(
        work=library["stalin-sochineniia"], locator="11:248-249; 13:38-39", form=Form.IBID
    )
    assert markdown(note([stalin])) == "Ibid. [Stalin], 11:248–49; 13:38–39."


def test_a_siglum_is_declared(library: Library) -> None:
    cited = Cited(work=library["lenin-pss"], locator="42:56", declares=True)
    assert markdown(note([cited])).endswith("42:56 (hereafter cited as Lenin).")


def test_a_prefix_begins_the_sentence(library: Library) -> None:
    cited = Cited(work=library["laqueur1965"], locator="164", prefix="see also", form=Form.SHORT)
    assert markdown(note([cited])) == "See also Laqueur, *Russia and Germany*, p. 164."


def test_foreign_titles_say_their_language(library: Library) -> None:
    def languages(content: Rich) -> list[str]:
        return [n.lang for n in content if isinstance(n, Emphasis)]

    assert languages(cite(Cited(work=library["radek1934"]))) == ["ru-Latn"]
    assert languages(cite(Cited(work=library["buber1957"]))) == ["de"]
    assert languages(cite(Cited(work=library["dyck1966"]))) == [""]


def test_a_part_refers_to_its_whole(library: Library) -> None:
    found = [
        markdown(bibliography(library[key], whole_listed=True)).partition(" In ")[2]
        for key in ("gross1966", "stalin1921-party")
    ]
    assert found == ["Drachkovitch and Lazitch, *The Comintern*.", "*Sochineniia*, vol. 5."]


def test_no_work_shows_markup(complete: Library) -> None:
    assert complete
    for work in complete.values():
        for content in (cite(Cited(work=work)), bibliography(work)):
            text = plain(content)
            assert text
            assert not set(text) & set("\\{}"), text
            assert "  " not in text
            assert ".." not in text.replace("...", ""), text
            assert "”." not in text, text
            assert "”," not in text, text


def entry(source: str, **options: bool) -> str:
    works = Library(record.parse(source))
    return markdown(bibliography(works[next(iter(works))], **options))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # What a page gives has its own date, unless its title has told it.
        (
            r"@misc{a, author={Kestrel, A.}, title={Letter to Marlow}, origdate={1920-05-03},"
            r" howpublished={\emph{Papers}, document 7}, url={https://example.org/7}}",
            "Kestrel, A. “Letter to Marlow.” May 3, 1920. *Papers*, document 7. https://example.org/7.",
        ),
        (
            "@misc{a, author={Kestrel, A.}, title={Letter of May 3, 1920}, origdate={1920-05-03},"
            " howpublished={example.org}}",
            "Kestrel, A. “Letter of May 3, 1920.” example.org.",
        ),
        (
            "@misc{a, title={Tides}, howpublished={reprint from Harbours}, note={the first part}}",
            "“Tides.” Reprint from Harbours. The first part.",
        ),
        # A newspaper is known by its day, and stands for its author.
        (
            "@article{a, title={Silt}, journaltitle={Tidings}, date={1927-04-08}}",
            "*Tidings*. “Silt.” April 8, 1927.",
        ),
        ("@book{a, title={Tides}, edition={2nd}, year={1994}}", "*Tides*. 2d ed. 1994."),
        ("@book{a, title={Tides}, edition={rev. ed.}, year={1994}}", "*Tides*. Rev. ed. 1994."),
        ("@book{a, title={Tides}, edition={Second}, year={1994}}", "*Tides*. 2d ed. 1994."),
        ("@book{a, title={Tides}, edition={Revised}, year={1994}}", "*Tides*. Rev. ed. 1994."),
        # The title of a letter tells its date; a page without one was seen on a day.
        (
            "@online{a, author={Kestrel, A.}, title={Letter of May 3, 1920}, date={1920-05-03},"
            " url={https://example.org/7}, urldate={2026-11-23}}",
            "Kestrel, A. “Letter of May 3, 1920.” https://example.org/7.",
        ),
        (
            "@online{a, title={Tides}, organization={Harbours}, url={https://example.org/7},"
            " urldate={2026-11-23}}",
            "“Tides.” Harbours. Accessed November 23, 2026. https://example.org/7.",
        ),
        (
            "@article{a, title={Silt}, journal={J}, volume={3}, year={1931},"
            " doi={https://doi.org/10.1000/x}}",
            "“Silt.” *J* 3 (1931). https://doi.org/10.1000/x.",
        ),
        (
            r"@misc{a, title={Silt}, howpublished={\url{https://example.org/a%20b}}, year={2001}}",
            "“Silt.” https://example.org/a%20b, 2001.",
        ),
        (
            "@book{a, title={Tides}, titleaddon={Of March}, note={Lost}, year={1994}}",
            "*Tides*. 1994. Of March. Lost.",
        ),
        # Within quotation marks those of a record are single, German ones too.
        ("@misc{a, title={The “Great” Silt}}", "“The ‘Great’ Silt.”"),
        ("@misc{a, title={„Der Sand“: Ein „Watt“}}", "“‘Der Sand’: Ein ‘Watt.’”"),
        ("@book{a, title={The “Great” Silt}}", "*The “Great” Silt*."),
    ],
)
def test_entries_of_what_is_loose(source: str, expected: str) -> None:
    assert entry(source) == expected


def test_a_name_that_a_dash_abbreviates_keeps_to_its_line() -> None:
    works = Library(record.parse(r"@misc{a, title={To Comrade \mbox{A—b}}}"))
    assert '<span class="unbroken">A—b</span>' in html(bibliography(works["a"]))
    assert plain(bibliography(works["a"])) == "“To Comrade A—b.”"


def test_a_part_has_its_own_date_and_that_of_its_volume() -> None:
    works = Library(
        record.parse(r"""
@book{all, author={Kestrel, A.}, title={Writings}, volumes={3}, address={Oslo}, date={1940/1946}}
@inbook{old, author={Kestrel, A.}, title={Silt}, crossref={all}, volume={1}, date={1920-05-03}}
@inbook{own, author={Kestrel, A.}, title={Sand}, crossref={all}, volume={2}, origdate={1920-05-03}}
@inbook{both, author={Kestrel, A.}, title={Mud}, crossref={all}, volume={2}, origdate={1920-05-03},
  date={1943}}
""")
    )
    assert [markdown(bibliography(works[key])) for key in ("old", "own", "both")] == [
        "Kestrel, A. “Silt.” May 3, 1920. In *Writings*, vol. 1. Oslo, 1940–46.",
        "Kestrel, A. “Sand.” May 3, 1920. In *Writings*, vol. 2. Oslo, 1940–46.",
        "Kestrel, A. “Mud.” May 3, 1920. In *Writings*, vol. 2. Oslo, 1943.",
    ]


def test_the_language_of_a_work_is_not_that_of_its_entry() -> None:
    works = Library(
        record.parse("""
@book{a, title={Vatty}, titletranslation={Mudflats}, language={russian}, langid={english}}
@book{b, title={Mudflats}, language={russian}}
""")
    )
    assert [works[key].title.lang for key in "ab"] == ["ru-Latn", ""]
