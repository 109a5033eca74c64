"""The outputs of the edition."""

from __future__ import annotations

from critical_edition.domain import commentary_nodes, nodes
from critical_edition.outputs import epub, html, pdf, plain
from critical_edition.outputs.doctree.apparatus.nodes import apparatus_part
from critical_edition.outputs.doctree.bibliography import works_group
from critical_edition.outputs.doctree.credits import contributor_list

OUTPUTS = (html.OUTPUT, epub.OUTPUT, pdf.OUTPUT, plain.OUTPUT)

NODES = (*nodes.ALL, *commentary_nodes.ALL, apparatus_part, contributor_list, works_group)
"""The edition's nodes; one without visitors is written as its base class."""
