"""What a page's head says: Highwire's tags for reference managers, schema.org's, Open Graph's.

Highwire's names are those that Google Scholar's inclusion guidelines list and Zotero reads; they
describe the edited work, as printed. schema.org's vocabulary describes the page as a part of this
edition. ``cite-as`` is RFC 8574's; like all absolute addresses it is given only where the site has
one (``html_baseurl``).
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from typing import Any

from critical_edition.citation.rich import plain
from critical_edition.citation.work import Work


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site: its heading, the edition's data, its address (empty: none is known).

    ``contributors`` are persons' names.
    """

    heading: str
    edition: str
    editors: str
    contributors: tuple[str, ...]
    version: str
    language: str
    address: str
    home: bool


def tags(work: Work, page: Page) -> str:
    """Return the tags for a page's head."""
    lines = [
        *(
            f'<meta name="{name}" content="{_escape(value)}">'
            for name, value in _highwire(work, page)
        ),
        *(
            f'<meta property="{name}" content="{_escape(value)}">'
            for name, value in _open_graph(page)
        ),
    ]
    if page.address:
        lines.append(f'<link rel="cite-as" href="{_escape(page.address)}">')
    data = json.dumps(_schema(work, page), ensure_ascii=False, sort_keys=True)
    lines.append(f'<script type="application/ld+json">{in_script(data)}</script>')
    return "\n".join(["", *lines, ""])


def in_script(data: str) -> str:
    """Return JSON that no HTML parser takes for the end of its script or for a comment."""
    return data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _escape(value: str) -> str:
    return html.escape(value, quote=True)


def _pages(work: Work) -> tuple[str, str]:
    first, _, last = work.pages.replace("–", "-").partition("-")
    return first.strip(), last.strip("- ")


def _highwire(work: Work, page: Page) -> list[tuple[str, str]]:
    first, last = _pages(work)
    authors = [
        (name.literal and name.family) or f"{name.given} {name.family}" for name in _names(work)
    ]
    found = [
        ("citation_title", plain(work.title.whole)),
        *(("citation_author", author) for author in authors),
        ("citation_publication_date", work.date.years),
        ("citation_journal_title", plain(work.journal.whole)),
        ("citation_volume", work.volume),
        ("citation_issue", work.number),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        ("citation_doi", work.doi),
        ("citation_language", page.language),
        ("citation_fulltext_html_url", page.address if page.home else ""),
    ]
    return [(name, value) for name, value in found if value]


def _names(work: Work) -> list[Any]:
    return list(work.authors.names)


def _open_graph(page: Page) -> list[tuple[str, str]]:
    found = [
        ("og:type", "book" if page.home else "article"),
        ("og:title", page.edition if page.home else page.heading),
        ("og:site_name", page.edition),
        ("og:locale", page.language),
        ("og:url", page.address),
    ]
    return [(name, value) for name, value in found if value]


def _schema(work: Work, page: Page) -> dict[str, Any]:
    first, last = _pages(work)
    edited = {
        "@type": "ScholarlyArticle",
        "name": plain(work.title.whole),
        "author": [{"@type": "Person", "name": f"{n.given} {n.family}"} for n in _names(work)],
        "datePublished": work.date.years,
        "pageStart": first,
        "pageEnd": last,
        "isPartOf": {
            "@type": "PublicationIssue",
            "issueNumber": work.number,
            "isPartOf": {
                "@type": "PublicationVolume",
                "volumeNumber": work.volume,
                "isPartOf": {"@type": "Periodical", "name": plain(work.journal.whole)},
            },
        },
        **({"sameAs": work.url} if work.url else {}),
    }
    contributors = [{"@type": "Person", "name": name} for name in page.contributors]
    edition: dict[str, Any] = {
        "@type": "Book",
        "name": page.edition,
        "editor": {"@type": "Organization", "name": page.editors},
        **({"contributor": contributors} if contributors else {}),
        "version": page.version,
        "inLanguage": page.language,
        "exampleOfWork": edited,
    }
    address = {"url": page.address} if page.address else {}
    if page.home:
        return {"@context": "https://schema.org", **edition, **address}
    return {
        "@context": "https://schema.org",
        "@type": "Chapter",
        "name": page.heading,
        "inLanguage": page.language,
        "isPartOf": edition,
        **address,
    }
