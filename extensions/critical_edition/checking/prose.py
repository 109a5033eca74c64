"""Lapses of style in the prose of a page's directives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from critical_edition.checking import style

_PROSE = re.compile(
    r"^[ \t]*:{3,}[ \t]*\{(?P<name>comment|argument|parallel|passage|abstract|authornote)\}.*\n"
    r"(?:[ \t]*:(?!::).*\n)*(?P<body>(?:(?![ \t]*:::).*\n)*)",
    re.MULTILINE,
)
# Code between fences, or options between dashes, which style leaves alone.
_FENCED = re.compile(
    r"\A---[ \t]*\n.*?(?:^---[ \t]*$|\Z)"
    r"|^[ \t>]*(?P<fence>`{3,}|~{3,}).*?(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_LISTED = re.compile(r"^ {0,3}(?:[-*+]|\d+[.)])[ \t]", re.MULTILINE)
_SET_IN = re.compile(r"(?:(?: {4}|\t)[^\n]*\n)+")


def lapses(content: str, rules: style.House) -> Iterator[style.Lapse]:
    """Yield the lapses of style in the prose of a page's records; offsets are the page's.

    A note is its author's: of it no more is asked than that its quotations have their sources; of a
    text that stands in the pages nothing is.
    """
    theirs = ("passage", "authornote") if rules.in_pages else ()
    for match in _PROSE.finditer(content if content.endswith("\n") else content + "\n"):
        if match["name"] in theirs:
            continue
        start = match.start("body")
        body = _FENCED.sub(lambda code: re.sub(r"[^\n]", "\0", code[0]), match["body"])
        for part in re.finditer(r"(?:[^\n]+\n)+", body):
            if _SET_IN.fullmatch(part[0]) and not _LISTED.search(body, 0, part.start()):
                continue  # a block of code; in a list it is a paragraph
            at = start + part.start()
            own = () if match["name"] == "authornote" else style.lapses(part[0], rules)
            for lapse in (*own, *style.long_quotations(part[0], rules)):
                yield replace(lapse, start=at + lapse.start, end=at + lapse.end)
