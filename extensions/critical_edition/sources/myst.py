"""MyST as tokens, directives, options and running text, read as MyST reads it but without Sphinx.

Every text is parsed once (:func:`tokens`), whatever is then asked of it; options go through MyST's own
option parser, so that a page means here what it means in a build.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from textwrap import dedent

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import make_fence_rule
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from myst_parser.parsers.options import TokenizeError, options_to_tokens

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

    ``inside`` names the directives that it stands in, outermost first; ``head`` are the lines before
    the body as they are written.
    """

    name: str
    argument: str
    options: Mapping[str, Option]
    body: str
    line: int
    body_line: int
    inside: tuple[str, ...] = ()
    fault: Fault | None = None
    head: tuple[str, ...] = ()

    def value(self, name: str) -> str:
        """Return an option's value without space around it, empty where it is not given."""
        option = self.options.get(name)
        return option.value.strip() if option else ""

    @property
    def spots(self) -> dict[str, tuple[int, int]]:
        """Where the options' values stand, by name (line and column from 1)."""
        return {name: (option.line, option.column) for name, option in self.options.items()}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside directives."""

    level: int
    text: str
    line: int


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

    Where a citation stood, the text has nothing.
    """

    text: str
    roles: tuple[Role, ...]
    line: int


def parse(text: str) -> list[Token]:
    """Return the tokens of a text, for whoever takes them apart."""
    # Without a last line's end MyST's rule for comments looks beyond a quotation's end, and fails.
    return parser().parse(text if text.endswith("\n") else f"{text}\n")


@cache
def parser() -> MarkdownIt:
    """Return a parser of Markdown that reads as MyST does with the edition's own settings."""
    md = MarkdownIt("commonmark").enable("table").use(front_matter_plugin).use(myst_block_plugin)
    md.use(myst_role_plugin)
    md.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    colon = make_fence_rule(markers=(":",), token_type="colon_fence", exact_match=False)
    breaks: RuleOptionsType = {
        "alt": ["paragraph", "reference", "blockquote", "list", "footnote_def"]
    }
    md.block.ruler.before("fence", "colon_fence", colon, breaks)
    md.use(deflist_plugin)
    after = ("image", "code_inline", "link_close", "span_close")
    md.use(attrs_plugin, after=after, spans=True, span_after="footnote_ref")
    md.use(attrs_block_plugin)
    return md


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a page or a body, which nobody may change."""
    return tuple(parse(text))


def headings(source: str) -> Iterator[Heading]:
    """Yield the headings of a page that stand outside directives."""
    for token, following in pairwise(tokens(source)):
        if token.type == "heading_open" and token.level == 0:
            yield Heading(int(token.tag[1:]), _running(following, 1).text, _line(token, 1))


def directives(source: str) -> tuple[Directive, ...]:
    """Return the directives of a page, nested ones after their parents, in order."""
    return tuple(_directives(tokens(source), 1, ()))


def _directives(found: Iterable[Token], first: int, inside: tuple[str, ...]) -> Iterator[Directive]:
    """Yield the directives among the tokens of a text whose first line is ``first``."""
    for token in found:
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
            tuple(token.content.splitlines()[:skipped]),
        )
        yield directive
        # Without a fence nothing stands inside: most directives are not parsed another time.
        if _FENCE.search(body):
            yield from _directives(tokens(body), directive.body_line, (*inside, directive.name))


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


def paragraphs(body: str, first: int = 1) -> tuple[Paragraph, ...]:
    """Return the paragraphs of running text, headings and list items too; ``first`` is its line.

    What stands in directives is not running text.
    """
    return tuple(_running(token, first) for token in tokens(body) if token.type == "inline")


def _running(token: Token, first: int) -> Paragraph:
    start, end = token.map or [0, 1]
    roles: list[Role] = []
    parts: list[str] = []
    for child in token.children or ():
        if child.type == "myst_role":
            name = str(child.meta["name"])
            roles.append(Role(name, child.content, first + start, first + end - 1))
            if role_family(name) == "cite":
                # “as he said {cite:p}`key`.” leaves no space before the stop.
                parts = ["".join(parts).rstrip()]
            else:
                title = _ROLE_TITLE.fullmatch(child.content)
                parts.append(title["title"] if title else child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif child.type in {"text", "code_inline", "image"}:
            parts.append(child.content)
    return Paragraph("".join(parts).strip(), tuple(roles), first + start)
