"""How the commentary writes dates: in one manner, as its prose does."""

from __future__ import annotations

import datetime

from critical_edition.citation.dates import MONTHS


def written_date(date: datetime.date) -> str:
    """Return a day as prose has it: 23 November 2026."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"
