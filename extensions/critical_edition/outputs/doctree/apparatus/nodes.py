"""The doctree nodes of the generated pages."""

from __future__ import annotations

from docutils import nodes


class apparatus_part(nodes.container):  # noqa: N801
    """A place that is filled from all pages when they are written; ``what`` says with what."""


class native_form(nodes.inline):  # noqa: N801
    """A name in its own language and script, which ``script`` calls, with a dot that parts it."""


class timeline(nodes.container):  # noqa: N801
    """The chronology's picture. It has no children: a table after it says the same in words."""
