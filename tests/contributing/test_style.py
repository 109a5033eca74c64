"""The house style: what is a lapse, what is to be written, and what is left alone."""

from __future__ import annotations

import pytest
from tests.conftest import ROOT

from critical_edition.checking import style
from critical_edition.model.codes import Code
from critical_edition.sources.project import Project

HOUSE = style.house(Project(ROOT))


def found(text: str) -> list[tuple[str, str, str | None]]:
    """The codes of a text's lapses, the words that they are, and what is to stand for these."""
    lapses = sorted(style.lapses(text, HOUSE), key=lambda lapse: lapse.start)
    return [(str(one.code), text[one.start : one.end], one.better) for one in lapses]


@pytest.mark.parametrize(
    ("text", "words", "better"),
    [
        ("On February 14, 1927, he left.", "February 14, 1927", "14 February 1927"),
        ("On February 14 1927 he left.", "February 14 1927", "14 February 1927"),
        ("On February 14th he left.", "February 14th", "14 February"),
        ("On February 14th, 1927 he left.", "February 14th, 1927", "14 February 1927"),
        ("On February\n14, 1927, he left.", "February\n14, 1927", None),
        ("On 14th February he left.", "th", ""),
        ("On 1st of May 1927 he left.", "st of", ""),
        ("On 1st\nof May 1927 he left.", "st\nof", None),
        ("On 1927/02/14 he left.", "1927/02/14", None),
        ("On 2/14/1927 he left.", "2/14/1927", None),
        ("In the 1920's he left.", "'", ""),
        ("In the late-1920’s he left.", "’", ""),
    ],
)  # fmt: skip
def test_dates(text: str, words: str, better: str | None) -> None:
    assert found(text) == [(Code.STYLE_DATE, words, better)]


@pytest.mark.parametrize(
    "text",
    [
        "On 14 February 1927, in May 1927, in the 1920s, and in 1926/27.",
        "The letter of March 23 and the 14th Congress; in May 12 ships sank.",
        "That was 1920’s harvest.",
        "“On February 14, 1927”, *the 1920’s*, and `1927/02/14`.",
        "[it](https://example.org/1927/02/14) {cite:p}`a1{February 14, 1927}`",
        "The files 1926/27/28 and 12/3/4/1927.",
    ],
)
def test_no_dates(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("word", "name"),
    [
        *((w, "Chicherin") for w in ("Čičerin", "Chičerin", "Tschitscherin", "Tchitcherin")),
        *((w, "Kamenev") for w in ("Kamenew", "Kameneff")),
        *((w, "Litvinov") for w in ("Litwinow", "Litvinoff")),
        ("Bucharin", "Bukharin"),
        ("Wyschinski", "Vyshinskii"),
        *((w, "Krestinskii") for w in ("Krestinsky", "Krestinski", "Krestinskij")),
        *((w, "Tukhachevskii") for w in ("Tukhachevsky", "Tuchatschewski", "Tuchačevskij")),
        *((w, "Zinoviev") for w in ("Zinovyev", "Zinov'ev", "Zinov’ev", "Sinowjew")),
        *((w, "Ezhov") for w in ("Yezhov", "Ežov", "Jeschow")),
        *((w, "Piatakov") for w in ("Pyatakov", "Pjatakow")),
        *((w, "Voikov") for w in ("Voykov", "Wojkow")),
        *((w, "Iakir") for w in ("Yakir", "Jakir")),
        *((w, "Dzerzhinskii") for w in ("Dzerzhinsky", "Dserschinski")),
    ],
)
def test_names(word: str, name: str) -> None:
    for text in (f"So {word} wrote.", f"It was {word}’s."):
        lapses = [lapse for lapse in found(text) if lapse[0] == Code.STYLE_NAME]
        assert lapses == [(Code.STYLE_NAME, word, name)]


def test_no_names() -> None:
    names = " ".join(f"{name}, {name}’s, ‘{name}’." for name in HOUSE.names.values())
    others = "Trotsky, Stalin, Lenin, Nicolaevsky, Twardowski, Nadolny, Jansen, Brüning, Bol’shevik"
    assert found(f"{names} {others}. “Litwinow” in *Tschitscherin*.") == []
