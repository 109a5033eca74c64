"""Images, figures, code and formulas."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes

from ..escape import Code, literal, string
from ..formula import UnsupportedFormulaError, to_typst
from ..warnings import TypstWarnings
from .captions import CaptionVisitors

_LENGTH = re.compile(r"\s*([0-9.]+)\s*(%|px|pt|pc|mm|cm|in|em|ex|rem|Q|)\s*\Z")
#: What a docutils unit is in Typst: factor and unit.
_UNITS = {
    "%": (1.0, "%"),
    "px": (0.75, "pt"),
    "": (0.75, "pt"),
    "pt": (1.0, "pt"),
    "pc": (12.0, "pt"),
    "mm": (1.0, "mm"),
    "cm": (1.0, "cm"),
    "in": (1.0, "in"),
    "em": (1.0, "em"),
    "ex": (0.45, "em"),
    "rem": (1.0, "em"),
    "Q": (0.25, "mm"),
}
#: Pygments' names that Typst calls otherwise; a language unknown to Typst is set plain.
_LANGUAGES = {
    "python3": "python",
    "py3": "python",
    "py": "python",
    "pycon": "python",
    "console": "bash",
    "shell-session": "bash",
    "restructuredtext": "rst",
    "default": "python",
}
#: A displayed formula whose source is longer may be wider than a column.
_LONG = 40
_PLAIN = {"none", "text", "plain"}


def length(value: str) -> Code | None:
    """Return a docutils length (``50%``, ``200px``, ``3cm``, ``40``) as a Typst one, or None."""
    match = _LENGTH.match(value)
    if not match:
        return None
    try:
        number = float(match[1])
    except ValueError:
        return None
    factor, unit = _UNITS[match[2]]
    return Code(f"{number * factor:g}{unit}")


class MediaVisitors(CaptionVisitors):
    """What is not running text."""

    # -- images --------------------------------------------------------------------------------

    def visit_image(self, node: nodes.image) -> None:
        """Set an image, or say what stands in its place and warn."""
        uri = node["uri"]
        alternative = node.get("alt")
        name = self.builder.images.get(uri)
        if name is None:
            self.warn(
                TypstWarnings.IMAGE,
                f"the image {uri!r} is not a local file of a kind that can be set",
                node,
            )
            self.text(f"[{alternative or uri}]")
            raise nodes.SkipNode
        if alternative is None and self.builder.book.wants_alternatives:
            self.warn(TypstWarnings.IMAGE_ALT, f"the image {uri!r} has no `alt` text", node)
            alternative = name
        named: dict[str, object] = {"alt": alternative}
        for attribute in ("width", "height"):
            if node.get(attribute):
                named[attribute] = length(str(node[attribute]))
        if "scale" in node:
            named["scale"] = int(node["scale"])
        inline = isinstance(node.parent, nodes.TextElement) or (
            isinstance(node.parent, nodes.reference)
            and isinstance(node.parent.parent, nodes.TextElement)
        )
        label = None if inline else self.take_label()
        if inline:
            self.flush_anchors()
        self.out.begin_call(
            "picture",
            Code(f"image.with({string('/images/' + name)})"),
            label=label,
            inline=inline,
            align=node.get("align"),
            **{key: value for key, value in named.items() if value is not None},
        )
        self.end_call()
        raise nodes.SkipNode

    def visit_figure(self, node: nodes.figure) -> None:
        """Open a figure."""
        self.begin_captioned(node, "image")

    def depart_figure(self, node: nodes.figure) -> None:
        """Close it."""
        self.end_captioned()

    def visit_graphviz(self, node: nodes.Element) -> None:
        """Say that diagrams are not drawn; their words for who cannot see them, or their source.

        Graphviz is a program of its own, whose pictures differ from version to version.
        """
        self.warn(
            TypstWarnings.DIAGRAM,
            "diagrams of Graphviz are not drawn; what stands for this one is printed",
            node,
        )
        words = node.get("alt") or node.astext()
        if words:
            self.begin("par")
            self.text(f"[{words}]")
            self.end()
        else:
            self._code_block(str(node.get("code", "")), None, start=None, emphasised=[])
        raise nodes.SkipNode

    # -- code ----------------------------------------------------------------------------------

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Write a block of code, or literal text with inline markup."""
        if any(isinstance(child, nodes.Element) for child in node.children):
            self.begin("parsed-literal")
            self.begin_code()
            self._preserve_space += 1
            return
        language = str(node.get("language", self.config.highlight_language))
        options: dict[str, Any] = node.get("highlight_args", {})
        self._code_block(
            node.astext(),
            None if language in _PLAIN else _LANGUAGES.get(language, language),
            start=options.get("linenostart", 1) if node.get("linenos") else None,
            emphasised=list(options.get("hl_lines", [])),
        )
        raise nodes.SkipNode

    def depart_literal_block(self, node: nodes.literal_block) -> None:
        """Close literal text with inline markup."""
        self._preserve_space -= 1
        self.end_code()
        self.end()

    def visit_doctest_block(self, node: nodes.doctest_block) -> None:
        """Write a dialogue with the interpreter."""
        self._code_block(node.astext(), "python", start=None, emphasised=[])
        raise nodes.SkipNode

    def _code_block(
        self, text: str, language: str | None, *, start: int | None, emphasised: list[int]
    ) -> None:
        self.flush_anchors()
        arguments = f"lang: {literal(language)}, start: {literal(start)}, "
        arguments += f"emphasised: {literal(emphasised)}"
        self.code(f"code-block({string(self.unhyphenated(text.rstrip()))}, {arguments})")

    # -- formulas ------------------------------------------------------------------------------

    def visit_math(self, node: nodes.math) -> None:
        """Set a formula within a line."""
        self.flush_anchors()
        self._formula(node, block=False, label=None, number=None)

    def visit_math_block(self, node: nodes.math_block) -> None:
        """Set a displayed formula, with its number if it has one."""
        number: str | None = str(node["number"]) if node.get("number") else None
        if number and self.config.numfig and self.config.math_numfig:
            found = self.builder.env.toc_fignumbers.get(self.docname, {}).get("displaymath", {})
            numbers = next((found[name] for name in node["ids"] if name in found), ())
            number = ".".join(map(str, numbers)) or number
        self._formula(node, block=True, label=self.take_label(), number=number)

    def _formula(
        self, node: nodes.Element, *, block: bool, label: str | None, number: str | None
    ) -> None:
        source = node.astext()
        try:
            body = to_typst(source)
        except UnsupportedFormulaError as error:
            self.warn(
                TypstWarnings.MATH,
                f"the formula cannot be translated ({error}); its source is printed",
                node,
            )
            call = f"formula-source({string(source)}, block: {literal(block)})"
        else:
            # Typst's mathematics can be written as markup only.
            call = (
                f"formula($ {body} $, alt: {string(source)}, block: {literal(block)}, "
                f"number: {literal(number)}, long: {literal(len(source) > _LONG)})"
            )
        self.code(call if label is None else f"labelled({string(label)}, {call})")
        raise nodes.SkipNode
