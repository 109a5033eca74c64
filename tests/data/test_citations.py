"""The bibliography as other programs read it, and how the edition is cited."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pypandoc  # type: ignore[import-untyped]
import pytest
import yaml  # type: ignore[import-untyped]
from pybtex.database import BibliographyData, parse_string  # type: ignore[import-untyped]

from critical_edition.outputs.data import citations, formats
from critical_edition.outputs.data.source import Edition


def written(edition: Edition, form: str) -> str:
    content = formats.named(form).write(edition)
    assert isinstance(content, bytes)
    return content.decode("utf-8")


def items(text: str, form: str) -> dict[str, dict[str, Any]]:
    """Return what Pandoc reads in a file of records, as CSL-JSON."""
    found = json.loads(pypandoc.convert_text(text, "csljson", format=form))
    return {item["id"]: item for item in found}


def year(item: dict[str, Any]) -> Any:
    """Return the year of an item, or what stands for it in words."""
    return item["issued"].get("date-parts", [[item["issued"].get("literal")]])[0][0]


@pytest.mark.parametrize("form", ["biblatex", "bibtex"])
def test_pybtex_reads_all_records(edition: Edition, form: str) -> None:
    found: BibliographyData = parse_string(written(edition, form), "bibtex")
    assert list(found.entries) == ["edition", *edition.works]
    assert found.entries["edition"].fields["title"].strip("{}") == edition.title


@pytest.mark.parametrize("form", ["biblatex", "ris", "csljson"])
def test_pandoc_dates_all_that_has_a_date(edition: Edition, form: str) -> None:
    own = items(written(edition, "csl-json"), "csljson")
    found = items(written(edition, "csl-json" if form == "csljson" else form), form)
    assert found.keys() == {"edition", *edition.works}
    undated = [key for key, item in own.items() if "issued" in item and "issued" not in found[key]]
    assert undated == []
    years = {
        key: item["issued"].get("date-parts", [[0]])[0][0]
        for key, item in own.items()
        if "issued" in item
    }
    assert {k: found[k]["issued"].get("date-parts", [[0]])[0][0] for k in years} == years


def test_pandoc_sets_a_bibliography_of_all(companion: Edition, tmp_path: Path) -> None:
    (tmp_path / "works.json").write_text(written(companion, "csl-json"), "utf-8")
    document = f'---\nbibliography: {tmp_path / "works.json"}\nnocite: "@*"\n---\n'
    page = pypandoc.convert_text(document, "html", format="markdown", extra_args=["--citeproc"])
    listed = set(re.findall(r'id="ref-([^"]+)"', page))
    assert listed == {"edition", *companion.works}
    for key, work in companion.works.items():
        if work.date.first:
            entry = page.partition(f'id="ref-{key}"')[2].partition("</div>")[0]
            assert str(work.date.first.year) in entry, key


NAMES = re.compile(r"[^\W\d_]+")


def test_proper_names_keep_their_capitals(companion: Edition) -> None:
    """Pandoc sets English titles in small letters, but for what stands in braces."""
    lines = (companion.sources.project.docs / "style" / "surnames.txt").read_text("utf-8")
    names = {line.strip() for line in lines.splitlines() if line.strip() and line[0] != "#"}
    entries = companion.sources.registers
    names |= {w for e in entries.persons.values() for w in NAMES.findall(e.sort.partition(",")[0])}
    names |= {w for e in entries.places.values() for w in [e.name] if " " not in w}
    proper = {name.casefold() for name in names if name[:1].isupper()}
    proper -= {"state", "party", "centre", "east", "west", "center"}  # words besides names
    found = items(written(companion, "biblatex"), "biblatex")
    lost = []
    for key, item in found.items():
        title = re.sub(r"<[^>]*>", "", item.get("title", ""))
        lost += [(key, word) for word in NAMES.findall(title) if word in proper]
    assert len(proper) > 100
    assert lost == []


def test_citation_cff(edition: Edition) -> None:
    vendored = files("check_jsonschema.builtin_schemas") / "vendor" / "citation-file-format.json"
    data = yaml.safe_load(written(edition, "cff"))
    schema = json.loads(vendored.read_text("utf-8"))
    jsonschema.validate(data, schema)
    assert data["title"] == data["preferred-citation"]["title"] == edition.title
    assert data["references"][0]["start"] == edition.profile.work.pages.partition("-")[0]


def test_the_checkout_has_the_citation_that_its_profile_gives(companion: Edition) -> None:
    kept = companion.sources.project.root / "CITATION.cff"
    assert kept.read_bytes() == citations.cff(companion), "run `edition export cff CITATION.cff`"


def test_who_edited_is_named(lamps: Edition) -> None:
    own = items(written(lamps, "csl-json"), "csljson")["edition"]
    assert own["editor"] == [
        {"family": "Falk", "given": "Ines"},
        {"family": "Reed", "given": "Tobias"},
    ]
    assert own["URL"] == "https://lamps.example/"
    assert own["version"] == "1"
    assert own["issued"]["date-parts"] == [[2026, 3, 5]]


DOCUMENT = r"""\documentclass{article}
\usepackage{fontspec}
\usepackage[backend=biber,style=authoryear]{biblatex}
\addbibresource{bibliography.bib}
\begin{document}\nocite{*}\printbibliography\end{document}
"""


@pytest.mark.skipif(
    not (shutil.which("biber") and shutil.which("lualatex")), reason="needs biber and LuaLaTeX"
)
def test_biber_and_latex_have_no_complaint(companion: Edition, tmp_path: Path) -> None:
    def run(*command: str) -> str:
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        return done.stdout.decode("utf-8", "replace")

    (tmp_path / "bibliography.bib").write_text(written(companion, "biblatex"), "utf-8")
    (tmp_path / "t.tex").write_text(DOCUMENT, "utf-8")
    run("lualatex", "-interaction=nonstopmode", "t")
    said = run("biber", "t")
    assert "INFO - Output to t.bbl" in said
    assert (tmp_path / "t.bbl").read_text("utf-8").count(r"\entry{") == len(companion.works) + 1
    assert not re.findall(r"^(?:WARN|ERROR).*", said, re.MULTILINE)
    said = run("lualatex", "-interaction=nonstopmode", "t")
    assert "Output written on t.pdf" in said
    assert not re.findall(r"^!.*", said, re.MULTILINE)
