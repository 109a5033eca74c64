"""A record to take away."""

from __future__ import annotations

import json
from pathlib import Path

from critical_edition.citation import export, record
from critical_edition.citation.work import Library

SOURCE = r"""
@incollection{part, author={{A Body} and von Rauch, Georg}, title={Über -- \emph{It}},
  booktitle={Writings}, crossref={whole}, volume={5}, pages={101--108}, date={1921-03-04},
  year={1921}, langid={german}, titletranslation={On It}, keywords={author}, verified={x}}
@collection{whole, editor={Ed, Ira}, title={Writings}, volumes={13}, address={Rome and London},
  publisher={P}, date={1946/1952}, year={1946–1952}, keywords={author}}
@article{winter, author={Writer, A.}, title={It}, journal={J}, date={1956}, year={1956},
  issuedate={Winter 1956}}
"""


def test_bibtex_stands_by_itself() -> None:
    records = record.parse(SOURCE)
    written = export.bibtex(records["part"], records["whole"])
    assert (
        written
        == r"""@incollection{part,
  author           = {{A Body} and von Rauch, Georg},
  editor           = {Ed, Ira},
  title            = {Über -- \emph{It}},
  booktitle        = {Writings},
  volume           = {5},
  volumes          = {13},
  pages            = {101--108},
  address          = {Rome and London},
  publisher        = {P},
  date             = {1946/1952},
  year             = {1946–1952},
  langid           = {german},
  origdate         = {1921-03-04},
  titletranslation = {On It},
}
"""
    )
    again = record.parse(written)["part"]
    assert again.names["author"] == records["part"].names["author"]
    assert export.bibtex(again) == written


def test_csl_json() -> None:
    [item] = json.loads(export.csl_json(Library(record.parse(SOURCE))["part"]))
    assert item == {
        "id": "part",
        "type": "chapter",
        "title": "Über – It",
        "author": [
            {"literal": "A Body"},
            {"family": "Rauch", "given": "Georg", "non-dropping-particle": "von"},
        ],
        "editor": [{"family": "Ed", "given": "Ira"}],
        "container-title": "Writings",
        "volume": "5",
        "number-of-volumes": "13",
        "page": "101-8",
        "publisher": "P",
        "publisher-place": "Rome; London",
        "issued": {"date-parts": [[1946], [1952]]},
        "original-date": {"date-parts": [[1921, 3, 4]]},
        "language": "de",
    }


def test_a_season() -> None:
    [item] = json.loads(export.csl_json(Library(record.parse(SOURCE))["winter"]))
    assert item["issued"] == {"date-parts": [[1956]], "season": 4}


def test_all_records_round_trip() -> None:
    source = Path(__file__).parents[2] / "references.bib"
    records = record.load(source)
    library = Library(records)
    for key, given in records.items():
        written = export.bibtex(given)
        again = record.parse(written)[key]
        assert again.names == given.names
        kept = {k: v for k, v in given.fields.items() if k not in export.OURS}
        assert dict(again.fields) == kept
        [item] = json.loads(export.csl_json(library[key]))
        assert item["id"] == key
        assert item["title"]
