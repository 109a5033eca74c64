"""One cause has one message, which says what is wrong and what to do."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.golden_cases import FOLDER, git

from critical_edition.checking import edition as check
from critical_edition.model.findings import Severity
from critical_edition.sources import read as source
from critical_edition.sources.pages import shown
from critical_edition.sources.project import Project

NEW = "docs/commentary/1/new.md"
OPEN = ":::{comment} new-one\n"
OPTIONS = ":on: 1.2\n:kind: context\n:by: ada-kestrel\n:date: 2026-11-01\n"
BODY = "\nThe soundings are printed in full by Kestrel {cite:p}`kestrel1931{p. 14}`.\n"
CLOSE = ":::\n"


@pytest.fixture
def edition(tmp_path: Path) -> Project:
    shutil.copytree(FOLDER / "base", tmp_path / "edition")
    return Project.find(tmp_path / "edition")


def found(project: Project) -> list[str]:
    return [
        f"{shown(f.path, project.root)}:{f.line}: {f.message} [{f.code}]"
        for f in check.findings(source.read(project))
    ]


def said(project: Project, content: str) -> list[str]:
    """Return the findings of a page, by line."""
    path = project.root / NEW
    path.write_text(f"# Comment\n\n{content}", "utf-8")
    return [message.removeprefix(f"{NEW}:") for message in found(project)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (OPEN + "\n" + OPTIONS + BODY + CLOSE,
         ["5: comment new-one: its options stand after a blank line and are not read [option]"]),
        (OPEN + ":on: 1.2\n\n" + OPTIONS.removeprefix(":on: 1.2\n") + BODY + CLOSE,
         ["6: comment new-one: its options stand after a blank line and are not read [option]"]),
        (OPEN + OPTIONS.replace(":kind:", ":knid:") + BODY + CLOSE,
         ["5: comment new-one has no option “knid”. Did you mean “kind”? [option]"]),
        (OPEN + OPTIONS.replace(":kind:", "：kind:") + BODY + CLOSE,
         ["5: comment new-one: an option has a full-width colon (：) [option]"]),
        (OPEN + OPTIONS.replace(":kind:", ":kind：") + BODY + CLOSE,
         ["5: comment new-one: an option has a full-width colon (：) [option]"]),
        (OPEN + OPTIONS.replace(":date: 2026-11-01\n", "") + BODY + CLOSE,
         ["3: the comment “new-one” lacks :date: [comment-date]"]),
        (OPEN.replace("comment", "coment") + OPTIONS + BODY + CLOSE,
         ["3: there is no directive “coment”. Did you mean “{comment}”? [refused-directive]"]),
        ("::: comment new-one\n" + OPTIONS + BODY + CLOSE,
         ["3: “::: comment new-one” opens no comment; its name stands in braces "
          "[refused-directive]"]),
        (OPEN + OPTIONS + BODY + CLOSE + "\n:::\n",
         ["12: this line of colons closes nothing: what stands before it is closed already "
          "[refused-directive]"]),
        (OPTIONS + BODY + CLOSE,
         ["3: these options have no line before them that opens their comment or parallel "
          "[refused-loose]"]),
        (OPTIONS + BODY + CLOSE + "\n" + OPEN.replace("new", "other") + OPTIONS + BODY + CLOSE,
         ["3: these options have no line before them that opens their comment or parallel "
          "[refused-loose]"]),
        ("Words.\n\nMore words.\n\n" + OPEN + OPTIONS + BODY + CLOSE + "\nAnd more.\n",
         ["3: this stands outside every comment and parallel [refused-loose]",
          "16: this stands outside every comment and parallel [refused-loose]"]),
        (OPEN + OPTIONS + BODY + "\nA <b class='x'>word</b>.\n\n<p>\n\"x\" it's\n</p>\n" + CLOSE,
         ["11: HTML is not permitted: <b class='x'> [refused-html]",
          "13: HTML is not permitted: <p> \"x\" it's </p> [refused-html]"]),
        (OPEN + OPTIONS + BODY + "\nTerm\n: its meaning\n\nOther\n: more\n" + CLOSE,
         ["11: a list of definitions is not permitted in commentary [refused-syntax]"]),
        ("```python\nprint()\n```\n",
         ["3: a block of code is not permitted in commentary [refused-directive]"]),
        (":::{include} a.md\n:::\n",
         ["3: the directive “include” is not permitted in commentary [refused-directive]"]),
        ("", ["1: the page has no comment, no argument and no parallel [comment-empty]"]),
        (OPEN + OPTIONS + BODY,
         ["3: the comment that begins here is not closed before the page ends [nested]"]),
        (OPEN + OPTIONS.replace("2026", "2999") + BODY + CLOSE,
         ["7: the date of the comment “new-one” is still to come [comment-date]"]),
        (OPEN + OPTIONS.replace("1.2", "1,2") + BODY + CLOSE,
         ["4: :on: “1,2” is not an anchor [anchor]"]),
        (OPEN + OPTIONS.replace("1.2", '1.2 "a b c d e f g h i"') + BODY + CLOSE,
         ["4: :on: the lemma has 9 words [anchor]"]),
        (OPEN + OPTIONS.replace("1.2", "1.9") + BODY + CLOSE,
         ["4: :on: the text has no 1.9. The last of its section is 1.2 [anchor]"]),
        (OPEN.replace("new-one", "harbour-silt") + OPTIONS + BODY + CLOSE,
         ["3: the comment “harbour-silt” is given twice, first in docs/commentary/1/harbour.md:3 "
          "[comment-id]"]),
    ],
)  # fmt: skip
def test_one_message(edition: Project, content: str, expected: Sequence[str]) -> None:
    assert said(edition, content) == expected


def test_what_is_only_odd_is_a_warning(edition: Project) -> None:
    said(edition, OPEN + OPTIONS + BODY)
    (finding,) = check.findings(source.read(edition))
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("on", "todo"),
    [
        (
            '1.2 "a b c d e f g h i"',
            "Quote at most 8 (first and last words may stand for a stretch",
        ),
        ("1.9", "Name a passage or a note that the text has."),
        ("1.2-1.1", "Both ends are passages of one section, the earlier first."),
        ("1,2", "Write a passage (2.6), a range (2.5-2.6) or a note (n7)"),
    ],
)
def test_what_to_do_is_said_once(edition: Project, on: str, todo: str) -> None:
    said(edition, OPEN + OPTIONS.replace("1.2", on) + BODY + CLOSE)
    (finding,) = check.findings(source.read(edition))
    assert finding.remedy.startswith(todo)
    assert todo not in finding.message


# --- other files --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[[contributor]\n", "1: the list of contributors is not TOML: Expected ']]'"),
        (b"", "1: the list holds tables [[contributor]] and nothing else"),
        (b"\n# \xe9\n", "2: the list of contributors is unreadable: the byte 0xE9"),
        (b'[[contributor]]\nid = "ada-kestrel"\nroles = ["software"]\nlicence = "CC-BY-4.0"\n',
         "1: ada-kestrel: “name” is to be a name"),
    ],
)  # fmt: skip
def test_contributors(edition: Project, content: bytes, message: str) -> None:
    edition.contributors.write_bytes(content)
    (only,) = found(edition)
    assert only.startswith(f"docs/contributors.toml:{message}")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "1: the bibliography is unreadable: No such file or directory [unreadable]"),
        (b"", "1: the bibliography is empty [record-syntax]"),
        (
            b"\xe9",
            "1: the bibliography is unreadable: the file ends within a character [unreadable]",
        ),
    ],
)
def test_bibliography(edition: Project, content: bytes | None, message: str) -> None:
    edition.bibliography.unlink()
    if content is not None:
        edition.bibliography.write_bytes(content)
    assert found(edition) == [f"references.bib:{message}"]


PART = (
    "\n@collection{{{}, title = {{{}}}, crossref = {{{}}}, mentioned = {{1.1}}, "
    "keywords = {{editors}}, verified = {{it}}}}\n"
)


@pytest.mark.parametrize(
    ("old", "new", "messages"),
    [
        ("{kestrel1931,", "{kestrel1931",
         ["3: a comma is missing after the key “kestrel1931” [record-syntax]"]),
        ("publisher = press", "publisher = pres", ["6: there is no @string “pres” [record-syntax]"]),
        ("@article", PART.format("one", "One", "two") + PART.format("two", "Two", "one") + "@article",
         ["13: the works “one”, “two” are parts of one another in a ring [record-crossref]"]),
    ],
)  # fmt: skip
def test_records(edition: Project, old: str, new: str, messages: Sequence[str]) -> None:
    text = edition.bibliography.read_text("utf-8")
    assert text.count(old) == 1
    edition.bibliography.write_text(text.replace(old, new), "utf-8")
    assert found(edition) == [f"references.bib:{message}" for message in messages]


def test_a_register_that_is_no_toml(edition: Project) -> None:
    path = edition.registers / "persons.toml"
    path.write_text(path.read_text("utf-8") + "\nid = \n", "utf-8")
    line = path.read_text("utf-8").count("\n")
    (only,) = found(edition)
    assert only.startswith(f"docs/registers/persons.toml:{line}: this is no TOML: ")


def test_an_emendation_of_what_is_not_there(edition: Project) -> None:
    shutil.copytree(FOLDER / "text", edition.text)
    marks = edition.marks / "2.toml"
    before = marks.read_text("utf-8")
    emendation = (
        '\n[[mark]]\non = "2.1"\nkind = "emendation"\nlemma = "no such words"\nreading = "x"\n'
    )
    marks.write_text(before + emendation, "utf-8")
    line = before.count("\n") + 3
    assert [m for m in found(edition) if "[mark]" in m] == [
        f"docs/essay/marks/2.toml:{line}: the emendation of 2.1: “no such words” does not occur [mark]"
    ]


def test_a_page_that_is_gone(edition: Project) -> None:
    git(edition.root, "init", "-q", "-b", "main")
    git(edition.root, "add", "-A")
    git(edition.root, "commit", "-q", "-m", "base")
    (edition.root / "docs" / "commentary" / "1" / "harbour.md").unlink()
    assert [message for message in found(edition) if "[id-removed]" in message] == [
        "docs/commentary/1:1: docs/commentary/1/harbour.md, which the main branch has, is gone, "
        "and with it comment-harbour-silt, comment-gazette-owners [id-removed]"
    ]
