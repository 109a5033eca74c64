"""Editions of other texts: one whole, with all that a text may hold, and what `edition init` writes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import lxml.html
import pypdf
import pytest

from critical_edition.commands import main

HERE = Path(__file__).parent
FIRST = re.compile(rb"Tucker|Stalin|1977|\b563\b|Slavic Review|full edition|hold the rights")
"""Words of the first edition's profile, and of notices that are false of a text in the public domain."""


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as its user does."""
    path = os.pathsep.join([str(HERE.parents[1] / "extensions"), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, "-m", "critical_edition.commands.main", "--project", project, *arguments],
        env={**os.environ, "PYTHONPATH": path, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def built(project: Path) -> Path:
    """Build HTML and PDF, in which every warning is an error; return the folder of what was built."""
    done = run(project, "build", "html", "pdf")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "companion" not in done.stdout
    return project / "build"


def pdf_text(build: Path) -> str:
    """Return the words of the only PDF, runs of white space as one space."""
    (path,) = (build / "pdf").glob("*.pdf")
    return " ".join(" ".join(p.extract_text() for p in pypdf.PdfReader(path).pages).split())


@pytest.fixture(scope="module")
def lamps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second edition, built."""
    project = tmp_path_factory.mktemp("editions") / "lamps"
    shutil.copytree(HERE / "lamps", project)
    built(project)
    return project


def page(project: Path, name: str) -> lxml.html.HtmlElement:
    """Return a page of the built site."""
    return lxml.html.parse(project / "build" / "html" / name).getroot()


def test_nothing_of_the_first_edition_is_in_another(lamps: Path) -> None:
    site = [
        p
        for p in (lamps / "build" / "html").rglob("*")
        if p.suffix in {".html", ".js", ".css", ".md"}
    ]
    assert len(site) > 20
    # The theme's own drawings have all sorts of figures.
    drawn = re.compile(rb"<svg.*?</svg>", re.DOTALL)
    strays = [
        (p.name, found[0])
        for p in site
        if "furo" not in p.name and (found := FIRST.search(drawn.sub(b"", p.read_bytes())))
    ]
    assert not strays
    assert not FIRST.search(pdf_text(lamps / "build").encode())


def text(of: lxml.html.HtmlElement) -> str:
    """Return an element's words, runs of white space as one space."""
    return " ".join(of.text_content().split())


def test_a_passage_holds_blocks(lamps: Path) -> None:
    (verse,) = page(lamps, "text/1-of-darkness.html").get_element_by_id("p1.2").find_class("verse")
    lines = [text(line) for line in verse.find_class("line")]
    assert lines[1] == "and nobody walks there;"
    assert lines[-1] == "the oil is dear, the moon is wise."
    stanzas = verse.xpath(".//*[@class='line-block' and not(parent::*[@class='line-block'])]")
    assert [len(stanza.find_class("line")) for stanza in stanzas] == [4, 2]
    second = page(lamps, "text/2-of-the-accounts.html")
    (letter,) = second.xpath("//blockquote[@class='letter']")
    edges = [*letter.find_class("opener"), *letter.find_class("closer")]
    assert [text(edge).split()[0] for edge in edges] == ["The", "Madam,", "Your"]
    assert len(second.get_element_by_id("p2.1").xpath(".//tr")) == 4
    assert len(second.get_element_by_id("p2.1").xpath(".//ol/li")) == 3


def test_foreign_words_pages_and_works_are_where_they_stand(lamps: Path) -> None:
    first = page(lamps, "text/1-of-darkness.html")
    assert text(first.xpath("//*[@lang='el']")[0]).startswith("λύχνος")
    breaks = [e.get("id") for e in first.find_class("page-break")]
    assert breaks == ["page211", "page212", "page213"]
    (vance,) = first.get_element_by_id("n1").xpath(".//a[contains(@href, 'work-vance1868')]")
    assert text(vance) == "Vance, p. 12"
    assert "Hesk" in text(first.get_element_by_id("n2").find_class("note-sources")[0])


def test_comments_hang_on_words_in_and_across_blocks(lamps: Path) -> None:
    first = page(lamps, "text/1-of-darkness.html")
    second = page(lamps, "text/2-of-the-accounts.html")

    def words(of: lxml.html.HtmlElement, comment: str) -> str:
        spans = of.xpath(f"//*[contains(@data-refs, 'comment-{comment}')]")
        return " ".join(map(text, spans))

    assert words(first, "watchman") == "the watchman’s song and for the empty air"
    assert words(second, "the-sum") == "47 61"
    assert second.get_element_by_id("comment-the-sum-ref").xpath("ancestor::td")
    assert words(first, "drover") == "drover’s song"


def test_witnesses_have_one_apparatus(lamps: Path) -> None:
    first = page(lamps, "text/1-of-darkness.html")
    under = [text(entry) for entry in first.find_class("apparatus-entry")]
    assert under == [
        "not one town] no one town (inferred)",
        "forty years A C] thirty years B",
        "watchman’s song A C] drover’s song B; watchmen’s song conj. Falk (There were two) "
        "(See the author’s note 2)",
        "we light them for the watchman’s song A B] transp. for the watchman’s song we light them C",
        "the moon is wise A] add. and mild B C",
        "on paper A B] om. C",
        "my nurse A C] our nurse B",
    ]
    # Entries that overlap keep their signs, each around its own words.
    words: dict[str, str] = {}
    for part in first.find_class("emendation"):
        name = part.get("data-entry")
        words[name] = words.get(name, "") + " ".join(part.xpath(".//text()[not(ancestor::sup)]"))
    assert " ".join(words["1.2-1"].split()) == "watchman’s song"
    assert " ".join(words["1.2-2"].split()) == "we light them for the watchman’s song"
    signs = [sign.get("href") for sign in first.find_class("emendation-sign")]
    assert sorted(signs) == sorted(
        f"../apparatus/readings.html#emendation-{n}"
        for n in ("1.1-1", "1.1-2", "1.2-1", "1.2-2", "1.2-3", "1.3-1", "n2-1")
    )
    listed = page(lamps, "apparatus/readings.html")
    assert [text(li) for li in listed.xpath("//ul[contains(@class, 'sigla')]/li")] == [
        "A The first printing", "B The second printing", "C The fair copy"
    ]  # fmt: skip
    entries = listed.xpath("//li[starts-with(@id, 'emendation-')]")
    told = [text(li).partition(": ")[2] for li in entries]
    assert told == [under[1], under[0], *under[2:]]
    choice = first.xpath("//input[@name='witness']/@value")
    assert choice == ["", "B", "C"]


def test_a_negative_apparatus_names_only_who_departs(tmp_path: Path) -> None:
    project = tmp_path / "lamps"
    shutil.copytree(HERE / "lamps", project)
    profile = project / "docs" / "edition.toml"
    profile.write_text(profile.read_text("utf-8").replace('"positive"', '"negative"'), "utf-8")
    done = run(project, "build", "text", "html")
    assert done.returncode == 0, done.stdout + done.stderr
    under = [
        text(e) for e in page(project, "text/1-of-darkness.html").find_class("apparatus-entry")
    ]
    assert under[1] == "forty years] thirty years B"
    assert under[5] == "on paper] om. C"
    plain = " ".join((project / "build/text/text/1-of-darkness.txt").read_text("utf-8").split())
    assert "a moon on paper [om. C]" in plain


def test_a_siglum_that_nobody_declares_is_found(tmp_path: Path) -> None:
    project = tmp_path / "lamps"
    shutil.copytree(HERE / "lamps", project)
    profile = project / "docs" / "edition.toml"
    profile.write_text(
        profile.read_text("utf-8").replace('C = { work = "orrin-ms"', 'D = { work = "orrin-mss"'),
        "utf-8",
    )
    done = run(project, "check", "--format", "json")
    found = {(f["code"], f["line"], f["message"]) for f in json.loads(done.stdout)["findings"]}
    line = profile.read_text("utf-8").split("\nD = ")[0].count("\n") + 2
    (missing,) = [(at, said) for code, at, said in found if code == "profile"]
    assert missing == (line, "the bibliography has no work “orrin-mss”")
    marks = [m for c, _, m in found if c == "mark"]
    assert marks and all("the profile declares no siglum “C”" in m for m in marks)


def test_the_book_has_it_all(lamps: Path) -> None:
    words = pdf_text(lamps / "build")
    who = "With contributions by Ines Falk and Tobias Reed"
    # The apparatus at the foot of the page, by the numbers of the lines.
    assert re.search(r"3 forty years A C\] thirty years B\.", words)
    assert re.search(r"14 the moon is wise A\] add\. and mild B C\.", words)
    for expected in ("λύχνος", "and nobody walks there;", "Your obedient servant,", who):
        assert expected in words, expected


def test_what_cannot_be_set_is_named_with_its_line(tmp_path: Path) -> None:
    project = tmp_path / "lamps"
    shutil.copytree(HERE / "lamps", project)
    section = project / "docs" / "text" / "1-of-darkness.md"
    before = section.read_text("utf-8")
    line = before[: before.index("The moon of the almanac is")].count("\n") + 1
    section.write_text(before.replace("The moon of", "The `moon` of"), "utf-8")
    done = run(project, "build", "html")
    assert done.returncode == 1
    said = rf"1-of-darkness\.md:{line}:1: WARNING: 1\.3: .*code.*\[edition\.text-syntax\]"
    assert re.search(said, done.stderr)


ESSAY = """\
# On Weights

## The first part

An *essay* on “weights”, which
nobody reads.[^a] It is [ponderous]{lang=en}.

> With a quotation.

Another paragraph.[^b]

## The second part

:::{verse}
One line,
  another.
:::

| A | B |
|---|---|
| 1 | 2 |

The end.

[^b]: The second note.
[^a]: The first note,
    on two lines.

    > With a quotation of its own.
"""


def test_init_writes_a_project_that_builds_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO())
    source, project = tmp_path / "weights.md", tmp_path / "weights"
    source.write_text(ESSAY, "utf-8")
    given = ["--author", "Jane “Q.” Roe", "--year", "1870", "--from", str(source)]
    assert main.main(["init", str(project), *given]) == 0
    assert "2 sections, 4 passages, 2 notes" in capsys.readouterr().out
    assert main.main(["--project", str(project), "build", "data"]) == 0
    built(project)
    listed = page(project, "apparatus/data.html").find_class("edition-data")[-1]
    assert "../data/edition.json" in listed.xpath(".//a/@href")
    first = page(project, "text/1-the-first-part.html")
    assert [p.get("id") for p in first.find_class("passage")] == ["p1.1", "p1.2"]
    assert "The first note, on two lines." in text(first.get_element_by_id("n1"))
    assert first.get_element_by_id("p1.1").xpath(".//blockquote")
    assert "What the reader should know" in text(
        first.get_element_by_id("comment-an-example-of-a-comment")
    )
    argument = page(project, "arguments/an-example.html")
    assert text(argument.get_element_by_id("parallel-an-example-of-a-parallel"))
    assert "ponderous" in text(page(project, "apparatus/glossary.html"))
    assert "On Weights" in pdf_text(project / "build")
    assert not FIRST.search(pdf_text(project / "build").encode())
    check = run(project, "check", "--format", "json")
    assert json.loads(check.stdout) == {"findings": []}
    assert main.main(["init", str(project), *given]) == 1
    assert "not empty" in capsys.readouterr().err


def test_init_asks_for_what_is_not_given(tmp_path: Path) -> None:
    from critical_edition.commands import init

    answers = iter(["On Weights", "Jane Roe", "1990", "", "en-GB"])
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return next(answers)

    said = init.write(tmp_path / "weights", {}, ask)
    assert said[0].endswith("1 sections, 2 passages, 1 notes.")
    assert [q.partition(" [")[0].rstrip(": ") for q in asked] == [
        "its title", "its author", "the year of the printing",
        "its rights (public-domain or restricted)", "the language of the edition",
    ]  # fmt: skip
    assert 'rights = "restricted"' in (tmp_path / "weights/docs/edition.toml").read_text("utf-8")
    with pytest.raises(init.InitError, match="--author is needed"):
        init.write(tmp_path / "others", {"title": "T"}, None)
