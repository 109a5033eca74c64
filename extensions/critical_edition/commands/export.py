"""``edition export``: the whole edition as data."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from critical_edition.commands import Commands
    from critical_edition.sources.project import Project


def add_parser(commands: Commands) -> None:
    """Add what the command line may say."""
    export = commands.add_parser("export", help="write the whole edition as data")
    export.set_defaults(run=run)
    exports = export.add_subparsers(dest="kind", required=True, metavar="KIND")
    json = exports.add_parser("json", help="as JSON")
    json.add_argument("file", metavar="FILE", help="the file to write; - for standard output")
    json.add_argument("--with-text", action="store_true", help="with the established text")


def run(project: Project, options: argparse.Namespace) -> int:
    """Write the export; 1 where it cannot be."""
    from critical_edition.outputs.data import edition

    return edition.run_export(project, options.file, with_text=options.with_text)
