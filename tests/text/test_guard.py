"""The leak guard: no run of twelve words passes, and no honest page is accused."""

from __future__ import annotations

import random
import subprocess
import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from critical_edition.model.places import PassageId
from critical_edition.model.sentences import count_words, words
from critical_edition.text.guard import LEAST, Leak, leaks, tracked

from .conftest import Case

HONEST = """\
# A page of ours

We summarise in our own words what the paragraph argues, and name the works it rests on.
Nobody has copied anything here; the sentences are as long as they need to be, and no longer.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("guarded")


def found_in(text: str, folder: Path, case: Case) -> list[Leak]:
    (folder / "page.md").write_text(text, "utf-8")
    return list(leaks(folder, ["page.md"], case.lock))


def tokens_of(case: Case, number: int) -> list[str]:
    """The words of a passage, with their stops, without quotation marks."""
    passages = [r.text for p, r in case.truth.items() if isinstance(p, PassageId)]
    texts = [text for text in passages if count_words(text) > 60]
    text = texts[number % len(texts)]
    for mark in "“”‘’—.…":
        text = text.replace(mark, " ")
    return [t for t in text.split() if any(words(t))]


def markup(tokens: list[str], style: str) -> str:
    """Set a run in a page in some way that leaves it readable."""
    rng = random.Random(len(tokens))
    plain = " ".join(tokens)
    match style:
        case "wrapped":
            return textwrap.fill(plain, 24)
        case "capitals":
            return plain.upper()
        case "emphasis":
            at = rng.randrange(len(tokens))
            return " ".join(f"**{t}**" if n == at else t for n, t in enumerate(tokens))
        case "dashes":
            return "—".join(tokens)
        case "quoted":
            return f"As he says: “{plain}.”"
        case "code":
            return f"``{plain}``"
        case "stray quotation mark":
            at = rng.randrange(len(tokens))
            return " ".join(f"{t}”" if n == at else t for n, t in enumerate(tokens))
        case "roles":
            at = rng.randrange(len(tokens))
            return " ".join(
                f"{{edition:passage}}`{t}`" if n == at else t for n, t in enumerate(tokens)
            )
        case "option":
            return f":incipit: {plain}"
        case "comment":
            return f"% {plain}"
        case _:
            return plain


STYLES = (
    *("plain", "wrapped", "capitals", "emphasis", "dashes", "quoted", "code"),
    *("stray quotation mark", "option", "comment"),
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_run_of_twelve_words_is_found(
    data: st.DataObject, invented_case: Case, folder: Path
) -> None:
    tokens = tokens_of(invented_case, data.draw(st.integers(0, 200)))
    length = data.draw(st.integers(LEAST, min(40, len(tokens))))
    start = data.draw(st.integers(0, len(tokens) - length))
    style = data.draw(st.sampled_from(STYLES))
    run = markup(tokens[start : start + length], style)
    place = data.draw(
        st.sampled_from(["{}\n\n" + HONEST, HONEST + "\n{}", HONEST + "\n{}\n\nEnd."])
    )
    found = found_in(place.format(run), folder, invented_case)
    assert len(found) >= 1, (style, start, length)


def test_a_leak_is_named_with_its_line_and_column(invented_case: Case, folder: Path) -> None:
    tokens = tokens_of(invented_case, 3)[:20]
    found = found_in(f"{HONEST}\nBefore.\n  {' '.join(tokens)}\n", folder, invented_case)
    assert [leak.path for leak in found] == ["page.md"]
    assert found[0].line == HONEST.count("\n") + 3
    assert 3 <= found[0].column < 60
    assert found[0].grams >= 2


def test_short_quotations_pass(case: Case, folder: Path) -> None:
    """Up to eight words may be quoted: as incipits, lemmata, titles, in quotation marks."""
    rng = random.Random(1)
    for number in range(0, 40, 2):
        tokens = tokens_of(case, number)
        for length in (3, 6, 8):
            start = rng.randrange(len(tokens) - length)
            words_ = " ".join(tokens[start : start + length]).strip(",;:'\"()[]*`")
            if count_words(words_) > 8:  # A hyphenated word is two.
                continue
            for form in (":incipit: {}", "He writes “{}” here.", 'lemma = "{}"', "see *{}*, p. 4"):
                text = f"{HONEST}\n{form.format(words_)}\n\n{HONEST}"
                assert found_in(text, folder, case) == [], (number, start, length, form)


def test_runs_of_five_words_pass_anywhere(invented_case: Case, folder: Path) -> None:
    tokens = tokens_of(invented_case, 5)
    for start in range(0, len(tokens) - 5, 5):
        run = " ".join(tokens[start : start + 5])
        if count_words(run) == 5:  # A hyphenated word is two.
            assert found_in(f"Nobody {run} besides.", folder, invented_case) == []


def test_common_prose_does_not_trip(case: Case, checkout: Path, folder: Path) -> None:
    text = "\n\n".join(
        (checkout / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md", "LICENSE")
    )
    assert found_in(text, folder, case) == []


def test_files_that_are_no_text_are_passed_over(invented_case: Case, folder: Path) -> None:
    (folder / "picture.png").write_bytes(bytes(range(256)) * 10)
    assert list(leaks(folder, ["picture.png", "absent.md"], invented_case.lock)) == []


def test_what_git_tracks_or_would_is_searched(invented_case: Case, tmp_path: Path) -> None:
    run = " ".join(tokens_of(invented_case, 7)[:15])
    for name in ("añadido.md", "ignored.md", "untracked.md"):
        (tmp_path / name).write_text(run, "utf-8")
    (tmp_path / ".gitignore").write_text("ignored.md\n", "utf-8")
    for arguments in (["init", "-q"], ["add", "añadido.md"]):
        subprocess.run(["git", "-C", str(tmp_path), *arguments], check=True)
    names = tracked(tmp_path)
    assert set(names) == {".gitignore", "añadido.md", "untracked.md"}
    found = [leak.path for leak in leaks(tmp_path, names, invented_case.lock)]
    assert sorted(found) == ["añadido.md", "untracked.md"]
