"""Citations of prose in their short form, for words without markup."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from critical_edition.citation.chicago import Cited, Form, cite
from critical_edition.citation.rich import plain
from critical_edition.citation.work import Work
from critical_edition.model.prose import Cite


def short(said: Cite, works: Mapping[str, Work], shared: Collection[str]) -> str:
    """Return a citation's works in their short form; those without a record are left out."""
    cited = (
        Cited(work=works[one.key], locator=one.locator, form=Form.SHORT)
        for one in said.works
        if one.key in works
    )
    return "; ".join(plain(cite(form, shared)) for form in cited)
