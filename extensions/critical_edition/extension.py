"""What the extension registers with Sphinx, and its answers to Sphinx's events."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx import locale

from critical_edition.domain import config, guarding, medium, processes
from critical_edition.domain.arranging import ArrangeNotes, ExplainUnverified
from critical_edition.domain.directives.authornote import AuthorNoteDirective
from critical_edition.domain.directives.commentary import (
    ArgumentDirective,
    CommentDirective,
    GeneratedDirective,
    ParallelDirective,
)
from critical_edition.domain.directives.passage import PassageDirective
from critical_edition.domain.edition import EditionDomain, get_domain
from critical_edition.domain.freshness import forget_ancestors, take_away
from critical_edition.model import i18n
from critical_edition.outputs.doctree import citing, credits
from critical_edition.outputs.doctree.apparatus import registering
from critical_edition.outputs.doctree.codes_page import MessageCodesDirective
from critical_edition.outputs.doctree.profile_page import ProfileKeysDirective
from critical_edition.outputs.doctree.weave import DIRECTIVES, ForPrint, ForScreen, Weave, changed
from critical_edition.outputs.output import register as register_outputs
from critical_edition.outputs.registry import NODES, OUTPUTS

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def register(app: Sphinx) -> None:
    """Register values, domain, directives, transforms, visitors and events."""
    app.setup_extension("sphinxcontrib.bibtex")
    # Sphinx adds a language to those of earlier builds in one process: ours begins anew.
    locale.translators.pop(("general", i18n.CATALOGUE), None)
    app.add_message_catalog(i18n.CATALOGUE, Path(str(files("critical_edition") / "locale")))
    i18n.use(locale.get_translation(i18n.CATALOGUE))
    config.add_values(app)
    citing.setup(app)
    app.add_domain(EditionDomain)
    app.add_directive("passage", PassageDirective)
    app.add_directive("authornote", AuthorNoteDirective)
    app.add_directive("comment", CommentDirective)
    app.add_directive("argument", ArgumentDirective)
    app.add_directive("parallel", ParallelDirective)
    for name in DIRECTIVES:
        app.add_directive(name, GeneratedDirective)
    app.add_transform(ArrangeNotes)
    for transform in (ForPrint, ForScreen, Weave):
        app.add_post_transform(transform)
    app.add_transform(ExplainUnverified)
    register_outputs(app, NODES, OUTPUTS)
    registering.setup(app)
    app.connect("env-before-read-docs", guarding.leave_unreadable)
    app.connect("env-before-read-docs", guarding.shut_pages)
    app.connect("env-updated", guarding.leave_linked_pictures)
    # Before other extensions' handlers: they are to see what is built.
    app.connect("source-read", guarding.clean_source, priority=100)
    credits.setup(app)
    app.add_directive("message-codes", MessageCodesDirective)
    app.add_directive("profile-keys", ProfileKeysDirective)
    processes.setup(app)
    medium.setup(app)
    app.connect("config-inited", config.prepare)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-get-outdated", take_away)
    app.connect("env-updated", _updated)
    app.connect("write-started", forget_ancestors)
    app.connect("missing-reference", _unlisted)


def _outdated(
    app: Sphinx,
    env: BuildEnvironment,
    added: set[str],
    changed: set[str],
    removed: set[str],
) -> Iterable[str]:
    """Read anew what shows an established text or marks that have changed."""
    return get_domain(env).outdated()


def _updated(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Write anew what refers to a place that has changed, come or gone."""
    affected = get_domain(env).update() | changed(env)
    return sorted(affected)


def _unlisted(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.Element
) -> Any:
    """Leave the sign of an emendation without a link where no page lists the emendations."""
    if node.get("refdomain") == "edition" and node.get("reftype") == "emendation":
        return contnode
    return None
