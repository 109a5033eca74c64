"""What pages say of themselves: to a reader of the screen, of the book, of each edition."""

from __future__ import annotations

import re
from pathlib import Path

from tests.builders.test_every_builder import READERS
from tests.conftest import Built, Edition

TAGS = (
    "companion",
    "full",
    "screen",
    "book",
    "not (screen or book)",
    "commentary_margin",
    "commentary_foot",
    "drawn",
    "summarised",
    "addressed",
    "hosted",
)
OTHER = "not (screen or book)"
SEEN = {
    "html": {"screen", "drawn", "summarised"},
    "dirhtml": {"screen", "drawn", "summarised"},
    "singlehtml": {OTHER, "drawn", "summarised"},
    "epub": {OTHER, "drawn", "summarised"},
    "text": {OTHER, "summarised"},
    "xml": {OTHER, "summarised"},
    "latex": {OTHER, "summarised"},
    "man": {OTHER, "summarised"},
    "typstpdf": {"book", "commentary_margin", "drawn", "summarised"},
}


def word(tag: str) -> str:
    """Return a word that says for whom it is, in letters that no format escapes."""
    return "For" + "".join(part.title() for part in re.findall("[a-z]+", tag))


def say(invented: Edition, *more: str) -> None:
    """Let the first page say a word for each tag, and more."""
    parts = [f"```{{only}} {tag}\n{word(tag)}\n```\n" for tag in TAGS]
    invented.edit("index.md", "It begins at", "\n".join([*parts, *more, "It begins at"]))


def seen(text: str) -> set[str]:
    """Return the tags whose words are in a text."""
    return {tag for tag in TAGS if re.search(rf"\b{word(tag)}\b", text)}


def everything(out: Path) -> str:
    """Return all that a build has written: pages, scripts, what a search finds."""
    files = [path for path in out.rglob("*") if path.is_file()]
    return "\n".join(path.read_bytes().decode("utf-8", "ignore") for path in files)


def test_every_builder_says_what_its_readers_hold(invented: Edition) -> None:
    say(invented)
    for full in (False, True):
        if full:
            invented.establish()
        # All of them write what the first has read.
        for builder, tags in SEEN.items():
            built = invented.build(builder, to=str(full))
            assert built.warnings == []
            text, _ = READERS[builder](built.out)
            assert seen(text) == tags | {"full" if full else "companion"}, builder
            if builder in ("html", "dirhtml"):
                assert seen(everything(built.out)) == seen(text)


def test_a_book_with_its_commentary_elsewhere_and_without_summaries(invented: Edition) -> None:
    say(invented)

    def built() -> str:
        out = invented.build("typstpdf", edition_pdf_commentary="foot", edition_pdf_gloss="0").out
        return READERS["typstpdf"](out)[0]

    book = {"book", "commentary_foot", "drawn"}
    # In companion form the summaries stand for the passages.
    assert seen(built()) == book | {"companion", "summarised"}
    invented.establish()
    assert seen(built()) == book | {"full"}


ROLES = "See {edition-address}`p1.2` and {edition-sources}`what we have`.\n"


def test_addresses_are_said_where_there_are_any(invented: Edition) -> None:
    say(invented, ROLES)
    page = invented.build().page("index.html")
    assert "See #p1.2 and what we have." in page.text_content()
    assert not page.xpath("//a[text()='what we have']")

    def known(builder: str) -> Built:
        return invented.build(
            builder,
            html_baseurl="https://harbour.example/edition/",
            edition_repository="forgejo+https://git.example/harbour/edition#trunk",
        )

    built = known("html")
    assert built.warnings == []
    page = built.page("index.html")
    assert {"addressed", "hosted"} <= seen(page.text_content())
    place = "https://harbour.example/edition/#p1.2"
    assert page.xpath(f"//a[.='{place}']/@href") == [place]
    sources = "https://git.example/harbour/edition"
    assert page.xpath("//a[text()='what we have']/@href") == [sources]
    # Paper has no links.
    text, _ = READERS["typstpdf"](known("typstpdf").out)
    # Addresses are broken at the ends of lines.
    assert f"See{place}andwhatwehave({sources})." in "".join(text.split())
