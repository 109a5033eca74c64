"""Sphinx configuration of the edition."""

from importlib.metadata import version as package_version

project = "The Emergence of Stalin’s Foreign Policy: a critical edition"
author = "The editors"
release = version = package_version("emergence-edition")
copyright = "2026 The editors; the essay itself is © 1977 and no part of this project’s licence"

extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_typst", "critical_edition"]

language = "en"
nitpicky = True
smartquotes = False  # the sources have the quotation marks that they want
today_fmt = "%Y"

# What is particular to the edition stands in edition.toml; what follows from that is set by the extension.

# -- Markdown and citations -----------------------------------------------------------------------

myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
bibtex_reference_style = "edition"
bibtex_default_style = "edition"
bibtex_cite_id = "work-{key}"

# -- HTML -----------------------------------------------------------------------------------------

html_theme = "furo"
html_title = "The Emergence of Stalin’s Foreign Policy"
html_short_title = "Stalin’s Foreign Policy"
html_baseurl = ""
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_last_updated_fmt = None
html_use_index = False
html_domain_indices = False
html_theme_options = {
    "navigation_with_keys": False,
    "top_of_page_buttons": [],
}

# -- other outputs --------------------------------------------------------------------------------

_title = "The Emergence of Stalin’s Foreign Policy"
_by = "Robert C. Tucker"

epub_title = _title
epub_author = _by
epub_publisher = author
epub_show_urls = "no"
epub_use_index = False
epub_exclude_files = [".buildinfo.bak"]  # what Sphinx keeps of an earlier build

latex_documents = [("index", "edition.tex", _title, _by, "manual")]
latex_show_urls = "no"
man_pages = [("index", "edition", _title, _by, 7)]
typst_documents = [("index", "the-emergence-of-stalins-foreign-policy", _title, _by)]
typst_options = {
    "subtitle": "A critical edition",
    "description": "A critical edition of the essay in Slavic Review 36, no. 4 (December 1977): 563–589",
    "keywords": ["Stalin", "Soviet foreign policy", "Robert C. Tucker", "critical edition"],
    "imprint": [
        "The essay appeared in *Slavic Review* 36, no. 4 (December 1977), pages 563 to 589.",
        "The editors’ texts are under the licence CC BY 4.0, the code of the edition under the BSD"
        " 2\u2011Clause licence. Neither covers the essay.",
        "Cite the essay by the pages of 1977, which this edition gives, and by passages, such as"
        " 2.6, the sixth paragraph of the second section; cite the edition by passage and comment.",
    ],
    # In print the commentary stands beside its passages, and how to contribute is for the screen.
    "omit": ["apparatus/comments", "contributing/index"],
}
typst_pdf_standards = ["a-3a", "ua-1"]
text_sectionchars = '*=-~"+`'
