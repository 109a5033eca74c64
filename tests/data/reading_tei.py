"""TEI read back by who knows the file alone: as the keys that the edition's JSON has.

Nothing of the engine is used here. What JSON says twice (prose also as plain text) is not read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml.etree import _Element

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_BLOCKS = {
    "p": "paragraph", "quote": "quotation", "l": "line", "floatingText": "letter",
    "opener": "opener", "closer": "closer", "list": "list", "item": "item", "table": "table",
    "row": "row", "cell": "cell", "div": "", "body": "",
}  # fmt: skip
_LEAVES = {"p", "l", "opener", "closer", "cell"}
_CERTAINTY = {"medium": "inferred", "unknown": "not verified"}


def tag(node: _Element) -> str:
    return etree.QName(node).localname


def given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


# -- the author's words --------------------------------------------------------------------------


@dataclass
class Words:
    """The words of a passage or note, and what is among them, by offset."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    markers: list[Any] = field(default_factory=list)
    breaks: list[Any] = field(default_factory=list)
    emphasis: list[list[int]] = field(default_factory=list)
    foreign: list[Any] = field(default_factory=list)
    works: list[Any] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    verified: bool = True
    missing: bool = False

    def add(self, words: str | None) -> None:
        self.parts.append(words or "")
        self.size += len(words or "")

    def inline(self, node: _Element) -> None:
        """Read mixed content."""
        self.add(node.text)
        for child in node:
            self.one(child)
            self.add(child.tail)

    def one(self, node: _Element) -> None:
        start = self.size
        match tag(node):
            case "ref":
                self.markers.append({"note": int(node.get("target", "")[2:]), "at": start})
            case "pb":
                self.breaks.append({"page": int(node.get("n", "")), "at": start})
            case "anchor":
                self.anchors[node.get(ID, "")] = start
            case "gap":
                self.missing = True
            case "seg" if node.get("type") == "incipit":
                self.missing = True
            case "note":
                pass
            case "seg":
                self.verified = False
                self.inline(node)
            case "hi":
                self.inline(node)
                # What another element parts is one.
                if self.emphasis and self.emphasis[-1][1] == start:
                    self.emphasis[-1][1] = self.size
                else:
                    self.emphasis.append([start, self.size])
            case "foreign":
                self.inline(node)
                before = self.foreign[-1] if self.foreign else {}
                if before.get("language") == node.get(LANG) and before["at"][1] == start:
                    before["at"][1] = self.size
                else:
                    self.foreign.append({"language": node.get(LANG), "at": [start, self.size]})
            case "bibl":
                self.inline(node)
                key = node.get("corresp", "").removeprefix("#work-")
                self.works.append({"key": key, "at": [start, self.size]})
            case other:
                raise AssertionError(other)

    # -- blocks --------------------------------------------------------------------------------

    def blocks(self, node: _Element) -> list[Any]:
        return [self.block(child) for child in node if tag(child) not in ("note", "ab")]

    def block(self, node: _Element, between: str = "\n\n") -> Any:
        name = tag(node)
        if name == "lg":
            kind = node.get("type", "")
        else:
            kind = node.get("rend", "") if name == "p" and node.get("rend") else _BLOCKS[name]
        if name in _LEAVES and not (len(node) and tag(node[0]) == "lg"):
            return self.leaf(node, kind, between)
        inner: list[Any] = []
        for child in node if name != "floatingText" else node[0]:
            if tag(child) == "ab":
                continue
            if name == "row":
                between = "\t" if inner else "\n" if node.getprevious() is not None else "\n\n"
            else:
                between = "\n" if name == "lg" and inner and tag(child) == "l" else "\n\n"
            if name == "row" and len(child) and tag(child[0]) == "lg":
                inner.append(self.block(child[0], between))
            else:
                inner.append(self.block(child, between))
        number = 0
        if name == "list":
            number = int(node.get("n", "0"))
        elif name == "row":
            number = int(node.get("role") == "label")
        at = [inner[0]["at"][0], inner[-1]["at"][1]]
        return {"kind": kind, "at": at} | given(number=number, blocks=inner)

    def leaf(self, node: _Element, kind: str, between: str) -> Any:
        if self.size:
            self.add(between)
        rend = node.get("rend", "")
        start = self.size
        lines: list[Any] = []
        self.add(node.text)
        for child in node:
            if tag(child) == "lb":
                lines.append({"kind": "line", "at": [start, self.size]})
                self.add("\n")
                start = self.size
            else:
                self.one(child)
            self.add(child.tail)
        if lines:
            lines.append({"kind": "line", "at": [start, self.size]})
            start = lines[0]["at"][0]
        number = int(rend.removeprefix("indent-")) if tag(node) == "l" and rend else 0
        align = rend if tag(node) == "cell" else ""
        return {"kind": kind, "at": [start, self.size]} | given(
            number=number, align=align, blocks=lines
        )

    def data(self, blocks: list[Any]) -> dict[str, Any]:
        if self.missing:
            return {}
        return {
            "text": "".join(self.parts),
            "markers": self.markers,
            "page_breaks": self.breaks,
            "emphasis": self.emphasis,
            "verified": self.verified,
        } | given(foreign=self.foreign, works=self.works, blocks=blocks)


def words(node: _Element) -> tuple[Words, dict[str, Any]]:
    """Read a passage or a note: its words, and what JSON says of them."""
    found = Words()
    held = [child for child in node if tag(child) != "note"]
    if tag(node) == "p" or not held or tag(held[0]) not in (*_BLOCKS, "lg"):
        found.inline(node)
        return found, found.data([])
    if len(held) == 1 and tag(held[0]) == "p" and len(node) == 1:
        found.inline(held[0])
        return found, found.data([])
    blocks = found.blocks(node)
    return found, found.data(blocks)


# -- what the editors write ----------------------------------------------------------------------


def blocks(node: _Element) -> list[Any]:
    """Read the blocks of prose; a label before them is none."""
    return [_block(child) for child in node if tag(child) != "label"]


def within(node: _Element) -> list[Any]:
    """Read prose that stands where no paragraph may."""
    held = [child for child in node if tag(child) != "label"]
    if held and tag(held[0]) == "list" and held[0].get("type") == "blocks":
        return blocks(held[0][0])
    content = inlines(node)
    return [{"type": "paragraph", "content": content}] if content else []


def _block(node: _Element) -> Any:
    match tag(node):
        case "p":
            return {"type": "paragraph", "content": inlines(node)}
        case "quote":
            return {"type": "quotation", "blocks": blocks(node)}
        case "list":
            start = {"start": int(node.get("n", ""))} if node.get("n") else {}
            return {"type": "list", **start, "items": [blocks(item) for item in node]}
        case "table":
            head, *rows = (
                [{"content": inlines(cell)} | given(align=cell.get("rend")) for cell in row]
                for row in node
            )
            return {"type": "table", "head": head, "rows": rows}
        case other:
            raise AssertionError(other)


def inlines(node: _Element) -> list[Any]:
    labels = [child for child in node if tag(child) == "label"]
    found: list[Any] = [node.text] if node.text and not labels else []
    for child in node:
        if tag(child) != "label":
            found.append(_inline(child))
        if child.tail:
            found.append(child.tail)
    return found


def _inline(node: _Element) -> Any:
    kind = node.get("type", "")
    match tag(node):
        case "hi":
            name = {"italic": "emphasis", "bold": "strong"}[node.get("rend", "")]
            return {"type": name, "content": inlines(node)}
        case "code":
            return {"type": "code", "text": node.text}
        case "lb":
            return {"type": "break"}
        case "ref" if not kind:
            address = node.get("target")
            return {"type": "link", "address": address, "content": inlines(node)}
        case "ref" | "ptr":
            target = node.get("target", "")[1:]
            target = target.removeprefix({"passage": "p", "authornote": ""}.get(kind, f"{kind}-"))
            said = {"type": "mention", "kind": kind, "target": target}
            return said | given(words=node.text)
        case "bibl":
            held = node.findall(f"{TEI}bibl") or [node]
            works = [cited(one) for one in held]
            return {"type": "citation", "manner": node.get("subtype"), "works": works}
        case other:
            raise AssertionError(other)


def cited(node: _Element) -> dict[str, Any]:
    (link,) = node.findall(f"{TEI}ptr")
    locator = node.findtext(f"{TEI}citedRange") or ""
    data = {"key": link.get("target", "").removeprefix("#work-"), "locator": locator}
    return data | given(prefix=(node.text or "").strip())


def keys(body: Any) -> list[str]:
    """Return the keys that a body cites, each once."""
    found: dict[str, None] = {}
    if isinstance(body, dict):
        if body.get("type") == "citation":
            return list(dict.fromkeys(work["key"] for work in body["works"]))
        body = list(body.values())
    for part in body if isinstance(body, list) else []:
        found |= dict.fromkeys(keys(part))
    return list(found)


def _number(idno: _Element) -> str:
    return (idno.text or "").rpartition("/")[2]


# -- the document --------------------------------------------------------------------------------


class Document:
    """A TEI document as the JSON of the edition has it."""

    def __init__(self, content: bytes) -> None:
        self.root = etree.fromstring(content)
        self.anchors: dict[str, int] = {}
        self.texts: dict[str, str] = {}

    def find(self, path: str) -> list[_Element]:
        found = self.root.xpath(path, namespaces={"t": TEI[1:-1]})
        assert isinstance(found, list)
        return [one for one in found if isinstance(one, _Element)]

    def data(self) -> dict[str, Any]:
        passages = self.passages()
        return {
            "sections": [
                {"number": int(d.get("n", "")), "title": d.findtext(f"{TEI}head")}
                for d in self.find("//t:div[@type='section']")
            ],
            "passages": passages,
            "notes": [self.note(note) for note in self.find("//t:note[@type='authorial']")],
            "comments": [self.comment(a) for a in self._list("comments")],
            "arguments": [self.argument(i) for i in self.find("//t:interp")],
            "parallels": [self.parallel(r) for r in self.find("//t:relation")],
            "emendations": [self.emendation(a) for a in self.find("//t:app")],
            "registers": {
                "persons": [self.person(p) for p in self.find("//t:person")],
                "places": [self.place(p) for p in self.find("//t:org | //t:place")],
                "events": [self.event(e) for e in self.find("//t:event")],
                "terms": [self.term(t) for t in self.find("//t:list[@type='gloss']/t:label")],
            },
        }

    def _list(self, kind: str) -> list[_Element]:
        return self.find(f"//t:listAnnotation[@type='{kind}']/t:annotation")

    def read(self, node: _Element) -> dict[str, Any]:
        found, data = words(node)
        self.anchors |= found.anchors
        return data

    def abstract(self, name: str) -> list[Any]:
        for note in self.find(f"//t:annotation[@xml:id='abstract-{name}']/t:note"):
            return blocks(note)
        return []

    def passages(self) -> list[Any]:
        page = 0
        found = []
        for section in self.find("//t:div[@type='section']"):
            for node in section:
                if tag(node) == "pb":
                    page = int(node.get("n", ""))
                if tag(node) not in ("p", "div"):
                    continue
                data = self.read(node)
                inner = [int(pb.get("n", "")) for pb in node.iter(f"{TEI}pb")]
                opens = data and {"page": inner[0] if inner else 0, "at": 0} in data["page_breaks"]
                pages = inner if opens or not page else [page, *inner]
                page = pages[-1] if pages else 0
                incipit = node.findtext(f".//{TEI}seg[@type='incipit']") or ""
                refs = [int(ref.text or "") for ref in node.iter(f"{TEI}ref")]
                name = node.get(ID, "")
                found.append(
                    {
                        "id": node.get("n"),
                        "section": int(section.get("n", "")),
                        "pages": pages,
                        "notes": refs,
                        "abstract": self.abstract(name),
                        **({} if data else {"incipit": incipit}),
                        **data,
                    }
                )
        return found

    def note(self, node: _Element) -> Any:
        home = node.get("corresp", "")[2:]
        citations: list[Any] = []
        body = self.abstract(node.get(ID, ""))
        for sources in node.findall(f"{TEI}note"):
            citations = [
                cited(bibl) | {"ibid": bibl.get("rend") == "ibid"}
                for bibl in sources.iter(f"{TEI}bibl")
                if bibl.find(f"{TEI}ptr") is not None
            ]
            body = body or within(sources)
        return {
            "number": int(node.get("n", "")),
            "passage": home or None,
            "citations": citations,
            "body": body,
            **self.read(node),
        }

    def end(self, name: str, place: str | None, label: _Element | None) -> dict[str, Any]:
        """Read the place that something hangs on, its lemma, and where that stands."""
        data: dict[str, Any] = {name: place, "lemma": ""}
        if label is None:
            return data
        data["lemma"] = f"{label.text} [{label.get('n')}]" if label.get("n") else label.text
        return data | given(at=self.at(label.get("corresp", "")))

    def at(self, targets: str) -> list[int]:
        return [self.anchors[one[1:]] for one in targets.split() if one[1:] in self.anchors]

    def comment(self, node: _Element) -> Any:
        note = node.find(f"{TEI}note[@type='comment']")
        who = node.find(f"{TEI}respStmt/{TEI}resp")
        assert note is not None
        assert who is not None
        body = blocks(note)
        answers = node.find(f"{TEI}ptr")
        replies = answers.get("target", "").removeprefix("#comment-") if answers is not None else ""
        if at := self.at(node.get("target", "")):
            label = note.find(f"{TEI}label")
            assert label is not None
            assert at == self.at(label.get("corresp", ""))
        return {
            "id": node.get(ID, "").removeprefix("comment-"),
            **self.end("on", node.get("n"), note.find(f"{TEI}label")),
            "kind": node.get("ana", "").removeprefix("#kind-"),
            "by": node.get("resp", "").removeprefix("#contributor-"),
            "date": who.get("when"),
            "cites": keys(body),
            **given(replies_to=replies, uncited=node.findtext(f"{TEI}note[@type='uncited']")),
            "body": body,
        }

    def argument(self, node: _Element) -> Any:
        title, statement = node
        return {
            "id": node.get(ID, "").removeprefix("argument-"),
            "title": title.text,
            "passages": [one[2:] for one in node.get("inst", "").split()],
            "statement": within(statement),
        }

    def parallel(self, node: _Element) -> Any:
        desc = node[0]
        sides = node.get("n", "").split()
        relation, argument = node.get("ana", "").split()
        ends = {
            side: self.end("passage", place, desc.find(f"{TEI}label[@type='{side}']"))
            for side, place in zip(("from", "to"), sides, strict=True)
        }
        assert relation == f"#relation-{node.get('name')}"
        return {
            "id": node.get(ID, "").removeprefix("parallel-"),
            "argument": argument.removeprefix("#argument-"),
            "relation": node.get("name"),
            **ends,
            "by": node.get("resp", "").removeprefix("#contributor-"),
            "reason": within(desc),
        }

    def emendation(self, node: _Element) -> Any:
        lem, rdg = node.findall(f"{TEI}lem") + node.findall(f"{TEI}rdg")
        lemma = f"{lem.text} [{lem.get('n')}]" if lem.get("n") else lem.text
        at = self.at(f"{node.get('from')} {node.get('to')}")
        return {
            "id": node.get(ID, "").removeprefix("emendation-"),
            "on": node.get("loc"),
            "lemma": lemma,
            **given(at=at),
            "reading": rdg.text,
            **given(
                remark=node.findtext(f"{TEI}note"), certainty=_CERTAINTY.get(rdg.get("cert", ""))
            ),
        }

    # -- registers -----------------------------------------------------------------------------

    def entry(self, node: _Element, kind: str, names: str, item: _Element | None = None) -> Any:
        said = node if item is None else item
        typed = {n.get("type"): n.text for n in said.findall(f"{TEI}{names}") if n.get("type")}
        notes = {n.get("type"): n for n in said.findall(f"{TEI}note")}
        at = list(notes.pop("passages", []))
        return {
            "id": node.get(ID, "").removeprefix(f"{kind}-"),
            "passages": [one.get("target", "")[1:].removeprefix("p") for one in at],
            "forms": [n.text for n in said.findall(f"{TEI}{names}") if n.get("type") == "form"],
            **{k: v for k, v in typed.items() if k not in ("form", "name")},
            "gloss": notes["gloss"].text,
            **given(
                verified="".join(n.text or "" for k, n in notes.items() if k == "verified"),
                note="".join(n.text or "" for k, n in notes.items() if k == "remark"),
                authors_date="".join(n.text or "" for k, n in notes.items() if k == "authors-date"),
            ),
            **{n.get("type", "").lower(): _number(n) for n in said.findall(f"{TEI}idno")},
            **given(same_as=[n.text for n in said.findall(f"{TEI}idno")]),
        }

    def person(self, node: _Element) -> Any:
        data = self.entry(node, "person", "persName")
        dates = {"born": node.find(f"{TEI}birth"), "died": node.find(f"{TEI}death")}
        return data | {
            "name": node.findtext(f"{TEI}persName"),
            "was": data.pop("gloss"),
            "role": node.get("role"),
            **{name: d.get("when") for name, d in dates.items() if d is not None},
        }

    def place(self, node: _Element) -> Any:
        names = "orgName" if tag(node) == "org" else "placeName"
        state = node.find(f"{TEI}state")
        dates = {} if state is None else given(began=state.get("from"), ended=state.get("to"))
        kind = {"org": "institution", "place": "place"}[tag(node)]
        name = node.findtext(f"{TEI}{names}")
        return self.entry(node, "place", names) | {"name": name, "kind": kind, **dates}

    def event(self, node: _Element) -> Any:
        date = node.get("when") or node.get("from") or node.get("notBefore")
        return self.entry(node, "event", "label") | {
            "name": node.findtext(f"{TEI}label[@type='name']"),
            "kind": node.get("type"),
            "precision": node.get("subtype"),
            "date": date,
            **given(end=node.get("to") or node.get("notAfter"), added=bool(node.get("resp"))),
        }

    def term(self, node: _Element) -> Any:
        (term,) = node
        item = node.getnext()
        assert item is not None
        data = self.entry(node, "term", "term", item)
        return data | {"name": term.text, "lang": term.get(LANG)}
