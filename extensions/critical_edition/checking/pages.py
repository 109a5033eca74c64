"""What is checked of pages one by one: their files, what is refused of them, and their prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from critical_edition.checking import letters, style, wording
from critical_edition.checking.prose import lapses
from critical_edition.model.codes import Code
from critical_edition.model.findings import Finding, Severity
from critical_edition.model.messages import _
from critical_edition.model.refused import Refused
from critical_edition.reading import files
from critical_edition.reading.places import place
from critical_edition.sources import refusal
from critical_edition.sources.pages import Page
from critical_edition.sources.permitted import Refusal
from critical_edition.sources.project import Project


def check_files(project: Project) -> Iterator[Finding]:
    """Find files among the commentary that are no pages, and in all of docs/ what is not read.

    That is whatever is no regular file, and pages that are hidden or oddly named.
    """
    for entry in files.walk(project.docs, project.text):
        name = entry.path.relative_to(project.docs).as_posix()
        commentary = name.startswith(refusal.FOLDERS)
        odd = entry.odd
        if not odd:
            if entry.path.suffix == ".md" or not (commentary or entry.path.suffix == ".rst"):
                continue
            odd = "no page of Markdown"
        elif not commentary and _is_elsewhere(entry):
            continue
        message = _("{name} is {odd}", name=files.printable(entry.path.name), odd=odd)
        yield Finding(Refused.FILE, entry.path, 1, 1, message)


def _is_elsewhere(entry: files.Entry) -> bool:
    """Whether what is odd is nothing that a build could take for a page."""
    if entry.path.name.startswith(".#") and not entry.path.exists():
        return True  # an editor's lock: a link that leads nowhere
    if entry.path.is_symlink() or not entry.path.exists():
        return False
    return entry.path.is_file() and entry.path.suffix not in {".md", ".rst", ".txt"}


def check_page(page: Page, rules: style.House) -> Iterator[Finding]:
    """Find what is refused of a page, and lapses of style in its prose."""
    refused = page.refusals
    for one in wording.told(refused, page.content):
        yield Finding(one.code, page.path, one.line, one.column, one.said, one.advice)
    if page.readable and not page.is_guide:
        yield from _prose(page, refused, rules)


def _prose(page: Page, refused: Sequence[Refusal], rules: style.House) -> Iterator[Finding]:
    """Find what a page that can be read lacks, and lapses of style in its prose."""
    if wording.says_nothing(page.content, page.docname):
        message = _("the page has no comment, no argument and no parallel")
        remedy = _("Write one, or remove the page.")
        yield Finding(Code.COMMENT_EMPTY, page.path, 1, 1, message, remedy)
    if not refused and (opened := wording.unclosed(page.content)):
        message = _(
            "the {what} that begins here is not closed before the page ends", what=opened[1]
        )
        remedy = _(
            "End it with a line of as many colons as it was opened with: what is added would be its."
        )
        yield Finding(
            Code.NESTED, page.path, opened[0], 1, message, remedy, severity=Severity.WARNING
        )
    html = wording.html_lines(refused, page.content)
    for lapse in lapses(page.content, rules):
        line, column = place(page.content, lapse.start)
        if line in html:
            continue
        severity = Severity.ERROR if lapse.code is Code.QUOTATION else Severity.WARNING
        yield Finding(lapse.code, page.path, line, column, lapse.said, severity=severity)
    for offset, char in letters.unprintable(page.content):
        line, column = place(page.content, offset)
        if _WIDE_OPTION.match(page.content, offset - column + 1):
            continue  # a finding of its own says what is wrong with it
        yield Finding(Refused.CHARACTER, page.path, line, column, letters.message(char))


_WIDE_OPTION = re.compile(r"[ \t]*(?:：[\w-]+[:：]|:[\w-]+：)")
