"""The roles of the domain: ``{edition:passage}`2.6``` and ``{edition:authornote}`7```."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from docutils import nodes
from sphinx.roles import XRefRole

from critical_edition.model.i18n import _
from critical_edition.model.records import Reference

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.environment import BuildEnvironment


class _NotesReferences(Protocol):
    """What the roles ask of the domain."""

    def note_reference(self, docname: str, reference: Reference) -> None: ...


class PassageRole(XRefRole):
    """A reference to a passage; shows its number."""

    innernodeclass = nodes.inline

    def __init__(self) -> None:
        super().__init__(warn_dangling=True)

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Take the number as it stands or as an anchor: ``2.6``, ``p2.6``."""
        number = target.strip().removeprefix("p")
        return (title if has_explicit_title else number), number

    def result_nodes(
        self, document: nodes.document, env: BuildEnvironment, node: Element, is_ref: bool
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Record the reference."""
        domain = cast("_NotesReferences", env.get_domain("edition"))
        reference = Reference(node["reftype"], node["reftarget"])
        domain.note_reference(env.current_document.docname, reference)
        return [node], []


class NoteRole(PassageRole):
    """A reference to an author's note; shows “note 7”."""

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Take the number with or without its ``n``."""
        number = target.strip().removeprefix("n")
        return (
            title if has_explicit_title else _("note {number}").format(number=number)
        ), f"n{number}"


class RecordRole(PassageRole):
    """A reference to a comment, an argument or a parallel by its ID."""

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Take the ID as it stands."""
        return title, target.strip()
