"""A preview that follows what is saved, page by page, and keeps the place.

Sphinx stays in memory, so that a saved comment is read alone. The pages that somebody looks at are
written first and shown at once; the others follow. The server answers this machine only.
"""

from __future__ import annotations

import http.server
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import console
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.tags import Tags

from critical_edition.commands import sphinx_run
from critical_edition.domain import freshness
from critical_edition.domain.processes import HTMLBuilder
from critical_edition.reading import files
from critical_edition.sources import history
from critical_edition.sources.project import Project

INTERVAL = 0.1
"""Seconds between two looks at the files."""

EVENTS = "/_edition/events"
SCRIPT = Path(__file__).with_suffix(".js")
"""What is put into each page: shows it anew when it is, and keeps the place."""


class Viewers:
    """Who looks at which page; told when it is written anew. Safe to be used by any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[queue.Queue[str], str] = {}

    def join(self, page: str) -> queue.Queue[str]:
        """Note that a page, by its path in the preview, is looked at."""
        inbox: queue.Queue[str] = queue.Queue()
        with self._lock:
            self._open[inbox] = page
        return inbox

    def leave(self, inbox: queue.Queue[str]) -> None:
        """Note that it is not any more."""
        with self._lock:
            self._open.pop(inbox, None)

    @property
    def pages(self) -> frozenset[str]:
        """What is looked at now."""
        with self._lock:
            return frozenset(self._open.values())

    def tell(self, page: str) -> None:
        """Tell those who look at a page that it is new."""
        with self._lock:
            for inbox, seen in self._open.items():
                if seen == page:
                    inbox.put(page)


class PreviewBuilder(HTMLBuilder):
    """Writes HTML, first of all the pages that are looked at; stands in for the builder ``html``."""

    viewers: Viewers | None = None

    def write_documents(self, docnames: Iterable[str]) -> None:
        """Write the pages, those looked at first, and tell their viewers."""
        left = set(docnames)
        if self.viewers:
            seen = {d for d in left if self.get_target_uri(d) in self.viewers.pages}
            for docname in sorted(seen):
                super().write_documents({docname})
                self.viewers.tell(self.get_target_uri(docname))
            left -= seen
        if left:
            super().write_documents(left)


class Preview:
    """Keeps the pages up to date with the sources."""

    def __init__(self, project: Project, viewers: Viewers) -> None:
        self.project = project
        self.viewers = viewers
        self.target = project.build / "preview"
        self._doctrees = project.build / ".doctrees" / "preview"
        self._app: Sphinx | None = None
        self._scope = ExitStack()

    def build(self) -> bool:
        """Bring the pages up to date; say if Sphinx came to its end."""
        try:
            if self._app is None:
                self._app = self._make()
            # Within one process Sphinx keeps pages as they were read first: its own tests clear
            # this between builds, as there is no other way.
            self._app.env._pickled_doctree_cache.clear()
            freshness.recall_ancestors(self._app.env)
            self._app.build()
            self._app.parallel = 1
        except Exception as error:  # whatever is being written in the sources just now
            sphinx_run.report(error, self.project.docs, self.target.parent)
            self.close()
            return False
        return True

    def close(self) -> None:
        """Let go of Sphinx; the next build begins anew."""
        self._app = None
        self._scope.close()

    def addresses(self, paths: Iterable[Path]) -> Iterator[str]:
        """Yield where the comments and parallels of changed files are shown, from the server's root."""
        if self._app is None:
            return
        domain = self._app.env.get_domain("edition")
        published = domain.data["published"]
        by_anchor = {target.anchor: target.docname for target in published.values()}
        for path in sorted(paths):
            if path.suffix != ".md" or not files.is_file(path):
                continue
            for known in history.scan(path.read_text("utf-8", errors="replace"), path.name)[:3]:
                if known.anchor in by_anchor:
                    page = self._app.builder.get_target_uri(by_anchor[known.anchor])
                    yield f"{page}#{known.anchor}"

    def _make(self) -> Sphinx:
        self._scope.enter_context(patch_docutils(self.project.docs))
        self._scope.enter_context(docutils_namespace())
        extensions = [
            *Config.read(self.project.docs, overrides={}, tags=Tags()).extensions,
            __name__,
        ]
        app = Sphinx(
            self.project.docs,
            self.project.docs,
            self.target,
            self._doctrees,
            PreviewBuilder.name,
            confoverrides={"nitpicky": True, "extensions": extensions},
            status=None,
            warning=sys.stderr,
            # Once the server answers, in threads, no process can be forked in safety.
            parallel=(os.cpu_count() or 1) if threading.active_count() == 1 else 1,
        )
        assert isinstance(app.builder, PreviewBuilder)
        app.builder.viewers = self.viewers
        app.connect("env-before-read-docs", sphinx_run.remove_pages)
        return app


def setup(app: Sphinx) -> dict[str, bool]:
    """Let the preview's builder stand in for that of HTML; an extension of the preview's alone."""
    app.add_builder(PreviewBuilder, override=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def run(project: Project, port: int) -> int:
    """Build, serve at 127.0.0.1 and follow the sources until interrupted."""
    if not console.color_terminal():
        console.nocolor()
    viewers = Viewers()
    preview = Preview(project, viewers)
    try:
        server = make_server(preview.target, viewers, port)
    except OSError as error:
        print(f"edition: port {port}: {error}; choose another with --port", file=sys.stderr)
        return 1
    root = f"http://127.0.0.1:{server.server_address[1]}/"
    print("Building the preview …", flush=True)
    sphinx_run.look_seldom_for_garbage()
    start = time.monotonic()
    before = watched(project)
    preview.build()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"{root} follows what you save ({time.monotonic() - start:.0f} s); stop it with Ctrl+C")
    try:
        while True:
            time.sleep(INTERVAL)
            before = follow(project, preview, before, root)
    except KeyboardInterrupt:
        print()
    finally:
        server.shutdown()
        preview.close()
    return 0


def follow(
    project: Project, preview: Preview, before: Mapping[Path, tuple[int, int]], root: str
) -> Mapping[Path, tuple[int, int]]:
    """Build where something has changed since ``before``; return how the files are now."""
    now = watched(project)
    changed = {path for path in now.keys() | before.keys() if now.get(path) != before.get(path)}
    if not changed:
        return before
    if any(path.suffix in {".py", ".html", ".css", ".js", ".typ"} for path in changed):
        # Code that has been loaded cannot be loaded anew: begin again, with the same arguments.
        print("The program has changed: beginning again …", flush=True)
        os.execv(
            sys.executable, [sys.executable, "-m", "critical_edition.commands.main", *sys.argv[1:]]
        )
    start = time.monotonic()
    if preview.build():
        names = ", ".join(sorted(path.name for path in changed)[:3])
        print(f"{names}: {time.monotonic() - start:.1f} s", flush=True)
        for address in preview.addresses(changed):
            print(f"  {root}{address}", flush=True)
    return now


def watched(project: Project) -> Mapping[Path, tuple[int, int]]:
    """Return the sources with when they were changed and how large they are."""
    package = Path(__file__).parent.parent
    found: dict[Path, tuple[int, int]] = {}
    for path in (
        *project.docs.rglob("*"),
        project.bibliography,
        *package.rglob("*.py"),
        *package.rglob("outputs/html/*/*"),
    ):
        # An editor's or the import's temporary files come and go.
        if path.name.startswith((".", "#")) or path.name.endswith("~"):
            continue
        if any(part.startswith(".") for part in path.relative_to(path.anchor).parts[-3:-1]):
            continue
        try:
            stat = path.stat()
        except OSError:
            continue
        if path.is_file():
            found[path] = (stat.st_mtime_ns, stat.st_size)
    return found


def make_server(target: Path, viewers: Viewers, port: int) -> http.server.ThreadingHTTPServer:
    """Return a server of the folder's files, for this machine alone."""

    class Handler(_Handler):
        pass

    Handler.viewers = viewers
    Handler.target = target

    def handler(*arguments: object) -> Handler:
        return Handler(*arguments, directory=str(target))  # type: ignore[arg-type]

    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    return server


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files, with the script in pages, and the events."""

    viewers: Viewers
    target: Path

    def do_GET(self) -> None:
        """Answer a request."""
        self._guarded(self._answer)

    def do_HEAD(self) -> None:
        """Answer a request for the head alone."""
        self._guarded(super().do_HEAD)

    def _guarded(self, answer: Callable[[], None]) -> None:
        try:
            answer()
        except ConnectionError:
            self.close_connection = True  # who asked has gone
        except (OSError, ValueError):  # a name that no file can have
            self.send_error(HTTPStatus.NOT_FOUND)

    def _answer(self) -> None:
        # Another site's page must not read the preview by a name that leads to this machine.
        host = self.headers.get("Host", "").rpartition(":")[0]
        if host not in {"127.0.0.1", "localhost"}:
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        parts = urlsplit(self.path)
        if parts.path == EVENTS:
            self._events(unquote(parts.query.partition("=")[2]))
            return
        name = unquote(parts.path).lstrip("/")
        if not name or name.endswith("/"):
            name += "index.html"
        page = (self.target / name).resolve()
        if page.suffix == ".html" and page.is_relative_to(self.target.resolve()) and page.is_file():
            self._page(page)
            return
        super().do_GET()

    def _page(self, path: Path) -> None:
        script = b"<script>\n" + SCRIPT.read_bytes() + b"</script>\n"
        content = path.read_bytes().replace(b"</body>", script + b"</body>")
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _events(self, path: str) -> None:
        page = path.lstrip("/")
        if not page or page.endswith("/"):
            page += "index.html"
        inbox = self.viewers.join(page)
        try:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            while True:
                try:
                    self.wfile.write(f"data: {inbox.get(timeout=15)}\n\n".encode())
                except queue.Empty:
                    self.wfile.write(b": still here\n\n")  # finds out whether the reader is
                self.wfile.flush()
        except OSError:
            pass  # the page was closed
        finally:
            self.viewers.leave(inbox)

    def end_headers(self) -> None:
        """Let nothing be kept: the next look is to be at what is there."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: the terminal is for what is saved."""
