"""The JSON of whole editions: what it has, and that the schema says so."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from critical_edition.outputs.data.edition import as_data, schema
from critical_edition.outputs.data.source import Edition

OFFSETS = {"at", "markers", "page_breaks", "emphasis", "text", "foreign", "blocks", "verified"}
"""Keys that only the text brings; “verified” of a register's entry is another."""


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    made = json.loads(schema())
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made, format_checker=FormatChecker())


def objects(data: Any) -> Iterator[dict[str, Any]]:
    """Yield all objects in JSON data."""
    if isinstance(data, dict):
        yield data
        for value in data.values():
            yield from objects(value)
    elif isinstance(data, list):
        for value in data:
            yield from objects(value)


def test_the_schema_holds(edition: Edition, validator: Draft202012Validator) -> None:
    data = as_data(edition)
    assert [f"{e.json_path}: {e.message}" for e in validator.iter_errors(data)] == []


def test_the_schema_is_strict(lamps: Edition, validator: Draft202012Validator) -> None:
    """Every object refuses a key that the schema does not document, and every key is of its kind."""
    data = as_data(lamps)
    works = data.pop("works")  # their schema is another's
    data["works"] = []
    found = list(objects(data))
    assert len(found) > 100
    for one in found[:: len(found) // 50]:
        one["unheard-of"] = 1
        assert not validator.is_valid(data), one
        del one["unheard-of"]
    data["works"] = works
    for key in data:
        less = copy.copy(data)
        del less[key]
        assert not validator.is_valid(less), key


def test_everything_is_there(edition: Edition) -> None:
    data, sources = as_data(edition), edition.sources
    assert len(data["passages"]) == len(sources.passages)
    assert len(data["notes"]) == len(sources.notes)
    assert {c["id"] for c in data["comments"]} == {c.id for c in sources.comments}
    assert {a["id"] for a in data["arguments"]} == {a.id for a in sources.arguments}
    assert {p["id"] for p in data["parallels"]} == {p.id for p in sources.parallels}
    assert [w["id"] for w in data["works"]] == list(edition.works)
    assert {c["id"] for c in data["contributors"]} == set(sources.people.contributors)
    for record in (*data["comments"], *data["arguments"], *data["parallels"]):
        assert record["plain"], record["id"]
    cited = {w["id"] for w in data["works"]}
    for one in objects(data):
        if one.get("type") == "citation":
            assert {w["key"] for w in one["works"]} <= cited


def test_the_companion_has_no_offsets(companion: Edition) -> None:
    data = as_data(companion)
    assert data["mode"] == "companion"
    for one in objects({**data, "works": [], "registers": {}}):
        assert one.get("type") == "code" or not OFFSETS & one.keys(), one


@pytest.mark.parametrize("name", ["full", "lamps"])
def test_lemmata_stand_where_it_says(name: str, request: pytest.FixtureRequest) -> None:
    data = as_data(request.getfixturevalue(name))
    words = {p["id"]: p["text"] for p in data["passages"]}
    words |= {f"n{n['number']}": n["text"] for n in data["notes"] if "text" in n}
    ends = [(c["on"], c) for c in (*data["comments"], *data["emendations"])]
    ends += [(p[end]["passage"], p[end]) for p in data["parallels"] for end in ("from", "to")]
    at = [(place.split("-")[0], end) for place, end in ends if end["lemma"]]
    assert len(at) > 2
    fold = str.maketrans("“”’", '""\'')
    for place, end in at:
        start, stop = end["at"]
        first, _, last = end["lemma"].split(" [")[0].partition(" … ")
        found = " ".join(words[place][start:stop].translate(fold).split())
        assert found.startswith(first.translate(fold)), end
        assert found.endswith((last or first).translate(fold)), end


def test_prose_is_there_as_a_tree_and_plain(lamps: Edition) -> None:
    data = as_data(lamps)
    (comment,) = [c for c in data["comments"] if c["id"] == "watchman"]
    types = {one["type"] for one in objects(comment["body"]) if "type" in one}
    assert "paragraph" in types
    assert "{" not in comment["plain"]
    first = comment["body"][0]["content"][0]
    assert isinstance(first, str)
    assert comment["plain"].startswith(first.split(".")[0])
