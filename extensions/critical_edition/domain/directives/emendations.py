"""The directive ``emendations``: a list of the readings that the editors propose."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from critical_edition.domain.edition import get_domain
from critical_edition.domain.parts import give_id, reference
from critical_edition.model.i18n import _
from critical_edition.model.places import PassageId
from critical_edition.text.emendations import Emendation


class EmendationsDirective(SphinxDirective):
    """``emendations``, with neither argument nor body: the list of all, in order of their places."""

    def run(self) -> list[nodes.Node]:
        """Return the list; a paragraph where there is no emendation."""
        domain = get_domain(self.env)
        docname = self.env.current_document.docname
        found = domain.show_emendations(docname)
        if not found:
            return [nodes.paragraph("", _("The editors propose no other reading."))]
        entries = nodes.bullet_list(bullet="*")
        self.set_source_info(entries)
        for emendation in found:
            entries += self._entry(emendation, docname)
        return [entries]

    def _entry(self, emendation: Emendation, docname: str) -> nodes.list_item:
        mark = emendation.mark
        if isinstance(mark.place, PassageId):
            kind, shown = "passage", str(mark.place)
        else:
            kind, shown = "authornote", _("note {number}").format(number=mark.place.number)
        link = reference(kind, str(mark.place), nodes.inline("", shown), docname)
        text = nodes.paragraph("", support_smartquotes=False)
        self.set_source_info(text)
        text += [link, nodes.Text(f": {emendation.printed}] {mark.value}")]
        notes = [note for note in (mark.certainty, mark.remark) if note]
        if notes:
            text += nodes.Text(f" ({'; '.join(n.rstrip('.') for n in notes)})")
        domain = get_domain(self.env)
        domain.note_place(docname, mark.place)
        entry = nodes.list_item("", text)
        give_id(entry, emendation.anchor, self.state.document)
        return entry
