"""What a view shows, as a digest: the view's own data and where everything leads that it names."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from critical_edition.model.places import NoteId, PassageId
from critical_edition.model.prose import Cite, Link, Mention
from critical_edition.model.records import Reference

Look = Callable[[Reference], object]
"""Where a reference leads and what it shows there."""


@functools.cache
def _compared(kind: Any) -> tuple[str, ...]:
    """Return the names of the fields that make two objects differ: lines of sources do not."""
    return tuple(f.name for f in dataclasses.fields(kind) if f.compare)


def digest(views: Iterable[object], look: Look, cited: Callable[[str], object]) -> str:
    """Return what changes with anything that the views show.

    ``look`` says where a reference leads, ``cited`` how a work is cited, by its key.
    """
    made = hashlib.blake2b(digest_size=16)
    add = made.update
    seen: set[object] = set()

    def refer(reference: Reference) -> None:
        if reference not in seen:
            seen.add(reference)
            add(f"{reference!r} {look(reference)!r}".encode())

    def walk(value: object) -> None:
        if isinstance(value, tuple):
            add(b"(")
            for part in value:
                walk(part)
            add(b")")
        elif dataclasses.is_dataclass(value):
            kind: Any = type(value)
            add(kind.__name__.encode())
            for name in _compared(kind):
                walk(getattr(value, name))
            _refer(value)
        else:
            add(repr(value).encode())

    def _refer(value: object) -> None:
        match value:
            case PassageId():
                refer(Reference("passage", str(value)))
            case NoteId():
                refer(Reference("authornote", str(value)))
            case Mention(kind, target):
                refer(Reference(kind, target))
            case Link(address) if address.startswith("#"):
                refer(Reference("anchor", address))
            case Cite(works):
                for work in works:
                    if work.key not in seen:
                        seen.add(work.key)
                        add(repr(cited(work.key)).encode())
            case _:
                reference = getattr(value, "reference", None)
                if isinstance(reference, Reference):
                    refer(reference)

    for view in views:
        walk(view)
    return made.hexdigest()
