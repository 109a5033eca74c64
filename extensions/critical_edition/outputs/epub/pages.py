"""What the book's navigation and package say of its pages, read from the pages as they were written.

So the contents name what is there, pages that an earlier build wrote included, and a drawing is
declared where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from lxml import etree, html

XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_PROPERTIES = {
    "{http://www.w3.org/2000/svg}svg": "svg",
    "{http://www.w3.org/1998/Math/MathML}math": "mathml",
}
"""The elements of which the package declares that a page has some, and how it calls them."""

_VOID = re.compile(
    r"<(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b([^<>]*?)\s*/?>"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents, and those below it."""

    label: str
    address: str
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the book: its name in the package, its title, and what is on it.

    ``parts`` are its passages, or else its headings below the title; ``breaks`` the pages of the
    printing that begin on it; ``kinds`` EPUB's types of its parts; ``images`` names in the package.
    """

    name: str
    title: str
    parts: tuple[Entry, ...]
    breaks: tuple[Entry, ...]
    kinds: frozenset[str]
    properties: tuple[str, ...]
    images: tuple[str, ...]


def well_formed(body: str) -> str:
    """Return the body of a page as XML.

    What writers of HTML leave open is closed; what is not well-formed even so, as a raw piece of a
    page's author may be, is read as browsers read HTML and written anew.
    """
    closed = _VOID.sub(r"<\1\2 />", body)
    try:
        etree.fromstring(f'<div xmlns:epub="http://www.idpf.org/2007/ops">{closed}</div>')
    except etree.XMLSyntaxError:
        holder = html.fragment_fromstring(body, create_parent="div")
        written: str = etree.tostring(holder, encoding="unicode")
        return written
    return closed


def read(name: str, content: bytes, incipit: Callable[[str], str]) -> Page:
    """Return what is on a page; ``incipit`` gives a passage's first words by its number."""
    tree = etree.fromstring(content)
    address = quote(name)
    heading = next(tree.iter(f"{XHTML}h1"), None)
    kinds = [kind for e in tree.iter() for kind in e.get(EPUB_TYPE, "").split()]
    breaks = [
        Entry(e.get("aria-label", ""), f"{address}#{e.get('id')}")
        for e in tree.iter(f"{XHTML}span")
        if e.get(EPUB_TYPE) == "pagebreak"
    ]
    parts = list(_passages(tree, address, incipit)) or list(_sections(tree, address))
    images = [e.get("src", "") for e in tree.iter(f"{XHTML}img")]
    declared = {_PROPERTIES[str(e.tag)] for e in tree.iter(*_PROPERTIES)}
    return Page(
        name,
        _words(heading) if heading is not None else "",
        tuple(parts),
        tuple(breaks),
        frozenset(kinds),
        tuple(sorted(declared)),
        tuple(images),
    )


def _passages(tree: etree._Element, address: str, incipit: Callable[[str], str]) -> Iterator[Entry]:
    for element in tree.iter(f"{XHTML}div"):
        if "passage" in element.get("class", "").split() and (name := element.get("id")):
            number = name.removeprefix("p")
            words = incipit(number)
            yield Entry(f"{number} {words}".strip(), f"{address}#{name}")


def _sections(tree: etree._Element, address: str) -> Iterator[Entry]:
    for element in tree.iter(f"{XHTML}section"):
        heading = element.find(f"{XHTML}h2")
        if heading is not None and (name := element.get("id")):
            yield Entry(_words(heading), f"{address}#{name}")


def _words(element: etree._Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())
