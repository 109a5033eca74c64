"""The reference page of the profile, made from its dataclasses: each key with type, default, meaning."""

from __future__ import annotations

import ast
import dataclasses
import functools
import inspect
import typing
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from critical_edition.model.profile import Profile
from critical_edition.outputs.doctree.codes_page import inline


class ProfileKeysDirective(SphinxDirective):
    """``profile-keys``: every key of ``edition.toml``, table by table."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Return a section for each table, in the order of the fields."""
        found: list[nodes.Node] = []
        for table, kind, about in _tables():
            name = table.strip("[]").replace(".", "-").replace("…", "id")
            section = nodes.section("", ids=[f"profile-{name}"])
            section += nodes.title("", "", nodes.literal("", table))
            section += nodes.paragraph("", "", *inline(about))
            keys = nodes.definition_list("", classes=["profile-keys"])
            for item in _keys(kind):
                keys += item
            section += keys
            self.set_source_info(section)
            found.append(section)
        return found


def _tables() -> Iterator[tuple[str, type, str]]:
    """Yield the tables of the file, as they are headed, with their dataclasses and what they hold."""
    for field, kind, about in _fields(Profile):
        name = field.name.replace("_", "-")
        if isinstance(kind, type) and dataclasses.is_dataclass(kind):
            yield f"[{name}]", kind, about
            for inner, of, said in _fields(kind):
                if (item := _item(of)) is not None:
                    yield f"[{name}.{inner.name}.…]", item, said
        elif (item := _item(kind)) is not None:
            yield f"[{name}.…]", item, about


def _item(kind: Any) -> type | None:
    """Return the dataclass of tables that are named by their ids."""
    first = (typing.get_args(kind) or (None,))[0]
    return first if isinstance(first, type) and dataclasses.is_dataclass(first) else None


def _fields(kind: Any) -> Iterator[tuple[dataclasses.Field[Any], Any, str]]:
    hints, said = typing.get_type_hints(kind), meanings(kind)
    for field in dataclasses.fields(kind):
        yield field, hints[field.name], said[field.name]


def _keys(kind: type) -> Iterator[nodes.definition_list_item]:
    for field, hint, about in _fields(kind):
        if _item(hint) is not None:
            continue  # a table of its own
        name = "… (the id)" if field.name == "id" else field.name.replace("_", "-")
        term = nodes.term("", "", nodes.literal("", name), nodes.Text(f" – {_called(hint)}"))
        if field.default not in (dataclasses.MISSING, "", ()):
            term += [nodes.Text(", "), nodes.literal("", _toml(field.default))]
        yield nodes.definition_list_item(
            "", term, nodes.definition("", nodes.paragraph("", "", *inline(about)))
        )


def _called(hint: Any) -> str:
    if typing.get_origin(hint) is Literal:
        return " or ".join(f"“{value}”" for value in typing.get_args(hint))
    if typing.get_origin(hint) is tuple:
        return "list of strings"
    return {str: "string", int: "number", bool: "true or false"}[hint]


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value).lower() if isinstance(value, bool | int) else f'"{value}"'


@functools.cache
def meanings(kind: type) -> Mapping[str, str]:
    """Return what the fields of a dataclass mean: the strings that stand under them."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    name = ""
    for statement in body.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=named)):
                name = named
            case ast.Expr(value=ast.Constant(value=str(text))) if name:
                found[name] = " ".join(inspect.cleandoc(text).split())
                name = ""
            case _:
                name = ""
    return found
