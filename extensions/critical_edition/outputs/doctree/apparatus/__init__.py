"""The apparatus that the edition makes from its data: indexes, glossary, chronology, concordance.

Pages are made from the registers, from the notes' citations and from the records of the works; none
is written by hand. :mod:`~critical_edition.outputs.doctree.apparatus.registering` makes it known to Sphinx.
"""
