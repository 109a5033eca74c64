"""Sites for the browser tests: an invented edition with much on few words, in both forms."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request
from tests.conftest import ROOTS, Edition

COMMENTS = 40
"""Comments on one passage, so that no margin has room for them."""

WORDS = (
    "Nobody in Westhaven had foreseen that the harbour would close within seven winters. "
    "The pilots said so openly; the council, which had paid for the breakwater twice, said nothing. "
    "In the third winter the lightship was towed away for want of oil, and in the fourth the last "
    "packet lay over at the inner mole until the ice had gone and the silt had come. "
    "What was left of the trade went by the upper road, over two toll bars and a bridge that the "
    "county had condemned, and those who drove it spoke of the sea as of a relative who had moved. "
    "The lamp on the mole was lit until the end, by a keeper whose wages had been struck out. "
)
MORE = (
    "The engineers, for their part, blamed the moon, the river and the herring fleet in that order. "
    "Their report was never read. A copy of it served for years to level the table at which the "
    "harbour commission met, and was found there when the table was sold. "
)
THIRD = "When it was over the gulls alone had profited. " + MORE.replace("engineers", "dredgers")

SECTION = """\
# The Harbour

:::{passage} 1.1
:incipit: Nobody in Westhaven had foreseen that
:pages: 563-564

The town did not expect the harbour to silt up.
:::

:::{authornote} 1
{cite:p}`kestrel1931{pp. 12–15}`.
:::

:::{passage} 1.2
:incipit: The engineers, for their part, blamed
:pages: 564

The engineers blamed the tides. Compare {edition:passage}`2.1`.
:::

:::{authornote} 2
{cite:p}`marlow1948{p. 3}`.
:::

:::{passage} 1.3
:incipit: When it was over the gulls
:pages: 565

The gulls had the best of it.
:::
"""

TEXT = f"""\
# The Harbour

(p1.1)=
{WORDS.replace("so openly;", "so *openly*;[^n1]").replace("In the third", "{page}`564`In the third")}

(n1)=
Ada Kestrel, [*Tides*](cite:kestrel1931) (Westhaven, 1931), pp. 12–15; see also Marlow on silt.

(p1.2)=
{MORE.replace("never read.", "never read.[^n2]")}

(n2)=
Marlow gives another account of the same meeting.

(p1.3)=
{THIRD}
"""

COMMENT = """\
:::{{comment}} {id}
:on: {on}
:kind: {kind}
:by: editors
:date: 2026-11-23

{body} {{cite:p}}`kestrel1931{{p. {page}}}`; see {{edition:passage}}`2.1`, {{edition:person}}`kestrel`,
{{edition:place}}`westhaven`, {{edition:term}}`mole` and {{edition:event}}`packet`.
:::
"""

ARGUMENT = """\
# Silt

:::{argument} silt
:title: The silt

Silt explains everything.
:::

:::{parallel} silt-again
:argument: silt
:from: 1.1 "seven winters"
:to: 2.1
:relation: anticipates
:by: editors

Seven winters are the eleven years, less four.
:::

:::{parallel} report
:argument: silt
:from: 1.1 "the inner mole"
:to: 1.2 "never read"
:relation: contrasts
:by: editors

The one was used, the other was not.
:::

:::{argument} moon
:title: The moon

The engineers blamed it.
:::

:::{parallel} moon-alone
:argument: moon
:from: 1.2 "blamed the moon"
:to: 1.3
:relation: restates
:by: editors

The dredgers blame it too.
:::
"""

REGISTERS = {
    "persons": """\
[[person]]
id = "kestrel"
name = "Ada Kestrel"
sort = "Kestrel, Ada"
born = "1881"
was = "Surveyor of tides."
forms = ["Kestrel"]
passages = ["n1"]
verified = "invented"
""",
    "places": """\
[[place]]
id = "westhaven"
name = "Westhaven"
kind = "place"
native = "Вестхавен"
gloss = "A town that had a harbour."
forms = ["Westhaven"]
passages = ["1.1", "n1"]
""",
    "terms": """\
[[term]]
id = "mole"
name = "mole"
lang = "en"
native = "мол"
gloss = "The wall that kept the sea out, and the silt in."
forms = ["mole"]
passages = ["1.1"]
""",
    "events": """\
[[event]]
id = "lightship"
name = "The lightship is towed away"
date = "1911-02-03"
precision = "day"
kind = "conflict"
gloss = "For want of oil."
passages = ["1.1"]
verified = "invented"

[[event]]
id = "packet"
name = "The last packet"
date = "1912"
precision = "year"
kind = "conflict"
gloss = "It lay over."
passages = ["1.1"]
""",
}

RETIRED = """\
[[retired]]
id = "comment-copies"
to = "comment-copy"

[[retired]]
id = "argument-sand"
to = "argument-silt"

[[retired]]
id = "parallel-reports"
to = "parallel-report"
"""

CONTRIBUTORS = """\
[[contributor]]
id = "editors"
name = "The editors"
roles = ["supervision"]
licence = "CC-BY-4.0"
editor = true
collective = true
"""

EMENDATION = """\
[[mark]]
on = "1.2"
kind = "emendation"
lemma = "herring"
reading = "herrings"
"""

GENERATED = {
    "map": "argument-map",
    "parallels": "parallels",
    "commentary-list": "comment-index",
    "chronology": "chronology",
    "glossary": "terms",
    "places": "places",
    "persons": "persons",
    "index-locorum": "locorum",
    "notes": "concordance",
    "bibliography": "works",
    "people": "contributors",
    "codes": "message-codes",
}
"""Pages that a directive makes, by name."""


def comments() -> str:
    """Return the commentary: some of every kind on 1.1, and very many on 1.3."""
    long = "What the council had paid for was the wrong side of the channel. " * 4
    made = [
        ("winters", '1.1 "seven winters"', "context", long),
        ("paid", '1.1 "the breakwater twice"', "source", long),
        ("oil", '1.1 "want of oil"', "historiography", f"The mole had no lamp, the mole. {long}"),
        ("whole", "1.1", "argument", "On the passage as a whole."),
        ("on-a-note", 'n1 "Marlow on silt"', "text", "The note says less than it seems to."),
        ("copy", '1.2 "A copy of it"', "context", "Nobody knows which copy."),
    ]
    words = THIRD.split()
    for index in range(COMMENTS):
        at = index % (len(words) - 3)
        lemma = f'1.3 "{" ".join(words[at : at + 3]).strip(".,")}"'
        made.append((f"many-{index}", lemma, "context", long))
    parts = [
        COMMENT.format(id=id, on=on, kind=kind, body=body, page=page)
        for page, (id, on, kind, body) in enumerate(made, 1)
    ]
    return "# Comments\n\n" + "\n".join(parts)


def sources(folder: Path) -> Edition:
    """Write the invented edition's sources, without its text."""
    source = folder / "source"
    shutil.copytree(ROOTS / "test-edition", source)
    for name in ("commentary", "arguments", "registers"):
        (source / name).mkdir()
    pages = {
        "essay/1-the-harbour.md": SECTION,
        "essay/marks/1.toml": "",
        "commentary/editors.md": comments(),
        "arguments/silt.md": ARGUMENT,
        **{f"registers/{name}.toml": content for name, content in REGISTERS.items()},
        **{f"{n}.md": f"# {n.title()}\n\n```{{{d}}}\n```\n" for n, d in GENERATED.items()},
        "retired.toml": RETIRED,
        "contributors.toml": CONTRIBUTORS,
        "about.md": "# About\n\n## Those who\n\nWords.\n\n## That which\n\nWords.\n",
    }
    for name, content in pages.items():
        (source / name).write_text(content, "utf-8")
    index = source / "index.md"
    rest = "```\n\n```{toctree}\n:caption: The rest\n\nbibliography\n"
    rest += "".join(
        f"{n}\n" for n in ("about", "arguments/silt", *GENERATED) if n != "bibliography"
    )
    index.write_text(index.read_text("utf-8").replace("bibliography\n", rest), "utf-8")
    return Edition(source, folder / "work")


@dataclass(frozen=True, slots=True)
class Site:
    """A built site: its folder, its address on a local server, and whether it has the text."""

    out: Path
    http: str
    full: bool

    def url(self, page: str, *, disk: bool = False) -> str:
        """Return a page's address."""
        return (self.out / page).as_uri() if disk else f"{self.http}/{page}"


SECTION_PAGE = "essay/1-the-harbour.html"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve folders on this machine."""
    servers: list[ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        handler = functools.partial(_Quiet, directory=str(folder))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def _site(folder: Path, serve: Callable[[Path], str], *, full: bool, marks: str = "") -> Site:
    edition = sources(folder)
    if marks:
        edition.write("essay/marks/1.toml", marks)
    if full:
        edition.establish()
        (edition.source / "essay/text/1-the-harbour.md").write_text(TEXT, "utf-8")
    built = edition.build(edition_work="marlow1948")
    assert built.warnings == []
    return Site(built.out, serve(built.out), full)


@pytest.fixture(scope="session")
def emended(
    tmp_path_factory: pytest.TempPathFactory, chromium: Browser, serve: Callable[[Path], str]
) -> Site:
    """The edition with its text, of which a word is emended."""
    folder = tmp_path_factory.mktemp("emended")
    return _site(folder, serve, full=True, marks=EMENDATION)


@pytest.fixture(scope="session")
def full(
    tmp_path_factory: pytest.TempPathFactory, chromium: Browser, serve: Callable[[Path], str]
) -> Site:
    """The invented edition with its text. Without a browser nothing is built."""
    return _site(tmp_path_factory.mktemp("full"), serve, full=True)


@pytest.fixture(scope="session")
def companion(
    tmp_path_factory: pytest.TempPathFactory, chromium: Browser, serve: Callable[[Path], str]
) -> Site:
    """The same without its text."""
    return _site(tmp_path_factory.mktemp("companion"), serve, full=False)


@pytest.fixture(params=[True, False], ids=["full", "companion"])
def site(request: pytest.FixtureRequest) -> Site:
    """Each of the two."""
    found: Site = request.getfixturevalue("full" if request.param else "companion")
    return found


Open = Callable[..., Page]


class Windows:
    """Pages of a browser, kept from test to test: to open one anew costs more than to go to an address.

    There is one context for each choice of options, so that what pages load is parsed once.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: dict[tuple[tuple[str, Any], ...], BrowserContext] = {}
        self._idle: dict[BrowserContext, list[Page]] = {}

    def take(self, **options: Any) -> Page:
        """Return an empty page of a context with these options."""
        key = tuple(sorted(options.items()))
        if key not in self._contexts:
            self._contexts[key] = self._browser.new_context(**options)
        context = self._contexts[key]
        idle = self._idle.setdefault(context, [])
        return idle.pop() if idle else context.new_page()

    def give_back(self, page: Page) -> None:
        """Empty a page, and forget what its reader has chosen."""
        if page.is_closed():
            return
        with suppress(Error):  # A page without scripts has chosen nothing.
            page.evaluate("localStorage.clear()")
        page.goto("about:blank")
        page.mouse.move(0, 0)
        self._idle[page.context].append(page)

    def close(self) -> None:
        """Close all."""
        for context in self._contexts.values():
            context.close()


@pytest.fixture(scope="session")
def windows(chromium: Browser) -> Iterator[Windows]:
    """The pages of all tests."""
    made = Windows(chromium)
    yield made
    made.close()


@pytest.fixture
def open_page(windows: Windows) -> Iterator[Open]:
    """Open pages; what a reader chooses there is forgotten at the end.

    No message may then have reached a console, and nothing have been asked of another machine. Who
    routes requests, sets the clock or emulates another medium closes the page.
    """
    pages: list[Page] = []
    said: list[str] = []
    asked: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        said.append(message.text)

    def fail(error: Error) -> None:
        said.append(str(error))

    def ask(request: Request) -> None:
        asked.append(request.url)

    def start(url: str, width: int = 1400, height: int = 900, **options: Any) -> Page:
        page = windows.take(**options)
        page.set_viewport_size({"width": width, "height": height})
        pages.append(page)
        page.on("console", hear)
        page.on("pageerror", fail)
        page.on("request", ask)
        page.goto(url)
        if options.get("java_script_enabled", True):
            page.wait_for_function("'ready' in document.documentElement.dataset")
        return page

    yield start
    for page in pages:
        page.remove_listener("console", hear)
        page.remove_listener("pageerror", fail)
        page.remove_listener("request", ask)
        windows.give_back(page)
    assert said == []
    here = ("http://127.0.0.1:", "file:", "data:", "blob:")
    assert [url for url in asked if not url.startswith(here)] == []
