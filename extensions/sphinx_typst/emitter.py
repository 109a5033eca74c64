"""The buffer that Typst code is written into, and its checks.

One expression a line: nothing hangs on white space, and a line number leads back to a node.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError

from .escape import LINE, Code, arguments, breakable, string, with_dashes
from .source_map import Origin, SourceMap

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class _Deferred:
    """Code that is known only when the whole document has been seen."""

    resolve: Callable[[], str]


@dataclass(frozen=True, slots=True)
class _Open:
    """An opened expression: the code that closes it, and what it is called in messages."""

    name: str
    closing: str
    kind: str  # "body", "call" or "arg"


@dataclass(slots=True)
class Emitter:
    """Writes nested Typst expressions; refuses to close what was not opened."""

    _parts: list[str | _Deferred | Origin | None] = field(default_factory=list)
    _stack: list[_Open] = field(default_factory=list)

    def mark(self, origin: Origin | None) -> None:
        """Say that what follows comes from *origin*."""
        self._parts.append(origin)

    def code(self, code: str) -> None:
        """Write *code*, a whole expression, on a line of its own."""
        self._parts.append(f"{code}\n")

    def text(self, text: str, room: int = LINE, *, hyphenated: bool = True) -> None:
        """Write *text* so that it is printed as it stands, in lines of *room* letters or more."""
        for number, part in enumerate(with_dashes(breakable(text, room, hyphenated=hyphenated))):
            if part:
                self.code(f"box({string(part)})" if number % 2 else string(part))

    def deferred(self, resolve: Callable[[], str]) -> None:
        """Write what *resolve* returns when the document is finished, as an expression."""
        self._parts += [_Deferred(resolve), "\n"]

    def begin(
        self, function: str, *args: object, label: str | None = None, **named: object
    ) -> None:
        """Open ``function(args, named, { …`` whose body is what is written until `end`.

        With *label*, the element gets that label.
        """
        head, tail = (f"labelled({string(label)}, ", ")") if label is not None else ("", "")
        self._parts.append(f"{head}{function}({arguments(args, named)}{{\n")
        self._stack.append(_Open(function, f"}}){tail}\n", "body"))

    def begin_link(self, function: str, resolve: Callable[[], str]) -> None:
        """Open ``function(target, { …`` with a target known only at the end."""
        self._parts += [f"{function}(", _Deferred(resolve), ", {\n"]
        self._stack.append(_Open(function, "})\n", "body"))

    def end(self) -> None:
        """Close what the last `begin` opened."""
        self._close("body")

    def begin_call(
        self, function: str, *args: object, label: str | None = None, **named: object
    ) -> None:
        """Open a call whose further arguments are each written by `begin_arg` and `end_arg`."""
        head, tail = (f"labelled({string(label)}, ", ")") if label is not None else ("", "")
        self._parts.append(f"{head}{function}({arguments(args, named)}\n")
        self._stack.append(_Open(function, f"){tail}\n", "call"))

    def end_call(self) -> None:
        """Close what the last `begin_call` opened."""
        self._close("call")

    def begin_arg(
        self, name: str | None = None, function: str | None = None, **named: object
    ) -> None:
        """Open a content argument of a call, called *name* if given.

        With *function*, the argument is ``function(named, { … })`` (as ``table.cell``).
        """
        prefix = f"{name}: " if name else ""
        if function:
            self._parts.append(f"{prefix}{function}({arguments((), named)}{{\n")
            self._stack.append(_Open(function, "}),\n", "arg"))
        else:
            self._parts.append(f"{prefix}{{\n")
            self._stack.append(_Open(name or "argument", "},\n", "arg"))

    def end_arg(self) -> None:
        """Close what the last `begin_arg` opened."""
        self._close("arg")

    def begin_group(self, function: str, **named: object) -> None:
        """Open a call that is itself an argument and holds arguments (as ``table.header``)."""
        self._parts.append(f"{function}({arguments((), named)}\n")
        self._stack.append(_Open(function, "),\n", "call"))

    def _close(self, kind: str) -> None:
        if not self._stack or self._stack[-1].kind != kind:
            found = self._stack[-1].name if self._stack else "nothing"
            message = f"a Typst visitor closes a {kind}, but {found!r} is open"
            raise ExtensionError(message)
        self._parts.append(self._stack.pop().closing)

    def finish(self, head: str = "", tail: str = "") -> tuple[str, SourceMap]:
        """Return the whole text, between *head* and *tail*, and the map of its lines."""
        if self._stack:
            message = f"a Typst visitor left {self._stack[-1].name!r} open"
            raise ExtensionError(message)
        line = 1 + head.count("\n")
        pieces, starts, origins = [head], [line], [None]
        found: list[Origin | None] = list(origins)
        for part in self._parts:
            if part is None or isinstance(part, Origin):
                if found[-1] != part:
                    starts.append(line)
                    found.append(part)
                continue
            text = part.resolve() if isinstance(part, _Deferred) else part
            line += text.count("\n")
            pieces.append(text)
        starts.append(line)
        found.append(None)
        pieces.append(tail)
        return "".join(pieces), SourceMap(tuple(starts), tuple(found))


__all__ = ["Code", "Emitter"]
