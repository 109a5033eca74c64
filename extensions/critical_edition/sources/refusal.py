"""What commentary may not hold, and the pages as they are read once that is taken out.

Pages may come from strangers, and a page of Sphinx can run directives that read files, fetch
addresses or write HTML. So no page has other directives and roles than are listed here, links but to
the web and to other pages, pictures, or HTML. The pages of ``commentary/`` and ``arguments/``, and the
bodies of comments, arguments and parallels on every page, hold prose alone. What is permitted is
listed, and everything else is refused. ``edition check`` reports what is refused; the Sphinx extension
builds the page without it, so that a build is safe without the check.

No Sphinx. Pages are parsed as :mod:`critical_edition.sources.myst` does, or by a parser that is given:
the extension passes MyST's own.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from markdown_it import MarkdownIt
from markdown_it.token import Token

from critical_edition.model.codes import Code
from critical_edition.model.messages import Message, _
from critical_edition.model.refused import Refused
from critical_edition.reading.characters import UNSEEN
from critical_edition.sources import myst
from critical_edition.sources.permitted import (
    CODE,
    PLAIN_TOKENS,
    Prose,
    Refusal,
)

RECORDS = ("comment", "argument", "parallel")
"""The directives that make up commentary."""

DIRECTIVES = frozenset(
    {
        *RECORDS,
        *("passage", "authornote", "abstract", "closer", "letter", "opener", "rubric", "verse"),
        *("argument-map", "bibliography", "chronology", "comment-index", "concordance"),
        *("contributors", "edition-data", "edition-data-model", "edition-downloads"),
        *("edition-figures", "emendations", "locorum", "message-codes", "parallels", "persons"),
        *("places", "profile-keys", "terms", "works"),
        *("admonition", "epigraph", "note", "only", "toctree", "warning"),
    }
)
"""The directives that a page may have: the edition's own, and of Sphinx's what reads no file."""

_ENTRY = re.compile(r"(?:[^<>]*<)?(?:/?[A-Za-z0-9_*][A-Za-z0-9_.*-]*)+(?:/[A-Za-z0-9_.*-]+)*>?")

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
MAX_ROLES = 60
"""Citations and references of one comment."""

_FRONT_MATTER = re.compile(r"(?:nosearch|orphan):(?:[ \t]*true)?[ \t]*")
_EDITORS_FRONT_MATTER = re.compile(r"(?:hide-toc|nosearch|orphan):(?:[ \t]*true)?[ \t]*")
_INFO = re.compile(r"\{(?P<name>[^\s{}]*)\}(?:\s+(?P<argument>.*))?", re.DOTALL)
# What makes Markdown's parser look through the rest of a paragraph again and again.
_RUN = re.compile(r"([^\w\s])(?:\s?\1){59}")
_CROWD = re.compile(r"[\[\]*_`<>{}!~\\]")
_MAX_CROWD = 600
# Of these is the line beneath a table's head, which says how many columns every row has.
_RULE_OF_TABLE = "|:- \t>*+.)0123456789"


def is_commentary(docname: str) -> bool:
    """Say whether everything on a page, named by its path from docs/ without suffix, is commentary."""
    return docname.startswith(FOLDERS) and docname not in _EDITORS_PAGES


@functools.lru_cache(maxsize=512)
def unreadable(content: str, docname: str) -> bool:
    """Say whether a page is too much to be read at all, for which :func:`refusals` has the reason."""
    page = _Page(content, is_commentary(docname), False)
    return page.too_much()


def too_much(body: str) -> bool:
    """Say whether a record's body has more, or more markup in one place, than may be parsed."""
    page = _Page(body, True, False)
    runs = any(_RUN.search(line) for line in lines_of(body[: MAX_BODY + 1]))
    return len(body) > MAX_BODY or runs or page.too_much()


def refusals(content: str, docname: str, md: MarkdownIt | None = None) -> list[Refusal]:
    """Return what is refused of a page, in order of lines."""
    whole = is_commentary(docname)
    parse = md.parse if md else myst.tokens
    page = _Page(content, whole, docname.startswith("arguments/"), parse)
    page.editors, page.depth = not whole, docname.count("/")
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
    for _time in range(8):
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
class _Page(Prose):
    """Reads a page; ``whole`` where all of it is commentary, ``prose`` where it may have its own."""

    content: str
    whole: bool
    prose: bool
    parse: Callable[[str], Sequence[Token]] = myst.tokens
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
        tokens = self.parse(self.content)
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
            self.refuse(
                Refused.SIZE,
                _(
                    "the page has {size} {unit}; {limit} are permitted",
                    size=size,
                    unit=unit,
                    limit=limit,
                ),
                1,
            )
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
                message = _(
                    "a paragraph has {count} signs of markup; {max_crowd} are permitted",
                    count=count,
                    max_crowd=_MAX_CROWD,
                )
                self.refuse(Refused.SIZE, message, start)
                return True
            lines = part.split("\n") if "|" in part else []
            for number, line in enumerate(lines):
                # Not by a pattern: over a line of bars one would go again and again.
                if "|" not in line or "-" not in line or line.strip(_RULE_OF_TABLE):
                    continue
                columns = line.strip(" \t>|").count("|") + 1
                rows = len(lines) - number
                if columns > MAX_COLUMNS or columns * rows > MAX_CELLS:
                    message = _(
                        "a table has {columns} columns in {rows} rows; {max_columns} columns and "
                        "{max_cells} cells are permitted",
                        columns=columns,
                        rows=rows,
                        max_columns=MAX_COLUMNS,
                        max_cells=MAX_CELLS,
                    )
                    self.refuse(Refused.SIZE, message, start + number)
                    return True
            start += part.count("\n") + 2
        return False

    def _seen(self) -> bool:
        """Report what cannot be seen, or runs on; say whether the page may be parsed."""
        for number, line in enumerate(self.lines, 1):
            if match := UNSEEN.search(line):
                char = f"U+{ord(match[0]):04X}"
                message = _(
                    "the character {char} cannot be seen, or changes how others are read", char=char
                )
                self.refuse(Refused.CHARACTER, message, number, match.start() + 1, one=True)
            if self.whole and (match := _RUN.search(line)):
                message = _("“{what}” stands sixty times or more in a row", what=match[1])
                self.refuse(Refused.NESTING, message, number, match.start() + 1, one=True)
        return not self.found

    # -- blocks of the page ------------------------------------------------------------------------

    def _token(self, token: Token) -> None:
        line = self.block[0] if token.map is None else token.map[0] + 1
        if token.type in {"fence", "colon_fence"} and self._directive(token, line):
            return
        if token.type == "front_matter":
            self._front_matter(token, line)
        elif not self.whole:
            self.page(token, line)
        elif token.type in {"heading_open", "heading_close", "myst_line_comment"}:
            self.attributes(token, line)
        elif token.type == "inline" and self._is_heading(line):
            self.inlines(token, line)
        elif self.prose:
            self.plain(token, line)
        elif token.type == "paragraph_open" or token.type not in PLAIN_TOKENS:
            before = len(self.found)
            if token.type not in PLAIN_TOKENS:
                self.plain(token, line)
            if len(self.found) == before:
                self.refuse(
                    Refused.LOOSE, _("this stands outside every comment and parallel"), line
                )
        elif token.type == "inline":
            self.inlines(token, line)

    def _is_heading(self, line: int) -> bool:
        text = self.lines[line - 1].lstrip() if line <= len(self.lines) else ""
        following = self.lines[line] if line < len(self.lines) else ""
        return text.startswith("#") or bool(re.fullmatch(r" {0,3}(?:=+|-+)\s*", following))

    def _front_matter(self, token: Token, line: int) -> None:
        for offset, text in enumerate(token.content.split("\n"), 1):
            form = _FRONT_MATTER if self.whole else _EDITORS_FRONT_MATTER
            if text.strip() and not form.fullmatch(text):
                message = _("the page's head may hold `nosearch: true` and `orphan: true` alone")
                self.refuse(Refused.METADATA, message, line + offset)

    def _directive(self, token: Token, line: int) -> bool:
        """Check a fence; say whether it was a directive."""
        match = _INFO.fullmatch(token.info.strip())
        name = match["name"] if match else ""
        if match and name in RECORDS:
            editors, self.editors = self.editors, False
            self.attributes(token, line)
            self._record(name, (match["argument"] or "").strip(), token.content, line)
            self.editors = editors
            return True
        if self.whole:
            self.refuse(Refused.DIRECTIVE, _directive_refused(name) if match else CODE, line)
            return True
        if not match:
            return False
        if name not in DIRECTIVES:
            message = _(
                "the directive “{name}” is not permitted on a page of the edition", name=name
            )
            self.refuse(Refused.DIRECTIVE, message, line)
            return True
        lines = token.content.split("\n")
        skipped = _options(lines)
        if name == "toctree":
            for offset, entry in enumerate(lines[skipped:], 1 + skipped):
                if entry.strip() and not _ENTRY.fullmatch(entry.strip()):
                    message = _("a table of contents leads to pages of the edition alone")
                    self.refuse(Refused.LINK, message, line + offset)
            return True
        for inner in self.parse("\n".join(lines[skipped:])):
            at = line + 1 + skipped + (inner.map[0] if inner.map else 0)
            if inner.type == "front_matter":
                self.refuse(Refused.METADATA, _("a directive has no head of its own"), at)
            elif inner.type not in {"fence", "colon_fence"} or not self._directive(inner, at):
                self.page(inner, at)
        return True

    # -- records -----------------------------------------------------------------------------------

    def _record(self, name: str, argument: str, content: str, line: int) -> None:
        self.records += 1
        if self.records > MAX_RECORDS:
            message = _(
                "the page has more than {max_records} comments and parallels",
                max_records=MAX_RECORDS,
            )
            self.refuse(Refused.SIZE, message, line)
            return
        if content.lstrip().startswith("---"):
            message = _(
                "the options of the {name} “{argument}” stand between dashes",
                name=name,
                argument=argument,
            )
            self.refuse(Refused.METADATA, message, line + 1)
            return
        lines = content.split("\n")
        options = list(takewhile(_is_option, lines))
        for offset, option in enumerate(options, 1):
            self.seen_in(html.unescape(option), line + offset)
            if len(option) > MAX_OPTION:
                message = _(
                    "the option has {count} characters; {max_option} are permitted",
                    count=len(option),
                    max_option=MAX_OPTION,
                )
                self.refuse(Refused.SIZE, message, line + offset)
        body = "\n".join(lines[len(options) :])
        if len(body) > MAX_BODY:
            message = _(
                "the {name} “{argument}” has {count} characters; {max_body} are permitted",
                name=name,
                argument=argument,
                count=len(body),
                max_body=MAX_BODY,
            )
            self.refuse(Refused.SIZE, message, line)
            return
        # From the first line of prose on, as the body is read elsewhere: so it is parsed once.
        skipped = len(options) + sum(1 for _line in takewhile(_is_blank, lines[len(options) :]))
        body = "\n".join(lines[skipped:]).removesuffix("\n")
        first = line + 1 + skipped
        if not self.whole and self._crowded(body, first):
            return
        roles = 0
        for token in self.parse(body):
            at = first + token.map[0] if token.map else line + 1 + len(options)
            if token.type in {"fence", "colon_fence"}:
                self._inner_fence(token, f"{name} “{argument}”", at)
            elif token.type == "front_matter":
                self.refuse(Refused.METADATA, _("a comment has no head of its own"), at)
            else:
                self.plain(token, at)
            roles += sum(child.type == "myst_role" for child in token.children or ())
        if roles > MAX_ROLES:
            message = _(
                "the {name} “{argument}” has {roles} citations and references; {most} are permitted",
                name=name,
                argument=argument,
                roles=roles,
                most=MAX_ROLES,
            )
            self.refuse(Refused.SIZE, message, line)

    def _inner_fence(self, token: Token, outer: str, line: int) -> None:
        match = _INFO.fullmatch(token.info.strip())
        if match and match["name"] in RECORDS:
            what = f"{match['name']} “{(match['argument'] or '').strip()}”"
            message = _(
                "the {what} stands inside the {outer}, which is not closed before it",
                what=what,
                outer=outer,
            )
            self.refuse(Code.NESTED, message, line)
        elif match:
            self.refuse(Refused.DIRECTIVE, _directive_refused(match["name"]), line)
        else:
            self.refuse(Refused.SYNTAX, CODE, line)


def _directive_refused(name: str) -> Message:
    return _("the directive “{name}” is not permitted in commentary", name=name)


def _options(lines: Sequence[str]) -> int:
    """Return how many lines of a directive's content are its options."""
    if lines[0].startswith("---"):
        end = next((i for i, text in enumerate(lines[1:], 1) if text.startswith("---")), None)
        return len(lines) if end is None else end + 1
    return sum(1 for _line in takewhile(_is_option, lines))


def _is_blank(line: str) -> bool:
    return not line.strip()


def _is_option(line: str) -> bool:
    """Whether MyST takes a line at a directive's head for an option."""
    text = line.lstrip()
    return text.startswith(":") and not text.startswith(":::")


def lines_of(content: str) -> list[str]:
    """Return the lines of a page as MyST counts them, whatever ends them."""
    return content.replace("\r\n", "\n").replace("\r", "\n").split("\n")
