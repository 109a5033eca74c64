"""The commentary as Web Annotations, read as RDF."""

from __future__ import annotations

import json
import warnings
from typing import Any

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from critical_edition.model.sentences import count_words
from critical_edition.outputs.data import webannotations
from critical_edition.outputs.data.source import Edition

OA = Namespace("http://www.w3.org/ns/oa#")
AS = Namespace("http://www.w3.org/ns/activitystreams#")
DCTERMS = Namespace("http://purl.org/dc/terms/")

BASE = "https://edition.example/data/annotations.jsonld"
LINK = {"@type": "@id"}
# The terms that the edition uses, as the Web Annotation Vocabulary defines them: nothing is fetched.
CONTEXT: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    **{
        name: str(OA[name])
        for name in (
            "Annotation",
            "FragmentSelector",
            "RangeSelector",
            "SpecificResource",
            "TextPositionSelector",
            "TextQuoteSelector",
            "TextualBody",
            "commenting",
            "describing",
            "editing",
            "linking",
            "replying",
            "tagging",
            "exact",
            "prefix",
            "suffix",
            "start",
            "end",
        )
    },
    **{
        name: {"@id": str(OA[term]), **LINK}
        for name, term in (
            ("body", "hasBody"),
            ("target", "hasTarget"),
            ("source", "hasSource"),
            ("selector", "hasSelector"),
            ("refinedBy", "refinedBy"),
            ("startSelector", "hasStartSelector"),
            ("endSelector", "hasEndSelector"),
        )
    },
    "motivation": {"@id": str(OA.motivatedBy), "@type": "@vocab"},
    "purpose": {"@id": str(OA.hasPurpose), "@type": "@vocab"},
    "AnnotationCollection": str(AS.OrderedCollection),
    "AnnotationPage": str(AS.OrderedCollectionPage),
    "first": {"@id": str(AS.first), **LINK},
    "items": {"@id": str(AS["items"]), **LINK, "@container": "@list"},
    "total": str(AS.totalItems),
    "startIndex": str(AS.startIndex),
    "creator": {"@id": str(DCTERMS.creator), **LINK},
    "rights": {"@id": str(DCTERMS.rights), **LINK},
    "created": {"@id": str(DCTERMS.created)},
    "conformsTo": {"@id": str(DCTERMS.conformsTo), **LINK},
    "Person": "http://xmlns.com/foaf/0.1/Person",
    "Organization": "http://xmlns.com/foaf/0.1/Organization",
    "name": "http://xmlns.com/foaf/0.1/name",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "value": str(RDF.value),
    "format": "http://purl.org/dc/elements/1.1/format",
    "language": "http://purl.org/dc/elements/1.1/language",
}


def graph(edition: Edition) -> Graph:
    written = webannotations.FORMAT.write(edition)
    assert isinstance(written, bytes)
    data = json.loads(written)
    assert data["@context"] == "http://www.w3.org/ns/anno.jsonld"
    data["@context"] = CONTEXT
    with warnings.catch_warnings():
        # rdflib's own reader of JSON-LD makes what rdflib deprecates.
        warnings.filterwarnings("ignore", message="ConjunctiveGraph is deprecated")
        return Graph().parse(data=json.dumps(data), format="json-ld", publicID=BASE)


def objects(data: Any) -> list[dict[str, Any]]:
    found = [data] if isinstance(data, dict) else []
    for value in (
        data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    ):
        found += objects(value)
    return found


def test_every_term_is_one_of_the_vocabulary(edition: Edition) -> None:
    for one in objects(webannotations.as_data(edition)):
        assert one.keys() - {"@context"} <= CONTEXT.keys(), one
        assert "type" not in one or one["type"] in CONTEXT, one


def test_everything_is_an_annotation(edition: Edition) -> None:
    found, sources = graph(edition), edition.sources
    annotations = set(found.subjects(RDF.type, OA.Annotation))
    commentary = sources.commentary
    counted = (
        len([p for p in sources.passages if p.body]),
        len(commentary.comments),
        len(commentary.arguments),
        len(commentary.parallels),
        len(sources.emendations),
    )
    assert len(annotations) == sum(counted)
    (collection,) = found.subjects(RDF.type, AS.OrderedCollection)
    assert found.value(collection, AS.totalItems) == Literal(sum(counted))
    for one in annotations:
        assert isinstance(one, URIRef)
        assert found.value(one, OA.motivatedBy) is not None
        assert list(found.objects(one, OA.hasBody))
        targets = list(found.objects(one, OA.hasTarget))
        assert targets
        for target in targets:
            known = target in annotations
            assert known or found.value(target, OA.hasSource) is not None, one


def test_a_reply_is_on_what_it_answers(lamps: Edition) -> None:
    found = graph(lamps)
    (reply,) = found.subjects(OA.motivatedBy, OA.replying)
    assert str(reply).endswith("/text/1-of-darkness.html#comment-drover")
    answered = URIRef("https://lamps.example/text/1-of-darkness.html#comment-watchman")
    assert (reply, OA.hasTarget, answered) in found
    assert (answered, RDF.type, OA.Annotation) in found


def test_the_companion_quotes_the_words_alone(companion: Edition) -> None:
    data = webannotations.as_data(companion)
    quotes = [o for o in objects(data) if o.get("type") == "TextQuoteSelector"]
    assert len(quotes) > 100
    for quote in quotes:
        assert quote.keys() == {"type", "exact"}
        assert count_words(quote["exact"]) <= companion.profile.quoted
    assert not [o for o in objects(data) if o.get("type") == "TextPositionSelector"]


@pytest.mark.parametrize("name", ["full", "lamps"])
def test_the_text_has_the_words_where_it_says(name: str, request: pytest.FixtureRequest) -> None:
    edition: Edition = request.getfixturevalue(name)
    texts = {p.anchor: u.content.text for p, u in edition.text.passages.items()}
    texts |= {n.anchor: u.content.text for n, u in edition.text.notes.items()}
    selectors = [o for o in objects(webannotations.as_data(edition)) if "refinedBy" in o]
    kinds = {o["refinedBy"]["type"] for o in selectors}
    assert kinds == {"TextQuoteSelector", "TextPositionSelector"}
    for one, other in zip(selectors[::2], selectors[1::2], strict=True):
        quote, position, text = one["refinedBy"], other["refinedBy"], texts[one["value"]]
        assert text[position["start"] : position["end"]] == quote["exact"]
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert around in text
