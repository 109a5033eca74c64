"""``edition new form``: a comment out of the hosting site's form, as the event's file gives it.

Whatever the file holds is a stranger's: it is read as data, held to the same rules as any comment,
and nothing of it goes into a command but what this module has put together and checked.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from critical_edition.commands import records
from critical_edition.model import citations as bibliography
from critical_edition.model.suggest import did_you_mean
from critical_edition.reading import files
from critical_edition.sources import people, refusal
from critical_edition.sources.pages import shown
from critical_edition.sources.project import Project

FIELDS = ("Passage", "Words", "Kind", "Comment", "Sources", "Your name", "ORCID")
"""The labels of the form's fields, as .github/ISSUE_TEMPLATE/comment.yml has them."""

_NOTHING = "_No response_"
_LOGIN = re.compile(r"[A-Za-z\d](?:[A-Za-z\d]|-(?=[A-Za-z\d])){0,38}")
_SOURCE = re.compile(r"\s*(?:[-*]\s+)?(?P<key>[^\s,{}]+)\s*(?:,\s*(?P<locator>[^{}]+?))?\s*")


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent: its fields by label, the issue's number, the sender's account."""

    fields: Mapping[str, str]
    number: int
    login: str


def read(event: Mapping[str, Any]) -> Sent:
    """Read the event; raise NewError where it is none of the form."""
    issue = event.get("issue")
    if not isinstance(issue, dict):
        raise records.NewError("the file is no event of an issue")
    login = str((issue.get("user") or {}).get("login", ""))
    number = issue.get("number")
    if not _LOGIN.fullmatch(login) or not isinstance(number, int):
        raise records.NewError("the event does not say whose issue it is")
    body = str(issue.get("body") or "").replace("\r\n", "\n")
    labels = "|".join(map(re.escape, (*FIELDS, "Licence")))
    parts = re.split(rf"^### ({labels})[ \t]*$", body, flags=re.MULTILINE)
    found: dict[str, str] = {}
    for label, value in zip(parts[1::2], parts[2::2], strict=True):
        # The first of each: what is written in a field may look like another.
        found.setdefault(label, "" if value.strip() == _NOTHING else value.strip())
    missing = [f for f in FIELDS if f not in found]
    if missing:
        raise records.NewError(f"the form lacks {', '.join(missing)}")
    if not re.search(r"^- \[[xX]\]", found.get("Licence", ""), re.MULTILINE):
        raise records.NewError("the form does not consent to the licence")
    return Sent(found, number, login)


def write(project: Project, sent: Sent) -> dict[str, str]:
    """Write the comment, and its author's entry where there is none; return what the commit needs.

    The keys are ``path``, ``branch``, ``title``, ``body`` and ``author``.
    """
    fields = sent.fields
    desk = records.Desk.of(project, None)
    contributor = desk.listed.of_account(f"github:{sent.login}")
    entry = ""
    if contributor is None:
        entry, contributor = _entry(desk, sent)
    words = " ".join(fields["Words"].strip("“”\"'‘’").split())
    on = f'{fields["Passage"]} "{words}"' if words else fields["Passage"]
    kind = fields["Kind"].partition(":")[0].strip()
    if not project.profile.kind(kind):
        raise records.NewError(f"“{kind[:40]}” is no kind of comment")
    citations = _citations(project, fields["Sources"])
    text = f"{fields['Comment'].rstrip()} {citations}".strip()
    given = {"on": on, "kind": kind, "by": contributor.id, "text": text}
    listed = people.People({**desk.listed.contributors, contributor.id: contributor})
    desk = records.Desk(project, desk.edition, listed, desk.text, desk.taken, desk.ask)
    written = records.comment(desk, given)
    docname = written.path.relative_to(project.docs).with_suffix("").as_posix()
    refused = refusal.refusals(written.path.read_text("utf-8"), docname)
    if refused:
        written.path.unlink()
        raise records.NewError(f"the comment cannot be taken as it is: {refused[0].message}")
    if entry:
        people_file = project.contributors
        people_file.write_text(people_file.read_text("utf-8").rstrip("\n") + entry, "utf-8")
    return {
        "path": shown(written.path, project.root),
        "branch": f"form/{sent.number}-{written.id}",
        "title": f"Comment on {records.named(desk.anchor(on))}, by {contributor.name}",
        "body": f"Sent by the form, and closes #{sent.number}. The author is @{sent.login}.",
        "author": f"{contributor.name} <{sent.login}@users.noreply.github.com>",
    }


def _entry(desk: records.Desk, sent: Sent) -> tuple[str, people.Contributor]:
    """Return an entry of docs/contributors.toml for somebody new, checked as the check does."""
    name = " ".join(sent.fields["Your name"].split())
    orcid = sent.fields["ORCID"].removeprefix("https://orcid.org/")
    number, stem = 1, records.slug(name)
    while (cid := stem if number == 1 else f"{stem}-{number}") in desk.listed.contributors:
        number += 1
    lines = [
        "",
        "",
        "[[contributor]]",
        f'id = "{cid}"',
        f"name = {json.dumps(name, ensure_ascii=False)}",
    ]
    if orcid:
        lines.append(f"orcid = {json.dumps(orcid)}")
    lines += ['roles = ["writing-original-draft"]', f'licence = "{people.LICENCE}"']
    lines += [f'accounts = ["github:{sent.login}"]', ""]
    entry = "\n".join(lines)
    found, faults = people.parse(entry, desk.project.contributors)
    if faults or cid not in found.contributors:
        why = faults[0].message if faults else "it cannot be read"
        raise records.NewError(f"the name or ORCID cannot be taken as it is: {why}")
    return entry, found.contributors[cid]


def _citations(project: Project, text: str) -> str:
    """Return the sources as a citation; raise NewError for a work that the bibliography lacks."""
    keys = bibliography.keys_of(files.text(project.bibliography))
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = _SOURCE.fullmatch(line)
        if not match or match["key"] not in keys:
            word = match["key"] if match else line[:40]
            hint = did_you_mean(word, keys)
            raise records.NewError(
                f"“{word}” is not in references.bib: an editor adds it first. {hint}".rstrip()
            )
        locator = " ".join((match["locator"] or "").replace("`", "").split())
        found.append(f"{match['key']}{{{locator}}}" if locator else match["key"])
    if not found:
        raise records.NewError("the form names no source")
    return f"{{cite:p}}`{', '.join(found)}`."


def run(project: Project, path: Path, report: Path | None) -> int:
    """Write the comment that an event's file holds, and the report; 1 where it cannot be taken."""
    try:
        event = json.loads(path.read_text("utf-8"))
        if not isinstance(event, dict):
            raise records.NewError("the file is no event of an issue")
        done = write(project, read(event))
    except (records.NewError, ValueError, RecursionError) as error:
        print(f"edition: {error}", file=sys.stderr)
        return 1
    if report:
        report.write_text(json.dumps(done, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(f"Wrote {done['path']}")
    return 0
