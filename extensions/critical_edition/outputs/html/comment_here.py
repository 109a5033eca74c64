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

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import ConfigError
from sphinx.transforms.post_transforms import SphinxPostTransform

from critical_edition.domain.edition import get_domain
from critical_edition.domain.nodes import passage
from critical_edition.model.i18n import _
from critical_edition.model.places import PassageId
from critical_edition.sources.repository import Repository

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.writers.html5 import HTML5Translator


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
            text = _("Comment on {place}").format(place=place)
            address = repository.new_comment(place, taken, self.config.edition_profile.kinds)
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
    if app.config.edition_repository and pagename.startswith(
        f"{app.config.edition_profile.text.sections}/"
    ):
        app.add_js_file("comment-here.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register the setting and the links."""
    app.add_config_value("edition_repository", "", "env", frozenset({str}))
    app.connect("config-inited", check_setting)
    app.add_node(comment_here, html=(visit, depart))
    app.connect("html-page-context", add_script)
    app.add_post_transform(OfferComment)
