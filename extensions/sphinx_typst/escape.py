r"""Python values as Typst code.

Everything the builder emits is Typst *code*, never markup: a run of prose becomes a string
literal.  A string literal has two special characters only (``\`` and ``"``), and Typst prints
it as it stands: no ``#eval``, ``//``, ``=``, ``1.``, ``--``, ``~``, bare link or straight
quotation mark in it can start markup, a comment or a substitution.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from unicodedata import category
from urllib.parse import quote

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# C0 and C1 controls, line and paragraph separators, and the directional controls that could
# make the written file read differently from what it says.
_UNSAFE = re.compile(r'[\\"\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")


class Code(str):
    """A piece of Typst code that is to be written as it stands."""

    __slots__ = ()


def string(text: str) -> Code:
    """Return *text* as a Typst string literal that evaluates to *text*.

    Lone surrogates, which no UTF-8 file can hold, become U+FFFD.
    """
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)

    def escape(match: re.Match[str]) -> str:
        char = match.group()
        return _ESCAPES.get(char) or f"\\u{{{ord(char):x}}}"

    return Code(f'"{_UNSAFE.sub(escape, text)}"')


def collapse(text: str) -> str:
    """Return *text* with every run of ASCII white space made one space.

    No-break and other typographic spaces are left alone.
    """
    return _SPACE.sub(" ", text)


def identifier(name: str) -> str:
    """Return the Python keyword *name* as a Typst identifier (``col_span`` → ``col-span``).

    Raises ValueError where it is none.
    """
    name = name.rstrip("_").replace("_", "-")
    if not _IDENTIFIER.match(name):
        message = f"not a Typst identifier: {name!r}"
        raise ValueError(message)
    return name


def literal(value: object) -> Code:
    """Return *value* as a Typst literal.

    Takes None, booleans, integers, finite floats, strings, `Code`, sequences (arrays) and
    mappings with string keys (dictionaries), nested at will.  Raises TypeError for others.
    """
    if isinstance(value, Code):
        return value
    if value is None:
        return Code("none")
    if isinstance(value, bool):
        return Code("true" if value else "false")
    if isinstance(value, int):
        return Code(str(value))
    if isinstance(value, float):
        if not math.isfinite(value):
            message = f"no Typst literal for {value!r}"
            raise TypeError(message)
        return Code(repr(value))
    if isinstance(value, str):
        return string(value)
    if isinstance(value, Mapping):
        if not value:
            return Code("(:)")
        pairs = (f"{string(str(key))}: {literal(item)}" for key, item in value.items())
        return Code(f"({', '.join(pairs)},)")
    if isinstance(value, Sequence):
        return Code("(" + "".join(f"{literal(item)}, " for item in value) + ")")
    message = f"no Typst literal for {value!r}"
    raise TypeError(message)


def arguments(positional: Sequence[object] = (), named: Mapping[str, object] | None = None) -> str:
    """Return the arguments of a call, each followed by a comma and a space."""
    parts = [f"{literal(value)}, " for value in positional]
    parts += [f"{identifier(name)}: {literal(value)}, " for name, value in (named or {}).items()]
    return "".join(parts)


def encoded(address: str) -> str:
    """Return *address* with what no address of the web may hold (``<>``, spaces, letters) encoded."""
    return quote(address, safe="%:/?#[]@!$&'()*+,;=-._~")


#: Letters that any line has room for.
LINE = 60
#: Letters of an address that stay together, where a line has room for so many: a digest, a slug.
_TOGETHER = 36
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/*")
# A stroke ends a part of an address; other signs begin one, as Chicago has it.
_PART = re.compile(r"[^\w/]*(?:_*[^\W_]+|_+)?[)\]]*/*")
# Typst breaks lines after hyphens, dashes and strokes, but not within a run of them.
_RUN = re.compile(r"[^\s/\-–—]+|[/\-–—]+")
# A number, a date, a range of them: never broken.
_NUMBER = re.compile(r"[\W\d]*")
# It breaks addresses at their signs.
_ADDRESS = re.compile(r"\S+://\S+")
#: Nothing shorter is broken, however narrow a column seems: a year, a number of a page.
_WHOLE = 8


def _pieces(word: str, step: int) -> list[str]:
    """Return *word* in pieces of *step* characters, none of which begins with a combining one."""
    pieces = [""]
    for before, char in zip(" " + word, word, strict=False):
        joined = char == "\u200d" or before == "\u200d" or category(char).startswith("M")
        if len(pieces[-1]) >= step and not joined:
            pieces.append("")
        pieces[-1] += char
    return pieces


def address_parts(address: str, room: int = LINE) -> list[str]:
    """Return the parts of *address* between which a line may break.

    After its scheme and after strokes, before all other signs: so no sign of the address is taken
    for a sentence's, and no hyphen for a word's that is divided. Only a part that has more letters
    than *room*, or than any line can keep together, is cut anywhere.
    """
    scheme = _SCHEME.match(address)
    head = scheme[0] if scheme else ""
    rest = _PART.findall(address, len(head))
    limit = max(_WHOLE, min(room - 1, _TOGETHER))
    return [
        piece
        for part in (head, *rest)
        if part
        for piece in ([part] if len(part) <= limit else _pieces(part, 4))
    ]


# Typst would also break before a dash between two words.
_DASHED = re.compile(r"((?<!\S)[^\s\u2014\u200b]{0,24}[^\W_][^\s\w\u2014\u200b]{0,2}\u2014)(?=\S)")


def with_dashes(text: str) -> list[str]:
    """Return *text* in parts, each second of which is a word and its dash, to be kept together.

    A line may end with an em dash that joins two words, but not begin with one.
    """
    return _DASHED.split(text)


def breakable(text: str, room: int = LINE, *, hyphenated: bool = True) -> str:
    """Return *text* with places to break a line in words that have more letters than *room*.

    *room* is how many letters a line (of a cell of a table) holds at least. Words of that length
    (a digest, a key, a prank) would run off the page and be lost. Where words are *hyphenated*,
    those of letters alone are left to that, unless no language has them. The places are zero-width
    spaces, so that nothing is added to sight.
    """

    def mend(found: re.Match[str]) -> str:
        word = found[0]
        if len(word) <= max(room - 1, _WHOLE) or (_NUMBER.fullmatch(word) and len(word) < LINE):
            return word
        if hyphenated and len(word) < LINE and word.strip(".,;:!?()[]\"'“”‘’").isalpha():
            return word
        return "\u200b".join(_pieces(word, max(2, room // 3)))

    if len(text) < room:
        return text
    return "".join(
        re.sub(rf"\w{{{LINE},}}", mend, part) if _ADDRESS.fullmatch(part) else _RUN.sub(mend, part)
        for part in re.split(r"(\s+)", text)
    )
