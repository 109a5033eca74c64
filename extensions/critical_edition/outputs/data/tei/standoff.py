"""What is said of the text, beside it: abstracts, comments, parallels, arguments, emendations."""

from __future__ import annotations

from collections.abc import Iterable

from lxml.etree import _Element

from critical_edition.model.anchor import Anchor
from critical_edition.model.commentary import Argument, Comment, Parallel
from critical_edition.model.lemma import Lemma
from critical_edition.model.records import NoteRecord, PassageRecord
from critical_edition.outputs.data.edition import place
from critical_edition.outputs.data.source import Edition
from critical_edition.outputs.data.tei import hanging, prose
from critical_edition.outputs.data.tei.elements import Part, el, name, pointer
from critical_edition.outputs.data.tei.hanging import Hanging
from critical_edition.outputs.data.tei.text import only_cites
from critical_edition.sources.people import EDITORS, LICENCE, anchor
from critical_edition.text.apparatus import ApparatusEntry

_CERTAINTY = {"inferred": "medium", "not verified": "unknown"}


def parts(edition: Edition, hung: Hanging) -> list[_Element]:
    """Return the lists of what is said of the text, those that hold something."""
    sources, commentary = edition.sources, edition.sources.commentary
    abstracts = [_abstract(record) for record in sources.passages if record.body]
    abstracts += [_abstract(note) for note in sources.notes if note.body and not only_cites(note)]
    comments = [_comment(edition, hung, one) for one in commentary.comments.values()]
    found = (
        ("listAnnotation", "abstracts", abstracts),
        ("listAnnotation", "comments", comments),
        ("listRelation", "parallels", [_parallel(hung, p) for p in commentary.parallels.values()]),
        ("interpGrp", "arguments", [_argument(edition, a) for a in commentary.arguments.values()]),
        ("listApp", "emendations", [_emendation(hung, one) for one in sources.emendations]),
    )
    return [el(tag, *held, type=kind) for tag, kind, held in found if held]


def licence(given: str) -> _Element:
    """Return a licence by its name in the list of SPDX."""
    return el("licence", given, target=f"https://spdx.org/licenses/{given}.html")


# -- annotations ---------------------------------------------------------------------------------


def _abstract(record: PassageRecord | NoteRecord) -> _Element:
    of = record.passage if isinstance(record, PassageRecord) else record.note
    return _annotation(
        [el("note", *prose.blocks(record.body), type="abstract")],
        id=f"abstract-{of.anchor}",
        n=str(of),
        motivation="describing",
        target=pointer(of.anchor),
    )


def _comment(edition: Edition, hung: Hanging, comment: Comment) -> _Element:
    words = hung.words(comment.anchor)
    who = el(
        "respStmt",
        el("resp", "comment", when=comment.date.isoformat()),
        el("name", edition.sources.people.name(comment.by), ref=pointer(anchor(comment.by))),
    )
    held = [who, licence(LICENCE)]
    note = (*hanging.label(comment.on, words), *prose.blocks(comment.body))
    held.append(el("note", *note, type="comment"))
    if comment.uncited:
        held.append(el("note", comment.uncited, type="uncited"))
    if comment.replies_to:
        answered = pointer(name("comment", comment.replies_to))
        held.append(el("ptr", type="replies-to", target=answered))
    return _annotation(
        held,
        id=comment.anchor,
        n=place(comment.on),
        motivation="commenting replying" if comment.replies_to else "commenting",
        ana=pointer(name("kind", comment.kind)),
        resp=pointer(anchor(comment.by)),
        target=words or hanging.places(comment.on),
    )


def _annotation(held: Iterable[Part], *, target: str, **about: str) -> _Element:
    return el("annotation", *held, target=target, **about)


# -- parallels and arguments ---------------------------------------------------------------------


def _parallel(hung: Hanging, parallel: Parallel) -> _Element:
    sides = (("from", parallel.start), ("to", parallel.end))
    labels = [
        found
        for side, at in sides
        for found in hanging.label(at, hung.words(f"{parallel.anchor}-{side}"), type_=side)
    ]
    relation, argument = parallel.relation.id, parallel.argument
    return el(
        "relation",
        el("desc", *labels, *prose.within(parallel.body)),
        id=parallel.anchor,
        n=f"{place(parallel.start)} {place(parallel.end)}",
        name=relation,
        ana=pointer(name("relation", relation), name("argument", argument)),
        resp=pointer(anchor(parallel.by)),
        active=hanging.places(parallel.start),
        passive=hanging.places(parallel.end),
    )


def _argument(edition: Edition, argument: Argument) -> _Element:
    steps = edition.sources.commentary.steps(argument.id)
    return el(
        "interp",
        el("desc", argument.title, type="title"),
        el("desc", *prose.within(argument.body), type="statement"),
        id=argument.anchor,
        inst=pointer(*(step.anchor for step in steps)),
    )


# -- emendations ---------------------------------------------------------------------------------


def _emendation(hung: Hanging, emendation: ApparatusEntry) -> _Element:
    mark = emendation.mark
    at = Anchor(mark.place, mark.place, Lemma.parse(mark.lemma))
    first, last = hung.words(emendation.anchor).split() or (hanging.places(at),) * 2
    reading = el(
        "rdg",
        mark.value,
        type="emendation",
        resp=pointer(anchor(EDITORS)),
        cert=_CERTAINTY.get(mark.certainty, ""),
    )
    (lemma,) = hanging.label(at)
    return el(
        "app",
        el("lem", lemma.text or "", n=lemma.get("n", "")),
        reading,
        *([el("note", mark.remark)] if mark.remark else []),
        id=emendation.anchor,
        type="emendation",
        loc=str(mark.place),
        from_=first,
        to=last,
    )
