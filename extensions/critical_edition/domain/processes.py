"""How many processes read and write the pages, each with as much to do.

Sphinx starts processes to read even one page, which costs more than they save: here one reads a few.
Of its processes that write the first alone weaves pages and resolves references, which is most of the
work of this edition. Here each process takes page after page and does all that there is to do for it.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Set
from typing import TYPE_CHECKING

from jinja2 import FileSystemBytecodeCache
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.util.build_phase import BuildPhase
from sphinx.util.display import progress_message
from sphinx.util.parallel import ParallelTasks

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

FEW = 5
"""So many pages are read by one process, and written without preparing what many pages need."""

_TEMPLATES = "templates"


class _SharedWriting(StandaloneHTMLBuilder):
    """Writes pages in several processes, this one among them."""

    def init_templates(self) -> None:
        """Keep the compiled templates beside the doctrees: a build of few pages spends a tenth on them."""
        super().init_templates()
        if isinstance(self.templates, BuiltinTemplateLoader):
            folder = self.doctreedir / _TEMPLATES
            folder.mkdir(parents=True, exist_ok=True)
            self.templates.environment.bytecode_cache = FileSystemBytecodeCache(str(folder))

    def write_documents(self, docnames: Set[str]) -> None:
        """Write the pages."""
        names = sorted(docnames)
        if not self.parallel_ok or len(names) == 1:
            self._write_serial(names)
        elif self.search:  # Sphinx's own index is made by the first process.
            super().write_documents(docnames)
        else:
            self._write_shared(names)

    def _write_shared(self, names: list[str]) -> None:
        # What all pages need is made before there are several processes, unless there are few pages.
        first = int(len(names) > FEW)
        for name in names[:first]:
            self._write_one(name)
        following = multiprocessing.get_context("fork").Value("i", first)

        def taken() -> Iterator[str]:
            while True:
                with following.get_lock():
                    index = following.value
                    following.value += 1
                if index >= len(names):
                    return
                yield names[index]

        def work(_: object) -> dict[str, str]:
            for name in taken():
                self._write_one(name)
            return self.images

        def done(_: object, images: dict[str, str]) -> None:
            self.images.update(images)

        others = self._app.parallel - 1
        tasks = ParallelTasks(others)
        with progress_message(f"writing output of {len(names)} pages"):
            try:
                for number in range(others):
                    tasks.add_task(work, number, done)
                work(None)
                tasks.join()
            finally:
                tasks.terminate()

    def _write_one(self, name: str) -> None:
        self.phase = BuildPhase.RESOLVING
        document = self.env.get_and_resolve_doctree(name, self, tags=self.tags)
        self.phase = BuildPhase.WRITING
        self.write_doc_serialized(name, document)
        self.write_doc(name, document)


class HTMLBuilder(_SharedWriting):
    """The builder ``html``."""


class DirHTMLBuilder(_SharedWriting, DirectoryHTMLBuilder):
    """The builder ``dirhtml``."""

    name = "dirhtml"


def _begin(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Let one process read a few pages."""
    if len(docnames) <= FEW:
        env.edition_processes = app.parallel  # type: ignore[attr-defined]
        app.parallel = 1


def _end(app: Sphinx, env: BuildEnvironment) -> None:
    """Restore what is asked for, for the writing."""
    app.parallel = env.__dict__.pop("edition_processes", app.parallel)


def setup(app: Sphinx) -> None:
    """Register the builders in place of Sphinx's, and the answers to its events."""
    for builder in (HTMLBuilder, DirHTMLBuilder):
        app.add_builder(builder, override=True)
    app.connect("env-before-read-docs", _begin)
    app.connect("env-updated", _end)
