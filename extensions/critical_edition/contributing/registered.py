"""What of contributing is registered with Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from critical_edition.contributing import comment_here, credits, guarding
from critical_edition.contributing.reference import MessageCodesDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register the guard of commentary, credits, and the reference of codes."""
    app.connect("env-before-read-docs", guarding.leave_unreadable)
    # Before other extensions' handlers: they are to see what is built.
    app.connect("source-read", guarding.clean_source, priority=100)
    app.add_node(credits.contributor_list)  # every writer has its base class's visitor
    app.add_directive("contributors", credits.ContributorsDirective)
    app.add_directive("message-codes", MessageCodesDirective)
    app.add_post_transform(credits.FillContributors)
    comment_here.setup(app)
    app.connect("env-check-consistency", credits.check)
