"""The directives of the generated pages: one each, without arguments and content.

``persons``, ``places``, ``terms`` and ``chronology`` come from the registers and are made when their
page is read; ``locorum`` and ``concordance`` gather from all pages and are filled when theirs is
written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from critical_edition.domain import lists as sources
from critical_edition.domain.edition import get_domain
from critical_edition.domain.entries import GeneratedPart
from critical_edition.domain.lists import Sources
from critical_edition.outputs.doctree.apparatus import chronology, indexes
from critical_edition.outputs.doctree.apparatus.nodes import apparatus_part
from critical_edition.outputs.doctree.apparatus.page import Page

READ: Mapping[str, Callable[[Page], Iterable[nodes.Node]]] = {
    "persons": indexes.persons,
    "places": indexes.places,
    "terms": indexes.terms,
    "chronology": chronology.chronology,
}
"""What is made when its page is read."""

WRITTEN = ("locorum", "concordance")
"""What is filled when its page is written."""


def digest(what: str, found: Sources) -> str:
    """Return a digest of the files' content that a part is made from when its page is read."""
    match what:
        case "persons":
            return sources.digest(list(found.registers.persons.items()))
        case "places":
            return sources.digest(list(found.registers.places.items()))
        case "terms":
            return sources.digest(list(found.registers.terms.items()))
        case "chronology":
            return sources.digest(list(found.registers.events.items()))
    return ""


def _files(what: str, found: Sources) -> tuple[Path, ...]:
    return found.record_files if what in WRITTEN else found.register_files


class ApparatusDirective(SphinxDirective):
    """A part of the apparatus that is made from data."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Return the part, or the place that it will fill."""
        domain = get_domain(self.env)
        found = sources.of(self.env)
        docname = self.env.current_document.docname
        for path in _files(self.name, found):
            if path.is_file():
                self.env.note_dependency(path, docname=docname)
        domain.note_part(docname, GeneratedPart(self.name, digest(self.name, found)))
        if self.name in WRITTEN:
            place = apparatus_part("", what=self.name)
            self.set_source_info(place)
            return [place]
        source, line = self.get_source_info()
        page = Page(domain, found, docname, self.state.document, source, line)
        return list(READ[self.name](page))
