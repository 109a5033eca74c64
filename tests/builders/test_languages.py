"""Another language than English: what readers see of the engine's own words is in it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest
from babel.messages.pofile import read_po
from tests.commentary.test_commentary import ARGUMENT, COMMENTS
from tests.conftest import ROOT, Edition

CATALOGUE = ROOT / "extensions/critical_edition/locale/de/LC_MESSAGES/critical_edition.po"
# Of the editors and of the author, who write English here, and of the citing style.
NOT_OURS = {
    "and",
    "from",
    "in",
    "link",
    "software",
    "text",
    "april",
    "august",
    "september",
    "november",
}


@pytest.fixture
def german(invented: Edition) -> Edition:
    """An edition with comments, an argument and all generated pages, built in German."""
    (invented.source / "commentary").mkdir()
    invented.write("commentary/1.md", COMMENTS.replace("# Comments", "# Of winters"))
    invented.write("silt.md", ARGUMENT)
    names = ("comment-index", "parallels", "argument-map", "contributors")
    for name in names:
        invented.write(f"all-{name}.md", f"# All\n\n```{{{name}}}\n```\n")
    pages = "\n".join(f"all-{name}" for name in names)
    invented.edit("index.md", "emendations\n", f"emendations\nsilt\n{pages}\n")
    return invented


def english() -> dict[str, str]:
    """The words of ours that are others in German, by the German."""
    with CATALOGUE.open("rb") as stream:
        found = {str(m.id): str(m.string) for m in read_po(stream, locale="de") if m.id}
    return {
        plain: said
        for words, said in found.items()
        if words not in (said, "The {noun}")
        and (plain := words.strip(" :;,.")).lower() not in NOT_OURS
        and re.search("[A-Za-z]{2}", re.sub(r"\{+\w+\}+", "", plain))
    }


def labels(page: Path) -> set[str]:
    """What a page says as a whole in one place: texts, labels, titles."""
    root = lxml.html.parse(page).getroot()
    for foreign in root.xpath("//script | //style | //svg[not(@class='argument-map')]"):
        foreign.drop_tree()
    said = [str(text) for text in root.xpath("//body//text()")]
    said += [
        str(text)
        for name in ("aria-label", "title", "data-heading", "alt")
        for text in root.xpath(f"//body//@{name}")
    ]
    return {text.strip(" :;,.·\n\N{NO-BREAK SPACE}") for text in said}


def test_the_catalogue_has_every_word_and_every_word_is_translated() -> None:
    command = [sys.executable, str(ROOT / ".ci" / "catalogue.py"), "--check"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "All words are translated.\n")


@pytest.mark.parametrize("full", [False, True])
def test_a_german_edition_has_no_english_label_of_ours(german: Edition, full: bool) -> None:
    if full:
        german.establish()
    built = german.build(language="de")
    # What is put in is a number, a place or a word.
    forms = [re.compile(re.sub(r"(?:\\\{)+\w+(?:\\\})+", r"\\S+", re.escape(w))) for w in english()]
    pages = sorted(built.out.rglob("*.html"))
    assert len(pages) > 8
    left = {
        said for page in pages for said in labels(page) for form in forms if form.fullmatch(said)
    }
    assert left == set()
    words = {said for page in pages for said in labels(page)}
    assert {"Suche", "Parallelen", "alle Arten", "Anmerkungen von Marlow"} <= words


def test_scripts_are_given_their_words(german: Edition) -> None:
    built = german.build(language="de")
    script = (built.out / "_static" / "edition-words.js").read_text("utf-8")
    said = json.loads(script.removeprefix("window.editionWords = ").rstrip(";\n"))
    assert said["Close"] == "Schließen"
    page = (built.out / "essay" / "1-the-harbour.html").read_text("utf-8")
    assert page.index("edition-words.js") < page.index("edition.js")


def test_a_later_build_in_english_is_english(german: Edition) -> None:
    german.build(language="de")
    built = german.build(to="second")
    assert not (built.out / "_static" / "edition-words.js").exists()
    assert "Search" in labels(built.out / "search.html")
