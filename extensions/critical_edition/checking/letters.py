"""Characters that no font of the PDF has, found where they stand. No Sphinx until there may be one.

The PDF is set with the fonts of the ``typst`` wheel. What they are known to have is not asked for; only
of other characters Typst is asked, which takes a moment.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from critical_edition.model.messages import Message, _

HAD = "\x00-\u04ff\u1e00-\u1eff\u2010-\u2027\u2030-\u2040\u20a0-\u20bf\u2190-\u22ff"
"""What the fonts have, as ranges of a regular expression."""
MOST = 200
"""So many different characters of a text are asked for; who uses more is told of these first."""

_OTHER = re.compile(f"[^{HAD}]|&#?\\w{{1,31}};")


def unprintable(text: str, font_paths: Sequence[Path] = ()) -> Iterator[tuple[int, str]]:
    """Yield offset and character of what no font has, each character once; references count too."""
    places: dict[str, int] = {}
    for match in _OTHER.finditer(text):
        for char in html.unescape(match[0]):
            if _OTHER.match(char) and len(places) < MOST:
                places.setdefault(char, match.start())
    if not places:
        return
    from sphinx_typst.glyphs import missing

    lacking = set(missing([char for char in places if char.isprintable()], font_paths))
    yield from ((at, char) for char, at in places.items() if char in lacking)


def message(char: str) -> Message:
    """Say what is wrong with a character."""
    return _("no font of the PDF has “{char}” (U+{ord})", char=char, ord=f"{ord(char):04X}")
