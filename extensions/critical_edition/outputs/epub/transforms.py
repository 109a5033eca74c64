"""What a book for reading devices needs changed in the doctree of a page."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from critical_edition.domain.commentary_nodes import comment_letter, editorial_comment
from critical_edition.domain.config import profile_of
from critical_edition.domain.freshness import reading_order
from critical_edition.domain.nodes import (
    WORDING,
    lemma_sign,
    marker_list,
    passage,
    passage_blocks,
    passage_head,
)
from critical_edition.outputs.doctree.at_passage import letter_of
from critical_edition.outputs.html.works import LEAD, SAME_LEAD
from critical_edition.weaving.lemmata import COMMENT

BUILDERS = ("epub",)
SUFFIX = ".xhtml"
"""How the names of the book's pages end."""


class comment_signs(marker_list):  # noqa: N801
    """The signs of comments that hang on no words of the page, as a list."""


def documents(env: BuildEnvironment) -> list[str]:
    """Return the documents of the book, in the order in which they are read.

    What the profile omits from books is left out with all below it, and so is what no table of
    contents lists: comments are read at their passages.
    """
    omitted = set(profile_of(env.config).book.omit)
    left = list(omitted)
    while left:
        below = env.toctree_includes.get(left.pop(), ())
        left += [name for name in below if name not in omitted]
        omitted.update(below)
    return [name for name in reading_order(env) if name not in omitted]


class ReferToComments(SphinxPostTransform):
    """Give each comment a sign that leads to it, also where its words are not on the page.

    Devices show a note when its sign is touched, and some show it at no other time. In companion
    form the signs stand in the passage's head, as those of its author's notes do; else after the
    text's last words.
    """

    # After weaving; before references are resolved.
    default_priority = 6
    builders = BUILDERS

    def run(self, **kwargs: Any) -> None:
        """Add the signs that the page lacks."""
        for holder in self.document.findall(passage):
            comments = [c for c in holder.findall(editorial_comment) if "backref" not in c]
            if not comments:
                continue
            signs = comment_signs("")
            for comment in comments:
                signs += [nodes.Text(" ")] if signs.children else []
                signs += _sign(comment)
            place = _place(holder)
            place += [nodes.Text(" · " if isinstance(place, passage_head) else " "), signs]


def _sign(comment: editorial_comment) -> lemma_sign:
    """Return the sign of a comment, to which the comment's letter comes to lead back."""
    (ref, *_others), sign = comment["ids"], comment["sign"]
    back = comment["backref"] = f"{ref}-ref"
    for letter in comment.findall(comment_letter):
        letter.replace_self(letter_of(sign, back))
        break
    return lemma_sign("", ids=[back], refs=[ref], ref=ref, sign=sign, kind=COMMENT)


def _place(holder: passage) -> nodes.Element:
    """Return where signs of a passage's comments go that hang on no words."""
    for child in holder.children:
        if isinstance(child, passage_head):
            return child
        if isinstance(child, WORDING):
            last = child.children[-1] if isinstance(child, passage_blocks) else child
            if isinstance(last, nodes.TextElement):
                return last
    place = nodes.paragraph("")
    holder.insert(0, place)
    return place


class AbbreviateNames(SphinxPostTransform):
    """Let a dash stand for names that the entry before has too: not every device would set one."""

    # After the entries' names have been parted from them.
    default_priority = 8
    builders = BUILDERS

    def run(self, **kwargs: Any) -> None:
        """Abbreviate the entries of the page."""
        for entry in self.document.findall(nodes.citation):
            if SAME_LEAD in entry["classes"]:
                names = next(n for n in entry.findall(nodes.inline) if LEAD in n["classes"])
                names[:] = [nodes.Text("\N{EM DASH}" * 3)]


class LeadNowhereOutside(SphinxPostTransform):
    """Let no link lead to a page that the book leaves out, and none explain itself when pointed at."""

    # After references have been resolved.
    default_priority = 895
    builders = BUILDERS

    def run(self, **kwargs: Any) -> None:
        """Look at the links of the page."""
        inside = set(documents(self.env))
        for toctree in self.document.findall(addnodes.toctree):
            toctree["entries"] = [e for e in toctree["entries"] if e[1] in inside or "://" in e[1]]
        here = posixpath.dirname(self.env.current_document.docname)
        for link in list(self.document.findall(nodes.reference)):
            link.attributes.pop("reftitle", None)
            target = unquote(str(link.get("refuri", "")).partition("#")[0])
            if not link.get("internal") or not target:
                continue
            page = posixpath.normpath(posixpath.join(here, target))
            if page.removesuffix(SUFFIX) not in inside:
                link.parent.replace(link, nodes.inline("", "", *link.children, ids=link["ids"]))
