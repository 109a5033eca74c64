"""The ``edition text`` commands: each does one thing, prints its report, returns an exit code."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from critical_edition.model.established import EstablishedText
from critical_edition.model.lemma import LemmaError
from critical_edition.model.messages import _
from critical_edition.model.places import PassageId, Place, parse_place
from critical_edition.sources.project import Project
from critical_edition.text import lock as locks
from critical_edition.text import marks as marking
from critical_edition.text import store
from critical_edition.text.establish import establish
from critical_edition.text.read import ReadError, read
from critical_edition.text.report import Count, Outcome, Problem, Report, SentenceCount
from critical_edition.text.richtext import serialise
from critical_edition.text.verify import verify

if TYPE_CHECKING:
    from critical_edition.commands import Commands

_SHOWN = 25


def add_parser(commands: Commands) -> None:
    """Add what the command line may say."""
    text = commands.add_parser("text", help="establish the text from your own copy")
    text.set_defaults(run=run)
    texts = text.add_subparsers(dest="text_command", required=True, metavar="COMMAND")
    importing = texts.add_parser("import", help="establish the text from a copy")
    importing.add_argument("file", type=Path, metavar="FILE", help="text, Markdown, HTML or PDF")
    status = texts.add_parser("status", help="verify what is established, and report it")
    for one in (importing, status):
        one.add_argument("--json", action="store_true", help="print the report as JSON")
    show = texts.add_parser("show", help="print a passage or note as established")
    show.add_argument("id", metavar="ID", help="2.6 for a passage, n7 for a note")
    texts.add_parser("forget", help="remove the established text")
    texts.add_parser("lemmata", help="record which words that comments hang on are in the text")
    locking = texts.add_parser("lock", help="make the fingerprints anew from a proofread text")
    locking.add_argument(
        "folder", type=Path, nargs="?", metavar="FOLDER", help="default: the established text"
    )


def run(project: Project, options: argparse.Namespace) -> int:
    """Do what is asked for."""
    if project.profile.text.source == "pages":
        return _fail("the text stands in the pages; there is nothing to establish")
    match options.text_command:
        case "import":
            return run_import(project, options.file.expanduser(), options.json)
        case "status":
            return run_status(project, options.json)
        case "show":
            return run_show(project, options.id)
        case "lock":
            return run_lock(project, options.folder)
        case "lemmata":
            return run_lemmata(project)
        case _:
            return run_forget(project)


def _fail(message: str) -> int:
    print(f"edition: {message}", file=sys.stderr)
    return 1


def run_import(project: Project, file: Path, as_json: bool = False) -> int:
    """Establish the text from the copy ``file``; 0 if something was established, 1 if refused.

    A refusal or a failure leaves what was established before as it was.
    """
    try:
        lock = locks.load(project.lock)
        marks = marking.load(project.marks, project.profile.quoted)
    except (locks.LockError, marking.MarkError) as error:
        return _fail(str(error))
    try:
        if not as_json:
            print(f"Reading {file} …", file=sys.stderr)
        done = establish(read(file), lock, marks, project.profile.text.heads)
    except ReadError as error:
        _print(_refusal(lock, error.code, str(error)), as_json)
        return 1
    if done.report.status is Outcome.REFUSED:
        _print(done.report, as_json)
        return 1
    try:
        store.write(project.text, dict(_sections(lock, done.text)))
    except OSError as error:
        return _fail(f"the text cannot be written to {project.text}: {error.strerror}")
    _print(done.report, as_json)
    return 0


def _sections(lock: locks.Lock, text: EstablishedText) -> Iterable[tuple[str, str]]:
    for section in lock.sections:
        units = [
            unit
            for place in lock.places
            if place.section == section.number and (unit := text.get(place.place))
        ]
        if units:
            yield f"{section.slug}.md", store.dumps(section.title, units)


def _refusal(lock: locks.Lock, code: str, message: str) -> Report:
    return Report(
        Outcome.REFUSED,
        message,
        0.0,
        Count(0, len(lock.passages)),
        Count(0, len(lock.notes)),
        SentenceCount(missing=lock.sentences, total=lock.sentences),
        (Problem(code, "copy", message),),
    )


def _print(report: Report, as_json: bool) -> None:
    if as_json:
        print(json.dumps(report.as_data(), ensure_ascii=False, indent=2))
        return
    if report.status is Outcome.REFUSED:
        print(f"Refused: {report.reason}.", file=sys.stderr)
        return
    for problem in report.problems[:_SHOWN]:
        print(f"{problem.place}: {problem.message} ({problem.code})")
    if len(report.problems) > _SHOWN:
        print(f"… and {len(report.problems) - _SHOWN} more; --json lists all.")
    sentences = report.sentences
    print(
        f"{str(report.status).capitalize()}: {report.passages.established} of "
        f"{report.passages.total} passages and {report.notes.established} of "
        f"{report.notes.total} notes; {sentences.verified} of {sentences.total} sentences verified"
        f" ({sentences.mended} of them mended), {sentences.unverified} unverified, "
        f"{sentences.missing} missing."
    )


def run_status(project: Project, as_json: bool = False) -> int:
    """Verify what is established against the lock and report it; 1 where nothing is."""
    try:
        report = verify(store.load(project.text), locks.load(project.lock))
    except (locks.LockError, store.StoreError) as error:
        return _fail(str(error))
    if report.status is Outcome.REFUSED and not as_json:
        print(f"Nothing is established: {report.reason}.")
        return 1
    _print(report, as_json)
    return 0 if report.status is not Outcome.REFUSED else 1


def run_show(project: Project, place: str) -> int:
    """Print a passage or note as established; 1 where it is not."""
    try:
        wanted: Place = parse_place(place)
        unit = store.load(project.text).get(wanted)
        lock = locks.load(project.lock)
    except (ValueError, locks.LockError, store.StoreError) as error:
        return _fail(str(error))
    if wanted not in lock:
        return _fail(f"the text has no {place}")
    if unit is None:
        return _fail(f"{place} is not established; `edition text status` says what is")
    print(serialise(unit.content))
    for number, sentence in enumerate(unit.sentences, 1):
        if sentence.status != "verified":
            print(f"% sentence {number}: {sentence.status}", file=sys.stderr)
    return 0


def run_forget(project: Project) -> int:
    """Remove the established text, and what was built of it."""
    from critical_edition.commands import build

    try:
        had = store.forget(project.text)
    except OSError as error:
        return _fail(f"{project.text} cannot be removed: {error.strerror}")
    print("The established text is removed." if had else "Nothing was established.")
    if build.forget_full(project.build):
        print("What was built of the full edition is removed too.")
    return 0


def run_lock(project: Project, folder: Path | None = None) -> int:
    """Make ``text.lock`` anew from a proofread text in ``folder`` (the established text if None).

    Every mark must find its lemma there. Only someone who has proofread the text against the print
    should run this: what it hashes is what all copies will be proved against.
    """
    folder = folder or project.text
    try:
        sections, sources = proofread(folder, marking.load(project.marks, project.profile.quoted))
    except (store.StoreError, marking.MarkError, LemmaError) as error:
        return _fail(str(error))
    if not sources:
        return _fail(f"{folder} holds no established text to lock")
    try:
        salt = locks.load(project.lock).salt
    except locks.LockError:
        salt = None  # there is no lock yet, or it is damaged: it is made here
    lock = locks.build(sections, sources, salt)
    project.lock.write_text(locks.dumps(lock), "utf-8", newline="\n")
    print(
        f"Locked {len(lock.passages)} passages and {len(lock.notes)} notes, {lock.sentences} "
        f"sentences, in {project.lock}."
    )
    return 0


def run_lemmata(project: Project) -> int:
    """Record which lemmata of the edition stand in the established text; 1 where some do not.

    Those that do are recorded in any case.
    """
    from critical_edition.model.collection import anchors
    from critical_edition.sources.read import read as read_sources
    from critical_edition.text import recorded

    try:
        text = store.load(project.text)
        before = recorded.load(project.lemmata)
    except (store.StoreError, recorded.RecordError) as error:
        return _fail(str(error))
    if not text:
        return _fail("no text is established; `edition text import FILE` establishes one")
    found, problems = recorded.record(anchors(read_sources(project).commentary), text, before)
    project.lemmata.write_text(recorded.dumps(found), "utf-8", newline="\n")
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"Recorded {len(found.entries)} lemmata in {project.lemmata}.")
    return 1 if problems else 0


def proofread(
    folder: Path, marks: Mapping[Place, tuple[marking.Mark, ...]]
) -> tuple[list[locks.SectionLock], list[locks.Source]]:
    """Read a proofread text for :func:`critical_edition.text.lock.build`.

    Raise :class:`~critical_edition.text.store.StoreError` where it cannot be read and
    :class:`~critical_edition.model.lemma.LemmaError`, naming the mark, where a lemma is not found.
    """
    text = store.load(folder)
    sections: list[locks.SectionLock] = []
    sources: list[locks.Source] = []
    for path in store.files(folder):
        content = path.read_text("utf-8")
        number = int(path.name.split("-", 1)[0])
        title = re.search(r"^# (.*)$", content, re.MULTILINE)
        sections.append(locks.SectionLock(number, title[1] if title else path.stem, path.stem))
        for match in re.finditer(r"^\((p\d+\.\d+|n\d+)\)=$", content, re.MULTILINE):
            place = parse_place(match[1].removeprefix("p"))
            unit = text.get(place)
            if unit is None:
                raise store.StoreError(f"{place} has no text", path, 1)
            own = marks.get(place, ())
            spans = []
            for mark in own:
                try:
                    spans.append(mark.span(unit.content.text))
                except LemmaError as error:
                    message = _(
                        "{place}, mark of kind {kind}: {what}",
                        place=place,
                        kind=mark.kind,
                        what=error.what,
                    )
                    raise LemmaError(message) from error
            markers = (
                tuple(
                    (int(mark.value), span.end)
                    for mark, span in zip(own, spans, strict=True)
                    if mark.kind is marking.MarkKind.MARKER
                )
                if isinstance(place, PassageId)
                else ()
            )
            sources.append(
                locks.Source(
                    place,
                    number,
                    unit.content.text,
                    tuple(spans),
                    marking.digest(own),
                    markers,
                )
            )
    return sections, sources
