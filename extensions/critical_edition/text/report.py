"""What an import reports: counts, and every problem with its place."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Outcome(enum.StrEnum):
    """How an import ended."""

    ESTABLISHED = "established"
    PARTIAL = "partial"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a reader should know: a stable code, the place (or the file), and a sentence."""

    code: str
    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Count:
    """So many established of so many in all."""

    established: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class SentenceCount:
    """Sentences by status; ``verified`` includes ``mended``."""

    verified: int = 0
    mended: int = 0
    unverified: int = 0
    missing: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report of an import or of a look at what is established."""

    status: Outcome
    reason: str
    recognised: float
    passages: Count = Count()
    notes: Count = Count()
    sentences: SentenceCount = SentenceCount()
    problems: tuple[Problem, ...] = field(default_factory=tuple)

    def as_data(self) -> Mapping[str, Any]:
        """Return the report as the mapping that ``--json`` prints."""
        return {
            "status": str(self.status),
            "reason": self.reason,
            "recognised": round(self.recognised, 4),
            "passages": {
                "established": self.passages.established,
                "total": self.passages.total,
            },
            "notes": {"established": self.notes.established, "total": self.notes.total},
            "sentences": {
                "verified": self.sentences.verified,
                "mended": self.sentences.mended,
                "unverified": self.sentences.unverified,
                "missing": self.sentences.missing,
                "total": self.sentences.total,
            },
            "problems": [
                {"code": p.code, "place": p.place, "message": p.message} for p in self.problems
            ],
        }
