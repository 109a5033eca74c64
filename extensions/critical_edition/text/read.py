"""Reading a reader's copy: any common file with text in it becomes lines of folded characters."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html

from critical_edition.text.typography import fold_characters

MAX_BYTES = 40_000_000
"""A copy of the text is far smaller, scans with pictures included."""

MAX_CHARACTERS = 4_000_000

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("table", "td", "th", "tr", "ul"),
    }
)
_SILENT = frozenset(
    {
        *("head", "script", "style", "template", "noscript", "svg", "math", "button", "select"),
        "textarea",
    }
)
_SUP_MARKUP = re.compile(
    r"""<sup[^>]*>\s*(?:<a\b[^>]*>)?\s*[\[(]?(\d{1,3})[.)\]]*\s*(?:</a>)?\s*</sup>
      | \$?\s?\^\{?\s*\(?(\d{1,3})[.)]*\s*\}?\$?
      | \[\^(?:fn|n)?-?(\d{1,3})\]:?
      | \{\{\s*(\d{1,3})\s*\}\}""",
    re.VERBOSE | re.IGNORECASE,
)
# `^{18. &quot;Title…}`: a brace that encloses the note's number and runs on into its text.
_SUP_OPEN = re.compile(r"\^\{\s*(\d{1,3})\.\s*(?=[^}\d])")
# `^{20. &}quot;The`: the closing brace has got into the character entity after it.
_TORN_ENTITY = re.compile(r"&([}\])]+)(\w{2,8};)")
_TAG = re.compile(r"</?(?:i|b|em|strong|span|u|small|p|div|br|a|cite|q)\b[^>]*/?>", re.IGNORECASE)
_STARS = re.compile(
    r"(?<![\w*])\*{1,3}(?=\S)|(?<=\S)\*{1,3}(?![\w*])|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)"
)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
# The sides of a frame drawn with characters.
_FRAME = re.compile(r"^\s*[|│┃║]+\s|\s[|│┃║]+\s*$")
# The arrow of a link from a note back to its marker.
_BACK = re.compile("\\s*[↩↑⏎⮐⤴]\ufe0e?")
_SOFT_END = re.compile("\u00ad[ \t]*(?=\r?\n)")


# Stands before a number that the page itself does not have, from a numbered list.
_COUNT = "\ue000"
_COUNTED = re.compile(_COUNT + r"\d+\.")


class ReadError(Exception):
    """The file is no copy that can be read; ``code`` is stable, the message says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the copy, its characters folded; note markers known as such are superscript.

    ``page`` counts the copy's own pages from 0 where it shows them; ``opens`` says whether a blank
    line, a page's top or a block's edge stands before it.
    """

    text: str
    page: int = 0
    opens: bool = False


def read(path: Path) -> tuple[Line, ...]:
    """Read a copy: plain text, Markdown, HTML or PDF, told apart by their content.

    Raise :class:`ReadError` where it is no readable file of that kind, empty or too large.
    """
    try:
        if path.is_dir():
            raise ReadError("directory", f"{path} is a folder; name the file of the copy")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError(
                "too-large",
                f"{path} has {size // 1_000_000} MB; a copy of the text has at most "
                f"{MAX_BYTES // 1_000_000} MB. Is this the right file?",
            )
        with path.open("rb") as stream:  # A device or a pipe has no size of its own.
            data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise ReadError("too-large", f"{path} never ends, or is far larger than the text")
    except OSError as error:
        raise ReadError("unreadable", f"{path} cannot be read: {error.strerror}") from error
    if data.lstrip()[:5] == b"%PDF-":
        lines = tuple(_pdf(data, path))
    elif data[:4] == b"PK\x03\x04":
        raise ReadError(
            "binary",
            f"{path} is a packed document (Word, EPUB or zip); save it as text or HTML first",
        )
    elif data.lstrip()[:5] == b"{\\rtf":
        raise ReadError("binary", f"{path} is in Rich Text Format; save it as text or HTML first")
    else:
        source = decode(data, path)
        if len(source) > MAX_CHARACTERS:
            raise ReadError("too-large", f"{path} has far more words than the text")
        lines = tuple(from_html(source) if _is_html(source) else from_text(source))
    if not any(line.text.strip() for line in lines):
        why = " (a scan without a text layer? run OCR on it first)" if data[:5] == b"%PDF-" else ""
        raise ReadError("empty", f"{path} has no text in it{why}")
    return lines


def decode(data: bytes, path: Path) -> str:
    """Decode a text file: by its byte-order mark, else UTF-8, else UTF-16, else Windows-1252."""
    if data.startswith(codecs.BOM_UTF8):
        return data.decode("utf-8-sig", "replace")
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace")
    head = data[:4096]
    # Nearly every other byte of Latin text in UTF-16 is zero; which one tells the byte order.
    even, odd = (head[i::2].count(0) / max(1, len(head) // 2) for i in (0, 1))
    if odd > 0.6 and even < 0.1:
        return data.decode("utf-16-le", "replace")
    if even > 0.6 and odd < 0.1:
        return data.decode("utf-16-be", "replace")
    controls = sum(byte < 9 or 13 < byte < 32 for byte in data[:65536]) - head.count(12)
    if 0 in data[:65536] or controls > len(data[:65536]) // 50:
        raise ReadError("binary", f"{path} is a binary file, not a text, HTML or PDF copy")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _is_html(source: str) -> bool:
    head = source[:4096].lower()
    return "<html" in head or "<!doctype html" in head or len(re.findall(r"<(?:p|div)\b", head)) > 1


def _superscript(match: re.Match[str]) -> str:
    number = next(g for g in match.groups() if g)
    return number.translate(_SUPERSCRIPT)


def clean(text: str) -> str:
    """Fold the characters of a line and take away inline markup that no print has."""
    text = _TORN_ENTITY.sub(r"\1&\2", text)
    text = _SUP_OPEN.sub(_open_superscript, _SUP_MARKUP.sub(_superscript, text))
    text = _TAG.sub("", text)
    text = _BACK.sub("", _FRAME.sub("", _FRAME.sub("", fold_characters(text))))
    return _STARS.sub("", _HEADING.sub("", text))


def _open_superscript(match: re.Match[str]) -> str:
    return match[1].translate(_SUPERSCRIPT) + " "


def from_text(source: str) -> Iterator[Line]:
    """Yield the lines of a plain or Markdown text; form feeds part its pages."""
    source = _SOFT_END.sub("-", source)
    for number, page in enumerate(source.split("\f")):
        opens = True
        for raw in page.splitlines():
            if not raw.strip():
                opens = True
                continue
            text = clean(raw)
            if "^{" in raw and text.count("}") > text.count("{"):
                text = text.replace("}", "", 1)
            yield Line(text.strip(), number, opens or raw[:2].isspace())
            opens = False


def from_html(source: str) -> Iterator[Line]:
    """Yield a line for each block and each line break of a web page."""
    try:
        root = html.document_fromstring(source.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ReadError("unreadable", f"the HTML cannot be parsed: {error}") from error
    parts: list[str] = []
    for piece in _walk(root):
        if piece == "\n\n":
            yield from _flush(parts, opens=True)
        elif piece == "\n":
            yield from _flush(parts, opens=False)
        else:
            parts.append(piece)
    yield from _flush(parts, opens=True)


def _flush(parts: list[str], *, opens: bool) -> Iterator[Line]:
    text = " ".join("".join(parts).split())
    if _COUNTED.fullmatch(text):
        return  # The number of a list's item whose text stands in a block of its own.
    parts.clear()
    if text:
        yield Line(clean(text.lstrip(_COUNT)).strip(), 0, opens)


def _walk(node: etree._Element) -> Iterator[str]:
    if not isinstance(node.tag, str) or node.tag in _SILENT:
        return
    block = node.tag in _BLOCKS
    if block:
        yield "\n\n"
    if node.tag == "br":
        yield "\n"
    if node.tag == "sup":
        text = "".join(str(t) for t in node.itertext()).strip(" []().")
        yield text.translate(_SUPERSCRIPT) if text.isdigit() else text
    else:
        if node.tag == "li":
            yield _item_number(node)
        yield node.text or ""
        for child in node:
            yield from _walk(child)
            yield child.tail or ""
    if block:
        yield "\n\n"


def _item_number(item: etree._Element) -> str:
    """Return the number that a browser sets before the item of a numbered list.

    Empty where the list has none, or the item's text has one of its own. The number at the end of
    the item's name, such as ``fn12``, goes before the counting: lists of notes may be in parts.
    """
    numbered = item.getparent()
    text = "".join(map(str, item.itertext())).lstrip(" \n\t[(^")
    if numbered is None or numbered.tag != "ol" or text[:1].isdigit():
        return ""
    if named := re.search(r"\d{1,3}$", item.get("id", "")):
        return f"{_COUNT}{named[0]}. "
    start = numbered.get("start", "1")
    first = int(start) if start.isdecimal() else 1
    before = sum(1 for _ in item.itersiblings("li", preceding=True))
    return f"{_COUNT}{first + before}. "


def _pdf(data: bytes, path: Path) -> Iterator[Line]:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    # pypdf reports every oddity of a scan; what cannot be read shows in the report of the import.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError("unreadable", f"{path} is locked with a password")
        for number, page in enumerate(reader.pages):
            if number > 400:
                raise ReadError(
                    "too-large", f"{path} has more than 400 pages; is it the right file?"
                )
            # A page shows no soft hyphens: what is one to the font is a hyphen to the reader.
            for line in from_text(page.extract_text().replace("\u00ad", "-")):
                yield Line(line.text, number, line.opens)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ReadError("unreadable", f"{path} is a damaged PDF: {error}") from error
