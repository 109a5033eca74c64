"""What ``edition check`` finds wrong with the items that change, for whoever reviews them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from critical_edition.checking import edition as check
from critical_edition.checking.authorship import Against
from critical_edition.commands.items import Item, Kind
from critical_edition.sources import read as source
from critical_edition.sources.project import Project


def flags(
    project: Project, against: Against, sides: Sequence[tuple[Item | None, Item | None]]
) -> Mapping[tuple[str, int], Sequence[str]]:
    """Return by path and first line of an item what is to be said of it; ``sides`` are before and after.

    A finding of the check is an item's whose lines it stands in; of what is gone, the one that names it.
    """
    findings = check.findings(source.read(project), against)
    found: dict[tuple[str, int], list[str]] = {}
    for before, after in sides:
        item = after or before
        if item is None:
            continue
        said = ["a new source"] if item.kind is Kind.SOURCE and before is None else []
        for one in findings:
            inside = (
                after is not None
                and one.path == project.root / after.path
                and one.line in after.lines
            )
            gone = after is None and f"{item.kind}-{item.name}" in one.message
            if inside or gone:
                said.append(f"{one.message} [{one.code}]")
        if said:
            found[item.path, item.lines.start] = said
    return found
