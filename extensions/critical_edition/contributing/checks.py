"""What ``edition check`` looks for in contributions: form, style, people, IDs and authorship."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from critical_edition import bibliography, commentary_source
from critical_edition.codes import Code, Finding, Severity
from critical_edition.commentary import Comment, Parallel
from critical_edition.contributing import history, people, refusal, retired, style, wording
from critical_edition.contributing.suggest import did_you_mean
from critical_edition.project import Project

Warn = Callable[[Code, str, tuple[str, int]], None]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of docs/: its name without suffix, its file, its content."""

    docname: str
    path: Path
    content: str


def read_pages(project: Project) -> list[Page]:
    """Return the pages that can be read, in order."""
    found: list[Page] = []
    for path in commentary_source.pages(project):
        try:
            content = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # a finding of its own says so
        name = path.relative_to(project.docs).with_suffix("").as_posix()
        found.append(Page(name, path, content))
    return found


# --- form -------------------------------------------------------------------------------------


def check_files(project: Project) -> Iterator[Finding]:
    """Find files among the commentary that are no pages, and links to other files."""
    for folder in refusal.FOLDERS:
        for path in sorted((project.docs / folder).rglob("*")):
            if path.is_symlink():
                message = f"{path.name} is a link to another file"
            elif path.is_dir() or path.suffix == ".md":
                continue
            else:
                message = f"{path.name} is no page of Markdown"
            yield Finding(Code.REFUSED_FILE, path, 1, 1, message)


def check_page(page: Page) -> Iterator[Finding]:
    """Find what is refused of a page, and lapses of style in its prose."""
    refused = refusal.refusals(page.content, page.docname)
    for r, message, remedy in wording.told(refused, page.content):
        yield Finding(r.code, page.path, r.line, r.column, message, remedy)
    if wording.says_nothing(page.content, page.docname):
        message = "the page has no comment, no argument and no parallel"
        remedy = "Write one, or remove the page."
        yield Finding(Code.COMMENT_EMPTY, page.path, 1, 1, message, remedy)
    if not refused and (opened := wording.unclosed(page.content)):
        message = f"the {opened[1]} that begins here is not closed before the page ends"
        remedy = "End it with a line of as many colons as it was opened with: what is added would be its."
        yield Finding(
            Code.NESTED, page.path, opened[0], 1, message, remedy, severity=Severity.WARNING
        )
    html = wording.html_lines(refused, page.content)
    for lapse in lapses(page.content):
        line, column = _position(page.content, lapse.start)
        if line in html:
            continue
        severity = Severity.ERROR if lapse.code is Code.QUOTATION else Severity.WARNING
        yield Finding(lapse.code, page.path, line, column, lapse.message, severity=severity)


_PROSE = re.compile(
    r"^[ \t]*:{3,}[ \t]*\{(?:comment|argument|parallel|passage|authornote)\}.*\n"
    r"(?:[ \t]*:(?!::).*\n)*(?P<body>(?:(?![ \t]*:::).*\n)*)",
    re.MULTILINE,
)
# Code between fences, or options between dashes, which style leaves alone.
_FENCED = re.compile(
    r"\A---[ \t]*\n.*?(?:^---[ \t]*$|\Z)"
    r"|^[ \t>]*(?P<fence>`{3,}|~{3,}).*?(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_LISTED = re.compile(r"^ {0,3}(?:[-*+]|\d+[.)])[ \t]", re.MULTILINE)
_SET_IN = re.compile(r"(?:(?: {4}|\t)[^\n]*\n)+")


def lapses(content: str) -> Iterator[style.Lapse]:
    """Yield the lapses of style in the prose of a page's records; offsets are the page's."""
    for match in _PROSE.finditer(content if content.endswith("\n") else content + "\n"):
        start = match.start("body")
        body = _FENCED.sub(lambda code: re.sub(r"[^\n]", "\0", code[0]), match["body"])
        for part in re.finditer(r"(?:[^\n]+\n)+", body):
            if _SET_IN.fullmatch(part[0]) and not _LISTED.search(body, 0, part.start()):
                continue  # a block of code; in a list it is a paragraph
            at = start + part.start()
            for lapse in (*style.lapses(part[0]), *style.long_quotations(part[0])):
                yield style.Lapse(
                    lapse.code, lapse.message, at + lapse.start, at + lapse.end, lapse.better
                )


def _position(text: str, offset: int) -> tuple[int, int]:
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1


_CITED = re.compile(r"\{cite(?::[a-z]+)?\}(`+)(.+?)\1", re.DOTALL)


def cited_elsewhere(pages: Iterable[Page]) -> Iterator[str]:
    """Yield the keys that pages cite in any way, those of the notes and of the commentary too."""
    for page in pages:
        if page.docname.startswith("contributing/"):
            continue
        for match in _CITED.finditer(page.content):
            try:
                for citation in bibliography.parse_citations(match[2]):
                    yield citation.key
            except ValueError:
                continue  # a finding of its own says so, or Sphinx does


# --- people -----------------------------------------------------------------------------------


def check_people(listed: people.People, records: Iterable[Comment | Parallel], warn: Warn) -> None:
    """Find records by somebody who is not listed. Without a list, everybody may write."""
    if not listed.present:
        return
    for record in records:
        if record.by not in listed.contributors:
            what = "comment" if isinstance(record, Comment) else "parallel"
            message = (
                f"the {what} “{record.id}” is by “{record.by}”, who is not listed. "
                f"{did_you_mean(record.by, listed.contributors)}"
            ).rstrip()
            warn(Code.CONTRIBUTOR_UNKNOWN, message, (record.docname, record.line))


# --- the main branch --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Against:
    """What a contribution is compared with.

    ``base`` is a commit (empty: where this branch left the main branch, if there is one);
    ``account``, such as ``github:name``, is who sent the contribution, where that is known.
    """

    base: str = ""
    account: str = ""


def check_history(project: Project, pages: Iterable[Page], against: Against) -> Iterator[Finding]:
    """Find IDs that are gone or used for something else, and authors who are not who wrote.

    So are the list of contributors and the list of retired IDs compared with the main branch's.
    """
    successors, faults = retired.read(project.retired)
    yield from faults
    present: dict[str, history.Known] = {}
    for page in pages:
        name = page.path.relative_to(project.root).as_posix()
        if page.docname.startswith("contributing/"):
            continue
        for known in history.scan(page.content, name):
            present.setdefault(known.anchor, known)
    for anchor, (to, line) in successors.items():
        if anchor in present:
            where = present[anchor]
            message = f"{anchor} was retired, and IDs are not used again"
            yield Finding(Code.ID_REUSED, project.root / where.path, where.line, 1, message)
        if re.match(r"(?:comment|argument|parallel)-", to) and to not in {*present, *successors}:
            message = f"{to}, which takes the place of {anchor}, does not exist"
            yield Finding(Code.RETIRED, project.retired, line, 1, message)
    commit = history.base_of(project.root, against.base)
    if not commit:
        return
    before = {
        anchor: known
        for anchor, known in history.records(project.root, commit).items()
        if not known.path.startswith("docs/contributing/")
    }
    gone: dict[str, list[str]] = {}
    for anchor, known in before.items():
        if anchor not in present and anchor not in successors:
            gone.setdefault(known.path, []).append(anchor)
    for name, anchors in gone.items():
        path = project.root / name
        if path.exists():
            for anchor in anchors:
                message = f"{anchor}, which the main branch has in {name}, is gone"
                yield Finding(Code.ID_REMOVED, path, 1, 1, message)
            continue
        folder = next(parent for parent in path.parents if parent.is_dir())
        listed = ", ".join(anchors[:3]) + (f" and {len(anchors) - 3} more" if anchors[3:] else "")
        message = f"{name}, which the main branch has, is gone, and with it {listed}"
        yield Finding(Code.ID_REMOVED, folder, 1, 1, message)
    for anchor, now in present.items():
        then = before.get(anchor)
        if then and then.by != now.by and now.kind != "argument":
            message = f"{anchor} is by “{then.by}” on the main branch, and by “{now.by}” here"
            yield Finding(Code.AUTHORSHIP, project.root / now.path, now.line, 1, message)
    yield from _authorship(project, before, present, commit, against)


def _authorship(
    project: Project,
    before: Mapping[str, history.Known],
    present: Mapping[str, history.Known],
    commit: str,
    against: Against,
) -> Iterator[Finding]:
    # The main branch's list says who is who: that of a contribution might claim anything.
    listed = _listed(project, commit)
    sender = listed.of_account(against.account) if against.account else None
    if sender and sender.editor:
        return
    yield from _people_changed(project, listed, sender, against)
    if against.account:
        yield from _retirements(project, before, present, commit, sender, against)
    for anchor, now in present.items():
        where = project.root / now.path
        then = before.get(anchor)
        if now.kind == "argument" or not against.account or (then and then.by != now.by):
            continue
        # Who is new may write under a name that is new.
        mine = now.by == sender.id if sender else now.by not in {*listed.contributors, _ALL}
        if then is None and not mine:
            message = f"{anchor} is by “{now.by}”, but {against.account} sent it"
            if not now.signed:
                message = (
                    f"{anchor} lacks :by: and so is the editors’, but {against.account} sent it"
                )
            yield Finding(Code.AUTHORSHIP, where, now.line, 1, message)
        elif then and then.words != now.words and not (sender and then.by == sender.id):
            message = f"{anchor} is by “{then.by}”, but {against.account} changes its words"
            severity = Severity.WARNING
            yield Finding(Code.AUTHORSHIP, where, now.line, 1, message, severity=severity)


def _people_changed(
    project: Project,
    before: people.People,
    sender: people.Contributor | None,
    against: Against,
) -> Iterator[Finding]:
    """Find entries of the list that somebody else than an editor or their owner has changed."""
    if not before.contributors:
        return
    path = project.contributors
    remedy = (
        "Restore the entry as it is on the main branch: others' entries, and who is an editor, are for "
        "the editors to change. Who they are, or that the entry is yours, `--account github:name` says."
    )

    who = f"but {against.account} sent it" if against.account else "and who sent it is not said"

    def fault(line: int, message: str) -> Finding:
        return Finding(Code.AUTHORSHIP, path, line, 1, message, remedy)

    now, faults = people.read(path)
    if not now.present:
        yield fault(1, f"the list of contributors, which the main branch has, is gone, {who}")
        return
    if faults and not now.contributors:
        return  # a finding of its own says that it cannot be read
    for name, then in before.contributors.items():
        entry = now.contributors.get(name)
        if entry is None:
            yield fault(1, f"“{name}”, whom the main branch lists, is left out, {who}")
            continue
        if dataclasses.replace(entry, line=then.line) == then:
            continue
        own = sender is not None and sender.id == name
        if not own or (entry.editor, entry.collective) != (then.editor, then.collective):
            yield fault(entry.line, f"the entry of “{name}” is changed, {who}")
    for name, entry in now.contributors.items():
        if name not in before.contributors and (entry.editor or entry.collective):
            yield fault(entry.line, f"“{name}” is made an editor, {who}")


def _retirements(
    project: Project,
    before: Mapping[str, history.Known],
    present: Mapping[str, history.Known],
    commit: str,
    sender: people.Contributor | None,
    against: Against,
) -> Iterator[Finding]:
    """Find IDs that somebody else than their author or an editor retires."""
    for anchor, (_, line) in retired.read(project.retired)[0].items():
        then = before.get(anchor)
        if then and anchor not in present and not (sender and then.by == sender.id):
            message = f"{anchor} is by “{then.by}”, but {against.account} retires it"
            yield Finding(Code.AUTHORSHIP, project.retired, line, 1, message)
    name = project.retired.relative_to(project.root).as_posix()
    content = history.git(project.root, "show", f"{commit}:{name}")
    here = retired.read(project.retired)[0]
    for anchor in retired.parse((content or b"").decode("utf-8", "replace"), project.retired)[0]:
        if anchor not in here:
            message = f"{anchor} is no longer retired here; {against.account} took that out"
            yield Finding(Code.AUTHORSHIP, project.retired, 1, 1, message)


_ALL = people.EDITORS


def _listed(project: Project, commit: str) -> people.People:
    name = project.contributors.relative_to(project.root).as_posix()
    content = history.git(project.root, "show", f"{commit}:{name}")
    return people.parse((content or b"").decode("utf-8", "replace"), project.contributors)[0]
