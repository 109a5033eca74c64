"""Transforms: notes are put where they are read, and joined with their markers both ways."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from critical_edition.domain.edition import get_domain
from critical_edition.domain.nodes import (
    COMPANION,
    authornote,
    marker_list,
    note_backlink,
    note_list,
    passage,
    passage_blocks,
    passage_head,
    passage_number,
    unverified,
    unverified_legend,
)
from critical_edition.domain.parts import give_id, marker, marker_id
from critical_edition.model.i18n import _
from critical_edition.model.places import NoteId, PassageId
from critical_edition.text.marks import MarkKind

UNVERIFIED_ID = "unverified"
"""The ID of the legend of unverified sentences."""


class ArrangeNotes(SphinxTransform):
    """Put each author's note where it is read, and its marker where it can be found.

    The notes of passages shown in full are gathered after the section's text; those of a passage
    in companion form stand under it, and its head names them.
    """

    # Before Sphinx sorts IDs and resolves names; after the page has been parsed.
    default_priority = 200

    def apply(self, **kwargs: Any) -> None:
        """Arrange the notes of the page."""
        owner: passage | None = None
        under: list[tuple[passage, authornote]] = []
        gathered: list[authornote] = []
        for node in list(self.document.findall(nodes.container)):
            if isinstance(node, passage):
                owner = node
                if node["form"] == COMPANION:
                    self._head(node)
            elif isinstance(node, authornote):
                if owner is not None and owner["form"] == COMPANION:
                    under.append((owner, node))
                elif owner is not None:
                    gathered.append(node)
                self._join(owner, node)
        for holder, note in under:
            note.parent.remove(note)
            holder.append(note)
        if gathered:
            self._gather(gathered)

    def _head(self, node: passage) -> None:
        """Name in the head the notes whose markers stand in the passage, in their order."""
        marks = get_domain(self.env).marks.get(PassageId.parse(node["number"]), ())
        for mark in marks:
            if mark.kind is MarkKind.MARKER:
                self._add_marker(node, NoteId(int(mark.value)))

    def _add_marker(self, node: passage, note: NoteId) -> None:
        head = next(iter(node.findall(passage_head)))
        markers = next(iter(head.findall(marker_list)), None)
        if markers is None:
            markers = marker_list()
            head += [nodes.Text(" ·\N{NO-BREAK SPACE}"), markers]
        else:
            markers += nodes.Text(", ")
        markers += marker(note, self.document, self.env.current_document.docname)

    def _join(self, owner: passage | None, node: authornote) -> None:
        """Give the note the way back to its marker; a marker that no mark places is added."""
        note = NoteId(node["number"])
        if marker_id(note) not in self.document.ids and owner is not None:
            if owner["form"] == COMPANION:
                self._add_marker(owner, note)
            else:
                # The text has lost the marker: the way back leads to the passage's head.
                give_id(next(iter(owner.findall(passage_number))), marker_id(note), self.document)
        if marker_id(note) in self.document.ids:
            end = node[-1][-1] if isinstance(node[-1], passage_blocks) else node[-1]
            last = end if isinstance(end, nodes.paragraph) else None
            backlink = note_backlink("", backref=marker_id(note), note=note.number)
            if last is None:
                node += nodes.paragraph("", "", backlink)
            else:
                last += backlink

    def _gather(self, notes: list[authornote]) -> None:
        """Move the notes into a list at the end of the section in which the first stands."""
        section: nodes.Element = notes[0].parent
        while not isinstance(section, nodes.section | nodes.document):
            section = section.parent
        heading = nodes.rubric("", _("Notes"))
        heading["heading-level"] = 2
        gathered = note_list("", heading)
        gathered.source, gathered.line = notes[0].source, notes[0].line
        for note in notes:
            note.parent.remove(note)
            gathered += note
        section.append(gathered)


class ExplainUnverified(SphinxTransform):
    """Say once on a page what the sign of an unverified sentence means."""

    default_priority = 210

    def apply(self, **kwargs: Any) -> None:
        """Add the legend to a page that shows an unverified sentence."""
        first = next(iter(self.document.findall(unverified)), None)
        if first is None:
            return
        section: nodes.Element = first
        while not isinstance(section, nodes.section | nodes.document):
            section = section.parent
        legend = unverified_legend(
            "",
            _(
                "° This sentence could not be verified: it stands as the copy has it from which the "
                "text was established."
            ),
        )
        give_id(legend, UNVERIFIED_ID, self.document)
        section.append(legend)
