"""What is checked of lengths: abstracts, their share of the text, comments."""

from __future__ import annotations

from collections.abc import Iterator

from critical_edition.model import prose
from critical_edition.model.findings import Finding, Severity
from critical_edition.model.lengths import Length
from critical_edition.model.messages import _
from critical_edition.model.places import PassageId
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
            message = _(
                "the abstract of {place} has {count} words; {most} are permitted",
                place=passage.passage,
                count=count,
                most=limits.abstract,
            )
            path = sources.path(passage.docname)
            yield Finding(Length.ABSTRACT, path, passage.line, 1, message)
    for note in sources.notes:
        count = words_of(note.body)
        if limits.note and count > limits.note:
            message = _(
                "the abstract of note {place} has {count} words; {most} are permitted",
                place=note.note,
                count=count,
                most=limits.note,
            )
            yield Finding(Length.ABSTRACT, sources.path(note.docname), note.line, 1, message)
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
            message = _(
                "the comment “{name}” has {count} words; {most} are permitted",
                name=comment.id,
                count=count,
                most=limits.comment,
            )
            path = sources.path(comment.docname)
            yield Finding(Length.COMMENT, path, comment.line, 1, message, severity=Severity.WARNING)
