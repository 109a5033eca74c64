"""The build's side of refusal: pages are read without what commentary may not hold.

The first guard is :mod:`critical_edition.sources.refusal`, before a page is parsed, with MyST's
own parser. Whatever the markup, no page of an edition may read files or write raw output
(:func:`shut_pages`). The last, :func:`permitted`, looks at what the parser made of a record's body, in
whatever markup it was written; while it is parsed, nothing may read files or write raw output.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from docutils import nodes
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser
from sphinx import addnodes

from critical_edition.checking.wording import told
from critical_edition.domain.commentary_nodes import argument, editorial_comment, parallel
from critical_edition.domain.config import profile_of
from critical_edition.domain.warnings import warn, warn_of
from critical_edition.model.codes import Code
from critical_edition.model.findings import Finding
from critical_edition.model.refused import Refused
from critical_edition.reading import files, undecodable
from critical_edition.reading.characters import UNSEEN
from critical_edition.sources import refusal
from critical_edition.sources.pages import read_page

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

PAGE = "edition-page"
"""Where the reading of the page at hand is kept for its directives."""

_PERMITTED = frozenset(
    {
        nodes.Text,
        nodes.block_quote,
        nodes.bullet_list,
        nodes.colspec,
        nodes.emphasis,
        nodes.entry,
        nodes.enumerated_list,
        nodes.inline,
        nodes.line,
        nodes.line_block,
        nodes.list_item,
        nodes.literal,
        nodes.paragraph,
        nodes.row,
        nodes.strong,
        nodes.subscript,
        nodes.superscript,
        nodes.system_message,
        nodes.table,
        nodes.tbody,
        nodes.tgroup,
        nodes.thead,
        nodes.title_reference,
        addnodes.pending_xref,
    }
)
_PICTURES = frozenset({".gif", ".jpeg", ".jpg", ".pdf", ".png", ".svg", ".webp"})
_WITHIN = re.compile(r"#[\w.-]+")
_SILENT = frozenset({nodes.comment, nodes.substitution_definition})


def leave_unreadable(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Answer ``env-before-read-docs``: leave out pages that are not UTF-8, and warn of them.

    Sphinx would end the build. The page is to be as if it were not there, for this build: it is not
    read, so that the next looks at it again.
    """
    for docname in tuple(docnames):
        path: Path = env.doc2path(docname)
        place = f"{env.srcdir}/{files.printable(path.relative_to(env.srcdir).as_posix())}"
        if odd := _odd(path, env.srcdir):
            warn(Refused.FILE, f"{odd}. It is left out.", f"{place}:1")
        else:
            try:
                files.data(path).decode(undecodable.ENCODING)
                continue
            except (OSError, UnicodeDecodeError) as error:
                found = undecodable.finding(path, "the page", error)
            warn(found.code, f"{found.message}. It is left out.", f"{place}:{found.line}")
        docnames.remove(docname)
        if docname in env.all_docs:
            app.events.emit("env-purge-doc", env, docname)
            env.clear_doc(docname)
            # As where a file was removed: the lists of pages named by a pattern are read anew.
            docnames += sorted((env.glob_toctrees & env.found_docs) - {*docnames, docname})
        env.project.docnames.discard(docname)


def _odd(path: Path, root: Path) -> str:
    """Say what is odd about a page or a folder in which it stands, or nothing."""
    folder = root
    for part in path.relative_to(root).parts:
        folder /= part
        name = files.printable(part)
        if odd := files.odd_name(part) or files.odd_twin(folder):
            return f"{name} is {odd}"
        if folder.is_symlink():
            return f"{name} is a link to another file"
    try:
        odd = files.irregular(path)
    except OSError:
        return ""  # what there is no more is unreadable
    return f"{files.printable(path.name)} is {odd}" if odd else ""


def leave_linked_pictures(app: Sphinx, env: BuildEnvironment) -> None:
    """Answer ``env-updated``: copy no picture that leads to something else of the machine.

    Sphinx has followed links by then: what is not below docs/, or called like no picture, came by one.
    """
    root = env.srcdir.resolve()
    for name in sorted(env.images):
        path = (root / name).resolve()
        if "://" in name or (path.is_relative_to(root) and path.suffix.lower() in _PICTURES):
            continue
        users = sorted(env.images[name][0])
        del env.images[name]
        message = f"a picture is a link to another file, {files.printable(name)}. It is left out."
        warn(Refused.FILE, message, (users[0], 1))


def clean_source(app: Sphinx, docname: str, content: list[str]) -> None:
    """Answer ``source-read``: leave out what is refused, read the rest, and warn of what is wrong."""
    path: Path = app.env.doc2path(docname)
    if path.suffix != ".md" or path.is_symlink():
        if refusal.is_commentary(docname):
            content[0] = ""
            message = f"{path.name} is no page of Markdown, or a link to another file"
            warn(Refused.FILE, message, (docname, 1))
        return
    md = create_md_parser(_config(app.env), RendererHTML)
    before = content[0]
    content[0], found = refusal.cleaned(before, docname, md)
    page = read_page(docname, path, content[0], profile_of(app.config))
    app.env.current_document[PAGE] = page
    refused = (
        Finding(one.code, path, one.line, one.column, one.said) for one in told(found, before)
    )
    for finding in (*refused, *page.findings):
        warn_of(finding)


def _config(env: BuildEnvironment) -> MdParserConfig:
    """Return MyST's settings, which it keeps with the environment."""
    config = getattr(env, "myst_config", None)
    return config if isinstance(config, MdParserConfig) else MdParserConfig()


def shut_pages(app: Sphinx, env: BuildEnvironment, docnames: Sequence[str]) -> None:
    """Answer ``env-before-read-docs``: let no directive of any page read a file or write raw output."""
    env.settings.update(raw_enabled=False, file_insertion_enabled=False)


def permitted(body: Sequence[nodes.Node], location: str) -> list[nodes.Node]:
    """Return a record's body without the blocks that hold what is not permitted; warn of them."""
    kept: list[nodes.Node] = []
    for block in body:
        faults = {_fault(node) for node in block.findall()} - {None}
        for fault in sorted(filter(None, faults)):
            code, message = fault
            warn(code, message, location)
        if not faults and type(block) not in _SILENT:
            kept.append(block)
    return kept


def _fault(node: nodes.Node) -> tuple[StrEnum, str] | None:
    if isinstance(node, nodes.Text) and UNSEEN.search(node):
        return Refused.CHARACTER, "a character cannot be seen, or changes how others are read"
    if type(node) in _PERMITTED or type(node) in _SILENT:
        return None
    if isinstance(node, (editorial_comment, argument, parallel)):
        return Code.NESTED, "a comment or parallel stands inside another"
    if isinstance(node, nodes.image):
        return Refused.IMAGE, "a picture is not permitted in commentary"
    if isinstance(node, nodes.raw):
        return Refused.HTML, "raw output is not permitted in commentary"
    if type(node) is nodes.reference:
        return _link(node)
    if isinstance(node, nodes.target):
        return Refused.TARGET, "a label is not permitted in commentary"
    name = type(node).__name__.replace("_", " ")
    return Refused.SYNTAX, f"this ({name}) is not permitted in commentary"


def _link(node: nodes.reference) -> tuple[StrEnum, str] | None:
    address = str(node.get("refuri", ""))
    if not address or _WITHIN.fullmatch(address):
        return None
    if urlsplit(address).scheme.lower() in {"http", "https"}:
        return None
    return Refused.LINK, "a link does not begin with https://, http:// or #"
