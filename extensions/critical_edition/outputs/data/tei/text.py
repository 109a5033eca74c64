"""The text: its sections, passages and author's notes, in its own words or as gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml.etree import _Element

from critical_edition.model import prose
from critical_edition.model.established import (
    Block,
    BlockKind,
    CitationSpan,
    EstablishedUnit,
    PageBreak,
    SentenceStatus,
    Span,
)
from critical_edition.model.places import Place
from critical_edition.model.records import NoteRecord, PassageRecord
from critical_edition.outputs.data.source import Edition
from critical_edition.outputs.data.tei.elements import Part, el, name, pointer
from critical_edition.outputs.data.tei.hanging import Hanging
from critical_edition.outputs.data.tei.prose import BULLETED, ORDERED, WORK, apart, cited, inlines
from critical_edition.outputs.data.tei.words import Layer, Words
from critical_edition.sources.people import EDITORS, anchor
from critical_edition.sources.read import Section
from critical_edition.text.marks import languages

TEXT = "text"
"""The ``xml:id`` of the text as a whole."""


def text(edition: Edition, hanging: Hanging) -> _Element:
    """Return the text of an edition, in companion form where its words are not told."""
    body = _Body(edition, hanging)
    sections = [body.section(section) for section in edition.sources.sections]
    work = edition.works.get(edition.profile.work.key)
    lang = (work.title.lang or "en") if work else ""
    return el("text", el("body", *sections), id=TEXT, lang=lang)


@dataclass(slots=True)
class _Body:
    """Sets the sections one after another; ``page`` is the page that was opened last."""

    edition: Edition
    hanging: Hanging
    page: int = 0
    passages: Mapping[Place, PassageRecord] = field(init=False)

    def __post_init__(self) -> None:
        self.passages = {record.passage: record for record in self.edition.sources.passages}

    def section(self, section: Section) -> _Element:
        """Return a section: its passages, then its author's notes.

        In a section in which one passage holds blocks, all are ``div``: of these none may stand
        before a paragraph.
        """
        units = (self.edition.text.get(record.passage) for record in section.passages)
        divided = any(unit and unit.content.blocks for unit in units)
        held: list[Part] = [el("head", section.title)] if section.title else []
        for record in section.passages:
            held += self._passage(self.passages[record.passage], divided)
        held += [self._note(record) for record in section.notes]
        number = str(section.number)
        return el("div", *held, type="section", id=f"section-{number}", n=number)

    # -- passages ------------------------------------------------------------------------------

    def _passage(self, record: PassageRecord, divided: bool) -> Iterator[_Element]:
        unit = self.edition.text.get(record.passage)
        told = {point.page for point in unit.content.page_breaks} if unit else set()
        opened = record.pages[:1] if record.pages and record.pages[0] != self.page else ()
        yield from (self._pb(page) for page in opened if page not in told)
        number = str(record.passage)
        about = {"id": record.passage.anchor, "n": number}
        if unit and unit.content.blocks:
            yield el("div", *self._blocks(unit), type="passage", **about)
        else:
            held = self._whole(unit) if unit else self._gap(record)
            inner = el("p", *held, **({} if divided else about))
            yield el("div", inner, type="passage", **about) if divided else inner
        self.page = max([self.page, *record.pages, *told])

    def _gap(self, record: PassageRecord) -> list[Part]:
        """Return a passage's first words, and that the others are left out."""
        held: list[Part] = []
        if record.incipit:
            held += [el("seg", record.incipit, type="incipit"), " "]
        held.append(_left_out())
        for page in record.pages[1:]:
            held += [self._pb(page), _left_out()]
        notes = self.edition.sources.commentary.notes(record.passage)
        return [*held, *(_ref(note.number) for note in notes)]

    def _pb(self, page: int, **about: str) -> _Element:
        key = self.edition.profile.work.key
        return el("pb", n=str(page), edRef=pointer(name(WORK, key)) if key else "", **about)

    # -- notes ---------------------------------------------------------------------------------

    def _note(self, record: NoteRecord) -> _Element:
        unit = self.edition.text.get(record.note)
        if unit is None:
            held: Sequence[Part] = [_left_out()]
        elif unit.content.blocks:
            held = self._blocks(unit)
        else:
            held = self._whole(unit)
        return el(
            "note",
            *held,
            *_sources(record),
            type="authorial",
            place="bottom",
            id=record.note.anchor,
            n=str(record.note.number),
            corresp=pointer(record.passage.anchor) if record.passage else "",
        )

    # -- words ---------------------------------------------------------------------------------

    def _whole(self, unit: EstablishedUnit) -> list[Part]:
        return self._words(unit).stretch(0, len(unit.content.text))

    def _words(self, unit: EstablishedUnit) -> Words:
        content, place = unit.content, unit.place
        tongues = languages(content.text, self.edition.sources.marks.get(place, ()))
        doubtful = [
            Span(s.start, s.end) for s in unit.sentences if s.status is SentenceStatus.UNVERIFIED
        ]
        layers = (
            Layer(
                [Span(c.start, c.end) for c in content.citations],
                lambda index: _bibl(content.citations[index]),
            ),
            Layer(
                [Span(f.start, f.end) for f in content.foreign],
                lambda index: el("foreign", lang=content.foreign[index].language),
            ),
            Layer(
                content.emphasis,
                lambda index: el(
                    "hi", rend="italic", lang=tongues.get(content.emphasis[index], "")
                ),
            ),
            Layer(doubtful, lambda _: el("seg", type="unverified", cert="unknown")),
        )
        points: dict[int, list[_Element]] = {}
        for at, ends in self.hanging.ends.get(place, {}).items():
            points.setdefault(at, []).extend(ends)
        for marker in content.markers:
            points.setdefault(marker.at, []).append(_ref(marker.note))
        for point in content.page_breaks:
            points.setdefault(point.at, []).append(self._break(point, content.text))
        for at, starts in self.hanging.starts.get(place, {}).items():
            points.setdefault(at, []).extend(starts)
        return Words(content.text, layers, points)

    def _break(self, point: PageBreak, words: str) -> _Element:
        around = words[max(point.at - 1, 0) : point.at + 1]
        within = len(around) == 2 and not any(character.isspace() for character in around)
        return self._pb(point.page, break_="no" if within else "")

    def _blocks(self, unit: EstablishedUnit) -> list[_Element]:
        return _set(unit.content.blocks, self._words(unit))


def _left_out() -> _Element:
    return el("gap", reason="sampling")


def _ref(note: int) -> _Element:
    return el("ref", str(note), type="note", target=pointer(f"n{note}"))


def _bibl(cited: CitationSpan) -> _Element:
    return el("bibl", corresp=pointer(name(WORK, cited.key)))


# -- the sources of a note -----------------------------------------------------------------------


def only_cites(record: NoteRecord) -> bool:
    """Say whether all that is said of a note is what it cites."""
    return (
        len(record.body) == 1 and isinstance(record.body[0], prose.Paragraph) and not record.summary
    )


def _sources(record: NoteRecord) -> Iterator[_Element]:
    """Yield what a note cites, as the editors have identified it."""
    if only_cites(record) and isinstance(record.body[0], prose.Paragraph):
        held: list[Part] = inlines(record.body[0].content)
    else:
        held = apart(cited(one, "p") for one in record.citations)
    if not held:
        return
    made = el("note", *held, type="sources", resp=pointer(anchor(EDITORS)))
    for bibl, one in zip(_single(made), record.citations, strict=True):
        if one.ibid:
            bibl.set("rend", "ibid")
    yield made


def _single(note: _Element) -> Iterator[_Element]:
    """Yield the citations of one work each, in order."""
    return (found for found in note.iter("{*}bibl") if found.find("{*}ptr") is not None)


# -- blocks --------------------------------------------------------------------------------------


def _set(blocks: Iterable[Block], words: Words) -> list[_Element]:
    return [_block(block, words) for block in blocks]


def _block(block: Block, words: Words) -> _Element:
    match block.kind:
        case BlockKind.QUOTATION:
            return el("quote", *_set(block.blocks, words))
        case BlockKind.VERSE | BlockKind.STANZA:
            return el("lg", *_set(block.blocks, words), type=block.kind)
        case BlockKind.LINE:
            return el(
                "l", *_held(block, words), rend=f"indent-{block.number}" if block.number else ""
            )
        case BlockKind.LETTER:
            return _letter(block, words)
        case BlockKind.LIST:
            rend = ORDERED if block.number else BULLETED
            return el("list", *_set(block.blocks, words), rend=rend, n=str(block.number or ""))
        case BlockKind.ITEM:
            return el("item", *_set(block.blocks, words))
        case BlockKind.TABLE:
            return el("table", *_set(block.blocks, words))
        case BlockKind.ROW:
            cells = (
                _block(cell, words)
                if cell.kind is BlockKind.CELL
                else el("cell", _block(cell, words))
                for cell in block.blocks
            )
            return el("row", *cells, role="label" if block.number else "")
        case BlockKind.CELL:
            return el("cell", *_held(block, words), rend=block.align)
        case BlockKind.OPENER | BlockKind.CLOSER:
            return el("p", *_held(block, words), rend=block.kind)
        case BlockKind.PARAGRAPH:
            return el("p", *_held(block, words))


def _held(block: Block, words: Words) -> list[Part]:
    """Return the words of a block; its lines, where it has some, are parted by ``lb``."""
    held: list[Part] = []
    for leaf in block.leaves():
        held += [el("lb")] if held else []
        held += words.stretch(leaf.start, leaf.end)
    return held


def _letter(letter: Block, words: Words) -> _Element:
    """Return a letter; an opener opens and a closer closes it, elsewhere they are paragraphs."""
    held = _set(letter.blocks, words)
    kinds = [block.kind for block in letter.blocks]
    first = next((i for i, kind in enumerate(kinds) if kind is not BlockKind.OPENER), len(kinds))
    last = len(kinds)
    while last > first and kinds[last - 1] is BlockKind.CLOSER:
        last -= 1
    for index, node in enumerate(held):
        if not first <= index < last:
            node.tag = node.tag.replace("}p", f"}}{kinds[index]}")
            del node.attrib["rend"]
    if first == last:
        held.insert(first, el("ab"))  # a body has something between the two
    return el("floatingText", el("body", *held), type="letter")
