"""Copies of an essay as readers have them: laid out, encoded and damaged in every common way."""

from __future__ import annotations

import html
import random
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from critical_edition.model import EstablishedText, NoteId, RichText
from critical_edition.text import store

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Essay:
    """Section titles with their passages, in order, and the notes by number."""

    sections: tuple[tuple[str, tuple[RichText, ...]], ...]
    notes: dict[int, RichText]

    @classmethod
    def load(cls, folder: Path) -> Essay:
        text: EstablishedText = store.load(folder)
        sections = []
        for path in store.files(folder):
            title = re.search(r"^# (.*)$", path.read_text("utf-8"), re.MULTILINE)
            assert title
            number = int(path.name[0])
            own = [u.content for p, u in text.passages.items() if p.section == number]
            sections.append((title[1], tuple(own)))
        return cls(tuple(sections), {n.number: u.content for n, u in text.notes.items()})


def marked(rich: RichText, style: str) -> str:
    """Return a passage with its markers as this copy has them."""
    out, at = [], 0
    for marker in rich.markers:
        number = str(marker.note)
        out.append(rich.text[at : marker.at])
        out.append(
            {
                "superscript": number.translate(SUPERSCRIPT),
                "bracketed": f"[{number}]",
                "glued": number,
                "spaced": f" {number}",
                "caret": f"^{{{number}}}",
                "markdown": f"[^{number}]",
                "html": f"<sup>{number}</sup>",
                "none": "",
            }[style]
        )
        at = marker.at
    return "".join([*out, rich.text[at:]])


def plain_endnotes(essay: Essay, style: str = "superscript", number: str = "{}. ") -> str:
    """A plain text with the notes at its end, a paragraph a line."""
    parts = ["A Title Page of Some Kind", "by its author"]
    for title, passages in essay.sections:
        parts += [title, *(marked(p, style) for p in passages)]
    parts.append("Notes")
    parts += [number.format(n) + note.text for n, note in sorted(essay.notes.items())]
    return "\n\n".join(parts) + "\n"


def markdown(essay: Essay) -> str:
    """A Markdown text with its own footnote syntax and starred emphasis."""
    parts = []
    for title, passages in essay.sections:
        parts += [f"## {title}", *(marked(p, "markdown") for p in passages)]
    parts += [f"[^{n}]: {note.text}" for n, note in sorted(essay.notes.items())]
    return "\n\n".join(parts) + "\n"


def html_page(essay: Essay) -> str:
    """A web page with navigation, superscript links and a list of notes."""
    parts = ["<!DOCTYPE html><html><head><title>An essay</title><style>p{margin:0}</style></head>"]
    parts.append("<body><nav><a href='#'>Home</a> Issues About</nav><main>")
    for title, passages in essay.sections:
        parts.append(f"<h2>{html.escape(title)}</h2>")
        for passage in passages:
            text = marked(passage, "caret")
            body = re.sub(
                r"\^\{(\d+)\}", r'<sup><a href="#fn\1">\1</a></sup>', html.escape(text, quote=False)
            )
            parts.append(f"<p>{body}</p>")
    parts.append("<h2>Notes</h2><ol>")
    for number, note in sorted(essay.notes.items()):
        parts.append(f'<li id="fn{number}">{number}. {html.escape(note.text)}</li>')
    parts.append("</ol></main><footer>Copyright of the site</footer></body></html>")
    return "\n".join(parts)


COVER = """\
The Collected Journals Library

Some Essay on Some Subject
Author(s): Somebody
Source: A Quarterly Review, Vol. 36, No. 4 (Dec., 1977), pp. 563-589
Published by: A Learned Society
Stable URL: https://library.example/stable/123456
Accessed: 01-01-2020 12:00 UTC

The library is a not-for-profit service that helps scholars, researchers, and students
discover, use, and build upon a wide range of content in a trusted digital archive. We use
information technology and tools to increase productivity and facilitate new forms of
scholarship. For more information about the library, please contact its support.
"""


def hyphenated(text: str, width: int, rng: random.Random) -> list[str]:
    """Break a paragraph into lines of about ``width`` characters, some words parted by hyphens."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        if len(line) + 1 + len(word) <= width:
            line = f"{line} {word}" if line else word
            continue
        room = width - len(line) - 2
        match = re.fullmatch(r"([A-Za-z]{3,})([a-z]{3,}\W*)", word)
        if match and room > 3 and rng.random() < 0.6:
            letters = re.match(r"[A-Za-z]+", word)
            assert letters
            cut = min(room, len(letters[0]) - 2)
            if cut >= 3:
                lines.append(f"{line} {word[:cut]}-")
                line = word[cut:]
                continue
        lines.append(line)
        line = word
    lines.append(line)
    return lines


def paged(
    essay: Essay,
    *,
    style: str = "glued",
    cover: bool = False,
    width: int = 66,
    seed: int = 1,
    heads: tuple[str, str] = ("Slavic Review", "The Emergence of Stalin's Foreign Policy"),
    first_page: int = 563,
) -> list[str]:
    """Pages as pdftotext gives a journal's scan: running heads, page numbers, notes at the feet."""
    rng = random.Random(seed)
    blocks: list[tuple[str, list[int]]] = []
    for title, passages in essay.sections:
        blocks.append((f"\n{title}\n", []))
        for passage in passages:
            text = marked(passage, style)
            notes = [m.note for m in passage.markers]
            lines = hyphenated(text, width, rng)
            for index, line in enumerate(lines):
                # A note stands on the page of the passage's line that bears its marker; nearly.
                due = [n for k, n in enumerate(notes) if index == len(lines) * (k + 1) // (len(notes) + 1)]
                blocks.append((("   " if index == 0 else "") + line, due))
    pages: list[str] = []
    page: list[str] = []
    feet: list[int] = []
    carried: list[str] = []

    def close() -> None:
        nonlocal carried
        number = first_page + len(pages)
        head = f"{number}    {heads[0]}" if number % 2 else f"{heads[1]}    {number}"
        foot = list(carried)
        carried = []
        for note in feet:
            foot += hyphenated(f"   {note}. {essay.notes[note].text}", width + 8, rng)
        if len(foot) > 14:
            foot, carried = foot[:12], foot[12:]
        pages.append("\n".join([head, "", *page, "", *foot, ""]))
        page.clear()
        feet.clear()

    for line, due in blocks:
        page.append(line)
        feet.extend(due)
        if len(page) >= 36 - 2 * len(feet):
            close()
    while page or carried:
        close()
    return ([COVER] if cover else []) + pages


def damage(text: str, rate: float, seed: int) -> str:
    """Replace, drop or double letters at random; ``rate`` is the share of characters damaged."""
    rng = random.Random(seed)
    out = []
    for char in text:
        if char.isspace() or rng.random() >= rate:
            out.append(char)
            continue
        kind = rng.randrange(3)
        if kind == 0:
            out.append(rng.choice("abcdefghijklmnopqrstuvwxyz"))
        elif kind == 1:
            out.append(char + char)
    return "".join(out)


def ligatures(text: str) -> str:
    for plain, joined in (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ")):
        text = text.replace(plain, joined)
    return text


def soft_hyphens(text: str) -> str:
    return re.sub(r"([a-z]{3})([a-z]{4})", "\\1\u00ad\\2", text)


def straight(text: str) -> str:
    return text.translate(str.maketrans("“”‘’–", "\"\"''-"))


def wrapped(text: str, width: int = 65) -> str:
    return "\n\n".join(textwrap.fill(p, width, break_on_hyphens=False) for p in text.split("\n\n"))


def notes_after_sections(essay: Essay) -> str:
    """Notes gathered at each section's end, bracketed numbers."""
    parts = []
    for title, passages in essay.sections:
        parts += [title, *(marked(p, "bracketed") for p in passages)]
        numbers = [m.note for p in passages for m in p.markers]
        parts += [f"[{n}] {essay.notes[n].text}" for n in numbers]
    return "\n\n".join(parts) + "\n"


def typst_source(essay: Essay) -> str:
    """A setting of its own, notes at the feet of its pages."""

    def quoted(text: str) -> str:
        return '#"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    parts = ["#set page(width: 150mm, height: 220mm, numbering: \"1\")", "#set text(lang: \"en\", hyphenate: true, size: 10pt)", "#set par(justify: true, first-line-indent: 1em)"]
    for title, passages in essay.sections:
        parts.append(f"= {title}")
        for passage in passages:
            at, out = 0, []
            for marker in passage.markers:
                out.append(quoted(passage.text[at : marker.at]))
                out.append(f"#footnote[{quoted(essay.notes[marker.note].text)}]")
                at = marker.at
            out.append(quoted(passage.text[at:]))
            parts.append("".join(out) + "\n")
    return "\n".join(parts)


def note_place(number: int) -> str:
    return str(NoteId(number))


def plain_copies(essay: Essay) -> Iterator[tuple[str, bytes]]:
    """Yield (name, file) of every undamaged text copy."""
    for style in ("superscript", "bracketed", "glued", "spaced", "caret", "none"):
        yield f"endnotes-{style}.txt", plain_endnotes(essay, style).encode()
    base = plain_endnotes(essay)
    yield "straight.txt", straight(base).encode()
    yield "wrapped.txt", wrapped(base).encode()
    yield "ligatures.txt", ligatures(base).encode()
    yield "soft-hyphens.txt", soft_hyphens(base).encode()
    yield "bom.txt", base.encode("utf-8-sig")
    yield "utf-16.txt", base.encode("utf-16")
    yield "windows-1252.txt", straight(plain_endnotes(essay, "glued")).encode("cp1252", "replace")
    yield "windows-1252-curly.txt", plain_endnotes(essay, "glued").encode("cp1252", "replace")
    yield "crlf.txt", base.replace("\n", "\r\n").encode()
    yield "section-notes.txt", notes_after_sections(essay).encode()
    yield "page.html", html_page(essay).encode()
    yield "markdown.md", markdown(essay).encode()
    for style in ("glued", "superscript"):
        for cover in (False, True):
            pages = paged(essay, style=style, cover=cover)
            yield f"paged-{style}-{'cover' if cover else 'bare'}.txt", "\f".join(pages).encode()
    yield "paged-60.txt", "\f".join(paged(essay, width=60, seed=5)).encode()
    yield "paged-no-feeds.txt", "\n".join(paged(essay, width=70, seed=7)).encode()


def pages_in_wrong_order(pages: Sequence[str]) -> str:
    order = list(range(len(pages)))
    order[3], order[9] = order[9], order[3]
    return "\f".join(pages[i] for i in order)
