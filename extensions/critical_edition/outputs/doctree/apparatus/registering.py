"""What the apparatus registers with Sphinx, and its answers to Sphinx's events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from critical_edition.domain import lists as sources
from critical_edition.domain.edition import get_domain
from critical_edition.outputs.doctree.apparatus.directives import (
    READ,
    WRITTEN,
    ApparatusDirective,
    digest,
)
from critical_edition.outputs.doctree.apparatus.weaving import FillApparatus, shown

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def setup(app: Sphinx) -> None:
    """Register the value, the directives, the nodes, the transform and the events."""
    # The folder of the registers, relative to the source folder.
    app.add_config_value("edition_registers", "registers", "env", frozenset({str}))
    for name in (*READ, *WRITTEN):
        app.add_directive(name, ApparatusDirective)
    app.add_post_transform(FillApparatus)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-updated", _updated)


def _outdated(
    app: Sphinx,
    env: BuildEnvironment,
    added: set[str],
    changed: set[str],
    removed: set[str],
) -> Iterable[str]:
    """Read anew the pages that show registers that have changed, come or gone."""
    found = sources.read_anew(env)
    return [
        docname
        for docname, parts in get_domain(env).data["parts"].items()
        if any(part.digest != digest(part.what, found) for part in parts)
    ]


def _updated(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Write anew the pages whose index locorum or concordance has changed."""
    domain = get_domain(env)
    now = {
        docname: [shown(domain, part.what) for part in parts]
        for docname, parts in sorted(domain.data["parts"].items())
    }
    before = domain.data["parts_shown"]
    domain.data["parts_shown"] = now
    return [docname for docname in now if docname in before and before[docname] != now[docname]]
