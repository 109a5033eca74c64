"""What is checked of the bibliography, and of the citations of its works."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator

from critical_edition.checking import letters
from critical_edition.checking.cache import Cache
from critical_edition.model import citations as bibliography
from critical_edition.model import graphs
from critical_edition.model.codes import Code
from critical_edition.model.findings import Finding
from critical_edition.model.messages import Message, NotReadError, _
from critical_edition.model.refused import Refused
from critical_edition.model.suggest import did_you_mean
from critical_edition.reading.places import place
from critical_edition.sources.pages import Page, shown
from critical_edition.sources.read import Sources

_Fault = tuple[enum.StrEnum, int, Message]
_RESTORE = _("Take it from version control.")
# pybtex reads on without the comma, but the key is then found by nothing else.
_NO_COMMA = re.compile(
    r"^[ \t]*@(?!(?:string|comment|preamble)\b)\w+\s*[{(]\s*(?P<key>[^\s,{}()=]+)(?P<end>)\s+\w+\s*=",
    re.MULTILINE | re.IGNORECASE,
)
_CROSSREF = re.compile(
    r"^\s*crossref\s*=\s*[{\"]\s*([^\s}\"]+)|,\s*crossref\s*=\s*[{\"]\s*([^\s}\"]+)", re.M
)
_CITED = re.compile(r"\{cite(?::[a-z]+)?\}(`+)(.+?)\1", re.DOTALL)


def check_citations(sources: Sources, cache: Cache) -> Iterator[Finding]:
    """Check that every key cited is in the bibliography, the bibliography itself, and locators."""
    path, content = sources.project.bibliography, sources.bibliography
    if content is None:
        return
    keys = sources.keys | {m["key"] for m in _NO_COMMA.finditer(content)}
    if not keys and not content.strip():
        message = _("the bibliography is empty")
        yield Finding(Code.RECORD_SYNTAX, path, 1, 1, message, _RESTORE)
        return
    for use in sources.uses:
        if use.citation.key not in keys:
            message = _("“{key}” is cited, an unknown work", key=use.citation.key)
            hint = did_you_mean(use.citation.key, keys)
            yield Finding(Code.CITATION_KEY, use.path, use.line, use.column, message.then(hint))
    witnesses = (siglum.work for siglum in sources.project.profile.sigla if siglum.work)
    elsewhere = tuple(dict.fromkeys([*_cited_elsewhere(sources.pages), *witnesses]))
    root, given = sources.project.root, sources.project.profile.bibliography
    rows = [
        (u.citation.key, u.citation.locator, shown(u.path, root), u.line, u.column)
        for u in sources.uses
    ]

    def validate() -> list[Finding]:
        # Imported here: pybtex is slow to load, and what it says is kept.
        from critical_edition.citation import bounds

        if faults := list(bounds.faults(content)):
            return [Finding(f.code, path, f.line, f.column, f.said) for f in faults]
        from critical_edition.citation.validate import Use
        from critical_edition.citation.validate import validate as validated

        cited = [Use(key, locator, root / w, n, m) for key, locator, w, n, m in rows]
        cited += [Use(key, "", path, 1, 1) for key in elsewhere]
        own = (
            *_lacking_commas(content),
            *_rings(content),
            *_letters(content),
            *_addresses(content),
        )
        return [
            *validated(content, path, cited, given),
            *(Finding(code, path, *place(content, at), said) for code, at, said in own),
        ]

    yield from cache.findings(
        "bibliography", (content.encode(), repr((rows, elsewhere, given)).encode()), validate
    )


def _cited_elsewhere(pages: Iterable[Page]) -> Iterator[str]:
    """Yield the keys that pages cite in any way, those of the notes and of the commentary too."""
    for page in pages:
        if page.is_guide or not page.readable:
            continue
        for match in _CITED.finditer(page.content):
            try:
                for citation in bibliography.parse_citations(match[2]):
                    yield citation.key
            except NotReadError:
                continue  # a finding of its own says so, or Sphinx does


def _lacking_commas(content: str) -> Iterator[_Fault]:
    for match in _NO_COMMA.finditer(content):
        message = _("a comma is missing after the key “{key}”", key=match["key"])
        yield Code.RECORD_SYNTAX, match.end("key"), message


def _rings(content: str) -> Iterator[_Fault]:
    """Find works that are parts of one another in a ring."""
    wholes: dict[str, list[str]] = {}
    places: dict[str, int] = {}
    for entry in re.finditer(
        r"^[ \t]*@\w+\s*[{(]\s*([^\s,{}()]+)(?:(?!^[ \t]*@)[\s\S])*", content, re.M
    ):
        if crossref := _CROSSREF.search(content, entry.end(1), entry.end()):
            wholes[entry[1]] = [crossref[1] or crossref[2]]
            places[entry[1]] = crossref.start(1 if crossref[1] else 2)
    ring = graphs.ring({key: [w for w in named if w != key] for key, named in wholes.items()})
    if ring:
        names = ", ".join(f"“{key}”" for key in sorted(ring))
        message = _("the works {names} are parts of one another in a ring", names=names)
        yield Code.RECORD_CROSSREF, min(places[key] for key in ring), message


def _letters(content: str) -> Iterator[_Fault]:
    """Find letters that the PDF's fonts do not have."""
    for offset, char in letters.unprintable(content):
        yield Refused.CHARACTER, offset, letters.message(char)


def _addresses(content: str) -> Iterator[_Fault]:
    """Find addresses that are not of the web."""
    for match in re.finditer(r"^\s*url\s*=\s*[{\"]\s*([^}\"]*)", content, re.MULTILINE | re.I):
        if not re.match(r"https?://[^\s/@]+(/|$)", match[1].strip(), re.IGNORECASE):
            message = _("“{address}” is no address of the web", address=match[1][:40])
            yield Code.RECORD_LINK, match.start(1), message
