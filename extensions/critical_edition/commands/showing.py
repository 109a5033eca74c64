"""A record's words as HTML for whoever reviews them: as they read, and with nothing live in them.

The words may be a stranger's. Markup is written from a list of what is known; everything else,
HTML and directives too, stands there as the words that it is. A link is its words and, after them,
where it leads. Nothing is hidden that the page's source has.
"""

from __future__ import annotations

import difflib
import functools
import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.myst_role import myst_role_plugin

from critical_edition.model.citations import parse_citations
from critical_edition.reading.characters import UNSEEN
from critical_edition.sources import refusal

_BLOCKS = {
    "blockquote": "blockquote",
    "bullet_list": "ul",
    "heading": "p",
    "list_item": "li",
    "ordered_list": "ol",
    "paragraph": "p",
    "table": "table",
    "tbody": "tbody",
    "td": "td",
    "th": "th",
    "thead": "thead",
    "tr": "tr",
}
_INLINES = {"em": "em", "strong": "strong"}
_ROLE = re.compile(r"\{(?P<name>[\w:.-]+)\}(?P<ticks>`+)(?P<content>.+?)(?P=ticks)", re.DOTALL)
_MOST_COMPARED = 3_000
"""Words of one text that are compared one by one: comparing takes the square of them."""

STYLE = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.5 Georgia, serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
body > main > p { max-width: 48rem; }
h1, h2, h3 { line-height: 1.2; }
h2 { margin-top: 2.5rem; }
h3 { margin: 1.5rem 0 .25rem; font-size: 1.05rem; }
h4, .head, .path { font: .85rem/1.4 system-ui, sans-serif; opacity: .85; margin: 0 0 .5rem; }
h4 { font-weight: 600; }
.sides { display: grid; gap: 1.5rem; max-width: 48rem; }
.side { padding-left: 1rem; border-left: 3px solid; overflow-wrap: anywhere; min-width: 0; }
.side p { margin: 0 0 .6rem; }
.before { border-color: #b3261e; }
.after { border-color: #2e7d32; }
.lines, .head, pre { white-space: pre-wrap; }
.aside { font-size: .9rem; opacity: .85; }
table { border-collapse: collapse; }
td, th { border: 1px solid; padding: .1rem .4rem; }
ins { background: #d5efd8; color: #10361a; text-decoration: underline; }
del { background: #f7d6d3; color: #4a0f0a; text-decoration: line-through; }
@media (min-width: 60rem) { .two { grid-template-columns: 1fr 1fr; max-width: none; } }
"""
"""The style of a page of changes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A tag, or a word, a sign or a space, with the emphasis that it stands in."""

    text: str
    tag: bool = False
    within: tuple[str, ...] = ()


def visible(text: str) -> str:
    """Show characters that cannot be seen."""
    return UNSEEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def escaped(text: str) -> str:
    """Return words as HTML that shows them."""
    return html.escape(visible(text))


# --- roles --------------------------------------------------------------------------------------


def role(name: str, content: str, works: Mapping[str, str]) -> str:
    """Return a role as words: a citation by its works' short names, a reference by its title."""
    content = " ".join(content.split())
    if not name.startswith("cite"):
        title = re.fullmatch(r"(.+?)\s*<([^<>]*)>", content)
        return f"{title[1]} ⟨{title[2]}⟩" if title else content
    try:
        cited = parse_citations(content)
    except ValueError:
        words = re.sub(r"[{}]+", " ", content).strip()
    else:
        words = "; ".join(
            f"{c.prefix} {_work(c.key, works)}".strip() + (f", {c.locator}" if c.locator else "")
            for c in cited
        )
    return words if name == "cite:t" else f"({words})"


def _work(key: str, works: Mapping[str, str]) -> str:
    """Return a work's short name with its key, which alone says which work is cited."""
    return f"{works[key]} [{key}]" if works.get(key, key) != key else key


def without_roles(text: str, works: Mapping[str, str]) -> str:
    """Return Markdown with its citations and references as words."""
    return _ROLE.sub(lambda match: role(match["name"], match["content"], works), text)


_FIELD = re.compile(r"^(\w+)\s*=\s*(?:\{(.*)\}|\"(.*)\"|(\S+?)),?$", re.MULTILINE)


def short_name(key: str, fields: str) -> str:
    """Return how a work is named in short, of the fields of its record, a line each; else its key."""
    found = {m[1].lower(): _plain(m[2] or m[3] or m[4] or "") for m in _FIELD.finditer(fields)}
    if found.get("shorthand"):
        return found["shorthand"]
    people = re.split(r"\s+and\s+", found.get("author") or found.get("editor") or "")
    names = " and ".join(p.partition(",")[0] for p in people[:2] if p)
    title = found.get("shorttitle") or re.split(r"[:.]\s", found.get("title", ""))[0]
    return ", ".join(filter(None, (names + (" et al." if people[2:] else ""), title))) or key


def _plain(text: str) -> str:
    return " ".join(re.sub(r"\\[A-Za-z]+|[{}\\]", "", text).replace("--", "–").split())


# --- words and tags -----------------------------------------------------------------------------


@functools.cache
def _parser() -> MarkdownIt:
    # What MyST reads besides is refused in commentary: here it is shown as it is written.
    return MarkdownIt("commonmark", {"html": False}).enable("table").use(myst_role_plugin)


def lines(text: str) -> list[Piece]:
    """Return a text of lines, such as fields and their values, as it is written."""
    return list(_split(text, ()))


def prose(text: str, works: Mapping[str, str]) -> list[Piece]:
    """Return Markdown as what it is read as; what is too much to be parsed, as it is written."""
    if refusal.too_much(text):
        return [Piece('<p class="lines">', tag=True), *lines(text), Piece("</p>", tag=True)]
    environment: dict[str, dict[str, dict[str, str]]] = {}
    tokens = _parser().parse(text, environment)
    found = list(_Reader(works).blocks(tokens))
    for label, target in environment.get("references", {}).items():
        address = " ".join(filter(None, (target.get("href"), target.get("title"))))
        found.append(Piece('<p class="aside">', tag=True))
        found += [*_split(f"[{label.lower()}]: {address}", ()), Piece("</p>", tag=True)]
    return found


def _split(text: str, within: tuple[str, ...]) -> Iterator[Piece]:
    for part in re.findall(r"\s+|\w(?:\S*\w)?|\S", text):
        yield Piece(part, within=within)


@dataclass(slots=True)
class _Reader:
    works: Mapping[str, str]
    open: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Piece]:
        for token in tokens:
            name = re.sub(r"_(?:open|close)$", "", token.type)
            if token.type == "inline":
                self.open.clear()
                self.links.clear()
                yield from self.inlines(token.children or [])
            elif token.hidden:
                yield Piece("\n")
            elif name in _BLOCKS:
                end = "/" if token.nesting < 0 else ""
                start = token.attrGet("start") if token.nesting > 0 else None
                number = f' start="{start}"' if isinstance(start, int) else ""
                yield Piece(f"<{end}{_BLOCKS[name]}{number}>", tag=True)
            elif token.type == "hr":
                yield Piece("<hr>", tag=True)
            elif token.nesting >= 0:
                yield Piece("<pre>", tag=True)
                fence = f"{token.markup}{token.info}\n" if token.info else ""
                yield from _split(f"{fence}{token.content}", ())
                yield Piece("</pre>", tag=True)

    def inlines(self, tokens: Sequence[Token]) -> Iterator[Piece]:
        for token in tokens:
            name = re.sub(r"_(?:open|close)$", "", token.type)
            if name in _INLINES:
                tag = _INLINES[name]
                if token.nesting > 0:
                    self.open.append(tag)
                elif self.open:
                    self.open.pop()
                yield Piece(f"<{'/' if token.nesting < 0 else ''}{tag}>", tag=True)
            elif token.type == "hardbreak":
                yield Piece("<br>", tag=True)
            elif token.type == "softbreak":
                yield Piece("\n")
            elif token.type == "code_inline":
                yield Piece("<code>", tag=True)
                yield from self.words(token.content, "code")
                yield Piece("</code>", tag=True)
            elif token.type == "link_open":
                title = str(token.attrGet("title") or "")
                address = str(token.attrGet("href") or "")
                self.links.append(f"{address} “{title}”" if title else address)
            elif token.type == "link_close":
                yield from self.words(f" ⟨{self.links.pop() if self.links else ''}⟩")
            elif token.type == "image":
                yield from self.words(f"picture: {token.content} ⟨{token.attrGet('src')}⟩")
            elif token.type == "myst_role":
                yield from self.words(role(str(token.meta["name"]), token.content, self.works))
            else:
                yield from self.words(token.content)

    def words(self, text: str, *within: str) -> Iterator[Piece]:
        return _split(text, (*self.open, *within))


# --- what changes -------------------------------------------------------------------------------


def written(pieces: Sequence[Piece], marked: frozenset[int] = frozenset(), tag: str = "") -> str:
    """Return the pieces as HTML, with ``tag`` about those whose numbers are ``marked``.

    A tag stands about words in a row, never about other tags, so that all are closed in order.
    """
    out: list[str] = []
    run: list[str] = []
    space = ""  # after what is marked: belongs to it only if more follows

    def end() -> None:
        nonlocal space
        if run:
            out.append(f"<{tag}>{''.join(run)}</{tag}>")
            run.clear()
        out.append(space)
        space = ""

    for number, piece in enumerate(pieces):
        if piece.tag:
            end()
            out.append(piece.text)
        elif number in marked:
            run.append(f"{space}{escaped(piece.text)}")
            space = ""
        elif run and piece.text.isspace():
            space += escaped(piece.text)
        else:
            end()
            out.append(escaped(piece.text))
    end()
    return "".join(out)


def differing(
    before: Sequence[Piece], after: Sequence[Piece]
) -> tuple[frozenset[int], frozenset[int]]:
    """Return the numbers of the words that went, and of those that came.

    A word that only gets other emphasis is among them. Very long texts are not compared.
    """
    old, new = (
        [n for n, piece in enumerate(side) if not piece.tag and not piece.text.isspace()]
        for side in (before, after)
    )
    if max(len(old), len(new)) > _MOST_COMPARED:
        return frozenset(), frozenset()
    gone: set[int] = set()
    come: set[int] = set()
    matcher = difflib.SequenceMatcher(
        None,
        [(before[n].text, before[n].within) for n in old],
        [(after[n].text, after[n].within) for n in new],
        autojunk=False,
    )
    for what, i, j, k, m in matcher.get_opcodes():
        if what != "equal":
            gone.update(old[i:j])
            come.update(new[k:m])
    return frozenset(gone), frozenset(come)
