"""A picture of the data: what there is, and how one thing leads to another."""

from __future__ import annotations

import html
from dataclasses import dataclass

from critical_edition.model.i18n import N_, _

_WIDTH, _HEIGHT = 430, 304
_BOX_WIDTH, _BOX_HEIGHT = 112, 34
_COLUMNS, _ROWS = (2, 152, 302), (30, 148, 266)

_PASSAGE, _NOTE, _COMMENT, _WORK = N_("passage"), N_("author’s note"), N_("comment"), N_("work")
_PARALLEL, _ARGUMENT = N_("parallel"), N_("argument")
_BOXES = (
    (N_("section"), _PASSAGE, _NOTE),
    (_PARALLEL, _COMMENT, _WORK),
    (_ARGUMENT, N_("contributor"), N_("register’s entry")),
)
"""What there is, as it stands in the picture."""


@dataclass(frozen=True, slots=True)
class _Way:
    """An arrow: what is read along it, its path, and where its words stand.

    ``anchor`` is which end of the words that is, as SVG has it.
    """

    label: str
    path: str
    x: int
    y: int
    anchor: str = "middle"


_WAYS = (
    _Way(N_("has"), "M114 47H150", 131, 42),
    _Way(N_("has"), "M264 47H300", 281, 42),
    _Way(N_("cites"), "M358 64V146", 363, 110, "start"),
    _Way(N_("hangs on"), "M208 148V66", 213, 110, "start"),
    _Way(N_("cites"), "M264 171H300", 281, 186),
    _Way(N_("joins two"), "M84 148L176 66M56 148L160 66", 84, 106, "end"),
    _Way(N_("belongs to"), "M58 182V264", 63, 228, "start"),
    _Way(N_("writes"), "M208 266V184", 213, 228, "start"),
    _Way("", "M178 266L102 184", 0, 0),
    _Way(N_("is named in"), "M414 283H424V8H208V28", 316, 22),
    _Way(N_("answers"), "M234 148C234 124 276 124 264 150", 275, 136, "start"),
)


def svg() -> str:
    """Return the picture as an element of a page; its description says the same in words."""
    boxes = [
        _box(_(name), x, y)
        for row, y in zip(_BOXES, _ROWS, strict=True)
        for name, x in zip(row, _COLUMNS, strict=True)
    ]
    title = _("How the data hang together")
    desc = _(
        "A section has passages, a passage has author’s notes, and a note cites works. A comment"
        " hangs on a passage or a note, cites works, and may answer another comment. A parallel"
        " joins two passages and belongs to an argument. Contributors write comments and parallels."
        " An entry of a register is named in passages and notes."
    )
    return "\n".join(
        [
            f'<svg class="data-model" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
            ' aria-labelledby="data-model-title data-model-desc"'
            ' xmlns="http://www.w3.org/2000/svg" fill="none" stroke="currentColor">',
            f'<title id="data-model-title">{html.escape(title)}</title>',
            f'<desc id="data-model-desc">{html.escape(desc)}</desc>',
            '<defs><marker id="data-model-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7"'
            ' markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8Z" fill="currentColor"'
            ' stroke="none"/></marker></defs>',
            *map(_way, _WAYS),
            *boxes,
            "</svg>",
        ]
    )


def _box(name: str, x: int, y: int) -> str:
    middle = x + _BOX_WIDTH / 2
    return (
        f'<rect x="{x}" y="{y}" width="{_BOX_WIDTH}" height="{_BOX_HEIGHT}" rx="5"/>'
        f'<text class="name" x="{middle:g}" y="{y + 22}" text-anchor="middle">{html.escape(name)}</text>'
    )


def _way(way: _Way) -> str:
    words = html.escape(_(way.label)) if way.label else ""
    label = (
        f'<text x="{way.x}" y="{way.y}" text-anchor="{way.anchor}">{words}</text>' if words else ""
    )
    return f'<path d="{way.path}" marker-end="url(#data-model-head)"/>{label}'
