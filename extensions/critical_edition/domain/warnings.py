"""Warnings of the Sphinx extension: each has a code of the one register of message codes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from docutils import nodes

    from critical_edition.model.findings import Finding

logger = logging.getLogger(__name__)

TYPE = "edition"
"""The warning type; with the code, what ``suppress_warnings`` takes: ``edition.passage-id``."""


def warn_of(finding: Finding) -> None:
    """Log a finding as a warning, as ``edition check`` says it and at the same place."""
    place = f"{finding.path}:{finding.line}:{finding.column}"
    logger.warning(finding.message, type=TYPE, subtype=str(finding.code), location=place)


def warn(code: StrEnum, message: str, location: str | tuple[str, int] | nodes.Node | None) -> None:
    """Log a warning at a node, at ``path:line``, at (docname, line), or where the message says."""
    logger.warning(message, type=TYPE, subtype=str(code), location=location)
