"""What the extension warns of: each time the whole list of warnings, with codes and places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Edition

HARBOUR = "essay/1-the-harbour.md"
DREDGERS = "essay/2-the-dredgers.rst"


@dataclass(frozen=True, slots=True)
class Case:
    """A change of one file, and the warnings that it brings."""

    file: str
    old: str
    new: str
    warnings: tuple[str, ...]


CASES = {
    "passage-number": Case(
        HARBOUR,
        "{passage} 1.1",
        "{passage} 1.1a",
        (
            f"{HARBOUR}:3:1: WARNING: “1.1a” is not a passage number "
            "(section.paragraph, such as 2.6) [edition.passage-id]",
            "index.md:11: WARNING: no passage is called “1.1” [ref.passage]",
        ),
    ),
    "passage-number-rst": Case(
        DREDGERS,
        "passage:: 2.2",
        "passage:: two",
        (
            f"{DREDGERS}:10:1: WARNING: “two” is not a passage number "
            "(section.paragraph, such as 2.6) [edition.passage-id]",
        ),
    ),
    "passage-twice": Case(
        DREDGERS,
        "passage:: 2.2",
        "passage:: 1.2",
        (
            f"{DREDGERS}:10: WARNING: passage 1.2 is given twice, "
            f"first in {HARBOUR}:14 [edition.passage-order]",
            f"{DREDGERS}:10: WARNING: passage 1.2 comes after 2.1 [edition.passage-order]",
        ),
    ),
    "unknown-passage": Case(
        HARBOUR,
        "{edition:passage}`2.1`",
        "{edition:passage}`2.9`",
        (f"{HARBOUR}:18: WARNING: no passage is called “2.9” [ref.passage]",),
    ),
    "unknown-note": Case(
        HARBOUR,
        "{edition:passage}`2.1`",
        "{edition:authornote}`9`",
        (f"{HARBOUR}:18: WARNING: no author's note is called “n9” [ref.authornote]",),
    ),
    "no-incipit": Case(
        DREDGERS,
        "   :incipit: Of the pilots nothing more was\n",
        "",
        (f"{DREDGERS}:10:1: WARNING: passage 2.2 has no incipit [edition.incipit-missing]",),
    ),
    "long-incipit": Case(
        HARBOUR,
        "blamed\n:pages: 564",
        "blamed the moon and tides\n:pages: 564",
        (
            f"{HARBOUR}:15:11: WARNING: the incipit of 1.2 has 10 words; 8 are allowed "
            "[edition.incipit-length]",
        ),
    ),
    "no-pages": Case(
        DREDGERS,
        "   :pages: 566\n",
        "",
        (f"{DREDGERS}:10:1: WARNING: passage 2.2 has no pages [edition.pages]",),
    ),
    "wrong-pages": Case(
        DREDGERS,
        ":pages: 566\n",
        ":pages: 999\n",
        (
            f"{DREDGERS}:12:12: WARNING: 999: the printing's pages go from 563 to 589 "
            "[edition.pages]",
        ),
    ),
    "note-number": Case(
        DREDGERS,
        "authornote:: 4",
        "authornote:: four",
        (
            f"{DREDGERS}:16:1: WARNING: “four” is not the number of an author's note "
            "[edition.note-id]",
            f"{DREDGERS}:10: WARNING: no author's note is called “n4” [ref.authornote]",
        ),
    ),
    "note-order": Case(
        HARBOUR,
        "{authornote} 1\n",
        "{authornote} 5\n",
        (
            f"{HARBOUR}:21: WARNING: author's note n2 comes after n5 [edition.note-order]",
            f"{HARBOUR}:29: WARNING: author's note n3 comes after n5 [edition.note-order]",
            f"{DREDGERS}:16: WARNING: author's note n4 comes after n5 [edition.note-order]",
            f"{HARBOUR}:3: WARNING: no author's note is called “n1” [ref.authornote]",
            "index.md:11: WARNING: 'any' reference target not found: n1 [ref.any]",
        ),
    ),
    "note-twice": Case(
        DREDGERS,
        "authornote:: 4",
        "authornote:: 3",
        (
            f"{DREDGERS}:16: WARNING: author's note n3 is given twice, "
            f"first in {HARBOUR}:29 [edition.note-order]",
            f"{DREDGERS}:10: WARNING: no author's note is called “n4” [ref.authornote]",
        ),
    ),
    "empty-note": Case(
        DREDGERS,
        "   :cite:p:`marlow1948{p. 40}`.\n",
        "",
        (
            f"{DREDGERS}:16:1: WARNING: note n4 has neither a citation nor a summary "
            "[edition.note-empty]",
        ),
    ),
    "unknown-key": Case(
        DREDGERS,
        "marlow1948{p. 40}",
        "marlowe{p. 40}",
        (f'{DREDGERS}:18: WARNING: could not find bibtex key "marlowe" [bibtex.key_not_found]',),
    ),
    "faulty-marks": Case(
        "essay/marks/2.toml",
        'kind = "marker"',
        'kind = "sparkle"',
        (
            "essay/marks/2.toml:13:1: WARNING: mark 3: kind is one of marker, page, emphasis, "
            "citation, emendation, variant [edition.mark]",
        ),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@pytest.mark.parametrize("parallel", [0, 2], ids=["serial", "parallel"])
def test_warnings(invented: Edition, case: Case, parallel: int) -> None:
    invented.edit(case.file, case.old, case.new)
    built = invented.build("dummy", parallel=parallel)
    assert sorted(built.warnings) == sorted(case.warnings)


def test_a_text_that_leads_to_no_work_is_warned_of(invented: Edition) -> None:
    invented.establish()
    invented.edit("essay/text/1-the-harbour.md", "(cite:kestrel1931), p. 99", "(cite:kest), p. 99")
    assert invented.build("dummy").warnings == [
        f"{HARBOUR}:29: WARNING: the bibliography has no work “kest” [ref.source]"
    ]


def test_a_damaged_text_stops_the_build(invented: Edition) -> None:
    from sphinx.errors import ConfigError

    invented.establish()
    invented.edit("essay/text/1-the-harbour.md", "*herring fleet*", "*herring fleet")
    with pytest.raises(ConfigError, match=r"1-the-harbour\.md:13: an emphasis begins that does"):
        invented.build("dummy")


def test_words_of_a_mark_that_the_text_lacks(invented: Edition) -> None:
    invented.establish()
    marks = "essay/marks/2.toml"
    before = (invented.source / marks).read_text("utf-8")
    mark = '\n[[mark]]\non = "2.1"\nkind = "emphasis"\nlemma = "no such words"\nreason = "title"\n'
    invented.write(marks, before + mark)
    line = before.count("\n") + 3
    assert invented.build("dummy").warnings == [
        f"{marks}:{line}:1: WARNING: the emphasis of 2.1: “no such words” does not occur "
        "[edition.mark]"
    ]
