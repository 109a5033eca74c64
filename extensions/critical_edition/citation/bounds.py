"""What ``references.bib`` may be, looked at before anything parses it. No Sphinx, no pybtex.

BibTeX's strings can be made of others, each twice as long as the last, and a record of megabytes takes
its parser minutes. Characters that cannot be seen end the build of an EPUB or a PDF, and a name with
more than two commas that of everything.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

from critical_edition.citation.names import NAME_FIELDS, split_commas, split_names
from critical_edition.model.codes import Code
from critical_edition.model.messages import NOTHING, Message, _
from critical_edition.model.refused import Refused
from critical_edition.reading.characters import UNSEEN
from critical_edition.reading.places import place

MAX_RECORDS = 2 * 2**20
"""Code points of the file."""
MAX_RECORD = 20_000
"""Code points of a record."""
MAX_STRING = 2_000
"""Code points of an abbreviation (``@string``), with what stands behind it."""
MAX_EXPANDED = 20 * 2**20
"""Code points that all abbreviations may come to where they are used."""
MAX_FIELDS = 100
"""Fields of a record."""
MAX_JOINED = 20
"""Joints (``#``) of a record."""
MAX_NESTED = 40
"""Braces that stand open in a record."""

_STRING = re.compile(r"@\s*string\s*[{(][^@]*", re.IGNORECASE)
_USED = re.compile(r"[=#]\s*[A-Za-z]")
_RECORD = re.compile(r"@\s*(?P<type>\w+)\s*[{(]")
_NAMES = re.compile(
    rf"[,\s](?P<field>{'|'.join(NAME_FIELDS)})\s*=\s*(?P<opening>[{{\"])", re.IGNORECASE
)
_COMMAS = 2
"""Commas of a name: “Rauch, Jr., Georg”."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where (line and column from 1)."""

    code: enum.StrEnum
    line: int
    column: int
    said: Message

    @property
    def message(self) -> str:
        """What is wrong, in words."""
        return str(self.said)


def faults(source: str) -> Iterator[Fault]:
    """Yield what the file may not have, in its order; nothing may parse it if there is any."""
    if len(source) > MAX_RECORDS:
        message = _(
            "the file has {count} characters; {max_records} are permitted",
            count=len(source),
            max_records=MAX_RECORDS,
        )
        yield Fault(Code.RECORD_SYNTAX, 1, 1, message)
        return
    starts = [match.start() for match in _RECORD.finditer(source)]
    for start, end in zip([0, *starts], [*starts, len(source)], strict=True):
        record = source[start:end]
        if message := _too_much(record):
            yield Fault(Code.RECORD_SYNTAX, *place(source, start), message)
        else:
            for at, message in _names(record):
                yield Fault(Code.RECORD_FIELD, *place(source, start + at), message)
    strings = [len(s) for s in _STRING.findall(source)]
    if max(strings, default=0) * len(_USED.findall(source)) > MAX_EXPANDED:
        message = _("abbreviations are used so often that too much would come of them")
        yield Fault(Code.RECORD_SYNTAX, 1, 1, message)
    for match in UNSEEN.finditer(source):
        char = f"U+{ord(match[0]):04X}"
        message = _(
            "the character {char} cannot be seen, or changes how others are read", char=char
        )
        yield Fault(Refused.CHARACTER, *place(source, match.start()), message)


def _too_much(record: str) -> Message:
    match = _RECORD.match(record)
    kind = match["type"].lower() if match else ""
    if kind == "string":
        if "#" in record:
            return _("an abbreviation is made of others (#), which is not permitted")
        size = len(record.rstrip())
        return _many("an abbreviation", size, "characters", MAX_STRING)
    if not match or len(record) > MAX_RECORD:
        return _many("a record", len(record), "characters", MAX_RECORD)
    for sign, limit, what in (("=", MAX_FIELDS, "fields"), ("#", MAX_JOINED, "joints (#)")):
        if message := _many("a record", record.count(sign), what, limit):
            return message
    depth = most = 0
    for brace in re.findall(r"[{}]", record):
        depth += 1 if brace == "{" else -1
        most = max(most, depth)
    return _many("a record", most, "braces in one another", MAX_NESTED)


def _many(whole: str, count: int, what: str, limit: int) -> Message:
    """Say that something has more of what it may have; nothing where it has not."""
    if count <= limit:
        return NOTHING
    return _(
        "{whole} has {count} {what}; {limit} are permitted",
        whole=whole,
        count=count,
        what=what,
        limit=limit,
    )


def _names(record: str) -> Iterator[tuple[int, Message]]:
    """Yield where a name has more commas than a name can have, and what to write."""
    for match in _NAMES.finditer(record):
        depth, at = 0, match.end()
        closing = "}" if match["opening"] == "{" else '"'
        while at < len(record) and (depth or record[at] != closing):
            depth += {"{": 1, "}": -1}.get(record[at], 0)
            at += 1
        for name in split_names(record[match.end() : at]):
            if len(split_commas(name)) > _COMMAS + 1:
                form = "Gogh, Vincent van" if "=" in name else "Gogh, Jr., Vincent"
                message = _(
                    "“{field}” has a name with more than two commas: write “{form}”, and “and” "
                    "between names",
                    field=match["field"].lower(),
                    form=form,
                )
                yield match.start("field"), message
