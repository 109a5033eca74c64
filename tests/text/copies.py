"""Copies of an essay as readers have them: laid out, encoded and damaged in every common way."""

from __future__ import annotations

import html
import random
import re
import textwrap
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import typst
from critical_edition.model.established import EstablishedText, RichText
from critical_edition.text import store

HEADS = ("Slavic Review", "The Emergence of Stalin's Foreign Policy")
"""What stands above the pages of a copy; both essays' profiles know it."""

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
                "round": f"({number})",
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
    heads: tuple[str, str] = HEADS,
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
                due = [
                    n
                    for k, n in enumerate(notes)
                    if index == len(lines) * (k + 1) // (len(notes) + 1)
                ]
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
    """Replace, drop or double characters, or swap letters; ``rate`` is the share that is damaged."""
    rng = random.Random(seed)
    out: list[str] = []
    for char in text:
        if char.isspace() or rng.random() >= rate:
            out.append(char)
            continue
        match rng.randrange(4):
            case 0:
                out.append(rng.choice("abcdefghijklmnopqrstuvwxyz"))
            case 1:
                out.append(char + char)
            case 2 if out and out[-1].isalpha() and char.isalpha():
                out.insert(-1, char)
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

    parts = [
        '#set page(width: 150mm, height: 220mm, numbering: "1")',
        '#set text(lang: "en", hyphenate: true, size: 10pt)',
        "#set par(justify: true, first-line-indent: 1em)",
    ]
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


def interleaved(essay: Essay, style: str = "bracketed", number: str = "[{}] ") -> str:
    """Each note in a paragraph of its own after the passage with its marker."""
    parts = []
    for title, passages in essay.sections:
        parts.append(title)
        for passage in passages:
            parts.append(marked(passage, style))
            parts += [number.format(m.note) + essay.notes[m.note].text for m in passage.markers]
    return "\n\n".join(parts) + "\n"


def boxed(essay: Essay) -> str:
    """Notes in frames of characters after the passages."""
    parts = []
    for title, passages in essay.sections:
        parts.append(title)
        for passage in passages:
            parts.append(textwrap.fill(marked(passage, "superscript"), 72))
            for marker in passage.markers:
                text = f"{marker.note}. {essay.notes[marker.note].text}"
                lines = textwrap.wrap(text, 64, break_on_hyphens=False)
                edge = "+" + "-" * 66 + "+"
                parts.append("\n".join([edge, *(f"| {line:<64} |" for line in lines), edge]))
    return "\n\n".join(parts) + "\n"


def before_stops(rich: RichText) -> RichText:
    """The passage with its markers before the stops and closing marks that they follow."""

    def moved(at: int) -> int:
        while at and not rich.text[at - 1].isalnum():
            at -= 1
        return at

    return replace(rich, markers=tuple(replace(m, at=moved(m.at)) for m in rich.markers))


def with_passages(essay: Essay, change: Callable[[RichText], RichText]) -> Essay:
    return replace(
        essay,
        sections=tuple((title, tuple(map(change, own))) for title, own in essay.sections),
    )


def inner_pages(essay: Essay, form: str = " [{}] ") -> str:
    """Page numbers in the running text, where the pages begin."""

    def numbered(rich: RichText) -> RichText:
        out, at = [], 0
        for page in rich.page_breaks:
            # A word that the printer broke stays whole.
            start = page.at
            while 0 < start < len(rich.text) and not rich.text[start - 1].isspace():
                start += 1
            out.append(rich.text[at:start])
            out.append(form.format(page.page))
            at = start
        text = "".join([*out, rich.text[at:]])
        text = re.sub(" +", " ", text).strip()
        return RichText(text)

    return plain_endnotes(with_passages(essay, numbered), "none")


def one_line(essay: Essay) -> str:
    """No line end in the whole copy."""
    return " ".join(plain_endnotes(essay, "superscript").split())


def double_spaced(essay: Essay, width: int = 70) -> str:
    """A typescript: every line followed by an empty one, paragraphs indented."""
    text = plain_endnotes(essay, "superscript")
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        lines += textwrap.wrap("     " + paragraph, width, break_on_hyphens=False)
    return "\n\n".join(lines) + "\n"


def justified(text: str, width: int = 68) -> str:
    """Lines filled up to their width with spaces, as pdftotext -layout gives them."""
    out: list[str] = []
    for paragraph in text.split("\n\n"):
        lines = textwrap.wrap("    " + paragraph, width, break_on_hyphens=False)
        for line in lines[:-1]:
            body = line.lstrip()
            gaps = body.count(" ")
            missing = width - len(line)
            words = body.split(" ")
            spaces = [
                1 + missing // max(gaps, 1) + (i < missing % max(gaps, 1)) for i in range(gaps)
            ]
            filled = "".join(w + " " * s for w, s in zip(words, [*spaces, 0], strict=True))
            out.append(" " * (len(line) - len(body)) + filled)
        out += lines[-1:]
        out.append("")
    return "\n".join(out)


def downloaded(pages: Sequence[str]) -> list[str]:
    """Pages with a library's line or two at their feet."""
    foot = (
        "This content downloaded from 192.0.2.17 on Fri, 01 May 2020 12:00:0{} UTC\n"
        "All use subject to https://library.example/terms\n"
    )
    return [page + "\n" + foot.format(n % 10) for n, page in enumerate(pages)]


def word_html(essay: Essay) -> bytes:
    """A web page as a word processor saves it."""
    parts = [
        '<html><head><meta http-equiv=Content-Type content="text/html; charset=windows-1252">'
        "<title>Essay</title><style><!-- p.MsoNormal {margin:0cm} --></style></head>"
        "<body lang=EN-GB><div class=WordSection1>"
    ]

    def spans(text: str) -> str:
        return html.escape(text, quote=False).replace(" ", "\n", 3).replace("—", "&mdash;")

    for title, passages in essay.sections:
        parts.append(f"<h1><span lang=EN-GB>{html.escape(title)}<o:p></o:p></span></h1>")
        for passage in passages:
            at, out = 0, []
            for m in passage.markers:
                out.append(f"<span lang=EN-GB>{spans(passage.text[at : m.at])}</span>")
                out.append(
                    f"<a style='mso-footnote-id:ftn{m.note}' href=\"#_ftn{m.note}\" "
                    f'name="_ftnref{m.note}"><span class=MsoFootnoteReference><span '
                    f"style='mso-special-character:footnote'><![if !supportFootnotes]>"
                    f"<span class=MsoFootnoteReference>[{m.note}]</span><![endif]></span></span></a>"
                )
                at = m.at
            out.append(f"<span lang=EN-GB>{spans(passage.text[at:])}<o:p></o:p></span>")
            parts.append(f"<p class=MsoNormal style='text-indent:1cm'>{''.join(out)}</p>")
    parts.append("</div><div style='mso-element:footnote-list'><hr align=left size=1 width=33%>")
    for n, note in sorted(essay.notes.items()):
        parts.append(
            f"<div style='mso-element:footnote' id=ftn{n}><p class=MsoFootnoteText>"
            f'<a href="#_ftnref{n}" name="_ftn{n}"><span class=MsoFootnoteReference>[{n}]</span>'
            f"</a><span lang=EN-GB> {spans(note.text)}</span></p></div>"
        )
    parts.append("</div></body></html>")
    return "\r\n".join(parts).encode("cp1252", "xmlcharrefreplace")


def section_html(essay: Essay, *, numbered: bool = False) -> str:
    """A web page with a list of notes after each section; the browser numbers the lists."""
    parts = ["<!DOCTYPE html>\n<html lang=en><meta charset=utf-8><title>An essay</title><body>"]
    for title, passages in essay.sections:
        parts.append(f"<section><h2>{html.escape(title)}</h2>")
        numbers = []
        for passage in passages:
            text = html.escape(marked(passage, "caret"), quote=False)
            numbers += [m.note for m in passage.markers]
            text = re.sub(r"\^\{(\d+)\}", r"<sup id=r\1><a href='#n\1'>[\1]</a></sup>", text)
            parts.append(f"<p>{emphasised(text, passage)}</p>")
        start = f" start={numbers[0]}" if numbers else ""
        parts.append(f"<ol{start} class=notes>")
        for n in numbers:
            lead = f"{n}. " if numbered else ""
            text = html.escape(essay.notes[n].text, quote=False)
            parts.append(f"<li id=n{n}>{lead}{text} <a href='#r{n}'>↩</a></li>")
        parts.append("</ol></section>")
    return "".join([*parts, "</body></html>"])


def emphasised(text: str, rich: RichText, code: str = "<em>{}</em>") -> str:
    """Mark the emphasised words wherever they stand, as a copy may have them."""
    for words in {rich.text[s.start : s.end] for s in rich.emphasis}:
        text = text.replace(words, code.format(words))
    return text


def dashes(text: str, em: str, hyphen: str) -> str:
    return text.replace("-", hyphen).replace("—", em)


def tex_quotes(text: str) -> str:
    marks = {"“": "``", "”": "''", "‘": "`", "’": "'", "–": "--", "—": "---"}
    return "".join(marks.get(char, char) for char in text)


def capitals(essay: Essay) -> Essay:
    """Each section opens with its first words in capitals, as journals set them."""
    sections = []
    for title, passages in essay.sections:
        first, *rest = passages
        words = first.text.split(" ")
        text = " ".join([*(w.upper() for w in words[:3]), *words[3:]])
        sections.append((title, (replace(first, text=text), *rest)))
    return replace(essay, sections=tuple(sections))


def mixed_ends(text: str) -> str:
    ends = ("\n", "\r\n", "\r")
    lines = text.split("\n")
    return "".join(line + ends[n % 3] for n, line in enumerate(lines))


def no_paragraphs(essay: Essay) -> str:
    """Lines of one length without indents or empty lines, hyphenated."""
    rng = random.Random(11)
    lines: list[str] = []
    for paragraph in plain_endnotes(essay, "glued").split("\n\n"):
        lines += hyphenated(paragraph, 64, rng)
    return "\n".join(lines) + "\n"


RTF = rb"{\rtf1\ansi\deff0 {\fonttbl {\f0 Times;}} \f0\fs24 Some words of an essay.\par }"


def underscored(essay: Essay) -> str:
    """Markdown with emphasis, notes after the passages, hard-wrapped."""
    parts = []
    for title, passages in essay.sections:
        parts.append(f"{title}\n{'=' * len(title)}")
        for passage in passages:
            parts.append(emphasised(marked(passage, "markdown"), passage, "_{}_"))
            for m in passage.markers:
                note = essay.notes[m.note]
                parts.append(f"[^{m.note}]: " + emphasised(note.text, note, "*{}*"))
    return wrapped("\n\n".join(parts)) + "\n"


def superscript_numbers(essay: Essay) -> str:
    """Endnotes whose numbers are superscripts glued to them."""
    text = plain_endnotes(essay)
    return wrapped(re.sub(r"\n\n(\d+)\. ", lambda m: "\n\n" + m[1].translate(SUPERSCRIPT), text))


def paged_text(essay: Essay, **options: Any) -> str:
    return "\f".join(paged(essay, **options))


def own_pdf(essay: Essay, columns: int = 1) -> bytes:
    """A PDF of our own setting, its notes at the feet of pages or columns."""
    source = typst_source(essay).replace('numbering: "1"', f'numbering: "1", columns: {columns}')
    return typst.compile(source.encode())


def _text(make: Callable[[Essay], str], encoding: str = "utf-8") -> Callable[[Essay], bytes]:
    return lambda essay: make(essay).encode(encoding)


def _endnotes(change: Callable[[str], str]) -> Callable[[Essay], bytes]:
    return lambda essay: change(plain_endnotes(essay)).encode()


LAYOUTS: Mapping[str, Callable[[Essay], bytes]] = {
    **{
        f"endnotes-{style}.txt": _text(partial(plain_endnotes, style=style))
        for style in ("superscript", "bracketed", "glued", "spaced", "caret", "none")
    },
    "straight.txt": _endnotes(straight),
    "wrapped.txt": _endnotes(wrapped),
    "ligatures.txt": _endnotes(ligatures),
    "soft-hyphens.txt": _endnotes(soft_hyphens),
    "bom.txt": _text(plain_endnotes, "utf-8-sig"),
    "utf-16.txt": _text(plain_endnotes, "utf-16"),
    "utf-16-le-no-bom.txt": _text(plain_endnotes, "utf-16-le"),
    "utf-16-be-no-bom.txt": _text(plain_endnotes, "utf-16-be"),
    "utf-32.txt": _text(plain_endnotes, "utf-32"),
    "windows-1252.txt": lambda essay: straight(plain_endnotes(essay, "glued")).encode(
        "cp1252", "replace"
    ),
    "windows-1252-curly.txt": lambda essay: plain_endnotes(essay, "glued").encode(
        "cp1252", "replace"
    ),
    "crlf.txt": _endnotes(lambda text: text.replace("\n", "\r\n")),
    "carriage-returns.txt": _endnotes(lambda text: text.replace("\n", "\r")),
    "mixed-ends.txt": _endnotes(lambda text: mixed_ends(wrapped(text))),
    "decomposed.txt": _endnotes(partial(unicodedata.normalize, "NFD")),
    "no-break-spaces.txt": _endnotes(lambda text: text.replace(" ", "\u00a0")),
    "section-notes.txt": _text(notes_after_sections),
    "page.html": _text(html_page),
    "word.html": word_html,
    "section-notes.html": _text(partial(section_html, numbered=True)),
    "section-lists.html": _text(section_html),
    "before-stops.html": _text(lambda essay: html_page(with_passages(essay, before_stops))),
    "markdown.md": _text(markdown),
    "underscores.md": _text(underscored),
    "paged-glued.txt": _text(paged_text),
    "paged-glued-cover.txt": _text(partial(paged_text, cover=True)),
    "paged-superscript.txt": _text(partial(paged_text, style="superscript")),
    "paged-superscript-cover.txt": _text(partial(paged_text, style="superscript", cover=True)),
    "paged-60.txt": _text(partial(paged_text, width=60, seed=5)),
    "paged-no-feeds.txt": _text(lambda essay: "\n".join(paged(essay, width=70, seed=7))),
    "columns.txt": _text(partial(paged_text, width=34, seed=2)),
    "capital-heads.txt": _text(partial(paged_text, heads=(HEADS[0].upper(), HEADS[1].upper()))),
    "downloaded.txt": _text(lambda essay: "\f".join(downloaded(paged(essay, cover=True)))),
    "interleaved.txt": _text(interleaved),
    "interleaved-glued.txt": _text(partial(interleaved, style="glued", number="{}")),
    "interleaved-wrapped.txt": _text(lambda essay: wrapped(interleaved(essay, "glued", "{} "))),
    "boxed.txt": _text(boxed),
    "before-stops.txt": _text(lambda essay: plain_endnotes(with_passages(essay, before_stops))),
    "round.txt": _text(partial(plain_endnotes, style="round", number="({}) ")),
    "parenthesis.txt": _text(partial(plain_endnotes, number="{}) ")),
    "glued-numbers.txt": _text(partial(plain_endnotes, style="glued", number="{}")),
    "superscript-numbers.txt": _text(superscript_numbers),
    "tabbed-numbers.txt": _text(partial(plain_endnotes, number="{}.\t")),
    "numbers-alone.txt": _text(partial(plain_endnotes, number="{}\n")),
    "numbers-alone-blank.txt": _text(partial(plain_endnotes, number="{}\n\n")),
    "unnumbered.txt": _text(partial(plain_endnotes, number="")),
    "inner-pages.txt": _text(inner_pages),
    "inner-pages-p.txt": _text(partial(inner_pages, form=" [p. {}] ")),
    "inner-pages-slash.txt": _text(lambda essay: wrapped(inner_pages(essay, " /{}/ "))),
    "inner-pages-bare.txt": _text(partial(inner_pages, form=" {} ")),
    "one-line.txt": _text(one_line),
    "double-spaced.txt": _text(double_spaced),
    "justified.txt": _endnotes(justified),
    "justified-glued.txt": _text(lambda essay: justified(plain_endnotes(essay, "glued"))),
    "no-paragraphs.txt": _text(no_paragraphs),
    "two-hyphens.txt": _endnotes(partial(dashes, em="--", hyphen="-")),
    "spaced-hyphens.txt": _endnotes(partial(dashes, em=" - ", hyphen="-")),
    "spaced-dashes.txt": _endnotes(partial(dashes, em=" — ", hyphen="‐")),
    "spaced-en-dashes.txt": _endnotes(partial(dashes, em=" – ", hyphen="‑")),
    "tex.txt": _endnotes(tex_quotes),
    "entities.txt": _endnotes(lambda text: html.escape(straight(text))),
    "ellipses.txt": _endnotes(lambda text: text.replace(". . . .", "….").replace(". . .", "…")),
    "tight-ellipses.txt": _endnotes(
        lambda text: text.replace(". . . .", "....").replace(". . .", "...")
    ),
    "capitals.txt": _text(lambda essay: plain_endnotes(capitals(essay))),
    "own.pdf": own_pdf,
    "own-columns.pdf": partial(own_pdf, columns=2),
}
"""Every way of having the whole essay undamaged: file name → its making."""


def pages_in_wrong_order(pages: Sequence[str]) -> str:
    order = list(range(len(pages)))
    order[3], order[9] = order[9], order[3]
    return "\f".join(pages[i] for i in order)
