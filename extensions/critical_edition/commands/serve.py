"""``edition serve``: a preview that follows what is saved, page by page, and keeps the place."""

from __future__ import annotations

import argparse
import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from critical_edition.commands import Commands
    from critical_edition.sources.project import Project


def add_parser(commands: Commands) -> None:
    """Add what the command line may say."""
    serving = commands.add_parser("serve", help="a preview that follows what you save")
    serving.set_defaults(run=run)
    serving.add_argument("--port", type=_port, default=8000, help="default: 8000")


def _port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"“{text}” is no port; they go from 0 to 65535")
    return int(text)


def run(project: Project, options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from critical_edition.commands import build

    os.environ.setdefault("SOURCE_DATE_EPOCH", str(build.source_date(project.root)))
    # Imported here: Sphinx reads SOURCE_DATE_EPOCH as it starts.
    from critical_edition.commands import preview

    return preview.run(project, options.port)
