"""The codes of what commentary may not hold, in the form of :mod:`critical_edition.model.codes`."""

from __future__ import annotations

import enum


class Refused(enum.StrEnum):
    """What is refused of pages that strangers may have sent."""

    HTML = "refused-html"
    """Commentary holds HTML.

    Write Markdown alone: ``*emphasis*``, lists, quotations, links. A ``<`` that is meant as such is
    written ``\\<``.
    """

    DIRECTIVE = "refused-directive"
    """Commentary holds a directive other than a comment, an argument or a parallel.

    Write prose; directives that include files, run code or fetch addresses have no place in it.
    """

    ROLE = "refused-role"
    """Commentary holds a role other than citations and references within the edition.

    Use ``{cite:p}`` and the roles of the edition: ``{edition:passage}`2.6```, and likewise
    authornote, comment, argument, parallel, person, place, event and term.
    """

    LINK = "refused-link"
    """A link in commentary leads elsewhere than to the web or to an anchor of the edition.

    Links begin with ``https://``, ``http://`` or ``#``; works are cited, not linked.
    """

    IMAGE = "refused-image"
    """Commentary holds a picture.

    Describe it, and cite where it is printed.
    """

    ATTRIBUTES = "refused-attributes"
    """Commentary sets an element's attributes, such as a class or an ID.

    Leave out what stands in braces; how commentary looks is for the edition to say.
    """

    METADATA = "refused-metadata"
    """A page of commentary changes how it is read, or a comment has options of another form.

    A page's head may hold ``nosearch`` and ``orphan``; options are lines ``:name: value``.
    """

    TARGET = "refused-target"
    """Commentary makes a label of its own.

    Leave it out: comments, arguments and parallels have their IDs, passages and notes theirs.
    """

    SUBSTITUTION = "refused-substitution"
    """Commentary holds a substitution.

    Write the words themselves.
    """

    SYNTAX = "refused-syntax"
    """Commentary holds something else than prose: code, a heading, a rule, a footnote or a formula.

    Paragraphs, lists, quotations, tables, emphasis, links, citations and references are permitted.
    """

    LOOSE = "refused-loose"
    """A page of commentary has words outside its comments and parallels.

    Put them into a comment. Where a comment ends too early, a line of colons within it closed it.
    """

    NESTING = "refused-nesting"
    """Lists, quotations or signs of markup stand too deep in one another.

    Say it in plain paragraphs.
    """

    SIZE = "refused-size"
    """A page, a comment or an option is larger than is permitted.

    Part it, or say it in fewer words; the message gives the limit.
    """

    CHARACTER = "refused-character"
    """A character cannot be seen, turns the text around it, or is in no font of the PDF.

    Take it out: what a reviewer reads is to be what the reader sees, on the screen and in print.
    """

    FILE = "refused-file"
    """A file among the commentary is no page, or a source is a link, hidden or oddly named.

    Commentary is files ``*.md`` in ``docs/commentary`` and ``docs/arguments``; names are of the letters
    a to z, digits, “-”, “_” and “.”, and do not begin with a full stop.
    """
