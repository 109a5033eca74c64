"""The profile: all that is particular to one edition, as ``docs/edition.toml`` gives it.

Each field's docstring is its entry on the reference page; its default is what an edition needs that
says nothing of it. :mod:`critical_edition.sources.profile` reads the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from critical_edition.model.i18n import N_, _


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_N = TypeVar("_N", bound=_Named)


def by_id(found: Iterable[_N], given: str) -> _N | None:
    """Return what has an id, or None."""
    return next((one for one in found if one.id == given), None)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of comments."""

    id: str
    """What a comment gives as ``:kind:``, and the end of its class on the page."""

    label: str = ""
    """What the comments of the kind are called where they can be switched off."""

    about: str = ""
    """What the kind is for, as forms and the guide say it."""

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Relation:
    """How one passage of a parallel stands to the other."""

    id: str
    """What a parallel gives as ``:relation:``, and the end of its class on the page."""

    label: str = ""
    """What is read from the first passage to the second; if empty, the id with spaces."""

    inverse: str = ""
    """What is read from the second passage to the first; if empty, the label."""

    converse: str = ""
    """The relation that says the same with the passages exchanged, where there is one."""

    symmetric: bool = False
    """Whether it says the same whichever passage comes first."""

    order: Literal["any", "forwards", "backwards"] = "any"
    """Whether the first passage must stand before the second, behind it, or may do either."""

    weight: Literal["plain", "strong", "broken"] = "plain"
    """How the map draws it: a line, a thick one, or a broken one."""

    colour: Literal["text", "link", "muted"] = "text"
    """The role of the colour in which the map draws it on a screen."""

    def __post_init__(self) -> None:
        if not self.label:
            object.__setattr__(self, "label", self.id.replace("-", " "))
        if not self.inverse:
            object.__setattr__(self, "inverse", self.label)

    def __str__(self) -> str:
        return self.id

    @property
    def backwards(self) -> bool | None:
        """Whether the first passage must stand later in the text than the second.

        None where either order is right.
        """
        return None if self.order == "any" else self.order == "backwards"


KINDS = (
    Kind(N_("context"), N_("Comments on context"), "people, events, institutions"),
    Kind(
        N_("source"),
        N_("Comments on sources"),
        "what a source is, says, where it is now printed, how it is translated",
    ),
    Kind(
        N_("historiography"),
        N_("Comments on historiography"),
        "what later scholarship has found or disputes",
    ),
    Kind(N_("text"), N_("Comments on the text"), "wording, transmission, emendation"),
    Kind(N_("argument"), N_("Comments on the argument"), "how the reasoning works"),
)

RELATIONS = (
    Relation("restates", N_("restates"), N_("restated by")),
    Relation(
        "anticipates",
        N_("anticipates"),
        N_("fulfils"),
        converse="fulfils",
        order="forwards",
        weight="strong",
    ),
    Relation(
        "fulfils",
        N_("fulfils"),
        N_("anticipates"),
        converse="anticipates",
        order="backwards",
        weight="strong",
    ),
    Relation("develops", N_("develops"), N_("developed in")),
    Relation("illustrates", N_("illustrates"), N_("illustrated by")),
    Relation("qualifies", N_("qualifies"), N_("qualified by"), weight="broken"),
    Relation("contrasts", N_("contrasts with"), symmetric=True, weight="broken"),
    Relation("draws-on", N_("draws on"), N_("drawn on by")),
)


@dataclass(frozen=True, slots=True)
class Siglum:
    """A witness of the text, by the letter that stands for it in the apparatus criticus."""

    id: str
    """The siglum, such as ``A`` or ``Γ``."""

    work: str = ""
    """The key of the witness in the bibliography."""

    label: str = ""
    """What it is called where a reader chooses; if empty, the siglum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apparatus:
    """The apparatus criticus."""

    base: str = ""
    """The siglum of the witness whose words the text has, if it follows one."""

    form: Literal["negative", "positive"] = "negative"
    """Whether an entry names only who departs from the lemma, or also who has it."""


@dataclass(frozen=True, slots=True)
class Register:
    """A register: a file ``registers/….toml``."""

    id: str
    """Which: ``persons``, ``places``, ``events`` or ``terms``."""

    label: str = ""
    """What it is called among what can be found."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the bibliography."""

    id: str
    """The keyword by which a record of the bibliography says that it belongs there."""

    label: str = ""
    """The heading, from which the group's address on the page is made; if empty, the id."""

    part: Literal["work", "cited", "editors"] = "cited"
    """What the group is a part of: the edited work itself, what its author cites, or what only the
    editors do."""

    takes: tuple[str, ...] = ()
    """Which records belong there without saying so: ``periodicals`` (also what stands in newspapers),
    ``collections`` (works of several volumes, collections and loose documents), ``studies`` (all
    others)."""


REGISTERS = tuple(map(Register, (N_("persons"), N_("places"), N_("terms"), N_("events"))))

GROUPS = (
    Group("edition", N_("The work"), "work"),
    Group("documents", N_("Collected works and documents"), takes=("collections",)),
    Group("periodicals", N_("Newspapers and journals"), takes=("periodicals",)),
    Group("scholarship", N_("Scholarship"), takes=("studies",)),
    Group("editors", N_("The editors’ literature"), "editors"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The edition itself, as what is made of it calls it."""

    title: str = ""
    """Its title; if empty, ``project`` of ``conf.py`` on pages, and the work's own in data."""

    version: str = ""
    """Its version; if given, also that of the pages."""

    date: str = ""
    """The day, month or year of that version, as ``2026-12-01``; if empty, the day of the latest
    comment stands for it in data."""

    licence: str = "CC-BY-4.0"
    """The licence of what the editors wrote, by its name in the list of SPDX."""

    code: str = ""
    """The licence of programs that come with the edition, if any do."""

    address: str = ""
    """Where it is published, such as ``https://example.org/edition/``, if it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is edited."""

    key: str = ""
    """The work's key in the bibliography; if empty, pages do not say how the work is cited."""

    author: str = ""
    """The author as pages name him or her, mostly by the surname."""

    noun: str = N_("text")
    """What the work is called in a sentence, such as ``novel``, ``treatise``, ``letter``."""

    pages: str = ""
    """The first and the last page of the printing, such as ``17-45``; if empty, any may be given."""

    printing: str = ""
    """What the printing's pages are named after, mostly its year."""

    numbering: Literal["section.paragraph"] = "section.paragraph"
    """How passages are numbered."""

    rights: Literal["restricted", "public-domain"] = "restricted"
    """Whether the words are somebody's: then they are kept out of what is published, few of them are
    quoted, and pages that have them say so."""

    @property
    def first_page(self) -> int:
        """The printing's first page; 1 where it is not told."""
        return int(self.pages.replace("–", "-").partition("-")[0]) if self.pages else 1

    @property
    def last_page(self) -> int:
        """The printing's last page; a page that no printing has where it is not told."""
        return int(self.pages.replace("–", "-").rpartition("-")[2]) if self.pages else 999_999_999


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Where the text comes from, and how much of it may be quoted."""

    source: Literal["copy", "pages"] = "copy"
    """Whether the text is made from a reader's own ``copy`` or stands in the ``pages``."""

    sections: str = "text"
    """The folder of the sections' pages, from the profile's own."""

    established: str = ""
    """The folder of the established text; if empty, ``text`` in that of the sections."""

    marks: str = ""
    """The folder of the marks; if empty, ``marks`` in that of the sections."""

    heads: tuple[str, ...] = ()
    """What stands at the heads of a copy's pages, besides the sections' titles."""

    quoted: int = 8
    """How many words of the text a lemma, an incipit or a mark may have while it is restricted."""

    @property
    def folder(self) -> str:
        """The folder of the established text, from the profile's own."""
        return self.established or f"{self.sections}/text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What parts of the edition are called; if empty, they are named after author and noun."""

    text: str = ""
    """The text of the work, such as ``The letters``."""

    notes: str = ""
    """The notes of the author."""

    cited: str = ""
    """The part of the bibliography with what the author cites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bibliography:
    """The bibliography."""

    file: str = "../references.bib"
    """The file of the records, from the profile's folder."""

    owners: tuple[str, ...] = ("author", "editors", "edition")
    """The keywords that say who cites a work; each record has one."""

    groups: tuple[Group, ...] = GROUPS
    """The groups, in their order on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """The house style of what the editors write."""

    language: str = ""
    """The language of the spelling and of dates, such as ``en-GB``; if empty, neither is looked at."""

    names: str = ""
    """A file with surnames as the edition writes them, one a line, from the profile's folder."""

    transliteration: str = ""
    """The language from which those names are transliterated, such as ``ru``: however else one is
    written, it is found."""

    quoted: int = 8
    """How many words may be quoted without a source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """How many words what the editors write may have; 0 is any number."""

    abstract: int = 40
    """The abstract of a passage."""

    note: int = 30
    """The abstract of an author's note."""

    share: int = 0
    """All abstracts of passages together, in hundredths of the text's words, where these are known."""

    comment: int = 140
    """A comment: what has more is two comments, or a page of the introduction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What a book says of itself, besides its title: the printed one, and that for reading devices."""

    subtitle: str = ""
    """What stands under the title."""

    description: str = ""
    """What the file says that it is."""

    keywords: tuple[str, ...] = ()
    """The file's keywords."""

    imprint: tuple[str, ...] = ()
    """Lines of the imprint; titles of works stand between asterisks."""

    omit: tuple[str, ...] = ()
    """Documents that are for the screen alone, with those below them."""

    def options(self) -> dict[str, object]:
        """Return what is given, as the builder of books takes it."""
        given = {
            "subtitle": self.subtitle,
            "description": self.description,
            "keywords": list(self.keywords),
            "imprint": list(self.imprint),
            "omit": list(self.omit),
        }
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """All that is particular to an edition."""

    edition: Edition = Edition()
    """The edition itself."""

    work: Work = Work()
    """What is edited."""

    text: Text = Text()
    """Where the text comes from."""

    labels: Labels = Labels()
    """What parts of the edition are called."""

    kinds: tuple[Kind, ...] = KINDS
    """The kinds of comments, in the order of legends and filters."""

    relations: tuple[Relation, ...] = RELATIONS
    """The relations of parallels, in the order in which they are named."""

    registers: tuple[Register, ...] = REGISTERS
    """The registers, in the order in which they are named."""

    sigla: tuple[Siglum, ...] = ()
    """The witnesses of the text, in their order."""

    apparatus: Apparatus = Apparatus()
    """The apparatus criticus."""

    bibliography: Bibliography = Bibliography()
    """The bibliography."""

    style: Style = Style()
    """The house style."""

    lengths: Lengths = Lengths()
    """How long what the editors write may be."""

    book: Book = Book()
    """What a book says of itself, printed or for reading devices."""

    @property
    def quoted(self) -> int:
        """How many words of the text may be quoted as a lemma; none less than anybody writes."""
        return self.text.quoted if self.work.rights == "restricted" else 999

    @property
    def noun(self) -> str:
        """What the work is called in a sentence."""
        return _(self.work.noun)

    @property
    def text_label(self) -> str:
        """What the text is called as a heading."""
        return self.labels.text or _("The {noun}").format(noun=self.noun)

    @property
    def notes_label(self) -> str:
        """What the author's notes are called as a heading."""
        return self.labels.notes or self.of_author(_("{author}’s notes"), _("Author’s notes"))

    @property
    def cited_label(self) -> str:
        """What the works that the author cites are called as a heading."""
        named = _("Works that {author} cites"), _("Works that the author cites")
        return self.labels.cited or self.of_author(*named)

    @property
    def pages_label(self) -> str:
        """What the pages of the printing are called as a heading."""
        printing = self.work.printing
        return _("Pages of {printing}").format(printing=printing) if printing else _("Pages")

    @property
    def page_label(self) -> str:
        """What a page of the printing is called, with ``{page}`` for its number."""
        printing = self.work.printing
        named = _("Page {{page}} of {printing}").format(printing=printing)
        return named if printing else _("Page {page}")

    def of_author(self, named: str, unnamed: str) -> str:
        """Return words with the author's name in them, or others where it is not known."""
        return named.format(author=self.work.author) if self.work.author else unnamed

    def kind(self, given: str) -> Kind | None:
        """Return the kind of comments with an id, or None."""
        return by_id(self.kinds, given)

    def relation(self, given: str) -> Relation | None:
        """Return the relation with an id, or None."""
        return by_id(self.relations, given)
