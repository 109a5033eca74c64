"""The register of message codes: each kind of finding has one code, for good.

This is the register of the whole edition but for what commentary may not hold
(:mod:`critical_edition.model.refused`) and the registers' own. ``edition check`` reports with these
codes, and the Sphinx extension warns with them (``type="edition"``, ``subtype=str(code)``), so that a
fault has one name everywhere. A code is never renamed or used for something else; the reference page
is generated from the docstrings, whose first line says what is wrong and whose rest says what to do.
"""

from __future__ import annotations

import enum


class Code(enum.StrEnum):
    """What can be wrong with an edition's sources."""

    UNREADABLE = "unreadable"
    """A file cannot be read, or is not UTF-8 text.

    Save it as UTF-8, and make sure that it may be read.
    """

    PROFILE = "profile"
    """The profile of the edition has a key that there is not, a wrong value, or lacks one.

    ``docs/develop/profile.md`` lists the keys of ``docs/edition.toml`` with what belongs there.
    """

    NO_SECTIONS = "no-sections"
    """The folder of the sections holds no page of one.

    Sections are pages ``N-slug.md`` in the folder that the profile names.
    """

    TEXT_SYNTAX = "text-syntax"
    """Something that cannot be set stands in the author's words.

    They may hold paragraphs, quotations, lists, tables, verse and letters, with emphasis, words in
    other languages, works, markers of notes and the points where pages begin.
    """

    SECTION_NUMBER = "section-number"
    """The sections' pages are not numbered from 1 without a gap.

    The number at the start of a page's file name is its section's; give each section one page.
    """

    SECTION_TITLE = "section-title"
    """A section's page lacks its title.

    Begin the page with ``# Title``.
    """

    PASSAGE_ID = "passage-id"
    """A passage's number is not one, or belongs to another section.

    Write ``section.paragraph``, such as ``2.6``, with the section of the page.
    """

    PASSAGE_ORDER = "passage-order"
    """A passage is out of order, given twice or left out.

    Passages are numbered through a section from 1, in the order of the text. Numbers are
    permanent: put the passage in its place rather than number it anew.
    """

    PASSAGE_MISSING = "passage-missing"
    """A passage or note that the lock knows is not on any page.

    Add it to its section's page.
    """

    PASSAGE_UNKNOWN = "passage-unknown"
    """A passage or note is on a page that the lock does not know.

    The text has no such place: correct its number.
    """

    SUMMARY_MISSING = "summary-missing"
    """A passage has no summary.

    Write one to three sentences in your own words as the passage's body.
    """

    INCIPIT_MISSING = "incipit-missing"
    """A passage has no incipit.

    Give its first words, at most eight, as ``:incipit:``.
    """

    INCIPIT_LENGTH = "incipit-length"
    """An incipit has more than eight words.

    The text is under copyright: shorten it to eight words or fewer.
    """

    PAGES = "pages"
    """A passage's pages cannot be read, or are not pages of the printing.

    Write ``:pages: 566`` or ``:pages: 566-567``.
    """

    PAGE_ORDER = "page-order"
    """A passage begins on a page before or well after the one on which the last passage ended.

    Compare both passages' ``:pages:`` with the marks of the page breaks.
    """

    PAGE_MARK = "page-mark"
    """The mark of a page break and its passage's pages contradict one another.

    A page that begins within a passage is one of its pages but not the first, unless the passage
    opens it; correct ``:pages:`` or the mark.
    """

    NOTE_ID = "note-id"
    """An author's note's number is not one.

    Give its number alone, such as ``7``.
    """

    NOTE_ORDER = "note-order"
    """An author's note is out of order, given twice or left out.

    Notes are numbered through the whole text from 1; each stands once, after the passage in which
    its marker stands.
    """

    NOTE_PLACE = "note-place"
    """An author's note does not follow the passage in which its marker stands.

    Move the note behind that passage (its marker is in the marks), or correct the mark.
    """

    NOTE_MARKER = "note-marker"
    """No mark says where an author's note's marker stands, or more than one does.

    Each note has one mark of kind ``marker``.
    """

    NOTE_EMPTY = "note-empty"
    """An author's note has neither a citation nor a summary.

    Cite its sources, ``{cite:p}`key{p. 1}```, or summarise it.
    """

    CITATION_KEY = "citation-key"
    """A key is cited that ``references.bib`` does not have.

    Correct the key or add the work to ``references.bib``.
    """

    CITATION_SYNTAX = "citation-syntax"
    """A citation cannot be read.

    Write ``{prefix}key{locator}``, with a comma between several.
    """

    IBID = "ibid"
    """A key under ``:ibid:`` is not cited in the note.

    Name under ``:ibid:`` only works that the note's body cites.
    """

    MARK = "mark"
    """A mark cannot be read, or stands on a place that is on no page.

    The message says what is wrong with it.
    """

    LOCK = "lock"
    """The lock is missing or damaged.

    Take ``text.lock`` from version control; it is never edited by hand.
    """

    OPTION = "option"
    """A directive's options cannot be read, or it does not have such an option.

    Options are lines ``:name: value`` at the head of the directive.
    """

    NESTED = "nested"
    """A passage, a note or a comment is not closed before the next, or before the page ends.

    Close the directive before it with a line of as many colons as it was opened with.
    """

    LEAK = "leak"
    """A file that is to be published holds a run of the text's words.

    The text is under copyright: take the words out, and out of the commits that have them. The
    lock proves six words at a time and cannot tell six from twelve: reword a run that agrees by
    chance, too. Incipits and lemmata of at most eight words are permitted.
    """

    ANCHOR = "anchor"
    """What a comment or a parallel hangs on cannot be read, or is not in the text.

    Write a passage (``2.6``), a range (``2.5-2.6``) or a note (``n7``), and after it, if some words
    are meant, these in quotation marks: ``2.6 "war scare"``.
    """

    LEMMA = "lemma"
    """A lemma does not stand in the place that it names, or stands there more than once.

    Quote the text's words exactly; where they occur twice, say which with ``[2]`` after them.
    """

    LEMMA_UNRECORDED = "lemma-unrecorded"
    """Nobody with a copy of the text has recorded yet that the lemma stands there.

    Nothing is wrong: someone with a copy checks it and runs ``edition text lemmata``.
    """

    JOINED = "joined"
    """Twelve or more words of the text can be joined from first words, lemmata and marks.

    Each may be quoted, but set side by side they give the text away: shorten one, or hang it on
    other words.
    """

    COMMENT_ID = "comment-id"
    """A comment's ID is not one, or is given twice.

    Use words in lower case joined by hyphens. IDs are permanent: never change or reuse one.
    """

    COMMENT_KIND = "comment-kind"
    """A comment's kind is none of those that there are.

    Write one of the kinds of the profile, which the message names.
    """

    COMMENT_DATE = "comment-date"
    """A comment's date is missing, is none, or is still to come.

    Write year, month and day: ``:date: 2026-11-23``.
    """

    COMMENT_EMPTY = "comment-empty"
    """A comment, or a page of commentary, says nothing.

    Write it as the directive's body.
    """

    COMMENT_PLACE = "comment-place"
    """A comment stands in the folder of another section than it is on.

    Move it to a page in the folder of its section: reviewers look for it there.
    """

    COMMENT_UNCITED = "comment-uncited"
    """A comment names no source.

    Cite one, or give the reason why none is needed as ``:uncited:``.
    """

    COMMENT_REPLY = "comment-reply"
    """A comment answers one that does not exist, or itself, or comments answer in a ring.

    Give the ID of the comment that it answers, which was there before it, as ``:replies-to:``.
    """

    ARGUMENT_ID = "argument-id"
    """An argument's ID is not one, or is given twice.

    Use words in lower case joined by hyphens. IDs are permanent: never change or reuse one.
    """

    ARGUMENT_TITLE = "argument-title"
    """An argument has no title.

    Give one as ``:title:``.
    """

    PARALLEL_ID = "parallel-id"
    """A parallel's ID is not one, or is given twice.

    Use words in lower case joined by hyphens. IDs are permanent: never change or reuse one.
    """

    PARALLEL_ARGUMENT = "parallel-argument"
    """A parallel belongs to no argument.

    Give the ID of an argument as ``:argument:``; arguments are pages of ``docs/arguments``.
    """

    PARALLEL_RELATION = "parallel-relation"
    """A parallel's relation is none of those that there are.

    The reference of directives lists them; inverse labels are derived and never written.
    """

    PARALLEL_REASON = "parallel-reason"
    """A parallel gives no reason.

    Say in one to four sentences why the two passages belong together.
    """

    PARALLEL_ENDS = "parallel-ends"
    """A parallel joins a place with itself, or says what another says already (or its inverse).

    Correct one of its ends, or leave it out.
    """

    PARALLEL_ORDER = "parallel-order"
    """A parallel's relation runs against the order of the text, or parallels go in a ring.

    What is said of an earlier passage is not to be written of a later one, nor both ways:
    turn the ends round, or write the other relation.
    """

    RECORD_SYNTAX = "record-syntax"
    """``references.bib`` cannot be read as BibTeX.

    Look for a missing brace, comma or key at the place that the message names.
    """

    RECORD_DUPLICATE = "record-duplicate"
    """A work's key, or a field of a work, is given twice in ``references.bib``.

    Keys differ by more than their capitals; keep one record a work and one field of a name.
    """

    RECORD_TYPE = "record-type"
    """A record's entry type is none that the citation style knows.

    Use a type of biblatex's, such as ``book``, ``collection``, ``incollection`` or ``article``.
    """

    RECORD_FIELD = "record-field"
    """A record has a field that nothing reads, or whose value is not one for it.

    Correct its name or its value.
    """

    RECORD_MISSING = "record-missing"
    """A record lacks a field that its kind of work needs.

    Add the field that the message names.
    """

    RECORD_CROSSREF = "record-crossref"
    """A record is a part of a work that ``references.bib`` does not have, or that is no book.

    Give the key of the collection or book in which it stands as ``crossref``.
    """

    RECORD_DATE = "record-date"
    """A record's date is none, or is given twice, or ``year`` and ``date`` contradict one another.

    Write ``date`` as ``1938``, ``1938-02``, ``1938-02-14`` or ``1946/1952``.
    """

    RECORD_PAGES = "record-pages"
    """A record's pages cannot be read, or end before they begin.

    Write numbers and ranges parted by commas: ``22–55, 60``.
    """

    RECORD_SHORT = "record-short"
    """Two works have the same short citation, so that it does not say which is meant.

    Give each a ``shorttitle`` of its own: the subtitle, or the title with its volume.
    """

    RECORD_UNVERIFIED = "record-unverified"
    """A record does not say what it was checked against.

    Name the source as ``verified``, or write there that it is not verified.
    """

    RECORD_UNUSED = "record-unused"
    """A record is neither cited nor said to be mentioned.

    Cite it, name the places that speak of it as ``mentioned``, or remove it.
    """

    LOCATOR = "locator"
    """A citation's locator does not fit its work.

    Volume and page (``7:12``) are for works in several volumes, and only those that there are.
    """

    RECORD_LINK = "record-link"
    """A work's address does not begin with ``https://`` or ``http://``.

    Give the whole address of a page on the web, without a password, or leave the field out.
    """

    REGISTER_UNKNOWN = "register-unknown"
    """A role refers to a person, place, event or term that the registers do not have.

    Write the ID of an entry of ``docs/registers``, or add one.
    """

    REFERENCE = "reference"
    """A role refers to a passage, a note, a comment, an argument or a parallel that there is not.

    Write the passage's number (``{edition:passage}`2.6```), the note's (``{edition:authornote}`7```),
    or the ID of the comment, the argument or the parallel.
    """

    CONTRIBUTORS = "contributors"
    """The list of contributors cannot be read, or an entry of it is not complete.

    Each ``[[contributor]]`` of ``docs/contributors.toml`` has ``id``, ``name``, ``roles`` and
    ``licence``, and may have ``orcid``, ``accounts`` and ``note``.
    """

    CONTRIBUTOR_UNKNOWN = "contributor-unknown"
    """A comment or a parallel is by somebody whom ``docs/contributors.toml`` does not list.

    Write the contributor's ``id`` as ``:by:``; who contributes for the first time adds an entry to
    ``docs/contributors.toml``.
    """

    AUTHORSHIP = "authorship"
    """A contribution claims an author who did not send it, or changes what is another contributor's.

    Write your own ``id`` as ``:by:``. What stands on the main branch keeps its author; to dissent,
    answer it with ``:replies-to:``.
    """

    ID_REMOVED = "id-removed"
    """An ID that the main branch has is gone.

    IDs are cited for good: restore it, or name in ``docs/retired.toml`` what takes its place.
    """

    ID_REUSED = "id-reused"
    """An ID is used for something else than before.

    Choose another: ``edition new`` finds one that is free.
    """

    RETIRED = "retired"
    """The list of retired IDs cannot be read, or leads to what does not exist.

    Each ``[[retired]]`` of ``docs/retired.toml`` has ``id``, such as ``comment-war-scare``, and
    ``to``, the anchor that takes its place.
    """

    QUOTATION = "quotation"
    """A quotation of more than eight words names no source.

    Cite where the words are from in the same paragraph. Of the text itself quote eight words at
    most.
    """

    STYLE_QUOTES = "style-quotes"
    """A straight quotation mark or apostrophe stands in prose.

    Write “ ” and ‘ ’, and ’ for the apostrophe: they look the same in every format, and the leak
    guard knows a quotation by them. ``edition check --fix`` sets them.
    """

    STYLE_DASH = "style-dash"
    """A hyphen stands where a dash belongs.

    Ranges of numbers have an en rule (1926–27), and so has a dash between words, spaced ( – ).
    ``edition check --fix`` sets them.
    """

    STYLE_SPACE = "style-space"
    """There is a space too many, or three full stops for an ellipsis.

    One space stands between words and none before a stop; an ellipsis is one sign (…).
    ``edition check --fix`` mends it.
    """

    STYLE_DATE = "style-date"
    """A date or a decade is not written as the edition writes it.

    Dates are written as 14 February 1927, decades as the 1920s.
    ``edition check --fix`` mends those that can be read in one way only.
    """

    STYLE_SPELLING = "style-spelling"
    """A word is spelt as the edition does not spell it.

    The profile names the language of the house style, so that a search finds a word in all
    comments; quotations keep their own. ``edition check --fix`` mends it.
    """

    STYLE_NAME = "style-name"
    """A name is transliterated as the edition does not write it.

    The profile names the list of surnames, so that one person has one name everywhere; quotations
    and titles keep their own.
    """

    STYLE_WORD = "style-word"
    """A word stands twice in a row.

    Take one of them out.
    """

    BUILD = "build"
    """Sphinx cannot go on with the build.

    The message names the file or the setting; mend it, and build again.
    """
