"""What is checked of lengths: abstracts, their share of the text, comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from critical_edition.model import prose
from critical_edition.model.commentary import Comment
from critical_edition.model.findings import Finding, Severity
from critical_edition.model.lengths import Length
from critical_edition.model.messages import _
from critical_edition.model.places import PassageId
from critical_edition.model.records import NoteRecord, PassageRecord
from critical_edition.sources.read import Sources
from critical_edition.text.lock import Lock


def words_of(body: prose.Prose) -> int:
    """Return how many words a reader counts in a body, without its citations: “state-building” is one."""
    return sum(any(map(str.isalnum, word)) for word in prose.plain(body).split())


def check_lengths(sources: Sources, fingerprints: Lock | None) -> Iterator[Finding]:
    """Check that abstracts and comments are no longer than the profile permits.

    ``fingerprints`` tell how many words the text has, where it is known by them alone.
    """
    limits = sources.project.profile.lengths
    total = 0
    for passage in sources.passages:
        count = words_of(passage.body)
        total += count
        if limits.abstract and count > limits.abstract:
            yield _longer(_ABSTRACT, sources, passage, passage.passage, count, limits.abstract)
    for note in sources.notes:
        count = words_of(note.body)
        if limits.note and count > limits.note:
            yield _longer(_NOTE, sources, note, note.note, count, limits.note)
    if limits.share and fingerprints is not None:
        whole = sum(p.words for p in fingerprints.places if isinstance(p.place, PassageId))
        if whole and total * 100 > whole * limits.share:
            message = _(
                "the abstracts have {total} words, {share} % of the text's {whole}; {most} % are permitted",
                total=total,
                share=round(total * 100 / whole),
                whole=whole,
                most=limits.share,
            )
            yield Finding(Length.SHARE, sources.project.sections, 1, 1, message)
    for comment in sources.comments:
        count = words_of(comment.body)
        if limits.comment and count > limits.comment:
            found = _longer(_COMMENT, sources, comment, comment.id, count, limits.comment)
            yield replace(found, severity=Severity.WARNING)


_ABSTRACT = (Length.ABSTRACT, "the abstract of {of} has {count} words; {most} are permitted")
_NOTE = (Length.ABSTRACT, "the abstract of note {of} has {count} words; {most} are permitted")
_COMMENT = (Length.COMMENT, "the comment “{of}” has {count} words; {most} are permitted")


def _longer(
    what: tuple[Length, str],
    sources: Sources,
    record: PassageRecord | NoteRecord | Comment,
    of: object,
    count: int,
    most: int,
) -> Finding:
    code, words = what
    said = _(words, of=of, count=count, most=most)
    return Finding(code, sources.path(record.docname), record.line, 1, said)
