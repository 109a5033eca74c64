"""What is said of what a page may not hold: one message for each cause, and what was meant.

:mod:`refusal` looks at a page token by token, as a build must. Somebody who has misspelt a directive or
lost the line that opens a comment is to read that, once, and not what followed from it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from critical_edition.model.codes import Code
from critical_edition.sources import refusal
from critical_edition.sources.refusal import RECORDS, Refusal

Told = tuple[Refusal, str, str]
"""A refusal, with the message and the remedy (empty: its code's) that are told of it."""

_OPENING = re.compile(r"[ \t]*(?P<fence>:{3,}|`{3,}|~{3,})[ \t]*\{(?P<name>[^\s{}]*)\}")
_BARE = re.compile(r"[ \t>]*:{3,}[ \t]*(?P<words>.*?)[ \t]*")
_OPTION = re.compile(
    r"[ \t]*:(?:on|kind|by|date|from|to|relation|argument|replies-to|uncited|title):"
)
_TAG = re.compile(r"HTML is not permitted: <(?P<end>/?)(?P<name>[A-Za-z][\w-]*)")
_OPEN_IT = "Write before them a line such as `:::{comment} an-id`."


def told(found: Sequence[Refusal], content: str) -> Iterator[Told]:
    """Yield the refusals that are causes, in their order, with what is told of them."""
    lines = refusal.lines_of(content)
    tags: list[str] = []
    loose = 0  # the line of the words outside comments of which the last message was
    unopened = False  # whether these are the options of a comment that nothing opens
    for one in found:
        line = lines[one.line - 1] if one.line <= len(lines) else ""
        if loose and any(_OPENING.match(text) for text in lines[loose : one.line - 1]):
            loose, unopened = 0, False
        if one.code is Code.REFUSED_LOOSE:
            if loose:
                continue
            loose, unopened = one.line, bool(_OPTION.match(line))
            if unopened:
                message = (
                    "these options have no line before them that opens their comment or parallel"
                )
                yield one, message, _OPEN_IT
            else:
                yield one, one.message, ""
        elif (
            one.code in (Code.REFUSED_DIRECTIVE, Code.REFUSED_SYNTAX)
            and "block of code" in one.message
        ):
            bare = _BARE.fullmatch(line)
            if bare and unopened and not bare["words"]:
                continue  # the end of what nothing opened
            yield (one, *_fence(one, bare["words"])) if bare else (one, one.message, "")
        elif one.code is Code.REFUSED_DIRECTIVE:
            yield (one, *_directive(one, line))
        elif one.code is Code.REFUSED_SYNTAX and re.match(r"d[dt] is not permitted", one.message):
            continue  # of the list of definitions, which is refused as such
        elif one.code is Code.REFUSED_HTML and (tag := _TAG.match(one.message)):
            if not tag["end"]:
                tags.append(tag["name"])
            elif tag["name"] in tags:
                tags.remove(tag["name"])
                continue  # the end of an element of which the beginning is refused
            yield one, one.message, ""
        else:
            yield one, one.message, ""


def _record(word: str) -> str:
    """Return the directive of commentary that is meant by a word, or nothing."""
    return next(iter(difflib.get_close_matches(word.lower(), RECORDS, 1, 0.75)), "")


def _fence(one: Refusal, words: str) -> tuple[str, str]:
    """Return what is told of a line of colons without a directive in braces."""
    if not words:
        message = "this line of colons closes nothing: what stands before it is closed already"
        return message, "Take it out, or open with `:::{comment} an-id` what it is to close."
    word, _, rest = words.partition(" ")
    meant = _record(word.strip("{}"))
    if not meant:
        return (
            "a line of colons opens no comment here",
            "Write `:::{comment} an-id`, or take it out.",
        )
    name = f"{{{meant}}} {rest.strip() or 'an-id'}"
    return f"“::: {words}” opens no {meant}; its name stands in braces", f"Write `:::{name}`."


def _directive(one: Refusal, line: str) -> tuple[str, str]:
    """Return what is told of a directive that is none of commentary's."""
    opening = _OPENING.match(line)
    meant = _record(opening["name"]) if opening else ""
    if not opening or not meant:
        return one.message, ""
    message = f"there is no directive “{opening['name']}”. Did you mean “{{{meant}}}”?"
    return message, f"Write `:::{{{meant}}}`."


def html_lines(found: Sequence[Refusal], content: str) -> frozenset[int]:
    """Return the lines of blocks of HTML that are refused: nothing else is to be said of these."""
    lines = refusal.lines_of(content)
    blocks: set[int] = set()
    for one in found:
        if one.code is not Code.REFUSED_HTML or not lines[one.line - 1].lstrip(" \t>").startswith(
            "<"
        ):
            continue
        number = one.line
        while number <= len(lines) and lines[number - 1].strip():
            blocks.add(number)
            number += 1
    return frozenset(blocks)


def unclosed(content: str) -> tuple[int, str] | None:
    """Return the line and the name of a directive that nothing closes before the page ends."""
    last: tuple[int, str, str] | None = None
    for number, line in enumerate(refusal.lines_of(content), 1):
        opening = _OPENING.match(line)
        if last is None:
            if opening and opening["name"] in RECORDS:
                last = (number, opening["name"], opening["fence"])
        elif re.fullmatch(rf"[ \t]*{re.escape(last[2])}{re.escape(last[2][0])}*[ \t]*", line):
            last = None
    return last[:2] if last else None


def says_nothing(content: str, docname: str) -> bool:
    """Say whether a page of commentary has neither a record nor anything else that could be one."""
    if not refusal.is_commentary(docname):
        return False
    body = re.sub(r"\A---[ \t]*\n.*?^---[ \t]*$", "", content, flags=re.DOTALL | re.MULTILINE)
    return not any(line.strip() and not line.startswith(("#", "%")) for line in body.split("\n"))
