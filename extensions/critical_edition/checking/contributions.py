"""What ``edition check`` looks for in contributions: form, style, people, IDs and authorship."""

from __future__ import annotations

import bisect
import dataclasses
import enum
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from critical_edition.checking import letters, style, wording
from critical_edition.model import citations as bibliography
from critical_edition.model.codes import Code, Finding, Severity
from critical_edition.model.commentary import Comment, Parallel
from critical_edition.model.suggest import did_you_mean
from critical_edition.reading import files
from critical_edition.sources import commentary as commentary_source
from critical_edition.sources import history, people, refusal, retired
from critical_edition.sources.project import Project

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
            content = files.text(path)
        except (OSError, UnicodeDecodeError):
            continue  # a finding of its own says so
        name = path.relative_to(project.docs).with_suffix("").as_posix()
        found.append(Page(name, path, content))
    return found


# --- form -------------------------------------------------------------------------------------


def check_files(project: Project) -> Iterator[Finding]:
    """Find files among the commentary that are no pages, and in all of docs/ what is not read.

    That is whatever is no regular file, and pages that are hidden or oddly named.
    """
    for entry in files.walk(project.docs, project.text):
        name = entry.path.relative_to(project.docs).as_posix()
        commentary = name.startswith(refusal.FOLDERS)
        message = entry.odd
        if not entry.odd:
            if not commentary or entry.path.suffix == ".md":
                continue
            message = "no page of Markdown"
        elif not commentary and _is_elsewhere(entry):
            continue
        message = f"{files.printable(entry.path.name)} is {message}"
        yield Finding(Code.REFUSED_FILE, entry.path, 1, 1, message)


def _is_elsewhere(entry: files.Entry) -> bool:
    """Whether what is odd is nothing that a build could take for a page."""
    if entry.path.name.startswith(".#") and not entry.path.exists():
        return True  # an editor's lock: a link that leads nowhere
    if entry.path.is_symlink() or not entry.path.exists():
        return False
    return entry.path.is_file() and entry.path.suffix not in {".md", ".rst", ".txt"}


def check_page(page: Page, rules: style.House) -> Iterator[Finding]:
    """Find what is refused of a page, and lapses of style in its prose."""
    refused = refusal.refusals(page.content, page.docname)
    found = [
        Finding(r.code, page.path, r.line, r.column, message, remedy)
        for r, message, remedy in wording.told(refused, page.content)
    ]
    if not refusal.unreadable(page.content, page.docname):
        found += _prose(page, refused, rules)
    yield from capped(found)


def _prose(page: Page, refused: Sequence[refusal.Refusal], rules: style.House) -> Iterator[Finding]:
    """Find what a page that can be read lacks, and lapses of style in its prose."""
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
    starts = [0, *(m.end() for m in re.finditer("\n", page.content))]
    for lapse in lapses(page.content, rules):
        line = bisect.bisect_right(starts, lapse.start)
        if line in html:
            continue
        column = lapse.start - starts[line - 1] + 1
        severity = Severity.ERROR if lapse.code is Code.QUOTATION else Severity.WARNING
        yield Finding(lapse.code, page.path, line, column, lapse.message, severity=severity)
    for offset, char in letters.unprintable(page.content):
        line = bisect.bisect_right(starts, offset)
        if _WIDE_OPTION.match(page.content, starts[line - 1]):
            continue  # a finding of its own says what is wrong with it
        column = offset - starts[line - 1] + 1
        yield Finding(Code.REFUSED_CHARACTER, page.path, line, column, letters.message(char))


_WIDE_OPTION = re.compile(r"[ \t]*(?:：[\w-]+[:：]|:[\w-]+：)")

MOST = 20
"""Findings of one code in one file that are told one by one."""
_MORE = re.compile(r"and (\d{1,9}) more of this kind")


def capped(found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings in order, of those of one code in one file the first, and how many more."""
    groups: dict[tuple[Path, enum.StrEnum], list[Finding]] = {}
    for finding in found:
        groups.setdefault((finding.path, finding.code), []).append(finding)
    told: list[Finding] = []
    for group in groups.values():
        if len(group) <= MOST + 1:
            told += group
            continue
        group.sort(key=lambda f: f.sort_key)
        told += group[:MOST]
        rest = group[MOST:]
        more = [_MORE.fullmatch(f.message) for f in rest]
        count = sum(int(m[1]) if m else 1 for m in more)
        told.append(dataclasses.replace(rest[0], message=f"and {count} more of this kind"))
    yield from sorted(told, key=lambda f: f.sort_key)


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


def lapses(content: str, rules: style.House) -> Iterator[style.Lapse]:
    """Yield the lapses of style in the prose of a page's records; offsets are the page's."""
    for match in _PROSE.finditer(content if content.endswith("\n") else content + "\n"):
        start = match.start("body")
        body = _FENCED.sub(lambda code: re.sub(r"[^\n]", "\0", code[0]), match["body"])
        for part in re.finditer(r"(?:[^\n]+\n)+", body):
            if _SET_IN.fullmatch(part[0]) and not _LISTED.search(body, 0, part.start()):
                continue  # a block of code; in a list it is a paragraph
            at = start + part.start()
            for lapse in (*style.lapses(part[0], rules), *style.long_quotations(part[0], rules)):
                yield style.Lapse(
                    lapse.code, lapse.message, at + lapse.start, at + lapse.end, lapse.better
                )


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
    """Find entries of the list that somebody else than an editor or their owner has changed.

    So are accounts found that somebody else claims than who has them. Where it is not said who sent
    the contribution, the entries may well be their owner's or an editor's: these are warnings.
    """
    if not before.contributors:
        return
    path = project.contributors
    remedy = (
        "Restore the entry as it is on the main branch: others' entries, and who is an editor, are for "
        "the editors to change. Who they are, or that the entry is yours, `--account github:name` says."
    )
    severity = Severity.ERROR if against.account else Severity.WARNING
    who = f"but {against.account} sent it" if against.account else "and who sent it is not said"

    def fault(line: int, message: str, remedy: str = remedy) -> Finding:
        return Finding(
            Code.AUTHORSHIP, path, line, 1, f"{message}, {who}", remedy, severity=severity
        )

    now, faults = people.read(path)
    if not now.present:
        yield fault(1, "the list of contributors, which the main branch has, is gone")
        return
    if faults and not now.contributors:
        return  # a finding of its own says that it cannot be read
    for name, then in before.contributors.items():
        entry = now.contributors.get(name)
        if entry is None:
            yield fault(1, f"“{name}”, whom the main branch lists, is left out")
            continue
        if dataclasses.replace(entry, line=then.line) == then:
            continue
        own = sender is not None and sender.id == name
        if not own or (entry.editor, entry.collective) != (then.editor, then.collective):
            yield fault(entry.line, f"the entry of “{name}” is changed")
    for name, entry in now.contributors.items():
        earlier = before.contributors.get(name)
        if earlier is None and (entry.editor or entry.collective):
            yield fault(entry.line, f"“{name}” is made an editor")
        if not against.account or (earlier and not (sender and sender.id == name)):
            continue  # of others' entries everything is said above
        known = {a.casefold() for a in (against.account, *(earlier.accounts if earlier else ()))}
        for account in entry.accounts:
            if account.casefold() not in known:
                message = f"the entry of “{name}” claims the account {account}"
                yield fault(entry.line, message, _CLAIMED)


_CLAIMED = (
    "Leave the account out. An entry has the account from which it is sent; further ones are for the "
    "editors to add."
)


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
