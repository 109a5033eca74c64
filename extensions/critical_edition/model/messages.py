"""Messages as data: a template, looked up in the catalogue when it is shown, and what is put into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from critical_edition.model.i18n import _ as translate


@dataclass(frozen=True, slots=True)
class Message:
    """What is said: ``template`` names its ``arguments`` in braces. Empty, nothing is said."""

    template: str = ""
    arguments: tuple[tuple[str, str | int | Message], ...] = ()

    def __str__(self) -> str:
        if not self.arguments:
            return translate(self.template)
        return translate(self.template).format(**dict(self.arguments))

    def __bool__(self) -> bool:
        return bool(self.template)

    def __getitem__(self, name: str) -> str | int | Message:
        return dict(self.arguments)[name]

    def then(self, hint: Message) -> Message:
        """Return this with a hint as a sentence after it, if there is one."""
        return _("{what}. {hint}", what=self, hint=hint) if hint else self

    def as_data(self) -> list[Any]:
        """Return this as JSON has it."""
        return [
            self.template,
            {n: v.as_data() if isinstance(v, Message) else v for n, v in self.arguments},
        ]

    @classmethod
    def of_data(cls, data: list[Any]) -> Message:
        """Read what :meth:`as_data` returned."""
        template, arguments = data
        return cls(
            template,
            tuple((n, cls.of_data(v) if isinstance(v, list) else v) for n, v in arguments.items()),
        )


def _(template: str, **arguments: object) -> Message:
    """Return a message; arguments are kept as numbers, messages or texts."""
    kept = ((n, v if isinstance(v, int | Message) else str(v)) for n, v in arguments.items())
    return Message(template, tuple(kept))


NOTHING = Message()
"""Nothing is said."""


class NotReadError(ValueError):
    """Something written is not what it is to be: what is wrong, and what to write instead."""

    def __init__(self, what: Message, remedy: Message = NOTHING) -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return str(self.what.then(self.remedy)).removesuffix(".")


def said(words: str | Message) -> Message:
    """Return words, which may be no template, as a message."""
    return words if isinstance(words, Message) else Message("{words}", (("words", words),))
