"""A file beside each passage, and the tree of sections and passages."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import lxml.etree
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from critical_edition.outputs.data import formats
from critical_edition.outputs.data.edition import as_data, schema
from critical_edition.outputs.data.source import Edition


def tree(edition: Edition, form: str) -> dict[str, Any]:
    found = formats.named(form).write(edition)
    assert isinstance(found, Mapping)
    return {name: json.loads(content) for name, content in found.items() if "json" in name}


def test_each_passage_has_its_file(edition: Edition) -> None:
    files, whole = tree(edition, "passages"), as_data(edition)
    index = files.pop("index.json")
    assert [p["file"] for p in index["passages"]] == list(files)
    assert [f["passage"] for f in files.values()] == whole["passages"]
    for kind in ("comments", "parallels"):
        shown = {record["id"] for one in files.values() for record in one[kind]}
        assert shown == {record["id"] for record in whole[kind]}
    assert [n for one in files.values() for n in one["notes"]] == whole["notes"]
    for one in files.values():
        cited = {work["id"] for work in one["works"]}
        assert {c["key"] for n in one["notes"] for c in n["citations"]} <= cited


def test_the_files_are_of_the_schema(edition: Edition) -> None:
    made = json.loads(schema())
    files = tree(edition, "passages")
    for name, one in files.items():
        _, _, pointer = one["$schema"].partition("#")
        assert pointer in ("/$defs/passage_file", "/$defs/passage_index")
        validator = Draft202012Validator({**made, "$ref": f"#{pointer}"} | {"type": "object"})
        part = {"$schema": made["$schema"], "$defs": made["$defs"], "$ref": f"#{pointer}"}
        validator = Draft202012Validator(part)
        assert [e.message for e in validator.iter_errors(one)] == [], name


def expanded(template: str, **given: str) -> str:
    """Expand a template of RFC 6570 as far as the tree's go: {x}, {;x} and {/x}."""

    def fill(match: re.Match[str]) -> str:
        sign, name = match[1], match[2]
        if name not in given:
            return ""
        return {"": "", ";": f";{name}=", "/": "/"}[sign] + given[name]

    return re.sub(r"\{([;/]?)(\w+)\}", fill, template)


def test_the_entry_leads_to_everything(edition: Edition) -> None:
    """A client that knows the entry alone comes to every unit of the text."""
    files = tree(edition, "dts")
    entry = files["entry.json"]
    assert (entry["@type"], entry["dtsVersion"]) == ("EntryPoint", "1.0")
    base = entry["collection"].partition("collection/")[0]

    def get(template: str, **given: str) -> Any:
        return files[expanded(template, **given).removeprefix(base)]

    root = get(entry["collection"], id="root")
    assert (root["@type"], root["totalChildren"]) == ("Collection", len(root["member"]))
    (member,) = root["member"]
    resource = get(root["collection"], id=member["@id"])
    assert resource["@type"] == "Resource"
    navigation = resource["navigation"]
    everything = get(navigation, down="-1")["member"]
    sections = get(navigation, down="1")["member"]
    sources = edition.sources
    assert [u["identifier"] for u in sections] == [str(s.number) for s in sources.sections]
    passages = [u["identifier"] for u in everything if u["level"] == 2]
    assert passages == [str(p.passage) for p in sources.passages]
    for unit in everything:
        ref = unit["identifier"]
        alone = get(navigation, ref=ref)
        assert (alone["ref"], "member" in alone) == (unit, False)
        siblings = [u for u in everything if u["parent"] == unit["parent"]]
        assert get(navigation, ref=ref, down="0")["member"] == siblings
        below = [u for u in everything if u["parent"] == ref]
        for down in ("1", "-1"):
            assert get(navigation, ref=ref, down=down)["member"] == [unit, *below]


TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"


def test_each_reference_has_its_document(edition: Edition) -> None:
    found, whole = formats.named("dts").write(edition), formats.named("tei").write(edition)
    assert isinstance(found, Mapping)
    assert isinstance(whole, bytes)
    key = edition.profile.work.key
    assert found[f"document/{key}.xml"] == whole
    own = {node.get(ID): node for node in lxml.etree.fromstring(whole).iter()}
    units = json.loads(found[f"navigation/{key};down=-1.json"])["member"]
    for unit in units:
        ref = unit["identifier"]
        root = lxml.etree.fromstring(found[f"document/{key}/{ref}.xml"])
        assert root.tag == f"{TEI}TEI"
        (wrapper,) = root.iter("{https://w3id.org/api/dts#}wrapper")
        (part,) = wrapper
        same = own[f"p{ref}" if unit["level"] == 2 else f"section-{ref}"]
        assert part.get("n") == ref
        words, others = ("".join(map(str, node.itertext())).split() for node in (part, same))
        assert words == others


@pytest.mark.parametrize("form", ["dts", "passages"])
def test_paths_stay_in_their_folder(edition: Edition, form: str) -> None:
    found = formats.named(form).write(edition)
    assert isinstance(found, Mapping)
    assert formats.named(form).entry in found
    for name in found:
        path = PurePosixPath(name)
        assert not path.is_absolute()
        assert ".." not in path.parts
