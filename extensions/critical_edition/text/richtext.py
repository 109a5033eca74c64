"""The inline syntax in which the established text is written, and its reading.

A small part of MyST, readable as it stands::

    *Pravda* reported it.[^n3] The line {page}`564`went on; see [Dyck, p. 4](cite:dyck1966).

``*…*`` is emphasis, ``[^n3]`` the marker of author's note 3, ``{page}`564``` the point where the
printed page 564 begins, ``[…](cite:key)`` words that stand for a work of the bibliography. A
backslash takes the meaning from the character after it. :func:`parse` and :func:`serialise` are
inverse to each other on every well-formed :class:`RichText` (see :func:`normalise`).
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from critical_edition.model.established import CitationSpan, Marker, PageBreak, RichText, Span

_SPECIAL = frozenset("\\*[]{}`<>%")
_TOKEN = re.compile(
    r"""
      \\(?P<escaped>.)
    | \[\^n(?P<note>[1-9]\d*)\]
    | \{page\}`(?P<page>[1-9]\d*)`
    | \]\(cite:(?P<key>[^\s()]+)\)
    | (?P<open>\[)
    | (?P<star>\*)
    | (?P<plain>[^\\*\[\]{}`]+)
    | (?P<stray>.)
    """,
    re.VERBOSE | re.DOTALL,
)


class RichTextError(ValueError):
    """The established text's inline syntax is broken; ``at`` is the offset in the source line."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


def normalise(rich: RichText) -> RichText:
    """Return the same text with its marks sorted, touching emphasis joined, empty spans dropped."""
    joined: list[Span] = []
    for span in sorted(s for s in rich.emphasis if s.end > s.start):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return replace(
        rich,
        markers=tuple(sorted(rich.markers)),
        page_breaks=tuple(sorted(rich.page_breaks)),
        emphasis=tuple(joined),
        citations=tuple(sorted(c for c in rich.citations if c.end > c.start)),
    )


def serialise(rich: RichText) -> str:
    """Return the text on one line in the inline syntax.

    An emphasis that crosses the edge of a citation is written in parts, which :func:`parse` joins
    again. Raise ValueError if citations overlap or an offset lies outside the text.
    """
    rich = normalise(rich)
    size = len(rich.text)
    edges: dict[int, list[tuple[int, str]]] = {}

    def put(at: int, rank: int, code: str) -> None:
        if not 0 <= at <= size:
            raise ValueError(f"offset {at} lies outside a text of {size} characters")
        edges.setdefault(at, []).append((rank, code))

    # At one offset: what ends there, then what stands there, then what begins there.
    cuts = sorted({e for c in rich.citations for e in (c.start, c.end)})
    for span in rich.emphasis:
        points = [span.start, *(c for c in cuts if span.start < c < span.end), span.end]
        for start, end in itertools.pairwise(points):
            put(start, 5, "*")
            put(end, 0, "*")
    last = 0
    for cite in rich.citations:
        if cite.start < last:
            raise ValueError(f"the citation of {cite.key} overlaps the one before it")
        last = cite.end
        put(cite.start, 4, "[")
        put(cite.end, 1, f"](cite:{cite.key})")
    for marker in rich.markers:
        put(marker.at, 2, f"[^n{marker.note}]")
    for page in rich.page_breaks:
        put(page.at, 3, f"{{page}}`{page.page}`")
    out: list[str] = []
    for at in range(size + 1):
        out.extend(code for _, code in sorted(edges.get(at, ()), key=lambda e: e[0]))
        if at < size:
            char = rich.text[at]
            out.append(f"\\{char}" if char in _SPECIAL else char)
    return "".join(out)


def parse(source: str) -> RichText:
    """Read one unit's text in the inline syntax; raise :class:`RichTextError` where it is broken."""
    out: list[str] = []
    size = 0
    markers: list[Marker] = []
    pages: list[PageBreak] = []
    emphasis: list[Span] = []
    citations: list[CitationSpan] = []
    emphasis_from: int | None = None
    citation_from: int | None = None
    for match in _TOKEN.finditer(source):
        piece = match["escaped"] or match["plain"] or ""
        if note := match["note"]:
            markers.append(Marker(size, int(note)))
        elif page := match["page"]:
            pages.append(PageBreak(size, int(page)))
        elif key := match["key"]:
            if citation_from is None:
                raise RichTextError("a citation ends that did not begin", match.start())
            citations.append(CitationSpan(citation_from, size, key))
            citation_from = None
        elif match["open"]:
            if citation_from is not None:
                raise RichTextError("a citation begins inside another", match.start())
            citation_from = size
        elif match["star"]:
            if emphasis_from is None:
                emphasis_from = size
            else:
                emphasis.append(Span(emphasis_from, size))
                emphasis_from = None
        elif stray := match["stray"]:
            raise RichTextError(f"“{stray}” must be written \\{stray}", match.start())
        out.append(piece)
        size += len(piece)
    if emphasis_from is not None or citation_from is not None:
        what = "an emphasis" if emphasis_from is not None else "a citation"
        raise RichTextError(f"{what} begins that does not end", len(source))
    return normalise(
        RichText("".join(out), tuple(markers), tuple(pages), tuple(emphasis), tuple(citations))
    )
