"""The body of a directive as prose: of a page in Markdown, or in reStructuredText."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from critical_edition.domain import guarding
from critical_edition.domain.edition import get_domain
from critical_edition.domain.prose import Setting, of_nodes
from critical_edition.domain.warnings import warn
from critical_edition.model.codes import Code
from critical_edition.model.places import Place
from critical_edition.model.prose import Prose
from critical_edition.sources import prose
from critical_edition.sources.author_text import Body


class BodyDirective(SphinxDirective):
    """A directive whose body is prose."""

    @property
    def docname(self) -> str:
        """The page that is read."""
        return self.env.current_document.docname

    def standing(self, place: Place) -> Body | None:
        """Return what the body says where the author's text stands in it; warn of what is wrong."""
        body = get_domain(self.env).standing.bodies.get(place)
        for fault in body.faults if body else ():
            warn(Code.TEXT_SYNTAX, f"{place}: {fault.message}", (self.docname, fault.line))
        return body

    def prose(self) -> Prose:
        """Return the body; what may not stand in commentary is left out, with a warning."""
        if self.env.doc2path(self.docname).suffix == ".md":
            return prose.read("\n".join(self.content), self.lineno + self.content_offset + 1)
        with guarding.shut(self.state.document):
            body = self.parse_content_to_nodes()
        return of_nodes(guarding.permitted(body, self.get_location()))

    def blocks(self, body: Prose) -> list[nodes.Node]:
        """Return a body as it stands on the page that is read."""
        return Setting(self.env, self.docname, self.docname, self.state.document).blocks(body)
