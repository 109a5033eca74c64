"""Where the sources are hosted, as ``edition_repository`` says it."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from critical_edition.model.places import PassageId
from critical_edition.model.profile import KINDS, Kind


class Site(enum.StrEnum):
    """What hosts the sources."""

    GITHUB = "github"
    GITLAB = "gitlab"
    FORGEJO = "forgejo"


_KNOWN = {"codeberg.org": Site.FORGEJO, "gitea.com": Site.FORGEJO}


@dataclass(frozen=True, slots=True)
class Repository:
    """Where the sources are hosted: ``address`` without a slash at its end."""

    site: Site
    address: str
    branch: str

    @classmethod
    def parse(cls, setting: str) -> Repository:
        """Read the setting; raise ValueError, saying what to write."""
        named, plus, rest = setting.partition("+")
        address = rest if plus and named in set(Site) else setting
        address, _, branch = address.partition("#")
        parts = urlsplit(address)
        if parts.scheme != "https" or not parts.hostname or not parts.path.strip("/"):
            raise ValueError(
                f"“{setting}” is not the address of a repository, such as "
                "https://github.com/owner/edition"
            )
        if plus and named in set(Site):
            site: Site | None = Site(named)
        else:
            site = _KNOWN.get(parts.hostname) or next(
                (s for s in Site if s in parts.hostname.split(".")), None
            )
        if site is None:
            raise ValueError(
                f"“{setting}” does not say what the host runs: begin with github+, gitlab+ or "
                "forgejo+"
            )
        return cls(site, address.rstrip("/").removesuffix(".git"), branch or "main")

    def new_comment(
        self, place: PassageId, taken: Iterable[str], kinds: Sequence[Kind] = KINDS
    ) -> str:
        """Return the address that opens a comment on a passage, to be filled in."""
        cid = free_id(place, taken)
        template = comment_template(place, cid, kinds)
        name = f"docs/commentary/{place.section}/{cid}.md"
        match self.site:
            case Site.GITHUB:
                query = {"filename": name, "value": template}
                return f"{self.address}/new/{quote(self.branch)}?{urlencode(query)}"
            case Site.FORGEJO:
                query = {"filename": name, "value": template}
                return f"{self.address}/_new/{quote(self.branch)}/?{urlencode(query)}"
            case Site.GITLAB:
                title = f"Comment on {place}"
                text = f"For `{name}`:\n\n````\n{template}````\n"
                query = {"issue[title]": title, "issue[description]": text}
                return f"{self.address}/-/issues/new?{urlencode(query)}"


def free_id(place: PassageId, taken: Iterable[str]) -> str:
    """Return an ID for a comment on a passage that is not taken."""
    known = set(taken)
    number = 1
    while (cid := f"on-{place.section}-{place.paragraph}-{_letter(number)}") in known:
        number += 1
    return cid


def _letter(number: int) -> str:
    """Return the letter of a number from 1: a, b … z, aa, ab and so on."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(97 + rest) + text
    return text


def comment_template(place: PassageId, cid: str, kinds: Sequence[Kind] = KINDS) -> str:
    """Return a comment to be filled in; a script puts the day and the words that are marked."""
    *most, last = map(str, kinds)
    return (
        f"# Comment on {place}\n\n:::{{comment}} {cid}\n:on: {place}\n:kind: {kinds[0]}\n"
        ":by: your-id\n:date: year-month-day\n\n"
        "% Write here what the reader should know, in your own words, citing its sources; then take\n"
        f"% this line out. `kind` is {', '.join(most)}{' or ' if most else ''}{last}.\n:::\n"
    )
