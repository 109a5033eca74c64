"""The edition's doctree nodes, named like docutils's.

Each derives from a concrete docutils node, so that a writer that does not know it sets something
sensible: a container its children, an inline its text. Attributes hold strings and numbers only,
so that the XML writer shows them as they are.
"""

# ruff: noqa: N801
from __future__ import annotations

import inspect
import sys

from docutils import nodes

FULL = "full"
COMPANION = "companion"


class passage(nodes.container):
    """A passage; ``number`` (“2.6”), ``form`` (:data:`FULL` or :data:`COMPANION`).

    In full form its children are a :class:`passage_text` or :class:`passage_blocks` and a
    :class:`gloss`; in companion form a
    :class:`passage_head`, our summary, and its author's notes.
    """


class passage_head(nodes.paragraph):
    """The line that heads a passage in companion form: number, incipit, pages, its notes."""


class passage_number(nodes.strong):
    """A passage's number and a space; the permalink to ``anchor``, the passage's ID."""


class passage_incipit(nodes.inline):
    """The first words of a passage, in quotation marks."""


class passage_pages(nodes.inline):
    """The pages of a passage in the printing; bears the IDs of the pages that begin in it."""


class passage_text(nodes.paragraph):
    """The text's paragraph itself, or an author's note in its own words."""


class passage_blocks(nodes.container):
    """A text that is more than one paragraph: paragraphs, quotations, verse and tables.

    Each node in it that holds words has their ``offset`` in the text.
    """


WORDING = (passage_text, passage_blocks)
"""What holds the words of a passage or of a note."""


class gloss(nodes.block_quote):
    """Our summary beside the text's paragraph; ``number`` is the passage's."""


class page_break(nodes.inline):
    """The point at which printed page ``page`` begins.

    A page that begins within a word has that word as its child, and ``at`` says after how many of
    its characters: so the word stays whole for searching. Otherwise it has no child, and ``space``
    says on which side of the point the white space is: ``before`` or ``after``.
    """


class note_marker(nodes.superscript):
    """The marker of author's note ``note``, which leads to it."""


class marker_list(nodes.inline):
    """The markers of a passage in companion form, as a list in its head."""


class authornote(nodes.container):
    """An author's note; ``number``, ``form`` and, where the marker is on the page, ``backref``."""


class note_number(nodes.strong):
    """An author's note's number and a space, at its head; the permalink to ``anchor``."""


class note_backlink(nodes.inline):
    """The way back from a note to its marker; ``backref`` is the marker's ID."""


class note_sources(nodes.paragraph):
    """The works that a note names in words that no citation mark covers."""


class note_list(nodes.container):
    """The author's notes of a section, gathered after its text; its first child is the heading."""


class unverified(nodes.inline):
    """A sentence that could not be verified."""


class unverified_legend(nodes.paragraph):
    """What the sign of an unverified sentence means, once a page."""


class emendation(nodes.inline):
    """Words that have an entry in the apparatus criticus, ``entry``; the last part has the sign."""


class emendation_sign(nodes.superscript):
    """The sign after such words: of ``entry``; its child leads to that in the list of all.

    When pages are written it is told what the entry ``says``, whether it is ``proposed`` by the
    editors, and for print gets the :class:`apparatus_entry`.
    """


class apparatus_entry(nodes.inline):
    """An entry of the apparatus criticus: a lemma, a bracket, and the readings; ``name``.

    ``readings`` are the words that witnesses have, by their sigla: a page can show them in the text.
    """


class apparatus_criticus(nodes.paragraph):
    """The entries of a passage or note, under it on a screen."""


class lemma_span(nodes.inline):
    """Words on which something hangs; ``refs`` are the IDs of what does, in the order of places."""


class lemma_sign(nodes.superscript):
    """The sign after a lemma: its child leads to ``ref``, what hangs there, or the first of ``refs``.

    ``kind`` is ``comment`` (``sign`` is a letter) or ``parallel`` (``∥``).
    """


class book_part(nodes.container):
    """A document of the printed book, and how its pages look: ``style``.

    ``numbering`` is that of its pages, and ``first`` whether they begin the arabic ones.
    ``text`` has a margin for the commentary, ``prose`` a measure for reading, ``columns`` two.
    """


class margin_store(nodes.container):
    """All that is to stand beside or after a section's text: its :class:`margin_note` children."""


class margin_note(nodes.container):
    """What stands in a printed page's margin: a comment, parallels, or our summary.

    ``nid`` is its name in the layout, ``kind`` comment, parallel or gloss, ``passage`` and
    ``section`` its place, ``note`` the number of the author's note that it is on, or empty;
    comments have ``sign``, ``lemma``, and ``on``, the words for a place without one.
    """


class margin_slot(nodes.container):
    """The end of a passage: what stands in the margin beside it is written here.

    ``nids`` are the names of its notes, ``facts`` the attributes of each.
    """


class margin_spot(nodes.inline):
    """A point between words, at which notes can be written that stand on an earlier page; ``nids``."""


class carried_notes(nodes.container):
    """The end of a section: what found no room in the margins of its pages; ``section``."""


class named_here(nodes.inline):
    """The point after the first word of a name that an index has; ``ref`` as in the targets of pages."""


class page_reference(nodes.inline):
    """The pages of this book on which places stand; ``targets`` are the IDs of the places.

    After a stroke a target may have the ID of what is named there (``p2.6/person-radek``): its pages
    are those of the points that say so (:class:`named_here`), if there are any.

    ``before`` and ``after`` are the words around them, if they are not brackets; ``before-one`` are
    those before a single page, if they differ.
    """


ALL = tuple(
    found
    for _, found in inspect.getmembers(sys.modules[__name__], inspect.isclass)
    if found.__module__ == __name__
)
"""All of them."""
