"""``text/lemmata.lock``: which lemmata were found in the text, for those who have no copy of it.

Every lemma that the edition uses is recorded by what hangs on it: its place, the position of its
first word there, and a digest of the place and its words; of a stretch (“first … last”) also the
position of its last word. The words themselves are quoted in the
edition already; the digest (PBKDF2-HMAC-SHA256 with a salt of its own) tells nothing about any
others, and nothing is recorded of words that no record quotes.
"""

from __future__ import annotations

import enum
import hashlib
import secrets
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from critical_edition.model.anchor import Anchor
from critical_edition.model.established import EstablishedText
from critical_edition.model.lemma import LemmaError, find, fold
from critical_edition.model.places import Place, parse_place
from critical_edition.model.sentences import words
from critical_edition.reading import files

VERSION = 1
_ITERATIONS = 1000
_BYTES = 8
_HEAD = """\
# Lemmata that were found in the text, made by `edition text lemmata`. Never edited by hand.
"""


class RecordError(Exception):
    """The record of lemmata is damaged."""


class Verdict(enum.Enum):
    """What the record says of a lemma."""

    VERIFIED = "verified"
    CHANGED = "changed"
    UNRECORDED = "unrecorded"


@dataclass(frozen=True, slots=True)
class Entry:
    """A lemma that was found: its place, the position of its first word there (from 0), a digest.

    ``last`` is the position of a stretch's last word; what is quoted whole tells its own length.
    """

    place: Place
    word: int
    digest: str
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The record: entries by what hangs on the lemma, such as ``comment-war-scare``."""

    salt: bytes
    entries: Mapping[str, Entry]
    iterations: int = _ITERATIONS
    _digests: dict[tuple[str, str], str] = field(default_factory=dict, repr=False, compare=False)
    _found: set[tuple[Place, str]] = field(default_factory=set, repr=False, compare=False)

    def verdict(self, ref: str, anchor: Anchor) -> Verdict:
        """Say whether an anchor's lemma is one that was found at its place."""
        digest = self.digest(anchor)
        own = self.entries.get(ref)
        if own is not None:
            right = own.place == anchor.first and own.digest == digest
            if right:
                return Verdict.VERIFIED
        if not self._found:
            self._found.update((e.place, e.digest) for e in self.entries.values())
        if (anchor.first, digest) in self._found:
            return Verdict.VERIFIED
        return Verdict.UNRECORDED if own is None else Verdict.CHANGED

    def know(self, digests: Mapping[tuple[str, str], str]) -> None:
        """Take over digests made before with the same salt and as many iterations."""
        self._digests.update(digests)

    def digests(self, anchors: Iterable[Anchor]) -> dict[tuple[str, str], str]:
        """Return the digests of anchors' lemmata, to be taken over another time."""
        made = ((_key(anchor), self.digest(anchor)) for anchor in anchors)
        return dict(sorted(made))

    def digest(self, anchor: Anchor) -> str:
        """Return the digest of an anchor's place and lemma."""
        key = _key(anchor)
        if key not in self._digests:
            data = "\0".join(key).encode()
            hashed = hashlib.pbkdf2_hmac("sha256", data, self.salt, self.iterations, _BYTES)
            self._digests[key] = hashed.hex()
        return self._digests[key]


def _key(anchor: Anchor) -> tuple[str, str]:
    """Return what is digested: the place, and the lemma with single spaces."""
    return str(anchor.first), " ".join(fold(str(anchor.lemma)).split())


def record(
    anchors: Iterable[tuple[str, Anchor]], text: EstablishedText, before: Recorded | None
) -> tuple[Recorded, tuple[str, ...]]:
    """Record the lemmata that stand in a verified text; return also what could not be recorded.

    What stands at a place that is not established, or not verified, is kept as it was recorded.
    """
    made = Recorded(before.salt if before else secrets.token_bytes(16), {})
    entries: dict[str, Entry] = {}
    problems: list[str] = []
    for ref, anchor in anchors:
        if anchor.lemma is None:
            continue
        unit = text.get(anchor.first)
        if unit is None or not unit.verified:
            if before and before.verdict(ref, anchor) is Verdict.VERIFIED and ref in before.entries:
                entries[ref] = before.entries[ref]
            else:
                problems.append(f"{ref}: {anchor.first} is not established and verified")
            continue
        try:
            span = find(unit.content.text, anchor.lemma)
        except LemmaError as error:
            problems.append(f"{ref}: {anchor.first}: {error}")
            continue
        position = sum(1 for _ in words(unit.content.text[: span.start]))
        last = None
        if anchor.lemma.last:
            last = sum(1 for _ in words(unit.content.text[: span.end])) - 1
        entries[ref] = Entry(anchor.first, position, made.digest(anchor), last)
    return Recorded(made.salt, dict(sorted(entries.items()))), tuple(problems)


def dumps(recorded: Recorded) -> str:
    """Return the record as TOML; the same record always gives the same text."""
    lines = [
        _HEAD.rstrip(),
        f"version = {VERSION}",
        f'salt = "{recorded.salt.hex()}"',
        f"iterations = {recorded.iterations}",
        "",
        "[lemmata]",
        *(f"{ref} = {_value(entry)}" for ref, entry in recorded.entries.items()),
    ]
    return "\n".join(lines) + "\n"


def _value(entry: Entry) -> str:
    last = "" if entry.last is None else f", {entry.last}"
    return f'["{entry.place}", {entry.word}, "{entry.digest}"{last}]'


def loads(source: str) -> Recorded:
    """Read a record; raise :class:`RecordError` where it is damaged or of another version."""
    try:
        data = tomllib.loads(source)
        if data["version"] != VERSION:
            raise RecordError(f"the record of lemmata is of version {data['version']}")
        entries = {
            str(ref): Entry(parse_place(place), int(word), str(digest), *map(int, last))
            for ref, (place, word, digest, *last) in data["lemmata"].items()
        }
        return Recorded(bytes.fromhex(data["salt"]), entries, int(data["iterations"]))
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError(f"the record of lemmata is damaged ({error})") from error


def load(path: Path) -> Recorded | None:
    """Read the record; None where there is none. Raise :class:`RecordError` where it is damaged."""
    if not path.is_file():
        return None
    try:
        return loads(files.text(path))
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"{path.name} cannot be read ({error})") from error
