"""What commentary may not hold, and the pages as they are read once that is taken out.

Commentary comes from strangers, and a page of Sphinx can run directives that read files, fetch
addresses or write HTML. So the pages of ``commentary/`` and ``arguments/``, and the bodies of
comments, arguments and parallels on every page, hold prose alone: what is permitted is listed here,
and everything else is refused. ``edition check`` reports what is refused; the Sphinx extension
builds the page without it, so that a build is safe without the check.

No Sphinx. The parser is given: :func:`parser` makes one that reads as MyST does in this edition, and
the extension passes MyST's own.
"""

from __future__ import annotations

import functools
import html
import re
from dataclasses import dataclass, field
from itertools import takewhile
from urllib.parse import urlsplit

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

from critical_edition.model.codes import Code
from critical_edition.reading.characters import UNSEEN

RECORDS = ("comment", "argument", "parallel")
"""The directives that make up commentary."""

FOLDERS = ("commentary/", "arguments/")
"""The folders of docs/ in which all is commentary."""

_EDITORS_PAGES = frozenset({"arguments/index"})
"""Pages in those folders that list the others; they are the editors', as all other pages are."""

MAX_PAGE = 65_536
"""Bytes of a page of commentary."""
MAX_OTHER = 2**20
"""Bytes of any other page."""
MAX_COLUMNS = 20
"""Columns of a table."""
MAX_CELLS = 600
"""Cells of a table, those that a row leaves out too."""
MAX_RECORDS = 200
"""Comments, arguments and parallels of one page."""
MAX_BODY = 6_000
"""Code points of one comment's body."""
MAX_OPTION = 300
"""Code points of an option's line."""
MAX_LEVEL = 8
"""How deep lists and quotations may stand in one another, in markdown-it's levels."""
MAX_ROLES = 60
"""Citations and references of one comment."""

_ROLES = re.compile(
    r"cite(?::[a-z]+)?|(?:edition:)?(?:passage|authornote|comment|argument|parallel|person|place|"
    r"event|term)"
)
_SCHEMES = frozenset({"http", "https"})
_PLAIN_TOKENS = frozenset(
    {"inline"}
    | {
        f"{name}_{end}"
        for name in (
            *("paragraph", "bullet_list", "ordered_list", "list_item", "blockquote"),
            *("table", "thead", "tbody", "tr", "th", "td"),
        )
        for end in ("open", "close")
    }
)
_PLAIN_INLINES = frozenset(
    {
        *("text", "text_special", "softbreak", "hardbreak", "code_inline", "link_close"),
        *("em_open", "em_close", "strong_open", "strong_close"),
    }
)
_FRONT_MATTER = re.compile(r"(?:nosearch|orphan):(?:[ \t]*true)?[ \t]*")
_INFO = re.compile(r"\{(?P<name>[^\s{}]*)\}(?:\s+(?P<argument>.*))?", re.DOTALL)
# What makes Markdown's parser look through the rest of a paragraph again and again.
_RUN = re.compile(r"([^\w\s])(?:\s?\1){59}")
_CROWD = re.compile(r"[\[\]*_`<>{}!~\\]")
_MAX_CROWD = 600
# Of these is the line beneath a table's head, which says how many columns every row has.
_RULE_OF_TABLE = "|:- \t>*+.)0123456789"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that is refused: why, where (line and column from 1), and the lines to take out.

    ``first`` and ``last`` are the lines, from 1, of the whole block of the page in which it stands.
    """

    code: Code
    message: str
    line: int
    column: int
    first: int
    last: int


def is_commentary(docname: str) -> bool:
    """Say whether everything on a page, named by its path from docs/ without suffix, is commentary."""
    return docname.startswith(FOLDERS) and docname not in _EDITORS_PAGES


@functools.cache
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


@functools.lru_cache(maxsize=512)
def unreadable(content: str, docname: str) -> bool:
    """Say whether a page is too much to be read at all, for which :func:`refusals` has the reason."""
    page = _Page(content, is_commentary(docname), False, parser())
    return page.too_much()


def too_much(body: str) -> bool:
    """Say whether a record's body has more, or more markup in one place, than may be parsed."""
    page = _Page(body, True, False, parser())
    runs = any(_RUN.search(line) for line in lines_of(body[: MAX_BODY + 1]))
    return len(body) > MAX_BODY or runs or page.too_much()


def refusals(content: str, docname: str, md: MarkdownIt | None = None) -> list[Refusal]:
    """Return what is refused of a page, in order of lines."""
    whole = is_commentary(docname)
    records = any(f"{{{name}}}" in content for name in RECORDS)
    if not whole and not records and len(content) <= MAX_OTHER // 4:
        return []
    page = _Page(content, whole, docname.startswith("arguments/"), md or parser())
    page.read()
    return sorted(page.found, key=lambda r: (r.line, r.column))


def cleaned(
    content: str, docname: str, md: MarkdownIt | None = None
) -> tuple[str, tuple[Refusal, ...]]:
    """Return a page without the blocks that hold something refused, and what that was.

    Lines keep their numbers. What is left holds nothing that is refused, whatever taking blocks out
    may do to those beside them.
    """
    found: list[Refusal] = []
    for _ in range(8):
        more = refusals(content, docname, md)
        if not more:
            return content, tuple(found)
        found += more
        lines = content.splitlines()
        for refusal in more:
            for number in range(refusal.first - 1, min(refusal.last, len(lines))):
                lines[number] = ""
        content = "\n".join(lines) + "\n"
    return "\n" * content.count("\n"), tuple(found)


@dataclass(slots=True)
class _Page:
    """Reads a page; ``whole`` where all of it is commentary, ``prose`` where it may have its own."""

    content: str
    whole: bool
    prose: bool
    md: MarkdownIt
    found: list[Refusal] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    block: tuple[int, int] = (1, 1)
    records: int = 0

    def read(self) -> None:
        """Gather what is refused."""
        # MyST parts lines at these alone; str.splitlines knows more.
        self.lines = lines_of(self.content)
        self.block = (1, len(self.content.splitlines()) or 1)
        if self._too_large():
            return
        seen = self._seen()
        if self._paragraphs_crowded() or not seen:
            return
        tokens = self.md.parse(self.content)
        for token in tokens:
            if token.map and token.level == 0:
                self.block = (token.map[0] + 1, max(token.map[1], token.map[0] + 1))
            self._token(token)

    def too_much(self) -> bool:
        """Say whether the page is too large, or has too much markup in one place, to be parsed."""
        return self._too_large() or self._paragraphs_crowded()

    # -- before anything is parsed -----------------------------------------------------------------

    def _too_large(self) -> bool:
        """Report that the page is too large to be looked at."""
        limit = MAX_PAGE if self.whole else MAX_OTHER
        size = len(self.content)
        if size <= limit:
            size = len(self.content.encode("utf-8", "surrogatepass"))
        if size > limit:
            unit = "bytes" if size < 4 * limit else "characters"
            self._refuse(Code.REFUSED_SIZE, f"the page has {size} {unit}; {limit} are permitted", 1)
            return True
        return False

    def _paragraphs_crowded(self) -> bool:
        """Report the first paragraph of a page of commentary that has too much markup."""
        return self.whole and self._crowded("\n".join(lines_of(self.content)), 1)

    def _crowded(self, text: str, start: int) -> bool:
        """Report a paragraph, from the line ``start`` on, that a parser or a table stumbles over."""
        for part in re.split(r"\n[ \t]*\n", text):
            count = len(_CROWD.findall(part))
            if count > _MAX_CROWD:
                message = f"a paragraph has {count} signs of markup; {_MAX_CROWD} are permitted"
                self._refuse(Code.REFUSED_SIZE, message, start)
                return True
            lines = part.split("\n") if "|" in part else []
            for number, line in enumerate(lines):
                # Not by a pattern: over a line of bars one would go again and again.
                if "|" not in line or "-" not in line or line.strip(_RULE_OF_TABLE):
                    continue
                columns = line.strip(" \t>|").count("|") + 1
                rows = len(lines) - number
                if columns > MAX_COLUMNS or columns * rows > MAX_CELLS:
                    message = (
                        f"a table has {columns} columns in {rows} rows; {MAX_COLUMNS} columns and "
                        f"{MAX_CELLS} cells are permitted"
                    )
                    self._refuse(Code.REFUSED_SIZE, message, start + number)
                    return True
            start += part.count("\n") + 2
        return False

    def _seen(self) -> bool:
        """Report what cannot be seen, or runs on; say whether the page may be parsed."""
        if not self.whole:
            return True
        for number, line in enumerate(self.lines, 1):
            if match := UNSEEN.search(line):
                char = f"U+{ord(match[0]):04X}"
                message = f"the character {char} cannot be seen, or changes how others are read"
                self._refuse(Code.REFUSED_CHARACTER, message, number, match.start() + 1, one=True)
            if match := _RUN.search(line):
                message = f"“{match[1]}” stands sixty times or more in a row"
                self._refuse(Code.REFUSED_NESTING, message, number, match.start() + 1, one=True)
        return not self.found

    # -- blocks of the page ------------------------------------------------------------------------

    def _token(self, token: Token) -> None:
        line = self.block[0] if token.map is None else token.map[0] + 1
        if token.type in {"fence", "colon_fence"} and self._directive(token, line):
            return
        if not self.whole:
            return
        if token.type == "front_matter":
            self._front_matter(token, line)
        elif token.type in {"heading_open", "heading_close", "myst_line_comment"}:
            self._attributes(token, line)
        elif token.type == "inline" and self._is_heading(line):
            self._inlines(token, line)
        elif self.prose:
            self._plain(token, line)
        elif token.type == "paragraph_open" or token.type not in _PLAIN_TOKENS:
            before = len(self.found)
            if token.type not in _PLAIN_TOKENS:
                self._plain(token, line)
            if len(self.found) == before:
                self._refuse(
                    Code.REFUSED_LOOSE, "this stands outside every comment and parallel", line
                )
        elif token.type == "inline":
            self._inlines(token, line)

    def _is_heading(self, line: int) -> bool:
        text = self.lines[line - 1].lstrip() if line <= len(self.lines) else ""
        following = self.lines[line] if line < len(self.lines) else ""
        return text.startswith("#") or bool(re.fullmatch(r" {0,3}(?:=+|-+)\s*", following))

    def _front_matter(self, token: Token, line: int) -> None:
        for offset, text in enumerate(token.content.split("\n"), 1):
            if text.strip() and not _FRONT_MATTER.fullmatch(text):
                message = "the page's head may hold `nosearch: true` and `orphan: true` alone"
                self._refuse(Code.REFUSED_METADATA, message, line + offset)

    def _directive(self, token: Token, line: int) -> bool:
        """Check a fence; say whether it was a directive."""
        match = _INFO.fullmatch(token.info.strip())
        name = match["name"] if match else ""
        if match and name in RECORDS:
            self._attributes(token, line)
            self._record(name, (match["argument"] or "").strip(), token.content, line)
            return True
        if self.whole:
            what = f"the directive “{name}”" if match else "a block of code"
            self._refuse(Code.REFUSED_DIRECTIVE, f"{what} is not permitted in commentary", line)
            return True
        if match:  # an editors' page: a record may stand in another directive
            for inner in self.md.parse(token.content):
                if inner.type in {"fence", "colon_fence"} and inner.map:
                    self._directive(inner, line + 1 + inner.map[0])
        return bool(match)

    # -- records -----------------------------------------------------------------------------------

    def _record(self, name: str, argument: str, content: str, line: int) -> None:
        self.records += 1
        if self.records > MAX_RECORDS:
            message = f"the page has more than {MAX_RECORDS} comments and parallels"
            self._refuse(Code.REFUSED_SIZE, message, line)
            return
        if content.lstrip().startswith("---"):
            message = f"the options of the {name} “{argument}” stand between dashes"
            self._refuse(Code.REFUSED_METADATA, message, line + 1)
            return
        lines = content.split("\n")
        options = list(takewhile(_is_option, lines))
        for offset, option in enumerate(options, 1):
            self._seen_in(html.unescape(option), line + offset)
            if len(option) > MAX_OPTION:
                message = f"the option has {len(option)} characters; {MAX_OPTION} are permitted"
                self._refuse(Code.REFUSED_SIZE, message, line + offset)
        body = "\n".join(lines[len(options) :])
        if len(body) > MAX_BODY:
            message = (
                f"the {name} “{argument}” has {len(body)} characters; {MAX_BODY} are permitted"
            )
            self._refuse(Code.REFUSED_SIZE, message, line)
            return
        first = line + 1 + len(options)
        if not self.whole and self._crowded(body, first):
            return
        tokens = self.md.parse(body)
        roles = 0
        for token in tokens:
            at = first + (token.map[0] if token.map else 0)
            if token.type in {"fence", "colon_fence"}:
                self._inner_fence(token, f"{name} “{argument}”", at)
            elif token.type == "front_matter":
                self._refuse(Code.REFUSED_METADATA, "a comment has no head of its own", at)
            else:
                self._plain(token, at)
            roles += sum(child.type == "myst_role" for child in token.children or ())
        if roles > MAX_ROLES:
            message = f"the {name} “{argument}” has {roles} citations and references"
            self._refuse(Code.REFUSED_SIZE, f"{message}; {MAX_ROLES} are permitted", line)

    def _inner_fence(self, token: Token, outer: str, line: int) -> None:
        match = _INFO.fullmatch(token.info.strip())
        if match and match["name"] in RECORDS:
            what = f"{match['name']} “{(match['argument'] or '').strip()}”"
            message = f"the {what} stands inside the {outer}, which is not closed before it"
            self._refuse(Code.NESTED, message, line)
        elif match:
            message = f"the directive “{match['name']}” is not permitted in commentary"
            self._refuse(Code.REFUSED_DIRECTIVE, message, line)
        else:
            self._refuse(
                Code.REFUSED_SYNTAX, "a block of code is not permitted in commentary", line
            )

    # -- prose -------------------------------------------------------------------------------------

    def _plain(self, token: Token, line: int) -> None:
        """Report what is not prose."""
        if token.level > MAX_LEVEL:
            message = "lists and quotations stand too deep in one another"
            self._refuse(Code.REFUSED_NESTING, message, line)
        if token.type == "inline":
            self._inlines(token, line)
        elif token.type in _PLAIN_TOKENS or token.type == "myst_line_comment":
            self._attributes(token, line)
        elif token.type == "html_block":
            self._refuse(Code.REFUSED_HTML, f"HTML is not permitted: {_short(token.content)}", line)
        elif token.type == "myst_target":
            message = f"the label “{_short(token.content)}” is not permitted; IDs are the edition's"
            self._refuse(Code.REFUSED_TARGET, message, line)
        elif token.type.startswith("footnote_"):
            if token.nesting >= 0:
                message = "a footnote is not permitted: a comment is a note itself"
                self._refuse(Code.REFUSED_SYNTAX, message, line)
        elif token.nesting >= 0:
            what = _NAMES.get(token.type, token.type.removesuffix("_open").replace("_", " "))
            self._refuse(Code.REFUSED_SYNTAX, f"{what} is not permitted in commentary", line)

    def _inlines(self, token: Token, line: int) -> None:
        for child in token.children or ():
            if child.type in {"softbreak", "hardbreak"}:
                line += 1
                continue
            self._inline(child, line)
            if child.type in {"code_inline", "html_inline", "myst_role"}:
                line += child.content.count("\n")

    def _inline(self, child: Token, line: int) -> None:
        match child.type:
            case "html_inline":
                message = f"HTML is not permitted: {_short(child.content)}"
                self._refuse(Code.REFUSED_HTML, message, line, needle=child.content)
            case "image":
                source = _short(str(child.attrGet("src")))
                message = f"a picture is not permitted in commentary: {source}"
                self._refuse(Code.REFUSED_IMAGE, message, line, needle="![")
            case "myst_role":
                name = str(child.meta["name"])
                if not _ROLES.fullmatch(name):
                    message = f"the role “{name}” is not permitted in commentary"
                    self._refuse(Code.REFUSED_ROLE, message, line, needle=f"{{{name}}}")
            case "link_open":
                self._link(child, line)
            case "span_open":
                self._refuse(Code.REFUSED_ATTRIBUTES, _ATTRIBUTES, line, needle="{")
            case "footnote_ref":
                message = "a footnote is not permitted: a comment is a note itself"
                self._refuse(Code.REFUSED_SYNTAX, message, line, needle="[^")
            case "text":
                if re.search(r"\]\(\s*<?[A-Za-z][A-Za-z\d+.-]*:", child.content):
                    message = "a link that leads nowhere on the web is not permitted"
                    self._refuse(Code.REFUSED_LINK, message, line, needle="](")
                if "{{" in child.content:
                    message = "a substitution (“{{”) is not permitted in commentary"
                    self._refuse(Code.REFUSED_SUBSTITUTION, message, line, needle="{{")
            case kind if kind not in _PLAIN_INLINES and child.nesting >= 0:
                what = kind.removesuffix("_open").replace("_", " ")
                self._refuse(Code.REFUSED_SYNTAX, f"{what} is not permitted in commentary", line)
        # Those that stand on the page itself are found before; a reference is read by the parser.
        self._seen_in(child.content, line)
        self._seen_in(str(child.attrGet("title") or ""), line)
        if child.type != "image":
            self._attributes(child, line)

    def _seen_in(self, text: str, line: int) -> None:
        """Report the first character of what was parsed that cannot be seen."""
        if match := UNSEEN.search(text):
            char = f"U+{ord(match[0]):04X}"
            message = f"the character {char} cannot be seen, or changes how others are read"
            self._refuse(Code.REFUSED_CHARACTER, message, line, needle="&")

    def _link(self, token: Token, line: int) -> None:
        target = str(token.attrGet("href") or "")
        if re.fullmatch(r"#[\w.-]+", target):
            return
        try:
            parts = urlsplit(target)
            good = parts.scheme.lower() in _SCHEMES and bool(parts.hostname) and "@" not in parts[1]
        except ValueError:
            good = False
        if not good:
            message = f"the link “{_short(target)}” does not begin with https://, http:// or #"
            self._refuse(Code.REFUSED_LINK, message, line, needle=target)

    def _attributes(self, token: Token, line: int) -> None:
        permitted = {
            "link_open": {"href", "title"},
            "ordered_list_open": {"start"},
            "th_open": {"style"},
            "td_open": {"style"},
            "myst_line_comment": {"class"},
        }.get(token.type, set())
        for name, value in token.attrs.items():
            aligned = name != "style" or re.fullmatch(r"text-align:(left|right|center)", str(value))
            if name not in permitted or not aligned:
                self._refuse(Code.REFUSED_ATTRIBUTES, _ATTRIBUTES, line, needle="{")

    # -- reporting ---------------------------------------------------------------------------------

    def _refuse(
        self,
        code: Code,
        message: str,
        line: int,
        column: int = 0,
        *,
        needle: str = "",
        one: bool = False,
    ) -> None:
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        if not column:
            place = text.find(needle.partition("\n")[0]) if needle else -1
            column = (place if place >= 0 else len(text) - len(text.lstrip())) + 1
        first, last = (line, line) if one else self.block
        self.found.append(Refusal(code, message, line, column, first, last))


_ATTRIBUTES = "attributes in braces are not permitted in commentary"
_NAMES = {
    "code_block": "a block of code (a paragraph set in by four spaces)",
    "heading_open": "a heading",
    "hr": "a rule",
    "myst_block_break": "a block break (+++)",
    "dl_open": "a list of definitions",
}


def _is_option(line: str) -> bool:
    """Whether MyST takes a line at a directive's head for an option."""
    text = line.lstrip()
    return text.startswith(":") and not text.startswith(":::")


def lines_of(content: str) -> list[str]:
    """Return the lines of a page as MyST counts them, whatever ends them."""
    return content.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _short(text: str, size: int = 40) -> str:
    """Return the beginning of something refused, fit to be printed."""
    text = " ".join(UNSEEN.sub("�", text).split())
    return text if len(text) <= size else text[: size - 1] + "…"
