"""The house style of prose: spelling, dashes, quotation marks, transliteration, with what to write.

Prose is the running text of comments, arguments, parallels and summaries. Quotations, titles in
italics, citations, code and addresses keep what they have.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from critical_edition.model.codes import Code
from critical_edition.model.messages import Message, _

MAX_QUOTED = 8
"""Words that may be quoted without a source."""

SPELLING = {
    "analyze": "analyse",
    "analyzed": "analysed",
    "analyzes": "analyses",
    "analyzing": "analysing",
    "armor": "armour",
    "armored": "armoured",
    "behavior": "behaviour",
    "canceled": "cancelled",
    "catalog": "catalogue",
    "center": "centre",
    "centered": "centred",
    "centers": "centres",
    "color": "colour",
    "colors": "colours",
    "counselor": "counsellor",
    "defense": "defence",
    "defenses": "defences",
    "dialog": "dialogue",
    "endeavor": "endeavour",
    "favor": "favour",
    "favorable": "favourable",
    "favored": "favoured",
    "favorite": "favourite",
    "favors": "favours",
    "fulfill": "fulfil",
    "fulfillment": "fulfilment",
    "fulfills": "fulfils",
    "gray": "grey",
    "harbor": "harbour",
    "honor": "honour",
    "honored": "honoured",
    "instill": "instil",
    "labeled": "labelled",
    "labor": "labour",
    "leveled": "levelled",
    "maneuver": "manoeuvre",
    "maneuvers": "manoeuvres",
    "meager": "meagre",
    "modeled": "modelled",
    "neighbor": "neighbour",
    "neighboring": "neighbouring",
    "neighbors": "neighbours",
    "offense": "offence",
    "paralyze": "paralyse",
    "paralyzed": "paralysed",
    "pretense": "pretence",
    "program": "programme",
    "programs": "programmes",
    "rumor": "rumour",
    "rumors": "rumours",
    "signaled": "signalled",
    "signaling": "signalling",
    "skeptical": "sceptical",
    "skepticism": "scepticism",
    "skillful": "skilful",
    "somber": "sombre",
    "specter": "spectre",
    "theater": "theatre",
    "traveled": "travelled",
    "traveler": "traveller",
    "traveling": "travelling",
    "willful": "wilful",
}
"""Spellings that the edition does not use, and what it writes for them; small letters only."""

_IZE = re.compile(
    "author|capital|central|character|civil|collectiv|colon|critic|crystall|demobil|emphas|equal|"
    "fert|final|formal|general|harmon|idol|immun|industrial|legal|liberal|maxim|memor|militar|"
    "minim|mobil|modern|monopol|national|neutral|normal|organ|polar|popular|public|radical|rational|"
    "real|recogn|reorgan|revolution|special|stabil|standard|summar|symbol|sympath|synthes|terror|"
    "util|visual"
)
_IZE_WORD = re.compile(r"\b([a-z]+?)iz(e|ed|es|ing|ation|ations|er|ers)\b")

SURNAMES = (
    *("Adoratskii", "Bubnov", "Bukharin", "Chicherin", "Doletskii", "Dzerzhinskii", "Enukidze"),
    *("Ezhov", "Gamarnik", "Gromyko", "Iagoda", "Iakir", "Iaroslavskii", "Ivanov", "Kaganovich"),
    *("Kalinin", "Kamenev", "Karakhan", "Khinchuk", "Krestinskii", "Litvinov", "Lunacharskii"),
    *("Maiakovskii", "Maiskii", "Mikoian", "Molotov", "Ordzhonikidze", "Piatakov", "Pokrovskii"),
    *("Preobrazhenskii", "Rakovskii", "Rykov", "Sokolnikov", "Tukhachevskii", "Vinogradov"),
    *("Voikov", "Voroshilov", "Vyshinskii", "Zinoviev"),
)
"""Russian surnames of the essay's persons and of others who are near it, as the edition has them."""


@functools.lru_cache(maxsize=16_384)
def _sounds(name: str) -> str:
    """Return what is left of a Russian name that all ways to transliterate it have in common.

    English, French, German and scholarly ways differ in how they write a few consonants, in y, j and
    i, and in w and v.
    """
    text = unicodedata.normalize("NFC", name.lower())
    for pattern, sound in _SOUNDS:
        text = re.sub(pattern, sound, text)
    return text


_SOUNDS = (
    ("['’](?=e)", "i"),
    ("['’]", ""),
    ("schtsch|shch|šč", "sc"),
    ("tsch", "c"),
    ("sch|sh|š|zh|ž", "s"),
    ("tch|ch|kh|č", "c"),
    ("ts|tz|z", "s"),
    ("w", "v"),
    ("ff$", "v"),
    ("[éëê]", "e"),
    ("[yj]", "i"),
    ("i+", "i"),
    ("^ie", "e"),
)
_KNOWN_SOUNDS = {_sounds(name): name for name in SURNAMES}


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
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
# What stands for the day and the month, and the year if it is there, in an order that is not the edition's.
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>{_MONTH})\s(?P<day>[0-3]?\d)"
    r"(?:(?P<ordinal>st|nd|rd|th)\b(?:,?\s(?P<year>\d{4})\b)?|,?\s(?P<then>\d{4})\b)"
)
_ORDINAL = re.compile(rf"\b[0-3]?\d(?P<end>(?:st|nd|rd|th)(?:\sof)?)(?=\s{_MONTH}\b)")
_IN_FIGURES = re.compile(r"(?<![\w/])(?:\d{4}/(?:0?[1-9]|1[0-2])/\d\d?|\d\d?/\d\d?/\d{4})(?![\w/])")
# “1920’s” alone may be of the one year.
_DECADE = re.compile(
    r"\b(?:[Tt]he|[Ee]arly|[Mm]id|[Ll]ate)[\s-](?:1[0-9]|20)\d0(?P<sign>['’])(?=s\b)"
)
_TWICE = re.compile(r"(?<![\w-])([a-z]+)(\s+)\1(?![\w-])")
_MAY_STAND_TWICE = frozenset({"had", "that"})


def lapses(text: str) -> Iterator[Lapse]:
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
        if british := SPELLING.get(word) or _ise(word):
            message = _("“{word}” is spelt “{british}” here", word=word, british=british)
            yield Lapse(Code.STYLE_SPELLING, message, *match.span(), british)
    # None of the surnames is shorter, however it is transliterated.
    for match in re.finditer(r"(?<!\w)[^\W\d_a-z](?=[\w'’]{3})\w*(?:['’](?!s\b)\w+)*", own):
        name = _KNOWN_SOUNDS.get(_sounds(match[0]))
        if name and name != match[0]:
            message = _(
                "“{what}” is “{name}” in the edition's transliteration", what=match[0], name=name
            )
            yield Lapse(Code.STYLE_NAME, message, *match.span(), name)
    yield from _dates(own)
    for match in _TWICE.finditer(own):
        if match[1] not in _MAY_STAND_TWICE:
            yield Lapse(
                Code.STYLE_WORD,
                _("“{what}” stands twice in a row", what=match[1]),
                *match.span(),
                None,
            )


def long_quotations(text: str) -> Iterator[Lapse]:
    """Yield the quotations of a paragraph that are long and cite nothing."""
    if "{cite" in text:
        return
    for match in re.finditer(r"“([^“”]*)”", text):
        words = len(match[1].split())
        if words > MAX_QUOTED:
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


def _dates(text: str) -> Iterator[Lapse]:
    for match in _MONTH_FIRST.finditer(text):
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
    for match in _ORDINAL.finditer(text):
        message = _("a date has the day's number alone: “14 February”")
        mended = None if "\n" in match["end"] else ""
        yield Lapse(Code.STYLE_DATE, message, *match.span("end"), mended)
    for match in _IN_FIGURES.finditer(text):
        message = _("“{what}” is to name its month, as in “14 February 1927”", what=match[0])
        yield Lapse(Code.STYLE_DATE, message, *match.span(), None)
    for match in _DECADE.finditer(text):
        message = _("a decade has no apostrophe, as in “the 1920s”")
        yield Lapse(Code.STYLE_DATE, message, *match.span("sign"), "")


def _ise(word: str) -> str:
    match = _IZE_WORD.fullmatch(word)
    if match and _IZE.fullmatch(match[1]):
        return f"{match[1]}is{match[2]}"
    return ""


def _mask(text: str, pattern: re.Pattern[str]) -> str:
    """Put signs that no rule looks at for what is not to be judged; lines stay lines."""
    return pattern.sub(lambda m: re.sub(r"[^\n]", "\x00", m[0]), text)
