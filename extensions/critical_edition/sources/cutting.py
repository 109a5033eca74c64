"""A Markdown file cut into what an edition cites: sections, passages, notes. No Sphinx.

A section begins with a heading, a passage with a paragraph; quotations, lists, tables and verse go
with the paragraph before them. Notes are numbered anew in the order of their markers, and each
follows the passage in which its marker stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from textwrap import dedent

from critical_edition.sources import myst

_DEFINED = re.compile(r"^ {0,3}\[\^(?P<label>[^\]\s]+)\]:[ \t]*(?P<first>.*)$")
_MARKER = re.compile(r"(?<!\\)\[\^(?P<label>[^\]\s]+)\](?!:)")
_FENCE = re.compile(r"^[ \t]*(:{3,})", re.MULTILINE)
_PARAGRAPH = -1

Part = tuple[str, int, str]
"""The kind of a directive, its number in its series, its body; or a heading, its level, its words."""


@dataclass(slots=True)
class CutSection:
    """A section: its title, and its parts in order."""

    title: str
    parts: list[Part] = field(default_factory=list)

    def page(self, number: int) -> str:
        """Return the section's page; ``number`` is the section's."""
        written = [f"# {self.title}"]
        for kind, which, body in self.parts:
            if kind == "heading":
                written.append(f"{'#' * which} {body}")
                continue
            argument = f"{number}.{which}" if kind == "passage" else f"{which}"
            fence = ":" * max(3, *(len(m[1]) + 1 for m in _FENCE.finditer(body)), 3)
            written.append(f"{fence}{{{kind}}} {argument}\n{body}\n{fence}")
        return "\n\n".join(written) + "\n"


@dataclass(frozen=True, slots=True)
class Cut:
    """What a file was cut into.

    ``loose`` are the labels of notes without marker or words, ``repeated`` of those with several markers.
    """

    title: str
    sections: tuple[CutSection, ...]
    loose: tuple[str, ...]
    repeated: tuple[str, ...]


def cut(source: str, title: str = "") -> Cut:
    """Cut a file; ``title`` is the work's if it is known, else the first heading may be."""
    lines, notes = _without_notes(source.replace("\r\n", "\n").split("\n"))
    blocks = list(_blocks(lines))
    top = [level for level, _ in blocks if level > 0]
    level = min(top, default=1)
    if top.count(level) == 1 and len(top) > 1 and blocks[0][0] == level:
        # One heading over all others is the work's own.
        title = title or blocks[0][1]
        del blocks[0]
        level = min(level for level, _ in blocks if level > 0)
    sections = [CutSection(title or "Text")]
    for depth, words in blocks:
        parts = sections[-1].parts
        if 0 < depth <= level:
            sections.append(CutSection(words))
        elif depth > 0:
            parts.append(("heading", 1 + depth - level, words))
        elif depth == _PARAGRAPH or not parts or parts[-1][0] == "heading":
            parts.append(("passage", 1 + sum(kind == "passage" for kind, _, _ in parts), words))
        else:
            kind, number, before = parts[-1]
            parts[-1] = (kind, number, f"{before}\n\n{words}")
    numbers: dict[str, int] = {}
    for section in sections:
        section.parts = list(_with_notes(section.parts, notes, numbers))
    loose = tuple(sorted(notes.keys() ^ numbers.keys()))
    markers = Counter(m["label"] for _depth, words in blocks for m in _MARKER.finditer(words))
    repeated = tuple(sorted(label for label, count in markers.items() if count > 1))
    return Cut(title, tuple(s for s in sections if s.parts), loose, repeated)


def _with_notes(
    parts: list[Part], notes: Mapping[str, str], numbers: dict[str, int]
) -> Iterator[Part]:
    """Yield parts with each note after its passage; ``numbers`` are those given so far."""
    for kind, number, body in parts:
        if kind == "heading":
            yield kind, number, body
            continue
        marked = list(dict.fromkeys(m["label"] for m in _MARKER.finditer(body)))
        fresh = [label for label in marked if label not in numbers]
        for label in fresh:
            numbers[label] = len(numbers) + 1
        yield kind, number, _MARKER.sub(lambda m: f"[^{numbers[m['label']]}]", body)
        for label in fresh:
            if label in notes:
                yield "authornote", numbers[label], notes[label]


def _without_notes(lines: list[str]) -> tuple[list[str], dict[str, str]]:
    """Return the lines without the notes' own, and the notes by their labels."""
    kept: list[str] = []
    notes: dict[str, list[str]] = {}
    note: list[str] | None = None
    for line in lines:
        if match := _DEFINED.match(line):
            note = notes.setdefault(match["label"], [])
            note.append(match["first"])
        elif note is not None and (not line.strip() or line.startswith(("  ", "\t"))):
            note.append(line)
        elif note is not None and note[-1].strip():
            note.append(line)  # the paragraph goes on without indentation
        else:
            note = None
            kept.append(line)
    told = {k: f"{v[0]}\n{dedent(chr(10).join(v[1:]))}".strip() for k, v in notes.items()}
    return kept, told


def _blocks(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the blocks: a heading's level and words, or :data:`_PARAGRAPH` or 0 and the lines."""
    tokens = myst.parse("\n".join(lines))
    for at, token in enumerate(tokens):
        if token.level or not token.map or token.type in {"hr", "front_matter"}:
            continue
        if token.type == "heading_open":
            yield int(token.tag[1:]), tokens[at + 1].content
        elif token.nesting >= 0:
            words = "\n".join(lines[token.map[0] : token.map[1]]).strip("\n")
            yield _PARAGRAPH if token.type == "paragraph_open" else 0, words
