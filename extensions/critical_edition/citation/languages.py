"""Languages as records name them (Babel’s names), and the BCP 47 tags of their words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

LANGUAGES: Mapping[str, str] = {
    "russian": "ru",
    "german": "de",
    "ngerman": "de",
    "french": "fr",
    "english": "en",
    "american": "en",
    "british": "en",
    "usenglish": "en",
    "ukenglish": "en",
    "polish": "pl",
    "italian": "it",
    "spanish": "es",
    "ukrainian": "uk",
    "serbian": "sr",
    "croatian": "hr",
    "chinese": "zh",
    "latin": "la",
}
"""Babel's names of languages, and their BCP 47 tags."""

_CYRILLIC = frozenset({"ru", "uk", "sr", "bg", "be", "mk"})


def language_tag(langid: str, title: str) -> str:
    """Return the BCP 47 tag of a title, ``ru-Latn`` where it is transliterated; empty for English."""
    tag = LANGUAGES.get(langid.lower(), langid if re.fullmatch(r"[a-z]{2,3}", langid) else "")
    if tag in ("", "en"):
        return ""
    if tag in _CYRILLIC and not is_cyrillic(title):
        return f"{tag}-Latn"
    return tag


def is_cyrillic(text: str) -> bool:
    """Whether a text has letters of the Cyrillic alphabet."""
    return any("CYRILLIC" in unicodedata.name(c, "") for c in text)
