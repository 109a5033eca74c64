"""``text/text.lock``: what recognises and proves the text's wording without holding it.

Two kinds of fingerprint, neither of which lets the text be rebuilt:

*Grams* recognise. Of each section's stream of words, and of each note's, every seventh run of six
words is hashed (positions 0, 7, 14, …, while the run is whole), so that any twelve consecutive words
hold exactly one hashed run: ``gram + step - 1 == 12``. Winnowing (Schleimer, Wilkerson and Aiken,
“Winnowing: Local Algorithms for Document Fingerprinting”, SIGMOD 2003) chooses positions by content
and so hashes overlapping runs; with overlapping runs, whoever knows the words of one can try a
dictionary on the next word and read the text off the hashes. Here no two hashed runs overlap: the
next needs seven unknown words at once. Since the text's positions are fixed and every run of the
*other* side is hashed, nothing that winnowing would find is missed.

*Units* prove. A unit is one sentence, or several where they are short, of at least ``min_unit``
words (``min_first`` at the opening of a passage, whose first words the edition quotes), hashed as a
whole with its stops and capitals. A note of fewer words than ``min_unit`` is hashed together with
the unit at which its marker stands. No single word, and no short run, is ever hashed.

Both are stretched by PBKDF2-HMAC-SHA256 (RFC 8018) with the lock's salt, so that guessing is dear;
a set of 16-bit prefixes of a plain hash over all grams spares honest use most of that cost and
tells a guesser at most five bits.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from critical_edition.model.established import Span
from critical_edition.model.places import NoteId, PassageId, Place, parse_place
from critical_edition.model.sentences import count_words, split, words
from critical_edition.reading import files
from critical_edition.text import typography

GRAM = 6
STEP = 7
MIN_UNIT = 16
MIN_FIRST = 22
VERSION = 1
_ITERATIONS = 200
_GRAM_BYTES = 5
_UNIT_BYTES = 10
_FILTER_BYTES = (1 << 16) // 8


class LockError(Exception):
    """The lock file is absent or damaged."""


@dataclass(frozen=True, slots=True)
class Unit:
    """``sentences`` consecutive sentences of a place, proved together by ``fingerprint``.

    ``words`` and ``characters`` measure the unit's folded text.
    """

    sentences: int
    words: int
    characters: int
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class PlaceLock:
    """What the lock knows of a passage or note.

    ``start`` is its first word's position in its stream; ``sentence_words`` counts the words of
    each sentence; ``lead`` is, for a note too short to be hashed alone, the passage and the index
    (from 0) of the unit that it is hashed with. ``marks`` are the spans of its marks in the
    proofread plain text, in the order of the marks' files; ``marks_digest`` says which marks.
    """

    place: Place
    section: int
    start: int
    sentence_words: tuple[int, ...]
    units: tuple[Unit, ...]
    marks: tuple[Span, ...] = ()
    marks_digest: str = ""
    lead: tuple[PassageId, int] | None = None

    @property
    def words(self) -> int:
        """How many words the place has."""
        return sum(self.sentence_words)

    @property
    def stream(self) -> str:
        """The stream that the place's grams are counted in: ``s2`` or ``n7``."""
        return f"s{self.section}" if isinstance(self.place, PassageId) else str(self.place)


@dataclass(frozen=True, slots=True)
class SectionLock:
    """A section's number, title and file name without suffix."""

    number: int
    title: str
    slug: str


@dataclass(frozen=True, slots=True)
class Lock:
    """The whole lock.

    ``places`` are in the order of the edition: passage, its notes, passage … ``prefixes`` holds
    65,536 bytes, 1 where a gram of the text may have that :meth:`Hasher.prefix`.
    """

    salt: bytes
    sections: tuple[SectionLock, ...]
    places: tuple[PlaceLock, ...]
    grams: Mapping[str, tuple[bytes, ...]]
    prefixes: bytes
    iterations: int = _ITERATIONS
    _by_place: dict[Place, PlaceLock] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_place.update({p.place: p for p in self.places})

    def __getitem__(self, place: Place) -> PlaceLock:
        return self._by_place[place]

    def __contains__(self, place: object) -> bool:
        return place in self._by_place

    @property
    def passages(self) -> tuple[PlaceLock, ...]:
        """The passages in order."""
        return tuple(p for p in self.places if isinstance(p.place, PassageId))

    @property
    def notes(self) -> tuple[PlaceLock, ...]:
        """The author's notes in order."""
        return tuple(p for p in self.places if isinstance(p.place, NoteId))

    @property
    def sentences(self) -> int:
        """How many sentences the text has, its notes included."""
        return sum(len(p.sentence_words) for p in self.places)


class Hasher:
    """Makes the lock's fingerprints; one for each salt and strength."""

    def __init__(self, salt: bytes, iterations: int = _ITERATIONS) -> None:
        self._salt = salt
        self._iterations = iterations

    def prefix(self, forms: Sequence[str]) -> int:
        """Return 16 cheap bits of a gram, for the filter."""
        return int.from_bytes(next(self.prefixes(forms, len(forms))), "big")

    def prefixes(self, forms: Sequence[str], size: int = GRAM) -> Iterator[bytes]:
        """Yield the prefixes of all runs of ``size`` among the word forms, in order: two bytes each."""
        # Encoded together, and the key taken in once: hundreds of thousands of runs are hashed in a check.
        data = " ".join(forms).encode()
        ends = list(accumulate(map(len, data.split(b" "))))
        keyed = hashlib.blake2b(digest_size=2, key=self._salt).copy
        for at, (start, end) in enumerate(zip([0, *ends], ends[size - 1 :], strict=False)):
            made = keyed()
            made.update(data[start + at : end + at + size - 1])
            yield made.digest()

    def gram(self, forms: Sequence[str]) -> bytes:
        """Return the fingerprint of :data:`GRAM` word forms."""
        return self._stretch(b"gram\0" + " ".join(forms).encode(), _GRAM_BYTES)

    def unit(self, text: str, lead: str = "") -> bytes:
        """Return the fingerprint of a unit's folded text, after that of its lead if it has one."""
        source = f"{lead}\0{text}" if lead else text
        return self._stretch(b"unit\0" + source.encode(), _UNIT_BYTES)

    def _stretch(self, data: bytes, size: int) -> bytes:
        return hashlib.pbkdf2_hmac("sha256", data, self._salt, self._iterations, size)


@dataclass(frozen=True, slots=True)
class GramHit:
    """A gram of some text that stands in the text too.

    ``word`` is the index of its first word in the text searched; ``stream`` and ``position`` say
    where in the text.
    """

    word: int
    stream: str
    position: int


class GramIndex:
    """Finds the text's grams in any sequence of word forms."""

    def __init__(self, lock: Lock) -> None:
        self._hasher = Hasher(lock.salt, lock.iterations)
        self._at: dict[bytes, list[tuple[str, int]]] = {}
        for stream, grams in lock.grams.items():
            for number, gram in enumerate(grams):
                self._at.setdefault(gram, []).append((stream, number * STEP))
        self._filter = {
            number.to_bytes(2, "big") for number, known in enumerate(lock.prefixes) if known
        }
        self._found: dict[tuple[str, ...], Sequence[tuple[str, int]]] = {}

    def _places(self, run: tuple[str, ...]) -> Sequence[tuple[str, int]]:
        """Return where a run stands in the text. Programs say the same again and again."""
        if run not in self._found:
            self._found[run] = self._at.get(self._hasher.gram(run), ())
        return self._found[run]

    def search(self, forms: Sequence[str]) -> Iterator[GramHit]:
        """Yield the hits in order of their word index, then of the lock."""
        known = self._filter
        for at, prefix in enumerate(self._hasher.prefixes(forms)):
            if prefix in known:
                for stream, position in self._places(tuple(forms[at : at + GRAM])):
                    yield GramHit(at, stream, position)


# --- making -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A place of the proofread text: its educated plain text, and where its marks stand in it."""

    place: Place
    section: int
    text: str
    marks: tuple[Span, ...]
    marks_digest: str
    markers: tuple[tuple[int, int], ...] = ()
    """Of a passage: (note number, offset) of each marker in the text."""


def build(
    sections: Iterable[SectionLock], sources: Sequence[Source], salt: bytes | None = None
) -> Lock:
    """Make the lock of a proofread text; ``salt`` is drawn anew where none is given."""
    salt = salt or secrets.token_bytes(16)
    hasher = Hasher(salt)
    grams: dict[str, tuple[bytes, ...]] = {}
    prefixes = bytearray(1 << 16)
    streams: dict[str, list[str]] = {}
    places: list[PlaceLock] = []
    leads: dict[NoteId, tuple[PassageId, int, str]] = {}
    for source in sources:
        folded = typography.fold(source.text)
        spans = split(folded)
        counts = [count_words(folded[s.start : s.end]) for s in spans]
        passage = isinstance(source.place, PassageId)
        groups = group(counts, MIN_FIRST if passage else MIN_UNIT)
        if passage and sum(counts) < MIN_FIRST:
            raise LockError(
                f"passage {source.place} has {sum(counts)} words: too few to be hashed unguessably"
            )
        lead = None
        if isinstance(source.place, NoteId) and sum(counts) < MIN_UNIT:
            if source.place not in leads:
                raise LockError(f"note {source.place} has no marker in any passage before it")
            home, index, lead_text = leads[source.place]
            lead = (home, index)
        units: list[Unit] = []
        first = 0
        for size in groups:
            text = folded[spans[first].start : spans[first + size - 1].end]
            for number, at in source.markers:
                if spans[first].start <= at <= spans[first + size - 1].end:
                    assert isinstance(source.place, PassageId)
                    leads[NoteId(number)] = (source.place, len(units), text)
            fingerprint = hasher.unit(text, lead_text if lead else "")
            total = sum(counts[first : first + size])
            units.append(Unit(size, total, len(text), fingerprint))
            first += size
        stream = f"s{source.section}" if passage else str(source.place)
        forms = streams.setdefault(stream, [])
        places.append(
            PlaceLock(
                source.place,
                source.section,
                len(forms),
                tuple(counts),
                tuple(units),
                source.marks,
                source.marks_digest,
                lead,
            )
        )
        forms.extend(w.form for w in words(folded))
    for stream, forms in streams.items():
        runs = [forms[i : i + GRAM] for i in range(0, len(forms) - GRAM + 1, STEP)]
        grams[stream] = tuple(hasher.gram(run) for run in runs)
        for run in runs:
            prefixes[hasher.prefix(run)] = 1
    return Lock(salt, tuple(sections), tuple(places), grams, bytes(prefixes))


def group(counts: Sequence[int], first: int) -> list[int]:
    """Return how many sentences each unit takes: as few as reach the least number of words.

    ``counts`` are words a sentence; the first unit needs ``first`` words, the others
    :data:`MIN_UNIT`. What remains at the end joins the last unit.
    """
    groups: list[int] = []
    size = total = 0
    for count in counts:
        size += 1
        total += count
        if total >= (MIN_UNIT if groups else first):
            groups.append(size)
            size = total = 0
    if size and groups:
        groups[-1] += size
    elif size:
        groups.append(size)
    return groups


# --- reading and writing ----------------------------------------------------------------------

_HEAD = """\
# Fingerprints of the established text, made by `edition text lock`. Never edited by hand.
# They recognise the words of a reader's copy and prove them; they do not hold them.
"""


def dumps(lock: Lock) -> str:
    """Return the lock as TOML; the same lock always gives the same text."""
    lines = [
        _HEAD.rstrip(),
        f"version = {VERSION}",
        f'salt = "{lock.salt.hex()}"',
        f"iterations = {lock.iterations}",
        f'filter = "{_encode(_pack(lock.prefixes))}"',
    ]
    for section in lock.sections:
        lines += [
            "",
            "[[section]]",
            f"number = {section.number}",
            f'title = "{section.title}"',
            f'slug = "{section.slug}"',
            f'grams = "{_encode(b"".join(lock.grams.get(f"s{section.number}", ())))}"',
        ]
        for place in lock.places:
            if place.section != section.number:
                continue
            units = ", ".join(
                f'[{u.sentences}, {u.characters}, "{_encode(u.fingerprint)}"]' for u in place.units
            )
            lines += [
                "[[section.place]]",
                f'id = "{place.place}"',
                f"sentences = {list(place.sentence_words)}",
                f"units = [{units}]",
            ]
            if place.marks:
                spans = ", ".join(f"[{m.start}, {m.end}]" for m in place.marks)
                lines += [f"marks = [{spans}]", f'marks_digest = "{place.marks_digest}"']
            if place.lead:
                lines.append(f'lead = ["{place.lead[0]}", {place.lead[1]}]')
            if isinstance(place.place, NoteId) and lock.grams.get(place.stream):
                lines.append(f'grams = "{_encode(b"".join(lock.grams[place.stream]))}"')
    return "\n".join(lines) + "\n"


def loads(source: str) -> Lock:
    """Read a lock; raise :class:`LockError` where it is damaged or of another version."""
    try:
        data = tomllib.loads(source)
        if data["version"] != VERSION:
            raise LockError(f"the lock is of version {data['version']}, not {VERSION}")
        grams: dict[str, tuple[bytes, ...]] = {}
        sections: list[SectionLock] = []
        places: list[PlaceLock] = []
        for table in data["section"]:
            section = SectionLock(table["number"], table["title"], table["slug"])
            sections.append(section)
            grams[f"s{section.number}"] = _chunks(table["grams"])
            start = 0
            for item in table["place"]:
                place = parse_place(item["id"])
                counts = tuple(item["sentences"])
                units: list[Unit] = []
                first = 0
                for size, characters, fingerprint in item["units"]:
                    total = sum(counts[first : first + size])
                    units.append(Unit(size, total, characters, _decode(fingerprint, _UNIT_BYTES)))
                    first += size
                passage = isinstance(place, PassageId)
                lead = item.get("lead")
                places.append(
                    PlaceLock(
                        place,
                        section.number,
                        start if passage else 0,
                        counts,
                        tuple(units),
                        tuple(Span(*m) for m in item.get("marks", ())),
                        item.get("marks_digest", ""),
                        (PassageId.parse(lead[0]), lead[1]) if lead else None,
                    )
                )
                if passage:
                    start += sum(counts)
                else:
                    grams[str(place)] = _chunks(item.get("grams", ""))
        lock = Lock(
            bytes.fromhex(data["salt"]),
            tuple(sections),
            tuple(places),
            grams,
            _unpack(_decode(data["filter"], _FILTER_BYTES)),
            data["iterations"],
        )
        _check(lock)
        return lock
    except (KeyError, TypeError, ValueError) as error:
        raise LockError(
            f"the lock is damaged ({error}); take it afresh from the repository"
        ) from error


def _check(lock: Lock) -> None:
    """Raise ValueError where the lock's parts don't belong together."""
    sizes: dict[str, int] = dict.fromkeys(lock.grams, 0)
    for place in lock.places:
        sizes[place.stream] += place.words
        if sum(u.sentences for u in place.units) != len(place.sentence_words):
            raise ValueError(f"{place.place}: the units do not hold all sentences")
        if place.lead and len(lock[place.lead[0]].units) <= place.lead[1]:
            raise ValueError(f"{place.place}: no such unit of {place.lead[0]}")
    for stream, size in sizes.items():
        if len(lock.grams[stream]) != len(range(0, size - GRAM + 1, STEP)):
            raise ValueError(f"{stream}: its grams are not those of {size} words")


def load(path: Path) -> Lock:
    """Read the lock file; raise :class:`LockError` where it is absent or damaged."""
    try:
        return loads(files.text(path, 16 * files.MAX_FILE))
    except (OSError, UnicodeDecodeError) as error:
        raise LockError(f"{path} cannot be read ({error})") from error


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _chunks(source: str) -> tuple[bytes, ...]:
    data = base64.b64decode(source, validate=True)
    if len(data) % _GRAM_BYTES:
        raise ValueError("a gram is cut short")
    return tuple(data[i : i + _GRAM_BYTES] for i in range(0, len(data), _GRAM_BYTES))


def _decode(source: str, size: int) -> bytes:
    data = base64.b64decode(source, validate=True)
    if len(data) != size:
        raise ValueError(f"{len(data)} bytes where {size} are due")
    return data


def _pack(flags: bytes) -> bytes:
    return bytes(sum(flags[i + bit] << bit for bit in range(8)) for i in range(0, len(flags), 8))


def _unpack(packed: bytes) -> bytes:
    return bytes(byte >> bit & 1 for byte in packed for bit in range(8))
