"""What the prose of commentary may hold: its tokens, looked at one by one. No Sphinx."""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from markdown_it.token import Token

from critical_edition.model.messages import NOTHING, Message, _
from critical_edition.model.refused import Refused
from critical_edition.reading.characters import UNSEEN

MAX_LEVEL = 8
"""How deep lists and quotations may stand in one another, in markdown-it's levels."""
_ROLES = re.compile(
    r"cite(?::[a-z]+)?|(?:edition:)?(?:passage|authornote|comment|argument|parallel|person|place|"
    r"event|term)"
)
_EDITORS_ROLES = re.compile(
    rf"{_ROLES.pattern}|abbr|any|doc|edition-address|edition-sources|page|ref|sub-ref|sub|sup"
)
_SCHEMES = frozenset({"http", "https"})
_ADDRESS = re.compile(
    r"(?:https?://|www\.)([^\s/?#:]+)"
    r"|^((?:[\w-]+\.)+(?:(?!md|py|rs)[a-z]{2}|com|edu|gov|info|int|mil|net|org))(?=[/?#:\s]|$)",
    re.IGNORECASE,
)
"""The host of an address that stands as the words of a link."""
_PICTURE = re.compile(r"(?:[A-Za-z0-9_][\w-]*/)*[A-Za-z0-9_][\w-]*\.(?:png|jpe?g|svg)", re.ASCII)
"""A picture beside the page at hand, which an editors' page may have."""
_PAGE = re.compile(
    r"(?P<up>(?:\.\./)*)(?:[A-Za-z0-9_-][\w-]*/)*[A-Za-z0-9_-][\w.-]*\.md(?:#[\w.-]+)?"
)
"""Another page of the edition, as a link names it from the page at hand."""
PLAIN_TOKENS = frozenset(
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
_EDITORS_TOKENS = PLAIN_TOKENS | {
    *("front_matter", "hr", "code_block", "fence", "colon_fence", "myst_target"),
    *("myst_line_comment", "heading_open", "heading_close", "footnote_anchor"),
    *(f"{n}_{e}" for n in ("dl", "dt", "dd", "footnote_reference") for e in ("open", "close")),
}
_HTML = "HTML is not permitted: {short}"
_REFUSED = "{what} is not permitted in commentary"
CODE = _(_REFUSED, what="a block of code")
"""What is said of code between fences, or of colons that open nothing."""
PARTS_OF_DEFINITIONS = tuple(_(_REFUSED, what=name) for name in ("dt", "dd"))
"""What is said of the parts of a list of definitions, which is refused as such."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that is refused: why, where (line and column from 1), and the lines to take out.

    ``first`` and ``last`` are the lines, from 1, of the whole block of the page in which it stands.
    """

    code: enum.StrEnum
    said: Message
    line: int
    column: int
    first: int
    last: int
    advice: Message = NOTHING

    @property
    def message(self) -> str:
        """Why, in words."""
        return str(self.said)


def is_code(refusal: Refusal) -> bool:
    """Say whether a block of code is refused, or colons that open nothing."""
    return refusal.said.template == _REFUSED and "block of code" in str(refusal.said["what"])


def html_of(refusal: Refusal) -> str:
    """Return the beginning of the HTML that is refused, or nothing."""
    return str(refusal.said["short"]) if refusal.said.template == _HTML else ""


@dataclass(slots=True)
class Prose:
    """Looks at the tokens of prose, and gathers what is refused; ``lines`` are the page's.

    ``block`` are the first and the last line of the block of the page at hand. ``editors`` says that
    what is looked at is a page's own and no record's, in a folder as deep below docs/ as ``depth``.
    """

    found: list[Refusal] = field(default_factory=list, kw_only=True)
    lines: list[str] = field(default_factory=list, kw_only=True)
    block: tuple[int, int] = field(default=(1, 1), kw_only=True)
    depth: int = field(default=0, kw_only=True)
    editors: bool = field(default=False, kw_only=True)

    def page(self, token: Token, line: int) -> None:
        """Report what no page of the edition may hold, where a token is none of a record's."""
        if token.type == "inline":
            self.inlines(token, line)
        elif token.type in _EDITORS_TOKENS:
            self.attributes(token, line)
        else:
            self.plain(token, line)

    def plain(self, token: Token, line: int) -> None:
        """Report what is not prose."""
        if token.level > MAX_LEVEL:
            message = _("lists and quotations stand too deep in one another")
            self.refuse(Refused.NESTING, message, line)
        if token.type == "inline":
            self.inlines(token, line)
        elif token.type in PLAIN_TOKENS or token.type == "myst_line_comment":
            self.attributes(token, line)
        elif token.type == "html_block":
            self.refuse(Refused.HTML, _(_HTML, short=_short(token.content)), line)
        elif token.type == "myst_target":
            message = _(
                "the label “{short}” is not permitted; IDs are the edition's",
                short=_short(token.content),
            )
            self.refuse(Refused.TARGET, message, line)
        elif token.type.startswith("footnote_"):
            if token.nesting >= 0:
                message = _("a footnote is not permitted: a comment is a note itself")
                self.refuse(Refused.SYNTAX, message, line)
        elif token.nesting >= 0:
            what = _NAMES.get(token.type, token.type.removesuffix("_open").replace("_", " "))
            self.refuse(Refused.SYNTAX, _(_REFUSED, what=what), line)

    def inlines(self, token: Token, line: int) -> None:
        """Report what is not prose within a paragraph."""
        self._deceiving(token, line)
        for child in token.children or ():
            if child.type in {"softbreak", "hardbreak"}:
                line += 1
                continue
            self._inline(child, line)
            if child.type in {"code_inline", "html_inline", "myst_role"}:
                line += child.content.count("\n")

    def _deceiving(self, token: Token, line: int) -> None:
        """Report links whose words are the address of somewhere else."""
        target = None
        words = ""
        for child in token.children or ():
            if child.type == "link_open":
                target, words = str(child.attrGet("href") or ""), ""
            elif child.type == "link_close" and target is not None:
                said = _ADDRESS.search(unicodedata.normalize("NFKC", words).strip())
                if said and _host(said[1] or said[2]) != _host(_hostname(target)):
                    message = _(
                        "the link reads “{words}”, but leads to {target}",
                        words=_short(words),
                        target=_short(target),
                    )
                    self.refuse(Refused.LINK, message, line, needle=words)
                target = None
            elif target is not None:
                words += " " if child.type in {"softbreak", "hardbreak"} else child.content

    def _inline(self, child: Token, line: int) -> None:
        match child.type:
            case "html_inline":
                message = _(_HTML, short=_short(child.content))
                self.refuse(Refused.HTML, message, line, needle=child.content)
            case "image" if self.editors and _PICTURE.fullmatch(str(child.attrGet("src"))):
                pass
            case "image":
                source = _short(str(child.attrGet("src")))
                message = _("a picture is not permitted in commentary: {source}", source=source)
                self.refuse(Refused.IMAGE, message, line, needle="![")
            case "myst_role":
                name = str(child.meta["name"])
                if not (_EDITORS_ROLES if self.editors else _ROLES).fullmatch(name):
                    message = _("the role “{name}” is not permitted in commentary", name=name)
                    self.refuse(Refused.ROLE, message, line, needle=f"{{{name}}}")
            case "link_open":
                self._link(child, line)
            case "span_open" | "span_close" | "footnote_ref" if self.editors:
                pass
            case "span_open":
                self.refuse(Refused.ATTRIBUTES, _ATTRIBUTES, line, needle="{")
            case "footnote_ref":
                message = _("a footnote is not permitted: a comment is a note itself")
                self.refuse(Refused.SYNTAX, message, line, needle="[^")
            case "text":
                if re.search(r"\]\(\s*<?[A-Za-z][A-Za-z\d+.-]*:", child.content):
                    message = _("a link that leads nowhere on the web is not permitted")
                    self.refuse(Refused.LINK, message, line, needle="](")
                if "{{" in child.content and not self.editors:
                    message = _("a substitution (“{{”) is not permitted in commentary")
                    self.refuse(Refused.SUBSTITUTION, message, line, needle="{{")
            case kind if kind not in _PLAIN_INLINES and child.nesting >= 0:
                what = kind.removesuffix("_open").replace("_", " ")
                self.refuse(Refused.SYNTAX, _(_REFUSED, what=what), line)
        # Those that stand on the page itself are found before; a reference is read by the parser.
        self.seen_in(child.content, line)
        self.seen_in(str(child.attrGet("title") or ""), line)
        if child.type != "image":
            self.attributes(child, line)

    def seen_in(self, text: str, line: int) -> None:
        """Report the first character of what was parsed that cannot be seen."""
        if match := UNSEEN.search(text):
            char = f"U+{ord(match[0]):04X}"
            message = _(
                "the character {char} cannot be seen, or changes how others are read", char=char
            )
            self.refuse(Refused.CHARACTER, message, line, needle="&")

    def _link(self, token: Token, line: int) -> None:
        target = str(token.attrGet("href") or "")
        if re.fullmatch(r"#[\w.-]+", target):
            return
        if self.editors:
            page = _PAGE.fullmatch(target)
            if re.fullmatch(r"cite:[\w.:-]+", target):
                return
            if page and page["up"].count("../") <= self.depth:
                return
        try:
            parts = urlsplit(target)
            good = parts.scheme.lower() in _SCHEMES and bool(parts.hostname) and "@" not in parts[1]
        except ValueError:
            good = False
        if not good:
            message = _(
                "the link “{short}” does not begin with https://, http:// or #",
                short=_short(target),
            )
            self.refuse(Refused.LINK, message, line, needle=target)

    def attributes(self, token: Token, line: int) -> None:
        """Report attributes that are set in braces."""
        permitted = {
            "link_open": {"href", "title"},
            "ordered_list_open": {"start"},
            "th_open": {"style"},
            "td_open": {"style"},
            "myst_line_comment": {"class"},
        }.get(token.type, set())
        if self.editors:
            permitted = permitted | {"class", "id", "lang"}
        for name, value in token.attrs.items():
            aligned = name != "style" or re.fullmatch(r"text-align:(left|right|center)", str(value))
            if name not in permitted or not aligned:
                self.refuse(Refused.ATTRIBUTES, _ATTRIBUTES, line, needle="{")

    def refuse(
        self,
        code: enum.StrEnum,
        message: Message,
        line: int,
        column: int = 0,
        *,
        needle: str = "",
        one: bool = False,
    ) -> None:
        """Refuse what stands at a line, at a column or where the line has ``needle``."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        if not column:
            place = text.find(needle.partition("\n")[0]) if needle else -1
            column = (place if place >= 0 else len(text) - len(text.lstrip())) + 1
        first, last = (line, line) if one else self.block
        self.found.append(Refusal(code, message, line, column, first, last))


_ATTRIBUTES = _("attributes in braces are not permitted in commentary")
_NAMES = {
    "code_block": "a block of code (a paragraph set in by four spaces)",
    "heading_open": "a heading",
    "hr": "a rule",
    "myst_block_break": "a block break (+++)",
    "dl_open": "a list of definitions",
}


def _hostname(target: str) -> str:
    try:
        return urlsplit(target).hostname or ""
    except ValueError:
        return ""


def _host(name: str) -> str:
    return name.casefold().rstrip(".").removeprefix("www.")


def _short(text: str, size: int = 40) -> str:
    """Return the beginning of something refused, fit to be printed."""
    text = " ".join(UNSEEN.sub("�", text).split())
    return text if len(text) <= size else text[: size - 1] + "…"
