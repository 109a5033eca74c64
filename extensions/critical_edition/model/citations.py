"""Citations as the pages write them, and the keys of ``references.bib``. No Sphinx, no pybtex."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from critical_edition.model.messages import NotReadError, _

_TARGET = re.compile(
    r"\s*(?:\{(?P<prefix>[^{}]+)\})?\s*(?P<key>[^{}\s,]+)\s*(?:\{(?P<locator>[^{}]+)\})?\s*(?P<end>,|$)"
)
_ENTRY = re.compile(r"^[ \t]*@(?P<type>\w+)\s*[{(]\s*(?P<key>[^\s,{}()]+)\s*,", re.MULTILINE)
_NO_ENTRIES = frozenset({"comment", "preamble", "string"})


@dataclass(frozen=True, slots=True)
class Citation:
    """A work cited: its key, where in it, the words before it (“see”), and whether as “Ibid.”."""

    key: str
    locator: str = ""
    prefix: str = ""
    ibid: bool = False

    @property
    def source(self) -> str:
        """The citation as a role's content."""
        before = f"{{{self.prefix}}}" if self.prefix else ""
        return f"{before}{self.key}" + (f"{{{self.locator}}}" if self.locator else "")


def parse_citations(content: str) -> tuple[Citation, ...]:
    """Read a citation role's content: ``{prefix}key{locator}``, several parted by commas.

    Raise NotReadError where it is not of that form.
    """
    found: list[Citation] = []
    at = 0
    while True:
        match = _TARGET.match(content, at)
        if not match:
            raise NotReadError(_("“{content}” is not a citation", content=content))
        prefix, locator = match["prefix"] or "", match["locator"] or ""
        found.append(Citation(match["key"], " ".join(locator.split()), " ".join(prefix.split())))
        at = match.end()
        if not match["end"]:
            return tuple(found)


def mark_ibid(citations: Iterable[Citation], ibid: Iterable[str]) -> tuple[Citation, ...]:
    """Mark the citations that the author gives as “Ibid.”: of each key of ``ibid`` the first.

    A key that stands in ``ibid`` twice marks its first two citations.
    """
    left = Counter(ibid)
    found: list[Citation] = []
    for citation in citations:
        found.append(replace(citation, ibid=left[citation.key] > 0))
        left[citation.key] -= 1
    return tuple(found)


def keys_of(source: str) -> frozenset[str]:
    """Return the keys of the entries of a BibTeX file, given as its text."""
    return frozenset(
        m["key"] for m in _ENTRY.finditer(source) if m["type"].lower() not in _NO_ENTRIES
    )


_FIELD = re.compile(r"^\s*(author|editor|title|journal)\s*=\s*\{(.*)\},?\s*$", re.MULTILINE)


def names_and_titles(source: str) -> Iterator[str]:
    """Yield of each work in a BibTeX file who wrote it and what it is called, as one phrase.

    These are facts, not the words of whoever cites the work. Fields over several lines are passed
    over.
    """
    for record in re.split(r"^@", source, flags=re.MULTILINE)[1:]:
        # Braces keep a name’s capitals where a style of another program would take them.
        fields = {name: re.sub(r"[{}]", "", value) for name, value in _FIELD.findall(record)}
        people = re.split(r"\s+and\s+", fields.get("author") or fields.get("editor", ""))
        title = f"{fields.get('title', '')} {fields.get('journal', '')}"
        yield f"{' and '.join(person.partition(',')[0] for person in people)} {title}"
        yield f"{' and '.join(' '.join(reversed(p.split(', ', 1))) for p in people)} {title}"
