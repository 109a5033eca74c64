"""The bibliography: its parts, its entries complete, and the ways back.

``{works}`` lists every record, in the parts of the profile, each a section of its page.
sphinxcontrib-bibtex makes the entries and gives them their IDs; the post-transforms here set them
anew among the others, put each into its part and add where the edition uses it. sphinxcontrib's
own ``{bibliography}`` has all that but the parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.directives import BibliographyDirective

from critical_edition.citation.order import group, ordered
from critical_edition.citation.work import Kind, Work
from critical_edition.domain.citations import entry_nodes, shelf
from critical_edition.domain.parts import reference
from critical_edition.model.i18n import N_, _
from critical_edition.model.profile import Group, Profile
from critical_edition.outputs.doctree.uses import PAGE, Way, mentions, uses

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


KINDS = {
    Kind.BOOK: N_("Books and collections"),
    Kind.PART: N_("Parts of books"),
    Kind.ARTICLE: N_("Articles in journals"),
    Kind.NEWSPAPER: N_("Articles in newspapers and magazines"),
    Kind.PERIODICAL: N_("Newspapers and journals as a whole"),
    Kind.LOOSE: N_("Other works, also on the web"),
}
"""What readers who order the bibliography by kind see over each kind of work."""


class works_group(nodes.container):  # noqa: N801 (docutils names nodes so)
    """The place of a group's entries; ``group`` is its keyword."""


class works_entry(nodes.container):  # noqa: N801
    """A work in a list that is not read in a browser: set with a hanging indent, without its key."""


class works_ways(nodes.container):  # noqa: N801
    """The ways back from a work: small, below it."""


class WorksDirective(BibliographyDirective):
    """``works``: every record of ``bibtex_bibfiles``, in parts with headings."""

    option_spec: ClassVar[dict[str, Any]] = {}
    has_content = False
    optional_arguments = 0

    def run(self) -> list[nodes.Node]:
        """Return the list, which is without order yet, and the sections that will have it."""
        self.options["all"] = None
        listed = list(super().run())
        env = self.state.document.settings.env
        profile: Profile = env.config.edition_profile
        works = shelf(env).works.values()
        present = {group(work, profile.bibliography.groups) for work in works}
        groups = [g for g in profile.bibliography.groups if g in present]
        parts = [self._part(_(g.label or g.id), [g]) for g in groups if g.part == "work"]
        if cited := [g for g in groups if g.part == "cited"]:
            part = self._part(profile.cited_label, ())
            part += [self._part(_(g.label or g.id), [g]) for g in cited]
            parts.append(part)
        parts += [self._part(_(g.label or g.id), [g]) for g in groups if g.part == "editors"]
        for part in parts:
            part["classes"].append("works-part")
        return [*listed, *parts]

    def _part(self, title: str, groups: Sequence[Group]) -> nodes.section:
        section = nodes.section("", nodes.title("", title), names=[f"works-{nodes.make_id(title)}"])
        section["ids"].append(f"works-{nodes.make_id(title)}")
        section += [works_group("", group=g.id) for g in groups]
        self.state.document.note_explicit_target(section, section)
        return section


class CompleteEntries(SphinxPostTransform):
    """Complete a bibliography's entries: set anew among the others, with the ways back."""

    # After sphinxcontrib-bibtex has set them (5), before references are resolved (10).
    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        """Complete the entries of the document, and put each into its part."""
        listed = dict(entries(self.document, self.env))
        if not listed:
            return
        found_uses = uses(self.env)
        found = shelf(self.env)
        order = {work.key: rank for rank, work in enumerate(ordered(found.works.values()))}
        keys = set(listed.values())
        for node, key in listed.items():
            work = found.works[key]
            words = nodes.paragraph("", "", *entry_nodes(found, work, keys))
            words["classes"].append("bibliography-entry")
            node.replace(node[-1], words)
            if of_work := found_uses.get(key):
                node.append(_back(_("Cited in "), of_work, node["docname"]))
            if mentioned := tuple(mentions(found.works.records[key])):
                node.append(_back(_("Mentioned in "), [("", "", mentioned)], node["docname"]))
            node["order"] = _order(work, order[key])
        places = {p["group"]: p for p in self.document.findall(works_group)}
        for node, key in listed.items():
            its = group(found.works[key], self.config.edition_profile.bibliography.groups)
            place = places.get(its.id) if its else None
            if place is not None:
                holder = node.parent
                holder.remove(node)
                place += node
                if not holder.children:
                    holder.parent.remove(holder)


class SetEntries(SphinxPostTransform):
    """Give a bibliography's entries their own setting where they are not read in a browser."""

    default_priority = 7
    formats = ("latex", "man", "pseudoxml", "texinfo", "text", "typst", "xml")

    def run(self, **kwargs: Any) -> None:
        """Replace each entry of the document, once :class:`CompleteEntries` is done with it."""
        for node, __ in list(entries(self.document, self.env)):
            node.replace_self(_set(node))


def _set(node: nodes.citation) -> works_entry:
    """Return an entry for print and for plain text, where its key as a label would be in the way."""
    entry = works_entry("", ids=node["ids"], classes=["works-entry"])
    words, *ways = (child for child in node.children if not isinstance(child, nodes.label))
    entry += words
    if ways:
        entry += works_ways("", *ways)
    return entry


def _order(work: Work, rank: int) -> dict[str, str]:
    """Return what a reader's browser needs to put the work in another order."""
    first = work.date.first or work.dated.first
    year = str(first.year) if first else ""
    kind_rank = str(list(KINDS).index(work.kind))  # Their names are said once a page.
    return {"rank": str(rank), "year": year, "kind": kind_rank}


def _back(
    lead: str, groups: Iterable[tuple[str, str, Sequence[Way]]], docname: str
) -> nodes.paragraph:
    """Return the links to the places that cite or mention a work."""
    line = nodes.paragraph("", lead, classes=["cited-in"])
    for number, (one, several, ways) in enumerate(groups):
        called = one if len(ways) == 1 else several
        line += nodes.Text(("; " if number else "") + (f"{called} " if called else ""))
        for index, way in enumerate(ways):
            line += [nodes.Text(", ")] if index else []
            line += _link(way, docname)
    return line


def _link(way: Way, docname: str) -> addnodes.pending_xref:
    words = nodes.inline("", way.words)
    if way.kind != PAGE:
        return reference(way.kind, way.target, words, docname)
    link = addnodes.pending_xref("", words, refdomain="std", reftype="doc", refexplicit=True)
    link["reftarget"], link["refdoc"], link["refwarn"] = f"/{way.target}", docname, True
    return link


def entries(
    document: nodes.document, env: BuildEnvironment
) -> Iterator[tuple[nodes.citation, str]]:
    """Yield a document's entries of bibliographies, and the keys of their works."""
    listed = {
        (c.bibliography_key.docname, c.citation_id): c.key
        for c in env.get_domain("cite").data["citations"]
    }
    works = shelf(env).works
    for node in document.findall(nodes.citation):
        key = listed.get((node.get("docname", ""), (node["ids"] or [""])[0]))
        if key is not None and key in works:
            yield node, key


def setup(app: Sphinx) -> None:
    """Register the directive, its node, the transforms and what pages in a browser need."""
    app.add_css_file("citations.css")
    app.add_directive("works", WorksDirective)
    app.add_post_transform(CompleteEntries)
    app.add_post_transform(SetEntries)
