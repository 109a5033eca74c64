"""The header: what the file is, of which work, by whom, under which terms, and how it is encoded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

from critical_edition.model.profile import Profile, Relation
from critical_edition.model.version import __version__
from critical_edition.outputs.data.source import Edition
from critical_edition.outputs.data.tei.elements import el, name
from critical_edition.outputs.data.tei.standoff import licence
from critical_edition.outputs.data.tei.works import person, structure
from critical_edition.sources.people import EDITORS, ROLES, Contributor, anchor

ENGINE = "critical_edition"
SCHEMA = "edition.rng"
"""The grammar, as a file beside the document."""

_VERSION = re.compile(r"\d+[a-z]*\d*(?:\.\d+[a-z]*\d*){0,3}")
"""What TEI takes for a version (``teidata.versionNumber``)."""


def header(edition: Edition) -> _Element:
    """Return the header of an edition."""
    return el("teiHeader", _file(edition), _encoding(edition), lang="en")


# -- the file ------------------------------------------------------------------------------------


def _file(edition: Edition) -> _Element:
    form = "With the words of the text" if edition.text else "Without the words of the text"
    titles = [el("title", edition.title, type="main"), el("title", form, type="sub")]
    work = edition.works.get(edition.profile.work.key)
    authors = [el("author", person(one)) for one in work.authors.names] if work else []
    people = [*map(_contributor, edition.sources.people.listed()), *_unlisted(edition)]
    version = edition.profile.edition.version
    states = [el("editionStmt", el("edition", version, n=version))] if version else []
    source = structure(work) if work else el("p", "The work has no record in the bibliography.")
    return el(
        "fileDesc",
        el("titleStmt", *titles, *authors, *people),
        *states,
        el("publicationStmt", *_publication(edition)),
        el("sourceDesc", source),
    )


def _contributor(one: Contributor) -> _Element:
    resps = [el("resp", ROLES[role], n=role) for role in one.roles] or [el("resp", "Contributor")]
    tag = "name" if one.collective else "persName"
    return el("respStmt", el(tag, one.name, ref=one.orcid_address), *resps, id=one.anchor)


def _unlisted(edition: Edition) -> Iterator[_Element]:
    """Yield those who wrote something, but are in no list."""
    sources = edition.sources
    wrote = {EDITORS, *(c.by for c in sources.comments), *(p.by for p in sources.parallels)}
    for by in sorted(wrote - sources.people.contributors.keys()):
        yield el("respStmt", el("name", by), el("resp", "Contributor"), id=anchor(by))


def _publication(edition: Edition) -> Iterator[_Element]:
    profile, people = edition.profile, edition.sources.people
    names = [one.name for one in people.listed() if one.collective] or [*people.imprint()]
    yield from (el("authority", one) for one in names or [people.name(EDITORS)])
    if profile.edition.address:
        yield el("idno", profile.edition.address, type="URL")
    restricted = profile.work.rights == "restricted"
    said = [licence(profile.edition.licence)]
    if restricted and edition.text:
        words = (
            "The licence is that of what the editors wrote. The words of the text are under copyright: "
            "only those who hold the rights in them may publish this file."
        )
        said.append(el("p", words))
    elif restricted:
        words = "The licence does not cover the edited text, of which this file has few words."
        said.append(el("p", words))
    yield el("availability", *said, status="restricted" if restricted and edition.text else "free")


# -- the encoding --------------------------------------------------------------------------------


def _encoding(edition: Edition) -> _Element:
    profile = edition.profile
    version = _VERSION.match(__version__)
    application = el(
        "application", el("label", ENGINE), ident=ENGINE, version=version[0] if version else "0"
    )
    return el(
        "encodingDesc",
        el("samplingDecl", el("p", _SAMPLED if not edition.text else _WHOLE)),
        _principles(),
        el("refsDecl", *_references()),
        el("classDecl", *_taxonomies(profile)),
        el("variantEncoding", method="double-end-point", location="external"),
        el("appInfo", application),
        el("schemaRef", type="RNG", url=SCHEMA),
    )


_SAMPLED = (
    "Of each passage the first words alone are given (seg of type incipit); a gap stands for the others, "
    "and for those of each note of the author. Where a passage stands on several pages, a page begins "
    "somewhere between two gaps; where in a passage a note’s reference stands is not told."
)
_WHOLE = (
    "The text is given whole, as far as it is established; a gap stands for the words of a passage or "
    "note that is not."
)


def _principles() -> _Element:
    corrected = (
        "The text is as printed. Readings that the editors propose are in the apparatus (listApp of type "
        "emendations), attached to the words between two anchors. Words that could not be verified are in a "
        "seg of type unverified."
    )
    hung = (
        "What is said of the text stands beside it (standOff). A comment’s target is two anchors, before "
        "the first of its words and after the last, or its passages and notes where its words are not told; "
        "its label has the words, and n which of their occurrences is meant. A parallel is a relation from "
        "its active to its passive passages; the labels of types from and to have the words of each end. An "
        "annotation’s or relation’s n are its places as they are cited."
    )
    noted = (
        "Notes of type authorial are the author’s, at the end of their sections; a note of type sources in "
        "them is the editors’, and identifies the works that are cited."
    )
    return el(
        "editorialDecl",
        el("correction", el("p", corrected)),
        el("interpretation", el("p", hung), el("p", noted)),
    )


def _references() -> Iterator[_Element]:
    section = "//body/div[@type='section']"
    passage = f"{section}/*[self::p or self::div][@n]"
    cited = (
        ("section", section, "@n"),
        ("passage", passage, "@n"),
        ("note", f"{section}/note[@type='authorial']", "@xml:id"),
        ("page", "//body//pb[not(ancestor::note)]", "@n"),
    )
    yield from (el("citeStructure", unit=unit, match=at, use=use) for unit, at, use in cited)


def _taxonomies(profile: Profile) -> Iterator[_Element]:
    kinds = [
        el(
            "category",
            el("catDesc", one.about or one.label or one.id),
            id=name("kind", one.id),
            n=one.id,
        )
        for one in profile.kinds
    ]
    yield el("taxonomy", *kinds, id="kinds")
    yield el("taxonomy", *map(_relation, profile.relations), id="relations")


def _relation(one: Relation) -> _Element:
    """Return a relation: how it reads from the first passage to the second, and back."""
    return el(
        "category",
        el("gloss", one.label, type="forwards"),
        el("gloss", one.inverse, type="backwards"),
        id=name("relation", one.id),
        n=one.id,
    )
