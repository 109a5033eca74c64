"""What the directives of the edition share: their records, looked up in the reading of their page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from critical_edition.domain import guarding
from critical_edition.domain.config import profile_of
from critical_edition.domain.edition import EditionDomain, get_domain
from critical_edition.domain.guarding import PAGE
from critical_edition.domain.prose import Setting, of_nodes
from critical_edition.domain.quotes import educated
from critical_edition.domain.warnings import warn_of
from critical_edition.model.prose import Prose
from critical_edition.sources.myst import Directive, Option, Paragraph, Role
from critical_edition.sources.options import Block
from critical_edition.sources.pages import Entry, Page, block_of, read_block


class _Any(dict[str, Callable[[str], str]]):
    """Any option: which there are, and what is wrong with them, the reading of the page says."""

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, name: str) -> Callable[[str], str]:
        return directives.unchanged


class RecordDirective(SphinxDirective):
    """A directive with an ID or a number, of which there is a record, and a body."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[OptionSpec] = _Any()

    @property
    def domain(self) -> EditionDomain:
        """The edition's domain."""
        return get_domain(self.env)

    @property
    def docname(self) -> str:
        """The page that is read."""
        return self.env.current_document.docname

    def read(self) -> Entry:
        """Return what was read of this directive.

        Where the page is no MyST, or includes the directive from another file, that is read here, of
        its parts; what may not stand in commentary is left out, with a warning.
        """
        page: Page | None = self.env.current_document.get(PAGE)
        found = page and page.entry(self.name, self.arguments[0].strip(), self.lineno)
        entry = found or self._read_here()
        if entry.record is None:
            return entry
        body = educated(entry.record.body, self.state.document)
        return replace(entry, record=replace(entry.record, body=body))

    def _read_here(self) -> Entry:
        passages = self.domain.data["passages"].get(self.docname, [])
        entry = read_block(self._block(), passages[-1].passage if passages else None)
        for finding in entry.findings:
            warn_of(finding)
        return entry

    def blocks(self, body: Prose) -> list[nodes.Node]:
        """Return a body as it stands on the page that is read."""
        return Setting(self.env, self.docname, self.docname, self.state.document).blocks(body)

    def _block(self) -> Block:
        options = {}
        for name, value in self.options.items():
            options[name] = Option(value or "", self.lineno, 1)
            for number, line in enumerate(self.block_text.split("\n")):
                if match := re.match(rf"\s*:{re.escape(name)}:\s*", line):
                    options[name] = Option(value or "", self.lineno + number, match.end() + 1)
        first = self.content_offset + 1
        text = "\n".join(self.content)
        directive = Directive(
            self.name, self.arguments[0].strip(), options, text, self.lineno, first
        )
        path, profile = Path(self.get_source_info()[0]), profile_of(self.config)
        if path.suffix == ".md":
            return block_of(directive, profile, self.docname, path)
        parsed = self.parse_content_to_nodes()
        body = guarding.permitted(parsed, self.get_location())
        last = first + len(self.content)
        paragraphs = tuple(
            _paragraph(p, first, last) for n in body for p in n.findall(nodes.paragraph)
        )
        return Block(directive, of_nodes(body), paragraphs, profile, self.docname, path)


def _paragraph(node: nodes.paragraph, first: int, last: int) -> Paragraph:
    cited = citations([node])
    text = node.astext()
    for link in cited:
        text = text.replace(link.astext(), "", 1)
    roles = tuple(Role("cite", link["reftarget"], first, last) for link in cited)
    return Paragraph(text.strip(), roles, first)


def citations(body: Sequence[nodes.Node]) -> list[addnodes.pending_xref]:
    """Return the citations in what was parsed."""
    return [
        link
        for node in body
        for link in node.findall(addnodes.pending_xref)
        if link.get("refdomain") == "cite"
    ]
