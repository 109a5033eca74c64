"""``docs/edition.toml``: the profile as the file gives it, and what is wrong with it. No Sphinx.

The file's tables and keys are the fields of :class:`~critical_edition.model.profile.Profile`: what has
an id stands in a table by it (``[kinds]``, ``context = { label = "…" }``). What is wrong is found and
the default taken for it, so that a check can go on.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
import typing
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from critical_edition.model.codes import Code
from critical_edition.model.findings import Finding
from critical_edition.model.messages import Message, NotReadError, _
from critical_edition.model.profile import REGISTERS, Profile, Siglum, by_id
from critical_edition.model.registers import PartialDate
from critical_edition.model.suggest import did_you_mean
from critical_edition.reading import files, undecodable

NAME = "edition.toml"
TABLES = Path(__file__).parent / "tables"
"""Tables of the house style, by what they are for and their language."""

STEMS = tuple(register.id for register in REGISTERS)

_Fault = Callable[[tuple[str, ...], Message], None]


def read(path: Path) -> tuple[Profile, tuple[Finding, ...]]:
    """Read the profile, and what is wrong with it; without a file, all is as if nothing were said."""
    try:
        content = files.text(path)
    except FileNotFoundError:
        return Profile(), ()
    except (OSError, UnicodeDecodeError) as error:
        return Profile(), (undecodable.finding(path, "the profile", error, Code.PROFILE),)
    found, faults = parse(content, path)
    if found.style.names and not (path.parent / found.style.names).is_file():
        line, column = place(content, ("style", "names"))
        message = _("style.names: there is no file {names}", names=found.style.names)
        return found, (*faults, Finding(Code.PROFILE, path, line, column, message))
    return found, faults


@lru_cache(maxsize=8)  # asked for by whatever looks for a part of the project
def parse(content: str, path: Path) -> tuple[Profile, tuple[Finding, ...]]:
    """Read the profile from its content; ``path`` is for messages."""
    try:
        data = files.toml(content)
    except tomllib.TOMLDecodeError as error:
        line, column = undecodable.toml_place(error, content)
        message = _("the profile is not TOML: {error}", error=error)
        return Profile(), (Finding(Code.PROFILE, path, line, column, message),)
    found: list[Finding] = []

    def fault(keys: tuple[str, ...], message: Message) -> None:
        line, column = place(content, keys)
        found.append(
            Finding(
                Code.PROFILE,
                path,
                line,
                column,
                _("{key}: {message}", key=".".join(keys), message=message),
            )
        )

    profile: Profile = _table(Profile, data, (), fault)
    pages = re.fullmatch(r"(\d{1,9})(?:[-–](\d{1,9}))?", profile.work.pages)
    if profile.work.pages and not (pages and int(pages[1]) <= int(pages[2] or pages[1])):
        fault(("work", "pages"), _("a page or a range of pages belongs here, such as 17-45"))
        profile = dataclasses.replace(profile, work=dataclasses.replace(profile.work, pages=""))
    if profile.edition.date:
        try:
            PartialDate.parse(profile.edition.date)
        except NotReadError as error:
            fault(("edition", "date"), error.what)
            undated = dataclasses.replace(profile.edition, date="")
            profile = dataclasses.replace(profile, edition=undated)
    for register in profile.registers:
        if register.id not in STEMS:
            fault(
                ("registers", register.id),
                _("there is no such register; they are {known}", known=", ".join(STEMS)),
            )
    for key in ("language", "transliteration"):
        named = getattr(profile.style, key)
        if named and not table(key, named):
            known = ", ".join(
                sorted(p.stem.partition("-")[2] for p in TABLES.glob(f"{key}-*.toml"))
            )
            fault(
                ("style", key),
                _("there is no table for “{named}”; there are {known}", named=named, known=known),
            )
    if profile.apparatus.base and not by_id(profile.sigla, profile.apparatus.base):
        fault(("apparatus", "base"), _("there is no siglum “{name}”", name=profile.apparatus.base))
    for relation in profile.relations:
        if relation.converse and not profile.relation(relation.converse):
            keys = ("relations", relation.id, "converse")
            fault(keys, _("there is no relation “{converse}”", converse=relation.converse))
    return profile, tuple(sorted(found, key=lambda f: f.sort_key))


def table(what: str, language: str) -> Mapping[str, Any]:
    """Return the table of a language; an empty one where there is none."""
    path = TABLES / f"{what}-{language}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


_HEAD = re.compile(r"^[ \t]*\[+[ \t]*(?P<keys>[^\]\n]+?)[ \t]*\]+", re.MULTILINE)


def place(content: str, keys: Iterable[str]) -> tuple[int, int]:
    """Return the line and column, from 1, of a key: of its innermost table where it is not seen."""
    start, at, end = 0, 0, len(content)
    keys = list(keys)
    for depth in range(len(keys), 0, -1):
        name = ".".join(keys[:depth])
        heads = list(_HEAD.finditer(content))
        for index, head in enumerate(heads):
            if re.sub(r"[ \t\"']", "", head["keys"]) == name:
                start = at = head.start()
                end = heads[index + 1].start() if index + 1 < len(heads) else len(content)
                keys = keys[depth:]
                break
        else:
            continue
        break
    else:
        first = _HEAD.search(content)
        end = first.start() if first and not keys[1:] else len(content)
    for key in keys:
        pattern = rf"(?:^|[{{,.])[ \t]*(?P<key>[\"']?{re.escape(key)}[\"']?)[ \t]*[=.]"
        if match := re.compile(pattern, re.MULTILINE).search(content, start, end):
            at, start = match.start("key"), match.end("key")
    return content.count("\n", 0, at) + 1, at - (content.rfind("\n", 0, at) + 1) + 1


def _table(kind: Any, data: Mapping[str, Any], keys: tuple[str, ...], fault: _Fault) -> Any:
    """Return a dataclass with what a table gives of its fields."""
    hints = typing.get_type_hints(kind)
    known = [f for f in dataclasses.fields(kind) if f.name != "id"]
    names = {f.name.replace("_", "-"): f for f in known}
    given: dict[str, Any] = {"id": keys[-1]} if "id" in hints else {}
    for name, value in data.items():
        if not (at := names.get(name)):
            hint = did_you_mean(name, names)
            fault((*keys, name), _("there is no such key").then(hint))
            continue
        read = _value(hints[at.name], value, (*keys, name), fault)
        if read is not None:
            given[at.name] = read
    for at in known:
        if at.default is dataclasses.MISSING and at.default_factory is dataclasses.MISSING:
            name = at.name.replace("_", "-")
            if name not in data:
                fault(keys, _("{name} is missing", name=name))
            given.setdefault(at.name, "")
    return kind(**given)


def _value(hint: Any, value: Any, keys: tuple[str, ...], fault: _Fault) -> Any:
    """Return a value as its field has it; None, with a fault, where it is of another kind."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if dataclasses.is_dataclass(hint):
        if isinstance(value, dict):
            return _table(hint, value, keys, fault)
        return fault(keys, _("a table belongs here"))
    if origin is tuple and dataclasses.is_dataclass(arguments[0]):
        if isinstance(value, dict) and all(isinstance(v, dict) for v in value.values()):
            found = [(n, _named(arguments[0], n, (*keys, n), fault)) for n in value]
            return tuple(
                _table(arguments[0], value[n], (*keys, n), fault) for n, good in found if good
            )
        return fault(keys, _("a table of tables belongs here, each named by its id"))
    if origin is tuple:
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            return tuple(value)
        return fault(keys, _("a list of strings belongs here"))
    if origin is Literal:
        if value in arguments:
            return value
        return fault(
            keys, _("“{value}” is not one of {known}", value=value, known=", ".join(arguments))
        )
    names = {str: "a string", int: "a whole number", bool: "true or false"}
    if type(value) is hint:
        return value
    return fault(keys, _("{what} belongs here", what=names[hint]))


def _named(kind: Any, name: str, keys: tuple[str, ...], fault: _Fault) -> bool:
    if kind is Siglum:
        if re.fullmatch(r"\w{1,12}", name):
            return True
        fault(keys, _("a siglum is a letter or a few"))
        return False
    if re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", name):
        return True
    fault(keys, _("an id is small letters, digits and hyphens"))
    return False
