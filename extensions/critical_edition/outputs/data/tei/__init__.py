"""The edition as TEI P5: one document, in companion form or with the text.

The text stands in ``text``; what is said of it, registers and bibliography in ``standOff``. The names
(``xml:id``) are those of the permalinks: what is ``…/#p2.6`` on the pages is ``#p2.6`` here.
``edition.rng`` is the subset of TEI that is written, as a grammar of RELAX NG.
"""

from __future__ import annotations

from importlib.resources import files

from lxml.etree import _Element

from critical_edition.domain.targets import successors
from critical_edition.model.i18n import N_
from critical_edition.outputs.data.format import Format
from critical_edition.outputs.data.source import Edition
from critical_edition.outputs.data.tei import hanging, registers, standoff
from critical_edition.outputs.data.tei.elements import dumps, el, settle
from critical_edition.outputs.data.tei.header import SCHEMA, header
from critical_edition.outputs.data.tei.text import text
from critical_edition.outputs.data.tei.works import structure


def document(edition: Edition) -> _Element:
    """Return an edition as a TEI document, with the text that it has."""
    hung = hanging.of(edition)
    key = edition.profile.work.key
    works = [structure(work) for work in edition.works.values() if work.key != key]
    said = [
        *standoff.parts(edition, hung),
        *registers.lists(edition.sources.registers),
        *([el("listBibl", *works)] if works else []),
    ]
    lang = edition.profile.style.language
    beside = [el("standOff", *said, lang=lang)] if said else []
    root = el("TEI", header(edition), text(edition, hung), *beside, lang=lang)
    settle(root, successors({old: new for old, (new, _line) in edition.sources.retired.items()}))
    return root


def schema() -> bytes:
    """Return the grammar of what is written, as the package ships it."""
    return (files(__package__) / SCHEMA).read_bytes()


FORMAT = Format(
    "tei",
    "edition.tei.xml",
    "application/tei+xml",
    "TEI",
    N_("the text and what is said of it, for corpora and tools of scholarly editing"),
    lambda edition: dumps(document(edition)),
)
SCHEMA_FORMAT = Format(
    "rng",
    SCHEMA,
    "application/xml",
    "RELAX NG",
    N_("the subset of TEI that is written, as a grammar for programs that check it"),
    lambda _edition: schema(),
)
