"""Contributors who are named like somebody else, in whatever script. No Sphinx.

Names are compared by what they look like: without marks and capitals, each letter as the Latin one for
which it may be taken. The letters are those of Unicode's list of confusables (Technical Standard 39),
of which the library ``confusable-homoglyphs`` has the data.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from confusable_homoglyphs import confusables  # type: ignore[import-untyped]

from critical_edition.model.codes import Code
from critical_edition.model.findings import Finding
from critical_edition.model.messages import _
from critical_edition.sources.read import Sources

_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
"""Letters that look like one where they stand together."""
_LIKE = str.maketrans("iıɩłøđħŧ", "llllodht")
"""Letters that look like another, and that no decomposition of Unicode's leads to it."""


def check_names(sources: Sources) -> Iterator[Finding]:
    """Find contributors named like another one, like the editors, or like the work's author."""
    path = sources.project.contributors
    author = _author(sources)
    seen: dict[str, str] = {}
    for one in sources.people.contributors.values():
        looks = {look_of(one.name), look_of(one.id)} - {""}
        like = next((seen[look] for look in sorted(looks) if look in seen), "")
        if not one.collective and any(_EDITOR in look for look in looks):
            like = "the editors"
        if any(words and words <= _words(one.name) for words in author):
            like = "the work's author"
        if like:
            message = _("“{name}” is named like {like}", name=one.name, like=like)
            yield Finding(Code.CONTRIBUTORS, path, one.line, 1, message, _ADVICE)
        for look in looks:
            seen.setdefault(look, f"“{one.name}”")


_ADVICE = _(
    "Readers could not tell them apart. Who is somebody else adds what parts them: a middle name, a place."
)


def _words(name: str) -> frozenset[str]:
    """Return what the words of a name look like, without initials."""
    parts = (look_of(part) for part in re.split(r"[\s.,]+", name))
    return frozenset(part for part in parts if len(part) > 1)


def _author(sources: Sources) -> list[frozenset[str]]:
    """Return the words of the names of the work's authors, by its record; a surname is many people's."""
    key = re.escape(sources.project.profile.work.key)
    record = rf"@\w+\s*[{{(]\s*{key}\s*,[^@]*?\bauthor\s*=\s*[{{\"]([^}}\"]*)"
    found = re.search(record, sources.bibliography or "") if key else None
    return [_words(name) for name in re.split(r"\s+and\s+", found[1])] if found else []


def look_of(text: str) -> str:
    """Return what a name may be read as: letters alone, small, Latin where they look so."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
    look = "".join(_latin(char) for char in plain if unicodedata.category(char)[0] == "L")
    look = unicodedata.normalize("NFKC", look).casefold().translate(_LIKE)
    for two, one in _PAIRS:
        look = look.replace(two, one)
    return look


@cache
def _latin(char: str) -> str:
    """Return the Latin letter for which one may be taken, or the letter itself."""
    if char.isascii():
        return char
    for other in (char, char.casefold(), char.upper()):
        if other.isascii():
            return other
        for homoglyph in confusables.confusables_data.get(other, ()):
            letter = str(homoglyph["c"])
            if letter.isascii() and letter.isalpha():
                return letter
    return char


_EDITOR = look_of("editor")
