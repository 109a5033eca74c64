"""sphinxcontrib-bibtex's domain of citations, resolving each without searching for plug-ins.

The package's own domain looks through every installed distribution, and through every entry of
every bibliography, each time that a citation is resolved. This one looks its works up.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain
from sphinxcontrib.bibtex.domain import Citation as Entry
from sphinxcontrib.bibtex.style.referencing import format_references
from sphinxcontrib.bibtex.style.template import SphinxReferenceInfo

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.directives import BibliographyKey

_ALL = ast.dump(ast.parse("True"))
"""The filter of a bibliography that lists every record."""

logger = logging.getLogger(__name__)


class CiteDomain(BibtexDomain):
    """The domain ``cite``: what it stores, its roles and its directives are the package's."""

    _listed: dict[str, list[Entry]] | None = None

    def clear_doc(self, docname: str) -> None:
        """Forget a document's citations and bibliographies."""
        super().clear_doc(docname)
        self._listed = None

    def env_updated(self) -> Iterable[str]:
        """Set the entries of all bibliographies when all documents are read."""
        found = super().env_updated()
        self._listed = None
        return found

    def get_filtered_entries(self, bibliography_key: BibliographyKey) -> Iterable[tuple[str, Any]]:
        """Yield a bibliography's entries; of one that lists all, without asking who cites each."""
        bibliography = self.bibliographies[bibliography_key]
        if ast.dump(bibliography.filter_) != _ALL:
            yield from super().get_filtered_entries(bibliography_key)
            return
        for entry in self.get_entries(bibliography.bibfiles):
            yield bibliography.keyprefix + entry.key, entry

    def resolve_xref(  # type: ignore[override]  # not a reference, as the package has it
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.Element:
        """Return one inline node of the citations of a role, in the order in which it has them."""
        references = []
        for wanted in parse_citation_targets(target):
            entry = self._entry(wanted.key, fromdocname)
            if entry is None:
                logger.warning(
                    'could not find bibtex key "%s"',
                    wanted.key,
                    location=node,
                    type="bibtex",
                    subtype="key_not_found",
                )
                continue
            info = SphinxReferenceInfo(
                builder=builder,
                fromdocname=fromdocname,
                todocname=entry.bibliography_key.docname,
                citation_id=entry.citation_id,
                title=str(entry.tooltip_entry.text) if entry.tooltip_entry else None,
                pre_text=wanted.pre,
                post_text=wanted.post,
            )
            references.append((entry.entry, entry.formatted_entry, info))
        found: Any = format_references(self.reference_style, typ, references)
        return nodes.inline(target, "", *found.render(self.backend), classes=["bibtex-citation"])

    def _entry(self, key: str, docname: str) -> Entry | None:
        """Return a work's entry, that of the document's own bibliography before any other."""
        if self._listed is None:
            self._listed = {}
            for entry in self.citations:
                if self.bibliographies[entry.bibliography_key].list_ == "citation":
                    self._listed.setdefault(entry.key, []).append(entry)
        entries = self._listed.get(key, [])
        own = [e for e in entries if e.bibliography_key.docname == docname]
        # Of several that are not its own the last, as the package has it.
        found = own or entries
        return found[-1] if found else None
