"""Configuration values, and the mode that follows from them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError

from critical_edition.citation import bounds
from critical_edition.model.established import EstablishedText, Mode
from critical_edition.model.findings import Finding
from critical_edition.reading import files as sources
from critical_edition.reading import undecodable
from critical_edition.sources import people
from critical_edition.text import store

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def add_values(app: Sphinx) -> None:
    """Register the configuration values."""
    # Folders, relative to the source folder; an empty edition_text makes the companion edition
    # whatever is established.
    app.add_config_value("edition_text", "essay/text", "env", frozenset({str}))
    app.add_config_value("edition_marks", "essay/marks", "env", frozenset({str}))
    # Derived in `prepare`, never set by hand: it is registered so that a change of mode, when a
    # text is imported or forgotten, makes Sphinx read every page anew.
    app.add_config_value("edition_mode", "", "env", frozenset({str}))
    # Derived too: the persons of contributors.toml. Citations on all pages name them.
    app.add_config_value("edition_contributors", [], "html", frozenset({list}))


def text_folder(config: Config, srcdir: Path) -> Path | None:
    """Return the folder of the established text, or None where none is wanted."""
    return srcdir / config.edition_text if config.edition_text else None


def load_text(config: Config, srcdir: Path) -> EstablishedText:
    """Return what is established; empty for the companion edition. Raise ConfigError."""
    folder = text_folder(config, srcdir)
    if folder is None:
        return EstablishedText()
    try:
        return store.load(folder)
    except store.StoreError as error:
        raise ConfigError(f"the established text cannot be read: {error}") from error


class BibliographyError(ConfigError):
    """The bibliography is not to be parsed; ``finding`` says why, and where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"{finding.path.name}:{finding.line}:{finding.column}: {finding.message}")
        self.finding = finding


def _look_at(path: Path) -> None:
    """Raise BibliographyError for a bibliography that nothing should parse."""
    try:
        content = sources.text(path)
    except (FileNotFoundError, UnicodeDecodeError):
        return  # who reads it says so
    except OSError as error:
        raise BibliographyError(undecodable.finding(path, "the bibliography", error)) from error
    for fault in bounds.faults(content):
        raise BibliographyError(Finding(fault.code, path, fault.line, fault.column, fault.said))


def prepare(app: Sphinx, config: Config) -> None:
    """Derive the mode, and keep the established text itself out of the pages.

    The mode is also a tag, for ``{only}`` and ``.. only::``: ``full`` or ``companion``.
    """
    srcdir = Path(app.srcdir)
    mode = Mode.FULL if load_text(config, srcdir) else Mode.COMPANION
    config.edition_mode = str(mode)
    app.tags.add(str(mode))
    config.edition_contributors = list(people.read(srcdir / "contributors.toml")[0].imprint())
    for name in config.bibtex_bibfiles:
        _look_at(srcdir / name)
    folder = text_folder(config, srcdir)
    if folder is not None and folder.is_relative_to(srcdir):
        pattern = f"{folder.relative_to(srcdir).as_posix()}/**"
        if pattern not in config.exclude_patterns:
            config.exclude_patterns = [*config.exclude_patterns, pattern]
    # What is hidden no check reads: nor is it to be published.
    # (Of a folder that matches nothing is read; a pattern for what it holds would match “./x” too.)
    if "**/.*" not in config.exclude_patterns:
        config.exclude_patterns = [*config.exclude_patterns, "**/.*"]
    resources = Path(str(files("critical_edition.outputs.html")))
    # Assigned, not appended to: the list may be the default one of all Sphinx's runs.
    config.templates_path = [*config.templates_path, str(resources / "templates")]
    shared = Path(str(files("critical_edition.outputs.html.sharing") / "static"))
    config.html_static_path = [*config.html_static_path, str(resources / "static"), str(shared)]
