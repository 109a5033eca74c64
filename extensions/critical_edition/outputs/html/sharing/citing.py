"""What each passage offers to be cited by, as data for the page's script."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from itertools import combinations
from typing import Any

from critical_edition.citation.chicago import Cited, Form, cite
from critical_edition.citation.export import csl
from critical_edition.citation.names import series
from critical_edition.citation.numbers import page_ranges
from critical_edition.citation.rich import plain
from critical_edition.citation.work import Work
from critical_edition.model.records import PassageRecord
from critical_edition.outputs.html.sharing.metadata import Page, in_script

DATA_ID = "edition-citing"
_SOME_PAGE = "1"


def script(
    work: Work, passages: Iterable[PassageRecord], page: Page, shared: Collection[str]
) -> str:
    """Return the data as an element of the page's head."""
    data = json.dumps(as_data(work, passages, page, shared), ensure_ascii=False)
    return f'<script type="application/json" id="{DATA_ID}">{in_script(data)}</script>\n'


def as_data(
    work: Work, passages: Iterable[PassageRecord], page: Page, shared: Collection[str]
) -> dict[str, Any]:
    """Return the work as printed by its passages' pages, and what names this edition.

    ``lead`` is Chicago's full note up to the pages, which end it; ``bare`` the note of a passage
    without pages; ``notes`` those that are made otherwise (“p. 3”, “pp. 3–4”), by their pages;
    ``ranges`` how the pages of a passage, or of words of it, are written; ``csl`` an item of
    CSL-JSON without page.
    """
    passages = list(passages)
    pages = {record.passage.anchor: _pages(record.pages) for record in passages}
    ranges = {
        f"{first}-{last}": _pages((first, last))
        for record in passages
        for first, last in combinations(record.pages, 2)
    }
    lead = _note(work, _SOME_PAGE, shared).removesuffix(_SOME_PAGE)
    single = [str(page) for record in passages for page in record.pages]
    notes = {on: _note(work, on, shared) for on in (*single, *ranges.values())}
    return {
        "edition": page.edition,
        "contributors": series(page.contributors),
        "version": page.version,
        "address": page.address,
        "key": work.key,
        "csl": {k: v for k, v in csl(work).items() if k not in ("page", "title-short")},
        "lead": lead,
        "bare": _note(work, "", shared),
        "pages": pages,
        "ranges": ranges,
        "notes": {on: note for on, note in notes.items() if note != lead + on},
    }


def _pages(pages: tuple[int, ...]) -> str:
    if not pages:
        return ""
    return str(pages[0]) if len(pages) == 1 else page_ranges(f"{pages[0]}–{pages[-1]}")


def _note(work: Work, pages: str, shared: Collection[str]) -> str:
    cited = Cited(work=work, locator=pages, form=Form.FULL)
    return re.sub(r"\.$", "", plain(cite(cited, shared)))
