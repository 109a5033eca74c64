"""Credit where it is due: a comment's author leads to the contributors' page, which is made here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from critical_edition.checking.commentary import check_people
from critical_edition.domain import credit
from critical_edition.domain.edition import CONTRIBUTORS, get_domain
from critical_edition.domain.parts import reference
from critical_edition.domain.warnings import warn_of
from critical_edition.model.commentary import Comment, Parallel
from critical_edition.model.i18n import N_, _, ngettext
from critical_edition.outputs.doctree.weave import weaver
from critical_edition.sources import people
from critical_edition.weaving.views import ContributorView

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class contributor_list(nodes.container):  # noqa: N801
    """Where the contributors come to stand when pages are written."""


class ContributorsDirective(SphinxDirective):
    """``contributors``: who made the edition, in which roles, and what they wrote."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Return the place that is filled when the page is written."""
        docname = self.env.current_document.docname
        self.env.note_dependency(str(credit.file(self.env)))
        get_domain(self.env).note_generated(docname, CONTRIBUTORS)
        node = contributor_list("", classes=["contributors"])
        self.set_source_info(node)
        return [node]


class FillContributors(SphinxPostTransform):
    """Fill the contributors' page."""

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        """Fill the place, where the page has one."""
        for place in list(self.document.findall(contributor_list)):
            if not place.children:
                self._fill(place)

    def _fill(self, place: contributor_list) -> None:
        docname = self.env.current_document.docname
        for view in weaver(self.env).contributors():
            one = view.person
            item = nodes.definition_list_item()
            term = nodes.term("", "", nodes.strong("", one.name), ids=[one.anchor])
            if one.orcid:
                orcid = nodes.reference("", f"ORCID {one.orcid}", refuri=one.orcid_address)
                term += [nodes.Text(" "), orcid]
            item += term
            definition = nodes.definition()
            roles = "; ".join(_(people.ROLES[role]) for role in one.roles)
            definition += nodes.paragraph("", roles)
            if one.note:
                definition += nodes.paragraph("", one.note)
            if view.comments or view.parallels:
                definition += _wrote(view, docname)
            item += definition
            place += nodes.definition_list("", item)


def _wrote(view: ContributorView, docname: str) -> nodes.paragraph:
    counts = [
        ngettext(*words, len(found)).format(count=len(found))
        for found, words in (
            (view.comments, (N_("{count} comment"), N_("{count} comments"))),
            (view.parallels, (N_("{count} parallel"), N_("{count} parallels"))),
        )
        if found
    ]
    line = nodes.paragraph("", _(" and ").join(counts))
    if view.person.collective:
        return line
    named = [(c.reference, str(c.on.anchor.first)) for c in view.comments]
    named += [
        (p.reference, f"{p.own.anchor.first} ∥ {p.other.anchor.first}") for p in view.parallels
    ]
    for number, (to, text) in enumerate(named):
        line += nodes.Text(": " if not number else ", ")
        line += reference(to.type, to.target, nodes.inline("", text), docname)
    return line


def check(app: Sphinx, env: BuildEnvironment) -> None:
    """Answer ``env-check-consistency``: warn of a faulty list and of authors who are not on it."""
    known, faults = people.read(credit.file(env))
    domain = get_domain(env)
    commentary = domain.commentary()
    records: list[Comment | Parallel] = [
        *commentary.comments.values(),
        *commentary.parallels.values(),
    ]
    for finding in (*faults, *check_people(known, records, domain.grounds())):
        warn_of(finding)


def setup(app: Sphinx) -> None:
    """Register the list of contributors and the check of who wrote what."""
    app.add_directive("contributors", ContributorsDirective)
    app.add_post_transform(FillContributors)
    app.connect("env-check-consistency", check)
