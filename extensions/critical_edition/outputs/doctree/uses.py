"""Where the edition uses each work: the ways back from a bibliography's entry. No docutils nodes.

A note or a comment is named by its place; what is cited elsewhere (in an argument, a parallel's
reason, the introduction) is named by its page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from critical_edition.citation.record import Record
from critical_edition.domain.edition import EditionDomain, get_domain
from critical_edition.model.commentary import Comment
from critical_edition.model.i18n import _
from critical_edition.model.places import PassageId, Place, parse_place
from critical_edition.model.records import Reference

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

PAGE = "page"
"""The kind of a way to a page, whose target is the page's name."""


_WORDS = 3


@dataclass(frozen=True, slots=True)
class Way:
    """A link: the kind of what it leads to, its target there, its words."""

    kind: str
    target: str
    words: str

    @property
    def reference(self) -> Reference:
        """What it leads to, if that is no page."""
        return Reference(self.kind, self.target)


@dataclass(frozen=True, slots=True)
class Uses:
    """The ways to all places that use a work, each group in the order of the text or by name."""

    notes: tuple[Way, ...] = ()
    comments: tuple[Way, ...] = ()
    pages: tuple[Way, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.notes or self.comments or self.pages)

    def __iter__(self) -> Iterator[tuple[str, str, tuple[Way, ...]]]:
        """Yield what each group is called if it has one way, if it has several, and the ways."""
        groups = (
            ("", "", self.notes),
            (_("comment on"), _("comments on"), self.comments),
            ("", "", self.pages),
        )
        return (group for group in groups if group[2])


def uses(env: BuildEnvironment) -> dict[str, Uses]:
    """Return where each work is cited."""
    domain = get_domain(env)
    notes = _by_key(
        (citation.key, Way("authornote", str(note), str(note)))
        for note, given in sorted(domain.cited().items())
        for citation in given
    )
    records = sorted(
        (comment for group in domain.data["comments"].values() for comment in group),
        key=lambda comment: (comment.on.order, comment.id),
    )
    comments: dict[str, list[Comment]] = {}
    for comment in records:
        for key in dict.fromkeys(comment.cites):
            comments.setdefault(key, []).append(comment)
    pages = _by_key(_pages(env, domain))
    return {
        key: Uses(
            notes.get(key, ()),
            tuple(_named(comments.get(key, []))),
            pages.get(key, ()),
        )
        for key in sorted({*notes, *comments, *pages})
    }


def _by_key(found: Iterable[tuple[str, Way]]) -> dict[str, tuple[Way, ...]]:
    ways: dict[str, dict[Way, None]] = {}
    for key, way in found:
        ways.setdefault(key, {})[way] = None
    return {key: tuple(of_key) for key, of_key in ways.items()}


def _named(comments: Iterable[Comment]) -> Iterator[Way]:
    """Name comments by their places, and by their words where several have one place."""
    comments = list(comments)
    counts = Counter(_place(comment) for comment in comments)
    for comment in comments:
        words = _place(comment)
        if counts[words] > 1:
            words += _lemma(comment)
        yield Way("comment", comment.id, words)


def _lemma(comment: Comment) -> str:
    """Return the first words of a comment's lemma: enough to tell it from its neighbours."""
    lemma = comment.on.lemma
    if lemma is None:
        return _(" as a whole")
    words = lemma.words.split()
    return f" “{' '.join(words[:_WORDS])}{' …' if len(words) > _WORDS else ''}”"


def _place(comment: Comment) -> str:
    first, last = comment.on.first, comment.on.last
    return str(first) if first == last else f"{first}–{last}"


def _pages(env: BuildEnvironment, domain: EditionDomain) -> Iterator[tuple[str, Way]]:
    """Yield the pages whose own words cite a work: those of no note and no comment."""
    told: set[tuple[str, str]] = set()
    notes = domain.notes()
    for note, given in domain.cited().items():
        told |= {(notes[note].docname, citation.key) for citation in given if note in notes}
    for docname, comments in domain.data["comments"].items():
        told |= {(docname, key) for comment in comments for key in comment.cites}
    for used in sorted(env.get_domain("cite").data["citation_refs"], key=lambda ref: ref.docname):
        title = env.titles.get(used.docname)
        words = title.astext() if title is not None else used.docname
        for target in used.targets:
            if (used.docname, target.key) not in told:
                yield target.key, Way(PAGE, used.docname, words)


def mentions(record: Record) -> Iterator[Way]:
    """Yield the places that a record names as speaking of its work."""
    for part in record.text("mentioned").split(","):
        try:
            place: Place = parse_place(part)
        except ValueError:  # the validator reports it
            continue
        kind = "passage" if isinstance(place, PassageId) else "authornote"
        yield Way(kind, str(place), str(place))
