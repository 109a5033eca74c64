"""The house style of prose: spelling, dashes, quotation marks, transliteration, with what to write.

Prose is the running text of comments, arguments, parallels and summaries. Quotations, titles in
italics, citations, code and addresses keep what they have.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from critical_edition.model.codes import Code
from critical_edition.model.messages import Message, _
from critical_edition.model.profile import Style
from critical_edition.reading import files
from critical_edition.sources import profile
from critical_edition.sources.project import Project


@dataclass(frozen=True, slots=True)
class House:
    """The rules of a house style that depend on its language.

    ``spelling`` says for what is not written what is; ``ize`` finds the stems whose “-ize” is
    written “-ise”; ``months`` are named in dates, the day first; ``sounds`` are what is left of names,
    whichever way they are transliterated, and the names; ``quoted`` is how many words may be quoted
    without a source.
    """

    spelling: Mapping[str, str] = field(default_factory=dict)
    ize: re.Pattern[str] | None = None
    months: tuple[str, ...] = ()
    sounds: tuple[tuple[str, str], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    quoted: int = 8
    written: str = ""
    """What all this was read from: it changes with the rules."""
    in_pages: bool = False
    """Whether the author's words stand in the pages, which are not ours to judge."""


def house(project: Project) -> House:
    """Return the rules that the profile of a project names."""
    style = project.profile.style
    try:
        names = files.text(project.docs / style.names) if style.names else ""
    except (OSError, UnicodeDecodeError):
        names = ""  # a finding of the profile says so
    return _house(style, names, in_pages=project.profile.text.source == "pages")


@functools.lru_cache(maxsize=4)
def _house(style: Style, names: str, *, in_pages: bool) -> House:
    spelt = profile.table("language", style.language)
    sounds = tuple(
        map(tuple, profile.table("transliteration", style.transliteration).get("sounds", ()))
    )
    stems = spelt.get("ize", {}).get("stems")
    return House(
        spelt.get("spelling", {}),
        re.compile("|".join(stems)) if stems else None,
        tuple(spelt.get("dates", {}).get("months", ())),
        sounds,
        {_sounds(name, sounds): name for name in names.split()},
        style.quoted,
        repr((style, names, in_pages)),
        in_pages,
    )


@functools.lru_cache(maxsize=16_384)
def _sounds(name: str, sounds: tuple[tuple[str, str], ...]) -> str:
    """Return what is left of a name that all ways to transliterate it have in common."""
    text = unicodedata.normalize("NFC", name.lower())
    for pattern, sound in sounds:
        text = re.sub(pattern, sound, text)
    return text


_IZE_WORD = re.compile(r"\b([a-z]+?)iz(e|ed|es|ing|ation|ations|er|ers)\b")


@dataclass(frozen=True, slots=True)
class Lapse:
    """A lapse of style: ``start`` and ``end`` are offsets into the text given.

    ``better`` is what ``--fix`` writes there, None where that is for the author to say.
    """

    code: Code
    said: Message
    start: int
    end: int
    better: str | None


# Replaced by as many signs that no rule looks at, so that offsets stay true.
_KEPT = re.compile(
    r"""
    \{[\w:.-]+\}(`+).*?\1                                   # a role
    |(`+).*?\2                                              # code
    |\]\(\s*(?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)  # where a link leads …
        (?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)          # … and its title
    |^[ ]{0,3}\[[^\]\n]+\]:[^\n]*$                              # the same, given apart from it
    |^[ \t]*%[^\n]*$                                           # a line that is not printed
    |^[ \t]*:[a-z-]+:[ \t][^\n]*$                              # an option that stands too late
    |</?[A-Za-z!?][^<>]*>                                  # HTML, or an address
    |\b(?:https?://|www\.|doi:|10\.\d{4,}/)[^\s>)]+
    |\b(?:ISBN|ISSN|DOI|ISMN|OCLC|ORCID)\b[ :]*[\w./-]*\d[\dXx./-]*(?:[ ]\d[\dXx-]*)*
    |\b\d+(?:-[\dXx]+){2,}(?!\w)                          # a number in groups, a whole date
    |(?<![\w-])\d{4}-(?:0[1-9]|1[0-2])(?![\w-])           # a month
    """,
    re.DOTALL | re.VERBOSE | re.MULTILINE,
)
_QUOTED = re.compile(r"“[^“”]*”|‘[^‘’]*’(?!\w)|\*[^*\n]+\*|«[^«»]*»")
_RULES: tuple[tuple[Code, re.Pattern[str], str, str], ...] = (
    (
        Code.STYLE_DASH,
        re.compile(r"(?<![\w-])\d+(?:[.,/:]\d+)*(-)\d+(?:[.,/:]\d+)*(?![\w-])"),
        "–",
        "a range of numbers has an en rule",
    ),
    (Code.STYLE_DASH, re.compile(r"(?<=\w) (?:--?|—) (?=\w)"), " – ", "a dash is an en rule"),
    (Code.STYLE_DASH, re.compile(r"(?<=\w)(?:---?|—)(?=\w)"), " – ", "a dash is a spaced en rule"),
    (Code.STYLE_SPACE, re.compile(r"(?<=[^\s.])\.\.\.(?!\.)"), "…", "an ellipsis is one sign"),
    (Code.STYLE_SPACE, re.compile(r"(?<=[^\s|])  +(?=[^\s|])"), " ", "one space parts words"),
    (Code.STYLE_SPACE, re.compile(r"(?<=\w) +(?=[,;:!?](?:\s|$))"), "", "no space before a stop"),
)


@functools.lru_cache(maxsize=4)
def _with_months(months: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds the month before the day, and a day's ordinal before the month.

    The first has what stands for the day and the month, and the year if it is there.
    """
    month = f"(?:{'|'.join(months)})"
    return (
        re.compile(
            rf"\b(?P<month>{month})\s(?P<day>[0-3]?\d)"
            r"(?:(?P<ordinal>st|nd|rd|th)\b(?:,?\s(?P<year>\d{4})\b)?|,?\s(?P<then>\d{4})\b)"
        ),
        re.compile(rf"\b[0-3]?\d(?P<end>(?:st|nd|rd|th)(?:\sof)?)(?=\s{month}\b)"),
    )


_IN_FIGURES = re.compile(r"(?<![\w/])(?:\d{4}/(?:0?[1-9]|1[0-2])/\d\d?|\d\d?/\d\d?/\d{4})(?![\w/])")
# “1920’s” alone may be of the one year.
_DECADE = re.compile(
    r"\b(?:[Tt]he|[Ee]arly|[Mm]id|[Ll]ate)[\s-](?:1[0-9]|20)\d0(?P<sign>['’])(?=s\b)"
)
_TWICE = re.compile(r"(?<![\w-])([a-z]+)(\s+)\1(?![\w-])")
_MAY_STAND_TWICE = frozenset({"had", "that"})


def lapses(text: str, rules: House) -> Iterator[Lapse]:
    """Yield the lapses of a paragraph or more of Markdown, in no particular order."""
    masked = _mask(text, _KEPT)
    yield from _quotes(_mask(masked, _DECADE))
    for code, pattern, better, why in _RULES:
        for match in pattern.finditer(masked):
            # Where a rule looks at what stands around the signs, these are its group.
            yield Lapse(
                code,
                _("{why}: “{better}”", why=why, better=better),
                *match.span(pattern.groups),
                better,
            )
    own = _mask(masked, _QUOTED)
    for match in re.finditer(r"(?<![\w’-])[a-z]+(?![\w’-])", own):
        word = match[0]
        if ours := rules.spelling.get(word) or _ise(word, rules.ize):
            message = _("“{word}” is spelt “{ours}” here", word=word, ours=ours)
            yield Lapse(Code.STYLE_SPELLING, message, *match.span(), ours)
    # None of the surnames is shorter, however it is transliterated.
    for match in re.finditer(r"(?<!\w)[^\W\d_a-z](?=[\w'’]{3})\w*(?:['’](?!s\b)\w+)*", own):
        name = rules.names.get(_sounds(match[0], rules.sounds))
        if name and name != match[0]:
            message = _(
                "“{word}” is “{name}” in the edition's transliteration", word=match[0], name=name
            )
            yield Lapse(Code.STYLE_NAME, message, *match.span(), name)
    if rules.months:
        yield from _dates(own, *_with_months(rules.months))
    for match in _TWICE.finditer(own):
        if match[1] not in _MAY_STAND_TWICE:
            yield Lapse(
                Code.STYLE_WORD,
                _("“{what}” stands twice in a row", what=match[1]),
                *match.span(),
                None,
            )


def long_quotations(text: str, rules: House) -> Iterator[Lapse]:
    """Yield the quotations of a paragraph that are long and cite nothing."""
    if "{cite" in text:
        return
    for match in re.finditer(r"“([^“”]*)”", text):
        words = len(match[1].split())
        if words > rules.quoted:
            message = _("the quotation has {words} words and no source is cited", words=words)
            yield Lapse(Code.QUOTATION, message, *match.span(), None)


def _quotes(text: str) -> Iterator[Lapse]:
    for match in re.finditer(r"[\"']", text):
        at = match.start()
        before = text[at - 1] if at else " "
        opens = before.isspace() or before in "([–—“‘/"
        if match[0] == '"':
            better = "“" if opens else "”"
        else:
            better = "‘" if opens and not text[at + 1 : at + 3].isdigit() else "’"
        message = _("a straight {what} stands for {better}", what=match[0], better=better)
        yield Lapse(Code.STYLE_QUOTES, message, at, at + 1, better)


def _dates(text: str, month_first: re.Pattern[str], ordinal: re.Pattern[str]) -> Iterator[Lapse]:
    for match in month_first.finditer(text):
        year = match["year"] or match["then"]
        better = " ".join(filter(None, (match["day"], match["month"], year)))
        # What stands on two lines is left on two lines.
        mended = None if "\n" in match[0] else better
        yield Lapse(
            Code.STYLE_DATE,
            _("the day stands before the month: “{better}”", better=better),
            *match.span(),
            mended,
        )
    for match in ordinal.finditer(text):
        message = _("a date has the day's number alone: “14 February”")
        mended = None if "\n" in match["end"] else ""
        yield Lapse(Code.STYLE_DATE, message, *match.span("end"), mended)
    for match in _IN_FIGURES.finditer(text):
        message = _("“{what}” is to name its month, as in “14 February 1927”", what=match[0])
        yield Lapse(Code.STYLE_DATE, message, *match.span(), None)
    for match in _DECADE.finditer(text):
        message = _("a decade has no apostrophe, as in “the 1920s”")
        yield Lapse(Code.STYLE_DATE, message, *match.span("sign"), "")


def _ise(word: str, stems: re.Pattern[str] | None) -> str:
    match = _IZE_WORD.fullmatch(word)
    if match and stems and stems.fullmatch(match[1]):
        return f"{match[1]}is{match[2]}"
    return ""


def _mask(text: str, pattern: re.Pattern[str]) -> str:
    """Put signs that no rule looks at for what is not to be judged; lines stay lines."""
    return pattern.sub(lambda m: re.sub(r"[^\n]", "\x00", m[0]), text)
