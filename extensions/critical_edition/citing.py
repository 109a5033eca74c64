"""What citations show that depends on others: first or again, “Ibid.”, wholes, and the way back.

A note's citation is full where the essay's notes cite the work first, short after that, and
“Ibid.” where the author writes so. A bibliography's entry knows the other entries, and every note
and comment that cites its work.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from critical_edition import citations
from critical_edition.bibliography import Citation, parse_citations
from critical_edition.citation import export
from critical_edition.citation.chicago import Cited, Form, bibliography, cite
from critical_edition.citation.order import Group, group
from critical_edition.citation.record import Record
from critical_edition.citation.rich import Quoted, plain
from critical_edition.citation.rich import html as as_html
from critical_edition.citation.work import Work
from critical_edition.citations import Manner, entry_nodes, shelf
from critical_edition.cite_domain import CiteDomain
from critical_edition.directives.parts import reference
from critical_edition.domain import get_domain
from critical_edition.model import NoteId, PassageId, parse_place
from critical_edition.nodes import FULL, authornote, note_number

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_CITES = "cite"
_OF_THE_ESSAY = "Works that Tucker cites"
_Way = tuple[str, str, str]
"""A link: the kind of what it leads to, its target, its words."""

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


class CompleteEntries(SphinxPostTransform):
    """Complete a bibliography's entries: set anew among the others, with the ways back."""

    # After sphinxcontrib-bibtex has set them (5), before references are resolved (10).
    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        """Complete the entries of the document."""
        listed = dict(_entries(self.document, self.env))
        uses = _uses(self.env)
        found = shelf(self.env)
        lists: dict[nodes.Element, list[tuple[nodes.citation, Work]]] = {}
        for node, key in listed.items():
            last = node[-1]
            words = nodes.paragraph(
                "", "", *entry_nodes(found, found.works[key], set(listed.values()))
            )
            words["classes"].append("bibliography-entry")
            node.replace(last, words)
            mentions = list(_mentions(found.works.records[key]))
            for lead, places in (("Cited in ", uses.get(key, [])), ("Mentioned in ", mentions)):
                if places:
                    node.append(self._back(lead, places, node["docname"]))
            lists.setdefault(node.parent, []).append((node, found.works[key]))
        for holder, entries in lists.items():
            _arrange(holder, entries)

    def _back(self, lead: str, places: Iterable[_Way], docname: str) -> nodes.paragraph:
        """Return the links to the places that cite or mention a work."""
        line = nodes.paragraph("", lead, classes=["cited-in"])
        for index, (kind, target, name) in enumerate(places):
            line += [nodes.Text(", ")] if index else []
            line += reference(kind, target, nodes.inline("", name), docname)
        return line


def _entries(
    document: nodes.document, env: BuildEnvironment
) -> Iterator[tuple[nodes.citation, str]]:
    """Yield a document's entries of bibliographies, and the keys of their works."""
    listed = {
        (c.bibliography_key.docname, c.citation_id): c.key
        for c in env.get_domain(_CITES).data["citations"]
    }
    works = shelf(env).works
    for node in document.findall(nodes.citation):
        key = listed.get((node.get("docname", ""), (node["ids"] or [""])[0]))
        if key is not None and key in works:
            yield node, key


class OfferCopies(SphinxPostTransform):
    """Offer each record to take away, on pages that are read in a browser."""

    default_priority = 7
    builders = ("html", "dirhtml", "singlehtml")

    def run(self, **kwargs: Any) -> None:
        """Add the copies to the entries of the document."""
        found = shelf(self.env)
        for node, key in list(_entries(self.document, self.env)):
            node.append(_copies(found, key))


def _arrange(holder: nodes.Element, entries: Sequence[tuple[nodes.citation, Work]]) -> None:
    """Part a list's entries by the kind of work, where it has several, each under its heading."""
    groups: dict[Group, list[nodes.citation]] = {g: [] for g in Group}
    for node, work in entries:
        groups[group(work)].append(node)
    parts = [(g, members) for g, members in groups.items() if members]
    if len(parts) < 2:
        return
    holder.clear()
    if parts[0][0] is not Group.EDITORS:
        holder += _heading(_OF_THE_ESSAY, 2)
    for part, members in parts:
        holder += _heading(part.value, 2 if part is Group.EDITORS else 3)
        holder += nodes.container("", *members)


def _heading(title: str, level: int) -> nodes.rubric:
    heading = nodes.rubric("", title, ids=[f"works-{nodes.make_id(title)}"])
    heading["heading-level"] = level
    return heading


def _uses(env: BuildEnvironment) -> dict[str, list[_Way]]:
    """Return where each work is cited, notes before comments."""
    domain = get_domain(env)
    found: dict[str, dict[_Way, None]] = {}
    for note, given in sorted(domain.cited().items()):
        for citation in given:
            found.setdefault(citation.key, {})[("authornote", str(note), str(note))] = None
    for _, comments in sorted(domain.data["comments"].items()):
        for comment in comments:
            for key in comment.cites:
                words = f"comment {comment.id}"
                found.setdefault(key, {})[("comment", comment.id, words)] = None
    return {key: list(places) for key, places in found.items()}


def _mentions(record: Record) -> Iterator[_Way]:
    """Yield the places that a record names as speaking of its work."""
    for part in record.text("mentioned").split(","):
        try:
            place = parse_place(part)
        except ValueError:  # the validator reports it
            continue
        kind = "passage" if isinstance(place, PassageId) else "authornote"
        yield kind, str(place), str(place)


def _copies(found: citations.Shelf, key: str) -> nodes.raw:
    """Return the record to take away, folded: as Chicago has it, as BibTeX, as CSL-JSON."""
    work = found.works[key]
    record = found.works.records[key]
    whole = found.works.records.get(record.crossref)
    formats = (
        ("Chicago", f"<p>{as_html(bibliography(work))}</p>"),
        ("BibTeX", _code(export.bibtex(record, whole))),
        ("CSL-JSON", _code(export.csl_json(work))),
    )
    parts = "".join(f"<p class='copy-format'>{name}</p>{shown}" for name, shown in formats)
    title = html.escape(plain(work.title.short) or key)
    summary = f'Copy citation<span class="visually-hidden"> of {title}</span>'
    source = f'<details class="copy-citation"><summary>{summary}</summary>{parts}</details>\n'
    return nodes.raw("", source, format="html")


def _code(source: str) -> str:
    return f'<pre tabindex="0">{html.escape(source)}</pre>'


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
        for target in used.targets:
            if target.key in found.works:
                work = found.works[target.key]
                now.setdefault(used.docname, []).append(_shown(work, found.shared))
    uses = _uses(env)
    for citation in cite.data["citations"]:
        here = now.setdefault(citation.bibliography_key.docname, [])
        here.append((citation.key, uses.get(citation.key, [])))
    summary = {docname: repr(parts) for docname, parts in now.items()}
    before: dict[str, str] = getattr(env, _KEPT, {})
    setattr(env, _KEPT, summary)
    yield from sorted(d for d, s in summary.items() if d in before and before[d] != s)


def _shown(work: Work, shared: frozenset[str]) -> tuple[str, ...]:
    """Return all that citations show of a work."""
    cited = [Cited(work=work, form=form, declares=True) for form in (Form.FULL, Form.SHORT)]
    return (*(plain(cite(c, shared)) for c in cited), plain(bibliography(work)))


_KEPT = "edition_citations"
"""The attribute of the environment that remembers how citations read, from build to build."""


def setup(app: Sphinx) -> None:
    """Register the styles, the transforms and the answer to what has changed."""
    citations.register()
    app.add_domain(CiteDomain, override=True)
    app.add_css_file("citations.css")
    app.add_post_transform(ChooseForms)
    app.add_post_transform(CompleteEntries)
    app.add_post_transform(OfferCopies)
    app.connect("env-updated", updated, priority=900)
