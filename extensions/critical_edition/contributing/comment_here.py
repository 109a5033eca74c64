"""“Comment on this”: a link at each passage to the hosting site, with a comment's form filled in.

One setting says where the sources are hosted::

    edition_repository = "https://github.com/owner/edition"

GitHub and Forgejo (or Gitea) open a new file with its name and content filled in. GitLab can fill
in an issue but not a new file, so that there the comment's form opens as an issue. Without the
setting there is no link. The branch is ``main``, or what follows ``#``; a host whose name does not
say what it runs is named as ``forgejo+https://…`` or ``gitlab+https://…``. All of this is told to editors
in docs/contributing/reviewing.md.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from docutils import nodes
from sphinx.errors import ConfigError
from sphinx.transforms.post_transforms import SphinxPostTransform

from critical_edition.domain import get_domain
from critical_edition.model import PassageId
from critical_edition.nodes import passage

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.writers.html5 import HTML5Translator


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

    def new_comment(self, place: PassageId, taken: Iterable[str]) -> str:
        """Return the address that opens a comment on a passage, to be filled in."""
        cid = free_id(place, taken)
        template = comment_template(place, cid)
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


def comment_template(place: PassageId, cid: str) -> str:
    """Return a comment to be filled in; a script puts the day and the words that are marked."""
    return (
        f"# Comment on {place}\n\n:::{{comment}} {cid}\n:on: {place}\n:kind: context\n"
        ":by: your-id\n:date: year-month-day\n\n"
        "% Write here what the reader should know, in your own words, citing its sources; then take\n"
        "% this line out. `kind` is context, source, historiography, text or argument.\n:::\n"
    )


class comment_here(nodes.paragraph):  # noqa: N801
    """The link at a passage that begins a comment on it; only on screen."""


class OfferComment(SphinxPostTransform):
    """Put the link at the end of each passage, on pages for the screen."""

    # After the weaving, so that it stands behind what is said already.
    default_priority = 6
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Add the links, where a repository is set."""
        setting = self.config.edition_repository
        if not setting:
            return
        repository = Repository.parse(setting)
        taken = get_domain(self.env).commentary().comments
        for holder in self.document.findall(passage):
            place = PassageId.parse(holder["number"])
            text = f"Comment on {place}"
            address = repository.new_comment(place, taken)
            link = nodes.reference(
                "", text, refuri=address, internal=False, classes=["comment-here"]
            )
            holder.append(comment_here("", "", link, classes=["comment-here"]))


def visit(self: HTML5Translator, node: comment_here) -> None:
    """Open the paragraph; a book for reading devices has none."""
    if self.builder.name == "epub":
        raise nodes.SkipNode
    self.body.append(self.starttag(node, "p", ""))


def depart(self: HTML5Translator, node: comment_here) -> None:
    """Close the paragraph."""
    self.body.append("</p>\n")


def check_setting(app: Sphinx, config: Config) -> None:
    """Answer ``config-inited``: refuse a setting that is no repository."""
    if config.edition_repository:
        try:
            Repository.parse(config.edition_repository)
        except ValueError as error:
            raise ConfigError(f"edition_repository: {error}") from error


def add_script(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Answer ``html-page-context``: add the script where pages have the links."""
    if app.config.edition_repository and pagename.startswith("essay/"):
        app.add_js_file("comment-here.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register the setting and the links."""
    app.add_config_value("edition_repository", "", "env", frozenset({str}))
    app.connect("config-inited", check_setting)
    app.add_node(comment_here, html=(visit, depart))
    app.connect("html-page-context", add_script)
    app.add_post_transform(OfferComment)
