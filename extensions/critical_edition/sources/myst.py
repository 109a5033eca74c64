"""MyST pages as directives, options and running text, read as MyST reads them but without Sphinx.

Block structure is markdown-it-py's with colon fences; options go through MyST's own option
parser, so that a page means here what it means in a build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import dedent

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from myst_parser.parsers.options import TokenizeError, options_to_tokens

_BLOCKS = MarkdownIt("commonmark").use(front_matter_plugin).use(colon_fence_plugin)
_INLINES = MarkdownIt("commonmark").use(colon_fence_plugin).use(myst_role_plugin)
_INFO = re.compile(r"\{(?P<name>[^\s{}]+)\}\s*(?P<argument>.*)", re.DOTALL)
_FENCE = re.compile(r"[:`~]{3}")
_SIMPLE = re.compile(
    r"(?P<key>[a-z][a-z-]*):(?P<space> +)(?P<value>[A-Za-z0-9][^\s#:,\[\]{}]*(?: [^\s#:,\[\]{}]+)*)"
)
"""An option on one line that any parser of options reads alike: a word, a colon, a plain scalar."""

_ROLE_TITLE = re.compile(r"(?P<title>.+?)\s*(?<!\\)<[^<>]*>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Option:
    """A directive's option: its value, and where the value stands (line and column from 1)."""

    value: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Options that cannot be read: the parser's message, and its place (from 1)."""

    message: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive: ``line`` is that of its opening fence, ``body_line`` that of its body's first.

    ``inside`` names the directives that it stands in, outermost first.
    """

    name: str
    argument: str
    options: Mapping[str, Option]
    body: str
    line: int
    body_line: int
    inside: tuple[str, ...] = ()
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside directives."""

    level: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page's headings and directives, nested ones after their parents, in order."""

    headings: tuple[Heading, ...]
    directives: tuple[Directive, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A role in running text, and the line (from 1) on which its paragraph begins and ends."""

    name: str
    content: str
    line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's plain text without markup, and the roles in it in order.

    Where a role in ``left_out`` of :func:`paragraphs` stood, the text has nothing.
    """

    text: str
    roles: tuple[Role, ...]
    line: int


def read_page(source: str) -> Page:
    """Read a whole page."""
    headings: list[Heading] = []
    tokens = _BLOCKS.parse(source)
    for token, following in pairwise(tokens):
        if token.type == "heading_open" and token.level == 0:
            text = "".join(p.text for p in paragraphs(following.content))
            headings.append(Heading(int(token.tag[1:]), text, _line(token, 1)))
    return Page(tuple(headings), tuple(_directives(tokens, 1, ())))


def _directives(
    tokens: Sequence[Token], first: int, inside: tuple[str, ...]
) -> Iterator[Directive]:
    """Yield the directives among the tokens of a text whose first line is ``first``."""
    for token in tokens:
        if token.type not in {"colon_fence", "fence"}:
            continue
        match = _INFO.fullmatch(token.info.strip())
        if not match:
            continue
        line = _line(token, first)
        options, body, skipped, fault = _options(token.content, line + 1)
        directive = Directive(
            match["name"],
            match["argument"].strip(),
            options,
            body,
            line,
            line + 1 + skipped,
            inside,
            fault,
        )
        yield directive
        # Without a fence nothing stands inside: most directives are not parsed another time.
        if _FENCE.search(body):
            nested = _BLOCKS.parse(body)
            yield from _directives(nested, directive.body_line, (*inside, directive.name))


def _line(token: Token, first: int) -> int:
    return first + (token.map[0] if token.map else 0)


def _options(content: str, first: int) -> tuple[dict[str, Option], str, int, Fault | None]:
    """Part a directive's content, whose first line is ``first``, into its options and its body.

    Also return how many lines stand before the body, and what is wrong with the options.
    """
    lines = content.splitlines()
    count = 0
    if content.startswith("---"):
        end = next((i for i, text in enumerate(lines[1:], 1) if text.startswith("---")), len(lines))
        block = dedent("\n".join(lines[1:end]))
        offset, prefix = first + 1, 0
        count = min(end + 1, len(lines))
    else:
        while count < len(lines) and re.match(r"\s*:(?!::)", lines[count]):
            count += 1
        block = "\n".join(text.lstrip()[1:] for text in lines[:count])
        offset, prefix = first, 1
    while count < len(lines) and not lines[count].strip():
        count += 1
    rest = "\n".join(lines[count:])
    options = _simple(block, offset, prefix)
    if options is not None:
        return options, rest, count, None
    options = {}
    fault = None
    try:
        for key, value in options_to_tokens(block)[0]:
            at = value.start if value else key.end
            line, column = offset + at.line, at.column + 1 + prefix
            if key.value in options:
                fault = Fault(f"option “{key.value}” is given twice", line, 1)
            options[key.value] = Option(value.value if value else "", line, column)
    except TokenizeError as error:
        mark = error.problem_mark
        fault = Fault(error.problem, offset + mark.line, mark.column + 1 + prefix)
    return options, rest, count, fault


def _simple(block: str, first: int, prefix: int) -> dict[str, Option] | None:
    """Read options of which each is a plain scalar on a line of its own; None for any others.

    So are most, and MyST's own parser takes a third of a check for them.
    """
    options: dict[str, Option] = {}
    for number, text in enumerate(block.split("\n") if block else ()):
        match = _SIMPLE.fullmatch(text)
        if not match or match["key"] in options:
            return None
        column = match.start("value") + 1 + prefix
        options[match["key"]] = Option(match["value"], first + number, column)
    return options


def role_family(name: str) -> str:
    """Return a role's name without its variety: ``cite`` for ``cite:p``."""
    return name.partition(":")[0]


def paragraphs(
    body: str, first: int = 1, left_out: frozenset[str] = frozenset()
) -> tuple[Paragraph, ...]:
    """Return the paragraphs of running text, headings and list items too; ``first`` is its line.

    The text of roles whose name's first part is in ``left_out`` is left out of the plain text.
    What stands in directives is not running text.
    """
    found: list[Paragraph] = []
    for token in _INLINES.parse(body):
        if token.type != "inline":
            continue
        start, end = token.map or [0, 1]
        roles: list[Role] = []
        parts: list[str] = []
        for child in token.children or ():
            if child.type == "myst_role":
                name = str(child.meta["name"])
                roles.append(Role(name, child.content, first + start, first + end - 1))
                if role_family(name) in left_out:
                    # “as he said {cite:p}`key`.” leaves no space before the stop.
                    parts = ["".join(parts).rstrip()]
                else:
                    title = _ROLE_TITLE.fullmatch(child.content)
                    parts.append(title["title"] if title else child.content)
            elif child.type in {"softbreak", "hardbreak"}:
                parts.append(" ")
            elif child.type in {"text", "code_inline", "image"}:
                parts.append(child.content)
        found.append(Paragraph("".join(parts).strip(), tuple(roles), first + start))
    return tuple(found)
