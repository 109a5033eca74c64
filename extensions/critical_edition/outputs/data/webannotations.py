"""The commentary as a collection of the Web Annotation Data Model (W3C, 23 February 2017).

A comment is an annotation on its passage or note, a ``FragmentSelector`` of the page, refined by a
``TextQuoteSelector`` of its lemma. Without the text that has the words alone, ``exact``:
what stands before and after them, and where, would give the text away. With the text it has them,
and a second selector has the position. A stretch without the text, “first … last”, is a
``RangeSelector`` from its first words to its last. A reply is an annotation on the annotation that
it answers, and on its own place. A parallel links its first place with its second; an argument
describes the passages through which it goes, an abstract its passage; an emendation edits its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from critical_edition.model.anchor import Anchor
from critical_edition.model.commentary import Argument, Comment, Parallel
from critical_edition.model.i18n import N_
from critical_edition.model.lemma import Lemma
from critical_edition.model.places import Place
from critical_edition.model.prose import Prose
from critical_edition.outputs.data.edition import dumps, span
from critical_edition.outputs.data.format import Format
from critical_edition.outputs.data.source import Edition
from critical_edition.text.apparatus import ApparatusEntry

NAME = "annotations.jsonld"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_HTML = "http://tools.ietf.org/rfc/rfc3236"
"""What the fragments of a page's address conform to, as the model has it for HTML."""
_AROUND = 32
"""How many characters of the text a quotation has before and after it."""

Json = dict[str, Any]


def as_data(edition: Edition) -> Json:
    """Return the collection, all its annotations on one page."""
    items = [*_Annotations(edition).all()]
    return {
        "@context": CONTEXT,
        "id": f"{edition.base()}data/{NAME}",
        "type": "AnnotationCollection",
        "label": edition.title,
        "rights": edition.licence,
        "total": len(items),
        "first": {"type": "AnnotationPage", "startIndex": 0, "items": items},
    }


class _Annotations:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.commentary = edition.sources.commentary

    def all(self) -> Iterator[Json]:
        """Yield all annotations: abstracts, then the commentary, each kind in its order."""
        for record in self.edition.sources.passages:
            if record.body:
                at = self._link(record.passage)
                yield self._annotation(
                    f"{at}-abstract",
                    "describing",
                    [self._words(record.body, "describing")],
                    self._places(Anchor(record.passage, record.passage)),
                )
        yield from map(self._comment, self.commentary.comments.values())
        yield from map(self._argument, self.commentary.arguments.values())
        yield from map(self._parallel, self.commentary.parallels.values())
        yield from map(self._emendation, self.edition.sources.emendations)

    def _annotation(self, name: str, motivation: str, body: list[Json], target: list[Any]) -> Json:
        return {
            "id": name,
            "type": "Annotation",
            "motivation": motivation,
            "rights": self.edition.licence,
            "body": body,
            "target": target[0] if len(target) == 1 else target,
        }

    def _comment(self, comment: Comment) -> Json:
        tag = {"type": "TextualBody", "purpose": "tagging", "value": comment.kind}
        target: list[Any] = self._places(comment.on)
        answered = self.commentary.comments.get(comment.replies_to)
        if answered:
            target = [self._id(answered), *target]
        motivation = "replying" if answered else "commenting"
        made = self._annotation(
            self._id(comment), motivation, [self._words(comment.body, motivation), tag], target
        )
        return made | self._by(comment.by) | {"created": f"{comment.date}T00:00:00Z"}

    def _argument(self, argument: Argument) -> Json:
        steps = [Anchor(p, p) for p in self.commentary.steps(argument.id)]
        tag = {"type": "TextualBody", "purpose": "tagging", "value": argument.title}
        return self._annotation(
            self.edition.link(argument.docname, argument.anchor),
            "describing",
            [self._words(argument.body, "describing"), tag],
            [target for step in steps for target in self._places(step)]
            or [self.edition.link(argument.docname)],
        )

    def _parallel(self, parallel: Parallel) -> Json:
        ends = [target | {"purpose": "linking"} for target in self._places(parallel.end)]
        tag = {"type": "TextualBody", "purpose": "tagging", "value": str(parallel.relation)}
        page = self.commentary.page_of(parallel)
        made = self._annotation(
            self.edition.link(page, parallel.anchor),
            "linking",
            [*ends, self._words(parallel.body, "describing"), tag],
            self._places(parallel.start),
        )
        return made | self._by(parallel.by)

    def _emendation(self, emendation: ApparatusEntry) -> Json:
        mark = emendation.mark
        at = Anchor(mark.place, mark.place, Lemma.parse(mark.lemma))
        reading = {"type": "TextualBody", "purpose": "editing", "value": mark.value}
        remark = {"type": "TextualBody", "purpose": "describing", "value": mark.remark}
        return self._annotation(
            f"{self._link(mark.place)}-{emendation.anchor}",
            "editing",
            [reading, *([remark] if mark.remark else [])],
            self._places(at),
        )

    def _words(self, body: Prose, purpose: str) -> Json:
        language = self.edition.profile.style.language
        return {
            "type": "TextualBody",
            "purpose": purpose,
            "format": "text/plain",
            **({"language": language} if language else {}),
            "value": self.edition.words(body),
        }

    def _by(self, by: str) -> Json:
        who = self.edition.sources.people.contributors.get(by)
        if who is None:
            return {"creator": {"type": "Person", "name": by}}
        kind = "Organization" if who.collective else "Person"
        orcid = {"id": who.orcid_address} if who.orcid else {}
        return {"creator": {**orcid, "type": kind, "name": who.name}}

    # -- where -----------------------------------------------------------------------------------

    def _link(self, place: Place) -> str:
        return self.edition.link(self.edition.docnames[place], place.anchor)

    def _id(self, comment: Comment) -> str:
        """Return the address of a comment: it is read on the page of its place."""
        homes = self.commentary.passages(comment.on)
        docname = self.edition.docnames[homes[0] if homes else comment.on.first]
        return self.edition.link(docname, comment.anchor)

    def _places(self, anchor: Anchor) -> list[Json]:
        """Return the places of an anchor, the first with its words: a page and its selectors."""
        places: tuple[Place, ...] = anchor.passages or (anchor.first,)
        found: list[Json] = []
        for place in places:
            fragment: Json = {
                "type": "FragmentSelector",
                "conformsTo": _HTML,
                "value": place.anchor,
            }
            refined = self._refined(anchor) if place == anchor.first and anchor.lemma else []
            selectors = [fragment | {"refinedBy": one} for one in refined] or [fragment]
            found.append(
                {
                    "type": "SpecificResource",
                    "source": self.edition.link(self.edition.docnames[place]),
                    "selector": selectors[0] if len(selectors) == 1 else selectors,
                }
            )
        return found

    def _refined(self, anchor: Anchor) -> list[Json]:
        """Return the selectors of an anchor's words within its place, each enough by itself."""
        at = span(self.edition, anchor)
        unit = self.edition.text.get(anchor.first)
        if at and unit:
            text, (start, end) = unit.content.text, at
            return [
                {
                    "type": "TextQuoteSelector",
                    "exact": text[start:end],
                    "prefix": text[max(start - _AROUND, 0) : start],
                    "suffix": text[end : end + _AROUND],
                },
                {"type": "TextPositionSelector", "start": start, "end": end},
            ]
        lemma = anchor.lemma
        if lemma is None:
            return []
        first = {"type": "TextQuoteSelector", "exact": lemma.words}
        if not lemma.last:
            return [first]
        last = {"type": "TextQuoteSelector", "exact": lemma.last}
        return [{"type": "RangeSelector", "startSelector": first, "endSelector": last}]


FORMAT = Format(
    "annotations",
    NAME,
    "application/ld+json",
    "Web Annotations",
    N_("the commentary, for tools that set annotations beside a text"),
    lambda edition: dumps(as_data(edition)),
)
