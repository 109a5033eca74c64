"""The typography of the established text, and its folding for comparison.

Copies differ in characters that carry no reading: quotation marks straight or curly, ligatures,
soft hyphens, dots for an ellipsis, kinds of space. :func:`fold` takes them to one plain form,
in which sentences are compared and fingerprinted; :func:`educate` sets that form as the edition
prints it. Both keep what does carry a reading: words, capitals, stops, hyphens against dashes.
"""

from __future__ import annotations

import html
import re
import unicodedata

_CHARS = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"', "＂": '"',
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "´": "'", "`": "'", "ʹ": "'", "ʼ": "'",
        "‐": "-", "‑": "-", "‒": "–", "―": "—", "−": "–", "﹘": "—", "－": "-",
        "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\ufeff": None, "\u2060": None,
        "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
    }
)  # fmt: skip
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]+);")
_ELLIPSIS = re.compile(r"(?:…|\.(?=\s?(?:\.\s?\.|…|\.\s?…)))(?:\s?[….])*")
_RANGE = re.compile(r"(?<=\d)\s?(?:--?|–)\s?(?=\d)")
_DASH = re.compile(r"\s*(?:—|--+)\s*|(?<=[^\W\d_])\s*–\s*(?=[^\W\d_])|\s+[–-]\s+")


def fold_characters(text: str) -> str:
    """Fold characters one by one: entities, quotation marks, ligatures, soft hyphens; NFC."""
    # Once before (it makes new marks of some characters), once after (ligatures have come apart).
    composed = unicodedata.normalize("NFC", _ENTITY.sub(_unescape, text))
    return unicodedata.normalize("NFC", composed.translate(_CHARS))


def _unescape(match: re.Match[str]) -> str:
    return html.unescape(match[0])


def _dots(match: re.Match[str]) -> str:
    count = match[0].count(".") + 3 * match[0].count("…")
    return " ".join("." * count)


def fold(text: str) -> str:
    """Return the plain form of a running text: one line, single spaces, straight quotation marks.

    Number ranges have an en dash, all other long dashes are em dashes without space, an ellipsis
    is three or four spaced dots. ``fold(fold(x)) == fold(x)``, and ``fold(educate(x)) == fold(x)``.
    """
    text = fold_characters(text)
    # A search for dashes begins anew at each letter: copies are folded thousands of times.
    if "-" in text or "–" in text or "—" in text:
        text = _DASH.sub("—", _RANGE.sub("–", text))
    return " ".join(_ELLIPSIS.sub(_dots, text).split())


def educate(text: str) -> str:
    """Return a folded text with the quotation marks of print; its length stays the same.

    A mark opens if nothing, a space, a dash, an opening bracket or an opening mark stands before
    it and something other than a space follows; else it closes (or is an apostrophe).
    """
    out: list[str] = []
    for at, char in enumerate(text):
        if char not in "\"'":
            out.append(char)
            continue
        before = out[-1] if out else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        opens = (before.isspace() or before in "—([“‘") and not after.isspace()
        if char == '"':
            out.append("“" if opens else "”")
        else:
            out.append("‘" if opens else "’")
    return "".join(out)
