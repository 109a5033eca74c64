"""Comments, arguments and parallels: where they are shown, what is wrong with them, what changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import lxml.html
import pytest

from critical_edition.model.anchor import Anchor
from critical_edition.model.places import PassageId
from critical_edition.text import recorded

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Built, Edition

COMMENTS = """\
# Comments

:::{comment} winters
:on: 1.1 "seven winters"
:kind: context
:by: editors
:date: 2026-11-23

The winters are those of 1921 to 1927 {cite:p}`kestrel1931`; see {edition:comment}`doubt`.
:::

:::{comment} doubt
:on: 1.1
:kind: historiography
:by: editors
:date: 2026-11-24
:replies-to: winters

Marlow counts otherwise {cite:p}`marlow1948{p. 3}`.
:::

:::{comment} on-a-note
:on: n2
:kind: text
:by: editors
:date: 2026-11-23
:uncited: on the wording alone

The note says less than it seems to.
:::
"""

ARGUMENT = """\
# Silt

:::{argument} silt
:title: The silt

Silt explains everything.
:::

:::{parallel} silt-again
:argument: silt
:from: 1.1 "seven winters"
:to: 2.1
:relation: anticipates
:by: editors

Both speak of silt.
:::

:::{parallel} silt-still
:argument: silt
:from: 2.1
:to: 2.2
:relation: develops
:by: editors

And so does this.
:::
"""


@pytest.fixture
def annotated(invented: Edition) -> Edition:
    (invented.source / "commentary").mkdir()
    invented.write("commentary/1.md", COMMENTS)
    invented.write("silt.md", ARGUMENT)
    names = ("comment-index", "parallels", "argument-map")
    for name in names:
        invented.write(f"all-{name}.md", f"# All\n\n```{{{name}}}\n```\n")
    pages = "".join(f"all-{name}\n" for name in names)
    invented.edit("index.md", "emendations\n", f"emendations\nsilt\n{pages}")
    return invented


def texts(elements: list[object]) -> list[str]:
    return [" ".join(e.text_content().split()) for e in elements]  # type: ignore[attr-defined]


@pytest.mark.parametrize("full", [False, True])
def test_comments_stand_under_their_passages(annotated: Edition, full: bool) -> None:
    if full:
        annotated.establish()
    built = annotated.look()
    assert built.warnings == []
    page = built.page("essay/1-the-harbour.html")
    shown = page.xpath('//*[@id="p1.1"]//div[starts-with(@id, "comment-")]')
    assert [c.get("id") for c in shown] == ["comment-winters", "comment-doubt"]
    heads = texts(page.xpath('//*[@id="comment-winters"]//*[contains(@class, "comment-head")]'))
    assert heads == ["b 1.1 seven winters] context · editors · 23 November 2026 · permalink"]
    assert "(Kestrel" in texts(shown)[0]
    assert page.xpath('//*[@id="comment-winters"]//a[@href="#comment-doubt"]')
    assert page.xpath('//*[@id="p1.2"]//*[@id="comment-on-a-note"]')
    back = page.xpath('//*[@id="comment-winters"]//a[@href="#comment-winters-ref"]')
    sign = page.xpath('//a[@id="comment-winters-ref"][@href="#comment-winters"]')
    lemma = page.xpath('//span[contains(@data-refs, "comment-winters")]')
    assert (len(back), len(sign), texts(lemma)) == (
        (1, 1, ["seven winters"]) if full else (0, 0, [])
    )


def test_parallels_are_marked_at_both_ends_and_followed(annotated: Edition) -> None:
    built = annotated.look()
    first = texts(built.page("essay/1-the-harbour.html").xpath('//*[@id="p1.1"]//li'))
    assert first == ["∥ anticipates 2.1 · The silt · why"]
    far = texts(built.page("essay/2-the-dredgers.html").xpath('//*[@id="p2.1"]//li'))
    assert far == [
        "∥ fulfils 1.1 “seven winters” · The silt · why",
        "∥ develops 2.2 · The silt · why",
    ]
    descent = built.page("essay/2-the-dredgers.html").xpath(
        '//*[@id="p2.2"]//p[contains(@class,"descent")]'
    )
    assert texts(descent) == ["The silt: 1.1 → 2.1 → 2.2"]
    table = built.page("all-parallels.html").xpath(
        '//table[contains(@class, "concordance")]//tbody/tr'
    )
    assert [texts(row.xpath("td")) for row in table] == [
        ["1.1", "“Nobody in Westhaven had foreseen that …”", "anticipates 2.1"],
        ["2.1", "“When the dredgers came at last …”", "fulfils 1.1; develops 2.2"],
        ["2.2", "“Of the pilots nothing more was …”", "developed in 2.1"],
    ]
    assert table[0].xpath("td//a/@href") == [
        "essay/1-the-harbour.html#p1.1",
        "silt.html#parallel-silt-again",
        "essay/2-the-dredgers.html#p2.1",
    ]


def test_an_argument_s_page_has_each_of_its_parallels_once(annotated: Edition) -> None:
    annotated.edit("silt.md", ":from: 2.1\n:to: 2.2", ":from: 2.2\n:to: 2.1")
    page = annotated.look().page("silt.html")
    pairs = page.xpath('//section[contains(@class, "parallel-pair")]')
    assert [pair.get("id") for pair in pairs] == ["parallel-silt-again", "parallel-silt-still"]
    heads = [t.removesuffix("¶") for t in texts(page.xpath("//section/h3"))]
    # Both in the order of the text, whichever way the relation is read.
    assert heads == ["1.1 anticipates 2.1", "2.1 developed in 2.2"]
    shown = [
        texts(pair.xpath('.//div[contains(@class, "parallel")]/p | .//*[@class="synopsis-head"]'))
        for pair in pairs
    ]
    assert shown == [
        ["Both speak of silt.", "1.1 “seven winters”", "2.1"],
        ["And so does this.", "2.1", "2.2"],
    ]
    assert len(page.xpath('//div[contains(@class, "synopsis-side")]')) == 4
    words = page.xpath("string(//article)")
    assert [words.count(said) for said in ("Both speak of silt", "Silt explains", "And so")] == [
        1,
        1,
        1,
    ]
    for former in ("parallel-silt-still-passages", "synopsis-parallel-silt-still", "steps-silt"):
        assert page.xpath(f'//*[@id="{former}"]'), former


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "text", "man", "latex"])
def test_books_have_a_line_of_each_parallel_with_its_reason(
    annotated: Edition, builder: str
) -> None:
    out = annotated.look(builder).out
    files = [
        f for f in sorted(out.rglob("*")) if f.suffix in {".html", ".xhtml", ".txt", ".tex", ".7"}
    ]
    content = "\n".join(f.read_text("utf-8") for f in files)
    if builder in ("singlehtml", "epub"):
        content = "\n".join(lxml.html.parse(f).getroot().text_content() for f in files)
    # Without LaTeX's and roff's commands.
    content = re.sub(r"\\f[BIRP]|\\\w+|[{}\[\]]|\\", "", content)
    said = " ".join(content.split())
    assert re.search(
        r"1\.1\W+(lemma)?“seven winters” ?(relation)? ?\*?anticipates\W+[\w/:.-]*2\.1", said
    ), said
    assert said.count("Both speak of silt") == said.count("And so does this") == 1
    if builder == "text":  # A row of the index is read in lines, not in columns of letters.
        assert "| fulfils 1.1; develops 2.2" in said


def test_all_comments_are_a_line_each_in_one_index(annotated: Edition) -> None:
    page = annotated.look().page("all-comment-index.html")
    lines = page.xpath('//ul[contains(@class, "comment-index")]/li')
    assert texts(lines) == [
        "1.1 on the whole · historiography · editors · 24 November 2026",
        "1.1 “seven winters” · context · editors · 23 November 2026",
        "1.2 n2 on the whole · text · editors · 23 November 2026",
    ]
    assert [line.xpath(".//a/@href")[-1] for line in lines] == [
        "essay/1-the-harbour.html#comment-doubt",
        "essay/1-the-harbour.html#comment-winters",
        "essay/1-the-harbour.html#comment-on-a-note",
    ]
    assert list(page.xpath("//fieldset//input/@id"))[:3] == [
        "kind-all",
        "kind-context",
        "kind-source",
    ]


def test_every_mark_of_the_map_is_a_link_and_in_the_list(annotated: Edition) -> None:
    built = annotated.look()
    page = built.page("all-argument-map.html")
    [overview] = page.xpath('//*[local-name()="svg"][contains(@class, "argument-map")]')
    argument = built.page("silt.html")
    [strip] = argument.xpath('//*[local-name()="svg"][contains(@class, "argument-map")]')
    links = overview.xpath('.//*[local-name()="a"]/@href')
    assert links == [
        "essay/1-the-harbour.html#p1.1",
        "essay/2-the-dredgers.html#p2.1",
        "essay/2-the-dredgers.html#p2.2",
        "silt.html#argument-silt",
        "essay/1-the-harbour.html#p1.1",
        "essay/2-the-dredgers.html#p2.1",
        "essay/2-the-dredgers.html#p2.2",
    ]
    bars = strip.xpath('.//*[local-name()="a"][contains(@href, "parallel-")]')
    assert [bar.get("aria-label") for bar in bars] == [
        '1.1 "seven winters" anticipates 2.1',
        "2.1 develops 2.2",
    ]
    # Without colour and without hearing the labels: the relation stands at its bar in words.
    assert [bar.xpath('string(*[local-name()="text"])') for bar in bars] == [
        "anticipates",
        "develops",
    ]
    assert set(links) <= set(page.xpath('//ul[contains(@class, "map-list")]//a/@href'))
    told = argument.xpath('//section[contains(@class, "parallel-pair")]/@id')
    assert [bar.get("href") for bar in bars] == [f"#{name}" for name in told]
    assert strip.xpath('.//*[local-name()="a"]/@href') == [*links[:3], *map("#{}".format, told)]
    assert "currentColor" in lxml.html.tostring(strip, encoding="unicode")


@pytest.mark.parametrize(
    "builder", ["dirhtml", "singlehtml", "text", "latex", "epub", "man", "xml", "typstpdf"]
)
def test_every_builder(annotated: Edition, builder: str) -> None:
    annotated.establish()
    assert annotated.look(builder).warnings == []


def test_a_comment_and_a_parallel_in_files_of_their_own(annotated: Edition) -> None:
    comment = COMMENTS[COMMENTS.index(":::{comment} on-a-note") :]
    annotated.edit("commentary/1.md", comment, "")
    (annotated.source / "commentary" / "2").mkdir()
    annotated.write("commentary/2/note.md", comment)
    apart = ARGUMENT[ARGUMENT.index(":::{parallel} silt-still") :]
    annotated.edit("silt.md", apart, "")
    annotated.write("commentary/2/still.md", apart)
    built = annotated.build()
    assert built.warnings == []
    own = built.page("commentary/2/note.html")
    [line] = own.xpath("//article//p")
    assert texts([line]) == ["1.2 n2 on the whole · text · editors · 23 November 2026"]
    assert "../../essay/1-the-harbour.html#comment-on-a-note" in line.xpath(".//a/@href")
    # It is shown in full at its passage, and nowhere else.
    whole = built.page("essay/1-the-harbour.html").xpath('//*[@id="comment-on-a-note"]')
    assert ["The note says less" in text for text in texts(whole)] == [True]
    assert not own.xpath('//*[@id="comment-on-a-note"]')
    assert built.page("silt.html").xpath('//*[@id="parallel-silt-still"]')
    assert not built.page("commentary/2/still.html").xpath('//*[@id="parallel-silt-still"]')
    why = built.page("essay/2-the-dredgers.html").xpath('//a[.="why"]/@href')
    assert "../silt.html#parallel-silt-still" in why


def test_retired_ids_lead_to_what_takes_their_place(annotated: Edition) -> None:
    annotated.edit(
        "commentary/1.md", "see {edition:comment}`doubt`", "see {edition:comment}`quarrel`"
    )
    missing = annotated.build()
    assert [w for w in missing.warnings if "no comment is called “quarrel”" in w]
    retired = '[[retired]]\nid = "{}"\nto = "{}"\n'
    annotated.write(
        "retired.toml",
        retired.format("comment-quarrel", "comment-squabble")
        + retired.format("comment-squabble", "comment-doubt")
        + retired.format("parallel-old", "p2.2"),
    )
    built = annotated.build()
    clean = annotated.build(to="second")
    assert snapshot(built.out) == snapshot(clean.out)
    assert built.warnings == clean.warnings == []
    page = built.page("essay/1-the-harbour.html")
    assert page.xpath('//*[@id="comment-winters"]//a[@href="#comment-doubt"]')
    assert page.xpath('//*[@id="comment-doubt"]//@id') != []
    assert page.xpath('//*[@id="comment-quarrel"]')
    assert page.xpath('//*[@id="comment-squabble"]')
    assert built.page("essay/2-the-dredgers.html").xpath('//*[@id="p2.2"]//*[@id="parallel-old"]')


def test_quotation_marks_are_set_wherever_a_record_is_shown(annotated: Edition) -> None:
    said = (
        '"So *says* she--the pilots\' chief" {cite:p}`marlow1948{p. 3}`, `"so"`, '
        'it\'s {edition:passage}`"there" <2.1>`.'
    )
    annotated.edit("commentary/1.md", "Marlow counts otherwise {cite:p}`marlow1948{p. 3}`.", said)
    annotated.edit("silt.md", "Both speak of silt.", 'Both "speak" of silt.')
    shown = '“So says she–the pilots’ chief” (Marlow, “Silt,” p. 3), "so", it’s “there”.'
    built = annotated.build()
    [comment] = texts(built.page("essay/1-the-harbour.html").xpath('//*[@id="comment-doubt"]'))
    assert comment.endswith(shown)
    assert "Both “speak” of silt." in built.page("silt.html").text_content()
    as_written = annotated.build(to="plain", smartquotes="0")
    [comment] = texts(as_written.page("essay/1-the-harbour.html").xpath('//*[@id="comment-doubt"]'))
    assert comment.endswith(
        '"So says she--the pilots\' chief" (Marlow, “Silt,” p. 3), "so", it\'s "there".'
    )


FAULTS = {
    ":on: 1.1\n": (
        ":on: 9.9\n",
        [
            "commentary/1.md:13:6: WARNING: :on: the text has no 9.9. Its last passage is 2.2 "
            "[edition.anchor]"
        ],
    ),
    ":kind: text": (
        ":kind: gossip",
        [
            "commentary/1.md:24:8: WARNING: “gossip” is not a kind of comment; they are context, source, "
            "historiography, text, argument [edition.comment-kind]"
        ],
    ),
    ":uncited: on the wording alone\n": (
        "",
        [
            "commentary/1.md:22:1: WARNING: the comment “on-a-note” names no source [edition.comment-uncited]"
        ],
    ),
    ":replies-to: winters": (
        ":replies-to: summers",
        [
            "commentary/1.md:17:14: WARNING: the comment “doubt” answers “summers”, which is none "
            "[edition.comment-reply]",
            "commentary/1.md:12: WARNING: no comment is called “summers” [ref.comment]",
        ],
    ),
    '"seven winters"': (
        '"eight winters"',
        ["commentary/1.md:4:6: WARNING: :on: 1.1: “eight winters” does not occur [edition.lemma]"],
    ),
}


@pytest.mark.parametrize("old", FAULTS)
def test_faults_of_comments(annotated: Edition, old: str) -> None:
    annotated.establish()
    # The passage as copied has an unverified sentence; a lemma is held against verified text only.
    annotated.edit("essay/text/1-the-harbour.md", "% unverified: 0-10\n", "")
    new, warnings = FAULTS[old]
    annotated.edit("commentary/1.md", old, new)
    found = annotated.build().warnings
    assert set(warnings) <= set(found)


PARALLEL_FAULTS = {
    ":relation: anticipates": (":relation: rhymes", "edition.parallel-relation"),
    ':from: 1.1 "seven winters"\n:to: 2.1': (":from: 2.1\n:to: 1.1", "edition.parallel-order"),
    ":to: 2.2": (":to: 2.1", "edition.parallel-ends"),
    ":argument: silt\n:from: 2.1": (":argument: sand\n:from: 2.1", "edition.parallel-argument"),
    "{parallel} silt-still": ("{parallel} silt-again", "edition.parallel-id"),
    "And so does this.": ("", "edition.parallel-reason"),
}


@pytest.mark.parametrize("old", PARALLEL_FAULTS)
def test_faults_of_parallels(annotated: Edition, old: str) -> None:
    new, code = PARALLEL_FAULTS[old]
    annotated.edit("silt.md", old, new)
    found = annotated.build().warnings
    assert [w for w in found if f"[{code}]" in w and w.startswith("silt.md:")]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and not p.name.startswith(".buildinfo")
    }


CHANGES = {
    "a word": ("commentary/1.md", "Marlow counts", "Marlow reckons"),
    "a place": ("commentary/1.md", ":on: n2", ":on: 2.2"),
    "a relation": ("silt.md", ":relation: develops", ":relation: qualifies"),
    "a title": ("silt.md", ":title: The silt", ":title: The sand"),
    "a comment gone": ("commentary/1.md", COMMENTS[COMMENTS.index(":::{comment} on-a") :], ""),
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_incremental_build_equals_a_clean_one(annotated: Edition, change: str) -> None:
    annotated.build()
    annotated.edit(*CHANGES[change])
    again = annotated.build()
    clean = annotated.build(to="second")
    assert again.warnings == clean.warnings == []
    assert snapshot(again.out) == snapshot(clean.out)


def test_comments_stand_in_the_order_of_the_text_also_without_it(annotated: Edition) -> None:
    first = COMMENTS[COMMENTS.index(":::") : COMMENTS.index(":::{comment} doubt")]
    for old, new in (
        ("{comment} winters", "{comment} nobody"),
        ("seven winters", "Nobody in Westhaven"),
        ("`doubt`", "`winters`"),
    ):
        first = first.replace(old, new)
    annotated.write("commentary/2.md", f"# Added\n\n{first}")
    assert order(annotated.build()) == ["comment-winters", "comment-doubt", "comment-nobody"]
    annotated.establish()
    assert order(annotated.build()) == ["comment-nobody", "comment-winters", "comment-doubt"]
    empty = recorded.Recorded(bytes(16), {})
    lemmata = {
        "comment-nobody": (0, "Nobody in Westhaven"),
        "comment-winters": (11, "seven winters"),
    }
    entries = {
        ref: recorded.Entry(PassageId(1, 1), word, empty.digest(Anchor.parse(f'1.1 "{words}"')))
        for ref, (word, words) in lemmata.items()
    }
    annotated.forget()
    annotated.build()
    annotated.write("essay/lemmata.lock", recorded.dumps(recorded.Recorded(empty.salt, entries)))
    again = annotated.build()
    assert order(again) == ["comment-nobody", "comment-winters", "comment-doubt"]
    assert snapshot(again.out) == snapshot(annotated.build(to="second").out)


THREE = """
:::{{comment}} {id}
:on: {on}
:kind: context
:by: editors
:date: 2026-11-23
{reply}
Words {{cite:p}}`kestrel1931`.
:::
"""


def test_letters_run_as_the_signs_stand_and_answers_are_listed_after(annotated: Edition) -> None:
    added = {  # What hangs there, what it answers, the positions of its first and last words.
        "late": ("held that", "", (16, None)),
        "around": ("harbour would close … Gazette", "", (7, 15)),
        "early": ("Nobody in Westhaven", ":replies-to: late\n", (0, None)),
    }
    annotated.write(
        "commentary/2.md",
        "# Added\n"
        + "".join(
            THREE.format(id=cid, on=f'1.1 "{words}"', reply=reply)
            for cid, (words, reply, _) in added.items()
        ),
    )
    annotated.establish()
    full = annotated.build()
    signs = full.page("essay/1-the-harbour.html").xpath(
        '//*[@id="p1.1"]//a[starts-with(@href, "#comment-") and @data-sign]'
    )
    assert [(sign.get("data-sign"), sign.get("href")) for sign in signs] == [
        ("a", "#comment-doubt"),
        ("b", "#comment-early"),
        ("c", "#comment-winters"),
        ("d", "#comment-around"),
        ("e", "#comment-late"),
    ]
    listed = ["winters", "doubt", "around", "late", "early"]
    assert order(full) == [f"comment-{name}" for name in listed]
    # The companion edition has the same order and letters, from what is recorded of the lemmata.
    annotated.forget()
    annotated.build()
    places = {cid: (words, at) for cid, (words, _, at) in added.items()}
    places["winters"] = ("seven winters", (11, None))
    empty = recorded.Recorded(bytes(16), {})
    entries = {
        f"comment-{cid}": recorded.Entry(
            PassageId(1, 1), first, empty.digest(Anchor.parse(f'1.1 "{words}"')), last
        )
        for cid, (words, (first, last)) in places.items()
    }
    lock = recorded.dumps(recorded.Recorded(empty.salt, entries))
    assert recorded.loads(lock).entries == entries
    annotated.write("essay/lemmata.lock", lock)
    companion = annotated.build()
    assert order(companion) == order(full)
    assert letters(companion) == letters(full) == ["c", "a", "d", "e", "b"]


def letters(built: Built) -> list[str]:
    page = built.page("essay/1-the-harbour.html")
    path = '//*[@id="p1.1"]//div[starts-with(@id, "comment-")]//*[contains(@class, "letter")]'
    return [letter.text_content() for letter in page.xpath(path)]


def order(built: Built) -> list[str]:
    page = built.page("essay/1-the-harbour.html")
    shown = page.xpath('//*[@id="p1.1"]//div[starts-with(@id, "comment-")]')
    return [str(comment.get("id")) for comment in shown]


def test_parallel_reading_and_writing(annotated: Edition) -> None:
    annotated.establish()
    serial = annotated.build()
    parallel = annotated.build(to="second", parallel=2)
    assert serial.warnings == parallel.warnings == []
    assert snapshot(serial.out) == snapshot(parallel.out)
