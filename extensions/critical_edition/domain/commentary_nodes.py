"""The doctree nodes of the commentary: containers, so that every builder can write them.

Writers find a visitor by the name of a node's class: none here has the name of a node of docutils'
(``comment`` and ``generated`` are such, and are not printed).
"""

from __future__ import annotations

import inspect
import sys

from docutils import nodes


class editorial_comment(nodes.container):  # noqa: N801
    """A comment where it is written, or a copy where it is shown; ``cid``, ``kind``.

    At its passage it has also ``sign``, its letter there, ``lemma``, its words (may be empty), and,
    where its words are on the page, ``backref``, the ID of the sign after them.
    """


class comment_list(nodes.container):  # noqa: N801
    """The comments of a passage, under it."""


class comment_letter(nodes.inline):  # noqa: N801
    """The letter at the head of a comment shown at its passage, or the sign at that of a parallel.

    Where the words that it hangs on are on the page, its child leads back to the sign after them.
    """


class argument(nodes.container):  # noqa: N801
    """The statement of an argument; ``aid``."""


class parallel(nodes.container):  # noqa: N801
    """The reason of a parallel where it is written; ``pid``."""


class parallel_list(nodes.container):  # noqa: N801
    """The parallels of a passage, under it."""


class woven_place(nodes.container):  # noqa: N801
    """A place that is filled when the pages are written; ``what`` says with what."""


class argument_map(nodes.container):  # noqa: N801
    """A drawing of arguments and passages; ``what`` (``overview`` or ``strip``) and ``aid``.

    Its children are the links of the drawing's marks, to be resolved with the page's own: inlines
    whose ``mark`` says of what (``passage:2.6``). They are not written. ``view`` is what is drawn.
    """

    view: object = None


class kind_filter(nodes.container):  # noqa: N801
    """Where a reader of a page of HTML chooses the kind of comments that is shown."""


class screen_part(nodes.container):  # noqa: N801
    """What only a page of its own on a screen has room for: elsewhere it is said in another place."""


class screen_words(nodes.inline):  # noqa: N801
    """The same within a line."""


class synopsis(nodes.container):  # noqa: N801
    """Passages side by side; its children are two :class:`synopsis_side`."""


class synopsis_side(nodes.container):  # noqa: N801
    """One of two passages side by side: its head, and its parts."""


class synopsis_part(nodes.container):  # noqa: N801
    """A part of a passage at one ``level``: ``before`` the lemma's sentence, ``lemma``, ``after``."""


ALL = tuple(
    found
    for _, found in inspect.getmembers(sys.modules[__name__], inspect.isclass)
    if found.__module__ == __name__
)
"""All of them."""
