"""The translator, put together from families of visitors."""

from __future__ import annotations

from .base import BaseTranslator
from .inline import InlineVisitors
from .lists import ListVisitors
from .media import MediaVisitors
from .notes import NoteVisitors
from .objects import ObjectVisitors
from .raw import RawVisitors
from .structure import StructureVisitors
from .tables import TableVisitors


class TypstTranslator(
    StructureVisitors,
    InlineVisitors,
    ListVisitors,
    TableVisitors,
    NoteVisitors,
    ObjectVisitors,
    MediaVisitors,
    RawVisitors,
):
    """Everything that docutils and Sphinx put into a doctree, as Typst code."""


__all__ = ["BaseTranslator", "TypstTranslator"]
