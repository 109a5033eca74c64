"""``edition export``: the edition as data, in one of its formats."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from critical_edition.commands import Commands
    from critical_edition.sources.project import Project


def add_parser(commands: Commands) -> None:
    """Add what the command line may say."""
    from critical_edition.outputs.data.formats import FORMATS

    export = commands.add_parser("export", help="write the edition as data")
    export.set_defaults(run=run)
    exports = export.add_subparsers(dest="kind", required=True, metavar="FORMAT")
    for found in FORMATS:
        of = exports.add_parser(found.id, help=found.about)
        of.add_argument("file", metavar="FILE", help="the file to write; - for standard output")
        of.add_argument("--with-text", action="store_true", help="with the established text")


def run(project: Project, options: argparse.Namespace) -> int:
    """Write the export; 1 where it cannot be."""
    from critical_edition.outputs.data import formats, writing

    kind = formats.named(options.kind)
    return writing.run_export(project, kind, options.file, with_text=options.with_text)
