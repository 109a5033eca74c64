"""What a printed page needs changed in the doctree: notes at their markers."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from critical_edition.nodes import authornote, marker_list, note_list, note_marker, note_number


class NotesToMarkers(SphinxPostTransform):
    """Move each gathered note into its marker, from where it is printed at the foot of the page.

    A note whose marker the text has lost stays in the list; a list that has none left goes.
    """

    # Before references are resolved: a marker that is the note itself is no reference.
    default_priority = 4
    formats = ("typst",)

    def run(self, **kwargs: Any) -> None:
        """Move the notes of the whole book."""
        lists = list(self.document.findall(note_list))
        notes: dict[int, authornote] = {}
        for found in lists:
            for note in found.findall(authornote):
                notes.setdefault(note["number"], note)
        for marker in list(self.document.findall(note_marker)):
            if isinstance(marker.parent, marker_list):
                continue
            own = notes.pop(marker["note"], None)
            if own is None:
                continue
            own.parent.remove(own)
            _strip_number(own)
            marker.clear()
            marker.append(own)
        for found in lists:
            if not any(isinstance(child, authornote) for child in found):
                found.parent.remove(found)


def _strip_number(note: authornote) -> None:
    """Take off the number at a note's head: a footnote has its own."""
    first = note.children[0]
    if isinstance(first, nodes.paragraph) and first and isinstance(first[0], note_number):
        del first[0]
