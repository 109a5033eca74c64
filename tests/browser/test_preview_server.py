"""`edition serve` in a browser: what is saved is shown, and what is being read stays where it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.conftest import COMMENT, SECTION_PAGE, sources
from tests.conftest import others_deprecations

from critical_edition.commands import preview as previewing
from critical_edition.sources.project import Project

NEW = COMMENT.format(
    id="new-above-{width}",
    on='1.1 "had foreseen"',
    kind="context",
    body="Nobody had, though " + "the almanac of {width} said it in so many words. " * 6,
    page=9,
)


@dataclass(slots=True)
class Served:
    """A preview that runs, and where it is."""

    project: Project
    preview: previewing.Preview
    root: str
    before: object

    def save(self, path: str, old: str, new: str) -> None:
        """Change a file as an editor does and let the preview follow."""
        file = self.project.docs / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")
        self.before = previewing.follow(self.project, self.preview, self.before, self.root)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("served")
    edition = sources(root)
    edition.source.rename(root / "docs")
    project = Project(root)
    viewers = previewing.Viewers()
    preview = previewing.Preview(project, viewers)
    with others_deprecations():
        before = previewing.watched(project)
        assert preview.build()
        server = previewing.make_server(preview.target, viewers, 0)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        yield Served(project, preview, address, before)
        server.shutdown()
        server.server_close()
        preview.close()


def top(page: Page, anchor: str) -> float:
    return float(page.evaluate(f"document.getElementById('{anchor}').getBoundingClientRect().top"))


def read_at(page: Page, served: Served, anchor: str) -> float:
    """Open the section, scroll to a passage, and return how far down the window it stands."""
    page.goto(served.root + SECTION_PAGE)
    page.wait_for_function("'ready' in document.documentElement.dataset")
    page.evaluate(f"document.getElementById('{anchor}').scrollIntoView({{behavior: 'instant'}})")
    page.mouse.wheel(0, -150)
    page.wait_for_function(f"document.getElementById('{anchor}').getBoundingClientRect().top > 140")
    viewers = served.preview._app.builder.viewers  # type: ignore[union-attr]
    deadline = time.monotonic() + 5
    while SECTION_PAGE not in viewers.pages:
        assert time.monotonic() < deadline
    return top(page, anchor)


def shown(page: Page, words: str, anchor: str, kept: float) -> None:
    """Wait for the page that has the words, and for its scripts; the passage is where it was."""
    page.wait_for_function("words => document.body?.textContent.includes(words)", arg=words)
    page.wait_for_function("'ready' in document.documentElement.dataset")
    page.wait_for_function(
        "([anchor, kept]) => Math.abs("
        "document.getElementById(anchor).getBoundingClientRect().top - kept) <= 3",
        arg=[anchor, kept],
    )
    page.wait_for_timeout(300)  # whatever moves late
    assert abs(top(page, anchor) - kept) <= 3


@pytest.mark.parametrize("width", [1400, 500])
def test_what_is_read_stays_where_it_is(served: Served, chromium: Browser, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 700})
    page.set_default_timeout(10_000)
    kept = read_at(page, served, "p1.3")
    height = page.evaluate("document.documentElement.scrollHeight")
    new = NEW.replace("{width}", str(width))
    served.save("commentary/editors.md", "# Comments\n", f"# Comments\n\n{new}")
    shown(page, f"the almanac of {width}", "p1.3", kept)
    if width == 500:
        # What came above is in the way of what is read, or nothing has been shown here.
        assert page.evaluate("document.documentElement.scrollHeight") > height
        # Two saves at once: the second comes while the page still finds its place.
        served.save("commentary/editors.md", "the almanac of 500", "the diary")
        served.save("commentary/editors.md", "the diary", "a letter")
        shown(page, "though a letter said it", "p1.3", kept)
    page.close()


def test_another_page_is_left_alone(served: Served, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 900, "height": 700})
    page.goto(served.root + "about.html")
    page.evaluate("document.body.dataset.same = 'yes'")
    served.save("commentary/editors.md", "Nobody knows which copy.", "Nobody asks which copy.")
    page.wait_for_timeout(300)
    assert page.evaluate("document.body.dataset.same") == "yes"
    page.goto(served.root + SECTION_PAGE)
    assert "Nobody asks which copy." in (page.text_content("article") or "")
    page.close()


def test_no_build_warns_of_what_is_well(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    served.save("commentary/editors.md", "On the passage as a whole.", "On all of the passage.")
    assert capsys.readouterr().err == ""
