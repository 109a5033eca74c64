"""What every export is written from: the sources, the works, and the text if it is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from critical_edition.model import profile
from critical_edition.model.codes import Code
from critical_edition.model.established import EstablishedText, Mode
from critical_edition.model.places import Place
from critical_edition.model.prose import Cite, Prose, plain
from critical_edition.sources import mentions
from critical_edition.sources.pages import shown
from critical_edition.sources.project import Project
from critical_edition.sources.read import Sources, read
from critical_edition.weaving import criticism
from critical_edition.weaving.weaver import Weaver

if TYPE_CHECKING:
    from critical_edition.citation.work import Library

_TOLERATED = frozenset(
    {
        Code.COMMENT_EMPTY,
        Code.COMMENT_UNCITED,
        Code.CONTRIBUTORS,
        Code.IBID,
        Code.INCIPIT_LENGTH,
        Code.MARK,
        Code.NOTE_EMPTY,
        Code.RETIRED,
        Code.SUMMARY_MISSING,
    }
)
"""What is wrong and yet leaves all data to be exported."""


class ExportError(Exception):
    """The edition cannot be exported; its message says why, and what to do."""


@dataclass(frozen=True)
class Edition:
    """An edition to be exported.

    ``mode`` is the edition's; ``text`` is what an export may say of it: nothing in companion form,
    which can be had of a full edition too.
    """

    sources: Sources
    text: EstablishedText
    mode: Mode

    @property
    def profile(self) -> profile.Profile:
        """What is particular to the edition."""
        return self.sources.project.profile

    @cached_property
    def works(self) -> Library:
        """The works of the bibliography; raise ExportError where it cannot be read."""
        # Imported here: pybtex takes its time, and not every export asks for works.
        from pybtex.exceptions import PybtexError  # type: ignore[import-untyped]

        from critical_edition.citation.record import parse
        from critical_edition.citation.work import Library

        try:
            return Library(parse(self.sources.bibliography or ""))
        except PybtexError as error:
            raise ExportError(f"the bibliography cannot be read: {error}") from error

    @cached_property
    def shared(self) -> frozenset[str]:
        """The surnames that several authors share."""
        from critical_edition.citation.chicago import shared_surnames

        return shared_surnames(self.works.values())

    def words(self, body: Prose) -> str:
        """Return prose without markup, its citations in brackets and in their short form."""
        from critical_edition.citation.short import short

        def cited(said: Cite) -> str:
            words = short(said, self.works, self.shared)
            return f"({words})" if words else ""

        return plain(body, cited)

    @property
    def title(self) -> str:
        """The edition's title; that of the work where it has none of its own."""
        from critical_edition.citation import rich

        work = self.works.get(self.profile.work.key)
        return self.profile.edition.title or (rich.plain(work.title.whole) if work else "")

    @cached_property
    def docnames(self) -> dict[Place, str]:
        """The pages on which passages and notes are read."""
        sources = self.sources
        found: dict[Place, str] = {record.note: record.docname for record in sources.notes}
        return found | {record.passage: record.docname for record in sources.passages}

    def base(self, up: int = 1) -> str:
        """Return the address of the edition, from which its pages are named.

        Where it has none, that is the way from a file of the data which lies ``up`` folders deep.
        """
        home = self.profile.edition.address
        return f"{home.rstrip('/')}/" if home else "../" * up

    def link(self, docname: str, anchor: str = "", *, up: int = 1) -> str:
        """Return the address of a page, or of a place on it; ``up`` as in :meth:`base`."""
        return f"{self.base(up)}{docname}.html" + (f"#{anchor}" if anchor else "")

    @property
    def licence(self) -> str:
        """The address of the licence of what the editors wrote."""
        name = self.profile.edition.licence
        if common := re.fullmatch(r"CC-(BY(?:-[A-Z]+)*)-(\d\.\d)", name):
            return f"https://creativecommons.org/licenses/{common[1].lower()}/{common[2]}/"
        return f"https://spdx.org/licenses/{name}"

    @property
    def date(self) -> str:
        """The day of this version: as the profile has it, or else that of the latest comment."""
        dates = [comment.date.isoformat() for comment in self.sources.comments]
        return self.profile.edition.date or max(dates, default="")

    @cached_property
    def weaver(self) -> Weaver:
        """What makes the views, as pages show them."""
        sources = self.sources
        passages = {record.passage: record for record in sources.passages}
        return Weaver(
            sources.commentary,
            passages,
            {record.note: record for record in sources.notes},
            self.text,
            sources.people,
            mentions.explained(sources.registers, passages),
            [page.docname for page in sources.pages],
            criticism.entries(sources.marks, self.profile),
            self.profile.sigla,
        )


def load(project: Project, text: EstablishedText, *, with_text: bool) -> Edition:
    """Return the edition of a project with a text, which is empty for the companion edition.

    Raise ExportError if something in the sources is wrong that would leave a gap.
    """
    sources = read(project).clean
    if faulty := [f for f in sources.findings if f.code not in _TOLERATED]:
        worst = faulty[0]
        where = f"{shown(worst.path, project.root)}:{worst.line}"
        raise ExportError(
            f"{where}: {worst.message}; `edition check` lists all that keeps the edition from being "
            "exported"
        )
    mode = Mode.FULL if text else Mode.COMPANION
    return Edition(sources, text if with_text else EstablishedText(), mode)
