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
from critical_edition.citation.rich import (
    Emphasis,
    Foreign,
    Link,
    Quoted,
    Rich,
    Text,
    Unbroken,
    plain,
    rich,
)

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
_VERBATIM = re.compile(r"(?:,(?!,)|[\w.:;()/’‘“”–—…]|-(?!-)| (?! ))*")
_ITALIC = frozenset({"emph", "textit", "mkbibemph", "textsl", "mkbibitalic"})
_BOX = "mbox"
_LANGUAGE = "foreignlanguage"
_QUOTE = frozenset({"enquote", "mkbibquote"})
_PASSED = frozenset(
    {
        *("textbf", "textrm", "textsc", "texttt", "textsf", "textup", "textmd", "textnormal"),
        *("text", "uppercase", "mkbibbold", "ensuremath", "mathrm", "nohyphens", "MakeUppercase"),
    }
)
_SCRIPTS = {
    "textsubscript": str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
    "textsuperscript": str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾"),
}
_ADDRESS = frozenset({"url", "nolinkurl", "path"})
_NAMED_ADDRESS = "href"
_READ = _ITALIC | _QUOTE | _PASSED | _ADDRESS | _SCRIPTS.keys() | {_BOX, _LANGUAGE, _NAMED_ADDRESS}
# Commands that hold for the rest of their group, and the ones with an argument that say the same.
_SWITCH = re.compile(
    r"\\(?P<name>it|em|sl|itshape|slshape|bf|rm|sc|tt|sf|bfseries|scshape)(?![A-Za-z])\s*"
)
_SLANTED = frozenset({"it", "em", "sl", "itshape", "slshape"})
# An i or j that loses its dot under an accent, and a command for a name.
_DOTLESS = re.compile(
    r"(\\(?:['`^\"~=.]|[uvHcdbkrt](?![A-Za-z])))\s*(?:\{\s*\\([ij])\s*\}|\\([ij])(?![A-Za-z])\s*)"
)
_LOGO = re.compile(r"\\(?P<name>LaTeXe|LaTeX|TeX|BibTeX)(?![A-Za-z])(?:\{\})?")
_MATHS = re.compile(r"(?<!\\)\$((?:[^$\\]|\\.)*)(?<!\\)\$")
_SCRIPT = re.compile(r"([_^])(?:\{([^{}]*)\}|([^{}\s\\]))")
_BARE_PERCENT = re.compile(r"(?<!\\)%")


@functools.lru_cache(maxsize=16_384)
def decode(value: str) -> Rich:
    r"""Return a field's content: ``--`` is a dash, braces are gone, ``\emph`` is emphasis.

    ``\foreignlanguage{german}{…}`` says the language of some words of it, as Babel has it.

    A straight apostrophe is a curved one, also where it transliterates a soft sign: so the text
    prints it.
    """
    value = _MATHS.sub(_formula, _BARE_PERCENT.sub(r"\\%", value))
    return _decode(
        _DOTLESS.sub(lambda m: f"{m[1]}{{{m[2] or m[3]}}}", _LOGO.sub(r"\g<name>", value))
    )


def _formula(match: re.Match[str]) -> str:
    """Return what a formula of letters, digits and scripts says, or the formula where it is more."""

    def script(match: re.Match[str]) -> str:
        name = "textsubscript" if match[1] == "_" else "textsuperscript"
        return f"\\{name}{{{match[2] or match[3]}}}"

    written = _SCRIPT.sub(script, match[1])
    bare = re.sub(r"\\text(?:sub|super)script\{[^{}\\]*\}|\\[%&#$_ ]", "", written)
    return match[0] if re.search(r"[\\_^{}]", bare) else written


def _decode(value: str) -> Rich:
    found: Rich = ()
    at = 0
    if (switch := _switch(value)) is not None:
        start, command, inner_end, end = switch
        inner = _decode(value[command.end() : inner_end])
        if command["name"] in _SLANTED:
            inner = rich(Emphasis(inner))
        return rich(_decode(value[:start]), inner, _decode(value[end:]))
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
        found = rich(found, _characters(value[at : match.start()]))
        if name in _ADDRESS:
            found = rich(found, _link(value[start:end], ()))
            at = end + 1
            continue
        if name == _NAMED_ADDRESS:
            second = _SECOND.match(value, end)
            last = _closing(value, second.end()) if second else end
            words = _decode(value[second.end() : last]) if second else ()
            found = rich(found, _link(value[match.end() : end], words))
            at = last + 1
            continue
        inner = _decode(value[start:end])
        if name in _SCRIPTS:
            written = plain(inner)
            raised = written.translate(_SCRIPTS[name])
            found = rich(found, raised if not any(c in raised for c in written) else inner)
        elif name in _ITALIC:
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


def _switch(value: str) -> tuple[int, re.Match[str], int, int] | None:
    """Return where the first command for the rest of a group stands, and where that group ends."""
    match = _SWITCH.search(value)
    if match is None:
        return None
    before = value[: match.start()].rstrip()
    if before.endswith("{") and not before.endswith("\\{"):
        end = _closing(value, match.end())
        return len(before) - 1, match, end, end + 1
    return match.start(), match, len(value), len(value)


def _link(url: str, words: Rich) -> Rich:
    url = address(url)
    return (Link(words or rich(url), url),) if url else words


@functools.lru_cache(maxsize=16_384)
def text(value: str) -> str:
    """Return a field's content without its markup."""
    return plain(decode(value)).strip()


_WRAPPED = re.compile(r"\\(?:url|nolinkurl|path)\s*\{(?P<url>.*)\}|<(?P<bare>[^<>]*)>", re.DOTALL)
_LINKED = re.compile(r"\\href\s*\{(?P<url>[^{}]*)\}\s*\{.*\}", re.DOTALL)


@functools.lru_cache(maxsize=16_384)
def address(value: str) -> str:
    r"""Return the address of a field that is one, as other programs escape and wrap it.

    >>> address(r"\url{https://example.org/a\_b\%20c}")
    'https://example.org/a_b%20c'
    """
    value = value.strip()
    if match := _WRAPPED.fullmatch(value) or _LINKED.fullmatch(value):
        value = (
            match["url"]
            if "url" in match.groupdict() and match["url"]
            else match[match.lastindex or 0]
        ).strip()
    value = re.sub(r"\\textasciitilde(?:\{\}|\s)?|\\~(?:\{\})?|\{\\~\}", "~", value)
    value = re.sub(r"\{(\\?[_%&#$^~])\}", r"\1", value)
    return re.sub(r"\\([_%&#$^~{}])", r"\1", value)


_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def doi(value: str) -> str:
    """Return a DOI alone: without the address or the word that some programs put before it."""
    return _DOI.sub("", address(value), count=1)


_LEFT = re.compile(r"\\(?:[A-Za-z]+|.|$)|(?<!\\)\$")
_BARE = re.compile(r"(?<!\\)[%&#]")


def unread(value: str) -> list[str]:
    """Return the commands of a field that are not known here, and would be printed as they are."""
    left = plain(_without_links(decode(value.replace(r"\$", ""))))
    return [match[0] for match in _LEFT.finditer(left)]


def bare(value: str) -> list[str]:
    r"""Return the signs of a field that LaTeX takes for more than signs: ``%``, ``&`` and ``#``.

    Here they are read as they stand; LaTeX leaves out what follows a ``%``, and stops at the others.
    """
    value = re.sub(r"\\(?:url|nolinkurl|path|href)\s*\{[^{}]*\}", "", value)
    return list(dict.fromkeys(_BARE.findall(value)))


def _without_links(content: Rich) -> Rich:
    found: Rich = ()
    for node in content:
        if isinstance(node, Text):
            found = rich(found, node)
        elif not isinstance(node, Link):
            found = rich(found, _without_links(node.children))
    return found


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
    decoded = decoded.replace("\\$", "$")
    return before + decoded.replace("`", "‘").replace("'", "’")
