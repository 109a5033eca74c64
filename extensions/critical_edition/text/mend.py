"""Candidate repairs of a damaged stretch of text; the caller takes only what a fingerprint proves.

Damage is found at *sites*, each with its possible readings, the likeliest first. The candidates
are all combinations, those with the fewest unlikely readings first, up to a limit. Nothing here
knows the right text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from critical_edition.text.typography import fold

_ENDINGS = (".", '."', "?", '?"', "!", '!"', '"', ".'\"", ".)", ").", ")", "", ",", ";", ":", "'")
_CONFUSIONS = (
    ("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("ii", "u"), ("vv", "w"), ("li", "h"),
    ("l", "1"), ("1", "l"), ("1", "I"), ("I", "l"), ("l", "I"), ("0", "o"), ("0", "O"), ("O", "0"),
    ("e", "c"), ("c", "e"), ("h", "b"), ("b", "h"), ("n", "u"), ("u", "n"), ("s", "z"), ("z", "s"),
    ("t", "f"), ("f", "t"), ("i", "l"), ("l", "i"), ("5", "S"), ("8", "3"), ("3", "8"), ("8", "B"),
    ("tl", "d"), ("fi", "ñ"), ("a", "o"), ("o", "a"), ("6", "5"), ("5", "6"), ("7", "1"), ("1", "7"),
)  # fmt: skip
_AT_ONCE = 4
_LETTERS = "etaoinshrdlcumwfgypbvkjxqz"


@dataclass(frozen=True, slots=True)
class Site:
    """A stretch ``[start, end)`` of the raw text that may be read in several ways."""

    start: int
    end: int
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    readings: tuple[str, ...]


def _rule(pattern: str, *readings: str) -> _Rule:
    return _Rule(re.compile(pattern), readings)


# The order matters: a stretch belongs to the first rule that matches there.
_MARKERS = (
    # A superscript is a marker, wherever it stands; with a figure glued or spaced, it may be one.
    # Between a word and its stops, it leaves them there.
    _rule(r"(?<=[^\W_⁰¹²³⁴⁵⁶⁷⁸⁹])[ \t]*[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?=[.,;:?!)\]\"'])", ""),
    _rule(r"[ \t]*[⁰¹²³⁴⁵⁶⁷⁸⁹]+[.)\]}]*(?=[\s—]|$)", ""),
    _rule(r"[ \t]*[⁰¹²³⁴⁵⁶⁷⁸⁹]+", ""),
    _rule(r"[ \t]*\[\^?\w{0,3}\d{1,3}\]|[ \t]*\(\d{1,3}\)(?=[\s.,;?!\"']|$)", "", "\0"),
    # The number of a page in the running text.
    _rule(r"[ \t]*(?:\[(?:pp?\.?|page)\s?\d{1,3}\]|[/{|]{1,2}\s?\d{3}\s?[/}|]{1,2})(?=\s|$)", ""),
)
_PASSAGE_MARKERS = (
    _rule(r"^[\"'\[(]*\d{1,3}[\"'\])]*\s+(?=[\"']?[A-Z])", "", "\0"),
    _rule(
        r"(?<=[.,;:?!\"')\]])(?:\s[\"'\[(^{]*|[\[(^{]?)\d{1,3}[\])}\"']*(?=\s|$|—)",
        "",
        "\0",
        '"',
        ' ."',
    ),
    _rule(r"(?<=[a-z])\d{1,3}(?=[\s,.;:?!\"')—]|$)", ""),
    _rule(r"(?<=[.,;:?!\"')\]])\d{1,3}(?=[A-Z])", " "),
    _rule(r"(?<=[A-Za-z])\s\d{1,2}(?=[.,;:?!]?(?:\s[A-Z]|$))", "\0", ""),
    _rule(r"(?<=\S)[ \t](?:\d{3}|\(pp?\. ?\d{3}\))(?=[ \t]\S)", "\0", ""),
)
_NOTE_HEADS = (
    # What is left of the stop after the note's number.
    _rule(r"^[\s.,;:)\]}]+(?=\S)", ""),
)
_COMMON = (
    _rule(r"(?<=[^\W\d_])-[ \t]*\n[ \t]*(?=[a-z])", "", "-", "—"),
    _rule(r"-[ \t]*\n[ \t]*(?=[A-Z\d\"'])", "-", "—", ""),
    _rule(r"—[ \t]*\n[ \t]*|[ \t]*\n[ \t]*—", "—"),
    _rule(r"(?<=\.\s\.)\s+(?=\")", " .", "", "\0"),
    _rule(r"(?<=')\s+(?=\"[\s\W])|\s+(?=[\"'](?:[-—,.;:)]|$))", "", "\0"),
    _rule(r"(?<=[\"')])-(?=[a-z])", "—", "-"),
    _rule(r"(?<=[^\W\d_])-(?=[^\W\d_])", "-", "—", "", " "),
    _rule(r"(?<=[^\W\d_])—(?=[^\W\d_])", "—", "-", "–"),
    _rule(r"(?<=[^\W\d_])\s–\s?(?=[^\W\d_])|(?<=[^\W\d_])–\s(?=[^\W\d_])", "—", "–"),
    _rule(r"[ \t]+(?=[,;:?!)\]])|[ \t]+(?=\.(?!\s\.))|(?<=[(\[])[ \t]+", "", "\0"),
    _rule(r"(?<=[a-z]{2}[,.;:?!])(?=[A-Za-z])", " ", ""),
    _rule(r"(?<=[a-z]{2}[.?!]\")(?=[A-Za-z])", " ", ""),
    _rule(r"'''", "'\"", "\"'", "\0"),
    _rule(r"''|``", '"', "'", "\0"),
    _rule(r"(?<=\s)\"(?=\s)", "", '"'),
    _rule(r"(?<=\w)'(?=[)\s])", "'", ""),
    _rule(r"[{}|~*_\\]+", ""),
)


def sites(raw: str, *, note: bool, vocabulary: Mapping[str, int]) -> list[Site]:
    """Return the sites of a raw stretch in order; they do not overlap.

    ``note`` says whether it comes from a note, where figures are rarely markers;
    ``vocabulary`` counts the copy's words, casefolded, and decides what a broken line joins to.
    """
    found: list[Site] = []
    taken = bytearray(len(raw) + 1)
    rules = (*_MARKERS, *(_NOTE_HEADS if note else _PASSAGE_MARKERS), *_COMMON)
    for rule in rules:
        for match in rule.pattern.finditer(raw):
            start, end = match.span()
            if any(taken[start : max(end, start + 1)]):
                continue
            taken[start : max(end, start + 1)] = b"\1" * (max(end, start + 1) - start)
            readings = tuple(match[0] if r == "\0" else r for r in rule.readings)
            if "\n" in match[0] and readings[:2] == ("", "-"):
                readings = _line_end(raw, start, end, readings, vocabulary)
            found.append(Site(start, end, tuple(dict.fromkeys(readings))))
    return sorted(found, key=lambda s: (s.start, s.end))


def _line_end(
    raw: str, start: int, end: int, readings: tuple[str, ...], vocabulary: Mapping[str, int]
) -> tuple[str, ...]:
    before = re.search(r"[^\W\d_]*$", raw[:start])
    after = re.match(r"[^\W\d_]*", raw[end:])
    head = before[0].casefold() if before else ""
    tail = after[0].casefold() if after else ""
    joined = vocabulary.get(head + tail, 0)
    apart = min(vocabulary.get(head, 0), vocabulary.get(tail, 0))
    return readings if joined or not apart else (readings[1], readings[0], *readings[2:])


def render(raw: str, found: Collection[Site], choice: Mapping[int, str]) -> str:
    """Return the folded text with each site read as ``choice`` says (by its index), else likeliest."""
    out: list[str] = []
    at = 0
    for index, site in enumerate(found):
        out.append(raw[at : site.start])
        out.append(choice.get(index, site.readings[0]))
        at = site.end
    out.append(raw[at:])
    return fold("".join(out))


def candidates(
    raw: str, *, note: bool, vocabulary: Mapping[str, int], limit: int = 400
) -> Iterator[str]:
    """Yield folded readings of the raw stretch, the likeliest first, each once, at most ``limit``."""
    found = sites(raw, note=note, vocabulary=vocabulary)
    seen: set[str] = set()

    def fresh(text: str) -> bool:
        if text in seen or len(seen) >= limit:
            return False
        seen.add(text)
        return True

    first = render(raw, found, {})
    if fresh(first):
        yield first
    alternatives = [(i, r) for i, site in enumerate(found) for r in site.readings[1:]]
    singles: list[dict[int, str]] = [{i: r} for i, r in alternatives]
    pairs = ({i: r, j: q} for (i, r), (j, q) in itertools.combinations(alternatives, 2) if i != j)
    for choice in singles:
        if fresh(text := render(raw, found, choice)):
            yield text
    for text in itertools.chain(_endings(first), _lowered(first)):
        if fresh(text):
            yield text
    for choice in itertools.chain(pairs, _triples(alternatives)):
        if len(seen) >= limit:
            return
        if fresh(text := render(raw, found, choice)):
            yield text


def _triples(alternatives: list[tuple[int, str]]) -> Iterator[dict[int, str]]:
    if len(alternatives) <= 14:
        for three in itertools.combinations(alternatives, 3):
            if len({i for i, _ in three}) == 3:
                yield dict(three)


def _lowered(text: str) -> Iterator[str]:
    """Yield the text with its opening words, set in capitals, in small letters or as names."""
    opening: list[re.Match[str]] = []
    for match in re.finditer(r"\S+", text):
        letters = re.sub(r"[\W\d_]", "", match[0])
        if letters and not letters.isupper():
            break
        opening.append(match)
    if not any(len(m[0]) > 2 for m in opening) or len(opening) > 8:
        return  # Nothing, or initials, or a heading.
    first = opening[0]
    choices = [[first[0].capitalize() if first[0][0].isalpha() else first[0].title()]]
    choices += [list(dict.fromkeys((m[0].lower(), m[0].title(), m[0]))) for m in opening[1:]]
    rest = text[opening[-1].end() :]
    for words in itertools.islice(itertools.product(*choices), 200):
        yield " ".join(words) + rest


def _endings(text: str) -> Iterator[str]:
    """Yield the text with other stops and closing marks at its end, figures after them dropped."""
    core = re.sub(r"[\W_]+$", "", re.sub(r"[\W_]+\d{0,3}[\W_]*$", "", text))
    for stem in dict.fromkeys((re.sub(r"[\W_]+$", "", text), core)):
        for ending in _ENDINGS:
            yield stem + ending


def spellings(text: str, vocabulary: Mapping[str, int], limit: int) -> Iterator[str]:
    """Yield readings of a folded text with one suspicious word spelt otherwise, at most ``limit``.

    A word is suspicious that the copy has once only. It may be parted in two known words, joined
    with its neighbour, have a common confusion of characters, or any one letter changed, lost or
    too many.
    """
    count = 0
    matches = list(re.finditer(r"[^\W_]+", text))
    doubtful = [m for m in matches if vocabulary.get(m[0].casefold(), 0) < 2]
    doubtful.sort(key=lambda m: (m[0].isalpha(), -len(m[0])))

    def variants(source: Iterator[tuple[int, int, str]]) -> Iterator[str]:
        for start, end, reading in source:
            yield text[:start] + reading + text[end:]

    for stage in (_joined(text, matches), _confused(doubtful), _parted(doubtful, vocabulary),
                  _one_letter(doubtful)):  # fmt: skip
        for variant in variants(stage):
            if count >= limit:
                return
            count += 1
            yield variant


def known_words(text: str, vocabulary: Mapping[str, int]) -> Iterator[str]:
    """Yield the text with suspicious words replaced by words of the copy that differ in a letter.

    Several are replaced at once where several are suspicious, at most four.
    """
    sites: list[tuple[int, int, list[str]]] = []
    for match in re.finditer(r"[^\W\d_]+", text):
        word = match[0]
        if vocabulary.get(word.casefold(), 0) > 1:
            continue
        known = [w for w in _neighbours(word.casefold()) if vocabulary.get(w, 0)]
        known.sort(key=lambda w: -vocabulary[w])
        if known:
            sites.append((match.start(), match.end(), [_as_in(word, w) for w in known[:4]]))
    for count in range(1, min(len(sites), _AT_ONCE) + 1):
        for chosen in itertools.combinations(sites, count):
            for readings in itertools.product(*(s[2] for s in chosen)):
                out: list[str] = []
                at = 0
                for (start, end, _), reading in zip(chosen, readings, strict=True):
                    out += [text[at:start], reading]
                    at = end
                yield "".join([*out, text[at:]])


def _neighbours(word: str) -> set[str]:
    """Return all that differs from the word by a letter changed, lost, too many, or swapped."""
    parts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    near = {a + b[1:] for a, b in parts if b}
    near |= {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    near |= {a + c + b[1:] for a, b in parts if b for c in _LETTERS}
    near |= {a + c + b for a, b in parts for c in _LETTERS}
    return near - {word}


def _as_in(model: str, word: str) -> str:
    """Return the word with capitals as the model has them."""
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def _joined(text: str, matches: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    for one, two in itertools.pairwise(matches):
        if text[one.end() : two.start()] == " ":
            yield one.start(), two.end(), one[0] + two[0]


def _parted(
    doubtful: list[re.Match[str]], vocabulary: Mapping[str, int]
) -> Iterator[tuple[int, int, str]]:
    for match in doubtful:
        word = match[0]
        for at in range(1, len(word)):
            if vocabulary.get(word[:at].casefold()) and vocabulary.get(word[at:].casefold()):
                yield match.start(), match.end(), f"{word[:at]} {word[at:]}"


def _confused(doubtful: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    for match in doubtful:
        word = match[0]
        for wrong, right in _CONFUSIONS:
            at = word.find(wrong)
            while at >= 0:
                yield match.start(), match.end(), word[:at] + right + word[at + len(wrong) :]
                at = word.find(wrong, at + 1)


def _one_letter(doubtful: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    for match in doubtful:
        word = match[0]
        for at in range(len(word)):
            for letter in _LETTERS:
                same = letter.upper() if word[at].isupper() else letter
                yield match.start(), match.end(), word[:at] + same + word[at + 1 :]
        for at in range(len(word)):
            yield match.start(), match.end(), word[:at] + word[at + 1 :]
        for at in range(len(word) + 1):
            for letter in _LETTERS:
                yield match.start(), match.end(), word[:at] + letter + word[at:]
