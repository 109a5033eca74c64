"""Records that say otherwise than they look by whom they are, and names that look like others'."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.golden_cases import FOLDER, git

from critical_edition.checking import edition as check
from critical_edition.checking.authorship import Against
from critical_edition.model.codes import Code
from critical_edition.sources import read as source
from critical_edition.sources.project import Project

PEOPLE = "docs/contributors.toml"
PAGE = "docs/commentary/1/forged.md"
BODY = "\nThe soundings are printed in full by Kestrel {cite:p}`kestrel1931{p. 14}`.\n"
PLAIN = ":::{comment} forged\n:on: 1.2\n:kind: context\n:date: 2026-11-01\n:by: editors\n" + BODY
PLAIN += ":::\n"


def under(text: str, mark: str, first: str = "") -> str:
    return first + "".join(f"{mark}{line}".rstrip() + "\n" for line in text.splitlines())


FORGED = {
    "plain": PLAIN,
    "no-break-space": PLAIN.replace(" forged", " forged\u00a0"),
    "em-space": PLAIN.replace(" forged", "\u2003forged"),
    "ideographic-space": PLAIN.replace(" forged", " forged\u3000"),
    "quoted": PLAIN.replace("by: editors", 'by: "editors"'),
    "escaped": PLAIN.replace("by: editors", r'by: "\x65ditors"'),
    "folded": PLAIN.replace("by: editors", "by: >\n:  editors"),
    "comment-behind": PLAIN.replace("by: editors", "by: editors # by ada-kestrel"),
    "unsigned": PLAIN.replace(":by: editors\n", ""),
    "nothing": PLAIN.replace("by: editors", 'by: ""'),
    "twice": PLAIN.replace(":by: editors", ":by: d-new\n:by: editors"),
    "dashes": PLAIN.replace(":on:", "---\non:").replace("\n:", "\n").replace("editors\n", "editors\n---\n"),
    "footnote": "Words[^a].\n\n" + under(PLAIN, "    ", "[^a]: Note.\n\n"),
    "quotation": under(PLAIN, "> "),
    "list": under(PLAIN, "  ", "- Item.\n\n"),
    "definition": under(PLAIN, "  ", "Term\n: Words.\n\n"),
    "in-a-note": "::::{note}\n" + PLAIN + "::::\n",
    "tildes": PLAIN.replace(":::{", "~~~{").replace("\n:::\n", "\n~~~\n"),
    "spaces-before": PLAIN.replace(":::{", ":::   {"),
}  # fmt: skip


@pytest.fixture
def edition(tmp_path: Path) -> Project:
    root = tmp_path / "edition"
    shutil.copytree(FOLDER / "base", root)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "base")
    return Project.find(root)


@pytest.mark.parametrize("page", [PAGE, "docs/essay/x.md", "docs/contributing/x.md"])
@pytest.mark.parametrize("name", FORGED)
def test_who_signs_is_who_wrote(edition: Project, name: str, page: str) -> None:
    path = edition.root / page
    path.parent.mkdir(exist_ok=True)
    path.write_text(FORGED[name], "utf-8")
    found = check.findings(source.read(edition), Against("", "github:stranger"))
    assert [f for f in found if f.code is Code.AUTHORSHIP and f.path == path]


def test_a_page_in_other_markup_is_refused(edition: Project) -> None:
    path = edition.docs / "essay" / "forged.rst"
    path.write_text(".. comment:: forged\n   :on: 1.2\n   :by: editors\n\n   Words.\n", "utf-8")
    found = check.findings(source.read(edition))
    assert [str(f.code) for f in found if f.path == path] == ["refused-file"]


@pytest.mark.parametrize(
    "name",
    [
        "Ada Kestrel", "ADA  KESTREL", "Аdа Kеstrеl", "Ａda Kestrel", "Ada Kestreł", "Αda Κestrel",
        "Ada Kestrei", "Ada-Kestrel", "The Editors", "Тhe Еditors", "An Editor",
    ],
)  # fmt: skip
def test_nobody_is_named_like_another(edition: Project, name: str) -> None:
    path = edition.root / PEOPLE
    before = [f for f in check.findings(source.read(edition)) if f.path == path]
    entry = (
        f'\n[[contributor]]\nid = "d-new"\nname = "{name}"\nlicence = "CC-BY-4.0"\n'
        'roles = ["writing-original-draft"]\n'
    )
    path.write_text(path.read_text("utf-8") + entry, "utf-8")
    found = [f for f in check.findings(source.read(edition)) if f.path == path]
    assert not before
    assert [f for f in found if f.code is Code.CONTRIBUTORS and "named like" in f.message]


@pytest.mark.parametrize(
    "name", ["Ada Marlow", "Иван Петров", "Édith Morin", "Ada M. Kestrel-Lund"]
)
def test_and_everybody_else_is_welcome(edition: Project, name: str) -> None:
    path = edition.root / PEOPLE
    entry = (
        f'\n[[contributor]]\nid = "d-new"\nname = "{name}"\nlicence = "CC-BY-4.0"\n'
        'roles = ["writing-original-draft"]\n'
    )
    path.write_text(path.read_text("utf-8") + entry, "utf-8")
    assert not [f for f in check.findings(source.read(edition)) if f.path == path]


@pytest.mark.parametrize(
    "name", ["Bartholomew Marlow", "Ваrthоlоmеw X. Маrlоw", "Marlow, Bartholomew"]
)
def test_nor_like_the_author_of_the_work(edition: Project, name: str) -> None:
    record = (
        "\n@book{thework,\n  author = {Marlow, Bartholomew},\n  title = {T},\n  year = {1900},\n}\n"
    )
    bibliography = edition.bibliography
    bibliography.write_text(bibliography.read_text("utf-8") + record, "utf-8")
    profile = edition.docs / "edition.toml"
    text = profile.read_text("utf-8")
    profile.write_text(text.replace("[work]\n", '[work]\nkey = "thework"\n', 1), "utf-8")
    path = edition.root / PEOPLE
    entry = f'\n[[contributor]]\nid = "d-new"\nname = "{name}"\nlicence = "CC-BY-4.0"\n'
    path.write_text(path.read_text("utf-8") + entry, "utf-8")
    project = Project.find(edition.root)
    found = [f.message for f in check.findings(source.read(project)) if f.path == path]
    assert [m for m in found if "named like the work" in m]


@pytest.mark.parametrize("written", ["\u202e", "\u200b", r"\u202E", r"\U0000200b"])
@pytest.mark.parametrize("name", [PEOPLE, "docs/retired.toml", "docs/registers/persons.toml"])
def test_nothing_unseen_stands_in_any_list(edition: Project, name: str, written: str) -> None:
    path = edition.root / name
    path.parent.mkdir(exist_ok=True)
    text = path.read_text("utf-8") if path.exists() else ""
    path.write_text(f'{text}\n[[x]]\nnote = "a{written}b"\n', "utf-8")
    found = [f for f in check.findings(source.read(edition)) if f.path == path]
    assert [f for f in found if "cannot be seen" in f.message]


@pytest.mark.parametrize(
    "name", ["con.md", "AUX.md", "com1.md", "nul.txt.md", "Harbour.md", "x..md."]
)
def test_names_that_are_none_elsewhere(edition: Project, name: str) -> None:
    path = edition.docs / "commentary" / "1" / name
    path.write_text(PLAIN, "utf-8")
    found = check.findings(source.read(edition))
    assert [f for f in found if f.path == path and str(f.code) == "refused-file"]
    assert not [p for p in source.read(edition).pages if p.path == path]
