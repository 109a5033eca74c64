"""A new comment, parallel or emendation, in the right place with a fresh ID.

What is not given is asked for, where somebody is there to answer. Nothing that exists is
overwritten; a record is added to a page's end or makes a page of its own.
"""

from __future__ import annotations

import datetime
import os
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from critical_edition.model.anchor import Anchor
from critical_edition.model.commentary import parse_date, parse_id
from critical_edition.model.established import EstablishedText
from critical_edition.model.lemma import LemmaNotFoundError, find
from critical_edition.model.places import NoteId, PassageId, Place
from critical_edition.model.suggest import did_you_mean, lemma_elsewhere
from critical_edition.sources import history, people, texts
from critical_edition.sources.project import Project
from critical_edition.sources.read import Sources, read
from critical_edition.text import store

_T = TypeVar("_T")
_MAX_ID = 60
# In an option's value such a character would begin a line, and so an option, of its own.
_BREAK = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class NewError(Exception):
    """The record cannot be made; the message says what is missing or wrong."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the file, the line at which to go on, and the record's ID."""

    path: Path
    line: int
    id: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What is known while a record is made: the edition, its people, its IDs, and who answers.

    ``ask`` puts a question and returns the answer; None where nobody is there.
    """

    project: Project
    edition: Sources
    listed: people.People
    text: EstablishedText
    taken: frozenset[str]
    ask: Callable[[str], str] | None

    @classmethod
    def of(cls, project: Project, ask: Callable[[str], str] | None) -> Desk:
        """Read what is needed."""
        try:
            text = texts.load(project)
        except store.StoreError:
            text = EstablishedText()
        sources = read(project)
        listed = people.read(project.contributors)[0]
        return cls(project, sources, listed, text, frozenset(_taken(sources)), ask)

    @property
    def places(self) -> Sequence[Place]:
        """All passages and notes."""
        return [
            *(p.passage for p in self.edition.passages),
            *(n.note for n in self.edition.notes),
        ]

    def section(self, place: Place) -> int:
        """Return the section in which a place stands."""
        if isinstance(place, PassageId):
            return place.section
        home = self.edition.homes.get(place)
        return home.section if home else 1

    def choose(
        self, given: str | None, question: str, option: str, read: Callable[[str], _T]
    ) -> _T:
        """Return what was given, or the answer to the question, as read.

        ``read`` raises ValueError for what cannot be; a question is then put again.
        """
        if given is not None:
            try:
                return read(given)
            except ValueError as error:
                raise NewError(f"{option}: {error}") from error
        if self.ask is None:
            raise NewError(f"{option} is missing: {question}")
        while True:
            answer = self.ask(question)
            try:
                return read(answer)
            except ValueError as error:
                print(f"  {error}")

    # -- reading -------------------------------------------------------------------------------

    def anchor(self, given: str) -> Anchor:
        """Read an anchor whose place exists and whose lemma, where it can be seen, stands there."""
        if _BREAK.search(given.strip()):
            raise ValueError("what a record is on is written on one line")
        anchor = Anchor.parse(given, self.project.profile.quoted)
        for place in (anchor.first, anchor.last):
            if place not in self.places:
                of_kind = [p for p in self.places if type(p) is type(place)]
                hint = did_you_mean(str(place), map(str, of_kind))
                raise ValueError(f"the text has no {place}. {hint}".rstrip())
        unit = self.text.get(anchor.first)
        if anchor.lemma and unit and unit.verified:
            try:
                find(unit.content.text, anchor.lemma)
            except LemmaNotFoundError as error:
                hint = lemma_elsewhere(anchor.lemma, anchor.first, self.text)
                raise ValueError(f"{error}. {hint}".rstrip()) from error
        return anchor

    def author(self, given: str) -> str:
        """Read who writes: an id of the list, or a new one in its form."""
        given = given.strip()
        if given in self.listed.contributors or not self.listed.present:
            return parse_id(given)
        message = (
            f"“{given}” is not in docs/contributors.toml; add an entry there first "
            f"(docs/contributing/people.md has one to copy). "
            f"{did_you_mean(given, self.listed.contributors)}"
        )
        raise ValueError(message.rstrip())

    def default_author(self) -> str | None:
        """Return who this is by the name that git knows, if that is a contributor's."""
        name = (history.git(self.project.root, "config", "user.name") or b"").decode().strip()
        for one in self.listed.contributors.values():
            if name and one.name.casefold() == name.casefold():
                return one.id
        return None

    def fresh_id(self, words: str, kind: str) -> str:
        """Return an ID made of words that nothing of the kind has or had."""
        stem = slug(words)
        number = 1
        while True:
            tail = f"-{number}" if number > 1 else ""
            candidate = stem[: _MAX_ID - len(tail)].rstrip("-") + tail
            if f"{kind}-{candidate}" not in self.taken:
                return candidate
            number += 1

    def own_id(self, given: str, kind: str) -> str:
        """Read an ID that is still free."""
        chosen = parse_id(given)
        if f"{kind}-{chosen}" in self.taken:
            raise ValueError(f"the ID “{chosen}” is taken, and IDs are permanent")
        return chosen


def _taken(sources: Sources) -> Iterable[str]:
    """Yield the anchors that the pages, the main branch and the list of retired IDs have."""
    for page in sources.pages:
        if page.readable:
            yield from (known.anchor for known in history.scan(page.content, page.docname))
    root = sources.project.root
    if commit := history.base_of(root):
        yield from history.records(root, commit)
    yield from sources.retired


def slug(words: str) -> str:
    """Return words as an ID: small ASCII letters and digits joined by hyphens."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    joined = "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))
    joined = re.sub(r"^[^a-z]+", "", joined)[:_MAX_ID].rstrip("-")
    return joined or "comment"


# --- the three kinds --------------------------------------------------------------------------

_BY = "your id in docs/contributors.toml"
_ON = 'what it is on, such as 2.6 or 2.6 "war scare" or n7'


def comment(desk: Desk, given: Mapping[str, str | None]) -> Written:
    """Write a comment's page; ``given`` are the options of the command, None where left out."""
    on = desk.choose(given.get("on"), _ON, "--on", desk.anchor)
    kinds = [kind.id for kind in desk.project.profile.kinds]
    kind = desk.choose(
        given.get("kind"), f"its kind ({', '.join(kinds)})", "--kind", _one_of(kinds, "kind")
    )
    by = desk.choose(given.get("by") or desk.default_author(), _BY, "--by", desk.author)
    date = desk.choose(given.get("date") or _today(), "its date", "--date", _date)
    replies = given.get("replies_to") or ""
    if replies and f"comment-{replies}" not in desk.taken:
        hint = did_you_mean(replies, (c.id for c in desk.edition.comments))
        raise NewError(f"--replies-to: there is no comment “{replies}”. {hint}".rstrip())
    words = on.lemma.words if on.lemma else f"passage {on.first}"
    cid = _chosen(desk, given.get("id"), words, "comment")
    options = {"on": str(on), "kind": kind, "by": by, "date": date.isoformat()}
    if replies:
        options["replies-to"] = replies
    body = given.get("text") or (
        "% Write here what the reader should know, in your own words, citing its sources; then "
        "take this line out."
    )
    section = desk.section(on.first)
    head = f"---\nnosearch: true\n---\n\n# Comment on {named(on)}\n\n"
    path = desk.project.docs / "commentary" / str(section) / f"{cid}.md"
    return _write(path, head, _record("comment", cid, options, body), cid)


def parallel(desk: Desk, given: Mapping[str, str | None]) -> Written:
    """Add a parallel to its argument's page."""
    known = {a.id: a for a in desk.edition.arguments}

    def argument(text: str) -> str:
        if text.strip() in known:
            return text.strip()
        raise ValueError(f"there is no argument “{text}”. {did_you_mean(text, known)}".rstrip())

    which = desk.choose(
        given.get("argument"), f"its argument ({', '.join(known)})", "--argument", argument
    )
    start = desk.choose(
        given.get("from"), 'the one end, such as 4.11 "a treaty"', "--from", desk.anchor
    )

    def other(text: str) -> Anchor:
        anchor = desk.anchor(text)
        if str(anchor) == str(start):
            raise ValueError("a parallel joins two places, and this is the one end again")
        return anchor

    end = desk.choose(given.get("to"), "the other end", "--to", other)
    relations = [relation.id for relation in desk.project.profile.relations]
    relation = desk.choose(
        given.get("relation"),
        f"how the first stands to the other ({', '.join(relations)})",
        "--relation",
        _one_of(relations, "relation"),
    )
    by = desk.choose(given.get("by") or desk.default_author(), _BY, "--by", desk.author)
    words = f"{which} {start.first} {end.first}".replace(".", "-")
    pid = _chosen(desk, given.get("id"), words, "parallel")
    options = {"argument": which, "from": str(start), "to": str(end)}
    options |= {"relation": relation, "by": by}
    body = given.get("text") or (
        "% Say in one to four sentences why the two belong together. Then take this line out."
    )
    path = desk.project.docs / f"{known[which].docname}.md"
    return _append(path, _record("parallel", pid, options, body), pid)


def emendation(desk: Desk, given: Mapping[str, str | None]) -> Written:
    """Add an emendation to the marks of its section."""

    def words_in_one_place(text: str) -> Anchor:
        anchor = desk.anchor(text)
        if anchor.lemma is None or anchor.first != anchor.last:
            raise ValueError('an emendation is of words in one place, such as 2.6 "teh"')
        return anchor

    on = desk.choose(
        given.get("on"), 'the words to be emended, such as 2.6 "teh"', "--on", words_in_one_place
    )
    lemma = str(on.lemma)
    reading = desk.choose(given.get("reading"), "what to read instead", "--reading", _words)
    remark = desk.choose(given.get("remark"), "why, with the source", "--remark", _words)
    lines = [
        "[[mark]]",
        f"on = {_toml(str(on.first))}",
        'kind = "emendation"',
        f"lemma = {_toml(lemma)}",
        f"reading = {_toml(reading)}",
        f"remark = {_toml(remark)}",
    ]
    path = desk.project.marks / f"{desk.section(on.first)}.toml"
    return _append(path, "\n".join(lines) + "\n", slug(lemma))


def _one_of(known: Sequence[str], what: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.strip() in known:
            return text.strip()
        hint = did_you_mean(text, known)
        raise ValueError(f"“{text}” is no {what}; there are {', '.join(known)}. {hint}".rstrip())

    return read


def _chosen(desk: Desk, given: str | None, words: str, kind: str) -> str:
    if given is None:
        return desk.fresh_id(words, kind)
    return desk.choose(given, "its ID", "--id", lambda text: desk.own_id(text, kind))


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError("write some words")
    return " ".join(text.split())


def named(on: Anchor) -> str:
    """Return what an anchor is on, as a heading says it."""
    if isinstance(on.first, NoteId):
        return f"note {on.first.number}"
    return str(on.first) if on.first == on.last else f"{on.first}–{on.last}"


def _date(text: str) -> datetime.date:
    date = parse_date(text)
    # Somewhere it is tomorrow already, and `edition check` knows not where.
    if date > datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1):
        raise ValueError(f"“{text.strip()}” is still to come; write the day on which it is written")
    return date


def _today() -> str:
    return datetime.date.today().isoformat()  # the contributor's own day, not UTC's


def _toml(text: str) -> str:
    """Return a basic string of TOML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _record(name: str, record: str, options: Mapping[str, str], body: str) -> str:
    lines = [f":::{{{name}}} {record}", *(f":{key}: {value}" for key, value in options.items())]
    return "\n".join([*lines, "", body.strip(), ":::", ""])


# --- writing ----------------------------------------------------------------------------------


def _write(path: Path, head: str, record: str, name: str) -> Written:
    if path.exists():
        raise NewError(f"{path} is there already")
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, head + record)
    return Written(path, _line(head + record, record), name)


def _append(path: Path, record: str, name: str) -> Written:
    before = path.read_text("utf-8").rstrip("\n") + "\n\n" if path.is_file() else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, before + record)
    return Written(path, _line(before + record, record), name)


def _line(content: str, record: str) -> int:
    """Return the line of the record's body, or of its beginning where it has none."""
    start = content.rindex(record)
    body = record.find("\n\n")
    return content.count("\n", 0, start + (body + 2 if body >= 0 else 0)) + 1


def _replace(path: Path, content: str) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(content)
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)  # mkstemp's files are for their owner alone
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
