"""Marks: facts about a place's wording that a copy may lack, kept in ``docs/text/marks/*.toml``.

A mark says where the marker of a note stands, where a printed page begins, what is italic in
print, which words of a note stand for a work, and which reading the editors propose. Each hangs on
a lemma, never on an offset, so that it holds in any copy; ``text.lock`` records the offset at which
it stands in the proofread text, so that in a damaged copy it is not set at the wrong occurrence.
"""

from __future__ import annotations

import enum
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from critical_edition.model.codes import Code
from critical_edition.model.established import Span
from critical_edition.model.findings import Finding
from critical_edition.model.lemma import MAX_WORDS, Lemma, LemmaError, find
from critical_edition.model.messages import Message, NotReadError, _, said
from critical_edition.model.places import Place, parse_place
from critical_edition.model.sentences import count_words
from critical_edition.reading import files, undecodable
from critical_edition.reading.places import TableLines


class MarkKind(enum.StrEnum):
    """What a mark says."""

    MARKER = "marker"
    PAGE = "page"
    EMPHASIS = "emphasis"
    CITATION = "citation"
    EMENDATION = "emendation"
    VARIANT = "variant"


READINGS = frozenset({MarkKind.EMENDATION, MarkKind.VARIANT})
"""What stands in the apparatus criticus; the text keeps the printed wording."""


class Alteration(enum.StrEnum):
    """How a reading stands to the lemma."""

    SUBSTITUTION = "substitution"
    ADDITION = "addition"
    OMISSION = "omission"
    TRANSPOSITION = "transposition"
    CONJECTURE = "conjecture"


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in other witnesses, or is conjectured, for a lemma.

    ``text`` is what stands instead: of an addition what follows the lemma, of a transposition the
    words in their other order, of an omission nothing. ``by`` is who conjectures; nobody: the editors.
    """

    text: str
    kind: Alteration = Alteration.SUBSTITUTION
    witnesses: tuple[str, ...] = ()
    by: str = ""
    remark: str = ""


_FIELDS: Mapping[MarkKind, frozenset[str]] = {
    MarkKind.MARKER: frozenset({"note", "after"}),
    MarkKind.PAGE: frozenset({"page", "at"}),
    MarkKind.EMPHASIS: frozenset({"lemma", "reason"}),
    MarkKind.CITATION: frozenset({"lemma", "key"}),
    MarkKind.EMENDATION: frozenset({"lemma", "reading"}),
    MarkKind.VARIANT: frozenset({"lemma", "readings"}),
}
_OPTIONAL: Mapping[MarkKind, frozenset[str]] = {
    MarkKind.EMPHASIS: frozenset({"lang"}),
    MarkKind.VARIANT: frozenset({"witnesses"}),
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
"""BCP 47's language, script and region (RFC 5646, section 2.1), which is all that occurs."""
_COMMON = frozenset({"on", "kind", "remark", "certainty"})
_NUMBERS = frozenset({"note", "page"})
_LISTS = frozenset({"readings", "witnesses"})
_REASONS = frozenset({"title", "foreign", "stress"})
_CERTAINTIES = frozenset({"inferred", "not verified"})


class MarkError(ValueError):
    """A file of marks cannot be read; ``finding`` says what is wrong, and where."""

    def __init__(self, said: Message, path: Path, place: tuple[int, int] = (1, 1)) -> None:
        super().__init__(f"{path}: {said}")
        self.finding = Finding(Code.MARK, path, *place, said)


@dataclass(frozen=True, slots=True)
class Mark:
    """A fact about the wording at ``place``.

    ``lemma`` is what it hangs on: for a marker the words before it, for a page the words around
    the break with a bar at its point (``dan|ger``). ``value`` is the number of the note or page,
    the key of the work, the reading proposed, or the reason of the emphasis. ``lang`` is the
    language of emphasised words that are not English, as a BCP 47 tag. ``readings`` are those of the
    apparatus, ``witnesses`` the sigla of those that have the lemma, where they are told.
    """

    place: Place
    kind: MarkKind
    lemma: str
    value: str
    remark: str = ""
    certainty: str = ""
    lang: str = ""
    readings: tuple[Reading, ...] = ()
    witnesses: tuple[str, ...] = ()
    path: Path = field(default=Path(), compare=False, repr=False)
    line: int = field(default=1, compare=False, repr=False)

    def span(self, text: str) -> Span:
        """Return where the mark stands in the place's plain text; empty for points.

        Raise :class:`~critical_edition.model.lemma.LemmaError` where the lemma is not found.
        """
        if self.kind is not MarkKind.PAGE:
            span = find(text, Lemma.parse(self.lemma))
            return Span(span.end, span.end) if self.kind is MarkKind.MARKER else span
        lemma = Lemma.parse(self.lemma)
        before, bar, _after = lemma.words.partition("|")
        if not bar:
            raise LemmaError(
                _("“{lemma}” lacks the bar at which the page begins", lemma=self.lemma)
            )
        span = find(text, Lemma(lemma.words.replace("|", "", 1), "", lemma.occurrence))
        at = span.start + len(" ".join(before.split())) + (before != before.rstrip())
        return Span(at, at)


def load(folder: Path, most: int = MAX_WORDS) -> dict[Place, tuple[Mark, ...]]:
    """Read every ``*.toml`` of the folder: the marks of each place in the order of the files.

    A lemma of the apparatus and each of its readings are of at most ``most`` words. Raise
    :class:`MarkError` for the first fault.
    """
    found: dict[Place, list[Mark]] = {}
    if folder.is_symlink():
        raise MarkError(_("it is a link to another folder"), folder)
    for path in sorted(folder.glob("*.toml")):
        try:
            content = files.text(path)
            data = files.toml(content)
        except UnicodeDecodeError as error:
            raise MarkError(undecodable.said(error), path, undecodable.place(error)) from error
        except OSError as error:
            raise MarkError(said(error.strerror or str(error)), path) from error
        except tomllib.TOMLDecodeError as error:
            place = undecodable.toml_place(error, content)
            raise MarkError(
                _("the marks are no TOML: {error}", error=error), path, place
            ) from error
        for unknown in sorted(data.keys() - {"mark"}):
            message = _("unknown table “{unknown}”; marks are [[mark]] tables", unknown=unknown)
            raise MarkError(message, path)
        tables = data.get("mark", [])
        if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
            raise MarkError(_("marks are [[mark]] tables"), path)
        lines = TableLines(content, "mark")
        for number, table in enumerate(tables, 1):
            try:
                mark = _mark(table, most, path, lines.of(number, "on"))
            except NotReadError as error:
                message = _("mark {number}: {what}", number=number, what=error.what)
                raise MarkError(message, path, (lines.of(number), 1)) from error
            found.setdefault(mark.place, []).append(mark)
    return {place: tuple(marks) for place, marks in sorted(found.items(), key=lambda i: str(i[0]))}


def _mark(table: Mapping[str, Any], most: int, path: Path, line: int) -> Mark:
    if table.get("kind") not in list(MarkKind):
        raise NotReadError(_("kind is one of {known}", known=", ".join(MarkKind)))
    kind = MarkKind(table["kind"])
    wanted = _FIELDS[kind]
    if missing := sorted((wanted | {"on"}) - table.keys()):
        raise NotReadError(
            _("a mark of kind {kind} needs {known}", kind=kind, known=", ".join(missing))
        )
    if unknown := sorted(table.keys() - wanted - _COMMON - _OPTIONAL.get(kind, set())):
        raise NotReadError(
            _("a mark of kind {kind} has no field {known}", kind=kind, known=", ".join(unknown))
        )
    for name, value in table.items():
        if name not in _NUMBERS | _LISTS and not isinstance(value, str):
            raise NotReadError(_("{name} is to be a text in quotation marks", name=name))
    certainty = str(table.get("certainty", ""))
    if certainty and certainty not in _CERTAINTIES:
        raise NotReadError(_("certainty is one of {known}", known=", ".join(sorted(_CERTAINTIES))))
    if kind is MarkKind.EMPHASIS and table["reason"] not in sorted(_REASONS):
        raise NotReadError(_("reason is one of {known}", known=", ".join(sorted(_REASONS))))
    lang = str(table.get("lang", ""))
    if lang and not _LANGUAGE.fullmatch(lang):
        raise NotReadError(_("lang “{lang}” is not a BCP 47 tag, such as de or ru-Latn", lang=lang))
    match kind:
        case MarkKind.MARKER:
            lemma, value = table["after"], table["note"]
        case MarkKind.PAGE:
            lemma, value = table["at"], table["page"]
        case MarkKind.EMPHASIS:
            lemma, value = table["lemma"], table["reason"]
        case MarkKind.CITATION:
            lemma, value = table["lemma"], table["key"]
        case MarkKind.EMENDATION:
            lemma, value = table["lemma"], table["reading"]
        case MarkKind.VARIANT:
            lemma, value = table["lemma"], ""
    if kind in {MarkKind.MARKER, MarkKind.PAGE} and (
        type(value) is not int or not 0 < value < 10_000
    ):
        raise NotReadError(
            _("{what} is a number", what="note" if kind is MarkKind.MARKER else "page")
        )
    place = parse_place(str(table["on"]))
    readings: tuple[Reading, ...] = ()
    if kind in READINGS:
        lemma_size = _size(Lemma.parse(str(lemma)))
        if lemma_size > most:
            raise NotReadError(
                _("the lemma has {size} words; quote at most {most}", size=lemma_size, most=most)
            )
        readings = (Reading(str(value), Alteration.CONJECTURE),)
    if kind is MarkKind.VARIANT:
        readings = _readings(table["readings"], most)
        value = "; ".join(f"{r.kind} {r.text}" for r in readings)
    remark = str(table.get("remark", ""))
    witnesses = _names(table.get("witnesses", []))
    return Mark(
        place,
        kind,
        str(lemma),
        str(value),
        remark,
        certainty,
        lang,
        readings,
        witnesses,
        path,
        line,
    )


def _size(lemma: Lemma) -> int:
    return count_words(lemma.words) + count_words(lemma.last)


def _names(given: object) -> tuple[str, ...]:
    if isinstance(given, list) and all(isinstance(v, str) for v in given):
        return tuple(given)
    raise NotReadError(_("witnesses are a list of sigla"))


def _readings(given: object, most: int) -> tuple[Reading, ...]:
    """Return the readings of a variant; raise NotReadError for the first fault."""
    if not isinstance(given, list) or not given or not all(isinstance(v, dict) for v in given):
        raise NotReadError(_("readings are a list of tables, one for each reading"))
    return tuple(_reading(table, most) for table in given)


def _reading(table: Mapping[str, Any], most: int) -> Reading:
    known = ("kind", "text", "witnesses", "by", "remark")
    if unknown := sorted(table.keys() - set(known)):
        raise NotReadError(_("a reading has no field {known}", known=", ".join(unknown)))
    if any(not isinstance(table.get(name, ""), str) for name in known if name != "witnesses"):
        raise NotReadError(_("the fields of a reading are texts, but for its list of witnesses"))
    kind = table.get("kind", Alteration.SUBSTITUTION)
    if kind not in list(Alteration):
        raise NotReadError(_("a reading is one of {known}", known=", ".join(Alteration)))
    text, witnesses = table.get("text", ""), _names(table.get("witnesses", []))
    if bool(text) is (kind == Alteration.OMISSION):
        raise NotReadError(_("an omission has no text, and every other reading has one"))
    if bool(witnesses) is (kind == Alteration.CONJECTURE):
        raise NotReadError(_("a conjecture has no witnesses, and every other reading has some"))
    if (size := count_words(text)) > most:
        raise NotReadError(
            _("the reading has {size} words; quote at most {most}", size=size, most=most)
        )
    return Reading(text, Alteration(kind), witnesses, table.get("by", ""), table.get("remark", ""))


def languages(text: str, marks: Iterable[Mark]) -> dict[Span, str]:
    """Return the tag of the language of each span of emphasised words that are foreign.

    A lemma that this copy does not have is the check's to report.
    """
    found = {}
    for mark in marks:
        if mark.lang:
            with suppress(LemmaError):
                found[mark.span(text)] = mark.lang
    return found


def digest(marks: Iterable[Mark]) -> str:
    """Return a short digest of a place's marks, by which a lock knows offsets gone stale.

    No marks have the empty digest.
    """
    marks = tuple(marks)
    if not marks:
        return ""
    lines = "\n".join(f"{m.kind}\t{m.lemma}\t{m.value}" for m in marks)
    return hashlib.blake2b(lines.encode(), digest_size=6).hexdigest()
