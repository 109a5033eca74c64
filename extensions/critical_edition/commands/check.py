"""``edition check``: everything that can be checked without a build."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from critical_edition.commands import Commands
    from critical_edition.sources.project import Project


def add_parser(commands: Commands) -> None:
    """Add what the command line may say."""
    check = commands.add_parser("check", help="check the edition's sources without building it")
    check.set_defaults(run=run)
    check.add_argument("--format", choices=["text", "json", "github"], default="text")
    check.add_argument(
        "--fix",
        action="store_true",
        help="mend first what needs no decision: dashes, quotation marks",
    )
    check.add_argument(
        "--base",
        default="",
        metavar="COMMIT",
        help="compare IDs and authors with this (default: origin/main or main, where there is one)",
    )
    check.add_argument(
        "--account",
        type=_account,
        metavar="SITE:NAME",
        help="who sends the contribution, such as github:name: new records are to be by them",
    )


def _account(text: str) -> str:
    from critical_edition.sources import people

    try:
        return people.account(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def run(project: Project, options: argparse.Namespace) -> int:
    """Check; 1 if there are errors."""
    from critical_edition.checking import edition
    from critical_edition.checking.authorship import Against
    from critical_edition.checking.reporting import Style

    against = Against(options.base, options.account or "")
    return edition.run_check(project, Style(options.format), against=against, fix=options.fix)
