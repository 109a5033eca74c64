"""Configuration values, and the mode that follows from them."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.config import Config
from sphinx.errors import ConfigError

from critical_edition.citation import bounds
from critical_edition.model.codes import Code
from critical_edition.model.established import EstablishedText, Mode
from critical_edition.model.findings import Finding
from critical_edition.model.messages import _
from critical_edition.model.profile import Profile
from critical_edition.reading import files as sources
from critical_edition.reading import undecodable
from critical_edition.sources import people, profile, texts
from critical_edition.sources.texts import Standing
from critical_edition.text import store

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def add_values(app: Sphinx) -> None:
    """Register the configuration values."""
    # What edition.toml says, and no conf.py otherwise. Another text, or none (the companion edition
    # whatever is established), is for a build's own settings to ask for.
    app.add_config_value("edition_text", None, "env", frozenset({str}))
    app.add_config_value("edition_marks", None, "env", frozenset({str}))
    app.add_config_value("edition_work", None, "html", frozenset({str}))
    # Derived in `prepare`, never set by hand: it is registered so that a change of mode, when a
    # text is imported or forgotten, makes Sphinx read every page anew.
    app.add_config_value("edition_mode", "", "env", frozenset({str}))
    # Derived too: what edition.toml says, which all pages may show.
    app.add_config_value("edition_profile", Profile(), "env", frozenset({Profile}))
    # Derived too: the persons of contributors.toml. Citations on all pages name them.
    app.add_config_value("edition_contributors", [], "html", frozenset({list}))


def profile_of(config: Config) -> Profile:
    """Return what is particular to the edition."""
    found: Profile = config.edition_profile
    return found


def text_folder(config: Config, srcdir: Path) -> Path | None:
    """Return the folder of the established text, or None where none is wanted."""
    in_pages = profile_of(config).text.source == "pages"
    return srcdir / config.edition_text if config.edition_text and not in_pages else None


def load_standing(config: Config, srcdir: Path) -> Standing:
    """Return the text that stands in the pages; nothing where it is made from a copy."""
    said = profile_of(config)
    if said.text.source != "pages":
        return Standing()
    return texts.standing(srcdir, said)


def load_text(config: Config, srcdir: Path) -> EstablishedText:
    """Return what is established; empty for the companion edition. Raise ConfigError."""
    folder = text_folder(config, srcdir)
    if folder is None:
        return load_standing(config, srcdir).text
    try:
        return store.load(folder)
    except store.StoreError as error:
        raise ConfigError(f"the established text cannot be read: {error}") from error


class FindingError(ConfigError):
    """A file that the build rests on cannot be used; ``finding`` says why, and where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"{finding.path.name}:{finding.line}:{finding.column}: {finding.message}")
        self.finding = finding


def _look_at(path: Path) -> None:
    """Raise FindingError for a bibliography that nothing should parse."""
    try:
        content = sources.text(path)
    except (FileNotFoundError, UnicodeDecodeError):
        return  # who reads it says so
    except OSError as error:
        raise FindingError(undecodable.finding(path, "the bibliography", error)) from error
    for fault in bounds.faults(content):
        raise FindingError(Finding(fault.code, path, fault.line, fault.column, fault.said))


def _settle(app: Sphinx, config: Config, srcdir: Path) -> None:
    """Read the profile, and give the values that follow from it to whoever asks for them.

    A conf.py that says something else is refused: the commands do not read it. Where there is no
    profile, it may say what it likes.
    """
    file = srcdir / profile.NAME
    config.edition_profile, faults = profile.read(file)
    if faults:
        raise FindingError(faults[0])
    said = config.edition_profile
    sections = said.text.sections
    edition = said.edition
    own = {
        "project": edition.title,
        "release": edition.version,
        "version": edition.version,
        "html_baseurl": edition.address,
    }
    values = {
        **{name: value for name, value in own.items() if value},
        "edition_text": said.text.folder,
        "edition_marks": said.text.marks or f"{sections}/marks",
        "edition_work": said.work.key,
        "bibtex_bibfiles": [said.bibliography.file],
    }
    for name, value in values.items():
        given = getattr(config, name)
        # A build may ask for no text at all, by an empty name: that is said, not left open.
        unset = ("", Config.config_values["project"].default) if name in own else (None, [])
        if given in unset:
            setattr(config, name, value)
        elif given != value and name not in config.overrides and file.is_file():
            path = Path(app.confdir) / "conf.py"
            content = path.read_text("utf-8") if path.is_file() else ""
            found = re.search(rf"^{name}\b", content, re.MULTILINE)
            line = content.count("\n", 0, found.start()) + 1 if found else 1
            message = _(
                "{name} is {given}, but {name2} says {value}: leave it out here",
                name=name,
                given=f"{given!r}",
                name2=profile.NAME,
                value=f"{value!r}",
            )
            raise FindingError(Finding(Code.PROFILE, path, line, 1, message))


def prepare(app: Sphinx, config: Config) -> None:
    """Derive the mode, and keep the established text itself out of the pages.

    The mode is also a tag, for ``{only}`` and ``.. only::``: ``full`` or ``companion``.
    """
    srcdir = Path(app.srcdir)
    _settle(app, config, srcdir)
    in_pages = profile_of(config).text.source == "pages"
    mode = Mode.FULL if in_pages or load_text(config, srcdir) else Mode.COMPANION
    config.edition_mode = str(mode)
    app.tags.add(str(mode))
    config.edition_contributors = list(people.read(srcdir / "contributors.toml")[0].imprint())
    for name in config.bibtex_bibfiles:
        _look_at(srcdir / name)
    # Also where another text, or none, is built: what is established is no page.
    usual = srcdir / profile_of(config).text.folder
    for folder in filter(None, dict.fromkeys((text_folder(config, srcdir), usual))):
        if not folder.is_relative_to(srcdir):
            continue
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
