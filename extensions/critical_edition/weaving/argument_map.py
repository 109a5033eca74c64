"""The map of arguments and passages: what is drawn where, and the drawing as SVG. No Sphinx.

The text runs from left to right, a column a passage, sections apart. An *overview* has a line for
each argument, from where it begins to where it ends, with a dot at each of its passages, and above
them a column for each passage, as high as arguments meet there. A *strip* shows one argument: each
of its parallels as a bar from passage to passage, with its relation in words, and below it the
numbers of the passages. Bars that would overlap are put into lanes, numbers beside one another; a line
leads from each passage to a number that has been moved. Nothing is drawn through words or numbers.

Everything is in units of the drawing, which on a screen are CSS pixels; numbers are rounded to one
place. Colours are those of the text around it (``currentColor``), so that it can be read on any
ground and in print; nothing is told by colour alone, though the profile may give a relation one.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from critical_edition.model import graphs
from critical_edition.model.i18n import _, ngettext
from critical_edition.model.places import PassageId
from critical_edition.weaving.views import Drawn, Joined, Titled

Link = Callable[[str], str]
"""From ``passage:2.6``, ``argument:…`` or ``parallel:…`` to an address, empty where there is none."""

WIDTH = 720.0
"""How wide a drawing is on a screen, where no more room is asked for."""

_LABEL = 10.0
_TITLE = 13.0
_LETTER = 0.56
"""The width of a letter, on the average, in sizes of its type."""

_LANE = 15.0
_NUMBERS = 16.0
"""How far under the passages their numbers stand."""

_STUB = 16.0
"""How much of a bar is to be seen on either side of its label, with the head of its arrow."""

_ROW = 17.0
_MEETING = 5.0


@dataclass(frozen=True, slots=True)
class Axis:
    """Where the passages stand from left to right: the middles of their columns."""

    left: float
    right: float
    at: Mapping[PassageId, float]
    column: float

    @property
    def sections(self) -> list[tuple[int, float, float]]:
        """Each section with its left and right edge."""
        half = self.column / 2
        found = []
        for section, members in groupby(self.at, key=lambda p: p.section):
            places = [self.at[p] for p in members]
            found.append((section, places[0] - half, places[-1] + half))
        return found


def axis(passages: Iterable[PassageId], left: float, right: float) -> Axis:
    """Part the room from ``left`` to ``right`` among the passages, with gaps between sections."""
    passages = sorted(passages)
    sections = list(dict.fromkeys(p.section for p in passages))
    gap = 1.2
    columns = len(passages) + gap * max(len(sections) - 1, 0)
    column = (right - left) / max(columns, 1)
    at = {
        p: left + column * (index + 0.5 + gap * sections.index(p.section))
        for index, p in enumerate(passages)
    }
    return Axis(left, right, at, column)


@dataclass(frozen=True, slots=True)
class Bar:
    """A parallel in a strip: from the place of its first passage to that of its second.

    ``label`` is where its relation stands, and ``anchor`` how it is set there (SVG's words).
    """

    parallel: Joined
    start: float
    end: float
    lane: int
    label: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Number:
    """A passage's number under a strip, and its middle."""

    passage: PassageId
    at: float


@dataclass(frozen=True, slots=True)
class Strip:
    """An argument's part of the map."""

    argument: Titled
    bars: tuple[Bar, ...]
    steps: tuple[PassageId, ...]
    numbers: tuple[Number, ...]


def _lanes(items: Sequence[Bar]) -> int:
    return 1 + max((item.lane for item in items), default=-1)


def strip(drawn: Drawn, on: Axis) -> Strip:
    """Lay out an argument's parallels; ends on passages that the axis lacks are left out."""
    found: list[tuple[Joined, float, float, float, str, tuple[float, float]]] = []
    for parallel in drawn.parallels:
        sides = (parallel.first, parallel.last)
        ends = [[on.at[p] for p in side if p in on.at] for side in sides]
        if not all(ends):
            continue
        start, end = (places[0] for places in ends)
        words = len(_(parallel.relation.label)) * _LABEL * _LETTER + 10
        low, high = min(start, end), max(start, end)
        if high - low >= words + 2 * _STUB:
            label, anchor, room = (low + high) / 2, "middle", (low - 4, high + 4)
        elif high + words <= on.right:
            label, anchor, room = high + 7, "start", (low - 4, high + words + 4)
        else:
            label, anchor, room = low - 7, "end", (low - words - 4, high + 4)
        found.append((parallel, start, end, label, anchor, room))
    lanes = graphs.lanes([room for *_, room in found])
    bars = tuple(
        Bar(parallel, start, end, lane, label, anchor)
        for (parallel, start, end, label, anchor, __), lane in zip(found, lanes, strict=True)
    )
    steps = tuple(p for p in drawn.steps if p in on.at)
    return Strip(drawn.argument, bars, steps, _numbers(steps, on))


def _numbers(steps: Sequence[PassageId], on: Axis) -> tuple[Number, ...]:
    """Return the numbers of as many passages as there is room for: of all, or of every second …."""
    for each in range(1, len(steps) + 1):
        named = steps[::each]
        widths = [len(str(p)) * _LABEL * _LETTER + 6 for p in named]
        middles = graphs.spread([on.at[p] for p in named], widths, on.left - 2, on.right + 2)
        if middles is not None:
            return tuple(Number(*item) for item in zip(named, middles, strict=True))
    return ()


# -- drawing -----------------------------------------------------------------------------------


def draw_strip(
    way: Drawn,
    passages: Iterable[PassageId],
    link: Link,
    width: float = WIDTH,
    noun: str = "text",
) -> str:
    """Return an argument's strip as SVG; without parallels on the passages, nothing."""
    on = axis(passages, 2, width - 2)
    laid = strip(way, on)
    if not laid.bars:
        return ""
    head = 15.0
    base = head + _lanes(laid.bars) * _LANE + 3
    level = [base - 9 - bar.lane * _LANE for bar in laid.bars]
    labels = [(*_stretch(bar), y) for bar, y in zip(laid.bars, level, strict=True)]
    body = _grid(on, 2, base, head - 4, labels)
    body.append(_line(on.left, base, on.right, base, 0.35))
    places = {number.passage: number.at for number in laid.numbers}
    for step in laid.steps:
        x = on.at[step]
        drawn = f'<circle cx="{_n(x)}" cy="{_n(base)}" r="3"/>'
        name = str(step)
        if step in places:
            at, text = places[step], base + _NUMBERS
            if abs(at - x) > 1:
                drawn = _line(x, base, at, text - _LABEL * 0.75, 0.45, 0.7) + drawn
            drawn += _text(at, text, str(step), _LABEL, "middle")
            name = ""
        body.append(_linked(link(f"passage:{step}"), drawn, name))
    body += [_drawn_bar(bar, y, link) for bar, y in zip(laid.bars, level, strict=True)]
    height = base + _NUMBERS + 6
    title = _("{argument}: its parallels through the {noun}").format(
        argument=way.argument.title, noun=noun
    )
    desc = _(
        "{parallels} parallels as bars between {passages} passages, which are in the"
        " order of the {noun} from left to right. The list after the picture says the same."
    ).format(parallels=len(laid.bars), passages=len(laid.steps), noun=noun)
    return _svg(width, height, title, desc, body)


def _stretch(bar: Bar) -> tuple[float, float]:
    """Return from where to where a bar's label goes, with room on either side."""
    wide = len(_(bar.parallel.relation.label)) * _LABEL * _LETTER
    left = bar.label - {"start": 0.0, "middle": wide / 2, "end": wide}[bar.anchor]
    return left - 3, left + wide + 3


def _drawn_bar(bar: Bar, y: float, link: Link) -> str:
    relation = bar.parallel.relation
    wide = 2.2 if relation.weight == "strong" else 1.1
    dash = ' stroke-dasharray="5 3"' if relation.weight == "broken" else ""
    parts = []
    gap = len(_(relation.label)) * _LABEL * _LETTER / 2 + 4 if bar.anchor == "middle" else 0.0
    low, high = min(bar.start, bar.end), max(bar.start, bar.end)
    if gap:
        parts.append(_line(low, y, bar.label - gap, y, 1, wide, dash))
        parts.append(_line(bar.label + gap, y, high, y, 1, wide, dash))
    else:
        parts.append(_line(low, y, high, y, 1, wide, dash))
    parts.append(f'<circle cx="{_n(bar.start)}" cy="{_n(y)}" r="2.4"/>')
    way = 1 if bar.end > bar.start else -1
    x = bar.end
    if relation.symmetric or bar.start == bar.end:
        parts.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="2.4"/>')
    else:
        points = f"{_n(x)},{_n(y)} {_n(x - 6 * way)},{_n(y - 3.2)} {_n(x - 6 * way)},{_n(y + 3.2)}"
        parts.append(f'<polygon points="{points}"/>')
    parts.append(_text(bar.label, y + 3.4, _(relation.label), _LABEL, bar.anchor))
    name = f"{bar.parallel.start} {_(relation.label)} {bar.parallel.end}"
    drawn = "".join(parts)
    if relation.colour != "text":
        drawn = f'<g class="colour-{relation.colour}">{drawn}</g>'
    return _linked(link(f"parallel:{bar.parallel.id}"), drawn, name)


def names_end(arguments: Sequence[Drawn], width: float = WIDTH) -> float:
    """Return where the overview's names of arguments end and its passages begin."""
    titles = (
        max((len(a.argument.title) for a in arguments), default=0) * (_TITLE - 2) * _LETTER + 12
    )
    return min(titles, width / 2)


def draw_overview(
    arguments: Sequence[Drawn],
    passages: Iterable[PassageId],
    link: Link,
    width: float = WIDTH,
    noun: str = "text",
    *,
    stacked: bool = False,
) -> str:
    """Return the overview of arguments as SVG; without any that has passages, nothing.

    ``stacked`` sets each argument's name above its line, where there is no room beside it.
    """
    on = axis(passages, 2 if stacked else names_end(arguments, width), width - 2)
    met = {p: sum(p in a.steps for a in arguments) for p in on.at}
    most = max(met.values(), default=0)
    if not most:
        return ""
    head, name_row = (_ROW, _ROW) if stacked else (0.0, 0.0)
    top = 18 + head + most * _MEETING + 4
    height = top + len(arguments) * (_ROW + name_row) + 8
    body = _grid(on, 0, height - 4, 11)
    body.append(_line(on.left, top, on.right, top, 0.35))
    body.append('<g data-meeting="">')
    meeting = _("how many arguments meet")
    at, size = (
        ((on.left, 18 + head - 4), _LABEL) if stacked else ((on.left - 8, top - 2), _LABEL - 1)
    )
    body.append(_text(*at, meeting, size, "start" if stacked else "end", opacity=0.8))
    for passage, count in met.items():
        if count:
            tall = count * _MEETING
            shape = (
                f'<rect x="{_n(on.at[passage] - on.column * 0.36)}" y="{_n(top - tall)}"'
                f' width="{_n(on.column * 0.72)}" height="{_n(tall)}"/>'
            )
            met_here = ngettext(
                "{passage}: {count} argument", "{passage}: {count} arguments", count
            )
            name = met_here.format(passage=passage, count=count)
            body.append(_linked(link(f"passage:{passage}"), shape, name))
    body.append("</g>")
    for row, drawn in enumerate(arguments):
        argument = drawn.argument
        y = top + (row + 0.5) * _ROW + (row + 1) * name_row + 2
        steps = [p for p in drawn.steps if p in on.at]
        if stacked:
            title = _text(on.left, y - 0.7 * name_row, argument.title, _TITLE - 2, "start")
        else:
            title = _text(on.left - 8, y + 3.6, argument.title, _TITLE - 2, "end")
        # A script lights one argument among the others.
        body.append(f'<g data-argument="{html.escape(argument.id)}">')
        body.append(_linked(link(f"argument:{argument.id}"), title, ""))
        if steps:
            body.append(_line(on.at[steps[0]], y, on.at[steps[-1]], y, 0.55))
        for step in steps:
            place = (
                f'<circle cx="{_n(on.at[step])}" cy="{_n(y)}" r="{_n(min(on.column * 0.45, 4))}"/>'
            )
            body.append(_linked(link(f"passage:{step}"), place, f"{step}: {argument.title}"))
        body.append("</g>")
    title = _("Arguments and passages")
    desc = _(
        "{arguments} arguments as lines, from where each begins in the {noun} to where it ends,"
        " with a dot at each of its passages; above them how many meet in each passage. The list"
        " after the picture says the same."
    ).format(arguments=len(arguments), noun=noun)
    return _svg(width, height, title, desc, body)


def _grid(
    on: Axis,
    top: float,
    bottom: float,
    label: float,
    labels: Iterable[tuple[float, float, float]] = (),
) -> list[str]:
    """Return the sections' numbers and the lines between them.

    The lines are broken where words stand: ``labels`` say of each its left, its right and its middle.
    """
    found = []
    labels = list(labels)
    before: float | None = None
    for section, left, right in on.sections:
        if before is not None:
            middle = (before + left) / 2
            from_top = top
            crossed = sorted(y for low, high, y in labels if low < middle < high)
            for y in (*crossed, bottom + _LANE):
                end = min(y - _LANE / 2, bottom)
                if end > from_top:
                    dotted = ' stroke-dasharray="1 3"'
                    found.append(_line(middle, from_top, middle, end, 0.3, 0.8, dotted))
                from_top = y + _LANE / 2
        found.append(_text((left + right) / 2, label, str(section), _LABEL, "middle", bold=True))
        before = right
    return found


def _svg(width: float, height: float, title: str, desc: str, body: Iterable[str]) -> str:
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}"'
            f' width="{_n(width)}" height="{_n(height)}" role="group" class="argument-map"'
            f' aria-label="{html.escape(title)}" fill="currentColor" font-family="inherit">',
            f"<desc>{html.escape(desc)}</desc>",
            *body,
            "</svg>",
        ]
    )


def _n(value: float) -> str:
    """Return a number rounded to one place, as SVG writes it."""
    return f"{value:.1f}".removesuffix(".0")


def _line(
    x1: float, y1: float, x2: float, y2: float, opacity: float, wide: float = 1, more: str = ""
) -> str:
    faint = f' stroke-opacity="{opacity}"' if opacity < 1 else ""
    return (
        f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="currentColor"'
        f' stroke-width="{_n(wide)}"{faint}{more}/>'
    )


def _text(
    x: float, y: float, words: str, size: float, anchor: str, opacity: float = 1, bold: bool = False
) -> str:
    more = f' fill-opacity="{opacity}"' if opacity < 1 else ""
    more += ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}"{more}>'
        f"{html.escape(words)}</text>"
    )


def _linked(address: str, drawn: str, name: str) -> str:
    """Return what is drawn as a link, with a name for those who cannot see or read it."""
    title = f"<title>{html.escape(name)}</title>" if name else ""
    if not address:
        return f"<g>{title}{drawn}</g>"
    label = f' aria-label="{html.escape(name)}"' if name else ""
    return f'<a href="{html.escape(address)}"{label}>{title}{drawn}</a>'
