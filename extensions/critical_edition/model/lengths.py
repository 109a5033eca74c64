"""The codes of what is longer than it may be, in the form of :mod:`critical_edition.model.codes`."""

from __future__ import annotations

import enum


class Length(enum.StrEnum):
    """What is longer than the profile's ``[lengths]`` permit."""

    ABSTRACT = "abstract-length"
    """An abstract has more words than are permitted.

    Say what the paragraph, or the note, does for the argument; its examples stand in the text.
    """

    SHARE = "abstract-share"
    """The abstracts of all passages together have too large a share of the text's words.

    Abstracts are not to stand for the text: shorten the longest.
    """

    COMMENT = "comment-length"
    """A comment has more words than are permitted.

    Make two comments of it, each on its own words, or move what is general to the introduction.
    """
