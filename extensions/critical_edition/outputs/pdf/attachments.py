"""What is attached to the PDF: the sources' records, and the edition as data, without the text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from critical_edition.model.established import EstablishedText, Mode
from critical_edition.model.i18n import _
from critical_edition.outputs.data.edition import as_data, dumps
from critical_edition.outputs.data.source import ExportError, load
from critical_edition.sources import texts
from critical_edition.sources.project import Project
from critical_edition.text import store
from sphinx_typst.escape import literal

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "attached"
"""The folder in the builder's that holds the files."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as PDF/A-3 wants it described: its name, type, relation to the page, and what it is."""

    name: str
    content: bytes
    kind: str
    relationship: str
    description: str


def attach(app: Sphinx) -> str:
    """Write the files into the builder's folder; return the Typst code that attaches them."""
    folder = Path(app.outdir, FOLDER)
    calls = []
    for file in _files(app):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / file.name).write_bytes(file.content)
        calls.append(
            f"#pdf.attach({literal(file.name)}, "
            f"read({literal(f'/{FOLDER}/{file.name}')}, encoding: none), "
            f"relationship: {literal(file.relationship)}, mime-type: {literal(file.kind)}, "
            f"description: {literal(file.description)})\n"
        )
    return "".join(calls)


def _files(app: Sphinx) -> list[Attachment]:
    found = []
    for name in app.config.bibtex_bibfiles:
        path = Path(app.srcdir, name)
        if path.is_file():
            what = _("The works cited, as BibTeX")
            kind = "application/x-bibtex"
            found.append(Attachment(path.name, path.read_bytes(), kind, "source", what))
    project = Project(Path(app.srcdir).parent)
    if Path(app.srcdir) != project.docs:
        return found
    full = app.config.edition_mode == Mode.FULL
    try:
        text = texts.load(project) if full else EstablishedText()
        content = dumps(as_data(load(project, text, with_text=False)))
    except (store.StoreError, ExportError):
        # The build says of the same sources what is wrong with them.
        return found
    what = _("The edition as data, without the {noun}’s text").format(
        noun=app.config.edition_profile.noun
    )
    return [*found, Attachment("edition.json", content, "application/json", "data", what)]
