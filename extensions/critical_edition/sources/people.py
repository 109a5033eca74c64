"""``docs/contributors.toml``: who made the edition, in which roles, under which licence. No Sphinx.

A contributor's ``id`` is what comments and parallels give as ``:by:``. Roles are those of CRediT,
the Contributor Roles Taxonomy, as far as they fit an edition.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from critical_edition.model.codes import Code
from critical_edition.model.findings import Finding
from critical_edition.model.i18n import N_
from critical_edition.model.messages import Message, _
from critical_edition.model.suggest import did_you_mean
from critical_edition.reading import files, undecodable
from critical_edition.reading.places import TableLines

ROLES: Mapping[str, str] = {
    "conceptualization": N_("Conceptualization"),
    "data-curation": N_("Data curation"),
    "formal-analysis": N_("Formal analysis"),
    "funding-acquisition": N_("Funding acquisition"),
    "investigation": N_("Investigation"),
    "methodology": N_("Methodology"),
    "project-administration": N_("Project administration"),
    "resources": N_("Resources"),
    "software": N_("Software"),
    "supervision": N_("Supervision"),
    "validation": N_("Validation"),
    "visualization": N_("Visualization"),
    "writing-original-draft": N_("Writing – original draft"),
    "writing-review-editing": N_("Writing – review & editing"),
}
"""The fourteen roles of CRediT by the names that the file uses."""

LICENCE = "CC-BY-4.0"
"""The licence under which commentary is given, as an SPDX name; an entry states it as consent."""

EDITORS = "editors"
"""The id that stands for the editors together; records without ``:by:`` are theirs."""

_FIELDS = {
    "id": str,
    "name": str,
    "sort": str,
    "orcid": str,
    "roles": list,
    "licence": str,
    "accounts": list,
    "editor": bool,
    "collective": bool,
    "note": str,
}
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_ACCOUNT = re.compile(r"[a-z]+:[A-Za-z0-9][\w.-]*")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .,’'-])*")
_SENDER = re.compile(r"[a-z][a-z0-9.-]*:[^\s:]+")
MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who contributes, or the editors together (``collective``).

    ``sort`` is how the name is listed, ``orcid`` sixteen digits with hyphens or empty, ``roles``
    names of :data:`ROLES`, ``accounts`` written ``github:name``. ``editor`` may change what others
    wrote. ``line`` is where the entry begins.
    """

    id: str
    name: str
    sort: str
    orcid: str
    roles: tuple[str, ...]
    accounts: tuple[str, ...]
    editor: bool
    collective: bool
    note: str
    line: int = field(compare=False)

    @property
    def anchor(self) -> str:
        """The permalink's fragment on the contributors' page."""
        return anchor(self.id)

    @property
    def orcid_address(self) -> str:
        """The ORCID as an address, or nothing."""
        return f"https://orcid.org/{self.orcid}" if self.orcid else ""


@dataclass(frozen=True, slots=True)
class People:
    """The contributors by id in the order of the file; ``present`` is whether there is a file."""

    contributors: Mapping[str, Contributor]
    present: bool = True

    def listed(self) -> Sequence[Contributor]:
        """Return them by name, the editors together first."""
        return sorted(
            self.contributors.values(), key=lambda c: (not c.collective, c.sort.casefold(), c.id)
        )

    def imprint(self) -> Sequence[str]:
        """Return the names for an imprint, persons only, in the order of :meth:`listed`."""
        return tuple(c.name for c in self.listed() if not c.collective)

    def name(self, by: str) -> str:
        """Return the name of who is given as ``:by:``; the id itself where it is not listed."""
        found = self.contributors.get(by)
        return found.name if found else by

    def of_account(self, account: str) -> Contributor | None:
        """Return whose account, such as ``github:name``, this is; case does not count."""
        for found in self.contributors.values():
            if account.casefold() in (a.casefold() for a in found.accounts):
                return found
        return None


def anchor(by: str) -> str:
    """Return the anchor of a contributor on the page that lists them."""
    return f"contributor-{by}"


def read(path: Path) -> tuple[People, tuple[Finding, ...]]:
    """Read the list, and what is wrong with it; without a file, nobody is listed."""
    try:
        content = files.text(path)
    except FileNotFoundError:
        return People({}, present=False), ()
    except (OSError, UnicodeDecodeError) as error:
        what = "the list of contributors"
        return People({}), (undecodable.finding(path, what, error, Code.CONTRIBUTORS),)
    return parse(content, path)


@lru_cache(maxsize=4)  # asked for with each comment
def parse(content: str, path: Path) -> tuple[People, tuple[Finding, ...]]:
    """Read the list from its content; ``path`` is for messages."""
    try:
        data = files.toml(content)
    except tomllib.TOMLDecodeError as error:
        message = _("the list of contributors is not TOML: {error}", error=error)
        line, column = undecodable.toml_place(error, content)
        return People({}), (Finding(Code.CONTRIBUTORS, path, line, column, message),)
    found: list[Finding] = []
    lines = TableLines(content, "contributor")

    def fault(line: int, message: Message) -> None:
        found.append(Finding(Code.CONTRIBUTORS, path, line, 1, message))

    entries = data.get("contributor")
    if data.keys() - {"contributor"} or not isinstance(entries, list):
        fault(1, _("the list holds tables [[contributor]] and nothing else"))
        entries = entries if isinstance(entries, list) else []
    contributors: dict[str, Contributor] = {}
    accounts: dict[str, str] = {}
    for number, entry in enumerate(entries):
        line = lines.of(number + 1)
        if not isinstance(entry, dict):
            fault(line, _("an entry is no table"))
            continue
        for what in _faults(entry):
            fault(line, _("{entry}: {what}", entry=entry.get("id", "an entry"), what=what))
        if not isinstance(entry.get("id"), str):
            continue  # without a name it is listed, so that what it wrote is not by nobody
        one = _contributor(entry, line)
        if one.id in contributors:
            fault(line, _("“{id}” is given twice", id=one.id))
            continue
        for account in one.accounts:
            owner = accounts.setdefault(account.casefold(), one.id)
            if owner != one.id:
                fault(
                    line,
                    _("the account {account} is {owner}'s already", account=account, owner=owner),
                )
        contributors[one.id] = one
    return People(contributors), tuple(found)


def _contributor(entry: Mapping[str, Any], line: int) -> Contributor:
    def listed(name: str) -> tuple[str, ...]:
        value = entry.get(name)
        return tuple(filter(lambda v: isinstance(v, str), value)) if isinstance(value, list) else ()

    def text(name: str) -> str:
        value = entry.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    return Contributor(
        text("id"),
        text("name") or text("id"),
        text("sort") or text("name") or text("id"),
        text("orcid") if _ORCID.fullmatch(text("orcid")) else "",
        tuple(r for r in listed("roles") if r in ROLES),
        listed("accounts"),
        entry.get("editor") is True,
        entry.get("collective") is True,
        text("note"),
        line,
    )


def _faults(entry: Mapping[str, Any]) -> Iterator[Message]:
    form = False
    for name, value in entry.items():
        if name not in _FIELDS:
            known = ", ".join(_FIELDS)
            yield _("there is no field “{name}”; there are {known}", name=name, known=known)
            form = True
        elif not isinstance(value, _FIELDS[name]):
            yield _("“{name}” is to be a {kind}", name=name, kind=_KINDS[_FIELDS[name]])
            form = True
    if form:
        return
    if not _ID.fullmatch(entry.get("id", "")) or len(entry["id"]) > MAX_NAME:
        yield _("“id” is to be words in small letters joined by hyphens")
    name = entry.get("name", "")
    if not _NAME.fullmatch(name) or len(name) > MAX_NAME:
        yield _("“name” is to be a name: letters, spaces, full stops, hyphens and apostrophes")
    orcid = entry.get("orcid", "")
    if orcid and not is_orcid(orcid):
        yield _(
            "“{orcid}” is no ORCID: 0000-0000-0000-0000, the last digit its checksum", orcid=orcid
        )
    roles = entry.get("roles", [])
    if not roles:
        yield _("“roles” names no role of CRediT, such as writing-original-draft")
    for role in roles:
        if not isinstance(role, str) or role not in ROLES:
            message = _("“{role}” is no role of CRediT", role=role)
            yield message.then(did_you_mean(str(role), ROLES))
    if entry.get("licence") != LICENCE:
        yield _('“licence” is to be "{licence}": the consent to publish under it', licence=LICENCE)
    for account in entry.get("accounts", []):
        if not isinstance(account, str) or not _ACCOUNT.fullmatch(account):
            yield _("“{account}” is no account; write github:name", account=account)


_KINDS = {str: "text", list: "list", bool: "true or false"}


def account(text: str) -> str:
    """Return an account such as ``github:name`` as given; raise ValueError where it is none.

    Accounts of machines, which no contributor has, may be written otherwise than theirs.
    """
    if not _SENDER.fullmatch(text):
        raise ValueError(f"“{text}” is no account; write github:name")
    return text


def is_orcid(text: str) -> bool:
    """Say whether a text is an ORCID, its check digit (ISO 7064 mod 11-2) included."""
    if not _ORCID.fullmatch(text):
        return False
    digits = text.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return digits[-1] == ("X" if check == 10 else str(check))
