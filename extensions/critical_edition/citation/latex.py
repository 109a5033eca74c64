r"""What a field of a BibTeX file says: LaTeX's accents, dashes, braces and emphasis, decoded.

Accents and symbols are latexcodec's work (the codec that pybtex uses itself); commands that take
an argument, which it leaves as they are, are read here, since a bibliography must never show
``\emph``.
"""

from __future__ import annotations

import codecs
import functools
import re

import latexcodec  # noqa: F401  (registers the codec “ulatex”)

from critical_edition.citation.languages import language_tag
from critical_edition.citation.rich import Emphasis, Foreign, Quoted, Rich, Unbroken, plain, rich

_COMMAND = re.compile(r"\\(?P<name>[A-Za-z]+)\s*\{")
_NAMED = re.compile(r"\\foreignlanguage\s*\{([^{}]*)\}")
_SECOND = re.compile(r"\}\s*\{")
_SYMBOLS = re.compile(
    r"\\(textquoteright|textquoteleft|textquotedblleft|textquotedblright|textendash|textemdash"
    r"|cyrsftsn|ldots|dots|textellipsis|textprime)(?![A-Za-z])(?:\{\}|\s)?"
)
_CHARACTERS = {
    "textquoteright": "’",
    "textquoteleft": "‘",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textendash": "–",
    "textemdash": "—",
    "cyrsftsn": "ь",
    "ldots": "…",
    "dots": "…",
    "textellipsis": "…",
    "textprime": "ʹ",
}
# What means in LaTeX what it says: most fields are such, and the codec is slow. Two spaces are one
# there, and two hyphens a dash.
_VERBATIM = re.compile(r"(?:[\w.,:;()/’‘“”–—…]|-(?!-)| (?! ))*")
_ITALIC = frozenset({"emph", "textit", "mkbibemph", "textsl", "mkbibitalic"})
_BOX = "mbox"
_LANGUAGE = "foreignlanguage"
_QUOTE = frozenset({"enquote", "mkbibquote"})
_PASSED = frozenset({"textbf", "textrm", "textsc", "textnormal", "text", "uppercase", "mkbibbold"})
_READ = _ITALIC | _QUOTE | _PASSED | {_BOX, _LANGUAGE}


@functools.lru_cache(maxsize=16_384)
def decode(value: str) -> Rich:
    r"""Return a field's content: ``--`` is a dash, braces are gone, ``\emph`` is emphasis.

    ``\foreignlanguage{german}{…}`` says the language of some words of it, as Babel has it.

    A straight apostrophe is a curved one, also where it transliterates a soft sign: so the text
    prints it.
    """
    found: Rich = ()
    at = 0
    for match in _COMMAND.finditer(value):
        name = match["name"]
        if match.start() < at or name not in _READ:
            continue
        end = _closing(value, match.end())
        language = ""
        if name == _LANGUAGE and (second := _SECOND.match(value, end)):
            language = text(value[match.end() : end])
            start, end = second.end(), _closing(value, second.end())
        else:
            start = match.end()
        inner = decode(value[start:end])
        found = rich(found, _characters(value[at : match.start()]))
        if name in _ITALIC:
            found = rich(found, Emphasis(inner))
        elif name in _QUOTE:
            found = rich(found, Quoted(inner))
        elif name == _BOX:
            found = rich(found, Unbroken(inner))
        elif tag := language_tag(language, plain(inner)):
            found = rich(found, Foreign(inner, tag))
        else:
            found = rich(found, inner)
        at = end + 1
    return rich(found, _characters(value[at:]))


@functools.lru_cache(maxsize=16_384)
def text(value: str) -> str:
    """Return a field's content without its markup."""
    return plain(decode(value)).strip()


def languages(value: str) -> list[str]:
    r"""Return the languages that a field names with ``\foreignlanguage``."""
    return _NAMED.findall(value)


def _closing(value: str, start: int) -> int:
    """Return where the group that is open at ``start`` closes (the end, if it does not)."""
    depth = 1
    for at in range(start, len(value)):
        if value[at - 1] == "\\":
            continue
        depth += {"{": 1, "}": -1}.get(value[at], 0)
        if not depth:
            return at
    return len(value)


def _characters(value: str) -> str:
    if _VERBATIM.fullmatch(value):
        return value
    value = _SYMBOLS.sub(lambda m: _CHARACTERS[m[1]], value)
    if not value.strip():
        return " " if value else ""
    before = " " if value[0].isspace() else ""  # the codec drops it
    # All that the codec does not know is a backslash at the very end, which says nothing.
    decoded: str = codecs.decode(value, "ulatex", "ignore")  # type: ignore[call-overload]
    decoded = re.sub(r"(?<!\\)[{}]", "", decoded).replace("\\{", "{").replace("\\}", "}")
    return before + decoded.replace("'", "’")
