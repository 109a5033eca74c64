"""An invented essay with everything that is hard in a real one, made anew from a seed.

Seven sections, some fifty passages and more than sixty notes, with the marks that belong to them:
written as an established folder with files of marks, and locked.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from tests.golden_cases import lay_profile

from critical_edition.commands import text as commands
from critical_edition.model.established import (
    CitationSpan,
    EstablishedUnit,
    Marker,
    PageBreak,
    RichText,
    Span,
)
from critical_edition.model.lemma import MAX_WORDS, Lemma, LemmaError, occurrences
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.sources.project import Project
from critical_edition.text import lock, marks, richtext, store
from critical_edition.text.typography import educate, fold

from .copies import HEADS

TITLES = (
    "The Harbour of Reeds",
    "A Quarrel of Millers",
    "The Long Drought",
    "Barges and Tariffs",
    "The Uplanders",
    "What the Almanac Foretold",
    "An Ending at the Weir",
)
_NOUNS = [
    "harbour",
    "miller",
    "council",
    "almanac",
    "barge",
    "tariff",
    "weir",
    "drought",
    "orchard",
    "guild",
    "ferry",
    "ledger",
    "granary",
    "lantern",
    "meadow",
    "parish",
    "toll",
    "bridge",
    "petition",
    "envoy",
    "salt",
    "timber",
    "wool",
    "quarry",
    "vineyard",
    "steward",
    "bailiff",
    "charter",
    "market",
    "festival",
    "harvest",
    "mill",
    "canal",
    "dyke",
    "sluice",
    "upland",
    "village",
    "chronicle",
    "dispute",
    "treaty",
    "surveyor",
    "lighthouse",
    "rope",
    "anchor",
    "cargo",
    "pilot",
    "beacon",
    "winter",
    "summer",
    "spring",
    "autumn",
    "regiment",
    "drum",
    "feast",
    "wedding",
    "orphan",
    "widow",
    "cooper",
    "smith",
    "weaver",
    "potter",
    "dyer",
    "tanner",
    "glazier",
]
_ADJECTIVES = [
    "quiet",
    "stubborn",
    "narrow",
    "early",
    "northern",
    "southern",
    "bitter",
    "cheerful",
    "costly",
    "hidden",
    "formal",
    "wooden",
    "broken",
    "distant",
    "patient",
    "reckless",
    "modest",
    "ancient",
    "damp",
    "prosperous",
    "sullen",
    "generous",
    "uneasy",
    "clever",
    "half-finished",
    "well-kept",
    "long-forgotten",
    "ill-starred",
    "open-handed",
]
_VERBS = [
    "measured",
    "refused",
    "praised",
    "mended",
    "crossed",
    "counted",
    "borrowed",
    "defended",
    "neglected",
    "painted",
    "sold",
    "flooded",
    "recalled",
    "doubted",
    "guarded",
    "renewed",
    "inspected",
    "abandoned",
    "followed",
    "granted",
    "envied",
    "repaired",
]
_ADVERBS = [
    "slowly",
    "rarely",
    "openly",
    "twice",
    "seldom",
    "gladly",
    "soon",
    "later",
    "once",
    "again",
    "perhaps",
    "nevertheless",
]
_NAMES = [
    "Ormond",
    "Vesely",
    "Tarrant",
    "Kilbride",
    "Maslov",
    "Pennerup",
    "Quist",
    "Hallam",
    "Rus'",
    "Oberlin",
    "Draycott",
    "Zimin",
    "Uvarov",
    "Lindqvist",
    "Brandt",
    "Ashgrove",
    "Corwen",
    "D'Arcy",
    "O'Hare",
    "Žitný",
]
_PAPERS = ("Harbour Chronicle", "Upland Gazette", "Miller's Almanac", "Vesti", "Glas Naroda")
_FOREIGN = ("staraya melnitsa", "Wasserrecht", "glas naroda")
_MONTHS = ("May", "June", "March")
_CITIES = ("Westhaven", "Port Ash", "Novy Brod", "Carrow")
_KEYS = ("ormond1902", "quist1911", "zimin1934", "hallam1956", "vesely1921")
_BREAKABLE = re.compile(r"(?<= )[a-z]{3,}(?P<bar>)[a-z]{3,}(?=[ ,;])")


@dataclass(frozen=True, slots=True)
class Written:
    """A place of the invented essay: its text with its marks, as it should be established."""

    place: Place
    content: RichText


@dataclass(frozen=True, slots=True)
class Invented:
    """The essay: of each section its title and its places in the order of the edition."""

    sections: tuple[tuple[str, tuple[Written, ...]], ...]

    @property
    def places(self) -> dict[Place, RichText]:
        return {w.place: w.content for _, places in self.sections for w in places}

    def plain(self) -> str:
        """All the words of it, notes too, in order."""
        return "\n\n".join(w.content.text for _, places in self.sections for w in places)


class _Writer:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.note = 0
        self.page = 563
        self.words_on_page = 0

    def pick(self, source: Iterable[str]) -> str:
        return self.rng.choice(list(source))

    def noun_phrase(self) -> str:
        rng = self.rng
        if rng.random() < 0.15:
            name = self.pick(_NAMES)
            return rng.choice(
                [name, f"{self.pick('ABDKMV')}. {self.pick('BCEP')}. {name}", f"Mr. {name}"]
            )
        parts = [rng.choice(["the", "a", "this", "their", "every", "no", "one"])]
        if rng.random() < 0.6:
            parts.append(self.pick(_ADJECTIVES))
        parts.append(self.pick(_NOUNS))
        if rng.random() < 0.2:
            parts += ["of", "the", self.pick(_NOUNS)]
        return " ".join(parts)

    def clause(self) -> str:
        rng = self.rng
        parts = [self.noun_phrase(), self.pick(_VERBS), self.noun_phrase()]
        if rng.random() < 0.4:
            parts.insert(1, self.pick(_ADVERBS))
        if rng.random() < 0.4:
            parts += [
                rng.choice(["before", "beside", "against", "without", "despite"]),
                self.noun_phrase(),
            ]
        if rng.random() < 0.15:
            year = rng.randrange(1890, 1938)
            parts.append(
                rng.choice(
                    [
                        f"in {year}",
                        f"in {year}–{str(year + 2)[2:]}",
                        f"on May {rng.randrange(1, 30)}, {year}",
                    ]
                )
            )
        return " ".join(parts)

    def sentence(self) -> str:
        """A sentence with straight quotation marks."""
        rng = self.rng
        kind = rng.randrange(16)
        text = self.clause()
        if kind == 0:
            text += f"—and {self.clause()}—until {self.clause()}"
        elif kind == 1:
            text += f": \"{_capital(self.clause())} and '{self.clause()}' besides.\""
            return _capital(text)
        elif kind == 2:
            text += f', "{self.clause()}," as {self.noun_phrase()} put it'
        elif kind == 3:
            text += f"; but {self.clause()}, for {self.clause()}"
        elif kind == 4:
            text += f" (pp. {rng.randrange(11, 90)}–{rng.randrange(91, 180)}, vol. {rng.randrange(2, 9)})"
        elif kind == 5:
            text += f': "{_capital(self.clause())} . . . {self.clause()}. . . . {_capital(self.clause())}"'
        elif kind == 6:
            text = f"did {self.noun_phrase()} ever forget {self.noun_phrase()}?"
            return _capital(text)
        elif kind == 7:
            text += f", as the {self.pick(_PAPERS)} reported, and {self.clause()}"
        elif kind == 8:
            text += f" or, in the dialect, {self.pick(_FOREIGN)}, {self.clause()}"
        elif kind == 9:
            text = f'"{_capital(text)}!"'
            return f"{text} {_capital(self.clause())}."
        elif kind == 10:
            return _capital(f"{self.pick(_ADVERBS)} not.")
        elif kind in (11, 12):
            text += f", while {self.clause()}, and {self.clause()}"
        return _capital(text) + "."

    def paragraph(self, least: int, most: int) -> str:
        text = " ".join(self.sentence() for _ in range(self.rng.randrange(least, most)))
        return _set(text)

    def work(self) -> str:
        rng = self.rng
        one, two, last = (_capital(self.pick(_NOUNS)) for _ in range(3))
        title = f"{one}s and {two}s of the {_capital(self.pick(_ADJECTIVES))} {last}"
        author = f"{self.pick('ABEKM')}. {self.pick('CFLW')}. {self.pick(_NAMES)}"
        year, page = rng.randrange(1880, 1975), rng.randrange(5, 400)
        return f"{author}, {title} ({self.pick(_CITIES)}, {year}), p. {page}"

    def note_text(self) -> str:
        rng = self.rng
        kind = rng.randrange(10)
        p = rng.randrange(5, 400)
        if kind < 2:
            text = f"{self.pick(_NAMES)}, {rng.randrange(2, 30)}:{p}."
        elif kind == 2:
            text = f"Ibid., pp. {p}–{p + rng.randrange(1, 5)}."
        elif kind == 3:
            day, year = rng.randrange(1, 29), rng.randrange(1900, 1937)
            text = f"{self.pick(_PAPERS)}, {self.pick(_MONTHS)} {day}, {year}."
        elif kind < 7:
            text = f"{self.work()}."
            if rng.random() < 0.5:
                text = (
                    text[:-1]
                    + f"; see also {self.work()}, and {self.pick(_NAMES)}, {self.pick(_PAPERS)}, no. {p}."
                )
        else:
            text = f"{self.work()}. {' '.join(self.sentence() for _ in range(rng.randrange(1, 6)))}"
            if rng.random() < 0.4:
                text += f" See {self.work()}."
        return _set(text)

    def passage(self, place: PassageId) -> list[Written]:
        rng = self.rng
        text = self.paragraph(3, 10)
        notes: list[Written] = []
        markers: list[Marker] = []
        ends = [m.end() for m in re.finditer(r"[.?!,;][”’]*(?= )|[.?!][”’]*$", text)]
        # Within an ellipsis stands no marker.
        ends = [e for e in ends if not text.startswith(" .", e)]
        ends = [e for e in ends if not re.search(r"(?:\b(?:[A-Z]|Mr|vol|pp)| )\.[”’]*$", text[:e])]
        wanted = rng.choice([0, 1, 1, 1, 2, 2, 3])
        for at in sorted(rng.sample(ends, min(wanted, len(ends)))):
            self.note += 1
            markers.append(Marker(at, self.note))
            notes.append(self.annotate(self.note))
        pages: list[PageBreak] = []
        for match in re.finditer(r"(?<= )\S", text):
            self.words_on_page += 1
            if self.words_on_page >= 170:
                self.words_on_page = 0
                at = match.start()
                if rng.random() < 0.3 and (inside := _BREAKABLE.search(text, at)):
                    at = inside.start("bar")
                self.page += 1
                pages.append(PageBreak(at, self.page))
        if not pages and self.words_on_page > 120 and rng.random() < 0.5:
            self.words_on_page = 0
            self.page += 1
            pages.append(PageBreak(0, self.page))
        emphasis = [
            Span(m.start(), m.end())
            for m in re.finditer(
                "|".join(
                    map(
                        re.escape,
                        (*map(_set, _PAPERS), *_FOREIGN),
                    )
                ),
                text,
            )
        ]
        return [
            Written(place, RichText(text, tuple(markers), tuple(pages), tuple(emphasis))),
            *notes,
        ]

    def annotate(self, number: int) -> Written:
        text = self.note_text()
        titles = [
            Span(m.start(1), m.end(1))
            for m in re.finditer(r", (\w+s and \w+s of the [\w-]+ \w+) \(", text)
        ]
        titles += [
            Span(m.start(), m.end())
            for m in re.finditer("|".join(map(re.escape, map(_set, _PAPERS))), text)
        ]
        cites = [
            CitationSpan(m.start(), m.end(), self.pick(_KEYS))
            for m in re.finditer(r"[A-M]\. [A-W]\. \S+, \w+s and", text)
        ]
        return Written(
            NoteId(number),
            RichText(text, emphasis=tuple(sorted(titles)), citations=tuple(cites)),
        )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _set(text: str) -> str:
    return educate(fold(text))


def invent(seed: int = 1977) -> Invented:
    """Write an essay; the same seed gives the same essay."""
    writer = _Writer(seed)
    sections = []
    for number, title in enumerate(TITLES, 1):
        places: list[Written] = []
        for paragraph in range(1, writer.rng.randrange(6, 10)):
            places += writer.passage(PassageId(number, paragraph))
        sections.append((title, tuple(places)))
    return Invented(tuple(sections))


# --- marks ------------------------------------------------------------------------------------


def _lemma(text: str, wanted: Callable[[Lemma], bool], words: str) -> str:
    """Return the lemma ``words``, with its occurrence where it needs one."""
    lemma = Lemma(words)
    count = len(occurrences(text, replace(lemma, words=words.replace("|", ""))))
    for number in range(1, count + 1):
        numbered = replace(lemma, occurrence=number if count > 1 else None)
        if wanted(numbered):
            return str(numbered)
    raise AssertionError(f"no lemma for “{words}”")


def marks_of(written: Written) -> list[marks.Mark]:
    """Return the marks that say what the place's rich text says."""
    rich, place = written.content, written.place
    text = rich.text
    found: list[marks.Mark] = []

    def add(kind: marks.MarkKind, value: str, words: str, span: Span) -> None:
        def right(lemma: Lemma) -> bool:
            try:
                return marks.Mark(place, kind, str(lemma), value).span(text) == span
            except LemmaError:
                return False

        found.append(marks.Mark(place, kind, _lemma(text, right, words), value))

    for marker in rich.markers:
        words = " ".join(text[: marker.at].split()[-3:])
        add(marks.MarkKind.MARKER, str(marker.note), words, Span(marker.at, marker.at))
    for page in rich.page_breaks:
        before = text[: page.at]
        head = " ".join(before.split()[-2:]) + (" " if before.endswith(" ") else "")
        tail = " ".join(text[page.at :].split()[:2])
        add(marks.MarkKind.PAGE, str(page.page), f"{head}|{tail}", Span(page.at, page.at))
    for span in rich.emphasis:
        add(marks.MarkKind.EMPHASIS, "title", text[span.start : span.end], span)
    for cite in rich.citations:
        span = Span(cite.start, cite.end)
        words = " ".join(text[cite.start : cite.end].split()[:MAX_WORDS])
        add(marks.MarkKind.CITATION, cite.key, words, span)
    return found


_FIELDS = {
    marks.MarkKind.MARKER: ("note", "after"),
    marks.MarkKind.PAGE: ("page", "at"),
    marks.MarkKind.EMPHASIS: ("reason", "lemma"),
    marks.MarkKind.CITATION: ("key", "lemma"),
}


def marks_file(found: Iterable[marks.Mark]) -> str:
    """Return a file of marks."""
    parts = []
    for mark in found:
        value_field, lemma_field = _FIELDS[mark.kind]
        value = mark.value if mark.value.isdigit() else json.dumps(mark.value)
        parts.append(
            f'[[mark]]\non = "{mark.place}"\nkind = "{mark.kind}"\n{value_field} = {value}\n'
            f"{lemma_field} = {json.dumps(mark.lemma, ensure_ascii=False)}\n"
        )
    return "\n".join(parts)


# --- a project --------------------------------------------------------------------------------


def slug(number: int, title: str) -> str:
    return f"{number}-{re.sub(r'[^a-z]+', '-', title.lower()).strip('-')}"


def write_folder(essay: Invented, folder: Path) -> None:
    """Write the essay as an established folder, marks and all."""
    contents = {}
    for number, (title, places) in enumerate(essay.sections, 1):
        units = [EstablishedUnit(w.place, richtext.normalise(w.content), ()) for w in places]
        contents[f"{slug(number, title)}.md"] = store.dumps(title, units)
    store.write(folder, contents)


def lay_own_profile(project: Project) -> None:
    """Put the invented essay's profile into a project."""
    lay_profile(project.docs)
    path = project.docs / "edition.toml"
    told = path.read_text("utf-8").replace("[text]\n", f"[text]\nheads = {json.dumps(HEADS)}\n")
    path.write_text(told, "utf-8")


def make_project(essay: Invented, root: Path) -> Project:
    """Make a project that knows the essay by its lock and marks, and has no text of it."""
    project = Project(root)
    lay_own_profile(project)
    project.marks.mkdir(parents=True)
    for number, (_, places) in enumerate(essay.sections, 1):
        found = [m for w in places for m in marks_of(w)]
        (project.marks / f"{number}.toml").write_text(marks_file(found), "utf-8")
    write_folder(essay, root / "proofread")
    sections, sources = commands.proofread(root / "proofread", marks.load(project.marks))
    made = lock.build(sections, sources, salt=bytes(range(16)))
    project.lock.write_text(lock.dumps(made), "utf-8")
    return project
