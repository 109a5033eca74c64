"""TEI: valid, whole, pointing nowhere astray, and in companion form without the text's words."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from lxml import etree
from tests.data.reading_tei import ID, TEI, Document

from critical_edition.model.established import (
    CitationSpan,
    EstablishedText,
    EstablishedUnit,
    ForeignSpan,
    Marker,
    PageBreak,
    RichText,
    Sentence,
    SentenceStatus,
    Span,
)
from critical_edition.outputs.data import source, tei
from critical_edition.outputs.data.edition import as_data
from critical_edition.outputs.data.source import Edition
from critical_edition.outputs.data.tei.elements import el, name, settle
from critical_edition.sources import texts
from critical_edition.sources.people import People
from critical_edition.sources.project import Project
from critical_edition.text.guard import LEAST, facts, search
from critical_edition.text.lock import GramIndex
from critical_edition.text.lock import load as load_lock

TWICE = {"plain", "summary"}
"""What JSON has once more in another form: prose as plain text."""
POINTING = (
    "target",
    "corresp",
    "ana",
    "resp",
    "ref",
    "active",
    "passive",
    "inst",
    "edRef",
    "from",
    "to",
)


def bytes_of(edition: Edition) -> bytes:
    written = tei.FORMAT.write(edition)
    assert isinstance(written, bytes)
    return written


def jing(schema: Path, file: Path) -> str:
    """Return what jing says of a file."""
    command = [str(Path(sys.executable).with_name("pyjing")), str(schema), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == (not done.stdout), done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def everything(checkout: Path) -> Path:
    """TEI's own schema."""
    path = checkout / ".schemas" / "tei_all.rng"
    if not path.is_file():
        pytest.skip("TEI's schema is not here; python3 .ci/schemas.py fetches it")
    return path


@pytest.fixture
def without(edition: Edition) -> Edition:
    """The same without its text."""
    return replace(edition, text=EstablishedText())


# -- validity ------------------------------------------------------------------------------------


def test_valid_tei(edition: Edition, without: Edition, everything: Path, tmp_path: Path) -> None:
    for number, one in enumerate((edition, without)):
        file = tmp_path / f"{number}.xml"
        file.write_bytes(bytes_of(one))
        assert jing(everything, file) == ""
    file.write_bytes(file.read_bytes().replace(b"<body>", b"<body><verse/>"))
    assert 'element "verse" not allowed' in jing(everything, file)


def test_the_own_grammar_holds(edition: Edition, without: Edition) -> None:
    grammar = etree.RelaxNG(etree.fromstring(tei.schema()))
    for one in (edition, without):
        root = etree.fromstring(bytes_of(one))
        assert grammar.validate(root), grammar.error_log


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<seg type="incipit">', b'<seg type="summary">'),
        (b"<gap reason=", b"<gap cause="),
        (b'motivation="describing"', b'motivation="musing"'),
        (b"</body>", b"<p>Words.</p></body>"),
    ],
)
def test_the_own_grammar_refuses_what_is_not_written(
    companion: Edition, old: bytes, new: bytes
) -> None:
    content = bytes_of(companion)
    assert old in content
    grammar = etree.RelaxNG(etree.fromstring(tei.schema()))
    assert not grammar.validate(etree.fromstring(content.replace(old, new, 1)))


def test_every_pointer_resolves(edition: Edition, without: Edition) -> None:
    for one in (edition, without):
        root = etree.fromstring(bytes_of(one))
        names = [name for node in root.iter() if (name := node.get(ID))]
        assert len(names) == len(set(names))
        pointers = [
            pointer
            for node in root.iter()
            for attribute in POINTING
            for pointer in node.get(attribute, "").split()
            if pointer.startswith("#")
        ]
        assert len(pointers) > 50
        assert {pointer[1:] for pointer in pointers} <= set(names)
        assert not [node for node in root.iter() if node.get("cRef")]


def test_references_are_resolved_as_the_header_says(edition: Edition) -> None:
    # The paths are TEI's: names without a prefix are of its namespace.
    root = etree.fromstring(bytes_of(edition).replace(b' xmlns="http://www.tei-c.org/ns/1.0"', b""))
    found: dict[str, list[str]] = {}
    for structure in root.iter("citeStructure"):
        matched = root.xpath(structure.get("match", ""))
        assert isinstance(matched, list)
        uses = [node.xpath(structure.get("use", ""))[0] for node in matched]  # type: ignore[union-attr,index]
        found[structure.get("unit", "")] = [str(use) for use in uses]
    assert found["section"] == [str(s.number) for s in edition.sources.sections]
    assert found["passage"] == [str(p.passage) for p in edition.sources.passages]
    assert found["note"] == [str(n.note) for n in edition.sources.notes]
    pages = [str(page) for p in edition.sources.passages for page in p.pages]
    assert found["page"] == list(dict.fromkeys(pages))


def test_terms_are_those_of_the_form(companion: Edition, full: Edition, lamps: Edition) -> None:
    def status(one: Edition) -> str:
        (found,) = etree.fromstring(bytes_of(one)).iter("{*}availability")
        return f"{found.get('status')}: {' '.join(' '.join(map(str, found.itertext())).split())}"

    assert status(full).startswith("restricted: CC-BY-4.0 ")
    assert "only those who hold the rights" in status(full)
    assert status(companion).startswith("free: CC-BY-4.0 The licence does not cover")
    assert status(lamps) == "free: CC-BY-4.0"


# -- the round trip ------------------------------------------------------------------------------


def once(data: Any) -> Any:
    """Return JSON data without what it says twice, places and institutions in one order."""
    if isinstance(data, Mapping):
        return {name: once(value) for name, value in data.items() if name not in TWICE}
    return [once(value) for value in data] if isinstance(data, list) else data


def same(read: Any, data: Any, where: str = "") -> None:
    """Assert that what was read is what JSON has; names the place, and prints no words."""
    if isinstance(data, dict):
        assert isinstance(read, dict), where
        assert read.keys() == data.keys(), where
        for name, value in data.items():
            same(read[name], value, f"{where}/{name}")
    elif isinstance(data, list):
        assert isinstance(read, list), where
        assert len(read) == len(data), where
        for at, value in enumerate(data):
            name = value.get("id", at) if isinstance(value, dict) else at
            same(read[at], value, f"{where}/{name}")
    elif read != data:
        pytest.fail(f"{where} is another")


@pytest.mark.parametrize("form", ["as it is", "without its text"])
def test_the_text_and_every_annotation_are_read_back(
    edition: Edition, without: Edition, form: str
) -> None:
    one = edition if form == "as it is" else without
    data, read = once(as_data(one)), Document(bytes_of(one)).data()
    for passage in data["passages"]:
        if "text" in passage:
            del passage["incipit"]  # the text begins with it
    for found in (data, read):
        found["registers"]["places"].sort(key=lambda place: place["id"])
    assert len(read["passages"]) == len(one.sources.passages)
    same(read, {name: data[name] for name in read})


def test_works_are_those_of_the_citations(edition: Edition) -> None:
    root = etree.fromstring(bytes_of(edition))
    found = {node.get(ID, "").removeprefix("work-"): node for node in root.iter("{*}biblStruct")}
    works = as_data(edition)["works"]
    assert found.keys() == {work["id"] for work in works}

    def texts(of: etree._Element, path: str) -> list[str]:
        return ["".join(map(str, one.itertext())) for one in of.findall(path, {"": TEI[1:-1]})]

    for work in works:
        node, where = found[work["id"]], work["id"]
        own = "analytic" if node.find("{*}analytic") is not None else "monogr"
        titles = [t for t in node.findall(f"{{*}}{own}/{{*}}title") if not t.get("type")]
        assert "".join(map(str, titles[0].itertext())) == work.get("title", ""), where
        if "container-title" in work and own == "analytic":
            assert work["container-title"] in texts(node, "monogr/title"), where
        for role in ("author", "editor"):
            families = [name.get("family") or name["literal"] for name in work.get(role, ())]
            said = texts(node, f".//{role}//surname") + texts(node, f".//{role}//orgName")
            assert set(families) <= set(said), where
        paths = ((".//publisher", "publisher"), (".//idno[@type='DOI']", "DOI"), ("ref", "URL"))
        for path, key in paths:
            assert texts(node, path) == [work[key] for _ in range(key in work)], where
        for unit in ("volume", "page"):
            scope = texts(node, f"monogr/biblScope[@unit='{unit}']")
            assert bool(scope) == (unit in work), where
        if dates := work.get("issued", {}).get("date-parts"):
            years = [d.get("when") or d.get("from") or "" for d in node.iter("{*}date")]
            assert f"{dates[0][0]:04}" in [year[:4] for year in years], where


LENGTH = 30
offsets = st.integers(0, LENGTH)


@st.composite
def apart(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Draw spans that neither overlap nor touch."""
    edges = sorted(draw(st.sets(offsets, max_size=8)))
    return list(zip(edges[::2], edges[1::2], strict=False))


@st.composite
def rich(draw: st.DrawFn) -> RichText:
    """Draw a text whose spans of different kinds cross as they may."""
    letters = st.sampled_from("ab <&é ")
    return RichText(
        "".join(draw(st.lists(letters, min_size=LENGTH, max_size=LENGTH))),
        tuple(
            Marker(at, note)
            for note, at in enumerate(sorted(draw(st.sets(offsets, max_size=3))), 1)
        ),
        tuple(PageBreak(at, at + 1) for at in sorted(draw(st.sets(offsets)))),
        tuple(Span(*span) for span in draw(apart())),
        tuple(CitationSpan(*span, "hesk1870") for span in draw(apart())),
        tuple(ForeignSpan(*span, "la") for span in draw(apart())),
    )


def test_whatever_crosses_is_read_back(lamps: Edition) -> None:
    place = lamps.sources.passages[0].passage

    @settings(deadline=None)
    @hypothesis.given(content=rich(), doubtful=apart())
    def read_back(content: RichText, doubtful: list[tuple[int, int]]) -> None:
        sentences = tuple(Sentence(*span, SentenceStatus.UNVERIFIED) for span in doubtful)
        unit = EstablishedUnit(place, content, sentences)
        one = replace(lamps, text=EstablishedText({place: unit}))
        said = once(as_data(one)["passages"][0])
        del said["incipit"], said["pages"], said["notes"]
        read = Document(bytes_of(one)).passages()[0]
        assert {name: read[name] for name in said} == said

    read_back()


PASSAGE = """\

:::::::::{passage} 2.3
::::{letter}
:::{opener}
To nobody
:::
:::{closer}
Farewell
:::
::::

::::{letter}
> A quotation
>
> - in it a list
>
>   :::{verse}
>   of verse
>   :::

:::{opener}
Too late
:::

A table:

| Head |
| ---- |
| *em [la phase]{lang=fr}*  |

:::{closer}
Too *early*\\
*by* a word
:::

A paragraph\\
in lines
::::

:::{abstract}
All that a passage may hold.
:::
:::::::::
"""
COMMENT = """\

:::{comment} all-that-prose-may-hold
:on: 1.1-1.2
:kind: text
:by: ines-falk
:date: 2026-03-06

One **bold *and* italic** word, `code < &`, a line\\
that ends, [words](https://example.org/?a=1&b=2), [more](#p1.2), {edition:passage}`the table <2.1>`,
{edition:authornote}`2`, {edition:comment}`watchman`, {cite:p}`{see}hesk1870{12, 14–15}, doll1999`.

3. numbered
4. items

   > and a quotation

| Left | Right |
| :--- | ----: |
| {cite:p}`doll1999` | *two* |
:::

:::{parallel} in-several-paragraphs
:argument: two-columns
:from: 1.1
:to: n3 "the same figures"
:relation: contrasts
:by: tobias-reed

The first reason.

- The second
- *reason*
:::
"""


@pytest.fixture(scope="module")
def crowded(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The second edition with a passage and a comment that hold whatever they may."""
    project = Project(tmp_path_factory.mktemp("crowded"))
    shutil.copytree(checkout / "tests" / "editions" / "lamps", project.root, dirs_exist_ok=True)
    for page, more in (("text/2-of-the-accounts.md", PASSAGE), ("commentary/1.md", COMMENT)):
        path = project.docs / page
        path.write_text(path.read_text("utf-8") + more, "utf-8")
    return source.load(project, texts.load(project), with_text=True)


def test_whatever_may_stand_there(crowded: Edition, everything: Path, tmp_path: Path) -> None:
    content = bytes_of(crowded)
    file = tmp_path / "crowded.xml"
    file.write_bytes(content)
    assert jing(everything, file) == ""
    grammar = etree.RelaxNG(etree.fromstring(tei.schema()))
    assert grammar.validate(etree.fromstring(content)), grammar.error_log
    data, read = once(as_data(crowded)), Document(content).data()
    for kind in ("passages", "comments", "parallels"):
        for one, said in zip(read[kind], data[kind], strict=True):
            said.pop("incipit", None)
            assert one == said


# -- companion form ------------------------------------------------------------------------------


def test_no_words_of_the_text_in_companion_form(companion: Edition, full: Edition) -> None:
    lock, sources = load_lock(companion.sources.project.lock), companion.sources
    index = GramIndex(lock)
    known = facts(sources.bibliography or "", index)

    def leaks(one: Edition) -> list[tuple[str, int]]:
        words = " ".join(map(str, etree.fromstring(bytes_of(one)).itertext()))
        found = search(words, index, lambda: known)
        return [(stream, grams) for _at, stream, grams in found if grams > 1]

    assert LEAST == 12
    assert leaks(companion) == []
    assert sum(grams for _stream, grams in leaks(full)) > 1000


def test_abstracts_are_no_paragraphs_of_the_text(companion: Edition) -> None:
    root = etree.fromstring(bytes_of(companion))
    space = {"t": "http://www.tei-c.org/ns/1.0"}
    paragraphs = root.xpath("//t:text//t:p", namespaces=space)
    assert isinstance(paragraphs, list)
    assert len(paragraphs) == len(companion.sources.passages)
    texts = {p.passage: p for p in companion.sources.passages}
    for node, record in zip(paragraphs, texts.values(), strict=True):
        assert isinstance(node, etree._Element)
        seg, gap = node[0], node[1]
        assert (node.text, seg.text, len(seg)) == (None, record.incipit, 0)
        assert gap.get("reason") == "sampling"
        assert {one.tail for one in node} <= {" ", None}
    anchors = root.xpath("//t:anchor", namespaces=space)
    assert anchors == []


def test_the_same_bytes_each_time(edition: Edition) -> None:
    content = bytes_of(edition)
    assert bytes_of(edition) == content
    assert str(edition.sources.project.root).encode() not in content


# -- what sources may have wrong -----------------------------------------------------------------


def test_pointers_are_settled() -> None:
    root = el(
        "text",
        el("p", "once", id="p1.1"),
        el("p", "again", id="p1.1"),
        el("ref", "there", target="#comment-old"),
        el("ptr", type="comment", target="#comment-none"),
        el("annotation", target="#n9 #p1.1", resp="#contributor-none"),
    )
    settle(root, {"comment-old": "p1.1"})
    first, second, ref, ptr, annotation = root
    assert (first.get(ID), second.get(ID)) == ("p1.1", None)
    assert ref.get("target") == "#p1.1"
    assert dict(ptr.items()) == {"type": "comment", "cRef": "comment-none"}
    assert dict(annotation.items()) == {"target": "#p1.1"}


def test_names_and_words_are_what_xml_can_have() -> None:
    assert name("work", "müller:1900/a") == "work-m_fc_ller_3a_1900_2f_a"
    assert dict(el("foreign", lang="two words").items()) == {}
    assert el("p", "form\x0cfeed", n="\x1b7").text == "formfeed"


def test_who_is_in_no_list_is_named(lamps: Edition) -> None:
    sources = replace(lamps.sources, people=People({}))
    content = bytes_of(replace(lamps, sources=sources))
    root = etree.fromstring(content)
    names = {node.get(ID) for node in root.iter("{*}respStmt")}
    assert {"contributor-editors", "contributor-ines-falk", "contributor-tobias-reed"} <= names
