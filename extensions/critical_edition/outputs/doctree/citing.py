"""What citations show that depends on others: first or again, “Ibid.”, wholes.

A note's citation is full where the text's notes cite the work first, short after that, and
“Ibid.” where the author writes so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from critical_edition.citation.chicago import Cited, Form, cite
from critical_edition.citation.rich import Quoted
from critical_edition.citation.work import Work
from critical_edition.domain import citations
from critical_edition.domain.citation_domain import CiteDomain
from critical_edition.domain.citations import Manner, shelf
from critical_edition.domain.edition import get_domain
from critical_edition.domain.nodes import FULL, authornote, note_number
from critical_edition.model.citations import Citation, parse_citations
from critical_edition.model.places import NoteId
from critical_edition.outputs.doctree import bibliography as listing
from critical_edition.outputs.doctree import uses

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_CITES = "cite"
_SENTENCE_ENDS = (".", "?", "!", ".”", "?”", "!”")


def forms(
    cited: Mapping[NoteId, Sequence[Citation]], works: Mapping[str, Work]
) -> dict[NoteId, tuple[Form, ...]]:
    """Return the form of each note's citations, in the order of the notes."""
    seen: set[str] = set()
    found: dict[NoteId, tuple[Form, ...]] = {}
    for note, given in sorted(cited.items()):
        chosen = []
        for citation, following in zip_longest(given, given[1:]):
            if citation.ibid:
                form = Form.IBID
            elif following and following.prefix == "in" and _is_whole(citation, following, works):
                form = Form.TITLE
            else:
                form = Form.SHORT if citation.key in seen else Form.FULL
            chosen.append(form)
            seen.add(citation.key)
        found[note] = tuple(chosen)
    return found


def _is_whole(part: Citation, whole: Citation, works: Mapping[str, Work]) -> bool:
    work = works.get(part.key)
    return work is not None and work.container is not None and work.container.key == whole.key


def references(node: nodes.Element) -> list[addnodes.pending_xref]:
    """Return the citations within a node that are still to be resolved."""
    return [x for x in node.findall(addnodes.pending_xref) if x.get("refdomain") == _CITES]


class ChooseForms(SphinxPostTransform):
    """Say of each citation in a note how it reads; one role of several works becomes several."""

    # After notes were put in their places, before references are resolved (10).
    default_priority = 8

    def run(self, **kwargs: Any) -> None:
        """Choose the forms of the notes that are shown by their citations."""
        chosen = forms(get_domain(self.env).cited(), shelf(self.env).works)
        for node in self.document.findall(authornote):
            if node["form"] == FULL:
                continue
            given = iter(chosen.get(NoteId(node["number"]), ()))
            for link in references(node):
                self._choose(link, [next(given, Form.SHORT) for _ in _targets(link)])

    def _choose(self, link: addnodes.pending_xref, given: list[Form]) -> None:
        if link["reftype"] != "p":
            return
        begins = _begins(link)
        split: list[nodes.Node] = []
        for index, (target, form) in enumerate(zip(_targets(link), given, strict=True)):
            one = link.deepcopy()
            one["reftarget"] = _written(target)
            manner = Manner(form, begins and not index, declares=form is Form.FULL)
            if index:
                one["ids"] = []
                split.append(nodes.Text("; "))
            split.append(one)
            one["reftype"] = manner.role
        if self._ends_quoted(target, form) and (sign := _take_mark(link)):
            one["reftype"] = replace(manner, mark=sign).role
        link.parent.replace(link, split)

    def _ends_quoted(self, citation: Citation, form: Form) -> bool:
        """Say whether a citation's words end with a quotation mark, which takes in what follows."""
        found = shelf(self.env)
        if citation.key not in found.works:
            return False
        words = cite(
            Cited(work=found.works[citation.key], locator=citation.locator, form=form), found.shared
        )
        return isinstance(words[-1], Quoted)


def _take_mark(link: addnodes.pending_xref) -> str:
    """Take the comma or period that follows a citation out of its place, and return it."""
    following = link.next_node(descend=False, siblings=True)
    if not isinstance(following, nodes.Text) or following[:1] not in (",", "."):
        return ""
    sign = str(following[0])
    link.parent.replace(following, nodes.Text(str(following)[1:]))
    return sign


def _targets(link: addnodes.pending_xref) -> tuple[Citation, ...]:
    return parse_citations(link["reftarget"])


def _written(citation: Citation) -> str:
    prefix = f"{{{citation.prefix}}}" if citation.prefix else ""
    locator = f"{{{citation.locator}}}" if citation.locator else ""
    return f"{prefix}{citation.key}{locator}"


def _begins(link: addnodes.pending_xref) -> bool:
    """Say whether a citation begins a sentence: nothing but a note's number stands before it."""
    before = ""
    for sibling in link.parent.children[: link.parent.index(link)]:
        before += "" if isinstance(sibling, note_number) else sibling.astext()
    return not before.strip() or before.rstrip().endswith(_SENTENCE_ENDS)


def updated(app: Sphinx, env: BuildEnvironment) -> Iterator[str]:
    """Yield the pages whose citations read otherwise than before, though they did not change."""
    domain = get_domain(env)
    found = shelf(env)
    chosen = forms(domain.cited(), found.works)
    now: dict[str, list[object]] = {}
    for note, record in domain.notes().items():
        now.setdefault(record.docname, []).append(chosen.get(note, ()))
    cite = env.get_domain(_CITES)
    for used in cite.data["citation_refs"]:
        here = now.setdefault(used.docname, [])
        for target in used.targets:
            here.append(found.says(target.key))
    found_uses = uses.uses(env)
    for citation in cite.data["citations"]:
        here = now.setdefault(citation.bibliography_key.docname, [])
        ways = found_uses.get(citation.key, uses.Uses())
        where = [domain.data["published"].get(way.reference) for *_, group in ways for way in group]
        here.append((citation.key, ways, where))
    summary = {docname: repr(parts) for docname, parts in now.items()}
    before: dict[str, str] = getattr(env, _KEPT, {})
    setattr(env, _KEPT, summary)
    yield from sorted(d for d, s in summary.items() if d in before and before[d] != s)


_KEPT = "edition_citations"
"""The attribute of the environment that remembers how citations read, from build to build."""


def setup(app: Sphinx) -> None:
    """Register the styles, the transforms and the answer to what has changed."""
    citations.register()
    app.add_domain(CiteDomain, override=True)
    app.add_post_transform(ChooseForms)
    listing.setup(app)
    app.connect("env-updated", updated, priority=900)
