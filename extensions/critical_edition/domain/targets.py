"""Where records are shown, and what an anchor is the anchor of."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from critical_edition.model.collection import Commentary
from critical_edition.model.i18n import _
from critical_edition.model.places import Place
from critical_edition.model.records import Reference, Target


def targets(commentary: Commentary, home: Callable[[Place], str | None]) -> dict[Reference, Target]:
    """Return where comments, arguments and parallels are shown; ``home`` is a place's page."""
    found: dict[Reference, Target] = {}
    for comment in commentary.comments.values():
        docname = home(comment.on.first)
        if docname:
            tooltip = _("{kind} on {place}").format(kind=_(comment.kind), place=comment.on)
            found[Reference("comment", comment.id)] = Target(docname, comment.anchor, tooltip)
    for argument in commentary.arguments.values():
        target = Target(argument.docname, argument.anchor, argument.title)
        found[Reference("argument", argument.id)] = target
    for parallel in commentary.parallels.values():
        tooltip = f"{parallel.start} {_(parallel.relation.label)} {parallel.end}"
        target = Target(commentary.page_of(parallel), parallel.anchor, tooltip)
        found[Reference("parallel", parallel.id)] = target
    return found


def reference_of(anchor: str) -> Reference:
    """Return what an anchor such as ``comment-war-scare``, ``p2.6`` or ``n7`` is the anchor of."""
    kind, hyphen, name = anchor.partition("-")
    if hyphen:
        return Reference(kind, name)
    return Reference(
        "passage" if anchor.startswith("p") else "authornote", anchor.removeprefix("p")
    )


def successors(retired: Mapping[str, str]) -> dict[str, str]:
    """Return for each retired anchor what takes its place in the end; rings lead nowhere."""
    found: dict[str, str] = {}
    for anchor in retired:
        seen = {anchor}
        end = retired[anchor]
        while end in retired and end not in seen:
            seen.add(end)
            end = retired[end]
        if end not in retired:
            found[anchor] = end
    return found
