"""``docs/registers/{persons,places,events,terms}.toml``: arrays of tables, read as entries. No Sphinx.

The fields of a register are those of its entry's dataclass, each read as its type wants it: a field
without a default is required. Every fault is found, each with its code, file, line and table.
"""

from __future__ import annotations

import enum
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from critical_edition.model.messages import Message, NotReadError, _, said
from critical_edition.model.places import Place, parse_place
from critical_edition.model.registers import (
    Entry,
    Event,
    Fault,
    NamedPlace,
    PartialDate,
    Person,
    Precision,
    RegisterCode,
    RegisterError,
    Registers,
    Term,
    listed,
    order,
)
from critical_edition.reading import files, undecodable
from critical_edition.reading.places import TableLines

E = TypeVar("E", bound=Entry)
_Fields = Mapping[str, tuple[Field[Any], Any]]
_UNWRITTEN = frozenset({"path", "line"})
_CHECKED = ("born", "died", "began", "ended", "viaf", "wikidata", "gnd")
_IDENTIFIER = "{key}: “{value}” has not that form"
_PATTERNS = {
    "id": (
        re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"),
        RegisterCode.ID,
        "the id “{value}” is not of small ASCII letters, digits and single hyphens",
    ),
    "lang": (
        re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?(?:-[a-z0-9]{5,8})*"),
        RegisterCode.FIELD,
        "“{value}” is not a BCP 47 tag, such as ru",
    ),
    "viaf": (re.compile(r"[1-9]\d+"), RegisterCode.FIELD, _IDENTIFIER),
    "wikidata": (re.compile(r"Q[1-9]\d*"), RegisterCode.FIELD, _IDENTIFIER),
    "gnd": (
        re.compile(r"1[0-9]\d{6,8}[0-9X]|[1-9]\d{0,8}-[0-9X]"),
        RegisterCode.FIELD,
        _IDENTIFIER,
    ),
}
"""Fields whose texts have a form, the code of what has not, and what is said of it."""


class _FieldError(ValueError):
    """A field of a table is wrong."""

    def __init__(self, code: RegisterCode, key: str, what: Message) -> None:
        super().__init__(what)
        self.code = code
        self.key = key
        self.what = what


class _Table:
    """A table being read: takes its fields one by one, each checked for its kind."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def value(self, key: str, hint: Any, default: Any) -> Any:
        """Return a field's value as its type wants it, or the default where it is not given."""
        if key not in self._data and default is not MISSING:
            return default
        if key in _PATTERNS:
            return self._of_form(key)
        if hint is str:
            return self.text(key)
        if hint is bool:
            return self.flag(key)
        if hint == tuple[str, ...]:
            return self.texts(key, RegisterCode.FORMS)
        if hint == tuple[Place, ...]:
            return self.places(key)
        if isinstance(hint, type) and issubclass(hint, enum.StrEnum):
            return self.choice(key, hint)
        return self.date(key)

    def _of_form(self, key: str) -> str:
        """Return a text that must have a form, such as an identifier of an authority file."""
        value, (pattern, code, template) = self.text(key), _PATTERNS[key]
        if not pattern.fullmatch(value):
            raise _FieldError(code, key, _(template, key=key, value=value))
        return value

    def text(self, key: str) -> str:
        """Return a string, not blank where it is given; empty where the field is absent."""
        if key not in self._data:
            return ""
        value = self._data[key]
        if not isinstance(value, str) or not value.strip():
            raise _FieldError(
                RegisterCode.FIELD, key, _("{key} is a string that is not blank", key=key)
            )
        return value.strip()

    def texts(self, key: str, code: RegisterCode) -> tuple[str, ...]:
        """Return a list of strings, none blank and none twice."""
        value = self._data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise _FieldError(RegisterCode.FIELD, key, _("{key} is a list of strings", key=key))
        seen: set[str] = set()
        for item in value:
            if not item.strip():
                raise _FieldError(code, key, _("{key} has an empty string", key=key))
            if item in seen:
                raise _FieldError(code, key, _("{key} has “{item}” twice", key=key, item=item))
            seen.add(item)
        return tuple(value)

    def flag(self, key: str) -> bool:
        """Return a boolean; false where the field is absent."""
        value = self._data.get(key, False)
        if not isinstance(value, bool):
            raise _FieldError(RegisterCode.FIELD, key, _("{key} is true or false", key=key))
        return value

    def choice(self, key: str, kinds: type[enum.StrEnum]) -> enum.StrEnum:
        """Return a member of an enumeration, by its value."""
        value = self.text(key)
        if value not in list(kinds):
            known = ", ".join(kinds)
            raise _FieldError(
                RegisterCode.FIELD, key, _("{key} is one of {known}", key=key, known=known)
            )
        return kinds(value)

    def date(self, key: str) -> PartialDate | None:
        """Return a date, or None where the field is absent."""
        if key not in self._data:
            return None
        value = self._data[key]
        if not isinstance(value, str):
            raise _FieldError(
                RegisterCode.DATE, key, _("{key} is a date in quotation marks", key=key)
            )
        try:
            return PartialDate.parse(value)
        except NotReadError as error:
            raise _FieldError(
                RegisterCode.DATE, key, _("{key}: {what}", key=key, what=error.what)
            ) from error

    def places(self, key: str) -> tuple[Place, ...]:
        """Return passages and notes, in the text's order, none twice."""
        found: list[Place] = []
        for item in self.texts(key, RegisterCode.PASSAGES):
            try:
                found.append(parse_place(item))
            except NotReadError as error:
                raise _FieldError(
                    RegisterCode.PASSAGES, key, _("{key}: {what}", key=key, what=error.what)
                ) from error
        if found != sorted(found, key=order):
            message = _("{key} is out of order; write {places}", key=key, places=listed(found))
            raise _FieldError(RegisterCode.PASSAGES, key, message)
        return tuple(found)


def _fields(kind: type[Entry]) -> _Fields:
    """Return the fields that may be written for an entry, by name, with their types."""
    hints = get_type_hints(kind)
    return {f.name: (f, hints[f.name]) for f in fields(kind) if f.name not in _UNWRITTEN}


def _needs_forms(kind: type[Entry]) -> bool:
    """Whether entries are named in the text: an event need not be."""
    return kind is not Event


def _entry(kind: type[E], known: _Fields, data: Mapping[str, Any], path: Path, line: int) -> E:
    """Return an entry; raise _FieldError for the first field that is wrong."""
    table = _Table(data)
    values = {
        name: table.value(name, hint, () if name == "forms" else field.default)
        for name, (field, hint) in known.items()
    }
    entry = kind(**values, path=path, line=line)
    if not entry.passages and not entry.also:
        raise _FieldError(RegisterCode.PASSAGES, "passages", _("no passage is recorded"))
    if both := set(entry.passages) & set(entry.also):
        message = _("also repeats what passages has: {places}", places=listed(both))
        raise _FieldError(RegisterCode.PASSAGES, "also", message)
    if isinstance(entry, Person):
        _in_order(entry.born, entry.died, "died", "dies before being born")
    elif isinstance(entry, NamedPlace):
        _in_order(entry.began, entry.ended, "ended", "ends before it begins")
    elif isinstance(entry, Event):
        _in_order(entry.date, entry.end, "end", "ends before it begins")
        _exactness(entry.date, entry.end, entry.precision)
        if entry.authors_date and not entry.note:
            message = _("authors_date needs a note that says why the date is another")
            raise _FieldError(RegisterCode.FIELD, "authors_date", message)
    return entry


def _in_order(start: PartialDate | None, end: PartialDate | None, key: str, complaint: str) -> None:
    if start is not None and end is not None and end.last < start.first:
        message = _("{complaint}: {start} to {end}", complaint=complaint, start=start, end=end)
        raise _FieldError(RegisterCode.DATE, key, message)


def _exactness(date: PartialDate, end: PartialDate | None, precision: Precision) -> None:
    exact = {Precision.DAY: 3, Precision.MONTH: 2, Precision.SEASON: 2, Precision.YEAR: 1}
    if precision is Precision.SEASON and end is None:
        message = _("a season is given by its first and last month: end is missing")
        raise _FieldError(RegisterCode.DATE, "precision", message)
    wanted = exact.get(precision)
    for key, given in (("date", date), ("end", end)):
        if given is None or wanted is None:
            continue
        # An interval may be known more exactly at one end: the less exact end decides.
        parts = str(given).count("-") + 1
        if parts < wanted or (key == "date" and end is None and parts > wanted):
            message = _(
                "{key} {given} is not of the precision “{precision}”",
                key=key,
                given=given,
                precision=precision,
            )
            raise _FieldError(RegisterCode.DATE, key, message)


def read(folder: Path) -> tuple[Registers, tuple[Fault, ...]]:
    """Read the registers of ``folder``; return what can be read of them, and every fault.

    An entry with a fault is left out; a missing file is a register without entries.
    """
    faults: list[Fault] = []
    registers = Registers(
        persons=_read(folder / "persons.toml", "person", Person, faults),
        places=_read(folder / "places.toml", "place", NamedPlace, faults),
        events=_read(folder / "events.toml", "event", Event, faults),
        terms=_read(folder / "terms.toml", "term", Term, faults),
    )
    return registers, tuple(faults)


def load(folder: Path) -> Registers:
    """Read the registers of ``folder``; raise :class:`RegisterError` if they have any fault."""
    registers, faults = read(folder)
    if faults:
        raise RegisterError(faults)
    return registers


def _read(path: Path, name: str, kind: type[E], faults: list[Fault]) -> dict[str, E]:
    def fault(what: Message, line: int = 1) -> None:
        faults.append(Fault(RegisterCode.FILE, path, line, "", what))

    if not os.path.lexists(path):
        return {}
    source = ""
    try:
        if path.parent.is_symlink():
            raise OSError(f"{path.parent.name} is a link to another folder")
        source = files.text(path)
        data = files.toml(source)
    except UnicodeDecodeError as error:
        fault(undecodable.said(error), undecodable.place(error)[0])
        return {}
    except OSError as error:
        fault(said(error.strerror or str(error)))
        return {}
    except tomllib.TOMLDecodeError as error:
        line, _column = undecodable.toml_place(error, source)
        fault(_("this is no TOML: {error}", error=error), line)
        return {}
    for unknown in sorted(data.keys() - {name}):
        fault(_("unknown “{unknown}”; entries are [[{table}]] tables", unknown=unknown, table=name))
    tables = data.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        fault(_("entries are [[{table}]] tables", table=name))
        return {}
    known = _fields(kind)
    lines = TableLines(source, name)
    entries: dict[str, E] = {}
    for number, table in enumerate(tables, 1):
        found = list(_faults_of_fields(kind, known, name, table))
        entry: E | None = None
        if not found:
            try:
                entry = _entry(kind, known, table, path, lines.of(number))
            except _FieldError as error:
                found.append(error)
        if entry is not None and entry.id in entries:
            message = _(
                "the id “{id}” is taken: line {line}", id=entry.id, line=entries[entry.id].line
            )
            found.append(_FieldError(RegisterCode.ID, "id", message))
        label = table.get("id")
        label = label if isinstance(label, str) and label else f"{name} {number}"
        faults += [Fault(f.code, path, lines.of(number, f.key), label, f.what) for f in found]
        if entry is not None and not found:
            entries[entry.id] = entry
    return entries


def _faults_of_fields(
    kind: type[Entry], known: _Fields, name: str, table: Mapping[str, Any]
) -> Iterator[_FieldError]:
    required = {key for key, (field, _hint) in known.items() if field.default is MISSING}
    if not _needs_forms(kind):
        required.discard("forms")
    for key in sorted(table.keys() - known.keys()):
        message = _("a {table} has no field “{key}”", table=name, key=key)
        yield _FieldError(RegisterCode.FIELD, key, message)
    for key in sorted(required - table.keys()):
        message = _("the field “{key}” is missing", key=key)
        yield _FieldError(RegisterCode.FIELD, key, message)
    if _needs_forms(kind) and table.get("forms") == []:
        yield _FieldError(RegisterCode.FORMS, "forms", _("no form is listed"))
    if "verified" not in table:
        checked = [key for key in _CHECKED if key in table]
        if table.get("added") is True:
            checked.append("added")
        if checked:
            message = _("verified must say what {fields} rests on", fields=", ".join(checked))
            yield _FieldError(RegisterCode.VERIFIED, checked[0], message)
