"""The chronology's picture: a line for each year in which something happened, months across.

An event stands where it falls in the year: a dot for a day, a bar for a longer time or for a date
that is no more exact. What is drawn is in the colour of the text around it, so that it can be read
on any ground. The SVG is written for a page of HTML: each mark leads to its event in the table, which
says everything, and is therefore no stop for the keyboard.
"""

from __future__ import annotations

import datetime
import html
from collections.abc import Sequence
from dataclasses import dataclass

from critical_edition.citation.dates import MONTHS
from critical_edition.model.i18n import _
from critical_edition.model.registers import Event
from critical_edition.outputs.doctree.apparatus.setting import event_date

WIDTH = 440
_LEFT = 46
_RIGHT = 6
_TOP = 30
_LANE = 9
_GAP = 7
_DOT = 3.4


@dataclass(frozen=True, slots=True)
class Drawn:
    """An event's part in a year: from ``start`` to ``end`` of it (0 to 1), in ``lane`` from 0."""

    event: Event
    start: float
    end: float
    lane: int

    @property
    def dot(self) -> bool:
        """Whether it is a single day."""
        return self.event.date.day is not None and self.event.end is None


def years(events: Sequence[Event]) -> dict[int, tuple[Drawn, ...]]:
    """Return the years in which an event begins, each with what is drawn there, without overlaps.

    An event of several years is drawn in each of them that has a line.
    """
    found: dict[int, tuple[Drawn, ...]] = {}
    for year in sorted({event.date.year for event in events}):
        lanes: list[float] = []
        drawn: list[Drawn] = []
        for event in events:
            last = (event.end or event.date).last
            if not event.date.year <= year <= last.year:
                continue
            start = _part(max(event.date.first, datetime.date(year, 1, 1)), year)
            end = _part(min(last, datetime.date(year, 12, 31)), year)
            end = max(end, start + 0.016)
            lane = next((n for n, until in enumerate(lanes) if until <= start), len(lanes))
            lanes[lane:] = [end + 0.003, *lanes[lane + 1 :]]
            drawn.append(Drawn(event, start, end, lane))
        found[year] = tuple(drawn)
    return found


def _part(day: datetime.date, year: int) -> float:
    first = datetime.date(year, 1, 1)
    return (day - first).days / (datetime.date(year + 1, 1, 1) - first).days


def svg(events: Sequence[Event], prefix: str = "timeline") -> str:
    """Return the picture as an ``svg`` element; ``prefix`` makes its IDs the page's own."""
    rows = years(events)
    if not rows:
        return ""
    field = WIDTH - _LEFT - _RIGHT
    body: list[str] = []
    y = float(_TOP)
    before: int | None = None
    for year, drawn in rows.items():
        if before is not None and year > before + 1:
            y += 6
            body.append(
                _line(_LEFT, y - 5, WIDTH - _RIGHT, y - 5, "0.45", ' stroke-dasharray="1 5"')
            )
        before = year
        height = _LANE * (1 + max((d.lane for d in drawn), default=0))
        middle = y + height / 2
        body.append(
            f'<text x="{_LEFT - 8}" y="{middle + 4:.1f}" text-anchor="end" font-size="12">{year}</text>'
        )
        body += [_mark(d, y, field) for d in drawn]
        y += height + _GAP
        body.append(_line(_LEFT, y - _GAP / 2, WIDTH - _RIGHT, y - _GAP / 2, "0.15"))
    months = [
        f'<text x="{_LEFT + field * (n + 0.5) / 12:.1f}" y="{_TOP - 14}" text-anchor="middle"'
        f' font-size="11">{letter}</text>'
        for n, letter in enumerate(_(month)[0] for month in MONTHS)
    ]
    grid = [
        _line(_LEFT + field * n / 12, _TOP - 8, _LEFT + field * n / 12, y - _GAP, "0.12")
        for n in range(13)
    ]
    first, last = min(rows), max(rows)
    title = _("The events from {first} to {last}, by year and month").format(first=first, last=last)
    desc = _(
        "A line for each of {years} years in which one of {events} events begins, with the"
        " months from left to right. A dot is a day, a bar a longer time or a date known less"
        " exactly; what is hollow was dated by the editors. The table after the picture lists every"
        " event in the same order with its date and its passages."
    ).format(years=len(rows), events=len(events))
    return "\n".join(
        [
            f'<svg class="timeline" viewBox="0 0 {WIDTH} {y + 4:.0f}" role="group"'
            f' aria-labelledby="{prefix}-title {prefix}-desc" fill="currentColor"'
            ' xmlns="http://www.w3.org/2000/svg" font-family="inherit"'
            f' style="width:100%;max-width:36rem;height:auto">',
            f'<title id="{prefix}-title">{html.escape(title)}</title>',
            f'<desc id="{prefix}-desc">{html.escape(desc)}</desc>',
            *grid,
            *months,
            *body,
            "</svg>",
        ]
    )


def _line(x1: float, y1: float, x2: float, y2: float, opacity: str, more: str = "") -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="currentColor"'
        f' stroke-opacity="{opacity}"{more}/>'
    )


def _mark(drawn: Drawn, y: float, field: float) -> str:
    event = drawn.event
    x = _LEFT + drawn.start * field
    top = y + drawn.lane * _LANE
    hollow = ' fill="none" stroke="currentColor" stroke-width="1.2"' if event.added else ""
    name = html.escape(f"{event_date(event)}: {event.name}")
    address = html.escape(f"#event-{event.id}")
    link = f'<a href="{address}" tabindex="-1" aria-label="{name}"><title>{name}</title>'
    if drawn.dot:
        shape = f'<circle cx="{x + _DOT:.1f}" cy="{top + _LANE / 2:.1f}" r="{_DOT}"{hollow}/>'
        return f"{link}{shape}</a>"
    width = (drawn.end - drawn.start) * field
    return (
        f'{link}<rect x="{x + 1:.1f}" y="{top + 2.5:.1f}" width="{max(width - 2, 4):.1f}" height="4"'
        f' rx="2"{hollow}{_faint(drawn)}/></a>'
    )


def _faint(drawn: Drawn) -> str:
    """Return an opacity: what fills its year says least, and stands back."""
    return ' opacity="0.45"' if drawn.start == 0 and drawn.end > 0.99 else ' opacity="0.8"'
