"""The doctree nodes of the commentary: containers, so that every builder can write them.

Writers find a visitor by the name of a node's class: none here has the name of a node of docutils'
(``comment`` and ``generated`` are such, and are not printed).
"""

from __future__ import annotations

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


ALL = (
    editorial_comment,
    comment_list,
    comment_letter,
    argument,
    parallel,
    parallel_list,
    woven_place,
)
