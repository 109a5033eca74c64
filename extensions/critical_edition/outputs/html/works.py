"""The bibliography where links can be followed: titles as links, the reader's order, records to take.

A title leads to its work, so no address is printed. Of names that the entry before has too a dash
stands, which the stylesheet sets: in the reader's order other names follow one another. The records
(as Chicago has them, as BibTeX, as CSL-JSON) come with a script of their own when one is asked for,
and as files for whoever wants all.
"""

from __future__ import annotations

import hashlib
import html
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

from critical_edition.citation import export
from critical_edition.citation.chicago import bibliography, lead
from critical_edition.citation.order import ordered, sort_key
from critical_edition.citation.rich import html as as_html
from critical_edition.citation.rich import plain
from critical_edition.domain.citations import Shelf, entry_nodes, shelf
from critical_edition.model.i18n import N_, _
from critical_edition.outputs.doctree.bibliography import KINDS, entries

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LEAD, SAME_LEAD = "works-lead", "same-lead"
"""The classes of the names that an entry begins with, and of an entry that begins as that before it."""

RECORDS = "_static/edition-works.js"
FILES = {
    "BibTeX": ("_static/edition-works.bib", "bibtex"),
    "CSL-JSON": ("_static/edition-works.json", "csl-json"),
}
"""All records as files: what readers call them, where they are, and what makes them."""

_BUILDERS = ("html", "dirhtml", "singlehtml")

ORDERS = {
    "group": N_("by group"),
    "author": N_("by author"),
    "year": N_("by year"),
    "kind": N_("by kind"),
}
"""What readers in a browser can order the bibliography by; as the edition has it, by group."""


class LinkTitles(SphinxPostTransform):
    """Let titles lead to their works, and part the names from an entry that begins with some."""

    # After the entries have been completed and put into their parts.
    default_priority = 7
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Set the entries of the document."""
        listed = dict(entries(self.document, self.env))
        found, keys = shelf(self.env), set(listed.values())
        before: tuple[nodes.Element | None, str] = (None, "")
        for node, key in listed.items():
            work = found.works[key]
            place = next(c for c in node.children if isinstance(c, nodes.paragraph))
            words = nodes.paragraph("", "", *entry_nodes(found, work, keys, linked=True))
            words["classes"] = place["classes"]
            node.replace(place, words)
            names = lead(work).removesuffix(".")  # a dash has the sentence's period too
            first = words.children[0]
            if names and isinstance(first, nodes.Text) and first.startswith(names):
                rest = nodes.Text(first.removeprefix(names))
                words[0:1] = [nodes.inline("", names, classes=[LEAD]), rest]
                if (node.parent, names) == before:
                    node["classes"].append(SAME_LEAD)
            before = (node.parent, names)


def _offer(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Offer each record to be taken away, and before the first of them all, and other orders."""
    if app.builder.name not in _BUILDERS:
        return
    listed = list(entries(document, app.env))
    if not listed:
        return
    found = shelf(app.env)
    version = _write(Path(app.outdir), found)
    parts = [s for s in document.findall(nodes.section) if "works-part" in s["classes"]]
    first: nodes.Element = parts[0] if parts else listed[0][0]
    head = _records(app.builder.get_target_uri(docname), version) + (
        _orders(found) if parts else ""
    )
    first.parent.insert(first.parent.index(first), nodes.raw("", head, format="html"))
    for node, key in listed:
        title = html.escape(plain(found.works[key].title.short) or key)
        words = _('Copy citation<span class="visually-hidden"> of {title}</span>')
        folded = f"<summary>{words.format(title=title)}</summary>"
        source = f'<details class="copy-citation">{folded}</details>\n'
        node.append(nodes.raw("", source, format="html"))


def _records(here: str, version: str) -> str:
    """Return the line that leads to all records, and to the script that has each by itself."""
    links = " · ".join(
        f'<a href="{relative_uri(here, path)}" download>{name}</a>'
        for name, (path, _form) in FILES.items()
    )
    script = f"{relative_uri(here, RECORDS)}?v={version}"
    return f'<p class="works-records" data-records="{script}">{_("All records:")} {links}</p>\n'


def _orders(found: Shelf) -> str:
    """Return the choice of an order, and of works by their words: hidden, for a script to answer.

    It is written here so that it has its place when the page is first painted.
    """
    choices = "".join(
        f'<label><input type="radio" name="works-order" value="{order}"'
        f"{' checked' if order == 'group' else ''}> {_(words)}</label>\n"
        for order, words in ORDERS.items()
    )
    kinds = html.escape(json.dumps([_(name) for name in KINDS.values()], ensure_ascii=False))
    # By their places in the alphabet.
    letters = "".join(sort_key(w).name[:1].upper() or "–" for w in ordered(found.works.values()))
    return (
        f'<fieldset class="works-order" data-kinds="{kinds}" data-letters="{html.escape(letters)}" hidden>'
        f"<legend>{_('Show the works')}</legend>\n{choices}"
        f'<label>{_("with the words")} <input type="search" autocomplete="off"></label>\n</fieldset>\n'
    )


def _write(out: Path, found: Shelf) -> str:
    """Write the records, and return a digest of what the pages' script takes from them."""
    records = found.works.records
    each = {
        key: (
            as_html(bibliography(work)),
            export.bibtex(records[key], records.get(records[key].crossref)),
            export.csl_json(work),
        )
        for key, work in found.works.items()
    }
    said = json.dumps(each, ensure_ascii=False).replace("\u2028", " ")
    made = {RECORDS: f"window.editionWorks = {said};\n"}
    made |= {path: export.everything(found.works, form) for path, form in FILES.values()}
    for name, content in made.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8", newline="\n")
    return hashlib.blake2b(said.encode(), digest_size=4).hexdigest()


def _add_script(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Let a page that lists works be put in another order, and its records be copied."""
    if doctree is not None and next(iter(doctree.findall(nodes.citation)), None) is not None:
        app.add_css_file("edition-bibliography.css")
        app.add_js_file("edition-bibliography.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register the transform, and what pages in a browser need."""
    app.add_post_transform(LinkTitles)
    app.connect("doctree-resolved", _offer)
    app.connect("html-page-context", _add_script)
