"""What a contribution may not do to the main branch: to its IDs, its authors and its lists."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from critical_edition.model.codes import Code
from critical_edition.model.findings import Finding, Severity
from critical_edition.model.messages import Message, _
from critical_edition.sources import history, people, retired
from critical_edition.sources.project import Project
from critical_edition.sources.read import Sources


@dataclass(frozen=True, slots=True)
class Against:
    """What a contribution is compared with.

    ``base`` is a commit (empty: where this branch left the main branch, if there is one);
    ``account``, such as ``github:name``, is who sent the contribution, where that is known.
    """

    base: str = ""
    account: str = ""


def check_history(sources: Sources, against: Against) -> Iterator[Finding]:
    """Find IDs that are gone or used for something else, and authors who are not who wrote.

    So are the list of contributors and the list of retired IDs compared with the main branch's.
    """
    project, successors = sources.project, sources.retired
    present: dict[str, history.Known] = {}
    for page in sources.pages:
        # Of a page that is too large its size is told, and nothing else is done with it.
        if page.readable:
            for known in history.scan(page.content, page.path.relative_to(project.root).as_posix()):
                present.setdefault(known.anchor, known)
    for anchor, (to, line) in successors.items():
        if anchor in present:
            where = present[anchor]
            message = _("{anchor} was retired, and IDs are not used again", anchor=anchor)
            yield Finding(Code.ID_REUSED, project.root / where.path, where.line, 1, message)
        if re.match(r"(?:comment|argument|parallel)-", to) and to not in {*present, *successors}:
            message = _(
                "{to}, which takes the place of {anchor}, does not exist", to=to, anchor=anchor
            )
            yield Finding(Code.RETIRED, project.retired, line, 1, message)
    commit = history.base_of(project.root, against.base)
    if not commit:
        return
    before = history.records(project.root, commit)
    gone: dict[str, list[str]] = {}
    for anchor, known in before.items():
        if anchor not in present and anchor not in successors:
            gone.setdefault(known.path, []).append(anchor)
    for name, anchors in gone.items():
        path = project.root / name
        if path.exists():
            for anchor in anchors:
                message = _(
                    "{anchor}, which the main branch has in {name}, is gone",
                    anchor=anchor,
                    name=name,
                )
                yield Finding(Code.ID_REMOVED, path, 1, 1, message)
            continue
        folder = next(parent for parent in path.parents if parent.is_dir())
        listed = ", ".join(anchors[:3]) + (f" and {len(anchors) - 3} more" if anchors[3:] else "")
        message = _(
            "{name}, which the main branch has, is gone, and with it {listed}",
            name=name,
            listed=listed,
        )
        yield Finding(Code.ID_REMOVED, folder, 1, 1, message)
    for anchor, now in present.items():
        then = before.get(anchor)
        if then and then.by != now.by and now.kind != "argument":
            message = _(
                "{anchor} is by “{by}” on the main branch, and by “{by2}” here",
                anchor=anchor,
                by=then.by,
                by2=now.by,
            )
            yield Finding(Code.AUTHORSHIP, project.root / now.path, now.line, 1, message)
    yield from _authorship(sources, before, present, commit, against)


def _authorship(
    sources: Sources,
    before: Mapping[str, history.Known],
    present: Mapping[str, history.Known],
    commit: str,
    against: Against,
) -> Iterator[Finding]:
    # The main branch's list says who is who: that of a contribution might claim anything.
    project = sources.project
    listed = _listed(project, commit)
    sender = listed.of_account(against.account) if against.account else None
    if sender and sender.editor:
        return
    yield from _people_changed(sources, listed, sender, against)
    if against.account:
        yield from _retirements(sources, before, present, commit, sender, against)
    for anchor, now in present.items():
        where = project.root / now.path
        then = before.get(anchor)
        if now.kind == "argument" or not against.account or (then and then.by != now.by):
            continue
        # Who is new may write under a name that is new.
        mine = now.by == sender.id if sender else now.by not in {*listed.contributors, _ALL}
        if then is None and not mine:
            message = _(
                "{anchor} is by “{by}”, but {account} sent it",
                anchor=anchor,
                by=now.by,
                account=against.account,
            )
            if not now.signed:
                message = _(
                    "{anchor} lacks :by: and so is the editors’, but {account} sent it",
                    anchor=anchor,
                    account=against.account,
                )
            yield Finding(Code.AUTHORSHIP, where, now.line, 1, message)
        elif then and then.words != now.words and not (sender and then.by == sender.id):
            message = _(
                "{anchor} is by “{by}”, but {account} changes its words",
                anchor=anchor,
                by=then.by,
                account=against.account,
            )
            severity = Severity.WARNING
            yield Finding(Code.AUTHORSHIP, where, now.line, 1, message, severity=severity)


def _people_changed(
    sources: Sources,
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
    path, now = sources.project.contributors, sources.people
    advice = _(
        "Restore the entry as it is on the main branch: others' entries, and who is an editor, are for "
        "the editors to change. Who they are, or that the entry is yours, `--account github:name` says."
    )
    severity = Severity.ERROR if against.account else Severity.WARNING
    who = _("and who sent it is not said")
    if against.account:
        who = _("but {account} sent it", account=against.account)

    def fault(line: int, message: Message, advice: Message = advice) -> Finding:
        return Finding(
            Code.AUTHORSHIP,
            path,
            line,
            1,
            _("{message}, {who}", message=message, who=who),
            advice,
            severity=severity,
        )

    if not now.present and any(f.path == path for f in sources.faults):
        return  # a finding of its own says that it cannot be read
    if not now.present:
        yield fault(1, _("the list of contributors, which the main branch has, is gone"))
        return
    for name, then in before.contributors.items():
        entry = now.contributors.get(name)
        if entry is None:
            yield fault(1, _("“{name}”, whom the main branch lists, is left out", name=name))
            continue
        if dataclasses.replace(entry, line=then.line) == then:
            continue
        own = sender is not None and sender.id == name
        if not own or (entry.editor, entry.collective) != (then.editor, then.collective):
            yield fault(entry.line, _("the entry of “{name}” is changed", name=name))
    for name, entry in now.contributors.items():
        earlier = before.contributors.get(name)
        if earlier is None and (entry.editor or entry.collective):
            yield fault(entry.line, _("“{name}” is made an editor", name=name))
        if not against.account or (earlier and not (sender and sender.id == name)):
            continue  # of others' entries everything is said above
        known = {a.casefold() for a in (against.account, *(earlier.accounts if earlier else ()))}
        for account in entry.accounts:
            if account.casefold() not in known:
                message = _(
                    "the entry of “{name}” claims the account {account}", name=name, account=account
                )
                yield fault(entry.line, message, _CLAIMED)


_CLAIMED = _(
    "Leave the account out. An entry has the account from which it is sent; further ones are for the "
    "editors to add."
)


def _retirements(
    sources: Sources,
    before: Mapping[str, history.Known],
    present: Mapping[str, history.Known],
    commit: str,
    sender: people.Contributor | None,
    against: Against,
) -> Iterator[Finding]:
    """Find IDs that somebody else than their author or an editor retires."""
    project = sources.project
    for anchor, (_to, line) in sources.retired.items():
        then = before.get(anchor)
        if then and anchor not in present and not (sender and then.by == sender.id):
            message = _(
                "{anchor} is by “{by}”, but {account} retires it",
                anchor=anchor,
                by=then.by,
                account=against.account,
            )
            yield Finding(Code.AUTHORSHIP, project.retired, line, 1, message)
    name = project.retired.relative_to(project.root).as_posix()
    content = history.git(project.root, "show", f"{commit}:{name}")
    for anchor in retired.parse((content or b"").decode("utf-8", "replace"), project.retired)[0]:
        if anchor not in sources.retired:
            message = _(
                "{anchor} is no longer retired here; {account} took that out",
                anchor=anchor,
                account=against.account,
            )
            yield Finding(Code.AUTHORSHIP, project.retired, 1, 1, message)


_ALL = people.EDITORS


def _listed(project: Project, commit: str) -> people.People:
    name = project.contributors.relative_to(project.root).as_posix()
    content = history.git(project.root, "show", f"{commit}:{name}")
    return people.parse((content or b"").decode("utf-8", "replace"), project.contributors)[0]
