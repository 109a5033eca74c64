"""Anchors: what a comment or a parallel hangs on, as its options write it.

``2.6`` is a passage, ``2.5-2.6`` a range of passages, ``n7`` a note; each may be followed by a lemma
in quotation marks: ``2.6 "war scare"``, ``n12 "phrase" [2]``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from critical_edition.model.lemma import MAX_WORDS, Lemma
from critical_edition.model.messages import NotReadError, _
from critical_edition.model.places import PassageId, Place, parse_place
from critical_edition.model.sentences import count_words

_ANCHOR = re.compile(
    r"""(?P<first>n?[\d.]+) (?:\s*[-–]\s*(?P<last>n?[\d.]+))?
        (?:\s+["“](?P<lemma>[^"“”]+)["”]\s*(?P<index>\[[1-9]\d{0,3}\])?)?""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place or a range of passages, with the words meant, if any.

    ``last`` is the last passage of a range, else the same as ``first``; a lemma in a range is of
    its first passage.
    """

    first: Place
    last: Place
    lemma: Lemma | None = None

    def __str__(self) -> str:
        where = str(self.first) if self.first == self.last else f"{self.first}-{self.last}"
        if self.lemma is None:
            return where
        words = f"{self.lemma.words} … {self.lemma.last}" if self.lemma.last else self.lemma.words
        index = f" [{self.lemma.occurrence}]" if self.lemma.occurrence else ""
        return f'{where} "{words}"{index}'

    @property
    def order(self) -> tuple[int, int, int]:
        """Sort by the order of the text: passages by number, then notes by number."""
        if isinstance(self.first, PassageId):
            return (0, self.first.section, self.first.paragraph)
        return (1, self.first.number, 0)

    @property
    def passages(self) -> tuple[PassageId, ...]:
        """The passages of the anchor, first to last; none for a note.

        Ranges stay within a section.
        """
        if not isinstance(self.first, PassageId) or not isinstance(self.last, PassageId):
            return ()
        numbers = range(self.first.paragraph, self.last.paragraph + 1)
        return tuple(PassageId(self.first.section, n) for n in numbers)

    @classmethod
    def parse(cls, source: str, most: int = MAX_WORDS) -> Anchor:
        """Read an anchor; raise NotReadError if it is none."""
        match = _ANCHOR.fullmatch(source.strip())
        if not match:
            raise NotReadError(
                _("“{text}” is not an anchor", text=source.strip()),
                _(
                    "Write a passage (2.6), a range (2.5-2.6) or a note (n7), and after it, if some "
                    'words are meant, these in quotation marks: 2.6 "war scare".'
                ),
            )
        first = parse_place(match["first"])
        last = parse_place(match["last"]) if match["last"] else first
        if last != first and not (
            isinstance(first, PassageId)
            and isinstance(last, PassageId)
            and first.section == last.section
            and first < last
        ):
            raise NotReadError(
                _("“{first}-{last}” is not a range", first=match["first"], last=match["last"]),
                _("Both ends are passages of one section, the earlier first."),
            )
        lemma = None
        if match["lemma"]:
            lemma = Lemma.parse(f"{match['lemma'].strip()} {match['index'] or ''}")
            size = count_words(lemma.words) + count_words(lemma.last)
            if size > most:
                raise NotReadError(
                    _("the lemma has {size} words", size=size),
                    _(
                        "Quote at most {most} (first and last words may stand for a stretch: “first "
                        "words … last words”).",
                        most=most,
                    ),
                )
        return cls(first, last, lemma)
