"""What is said of what a page may not hold: one message for each cause, and what was meant.

:mod:`refusal` looks at a page token by token, as a build must. Somebody who has misspelt a directive or
lost the line that opens a comment is to read that, once, and not what followed from it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from critical_edition.model.messages import _
from critical_edition.model.refused import Refused
from critical_edition.sources import refusal
from critical_edition.sources.permitted import PARTS_OF_DEFINITIONS, Refusal, html_of, is_code
from critical_edition.sources.refusal import RECORDS

_OPENING = re.compile(r"[ \t]*(?P<fence>:{3,}|`{3,}|~{3,})[ \t]*\{(?P<name>[^\s{}]*)\}")
_BARE = re.compile(r"[ \t>]*:{3,}[ \t]*(?P<words>.*?)[ \t]*")
_OPTION = re.compile(
    r"[ \t]*:(?:on|kind|by|date|from|to|relation|argument|replies-to|uncited|title):"
)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)")
_UNOPENED = _("these options have no line before them that opens their comment or parallel")
_OPEN_IT = _("Write before them a line such as `:::{comment} an-id`.")


def told(found: Sequence[Refusal], content: str) -> Iterator[Refusal]:
    """Yield the refusals that are causes, in their order, saying what is told of them."""
    lines = refusal.lines_of(content)
    tags: list[str] = []
    loose = 0  # the line of the words outside comments of which the last message was
    unopened = False  # whether these are the options of a comment that nothing opens
    for one in found:
        line = lines[one.line - 1] if one.line <= len(lines) else ""
        if loose and any(_OPENING.match(text) for text in lines[loose : one.line - 1]):
            loose, unopened = 0, False
        if one.code is Refused.LOOSE:
            if loose:
                continue
            loose, unopened = one.line, bool(_OPTION.match(line))
            yield replace(one, said=_UNOPENED, advice=_OPEN_IT) if unopened else one
        elif is_code(one) and (bare := _BARE.fullmatch(line)):
            if not unopened or bare["words"]:  # else it is the end of what nothing opened
                yield _fence(one, bare["words"])
        elif one.code is Refused.DIRECTIVE:
            yield _directive(one, line)
        elif one.said in PARTS_OF_DEFINITIONS:
            continue  # of the list of definitions, which is refused as such
        elif one.code is Refused.HTML and (tag := _TAG.match(html_of(one))):
            if not tag["end"]:
                tags.append(tag["name"])
            elif tag["name"] in tags:
                tags.remove(tag["name"])
                continue  # the end of an element of which the beginning is refused
            yield one
        else:
            yield one


def _record(word: str) -> str:
    """Return the directive of commentary that is meant by a word, or nothing."""
    return next(iter(difflib.get_close_matches(word.lower(), RECORDS, 1, 0.75)), "")


def _fence(one: Refusal, words: str) -> Refusal:
    """Return what is told of a line of colons without a directive in braces."""
    if not words:
        said = _("this line of colons closes nothing: what stands before it is closed already")
        advice = _("Take it out, or open with `:::{comment} an-id` what it is to close.")
        return replace(one, said=said, advice=advice)
    word, _space, rest = words.partition(" ")
    meant = _record(word.strip("{}"))
    if not meant:
        said = _("a line of colons opens no comment here")
        return replace(one, said=said, advice=_("Write `:::{comment} an-id`, or take it out."))
    said = _("“::: {words}” opens no {meant}; its name stands in braces", words=words, meant=meant)
    name = f"{{{meant}}} {rest.strip() or 'an-id'}"
    return replace(one, said=said, advice=_("Write `:::{name}`.", name=name))


def _directive(one: Refusal, line: str) -> Refusal:
    """Return what is told of a directive that is none of commentary's."""
    opening = _OPENING.match(line)
    meant = _record(opening["name"]) if opening else ""
    if not opening or not meant:
        return one
    said = _(
        "there is no directive “{name}”. Did you mean “{{{meant}}}”?",
        name=opening["name"],
        meant=meant,
    )
    return replace(one, said=said, advice=_("Write `:::{{{meant}}}`.", meant=meant))


def html_lines(found: Sequence[Refusal], content: str) -> frozenset[int]:
    """Return the lines of blocks of HTML that are refused: nothing else is to be said of these."""
    lines = refusal.lines_of(content)
    blocks: set[int] = set()
    for one in found:
        if one.code is not Refused.HTML or not lines[one.line - 1].lstrip(" \t>").startswith("<"):
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
