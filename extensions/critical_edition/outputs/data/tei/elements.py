"""TEI's elements: made, referred to by ``xml:id``, and written as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree
from lxml.etree import _Element

NAMESPACE = "http://www.tei-c.org/ns/1.0"
ID = "{http://www.w3.org/XML/1998/namespace}id"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

Part = str | _Element
"""Words, or an element among them."""

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not have (section 2.2)."""
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
"""What XML Schema takes for a language: a tag of BCP 47."""
_UNNAMED = re.compile(r"[^A-Za-z0-9_.-]")
_POINTING = (
    *("target", "corresp", "ana", "resp", "ref", "active", "passive", "mutual", "inst", "edRef"),
    *("from", "to", "wit"),
)
"""Attributes whose values are pointers, as far as they begin with ``#``."""

_HOLDERS = frozenset(
    {
        *("TEI", "teiHeader", "text", "body", "div", "floatingText", "lg", "list", "table", "row"),
        *("fileDesc", "titleStmt", "editionStmt", "publicationStmt", "availability", "sourceDesc"),
        *(
            "encodingDesc",
            "samplingDecl",
            "editorialDecl",
            "correction",
            "interpretation",
            "refsDecl",
        ),
        *("classDecl", "taxonomy", "category", "appInfo", "application", "respStmt", "standOff"),
        *("listAnnotation", "annotation", "listRelation", "relation", "interpGrp", "interp"),
        *("listApp", "app", "listPerson", "person", "listOrg", "org", "listPlace", "place"),
        *("listEvent", "event", "listBibl", "biblStruct", "analytic", "monogr", "imprint"),
    }
)
"""Elements that hold no words of their own: white space within them says nothing."""


def el(tag: str, *parts: Part, id: str = "", lang: str = "", **attributes: str) -> _Element:
    """Return an element with its content; attributes that are empty are left out.

    ``id`` and ``lang`` are ``xml:id`` and ``xml:lang``, which is left out where it is none; a name of
    Python's ends in ``_``.
    """
    namespaces: Any = {None: NAMESPACE}  # the stubs know no default namespace
    made = etree.Element(f"{{{NAMESPACE}}}{tag}", nsmap=namespaces)
    spoken = lang if _LANGUAGE.fullmatch(lang) else ""
    named = {ID: id, LANG: spoken, **{n.rstrip("_"): v for n, v in attributes.items()}}
    for name, value in named.items():
        if value:
            made.set(name, _FORBIDDEN.sub("", value))
    add(made, parts)
    return made


def add(to: _Element, parts: Iterable[Part]) -> None:
    """Put words and elements at the end of an element's content."""
    for part in parts:
        if not isinstance(part, str):
            to.append(part)
            continue
        words = _FORBIDDEN.sub("", part)
        if not words:
            continue
        if len(to):
            to[-1].tail = (to[-1].tail or "") + words
        else:
            to.text = (to.text or "") + words


def name(kind: str, key: str) -> str:
    """Return the ``xml:id`` of a thing by its kind and key: what no name may have is its number."""
    return f"{kind}-{_UNNAMED.sub(lambda m: f'_{ord(m[0]):x}_', key)}"


def pointer(*names: str) -> str:
    """Return pointers to elements of the same document."""
    return " ".join(f"#{one}" for one in names)


def settle(root: _Element, successors: dict[str, str]) -> None:
    """Let every ``xml:id`` stand once, and every pointer lead somewhere.

    A pointer to what has been retired leads to what takes its place; one to nothing is left out, and
    a link that has no other is a reference by name (``cRef``).
    """
    names: set[str] = set()
    for node in root.iter():
        if (own := node.get(ID)) and own in names:
            del node.attrib[ID]
        if own:
            names.add(own)
    for node in root.iter():
        for attribute in _POINTING:
            if "#" not in (given := node.get(attribute, "")):
                continue
            led = [_led(one, names, successors) for one in given.split()]
            if found := " ".join(filter(None, led)):
                node.set(attribute, found)
                continue
            del node.attrib[attribute]
            if etree.QName(node).localname in ("ptr", "ref"):
                node.set("cRef", given.replace("#", ""))


def _led(one: str, names: set[str], successors: dict[str, str]) -> str:
    if not one.startswith("#") or one[1:] in names:
        return one
    found = successors.get(one[1:], "")
    return pointer(found) if found in names else ""


def dumps(root: _Element) -> bytes:
    """Return a document's bytes in UTF-8; mixed content is written as it is."""
    _indent(root, "\n")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _indent(node: _Element, start: str) -> None:
    if not len(node) or etree.QName(node).localname not in _HOLDERS:
        return
    node.text = start
    for child in node:
        _indent(child, f"{start} ")
        child.tail = start
    node[-1].tail = start[:-1] or start
