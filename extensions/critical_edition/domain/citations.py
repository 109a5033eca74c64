"""How sphinxcontrib-bibtex cites and lists works: Chicago's notes and bibliography.

sphinxcontrib-bibtex asks two plug-ins: one how a reference reads, one how a bibliography's entry
does. Both are thin here: they set what :mod:`critical_edition.citation` makes of the records. What
a plug-in is not told (what a note has cited before, what “Ibid.” stands for, what a crossref leads
to) the post-transforms of :mod:`critical_edition.outputs.doctree.citing` add.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

import pybtex_docutils
from docutils import nodes
from pybtex.database import Entry  # type: ignore[import-untyped]
from pybtex.plugin import register_plugin as register_pybtex_plugin  # type: ignore[import-untyped]
from pybtex.richtext import BaseText  # type: ignore[import-untyped]
from pybtex.style import FormattedEntry  # type: ignore[import-untyped]
from pybtex.style.formatting import BaseStyle  # type: ignore[import-untyped]
from pybtex.style.labels import BaseLabelStyle  # type: ignore[import-untyped]
from pybtex.style.sorting import BaseSortingStyle  # type: ignore[import-untyped]
from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import BaseReferenceStyle
from sphinxcontrib.bibtex.style.template import SphinxReferenceText

from critical_edition.citation import doctree
from critical_edition.citation.chicago import Cited, Form, bibliography, cite, shared_surnames
from critical_edition.citation.order import SortKey, sort_key
from critical_edition.citation.record import from_entry
from critical_edition.citation.rich import Rich, capitalised, mark, plain, rich
from critical_edition.citation.work import Library, Work, work

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

STYLE = "edition"
"""The value of ``bibtex_reference_style`` and of ``bibtex_default_style``."""


# -- the works of a build -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shelf:
    """The works of the build's records, and the surnames that several authors share."""

    works: Library
    shared: frozenset[str]
    _said: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def says(self, key: str) -> tuple[str, ...]:
        """Return all that citations show of a work and its entry; nothing if there is no record."""
        if key not in self._said:
            one = self.works.get(key)
            forms = (Form.FULL, Form.SHORT) if one else ()
            cited = [Cited(work=one, form=form, declares=True) for form in forms if one]
            entry = [plain(bibliography(one))] if one else []
            self._said[key] = (*(plain(cite(c, self.shared)) for c in cited), *entry)
        return self._said[key]


_SHELVES: WeakKeyDictionary[BuildEnvironment, tuple[object, Shelf]] = WeakKeyDictionary()


def shelf(env: BuildEnvironment) -> Shelf:
    """Return the works that ``bibtex_bibfiles`` record, made once for each reading of the files."""
    data = env.get_domain("cite").data["bibdata"].data
    kept = _SHELVES.get(env)
    if kept is None or kept[0] is not data:
        works = Library({key: from_entry(entry, key) for key, entry in data.entries.items()})
        kept = (data, Shelf(works, shared_surnames(works.values())))
        _SHELVES[env] = kept
    return kept[1]


_T = TypeVar("_T")


def kept(entry: Entry, what: str, make: Callable[[], _T]) -> _T:
    """Return what is made of a record, made once and kept with it from build to build.

    sphinxcontrib-bibtex keeps the records that it has read, and reads all of them anew when one of
    its files changes: so what is kept may depend on other records too, but on nothing else.
    """
    found: dict[str, Any] = entry.__dict__.setdefault("edition_kept", {})
    if what not in found:
        found[what] = make()
    value: _T = found[what]
    return value


# -- references -----------------------------------------------------------------------------------


_MARKS = {"comma": ",", "period": "."}


@dataclass(frozen=True, slots=True)
class Manner:
    """How a reference cites: its form; whether it begins a sentence, whether it declares a siglum.

    ``mark`` is the comma or period after it, where that belongs within its quotation mark. A manner
    is written as the reference's role, which is all that a style is told.
    """

    form: Form = Form.SHORT
    begins: bool = False
    declares: bool = False
    mark: str = ""

    @property
    def role(self) -> str:
        """“note-ibid-begins”."""
        marks = ["begins"] * self.begins + ["declares"] * self.declares
        marks += [name for name, sign in _MARKS.items() if sign == self.mark]
        return "-".join(["note", self.form, *marks])

    @classmethod
    def of(cls, role: str) -> Manner:
        """Read a role; one that an author writes (“p”) is a short form."""
        head, _, rest = role.partition("-")
        if head != "note":
            return cls()
        form, *marks = rest.split("-")
        sign = next((_MARKS[name] for name in marks if name in _MARKS), "")
        return cls(Form(form), "begins" in marks, "declares" in marks, sign)


class _Whole(BaseText):  # type: ignore[misc]
    """Rich text that pybtex measures and searches as the words that it is."""

    def __len__(self) -> int:
        return len(str(self))

    def __contains__(self, item: str) -> bool:
        return item in str(self)


class Styled(_Whole):
    """Rich text as pybtex passes it about: not to be taken apart, only to be rendered."""

    def __init__(self, content: Rich, *, links: bool = True) -> None:
        self.content = content
        self.links = links

    def __str__(self) -> str:
        return plain(self.content)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Styled) and self.content == other.content

    def __hash__(self) -> int:
        return hash(self.content)

    def render(self, backend: Any) -> Any:
        """Return docutils nodes, or for any other backend the text alone."""
        if isinstance(backend, pybtex_docutils.Backend):
            return doctree.render(self.content, links=self.links)
        return backend.format_str(str(self))


class Row(_Whole):
    """Rich texts one after another, of which none is taken apart: pybtex would look into each."""

    def __init__(self, parts: Iterable[BaseText]) -> None:
        self.parts = tuple(parts)

    def __str__(self) -> str:
        return "".join(map(str, self.parts))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and self.parts == other.parts

    def __hash__(self) -> int:
        return hash(self.parts)

    def render(self, backend: Any) -> Any:
        """Return what the parts render to, joined."""
        return backend.render_sequence([part.render(backend) for part in self.parts])

    def format(self) -> Row:
        """Return itself: what pybtex asks of a template."""
        return self


_SEMICOLON = Styled(rich("; "))


@dataclass(frozen=True, slots=True)
class _Reference:
    """The template of one reference: its prefix, and its citation as a link to the bibliography."""

    role: str

    def format_data(self, data: dict[str, Any]) -> Any:
        """Return the reference that ``data`` describes, as sphinxcontrib-bibtex hands it over."""
        info = data["reference_info"]
        found = shelf(info.builder.env)
        one = found.works.get(data["entry"].key) or work(from_entry(data["entry"]))
        words = self._words(one, info.post_text, found.shared)
        prefix = rich(f"{info.pre_text} " if info.pre_text else "")
        if Manner.of(self.role).begins:
            words = words if prefix else capitalised(words)
            prefix = capitalised(prefix)
        citation = SphinxReferenceText(info, Styled(words, links=False))
        return Row([Styled(prefix), citation] if prefix else [citation])

    def _words(self, one: Work, locator: str, shared: frozenset[str]) -> Rich:
        name = self.role.removesuffix("s").removesuffix("par").removeprefix("c")
        if name == "author":
            names = one.authors or one.editors
            return rich(names.short() if names else plain(one.title.short))
        if name == "year":
            return rich(one.date.years or "n.d.")
        manner = Manner.of(self.role)
        cited = Cited(work=one, locator=locator, form=manner.form, declares=manner.declares)
        found = cite(cited, shared)
        return mark(found, manner.mark) if manner.mark else found


@dataclass
class NoteStyle(BaseReferenceStyle):
    """References as notes have them, several parted by semicolons."""

    def role_names(self) -> Iterable[str]:
        """Return the roles that authors write."""
        return ("p", "ps", "t", "ts", "ct", "cts", "author", "authors", "year", "yearpar")

    def outer(self, role_name: str, children: list[Any]) -> Any:
        """Return the template of several references."""
        parts = [part for child in children for part in (_SEMICOLON, child)]
        return Row(parts[1:])

    def inner(self, role_name: str) -> Any:
        """Return the template of one reference."""
        return _Reference(role_name)


# -- the bibliography -----------------------------------------------------------------------------


class KeyLabels(BaseLabelStyle):  # type: ignore[misc]
    """Labels that cannot clash, whatever bibliography an entry stands in: the keys."""

    def format_labels(self, sorted_entries: Iterable[Entry]) -> Iterator[str]:
        """Yield the keys."""
        return (entry.key for entry in sorted_entries)


class Alphabet(BaseSortingStyle):  # type: ignore[misc]
    """The alphabet of transliterated names: see :mod:`critical_edition.citation.order`."""

    def sort(self, entries: Iterable[Entry]) -> Sequence[Entry]:
        """Return the entries in order."""

        def key(entry: Entry) -> SortKey:
            return kept(entry, "order", lambda: sort_key(work(from_entry(entry))))

        return sorted(entries, key=key)


class EntryStyle(BaseStyle):  # type: ignore[misc]
    """The entry of a record by itself; :class:`.citing.CompleteEntries` adds what others tell."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label_style=KeyLabels, sorting_style=Alphabet, **kwargs)

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        """Return the entry."""
        words = kept(entry, "entry", lambda: Styled(bibliography(work(from_entry(entry)))))
        return FormattedEntry(entry.key, words, label)


def entry_nodes(
    found: Shelf, one: Work, listed: Iterable[str], *, linked: bool = False
) -> list[nodes.Node]:
    """Return a bibliography's entry; ``listed`` are the keys that the same list has.

    ``linked`` is as in :func:`.chicago.bibliography`.
    """
    whole = one.container.key if one.container else ""
    return doctree.render(bibliography(one, whole_listed=whole in listed, linked=linked))


def register() -> None:
    """Make the styles known to sphinxcontrib-bibtex and to pybtex."""
    register_pybtex_plugin("pybtex.style.formatting", STYLE, EntryStyle)
    register_plugin("sphinxcontrib.bibtex.style.referencing", STYLE, NoteStyle)
