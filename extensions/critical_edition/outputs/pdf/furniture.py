"""What the page needs to know of its own layout: read from one pass, handed to the next.

In goes where everything stands that is marked (see ``edition.typ``); out comes, as JSON, where each
note of the margin is to stand, what is carried to the end of its section, the numbers of lines,
the printed pages of places, and the ranges of the running heads. Lengths are in points, from the
page's upper left.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from math import ceil
from typing import TYPE_CHECKING, Any

from critical_edition.model.i18n import _
from critical_edition.outputs.pdf import balance, heads
from critical_edition.outputs.pdf.columns import Column, Item, set_column
from critical_edition.outputs.pdf.foot import ROOM, Entry, moves, needs
from critical_edition.outputs.pdf.geometry import Commentary, Geometry

if TYPE_CHECKING:
    from sphinx_typst.compile import Layout

_QUERY = (
    "query(<edition-mark>).map(m => { let at = m.location().position(); "
    "m.value + (page: at.page, x: at.x.pt(), y: at.y.pt()) })"
)
FURNITURE, HEIGHTS = "edition", "edition-hint"
"""The names of the inputs: the furniture, and heights that the next pass need not measure."""

_MM = 72 / 25.4
_CAP_HEIGHT = 0.65
"""Of the type size: a block's top is that of its capitals."""

_GAP = 6.5
_NEAR = 40.0
"""How far apart in points the words of parallels may stand that share a line of the margin."""

_IN_LINE = 4
"""How many places a line of parallels has room for."""

_LONG = 5
"""From how many on a run of signs is given by its first and its last."""

_LETTER, _COMMA, _ARROW, _LEADING = 0.56, 0.5, 3.4, 1.2
"""Of the type size: how wide a letter of a sign is, what stands between signs, an arrow with its
page; and from line to line."""

_CHANGES = 2
"""How often a section's last page may be divided anew."""

_SETTLING = 2
"""So many passes find out how the pages fall."""

_FREE = 3
"""After how many passes what was carried stays so."""

_FEW_LINES, _PITCH = 2.5, 1.26
"""Fewer are not left on a page of their own; from line to line of the text, of the type size."""

_SAME_LINE = 9.0
"""How far in points a mark may stand from the baseline of its line."""

_FULL_LINE = 48
"""How many characters of parallels a line of the margin has room for, after a passage's number."""

_AT_END, _AT_HEAD = 2.2, 2.0
"""How near in points to the edges of the text a mark stands that ends or begins a line."""

_NOTE_LINE = 1.104
"""Of the type size: from line to line in a note."""

_EDGE = 1.6
"""How far in millimetres from the text the numbers of pages of the printing stand."""

_RANKS = {"parallel": None, "comment": 1, "gloss": 2}


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked place: its kind and what it is called, where it stands, and other facts."""

    kind: str
    id: str
    page: int
    x: float
    y: float
    height: float = 0.0
    opening: float = 0.0
    facts: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What stands in the margin, or is carried: its facts, and the height it has in the margin.

    ``opening`` is its height there where it says to which passage it belongs; 0 where that was not asked.
    """

    id: str
    kind: str
    sign: str
    passage: str
    section: str
    on_note: bool
    height: float
    opening: float
    targets: frozenset[str] = frozenset()


class Marks:
    """The marks of one pass, by kind and name; of several with one name, the first."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self.first: dict[str, dict[str, Mark]] = {}
        self.lines: dict[int, list[tuple[float, int]]] = {}
        self.notes: dict[str, Note] = {}
        self.pages: list[Mark] = []
        self.named: dict[str, list[Mark]] = {}
        for mark in marks:
            if mark.kind == "line":
                self.lines.setdefault(mark.page, []).append((mark.y, int(mark.id)))
            elif mark.kind == "size":
                facts = mark.facts or {}
                self.notes[mark.id] = Note(
                    mark.id,
                    facts["kind"],
                    facts["sign"],
                    facts["passage"],
                    facts["section"],
                    facts["note"] != "",
                    mark.height,
                    mark.opening,
                    frozenset(facts["targets"].split()),
                )
            elif mark.kind == "page":
                self.pages.append(mark)
            elif mark.kind == "named":
                self.named.setdefault(mark.id, []).append(mark)
            self.first.setdefault(mark.kind, {}).setdefault(mark.id, mark)
        for found in self.lines.values():
            found.sort()

    def get(self, kind: str, name: str) -> Mark | None:
        """Return the first mark of a kind with a name, or None."""
        return self.first.get(kind, {}).get(name)

    def line(self, mark: Mark) -> int | None:
        """Return the number of the line on its page on which a mark stands, if it does on one."""
        found = self.lines.get(mark.page, [])
        at = bisect_left(found, (mark.y, 0))
        near = found[max(0, at - 1) : at + 1]
        best = min(near, key=lambda entry: abs(entry[0] - mark.y), default=None)
        return best[1] if best and abs(best[0] - mark.y) <= _SAME_LINE else None


def read(records: Sequence[Mapping[str, Any]]) -> Marks:
    """Return the marks that the query gives."""
    return Marks(
        Mark(
            record["k"],
            str(record.get("id", record.get("n", ""))),
            int(record["page"]),
            float(record["x"]),
            float(record["y"]),
            float(record.get("h", 0)),
            float(record.get("opening", 0)),
            record.get("facts"),
        )
        for record in records
    )


def compute(layout: Layout, page: Geometry, commentary: Commentary) -> dict[str, str]:
    """Return the furniture of a laid-out book as inputs of the next pass, as the template reads it."""
    marks = read(layout.evaluate(_QUERY))
    before = json.loads(layout.inputs.get(FURNITURE, "{}"))
    found = Furniture(marks, page, commentary, before, number=layout.number).values()
    book = layout.evaluate(heads.QUERY)
    found["titles"] = heads.titles(**book, top=page.top * _MM)
    found["openings"] = heads.openings(book["headings"])
    furniture = _json(found)
    return {FURNITURE: furniture, HEIGHTS: _json(_heights(marks, before, json.loads(furniture)))}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _heights(
    marks: Marks, before: Mapping[str, Any], now: Mapping[str, Any]
) -> dict[str, tuple[float, float]]:
    """Return the heights of the notes that the next pass sets as this one did, by their IDs.

    Both heights: of one that goes on a group in the margin, and of one that opens it. What a note says
    depends on its labels and, of a parallel, on the pages of the places to which it leads.
    """
    known, pages = before.get("pages", {}), now["pages"]

    def stays(note: Note) -> bool:
        places = [name if name[0] == "n" else f"p{name}" for name in note.targets]
        same = all(_shape(known.get(place)) == _shape(pages.get(place)) for place in places)
        if not note.opening and now["notes"].get(note.id, {}).get("at") == "margin":
            return False
        return same and _label(before, note.id) == _label(now, note.id)

    return {note.id: (note.height, note.opening) for note in marks.notes.values() if stays(note)}


def _label(furniture: Mapping[str, Any], name: str) -> str:
    """Return the shape of what is said at the head of a note, whether it opens a group or not."""
    label = furniture.get("notes", {}).get(name, {})
    return _shape({k: v for k, v in label.items() if k != "opens"})


def _shape(said: Any) -> str:
    """Return what is as wide for all that is set as wide: figures are, one as another."""
    return re.sub(r"\d", "0", _json(said))


class Furniture:
    """Computes the furniture from the marks of one pass."""

    def __init__(
        self,
        marks: Marks,
        page: Geometry,
        commentary: Commentary,
        before: Mapping[str, Any] | None = None,
        *,
        number: int = 1,
    ) -> None:
        """Take the marks, and what the pass was told: the furniture of the one ``before``, if any.

        ``number`` is that of the pass, from 1.
        """
        self.marks = marks
        self.before = before or {}
        # Late, what was carried stays so: else notes may give way in turn, pass after pass.
        told = self.before.get("notes", {}) if number > _FREE else {}
        # Without the text a passage that is loose begins a page, which may be left empty if it need not:
        # the first passes say little of where it will stand.
        early = number <= _SETTLING and not marks.lines
        self.loose_before = () if early else self.before.get("loose", ())
        self.carried_before = {n for n, label in told.items() if label.get("at") == "carried"}
        self.page = page
        self.top = page.top * _MM
        self.bottom = (page.height - page.bottom) * _MM
        self.commentary = commentary
        start = marks.get("text-start", "1")
        self.offset = start.page - 1 if start else 0
        self.writers = self._writers()
        self._passages = self._passages_by_page()

    def values(self) -> dict[str, Any]:
        """Return everything by the names that ``edition.typ`` reads."""
        notes: dict[str, dict[str, Any]] = {}
        written: dict[str, list[dict[str, Any]]] = {}
        carried = {n.id for n in self.marks.notes.values() if self.commentary == "end"}
        for name, mark in self.marks.first.get("start", {}).items():
            if name.startswith("apparatus-"):
                notes[name] = {"line": str(self.marks.line(mark) or 0)}
        for number, column in self._columns().items() if self.commentary == "margin" else ():
            for name, top in column.tops.items():
                together = [name, *self.joined.get(name, [])]
                self._write(written, name, number, top, {"ids": together})
                notes |= {
                    other: {"at": "same" if other in self.repeated else "with"}
                    for other in together[1:]
                }
                notes[name] = {"at": "margin", "opens": name in column.opening}
            for pointer, top in column.pointers:
                said = {
                    "pointers": list(self._pointed(pointer.ids)),
                    "passage": pointer.group if pointer.opens else "",
                }
                self._write(written, pointer.ids[0], number, top, said)
        if self.commentary == "foot":
            spots = self.marks.first.get("spot", {})
            notes |= {
                note.id: {"at": "foot"}
                for note in self.marks.notes.values()
                if note.kind != "gloss" and note.id in spots
            }
        for note in self.marks.notes.values():
            if note.id not in notes:
                carried.add(note.id)
                notes[note.id] = {"at": "carried"}
            notes[note.id] |= self._labels(note)
        lists = self._carried(carried)
        foot = list(self._foot())
        moved = moves(foot, self.bottom)
        return {
            "notes": notes,
            "written": written,
            "carried": lists,
            "second": self._second_columns(lists, notes),
            "tight": sorted({*self.before.get("tight", ()), *self._overrunning(lists)}),
            "pages": self._places(),
            "heads": self._heads(),
            "foot": moved,
            "overleaf": sorted(e.id for e in foot if e.over and moved.get(e.id, 0.0) < 0),
            "needs": needs(foot, self._foot_lines(), {0: True, 1: False, 2: True}),
            "bars": self._bars(moved),
            "loose": sorted({*self.loose_before, *self._parted()}),
            "turned": sorted({*self.before.get("turned", ()), *self._stranded()}),
        }

    # -- where things stand --------------------------------------------------------------------

    def anchor(self, note: Note) -> Mark | None:
        """Return where the words are that a note is on, or its sign, or the passage's head."""
        for kind in ("start", "end"):
            found = self.marks.get(kind, note.id)
            if found is not None:
                return found
        return self.marks.get("passage", note.passage)

    def printed(self, page: int) -> str:
        """Return the number that is printed on a page; roman before the text begins."""
        return str(page - self.offset) if page > self.offset else roman(page)

    def _writers(self) -> dict[tuple[str, int], Mark]:
        """Return for each section and page the first mark from which notes can be written."""
        found: dict[tuple[str, int], Mark] = {}
        for mark in self.marks.first.get("slot", {}).values():
            found.setdefault((mark.id.partition(".")[0], mark.page), mark)
        for mark in self.marks.first.get("spot", {}).values():
            note = self.marks.notes.get(mark.id)
            if note is not None:
                found.setdefault((note.section, mark.page), mark)
        return found

    def _columns(self) -> dict[int, Column]:
        """Return the margin of each page that has anything in it."""
        self.joined: dict[str, list[str]] = {}
        self.repeated: set[str] = set()
        on_page: dict[int, list[tuple[Mark, Note]]] = {}
        for note in self.marks.notes.values():
            anchor = self.anchor(note)
            if anchor is not None and self._writer(note, anchor.page) is not None:
                on_page.setdefault(anchor.page, []).append((anchor, note))
        return {
            number: set_column(
                list(self._items(found)),
                self.top,
                self.bottom,
                _GAP,
                self._pointer_height,
                several=len(self._passages.get(number, ())) > 1,
                carried=self.carried_before,
            )
            for number, found in sorted(on_page.items())
        }

    def _items(self, found: Sequence[tuple[Mark, Note]]) -> Iterator[Item]:
        """Yield what asks for a place in a margin; parallels near one another share a line."""
        capital = _CAP_HEIGHT * self.page.small
        lines: list[tuple[float, Note, list[Note]]] = []
        line: tuple[Mark, Note] | None = None
        shown: set[str] = set()
        for (wanted, __), anchor, note in sorted(_in_turn(found), key=lambda item: item[0]):
            if note.kind == "parallel":
                if (
                    line is not None
                    and line[1].passage == note.passage
                    and anchor.y - line[0].y < _NEAR
                    and len(shown | note.targets) <= _IN_LINE
                ):
                    self.joined.setdefault(line[1].id, []).append(note.id)
                    lines[-1][2].append(note)
                    if note.targets <= shown:
                        self.repeated.add(note.id)
                    shown |= note.targets
                    continue
                line, shown = (anchor, note), set(note.targets)
            lines.append((wanted, note, []))
        for wanted, note, joined in lines:
            # Where that is not known, a line more: what was carried off is not to come back for a pass.
            opening = note.opening or note.height + _LEADING * self.page.small
            if joined and self._characters([note, *joined]) > _FULL_LINE:
                opening = note.height + _LEADING * self.page.small
            top = round(wanted - capital, 2)
            yield Item(note.id, top, note.height, _RANKS[note.kind], note.passage, opening)

    def _characters(self, notes: Sequence[Note]) -> int:
        """Return about how many characters the places of parallels in one line have."""
        return sum(len(target) + 9 for target in frozenset().union(*(n.targets for n in notes)))

    def _writer(self, note: Note, page: int) -> Mark | None:
        """Return from where a note is written on a page: the end of a passage, or a spot.

        Its own passage's, if that is on the page, else that of another of the section.
        """
        slot = self.marks.get("slot", note.passage)
        if slot is not None and slot.page == page:
            return slot
        return self.writers.get((note.section, page))

    def _write(
        self,
        written: dict[str, list[dict[str, Any]]],
        name: str,
        page: int,
        top: float,
        what: dict[str, Any],
    ) -> None:
        """Add what stands at the height ``top`` of a page's margin to what its writer writes."""
        g = self.page
        writer = self._writer(self.marks.notes[name], page)
        assert writer is not None
        recto = page % 2 == 1
        left = g.inner if recto else g.outer
        column = g.text + g.gap if recto else -(g.gap + g.margin)
        # A slot's place is that of the text's upper left, a spot's its own.
        from_slot = writer.kind == "slot"
        dx = column * _MM if from_slot else (left + column) * _MM - writer.x
        dy = top - (g.top * _MM if from_slot else writer.y)
        entry = {"dx": round(dx, 2), "dy": round(dy, 2), **what}
        written.setdefault(f"{writer.kind}:{writer.id}", []).append(entry)

    def _pointed(self, names: Sequence[str]) -> Iterator[tuple[str, str, str, bool]]:
        """Yield what a pointer says: a note's name, its sign (a summary has none), the page where it is.

        Of a long run of signs that follow one another the first and the last, of which the fourth
        value says that it ends a run.
        """
        notes = [self.marks.notes[name] for name in names]
        pages = self._body_pages(notes)
        for run in _runs(notes, lambda note: pages[note.id]):
            if len(run) < _LONG:
                yield from ((n.id, n.sign, pages[n.id], False) for n in run)
            else:
                for note in (run[0], run[-1]):
                    yield note.id, note.sign, pages[note.id], note is run[-1]

    def _body_pages(self, notes: Sequence[Note]) -> dict[str, str]:
        """Return by their IDs the pages on which notes are that were carried.

        Of one that stood in the margin, that of the next that was carried, or else the one before: a
        pointer that named both would be higher, and another note have to give way, pass after pass.
        """
        told = self.before.get("notes", {})
        carried = [
            self.printed(body.page)
            if told.get(note.id, {}).get("at") == "carried"
            and (body := self.marks.get("body", note.id)) is not None
            else ""
            for note in notes
        ]
        found: dict[str, str] = {}
        for index, note in enumerate(notes):
            near = [*carried[index:], *reversed(carried[:index])]
            found[note.id] = next(filter(None, near), "000")
        return found

    def _pointer_height(self, names: tuple[str, ...], opens: bool) -> float:
        """Return how high a pointer to notes is, by what its line has room for."""
        small = self.page.small
        said = list(self._pointed(names))
        pages = len({page for _, _, page, _ in said})
        summary = _("Summary")
        width = sum(_LETTER * len(mark[1] or summary) + _COMMA for mark in said)
        width += _ARROW * pages + _ARROW * opens
        lines = ceil(width * small / (self.page.margin * _MM))
        return (_CAP_HEIGHT + 0.1 + _LEADING * (lines - 1)) * small

    # -- what is printed -----------------------------------------------------------------------

    def _labels(self, note: Note) -> dict[str, str]:
        """Return the line or lines of a note's words, and their page."""
        start = self.anchor(note)
        if start is None:
            return {"line": "", "page": ""}
        page = self.printed(start.page)
        first = self.marks.line(start) if self.marks.get("start", note.id) else None
        if first is None or note.on_note:
            return {"line": "", "page": page}
        end = self.marks.get("end", note.id)
        last = self.marks.line(end) if end else None
        if end is None or last is None or (end.page, last) == (start.page, first):
            return {"line": str(first), "page": page}
        if end.page == start.page:
            return {"line": f"{first}–{last}", "page": page}
        return {"line": f"{first}–p. {self.printed(end.page)}, {last}", "page": page}

    def _parted(self) -> Iterator[str]:
        """Yield the passages with a note that is not on the page of its number in the text."""
        passages = sorted(
            self.marks.first.get("passage", {}).values(), key=lambda m: (m.page, m.y, m.x)
        )
        places = [(m.page, m.y, m.x) for m in passages]
        for name, marker in self.marks.first.get("marker", {}).items():
            note = self.marks.get("note", name)
            at = bisect_right(places, (marker.page, marker.y + _SAME_LINE, marker.x))
            if note is not None and note.page != marker.page and at:
                yield passages[at - 1].id

    def _stranded(self) -> Iterator[str]:
        """Yield the passages of which a line or two have a page to themselves."""
        passages = sorted(self.marks.first.get("passage", {}).values(), key=lambda m: (m.page, m.y))
        for passage, after in zip_longest(passages, passages[1:]):
            end = self.marks.get("tail", passage.id)
            if end is None or end.page == passage.page or (after and after.page == end.page):
                continue
            if end.y - self.top < _FEW_LINES * _PITCH * self.page.size:
                yield passage.id

    def _foot(self) -> Iterator[Entry]:
        """Yield what stands at the foot of pages, where it would stand if nothing were moved."""
        for name, start in self.marks.first.get("foot", {}).items():
            end = self.marks.get("foot-end", name) or start
            series, room = 0, 0.0
            if name.startswith("apparatus-"):
                series, room = 1, ROOM["apparatus"]
            elif name in self.marks.notes:
                series, room = 2, ROOM["comment"]
            down = start.height
            yield Entry(name, series, start.page, start.y - down, end.page, end.y - down, room)

    def _foot_lines(self) -> list[list[str]]:
        """Return by the lines of the text what stands at the foot for each."""
        calls = [
            (mark, name if mark.id.startswith("apparatus-") else f"n{name}")
            for name, mark in self.marks.first.get("marker", {}).items()
        ]
        if self.commentary == "foot":
            calls += [(mark, name) for name, mark in self.marks.first.get("spot", {}).items()]
        found: dict[tuple[int, int], list[tuple[float, str]]] = {}
        for mark, name in calls:
            found.setdefault((mark.page, self.marks.line(mark) or -1), []).append((mark.x, name))
        return [
            [name for _, name in sorted(line)]
            for (_, number), line in sorted(found.items())
            if number > 0
        ]

    # -- the pages of the printing ---------------------------------------------------------------------

    def _begins(self, mark: Mark) -> Mark:
        """Return where a page of the printing begins to sight: not at a line's end, but with the next."""
        _, right = self._edges(mark.page)
        lines = self.marks.lines.get(mark.page, [])
        if mark.x < right - _AT_END or not lines:
            return mark
        note = (mark.facts or {}).get("note")
        page, y = mark.page, mark.y + _NOTE_LINE * self.page.size
        if not note:
            following = [line for line, _ in lines if line > mark.y + 1]
            after = self.marks.lines.get(mark.page + 1, [])
            if not following and not after:
                return mark
            page, y = (mark.page, following[0]) if following else (mark.page + 1, after[0][0])
        return replace(mark, page=page, x=self._edges(page)[0], y=y)

    def _edges(self, page: int) -> tuple[float, float]:
        """Return where the text of the text's pages begins and ends, from the left."""
        left = (self.page.inner if page % 2 else self.page.outer) * _MM
        return left, left + self.page.text * _MM

    def _bars(self, moved: Mapping[str, float]) -> dict[str, list[dict[str, Any]]]:
        """Return for each page the bars where pages of the printing begin, with numbers beside the text."""
        foot = self.marks.first.get("foot", {})
        found: dict[str, list[dict[str, Any]]] = {}
        for mark in self.marks.pages:
            facts = mark.facts or {}
            begins = self._begins(mark)
            shift = {"after": -0.1, "before": 0.12}.get(facts.get("space", ""), 0.0)
            at_head = begins is not mark
            entry = foot.get(f"n{facts.get('note')}")
            down = 0.0
            if entry is not None and entry.page == mark.page:
                down = moved.get(f"n{facts['note']}", 0.0) - entry.height
            bar = {
                "number": mark.id,
                "x": round(begins.x + (-0.12 if at_head else shift) * self.page.size, 2),
                "y": round(begins.y + down, 2),
                "word": facts.get("space", "") == "" and not at_head,
            }
            if mark.page in self.marks.lines:
                bar["edge"] = round(self._edges(begins.page)[1] + _EDGE * _MM, 2)
            found.setdefault(str(begins.page), []).append(bar)
        return found

    def _carried(self, ids: set[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for note in self.marks.notes.values():
            if note.id in ids:
                found.setdefault(note.section, []).append(note.id)
        return found

    def _second_columns(
        self, lists: Mapping[str, Sequence[str]], notes: Mapping[str, Any]
    ) -> dict[str, tuple[str, int]]:
        """Return by section the note that begins the second column of its last page, or nothing.

        Columns are divided when the pass had what is carried as the next one will. With the note, how
        often that has changed: each change may move the last page, and so call for another. After a
        few the columns stay as they fall.
        """
        told_notes = self.before.get("notes", {})
        line = _LEADING * self.page.small
        found: dict[str, tuple[str, int]] = {}
        for section, names in lists.items():
            entries = [
                balance.Entry(name, self._column_spot(start), self._column_spot(end))
                for name in names
                if (start := self.marks.get("body", name))
                and (end := self.marks.get("body-end", name))
            ]
            told, changes = self.before.get("second", {}).get(section, ("", 0))
            if self.before.get("carried", {}).get(section) != names or any(
                _shape(told_notes.get(name)) != _shape(notes[name]) for name in names
            ):
                found[section] = (told, changes)
                continue
            name = ""
            if entries and changes <= _CHANGES:
                name = balance.second_column(entries, self.top, self.bottom, line) or ""
            changes += name != told
            found[section] = (name if changes <= _CHANGES else "", changes)
        return found

    def _overrunning(self, lists: Mapping[str, Sequence[str]]) -> Iterator[str]:
        """Yield the sections of which a line or two of what was carried have a page to themselves."""
        for section, names in lists.items():
            starts = [mark for name in names if (mark := self.marks.get("body", name))]
            ends = [mark for name in names if (mark := self.marks.get("body-end", name))]
            last = max((mark.page for mark in ends), default=0)
            lowest = max((mark.y for mark in ends if mark.page == last), default=0.0)
            more = any(mark.page < last for mark in starts)
            if more and lowest - self.top < _FEW_LINES * _LEADING * self.page.small:
                yield section

    def _column_spot(self, mark: Mark) -> balance.Spot:
        return balance.Spot(mark.page, int(mark.x > self.page.width * _MM / 2), mark.y)

    def _places(self) -> dict[str, list[tuple[str, str]]]:
        """Return the printed pages of each set of places that asks for them."""
        return {key: self._pages_of(key.split()) for key in self.marks.first.get("places", {})}

    def _pages_of(self, names: Sequence[str]) -> list[tuple[str, str]]:
        """Return the pages of places, each once and runs as ranges, with a place to lead to.

        A passage or note of several pages is on all of them, but where points in it are named, on
        theirs alone; ``n`` says that a page is that of a note, and is left off where a passage of the
        same page is named too.
        """
        text: dict[int, str] = {}
        notes: dict[int, str] = {}
        for name in names:
            place = name.partition("/")[0]
            found = notes if self.marks.get("note", place.removeprefix("n")) else text
            for page in self._pages_with(name, place):
                found.setdefault(page, place)
        alone = {page: name for page, name in notes.items() if page not in text}
        found_runs = [
            (
                run[0],
                f"{_range([self.printed(run[0]), self.printed(run[-1])])}{after}",
                pages[run[0]],
            )
            for pages, after in ((text, ""), (alone, "n"))
            for run in _page_runs(pages)
        ]
        return [(shown, name) for _, shown, name in sorted(found_runs)]

    def _pages_with(self, name: str, place: str) -> Iterable[int]:
        """Return the pages of what is named at a place, or else of the place; none if it is nowhere."""
        if name in self.marks.named:
            return sorted({spot.page for spot in self.marks.named[name]})
        start = self.marks.get("passage", place.removeprefix("p"))
        end = self.marks.get("slot", place.removeprefix("p"))
        note = self.marks.get("note", place.removeprefix("n"))
        if place.startswith("p") and start is not None:
            return range(start.page, (end or start).page + 1)
        if place.startswith("n") and note is not None:
            return range(note.page, (self.marks.get("foot-end", place) or note).page + 1)
        spot = self.marks.get("at", place)
        return () if spot is None else (spot.page,)

    def _heads(self) -> dict[str, dict[str, str]]:
        """Return for each page of the text the passages and the pages of the printing on it.

        Those of its lines: a note that runs on begins a page of the printing before the text does.
        """
        marks = (m for m in self.marks.pages if not (m.facts or {}).get("note"))
        begun = [self._begins(mark) for mark in marks]
        found: dict[str, dict[str, str]] = {}
        for number, names in sorted(self._passages.items()):
            pages = [m.id for m in begun if m.page == number]
            before = [m.id for m in begun if m.page < number][-1:]
            if begun and not before:
                before = [str(int(begun[0].id) - 1)]  # no mark says where the text begins
            if not self._opens_with_page(number, begun, names[0]):
                pages[0:0] = before
            found[str(number)] = {"passages": _range(names), "pages": _range(pages)}
        return found

    def _passages_by_page(self) -> dict[int, list[str]]:
        """Return the passages of which something stands on each page, in order."""
        found: dict[int, list[str]] = {}
        marks = self.marks.first.get("passage", {}).values()
        for passage in sorted(marks, key=lambda m: (m.page, m.y)):
            slot = self.marks.get("slot", passage.id)
            for number in range(passage.page, (slot or passage).page + 1):
                found.setdefault(number, []).append(passage.id)
        return found

    def _opens_with_page(self, number: int, begun: Sequence[Mark], passage: str) -> bool:
        """Say whether the first words of a page are also the first of a page of the printing."""
        lines = self.marks.lines.get(number, [])
        first = next((m for m in begun if m.page == number and self.marks.line(m) == 1), None)
        if first is None or not lines:
            return False
        head = self.marks.get("passage", passage)
        # A passage's number may stand before them.
        start = self._edges(number)[0]
        if head is not None and head.page == number and self.marks.line(head) == 1:
            start = head.x
        return first.x - start < _AT_HEAD


def _page_runs(pages: Iterable[int]) -> list[list[int]]:
    """Return pages in order, those together that follow one another."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return runs


def _runs(notes: Sequence[Note], page: Callable[[Note], str]) -> Iterator[list[Note]]:
    """Yield notes in order, those together whose signs follow one another on one page."""
    run: list[Note] = []
    for note in notes:
        follows = run and run[-1].sign and _order(note.sign) == _order(run[-1].sign) + 1
        if run and not (follows and page(note) == page(run[-1])):
            yield run
            run = []
        run.append(note)
    if run:
        yield run


def _order(sign: str) -> int:
    """Return which a sign is: a is 1, z 26, aa 27; 0 for what has no letters."""
    number = 0
    for letter in sign:
        number = 26 * number + ord(letter) - ord("a") + 1
    return number if sign.isascii() and sign.isalpha() else 0


def _in_turn(
    found: Sequence[tuple[Mark, Note]],
) -> Iterator[tuple[tuple[float, float], Mark, Note]]:
    """Yield with each note of a page where its words stand (y, x), or what it answers if later.

    The comments on a passage have letters in the order of their words, but for answers, which follow
    what they answer: so they do in the margin.
    """
    latest: dict[str, tuple[float, float]] = {}
    for anchor, note in sorted(found, key=lambda pair: (len(pair[1].sign), pair[1].sign)):
        wanted = anchor.y, anchor.x
        if note.kind == "comment":
            wanted = latest[note.passage] = max(wanted, latest.get(note.passage, (0.0, 0.0)))
        yield wanted, anchor, note


def _range(names: Sequence[str]) -> str:
    if not names:
        return ""
    return names[0] if names[0] == names[-1] else f"{names[0]}–{names[-1]}"


def roman(number: int) -> str:
    """Return a number of a page in lower-case roman numerals."""
    found = ""
    for value, sign in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        while number >= value:
            found += sign
            number -= value
    return found
