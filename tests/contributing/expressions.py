"""What an expression of a workflow gives for an event, as the hosting site reads it.

As far as the workflows here go: values by their paths, texts, ``!``, ``==``, ``&&``, ``||``, brackets
and ``format``. A path that leads nowhere is null; null, false, 0 and the empty text are not true.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|&&|\|\||==|[!(),]|[A-Za-z_][\w.-]*)")


def value(text: str, github: Mapping[str, Any]) -> str:
    """Return a setting with its expressions as what they give; raise ValueError for other ones."""

    def given(match: re.Match[str]) -> str:
        found = _Reader(_tokens(match[1]), github).whole()
        return found if isinstance(found, str) else {True: "true", False: "false"}.get(found, "")

    return re.sub(r"\$\{\{(.*?)\}\}", given, text, flags=re.DOTALL)


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if not match:
            raise ValueError(f"“{text[at:]}” is not read here")
        found.append(match[1])
        at = match.end()
    return found


@dataclass(slots=True)
class _Reader:
    tokens: list[str]
    github: Mapping[str, Any]

    def whole(self) -> Any:
        found = self.either()
        if self.tokens:
            raise ValueError(f"“{self.tokens[0]}” stands where nothing is to follow")
        return found

    def either(self) -> Any:
        left = self.both()
        while self.taken("||"):
            right = self.both()
            left = left or right
        return left

    def both(self) -> Any:
        left = self.same()
        while self.taken("&&"):
            right = self.same()
            left = left and right
        return left

    def same(self) -> Any:
        left = self.one()
        while self.taken("=="):
            left, right = (_plain(side) for side in (left, self.one()))
            left = left == right
        return left

    def one(self) -> Any:
        token = self.tokens.pop(0)
        if token == "!":
            return not self.one()
        if token == "(":
            found = self.either()
            self.expect(")")
            return found
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if token == "format":
            self.expect("(")
            parts = [self.either()]
            while self.taken(","):
                parts.append(self.either())
            self.expect(")")
            return str(parts[0]).format(*("" if part is None else part for part in parts[1:]))
        first, *path = token.split(".")
        if first != "github":
            raise ValueError(f"“{token}” is not read here")
        found = self.github
        for name in path:
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    def taken(self, token: str) -> bool:
        if self.tokens[:1] != [token]:
            return False
        self.tokens.pop(0)
        return True

    def expect(self, token: str) -> None:
        if not self.taken(token):
            raise ValueError(f"“{token}” is lacking")


def _plain(side: Any) -> Any:
    """The site's comparison of texts looks at no case; null is the empty text's equal."""
    return side.casefold() if isinstance(side, str) else "" if side is None else side
