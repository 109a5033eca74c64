"""The page of data, and what the title page offers: of what was built, and no more."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from urllib.parse import unquote

import lxml.html
import pytest

from critical_edition.commands import main as cli
from critical_edition.outputs.data import formats
from critical_edition.outputs.html.model_picture import svg


@pytest.fixture(scope="module")
def project(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second edition, whose data were built before its pages."""
    root = tmp_path_factory.mktemp("page") / "lamps"
    shutil.copytree(checkout / "tests" / "editions" / "lamps", root)
    assert cli.main(["--project", str(root), "build", "html", "data"]) == 0
    return root


def page(project: Path, name: str) -> lxml.html.HtmlElement:
    return lxml.html.parse(project / "build" / "html" / name).getroot()


def listed(project: Path) -> dict[str, lxml.html.HtmlElement]:
    """Return the entries of the list, by what they are called."""
    (found,) = page(project, "data.html").find_class("edition-data")[-1:]
    heads = found.xpath(".//dt")
    return {(head.xpath("string(a)") or head.text_content()).strip(): head for head in heads}


def test_each_format_is_listed_and_leads_to_its_file(project: Path) -> None:
    site, entries = project / "build" / "html", listed(project)
    for found in formats.FORMATS:
        head = entries[found.label]
        (link,) = head.xpath("a/@href")
        file = site / unquote(link)
        assert file.is_file(), link
        assert "CC BY 4.0" in head.text_content()
        told = head.getnext().xpath("string(.//details/code)")
        if found.entry:
            assert told == ""
        else:
            assert told == hashlib.sha256(file.read_bytes()).hexdigest()
            assert f"{max(file.stat().st_size // 1000, 1)} kB" in head.text_content()
    assert (site / "data" / "passages" / "1.1.json").is_file()
    assert (site / "data" / "ro-crate-metadata.json").is_file()


def test_what_was_not_built_has_no_link(project: Path) -> None:
    missing = [head for name, head in listed(project).items() if "not built here" in name]
    assert [head.text_content().split()[0] for head in missing] == ["PDF", "EPUB"]
    assert not [link for head in missing for link in head.xpath(".//a[not(@class='headerlink')]")]


def test_the_title_page_leads_there(project: Path) -> None:
    (offer,) = page(project, "index.html").find_class("edition-downloads")
    assert offer.xpath(".//a/@href") == ["data.html"]
    assert " ".join(offer.text_content().split()) == "To take away: Data"


def test_the_picture_names_all_that_there_is(project: Path) -> None:
    (drawn,) = page(project, "data.html").find_class("data-model")
    names = {text.text for text in drawn.iter("{*}text", "text") if text.get("class") == "name"}
    assert len(names) == 9
    assert {"passage", "comment", "parallel", "argument", "work"} <= names
    assert drawn.get("role") == "img"
    assert svg() == svg()


def test_annotations_and_files_lead_to_what_stands_on_the_pages(project: Path) -> None:
    site = project / "build" / "html"
    anchors: dict[str, set[str]] = {}

    def stands(address: str, fragment: str) -> bool:
        name = address.removeprefix("https://lamps.example/")
        if name not in anchors:
            anchors[name] = set(page(project, name).xpath("//@id"))
        return fragment in anchors[name]

    data = json.loads((site / "data" / "annotations.jsonld").read_text("utf-8"))
    looked = 0
    for item in data["first"]["items"]:
        address, _, fragment = item["id"].partition("#")
        if fragment.partition("-")[0] in ("comment", "argument", "parallel"):
            assert stands(address, fragment), item["id"]
        targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
        for target in targets:
            if isinstance(target, str):
                assert stands(*target.split("#")), target
                continue
            selectors = target["selector"]
            for selector in selectors if isinstance(selectors, list) else [selectors]:
                assert stands(target["source"], selector["value"]), target
                looked += 1
    assert looked > 10
    for path in (site / "data" / "passages").glob("[0-9]*.json"):
        address, _, fragment = json.loads(path.read_text("utf-8"))["address"].partition("#")
        assert stands(address, fragment), path.name
        assert fragment == f"p{path.stem}"


def test_plain_text_says_what_the_formats_are(project: Path) -> None:
    assert cli.main(["--project", str(project), "build", "text"]) == 0
    words = " ".join((project / "build" / "text" / "data.txt").read_text("utf-8").split())
    assert "JSON everything that the edition has, in one file" in words
    assert "not built" not in words


def test_what_is_no_longer_built_goes(project: Path) -> None:
    """A build of the pages beside no data lists none, and keeps none of an earlier one."""
    shutil.rmtree(project / "build" / "data")
    assert cli.main(["--project", str(project), "build", "html"]) == 0
    site = project / "build" / "html"
    assert not [path for path in (site / "data").rglob("*") if path.is_file()]
    assert not [
        head for head in listed(project).values() if head.xpath("a[not(@class='headerlink')]")
    ]
    (offer,) = page(project, "index.html").find_class("edition-downloads")
    assert offer.xpath(".//a") == []
