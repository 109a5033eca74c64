"""Dates of publication: read from the ISO 8601 forms that biblatex uses, written as Chicago does."""

from __future__ import annotations

import datetime
import enum
import re
from dataclasses import dataclass, field, replace
from datetime import date

from critical_edition.citation.numbers import expand, years
from critical_edition.model.i18n import N_, _

MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)
SEASONS = {21: "Spring", 22: "Summer", 23: "Autumn", 24: "Winter"}
"""The seasons’ numbers in ISO 8601-2, where they stand in a month’s place."""

_ONE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<sure>[?~%]?)")
_INFERRED = re.compile(r"\[(?P<circa>c\.|ca\.|circa)?\s*(?P<day>[\d-]+)(?P<sure>\??)\]")
_YEARS = re.compile(r"(\d{4})(?:\s*(?:/|-)\s*(?=\d{4})|\s*(?:-{2,3}|–)\s*)(\d{2}|\d{4})")
_MONTH = "|".join(MONTHS)
_WRITTEN = re.compile(rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}}), (?P<year>\d{{4}})")
_DAY_FIRST = re.compile(rf"(?P<day>\b\d{{1,2}}) (?P<month>{_MONTH}) (?P<year>\d{{4}})")


class Doubt(enum.StrEnum):
    """How far a date is known; the value is ISO 8601’s sign for it, where it has one."""

    NONE = ""
    INFERRED = "[]"
    """Not given by the work, but known otherwise."""
    UNCERTAIN = "?"
    APPROXIMATE = "~"
    BOTH = "%"


_DOUBTFUL = {
    Doubt.NONE: "{}",
    Doubt.INFERRED: "[{}]",
    Doubt.UNCERTAIN: "[{}?]",
    Doubt.APPROXIMATE: "[ca. {}]",
    Doubt.BOTH: "[ca. {}?]",
}


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """A day, or a month (no day), a season (month 21 to 24) or a year (no month)."""

    year: int
    month: int = 0
    day: int = 0
    doubt: Doubt = field(default=Doubt.NONE, compare=False)

    @property
    def written(self) -> str:
        """“February 14, 1938”, “January 1975”, “Winter 1956”, “1966”, “[1931?]”."""
        return _DOUBTFUL[self.doubt].format(self._written())

    def _written(self) -> str:
        if not self.month:
            return str(self.year)
        month = SEASONS.get(self.month) or MONTHS[self.month - 1]
        return f"{month} {self.day}, {self.year}" if self.day else f"{month} {self.year}"


@dataclass(frozen=True, slots=True)
class Date:
    """A date of publication, or the first and the last of several.

    ``literal`` is how it is written where it is neither, or is written otherwise (“Summer 1972”);
    ``open`` says that what began then goes on.
    """

    first: Day | None = None
    last: Day | None = None
    literal: str = ""
    open: bool = False

    def __bool__(self) -> bool:
        return bool(self.first or self.literal)

    @property
    def written(self) -> str:
        """The date in full, a range of years shortened (“1946–52”)."""
        if self.literal or self.first is None:
            return self.literal
        if self.open:
            return f"{self.first.written}–"
        if self.last is None or self.last == self.first:
            return self.first.written
        if self.first.doubt or self.last.doubt:
            return f"{self.first.written}–{self.last.written}"
        if not (self.first.month or self.last.month):
            return years(str(self.first.year), str(self.last.year))
        same_year = self.first.year == self.last.year
        if same_year and self.first.month and self.last.month and not self.first.day:
            return f"{self.first.written.rpartition(' ')[0]}–{self.last.written}"
        return f"{self.first.written}–{self.last.written}"

    @property
    def years(self) -> str:
        """The year or years alone."""
        if self.first is None:
            return self.literal
        if self.open:
            return f"{self.first.year}–"
        last = self.last or self.first
        return years(str(self.first.year), str(last.year))

    @property
    def has_day(self) -> bool:
        """Whether the date is a day’s, as a newspaper’s is."""
        return self.first is not None and self.first.day > 0


def read_day(text: str) -> Day:
    """Read ``1938-02-14``, ``1975-01``, ``1956-24`` (winter) or ``1966``; raise ValueError.

    What the editors infer is in brackets, as it is printed (``[1931]``, ``[1931?]``,
    ``[ca. 1931]``), or has ISO 8601’s sign (``1931?``, ``1931~``, ``1931%``).
    """
    if inferred := _INFERRED.fullmatch(text.strip()):
        sure = {"": Doubt.INFERRED, "?": Doubt.UNCERTAIN}[inferred["sure"]]
        if inferred["circa"]:
            sure = Doubt.BOTH if inferred["sure"] else Doubt.APPROXIMATE
        return replace(read_day(inferred["day"]), doubt=sure)
    match = _ONE.fullmatch(text.strip())
    if not match:
        raise ValueError(f"“{text}” is not a date (1938, 1938-02 or 1938-02-14; inferred: [1938?])")
    found = Day(
        int(match["year"]), int(match["month"] or 0), int(match["day"] or 0), Doubt(match["sure"])
    )
    if found.month in SEASONS and not found.day:
        return found
    if not 0 <= found.month <= 12 or (match["month"] and not found.month):
        raise ValueError(f"“{text}” has a month that there is not")
    if match["day"]:
        try:
            date(found.year, found.month, found.day)
        except ValueError:
            raise ValueError(f"“{text}” is a day that there is not") from None
    return found


def read(text: str) -> Date:
    """Read a date or two with ``/`` or, of years, a dash between them; raise ValueError.

    The last may not come before the first.
    """
    text = text.strip()
    if match := _YEARS.fullmatch(text):
        first, last = read_day(match[1]), read_day(expand(match[1], match[2]))
    elif "/" in text:
        left, _, right = text.partition("/")
        if right in ("", ".."):
            return Date(read_day(left), open=True)
        first, last = read_day(left), read_day(right)
    else:
        return Date(read_day(text))
    if last < first:
        raise ValueError(f"“{text}” ends before it begins")
    return Date(first, last)


def american(text: str) -> str:
    """Turn dates with the day first, “14 February 1938”, into “February 14, 1938”."""
    return _DAY_FIRST.sub(r"\g<month> \g<day>, \g<year>", text)


def read_written(text: str) -> Day | None:
    """Read a date as a note gives it, “February 14, 1938”; None where it is none."""
    match = _WRITTEN.fullmatch(text.strip())
    if not match:
        return None
    try:
        found = date(int(match["year"]), MONTHS.index(match["month"]) + 1, int(match["day"]))
    except ValueError:
        return None
    return Day(found.year, found.month, found.day)


def written_date(date: datetime.date) -> str:
    """Return a day as prose has it: 23 November 2026."""
    return _("{day} {month} {year}").format(
        day=date.day, month=_(MONTHS[date.month - 1]), year=date.year
    )
