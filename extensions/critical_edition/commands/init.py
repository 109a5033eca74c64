"""``edition init``: a project for an edition of another text, which builds at once.

What is not given is asked for, where somebody is there to answer. A Markdown file may be cut into the
sections, passages and notes of the edition; without one a section with a passage shows what to write.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from critical_edition.commands.records import slug
from critical_edition.model.established import EstablishedText
from critical_edition.model.lemma import Lemma, occurrences
from critical_edition.model.profile import Profile, Text
from critical_edition.model.registers import find_occurrences
from critical_edition.reading import files
from critical_edition.sources import texts
from critical_edition.sources.cutting import Cut, cut
from critical_edition.sources.pages import shown
from critical_edition.sources.project import Project
from critical_edition.sources.read import read

RIGHTS = ("public-domain", "restricted")
_FREE_AFTER = 130
"""After how many years a text is taken to be in the public domain, unless it is said."""

_EXAMPLE = """\
# The first section

The first passage. A paragraph is a passage, and what follows on it before the next: a quotation, a list,
a table, verse or a letter.[^1]

> A quotation.

The second passage.

[^1]: A note of the author’s.
"""
_PAGES = {
    "comments": ("Index of comments", "comment-index"),
    "parallels": ("Index of parallels", "parallels"),
    "map": ("Map of arguments", "argument-map"),
    "notes": ("Concordance of notes", "concordance"),
    "glossary": ("Glossary", "terms"),
    "bibliography": ("Bibliography", "works"),
    "contributors": ("Contributors", "contributors"),
    "data": ("Data", "edition-data"),
}
"""The generated pages: file, title, directive."""

if TYPE_CHECKING:
    from critical_edition.commands import Commands

Ask = Callable[[str], str]


if TYPE_CHECKING:
    from critical_edition.commands import Commands
    from critical_edition.sources.project import Project


class InitError(Exception):
    """No project can be written; the message says why."""


def add_parser(commands: Commands) -> None:
    """Add what the command line may say."""
    made = commands.add_parser("init", help="begin an edition of another text")
    made.set_defaults(run=run)
    made.add_argument("folder", type=Path, metavar="FOLDER", help="where: new, or empty")
    made.add_argument("--title", help="of the work")
    made.add_argument("--author", help="of the work, such as “Margaret Orrin”")
    made.add_argument("--year", help="of the printing that is edited")
    made.add_argument("--rights", choices=RIGHTS, help="whether the text is somebody's")
    made.add_argument("--language", metavar="TAG", help="the edition's, such as en (default) or de")
    made.add_argument(
        "--from", dest="source", type=Path, metavar="FILE", help="the text, in Markdown"
    )


def run(project: Project | None, options: argparse.Namespace) -> int:
    """Write the project and say what is in it; 0, or 1 where it cannot be written."""
    try:
        ask = input if sys.stdin.isatty() else None
        written = write(options.folder.expanduser(), vars(options), ask)
    except (InitError, OSError, UnicodeDecodeError) as error:
        print(f"edition: {error}", file=sys.stderr)
        return 1
    for line in written:
        print(line)
    return 0


def write(folder: Path, given: Mapping[str, object], ask: Ask | None) -> list[str]:
    """Write a project into a folder; return what is to be said of it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InitError(f"{folder} is there, and not empty")
    path = given.get("source")
    source = files.text(path.expanduser()) if isinstance(path, Path) else _EXAMPLE
    asked = _Asked(given, ask)
    parts = cut(source, str(given.get("title") or ""))
    title = asked.get("title", "its title", parts.title)
    author = asked.get("author", "its author")
    year = asked.get("year", "the year of the printing")
    if not re.fullmatch(r"[0-9]{4}", year):
        raise InitError(f"“{year}” is not a year of four digits")
    free = datetime.datetime.now(datetime.UTC).year - int(year) >= _FREE_AFTER
    rights = asked.get("rights", f"its rights ({' or '.join(RIGHTS)})", RIGHTS[not free])
    if rights not in RIGHTS:
        raise InitError(f"“{rights}” is not one of {', '.join(RIGHTS)}")
    language = asked.get("language", "the language of the edition", "en")
    pages = {
        f"{at}-{slug(section.title)}": section.page(at)
        for at, section in enumerate(parts.sections, 1)
    }
    if not pages:
        raise InitError(f"{path} has no paragraph")
    sections = folder / "docs" / "text"
    sections.mkdir(parents=True)
    for name, page in pages.items():
        (sections / f"{name}.md").write_text(page, "utf-8")
    text = texts.standing(folder / "docs", Profile(text=Text(source="pages"))).text
    values = _values(title, author, year, text)
    values |= {"rights": rights, "language": language.replace("-", "_")}
    values["sections"] = "\n".join(f"text/{name}" for name in pages)
    _fill(folder, values, noted=bool(text.notes))
    return [*_report(folder, parts)]


class _Asked:
    """What was given on the command line, or is asked for."""

    def __init__(self, given: Mapping[str, object], ask: Ask | None) -> None:
        self.given = given
        self.ask = ask

    def get(self, name: str, question: str, default: str = "") -> str:
        """Return what was given, or the answer to a question; raise InitError where there is none."""
        found = str(self.given.get(name) or "")
        if not found and self.ask:
            hint = f" [{default}]" if default else ""
            found = self.ask(f"{question}{hint}: ")
        found = " ".join(found.split()) or default
        if not found:
            raise InitError(f"--{name} is needed: {question}")
        return found


def _quoted(words: str) -> str:
    """Return words as a string of Python and of TOML alike."""
    return json.dumps(words, ensure_ascii=False)


def _values(title: str, author: str, year: str, text: EstablishedText) -> dict[str, str]:
    """Return what stands for the names in the templates."""
    passages = text.passages
    surname = author.rsplit(maxsplit=1)[-1]
    first, last = min(passages), max(passages)
    today = datetime.datetime.now(datetime.UTC).date()
    plain = {
        "title": title,
        "author": author,
        "surname": surname,
        "year": year,
        "key": f"{slug(surname)}{year}",
        "project": f"{title}: an edition",
        "editors": "The editors",
        "copyright": f"{today.year} The editors",
        "subtitle": "An edition with commentary",
        "byline": f"By **{_md(author)}** ({year}), edited with comments.",
    }
    found = plain | {f"{name}_quoted": _quoted(value) for name, value in plain.items()}
    parted = re.sub(r"^(.+) (\S+)$", r"\2, \1", author)
    found |= {
        "title_md": _md(title),
        "title_bib": re.sub(r"[{}\\]", "", title),
        "author_bib": re.sub(r"[{}\\]", "", parted),
        "name": slug(title),
        "today": today.isoformat(),
        "last": str(last),
        "lemma": _lemma(passages[first].content.text),
    }
    found["parallel"] = _template("parallel").substitute(found) if last > first else ""
    word = max(re.findall(r"[^\W\d_]+", passages[first].content.text), key=len, default="")
    units = [*passages.values(), *text.notes.values()]
    places = [unit.place for unit in units if word and find_occurrences(unit.content.text, [word])]
    found |= {
        "term_id": slug(word),
        "term_quoted": _quoted(word),
        "term_places": ", ".join(_quoted(str(place)) for place in places),
    }
    return found


def _md(words: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#])", r"\\\1", words)


def _lemma(text: str) -> str:
    """Return the first words of a text as an option has them; nothing where it has none."""
    match = re.search(r"[^\W\d_]+(?: [^\W\d_]+){0,3}", text)
    if not match:
        return ""
    index = " [1]" if len(occurrences(text, Lemma(match[0]))) > 1 else ""
    return f' "{match[0]}"{index}'


# --- the files --------------------------------------------------------------------------------


def _template(name: str) -> Template:
    path = resources("critical_edition.commands") / "project" / f"{name}.in"
    return Template(path.read_text("utf-8"))


def _fill(folder: Path, values: Mapping[str, str], *, noted: bool) -> None:
    """Write the files of the project beside the pages of its text."""
    shown = {name: page for name, page in _PAGES.items() if noted or name != "notes"}
    for name, (title, directive) in shown.items():
        page = folder / "docs" / "apparatus" / f"{name}.md"
        page.parent.mkdir(exist_ok=True)
        page.write_text(f"# {title}\n\n```{{{directive}}}\n```\n", "utf-8")
    values = {**values, "apparatus": "\n".join(f"apparatus/{name}" for name in shown)}
    values["term"] = _template("term").substitute(values)
    for name, template in _templates(resources("critical_edition.commands") / "project", ""):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template.substitute(values), "utf-8")


_PARTS = {"parallel", "term"}


def _templates(at: Traversable, below: str) -> Iterator[tuple[str, Template]]:
    """Yield the templates of whole files by their names in the project."""
    for entry in at.iterdir():
        name = entry.name.removesuffix(".in")
        if entry.is_dir():
            yield from _templates(entry, f"{below}{name}/")
        elif name not in _PARTS:
            name = ".gitignore" if name == "gitignore" else name
            yield f"{below}{name}", Template(entry.read_text("utf-8"))


def _report(folder: Path, parts: Cut) -> Iterator[str]:
    """Yield what is to be said: what was written, what is to be mended, what comes next."""
    sources = read(Project(folder))
    count = len(sources.sections), len(sources.passages), len(sources.notes)
    counts = "{} sections, {} passages, {} notes".format(*count)
    yield f"Wrote an edition into {folder}: {counts}."
    for found in sources.findings:
        yield f"To be mended: {shown(found.path, folder)}:{found.line}: {found.message}."
    for label in parts.loose:
        yield f"The note [^{label}] has no marker, or no words: it was left out."
    for label in parts.repeated:
        yield f"The note [^{label}] has several markers: leave one of them."
    yield f"Next: cd {folder} && edition build"
