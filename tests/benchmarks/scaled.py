"""An invented edition of the essay's size, or of a multiple, for the benchmarks.

The essay has 84 passages of some 150 words, 68 notes of some 40, 265 comments of some 90 and 108
parallels of 18 arguments. The words are made from a seed: syllables, lengths and stops as in English prose.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

PASSAGES, NOTES, COMMENTS, PARALLELS = 84, 68, 265, 108
SECTIONS = 7
_OF_ARGUMENT = 6
"""How many parallels an argument has, as in the edition."""

_ON_PAGE = 60
"""How many comments or parallels are written on a page, well within what is permitted."""
_SYLLABLES = tuple(c + v for c in "bcdfghklmnprstvw" for v in "aeio")
_CODAS = ("", "", "", "n", "r", "s", "t", "l", "nd", "st", "rm")
_SHORT = ("the", "of", "and", "to", "in", "a", "that", "was", "his", "for", "with", "as", "at")
_CONF = """project = "A scaled edition"
author = "Nobody"
copyright = "nobody"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_typst", "critical_edition"]
html_theme = "furo"
myst_enable_extensions = ["colon_fence"]
bibtex_reference_style = bibtex_default_style = "edition"
bibtex_cite_id = "work-{key}"
typst_documents = [("index", "edition", project, author)]
"""


@dataclass(frozen=True, slots=True)
class Note:
    """A note's number, its words, and the offset of its marker in its paragraph."""

    number: int
    words: str
    at: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: its lemma in the paragraph, and its words."""

    lemma: str
    words: str


@dataclass(frozen=True, slots=True)
class Emendation:
    """A word of a passage or note (``4.2``, ``n7``) that stands there once, and a better reading."""

    on: str
    lemma: str
    reading: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, with its notes and comments in the order of their places."""

    section: int
    number: int
    words: str
    notes: tuple[Note, ...]
    comments: tuple[Comment, ...]


class _Prose:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        make = self.random
        self.lexicon = [
            "".join(make.choice(_SYLLABLES) for _ in range(make.choice((1, 2, 2, 3))))
            + make.choice(_CODAS)
            for _ in range(6000)
        ]

    def word(self) -> str:
        if self.random.random() < 0.35:
            return self.random.choice(_SHORT)
        return self.random.choice(self.lexicon)

    def sentence(self, length: int) -> str:
        words = [self.word() for _ in range(length)]
        for at in range(8, length - 3, 9):
            words[at] += ","
        return " ".join(words).capitalize() + "."

    def text(self, words: int) -> str:
        made: list[str] = []
        while sum(len(s.split()) for s in made) < words:
            made.append(self.sentence(self.random.randint(14, 32)))
        return " ".join(made)


def paragraphs(times: int, *, comments: int | None = None, seed: int = 1) -> list[Paragraph]:
    """Return the essay's size ``times`` over; ``comments`` multiplies the comments otherwise."""
    prose = _Prose(seed)
    total = PASSAGES * times
    per_section = -(-total // SECTIONS)
    noted = _shares(total, NOTES * times)
    commented = _shares(total, COMMENTS * (times if comments is None else comments))
    made: list[Paragraph] = []
    number = 0
    for index in range(total):
        words = prose.text(150)
        ends = [i for i, c in enumerate(words) if c in ".,"]
        notes = []
        for at in sorted(prose.random.sample(ends, min(noted[index], len(ends)))):
            number += 1
            notes.append(Note(number, prose.text(40), at + 1))
        tokens = words.split()
        starts = sorted(prose.random.sample(range(len(tokens) - 6), commented[index]))
        said = [Comment(" ".join(tokens[s : s + 5]).strip(",."), prose.text(90)) for s in starts]
        unique = tuple(c for c in said if words.count(c.lemma) == 1)
        made.append(
            Paragraph(
                index // per_section + 1, index % per_section + 1, words, tuple(notes), unique
            )
        )
    return made


def _shares(places: int, things: int) -> list[int]:
    """Part things over places as evenly as can be."""
    return [things * (i + 1) // places - things * i // places for i in range(places)]


def write(folder: Path, made: list[Paragraph], *, parallels: int) -> None:
    """Write a Sphinx project with its established text, a source, and parallels with their arguments."""
    essay = folder / "essay"
    (essay / "text").mkdir(parents=True)
    (essay / "marks").mkdir()
    for section in {p.section for p in made}:
        _write_marks(essay / "marks" / f"{section}.toml", [p for p in made if p.section == section])
    (folder / "conf.py").write_text(_CONF, encoding="utf-8")
    profile = '[text]\nsections = "essay"\n\n[bibliography]\nfile = "references.bib"\n'
    (folder / "edition.toml").write_text(profile, encoding="utf-8")
    (folder / "references.bib").write_text(
        "@book{kestrel1931, author = {Kestrel, Ada}, title = {Tides}, address = {Westhaven}, "
        "year = 1931, keywords={author}}\n",
        encoding="utf-8",
    )
    sections = sorted({p.section for p in made})
    for section in sections:
        own = [p for p in made if p.section == section]
        page, text, said = [f"# Section {section}\n"], [f"# Section {section}\n"], []
        for p in own:
            place = f"{p.section}.{p.number}"
            incipit = " ".join(p.words.split()[:6])
            page.append(
                f":::{{passage}} {place}\n:incipit: {incipit}\n:pages: 563\n\nA summary of the "
                "passage in a sentence or so, as long as such summaries are in most cases.\n:::\n"
            )
            marked = p.words
            for note in reversed(p.notes):
                marked = f"{marked[: note.at]}[^n{note.number}]{marked[note.at :]}"
            text.append(f"(p{place})=\n{marked}\n")
            for note in p.notes:
                page.append(
                    f":::{{authornote}} {note.number}\n{{cite:p}}`kestrel1931{{p. {note.number}}}`.\n:::\n"
                )
                text.append(f"(n{note.number})=\n{note.words}\n")
            for index, comment in enumerate(p.comments):
                kind = ("context", "source", "historiography", "text", "argument")[index % 5]
                said.append(
                    f":::{{comment}} c-{p.section}-{p.number}-{index}\n"
                    f':on: {place} "{comment.lemma}"\n:kind: {kind}\n:by: editors\n'
                    f":date: 2026-01-01\n\n{comment.words} {{cite:p}}`kestrel1931`\n:::\n"
                )
        (essay / f"{section}-section.md").write_text("\n".join(page), encoding="utf-8")
        (essay / "text" / f"{section}-section.md").write_text("\n".join(text), encoding="utf-8")
        _write_pages(folder / "commentary" / str(section), "Comments", said)
    arguments = _write_arguments(folder, made, parallels)
    toc = "\n".join([*(f"essay/{s}-section" for s in sections), *arguments, "bibliography"])
    (folder / "bibliography.md").write_text(
        "# Sources\n\n```{bibliography}\n```\n", encoding="utf-8"
    )
    (folder / "index.md").write_text(
        f"# A scaled edition\n\n```{{toctree}}\n:numbered:\n\n{toc}\n```\n", encoding="utf-8"
    )


def emendations(made: list[Paragraph]) -> list[Emendation]:
    """Return an emendation for every other passage, and for every other note."""
    found = []
    for index, p in enumerate(made):
        units = [(f"{p.section}.{p.number}", p.words)] if index % 2 else []
        units += [(f"n{note.number}", note.words) for note in p.notes if note.number % 2]
        for on, words in units:
            bare = [word.strip(".,").lower() for word in words.split()]
            lemma = next(w for w in bare[20:] if len(w) > 5 and words.count(w) == 1)
            found.append(Emendation(on, lemma, f"{lemma}s"))
    return found


def _write_marks(path: Path, made: list[Paragraph]) -> None:
    marks = [
        f'[[mark]]\non = "{e.on}"\nkind = "emendation"\nlemma = "{e.lemma}"\n'
        f'reading = "{e.reading}"\n'
        for e in emendations(made)
    ]
    path.write_text("\n".join(marks), encoding="utf-8")


def _write_pages(folder: Path, title: str, said: list[str]) -> None:
    """Write comments or parallels on as many pages as they need."""
    folder.mkdir(parents=True)
    for number, start in enumerate(range(0, len(said), _ON_PAGE), 1):
        blocks = "\n".join([f"# {title}\n", *said[start : start + _ON_PAGE]])
        (folder / f"{number}.md").write_text(blocks, encoding="utf-8")


def _write_arguments(folder: Path, made: list[Paragraph], parallels: int) -> list[str]:
    """Write arguments, a page each, and their parallels; return the pages' names."""
    chosen = random.Random(2)
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < parallels:
        one, other = sorted(chosen.sample(range(len(made)), 2))
        pairs[one, other] = None
    lines, pages = [], []
    for index, (one, other) in enumerate(pairs):
        argument = f"line-{index // _OF_ARGUMENT}"
        ends = [f"{made[i].section}.{made[i].number}" for i in (one, other)]
        if index % _OF_ARGUMENT == 0:
            pages.append(f"arguments/{argument}")
            path = folder / f"{pages[-1]}.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(
                f"# Argument {argument}\n\n:::{{argument}} {argument}\n:title: The {argument}\n\n"
                "A statement.\n:::\n",
                encoding="utf-8",
            )
        lines.append(
            f":::{{parallel}} link-{index}\n:argument: {argument}\n:from: {ends[0]}\n:to: {ends[1]}\n"
            f":relation: restates\n:by: editors\n\nReason {index}: both say so.\n:::\n"
        )
    _write_pages(folder / "commentary" / "parallels", "Parallels", lines)
    return pages
