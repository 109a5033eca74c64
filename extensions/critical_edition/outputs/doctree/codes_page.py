"""The reference page of message codes, made from the registers of codes and their golden cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from critical_edition.checking.edition import REGISTERS
from critical_edition.model.findings import explanations

_LITERAL = re.compile(r"``(.+?)``(?!`)")
_LINE = re.compile(r"^\S+:\d+:\d+: (?:error|warning): .*\[([a-z-]+)\]$", re.MULTILINE)


class MessageCodesDirective(SphinxDirective):
    """``message-codes``: every code, what is wrong, what to do, and what is printed.

    ``:examples:`` is the folder of golden cases, from the source folder.
    """

    has_content = False
    option_spec: ClassVar[OptionSpec] = {"examples": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return a list of definitions, in the order of the codes."""
        given = self.options.get("examples", "")
        folder = (Path(self.env.srcdir) / given).resolve() if given else None
        found = nodes.definition_list("", classes=["message-codes"])
        for register in REGISTERS:
            for code, (what, todo) in explanations(register).items():
                name = str(code)
                term = nodes.term("", "", nodes.literal("", name), ids=[f"code-{name}"])
                definition = nodes.definition()
                definition += nodes.paragraph("", "", *inline(what))
                definition += nodes.paragraph("", "", *inline(todo))
                if folder and (example := self._example(folder / name / "golden", name)):
                    definition += nodes.paragraph("", "", nodes.literal("", example))
                found += nodes.definition_list_item("", term, definition)
        self.set_source_info(found)
        return [found]

    def _example(self, path: Path, code: str) -> str:
        """Return the first message of a golden case that has the code."""
        self.env.note_dependency(str(path))
        if not path.is_file():
            return ""
        text = path.read_text("utf-8")
        lines = [m[0] for m in _LINE.finditer(text) if m[1] == code]
        return lines[0] if lines else ""


def inline(text: str) -> Iterator[nodes.Node]:
    """Yield a text whose literals stand between two grave accents each."""
    at = 0
    for match in _LITERAL.finditer(text):
        yield nodes.Text(text[at : match.start()])
        yield nodes.literal("", match[1])
        at = match.end()
    yield nodes.Text(text[at:])
