"""The front page: what there is, in figures, and what can be taken away; and pages that have moved.

``edition-figures`` counts what the edition has. ``edition-downloads`` names the files that other
outputs have built beside the pages, which are copied to them, and ``edition-data`` lists them with
all formats of the data (:mod:`.data_page`); ``edition-data-model`` draws how these hang together. A
page that has moved (``edition_moved``) leads to the one that has taken its place, with the anchor
that was asked for.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from critical_edition.domain.edition import get_domain
from critical_edition.model.i18n import _, ngettext
from critical_edition.outputs.html import data_page, model_picture
from critical_edition.outputs.html.arrange import for_screen
from critical_edition.outputs.html.data_page import Taken

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

FOLDER = "_downloads"
_MODEL = "edition-data-model"
_PARTS = {"edition-figures", "edition-downloads", data_page.DIRECTIVE, _MODEL}
_KEPT = "edition_front"


class front_part(nodes.container):  # noqa: N801
    """A part of the front page that is filled when it is written; ``what`` says with what."""


class FrontDirective(SphinxDirective):
    """The directives: what is shown in their places is known when the page is written."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Return the place that is filled."""
        node = front_part("", what=self.name, classes=[self.name])
        self.set_source_info(node)
        get_domain(self.env).note_generated(self.env.current_document.docname, self.name)
        return [node]


def figures(env: BuildEnvironment) -> tuple[tuple[int, str], ...]:
    """Return what the edition has, each with its number."""
    domain = get_domain(env)
    passages, commentary = domain.passages(), domain.commentary()
    works = len({c.key for c in env.get_domain("cite").data["citations"]})
    counted = (
        (len({p.section for p in passages}), _("section"), _("sections")),
        (len(passages), _("paragraph"), _("paragraphs")),
        (len(domain.notes()), _("author’s note"), _("author’s notes")),
        (len(commentary.comments), _("comment"), _("comments")),
        (len(commentary.arguments), _("argument"), _("arguments")),
        (len(commentary.parallels), _("parallel"), _("parallels")),
        (works, _("work cited"), _("works cited")),
    )
    return tuple((count, ngettext(one, many, count)) for count, one, many in counted if count)


def _fill(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Fill the parts of the front page."""
    for place in list(document.findall(front_part)):
        if place["what"] == "edition-figures":
            words = " · ".join(f"{count} {name}" for count, name in figures(app.env))
            place.append(nodes.paragraph("", words))
        elif place["what"] == data_page.DIRECTIVE:
            place.append(data_page.fill(app, docname))
        elif not for_screen(app.builder):
            continue
        elif place["what"] == _MODEL:
            place.append(nodes.raw("", model_picture.svg(), format="html"))
        elif data_page.shown(app):
            place.append(_offer(app, docname, data_page.books(app)))


def _offer(app: Sphinx, docname: str, found: Iterable[Taken]) -> nodes.paragraph:
    here = app.builder.get_target_uri(docname)
    line = nodes.paragraph("", _("To take away: "))
    for one in found:
        address = relative_uri(here, one.address)
        line += nodes.reference("", one.label, refuri=address, internal=False)
        line += nodes.Text(f" ({data_page.size(one.size)}) · ")
    for page in data_page.pages(app.env)[:1]:
        address = relative_uri(here, app.builder.get_target_uri(page))
        line += nodes.reference("", app.env.titles[page].astext(), refuri=address, internal=True)
        return line
    line[-1] = nodes.Text(line[-1].astext().removesuffix(" · "))
    return line


def _updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write the pages anew that say what there is when that has changed."""
    now = (figures(env), data_page.shown(app))
    before = getattr(env, _KEPT, None)
    setattr(env, _KEPT, now)
    if before in (None, now):
        return []
    generated = get_domain(env).data["generated"]
    return sorted(docname for docname, found in generated.items() if _PARTS & {*found})


def _copy(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or not for_screen(app.builder):
        return
    target = Path(app.outdir) / FOLDER
    found = data_page.books(app)
    for old in target.glob("*") if target.is_dir() else ():
        if old.name not in {one.path.name for one in found}:
            old.unlink()
    for one in found:
        target.mkdir(exist_ok=True)
        shutil.copyfile(one.path, target / one.path.name)
        stat = one.path.stat()
        os.utime(target / one.path.name, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    data_page.copy(app)


def _moved(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield a page for each that has moved."""
    if not for_screen(app.builder):
        return
    for old, new in sorted(app.config.edition_moved.items()):
        here = app.builder.get_target_uri(old)
        target = relative_uri(here, app.builder.get_target_uri(new))
        title = app.env.titles.get(new)
        words = title.astext() if title is not None else new
        yield old, {"edition_moved_to": target, "edition_moved_title": words}, "edition-moved.html"


def setup(app: Sphinx) -> None:
    """Register the directives, the settings and the pages."""
    # The folder, from that of the pages, in which other outputs have theirs: “pdf”, “epub”, “data”.
    app.add_config_value("edition_downloads", "..", "html", frozenset({str}))
    app.add_config_value("edition_moved", {}, "html", frozenset({dict}))
    for name in sorted(_PARTS):
        app.add_directive(name, FrontDirective)
    app.add_node(front_part)
    app.connect("doctree-resolved", _fill)
    app.connect("env-updated", _updated, priority=950)
    app.connect("html-collect-pages", _moved)
    app.connect("build-finished", _copy)
